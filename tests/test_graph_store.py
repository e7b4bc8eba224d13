"""The SPARQL 1.1 Graph Store HTTP Protocol, test by test as its working group lists them, and more.

Names are those of https://www.w3.org/2009/sparql/docs/tests/data-sparql11/http-rdf-update/, whose tests go
from one state of the store to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from conftest import serving
from twingraph.settings import Settings
from twingraph.store.embedded import EmbeddedStore

TOKEN = "a token for tests"
AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}
TURTLE = {"Content-Type": "text/turtle; charset=utf-8"}
FOAF = "@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix v: <http://www.w3.org/2006/vcard/ns#> .\n"
JOHN = FOAF + '<http://$HOST$/person/1> a foaf:Person; foaf:businessCard [ a v:VCard; v:fn "John Doe" ] .'
JANE = FOAF + '<http://$HOST$/person/1> a foaf:Person; foaf:businessCard [ a v:VCard; v:fn "Jane Doe" ] .'
NAMED = FOAF + '[] a foaf:Person; foaf:businessCard [ a v:VCard; v:given-name "Alice" ] .'
FAMILY = FOAF + '<http://$HOST$/person/1> foaf:familyName "Doe" .'
GIVEN = FOAF + '<http://$HOST$/person/1> foaf:givenName "Jane" .'

Send = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = Settings(write_token=TOKEN, write_timeout=60)
    folder = tmp_path_factory.mktemp("graphs") / "store"
    with EmbeddedStore(folder, create=True) as store, serving(store, settings) as address:
        yield address


@pytest.fixture
def send(url: str) -> Send:
    """Send a request to the graph store, with the token."""

    def send_one(method: str, path: str, content: str | bytes = b"", **more: object) -> httpx.Response:
        headers = AUTHORIZED | (TURTLE if content else {}) | dict(more.pop("headers", {}))  # type: ignore[call-overload]
        where = path if path.startswith("http") else f"{url}/data{path}"
        body = {"content": content} if content else {}
        return httpx.request(method, where, headers=headers, timeout=60, **body, **more)  # type: ignore[arg-type]

    return send_one


def isomorphic(answer: httpx.Response, *texts: str) -> bool:
    """True where an answer in Turtle holds the triples of *texts*, whatever its blank nodes are called."""
    found, wanted = ox.Dataset(), ox.Dataset()
    for quad in ox.parse(answer.content, ox.RdfFormat.TURTLE):
        found.add(quad)
    for text in texts:
        for quad in ox.parse(text, ox.RdfFormat.TURTLE, rename_blank_nodes=True):
            wanted.add(quad)
    for dataset in (found, wanted):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return found == wanted


def read(send: Send, path: str, media_type: str = "text/turtle") -> httpx.Response:
    return send("GET", path, headers={"Accept": media_type})


def test_the_list_of_the_working_group(url: str, send: Send) -> None:
    person = f"{url}/data/person/1.ttl"
    indirect = f"?graph={person}"

    assert send("PUT", "/person/1.ttl", JOHN).status_code == 201  # put__initial_state
    answer = read(send, indirect)  # get_of_put__initial_state
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    assert isomorphic(answer, JOHN)

    assert send("PUT", "/person/1.ttl", JANE).status_code == 204  # put__graph_already_in_store
    assert isomorphic(read(send, indirect), JANE)  # get_of_put__graph_already_in_store

    assert send("PUT", "?default", NAMED).status_code == 201  # put__default_graph
    assert isomorphic(read(send, "?default"), NAMED)  # get_of_put__default_graph

    mismatched = send("PUT", indirect, JOHN, headers={"Content-Type": "application/rdf+xml"})
    assert mismatched.status_code == 400  # put__mismatched_payload
    assert isomorphic(read(send, indirect), JANE)
    assert send("PUT", "/person/2.ttl").status_code in (400, 415)

    assert send("PUT", "/person/2.ttl", FOAF).status_code == 201  # put__empty_graph
    assert isomorphic(read(send, "/person/2.ttl"))  # get_of_put__empty_graph
    assert send("PUT", "/person/2.ttl", JOHN).status_code == 204  # put__replace_empty_graph
    assert isomorphic(read(send, "/person/2.ttl"), JOHN)  # get_of_replacement_for_empty_graph

    assert send("DELETE", "/person/2.ttl").status_code == 200  # delete__existing_graph
    assert read(send, "/person/2.ttl").status_code == 404  # get_of_delete__existing_graph
    assert send("DELETE", "/person/2.ttl").status_code == 404  # delete__nonexistent_graph

    assert send("POST", "/person/1.ttl", FAMILY).status_code == 200  # post__existing_graph
    assert isomorphic(read(send, "/person/1.ttl"), JANE, FAMILY)  # get_of_post__existing_graph
    files = {
        "one": ("family.ttl", FAMILY.replace("Doe", "Miller"), "text/turtle"),
        "two": ("given.ttl", GIVEN, "text/turtle; charset=utf-8"),
    }
    assert send("POST", "/person/1.ttl", files=files).status_code == 200  # post__multipart_formdata
    more = [FAMILY, FAMILY.replace("Doe", "Miller"), GIVEN]
    assert isomorphic(read(send, "/person/1.ttl"), JANE, *more)  # get_of_post__multipart_formdata

    created = send("POST", "", JOHN)  # post__create__new_graph
    assert created.status_code == 201
    new = created.headers["location"]
    assert isomorphic(read(send, new), JOHN)  # get_of_post__create__new_graph
    assert isomorphic(read(send, f"?graph={new}"), JOHN)
    assert send("POST", new, FOAF).status_code == 204  # post__empty_graph_to_existing_graph
    assert isomorphic(read(send, new), JOHN)  # get_of_post__after_noop

    head = send("HEAD", indirect, headers={"Accept": "text/turtle"})  # head_on_an_existing_graph
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == "text/turtle; charset=utf-8"
    assert int(head.headers["content-length"]) > 100
    assert send("HEAD", "/person/4.ttl").status_code == 404  # head_on_a_nonexistent_graph


@pytest.mark.parametrize(
    ("media_type", "rdf_format"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
    ],
)
def test_every_format_goes_in_and_comes_out(send: Send, media_type: str, rdf_format: ox.RdfFormat) -> None:
    triples = [quad.triple for quad in ox.parse(FAMILY, ox.RdfFormat.TURTLE)]
    content = ox.serialize(triples, format=rdf_format)
    graph = f"?graph=http://formats.example/{rdf_format.file_extension}"
    assert send("PUT", graph, content, headers={"Content-Type": media_type}).status_code == 201
    answer = read(send, graph, media_type)
    assert [quad.triple for quad in ox.parse(answer.content, rdf_format)] == triples


@pytest.mark.parametrize(
    ("method", "path", "content", "headers", "status"),
    [
        pytest.param("GET", "", "", {}, 400, id="no-graph"),
        pytest.param("GET", "?graph=", "", {}, 400, id="empty-graph"),
        pytest.param("GET", "?graph=relative", "", {}, 400, id="relative-graph"),
        pytest.param("GET", "?default&graph=http://a.example/g", "", {}, 400, id="two-names"),
        pytest.param("GET", "?graph=http://a.example/a&graph=a:b", "", {}, 400, id="two-graphs"),
        pytest.param("GET", "?graph=http://a.example/none", "", {}, 404, id="unknown-graph"),
        pytest.param("GET", "?default", "", {"Accept": "image/png"}, 406, id="unknown-format"),
        pytest.param("PUT", "?default", "<a> <b> ", {}, 400, id="no-turtle"),
        pytest.param("PUT", "?default", "a,b", {"Content-Type": "text/csv"}, 415, id="csv"),
        pytest.param(
            "POST", "?default", "x", {"Content-Type": "text/turtle; charset=utf-16"}, 415, id="utf-16"
        ),
        pytest.param(
            "POST", "?default", "x", {"Content-Type": "multipart/form-data"}, 400, id="no-boundary"
        ),
        pytest.param("PATCH", "?default", "<a:a> <b:b> 1 .", {}, 415, id="patch-with-turtle"),
        pytest.param("LINK", "?default", "", {}, 405, id="method"),
        pytest.param(
            "PUT", "?default", '{"@context": "http://127.0.0.1:9/c", "@id": "a:a", "b": 1}',
            {"Content-Type": "application/ld+json"}, 400, id="remote-context",
        ),
        pytest.param(
            "PUT", "?default",
            '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rdf:RDF '
            'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="a:a">'
            '<b xmlns="b:">&a;</b></rdf:Description></rdf:RDF>',
            {"Content-Type": "application/rdf+xml"}, 400, id="external-entity",
        ),
    ],
)  # fmt: skip
def test_errors(
    send: Send, method: str, path: str, content: str, headers: dict[str, str], status: int
) -> None:
    answer = send(method, path, content, headers=headers)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    if status == 405:
        assert "PATCH" in answer.headers["allow"]


def test_an_xml_bomb_ends_at_the_memory_limit_or_before(send: Send) -> None:
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    bomb = (
        f'<!DOCTYPE r [<!ENTITY e0 "lollollol">{entities}]>'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="a:a"><b xmlns="b:">&e11;</b></rdf:Description></rdf:RDF>'
    )
    answer = send("PUT", "?graph=http://bomb.example/", bomb, headers={"Content-Type": "application/rdf+xml"})
    assert answer.status_code in (400, 503)
    assert read(send, "?graph=http://bomb.example/").status_code == 404


def test_what_is_relative_is_relative_to_the_graph(url: str, send: Send) -> None:
    assert send("PUT", "?graph=http://base.example/dir/g", "<x> <p> <#y> .").status_code == 201
    wanted = "<http://base.example/dir/x> <http://base.example/dir/p> <http://base.example/dir/g#y> ."
    assert isomorphic(read(send, "?graph=http://base.example/dir/g"), wanted)
    assert send("POST", "?default", "<x> <p> 1 .").is_success
    assert f"<{url}/x>" in read(send, "?default", "application/n-triples").text


UPDATE = {"Content-Type": "application/sparql-update"}


def test_patch_sees_its_graph_as_the_only_one(send: Send) -> None:
    graph = "?graph=http://patch.example/g"
    assert send("PUT", graph, "<a:a> <b:b> 1 .").status_code == 201
    changed = send("PATCH", graph, "DELETE { ?s ?p 1 } INSERT { ?s ?p 2 } WHERE { ?s ?p 1 }", headers=UPDATE)
    assert changed.status_code == 200
    assert changed.json()["changed"]
    assert isomorphic(read(send, graph), "<a:a> <b:b> 2 .")
    other = send("PATCH", graph, "INSERT DATA { GRAPH <a:g> { <a:a> <b:b> 3 } }", headers=UPDATE)
    assert other.status_code == 400
    assert isomorphic(read(send, graph), "<a:a> <b:b> 2 .")
    nowhere = send("PATCH", "?graph=http://patch.example/none", "CLEAR ALL", headers=UPDATE)
    assert nowhere.status_code == 404


def test_an_answer_names_its_generation_and_is_known_again(send: Send) -> None:
    graph = "?graph=http://etag.example/g"
    written = send("PUT", graph, "<a:a> <b:b> 1 .")
    first = read(send, graph)
    assert first.headers["twingraph-generation"] == written.headers["twingraph-generation"]
    again = send("GET", graph, headers={"Accept": "text/turtle", "If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    send("PUT", graph, "<a:a> <b:b> 2 .")
    assert read(send, graph).headers["etag"] != first.headers["etag"]


def test_percent_signs_of_a_graph_name_are_decoded_once(send: Send) -> None:
    assert send("PUT", "?graph=http://a.example/k%25C3%25B6ln", "<a:a> <b:b> 1 .").status_code == 201
    assert read(send, "?graph=http://a.example/k%25C3%25B6ln").status_code == 200
    assert read(send, "?graph=http://a.example/k%C3%B6ln").status_code == 404


def test_a_write_that_changes_nothing_makes_no_generation(send: Send) -> None:
    graph = "?graph=http://same.example/g"
    first = send("PUT", graph, "<a:a> <b:b> 1 .").json()
    again = send("POST", graph, "<a:a> <b:b> 1 .")
    assert (again.status_code, again.content) == (204, b"")
    assert again.headers["twingraph-generation"] == first["generation"]


def test_options_tells_without_a_token(url: str) -> None:
    answer = httpx.options(f"{url}/data")
    assert answer.status_code == 204
    methods = {name.strip() for name in answer.headers["allow"].split(",")}
    assert methods == {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"}


def test_two_at_once_are_ordered_and_none_is_lost(url: str, send: Send) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def insert(number: int) -> int:
        text = f"INSERT DATA {{ GRAPH <http://many.example/g> {{ <a:a> <b:b> {number} }} }}"
        return httpx.post(f"{url}/update", content=text, headers=AUTHORIZED | UPDATE, timeout=120).status_code

    with ThreadPoolExecutor(6) as threads:
        assert set(threads.map(insert, range(18))) == {200}
    found = read(send, "?graph=http://many.example/g", "application/n-triples").text.splitlines()
    assert len(found) == 18


def test_what_was_written_is_there_after_a_restart(tmp_path: Path) -> None:
    settings = Settings(write_token=TOKEN)
    for status in (201, 204):
        with EmbeddedStore(tmp_path / "store", create=True) as store, serving(store, settings) as url:
            answer = httpx.put(
                f"{url}/data?default", content=f"<a:a> <b:b> {status} .", headers=AUTHORIZED | TURTLE
            )
            assert answer.status_code == status
