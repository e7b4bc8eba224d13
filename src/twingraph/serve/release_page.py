"""The page of a release: its text, with every span that a fact rests on marked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from twingraph.iris import compact
from twingraph.model import Span
from twingraph.serve.ask import Row, Term, ask_page, ask_rows, read_labels, short_name
from twingraph.serve.evidence import anchor_of
from twingraph.serve.words import Words

if TYPE_CHECKING:
    from twingraph.store.base import Dataset

_OWNERS = {"tg:signatory": "Signature", "org:member": "Membership"}
_HIDDEN = ("rdf:type", "rdfs:label", "foaf:name")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text; ``link`` is a fact that rests on it, ``starts`` are those that begin here."""

    text: str
    marked: bool
    link: str | None
    starts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact that the release states."""

    anchor: str
    predicate: str
    value: Term


def release_context(store: Dataset, iri: str, words: Words) -> dict[str, Any]:
    """Return what the template of a release needs."""
    about = _about(store, iri)
    statements = ask_page(store, "release_statements", entity=iri)
    identifier = about["dcterms:identifier"].value if "dcterms:identifier" in about else ""
    text = store.text(identifier)
    claims = _claims(statements)
    listed = {claim.anchor for shown in claims.values() for claim in shown}
    iris = {t.value for row in statements for t in row.values() if isinstance(t, ox.NamedNode)}
    labels = read_labels(store, iris, words.language)
    return {
        "iri": iri,
        "about": about,
        "title": about.get("dcterms:title", ox.Literal(identifier or short_name(iri))),
        "paragraphs": mark_text(text, statements, listed) if text is not None else None,
        "claims": claims,
        "labels": _node_labels(statements, labels, words) | labels,
        "formats": ("turtle", "jsonld", "ntriples", "rdfxml"),
    }


def _about(store: Dataset, iri: str) -> dict[str, Term]:
    node = ox.NamedNode(iri)
    rows = ask_rows(store, f"SELECT ?predicate ?object {{ GRAPH ?g {{ {node} ?predicate ?object }} }}")
    return {compact(row["predicate"].value): row["object"] for row in rows}


def _node_labels(
    statements: Sequence[Row], labels: dict[str, ox.Literal], words: Words
) -> dict[str, ox.Literal]:
    """Return names for signatures and memberships, which have none: what they are, and whose."""
    found = {}
    for row in statements:
        kind = _OWNERS.get(compact(row["predicate"].value))
        if kind and row["object"].value in labels:
            name = f"{words(f'class.{kind}')}: {labels[row['object'].value].value}"
            found[row["subject"].value] = ox.Literal(name, language=words.language)
    return found


def mark_text(text: str, statements: Sequence[Row], listed: Collection[str]) -> list[list[Segment]]:
    """Return the lines of *text* as segments, cut wherever the span of a statement begins or ends.

    Args:
        listed: Anchors of the statements that a mark can lead to.
    """
    spans = sorted(
        (Span(int(r["start"].value), int(r["end"].value)), anchor_of(r["statement"].value))
        for r in statements
    )
    cuts = {0, len(text)} | {edge for span, _ in spans for edge in (span.start, span.end) if edge < len(text)}
    edges = sorted(cuts | {at + 1 for at, character in enumerate(text) if character == "\n"})
    seen: set[str] = set()
    lines: list[list[Segment]] = [[]]
    for start, end in pairwise(edges):
        inside = [anchor for span, anchor in spans if span.start <= start and end <= span.end]
        starts = tuple(dict.fromkeys(anchor for anchor in inside if anchor not in seen))
        seen.update(starts)
        link = next((anchor for anchor in reversed(inside) if anchor in listed), None)
        lines[-1].append(Segment(text[start:end].rstrip("\r\n"), bool(inside), link, starts))
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
