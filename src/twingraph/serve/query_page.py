"""The SPARQL page, which works without scripts, and what its script asks for: schema, labels, drafts."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from twingraph.iris import CONCEPTS
from twingraph.serve.ask import Term, read_labels
from twingraph.serve.cures import with_cure
from twingraph.serve.problem import Problem
from twingraph.serve.query_examples import list_examples
from twingraph.serve.query_form import FIELDS, read_form, write_form
from twingraph.serve.query_schema import describe_iris, read_schema
from twingraph.serve.question_pages import client_of, read_table
from twingraph.serve.samples import code_samples
from twingraph.serve.site import Site, View
from twingraph.serve.words import Words

_SHOWN = 200  # rows of the page without scripts
_MOST_IRIS = 200
_MOST_OFFERED = 300  # cities that the form proposes
START = """PREFIX tg: <https://w3id.org/twingraph/ns#>

SELECT ?city ?partner
WHERE { ?city tg:partnerOf ?partner }
ORDER BY ?city ?partner
LIMIT 50
"""
QUERY_MARK = "QUERY"
"""What stands for the query in the addresses of the samples; a script puts the query in."""


def answer_query(site: Site, request: Request) -> Response:
    """Return the page; with ``run`` and without scripts, the answer too."""
    given = request.query_params
    language, store = site.words(request).language, site.store
    examples = site.examples.get(store.generation, language, lambda: list_examples(store, language))
    query, problem = given.get("query") or "", None
    if "form" in given:
        query, problem = _draft(site, request)
    answer: dict[str, Any] = {}
    if query and "run" in given and not problem:
        answer, problem = _answer(site, request, query)
    return site.page(
        request,
        "query.html",
        status=problem.status if problem else 200,
        sparql=query or START,
        examples=examples,
        form={name: given.get(name, "") for name in FIELDS},
        schemes=CONCEPTS,
        cities=_offered(site, language),
        problem=problem,
        wrong=_sentence(site.words(request), problem) if problem else "",
        seconds=site.settings.timeout,
        cap=site.settings.max_rows,
        samples=code_samples(_endpoint(request), {"query": QUERY_MARK}, "csv"),
        mark=QUERY_MARK,
        **answer,
    )


def write_draft(site: Site, request: Request) -> Response:
    """Return the query that the form for beginners asks, as text.

    Raises:
        Problem: 422.
    """
    query, problem = _draft(site, request)
    if problem:
        raise problem
    return PlainTextResponse(query)


def _draft(site: Site, request: Request) -> tuple[str, Problem | None]:
    try:
        form = read_form(site.store, request.query_params)
    except Problem as problem:
        return "", problem
    return write_form(form, site.words(request)("query.form.comment")), None


def answer_schema(site: Site, request: Request) -> Response:
    """Return the terms that a query may name, as JSON."""
    store, language = site.store, site.words(request).language
    content = site.schemas.get(store.generation, language, lambda: _json(read_schema(store, language)))
    return _cached(request, content)


def answer_labels(site: Site, request: Request) -> Response:
    """Return what the things are called whose IRIs are asked for.

    Raises:
        Problem: 422 where they are too many.
    """
    iris = request.query_params.getlist("iri")
    if len(iris) > _MOST_IRIS:
        raise Problem(422, f"ask for at most {_MOST_IRIS} IRIs at a time", rule="labels")
    words = site.words(request)
    found, view = describe_iris(site, iris, words.language), View(site, request, words, {})
    for iri, about in found.items():
        if address := view.link(iri):
            about["href"] = address
    return _cached(request, _json(found))


def _sentence(words: Words, problem: Problem) -> str:
    """Return what is wrong with a query and where, in the language of the page."""
    more = dict(problem.more)
    key = f"query.cure.{more['hint']}" if "hint" in more else f"query.error.{more.get('rule')}"
    if not words.has(key):
        return problem.detail
    place = f"{words('query.error.place', **more)} " if "line" in more else ""
    return place + words(key, detail=problem.detail, **more)


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


def _cached(request: Request, content: bytes) -> Response:
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache", "Vary": "Accept-Language"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="application/json", headers=headers)


def _endpoint(request: Request) -> str:
    url = request.url.replace(query="", fragment="")
    return str(url).removesuffix("/query") + "/sparql"


def _offered(site: Site, language: str) -> list[str]:
    """Return the names of the cities with most agreements."""
    atlas = site.atlas()
    cities = [iri for iri, place in atlas.places.items() if place.kind == "City"]
    cities.sort(key=lambda iri: -len(atlas.bonds_of.get(iri, ())))
    return sorted({atlas.name(iri, language) for iri in cities[:_MOST_OFFERED]})


def _answer(site: Site, request: Request, query: str) -> tuple[dict[str, Any], Problem | None]:
    """Return what the page shows of the answer; an answer that is no table is for the formats of data."""
    try:
        names, rows = read_table(site.ask(query, client_of(request), _SHOWN + 1))
    except Problem as problem:
        return {}, with_cure(problem, query)
    iris = {term.value for row in rows for term in row if isinstance(term, ox.NamedNode)}
    labels = read_labels(site.store, iris, site.words(request).language)
    shown: list[list[Term | None]] = rows[:_SHOWN]
    return {"names": names, "rows": shown, "more": len(rows) > _SHOWN, "labels": labels}, None
