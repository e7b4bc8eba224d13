"""A GraphStore over a list of quads, for tests of what reads from a store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox


class MemoryStore:
    """A store in memory that follows the GraphStore protocol."""

    def __init__(self, quads: Iterable[ox.Quad] = (), texts: dict[str, str] | None = None) -> None:
        self.generation: str | None = None
        self._store, self._texts = ox.Store(), texts or {}
        self.publish(quads)

    def query(
        self,
        sparql: str,
        *,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        return self._store.query(
            sparql, default_graph=_nodes(default_graphs), named_graphs=_nodes(named_graphs)
        )

    def quads(self, graph: str | None = "*") -> Iterator[ox.Quad]:
        if graph == "*":
            return iter(self._store)
        where = ox.DefaultGraph() if graph is None else ox.NamedNode(graph)
        return self._store.quads_for_pattern(None, None, None, where)

    def graphs(self) -> list[str]:
        return sorted(name.value for name in self._store.named_graphs() if isinstance(name, ox.NamedNode))

    def publish(self, quads: Iterable[ox.Quad]) -> str:
        self._store = ox.Store()
        self._store.extend(quads)
        lines = "\n".join(sorted(str(quad) for quad in self._store))
        self.generation = hashlib.sha256(lines.encode()).hexdigest()[:16]
        return self.generation

    def text(self, release_id: str) -> str | None:
        return self._texts.get(release_id)

    def close(self) -> None:
        self._store = ox.Store()


def _nodes(iris: Sequence[str] | None) -> list[ox.NamedNode] | None:
    return None if iris is None else [ox.NamedNode(iri) for iri in iris]
