"""The map as SVG, without scripts and without shapes of land: a grid of degrees, arcs or ties, names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import sqrt

from twingraph.serve.views.atlas import Atlas
from twingraph.serve.views.map_data import MapData
from twingraph.serve.views.pairs import Pair, is_planned, main_kind
from twingraph.serve.views.sphere import Point, cut, equal_earth, great_circle
from twingraph.serve.views.svg import CITY, LINE, OTHER, Labels, colour_of, document, path, text, title

WIDTH, MARGIN = 1100.0, 50.0
MOST = 3_000
"""Lines that a file holds at most, those of the first pairs."""

Frame = Callable[[Point], Point]


def draw_map(data: MapData, atlas: Atlas, language: str, country: Callable[[str], str], name: str) -> str:
    """Return the map of a selection; ``country`` names a country by its code."""
    middles = {land.code: land.place for land in data.lands}
    places = [spot.place for spot in data.spots] or list(middles.values())
    frame, height = _frame(places)
    labels = Labels(WIDTH, height)
    if data.has_arcs:
        parts = [
            *_arcs(data.arcs[:MOST], atlas, language, frame),
            *_spots(data, atlas, language, frame, labels),
        ]
    else:
        parts = [*_ties(data, middles, country, frame), *_lands(data, country, frame, labels)]
    credit = text(8, height - 8, "Equal Earth · GeoNames, CC BY 4.0", 11)
    return document(WIDTH, height, name, [*_grid(frame), *parts, credit])


def _frame(places: Sequence[Point]) -> tuple[Frame, float]:
    """Return what puts a place on the paper, and the height of it: all *places* with room around them."""
    points = [equal_earth(place) for place in places] or [(-2.7, -1.3), (2.7, 1.3)]
    xs, ys = zip(*points, strict=True)
    wide, high = max(max(xs) - min(xs), 0.5), max(max(ys) - min(ys), 0.3)
    scale = min((WIDTH - 2 * MARGIN) / wide, 600 / high)
    height = high * scale + 2 * MARGIN
    middle = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2

    def put(place: Point) -> Point:
        x, y = equal_earth(place)
        return WIDTH / 2 + (x - middle[0]) * scale, height / 2 + (y - middle[1]) * scale

    return put, height


def _grid(frame: Frame) -> Iterator[str]:
    meridians = ([(float(x), float(y)) for y in range(-90, 91, 5)] for x in range(-180, 181, 15))
    parallels = ([(float(x), float(y)) for x in range(-180, 181, 5)] for y in range(-75, 76, 15))
    lines = "".join(path([frame(point) for point in line]) for line in (*meridians, *parallels))
    yield f'<path d="{lines}" fill="none" stroke="{LINE}"/>'


def _arcs(arcs: Iterable[Pair], atlas: Atlas, language: str, frame: Frame) -> Iterator[str]:
    for pair in arcs:
        line = _way(_place(atlas, pair.one), _place(atlas, pair.two), frame)
        for bond in pair.bonds:
            dash = ' stroke-dasharray="5 4"' if is_planned(bond) else ""
            yield (
                f'<path d="{line}" fill="none" stroke="{colour_of(main_kind(bond))}" stroke-width="1.4" '
                f'stroke-opacity="0.6"{dash}>{title(atlas.bond_name(bond, language))}</path>'
            )


def _way(one: Point, two: Point, frame: Frame) -> str:
    return "".join(path([frame(point) for point in piece]) for piece in cut(great_circle(one, two)))


def _place(atlas: Atlas, iri: str) -> Point:
    place = atlas.places[iri]
    return place.longitude or 0.0, place.latitude or 0.0


def _spots(data: MapData, atlas: Atlas, language: str, frame: Frame, labels: Labels) -> Iterator[str]:
    for spot in sorted(data.spots, key=lambda spot: (-spot.bonds, spot.iri)):
        (x, y), name = frame(spot.place), atlas.name(spot.iri, language)
        size = min(3 + sqrt(spot.bonds), 12)
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="{CITY}">{title(name)}</circle>'
        yield labels.place(x, y, name, gap=size + 4) or ""


def _ties(
    data: MapData, middles: dict[str, Point], country: Callable[[str], str], frame: Frame
) -> Iterator[str]:
    for tie in sorted(data.ties, key=lambda tie: -len(tie.bonds))[:MOST]:
        if tie.one != tie.two:
            name = f"{country(tie.one)} – {country(tie.two)}: {len(tie.bonds)}"
            yield (
                f'<path d="{_way(middles[tie.one], middles[tie.two], frame)}" fill="none" stroke="{OTHER}" '
                f'stroke-width="{min(1 + sqrt(len(tie.bonds)), 14):.1f}" stroke-opacity="0.35">'
                f"{title(name)}</path>"
            )


def _lands(data: MapData, country: Callable[[str], str], frame: Frame, labels: Labels) -> Iterator[str]:
    for land in sorted(data.lands, key=lambda land: (-land.bonds, land.code)):
        (x, y), size = frame(land.place), min(5 + sqrt(land.bonds), 22)
        name = f"{country(land.code)} {land.bonds}"
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="{CITY}">{title(name)}</circle>'
        yield labels.place(x, y, name, gap=size + 4) or ""
