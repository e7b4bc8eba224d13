"""Who wrote what and when, in PROV: one activity a write, with what it used and what it made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pyoxigraph as ox

from twingraph.iris import BASE, expand, mint_local
from twingraph.store.nquads import Difference, join_lines, lines_of, quads_of

MOST_TEXT = 10_000
"""Characters of a request that are kept; of a longer one, and of all that is no text, the SHA-256."""


@dataclass(frozen=True, slots=True)
class Record:
    """Who asked for a write, and how.

    Args:
        agent: An absolute IRI, or a name, from which one is made.
        kind: The kind of request in words, such as ``SPARQL update`` or ``PUT of a graph``.
        request: Its text, or the bytes of what is no text for people.
    """

    agent: str
    kind: str
    request: str | bytes = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """One write: what it did to the generation *before* (None where nothing was published)."""

    record: Record
    started: datetime
    ended: datetime
    before: str | None
    by: Difference
    empty: Iterable[str]
    """Names of graphs without a triple that the write made or took away."""
    base: str = BASE

    @property
    def iri(self) -> str:
        """The IRI of the write: when it began, and a digest of what was asked for."""
        parts = (self.before or "", self.record.agent, self.record.kind, _digest(self.record.request))
        asked = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
        began = self.started.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        return mint_local("write", f"{began}.{asked}", self.base)

    def triples(self) -> bytes:
        """Return what is known before the id of the new generation is: N-Triples, sorted."""
        return _ntriples(self._said())

    def made(self, generation: str) -> bytes:
        """Return what is known of the new generation, as N-Triples."""
        made = _generation(generation, self.base)
        said = [_say(made, "rdf:type", "prov:Entity"), _say(made, "prov:wasGeneratedBy", _node(self.iri))]
        if self.before:
            said.append(_say(made, "prov:wasDerivedFrom", _generation(self.before, self.base)))
        return _ntriples(said)

    def _said(self) -> Iterator[ox.Triple]:
        write = _node(self.iri)
        yield _say(write, "rdf:type", "prov:Activity")
        yield _say(write, "rdfs:label", ox.Literal(self.record.kind))
        yield _say(write, "prov:startedAtTime", _time(self.started))
        yield _say(write, "prov:endedAtTime", _time(self.ended))
        if self.before:
            yield _say(write, "prov:used", _generation(self.before, self.base))
            yield _say(_generation(self.before, self.base), "rdf:type", "prov:Entity")
        yield from self._agent(write)
        yield from self._request(write)
        yield from self._quads(write, "added", "prov:wasGeneratedBy", self.by.added)
        yield from self._quads(write, "removed", "prov:wasInvalidatedBy", self.by.removed)
        for name in self.empty:
            if not name.startswith("_:"):
                yield _say(_node(name), "prov:wasInfluencedBy", write)

    def _agent(self, write: ox.NamedNode) -> Iterator[ox.Triple]:
        name = self.record.agent
        agent = _node(name) if _is_iri(name) else _node(mint_local("agent", name, self.base))
        yield _say(write, "prov:wasAssociatedWith", agent)
        yield _say(agent, "rdf:type", "prov:Agent")
        if not _is_iri(name):
            yield _say(agent, "rdfs:label", ox.Literal(name))

    def _request(self, write: ox.NamedNode) -> Iterator[ox.Triple]:
        request = self.record.request
        if not request:
            return
        entity = _node(f"{self.iri}.request")
        yield _say(write, "prov:used", entity)
        yield _say(entity, "rdf:type", "prov:Entity")
        yield _say(entity, "dcterms:identifier", ox.Literal(f"sha256:{_digest(request)}"))
        if isinstance(request, str):
            yield _say(entity, "prov:value", ox.Literal(request[:MOST_TEXT]))
            if len(request) > MOST_TEXT:
                cut = f"the first {MOST_TEXT} of {len(request)} characters"
                yield _say(entity, "rdfs:comment", ox.Literal(cut, language="en"))

    def _quads(
        self, write: ox.NamedNode, name: str, how: str, lines: frozenset[bytes]
    ) -> Iterator[ox.Triple]:
        """Yield how many quads were added or removed, and in which graphs."""
        entity = _node(f"{self.iri}.{name}")
        yield _say(entity, "rdf:type", "prov:Entity")
        yield _say(entity, how, write)
        yield _say(entity, "rdfs:label", ox.Literal(f"quads {name}", language="en"))
        yield _say(entity, "dcterms:extent", ox.Literal(len(lines)))
        for graph in sorted(graphs_of(lines)):
            iri = graph or mint_local("dataset", "default", self.base)
            yield _say(entity, "dcterms:isPartOf", _node(iri))


def graphs_of(lines: Iterable[bytes]) -> set[str]:
    """Return the IRIs of the graphs that *lines* speak of; the default graph is the empty string."""
    names = (quad.graph_name for quad in quads_of(lines))
    return {name.value if isinstance(name, ox.NamedNode) else "" for name in names}


def count_writes(provenance: bytes) -> int:
    """Return how many writes *provenance* tells of."""
    activity = f" <{expand('rdf:type')}> <{expand('prov:Activity')}> .".encode()
    return sum(line.endswith(activity) for line in lines_of(provenance))


def now() -> datetime:
    """Return the time; the one clock of the writes."""
    return datetime.now(UTC)


def _digest(request: str | bytes) -> str:
    data = request.encode(errors="replace") if isinstance(request, str) else request
    return hashlib.sha256(data).hexdigest()


def _is_iri(text: str) -> bool:
    return text.startswith(("http://", "https://", "urn:", "mailto:")) and " " not in text


def _generation(generation: str, base: str) -> ox.NamedNode:
    return _node(mint_local("generation", generation, base))


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _say(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal | str) -> ox.Triple:
    term = _node(expand(value)) if isinstance(value, str) else value
    return ox.Triple(subject, _node(expand(predicate)), term)


def _time(moment: datetime) -> ox.Literal:
    text = moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return ox.Literal(text, datatype=_node(expand("xsd:dateTime")))


def _ntriples(triples: Iterable[ox.Triple]) -> bytes:
    return join_lines(lines_of(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""))
