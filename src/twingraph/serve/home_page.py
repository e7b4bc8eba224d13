"""The first page: what this is and how much, a search, a picture of everything, ways in, what was read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from twingraph.serve.linked.catalogue import dataset_iri
from twingraph.serve.linked.schema_org import schema_of_site
from twingraph.serve.links import address, page_of
from twingraph.serve.views.map_page import picture_of
from twingraph.serve.views.selection import Selection

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from twingraph.serve.site import Site
    from twingraph.serve.views.atlas import Atlas

_LATEST = 6


def answer_home(site: Site, request: Request) -> Response:
    """Return the first page."""
    coverage, words, settings = site.coverage(), site.words(request), site.settings
    schema = schema_of_site(
        request, words("home.title"), words("about.lead"), settings.data_licence, dataset_iri(settings.base)
    )
    return site.page(
        request,
        "home.html",
        schema=schema,
        coverage=coverage,
        releases=coverage.releases[:_LATEST],
        examples=_examples(site, request),
        **picture_of(site, request, Selection()),
    )


def _examples(site: Site, request: Request) -> list[tuple[str, str]]:
    """Return name and address of three things worth a look: a city, two countries, a year."""
    atlas, words = site.atlas(), site.words(request)
    city, countries, year = read_best(site)
    found = []
    if city:
        path = page_of(city, site.settings.base) or "/"
        found.append((atlas.name(city, words.language), address(request, path)))
    if countries:
        name = "–".join(site.country(code, words.language) for code in countries)
        found.append((name, address(request, "/agreements", [("country", code) for code in countries])))
    if year:
        name, asked = words("home.signed", year=str(year)), [("signed", str(year))]
        found.append((name, address(request, "/agreements", asked)))
    return found


def read_best(site: Site) -> tuple[str | None, tuple[str, str] | None, int | None]:
    """Return the city, the two countries and the year with most agreements."""
    atlas = site.atlas()
    return site.once("best", lambda: (best_city(atlas), best_countries(atlas), best_year(atlas)))


def best_city(atlas: Atlas) -> str | None:
    """Return the city with most agreements."""
    cities = [iri for iri in atlas.bonds_of if atlas.places[iri].kind == "City"]
    return min(cities, key=lambda iri: (-len(atlas.bonds_of[iri]), iri), default=None)


def best_countries(atlas: Atlas) -> tuple[str, str] | None:
    """Return the two countries that most agreements tie."""
    counts: Counter[tuple[str, str]] = Counter()
    for bond in atlas.bonds.values():
        codes = sorted({code for party in bond.parties if (code := atlas.places[party].country)})
        if len(codes) == 2:
            counts[codes[0], codes[1]] += 1
    return min(counts, key=lambda pair: (-counts[pair], pair), default=None)


def best_year(atlas: Atlas) -> int | None:
    """Return the year in which most agreements begin."""
    counts = Counter(int(bond.since[0][:4]) for bond in atlas.bonds.values() if bond.since)
    return min(counts, key=lambda year: (-counts[year], year), default=None)
