"""Who wrote what and when, in PROV."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pyoxigraph as ox
import pytest

from made_writes import ONE, TWO, put, quad, stop_the_clock, take, write
from twingraph.store import EmbeddedStore, Record


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    made = EmbeddedStore(tmp_path / "store", create=True)
    made.publish(ONE, {"a": "text"})
    return made


PROV = "http://www.w3.org/ns/prov#"
DOMAINS = {  # of PROV-O: what stands before and after a property
    "used": ("Activity", "Entity"),
    "wasAssociatedWith": ("Activity", "Agent"),
    "wasGeneratedBy": ("Entity", "Activity"),
    "wasInvalidatedBy": ("Entity", "Activity"),
    "wasDerivedFrom": ("Entity", "Entity"),
    "startedAtTime": ("Activity", None),
    "endedAtTime": ("Activity", None),
    "value": ("Entity", None),
}


def test_provenance_says_who_wrote_what_and_when(store: EmbeddedStore) -> None:
    before = store.generation
    text = "DELETE DATA { GRAPH <a:none> { <a:a> <a:b> 1 } } ; INSERT DATA { GRAPH <a:g> { <a:a> <a:b> 1 } }"
    written = write(store, text, Record("anna", "SPARQL update", text))
    base = "https://w3id.org/twingraph/id/"
    said = {(str(t.subject)[1:-1], t.predicate.value, t.object.value) for t in store.snapshot().provenance()}  # type: ignore[union-attr]
    activity = str(written.iri)
    assert activity.startswith(f"{base}write/")
    assert {
        (activity, PROV + "used", f"{base}generation/{before}"),
        (activity, PROV + "wasAssociatedWith", f"{base}agent/anna"),
        (f"{base}generation/{written.generation}", PROV + "wasGeneratedBy", activity),
        (f"{activity}.request", PROV + "value", text),
        (f"{activity}.added", "http://purl.org/dc/terms/extent", "1"),
        (f"{activity}.added", "http://purl.org/dc/terms/isPartOf", "a:g"),
        (f"{activity}.removed", "http://purl.org/dc/terms/extent", "0"),
    } <= said


def test_provenance_keeps_to_prov_o(store: EmbeddedStore) -> None:
    put(store, quad("x"), quad("y", ox.DefaultGraph()))
    take(store, ONE[0])
    write(store, "CREATE GRAPH <a:g>", Record("https://e.example/bot", "PUT of a graph", b"\xff"))
    store.publish([*ONE, *TWO])
    triples = store.snapshot().provenance()
    kinds = {(t.subject, t.object.value) for t in triples if t.predicate.value.endswith("#type")}  # type: ignore[union-attr]
    for triple in triples:
        name = triple.predicate.value.removeprefix(PROV)
        if name in DOMAINS:
            first, last = DOMAINS[name]
            assert (triple.subject, PROV + first) in kinds, triple
            assert last is None or (triple.object, PROV + last) in kinds, triple
        else:
            assert not triple.predicate.value.startswith(PROV) or name == "wasInfluencedBy"
    assert store.history()[0].meta["writes"] == 3
    starts = [t.object.value for t in triples if t.predicate.value == PROV + "startedAtTime"]  # type: ignore[union-attr]
    assert all(datetime.fromisoformat(start).tzinfo for start in starts)
    assert len(starts) == 3


def test_a_long_request_is_cut_and_says_so(store: EmbeddedStore) -> None:
    text = "INSERT DATA { <a:a> <a:b> 'é' } #" + "x" * 20_000
    write(store, text, Record("anna", "SPARQL update", text))
    objects = {triple.object.value for triple in store.snapshot().provenance()}  # type: ignore[union-attr]
    assert text[:10_000] in objects
    assert text not in objects
    assert f"the first 10000 of {len(text)} characters" in objects


def test_equal_writes_at_one_time_make_equal_generations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_the_clock(monkeypatch)
    written = []
    for name in "ab":
        store = EmbeddedStore(tmp_path / name, create=True)
        store.publish(ONE)
        put(store, quad("x"))
        take(store, ONE[0])
        store.publish([*ONE, *TWO])
        folder = store.folder / "generations" / str(store.generation)
        written.append({path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()})
    assert written[0] == written[1]
