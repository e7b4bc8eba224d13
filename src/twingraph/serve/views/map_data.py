"""What the map shows of a selection: cities with arcs between them, or countries with counts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from twingraph.serve.views.atlas import Atlas, Bond
from twingraph.serve.views.compact import Shortener, common, years_and_kind
from twingraph.serve.views.pairs import Pair, pair_up
from twingraph.serve.views.selection import Selection, select
from twingraph.serve.views.sphere import Point, middle_of

MOST_ARCS = 2_000
"""Arcs that a picture of everything shows; of more, it shows countries with counts."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A city on the map; ``bonds`` is how many of the agreements are its own."""

    iri: str
    country: str | None
    place: Point
    bonds: int


@dataclass(frozen=True, slots=True)
class Land:
    """A country: where the middle of its cities is, and how many of its cities and agreements are meant."""

    code: str
    place: Point
    cities: int
    bonds: int


@dataclass(frozen=True, slots=True)
class Tie:
    """The agreements between cities of two countries, or within one."""

    one: str
    two: str
    bonds: tuple[Bond, ...]


@dataclass(frozen=True, slots=True)
class MapData:
    """A selection on the map; ``placeless`` are agreements that have no two places."""

    bonds: tuple[Bond, ...]
    spots: tuple[Spot, ...]
    arcs: tuple[Pair, ...]
    lands: tuple[Land, ...]
    ties: tuple[Tie, ...]
    placeless: tuple[Bond, ...]

    @property
    def has_arcs(self) -> bool:
        """True where cities are shown, False where countries are."""
        return bool(self.spots)


def read_map(atlas: Atlas, asked: Selection, *, every_arc: bool = False) -> MapData:
    """Return what the map shows: arcs of what is asked of a city or country, else countries with counts.

    Args:
        every_arc: Arcs of everything, as long as they can be told apart.
    """
    bonds = select(atlas, asked)
    arcs = [pair for pair in pair_up(bonds) if all(is_placed(atlas, iri) for iri in (pair.one, pair.two))]
    placed = {bond.iri for pair in arcs for bond in pair.bonds}
    is_small = every_arc and len(arcs) <= MOST_ARCS
    by_city = is_small or bool(asked.cities or asked.countries or asked.focus or asked.agreements)
    return MapData(
        bonds=tuple(bonds),
        spots=tuple(_spots(atlas, arcs)) if by_city else (),
        arcs=tuple(arcs) if by_city else (),
        lands=tuple(_lands(atlas, arcs)),
        ties=() if by_city else tuple(_ties(atlas, arcs)),
        placeless=tuple(bond for bond in bonds if bond.iri not in placed),
    )


def is_placed(atlas: Atlas, iri: str) -> bool:
    """Return whether the gazetteer knows where a party is."""
    place = atlas.places[iri]
    return place.longitude is not None and place.latitude is not None


def _place(atlas: Atlas, iri: str) -> Point:
    place = atlas.places[iri]
    assert place.longitude is not None
    assert place.latitude is not None
    return place.longitude, place.latitude


def _spots(atlas: Atlas, arcs: Sequence[Pair]) -> Iterable[Spot]:
    own: dict[str, set[str]] = {}
    for pair in arcs:
        for iri in (pair.one, pair.two):
            own.setdefault(iri, set()).update(bond.iri for bond in pair.bonds)
    return (Spot(iri, atlas.places[iri].country, _place(atlas, iri), len(own[iri])) for iri in sorted(own))


def _lands(atlas: Atlas, arcs: Sequence[Pair]) -> Iterable[Land]:
    cities: dict[str, set[str]] = {}
    bonds: dict[str, set[str]] = {}
    for pair in arcs:
        for iri in (pair.one, pair.two):
            code = atlas.places[iri].country
            if code:
                cities.setdefault(code, set()).add(iri)
                bonds.setdefault(code, set()).update(bond.iri for bond in pair.bonds)
    return (
        Land(code, country_place(atlas, code), len(cities[code]), len(bonds[code])) for code in sorted(cities)
    )


def country_place(atlas: Atlas, code: str) -> Point:
    """Return the middle of all cities of a country that have a place."""
    placed = (city.iri for city in atlas.countries[code] if is_placed(atlas, city.iri))
    return middle_of(_place(atlas, iri) for iri in placed)


def _ties(atlas: Atlas, arcs: Sequence[Pair]) -> list[Tie]:
    found: dict[tuple[str, str], dict[str, Bond]] = {}
    for pair in arcs:
        codes = sorted(atlas.places[iri].country or "" for iri in (pair.one, pair.two))
        if codes[0]:
            found.setdefault((codes[0], codes[1]), {}).update({bond.iri: bond for bond in pair.bonds})
    return [Tie(*ends, tuple(bonds.values())) for ends, bonds in sorted(found.items())]


def write_map(data: MapData, atlas: Atlas, language: str, base: str, country: Callable[[str], str]) -> str:
    """Return the map as JSON for the browser; ``country`` names a country by its code."""
    short = Shortener(base)
    number = {spot.iri: i for i, spot in enumerate(data.spots)}
    lands = {land.code: i for i, land in enumerate(data.lands)}
    content = {
        **common(atlas, data.bonds, language),
        "placeless": len(data.placeless),
        "countries": [
            [land.code, country(land.code), *land.place, land.cities, land.bonds] for land in data.lands
        ],
        "all": [] if data.has_arcs else _flat(data.bonds),
        "ties": [[lands[tie.one], lands[tie.two], *_flat(tie.bonds)] for tie in data.ties],
        "cities": [
            [
                atlas.name(spot.iri, language),
                short.party(spot.iri),
                *_short(spot.place),
                lands.get(spot.country or "", -1),
            ]
            for spot in data.spots
        ],
        "links": [short.pair(pair, number[pair.one], number[pair.two]) for pair in data.arcs],
    }
    return json.dumps({**content, "pieces": short.pieces}, ensure_ascii=False, separators=(",", ":"))


def _short(place: Point) -> Point:
    return round(place[0], 2), round(place[1], 2)


def _flat(bonds: Iterable[Bond]) -> list[int]:
    """Return agreements as their numbers in a row: kind, first and last year, and how often these come."""
    counts = Counter(map(years_and_kind, bonds))
    return [number for values, n in sorted(counts.items()) for number in (*values, n)]
