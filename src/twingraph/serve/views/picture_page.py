"""What the pages of map and network have in common: addresses, kept answers, the table beneath."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from twingraph.serve.links import address, page_of
from twingraph.serve.views.atlas import Atlas, Bond
from twingraph.serve.views.pairs import first_year, is_planned, last_year, main_kind
from twingraph.serve.words import Words

if TYPE_CHECKING:
    from twingraph.serve.site import Site

ROWS = 100
"""Rows of the table beneath a picture; the list of agreements holds them all."""

IN_BROWSER = ("at", "since", "until", "undated", "kind", "partners")
"""What of an address the browser sees to: its data are those without."""

Parameters = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: a link with some cells; the numbers say what the filters of the picture look at."""

    name: str
    href: str | None
    cells: tuple[str, ...]
    kind: str = ""
    first: int = 0
    last: int = 0


def own_parameters(request: Request, *without: str) -> list[tuple[str, str]]:
    """Return the query of a request without some names, and without the language."""
    dropped = {"lang", *without}
    return [
        (name, value) for name, value in request.query_params.multi_items() if name not in dropped and value
    ]


def thing_address(site: Site, request: Request, iri: str) -> str | None:
    """Return the address of the page of a thing."""
    path = page_of(iri, site.settings.base)
    return address(request, path) if path else None


def agreement_lines(site: Site, request: Request, bonds: Sequence[Bond]) -> list[Line]:
    """Return the first agreements as rows: parties, kind, since and until."""
    words, atlas = site.words(request), site.atlas()
    return [
        Line(
            " – ".join(atlas.name(party, words.language) for party in bond.parties),
            thing_address(site, request, bond.iri),
            (
                ", ".join(atlas.name(kind, words.language) for kind in bond.kinds),
                _dates(bond.since, words),
                _dates(bond.until, words),
                ", ".join(atlas.name(status, words.language) for status in bond.statuses),
            ),
            main_kind(bond),
            first_year(bond),
            last_year(bond),
        )
        for bond in bonds[:ROWS]
    ]


def _dates(values: Iterable[str], words: Words) -> str:
    return " / ".join(words.date(value) for value in values)


def kinds_in(atlas: Atlas, bonds: Iterable[Bond], language: str) -> list[tuple[str, str]]:
    """Return the kinds of *bonds* with their names, the most frequent first, for a legend."""
    counts: dict[tuple[str, str], int] = {}
    for bond in bonds:
        iri = bond.kinds[0] if bond.kinds else ""
        name = atlas.name(iri, language) if iri else "–"
        key = main_kind(bond), name[:1].upper() + name[1:]
        counts[key] = counts.get(key, 0) + 1
    return sorted(counts, key=lambda key: (-counts[key], key))


def has_planned(bonds: Iterable[Bond]) -> bool:
    """Return whether one of *bonds* is only intended."""
    return any(map(is_planned, bonds))


def json_answer(site: Site, request: Request, write: Callable[[], str]) -> Response:
    """Return data of a picture; what the reader has of this generation is not sent, nor made, again."""
    language = site.words(request).language
    key = f"{request.url.path}?{request.url.query} {language}"
    generation = site.store.generation
    etag = f'W/"{hashlib.sha256(f"{generation} {key}".encode()).hexdigest()[:24]}"'
    headers = {
        "Vary": "Accept-Language",
        "Cache-Control": "no-cache",
        **({"ETag": etag} if generation else {}),
    }
    if generation and etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    body = site.drawn.get(generation, key, write)
    return Response(body, headers=headers, media_type="application/json")


def svg_answer(site: Site, request: Request, draw: Callable[[], str]) -> Response:
    """Return a picture as a file of its own."""
    key = f"{request.url.path}?{request.url.query} {site.words(request).language}"
    headers = {"Vary": "Accept-Language", "Cache-Control": "no-cache"}
    body = site.drawn.get(site.store.generation, key, draw)
    return Response(body, headers=headers, media_type="image/svg+xml")
