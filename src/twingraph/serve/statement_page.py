"""The page of one statement: a fact as one release says it, with its words and how to cite them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from twingraph.serve.ask import ask_rows, read_labels
from twingraph.serve.evidence import read_evidence
from twingraph.serve.linked.citations import as_bibtex, as_csl, cite_statement
from twingraph.serve.problem import Problem

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from twingraph.serve.site import Site

_FACT = """SELECT ?subject ?predicate ?object
{{ GRAPH ?g {{ {iri} rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object }} }}"""


def draw_statement(site: Site, request: Request, iri: str, formats: tuple[str, ...]) -> Response:
    """Return the page of a statement.

    Raises:
        Problem: 404 where it states nothing.
    """
    rows = ask_rows(site.store, _FACT.format(iri=ox.NamedNode(iri)))
    work = cite_statement(site, iri)
    if not rows or work is None:
        raise Problem(404, f"no release says <{iri}>")
    subject, predicate, value = (rows[0][name] for name in ("subject", "predicate", "object"))
    said = read_evidence(site.store, [subject.value]).get((subject.value, predicate.value, value), [])
    iris = {term.value for term in (subject, predicate, value) if isinstance(term, ox.NamedNode)}
    return site.page(
        request,
        "statement.html",
        iri=iri,
        subject=subject.value,
        predicate=predicate.value,
        value=value,
        quotes=[quote for quote in said if quote.statement == iri],
        work=work,
        bibtex=as_bibtex(work),
        csl=as_csl(work),
        labels=read_labels(site.store, iris, site.words(request).language),
        formats=formats,
    )
