"""Several programs on one store: servers and builds notice each other, and nothing is lost or wrong."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

import sample
from twingraph.settings import Settings
from twingraph.store.base import GraphStore
from twingraph.store.embedded import EmbeddedStore

Serve = Callable[[GraphStore, Settings], str]

TOKEN = "a token for tests"
HEADERS = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/sparql-update"}
RELEASES = Path(__file__).resolve().parents[1] / "data" / "releases"
NOTE = "ASK { GRAPH <https://a.example/notes> { <https://a.example/note> ?p ?o } }"


def build(store: Path, *releases: Path) -> None:
    command = [sys.executable, "-m", "twingraph", "build", *map(str, releases), "--store", str(store)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 3), done.stdout + done.stderr


def count(url: str) -> tuple[int, str]:
    """Return how many releases a server knows, and the generation that says so."""
    query = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?r a <https://w3id.org/twingraph/ns#Release> } }"
    answer = httpx.get(f"{url}/sparql", params={"query": query}, timeout=60)
    assert answer.status_code == 200, answer.text
    number = int(answer.json()["results"]["bindings"][0]["n"]["value"])
    return number, answer.headers["twingraph-generation"]


def test_a_build_beside_a_server_is_seen_and_keeps_what_was_written(tmp_path: Path, serve: Serve) -> None:
    some, more = sorted(RELEASES.glob("*.txt"))[:2], sorted(RELEASES.glob("*.txt"))[:3]
    build(tmp_path / "store", *some)
    with EmbeddedStore(tmp_path / "store") as store:
        url = serve(store, Settings(write_token=TOKEN))
        assert count(url)[0] == 2
        update = "INSERT DATA { GRAPH <https://a.example/notes> { <https://a.example/note> <a:b> 1 } }"
        assert httpx.post(f"{url}/update", content=update, headers=HEADERS, timeout=60).status_code == 200
        seen, is_over = set[tuple[int, str]](), threading.Event()

        def ask_on() -> None:
            while not is_over.is_set():
                seen.add(count(url))

        asking = threading.Thread(target=ask_on)
        asking.start()
        build(tmp_path / "store", *more)
        last = count(url)
        is_over.set()
        asking.join()
        assert last[0] == 3
        assert len({generation for _, generation in seen}) == len(seen) <= 2
        assert httpx.get(f"{url}/sparql", params={"query": NOTE}).json()["boolean"]
        assert httpx.get(f"{url}/health").json()["generation"] == last[1]


def test_two_servers_on_one_store_agree(tmp_path: Path, serve: Serve) -> None:
    first = sample.open_store(tmp_path / "store", sample.quads(), sample.texts())
    second = EmbeddedStore(tmp_path / "store")
    with first, second:
        urls = [serve(store, Settings(write_token=TOKEN)) for store in (first, second)]
        for number in range(4):
            update = f"INSERT DATA {{ GRAPH <https://a.example/g> {{ <a:a> <a:b> {number} }} }}"
            written = httpx.post(f"{urls[number % 2]}/update", content=update, headers=HEADERS, timeout=60)
            generation = written.json()["generation"]
            query = "SELECT ?o { GRAPH <https://a.example/g> { ?s ?p ?o } } ORDER BY ?o"
            answers = [httpx.get(f"{url}/sparql", params={"query": query}, timeout=60) for url in urls]
            assert [answer.headers["twingraph-generation"] for answer in answers] == [generation] * 2
            assert answers[0].content == answers[1].content
            assert len(answers[0].json()["results"]["bindings"]) == number + 1
            assert answers[0].headers["etag"] != answers[1].headers["etag"]  # relative IRIs differ


def test_provenance_tells_who_wrote(tmp_path: Path, serve: Serve) -> None:
    with sample.open_store(tmp_path / "store", sample.quads(), sample.texts()) as store:
        url = serve(store, Settings(write_token=TOKEN))
        update = "INSERT DATA { <a:a> <a:b> 1 }"
        headers = HEADERS | {"From": "archive@example.org"}
        written = httpx.post(f"{url}/update", content=update, headers=headers, timeout=60).json()
        answer = httpx.get(f"{url}/provenance", headers={"Accept": "text/turtle"})
        triples = [quad.triple for quad in ox.parse(answer.content, ox.RdfFormat.TURTLE)]
        about = [triple for triple in triples if triple.subject == ox.NamedNode(written["write"])]
        said = {t.predicate.value.rpartition("#")[2]: t.object for t in about}
        assert {"wasAssociatedWith", "startedAtTime", "endedAtTime", "used"} <= set(said), triples
        agent = {str(t.object) for t in triples if t.subject == said["wasAssociatedWith"]}
        assert '"archive@example.org"' in agent
        assert any(t.object == ox.Literal(update) for t in triples)


@pytest.mark.parametrize("data_memory", [1, 10_000_000_000])
def test_from_disk_and_from_memory_the_answers_are_the_same(
    sample_store: EmbeddedStore, serve: Serve, data_memory: int
) -> None:
    url = serve(sample_store, Settings(data_memory=data_memory))
    query = "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?g) AS ?m) { GRAPH ?g { ?s ?p ?o } }"
    row = httpx.get(f"{url}/sparql", params={"query": query}).json()["results"]["bindings"][0]
    named = {quad.graph_name for quad in sample.quads()} - {ox.DefaultGraph()}
    assert int(row["m"]["value"]) == len(named)
    metrics = httpx.get(f"{url}/metrics").text
    assert f"twingraph_served_from_memory {float(data_memory > 1)}" in metrics


def test_a_large_generation_is_answered_from_disk_until_memory_is_ready(
    sample_store: EmbeddedStore, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twingraph.engine.pool._QUICK", 10)
    url = serve(sample_store, Settings())
    etags = []
    for _ in range(100):
        answer = httpx.get(f"{url}/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 9"})
        assert answer.status_code == 200
        etags.append(answer.headers["etag"])
        if "twingraph_served_from_memory 1.0" in httpx.get(f"{url}/metrics").text:
            break
        time.sleep(0.05)
    else:
        pytest.fail("memory was never ready")
    assert len(set(etags)) <= 2
    again = httpx.get(f"{url}/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 9"})
    assert again.headers["etag"] not in etags[:1] or len(set(etags)) == 1
