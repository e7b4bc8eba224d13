"""One suite for both stores; the remote one talks to a real SPARQL server."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from engines import free_port, wait_for
from made_releases import planned, twinning
from made_stages import made_stages, write_releases
from twingraph.errors import QueryError, StoreError
from twingraph.iris import expand, mint_local
from twingraph.mapping import map_facts, map_release
from twingraph.pipeline import build
from twingraph.settings import Settings
from twingraph.store import EmbeddedStore, GraphStore, RemoteStore, canonical_nquads, open_store

RELEASES = [twinning(), planned()]
QUADS = [*map_facts(RELEASES), *(quad for linked in RELEASES for quad in map_release(linked))]
FEWER = [*map_facts(RELEASES[:1]), *map_release(RELEASES[0])]
RELEASE = ox.NamedNode(expand("tg:Release"))
GRAPH = str(map_release(RELEASES[1])[0].graph_name)[1:-1]
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def send(url: str, method: str) -> None:
    urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=30).close()


@pytest.fixture(scope="module")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    executable = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if not executable:
        pytest.skip("no `oxigraph` executable beside Python; install the package `oxigraph`")
    address = f"127.0.0.1:{free_port()}"
    folder = tmp_path_factory.mktemp("server")
    command = [executable, "serve", "--location", str(folder), "--bind", address]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(f"http://{address}/query", server)
            yield f"http://{address}/query"
        finally:
            server.terminate()


@pytest.fixture(params=["embedded", "remote"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[GraphStore]:
    made: GraphStore
    if request.param == "embedded":
        made = EmbeddedStore(tmp_path / "store", create=True)
    else:
        made = RemoteStore(request.getfixturevalue("server_url"))
        send(made.graph_store_url, "DELETE")
    yield made
    made.close()


def count(store: GraphStore, sparql: str = COUNT, **how: list[str]) -> int:
    (row,) = store.query(sparql, **how)  # type: ignore[misc, arg-type]
    return int(row["n"].value)  # type: ignore[index]


def test_an_empty_store_has_no_generation(store: GraphStore) -> None:
    assert store.generation is None
    assert list(store.quads()) == []
    assert store.graphs() == []
    assert count(store) == 0


def test_what_was_published_is_served(store: GraphStore) -> None:
    generation = store.publish(QUADS)
    assert store.generation == generation
    assert set(store.quads()) == set(QUADS)
    assert store.graphs() == sorted(
        {str(q.graph_name)[1:-1] for q in QUADS if isinstance(q.graph_name, ox.NamedNode)}
    )


def test_the_default_graph_is_no_union(store: GraphStore) -> None:
    store.publish(QUADS)
    facts = {quad for quad in QUADS if isinstance(quad.graph_name, ox.DefaultGraph)}
    assert count(store) == len(facts)
    assert set(store.quads(None)) == facts


def test_one_graph_can_be_read_alone(store: GraphStore) -> None:
    store.publish(QUADS)
    assert set(store.quads(GRAPH)) == set(map_release(RELEASES[1]))
    assert list(store.quads("https://example.org/none")) == []


def test_a_query_may_choose_its_graphs(store: GraphStore) -> None:
    store.publish(QUADS)
    assert count(store, default_graphs=[GRAPH]) == len(map_release(RELEASES[1]))
    only = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert count(store, only, named_graphs=[GRAPH]) == 1


def test_publishing_replaces_everything(store: GraphStore) -> None:
    first = store.publish(QUADS)
    second = store.publish(FEWER)
    assert first != second == store.generation
    assert set(store.quads()) == set(FEWER)
    assert GRAPH not in store.graphs()


def test_an_original_is_kept_or_the_store_says_that_it_needs_none(store: GraphStore) -> None:
    digest = hashlib.sha256(b"original").hexdigest()
    if not store.has_original(digest):
        store.keep_original(b"original")
    assert store.has_original(digest)
    store.publish(QUADS)
    assert store.original(digest) is None, "no release of the dataset names it"


def test_the_order_of_quads_changes_nothing(store: GraphStore) -> None:
    first = store.publish(QUADS)
    assert store.publish([*reversed(QUADS), *QUADS]) == first
    assert canonical_nquads(store.quads()) == canonical_nquads(QUADS)


@pytest.mark.parametrize(
    ("sparql", "kind"),
    [
        ("ASK { ?s ?p ?o }", bool),
        ("SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 3", list),
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 3", set),
    ],
)
def test_each_form_of_query_is_answered(store: GraphStore, sparql: str, kind: type) -> None:
    store.publish(QUADS)
    answer = store.query(sparql)
    if kind is bool:
        assert bool(answer) is True
    elif kind is list:
        assert len([row["s"] for row in answer]) == 3  # type: ignore[union-attr,index]
    else:
        facts = {quad.triple for quad in QUADS}
        assert len({*answer} & facts) == 3  # type: ignore[misc]


def test_literals_come_back_as_they_went(store: GraphStore) -> None:
    words = [
        ox.Literal("Zeile\r\nzwei\t\"'\\ \u2028 \U0001f680"),
        ox.Literal("Köln", language="de"),
        ox.Literal(""),
    ]
    quads = [
        ox.Quad(ox.NamedNode("https://e.example/ö"), ox.NamedNode("https://e.example/p"), word)
        for word in words
    ]
    store.publish(quads)
    assert set(store.quads()) == set(quads)
    assert {row["o"] for row in store.query("SELECT ?o { ?s ?p ?o }")} == set(words)  # type: ignore[union-attr,index]


@pytest.mark.parametrize(
    "sparql", ["", "SELECT ?x {", "SELECT * { ?s nope:p ?o }", "DELETE WHERE { ?s ?p ?o }"]
)
def test_a_query_that_is_none_is_said_to_be(store: GraphStore, sparql: str) -> None:
    store.publish(FEWER)
    with pytest.raises(QueryError):
        store.query(sparql)
    assert set(store.quads()) == set(FEWER)


def test_a_server_that_is_not_there_is_one_clear_line() -> None:
    absent = RemoteStore(f"http://127.0.0.1:{free_port()}/query")
    with pytest.raises(StoreError, match="check the address") as caught:
        absent.query(COUNT)
    assert "\n" not in str(caught.value)
    with pytest.raises(StoreError, match="check the address"):
        absent.publish(FEWER)


def test_a_half_loaded_server_has_no_generation(server_url: str) -> None:
    remote = RemoteStore(server_url)
    remote.publish(QUADS)
    marker = quote(mint_local("graph", "generation"), safe="")
    # a publication takes the marker away first; one that breaks off leaves the server like this
    send(f"{remote.graph_store_url}?graph={marker}", "DELETE")
    assert remote.generation is None
    assert remote.publish(FEWER) == remote.generation
    assert set(remote.quads()) == set(FEWER)


def test_a_build_may_publish_to_a_server(server_url: str, tmp_path: Path) -> None:
    write_releases(tmp_path / "releases", 2)
    here = Settings(store=tmp_path / "store")
    there = Settings(store=Path(server_url))
    reports = [build([tmp_path / "releases"], settings, stages=made_stages()) for settings in (here, there)]
    assert reports[0].generation == reports[1].generation == RemoteStore(server_url).generation
    with open_store(here) as local, open_store(there) as remote:
        assert canonical_nquads(remote.quads()) == canonical_nquads(local.quads())
    again = build([tmp_path / "releases"], there, stages=made_stages())
    assert (again.is_new, again.extracted) == (False, 2)
    assert not Path("http:").exists()
