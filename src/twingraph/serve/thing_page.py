"""The page of one thing, or its RDF, at the path of its IRI."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from twingraph.engine.formats import GRAPHS
from twingraph.iris import PREFIXES, compact
from twingraph.serve.accept import negotiate
from twingraph.serve.arrange import agreement_tables, group_facts, split_names
from twingraph.serve.ask import Row
from twingraph.serve.contradictions_page import find_about, label_all
from twingraph.serve.describe import Described, describe_thing, read_kind
from twingraph.serve.linked import read_about
from twingraph.serve.links import address, iri_of, pair_path
from twingraph.serve.problem import Problem
from twingraph.serve.registers_page import read_beside
from twingraph.serve.release_page import release_context
from twingraph.serve.results import write_graph
from twingraph.serve.site import Site, route_path
from twingraph.serve.views.selection import select
from twingraph.serve.views.shown import show_selection
from twingraph.serve.views.table import count_sources, cut_page
from twingraph.serve.views.thing_pictures import draw_pictures, find_selection
from twingraph.serve.words import Words

_FORMATS = {"html": "text/html"} | GRAPHS
_MOST_TRIPLES = 200_000
_MANY = 60  # agreements that each have their words on the page of a concept
_MOST_PAIRS = 6  # of an agreement with many parties


def answer_thing(site: Site, request: Request) -> Response:
    """Return the thing whose IRI this path stands for, as page or as RDF.

    Raises:
        Problem: 404 where the graph says nothing of it, 406 for an unknown format.
    """
    iri = iri_of(route_path(request), site.settings.base)
    media_type = negotiate(request.headers.get("accept"), request.query_params.get("format"), _FORMATS)
    try:
        kind = read_kind(site.store, iri)
    except ValueError:
        kind = None  # no IRI can be spelled like this
    if kind is None:
        raise Problem(404, f"the graph says nothing of <{iri}>")
    if media_type == "text/html":
        return _draw(site, request, iri, kind)
    answer = write_graph(read_about(site.store, iri), media_type, _MOST_TRIPLES)
    headers = {"Vary": "Accept, Accept-Language", "Content-Type": answer.content_type}
    return Response(answer.body, headers=headers)


def _draw(site: Site, request: Request, iri: str, kind: str) -> Response:
    words = site.words(request)
    if kind == "Release":
        return _draw_release(site, request, iri)
    thing = _describe(site, iri, kind, words.language)
    known = reference_facts(thing.described)
    contradicted = find_about(site, [iri]) if kind == "Agreement" else []
    return site.page(
        request,
        "thing.html",
        contradicted=contradicted,
        beside=read_beside(site, iri, words.language) if kind == "City" else None,
        **_pictures(site, request, iri, kind, thing.labels),
        pairs=_pairs(site, request, iri),
        thing=thing,
        labels=thing.labels | label_all(site, request, contradicted),
        known=known,
        names=split_names(known, thing.label.value) if kind == "City" else ([], []),
        tables=agreement_tables(thing.panels),
        group_facts=group_facts,
        sentence=summary(site, request, thing, known),
        formats=("turtle", "jsonld", "ntriples", "rdfxml"),
    )


def _describe(site: Site, iri: str, kind: str, language: str) -> Described:
    """Return what is said of a thing; of a concept with many agreements no word each."""
    asked = find_selection(site.atlas(), iri, kind, ()) if kind == "Concept" else None
    is_wide = asked is not None and len(select(site.atlas(), asked)) > _MANY
    return describe_thing(site.store, iri, kind, language, panels=() if is_wide else None)


def _draw_release(site: Site, request: Request, iri: str) -> Response:
    context = release_context(site.store, iri, site.words(request))
    pictures = _pictures(site, request, iri, "Release", context["labels"])
    return site.page(request, "release.html", **context, **pictures)


def _pictures(
    site: Site, request: Request, iri: str, kind: str, labels: dict[str, ox.Literal]
) -> dict[str, Any]:
    asked = find_selection(site.atlas(), iri, kind, labels)
    if asked is None:
        return {"shown": None}
    shown = show_selection(site, request, asked)
    page = cut_page(shown, "", "1")
    sources = count_sources(site.store, page.rows) if kind == "Concept" else {}
    return {"page": page, "sources": sources, **draw_pictures(site, request, shown)}


def _pairs(site: Site, request: Request, iri: str) -> list[tuple[str, str]]:
    """Return name and address of the page of each two parties of an agreement."""
    atlas, language = site.atlas(), site.words(request).language
    parties = atlas.bonds[iri].parties if iri in atlas.bonds else ()
    return [
        (f"{atlas.name(a, language)} – {atlas.name(b, language)}", address(request, pair_path(a, b)))
        for a, b in combinations(parties, 2)
    ][:_MOST_PAIRS]


def reference_facts(rows: tuple[Row, ...]) -> dict[str, list[ox.Literal | ox.NamedNode]]:
    """Return what gazetteer and vocabulary say of a thing, by CURIE of the predicate."""
    known: dict[str, list[ox.Literal | ox.NamedNode]] = {}
    for row in rows:
        known.setdefault(compact(row["predicate"].value), []).append(row["object"])
    return known


def summary(site: Site, request: Request, thing: Described, known: dict[str, Any]) -> str:
    """Return one sentence about a thing, made from its facts."""
    words = site.words(request)
    counts = {panel.name: len(panel.items) for panel in thing.panels}
    name, n = thing.label.value, len(thing.releases)
    if thing.kind == "City":
        country = known["tg:country"][0].value if "tg:country" in known else ""
        return words(
            "summary.City",
            name=name,
            country=site.country(country, words.language) if country else words("somewhere"),
            partners=words("partners", n=counts.get("city_partners", 0)),
            agreements=words("agreements", n=counts.get("city_agreements", 0)),
            releases=words("releases", n=n),
        )
    if thing.kind == "Agreement":
        return _agreement_summary(words, thing, n)
    if words.has(f"summary.{thing.kind}"):
        return words(f"summary.{thing.kind}", name=name, releases=words("releases", n=n))
    return ""


def _agreement_summary(words: Words, thing: Described, releases: int) -> str:
    values: dict[str, list[str]] = {}
    for fact in (
        f for panel in thing.panels if panel.name == "thing_facts" for i in panel.items for f in i.facts
    ):
        value = thing.labels.get(fact.value.value, fact.value)
        text = words.literal(value) if isinstance(value, ox.Literal) else value.value
        values.setdefault(fact.predicate.removeprefix(PREFIXES["tg"]), []).append(text)
    parts = [
        words(f"summary.{key}", value=", ".join(values[key]))
        for key in ("signedOn", "signedIn", "validFrom", "validUntil", "status")
        if key in values
    ]
    between = words("list", values=", ".join(values.get("party", [])))
    kind = ", ".join(values.get("kind", [])) or words("class.Agreement")
    start = words("summary.Agreement", kind=kind[:1].upper() + kind[1:], parties=between)
    return "; ".join([start, *parts, words("releases.say", n=releases)]) + "."
