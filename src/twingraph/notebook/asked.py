"""What is asked: SPARQL, a question by its name, or the file of one, with values as terms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import rdflib

from twingraph.errors import QueryError
from twingraph.iris import PREFIXES
from twingraph.model import PartialDate
from twingraph.notebook.values import Text
from twingraph.query import MARKER, NamedQuery, Term, bind_query, load_query, parse_query, place_terms
from twingraph.store.tokens import Token, read_tokens

if TYPE_CHECKING:
    from twingraph.store.base import Dataset

_IRI = re.compile(r"<[^<>\s]+>|https?://[^<>\"{}|\\^`\s]+")
_OWN = "the query"
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def read_asked(text: str | Path) -> NamedQuery:
    """Return what to ask: one word is the name of a question, ``….rq`` a file, all else SPARQL.

    Raises:
        UnknownNameError: If there is no such question.
    """
    words = str(text).strip()
    is_named = isinstance(text, Path) or re.fullmatch(r"\w+|[^\n{]+\.rq", words)
    return load_query(words) if is_named else parse_query(_OWN, with_marker(words))


def with_marker(sparql: str) -> str:
    """Return a SELECT or ASK with the line where values go first in its pattern, unless it has one.

    Behind the query, where they stand else, a GROUP BY and a FILTER would not see them.

    >>> with_marker("SELECT (COUNT(?s) AS ?n) { ?s ?p ?o }").splitlines()
    ['SELECT (COUNT(?s) AS ?n) {', '# values of the parameters', ' ?s ?p ?o }']
    """
    if MARKER in sparql:
        return sparql
    tokens = list(read_tokens(sparql))
    form = next((t.text.upper() for t in tokens if t.text.upper() in _FORMS), "")
    place = _pattern(tokens) if form in ("SELECT", "ASK") else None
    return sparql if place is None else f"{sparql[:place]}\n{MARKER}\n{sparql[place:]}"


def _pattern(tokens: list[Token]) -> int | None:
    """Return where the pattern of a query begins; None where it is a query itself, which takes no values."""
    depth = 0
    for token, following in pairwise(tokens):
        if token.text == "{" and depth == 0:
            return None if following.text.upper() == "SELECT" else token.end
        depth += (token.text == "(") - (token.text == ")")
    return None


def bind_asked(dataset: Dataset, asked: NamedQuery, values: Mapping[str, object]) -> str:
    """Return the SPARQL with *values* bound: as its header types them, without a header by their own type.

    Raises:
        QueryError: If a value does not fit, or there is no variable of its name.
    """
    if asked.parameters or asked.name != _OWN:
        return bind_query(dataset, asked, {name: as_text(value) for name, value in values.items()})
    known = set(re.findall(r"[?$](\w+)", asked.sparql))
    if unknown := sorted(set(values) - known):
        raise QueryError(f"the query has no variable ?{unknown[0]}; it has: {', '.join(sorted(known))}")
    given = {name: as_term(name, value) for name, value in values.items() if value is not None}
    return place_terms(asked.sparql, given)


def as_text(value: object) -> str:
    """Return a value as one writes it on the command line; None is not given.

    >>> as_text(date(2020, 1, 1)), as_text(PartialDate(1992)), as_text(None), as_text(12)
    ('2020-01-01', '1992', '', '12')
    """
    if value is None:
        return ""
    if isinstance(value, ox.NamedNode | ox.Literal):
        return value.value
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    return str(value)


def as_term(name: str, value: Any) -> Term:
    """Return a value of Python as a term; a text that is an http address, or stands in <…>, is an IRI.

    >>> str(as_term("city", "https://example.org/a")), str(as_term("name", "Köln")), str(as_term("n", 3))
    ('<https://example.org/a>', '"Köln"', '"3"^^<http://www.w3.org/2001/XMLSchema#integer>')

    Raises:
        QueryError: If it is none.
    """
    if isinstance(value, ox.NamedNode | ox.Literal):
        return value
    if isinstance(value, rdflib.Literal):
        datatype = ox.NamedNode(str(value.datatype)) if value.datatype else None
        return ox.Literal(str(value), datatype=datatype, language=value.language)
    if isinstance(value, Text):
        return ox.Literal(str(value), language=value.language)
    if isinstance(value, str):
        return _iri(name, value) if _IRI.fullmatch(value) else ox.Literal(str(value))
    if isinstance(value, bool | int | float):
        return ox.Literal(value)
    return _typed(name, value)


def _iri(name: str, text: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(text.strip("<>"))
    except ValueError as error:
        raise QueryError(f"{name}={text!r} is no IRI; give one like <https://example.org/a>") from error


def _typed(name: str, value: Any) -> ox.Literal:
    if isinstance(value, Decimal):
        kind, text = "decimal", f"{value:f}"
    elif isinstance(value, PartialDate):
        kind, text = value.datatype, value.iso
    elif isinstance(value, datetime):
        kind, text = "dateTime", value.isoformat()
    elif isinstance(value, date):
        kind, text = "date", value.isoformat()
    else:
        cure = "give a text, a number, a date, or a term of rdflib or pyoxigraph"
        raise QueryError(f"{name}={value!r} is of type {type(value).__name__}, which has no term; {cure}")
    return ox.Literal(text, datatype=ox.NamedNode(PREFIXES["xsd"] + kind))
