"""Agreements -> a network: cities with one edge a pair, or agreements and parties as nodes of two sorts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from twingraph.serve.networks.net import TIMES, Columns, Edge, Net, Node, Spell, Value, join_spells, times
from twingraph.serve.views.pairs import is_planned, pair_up
from twingraph.support import is_within

if TYPE_CHECKING:
    from twingraph.serve.views.atlas import Atlas, Bond

_PARTY: Columns = {
    "label": "string", "type": "string", "country": "string", "latitude": "double", "longitude": "double",
    "geonames": "integer", "agreements": "integer", "partners": "integer",
}  # fmt: skip
_TOLD: Columns = {
    "kinds": "strings", "statuses": "strings", "topics": "strings", "since": "strings", "until": "strings",
    "planned": "boolean", "dates_differ": "boolean", "undated": "integer", **TIMES,
}  # fmt: skip
_TIE: Columns = {
    "label": "string", "weight": "double", "share": "double", "agreements": "integer",
    "agreement_iris": "strings", **_TOLD,
}  # fmt: skip


def project_cities(bonds: Sequence[Bond], atlas: Atlas, language: str) -> Net:
    """Return cities with an edge for each two that agreements join.

    ``weight`` counts the agreements; ``share`` gives each of n parties 1/(n-1) of one, so that a ring of ten
    towns does not outweigh all else.  Institutions are no cities and stay out.
    """
    cities = {iri for bond in bonds for iri in bond.parties if atlas.places[iri].kind == "City"}
    pairs = [pair for pair in pair_up(bonds) if pair.one in cities and pair.two in cities]
    ends = [(pair.one, pair.two) for pair in pairs]
    edges = (
        _tie(f"{pair.one} {pair.two}", pair.one, pair.two, pair.bonds, atlas, language) for pair in pairs
    )
    return Net(_parties(cities, bonds, ends, atlas, language), tuple(edges), _PARTY, _TIE)


def project_agreements(bonds: Sequence[Bond], atlas: Atlas, language: str) -> Net:
    """Return all parties with an edge for each agreement between each two of them."""
    joined = [(bond, *ends) for bond in bonds for ends in combinations(sorted(set(bond.parties)), 2)]
    parties = {iri for bond in bonds for iri in bond.parties}
    nodes = _parties(parties, bonds, [(one, two) for _, one, two in joined], atlas, language)
    edges = (_tie(f"{b.iri} {one} {two}", one, two, [b], atlas, language) for b, one, two in joined)
    return Net(nodes, tuple(edges), _PARTY, _TIE, is_multi=True)


def project_bipartite(bonds: Sequence[Bond], atlas: Atlas, language: str) -> Net:
    """Return parties and agreements as nodes, with an edge from each agreement to each of its parties."""
    parties = {iri for bond in bonds for iri in bond.parties}
    joined = [ends for bond in bonds for ends in combinations(sorted(set(bond.parties)), 2)]
    nodes = [*_parties(parties, bonds, joined, atlas, language), *_agreements(bonds, atlas, language)]
    columns: Columns = {"weight": "double", **TIMES}
    return Net(tuple(nodes), tuple(_memberships(bonds)), {**_PARTY, **_TOLD}, columns)


Project = Callable[[Sequence["Bond"], "Atlas", str], Net]
PROJECTIONS: dict[str, Project] = {"cities": project_cities, "bipartite": project_bipartite}
"""How agreements become a network, by name."""


def _parties(
    iris: Iterable[str], bonds: Iterable[Bond], ends: Iterable[tuple[str, str]], atlas: Atlas, language: str
) -> tuple[Node, ...]:
    near: dict[str, set[str]] = {iri: set() for iri in sorted(iris)}
    for one, two in ends:
        near[one].add(two)
        near[two].add(one)
    own = dict.fromkeys(near, 0)
    for iri in (iri for bond in bonds for iri in set(bond.parties) & own.keys()):
        own[iri] += 1
    return tuple(_party(iri, own[iri], len(near[iri]), atlas, language) for iri in near)


def _party(iri: str, agreements: int, partners: int, atlas: Atlas, language: str) -> Node:
    place, number = atlas.places[iri], iri.rpartition("-")[2]
    known: dict[str, Value | None] = {
        "label": atlas.name(iri, language),
        "type": place.kind,
        "country": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "geonames": int(number) if place.kind == "City" and number.isdecimal() and number.isascii() else None,
        "agreements": agreements,
        "partners": partners,
    }
    return Node(iri, {name: value for name, value in known.items() if value is not None})


def _tie(id: str, one: str, two: str, bonds: Sequence[Bond], atlas: Atlas, language: str) -> Edge:
    spells = join_spells(map(_spell, bonds))
    values: dict[str, Value] = {
        "label": f"{atlas.name(one, language)} – {atlas.name(two, language)}",
        "weight": float(len(bonds)),
        "share": round(sum(1 / (len(set(bond.parties)) - 1) for bond in bonds), 6),
        "agreements": len(bonds),
        "agreement_iris": tuple(bond.iri for bond in bonds),
    }
    return Edge(id, one, two, values | _told(bonds) | times(spells), spells)


def _agreements(bonds: Iterable[Bond], atlas: Atlas, language: str) -> Iterator[Node]:
    for bond in sorted(bonds, key=lambda bond: bond.iri):
        spells = join_spells([_spell(bond)])
        named: dict[str, Value] = {"label": atlas.bond_name(bond, language), "type": "Agreement"}
        yield Node(bond.iri, named | _told([bond]) | times(spells), spells)


def _memberships(bonds: Iterable[Bond]) -> Iterator[Edge]:
    for bond in sorted(bonds, key=lambda bond: bond.iri):
        spells = join_spells([_spell(bond)])
        for party in sorted(set(bond.parties)):
            values: Mapping[str, Value] = {"weight": 1.0, **times(spells)}
            yield Edge(f"{bond.iri} {party}", bond.iri, party, values, spells)


def _told(bonds: Sequence[Bond]) -> dict[str, Value]:
    """Return what releases say of agreements; dates as they are written, each of several that contradict."""
    lists: dict[str, Iterable[str]] = {
        "kinds": (_local(iri) for bond in bonds for iri in bond.kinds),
        "statuses": (_local(iri) for bond in bonds for iri in bond.statuses),
        "topics": (_local(iri) for bond in bonds for iri in bond.topics),
        "since": (day for bond in bonds for day in bond.since),
        "until": (day for bond in bonds for day in bond.until),
    }
    told: dict[str, Value] = {name: tuple(sorted(set(values))) for name, values in lists.items()}
    return {name: values for name, values in told.items() if values} | {
        "planned": all(map(is_planned, bonds)),
        "dates_differ": any(_differ(days) for bond in bonds for days in (bond.since, bond.until)),
        "undated": sum(_spell(bond) == (None, None) for bond in bonds),
    }


def _differ(days: Sequence[str]) -> bool:
    """Return whether dates contradict each other; a finer one within a coarser does not.

    >>> _differ(["1987", "1987-05-03"]), _differ(["1987", "1990"])
    (False, True)
    """
    return any(not is_within(one, two) and not is_within(two, one) for one, two in combinations(days, 2))


def _spell(bond: Bond) -> Spell:
    return _date(bond.first), _date(bond.last)


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:  # a year before our era, or what others wrote into the store
        return None


def _local(iri: str) -> str:
    return iri.rpartition("/")[2]
