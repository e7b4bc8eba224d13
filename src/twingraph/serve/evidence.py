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
    from twingraph.store.base import GraphStore

FactKey = tuple[str, str, Term]

_END = re.compile(r"\n\s*\n|(?<=[.!?])[\"“”»«]?\s+(?=[\"„“«»A-ZÀ-Þ0-9])")
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
    rule: str | None
    confidence: str | None
    modality: str | None
    sentences: tuple[tuple[Piece, ...], ...]


def read_evidence(store: GraphStore, subjects: Iterable[str]) -> dict[FactKey, list[Quote]]:
    """Return the quotes for every fact about *subjects*, the newest release first."""
    block = values_of(subjects)
    if not block:
        return {}
    statements: dict[str, list[Row]] = defaultdict(list)
    for row in ask_rows(store, _EVIDENCE.replace("SUBJECTS", block)):
        statements[row["statement"].value].append(row)
    found: dict[FactKey, list[Quote]] = defaultdict(list)
    for statement, rows in sorted(statements.items()):
        first = rows[0]
        key = (first["subject"].value, first["predicate"].value, first["object"])
        found[key].append(_quote(store, statement, rows))
    return {key: sorted(quotes, key=lambda q: q.issued or "", reverse=True) for key, quotes in found.items()}


_EVIDENCE = """SELECT DISTINCT ?statement ?subject ?predicate ?object ?release ?id ?title ?language
    ?issued ?issuer ?rule ?confidence ?modality ?start ?end ?exact
WHERE { VALUES ?subject { SUBJECTS }
  GRAPH ?graph {
    ?statement rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ; tg:source ?release .
    ?release dcterms:identifier ?id .
    OPTIONAL { ?statement tg:span ?span . ?span oa:start ?start ; oa:end ?end ; oa:exact ?exact }
    OPTIONAL { ?release dcterms:title ?title } OPTIONAL { ?release dcterms:language ?language }
    OPTIONAL { ?release dcterms:issued ?issued } OPTIONAL { ?release dcterms:publisher ?issuer }
    OPTIONAL { ?statement tg:rule ?rule } OPTIONAL { ?statement tg:confidence ?confidence }
    OPTIONAL { ?statement tg:modality ?modality } } }"""


def anchor_of(statement: str) -> str:
    """Return the fragment that leads to a statement's words on the page of its release.

    >>> anchor_of("https://w3id.org/twingraph/id/statement/2019-10-10.00ff")
    'ev-00ff'
    """
    return "ev-" + statement.rpartition(".")[2]


def _quote(store: GraphStore, statement: str, rows: Sequence[Row]) -> Quote:
    first = rows[0]
    spans = sorted(
        {Span(int(r["start"].value), int(r["end"].value)) for r in rows if "start" in r and "end" in r}
    )
    exact = [row["exact"].value for row in rows if "exact" in row]
    text = store.text(first["id"].value)
    kept = text is not None and all(text[s.start : s.end] in exact for s in spans)
    sentences = (
        quote_sentences(text, spans) if text is not None and kept else [(Piece(e, True),) for e in exact]
    )
    value = {name: term.value for name, term in first.items()}
    return Quote(
        value["release"],
        value["id"],
        value.get("title", value["id"]),
        value.get("language"),
        value.get("issued"),
        value.get("issuer"),
        anchor_of(statement),
        value.get("rule"),
        value.get("confidence"),
        value.get("modality"),
        tuple(sentences),
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
    return [Span(*m.span()) for m in ends if "\n\n" in m[0] or not _ABBREVIATION.search(text, low, m.end())]


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
