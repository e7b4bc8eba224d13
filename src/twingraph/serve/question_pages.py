"""The questions of ``queries/``: a list, and for each a form with its answer."""

from __future__ import annotations

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from twingraph.errors import QueryError
from twingraph.query import NamedQuery, bind_query, load_queries
from twingraph.serve.ask import Term, read_labels
from twingraph.serve.problem import Problem
from twingraph.serve.questions_api import RESERVED
from twingraph.serve.samples import code_samples
from twingraph.serve.site import Site

_SHOWN = 500  # rows of a page; the data formats hold more


def list_questions(site: Site, request: Request) -> Response:
    """Return the list of all questions."""
    return site.page(request, "questions.html", queries=load_queries())


def answer_question(site: Site, request: Request) -> Response:
    """Return the answer to a question as a page.

    Raises:
        Problem: 404 for no such question.
    """
    name = request.path_params["name"]
    query = load_queries().get(name)
    if query is None:
        raise Problem(404, f"there is no question named {name!r}; /queries lists them")
    values = {key: value for key, value in request.query_params.items() if key not in RESERVED}
    return _page(site, request, query, values)


def _bind(site: Site, query: NamedQuery, values: dict[str, str]) -> str:
    try:
        return bind_query(site.store, query, values)
    except QueryError as error:
        raise Problem(422, str(error), rule="parameters") from error


def _page(site: Site, request: Request, query: NamedQuery, values: dict[str, str]) -> Response:
    try:
        sparql, mistake = _bind(site, query, values), None
    except Problem as problem:
        sparql, mistake = query.sparql, problem.detail
    names: list[str] = []
    rows: list[list[Term | None]] = []
    if mistake is None:
        names, rows = read_table(site.ask(sparql, client_of(request), _SHOWN + 1))
    iris = {term.value for row in rows for term in row if isinstance(term, ox.NamedNode)}
    return site.page(
        request,
        "question.html",
        status=200 if mistake is None else 422,
        query=query,
        values=values,
        sparql=sparql,
        mistake=mistake,
        names=names,
        rows=rows[:_SHOWN],
        more=len(rows) > _SHOWN,
        samples=code_samples(_url(request), values, "csv" if names or mistake else "turtle"),
        labels=read_labels(site.store, iris, site.words(request).language),
    )


def _url(request: Request) -> str:
    """Return the address of this question for who is elsewhere."""
    return str(request.url.replace(query="", fragment=""))


def client_of(request: Request) -> str:
    """Return the address of the client."""
    return request.client.host if request.client else ""


def read_table(answer: bytes) -> tuple[list[str], list[list[Term | None]]]:
    """Return the columns and the rows of a table in SPARQL's JSON."""
    solutions = ox.parse_query_results(answer, format=ox.QueryResultsFormat.JSON)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return names, [[term if isinstance(term, Term) else None for term in row] for row in solutions]
