"""Writes of one or a few quads, and what must be true after each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest

from made_releases import planned, twinning
from twingraph.mapping import map_facts, map_release
from twingraph.store import EmbeddedStore, Record, Written, canonical_nquads, contents, provenance, writes

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


def stop_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (contents, provenance, writes):
        monkeypatch.setattr(module, "now", lambda: datetime(2026, 11, 22, 8, 30, tzinfo=UTC))
