"""The network as SVG, without scripts: lines, marks of cities and institutions, names where there is room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from twingraph.serve.views.atlas import Atlas
from twingraph.serve.views.network_data import NetworkData
from twingraph.serve.views.pairs import Pair, is_planned, main_kind
from twingraph.serve.views.svg import Labels, colour_of, document, mark, title

WIDTH, HEIGHT, MARGIN = 1100.0, 800.0, 70.0
MOST = 4_000
"""Lines that a file holds at most."""

Point = tuple[float, float]


def draw_network_svg(data: NetworkData, atlas: Atlas, language: str, name: str) -> str:
    """Return the network as a file."""
    places = {party.iri: _put(party.place) for party in data.parties}
    labels = Labels(WIDTH, HEIGHT)
    lines = _lines(data.pairs[:MOST], places, atlas, language)
    return document(WIDTH, HEIGHT, name, [*lines, *_marks(data, places, atlas, language, labels)])


def _put(place: Point) -> Point:
    half = min(WIDTH, HEIGHT) / 2 - MARGIN
    return WIDTH / 2 + place[0] * half * 1.3, HEIGHT / 2 + place[1] * half


def _lines(
    pairs: tuple[Pair, ...], places: Mapping[str, Point], atlas: Atlas, language: str
) -> Iterator[str]:
    for pair in pairs:
        (x1, y1), (x2, y2) = places[pair.one], places[pair.two]
        dash = ' stroke-dasharray="5 4"' if all(map(is_planned, pair.bonds)) else ""
        names = "; ".join(atlas.bond_name(bond, language) for bond in pair.bonds)
        yield (
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke-opacity="0.6" '
            f'stroke="{colour_of(main_kind(pair.bonds[0]))}"{dash} '
            f'stroke-width="{min(1 + 0.5 * len(pair.bonds), 4):g}">{title(names)}</line>'
        )


def _marks(
    data: NetworkData, places: Mapping[str, Point], atlas: Atlas, language: str, labels: Labels
) -> Iterator[str]:
    for party in sorted(data.parties, key=lambda party: (party.hops, -party.partners, party.iri)):
        (x, y), name = places[party.iri], atlas.name(party.iri, language)
        size = min(4 + party.partners**0.5, 12) if len(data.parties) < 600 else 2.5
        yield mark(x, y, size, name, is_city=atlas.places[party.iri].kind == "City")
        yield labels.place(x, y, name, gap=size + 4) or ""
