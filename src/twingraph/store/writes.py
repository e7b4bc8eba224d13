"""A write: one change of the served generation, published as the next one.

Whatever happens while it runs, a SIGKILL too, the store stays what it was: all is made in a folder of its own
beside the generations, and the pointer is switched last.
"""

from __future__ import annotations

import gc
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

import pyoxigraph as ox

from twingraph.store.contents import count, link_texts, read_counts, write_lists
from twingraph.store.files import is_full, store_error, telling
from twingraph.store.generations import Generations
from twingraph.store.ledger import Ledger, graph_node, names_of, read_ledger
from twingraph.store.nquads import (
    Difference,
    Disagreement,
    as_stored,
    changed,
    difference,
    dump_lines,
    join_lines,
    join_sorted,
    lines_of,
    quads_of,
)
from twingraph.store.provenance import Activity, Record, graphs_of, now
from twingraph.store.snapshot import Snapshot
from twingraph.store.tombstones import Tombstones
from twingraph.store.touched import Scope, Touches, lines_in

T = TypeVar("T")
_Compared = tuple[bytes, dict[str, int], Difference]


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
    """A generation as bytes: its dataset, its ledger, and what its ``meta.json`` counts."""

    nquads: bytes
    ledger: Ledger
    counts: dict[str, int]


def write_generation(
    generations: Generations, served: Snapshot, change: Callable[[ox.Store], T], record: Record,
    *, touches: Touches, base: str, keep: int,
) -> Written[T]:  # fmt: skip
    """Publish what *change* makes of *served*; the publication lock is held, and *served* is the newest.

    Raises:
        StoreError: If it cannot be written.
    """
    started, before = now(), served.generation
    with generations.new() as folder:
        with telling(generations.folder):
            _copy(served, folder)
        result = _apply(change, folder, generations.folder)
        with telling(generations.folder):
            old = _read(served)
            new, by = _compare(served, old, folder, touches)
            named = set(new.ledger.empty) ^ set(old.ledger.empty)
            if not (by.added or by.removed or named):
                return Written(result, before, before)
            activity = Activity(record, started, now(), before, by, sorted(named), base)
            generation = _publish(generations, folder, new, activity, keep)
    graphs = tuple(sorted(graphs_of(by.added | by.removed)))
    return Written(result, generation, before, len(by.added), len(by.removed), graphs, activity.iri)


def _copy(served: Snapshot, folder: Path) -> None:
    """Copy the served database by hard links; the engine never changes a file of it in place."""
    if served.folder is None:
        (folder / "texts").mkdir()
        return
    served.store.backup(str(folder / "db"))
    link_texts(served.folder, folder)


def _apply(change: Callable[[ox.Store], T], folder: Path, where: Path) -> T:
    """Apply *change* to the database in *folder*, and close it whatever happens; errors speak of *where*."""
    with telling(where):
        store = ox.Store(str(folder / "db"))
    try:
        result = change(store)
    except BaseException as error:
        _forget_frames(error)  # a database that is open writes on, into a folder that is to be removed
        if isinstance(error, OSError) and is_full(error):
            raise store_error(where, error) from error
        raise
    else:
        with telling(where):
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
        return _State(b"", Ledger(), count(()))
    nquads = (served.folder / "dataset.nq").read_bytes()
    return _State(nquads, read_ledger(served.folder), read_counts(served.folder) or count(lines_of(nquads)))


def _compare(served: Snapshot, old: _State, folder: Path, touches: Touches) -> tuple[_State, Difference]:
    """Return what the database in *folder* holds now, and how it differs from the served one."""
    store = ox.Store.read_only(str(folder / "db"))
    scope = touches(old.counts["quads"])
    within = None if scope is None else _compare_within(served.store, store, old, scope)
    nquads, counts, by = within or _compare_whole(store, old)
    empty = _empty_graphs(served.store, store, by, old.ledger.empty)
    return _State(nquads, replace(old.ledger.after(by), empty=empty), counts), by


def _compare_within(before: ox.Store, after: ox.Store, old: _State, scope: Scope) -> _Compared | None:
    """Return dataset, counts and difference by a look at *scope*; None where it is too wide, or not all."""
    was, is_now = lines_in(before, scope), lines_in(after, scope)
    if was is None or is_now is None:
        return None
    by = Difference(frozenset(is_now - was), frozenset(was - is_now))
    if len(after) != old.counts["quads"] + len(by.added) - len(by.removed):
        return None
    more, less = count(by.added), count(by.removed)
    counts = {name: number + more[name] - less[name] for name, number in old.counts.items()}
    with suppress(Disagreement):
        return (changed(old.nquads, by), counts, by) if by.added or by.removed else (old.nquads, counts, by)
    return None


def _compare_whole(store: ox.Store, old: _State) -> _Compared:
    """Return dataset, counts and difference by a look at every quad."""
    lines = dump_lines(store)
    by = difference(old.nquads, lines)
    if by.removed:  # numbers that an older dataset spells in another way are no change
        before = as_stored(by.removed)
        by = Difference(by.added - before, frozenset(before - by.added))
    return join_sorted(lines), count(lines), by


def _empty_graphs(
    before: ox.Store, after: ox.Store, by: Difference, known: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the names of the graphs without a triple in *after*, from those *known* of *before*.

    Only a graph that appeared, or that gained or lost a quad, may have become one or be one no more.
    """
    named = set(after.named_graphs())
    changed_graphs = {quad.graph_name for quad in quads_of(by.added | by.removed)}
    doubtful = named.difference(before.named_graphs()) | (named & changed_graphs)
    doubtful.update(graph_node(name) for name in known)
    return names_of(graph for graph in doubtful & named if _is_empty(after, graph))


def _is_empty(store: ox.Store, graph: ox.NamedNode | ox.BlankNode) -> bool:
    return next(store.quads_for_pattern(None, None, None, graph), None) is None


def _publish(generations: Generations, folder: Path, new: _State, activity: Activity, keep: int) -> str:
    """Fill *folder*, make it a generation, serve it and return its id."""
    so_far = replace(new.ledger, provenance=_add(new.ledger.provenance, activity.triples()))
    generation = so_far.identify(new.nquads)
    ledger = replace(so_far, provenance=_add(so_far.provenance, activity.made(generation)))
    write_lists(folder, new.nquads, ledger, new.counts)
    generations.adopt(folder, generation)
    if activity.before:
        at = activity.ended.isoformat(timespec="seconds")
        Tombstones(generations.folder).bury(activity.by, activity.before, generation, at, is_write=True)
    generations.serve(generation, keep)
    return generation


def _add(ntriples: bytes, more: bytes) -> bytes:
    return join_lines([*lines_of(ntriples), *lines_of(more)])
