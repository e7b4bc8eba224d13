"""All agreements of one generation with their parties, in memory: what every view is drawn from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from twingraph.iris import expand, slug
from twingraph.serve.ask import ask_rows, short_name
from twingraph.serve.exonyms import read_exonyms
from twingraph.serve.views.neighbourhood import Near, partners_of
from twingraph.serve.views.pairs import Pair, pair_up

if TYPE_CHECKING:
    from twingraph.store.base import Dataset

Names = dict[str | None, str]
"""Names of a thing by language; None is for a name without one."""


@dataclass(frozen=True, slots=True)
class Place:
    """A city or an institution that is party to an agreement, or a city that nothing ties.

    ``country`` is an ISO code; ``latitude`` and ``longitude`` are degrees. All three are the gazetteer's.
    """

    iri: str
    kind: str
    country: str | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Bond:
    """An agreement with what the views show of it; a value that releases contradict comes several times.

    ``since`` holds the values of validFrom or else signedOn, ``until`` those of validUntil, as they are
    written: a day, a month or a year. ``first`` and ``last`` are the days between which it is in force.
    """

    iri: str
    parties: tuple[str, ...]
    kinds: tuple[str, ...]
    since: tuple[str, ...]
    signed: tuple[str, ...]
    until: tuple[str, ...]
    first: str | None
    last: str | None
    statuses: tuple[str, ...]
    topics: tuple[str, ...]


def earliest_first(bond: Bond) -> tuple[bool, str, str]:
    """Return what to sort agreements by: the day they begin, what has none last."""
    return bond.first is None, bond.first or "", bond.iri


@dataclass(frozen=True)
class Atlas:
    """Agreements, their parties and the names of all by IRI, each in the order of the IRIs."""

    generation: str | None
    bonds: Mapping[str, Bond]
    places: Mapping[str, Place]
    names: Mapping[str, Names]

    @cached_property
    def bonds_of(self) -> Mapping[str, tuple[Bond, ...]]:
        """The agreements of each party."""
        found: dict[str, list[Bond]] = defaultdict(list)
        for bond in self.bonds.values():
            for party in bond.parties:
                found[party].append(bond)
        return {iri: tuple(bonds) for iri, bonds in found.items()}

    @cached_property
    def in_order(self) -> tuple[Bond, ...]:
        """All agreements, the earliest first, what has no date last."""
        return tuple(sorted(self.bonds.values(), key=earliest_first))

    @cached_property
    def countries(self) -> Mapping[str, tuple[Place, ...]]:
        """The cities of each country, by ISO code."""
        found: dict[str, list[Place]] = defaultdict(list)
        for place in self.places.values():
            if place.country and place.kind == "City":
                found[place.country].append(place)
        return {code: tuple(found[code]) for code in sorted(found)}

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Every two parties with the agreements between them."""
        return tuple(pair_up(self.in_order))

    @cached_property
    def near(self) -> Near:
        """The partners of each party."""
        return partners_of(self.pairs)

    @cached_property
    def years(self) -> tuple[int, int] | None:
        """The first and the last year that the dates of all agreements name."""
        return years_of(self.bonds.values())

    def name(self, iri: str, language: str) -> str:
        """Return what to call a thing: in *language*, else without language, else English, else any."""
        names = self.names.get(iri)
        if not names:
            return short_name(iri)
        for wanted in (language, None, "en"):
            if wanted in names:
                return names[wanted]
        return next(iter(names.values()))

    def bond_name(self, bond: Bond, language: str) -> str:
        """Return the kind, the year where it is an instrument's, and the parties, in *language*."""
        kind = self.name(bond.kinds[0], language) if bond.kinds else ""
        year = bond.signed[0][:4] if bond.signed else ""
        parties = " – ".join(self.name(party, language) for party in bond.parties)
        named = " ".join(part for part in (kind[:1].upper() + kind[1:], year, parties) if part)
        return named or self.name(bond.iri, language)


def years_of(bonds: Iterable[Bond]) -> tuple[int, int] | None:
    """Return the first and the last year that the dates of *bonds* name."""
    years = [int(day[:4]) for bond in bonds for day in (bond.first, bond.last) if day]
    return (min(years), max(years)) if years else None


def read_atlas(store: Dataset) -> Atlas:
    """Return what *store* says of all agreements and cities."""
    values = {name: _values(store, name) for name in _PROPERTIES}
    agreements = sorted(_instances(store, "Agreement"))
    bonds = {iri: _bond(iri, values) for iri in agreements}
    cities = set(_instances(store, "City"))
    parties = {party for bond in bonds.values() for party in bond.parties}
    located = _located(store)
    places = {iri: _place(iri, iri in cities, located) for iri in sorted(cities | parties)}
    names = _names(store)
    _add_exonyms(names, cities)
    return Atlas(store.generation, bonds, places, names)


_PROPERTIES = (
    "party", "kind", "signedOn", "validFrom", "validUntil", "activeFrom", "activeUntil", "status", "topic"
)  # fmt: skip
_Values = Mapping[str, Mapping[str, list[str]]]


def _instances(store: Dataset, name: str) -> Iterable[str]:
    return (row["thing"].value for row in ask_rows(store, f"SELECT ?thing {{ ?thing a tg:{name} }}"))


def _values(store: Dataset, name: str) -> dict[str, list[str]]:
    """Return the values of a property by subject, sorted."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in ask_rows(store, f"SELECT ?thing ?value {{ ?thing tg:{name} ?value }}"):
        found[row["thing"].value].append(row["value"].value)
    return {iri: sorted(values) for iri, values in found.items()}


def _bond(iri: str, values: _Values) -> Bond:
    known = {name: tuple(values[name].get(iri, ())) for name in _PROPERTIES}
    return Bond(
        iri=iri,
        parties=known["party"],
        kinds=known["kind"],
        since=known["validFrom"] or known["signedOn"],
        signed=known["signedOn"],
        until=known["validUntil"],
        first=min(known["activeFrom"], default=None),
        last=max(known["activeUntil"], default=None),
        statuses=known["status"],
        topics=known["topic"],
    )


def _located(store: Dataset) -> dict[str, tuple[str | None, float | None, float | None]]:
    """Return country, latitude and longitude of each city; the gazetteer says one of each."""
    rows = ask_rows(
        store,
        "SELECT ?city ?country ?lat ?long { GRAPH ?graph { ?city tg:country ?country\n"
        "OPTIONAL { ?city geo:lat ?lat ; geo:long ?long } } }",
    )
    return {
        row["city"].value: (row["country"].value, _degrees(row.get("lat")), _degrees(row.get("long")))
        for row in rows
    }


def _degrees(term: ox.NamedNode | ox.Literal | None) -> float | None:
    try:
        return float(term.value) if term is not None else None
    except ValueError:
        return None


def _place(
    iri: str, is_city: bool, located: Mapping[str, tuple[str | None, float | None, float | None]]
) -> Place:
    country, latitude, longitude = located.get(iri, (None, None, None))
    return Place(iri, "City" if is_city else "Institution", country, latitude, longitude)


_NAMED = (
    "{ ?thing a tg:City ; rdfs:label ?name } UNION { ?thing a tg:Agreement ; rdfs:label ?name }",
    "?agreement tg:party ?thing . ?thing a tg:Institution ; rdfs:label ?name",
    "GRAPH ?gazetteer { ?thing tg:country ?country ; skos:prefLabel ?name }",
    f"GRAPH <{expand('tg:').rstrip('#')}> {{ ?thing skos:inScheme ?scheme ; skos:prefLabel ?name }}",
)


def _names(store: Dataset) -> dict[str, Names]:
    """Return the names of agreements, parties and concepts, the first in the order of letters of several."""
    found: dict[str, Names] = {}
    for pattern in _NAMED:
        for row in ask_rows(store, f"SELECT DISTINCT ?thing ?name {{ {pattern} }}"):
            name = row["name"]
            assert isinstance(name, ox.Literal)
            names = found.setdefault(row["thing"].value, {})
            names[name.language] = min(names.get(name.language, name.value), name.value)
    return found


def _add_exonyms(names: dict[str, Names], cities: Iterable[str]) -> None:
    """Add what a language calls a city where no release in it names the city."""
    for iri in cities:
        known = names.setdefault(iri, {})
        for language, name in read_exonyms().get(iri.rpartition("-")[2], {}).items():
            if _is_another(name, known.get(None, "")):
                known.setdefault(language, name)


def _is_another(name: str, main: str) -> bool:
    """Return whether a name is not just the main one, abbreviated or with a title.

    >>> _is_another("Mailand", "Milano"), _is_another("Bad Aachen", "Aachen")
    (True, False)
    """
    return "." not in name and not (
        main and f"-{slug(main)}-" in f"-{slug(name)}-" and slug(main) != slug(name)
    )
