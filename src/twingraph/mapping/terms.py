"""Terms of RDF, checked: the store takes any string, so the form of a literal is judged here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

import pyoxigraph as ox

from twingraph.iris import expand
from twingraph.model import Literal

Term = ox.NamedNode | ox.Literal

_LEXICAL_FORMS = {
    expand("xsd:gYear"): r"\d{4}",
    expand("xsd:gYearMonth"): r"\d{4}-(0[1-9]|1[0-2])",
    expand("xsd:date"): r"\d{4}-\d\d-\d\d",
    expand("xsd:integer"): r"[+-]?\d+",
    expand("xsd:nonNegativeInteger"): r"\d+",
    expand("xsd:decimal"): r"[+-]?(\d+(\.\d*)?|\.\d+)",
    expand("xsd:boolean"): r"true|false|1|0",
}
_NUMBERS = {expand(f"xsd:{name}") for name in ("integer", "nonNegativeInteger", "decimal")}
LANGUAGE_TAG = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{1,8})*")


def parse_literal(literal: Literal) -> ox.Literal:
    """Return the RDF term of *literal*, whose lexical form must fit its datatype.

    >>> parse_literal(Literal("1962", expand("xsd:gYear"))).value
    '1962'
    >>> parse_literal(Literal("2023-02-29", expand("xsd:date")))
    Traceback (most recent call last):
    ValueError: '2023-02-29' is no xsd:date

    Raises:
        ValueError: If it does not, or the language tag is none.
    """
    if literal.language is not None:
        if not LANGUAGE_TAG.fullmatch(literal.language):
            raise ValueError(f"{literal.language!r} is no language tag")
        return ox.Literal(literal.lexical, language=literal.language.lower())
    if literal.datatype is None:
        return ox.Literal(literal.lexical)
    if not _fits(literal.lexical, literal.datatype):
        raise ValueError(f"{literal.lexical!r} is no xsd:{literal.datatype.rpartition('#')[2]}")
    numeric = literal.datatype in _NUMBERS
    lexical = _canonical(literal.lexical) if numeric else literal.lexical
    return ox.Literal(lexical, datatype=ox.NamedNode(literal.datatype))


def _fits(lexical: str, datatype: str) -> bool:
    form = _LEXICAL_FORMS.get(datatype)
    if form is None:
        return True
    if not re.fullmatch(form, lexical, re.ASCII):
        return False
    if datatype != expand("xsd:date"):
        return True
    try:
        return date.fromisoformat(lexical).isoformat() == lexical
    except ValueError:
        return False


def node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def tg(name: str) -> ox.NamedNode:
    return node(expand(f"tg:{name}"))


def typed(lexical: str, name: str) -> ox.Literal:
    return parse_literal(Literal(lexical, expand(f"xsd:{name}")))


def sort_quads(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    return sorted(quads, key=str)


def describe(
    graph: ox.NamedNode, subject: ox.NamedNode, pairs: Iterable[tuple[str, Term]]
) -> Iterator[ox.Quad]:
    return (ox.Quad(subject, node(expand(curie)), term, graph) for curie, term in pairs)


def decimal(value: float) -> str:
    """Return *value* as xsd:decimal, which knows no exponent.

    >>> decimal(0.95), decimal(1.0), decimal(1e-7), decimal(51.22172)
    ('0.95', '1', '0', '51.22172')
    """
    return _canonical(f"{value:.6f}")


def _canonical(number: str) -> str:
    """Return a decimal number as stores give it back: no leading sign or zero, no empty fraction.

    >>> [_canonical(number) for number in ("1.0", "+007", "-0.50", ".5", "-0")]
    ['1', '7', '-0.5', '0.5', '0']
    """
    plain = f"{Decimal(number):f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain in ("-0", "") else plain
