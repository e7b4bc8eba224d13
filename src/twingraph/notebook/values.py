"""Terms of RDF as values of Python, by datatype; and what a column of them is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Self

import pyoxigraph as ox

from twingraph.iris import PREFIXES
from twingraph.model import PartialDate

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Value = str | int | float | bool | Decimal | date | datetime | PartialDate
Kind = Literal["iri", "string", "integer", "decimal", "double", "boolean", "date", "partial", "datetime"]

_XSD = PREFIXES["xsd"]
_SIZES = ("", "byte", "short", "int", "long")
_INTEGERS = [
    "integer", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger",
    *_SIZES[1:], *(f"unsigned{size.capitalize()}" for size in _SIZES[1:]),
]  # fmt: skip


class Text(str):
    """Words in a language: a string that knows its ``language``, such as "de".

    >>> Text("Köln", "de").language, Text("Köln", "de") == "Köln"
    ('de', True)
    """

    language: str

    def __new__(cls, words: str, language: str) -> Self:
        made = super().__new__(cls, words)
        made.language = language
        return made

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        return type(self), (str(self), self.language)


def _matched(pattern: str, read: Callable[[str], Value]) -> Callable[[str], Value]:
    """Return what reads only what *pattern* fits: Python takes "1_000" and dates without hyphens too."""
    compiled = re.compile(pattern, re.ASCII)

    def checked(text: str) -> Value:
        if not compiled.fullmatch(text):
            raise ValueError(text)
        return read(text)

    return checked


def _partial(text: str) -> PartialDate:
    found = PartialDate(*map(int, text.split("-")))
    found.last_day()  # a month 13 is none
    return found


_day = _matched(r"\d{4}-\d\d-\d\d", date.fromisoformat)
_moment = _matched(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*", datetime.fromisoformat)
_number = _matched(r"[+-]?\d+", int)
_decimal = _matched(r"[+-]?(\d+(\.\d*)?|\.\d+)", Decimal)
_float = _matched(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|[+-]?INF|NaN", float)
_TRUTH = {"true": True, "1": True, "false": False, "0": False}

_READERS: dict[str, tuple[Kind, Callable[[str], Value]]] = {
    **{_XSD + name: ("integer", _number) for name in _INTEGERS},
    _XSD + "decimal": ("decimal", _decimal),
    _XSD + "double": ("double", _float),
    _XSD + "float": ("double", _float),
    _XSD + "boolean": ("boolean", _TRUTH.__getitem__),
    _XSD + "date": ("date", _day),
    _XSD + "gYear": ("partial", _matched(r"\d{4}", _partial)),
    _XSD + "gYearMonth": ("partial", _matched(r"\d{4}-\d\d", _partial)),
    _XSD + "dateTime": ("datetime", _moment),
}


def read_term(term: Term) -> tuple[Kind, Value]:
    """Return what *term* is and its value; a literal that is none of its datatype is a string.

    A year and a month are a ``PartialDate``: as precise as they are written, and no day is made up.

    >>> read_term(ox.Literal("1992", datatype=ox.NamedNode(_XSD + "gYear")))
    ('partial', PartialDate(year=1992, month=None, day=None))
    >>> read_term(ox.Literal("1992-13-01", datatype=ox.NamedNode(_XSD + "date")))
    ('string', '1992-13-01')
    """
    if isinstance(term, ox.NamedNode):
        return "iri", term.value
    if not isinstance(term, ox.Literal):
        return "string", str(term)
    if term.language:
        return "string", Text(term.value, term.language)
    kind, read = _READERS.get(term.datatype.value, ("string", str))
    try:
        return kind, read(term.value)
    except (ValueError, ArithmeticError, KeyError):
        return "string", term.value


def written(term: Term) -> str:
    """Return a term as text: an IRI or the lexical form, as it stands in the graph."""
    return str(term) if isinstance(term, ox.Triple) else str(term.value)


_WIDER: tuple[tuple[set[Kind], Kind], ...] = (
    ({"integer", "decimal"}, "decimal"),
    ({"integer", "decimal", "double"}, "double"),
    ({"date", "partial"}, "partial"),
)


def kind_of_column(terms: Iterable[Term | None]) -> Kind:
    """Return what all terms of a column are; what has nothing in common is text.

    >>> kind_of_column([ox.Literal(1), None, ox.Literal(0.5)])
    'double'
    """
    kinds = {read_term(term)[0] for term in terms if term is not None}
    if len(kinds) == 1:
        return kinds.pop()
    return next((wide for narrow, wide in _WIDER if kinds and kinds <= narrow), "string")
