"""The lists of cities and of releases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

from twingraph.iris import RELATIONSHIPS, expand
from twingraph.serve.ask import ask_rows, values_of
from twingraph.serve.problem import Problem
from twingraph.serve.views.pairs import is_planned

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from twingraph.serve.site import Site
    from twingraph.serve.views.atlas import Atlas
    from twingraph.store.base import Dataset

PAGE = 500
"""Cities of a page."""

_LASTING = {expand(f"kind:{name}") for name in RELATIONSHIPS}


@dataclass(frozen=True, slots=True)
class CityRow:
    """One city of the list: its partners by a lasting relationship, and all its agreements, as numbers."""

    iri: str
    country: str | None
    partners: int
    agreements: int


def list_cities(site: Site, request: Request) -> Response:
    """Return the list of the cities by name, a page of it.

    Raises:
        Problem: 422 for a page that there is not.
    """
    language, atlas = site.words(request).language, site.atlas()
    cities = [place.iri for place in atlas.places.values() if place.kind == "City"]
    cities.sort(key=lambda iri: (atlas.name(iri, language).casefold(), iri))
    pages = max(1, -(-len(cities) // PAGE))
    number = request.query_params.get("page") or "1"
    if not (number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= pages):
        raise Problem(422, f"page={number!r} is none of 1 to {pages}", rule="page")
    shown = cities[(int(number) - 1) * PAGE : int(number) * PAGE]
    rows = [_row(atlas, iri) for iri in shown]
    releases = count_releases(site.store, shown)
    return site.page(request, "cities.html", rows=rows, releases=releases, number=int(number), pages=pages)


def _row(atlas: Atlas, iri: str) -> CityRow:
    bonds = atlas.bonds_of.get(iri, ())
    lasting = [bond for bond in bonds if _LASTING & set(bond.kinds) and not is_planned(bond)]
    partners = {party for bond in lasting for party in bond.parties if atlas.places[party].kind == "City"}
    return CityRow(iri, atlas.places[iri].country, len(partners - {iri}), len(bonds))


def count_releases(store: Dataset, iris: Iterable[str]) -> dict[str, int]:
    """Return how many releases support a fact about each thing, as subject or as object."""
    block = values_of(iris)
    if not block:
        return {}
    rows = ask_rows(
        store,
        f"SELECT ?thing (COUNT(DISTINCT ?release) AS ?n) {{ VALUES ?thing {{ {block} }} GRAPH ?graph {{\n"
        "{ ?statement rdf:subject ?thing } UNION { ?statement rdf:object ?thing }\n"
        "?statement tg:source ?release } } GROUP BY ?thing",
    )
    return {row["thing"].value: int(row["n"].value) for row in rows if "thing" in row}


def list_releases(site: Site, request: Request) -> Response:
    """Return the list of all releases, the newest first."""
    return site.page(request, "releases.html", rows=site.coverage().releases)
