"""The lists of cities and of releases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from twingraph.serve.ask import ask_page

if TYPE_CHECKING:
    from starlette.requests import Request

    from twingraph.serve.site import Site


def list_cities(site: Site, request: Request) -> Response:
    """Return the list of all cities, by name."""
    language, atlas = site.words(request).language, site.atlas()
    rows = ask_page(site.store, "cities_list")
    releases = {row["city"].value: row["releases"].value for row in ask_page(site.store, "cities_releases")}
    rows.sort(key=lambda row: atlas.name(row["city"].value, language).casefold())
    return site.page(request, "cities.html", rows=rows, releases=releases)


def list_releases(site: Site, request: Request) -> Response:
    """Return the list of all releases, the newest first."""
    return site.page(request, "releases.html", rows=site.coverage().releases)
