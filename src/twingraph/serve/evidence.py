"""What releases say: the sentence around the words that support a fact, with the words marked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from twingraph.model import Span
from twingraph.serve.ask import Row, Term, ask_rows, values_of

if TYPE_CHECKING:
    from twingraph.store.base import Dataset

FactKey = tuple[str, str, Term]

_END = re.compile(r"\n\s*\n|\n---[ \t]*\r?\n|(?<=[.!?])[\"“”»«]?\s+(?=[\"„“«»A-ZÀ-Þ0-9])")
_ABBREVIATION = re.compile(r"(?:\b(?:Dr|Prof|St|Nr|Mr|Mrs|Ms|No|bzw|ca|vgl|[A-Za-z])|\b\d{1,2})\.\s*\Z")
_MOST = 420  # characters of a quote on either side of the marked words


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a quote, marked where it is what the fact rests on."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """One release's support for one fact; ``sentences`` holds the pieces of each sentence."""

    release: str
    release_id: str
    title: str
    language: str | None
    issued: str | None
    issuer: str | None
    anchor: str
    statement: str
    rule: str | None
    confidence: str | None
    modality: str | None
    sentences: tuple[tuple[Piece, ...], ...]


def read_evidence(store: Dataset, subjects: Iterable[str]) -> dict[FactKey, list[Quote]]:
    """Return the quotes for every fact about *subjects*, the newest release first."""
    statements = _ask(store, _STATEMENTS, subjects)
    spans: dict[str, list[Row]] = defaultdict(list)
    for row in _ask(store, _SPANS, (row["statement"].value for row in statements)):
        spans[row["statement"].value].append(row)
    named = {row["release"].value for row in statements}
    releases = {row["release"].value: row for row in _ask(store, _RELEASES, named)}
    found: dict[FactKey, list[Quote]] = defaultdict(list)
    for row in sorted(statements, key=lambda row: row["statement"].value):
        key = (row["subject"].value, row["predicate"].value, row["object"])
        release = releases.get(row["release"].value, {})
        found[key].append(_quote(store, {**release, **row}, spans[row["statement"].value]))
    return {key: sorted(quotes, key=lambda q: q.issued or "", reverse=True) for key, quotes in found.items()}


def _ask(store: Dataset, sparql: str, iris: Iterable[str]) -> list[Row]:
    block = values_of(iris)
    return ask_rows(store, sparql.replace("THESE", block)) if block else []


# Three small queries: as one, with all its OPTIONALs, the engine takes 20 times as long.
_STATEMENTS = """SELECT DISTINCT ?statement ?subject ?predicate ?object ?release ?rule ?confidence ?modality
WHERE { VALUES ?subject { THESE } GRAPH ?graph {
  ?statement rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ; tg:source ?release .
  OPTIONAL { ?statement tg:rule ?rule } OPTIONAL { ?statement tg:confidence ?confidence }
  OPTIONAL { ?statement tg:modality ?modality } } }"""

_SPANS = """SELECT DISTINCT ?statement ?start ?end ?exact
WHERE { VALUES ?statement { THESE } GRAPH ?graph {
  ?statement tg:span ?span . ?span oa:start ?start ; oa:end ?end ; oa:exact ?exact } }"""

_RELEASES = """SELECT DISTINCT ?release ?id ?title ?language ?issued ?issuer
WHERE { VALUES ?release { THESE } GRAPH ?graph {
  ?release dcterms:identifier ?id .
  OPTIONAL { ?release dcterms:title ?title } OPTIONAL { ?release dcterms:language ?language }
  OPTIONAL { ?release dcterms:issued ?issued } OPTIONAL { ?release dcterms:publisher ?issuer } } }"""


def anchor_of(statement: str) -> str:
    """Return the fragment that leads to a statement's words on the page of its release.

    >>> anchor_of("https://w3id.org/twingraph/id/statement/2019-10-10.00ff")
    'ev-00ff'
    """
    return "ev-" + statement.rpartition(".")[2]


def _quote(store: Dataset, statement: Row, rows: Sequence[Row]) -> Quote:
    value = {name: term.value for name, term in statement.items()}
    spans = sorted({Span(int(row["start"].value), int(row["end"].value)) for row in rows})
    exact = [row["exact"].value for row in rows]
    identifier = value.get("id", "")
    text = store.text(identifier)
    kept = text is not None and all(text[span.start : span.end] in exact for span in spans)
    plain = [(Piece(words, True),) for words in exact]
    sentences = quote_sentences(text, spans) if text is not None and kept else plain
    return Quote(
        release=value["release"],
        release_id=identifier,
        title=value.get("title", identifier),
        language=value.get("language"),
        issued=value.get("issued"),
        issuer=value.get("issuer"),
        anchor=anchor_of(value["statement"]),
        statement=value["statement"],
        rule=value.get("rule"),
        confidence=value.get("confidence"),
        modality=value.get("modality"),
        sentences=tuple(sentences),
    )


def quote_sentences(text: str, spans: Sequence[Span]) -> list[tuple[Piece, ...]]:
    """Return the sentences that hold *spans*, each as pieces of which the spans are marked.

    >>> quote_sentences("One. Two three. Four", [Span(9, 14)])
    [(Piece(text='Two ', marked=False), Piece(text='three', marked=True), Piece(text='.', marked=False))]
    """
    sentences: dict[Span, list[Span]] = {}
    for span in spans:
        around = next((s for s in sentences if s.start <= span.start and span.end <= s.end), None)
        sentences.setdefault(around or find_sentence(text, span), []).append(span)
    return [tuple(_pieces(text, around, inside)) for around, inside in sentences.items()]


def find_sentence(text: str, span: Span) -> Span:
    """Return the sentence, or the row of them, that holds *span*, cut where it runs on for too long."""
    low, high = max(0, span.start - _MOST), min(len(text), span.end + _MOST)
    start, end = low, high
    for boundary in _boundaries(text, low, high):
        if boundary.end <= span.start:
            start = boundary.end
        elif boundary.start >= span.end:
            end = boundary.start
            break
    return Span(start + len(text[start:end]) - len(text[start:end].lstrip()), end)


@lru_cache(maxsize=256)
def _boundaries(text: str, low: int, high: int) -> list[Span]:
    ends = (match for match in _END.finditer(text, low, high))
    return [
        Span(*m.span()) for m in ends if m[0].count("\n") > 1 or not _ABBREVIATION.search(text, low, m.end())
    ]


def _pieces(text: str, around: Span, inside: Iterable[Span]) -> Iterable[Piece]:
    at = around.start
    for span in sorted(inside):
        if span.start > at:
            yield Piece(_flat(text[at : span.start]), False)
        if span.end > at:
            yield Piece(_flat(text[max(at, span.start) : span.end]), True)
        at = max(at, span.end)
    if at < around.end:
        yield Piece(_flat(text[at : around.end].rstrip()), False)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def is_asserted(modality: str | None) -> bool:
    """Return whether a modality is the plain one, that needs no word."""
    return modality is None or modality.endswith("/asserted")


def literal_language(term: Term) -> str | None:
    """Return the language tag of a term."""
    return term.language if isinstance(term, ox.Literal) else None
