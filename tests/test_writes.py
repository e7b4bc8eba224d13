"""Writes into the embedded store: what they leave, and what a later build keeps of them."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from made_writes import GRAPH, ONE, TWO, WHO, assert_agree, insides, put, quad, take, updating, write
from twingraph.errors import StoreError
from twingraph.store import EmbeddedStore, canonical_nquads, generation_id

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


def test_a_write_leaves_as_many_generations_as_are_kept(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store", create=True, keep=2)
    ids = [put(store, quad(value)).generation for value in "abc"]
    assert [generation.id for generation in store.history()] == ids[:0:-1]
    assert insides(store.folder) == set(ids[1:])


def test_a_damaged_ledger_is_told_and_can_be_forgotten(store: EmbeddedStore) -> None:
    generation = put(store, quad("x")).generation
    (store.folder / "generations" / str(generation) / "written.nq").write_text("<half")
    with pytest.raises(StoreError, match=r"ledger of writes is damaged .* --forget-writes") as caught:
        store.publish(TWO)
    assert "\n" not in str(caught.value)
    store.publish_build(TWO, forget_writes=True)
    assert set(store.quads()) == set(TWO)


def test_a_generation_whose_ledger_changed_is_not_sound(store: EmbeddedStore) -> None:
    generation = str(put(store, quad("x")).generation)
    assert store._generations.is_sound(generation)
    (store.folder / "generations" / generation / "withdrawn.nq").write_text("<a:a> <a:b> <a:c> .\n")
    assert not store._generations.is_sound(generation)


# What is hard to compare: blank nodes, empty graphs, numbers


def test_blank_nodes_keep_their_labels(store: EmbeddedStore) -> None:
    put(store, ox.Quad(ox.BlankNode("mine"), ox.NamedNode("a:p"), ox.BlankNode("0a"), GRAPH))
    write(store, "INSERT DATA { [ <a:p> 1 ] <a:q> [] }")
    labels = labels_of(store)
    assert {"mine", "0a"} <= labels
    assert len(labels) == 4
    write(store, "INSERT { ?s <a:r> ?o } WHERE { ?s <a:q> ?o }")
    assert_agree(store)
    store.publish([*ONE, *TWO])
    assert labels_of(store) == labels
    assert_agree(store)
    write(store, "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER isBlank(?o) }")
    assert_agree(store)


def labels_of(store: EmbeddedStore) -> set[str]:
    nodes = (node for one in store.quads() for node in (one.subject, one.object))
    return {node.value for node in nodes if isinstance(node, ox.BlankNode)}


def test_a_build_may_have_blank_nodes(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store", create=True)
    store.publish([ox.Quad(ox.BlankNode("b"), ox.NamedNode("a:p"), ox.Literal("x")), *ONE])
    assert labels_of(store) == {"b"}
    put(store, quad("x"))
    assert_agree(store)


def test_empty_graphs_stay(store: EmbeddedStore) -> None:
    def empties() -> list[str]:
        return store.snapshot().empty_graphs()

    built = sorted(store.graphs())
    created = write(store, "CREATE GRAPH <a:empty> ; CREATE GRAPH <a:other>")
    assert (created.is_new, created.added, empties()) == (True, 0, ["a:empty", "a:other"])
    assert store.graphs() == sorted(["a:empty", "a:other", *built])
    assert not write(store, "CREATE SILENT GRAPH <a:empty>").is_new
    put(store, quad("x", ox.NamedNode("a:other")))
    assert empties() == ["a:empty"]
    store.publish([*ONE, *TWO, quad("y", ox.NamedNode("a:empty"))])
    assert empties() == []
    write(store, "CLEAR GRAPH <a:other>")
    assert empties() == ["a:other"]
    store.publish([*ONE, *TWO])
    assert (empties(), "a:other" in store.graphs()) == (["a:other"], True)
    assert write(store, "DROP GRAPH <a:other>").is_new
    assert (empties(), "a:other" in store.graphs()) == ([], False)
    assert_agree(store)


def test_an_iri_that_is_only_an_object_fills_no_graph(store: EmbeddedStore) -> None:
    write(store, "CREATE GRAPH <a:g>")
    store.publish([*ONE, ox.Quad(ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.NamedNode("a:g"))])
    assert store.snapshot().empty_graphs() == ["a:g"]


def number(lexical: str) -> ox.Quad:
    kind = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    return ox.Quad(ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.Literal(lexical, datatype=kind))


def test_numbers_are_kept_as_the_engine_keeps_them(store: EmbeddedStore) -> None:
    store.publish([*ONE, number("0.20")])
    assert_agree(store)
    written = put(store, number("0.2"))
    assert not written.is_new
    assert write(store, "DELETE DATA { <a:s> <a:p> 0.20 }").removed == 1
    assert store.publish_build([*ONE, number("0.20")]).withdrawn == 1
    assert set(store.quads()) == set(ONE)


def test_what_an_older_store_spelled_otherwise_is_no_write(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twingraph.store.embedded.canonical", lambda nquads: nquads)
    store.publish([*ONE, number("0.20")])
    assert not write(store, "INSERT DATA { <a:s> <a:p> 0.20 }").is_new
    written = write(store, "DELETE DATA { <a:s> <a:p> 0.20 } ; INSERT DATA { <a:s> <a:p> 0.3 }")
    assert (written.added, written.removed) == (1, 1)
    assert_agree(store)
