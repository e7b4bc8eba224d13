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
from twingraph.serve.views.selection import Selection, parse_selection, select
from twingraph.serve.views.shown import Shown, show

if TYPE_CHECKING:
    from twingraph.serve.site import Site

_OWN = ("focus", "depth", "partners", "all", "at", "q")
_BEST, _DEEPEST = 12, 3


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the network is asked for.

    ``foci`` are the parties that were looked at one after the other, the last now; ``partners`` is how many a
    party must have to be shown.
    """

    selection: Selection
    foci: tuple[str, ...]
    depth: int
    partners: int
    whole: bool

    @property
    def focus(self) -> str | None:
        """The party in the middle."""
        return self.foci[-1] if self.foci else None


def parse_asked(site: Site, request: Request) -> Asked:
    """Return what the address of a network asks for; a city that is selected is its focus.

    Raises:
        Problem: 404 for a party that is not known, 422 for a value that cannot be.
    """
    base, given = site.settings.base, request.query_params
    selection = parse_selection(given, base)
    foci = [_party(value, base) for value in given.getlist("focus") if value.strip()]
    foci = foci or list(selection.cities[:1])
    unknown = [iri for iri in foci if iri not in site.atlas().places]
    if unknown:
        raise Problem(404, f"no party of an agreement is <{unknown[0]}>", rule="focus")
    depth, partners = _number(request, "depth", 1, _DEEPEST), _number(request, "partners", 1, 10_000)
    return Asked(replace(selection, cities=()), tuple(foci), depth, partners, bool(given.get("all")))


def _party(value: str, base: str) -> str:
    if value.startswith(("http://", "https://")):
        return value
    return f"{base}id/{value if '/' in value else 'city/' + value}"


def _number(request: Request, name: str, least: int, most: int) -> int:
    text = request.query_params.get(name, "").strip() or str(least)
    if not (text.isascii() and text.isdigit() and len(text) < 6 and least <= int(text) <= most):
        raise Problem(422, f"{name}={text!r} is no number from {least} to {most}", rule=name)
    return int(text)


def read_network(site: Site, asked: Asked) -> NetworkData | None:
    """Return the part of the network that is asked for, None where nothing is."""
    if not asked.focus and not asked.whole:
        return None
    generation = site.atlas().generation
    return site.networks.get(generation, asked, lambda: _read(site, asked))


def _read(site: Site, asked: Asked) -> NetworkData:
    atlas = site.atlas()
    if asked.focus:
        return read_around(select(atlas, asked.selection), asked.focus, asked.depth, asked.partners)
    places = site.places.get(atlas.generation, "", lambda: place_all(atlas))
    return read_whole(select(atlas, asked.selection), places, asked.partners)


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
        "shown": _shown(site, request, asked),
        "files": FILES,
        "asked": asked,
        "data": data,
        "about": _about(site, request, asked, data) if data else "",
        "crumbs": _crumbs(site, request, asked),
        "depths": [(depth, _with(request, ("depth", str(depth)))) for depth in range(1, _DEEPEST + 1)],
        "hits": _hits(site, request),
        "best": [] if data else _best(atlas, request, language),
        "lines": agreement_lines(site, request, bonds),
        "kinds": kinds_in(atlas, bonds, language),
        "planned": has_planned(bonds),
        "source": address(request, "/network/data.json", own_parameters(request, "q", *IN_BROWSER)),
        "file": address(request, "/network.svg", given),
        "all_lines": address(request, "/agreements", _as_selection(site, asked).parameters(base)),
        "kept": own_parameters(request, "at", "q", "partners"),
        "everything": _with(request, ("all", "yes"), "focus", "city", "depth"),
        "start": address(request, "/network"),
        "full": address(request, "/network", given),
    }


def _with(request: Request, parameter: tuple[str, str], *without: str) -> str:
    given = own_parameters(request, "at", "q", parameter[0], *without)
    return address(request, "/network", [*given, parameter])


def _as_selection(site: Site, asked: Asked) -> Selection:
    """Return what the other views show of a neighbourhood: the agreements of its middle."""
    is_city = asked.focus and site.atlas().places[asked.focus].kind == "City"
    cities = (asked.focus,) if asked.focus and is_city else ()
    return replace(asked.selection, cities=cities)


def _shown(site: Site, request: Request, asked: Asked) -> Shown:
    """Return the selection that leads to the other views."""
    selection = _as_selection(site, asked)
    return replace(show(site, request), asked=selection, bonds=tuple(select(site.atlas(), selection)))


def _about(site: Site, request: Request, asked: Asked, data: NetworkData) -> str:
    words, atlas = site.words(request), site.atlas()
    counts = {
        "agreements": words("agreements", n=len(data.bonds)),
        "parties": words("parties", n=len(data.parties)),
    }
    if asked.focus:
        return words("network.about.of", name=atlas.name(asked.focus, words.language), **counts)
    return words("network.about", **counts)


def _crumbs(site: Site, request: Request, asked: Asked) -> list[tuple[str, str]]:
    """Return the parties that were looked at with the addresses that lead back to them."""
    language, base = site.words(request).language, site.settings.base
    given = own_parameters(request, "focus", "city", "at", "q")
    ways = []
    for count, iri in enumerate(asked.foci, 1):
        foci = [("focus", focus_value(focus, base)) for focus in asked.foci[:count]]
        ways.append((site.atlas().name(iri, language), address(request, "/network", [*given, *foci])))
    return ways


def focus_value(iri: str, base: str) -> str:
    """Return how a party stands in the address of a network."""
    return iri.removeprefix(base + "id/").removeprefix("city/")


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
