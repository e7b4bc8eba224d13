"""What every store offers, and the canonical bytes of a dataset."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

import pyoxigraph as ox

QueryResult = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | Iterator[ox.Triple]

EVERY_GRAPH = "*"
"""Asks :meth:`GraphStore.quads` for the whole dataset; no IRI reads like this."""


@dataclass(frozen=True, slots=True)
class Generation:
    """One published state of the dataset; *meta* holds when it was created and what it counts."""

    id: str
    meta: dict[str, Any]


class Dataset(Protocol):
    """A dataset that is read by SPARQL.

    The default graph is never the union of the named graphs: equal triples of several graphs would come
    out as several rows.
    """

    @property
    def generation(self) -> str | None:
        """Id of the published generation, None where nothing is published."""
        ...

    def query(
        self,
        sparql: str,
        *,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> QueryResult:
        """Return the answer to one SPARQL 1.1 query.

        Raises:
            QuerySyntaxError: If the query cannot be parsed.
            StoreError: If the store cannot answer.
        """
        ...

    def quads(self, graph: str | None = EVERY_GRAPH) -> Iterator[ox.Quad]:
        """Yield every quad, or those of the default graph (None), or those of one named graph."""
        ...

    def graphs(self) -> list[str]:
        """Return the IRIs of the named graphs, sorted."""
        ...

    def text(self, release_id: str) -> str | None:
        """Return the text of a release as it was read, None where the store keeps none."""
        ...

    def original(self, digest: str) -> bytes | None:
        """Return the bytes that a release was read from by their SHA-256, None where the store keeps none."""
        ...


class GraphStore(Dataset, Protocol):
    """A dataset that is replaced as a whole; what reads several times for one answer reads a snapshot."""

    def snapshot(self) -> Dataset:
        """Return the served generation, to stay the same whatever is published, where that can be done."""
        ...

    def has_original(self, digest: str) -> bool:
        """True where nothing needs to be kept for *digest*: it is there, or the store keeps no originals."""
        ...

    def keep_original(self, data: bytes) -> None:
        """Keep the bytes that a release was read from, until no published generation names their digest.

        Raises:
            StoreError: If they cannot be written.
        """
        ...

    def publish(self, quads: Iterable[ox.Quad], texts: Mapping[str, str] | None = None) -> str:
        """Replace the dataset, and the texts by release id; return the id of the generation.

        Raises:
            StoreError: If it cannot be written; then the published generation stays what it was.
        """
        ...

    def rollback(self) -> str:
        """Serve the generation before the served one again and return its id.

        Raises:
            StoreError: If there is none.
        """
        ...

    def history(self) -> list[Generation]:
        """Return the published generations, the served one first."""
        ...

    def building(self) -> AbstractContextManager[None]:
        """Keep other builds out of the store for the length of a ``with`` block, where that can be done."""
        ...

    def reload(self) -> bool:
        """Serve what is published by now; True where that changed."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


def canonical_nquads(quads: Iterable[ox.Quad]) -> bytes:
    """Return the dataset as N-Quads whose lines are unique and sorted: equal datasets, equal bytes."""
    serialized = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    lines = sorted(set(serialized.split(b"\n")) - {b""})
    return b"".join(line + b"\n" for line in lines)


def generation_id(nquads: bytes) -> str:
    """Return the id of a generation: 16 hexadecimal digits that its canonical bytes decide."""
    return hashlib.sha256(nquads).hexdigest()[:16]


def graph_nodes(iris: Sequence[str] | None) -> list[Any] | None:
    """Return the graphs of a query as terms; None asks for the store's own."""
    return None if iris is None else [ox.NamedNode(iri) for iri in iris]
