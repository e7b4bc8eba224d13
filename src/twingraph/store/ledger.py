"""What was written to a generation by others than builds, so that a later build keeps it.

written.nq      quads that writes added and that no later write removed
withdrawn.nq    quads that writes removed and that no later write added again
graphs          the named graphs that hold no triple, a line each
provenance.nt   who wrote what and when, see :mod:`twingraph.store.provenance`

A file is there where it has something to say.  A generation without any is what a build alone made, and
its id is the digest of its dataset; otherwise the id covers all of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import pyoxigraph as ox

from twingraph.errors import StoreError
from twingraph.store.base import generation_id
from twingraph.store.nquads import Difference, join_lines, lines_of, quads_of


@dataclass(frozen=True, slots=True)
class Ledger:
    """The writes that a generation holds.

    ``written`` and ``withdrawn`` are lines of N-Quads, ``empty`` names graphs without a triple (an IRI, or
    ``_:label``), ``provenance`` is N-Triples.
    """

    written: frozenset[bytes] = frozenset()
    withdrawn: frozenset[bytes] = frozenset()
    empty: tuple[str, ...] = ()
    provenance: bytes = b""

    def __bool__(self) -> bool:
        return bool(self.written or self.withdrawn or self.empty or self.provenance)

    def after(self, by: Difference) -> Self:
        """Return the ledger after one more write, which changed the dataset as *by* says."""
        return replace(
            self,
            written=(self.written | by.added) - by.removed,
            withdrawn=(self.withdrawn | by.removed) - by.added,
        )

    def kept_in(self, built: bytes) -> Difference:
        """Return what the writes change in the canonical bytes that a build made."""
        if not (self.written or self.withdrawn):
            return Difference(frozenset(), frozenset())
        lines = frozenset(lines_of(built))
        return Difference(self.written - lines, self.withdrawn & lines)

    def without_filled(self, nquads: bytes) -> Self:
        """Return the ledger without the empty graphs that hold a quad in *nquads*."""
        if not self.empty:
            return self
        ends = {f" {graph_node(name)} .".encode() for name in self.empty}
        near = [line for line in lines_of(nquads) if b" " + line[:-2].rpartition(b" ")[2] + b" ." in ends]
        filled = names_of(quad.graph_name for quad in quads_of(near))
        return replace(self, empty=tuple(name for name in self.empty if name not in filled))

    def files(self) -> dict[str, bytes]:
        """Return the files of the ledger that have something to say, by name."""
        graphs = "".join(f"{name}\n" for name in sorted(self.empty))
        files = {
            "written.nq": join_lines(self.written),
            "withdrawn.nq": join_lines(self.withdrawn),
            "graphs": graphs.encode(),
            "provenance.nt": self.provenance,
        }
        return {name: content for name, content in files.items() if content}

    def identify(self, nquads: bytes) -> str:
        """Return the id of the generation that these bytes and this ledger make.

        The digest leaves out what the provenance says of the generation itself, which names the id.
        """
        if not self:
            return generation_id(nquads)
        parts = {"dataset.nq": nquads, **self.files()}
        sums = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in parts.items())
        return hashlib.sha256("".join(sums).encode()).hexdigest()[:16]

    def is_of(self, generation: str, nquads: bytes) -> bool:
        """True where *generation* is the id of these bytes and this ledger."""
        own = f"/id/generation/{generation}>".encode()
        others = [line for line in lines_of(self.provenance) if not line.split(b" ", 1)[0].endswith(own)]
        return replace(self, provenance=join_lines(others)).identify(nquads) == generation


def read_ledger(folder: Path) -> Ledger:
    """Return the ledger of the generation in *folder*.

    Raises:
        OSError: If it cannot be read.
    """
    written, withdrawn = (
        frozenset(lines_of(_read(folder / name))) for name in ("written.nq", "withdrawn.nq")
    )
    return Ledger(written, withdrawn, read_empty_graphs(folder), _read(folder / "provenance.nt"))


def read_empty_graphs(folder: Path) -> tuple[str, ...]:
    """Return the graphs without a triple of the generation in *folder*, as the ledger names them."""
    return tuple(_read(folder / "graphs").decode(errors="replace").split("\n")[:-1])


def check_ledger(folder: Path) -> Ledger:
    """Return the ledger of the generation in *folder*, its lines parsed.

    Raises:
        StoreError: If it is damaged.
    """
    ledger = read_ledger(folder)
    try:
        for _ in quads_of([*ledger.written, *ledger.withdrawn, *lines_of(ledger.provenance)]):
            pass
    except SyntaxError as error:
        reason = f"the ledger of writes is damaged ({' '.join(str(error).split())})"
        raise StoreError(f"{folder}: {reason}; roll back, or build with --forget-writes") from error
    return ledger


def graph_node(name: str) -> ox.NamedNode | ox.BlankNode:
    """Return the node that a line of the file ``graphs`` names."""
    return ox.BlankNode(name[2:]) if name.startswith("_:") else ox.NamedNode(name)


def graph_name(node: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> str:
    """Return the line of the file ``graphs`` that names *node*."""
    return node.value if isinstance(node, ox.NamedNode) else str(node)


def names_of(nodes: Iterable[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]) -> tuple[str, ...]:
    """Return the names of graphs, sorted."""
    return tuple(sorted(graph_name(node) for node in nodes))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
