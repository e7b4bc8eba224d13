"""Why the graph says what it says of a thing: facts with the words of the releases, for notebooks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyoxigraph as ox
from markupsafe import Markup

from twingraph.explain import ExplainedFact, Quote
from twingraph.iris import PREFIXES
from twingraph.notebook.shown import html_table
from twingraph.notebook.table import Table
from twingraph.notebook.values import Term

_COLUMNS = (
    "subject", "predicate", "object", "words", "release", "issued", "start", "end", "rule", "confidence",
    "modality",
)  # fmt: skip
_WITHOUT = (None,) * 8


class Explanation(Sequence[ExplainedFact]):
    """The facts of a thing, each with its quotes; what has none follows from others, or is reference."""

    def __init__(self, facts: Sequence[ExplainedFact]) -> None:
        self._facts = tuple(facts)

    def __len__(self) -> int:
        return len(self._facts)

    def __getitem__(self, key: int | slice) -> ExplainedFact | Explanation:  # type: ignore[override]
        return Explanation(self._facts[key]) if isinstance(key, slice) else self._facts[key]

    def __iter__(self) -> Iterator[ExplainedFact]:
        return iter(self._facts)

    def __repr__(self) -> str:
        return "\n".join(line for fact in self._facts for line in _lines(fact))

    def table(self) -> Table:
        """Return a row for each quote, and one without words for each fact that has none."""
        return Table(_COLUMNS, [row for fact in self._facts for row in _rows(fact)])

    def _repr_html_(self) -> str:
        rows = (
            (
                _short(fact),
                Markup("<br>").join(map(_cite, fact.quotes)) or fact.graph or "follows from others",
            )
            for fact in self._facts
        )
        return str(html_table(("fact", "words that say so"), rows))


def _short(fact: ExplainedFact) -> Markup:
    return Markup("{} <b>{}</b> {}").format(fact.subject, fact.predicate, fact.object)


def _cite(quote: Quote) -> Markup:
    told = f"{quote.release}, characters {quote.start} to {quote.end}, {quote.rule}, {quote.confidence}"
    return Markup("“{}” <small>{}</small>").format(quote.words, told)


def _lines(fact: ExplainedFact) -> Iterator[str]:
    yield f"{fact.subject} {fact.predicate} {fact.object}"
    for quote in fact.quotes:
        yield f"    “{quote.words}” ({quote.release}, characters {quote.start} to {quote.end})"


def _rows(fact: ExplainedFact) -> Iterator[tuple[Term | None, ...]]:
    named = tuple(ox.Literal(text) for text in (fact.subject, fact.predicate, fact.object))
    for quote in fact.quotes:
        yield (*named, *_terms(quote))
    if not fact.quotes:
        yield (*named, *_WITHOUT)


def _terms(quote: Quote) -> tuple[Term | None, ...]:
    day = ox.Literal(quote.issued, datatype=_xsd("date")) if quote.issued else None
    sure = ox.Literal(quote.confidence, datatype=_xsd("decimal"))
    texts = [ox.Literal(text) for text in (quote.words, quote.release, quote.rule, quote.modality)]
    words, release, rule, modality = texts
    return words, release, day, ox.Literal(quote.start), ox.Literal(quote.end), rule, sure, modality


def _xsd(name: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES["xsd"] + name)
