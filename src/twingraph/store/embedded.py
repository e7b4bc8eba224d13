"""The embedded store: pyoxigraph on disk, one immutable folder for each generation."""

from __future__ import annotations

import gc
import json
import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import pyoxigraph as ox

from twingraph.errors import StoreError
from twingraph.iris import expand
from twingraph.store.base import (
    EVERY_GRAPH,
    Generation,
    QueryResult,
    canonical_nquads,
    generation_id,
)
from twingraph.store.generations import Generations, store_error
from twingraph.store.originals import Originals
from twingraph.store.snapshot import Snapshot, text_name


class EmbeddedStore:
    """A folder of generations, of which one is served; follows the GraphStore protocol.

    Args:
        folder: The store's folder.
        create: Make the folder a store where it is new or empty.
        keep: How many generations a publication leaves.
    Raises:
        StoreError: If the folder is no store, or cannot be read.
    """

    def __init__(self, folder: Path, *, create: bool = False, keep: int = 5) -> None:
        self._generations, self._keep = Generations(folder, create=create), keep
        self._originals = Originals(folder / "originals")
        self._switch = threading.Lock()
        try:
            self._opened = self._open()
        except StoreError:
            if not create:
                raise
            self.close()  # a build writes the damaged generation anew

    @property
    def folder(self) -> Path:
        return self._generations.folder

    @property
    def generation(self) -> str | None:
        return self._opened.generation

    def snapshot(self) -> Snapshot:
        """Return the served generation, which stays what it is while the store moves on to the next."""
        return self._opened

    def reload(self) -> bool:
        """Serve what is published by now; True where that changed.  Costs one stat where it did not."""
        if self._generations.stamp() == self._opened.stamp:
            return False
        with self._switch:
            before, self._opened = self._opened.generation, self._open()
            return before != self._opened.generation

    def query(
        self,
        sparql: str,
        *,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> QueryResult:
        return self._opened.query(sparql, default_graphs=default_graphs, named_graphs=named_graphs)

    def quads(self, graph: str | None = EVERY_GRAPH) -> Iterator[ox.Quad]:
        return self._opened.quads(graph)

    def graphs(self) -> list[str]:
        return self._opened.graphs()

    def text(self, release_id: str) -> str | None:
        return self._opened.text(release_id)

    def original(self, digest: str) -> bytes | None:
        return self._opened.original(digest)

    def has_original(self, digest: str) -> bool:
        return self._originals.has(digest)

    def keep_original(self, data: bytes) -> None:
        """Keep the bytes that a release was read from; what no publication names is swept by the next one."""
        try:
            self._originals.keep(data)
        except OSError as error:
            raise store_error(self.folder, error) from error

    def building(self) -> AbstractContextManager[None]:
        """Keep other builds out of the store for the length of a ``with`` block."""
        return self._generations.lock()

    def publish(self, quads: Iterable[ox.Quad], texts: Mapping[str, str] | None = None) -> str:
        """Write a new generation beside the others and serve it; one that is there is not rewritten."""
        nquads = canonical_nquads(quads)
        generation = generation_id(nquads)
        try:
            with self.building():
                self._publish(generation, nquads, texts or {})
        except OSError as error:
            raise store_error(self.folder, error) from error
        self.reload()
        return generation

    def _publish(self, generation: str, nquads: bytes, texts: Mapping[str, str]) -> None:
        published = self._generations.published()
        if not self._is_sound(generation):
            self._write(generation, nquads, texts)
        if published[:1] != [generation]:
            earlier = [other for other in published if other != generation]
            self._generations.point_to([generation, *earlier][: self._keep])
        self._generations.sweep()
        self._originals.sweep(
            digest for kept in self._generations.published() for digest in self._generations.originals(kept)
        )

    def rollback(self) -> str:
        """Serve the generation before the served one again and return its id.

        Raises:
            StoreError: If there is none.
        """
        try:
            with self.building():
                earlier = self._generations.published()[1:]
                if not earlier:
                    raise StoreError(f"{self.folder}: there is no earlier generation to return to")
                self._generations.point_to(earlier)
        except OSError as error:
            raise store_error(self.folder, error) from error
        self.reload()
        return earlier[0]

    def history(self) -> list[Generation]:
        """Return the published generations, the served one first."""
        return [self._generations.read(generation) for generation in self._generations.published()]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._opened = Snapshot(None, None, None, ox.Store())

    def _write(self, generation: str, nquads: bytes, texts: Mapping[str, str]) -> None:
        with self._generations.new() as folder:
            (folder / "dataset.nq").write_bytes(nquads)
            (folder / "texts").mkdir()
            for release_id, text in texts.items():
                (folder / "texts" / text_name(release_id)).write_bytes(text.encode())
            _write_db(folder / "db", folder / "dataset.nq")
            (folder / "originals").write_text(
                "".join(f"{digest}\n" for digest in _originals(nquads)), "ascii"
            )
            meta = {"created": datetime.now(UTC).isoformat(timespec="seconds"), **_counts(nquads)}
            (folder / "meta.json").write_text(json.dumps(meta, indent=1), encoding="utf-8")
            self._generations.adopt(folder, generation)

    def _is_sound(self, generation: str) -> bool:
        try:
            return self._generations.is_sound(generation) and bool(
                _open_db(self._generations.path(generation))
            )
        except OSError:
            return False

    def _open(self) -> Snapshot:
        """Open what the pointer names; a build may switch it and sweep while we look, so look again."""
        for _ in range(10):
            stamp, published = self._generations.stamp(), self._generations.published()
            if not published:
                return Snapshot(stamp, None, None, ox.Store())
            folder = self._generations.path(published[0])
            try:
                return Snapshot(stamp, published[0], folder, _open_db(folder))
            except OSError as error:
                if self._generations.stamp() == stamp:
                    raise StoreError(
                        f"{folder}: cannot be opened ({_first_line(error)}); build again"
                    ) from error
        raise StoreError(f"{self.folder}: the generation changes faster than it can be opened; try again")


def _open_db(generation: Path) -> ox.Store:
    try:
        return ox.Store.read_only(str(generation / "db"))
    except RuntimeError as error:  # what pyoxigraph raises for damaged files
        raise OSError(str(error)) from error


def _write_db(folder: Path, nquads: Path) -> None:
    store = ox.Store(str(folder))
    store.bulk_load(path=str(nquads), format=ox.RdfFormat.N_QUADS)
    store.flush()
    del store
    gc.collect()  # pyoxigraph closes its files when the store is collected


def _counts(nquads: bytes) -> dict[str, int]:
    """Return how much a dataset holds; a line starts with subject, predicate and object."""
    heads = [line.split(b" ", 3) for line in nquads.split(b"\n") if line]
    source, kind = (f"<{expand(curie)}>".encode() for curie in ("tg:source", "rdf:type"))
    release = [kind, f"<{expand('tg:Release')}>".encode()]
    return {
        "quads": len(heads),
        "releases": sum(head[1:3] == release for head in heads),
        "statements": sum(head[1] == source for head in heads),
    }


def _originals(nquads: bytes) -> list[str]:
    """Return the digests of the originals that a dataset names, sorted."""
    named = re.findall(rb"^\S+ <%b> \"([0-9a-f]{64})\"" % expand("tg:originalDigest").encode(), nquads, re.M)
    return sorted({digest.decode() for digest in named})


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
