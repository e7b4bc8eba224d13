"""The map: its page, its data, the same as a file and within another page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from twingraph.serve.links import address
from twingraph.serve.views.files import FILES
from twingraph.serve.views.map_data import MapData, read_map, write_map
from twingraph.serve.views.map_svg import draw_map
from twingraph.serve.views.picture_page import (
    IN_BROWSER,
    ROWS,
    Line,
    agreement_lines,
    has_planned,
    json_answer,
    kinds_in,
    own_parameters,
    svg_answer,
)
from twingraph.serve.views.selection import Selection, parse_selection
from twingraph.serve.views.shown import show

if TYPE_CHECKING:
    from twingraph.serve.site import Site
    from twingraph.serve.words import Words

_WINDOW = "at"
"""What of an address only the browser reads: longitude, latitude and scale of what is seen."""


def map_page(site: Site, request: Request) -> Response:
    """Return the page of the map."""
    return site.page(request, "map.html", **_context(site, request))


def map_embed(site: Site, request: Request) -> Response:
    """Return the map alone, for a frame in another page."""
    return site.page(request, "embed.html", **_context(site, request), picture="map")


def map_json(site: Site, request: Request) -> Response:
    """Return what the map is drawn from."""
    language = site.words(request).language

    def write() -> str:
        atlas, base = site.atlas(), site.settings.base
        return write_map(
            _read(site, request), atlas, language, base, lambda code: site.country(code, language)
        )

    return json_answer(site, request, write)


def map_svg(site: Site, request: Request) -> Response:
    """Return the map as a file."""
    data, language = _read(site, request), site.words(request).language
    title = site.words(request)("map.title")
    return svg_answer(
        site,
        request,
        lambda: draw_map(data, site.atlas(), language, lambda code: site.country(code, language), title),
    )


def _read(site: Site, request: Request) -> MapData:
    """Return what the map of an address shows; ``every=arc`` is what the first page asks."""
    asked = parse_selection(request.query_params, site.settings.base)
    return read_kept(site, asked, every_arc=request.query_params.get("every") == "arc")


def read_kept(site: Site, asked: Selection, *, every_arc: bool = False) -> MapData:
    """Return what the map of a selection shows; that of the last few is kept."""
    key = (asked, every_arc)
    return site.maps.get(
        site.store.generation, key, lambda: read_map(site.atlas(), asked, every_arc=every_arc)
    )


def picture_of(site: Site, request: Request, asked: Selection) -> dict[str, Any]:
    """Return what a template needs for a map of the arcs of a selection."""
    data = read_kept(site, asked, every_arc=True)
    given = [*asked.parameters(site.settings.base), ("every", "arc")]
    return {
        "data": data,
        "asked": asked,
        **legend_of(site, asked, site.words(request)),
        "source": address(request, "/map/data.json", given),
        "file": address(request, "/map.svg", given),
    }


def legend_of(site: Site, asked: Selection, words: Words) -> dict[str, Any]:
    """Return what is said beside a map of arcs; that of the last few is kept."""
    data = read_kept(site, asked, every_arc=True)
    return site.once(
        ("legend", asked, words.language),
        lambda: {
            "about": _about(site, words, asked, data),
            "kinds": kinds_in(site.atlas(), data.bonds, words.language),
            "planned": has_planned(data.bonds),
        },
    )


def _context(site: Site, request: Request) -> dict[str, Any]:
    asked, words = parse_selection(request.query_params, site.settings.base), site.words(request)
    data, atlas, given = _read(site, request), site.atlas(), own_parameters(request, _WINDOW)
    return {
        "shown": show(site, request),
        "files": FILES,
        "asked": asked,
        "data": data,
        "about": _about(site, site.words(request), asked, data),
        "lines": agreement_lines(site, request, data.bonds) if data.has_arcs else _ties(site, request, data),
        "kinds": kinds_in(atlas, data.bonds, words.language),
        "planned": has_planned(data.bonds),
        "source": address(request, "/map/data.json", own_parameters(request, *IN_BROWSER)),
        "file": address(request, "/map.svg", given),
        "all_lines": address(request, "/agreements", given),
        "full": address(request, "/map", given),
    }


def _about(site: Site, words: Words, asked: Selection, data: MapData) -> str:
    """Return in a sentence what the map shows."""
    atlas = site.atlas()
    names = [atlas.name(iri, words.language) for iri in (*asked.cities, *filter(None, [asked.focus]))]
    names += [site.country(code, words.language) for code in asked.countries]
    cities = {party for bond in data.bonds for party in bond.parties if atlas.places[party].kind == "City"}
    counts = {
        "agreements": words("agreements", n=len(data.bonds)),
        "cities": words("cities", n=len(cities)),
        "countries": words("countries", n=len(data.lands)),
    }
    if names:
        return words("map.about.of", names=" – ".join(names), **counts)
    return words("map.about", **counts)


def _ties(site: Site, request: Request, data: MapData) -> Sequence[Line]:
    """Return pairs of countries as rows, those with most agreements first."""
    language = site.words(request).language
    ties = sorted(data.ties, key=lambda tie: (-len(tie.bonds), tie.one, tie.two))[:ROWS]
    given = own_parameters(request, _WINDOW, "country")
    lines = []
    for tie in ties:
        codes = dict.fromkeys((tie.one, tie.two))
        name = " – ".join(site.country(code, language) for code in codes)
        href = address(request, "/map", [*given, *(("country", code) for code in codes)])
        lines.append(Line(name, href, (site.words(request).number(len(tie.bonds)),)))
    return lines
