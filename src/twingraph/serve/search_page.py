"""The page of search results, and the suggestions while a reader types."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

from twingraph.serve.links import address, page_of, pair_path
from twingraph.serve.search import NEAR, Hit, find_pair, find_year, search
from twingraph.serve.search_index import keys_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from twingraph.serve.search_index import SearchIndex, Thing
    from twingraph.serve.site import Site
    from twingraph.serve.words import Words

_SHOWN, _SUGGESTED, _LONGEST = 200, 8, 200


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of results: what it is, where it leads, and by which other name it was found."""

    name: str
    kind: str
    about: str
    alias: str
    href: str


def answer_suggest(site: Site, request: Request) -> Response:
    """Return the best hits as JSON: a list of objects with name, kind, about, alias and href."""
    text, words = _asked(request), site.words(request)
    index = site.search_index()
    hits = search(index, text, limit=_SUGGESTED) if text else []
    offers = [*special(site, request, index, text), *(offer(site, request, words, hit) for hit in hits)]
    content = [asdict(one) | {"kind": words(f"class.{one.kind}")} for one in offers[:_SUGGESTED]]
    body = json.dumps(content, ensure_ascii=False)
    return Response(body, media_type="application/json", headers={"Vary": "Accept-Language"})


def answer_search(site: Site, request: Request) -> Response:
    """Return the results as a page; ``kind=`` and ``country=`` keep some of them."""
    text, words = _asked(request), site.words(request)
    index = site.search_index()
    hits = search(index, text, limit=2_000) if text else []
    kind, country = request.query_params.get("kind", ""), request.query_params.get("country", "")
    if not text and (kind or country):
        hits = [Hit(0, thing.name(words.language), thing) for thing in index.things]
    kept = [hit for hit in hits if kind in ("", hit.thing.kind) and country in ("", hit.thing.country)]
    return site.page(
        request,
        "search.html",
        text=text,
        offers=[offer(site, request, words, hit) for hit in kept[:_SHOWN]],
        special=special(site, request, index, text),
        is_near=bool(kept) and kept[0].rank == NEAR,
        found=len(kept),
        shown=_SHOWN,
        kinds=_facet(hit.thing.kind for hit in hits),
        countries=_facet(hit.thing.country for hit in hits if hit.thing.country),
        chosen={"kind": kind, "country": country},
        coverage=site.coverage(),
    )


def _asked(request: Request) -> str:
    return request.query_params.get("q", "").strip()[:_LONGEST]


def _facet(values: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0]))[:12]


def offer(site: Site, request: Request, words: Words, hit: Hit) -> Offer:
    """Return a hit as a line of results in the reader's language."""
    thing, name = hit.thing, hit.thing.name(words.language)
    alias = "" if set(keys_of(hit.name)) & set(keys_of(name)) else hit.name
    return Offer(name, thing.kind, _about(site, words, thing), alias, _href(site, request, thing))


def _about(site: Site, words: Words, thing: Thing) -> str:
    """Return the country and how many agreements there are, to tell things of one name apart."""
    parts = [site.country(thing.country, words.language)] if thing.country else []
    if thing.kind in ("City", "Country", "Institution") and thing.weight:
        parts.append(words("agreements", n=thing.weight))
    return ", ".join(parts)


def _href(site: Site, request: Request, thing: Thing) -> str:
    path = f"/country/{thing.iri}" if thing.kind == "Country" else page_of(thing.iri, site.settings.base)
    return address(request, path or "/")


def special(site: Site, request: Request, index: SearchIndex, text: str) -> list[Offer]:
    """Return what a text stands for beside names: a year, two cities, two countries."""
    words = site.words(request)
    if (year := find_year(text)) is not None:
        href = address(request, "/agreements", [("signed", str(year))])
        return [Offer(words("search.year", year=str(year)), "Agreement", "", "", href)]
    if (pair := find_pair(index, text)) is None:
        return []
    name = " – ".join(thing.name(words.language) for thing in pair)
    if pair[0].kind == "Country":
        href = address(request, "/agreements", [("country", thing.iri) for thing in pair])
    else:
        href = address(request, pair_path(pair[0].iri, pair[1].iri))
    return [Offer(name, "Pair", "", "", href)]
