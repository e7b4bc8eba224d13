"""The page of a release: its text, with every span that a fact rests on marked, and the facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from starlette.responses import Response

from twingraph.iris import compact
from twingraph.model import Span
from twingraph.serve.ask import Row, Term, ask_page, ask_rows, read_labels, short_name
from twingraph.serve.evidence import anchor_of
from twingraph.serve.problem import Problem
from twingraph.serve.release_text import Marks, mark_text, number_passages
from twingraph.serve.words import Words

if TYPE_CHECKING:
    from starlette.requests import Request

    from twingraph.serve.site import Site
    from twingraph.store.base import Dataset

_OWNERS = {"tg:signatory": "Signature", "org:member": "Membership"}
_HIDDEN = ("rdf:type", "rdfs:label", "foaf:name")


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
    listed = [claim.anchor for shown in claims.values() for claim in shown]
    spans, is_changed = _read_spans(statements, text or "")
    marks = Marks(spans, listed, _read_unexplained(store, iri, text or ""))
    passages = number_passages(marks)
    iris = {t.value for row in statements for t in row.values() if isinstance(t, ox.NamedNode)}
    labels = read_labels(store, iris, words.language)
    return {
        "iri": iri,
        "described": about,
        "title": about.get("dcterms:title", ox.Literal(identifier or short_name(iri))),
        "paragraphs": mark_text(text, marks) if text is not None else None,
        "is_changed": text is not None and is_changed,
        "unexplained": len(marks.unexplained),
        "claims": claims,
        "places": {anchor: place for place, anchor in enumerate(listed)},
        "notes": {anchor: passages[min(spans[anchor])].number for anchor in listed if anchor in spans},
        "labels": _node_labels(statements, labels, words) | labels,
        "formats": ("turtle", "trig", "jsonld", "ntriples", "rdfxml"),
    }


def answer_text(site: Site, request: Request) -> Response:
    """Return the text of a release as it was read: what the spans of its statements count in.

    Raises:
        Problem: 404 where none is kept.
    """
    name = request.path_params["name"]
    text = site.store.text(name)
    if text is None:
        raise Problem(404, f"no text of a release {name!r} is kept here")
    return Response(text, media_type="text/plain")


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


def _read_spans(statements: Sequence[Row], text: str) -> tuple[dict[str, list[Span]], bool]:
    """Return the words of each statement that stand where it says, and whether any stand there no more."""
    spans: dict[str, list[Span]] = {}
    is_changed = False
    for row in statements:
        span = Span(int(row["start"].value), int(row["end"].value))
        if text[span.start : span.end] == row["exact"].value:
            spans.setdefault(anchor_of(row["statement"].value), []).append(span)
        else:
            is_changed = True
    return spans, is_changed


def _read_unexplained(store: Dataset, iri: str, text: str) -> list[Span]:
    """Return the sentences with a trigger word that no rule explained."""
    rows = ask_rows(
        store,
        f"SELECT ?start ?end ?exact {{ GRAPH ?g {{ {ox.NamedNode(iri)} tg:unexplained ?span . "
        "?span oa:start ?start ; oa:end ?end ; oa:exact ?exact } }",
    )
    spans = {Span(int(row["start"].value), int(row["end"].value)): row["exact"].value for row in rows}
    return sorted(span for span, words in spans.items() if text[span.start : span.end] == words)


def _claims(statements: Sequence[Row]) -> dict[str, list[Claim]]:
    """Return the facts by subject, in the order of the text, without types and labels."""
    claims: dict[str, dict[str, Claim]] = {}
    for row in statements:
        anchor = anchor_of(row["statement"].value)
        if compact(row["predicate"].value) not in _HIDDEN:
            claim = Claim(anchor, row["predicate"].value, row["object"])
            claims.setdefault(row["subject"].value, {}).setdefault(anchor, claim)
    return {subject: list(by_anchor.values()) for subject, by_anchor in claims.items()}
