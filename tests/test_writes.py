"""Writes into the embedded store: what they leave, what a later build keeps of them, and who wrote what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from made_releases import planned, twinning
from twingraph.errors import StoreError
from twingraph.mapping import map_facts, map_release
from twingraph.store import EmbeddedStore, Record, Written, canonical_nquads, generation_id

ONE = [*map_facts([twinning()]), *map_release(twinning())]
TWO = [*map_facts([planned()]), *map_release(planned())]
WHO = Record("anna", "SPARQL update")
GRAPH = ox.NamedNode("https://e.example/g")
SELECT = "SELECT ?o { GRAPH ?g { ?s <https://e.example/p> ?o } }"


def quad(value: str, graph: ox.NamedNode | ox.DefaultGraph = GRAPH) -> ox.Quad:
    subject, predicate = ox.NamedNode("https://e.example/s"), ox.NamedNode("https://e.example/p")
    return ox.Quad(subject, predicate, ox.Literal(value), graph)


def updating(text: str) -> Callable[[ox.Store], None]:
    return lambda store: store.update(text)


def write(store: EmbeddedStore, text: str, record: Record = WHO) -> Written[None]:
    return store.write(updating(text), record, wait=30)


def put(store: EmbeddedStore, *quads: ox.Quad) -> Written[None]:
    return store.write(lambda db: db.extend(quads), WHO, wait=30)


def take(store: EmbeddedStore, *quads: ox.Quad) -> Written[None]:
    def change(db: ox.Store) -> None:
        for one in quads:
            db.remove(one)

    return store.write(change, WHO, wait=30)


def insides(folder: Path) -> set[str]:
    return {path.name for path in (folder / "generations").iterdir()}


def assert_agree(store: EmbeddedStore) -> None:
    """Database and dataset.nq of the served generation hold the same, label by label; its id fits."""
    assert store.generation
    folder = store.folder / "generations" / store.generation
    assert canonical_nquads(store.quads()) == (folder / "dataset.nq").read_bytes()
    assert store._generations.is_sound(store.generation)
    assert not [name for name in insides(store.folder) if name.startswith(".new-")]


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    made = EmbeddedStore(tmp_path / "store", create=True)
    made.publish(ONE, {"a": "text"})
    return made


# One write


def test_a_write_is_a_new_generation(store: EmbeddedStore) -> None:
    before, pinned = store.generation, store.snapshot()
    written = put(store, quad("x"))
    assert (written.is_new, written.before, written.generation) == (True, before, store.generation)
    assert (written.added, written.removed, written.graphs) == (1, 0, (GRAPH.value,))
    assert set(store.quads()) == {*ONE, quad("x")}
    assert set(pinned.quads()) == set(ONE), "who reads goes on reading what was"
    assert store.text("a") == "text"
    assert [generation.id for generation in store.history()] == [store.generation, before]
    assert_agree(store)


def test_the_result_of_the_change_comes_back(store: EmbeddedStore) -> None:
    assert store.write(lambda db: len(db), WHO, wait=1).result == len(set(ONE))


def test_a_write_that_changes_nothing_is_none(store: EmbeddedStore) -> None:
    before = store.generation
    for text in ("INSERT DATA {}", "DELETE DATA { <a:a> <a:b> <a:c> }", "DROP SILENT GRAPH <a:none>"):
        written = write(store, text)
        assert (written.is_new, written.generation, written.iri) == (False, before, None)
    assert insides(store.folder) == {before}


def test_the_first_write_may_come_before_any_build(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store", create=True)
    assert put(store).generation is None
    written = put(store, quad("x"))
    assert (written.before, written.generation) == (None, store.generation)
    assert set(store.quads()) == {quad("x")}
    assert_agree(store)


@pytest.mark.parametrize("error", [ValueError("no"), SyntaxError("no"), OSError("no"), KeyboardInterrupt()])
def test_a_change_that_fails_leaves_nothing(store: EmbeddedStore, error: BaseException) -> None:
    before = store.generation

    def change(db: ox.Store) -> None:
        db.add(quad("x"))
        raise error

    with pytest.raises(type(error)) as caught:
        store.write(change, WHO, wait=1)
    assert caught.value is error
    assert (store.generation, insides(store.folder)) == (before, {before})
    put(store, quad("y"))
    assert set(store.quads()) == {*ONE, quad("y")}


def test_who_waits_too_long_is_told(store: EmbeddedStore) -> None:
    other = EmbeddedStore(store.folder)
    with store._generations.publishing(), pytest.raises(StoreError, match=r"more than 0\.1 s; try again"):
        other.write(updating("INSERT DATA {}"), WHO, wait=0.1)


# Builds after writes


def test_a_build_keeps_what_was_written(store: EmbeddedStore) -> None:
    put(store, quad("x"), quad("y", ox.DefaultGraph()))
    take(store, ONE[0])
    published = store.publish_build([*ONE, *TWO])
    assert (published.is_new, published.kept, published.withdrawn) == (True, 2, 1)
    assert set(store.quads()) == {*ONE, *TWO, quad("x"), quad("y", ox.DefaultGraph())} - {ONE[0]}
    assert_agree(store)
    again = store.publish_build([*ONE, *TWO])
    assert (again.is_new, again.generation) == (False, published.generation)


def test_a_build_that_forgets_writes_is_as_if_there_were_none(store: EmbeddedStore) -> None:
    before = store.generation
    write(store, "INSERT DATA { GRAPH <a:g> { <a:a> <a:b> 1 } } ; CREATE GRAPH <a:h>")
    published = store.publish_build(ONE, forget_writes=True)
    assert published.generation == before == generation_id(canonical_nquads(ONE))
    assert store.snapshot().provenance() == []


def test_rollback_takes_the_ledger_back_too(store: EmbeddedStore) -> None:
    before = store.generation
    put(store, quad("x"))
    assert store.rollback() == before
    store.publish([*ONE, *TWO])
    assert set(store.quads()) == {*ONE, *TWO}
    assert store.snapshot().provenance() == []
