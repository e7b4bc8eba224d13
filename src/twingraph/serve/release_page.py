"""The page of a release: its text, with every span that a fact rests on marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from twingraph.iris import compact
from twingraph.model import Span
from twingraph.serve.ask import Row, Term, ask_page, read_labels, short_name
from twingraph.serve.evidence import anchor_of

if TYPE_CHECKING:
    from twingraph.store.base import GraphStore

_HIDDEN = ("rdf:type", "rdfs:label", "foaf:name")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text; ``facts`` are the anchors of the facts that rest on it, ``starts`` those that begin."""

    text: str
    facts: tuple[str, ...]
    starts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact that the release states."""

    anchor: str
    predicate: str
    value: Term


def release_context(store: GraphStore, iri: str, language: str) -> dict[str, Any]:
    """Return what the template of a release needs."""
    about = {
        compact(row["predicate"].value): row["object"]
        for row in _about(store, iri)
        if row["object"].value is not None
    }
    statements = ask_page(store, "release_statements", entity=iri)
    identifier = about["dcterms:identifier"].value if "dcterms:identifier" in about else ""
    text = store.text(identifier)
    iris = {t.value for row in statements for t in row.values() if isinstance(t, ox.NamedNode)}
    return {
        "iri": iri,
        "about": about,
        "title": about.get("dcterms:title", ox.Literal(identifier or short_name(iri))),
        "paragraphs": mark_text(text, statements) if text is not None else None,
        "claims": _claims(statements),
        "labels": read_labels(store, iris, language),
        "formats": ("turtle", "jsonld", "ntriples", "rdfxml"),
    }


def _about(store: GraphStore, iri: str) -> list[Row]:
    node = ox.NamedNode(iri)
    solutions = store.query(f"SELECT ?predicate ?object {{ GRAPH ?g {{ {node} ?predicate ?object }} }}")
    assert isinstance(solutions, ox.QuerySolutions)
    return [{"predicate": row["predicate"], "object": row["object"]} for row in solutions]


def mark_text(text: str, statements: Sequence[Row]) -> list[list[Segment]]:
    """Return the lines of *text* as segments, cut wherever the span of a statement begins or ends."""
    spans = sorted(
        {
            (Span(int(r["start"].value), int(r["end"].value)), anchor_of(r["statement"].value))
            for r in statements
        }
    )
    spans = [(span, anchor) for span, anchor in spans if span.end <= len(text)]
    cuts = {0, len(text)} | {edge for span, _ in spans for edge in (span.start, span.end)}
    edges = sorted(cuts | {at + 1 for at, character in enumerate(text) if character == "\n"})
    seen: set[str] = set()
    lines: list[list[Segment]] = [[]]
    for start, end in zip(edges, edges[1:], strict=False):
        inside = tuple(anchor for span, anchor in spans if span.start <= start and end <= span.end)
        starts = tuple(anchor for anchor in inside if anchor not in seen)
        seen.update(starts)
        lines[-1].append(Segment(text[start:end].rstrip("\r\n"), inside, starts))
        if text[start:end].endswith("\n"):
            lines.append([])
    return lines


def _claims(statements: Sequence[Row]) -> dict[str, list[Claim]]:
    """Return the facts by subject, in the order of the text, without types and labels."""
    claims: dict[str, dict[str, Claim]] = {}
    for row in statements:
        anchor = anchor_of(row["statement"].value)
        if compact(row["predicate"].value) not in _HIDDEN:
            claim = Claim(anchor, row["predicate"].value, row["object"])
            claims.setdefault(row["subject"].value, {}).setdefault(anchor, claim)
    return {subject: list(by_anchor.values()) for subject, by_anchor in claims.items()}
