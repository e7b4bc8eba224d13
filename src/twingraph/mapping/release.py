"""One release to its named graph: the release, what it claims, and the words that say so."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import pyoxigraph as ox

from twingraph.errors import MappingError
from twingraph.iris import BASE, expand, mint_local
from twingraph.mapping.terms import (
    LANGUAGE_TAG,
    Term,
    decimal,
    describe,
    node,
    parse_literal,
    sort_quads,
    tg,
    typed,
)
from twingraph.model import Evidence, LinkedRelease, Literal, PressRelease, Span
from twingraph.support import MODALITIES

Claim = tuple[ox.NamedNode, ox.NamedNode, Term]


def map_release(linked: LinkedRelease, base: str = BASE) -> list[ox.Quad]:
    """Return the named graph of one release, sorted: the release, its statements and their spans.

    Equal claims of one release become one statement that keeps every span.

    Raises:
        MappingError: If a literal, an IRI or a span is not what it says it is.
    """
    release = linked.release
    graph = node(mint_local("graph", release.id, base))
    source = node(mint_local("release", release.id, base))
    try:
        quads = set(describe(graph, source, _describe(release)))
        quads.update(_ledger(graph, source, linked, base))
        for claim, evidence in read_claims(linked).items():
            quads.update(_statement(graph, source, release, base, claim, evidence))
    except ValueError as error:
        raise MappingError(release.id, str(error)) from error
    return sort_quads(quads)


def _describe(release: PressRelease) -> Iterator[tuple[str, Term]]:
    yield "rdf:type", tg("Release")
    yield "dcterms:identifier", ox.Literal(release.id)
    yield "tg:textDigest", ox.Literal(release.sha256)
    if release.original:
        yield "tg:originalDigest", ox.Literal(release.original)
    if release.media_type:
        yield "dcterms:format", ox.Literal(release.media_type)
    if release.language:
        yield "dcterms:language", ox.Literal(release.language)
    if release.title:
        tagged = LANGUAGE_TAG.fullmatch(release.language)
        yield (
            "dcterms:title",
            parse_literal(Literal(release.title, language=release.language if tagged else None)),
        )
    if release.issued:
        yield "dcterms:issued", typed(release.issued.iso, release.issued.datatype)
    if release.issuer:
        yield "dcterms:publisher", ox.Literal(release.issuer)
    if release.source:
        yield "dcterms:source", _address(release.source)
    if release.retrieved and (when := _moment(release.retrieved)):
        yield "pav:retrievedOn", when


def _ledger(graph: ox.NamedNode, source: ox.NamedNode, linked: LinkedRelease, base: str) -> Iterator[ox.Quad]:
    """Yield how many sentences have a trigger word, and the spans of those that no rule explained."""
    pairs: list[tuple[str, Term]] = [("tg:triggers", typed(str(linked.triggers), "integer"))]
    for span in linked.unexplained:
        selector = node(mint_local("span", f"{linked.release.id}.{span.start}-{span.end}", base))
        pairs.append(("tg:unexplained", selector))
        yield from describe(graph, selector, _describe_span(linked.release, span))
    yield from describe(graph, source, pairs)


def _moment(text: str) -> Term | None:
    """Return a day or a moment of UTC, None for what is neither."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return typed(text, "date")
    if moment.tzinfo is None:
        return typed(moment.isoformat(timespec="seconds"), "dateTime")
    return typed(f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z", "dateTime")


def _address(source: str) -> Term:
    """Return a web address as IRI, and as plain words what is none."""
    try:
        return node(source) if re.match(r"https?://", source) else ox.Literal(source)
    except ValueError:
        return ox.Literal(source)


def read_claims(linked: LinkedRelease) -> dict[Claim, list[Evidence]]:
    claims: dict[Claim, list[Evidence]] = defaultdict(list)
    for fact in linked.facts:
        try:
            term = node(fact.object) if isinstance(fact.object, str) else parse_literal(fact.object)
            claims[node(fact.subject), node(fact.predicate), term].append(fact.evidence)
        except ValueError as error:
            reason = f"{fact.subject} {fact.predicate}: {error} (rule {fact.evidence.rule})"
            raise MappingError(linked.release.id, reason) from error
    return claims


def best_evidence(evidence: Iterable[Evidence]) -> Evidence:
    """Return the evidence that carries most: said plainly, then the surest, then what stands first."""
    return min(evidence, key=lambda e: (-MODALITIES.index(e.modality), -e.confidence, e.spans, e.rule))


def _statement(
    graph: ox.NamedNode,
    source: ox.NamedNode,
    release: PressRelease,
    base: str,
    claim: Claim,
    evidence: list[Evidence],
) -> Iterator[ox.Quad]:
    subject, predicate, value = claim
    key = "\u001f".join((subject.value, predicate.value, str(value)))
    digest = hashlib.sha256(key.encode()).hexdigest()[:16]
    statement = node(mint_local("statement", f"{release.id}.{digest}", base))
    best = best_evidence(evidence)
    spans = sorted({span for e in evidence for span in e.spans})
    selectors = [node(f"{statement.value}.{span.start}-{span.end}") for span in spans]
    pairs: list[tuple[str, Term]] = [
        ("rdf:type", tg("Statement")), ("rdf:subject", subject), ("rdf:predicate", predicate),
        ("rdf:object", value), ("tg:source", source), ("tg:rule", ox.Literal(best.rule)),
        ("tg:confidence", typed(decimal(best.confidence), "decimal")),
        ("tg:modality", node(expand(f"modality:{best.modality}"))),
        *(("tg:span", selector) for selector in selectors),
    ]  # fmt: skip
    yield from describe(graph, statement, pairs)
    for selector, span in zip(selectors, spans, strict=True):
        yield from describe(graph, selector, _describe_span(release, span))


def _describe_span(release: PressRelease, span: Span) -> Iterator[tuple[str, Term]]:
    if not 0 <= span.start < span.end <= len(release.text):
        raise MappingError(
            release.id, f"span {span.start}-{span.end} is outside its {len(release.text)} characters"
        )
    yield "rdf:type", node(expand("oa:TextPositionSelector"))
    # the same values as xsd:nonNegativeInteger; engines give every whole number back as xsd:integer
    yield "oa:start", typed(str(span.start), "integer")
    yield "oa:end", typed(str(span.end), "integer")
    yield "oa:exact", ox.Literal(release.text[span.start : span.end])
