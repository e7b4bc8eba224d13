"""The same service in front of engines of others, live: Oxigraph's server, and Virtuoso."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from conftest import serving
from engines import PASSWORD, USER, free_port, oxigraph, virtuoso
from made_stages import made_stages, write_releases
from twingraph.iris import mint_local
from twingraph.pipeline import build
from twingraph.settings import Settings
from twingraph.store import RemoteStore, canonical_nquads, describe_engine, open_store
from twingraph.store.base import GraphStore

TOKEN = "a token for tests"
WRITER = {"Authorization": f"Bearer {TOKEN}"}
G, H, S, P = (f"https://a.example/{name}" for name in "ghsp")
LIMIT = 3.0  # seconds
TABLE = {"Accept": "application/sparql-results+json"}


@dataclass(frozen=True)
class Service:
    """Our server in front of an engine."""

    name: str
    url: str
    settings: Settings

    @property
    def is_virtuoso(self) -> bool:
        return self.name == "virtuoso"

    def ask(self, query: str, headers: dict[str, str] = TABLE, **more: str) -> httpx.Response:
        data = {"query": query, **more}
        return httpx.post(f"{self.url}/sparql", data=data, headers=headers, timeout=60)

    def rows(self, query: str, **more: str) -> list[list[str]]:
        answer = self.ask(query, **more)
        assert answer.status_code == 200, answer.text
        found = answer.json()
        names = found["head"]["vars"]
        return sorted([row[name]["value"] for name in names] for row in found["results"]["bindings"])

    def update(self, update: str, **more: str) -> httpx.Response:
        data = {"update": update, **more}
        return httpx.post(f"{self.url}/update", data=data, headers=WRITER, timeout=60)

    def send(self, method: str, graph: str | None, content: str = "", **headers: str) -> httpx.Response:
        where = {"graph": graph} if graph else {"default": ""}
        sent = {**WRITER, **({"Content-Type": "text/turtle"} if content else {})}
        sent |= {name.replace("_", "-").title(): value for name, value in headers.items()}
        body = {"content": content} if content else {}
        return httpx.request(method, f"{self.url}/data", params=where, headers=sent, timeout=60, **body)  # type: ignore[arg-type]

    def triples(self, graph: str | None) -> set[str]:
        answer = self.send("GET", graph, accept="application/n-triples")
        assert answer.status_code == 200, answer.text
        return set(answer.text.splitlines())


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp(request.param)
    engine = {"oxigraph": oxigraph, "virtuoso": virtuoso}[request.param]
    user = {"remote_user": USER, "remote_password": PASSWORD} if request.param == "virtuoso" else {}
    with engine(folder) as engine_url:
        settings = Settings(
            store=Path(engine_url), write_token=TOKEN, timeout=LIMIT, write_timeout=30, max_queries=2, **user
        )
        with open_store(settings) as store, serving(store, settings) as url:
            yield Service(request.param, url, settings)


@pytest.fixture(autouse=True)
def emptied(request: pytest.FixtureRequest) -> None:
    """Begin with two triples in the default graph, one in a named graph."""
    if "service" not in request.fixturenames:
        return
    service: Service = request.getfixturevalue("service")
    with open_store(service.settings) as store:
        store.send_graph("DELETE", mint_local("graph", "generation"))
        triple = (ox.NamedNode(S), ox.NamedNode(P))
        store.publish(
            [
                ox.Quad(*triple, ox.Literal("fact")),
                ox.Quad(*triple, ox.Literal(True)),
                ox.Quad(*triple, ox.Literal("1962", datatype=GYEAR), ox.NamedNode(G)),
            ]
        )


GYEAR = ox.NamedNode("http://www.w3.org/2001/XMLSchema#gYear")
ALL = "SELECT ?o { ?s ?p ?o }"
IN_GRAPHS = "SELECT ?g ?o { GRAPH ?g { ?s ?p ?o } FILTER(?s = <https://a.example/s>) }"
THERE = [["fact"], ["true"]]


# Reading


def test_the_default_graph_and_the_named_ones_are_apart(service: Service) -> None:
    assert service.rows(ALL) == THERE
    assert service.rows(IN_GRAPHS) == [[G, "1962"]]
    assert service.rows(
        "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } FILTER(!CONTAINS(STR(?g), 'generation')) }"
    ) == [[G]]
    assert service.rows(f"SELECT ?o {{ ?s ?p ?o GRAPH <{G}> {{ ?s ?p ?x }} }}") == THERE


@pytest.mark.parametrize(
    ("query", "more", "found"),
    [
        pytest.param(f"SELECT ?o FROM <{G}> {{ ?s ?p ?o }}", {}, [["1962"]], id="from"),
        pytest.param(f"SELECT ?o FROM <{G}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", {}, [], id="from-has-no-named"),
        pytest.param(f"SELECT ?o FROM NAMED <{G}> {{ ?s ?p ?o }}", {}, [], id="from-named-has-no-default"),
        pytest.param(
            f"SELECT ?o FROM NAMED <{G}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", {}, [["1962"]], id="from-named"
        ),
        pytest.param(ALL, {"default-graph-uri": G}, [["1962"]], id="protocol"),
        pytest.param(ALL, {"named-graph-uri": G}, [], id="protocol-named"),
        pytest.param(
            f"SELECT ?o FROM <{G}> {{ ?s ?p ?o }}", {"named-graph-uri": G}, [], id="protocol-goes-before-from"
        ),
    ],
)
def test_the_dataset_of_a_query(
    service: Service, query: str, more: dict[str, str], found: list[list[str]]
) -> None:
    assert service.rows(query, **more) == found


@pytest.mark.parametrize(
    ("query", "accept", "text"),
    [
        ("SELECT ?o { ?s ?p ?o } ORDER BY STR(?o)", "text/csv", "o\r\nfact\r\ntrue\r\n"),
        (f"SELECT ?o {{ GRAPH ?g {{ <{S}> ?p ?o }} }}", "text/tab-separated-values",
         '?o\n"1962"^^<http://www.w3.org/2001/XMLSchema#gYear>\n'),
        ("ASK { ?s ?p 'fact' }", "application/sparql-results+json", '{"head":{},"boolean":true}'),
        ("ASK { ?s ?p 'none' }", "application/sparql-results+json", '{"head":{},"boolean":false}'),
        ("CONSTRUCT { ?s ?p 1 } { ?s ?p 'fact' }", "application/n-triples",
         f'<{S}> <{P}> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'),
        (f"DESCRIBE <{S}> FROM <{G}>", "application/n-triples", f'<{S}> <{P}> "1962"^^<{GYEAR.value}> .\n'),
    ],
)  # fmt: skip
def test_each_form_in_a_format(service: Service, query: str, accept: str, text: str) -> None:
    answer = service.ask(query, {"Accept": accept})
    assert (answer.status_code, answer.text) == (200, text)
    assert "ETag" not in answer.headers
    assert "Twingraph-Generation" not in answer.headers


def test_words_of_updates_make_no_update(service: Service) -> None:
    query = f"# Delete, insert with\nPREFIX insert: <{S}>\nSELECT ?o {{ ?s ?p ?o }} # DELETE WHERE"
    assert service.rows(query) == THERE


def test_truth_that_is_computed(service: Service) -> None:
    """Virtuoso gives a number for it, as it is said: see ``lacks``."""
    assert service.rows("SELECT (1 = 2 AS ?x) {}") == [["0" if service.is_virtuoso else "false"]]


def test_relative_iris_and_words_beyond_ascii(service: Service) -> None:
    service.update(f"INSERT DATA {{ <x> <{P}> 'Köln \\u2028 \U0001f680\"\\r\\n' }}").raise_for_status()
    (row,) = service.rows(f"SELECT ?s ?o {{ ?s <{P}> ?o FILTER(?s != <{S}>) }}")
    assert row == [f"{service.url}/x", 'Köln \u2028 \U0001f680"\r\n']
    service.rows("SELECT ?o { <../update/../x> ?p ?o }")


def test_an_answer_that_is_cut_says_so(service: Service) -> None:
    service.send("PUT", H, "\n".join(f"<{S}> <{P}> {i} ." for i in range(1_500))).raise_for_status()
    few = replace(service.settings, max_rows=1_000)
    with open_store(few) as store, serving(store, few) as url:
        answer = replace(service, url=url).ask("SELECT ?o { GRAPH ?g { ?s ?p ?o } }", {"Accept": "text/csv"})
        assert answer.headers["Twingraph-Truncated"] == "rows=1000"
        assert answer.text.endswith("# truncated after 1000 rows\r\n")


def test_an_answer_that_the_engine_cuts_is_none(service: Service) -> None:
    service.send("PUT", H, "\n".join(f"<{S}> <{P}> {i} ." for i in range(2_500))).raise_for_status()
    answer = service.ask(f"SELECT ?o {{ GRAPH <{H}> {{ ?s ?p ?o }} }}")
    if not service.is_virtuoso:
        assert len(answer.json()["results"]["bindings"]) == 2_500
        return
    assert (answer.status_code, answer.json()["rule"]) == (503, "store")
    assert "2000 rows" in answer.json()["detail"]
    graph = service.ask(
        f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{H}> {{ ?s ?p ?o }} }}", {"Accept": "text/turtle"}
    )
    assert (graph.status_code, graph.json()["rule"]) == (503, "store")
    assert service.send("GET", H, accept="text/turtle").status_code == 503
    assert service.send("DELETE", H).status_code == 200


def test_the_description_says_what_is_missing(service: Service) -> None:
    answer = httpx.get(f"{service.url}/sparql", headers={"Accept": "application/n-triples"}, timeout=60)
    assert answer.status_code == 200
    assert f'"{G}"' not in answer.text
    assert f"<{G}>" in answer.text
    assert "virtrdf" not in answer.text
    with open_store(service.settings) as store:
        lines = describe_engine(store)
    assert ("Virtuoso" in lines[0]) is service.is_virtuoso
    for line in lines[1:]:
        assert ox.serialize([ox.Triple(A, A, ox.Literal(f"Not here: {line[2:]}", language="en"))],
                            format=ox.RdfFormat.N_TRIPLES).decode().split(" ", 2)[2] in answer.text  # type: ignore[union-attr]  # fmt: skip


A = ox.NamedNode("https://a.example/a")


def test_health_and_pages(service: Service) -> None:
    assert httpx.get(f"{service.url}/health", timeout=60).json() == {"status": "ok", "generation": None}
    assert httpx.get(f"{service.url}/ready", timeout=60).status_code == 200
    assert httpx.get(f"{service.url}/", timeout=60).status_code == 200


# What is not allowed


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403),
        ("SELECT * FROM <http://127.0.0.1:1/> { ?s ?p ?o }", 403),
        ("SELECT * FROM <http://www.openlinksw.com/schemas/virtrdf#> { ?s ?p ?o }", 403),
        ("LOAD <http://127.0.0.1:1/>", 403),
        ("DELETE WHERE { ?s ?p ?o }", 403),
        ('DEFINE get:soft "replace" SELECT * { ?s ?p ?o }', 400),
        ('SELECT (bif:http_get("http://127.0.0.1:1/") AS ?x) {}', 400),
        ('SELECT (<bif:http_get>("http://127.0.0.1:1/") AS ?x) {}', (400, 403)),
        ('PREFIX b: <\\u0062if:> SELECT (b:http_get("http://127.0.0.1:1/") AS ?x) {}', (400, 403)),
        ("SELECT * {", 400),
        ("SELECT * { ?s nope:p ?o }", 400),
    ],
)
def test_what_a_query_may_not_do(service: Service, query: str, status: int | tuple[int, ...]) -> None:
    answer = service.ask(query)
    assert answer.status_code in (status if isinstance(status, tuple) else (status,)), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["rule"]


@pytest.mark.parametrize(
    ("update", "status", "rule"),
    [
        ("LOAD <http://127.0.0.1:1/>", 403, None),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403, None),
        ("INSERT DATA {", 400, "syntax"),
        ("CLEAR ALL ; INSERT DATA {", 400, "syntax"),
        ("SELECT * { ?s ?p ?o }", 400, "syntax"),
    ],
)
def test_what_an_update_may_not_do(service: Service, update: str, status: int, rule: str | None) -> None:
    answer = service.update(update)
    assert answer.status_code == status, answer.text
    assert rule is None or answer.json()["rule"] == rule
    assert service.rows(ALL) == THERE


def test_functions_of_virtuoso_are_refused_in_updates(service: Service) -> None:
    update = 'INSERT { <a:a> <a:b> ?x } WHERE { BIND(<BIF:http_get>("http://127.0.0.1:1/") AS ?x) }'
    assert service.update(update).status_code == (403 if service.is_virtuoso else 503)


def test_a_write_needs_the_token(service: Service) -> None:
    assert httpx.post(f"{service.url}/update", data={"update": "CLEAR ALL"}).status_code == 401
    assert httpx.delete(f"{service.url}/data?default").status_code == 401
    assert service.rows(ALL) == THERE


# Updates

UPDATES = [
    pytest.param(
        f"INSERT DATA {{ <{S}> <{P}> 'new' }}", [["fact"], ["new"], ["true"]], [[G, "1962"]], id="insert"
    ),
    pytest.param(f"DELETE DATA {{ <{S}> <{P}> 'fact' }}", [["true"]], [[G, "1962"]], id="delete"),
    pytest.param("DELETE WHERE { ?s ?p ?o }", [], [[G, "1962"]], id="delete-where"),
    pytest.param(
        "DELETE { ?s ?p 'fact' } INSERT { ?s ?p 'changed' } WHERE { ?s ?p 'fact' }",
        [["changed"], ["true"]], [[G, "1962"]], id="modify",
    ),
    pytest.param(
        f"INSERT DATA {{ <{S}> <{P}> 'x' GRAPH <{H}> {{ <{S}> <{P}> 'y' }} }}",
        [["fact"], ["true"], ["x"]], [[G, "1962"], [H, "y"]], id="two-graphs",
    ),
    pytest.param(f"WITH <{G}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}", THERE, [], id="with"),
    pytest.param(
        f"INSERT {{ ?s ?p ?o }} USING <{G}> WHERE {{ ?s ?p ?o }}", [["1962"], *THERE], [[G, "1962"]],
        id="using",
    ),
    pytest.param(f"INSERT {{ ?s ?p ?g }} WHERE {{ GRAPH ?g {{ ?s ?p '1962'^^<{GYEAR.value}> }} }}",
                 [["fact"], [G], ["true"]], [[G, "1962"]], id="graph-variable"),
    pytest.param("CLEAR DEFAULT", [], [[G, "1962"]], id="clear-default"),
    pytest.param("DROP DEFAULT", [], [[G, "1962"]], id="drop-default"),
    pytest.param(f"CLEAR GRAPH <{G}>", THERE, [], id="clear"),
    pytest.param(f"PREFIX a: <https://a.example/> DROP GRAPH a:g", THERE, [], id="drop"),  # noqa: F541
    pytest.param(f"COPY DEFAULT TO <{H}>", THERE, [[G, "1962"], [H, "fact"], [H, "true"]], id="copy"),
    pytest.param(f"MOVE <{G}> TO DEFAULT", [["1962"]], [], id="move"),
    pytest.param(f"ADD GRAPH <{G}> TO DEFAULT", [["1962"], *THERE], [[G, "1962"]], id="add"),
    pytest.param("", THERE, [[G, "1962"]], id="nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("update", "default", "named"), UPDATES)
def test_an_update(service: Service, update: str, default: list[list[str]], named: list[list[str]]) -> None:
    answer = service.update(update)
    assert answer.status_code == 200, answer.text
    assert answer.json() == dict.fromkeys(("generation", "changed", "added", "removed", "write"))
    assert service.rows(ALL) == default
    assert service.rows(IN_GRAPHS) == named


def test_the_graphs_that_the_protocol_names(service: Service) -> None:
    answer = service.update("INSERT { ?s ?p 'used' } WHERE { ?s ?p ?o }", **{"using-graph-uri": G})
    assert answer.status_code == 200, answer.text
    assert service.rows(ALL) == [["fact"], ["true"], ["used"]]


@pytest.mark.parametrize(
    "update",
    [
        f"INSERT DATA {{ <{S}> <{P}> 1 }} ; INSERT DATA {{ <{S}> <{P}> 2 }}",
        "DELETE WHERE { ?s ?p ?o } ; PREFIX a: <https://a.example/> INSERT DATA { a:s a:p 1, 2 } ; "
        "PREFIX a: <https://a.example/> INSERT DATA { a:s a:p 'fact', true }",
        "CLEAR ALL",
        "DROP SILENT NAMED",
        f"INSERT DATA {{ _:b <{P}> 1 }}",
    ],
)
def test_what_virtuoso_cannot_do_is_refused(service: Service, update: str) -> None:
    answer = service.update(update)
    if service.is_virtuoso:
        assert (answer.status_code, answer.json()["rule"]) == (501, "engine")
        assert service.rows(ALL) == THERE
        assert service.rows(IN_GRAPHS) == [[G, "1962"]]
    else:
        assert answer.status_code == 200, answer.text


def test_of_several_operations_all_are_done_or_none(service: Service) -> None:
    answer = service.update(f"INSERT DATA {{ <{S}> <{P}> 1 }} ; CREATE GRAPH <{G}>")
    assert answer.status_code in (400, 501, 503), answer.text
    assert service.rows(ALL) == THERE


# Graphs


def test_a_graph_is_put_added_to_and_removed(service: Service) -> None:
    assert service.send("GET", H, accept="text/turtle").status_code == 404
    assert service.send("DELETE", H).status_code == 404
    assert service.send("PUT", H, f"<{S}> <{P}> 1 .").status_code == 201
    assert service.send("PUT", H, f"<{S}> <{P}> 2 .").status_code == 204
    assert service.send("POST", H, f"<{S}> <{P}> 3 .").status_code in (200, 204)
    numbers = {f'<{S}> <{P}> "{n}"^^<http://www.w3.org/2001/XMLSchema#integer> .' for n in (2, 3)}
    assert service.triples(H) == numbers
    assert service.send("PUT", H, f"<{S}> <{P}> ").status_code == 400
    assert service.triples(H) == numbers
    assert service.send("DELETE", H).status_code == 200
    assert service.rows(IN_GRAPHS) == [[G, "1962"]]


def test_the_default_graph_is_put_and_removed(service: Service) -> None:
    assert service.send("PUT", None, f"<{S}> <{P}> 'put' .").status_code == 204
    assert service.rows(ALL) == [["put"]]
    assert service.send("DELETE", None).status_code == 200
    assert service.rows(ALL) == []
    assert service.rows(IN_GRAPHS) == [[G, "1962"]]
    assert service.send("PUT", None, f"<{S}> <{P}> 'put' .").status_code == 201


def test_blank_nodes_come_and_go(service: Service) -> None:
    assert service.send("PUT", H, f"<{S}> <{P}> [ <{P}> 'inner' ] .").status_code == 201
    assert len(service.triples(H)) == 2
    rows = service.rows(f"SELECT ?b {{ GRAPH <{H}> {{ ?s ?p ?b }} FILTER(isBlank(?b)) }}")
    assert len(rows) == 1
    patch = f"DELETE {{ ?b <{P}> 'inner' }} INSERT {{ ?b <{P}> 'changed' }} WHERE {{ ?b <{P}> 'inner' }}"
    assert service.send("PATCH", H, patch, content_type="application/sparql-update").status_code == 200
    assert {line.split(" ", 2)[2] for line in service.triples(H)} >= {'"changed" .'}
    service.send("DELETE", H)


def test_a_post_to_the_store_makes_a_graph(service: Service) -> None:
    headers = WRITER | {"Content-Type": "application/n-triples"}
    answer = httpx.post(f"{service.url}/data", content=f"<{S}> <{P}> <{S}> .", headers=headers, timeout=60)
    assert answer.status_code == 201
    assert service.triples(answer.headers["location"]) == {f"<{S}> <{P}> <{S}> ."}
    assert service.send("DELETE", answer.headers["location"]).status_code == 200


@pytest.mark.parametrize("graph", [G, None])
def test_a_patch_changes_one_graph(service: Service, graph: str | None) -> None:
    patch = f"DELETE WHERE {{ ?s ?p ?o }} ; INSERT DATA {{ <{S}> <{P}> 'patched' }}"
    kind = "application/sparql-update"
    assert service.send("PATCH", graph, patch, content_type=kind).status_code == 200
    assert service.triples(graph) == {f'<{S}> <{P}> "patched" .'}
    assert service.send("PATCH", H, patch, content_type=kind).status_code == 404
    elsewhere = f"INSERT DATA {{ GRAPH <{H}> {{ <{S}> <{P}> 1 }} }}"
    assert service.send("PATCH", graph, elsewhere, content_type=kind).status_code == 400


# Builds


def test_a_build_publishes_there_what_it_publishes_here(service: Service, tmp_path: Path) -> None:
    write_releases(tmp_path / "releases", 2)
    here = Settings(store=tmp_path / "store")
    there = replace(service.settings, write_token="")
    reports = [build([tmp_path / "releases"], settings, stages=made_stages()) for settings in (here, there)]
    assert reports[0].generation == reports[1].generation
    with open_store(here) as local, open_store(there) as remote:
        assert remote.generation == local.generation
        assert canonical_nquads(remote.quads()) == canonical_nquads(local.quads())
        assert remote.graphs() == local.graphs()
    assert not build([tmp_path / "releases"], there, stages=made_stages()).is_new


# Limits


SLOW = (
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?b ?c . ?d ?e ?f . ?h ?i ?j . ?k ?l ?m "
    "FILTER(?c > ?f && ?j > ?m) } }"
)


def test_a_slow_query_ends_at_its_limit_and_others_are_answered(service: Service) -> None:
    service.send("PUT", H, "\n".join(f"<{S}> <{P}> {i} ." for i in range(1_900))).raise_for_status()
    began = time.monotonic()
    answers: list[httpx.Response] = []
    asking = threading.Thread(target=lambda: answers.append(service.ask(SLOW, timeout="2")))
    asking.start()
    time.sleep(0.3)
    assert service.ask("ASK {}").status_code == 200
    asking.join(60)
    assert answers[0].status_code == 503
    assert answers[0].headers["Retry-After"]
    assert time.monotonic() - began < 50  # it would take many minutes
    assert service.rows(ALL) == THERE


# Engines that fail


@contextmanager
def pretending(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """An engine that says what it is, and else does *answer* with the connection."""
    listener, is_over = socket.create_server(("127.0.0.1", 0)), threading.Event()

    def talk(connection: socket.socket) -> None:
        with connection:
            received = connection.recv(65_536)
            while b"\r\n\r\n" not in received or not received.partition(b"\r\n\r\n")[2]:
                more = connection.recv(65_536)
                if not more:
                    return
                received += more
            if received.endswith(b"query=ASK%20%7B%7D"):
                connection.sendall(head(b'{"head":{},"boolean":true}') + b'{"head":{},"boolean":true}')
            else:
                answer(connection)

    def run() -> None:
        while not is_over.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=talk, args=(connection,), daemon=True).start()

    threading.Thread(target=run, daemon=True).start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/query"
    is_over.set()
    listener.close()


def head(body: bytes, kind: str = "application/sparql-results+json", length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    lines = ("HTTP/1.1 200 OK", f"Content-Type: {kind}", f"Content-Length: {size}", "Connection: close", "")
    return "".join(line + "\r\n" for line in lines).encode()


ROW = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"a:b"}}'
FAILURES = {
    "hangs": lambda _: time.sleep(20),
    "dies at once": lambda c: c.close(),
    "dies in the middle": lambda c: c.sendall(head(ROW, length=len(ROW) + 3) + ROW),
    "rubbish": lambda c: c.sendall(head(b"rubbish") + b"rubbish"),
    "rubbish in the middle": lambda c: c.sendall(head(ROW + b"!!!") + ROW + b"!!!"),
    "another type": lambda c: c.sendall(head(b"<html>", "text/html") + b"<html>"),
    "no HTTP": lambda c: c.sendall(b"220 hello\r\n\r\n"),
    "error": lambda c: c.sendall(b"HTTP/1.1 500 No\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno"),
    "moved to a file": lambda c: c.sendall(b"HTTP/1.1 302 No\r\nLocation: file:///etc/passwd\r\n\r\n"),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_an_engine_that_fails_is_a_503(serve: Callable[[GraphStore, Settings], str], failure: str) -> None:
    with pretending(FAILURES[failure]) as engine_url:
        settings = Settings(
            store=Path(engine_url), write_token=TOKEN, timeout=1, write_timeout=1.5, max_queries=1
        )
        url = serve(RemoteStore(engine_url), settings)
        service = Service("pretended", url, settings)
        for _ in range(3):  # a place that is not given back would be missed
            answer = service.ask(ALL)
            assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
            assert answer.json()["rule"] in ("store", "time-limit")
        assert httpx.get(f"{url}/health", timeout=60).status_code == 200
        assert service.ask(f"SELECT * FROM <{G}> {{}}").status_code == 503
        if failure in ("hangs", "dies at once", "no HTTP", "error"):
            answer = service.update("CLEAR ALL")
            assert (answer.status_code, answer.json()["rule"] in ("store", "time-limit")) == (503, True)


def test_a_graph_that_breaks_off_between_two_lines_is_not_whole(
    serve: Callable[[GraphStore, Settings], str],
) -> None:
    line = f"<{S}> <{P}> <{S}> .\n".encode()

    def answer(connection: socket.socket) -> None:
        connection.sendall(head(line, "application/n-triples", len(line) + 9) + line)

    with pretending(answer) as engine_url:
        settings = Settings(store=Path(engine_url), timeout=5, max_queries=1)
        url = serve(RemoteStore(engine_url), settings)
        found = Service("pretended", url, settings).ask(
            "CONSTRUCT WHERE { ?s ?p ?o }", {"Accept": "text/turtle"}
        )
        assert (found.status_code, found.json()["rule"]) == (503, "store")


def test_an_engine_that_is_not_there_yet(
    serve: Callable[[GraphStore, Settings], str], tmp_path: Path
) -> None:
    absent = f"http://127.0.0.1:{free_port()}/query"
    settings = Settings(store=Path(absent), max_queries=1)
    with open_store(settings) as store:
        assert "does not answer yet" in describe_engine(store)[0]
        service = Service("absent", serve(store, settings), settings)
        assert service.ask(ALL).status_code == 503
        assert (
            httpx.get(f"{service.url}/sparql", headers={"Accept": "text/turtle"}, timeout=60).status_code
            == 503
        )
    assert not list(tmp_path.iterdir())
