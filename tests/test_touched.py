"""A comparison of what a change may touch sees the same as one of everything."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from made_writes import GRAPH, ONE, WHO, assert_agree, quad, stop_the_clock, updating
from twingraph.store import EmbeddedStore, Written
from twingraph.store.touched import Touches, touches_anything, touches_graphs, touches_quads, touches_update


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    made = EmbeddedStore(tmp_path / "store", create=True)
    made.publish(ONE, {"a": "text"})
    return made


_UPDATES = [
    "INSERT DATA { <a:n> <a:p> 'x', 01, 0.20 . GRAPH <a:g> { <a:n> <a:p> <a:o> } }",
    "PREFIX e: <a:> INSERT DATA { e:n a e:City ; e:p ( 1 [ e:q 2 ] ) }",
    "DELETE DATA { <a:s> <a:p> 'one' . GRAPH <a:g> { <a:s> <a:p> 'two' } }",
    "DELETE WHERE { GRAPH ?g { ?s <a:p> ?o } }",
    "DELETE WHERE { ?s ?p ?o }",
    "WITH <a:g> DELETE { ?s <a:p> ?o } INSERT { ?s <a:q> ?o . GRAPH <a:h> { ?s ?p ?o } } WHERE { ?s ?p ?o }",
    "INSERT { GRAPH ?n { ?s <a:p> 1 } } WHERE { ?s ?p ?o BIND(IRI(CONCAT('a:new-', STR(?o))) AS ?n) }",
    "INSERT { ?s ?p ?o } USING <a:g> WHERE { ?s ?p ?o }",
    "CLEAR DEFAULT", "CLEAR NAMED", "DROP ALL", "CLEAR ALL", "DROP GRAPH <a:g>", "CREATE GRAPH <a:h>",
    "COPY DEFAULT TO <a:g>", "MOVE <a:g> TO <a:h>", "ADD <a:g> TO DEFAULT",
    "BASE <http://e.example/x/> INSERT DATA { <../y> <p> <#z> }",
    "INSERT DATA { <http://e.example/x/../y> <a:p> 1 }",
    "DELETE { ?s <a:p> 'one' } INSERT { ?s <a:p> 'uno' } WHERE { ?s <a:p> 'one' } ; CLEAR GRAPH <a:g>",
    "INSERT DATA { <a:\\u00e9> <a:p> '\\u00e9', 'é' }",
]  # fmt: skip


@pytest.mark.parametrize("text", _UPDATES)
def test_a_look_at_what_is_touched_sees_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """The generations have one id, so dataset, ledger, empty graphs and provenance are the same."""
    stop_the_clock(monkeypatch)
    written = [start_and_write(tmp_path / name, text, touches) for name, touches in (
        ("whole", touches_anything), ("touched", touches_update(text)))]  # fmt: skip
    if "[" not in text:  # blank nodes get new labels
        assert written[0] == written[1]
    assert written[0].added == written[1].added


def start_and_write(folder: Path, text: str, touches: Touches) -> Written[None]:
    with EmbeddedStore(folder, create=True) as store:
        graph = ox.NamedNode("a:g")
        node, predicate = ox.NamedNode("a:s"), ox.NamedNode("a:p")
        store.publish([
            ox.Quad(node, predicate, ox.Literal("one")), ox.Quad(node, predicate, ox.Literal("two"), graph),
            *ONE,
        ])  # fmt: skip
        store.write(lambda db: db.add_graph(ox.NamedNode("a:void")), WHO, wait=1)
        written = store.write(updating(text), WHO, wait=1, touches=touches)
        assert_agree(store)
        return written


@pytest.mark.parametrize(
    ("text", "narrow"),
    [
        ("INSERT DATA { <a:s> <a:p> 'x' }", True),
        ("CLEAR GRAPH <a:g>", True),
        ("DELETE WHERE { ?s <a:p> ?o }", True),
        ("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }", False),
        ("DROP ALL", False),
        ("BASE <http://e.example/> CLEAR GRAPH <g>", False),
        ("CLEAR GRAPH <http://e.example/x/../g>", False),
        ("this is no update", False),
        ("INSERT DATA { <a:s> <a:p> 'x' }" + " " * 10_000_000, False),
    ],
)
def test_what_an_update_may_touch(text: str, narrow: bool) -> None:
    assert (touches_update(text)(1_000_000) is not None) is narrow


def test_who_says_too_little_is_found_out(store: EmbeddedStore) -> None:
    for touches in (touches_graphs(GRAPH), touches_quads([quad("other")])):
        before = len(set(store.quads()))
        value = str(before)
        written = store.write(
            lambda db, value=value: db.add(quad(value, ox.DefaultGraph())), WHO, wait=1, touches=touches
        )
        assert written.added == 1
        assert_agree(store)


def test_a_graph_that_appears_is_seen_whatever_was_said(store: EmbeddedStore) -> None:
    written = store.write(lambda db: db.add_graph(GRAPH), WHO, wait=1, touches=touches_quads([]))
    assert (written.is_new, store.snapshot().empty_graphs()) == (True, [GRAPH.value])
    written = store.write(lambda db: db.remove_graph(GRAPH), WHO, wait=1, touches=touches_quads([]))
    assert (written.is_new, store.snapshot().empty_graphs()) == (True, [])


def test_several_updates_touch_what_each_does() -> None:
    both = touches_update("CLEAR GRAPH <a:g>", "CLEAR GRAPH <a:h>")(1_000)
    assert both == touches_graphs(ox.NamedNode("a:g"), ox.NamedNode("a:h"))(1_000)
    assert touches_update("CLEAR GRAPH <a:g>", "DROP ALL")(1_000) is None
    assert touches_update("")(1_000) == frozenset()


def test_a_scope_with_very_many_quads_is_given_up(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twingraph.store.touched._MOST", 3)
    values = [quad(str(number)) for number in range(5)]
    written = store.write(lambda db: db.extend(values), WHO, wait=1, touches=touches_graphs(GRAPH))
    assert written.added == 5
    assert_agree(store)
