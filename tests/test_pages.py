"""Pages and linked data over real sockets: what they say, and what they must not let through."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import httpx
import pyoxigraph as ox
import pytest

import sample
from twingraph.iris import CONCEPTS
from twingraph.serve.words import LANGUAGES, Words
from twingraph.settings import Settings
from twingraph.store.base import GraphStore

Serve = Callable[[GraphStore, Settings], str]

HTML = {"Accept": "text/html", "Accept-Language": "en"}
CITY = "/doc/city/duesseldorf-2934246"
AGREEMENT = "/doc/agreement/cooperation.2021.duesseldorf-2934246.toulouse-2972315.metropolregion-toulouse"
PAGES = [
    "/",
    "/cities",
    "/releases",
    "/queries",
    "/queries/renewal_gaps",
    "/contradictions",
    "/query",
    "/search?q=moscow",
    CITY,
    AGREEMENT,
    "/doc/person/thomas-geisel.duesseldorf-2934246",
    "/doc/institution/aquazoo.duesseldorf-2934246",
    "/doc/project/life-green-heart.duesseldorf-2934246.toulouse-2972315",
    "/doc/release/moskau-2019",
    "/doc/kind/twinning",
    "/doc/kind",
    "/ns",
]
EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta"}


class Outline(HTMLParser):
    """Collects what the tests ask of a page, and fails where tags do not match."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.headings: list[str] = []
        self.inline: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.links += [value for name, value in attrs if name in ("href", "src", "action") and value]
        self.ids += [given["id"]] if given.get("id") else []  # type: ignore[list-item]
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        is_script = tag == "script" and given.get("type") != "application/ld+json"  # data, never run
        self.inline += [tag] if tag == "style" or (is_script and not given.get("src")) else []
        self.headings += [tag] if re.fullmatch(r"h[1-6]", tag) else []
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, (tag, self.open)


def _get(url: str, path: str, **headers: str) -> httpx.Response:
    return httpx.get(url + path, headers={**HTML, **headers})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_pages_are_sound(sample_url: str, path: str, language: str) -> None:
    answer = httpx.get(sample_url + path, headers={"Accept": "text/html", "Accept-Language": language})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<html lang="{language}">' in answer.text
    outline = Outline(answer.text)
    assert not outline.inline
    assert outline.headings.count("h1") == 1
    assert len(set(outline.ids)) == len(outline.ids)
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_every_link_within_the_site_leads_somewhere(sample_url: str) -> None:
    seen: set[str] = set()
    shapes: set[str] = (
        set()
    )  # of the addresses with parameters: a view has thousands, one of a kind is enough
    to_visit = ["/"]
    fragments: list[tuple[str, str]] = []
    ids: dict[str, list[str]] = {}
    with httpx.Client(base_url=sample_url, headers=HTML) as client:
        while to_visit:
            path = to_visit.pop()
            if path in seen:
                continue
            seen.add(path)
            answer = client.get(path)
            assert answer.status_code == (303 if path == "/sparql" else 200), path
            if not answer.headers.get("content-type", "").startswith("text/html"):
                continue
            outline = Outline(answer.text)
            ids[path] = outline.ids
            for link in outline.links:
                target, _, fragment = link.partition("#")
                target = target or path
                if fragment and "&" not in fragment:
                    fragments.append((target, fragment))
                shape = re.sub("=[^&]*", "=", target) if "?" in target else target
                if target.startswith("/") and not re.search("lang=|query=|format=", target):
                    to_visit += [target] if shape not in shapes else []
                    shapes |= {shape} if "?" in target else set()
    assert len(seen) > 40
    missing = [(path, name) for path, name in fragments if path in ids and name not in ids[path]]
    assert missing == []


def test_home_counts_and_draws(sample_url: str) -> None:
    page = _get(sample_url, "/").text
    for text in ("6 cities", "11 agreements", "6 people", "6 institutions", "2 projects", "2 press releases"):
        assert text in page
    assert "the first of 10 October 2019, the last of 22 January 2021" in page
    source = re.search(r'data-source="([^"]+)"', page)
    assert source
    assert len(httpx.get(sample_url + source[1]).json()["links"]) >= 4
    assert httpx.get(sample_url + "/map.svg?every=arc").headers["content-type"] == "image/svg+xml"


def test_the_examples_of_the_first_page_find_something(sample_url: str) -> None:
    page = _get(sample_url, "/").text.partition('class="examples"')[2].partition("</p>")[0]
    addresses = re.findall(r'href="([^"]+)"', page)
    assert len(addresses) == 3
    for address in addresses:
        assert (
            '<th scope="row">' in _get(sample_url, address.replace("&amp;", "&")).text or "/doc/" in address
        )


@pytest.mark.parametrize(
    ("path", "words"),
    [
        pytest.param(CITY, "<mark>twinned with Reading</mark> since 1988.", id="city"),
        pytest.param(
            AGREEMENT, "signed a new cooperation contract <mark>by video conference</mark> on", id="mode"
        ),
        pytest.param(
            AGREEMENT, "<mark>The two cities have been friends</mark> since 2003.", id="second-span"
        ),
        pytest.param(AGREEMENT, '<strong class="tag">inferred</strong>', id="modality"),
        pytest.param(AGREEMENT, "certain (0.90), read by rule sample", id="rule-and-confidence"),
        pytest.param(
            "/doc/person/thomas-geisel.duesseldorf-2934246",
            "Für Düsseldorf unterschrieb <mark>Oberbürgermeister Thomas Geisel</mark>, für Moskau",
            id="person",
        ),
        pytest.param("/doc/kind", "A formal partnership of two cities meant to last.", id="scheme"),
        pytest.param("/ns", '<h3 id="party">', id="vocabulary"),
        pytest.param("/doc/kind/twinning", "A formal partnership of two cities meant to last.", id="concept"),
    ],
)
def test_under_each_fact_stand_the_words(sample_url: str, path: str, words: str) -> None:
    assert words in _get(sample_url, path).text


def test_evidence_without_the_text_shows_the_exact_words(
    tmp_path_factory: pytest.TempPathFactory, serve: Serve
) -> None:
    store = sample.open_store(tmp_path_factory.mktemp("textless"), sample.quads())
    url = serve(store, Settings())
    assert "<p><mark>by video conference</mark></p>" in _get(url, AGREEMENT).text
    assert "not kept here" in _get(url, "/doc/release/moskau-2019").text
    store.close()


def test_release_page_marks_every_span(sample_url: str) -> None:
    page = _get(sample_url, "/doc/release/toulouse-2021").text
    text = sample.texts()["toulouse-2021"]
    shown = re.search(r'<div class="fulltext"[^>]*>(.*?)</div>', page, re.DOTALL)
    assert shown
    lines = re.findall(r"<p>(.*?)</p>", shown[1])
    assert [re.sub(r"<[^>]+>", "", line) for line in lines] == [*text.splitlines(), ""]
    assert re.search(
        r'<a class="marked" href="#fact-ev-\w{16}" data-facts="[\d ]+"><mark>climate</mark></a>', page
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Moskau", CITY.replace("duesseldorf-2934246", "moscow-524901")),
        ("москва", CITY.replace("duesseldorf-2934246", "moscow-524901")),
        ("karl marx", CITY.replace("duesseldorf-2934246", "chemnitz-2940132")),
        ("DUSSELDORF", CITY),
        ("Düseldorf", CITY),
        ("moudenc", "/doc/person/jean-luc-moudenc.toulouse-2972315"),
        ("green heart", "/doc/project/life-green-heart.duesseldorf-2934246.toulouse-2972315"),
    ],
)
def test_search_finds(sample_url: str, text: str, found: str) -> None:
    page = _get(sample_url, f"/search?q={text}").text
    first = re.search(r'<ul class="hits">.*?<a href="([^"]+)"', page, re.DOTALL)
    assert first
    assert first[1] == found


def test_search_finds_nothing_in_words(sample_url: str) -> None:
    assert "2 press releases that were read" in _get(sample_url, "/search?q=zzzzzz").text
    assert _get(sample_url, "/search?q=").status_code == 200


@pytest.mark.parametrize(
    ("path", "accept", "media_type"),
    [
        (CITY, "text/turtle", "text/turtle; charset=utf-8"),
        (CITY, "application/ld+json;q=0.9, text/html;q=0.3", "application/ld+json"),
        (CITY + "?format=ntriples", "text/html", "application/n-triples"),
        ("/doc/kind/twinning", "application/rdf+xml", "application/rdf+xml"),
        ("/ns", "text/turtle", "text/turtle; charset=utf-8"),
        ("/doc/release/moskau-2019", "application/n-triples", "application/n-triples"),
        (CITY, "*/*", "text/html; charset=utf-8"),
    ],
)
def test_linked_data_is_negotiated(sample_url: str, path: str, accept: str, media_type: str) -> None:
    answer = httpx.get(sample_url + path, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert "Accept" in answer.headers["vary"]


def test_linked_data_says_what_the_graph_says(sample_url: str) -> None:
    answer = httpx.get(f"{sample_url}/doc/city/warsaw-756135", headers={"Accept": "text/turtle"})
    triples = {q.triple for q in ox.parse(answer.content, ox.RdfFormat.TURTLE)}
    city, duesseldorf = sample.node("id:city/warsaw-756135"), sample.node("id:city/duesseldorf-2934246")
    assert ox.Triple(city, sample.node("rdf:type"), sample.node("tg:City")) in triples
    assert ox.Triple(city, sample.node("tg:country"), ox.Literal("PL")) in triples
    assert ox.Triple(duesseldorf, sample.node("tg:partnerOf"), city) in triples


@pytest.mark.parametrize("path", [f"/doc/{scheme}/{names[0]}" for scheme, names in CONCEPTS.items()])
def test_every_scheme_answers(sample_url: str, path: str) -> None:
    assert _get(sample_url, path).status_code == 200


def test_unknown_things_are_not_found(sample_url: str) -> None:
    for path in ("/doc/city/atlantis", "/doc/kind/love", "/nowhere", "/id/x%20y", "/queries/none"):
        page = _get(sample_url, path)
        data = httpx.get(sample_url + path, headers={"Accept": "text/turtle"})
        assert (page.status_code, data.status_code) == (404, 404), path
        assert "<h1>There is no such page</h1>" in page.text
        assert data.headers["content-type"] == "application/problem+json"
    assert httpx.get(sample_url + CITY, params={"format": "png"}).status_code == 406


def test_letters_and_percent_signs_stay_apart(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> None:
    label, kind = sample.node("rdfs:label"), sample.node("rdf:type")
    quads = []
    for local, name in (("köln", "letter"), ("k%C3%B6ln", "percent")):
        city = sample.node(f"id:city/{local}")
        quads += [ox.Quad(city, kind, sample.node("tg:City")), ox.Quad(city, label, ox.Literal(name))]
    store = sample.open_store(tmp_path_factory.mktemp("percent"), quads)
    url = serve(store, Settings())
    for path, name in (("/doc/city/k%C3%B6ln", "letter"), ("/doc/city/k%25C3%25B6ln", "percent")):
        assert f"<h1>{name}</h1>" in _get(url, path).text
        assert f'href="{path}"' in _get(url, "/cities").text
    store.close()


def test_what_a_graph_holds_is_never_markup(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> None:
    evil = "\"'></title><script>alert(1)</script>{{7*7}}"
    city, release, graph = (sample.node(f"id:{n}") for n in ("city/evil", "release/evil", "graph/evil"))
    javascript = ox.NamedNode("javascript:alert(1)")
    quads = [
        ox.Quad(city, sample.node("rdf:type"), sample.node("tg:City")),
        ox.Quad(city, sample.node("rdfs:label"), ox.Literal(evil, language="en")),
        ox.Quad(city, sample.node("skos:exactMatch"), javascript, sample.node("id:graph/gazetteer")),
        ox.Quad(city, sample.node("tg:population"), ox.Literal(1), sample.node("id:graph/gazetteer")),
        ox.Quad(release, sample.node("rdf:type"), sample.node("tg:Release"), graph),
        ox.Quad(release, sample.node("dcterms:identifier"), ox.Literal("evil"), graph),
        ox.Quad(release, sample.node("dcterms:title"), ox.Literal(evil), graph),
        ox.Quad(release, sample.node("dcterms:source"), javascript, graph),
    ]
    store = sample.open_store(tmp_path_factory.mktemp("evil"), quads, {"evil": evil})
    url = serve(store, Settings())
    for path in (
        "/",
        "/cities",
        "/releases",
        "/doc/city/evil",
        "/doc/release/evil",
        f"/search?q={evil}",
        "/<script>",
    ):
        page = _get(url, path).text
        assert "<script>alert" not in page
        assert 'href="javascript' not in page
        Outline(page)
    store.close()


def test_question_pages(sample_url: str) -> None:
    page = _get(sample_url, "/queries/renewal_gaps?city=Toulouse").text
    assert "<span>205</span>" in page
    table = httpx.get(f"{sample_url}/queries/renewal_gaps", params={"city": "Toulouse", "format": "csv"})
    assert table.text.splitlines()[1].endswith(",205")
    german = _get(sample_url, "/queries/renewal_gaps?lang=de").text
    assert "Lücken zwischen einer Vereinbarung und ihrer Nachfolgerin" in german


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"city": "Atlantis"}, "names no city"),
        ({"town": "Bonn"}, "unknown parameter 'town'"),
        ({"on": "yesterday"}, "is no date"),
    ],
)
def test_bad_values_are_422(sample_url: str, values: dict[str, str], message: str) -> None:
    data = httpx.get(f"{sample_url}/queries/city_links", params={**values, "format": "json"})
    assert (data.status_code, data.headers["content-type"]) == (422, "application/problem+json")
    assert message in data.json()["detail"]
    page = httpx.get(f"{sample_url}/queries/city_links", params=values, headers=HTML)
    assert page.status_code == 422
    assert 'role="alert"' in page.text


def test_a_base_of_ones_own(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> None:
    base = "https://data.example/"
    moved = [
        ox.Quad(*(_moved(part, base) for part in (q.subject, q.predicate, q.object, q.graph_name)))
        for q in sample.quads()
    ]
    store = sample.open_store(tmp_path_factory.mktemp("base"), moved, sample.texts())
    url = serve(store, Settings(base=base))
    assert "Oberbürgermeister" in _get(url, CITY).text
    assert _get(url, "/doc/kind/twinning").status_code == 200
    store.close()


def _moved(term: object, base: str) -> object:
    if isinstance(term, ox.NamedNode):
        return ox.NamedNode(term.value.replace("https://w3id.org/twingraph/id/", base + "id/"))
    return term


def test_behind_a_proxy_links_have_its_prefix(sample_store: GraphStore, serve: Serve) -> None:
    page = _get(serve(sample_store, Settings(root_path="/partners")), CITY).text
    links = [link for link in Outline(page).links if link.startswith("/")]
    assert links
    assert all(link.startswith("/partners/") for link in links)


def test_both_languages_say_the_same_things() -> None:
    texts = {language: Words(language)._words for language in LANGUAGES}
    assert texts["en"].keys() == texts["de"].keys()
    for key, text in texts["en"].items():
        assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", texts["de"][key])), key


def test_head_and_health(sample_url: str) -> None:
    assert httpx.head(sample_url + "/").status_code == 200
    assert httpx.get(sample_url + "/health").json()["status"] == "ok"
    assert httpx.post(sample_url + CITY).status_code == 405
