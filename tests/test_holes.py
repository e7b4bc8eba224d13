"""Attacks on a live server that other servers fall to; each of them fails here."""

from __future__ import annotations

import contextlib
import os
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from conftest import serving
from twingraph.settings import Settings
from twingraph.store.base import GraphStore
from twingraph.store.embedded import EmbeddedStore

Serve = Callable[[GraphStore, Settings], str]
TOKEN = "a token for tests"
LIMIT = 2.0  # seconds
BUSY = 60.0  # seconds that a machine may take where others work too; without limit it would be hours


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    """Three thousand quads, one of them with a value that a pattern can be slow on."""
    p = ox.NamedNode("https://a.example/p")
    quads = [
        ox.Quad(ox.NamedNode(f"https://a.example/{i}"), p, ox.NamedNode(f"https://a.example/{i * 7 % 3000}"))
        for i in range(3000)
    ]
    quads.append(ox.Quad(ox.NamedNode("https://a.example/a"), p, ox.Literal("a" * 4_000 + "!")))
    with EmbeddedStore(tmp_path_factory.mktemp("holes") / "store", create=True) as opened:
        opened.publish(quads)
        yield opened


@pytest.fixture(scope="module")
def url(store: EmbeddedStore) -> Iterator[str]:
    settings = Settings(
        timeout=LIMIT, max_queries=3, queue=8, patience=1.0, query_memory=300_000_000, write_token=TOKEN
    )
    with serving(store, settings) as address:
        yield address


def ask(url: str, query: str, **more: str) -> httpx.Response:
    return httpx.post(f"{url}/sparql", data={"query": query, **more}, timeout=60)


# Nothing is asked of others, and no file is read


@pytest.fixture
def trap() -> Iterator[tuple[str, socket.socket]]:
    """An address that nobody may call."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/x", listener
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <TRAP> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <TRAP> { ?s ?p ?o } }",
        "SELECT * { VALUES ?g { <TRAP> } SERVICE ?g { ?s ?p ?o } }",
        "SELECT * { { SELECT * { SERVICE <TRAP> { ?s ?p ?o } } } }",
        "ASK { FILTER EXISTS { SERVICE <TRAP> { ?s ?p ?o } } }",
        "SELECT * { SERVICE <file:///etc/passwd> { ?s ?p ?o } }",
        "PREFIX : <TRAP> SELECT * { SERVICE: { ?s ?p ?o } }",
        "SELECT * FROM <TRAP> { ?s ?p ?o }",
        "SELECT * FROM NAMED <TRAP> { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "LOAD <TRAP>",
    ],
)
def test_queries_reach_nothing_else(url: str, trap: tuple[str, socket.socket], query: str) -> None:
    assert ask(url, query.replace("TRAP", trap[0])).status_code == 403
    for name in ("default-graph-uri", "named-graph-uri"):
        assert ask(url, "ASK {}", **{name: trap[0]}).status_code == 403


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <TRAP>",
        "INSERT DATA { <a:a> <b:b> 1 };LOAD<TRAP>",
        "PREFIX e: <TRAP> LOAD e:",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <TRAP> { ?s ?p ?o } }",
        "DELETE { ?s ?p ?o } WHERE { { SELECT * { SERVICE SILENT <TRAP> { ?s ?p ?o } } } }",
        "LOAD <file:///etc/passwd>",
    ],
)
@pytest.mark.parametrize(("method", "path"), [("POST", "/update"), ("PATCH", "/data?default")])
def test_updates_reach_nothing_else(
    url: str, trap: tuple[str, socket.socket], update: str, method: str, path: str
) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/sparql-update"}
    text = update.replace("TRAP", trap[0])
    answer = httpx.request(method, url + path, content=text, headers=headers, timeout=60)
    assert answer.status_code == 403
    assert answer.json()["rule"] == "QueryRefused"


def test_what_is_to_be_loaded_silently_is_not_loaded(url: str, trap: tuple[str, socket.socket]) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/sparql-update"}
    before = httpx.get(f"{url}/health").json()["generation"]
    for text in (
        f"LOAD SILENT <{trap[0]}> INTO GRAPH <https://a.example/g>",
        f"PREFIX e: <{trap[0]}> load silent e: ; LOAD SILENT <file:///etc/passwd> ;",
    ):
        answer = httpx.post(f"{url}/update", content=text, headers=headers, timeout=60)
        assert (answer.status_code, answer.json()["changed"]) == (200, False)
    assert httpx.get(f"{url}/health").json()["generation"] == before


def test_even_an_unseen_way_out_is_closed(store: EmbeddedStore, trap: tuple[str, socket.socket]) -> None:
    """A process that answers from memory can open no connection, whatever it is asked."""
    import subprocess
    import sys

    program = f"""
import pyoxigraph as ox
from twingraph.engine.bank import Source, load
from twingraph.engine.frames import Job
from twingraph.engine.work import open_no_more
data = load(Source("memory", {str(store.snapshot().folder)!r}))()
open_no_more()
query = "SELECT * {{ SERVICE <{trap[0]}> {{ ?s ?p ?o }} }}"
try:
    print(list(data.answer(Job(query, None, None, "text/csv", None, None, 9))))
except OSError as error:
    print("closed:", error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("closed: Too many open files")


# Queries end


CROSS = " . ".join(f"?s{i} ?p{i} ?o{i}" for i in range(7))
STEP = "<https://a.example/p>*"
SHAPES = {
    "cross": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    "order": f"SELECT * {{ {CROSS} }} ORDER BY ?o0 ?o6 ?s3",
    "paths": f"SELECT (COUNT(*) AS ?n) {{ ?a {STEP} ?b . ?b {STEP} ?c . ?c {STEP} ?d . ?d {STEP} ?e }}",
    "regex": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i "
    'FILTER(REGEX(STR(?c), "^(a|a?)+$")) FILTER(REGEX(STR(?f), "(x+x+)+y")) }',
    "concat": "SELECT (STRLEN(?x24) AS ?n) { BIND('0123456789abcdef' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(24))
    + " }",
    "groups": "SELECT * " + "{ " * 50 + "?s ?p ?o" + " }" * 50,
    "values": "SELECT (COUNT(*) AS ?n) { VALUES ?a { "
    + " ".join(str(i) for i in range(5_000))
    + " } VALUES ?b { "
    + " ".join(str(i) for i in range(5_000))
    + " } ?s ?p ?o FILTER(?a + ?b > 9) }",
    "rows": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "deep": "SELECT * { FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }",
}
LIMITS = {"time-limit", "memory-limit"}


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_ends_and_others_are_answered_meanwhile(url: str, shape: str) -> None:
    began = time.monotonic()
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(ask, url, SHAPES[shape])
        time.sleep(0.1)
        beside = ask(url, "ASK {}")
        is_beside = not slow.done() or time.monotonic() - began < LIMIT
        try:
            answer = slow.result()
        except httpx.RemoteProtocolError:
            answer = None  # it had begun to stream, and broke off
    assert beside.json()["boolean"]
    assert is_beside
    assert time.monotonic() - began < LIMIT + BUSY
    if answer is None:
        assert shape == "rows"
    elif answer.status_code == 503:
        assert answer.json()["rule"] in LIMITS
        assert int(answer.headers["retry-after"]) > 0
    else:
        assert answer.status_code == 200 or answer.json()["rule"] == "syntax"


def test_afterwards_nothing_runs(url: str) -> None:
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda _: ask(url, SHAPES["cross"]), range(3)))
    settle(url)
    before = processor_seconds()
    time.sleep(1)
    assert processor_seconds() - before < 0.5


def test_a_client_may_ask_for_less_time_and_never_for_more(url: str) -> None:
    took = []
    for timeout in ("0.2", "3600"):
        began = time.monotonic()
        assert ask(url, SHAPES["cross"], timeout=timeout).json()["rule"] == "time-limit"
        took.append(time.monotonic() - began)
    assert took[0] < took[1]
    for timeout in ("0", "-1", "1e9", "ten", ""):
        assert ask(url, "ASK {}", timeout=timeout).status_code == 400


def test_the_work_stops_when_the_client_leaves(store: EmbeddedStore, serve: Serve) -> None:
    url = serve(store, Settings(timeout=600, max_queries=2))
    with contextlib.suppress(httpx.ReadTimeout):
        httpx.post(f"{url}/sparql", data={"query": SHAPES["cross"]}, timeout=0.5)
    settle(url)
    assert gauge(url, "twingraph_workers_killed") == 1


def test_a_full_house_says_come_back(url: str) -> None:
    with ThreadPoolExecutor(50) as threads:
        slow = [threads.submit(ask, url, SHAPES["cross"] + f" # {i}") for i in range(50)]
        time.sleep(0.3)
        assert httpx.get(f"{url}/health", timeout=10).json()["status"] == "ok"
        answers = [one.result() for one in slow]
    assert {answer.status_code for answer in answers} == {503}
    assert all(int(answer.headers["retry-after"]) > 0 for answer in answers)
    rules = [answer.json()["rule"] for answer in answers]
    assert "time-limit" in rules
    assert {"client-queue-full", "queue-full", "waited-too-long"} & set(rules)
    assert ask(url, "ASK {}").json()["boolean"]


def settle(url: str) -> None:
    """Wait until no query runs."""
    for _ in range(100):
        if gauge(url, "twingraph_queries_running") == 0:
            return
        time.sleep(0.1)
    pytest.fail("queries run on")


def gauge(url: str, name: str) -> float:
    lines = httpx.get(f"{url}/metrics", timeout=10).text.splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith(f"{name} "))


def processor_seconds() -> float:
    """Return the processor time of all that this process started and that still runs."""
    children: dict[int, list[tuple[int, float]]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            ticks = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
            children.setdefault(int(fields[1]), []).append((int(folder.name), ticks))
    total, parents = 0.0, [os.getpid()]
    while parents:
        found = children.get(parents.pop(), [])
        total += sum(ticks for _, ticks in found)
        parents += [pid for pid, _ in found]
    return total


# What is cut does not look whole


def test_a_stream_that_is_cut_breaks_off(store: EmbeddedStore, serve: Serve) -> None:
    url = serve(store, Settings(max_rows=300_000))
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.post(f"{url}/sparql", data={"query": query}, timeout=60)
    whole = httpx.post(f"{url}/sparql", data={"query": f"{query} LIMIT 300000"}, timeout=60)
    assert len(whole.json()["results"]["bindings"]) == 300_000
    assert "twingraph-truncated" not in whole.headers


def test_after_a_long_answer_the_next_one_comes(url: str) -> None:
    for number in range(8):  # more than there are processes
        answer = ask(url, f"SELECT * {{ ?a ?b ?c . ?d ?e ?f }} LIMIT 9000 # {number}")
        assert len(answer.json()["results"]["bindings"]) == 9_000
        assert len(answer.content) > 2_000_000


def test_a_head_of_a_stream_keeps_no_place(store: EmbeddedStore, serve: Serve) -> None:
    url = serve(store, Settings(max_rows=300_000, max_queries=1, patience=2))
    for _ in range(2):
        query = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
        answer = httpx.head(f"{url}/sparql", params={"query": query}, timeout=60)
        assert (answer.status_code, answer.content) == (200, b"")
        assert "content-length" not in answer.headers
    assert gauge(url, "twingraph_queries_running") == 0


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_compressed_is_the_same(url: str, coding: str) -> None:
    query = {"query": "SELECT * { ?a ?b ?c } LIMIT 500"}
    plain = httpx.get(f"{url}/sparql", params=query, headers={"Accept-Encoding": "identity"})
    packed = httpx.get(f"{url}/sparql", params=query, headers={"Accept-Encoding": coding})
    assert packed.headers["content-encoding"] == coding
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < len(plain.content) / 4
    assert packed.headers["etag"] != plain.headers["etag"]
    assert "accept-encoding" in plain.headers["vary"].lower()


# Headers


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/\\evil.example/", "/%5Cevil.example", "//evil.example/%2e%2e"]
)
def test_no_redirect_leads_away(url: str, path: str) -> None:
    host = url.removeprefix("http://")
    with socket.create_connection(host.split(":")) as connection:  # type: ignore[arg-type]
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        head = b"".join(iter(lambda: connection.recv(65_536), b"")).partition(b"\r\n\r\n")[0].lower()
    assert head.split()[1] in (b"404", b"400")
    assert b"location:" not in head


def test_headers_hold_no_line_break(url: str) -> None:
    for query in (
        "/sparql?query=ASK%7B%7D&format=a%0d%0aX:y",
        "/data?graph=http://a%0d%0aX:y",
        "/data/a%0d%0aX:y",
    ):
        answer = httpx.get(url + query)
        assert answer.status_code in (400, 404, 406)
        assert "x" not in answer.headers


def test_a_request_keeps_its_id(url: str) -> None:
    given = httpx.get(f"{url}/sparql?query=ASK", headers={"X-Request-ID": "a-1.b"})
    assert given.headers["x-request-id"] == given.json()["request"] == "a-1.b"
    odd = httpx.get(f"{url}/health", headers={"X-Request-ID": "<script>"})
    assert odd.headers["x-request-id"] not in ("", "<script>")


def test_no_origin_is_reflected(url: str) -> None:
    answer = httpx.get(f"{url}/health", headers={"Origin": "https://evil.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
