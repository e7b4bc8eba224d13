"""What the network shows: the neighbourhood of a party, or all parties of a selection."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from twingraph.network_layout import lay_out, rings
from twingraph.serve.views.atlas import Atlas, Bond, earliest_first
from twingraph.serve.views.compact import Shortener, common
from twingraph.serve.views.neighbourhood import Near, walk
from twingraph.serve.views.pairs import Pair

MOST = 1_200
"""Parties that a neighbourhood shows; of more, those with most partners."""

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Party:
    """A node: ``partners`` counts all that it has in the selection, ``hops`` how far from the focus it is."""

    iri: str
    partners: int
    hops: int
    place: Place


@dataclass(frozen=True, slots=True)
class NetworkData:
    """A drawn part of the network; ``left_out`` counts parties that there was no room for."""

    bonds: tuple[Bond, ...]
    parties: tuple[Party, ...]
    pairs: tuple[Pair, ...]
    left_out: int


def read_around(pairs: Sequence[Pair], near: Near, focus: str, depth: int, least: int = 1) -> NetworkData:
    """Return the neighbourhood of *focus* among *pairs*.

    Args:
        near: The partners of each party.
        depth: How many steps away from the focus.
        least: Partners that a party must have to be shown, the focus aside.
    """
    hops = walk(near, focus, depth, least)
    kept = sorted(hops, key=lambda iri: (hops[iri], -len(near.get(iri, ())), iri))[:MOST]
    number = {iri: i for i, iri in enumerate(kept)}
    shown = [pair for pair in pairs if pair.one in number and pair.two in number]
    places = rings(0, [(number[pair.one], number[pair.two]) for pair in shown], [hops[iri] for iri in kept])
    parties = (Party(iri, len(near.get(iri, ())), hops[iri], places[i]) for i, iri in enumerate(kept))
    return NetworkData(_bonds_of(shown), tuple(parties), tuple(shown), len(hops) - len(kept))


def read_whole(pairs: Sequence[Pair], near: Near, places: Mapping[str, Place], least: int = 1) -> NetworkData:
    """Return all parties of *pairs* at their *places*."""
    kept = {iri for iri, others in near.items() if len(others) >= least}
    shown = [pair for pair in pairs if pair.one in kept and pair.two in kept]
    parties = (Party(iri, len(near[iri]), 0, places[iri]) for iri in sorted(kept))
    return NetworkData(_bonds_of(shown), tuple(parties), tuple(shown), 0)


def place_all(atlas: Atlas) -> dict[str, Place]:
    """Return a place for each party of all agreements, the same for every selection."""
    pairs = atlas.pairs
    parties = sorted({iri for pair in pairs for iri in (pair.one, pair.two)})
    number = {iri: i for i, iri in enumerate(parties)}
    ends = np.array([(number[pair.one], number[pair.two]) for pair in pairs], np.intp).reshape(-1, 2)
    places = lay_out(_degrees(atlas, parties, number, pairs), ends)
    size = float(np.abs(places).max(initial=1e-9))
    return {
        iri: (place.real / size, -place.imag / size)
        for iri, place in zip(parties, places.tolist(), strict=True)
    }


def _degrees(
    atlas: Atlas, parties: Sequence[str], number: Mapping[str, int], pairs: Iterable[Pair]
) -> np.ndarray[tuple[int], np.dtype[np.complex64]]:
    """Return longitude and latitude of each party; one without stands where a partner of it does."""
    found = np.array([_degree(atlas, iri) for iri in parties], np.complex64)
    for pair in pairs:
        for iri, other in ((pair.one, pair.two), (pair.two, pair.one)):
            if np.isnan(found[number[iri]]):
                found[number[iri]] = found[number[other]]
    return np.nan_to_num(found)


def _degree(atlas: Atlas, iri: str) -> complex:
    place = atlas.places[iri]
    if place.longitude is None or place.latitude is None:
        return complex("nan")
    return complex(place.longitude, place.latitude)


def _bonds_of(pairs: Iterable[Pair]) -> tuple[Bond, ...]:
    """Return the agreements of *pairs*, each once, the earliest first."""
    found = {bond.iri: bond for pair in pairs for bond in pair.bonds}
    return tuple(sorted(found.values(), key=earliest_first))


def write_network(data: NetworkData, atlas: Atlas, language: str, base: str) -> str:
    """Return the network as JSON for the browser; places are in thousandths."""
    short = Shortener(base)
    number = {party.iri: i for i, party in enumerate(data.parties)}
    content = {
        **common(atlas, data.bonds, language),
        "left_out": data.left_out,
        "nodes": [_node(party, atlas, language, short) for party in data.parties],
        "links": [short.pair(pair, number[pair.one], number[pair.two]) for pair in data.pairs],
    }
    return json.dumps({**content, "pieces": short.pieces}, ensure_ascii=False, separators=(",", ":"))


def _node(party: Party, atlas: Atlas, language: str, short: Shortener) -> list[str | int]:
    x, y = (round(value * 10_000) for value in party.place)
    return [atlas.name(party.iri, language), short.party(party.iri), x, y, party.hops]
