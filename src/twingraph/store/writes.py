"""A write: one change of the served generation, published as the next one.

Whatever happens while it runs, a SIGKILL too, the store stays what it was: all is made in a folder of its own
beside the generations, and the pointer is switched last.
"""

from __future__ import annotations

import gc
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

import pyoxigraph as ox

from twingraph.store.contents import count, link_texts, write_lists
from twingraph.store.files import is_full, store_error, telling
from twingraph.store.generations import Generations
from twingraph.store.ledger import Ledger, names_of, read_ledger
from twingraph.store.nquads import (
    Difference,
    as_stored,
    difference,
    dump_lines,
    join_lines,
    lines_of,
)
from twingraph.store.provenance import Activity, Record, graphs_of, now
from twingraph.store.snapshot import Snapshot

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Written(Generic[T]):
    """What a write did.

    ``result`` is what the change returned; ``generation`` is served now and ``before`` was served before,
    None where nothing is published.  Where nothing changed they are equal and ``iri`` is None; else it names
    the write in the provenance.  ``graphs`` are those whose quads changed, the default graph is "".
    """

    result: T
    generation: str | None
    before: str | None
    added: int = 0
    removed: int = 0
    graphs: tuple[str, ...] = ()
    iri: str | None = None

    @property
    def is_new(self) -> bool:
        return self.generation != self.before


@dataclass(frozen=True, slots=True)
class _State:
    """A generation as bytes: its dataset and its ledger."""

    nquads: bytes
    ledger: Ledger


def write_generation(
    generations: Generations, served: Snapshot, change: Callable[[ox.Store], T], record: Record,
    *, base: str, keep: int,
) -> Written[T]:  # fmt: skip
    """Publish what *change* makes of *served*; the publication lock is held, and *served* is the newest.

    Raises:
        StoreError: If it cannot be written.
    """
    started = now()
    with generations.new() as folder:
        with telling(folder):
            _copy(served, folder)
        result = _apply(change, folder)
        with telling(folder):
            old = _read(served)
            new, by = _compare(old, folder)
            named = set(new.ledger.empty) ^ set(old.ledger.empty)
            if not (by.added or by.removed or named):
                return Written(result, served.generation, served.generation)
            activity = Activity(record, started, now(), served.generation, by, sorted(named), base)
            generation = _publish(generations, folder, new, activity, keep)
    graphs = tuple(sorted(graphs_of(by.added | by.removed)))
    counts = (len(by.added), len(by.removed))
    return Written(result, generation, served.generation, *counts, graphs, activity.iri)


def _copy(served: Snapshot, folder: Path) -> None:
    """Copy the served database by hard links; the engine never changes a file of it in place."""
    if served.folder is None:
        (folder / "texts").mkdir()
        return
    served.store.backup(str(folder / "db"))
    link_texts(served.folder, folder)


def _apply(change: Callable[[ox.Store], T], folder: Path) -> T:
    """Apply *change* to the database in *folder*, and close it whatever happens."""
    with telling(folder):
        store = ox.Store(str(folder / "db"))
    try:
        result = change(store)
    except BaseException as error:
        _forget_frames(error)  # a database that is open writes on, into a folder that is to be removed
        if isinstance(error, OSError) and is_full(error):
            raise store_error(folder, error) from error
        raise
    else:
        with telling(folder):
            store.flush()
        return result
    finally:
        del store
        gc.collect()


def _forget_frames(error: BaseException) -> None:
    seen: BaseException | None = error
    while seen is not None:
        traceback.clear_frames(seen.__traceback__)
        seen = seen.__cause__ or seen.__context__


def _read(served: Snapshot) -> _State:
    if served.folder is None:
        return _State(b"", Ledger())
    return _State((served.folder / "dataset.nq").read_bytes(), read_ledger(served.folder))


def _compare(old: _State, folder: Path) -> tuple[_State, Difference]:
    """Return what the database in *folder* holds now, and how it differs."""
    store = ox.Store.read_only(str(folder / "db"))
    lines = dump_lines(store)
    by = difference(old.nquads, lines)
    if by.removed:  # numbers that an older dataset spells in another way are no change
        before = as_stored(by.removed)
        by = Difference(by.added - before, frozenset(before - by.added))
    nquads = b"".join(line + b"\n" for line in lines)
    empty = names_of(name for name in store.named_graphs() if _is_empty(store, name))
    return _State(nquads, replace(old.ledger.after(by), empty=empty)), by


def _is_empty(store: ox.Store, graph: ox.NamedNode | ox.BlankNode) -> bool:
    return next(store.quads_for_pattern(None, None, None, graph), None) is None


def _publish(generations: Generations, folder: Path, new: _State, activity: Activity, keep: int) -> str:
    """Fill *folder*, make it a generation, serve it and return its id."""
    so_far = replace(new.ledger, provenance=_add(new.ledger.provenance, activity.triples()))
    generation = so_far.identify(new.nquads)
    ledger = replace(so_far, provenance=_add(so_far.provenance, activity.made(generation)))
    write_lists(folder, new.nquads, ledger, count(lines_of(new.nquads)))
    generations.adopt(folder, generation)
    generations.serve(generation, keep)
    return generation


def _add(ntriples: bytes, more: bytes) -> bytes:
    return join_lines([*lines_of(ntriples), *lines_of(more)])
