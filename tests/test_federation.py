"""SERVICE to hosts that are allowed: asked by the server itself, each redirect and each address checked."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pyoxigraph as ox
import pytest

from conftest import serving
from twingraph.errors import QueryRefused
from twingraph.serve.federation import check_host, find_calls
from twingraph.settings import Settings
from twingraph.store.base import GraphStore
from twingraph.store.embedded import EmbeddedStore

Serve = Callable[[GraphStore, Settings], str]
Tell = Callable[[http.server.BaseHTTPRequestHandler], object]


@contextmanager
def listening(answer: Tell) -> Iterator[tuple[str, list[str]]]:
    """Serve what *answer* writes, and tell what was asked."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            asked.append(self.rfile.read(length).decode())
            answer(self)

        do_GET = do_POST  # noqa: N815 - the name is the library's

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The addresses of two servers of ours; the first may ask the second."""
    p, label = ox.NamedNode("https://a.example/p"), ox.NamedNode("https://a.example/label")
    here = [ox.Quad(ox.NamedNode(f"https://a.example/{i}"), p, ox.Literal(i)) for i in range(5)]
    there = [
        ox.Quad(ox.NamedNode(f"https://a.example/{i}"), label, ox.Literal(f'"{i}" }} }} #', language="en"))
        for i in range(3)
    ]
    folder = tmp_path_factory.mktemp("two")
    with EmbeddedStore(folder / "1", create=True) as one, EmbeddedStore(folder / "2", create=True) as other:
        one.publish(here)
        other.publish(there)
        with serving(other, Settings()) as second:
            settings = Settings(service_hosts=f"other.example, {second.removeprefix('http://')}")
            with serving(one, settings) as first:
                yield first, f"{second}/sparql"


def ask(url: str, query: str, **more: str) -> httpx.Response:
    return httpx.post(f"{url}/sparql", data={"query": query, **more}, timeout=60)


def test_rows_of_two_servers_are_joined(two: tuple[str, str]) -> None:
    url, other = two
    query = f"""PREFIX e: <https://a.example/>
        SELECT ?s ?n ?label {{
            ?s e:p ?n . SERVICE <{other}> {{ ?s e:label ?label }} FILTER(?n > 0)
        }} ORDER BY ?n"""
    answer = ask(url, query)
    rows = answer.json()["results"]["bindings"]
    assert [row["n"]["value"] for row in rows] == ["1", "2"]
    assert rows[0]["label"] == {"type": "literal", "value": '"1" } } #', "xml:lang": "en"}
    assert "etag" not in answer.headers  # the other one may change


def test_a_prefix_may_name_it_and_two_may_be_called(two: tuple[str, str]) -> None:
    url, other = two
    query = f"""PREFIX o: <{other.removesuffix("sparql")}> PREFIX e: <https://a.example/>
        ASK {{ SERVICE o:sparql {{ ?s e:label ?label }} SERVICE SILENT o:sparql {{ ?t e:label ?label }} }}"""
    assert ask(url, query).json() == {"head": {}, "boolean": True}


def test_silence(two: tuple[str, str]) -> None:
    url, other = two
    broken = "{ this is no query }"
    silent = ask(url, f"SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o SERVICE SILENT <{other}> {broken} }}")
    assert silent.json()["results"]["bindings"][0]["n"]["value"] == "5"
    loud = ask(url, f"SELECT * {{ ?s ?p ?o SERVICE <{other}> {broken} }}")
    assert (loud.status_code, loud.json()["rule"]) == (503, "service")


@pytest.mark.parametrize(
    "service",
    [
        "SERVICE <http://127.0.0.1:1/> { ?s ?p ?o }",
        "SERVICE SILENT <http://example.com/> { ?s ?p ?o }",
        "SERVICE <http://other.example.evil.example/> { ?s ?p ?o }",
        "SERVICE <http://other.example@127.0.0.1:1/> { ?s ?p ?o }",
        "SERVICE <file:///etc/passwd> { ?s ?p ?o }",
        "SERVICE ?s { ?s ?p ?o }",
        "{ SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } }",
        "FILTER EXISTS { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    ],
)
def test_other_hosts_stay_refused(two: tuple[str, str], service: str) -> None:
    assert ask(two[0], f"SELECT * {{ ?s ?p ?o {service} }}").status_code == 403


def test_a_redirect_is_checked_again(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> None:
    def redirect(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(307)
        handler.send_header("Location", f"http://{secret}/")
        handler.end_headers()

    def tell(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()

    store = EmbeddedStore(tmp_path_factory.mktemp("redirect") / "store", create=True)
    with store, listening(tell) as (secret, asked), listening(redirect) as (allowed, _):
        url = serve(store, Settings(service_hosts=allowed))
        answer = ask(url, f"SELECT * {{ SERVICE <http://{allowed}/> {{ ?s ?p ?o }} }}")
        assert answer.status_code == 403
        assert asked == []


def test_a_name_that_leads_into_the_own_network_is_refused(
    tmp_path_factory: pytest.TempPathFactory, serve: Serve
) -> None:
    def tell(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()

    store = EmbeddedStore(tmp_path_factory.mktemp("rebound") / "store", create=True)
    with store, listening(tell) as (host, asked):
        name = host.replace("127.0.0.1", "localhost")
        url = serve(store, Settings(service_hosts=name))
        assert ask(url, f"SELECT * {{ SERVICE <http://{name}/> {{ ?s ?p ?o }} }}").status_code == 403
        assert asked == []


def test_a_service_that_hangs_ends_at_the_limit(
    tmp_path_factory: pytest.TempPathFactory, serve: Serve
) -> None:
    over = threading.Event()
    store = EmbeddedStore(tmp_path_factory.mktemp("hanging") / "store", create=True)
    with store, listening(lambda _: over.wait(30) and None) as (host, _):
        url = serve(store, Settings(service_hosts=host))
        answer = ask(url, f"SELECT * {{ SERVICE <http://{host}/> {{ ?s ?p ?o }} }}", timeout="0.5")
        over.set()
        assert (answer.status_code, answer.json()["rule"]) == (503, "service")


def test_calls_are_found_by_their_tokens() -> None:
    query = "SELECT * { ?s ?p 'SERVICE <a:b> {}' SERVICE <http://a.example/> { ?s ?p '}' { ?a ?b ?c } } }"
    (call,) = find_calls(query)
    assert (call.endpoint, call.group) == ("http://a.example/", "{ ?s ?p '}' { ?a ?b ?c } }")
    assert query[call.end :] == " }"


def test_the_list_names_hosts_exactly() -> None:
    check_host("https://a.example/sparql", ["a.example"])
    check_host("http://a.example:81/sparql", ["a.example:81"])
    for url in ("http://b.a.example/", "http://a.example:81/", "ftp://a.example/", "http://a.example.b/"):
        with pytest.raises(QueryRefused):
            check_host(url, ["a.example:80", "a.exampl"])
