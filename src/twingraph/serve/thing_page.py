"""The page of one thing, or its RDF, at the path of its IRI."""

from __future__ import annotations

from itertools import combinations
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from twingraph.engine.formats import GRAPHS
from twingraph.iris import PREFIXES, compact
from twingraph.serve.accept import negotiate
from twingraph.serve.arrange import agreement_tables, group_facts, split_names
from twingraph.serve.ask import Row, read_labels
from twingraph.serve.contradictions_page import find_about, label_all
from twingraph.serve.describe import Described, describe_thing, read_kind
from twingraph.serve.linked.about import read_about, read_around, write_about
from twingraph.serve.linked.citations import FORMATS as CITED
from twingraph.serve.linked.citations import cite_statement, send_work
from twingraph.serve.linked.framing import (
    CONTEXT_PATH,
    FRAMED,
    FRAMED_TYPE,
    FRAMES,
    accept_with_frames,
    frame_thing,
)
from twingraph.serve.linked.schema_org import schema_of_release, schema_of_thing
from twingraph.serve.linked.signposts import LINKSET, signposts, write_links, write_linkset
from twingraph.serve.linked.vocabulary_page import read_vocabulary
from twingraph.serve.links import (
    DOCUMENTS,
    SAFE,
    absolute,
    address,
    iri_of,
    iri_of_page,
    page_of,
    pair_path,
    top_of,
)
from twingraph.serve.problem import Problem
from twingraph.serve.registers_page import read_beside
from twingraph.serve.release_page import release_context
from twingraph.serve.site import Site, route_path
from twingraph.serve.statement_page import draw_statement
from twingraph.serve.views.selection import select
from twingraph.serve.views.shown import show_selection
from twingraph.serve.views.table import count_sources, cut_page
from twingraph.serve.views.thing_pictures import draw_pictures, find_selection
from twingraph.serve.words import Words
from twingraph.store.embedded import EmbeddedStore

_FORMATS = {"html": "text/html"} | GRAPHS | {"linkset": LINKSET}
REASONS = {
    "release-withdrawn": "the press release that told of it was withdrawn ({releases})",
    "text-changed": "the press release that told of it says otherwise now ({releases})",
    "read-anew": "the same press releases are read otherwise now ({releases})",
    "written": "somebody removed it",
}
"""Why a thing is gone, by the reason of its tombstone."""
OFFERED = ("turtle", "trig", "jsonld", "ntriples", "rdfxml")
"""Formats that a page names."""
_MOST_TRIPLES = 200_000
_MANY = 60  # agreements that each have their words on the page of a concept
_MOST_PAIRS = 6  # of an agreement with many parties


def answer_identifier(site: Site, request: Request) -> Response:
    """Return the way from an IRI to the document about its thing: a thing itself cannot be sent.

    Source: W3C, Cool URIs for the Semantic Web, 4.2: 303 URIs forwarding to one generic document.

    Raises:
        Problem: 404 where the graph says nothing of it, 410 where it did once.
    """
    path = _special(route_path(request))
    if path is None:
        iri = iri_of(route_path(request), site.settings.base)
        _kind_of(site, iri)
        path = page_of(iri, site.settings.base) or "/"
    asked = "?" + request.url.query if request.url.query else ""
    root = top_of(request) if path.startswith("/versions/") else request.scope.get("root_path", "")
    where = root + path + asked
    return Response(status_code=303, headers={"Location": where, "Vary": "Accept, Accept-Language"})


def _special(path: str) -> str | None:
    """Return where the IRI of what no triple is about leads: the data set, a version of it, two parties."""
    kind, _, name = path.removeprefix("/id/").partition("/")
    if (kind, name) == ("dataset", ""):
        return "/dataset"
    if kind == "generation" and name:
        return f"/versions/{quote(name, safe='')}/"
    if kind == "pair" and name.count("/") == 1:
        return f"/pair/{quote(name, safe=SAFE)}"
    return None


def answer_thing(site: Site, request: Request) -> Response:
    """Return what is said of a thing, as page or as RDF.

    Raises:
        Problem: 404 where the graph says nothing of it, 410 where it did once, 406 for an unknown format.
    """
    path = route_path(request)
    iri = (iri_of_page if path.startswith(f"{DOCUMENTS}/") else iri_of)(path, site.settings.base)
    kind = _kind_of(site, iri)
    formats = _FORMATS | ({"framed": FRAMED} if kind in FRAMES else {})
    formats |= CITED if kind == "Statement" else {}
    media_type = negotiate(accept_with_frames(request), request.query_params.get("format"), formats)
    links = signposts(site, request, iri, kind, media_type)
    if media_type == "text/html":
        answer = _draw(site, request, iri, kind)
    elif media_type == LINKSET:
        links = signposts(site, request, iri, kind, "text/html")
        anchor = absolute(request, page_of(iri, site.settings.base) or "/")
        answer = Response(write_linkset(anchor, links), media_type=LINKSET)
    elif media_type in CITED.values():
        answer = _cite(site, iri, media_type)
    elif media_type == FRAMED:
        context = absolute(request, CONTEXT_PATH)
        framed = frame_thing(read_around(site.store, iri), iri, kind, context)
        answer = Response(framed, media_type=FRAMED_TYPE)
    else:
        written = write_about(read_about(site.store, iri), media_type, _MOST_TRIPLES)
        answer = Response(written.body, headers={"Content-Type": written.content_type})
    answer.headers["Vary"] = "Accept, Accept-Language"
    answer.headers["Link"] = write_links(links)
    return answer


def _cite(site: Site, iri: str, media_type: str) -> Response:
    work = cite_statement(site, iri)
    if work is None:
        raise Problem(404, f"no release says <{iri}>")
    return send_work(work, media_type)


def _kind_of(site: Site, iri: str) -> str:
    """Return the class of a thing.

    Raises:
        Problem: 404 where the graph says nothing of it.
    """
    try:
        kind = read_kind(site.store, iri)
    except ValueError:
        kind = None  # no IRI can be spelled like this
    if kind is None:
        raise _missing(site, iri)
    return kind


def _missing(site: Site, iri: str) -> Problem:
    """Return the problem of a thing that is not there: that it never was, or when and why it went."""
    stone = site.live.tombstones().get(iri) if isinstance(site.live, EmbeddedStore) else None
    if stone is None:
        return Problem(404, f"the graph says nothing of <{iri}>")
    releases = ", ".join(name.rpartition("/")[2] for name in stone.releases)
    reason = REASONS[stone.reason].format(releases=releases or "-")
    detail = f"<{iri}> was withdrawn on {stone.at[:10]}: {reason}. The last version with it is {stone.last}."
    return Problem(410, detail, rule=stone.reason, last=stone.last, gone=stone.gone, at=stone.at)


def _draw(site: Site, request: Request, iri: str, kind: str) -> Response:
    words = site.words(request)
    if kind == "Release":
        return _draw_release(site, request, iri)
    if kind == "Statement":
        return draw_statement(site, request, iri, (*OFFERED, *CITED))
    if kind == "Vocabulary":
        return _draw_vocabulary(site, request, iri)
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
        schema=schema_of_thing(request, thing, known, site.settings.base),
        formats=OFFERED,
    )


def _describe(site: Site, iri: str, kind: str, language: str) -> Described:
    """Return what is said of a thing; of a concept with many agreements no word each."""
    asked = find_selection(site.atlas(), iri, kind, ()) if kind == "Concept" else None
    is_wide = asked is not None and len(select(site.atlas(), asked)) > _MANY
    return describe_thing(site.store, iri, kind, language, panels=() if is_wide else None)


def _draw_release(site: Site, request: Request, iri: str) -> Response:
    context = release_context(site.store, iri, site.words(request))
    pictures = _pictures(site, request, iri, "Release", context["labels"])
    schema = schema_of_release(request, iri, context["described"], site.settings.base)
    return site.page(request, "release.html", schema=schema, **context, **pictures)


def _draw_vocabulary(site: Site, request: Request, iri: str) -> Response:
    vocabulary = site.once("vocabulary", lambda: read_vocabulary(site.store))
    labels = read_labels(site.store, set(vocabulary.schemes), site.words(request).language)
    return site.page(
        request,
        "vocabulary.html",
        vocabulary=vocabulary,
        labels=labels,
        iri=iri,
        namespace=PREFIXES["tg"],
        formats=OFFERED,
    )


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
