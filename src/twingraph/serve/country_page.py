"""The pages of countries: the list of all, and for each its cities and the countries they are tied to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from twingraph.serve.problem import Problem
from twingraph.serve.views.files import FILES
from twingraph.serve.views.selection import Selection
from twingraph.serve.views.shown import Shown, show_selection
from twingraph.serve.views.thing_pictures import draw_pictures

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request
    from starlette.responses import Response

    from twingraph.serve.site import Site
    from twingraph.serve.views.atlas import Atlas, Bond


def list_countries(site: Site, request: Request) -> Response:
    """Return the list of all countries."""
    atlas, language = site.atlas(), site.words(request).language
    bonds = {code: _bonds_of(atlas, code) for code in atlas.countries}
    rows = [
        (code, site.country(code, language), len(cities), len(bonds[code]))
        for code, cities in atlas.countries.items()
    ]
    rows.sort(key=lambda row: (-row[3], row[1].casefold()))
    return site.page(request, "countries.html", rows=rows)


def _bonds_of(atlas: Atlas, code: str) -> set[str]:
    return {bond.iri for city in atlas.countries[code] for bond in atlas.bonds_of.get(city.iri, ())}


def answer_country(site: Site, request: Request) -> Response:
    """Return the page of a country, by its ISO code.

    Raises:
        Problem: 404 where no city of it is known.
    """
    atlas, code = site.atlas(), request.path_params["code"].upper()
    if code not in atlas.countries:
        raise Problem(404, f"no city of a country {code!r} is in the graph; /countries lists those that are")
    shown = show_selection(site, request, Selection(countries=(code,)))
    cities = [(city.iri, len(atlas.bonds_of.get(city.iri, ()))) for city in atlas.countries[code]]
    cities.sort(key=lambda pair: (-pair[1], shown.name(pair[0]).casefold()))
    partners = partner_countries(atlas, shown.bonds, code)
    return site.page(
        request,
        "country.html",
        code=code,
        cities=cities,
        partners=partners,
        sentence=_sentence(site, request, shown, code, len(partners)),
        files=FILES,
        **draw_pictures(site, request, shown),
    )


def partner_countries(atlas: Atlas, bonds: Iterable[Bond], code: str) -> list[tuple[str, int]]:
    """Return the countries that agreements tie to one, with how many do so, the most first.

    A country counts as its own partner where two of its cities are parties.
    """
    counts: Counter[str] = Counter()
    for bond in bonds:
        parties = Counter(atlas.places[party].country for party in bond.parties)
        counts.update(other for other in parties if other and (other != code or parties[code] > 1))
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _sentence(site: Site, request: Request, shown: Shown, code: str, partners: int) -> str:
    words = site.words(request)
    return words(
        "country.sentence",
        name=site.country(code, words.language),
        cities=words("cities", n=len(shown.atlas.countries[code])),
        agreements=words("agreements", n=len(shown.bonds)),
        countries=words("countries", n=partners),
    )
