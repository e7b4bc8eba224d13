"""An IRI leads to a document, the document to its data and back, in every format."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import product
from pathlib import Path
from urllib.parse import quote, urljoin
from xml.etree import ElementTree

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from protego import Protego
from pyld import jsonld

import sample
from twingraph.iris import BASE
from twingraph.serve.linked.framing import FRAMES, PROFILE, read_context
from twingraph.settings import Settings
from twingraph.store.base import GraphStore

Serve = Callable[[GraphStore, Settings], str]

CITY = "/id/city/duesseldorf-2934246"
THINGS = (
    CITY,
    "/id/city/moscow-524901",
    "/id/agreement/communique.2019.duesseldorf-2934246.moscow-524901",
    "/id/person/thomas-geisel.duesseldorf-2934246",
    "/id/institution/aquazoo.duesseldorf-2934246",
    "/id/project/life-green-heart.duesseldorf-2934246.toulouse-2972315",
    "/id/release/moskau-2019",
    "/kind/twinning",
    "/topic/youth",
    "/role",
)
GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
RDFLIB = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
}


def follow(url: str, accept: str) -> httpx.Response:
    """Return what an IRI leads to; the first answer must be a 303."""
    first = httpx.get(url, headers={"Accept": accept})
    assert first.status_code == 303, first.text
    assert "Accept" in first.headers["vary"]
    return httpx.get(urljoin(url, first.headers["location"]), headers={"Accept": accept})


def triples_of(answer: httpx.Response) -> set[ox.Triple]:
    kind = answer.headers["content-type"].partition(";")[0]
    return {quad.triple for quad in ox.parse(answer.content, GRAPHS[kind])}


def signposts(answer: httpx.Response) -> list[tuple[str, str, str]]:
    """Return relation, target and type of the links in a header, read by httpx."""
    found = []
    for part in re.split(r", (?=<)", answer.headers["link"]):
        target, *parameters = part.split("; ", 1)
        rest = dict(re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', parameters[0]))
        found.append((rest["rel"], target.strip("<>"), rest.get("type", "").replace('\\"', '"')))
    return found


@pytest.mark.parametrize(("path", "kind"), list(product(THINGS, GRAPHS)))
def test_each_format_says_the_same(sample_url: str, path: str, kind: str) -> None:
    answer = follow(sample_url + path, kind)
    assert answer.headers["content-type"].partition(";")[0] == kind
    assert triples_of(answer) == triples_of(follow(sample_url + path, "application/n-triples"))
    assert triples_of(answer)


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/turtle;q=0.2, application/rdf+xml;q=0.9", "application/rdf+xml"),
        ("text/html, application/trig;q=0.99", "text/html"),
        ("text/html;q=0, */*;q=0.1", "text/turtle"),
        ("application/*", "application/n-triples"),
        ("image/png, application/n-quads;q=0.001", "application/n-quads"),
        (f'application/ld+json; profile="{PROFILE}", text/html;q=0.5', "application/ld+json"),
        ("*/*", "text/html"),
    ],
)
@pytest.mark.parametrize("path", THINGS[:6])
def test_weights_decide(sample_url: str, path: str, accept: str, kind: str) -> None:
    answer = follow(sample_url + path, accept)
    assert answer.headers["content-type"].partition(";")[0] == kind
    assert ("profile" in answer.headers["content-type"]) == ("profile" in accept)


def test_what_nobody_offers_is_refused(sample_url: str) -> None:
    answer = httpx.get(f"{sample_url}/doc/city/moscow-524901", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.json()["detail"]


@pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")  # rdflib's own reader of JSON-LD
@pytest.mark.parametrize("path", THINGS[:6])
@pytest.mark.parametrize("kind", RDFLIB)
def test_rdflib_reads_what_was_sent(sample_url: str, path: str, kind: str) -> None:
    answer = follow(sample_url + path, kind)
    graph = rdflib.Graph().parse(data=answer.text, format=RDFLIB[kind])
    assert len(graph) == len(triples_of(answer))


def test_the_named_graphs_stay_apart_where_the_format_has_them(sample_url: str) -> None:
    answer = follow(sample_url + CITY, "application/trig")
    graphs = {str(quad.graph_name) for quad in ox.parse(answer.content, ox.RdfFormat.TRIG)}
    assert {"DEFAULT", f"<{BASE}id/graph/gazetteer>", f"<{BASE}id/graph/moskau-2019>"} <= graphs


NAMES = ("köln", "k%C3%B6ln", "o'hara", "a(b)", "京都", "a&b", "x:y@z")


def test_letters_escapes_and_quotes_in_an_iri(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> None:
    quads = []
    for name in NAMES:
        city = ox.NamedNode(f"{BASE}id/city/{name}")
        quads.append(ox.Quad(city, sample.node("rdf:type"), sample.node("tg:City")))
        quads.append(ox.Quad(city, sample.node("rdfs:label"), ox.Literal(f"city {name}")))
    store = sample.open_store(tmp_path_factory.mktemp("names"), quads)
    url = serve(store, Settings())
    for name in NAMES:
        answer = follow(f"{url}/id/city/{quote(name)}", "text/turtle")
        subjects = {triple.subject.value for triple in triples_of(answer)}  # type: ignore[union-attr]
        assert subjects == {f"{BASE}id/city/{name}"}
        page = follow(f"{url}/id/city/{quote(name)}", "text/html")
        assert page.status_code == 200
        [cited] = [target for relation, target, _ in signposts(page) if relation == "cite-as"]
        assert cited.isascii()
        if "%" not in name:
            assert cited == f"{BASE}id/city/" + quote(name, safe="'()&:@")
        for relation, target, _ in signposts(page):
            if relation == "describedby" and "format=framed" not in target:
                data = httpx.get(target)
                assert data.status_code == 200, target
                assert triples_of(data) == triples_of(answer), target
    store.close()


# ---- Signposting


@pytest.mark.parametrize("path", THINGS)
def test_from_one_iri_to_everything(sample_url: str, path: str) -> None:
    page = follow(sample_url + path, "text/html")
    links = signposts(page)
    relations = {relation for relation, _, _ in links}
    assert {"cite-as", "type", "describedby", "license", "collection", "linkset"} <= relations
    assert ("cite-as", BASE + path[1:], "") in links
    for relation, target, kind in links:
        if relation in ("describedby", "item", "linkset", "collection"):
            answer = httpx.get(target)
            assert answer.status_code == 200, target
            assert answer.headers["content-type"].partition(";")[0] == kind.partition(";")[0]
        if relation == "describedby":
            back = [to for name, to, _ in signposts(answer) if name == "describes"]
            assert back == [str(page.url)]
    assert ("item" in relations) == path.startswith("/id/release")


def test_the_link_set_holds_what_the_header_holds(sample_url: str) -> None:
    page = follow(sample_url + CITY, "text/html")
    content = follow(sample_url + CITY, "application/linkset+json").json()
    [links] = content["linkset"]
    assert links.pop("anchor") == str(page.url)
    found = {(name, one["href"], one.get("type", "")) for name, ones in links.items() for one in ones}
    assert found == {link for link in signposts(page) if link[0] != "linkset"}


def test_the_collection_leads_to_the_files(sample_url: str) -> None:
    links = signposts(httpx.get(f"{sample_url}/dataset", headers={"Accept": "text/html"}))
    items = [target for relation, target, _ in links if relation == "item"]
    assert len(items) == 4
    assert all(httpx.head(target).status_code == 200 for target in items)
    [cited] = [target for relation, target, _ in links if relation == "cite-as"]
    answer = httpx.get(cited.replace(BASE, sample_url + "/"), follow_redirects=True)
    assert answer.url.path == "/dataset"


# ---- JSON-LD


def test_the_context_means_the_ontology(sample_url: str) -> None:
    context = httpx.get(f"{sample_url}/context.jsonld").json()
    assert context == read_context()
    [expanded] = jsonld.expand({**context, "id": "http://e.example/x", "type": "City", "country": "DE"})
    assert expanded["@type"] == [f"{BASE}ns#City"]
    assert expanded[f"{BASE}ns#country"] == [{"@value": "DE"}]


@pytest.mark.parametrize("kind", FRAMES)
def test_each_class_has_a_frame(sample_url: str, kind: str) -> None:
    frame = httpx.get(f"{sample_url}/frames/{kind}.jsonld").json()
    assert frame["type"] == kind
    assert frame["@context"] == f"{sample_url}/context.jsonld"
    assert httpx.get(f"{sample_url}/frames/Love.jsonld").status_code == 404


SIGNATURE, STATEMENT = (
    "/"
    + min(str(q.subject)[1:-1] for q in sample.quads() if q.object == sample.node(f"tg:{kind}"))[len(BASE) :]
    for kind in ("Signature", "Statement")
)


@pytest.mark.parametrize("path", [*THINGS[:7], SIGNATURE, STATEMENT])
def test_framed_json_says_nothing_that_the_graph_does_not(sample_url: str, path: str) -> None:
    accept = f'application/ld+json; profile="{PROFILE}"'
    framed = follow(sample_url + path, accept).json()
    assert framed["id"] == BASE + path[1:]
    framed["@context"] = read_context()["@context"]
    quads = jsonld.to_rdf(framed, {"format": "application/n-quads"})
    told = {quad.triple for quad in ox.parse(quads.encode(), ox.RdfFormat.N_QUADS)}
    store = {quad.triple for quad in sample.quads()}
    assert told
    assert told <= store
    own = {
        t for t in store if t.subject == ox.NamedNode(BASE + path[1:]) and t.predicate.value.startswith(BASE)
    }
    assert own <= told


def test_framed_json_reads_like_json(sample_url: str) -> None:
    url = f"{sample_url}/doc/agreement/communique.2019.duesseldorf-2934246.moscow-524901?format=framed"
    agreement = httpx.get(url).json()
    assert agreement["type"] == "Agreement"
    assert {next(iter(party["label"].values())) for party in agreement["party"]} == {"Düsseldorf", "Moskau"}
    assert agreement["signedOn"]["@value"] == "2019-10-10"
    names = [one["signatory"]["label"] for one in agreement["signature"]]
    assert "Thomas Geisel" in [name for label in names for name in label.values()]


# ---- schema.org


@pytest.mark.parametrize("path", ["/", *("/doc" + path.removeprefix("/id") for path in THINGS)])
def test_pages_hold_a_description_for_search_engines(sample_url: str, path: str) -> None:
    page = httpx.get(sample_url + path, headers={"Accept": "text/html"}).text
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    content = json.loads(text)
    assert content["@context"] == "https://schema.org"
    if path == "/":
        assert {one["@type"] for one in content["@graph"]} == {"WebSite", "Dataset"}
    else:
        assert content["mainEntity"]["@id"].startswith(BASE)
        assert content["url"] == sample_url + path


def test_no_text_ends_the_script(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> None:
    evil = "</script><script>alert(1)</script><!--"
    city = sample.node("id:city/evil")
    quads = [
        ox.Quad(city, sample.node("rdf:type"), sample.node("tg:City")),
        ox.Quad(city, sample.node("rdfs:label"), ox.Literal(evil)),
    ]
    store = sample.open_store(tmp_path_factory.mktemp("evil"), quads)
    page = httpx.get(f"{serve(store, Settings())}/doc/city/evil", headers={"Accept": "text/html"}).text
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(text)["mainEntity"]["name"] == evil
    assert "<script>alert" not in page
    store.close()


# ---- pairs, ontology, crawlers


def test_two_cities_have_an_iri(sample_url: str) -> None:
    iri = f"{BASE}id/pair/duesseldorf-2934246/moscow-524901"
    answer = follow(iri.replace(BASE, sample_url + "/"), "text/turtle")
    triples = triples_of(answer)
    members = {t.object for t in triples if t.predicate == sample.node("skos:member")}
    assert len(members) >= 2
    assert all(ox.Triple(m, sample.node("rdf:type"), sample.node("tg:Agreement")) in triples for m in members)  # type: ignore[arg-type]
    page = follow(iri.replace(BASE, sample_url + "/"), "text/html")
    assert ("cite-as", iri, "") in signposts(page)
    assert "/pair/duesseldorf-2934246/moscow-524901?format=turtle" in page.headers["link"]


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_ontology_is_a_page_with_every_term(sample_url: str, language: str) -> None:
    answer = httpx.get(f"{sample_url}/ns", headers={"Accept": "text/html", "Accept-Language": language})
    graph = ox.parse(
        (Path(__file__).parents[1] / "ontology" / "twingraph.ttl").read_bytes(), ox.RdfFormat.TURTLE
    )
    for quad in graph:
        if "ns#" in str(quad.subject) and quad.predicate == sample.node("rdfs:comment"):
            assert f'id="{str(quad.subject).partition("#")[2].rstrip(">")}"' in answer.text
            if isinstance(quad.object, ox.Literal) and quad.object.language == language:
                assert quad.object.value.partition(":")[0].partition("'")[0] in answer.text


def test_crawlers_find_every_document_and_no_query(sample_url: str) -> None:
    robots = Protego.parse(httpx.get(f"{sample_url}/robots.txt").text)
    [place] = robots.sitemaps
    root = ElementTree.fromstring(httpx.get(place).content)
    found = [element.text or "" for element in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert sample_url + CITY.replace("/id/", "/doc/") in found
    assert sample_url + "/doc/release/moskau-2019" in found
    assert len(found) == len(set(found)) > 30
    for address in found:
        assert robots.can_fetch(address, "someone"), address
        assert httpx.head(address, headers={"Accept": "text/html"}).status_code == 200, address
    for path in (
        "/sparql?query=ASK%20%7B%7D",
        "/versions/x/",
        "/doc/city/x?format=turtle",
        "/dumps/twingraph.nq",
    ):
        assert not robots.can_fetch(sample_url + path, "someone"), path


def test_browsers_are_told_how_to_search(sample_url: str) -> None:
    root = ElementTree.fromstring(httpx.get(f"{sample_url}/opensearch.xml").content)
    [url] = root.iter("{http://a9.com/-/spec/opensearch/1.1/}Url")
    answer = httpx.get(
        url.attrib["template"].replace("{searchTerms}", "Moskau"), headers={"Accept": "text/html"}
    )
    assert "/doc/city/moscow-524901" in answer.text


# ---- behind a proxy


def test_behind_a_proxy_addresses_are_those_of_the_proxy(serve: Serve, sample_store: GraphStore) -> None:
    forwarded = {
        "X-Forwarded-Host": "graph.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Prefix": "/twin",
    }
    url = serve(sample_store, Settings())
    answer = httpx.get(url + CITY, headers={"Accept": "text/html", **forwarded})
    assert answer.headers["location"] == "/twin/doc/city/duesseldorf-2934246"
    page = httpx.get(f"{url}/doc/city/duesseldorf-2934246", headers={"Accept": "text/html", **forwarded})
    assert "<https://graph.example/twin/doc/city/duesseldorf-2934246?format=turtle>" in page.headers["link"]
    assert 'href="/twin/static/tokens.css"' in page.text
    service = httpx.get(f"{url}/sparql", headers={"Accept": "text/turtle", **forwarded}).text
    assert "https://graph.example/twin/sparql" in service
    for bad in ({"X-Forwarded-Host": "evil.example/<x>"}, {"X-Forwarded-Prefix": "//evil"}):
        text = httpx.get(f"{url}/dataset", headers={"Accept": "text/turtle", **bad}).text
        assert "evil" not in text


def test_nobody_else_is_believed(serve: Serve, sample_store: GraphStore) -> None:
    url = serve(sample_store, Settings(trusted_proxies="192.0.2.0/24"))
    forwarded = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Prefix": "/evil",
        "X-Forwarded-Proto": "https",
    }
    answer = httpx.get(f"{url}/dataset", headers={"Accept": "text/turtle", **forwarded})
    assert "evil" not in answer.text
    assert url in answer.text
