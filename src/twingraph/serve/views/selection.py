"""What a reader asks of the agreements, as it stands in the address of every view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from twingraph.iris import CONCEPTS, expand
from twingraph.serve.problem import Problem
from twingraph.serve.views.atlas import earliest_first

if TYPE_CHECKING:
    from twingraph.serve.views.atlas import Atlas, Bond


class Parameters(Protocol):
    """The query of an address: each name with its values in order."""

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Selection:
    """Which agreements to show; what is empty does not restrict.

    Of several ``cities`` or ``countries`` all must be parties: two countries are the agreements between both.
    Of several ``kinds``, ``statuses`` or ``topics`` one is enough. ``since`` and ``until`` are years: an
    agreement is shown that was in force in any of them. ``signed`` is the year it began in.
    """

    cities: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    signed: int | None = None
    undated: bool = True

    @property
    def is_empty(self) -> bool:
        """True where every agreement is asked for."""
        return self == Selection()

    def parameters(self, base: str) -> list[tuple[str, str]]:
        """Return the selection as it stands in an address; ``base`` is that of the instances."""
        short = {"kind": self.kinds, "status": self.statuses, "topic": self.topics}
        given = [("city", iri.removeprefix(base + "id/city/")) for iri in self.cities]
        given += [("country", code) for code in self.countries]
        given += [(name, iri.rpartition("/")[2]) for name, iris in short.items() for iri in iris]
        years = {"since": self.since, "until": self.until, "signed": self.signed}
        given += [(name, str(year)) for name, year in years.items() if year is not None]
        return given if self.undated else [*given, ("undated", "no")]


def parse_selection(given: Parameters, base: str) -> Selection:
    """Return the selection in the query of an address; what is empty there, as forms send it, is left out.

    Raises:
        Problem: 422 for a value that cannot be.
    """

    def values(name: str) -> list[str]:
        return list(dict.fromkeys(value.strip() for value in given.getlist(name) if value.strip()))

    return Selection(
        cities=tuple(_city(value, base) for value in values("city")),
        countries=tuple(_country(value) for value in values("country")),
        kinds=tuple(_concept("kind", value) for value in values("kind")),
        statuses=tuple(_concept("status", value) for value in values("status")),
        topics=tuple(_concept("topic", value) for value in values("topic")),
        since=_year("since", values("since")),
        until=_year("until", values("until")),
        signed=_year("signed", values("signed")),
        undated=values("undated") != ["no"],
    )


def _city(value: str, base: str) -> str:
    iri = value if value.startswith(("http://", "https://")) else f"{base}id/city/{value}"
    if any(character in '<>"{}|^`\\' or character <= " " for character in iri):
        raise Problem(422, f"city={value!r} names no city; give what its address ends with", rule="city")
    return iri


def _country(value: str) -> str:
    if not (len(value) == 2 and value.isascii() and value.isalpha()):
        raise Problem(422, f"country={value!r} is no ISO code of two letters, like DE", rule="country")
    return value.upper()


def _concept(scheme: str, value: str) -> str:
    if value not in CONCEPTS[scheme]:
        known = ", ".join(CONCEPTS[scheme])
        raise Problem(422, f"{scheme}={value!r} is none of {known}", rule=scheme)
    return expand(f"{scheme}:{value}")


def _year(name: str, values: list[str]) -> int | None:
    if not values:
        return None
    if not (values[0].isascii() and values[0].isdigit() and 1 <= len(values[0]) <= 4 and int(values[0])):
        raise Problem(422, f"{name}={values[0]!r} is no year, like 1990", rule=name)
    return int(values[0])


def select(atlas: Atlas, asked: Selection) -> list[Bond]:
    """Return the agreements that are asked for, the earliest first, what has no date last."""
    if asked.is_empty:
        return list(atlas.in_order)
    if not asked.cities:
        return [bond for bond in atlas.in_order if is_selected(bond, asked, atlas)]
    found = [bond for bond in atlas.bonds_of.get(asked.cities[0], ()) if is_selected(bond, asked, atlas)]
    return sorted(found, key=earliest_first)


def is_selected(bond: Bond, asked: Selection, atlas: Atlas) -> bool:
    """Return whether an agreement is one of those that are asked for."""
    wanted = ((asked.kinds, bond.kinds), (asked.statuses, bond.statuses), (asked.topics, bond.topics))
    return (
        set(asked.cities) <= set(bond.parties)
        and all(not values or set(values) & set(own) for values, own in wanted)
        and _joins(bond, asked.countries, atlas)
        and _in_years(bond, asked)
    )


def _joins(bond: Bond, countries: tuple[str, ...], atlas: Atlas) -> bool:
    """Return whether the cities of an agreement are of all *countries*; one of it alone twice is not both."""
    if not countries:
        return True
    return set(countries) <= {atlas.places[party].country for party in bond.parties}


def _in_years(bond: Bond, asked: Selection) -> bool:
    if asked.signed is not None and not any(int(day[:4]) == asked.signed for day in bond.since):
        return False
    if bond.first is None and bond.last is None:
        return asked.undated
    begins_in_time = asked.until is None or bond.first is None or int(bond.first[:4]) <= asked.until
    ends_in_time = asked.since is None or bond.last is None or int(bond.last[:4]) >= asked.since
    return begins_in_time and ends_in_time


def years_of(bonds: Iterable[Bond]) -> tuple[int, int] | None:
    """Return the first and the last year that the dates of *bonds* name."""
    years = [int(day[:4]) for bond in bonds for day in (bond.first, bond.last) if day]
    return (min(years), max(years)) if years else None


def parameters_of(asked: Selection, base: str, **more: str) -> Mapping[str, list[str]]:
    """Return the selection as a mapping with *more* put in; an empty value leaves its name out."""
    given: dict[str, list[str]] = {}
    for name, value in asked.parameters(base):
        given.setdefault(name, []).append(value)
    given |= {name: [value] for name, value in more.items()}
    return {name: values for name, values in given.items() if values != [""]}
