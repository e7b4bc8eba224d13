"""The network: its page, its data, the same as a file and within another page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from twingraph.serve.links import address
from twingraph.serve.problem import Problem
from twingraph.serve.search import search
from twingraph.serve.views.atlas import Atlas
from twingraph.serve.views.files import FILES
from twingraph.serve.views.network_data import NetworkData, place_all, read_around, read_whole, write_network
from twingraph.serve.views.network_svg import draw_network_svg
from twingraph.serve.views.picture_page import (
    IN_BROWSER,
    agreement_lines,
    has_planned,
    json_answer,
    kinds_in,
    own_parameters,
    svg_answer,
)
from twingraph.serve.views.selection import (
    DEEPEST,
    Selection,
    pairs_and_partners,
    parse_party,
    parse_selection,
    party_value,
)
from twingraph.serve.views.shown import show_selection

if TYPE_CHECKING:
    from twingraph.serve.site import Site

_OWN = ("focus", "depth", "partners", "all", "at", "q")
_BEST = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the network is asked for.

    ``foci`` are the parties that were looked at one after the other; the last is the focus of ``selection``.
    """

    selection: Selection
    foci: tuple[str, ...]
    whole: bool


def parse_asked(site: Site, request: Request) -> Asked:
    """Return what the address of a network asks for; a city that is selected is its focus.

    Raises:
        Problem: 404 for a party that is not known, 422 for a value that cannot be.
    """
    base, given = site.settings.base, request.query_params
    selection = parse_selection(given, base)
    foci = [parse_party(value, base) for value in given.getlist("focus") if value.strip()]
    foci = foci or list(selection.cities)
    unknown = [iri for iri in foci if iri not in site.atlas().places]
    if unknown:
        raise Problem(404, f"no party of an agreement is <{unknown[0]}>", rule="focus")
    selection = replace(selection, cities=(), focus=foci[-1] if foci else None)
    return Asked(selection, tuple(foci), bool(given.get("all") or selection.agreements))


def read_network(site: Site, asked: Asked) -> NetworkData | None:
    """Return the part of the network that is asked for, None where nothing is."""
    if not asked.selection.focus and not asked.whole:
        return None
    generation = site.atlas().generation
    return site.networks.get(generation, asked, lambda: _read(site, asked))


def _read(site: Site, asked: Asked) -> NetworkData:
    atlas, wanted = site.atlas(), asked.selection
    pairs, near = pairs_and_partners(atlas, wanted)
    if wanted.focus:
        return read_around(pairs, near, wanted.focus, wanted.depth, wanted.partners)
    places = site.places.get(atlas.generation, "", lambda: place_all(atlas))
    return read_whole(pairs, near, places, wanted.partners)


def network_page(site: Site, request: Request) -> Response:
    """Return the page of the network."""
    return site.page(request, "network.html", **_context(site, request))


def network_embed(site: Site, request: Request) -> Response:
    """Return the network alone, for a frame in another page."""
    return site.page(request, "embed.html", **_context(site, request), picture="network")


def network_json(site: Site, request: Request) -> Response:
    """Return what the network is drawn from."""
    asked, language = parse_asked(site, request), site.words(request).language

    def write() -> str:
        data = read_network(site, asked) or NetworkData((), (), (), 0)
        return write_network(data, site.atlas(), language, site.settings.base)

    return json_answer(site, request, write)


def network_svg(site: Site, request: Request) -> Response:
    """Return the network as a file."""
    data = read_network(site, parse_asked(site, request)) or NetworkData((), (), (), 0)
    words = site.words(request)
    return svg_answer(
        site, request, lambda: draw_network_svg(data, site.atlas(), words.language, words("network.title"))
    )


def _context(site: Site, request: Request) -> dict[str, Any]:
    asked, atlas = parse_asked(site, request), site.atlas()
    data, language = read_network(site, asked), site.words(request).language
    given, bonds = own_parameters(request, "at", "q"), data.bonds if data else ()
    base = site.settings.base
    return {
        "shown": show_selection(site, request, asked.selection),
        "files": FILES,
        "asked": asked.selection,
        "data": data,
        "about": _about(site, request, asked, data) if data else "",
        "crumbs": _crumbs(site, request, asked),
        "depths": [(depth, _with(request, ("depth", str(depth)))) for depth in range(1, DEEPEST + 1)],
        "hits": _hits(site, request),
        "best": [] if data else _best(atlas, request, language),
        "lines": agreement_lines(site, request, bonds),
        "kinds": kinds_in(atlas, bonds, language),
        "planned": has_planned(bonds),
        "source": address(request, "/network/data.json", own_parameters(request, "q", *IN_BROWSER)),
        "file": address(request, "/network.svg", given),
        "all_lines": address(request, "/agreements", asked.selection.parameters(base)),
        "kept": own_parameters(request, "at", "q", "partners"),
        "everything": _with(request, ("all", "yes"), "focus", "city", "depth"),
        "start": address(request, "/network"),
        "full": address(request, "/network", given),
    }


def _with(request: Request, parameter: tuple[str, str], *without: str) -> str:
    given = own_parameters(request, "at", "q", parameter[0], *without)
    return address(request, "/network", [*given, parameter])


def _about(site: Site, request: Request, asked: Asked, data: NetworkData) -> str:
    words, atlas = site.words(request), site.atlas()
    counts = {
        "agreements": words("agreements", n=len(data.bonds)),
        "parties": words("parties", n=len(data.parties)),
    }
    if asked.selection.focus:
        return words("network.about.of", name=atlas.name(asked.selection.focus, words.language), **counts)
    return words("network.about", **counts)


def _crumbs(site: Site, request: Request, asked: Asked) -> list[tuple[str, str]]:
    """Return the parties that were looked at with the addresses that lead back to them."""
    language, base = site.words(request).language, site.settings.base
    given = own_parameters(request, "focus", "city", "at", "q")
    ways = []
    for count, iri in enumerate(asked.foci, 1):
        foci = [("focus", party_value(focus, base)) for focus in asked.foci[:count]]
        ways.append((site.atlas().name(iri, language), address(request, "/network", [*given, *foci])))
    return ways


def _hits(site: Site, request: Request) -> list[tuple[str, str]] | None:
    """Return parties with the name that was searched for; None where none was."""
    text = request.query_params.get("q", "").strip()[:200]
    if not text:
        return None
    atlas, language = site.atlas(), site.words(request).language
    hits = search(site.search_index(), text)
    found = [hit.thing.iri for hit in hits if hit.thing.iri in atlas.bonds_of]
    return [_way(atlas, request, iri, language) for iri in found[:_BEST]]


def _best(atlas: Atlas, request: Request, language: str) -> list[tuple[str, str]]:
    """Return the parties with most agreements."""
    ranked = sorted(atlas.bonds_of, key=lambda iri: (-len(atlas.bonds_of[iri]), iri))
    return [_way(atlas, request, iri, language) for iri in ranked[:_BEST]]


def _way(atlas: Atlas, request: Request, iri: str, language: str) -> tuple[str, str]:
    """Return the name of a party with the address of its neighbourhood."""
    kept = own_parameters(request, *_OWN, "city")
    value = iri.rpartition("/id/")[2].removeprefix("city/")
    return atlas.name(iri, language), address(request, "/network", [*kept, ("focus", value)])
