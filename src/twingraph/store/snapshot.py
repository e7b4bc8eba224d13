"""One generation of the embedded store, open for reading."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from twingraph.errors import QueryError, QuerySyntaxError
from twingraph.store.base import EVERY_GRAPH, QueryResult, graph_nodes
from twingraph.store.files import store_error
from twingraph.store.ledger import Ledger, read_ledger
from twingraph.store.originals import Originals


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A generation that stays what it is while the store moves on; follows the Dataset protocol.

    ``stamp`` is that of the pointer by which it was found; ``folder`` is the generation's own, None where
    nothing is published.
    """

    stamp: object
    generation: str | None
    folder: Path | None
    store: ox.Store

    def query(
        self,
        sparql: str,
        *,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> QueryResult:
        try:
            return self.store.query(
                sparql, default_graph=graph_nodes(default_graphs), named_graphs=graph_nodes(named_graphs)
            )
        except SyntaxError as error:
            raise QuerySyntaxError(str(error)) from error
        except ValueError as error:
            raise QueryError(str(error)) from error
        except OSError as error:
            raise store_error(self.folder or Path(), error) from error

    def quads(self, graph: str | None = EVERY_GRAPH) -> Iterator[ox.Quad]:
        if graph == EVERY_GRAPH:
            return self.store.quads_for_pattern(None, None, None)
        name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
        return self.store.quads_for_pattern(None, None, None, name)

    def graphs(self) -> list[str]:
        return sorted(name.value for name in self.store.named_graphs())

    def empty_graphs(self) -> list[str]:
        """Return the named graphs that hold no triple, sorted: an IRI, or ``_:`` and a label.

        The database knows them; who loads ``dataset.nq`` elsewhere adds them.
        """
        return list(self._ledger().empty)

    def provenance(self) -> list[ox.Triple]:
        """Return who wrote what and when to this generation, in PROV."""
        return list(ox.parse(self._ledger().provenance, format=ox.RdfFormat.N_TRIPLES))

    def _ledger(self) -> Ledger:
        return read_ledger(self.folder) if self.folder else Ledger()

    def text(self, release_id: str) -> str | None:
        path = self.folder / "texts" / text_name(release_id) if self.folder else None
        return path.read_bytes().decode() if path and path.is_file() else None

    def original(self, digest: str) -> bytes | None:
        """Return an original that this generation names, None where it was swept with the generation."""
        if self.folder is None or not (self.folder / "originals").is_file():
            return None
        named = (self.folder / "originals").read_text("ascii").split()
        return Originals(self.folder.parents[1] / "originals").read(digest) if digest in named else None


def text_name(release_id: str) -> str:
    """Return a file name for any release id: stems may be long, or differ by case alone."""
    return hashlib.sha256(release_id.encode()).hexdigest()[:32] + ".txt"
