"""What a reader asks of the agreements, as it stands in the address of every view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from twingraph.iris import CONCEPTS, expand
from twingraph.serve.problem import Problem
from twingraph.serve.views.atlas import earliest_first
from twingraph.serve.views.neighbourhood import Near, bonds_within, partners_of
from twingraph.serve.views.pairs import Pair, pair_up

if TYPE_CHECKING:
    from twingraph.serve.views.atlas import Atlas, Bond


DEEPEST = 3
"""Steps from a focus at most: with more, nearly everything is near."""

_MOST_PARTNERS = 10_000


class Parameters(Protocol):
    """The query of an address: each name with its values in order."""

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Selection:
    """Which agreements to show; what is empty does not restrict.

    Of several ``cities`` or ``countries`` all must be parties: two countries are the agreements between both.
    Of several ``kinds``, ``statuses`` or ``topics`` one is enough. ``since`` and ``until`` are years: an
    agreement is shown that was in force in any of them. ``signed`` is the year it began in. ``agreements``
    are the only ones to choose from. Of what all this leaves, ``focus`` keeps what joins two parties that are
    at most ``depth`` steps away from it; a party must have ``partners`` to be stepped on.
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
    agreements: tuple[str, ...] = ()
    focus: str | None = None
    depth: int = 1
    partners: int = 1

    @property
    def is_empty(self) -> bool:
        """True where every agreement is asked for."""
        return self == Selection()

    @property
    def bare(self) -> Selection:
        """The selection without its neighbourhood."""
        return replace(self, focus=None, depth=1, partners=1)

    def parameters(self, base: str) -> list[tuple[str, str]]:
        """Return the selection as it stands in an address; ``base`` is that of the instances."""
        short = {"kind": self.kinds, "status": self.statuses, "topic": self.topics}
        given = [("agreement", iri.removeprefix(base + "id/agreement/")) for iri in self.agreements]
        given += [("city", iri.removeprefix(base + "id/city/")) for iri in self.cities]
        given += [("country", code) for code in self.countries]
        given += [(name, iri.rpartition("/")[2]) for name, iris in short.items() for iri in iris]
        years = {"since": self.since, "until": self.until, "signed": self.signed}
        given += [(name, str(year)) for name, year in years.items() if year is not None]
        given += [] if self.undated else [("undated", "no")]
        return given + self._around(base)

    def _around(self, base: str) -> list[tuple[str, str]]:
        given = [("focus", party_value(self.focus, base))] if self.focus else []
        steps = {"depth": self.depth, "partners": self.partners}
        return given + [(name, str(number)) for name, number in steps.items() if number != 1]


def parse_selection(given: Parameters, base: str) -> Selection:
    """Return the selection in the query of an address; what is empty there, as forms send it, is left out.

    Raises:
        Problem: 422 for a value that cannot be.
    """

    def values(name: str) -> list[str]:
        return list(dict.fromkeys(value.strip() for value in given.getlist(name) if value.strip()))

    focus, depth = values("focus"), _number("depth", values("depth"), DEEPEST)
    return Selection(
        cities=tuple(_iri("city", value, base) for value in values("city")),
        countries=tuple(_country(value) for value in values("country")),
        kinds=tuple(_concept("kind", value) for value in values("kind")),
        statuses=tuple(_concept("status", value) for value in values("status")),
        topics=tuple(_concept("topic", value) for value in values("topic")),
        since=_year("since", values("since")),
        until=_year("until", values("until")),
        signed=_year("signed", values("signed")),
        undated=values("undated") != ["no"],
        agreements=tuple(_iri("agreement", value, base) for value in values("agreement")),
        focus=parse_party(focus[-1], base) if focus else None,
        depth=depth if focus else 1,
        partners=_number("partners", values("partners"), _MOST_PARTNERS),
    )


def parse_party(value: str, base: str) -> str:
    """Return the IRI of a party as the address of a network names it: a city, or "institution/…".

    Raises:
        Problem: 422 for what cannot be an IRI.
    """
    kind, _, rest = value.partition("/")
    is_short = kind == "institution" and rest
    return _iri("institution", rest, base, "focus") if is_short else _iri("city", value, base, "focus")


def party_value(iri: str, base: str) -> str:
    """Return how a party stands in the address of a network."""
    return iri.removeprefix(base + "id/").removeprefix("city/")


def _iri(kind: str, value: str, base: str, name: str = "") -> str:
    iri = value if value.startswith(("http://", "https://")) else f"{base}id/{kind}/{value}"
    if any(character in '<>"{}|^`\\' or character <= " " for character in iri):
        name = name or kind
        raise Problem(422, f"{name}={value!r} names no {kind}; give what its address ends with", rule=name)
    return iri


def _number(name: str, values: list[str], most: int) -> int:
    text = values[0] if values else "1"
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= most):
        raise Problem(422, f"{name}={text!r} is no number from 1 to {most}", rule=name)
    return int(text)


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
    found = list(_candidates(atlas, asked))
    if not asked.bare.is_empty:
        found = [bond for bond in found if is_selected(bond, asked, atlas)]
    if asked.bare == asked:
        return found
    pairs, near = pairs_and_partners(atlas, asked)
    kept = bonds_within(pairs, near, asked.focus, asked.depth, asked.partners)
    return [bond for bond in found if bond.iri in kept]


def pairs_and_partners(atlas: Atlas, asked: Selection) -> tuple[Sequence[Pair], Near]:
    """Return whom a selection joins, its neighbourhood aside, and the partners of each."""
    if asked.bare.is_empty:
        return atlas.pairs, atlas.near
    pairs = pair_up(select(atlas, asked.bare))
    return pairs, partners_of(pairs)


def _candidates(atlas: Atlas, asked: Selection) -> Iterable[Bond]:
    """Return what an index leaves of all agreements, in order."""
    if asked.agreements:
        named = (atlas.bonds[iri] for iri in set(asked.agreements) if iri in atlas.bonds)
        return sorted(named, key=earliest_first)
    if asked.cities:
        return sorted(atlas.bonds_of.get(asked.cities[0], ()), key=earliest_first)
    return atlas.in_order


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


def parameters_of(asked: Selection, base: str, **more: str) -> Mapping[str, list[str]]:
    """Return the selection as a mapping with *more* put in; an empty value leaves its name out."""
    given: dict[str, list[str]] = {}
    for name, value in asked.parameters(base):
        given.setdefault(name, []).append(value)
    given |= {name: [value] for name, value in more.items()}
    return {name: values for name, values in given.items() if values != [""]}
