"""What a notebook shows: tables, quotes and a graph as HTML that brings no script and no style sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyoxigraph as ox
from markupsafe import Markup, escape

from twingraph.iris import compact
from twingraph.notebook.values import Term, written

MOST = 20
"""Rows that are shown; the frames have all."""

_WIDEST = 40
_LEFT = Markup(' style="text-align: left; vertical-align: top"')


def show_table(columns: Sequence[str], terms: Sequence[Sequence[Term | None]]) -> str:
    """Return a table as HTML: the first rows, and how many there are."""
    rows = [[_cell(term) for term in row] for row in terms[:MOST]]
    return str(html_table(columns, rows) + _count(len(terms)))


def html_table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Markup:
    """Return a table of cells; what is no markup is escaped."""
    head = Markup("").join(Markup("<th{}>{}</th>").format(_LEFT, name) for name in columns)
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td{}>{}</td>").format(_LEFT, c) for c in row))
        for row in rows
    )
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(head, body)


def link(iri: str, words: str = "") -> Markup:
    """Return a link to an IRI, which is its short form to readers; only http and https are followed.

    >>> str(link("https://w3id.org/twingraph/kind/twinning"))
    '<a href="https://w3id.org/twingraph/kind/twinning">kind:twinning</a>'
    >>> str(link("javascript:alert(1)"))
    'javascript:alert(1)'
    """
    words = words or compact(iri)
    if not iri.startswith(("https://", "http://")):
        return escape(words)
    return Markup('<a href="{}">{}</a>').format(iri, words)


def _cell(term: Term | None) -> Markup:
    if term is None:
        return Markup("")
    if isinstance(term, ox.NamedNode):
        return link(term.value)
    if isinstance(term, ox.Literal) and term.language:
        return Markup('<span lang="{0}">{1}</span> <small>{0}</small>').format(term.language, term.value)
    return escape(written(term))


def _count(rows: int) -> Markup:
    shown = f"the first {MOST} of {rows} rows" if rows > MOST else f"{rows} row{'' if rows == 1 else 's'}"
    return Markup("<p><small>{}</small></p>").format(shown)


def write_table(columns: Sequence[str], terms: Sequence[Sequence[Term | None]]) -> str:
    """Return a table as text: the first rows, and how many there are."""
    rows = [list(columns), *([_words(term) for term in row] for row in terms[:MOST])]
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    return "\n".join([*lines, str(_count(len(terms)).striptags())])


def _words(term: Term | None) -> str:
    text = "" if term is None else compact(term.value) if isinstance(term, ox.NamedNode) else written(term)
    text = " ".join(text.split())
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
