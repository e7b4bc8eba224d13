"""The endpoint, over real sockets: the SPARQL 1.1 Protocol to the letter, read-only."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest

import sample
from twingraph.settings import Settings
from twingraph.store.base import GraphStore
from twingraph.store.embedded import EmbeddedStore

Serve = Callable[[GraphStore, Settings], str]

PREFIX = "PREFIX tg: <https://w3id.org/twingraph/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
CITIES = PREFIX + "SELECT ?city ?label { ?city a tg:City ; rdfs:label ?label } ORDER BY ?city ?label"
GRAPH = PREFIX + "CONSTRUCT { ?city a tg:City } WHERE { ?city a tg:City }"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}


@pytest.fixture(scope="module")
def endpoint(sample_url: str) -> str:
    return f"{sample_url}/sparql"


@pytest.mark.parametrize(
    ("accept", "media_type", "start"),
    [
        (None, "application/sparql-results+json", b'{"head"'),
        ("application/sparql-results+json", "application/sparql-results+json", b'{"head"'),
        ("application/json", "application/json", b'{"head"'),
        ("application/sparql-results+xml", "application/sparql-results+xml", b"<?xml"),
        ("text/csv", "text/csv; charset=utf-8", b"city,label\r\n"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", b"?city\t?label\n<"),
        ("text/csv;q=0.1, application/sparql-results+xml;q=0.3", "application/sparql-results+xml", b"<?xml"),
    ],
)
def test_tables(endpoint: str, accept: str | None, media_type: str, start: bytes) -> None:
    headers = {"Accept": accept} if accept else {}
    answer = httpx.get(endpoint, params={"query": CITIES}, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert answer.content.startswith(start)
    assert "accept" in answer.headers["vary"].lower()


@pytest.mark.parametrize(
    ("name", "rdf_format"),
    [
        ("turtle", ox.RdfFormat.TURTLE),
        ("ntriples", ox.RdfFormat.N_TRIPLES),
        ("rdfxml", ox.RdfFormat.RDF_XML),
        ("jsonld", ox.RdfFormat.JSON_LD),
        ("trig", ox.RdfFormat.TRIG),
        ("nquads", ox.RdfFormat.N_QUADS),
    ],
)
def test_graphs_hold_the_same_triples(endpoint: str, name: str, rdf_format: ox.RdfFormat) -> None:
    asked = httpx.get(endpoint, params={"query": GRAPH, "format": name})
    accepted = httpx.get(endpoint, params={"query": GRAPH}, headers={"Accept": rdf_format.media_type})
    triples = {quad.triple for quad in ox.parse(asked.content, rdf_format)}
    assert len(triples) == 6
    assert asked.content == accepted.content
    assert asked.headers["content-type"].startswith(rdf_format.media_type)


def test_all_three_ways_to_ask_agree(endpoint: str) -> None:
    answers = [
        httpx.get(endpoint, params={"query": CITIES}),
        httpx.get(endpoint + "/", params={"query": CITIES}),
        httpx.post(endpoint, data={"query": CITIES}),
        httpx.post(
            endpoint, content=CITIES, headers={"Content-Type": "application/sparql-query; charset=UTF-8"}
        ),
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert len(answers[0].json()["results"]["bindings"]) == 7


@pytest.mark.parametrize(
    ("method", "url", "headers", "content", "status"),
    [
        pytest.param("GET", "?query=", {}, b"", 400, id="empty-query"),
        pytest.param("GET", "?query=ASK%7B%7D&query=ASK%7B%7D", {}, b"", 400, id="two-queries"),
        pytest.param("GET", "?format=json", {}, b"", 400, id="no-query"),
        pytest.param("GET", "?query=SELECT%20*%20%7B", {}, b"", 400, id="syntax"),
        pytest.param("GET", "?query=%FF", {}, b"", 400, id="not-utf-8"),
        pytest.param("GET", "?update=CLEAR%20ALL", {}, b"", 403, id="update-by-get"),
        pytest.param("GET", "?query=CLEAR%20ALL", {}, b"", 403, id="update-as-query"),
        pytest.param("POST", "", FORM, b"update=CLEAR+ALL", 403, id="update-by-form"),
        pytest.param(
            "POST", "", {"Content-Type": "application/sparql-update"}, b"CLEAR ALL", 403, id="update"
        ),
        pytest.param("POST", "", {"Content-Type": "text/plain"}, b"ASK {}", 415, id="plain-text"),
        pytest.param("POST", "", {}, b"ASK {}", 415, id="no-type"),
        pytest.param(
            "POST", "", {"Content-Type": "application/sparql-query; charset=utf-16"}, b"x", 415, id="utf-16"
        ),
        pytest.param("POST", "", DIRECT, b"\xff", 400, id="bytes-that-are-no-utf-8"),
        pytest.param("POST", "?query=ASK%7B%7D", DIRECT, b"ASK {}", 400, id="query-twice"),
        pytest.param("PUT", "", DIRECT, b"ASK {}", 405, id="put"),
        pytest.param("DELETE", "", {}, b"", 405, id="delete"),
        pytest.param("GET", "?query=ASK%7B%7D&format=png", {}, b"", 406, id="unknown-format"),
        pytest.param("GET", "?query=ASK%7B%7D", {"Accept": "text/csv"}, b"", 406, id="ask-has-no-csv"),
        pytest.param("GET", "?query=ASK%7BSERVICE%20%3Cx:y%3E%20%7B%7D%7D", {}, b"", 403, id="service"),
        pytest.param(
            "GET", "?query=ASK%7B%7D&default-graph-uri=file:///etc/passwd", {}, b"", 403, id="graph"
        ),
    ],
)
def test_errors_have_one_shape(
    endpoint: str, method: str, url: str, headers: dict[str, str], content: bytes, status: int
) -> None:
    answer = httpx.request(method, endpoint + url, headers=headers, content=content)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["detail"]
    assert set(problem) >= {"type", "title"}
    if status == 405:
        assert {"GET", "HEAD", "POST", "OPTIONS"} <= set(answer.headers["allow"].replace(" ", "").split(","))


def test_syntax_error_names_the_place(endpoint: str) -> None:
    problem = httpx.get(endpoint, params={"query": "SELECT *\n{ ?s ?p "}).json()
    assert (problem["line"], problem["column"], problem["rule"]) == (2, 1, "syntax")
    assert problem["hint"] == "never-closed"  # the bracket that is open, not the end of the text


def test_too_long_a_query(sample_store: EmbeddedStore, serve: Serve) -> None:
    url = serve(sample_store, Settings(max_query_bytes=200)) + "/sparql"
    fits = "ASK {}" + " " * 190
    assert httpx.post(url, data={"query": fits}).status_code == 200
    assert httpx.post(url, data={"query": fits + "     "}).status_code == 413
    assert httpx.post(url, content=b" " * 1_000_000, headers=DIRECT).status_code == 413


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_a_cut_table_says_so(sample_store: EmbeddedStore, serve: Serve, name: str) -> None:
    url = serve(sample_store, Settings(max_rows=3)) + "/sparql"
    cut = httpx.get(url, params={"query": CITIES, "format": name})
    whole = httpx.get(url, params={"query": CITIES + " LIMIT 3", "format": name})
    assert cut.headers["twingraph-truncated"] == "rows=3"
    assert "truncated" in cut.text
    assert "twingraph-truncated" not in whole.headers
    assert "truncated" not in whole.text
    if name in ("json", "xml"):
        results = [
            ox.parse_query_results(answer.content, getattr(ox.QueryResultsFormat, name.upper()))
            for answer in (cut, whole)
        ]
        first, second = ([list(row) for row in result] for result in results)  # type: ignore[union-attr]
        assert first == second
        assert len(first) == 3


def test_a_value_that_looks_like_many_rows_is_not_cut(sample_store: EmbeddedStore, serve: Serve) -> None:
    url = serve(sample_store, Settings(max_rows=2)) + "/sparql"
    query = r"""SELECT ?x { VALUES ?x { "},{ },{ <result> \n\n\n\n <result>" "b" } }"""
    for name in ("json", "xml", "csv", "tsv"):
        answer = httpx.get(url, params={"query": query, "format": name})
        assert "twingraph-truncated" not in answer.headers
        assert "truncated" not in answer.text


def test_a_cut_graph_says_so(sample_store: EmbeddedStore, serve: Serve) -> None:
    url = serve(sample_store, Settings(max_rows=4)) + "/sparql"
    answer = httpx.get(url, params={"query": GRAPH, "format": "nt"})
    assert answer.headers["twingraph-truncated"] == "rows=4"
    assert answer.text.endswith("# truncated after 4 triples\n")
    assert len(list(ox.parse(answer.content, ox.RdfFormat.N_TRIPLES))) == 4


def test_head_options_and_cors(endpoint: str) -> None:
    head = httpx.head(endpoint, params={"query": CITIES})
    assert (head.status_code, head.content) == (200, b"")
    options = httpx.options(endpoint, headers={"Origin": "https://a.example"})
    assert options.status_code == 204
    assert "POST" in options.headers["allow"]
    for answer in (head, options):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_etag(endpoint: str) -> None:
    first = httpx.get(endpoint, params={"query": CITIES})
    other = httpx.get(endpoint, params={"query": CITIES, "format": "csv"})
    again = httpx.get(endpoint, params={"query": CITIES}, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"] != other.headers["etag"]
    assert "etag" not in httpx.get(endpoint, params={"query": "SELECT (RAND() AS ?x) {}"}).headers


def test_a_new_generation_is_served_without_a_restart(
    tmp_path_factory: pytest.TempPathFactory, serve: Serve
) -> None:
    folder = tmp_path_factory.mktemp("growing")
    store = sample.open_store(folder, sample.quads(), sample.texts())
    url = serve(store, Settings()) + "/sparql"
    before = httpx.get(url, params={"query": CITIES})
    builder = EmbeddedStore(folder)
    builder.publish(
        [quad for quad in sample.quads() if "Warsaw" not in str(quad) and "warsaw" not in str(quad)]
    )
    after = httpx.get(url, params={"query": CITIES})
    assert len(before.json()["results"]["bindings"]) - len(after.json()["results"]["bindings"]) == 1
    assert before.headers["etag"] != after.headers["etag"]
    builder.close()
    store.close()


def test_named_and_default_graphs_of_the_protocol(endpoint: str) -> None:
    release = sample.iri("id:graph/moskau-2019")
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    plain = httpx.get(endpoint, params={"query": count}).json()
    chosen = httpx.get(endpoint, params={"query": count, "default-graph-uri": release}).json()
    posted = httpx.post(endpoint, data={"query": count, "default-graph-uri": release}).json()
    assert chosen == posted != plain
    graphs = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    named = httpx.get(endpoint, params={"query": graphs, "named-graph-uri": release}).json()
    assert [row["g"]["value"] for row in named["results"]["bindings"]] == [release]


@pytest.mark.parametrize(
    "iri", ["https://a.example/köln", "https://a.example/k%C3%B6ln", "https://a.example/%2541"]
)
def test_percent_signs_are_decoded_once(endpoint: str, iri: str) -> None:
    query = f"SELECT (<{iri}> AS ?x) {{}}"
    answers = [
        httpx.get(f"{endpoint}?query={quote(query, safe='')}"),
        httpx.post(endpoint, content=f"query={quote(query, safe='')}", headers=FORM),
        httpx.post(endpoint, content=query.encode(), headers=DIRECT),
    ]
    assert {answer.json()["results"]["bindings"][0]["x"]["value"] for answer in answers} == {iri}


def test_service_description(endpoint: str) -> None:
    answer = httpx.get(endpoint, headers={"Accept": "text/turtle"})
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    said = {
        (t.predicate.value.rpartition("#")[2], str(t.object))
        for t in ox.parse(answer.content, ox.RdfFormat.TURTLE)
    }
    assert ("endpoint", f"<{endpoint}>") in said
    assert ("name", f"<{sample.iri('id:graph/moskau-2019')}>") in said
    assert not any("BasicFederatedQuery" in value for _, value in said)
    assert json.loads(httpx.get(endpoint, headers={"Accept": "application/ld+json"}).content)
    browser = httpx.get(endpoint, headers={"Accept": "text/html,*/*;q=0.8"})
    assert (browser.status_code, browser.headers["location"]) == (303, "/query")


def test_a_slow_query_does_not_block_others(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> None:
    store = sample.open_store(tmp_path_factory.mktemp("slow"), list(sample.quads())[:220])
    url = serve(store, Settings())
    slow = threading.Thread(
        target=httpx.get, args=[f"{url}/sparql"], kwargs={"params": {"query": CROSS}, "timeout": None}
    )
    slow.start()
    while slow.is_alive():
        assert httpx.get(f"{url}/sparql", params={"query": "ASK {}"}).json()["boolean"]
        assert httpx.get(f"{url}/health").json()["status"] == "ok"
        if slow.is_alive():
            break  # an answer came while the slow one ran
    else:
        pytest.fail("the slow query ended before another was answered")
    slow.join()


def test_nothing_is_requested_from_elsewhere(endpoint: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        there = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
        for query in (
            f"SELECT * {{ SERVICE <{there}> {{ ?s ?p ?o }} }}",
            f"PREFIX : <{there}> SELECT * {{ SERVICE: {{ ?s ?p ?o }} }}",
            f"SELECT * {{ SERVICESILENT<{there}>{{ ?s ?p ?o }} }}",
            f"SELECT * FROM <{there}> {{ ?s ?p ?o }}",
        ):
            assert httpx.get(endpoint, params={"query": query}).status_code == 403
        with pytest.raises(TimeoutError):
            listener.accept()
