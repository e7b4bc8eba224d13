"""The embedded store: pyoxigraph on disk, one immutable folder for each generation."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeVar

import pyoxigraph as ox

from twingraph.errors import StoreError
from twingraph.iris import BASE
from twingraph.store.base import EVERY_GRAPH, Generation, QueryResult, canonical_nquads
from twingraph.store.compared import Versions
from twingraph.store.contents import count, open_db, write_db, write_lists, write_texts
from twingraph.store.files import store_error, telling
from twingraph.store.generations import Generations
from twingraph.store.ledger import Ledger, check_ledger
from twingraph.store.nquads import canonical, changed, lines_of
from twingraph.store.originals import Originals
from twingraph.store.provenance import Record, now
from twingraph.store.snapshot import Snapshot
from twingraph.store.tombstones import Tombstone, Tombstones
from twingraph.store.touched import Touches, touches_anything
from twingraph.store.writes import Written, write_generation

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Published:
    """What a build published: the generation, and how many quads the writes before it put in and take out."""

    generation: str
    is_new: bool
    kept: int
    withdrawn: int


class EmbeddedStore:
    """A folder of generations, of which one is served; follows the GraphStore protocol.

    Args:
        folder: The store's folder.
        create: Make the folder a store where it is new or empty.
        keep: How many generations a publication leaves.
        base: Base of the IRIs that the provenance of writes names.
    Raises:
        StoreError: If the folder is no store, or cannot be read.
    """

    def __init__(self, folder: Path, *, create: bool = False, keep: int = 5, base: str = BASE) -> None:
        self._generations, self._keep = Generations(folder, create=create), keep
        self._originals = Originals(folder / "originals")
        self._tombstones = Tombstones(folder)
        self._base, self._switch = base, threading.Lock()
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
        """Replace what builds made by *quads*, keep what was written, and return the id of the generation."""
        return self.publish_build(quads, texts).generation

    def publish_build(
        self,
        quads: Iterable[ox.Quad],
        texts: Mapping[str, str] | None = None,
        *,
        forget_writes: bool = False,
    ) -> Published:
        """Write a new generation beside the others and serve it; one that is there is not rewritten.

        Args:
            forget_writes: Publish *quads* alone, as if nothing had ever been written by others.
        Raises:
            StoreError: If it cannot be written, or another build is running.
        """
        built = canonical(canonical_nquads(quads))
        with telling(self.folder), self.building(), self._generations.publishing():
            published = self._publish(built, texts or {}, forget_writes)
            self._originals.sweep(
                digest
                for kept in self._generations.published()
                for digest in self._generations.originals(kept)
            )
        self.reload()
        return published

    def _publish(self, built: bytes, texts: Mapping[str, str], forget_writes: bool) -> Published:
        served = next(iter(self._generations.published()), None)
        ledger = Ledger() if forget_writes or not served else check_ledger(self._generations.path(served))
        kept = ledger.kept_in(built)
        nquads = changed(built, kept)
        ledger = ledger.without_filled(nquads)
        generation = ledger.identify(nquads)
        if served and ledger and self._generations.holds(served, nquads):
            generation = served
        if not self._is_sound(generation):
            self._write(generation, nquads, ledger, texts)
        self._bury(served, generation)
        self._generations.serve(generation, self._keep)
        return Published(generation, generation != served, len(kept.added), len(kept.removed))

    def write(
        self,
        change: Callable[[ox.Store], T],
        record: Record,
        *,
        wait: float,
        touches: Touches = touches_anything,
    ) -> Written[T]:
        """Publish what *change* makes of the newest generation; meant for a process that may be killed.

        Args:
            change: Gets the database to change, all or nothing, and must not keep hold of it.  What it
                raises passes through and leaves nothing behind.
            record: Who asked for it and how, for the provenance.
            wait: Seconds to wait for other writes, and for a build that publishes.
            touches: Tells where the change may have an effect, to save the comparison of the rest.
        Raises:
            StoreError: If others keep the store for longer, or the generation cannot be written.
        """
        with self._generations.publishing(wait):
            self.reload()
            written = write_generation(
                self._generations, self._opened, change, record,
                touches=touches, base=self._base, keep=self._keep,
            )  # fmt: skip
        self.reload()
        return written

    def rollback(self) -> str:
        """Serve the generation before the served one again and return its id.

        Raises:
            StoreError: If there is none.
        """
        with telling(self.folder), self._generations.publishing():
            earlier = self._generations.published()[1:]
            if not earlier:
                raise StoreError(f"{self.folder}: there is no earlier generation to return to")
            self._bury(self._generations.published()[0], earlier[0])
            self._generations.point_to(earlier)
        self.reload()
        return earlier[0]

    def earlier(self) -> Snapshot | None:
        """Return the generation before the served one, None where there is none that can be read."""
        for generation in self._generations.published()[1:2]:
            return self.at(generation)
        return None

    def at(self, generation: str) -> Snapshot | None:
        """Return a generation that is kept, None where there is none of that id that can be read."""
        folder = self._generations.path(generation)
        if generation not in self._generations.published():
            return None
        try:
            return Snapshot(None, generation, folder, open_db(folder))
        except OSError:
            return None  # swept meanwhile, or damaged: it is served to nobody

    @property
    def versions(self) -> Versions:
        """The kept generations, to be named and compared."""
        return Versions(self._generations)

    def tombstones(self) -> dict[str, Tombstone]:
        """Return what was in the graph once and is no more, by IRI."""
        return self._tombstones.read()

    def _bury(self, old: str | None, new: str) -> None:
        """Note what goes when *new* is served instead of *old*; a damaged old one cannot be compared."""
        if old is not None and old != new and self.versions.dataset(old).is_file():
            self._tombstones.bury(
                self.versions.compare(old, new), old, new, now().isoformat(timespec="seconds")
            )

    def history(self) -> list[Generation]:
        """Return the published generations, the served one first."""
        return [self._generations.read(generation) for generation in self._generations.published()]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._opened = Snapshot(None, None, None, ox.Store())

    def _write(self, generation: str, nquads: bytes, ledger: Ledger, texts: Mapping[str, str]) -> None:
        with self._generations.new() as folder:
            write_texts(folder, texts)
            write_db(folder / "db", nquads, ledger.empty)
            write_lists(folder, nquads, ledger, count(lines_of(nquads)))
            self._generations.adopt(folder, generation)

    def _is_sound(self, generation: str) -> bool:
        try:
            return self._generations.is_sound(generation) and bool(
                open_db(self._generations.path(generation))
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
                return Snapshot(stamp, published[0], folder, open_db(folder))
            except OSError as error:
                if self._generations.stamp() == stamp:
                    raise StoreError(
                        f"{folder}: cannot be opened ({_first_line(error)}); build again"
                    ) from error
        raise StoreError(f"{self.folder}: the generation changes faster than it can be opened; try again")


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
