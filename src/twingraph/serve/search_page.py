"""The page of search results, and the suggestions while a reader types."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

from twingraph.serve.accept import negotiate
from twingraph.serve.evidence import anchor_of
from twingraph.serve.links import address, page_of, pair_path
from twingraph.serve.search import NEAR, Hit, find_pair, find_year, search
from twingraph.serve.search_index import keys_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from twingraph.serve.search_index import SearchIndex, Thing
    from twingraph.serve.search_words import Passage
    from twingraph.serve.site import Site
    from twingraph.serve.words import Words

_SHOWN, _SUGGESTED, _LONGEST = 200, 8, 200
_LEAST_LETTERS = 3  # of a text that is looked for in quotes
_FITS = ("whole", "start", "inside", "near")


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
    """Return the results as a page or as JSON; ``kind=`` and ``country=`` keep some of them.

    Raises:
        Problem: 406 for another format.
    """
    formats = {"html": "text/html", "json": "application/json"}
    media_type = negotiate(request.headers.get("accept"), request.query_params.get("format"), formats)
    text, words = _asked(request), site.words(request)
    index = site.search_index()
    if media_type == "application/json":
        return _answer_json(site, request, index, text)
    hits = search(index, text, limit=2_000) if text else []
    kind, country = request.query_params.get("kind", ""), request.query_params.get("country", "")
    if not text and (kind or country):
        hits = [Hit(0, thing.name(words.language), thing) for thing in index.things]
    kept = [hit for hit in hits if kind in ("", hit.thing.kind) and country in ("", hit.thing.country)]
    return site.page(
        request,
        "search.html",
        text=text,
        quotes=[_passage(site, request, quote) for quote in _quotes(index, text, 20)],
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


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """Words of a release that were found: where they stand, and what they support."""

    text: str
    language: str | None
    title: str
    href: str
    statement: str


def _quotes(index: SearchIndex, text: str, most: int) -> list[Passage]:
    """Return the quotes with the words of *text*; a few letters stand in too many."""
    return index.words.find_quotes(text, most) if len(text) >= _LEAST_LETTERS else []


def _passage(site: Site, request: Request, quote: Passage) -> ShownPassage:
    path = page_of(quote.release, site.settings.base) or "/"
    href = f"{address(request, path)}#{anchor_of(quote.statement)}"
    return ShownPassage(" ".join(quote.text.split()), quote.language, quote.title, href, quote.statement)


def _answer_json(site: Site, request: Request, index: SearchIndex, text: str) -> Response:
    """Return things and quotes that fit, the best first; ``limit=`` says how many of each, 200 at most."""
    asked, words = request.query_params.get("limit", ""), site.words(request)
    limit = min(int(asked), _SHOWN) if asked.isascii() and asked.isdigit() else 20
    kind, country = request.query_params.get("kind", ""), request.query_params.get("country", "")
    hits = [
        hit
        for hit in (search(index, text, limit=limit if not kind + country else 2_000) if text else [])
        if kind in ("", hit.thing.kind) and country in ("", hit.thing.country)
    ]
    content = {
        "query": text,
        "things": [_plain(site, request, words, hit) for hit in hits[:limit]],
        "quotes": [asdict(_passage(site, request, quote)) for quote in _quotes(index, text, limit)],
    }
    body = json.dumps(content, ensure_ascii=False)
    return Response(body, media_type="application/json", headers={"Vary": "Accept, Accept-Language"})


def _plain(site: Site, request: Request, words: Words, hit: Hit) -> dict[str, object]:
    """Return a hit for programs: ``match`` is the name that fits, ``fit`` says how well."""
    thing = hit.thing
    return {
        "id": thing.iri,
        "kind": thing.kind,
        "name": thing.name(words.language),
        "match": hit.name,
        "fit": _FITS[hit.rank],
        "country": thing.country,
        "agreements": thing.weight,
        "href": _href(site, request, thing),
    }


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
