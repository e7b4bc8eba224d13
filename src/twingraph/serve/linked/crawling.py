"""What programs that walk the web look for first: robots.txt, the sitemap, the description of the search."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from starlette.responses import Response

from twingraph.serve.linked.signposts import ascii_iri
from twingraph.serve.links import absolute, page_of
from twingraph.serve.problem import Problem
from twingraph.serve.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from twingraph.serve.site import Site

PAGES = ("/", "/about", "/dataset", "/ns", "/cities", "/countries", "/releases", "/agreements", "/queries")
"""Pages that a sitemap names beside those of things."""

_MOST = 50_000  # addresses of one sitemap, by its specification
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAVY = (
    "/sparql",
    "/update",
    "/data$",
    "/data?",
    "/data/",
    "/query",
    "/search",
    "/suggest",
    "/versions/",
    "/embed/",
    "/dumps/",
)


def answer_robots(site: Site, request: Request) -> Response:
    """Return what crawlers may ask for: pages and documents, not queries."""
    del site
    lines = ["User-agent: *", *(f"Disallow: {absolute_path(request, path)}" for path in _HEAVY)]
    lines += ["Disallow: /*?*format=", "", f"Sitemap: {absolute(request, '/sitemap.xml')}", ""]
    return Response("\n".join(lines), media_type="text/plain")


def absolute_path(request: Request, path: str) -> str:
    """Return a path as the client sees it, below the prefix of a proxy."""
    return f"{request.scope.get('root_path', '')}{path}"


def answer_sitemap(site: Site, request: Request) -> Response:
    """Return the sitemap; of more than 50,000 pages an index of sitemaps, which ``?part=`` gives.

    Raises:
        Problem: 404 for a part that there is not.
    """
    paths = site.once("sitemap", lambda: _paths(site))
    parts = [paths[start : start + _MOST] for start in range(0, len(paths), _MOST)]
    asked = request.query_params.get("part")
    if asked is None and len(parts) > 1:
        names = (absolute(request, f"/sitemap.xml?part={number}") for number in range(1, len(parts) + 1))
        return _answer("sitemapindex", "sitemap", names)
    number = int(asked) if asked and asked.isascii() and asked.isdigit() else 1
    if not 1 <= number <= len(parts):
        raise Problem(404, f"there is no part {asked} of the sitemap; there are {len(parts)}")
    return _answer("urlset", "url", (absolute(request, path) for path in parts[number - 1]))


def _paths(site: Site) -> list[str]:
    found = site.search_index().things
    things = {thing.iri for thing in found if thing.kind != "Country" and not thing.is_listed}
    paths = (page_of(iri, site.settings.base) for iri in sorted(things))
    return [*PAGES, *(path for path in paths if path)]


def _answer(root: str, element: str, addresses: Iterable[str]) -> Response:
    lines = (f"<{element}><loc>{escape(ascii_iri(one))}</loc></{element}>\n" for one in addresses)
    body = f'{_XML}<{root} xmlns="{_NAMESPACE}">\n{"".join(lines)}</{root}>\n'
    return Response(body, media_type="application/xml")


def answer_opensearch(site: Site, request: Request) -> Response:
    """Return how a browser searches here (OpenSearch 1.1)."""
    name = site.words(request)("brand")
    page = absolute(request, "/search?q={searchTerms}")
    body = (
        f'{_XML}<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{escape(name[:16])}</ShortName><Description>{escape(name)}</Description>\n"
        + "".join(f"<Language>{language}</Language>" for language in LANGUAGES)
        + f'\n<Url type="text/html" template={quoteattr(page)}/>\n</OpenSearchDescription>\n'
    )
    return Response(body, media_type="application/opensearchdescription+xml")
