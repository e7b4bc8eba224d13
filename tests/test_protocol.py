"""The SPARQL 1.1 Protocol, test by test as its working group lists them, against a live server.

Names are those of the list at https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/; the data of
each test are put there with the protocol itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from conftest import serving
from twingraph.settings import Settings
from twingraph.store.embedded import EmbeddedStore

TOKEN = "a token for tests"
AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
QUERY = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}
DATA = "http://data.example/data{}.rdf"
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:foaf="http://xmlns.com/foaf/0.1/">
<foaf:Document rdf:about="http://data.example/data{}.rdf"/></rdf:RDF>"""
RESULTS = {"application/sparql-results+xml", "application/sparql-results+json"}
TRIPLES = {"text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that may be written to and holds data1.rdf, data2.rdf and data3.rdf as named graphs."""
    with (
        EmbeddedStore(tmp_path_factory.mktemp("protocol") / "store", create=True) as store,
        serving(store, Settings(write_token=TOKEN, write_timeout=60)) as address,
    ):
        for number in (1, 2, 3):
            httpx.put(
                f"{address}/data",
                params={"graph": DATA.format(number)},
                content=RDF.format(number),
                headers={**AUTHORIZED, "Content-Type": "application/rdf+xml"},
                timeout=60,
            ).raise_for_status()
        yield address


@pytest.fixture
def query(url: str) -> Callable[..., httpx.Response]:
    """Send a request to the query endpoint."""

    def send(method: str, fields: object = "", body: object = b"", **headers: str) -> httpx.Response:
        parameters = f"?{urlencode(fields)}" if fields else ""  # type: ignore[arg-type]
        content = body if isinstance(body, bytes) else urlencode(body).encode()  # type: ignore[call-overload]
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.request(method, f"{url}/sparql{parameters}", content=content, headers=names, timeout=60)

    return send


@pytest.fixture
def update(url: str) -> Callable[..., httpx.Response]:
    """Send a request to the update endpoint."""

    def send(
        body: object, headers: dict[str, str], fields: object = "", method: str = "POST"
    ) -> httpx.Response:
        parameters = f"?{urlencode(fields)}" if fields else ""  # type: ignore[arg-type]
        content = body if isinstance(body, bytes) else urlencode(body).encode()  # type: ignore[call-overload]
        return httpx.request(
            method, f"{url}/update{parameters}", content=content, headers=AUTHORIZED | headers, timeout=60
        )

    return send


Send = Callable[..., httpx.Response]


def is_true(answer: httpx.Response) -> bool:
    assert answer.status_code == 200, answer.text
    return bool(answer.json()["boolean"])


# Queries


def test_query_post_form(query: Send) -> None:
    answer = query("POST", body=[("query", "ASK {}")], content_type=FORM["Content-Type"])
    assert answer.headers["content-type"] in RESULTS
    assert is_true(answer)


def test_query_get(query: Send) -> None:
    assert is_true(query("GET", [("query", "ASK {}")]))


def test_query_post_direct(query: Send) -> None:
    assert is_true(query("POST", body=b"ASK {}", content_type=QUERY["Content-Type"]))


ONE_TYPE = f"ASK {{ <{DATA.format(1)}> ?p ?o }}"
BOTH = "ASK { <http://data.example/data1.rdf> a ?type . <http://data.example/data2.rdf> a ?type . }"


@pytest.mark.parametrize("method", ["GET", "POST-form", "POST-direct"])
def test_query_dataset_default_graph(query: Send, method: str) -> None:
    assert is_true(ask(query, method, ONE_TYPE, [("default-graph-uri", DATA.format(1))]))
    assert not is_true(ask(query, method, ONE_TYPE, [("default-graph-uri", DATA.format(2))]))


@pytest.mark.parametrize("method", ["GET", "POST-form", "POST-direct"])
def test_query_dataset_default_graphs(query: Send, method: str) -> None:
    graphs = [("default-graph-uri", DATA.format(number)) for number in (1, 2)]
    assert is_true(ask(query, method, BOTH, graphs))
    assert not is_true(ask(query, method, BOTH, graphs[:1]))


@pytest.mark.parametrize("method", ["GET", "POST-form", "POST-direct"])
def test_query_dataset_named_graphs(query: Send, method: str) -> None:
    graphs = [("named-graph-uri", DATA.format(number)) for number in (1, 2)]
    asked = (
        "ASK { GRAPH ?g1 { <http://data.example/data1.rdf> a ?type } GRAPH ?g2 { "
        "<http://data.example/data2.rdf> a ?type } FILTER(?g1 != ?g2) }"
    )
    assert is_true(ask(query, method, asked, graphs))
    assert not is_true(ask(query, method, "ASK { ?s ?p ?o }", graphs))
    assert not is_true(ask(query, method, asked, graphs[:1]))


@pytest.mark.parametrize("method", ["GET", "POST-form", "POST-direct"])
def test_query_dataset_full(query: Send, method: str) -> None:
    graphs = [
        ("default-graph-uri", DATA.format(3)),
        ("named-graph-uri", DATA.format(1)),
        ("named-graph-uri", DATA.format(2)),
    ]
    asked = """ASK {
        GRAPH ?g1 { <http://data.example/data1.rdf> a ?type }
        GRAPH ?g2 { <http://data.example/data2.rdf> a ?type }
        <http://data.example/data3.rdf> a ?type }"""
    assert is_true(ask(query, method, asked, graphs))


@pytest.mark.parametrize("method", ["GET", "POST-form", "POST-direct"])
def test_query_multiple_dataset(query: Send, method: str) -> None:
    """What the protocol names goes before what the query names."""
    asked = (
        "ASK FROM <http://data.example/data3.rdf> { GRAPH ?g1 { <http://data.example/data1.rdf> a "
        "?type } <http://data.example/data2.rdf> a ?type }"
    )
    graphs = [("default-graph-uri", DATA.format(2)), ("named-graph-uri", DATA.format(1))]
    assert is_true(ask(query, method, asked, graphs))


def ask(query: Send, method: str, text: str, graphs: list[tuple[str, str]]) -> httpx.Response:
    if method == "GET":
        return query("GET", [("query", text), *graphs])
    if method == "POST-form":
        return query("POST", body=[("query", text), *graphs], content_type=FORM["Content-Type"])
    return query("POST", graphs, text.encode(), content_type=QUERY["Content-Type"])


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("SELECT (1 AS ?value) {}", RESULTS | {"text/csv", "text/tab-separated-values"}),
        ("ASK {}", RESULTS),
        ("DESCRIBE <http://example.org/>", TRIPLES),
        ("CONSTRUCT { <s> <p> 1 } WHERE {}", TRIPLES),
    ],
    ids=["select", "ask", "describe", "construct"],
)
def test_query_content_type(query: Send, text: str, types: set[str]) -> None:
    answer = query("GET", [("query", text)])
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] in types


@pytest.mark.parametrize(
    ("method", "fields", "body", "headers"),
    [
        pytest.param("PUT", [("query", "ASK {}")], b"", {}, id="bad_query_method"),
        pytest.param(
            "GET", [("query", "ASK {}"), ("query", "SELECT * {}")], b"", {}, id="bad_multiple_queries"
        ),
        pytest.param(
            "POST", [], b"ASK {}", {"Content-Type": "text/plain"}, id="bad_query_wrong_media_type"
        ),
        pytest.param("POST", [], b"query=ASK%20%7B%7D", {}, id="bad_query_missing_form_type"),
        pytest.param("POST", [], b"ASK {}", {}, id="bad_query_missing_direct_type"),
        pytest.param(
            "POST", [], "ASK {}".encode("utf-16"),
            {"Content-Type": "application/sparql-query; charset=UTF-16"}, id="bad_query_non_utf8",
        ),
        pytest.param("GET", [("query", "ASK { ")], b"", {}, id="bad_query_syntax"),
    ],
)  # fmt: skip
def test_bad_queries(url: str, method: str, fields: object, body: bytes, headers: dict[str, str]) -> None:
    answer = httpx.request(method, f"{url}/sparql", params=fields, content=body, headers=headers)  # type: ignore[arg-type]
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"


def test_columns_come_as_the_query_names_them(query: Send) -> None:
    text = "SELECT * { VALUES (?z ?a) { (1 2) } BIND(3 AS ?m) FILTER(?unseen || true) }"
    answer = query("GET", [("query", text), ("format", "csv")])
    assert answer.text == "z,a,m\r\n1,2,3\r\n"
    assert query("GET", [("query", "SELECT DISTINCT*{ ?s ?p ?o } LIMIT 0")]).json()["head"]["vars"] == list(
        "spo"
    )


def test_from_may_be_relative(query: Send) -> None:
    text = "BASE <http://data.example/other.rdf> ASK FROM <data1.rdf> { ?s ?p ?o }"
    assert is_true(query("GET", [("query", text)]))


# Updates


def test_update_post_form(update: Send) -> None:
    assert update([("update", "CLEAR DEFAULT")], FORM).is_success


def test_update_post_direct(update: Send) -> None:
    assert update(b"CLEAR DEFAULT", UPDATE).is_success


TARGET = "http://example.org/protocol-update-dataset-test/"
PUT_IN = (
    "PREFIX foaf: <http://xmlns.com/foaf/0.1/> INSERT { GRAPH <%s> { ?s a "
    "<http://purl.org/dc/terms/BibliographicResource> } } WHERE { %s }"
)
FOUND = "SELECT ?s { GRAPH <%s> { ?s a <http://purl.org/dc/terms/BibliographicResource> } }"


@pytest.mark.parametrize(
    ("pattern", "default", "named", "found"),
    [
        pytest.param("?s a foaf:Document", [1], [], [1], id="update_dataset_default_graph"),
        pytest.param("?s a foaf:Document", [1, 2], [], [1, 2], id="update_dataset_default_graphs"),
        pytest.param(
            "GRAPH ?g { ?s a foaf:Document }", [], [1, 2], [1, 2], id="update_dataset_named_graphs"
        ),
        pytest.param(
            "{ GRAPH ?g { ?s a foaf:Document } } UNION { ?s a foaf:Document }", [1], [2], [1, 2],
            id="update_dataset_full",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("way", ["form", "direct"])
def test_update_dataset(
    url: str, update: Send, pattern: str, default: list[int], named: list[int], found: list[int], way: str
) -> None:
    target = f"{TARGET}{way}/{default}{named}".replace("[", "-").replace("]", "-").replace(", ", "+")
    graphs = [("using-graph-uri", DATA.format(number)) for number in default]
    graphs += [("using-named-graph-uri", DATA.format(number)) for number in named]
    text = f"DROP SILENT GRAPH <{target}> ; " + PUT_IN % (target, pattern)
    answer = (
        update([("update", text), *graphs], FORM)
        if way == "form"
        else update(text.encode(), UPDATE, fields=graphs)
    )
    assert answer.is_success, answer.text
    rows = httpx.get(f"{url}/sparql", params={"query": FOUND % target}).json()["results"]["bindings"]
    assert sorted(row["s"]["value"] for row in rows) == [DATA.format(number) for number in found]


def test_update_base_uri(url: str, update: Send) -> None:
    """A relative IRI is relative to the endpoint."""
    graph = "http://example.org/protocol-base-test/"
    text = (
        f"CLEAR SILENT GRAPH <{graph}> ; INSERT DATA {{ GRAPH <{graph}> {{ <http://example.org/s> "
        f"<http://example.org/p> <test> }} }}"
    )
    assert update([("update", text)], FORM).is_success
    asked = f"SELECT ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    (row,) = httpx.get(f"{url}/sparql", params={"query": asked}).json()["results"]["bindings"]
    assert row["o"] == {"type": "uri", "value": f"{url}/test"}


@pytest.mark.parametrize(
    ("body", "headers", "fields", "method"),
    [
        pytest.param(b"", {}, [("update", "CLEAR ALL")], "GET", id="bad_update_get"),
        pytest.param(b"", FORM, [("update", "CLEAR ALL")], "POST", id="update-in-the-address"),
        pytest.param(
            [("update", "CLEAR NAMED"), ("update", "CLEAR DEFAULT")], FORM, [], "POST",
            id="bad_multiple_updates",
        ),
        pytest.param(
            b"CLEAR NAMED", {"Content-Type": "text/plain"}, [], "POST", id="bad_update_wrong_media_type"
        ),
        pytest.param(b"update=CLEAR%20NAMED", {}, [], "POST", id="bad_update_missing_form_type"),
        pytest.param(b"CLEAR NAMED", {}, [], "POST", id="bad_update_missing_direct_type"),
        pytest.param(
            "CLEAR NAMED".encode("utf-16"),
            {"Content-Type": "application/sparql-update; charset=UTF-16"}, [], "POST",
            id="bad_update_non_utf8",
        ),
        pytest.param([("update", "CLEAR XYZ")], FORM, [], "POST", id="bad_update_syntax"),
        pytest.param(
            [
                ("update", "INSERT { <s:> <p:> 1 } USING <http://data.example/data1.rdf> WHERE {}"),
                ("using-named-graph-uri", "http://data.example/data2.rdf"),
            ], FORM, [], "POST", id="bad_update_dataset_conflict",
        ),
        pytest.param(
            [
                ("update", "WITH <http://data.example/data1.rdf> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"),
                ("using-graph-uri", "http://data.example/data2.rdf"),
            ], FORM, [], "POST", id="bad_update_dataset_conflict_with",
        ),
    ],
)  # fmt: skip
def test_bad_updates(
    url: str, update: Send, body: object, headers: dict[str, str], fields: object, method: str
) -> None:
    before = httpx.get(f"{url}/health").json()["generation"]
    answer = update(body, headers, fields, method)
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert httpx.get(f"{url}/health").json()["generation"] == before


def test_an_update_applies_whole_or_not_at_all(url: str, update: Send) -> None:
    for text in (
        "INSERT DATA { <http://example.org/half> <http://example.org/p> 1 } ; CREATE GRAPH "
        "<http://data.example/data1.rdf>",
        "INSERT DATA { <http://example.org/half> <http://example.org/p> 1 } ; DELETE DATA { ",
        "INSERT DATA { <http://example.org/half> <http://example.org/p> 1 } ; LOAD <file:///etc/passwd>",
    ):
        assert update(text.encode(), UPDATE).status_code >= 400
    asked = "ASK { <http://example.org/half> ?p ?o }"
    assert not is_true(httpx.get(f"{url}/sparql", params={"query": asked}))


def test_what_does_not_fit_the_data_is_told(update: Send) -> None:
    for text in ("DROP GRAPH <http://none.example/>", "CREATE GRAPH <http://data.example/data1.rdf>"):
        answer = update(text.encode(), UPDATE)
        assert (answer.status_code, answer.json()["rule"]) == (409, "conflict")
    assert update(b"DROP SILENT GRAPH <http://none.example/>", UPDATE).is_success


# Who may write


def test_without_a_token_nobody_writes(sample_url: str) -> None:
    for path, method in (("/update", "POST"), ("/data?default", "PUT"), ("/data?default", "DELETE")):
        answer = httpx.request(method, sample_url + path, headers=UPDATE | AUTHORIZED, content=b"CLEAR ALL")
        assert answer.status_code == 403
        assert answer.json()["rule"] == "QueryRefused"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer a token for test"},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": "Bearer ä".encode().decode("latin-1")},
    ],
)
def test_another_token_does_not_do(url: str, headers: dict[str, str]) -> None:
    sent = {name: value.encode("latin-1") for name, value in (UPDATE | headers).items()}
    answer = httpx.post(f"{url}/update", content=b"CLEAR ALL", headers=sent)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_body_over_the_limit_is_not_read(tmp_path: Path) -> None:
    settings = Settings(write_token=TOKEN, max_update_bytes=1_000)
    with EmbeddedStore(tmp_path / "store", create=True) as store, serving(store, settings) as url:
        for content in (b"#" * 1_001, (b"#" * 600 for _ in range(2))):
            answer = httpx.post(f"{url}/update", content=content, headers=UPDATE | AUTHORIZED)
            assert answer.status_code == 413
        zipped = httpx.post(
            f"{url}/update", content=b"\x1f\x8b", headers=UPDATE | AUTHORIZED | {"Content-Encoding": "gzip"}
        )
        assert zipped.status_code == 415
