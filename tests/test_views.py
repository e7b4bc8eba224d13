"""The pages of views: what their address selects is what they show, offer as query and as file."""

from __future__ import annotations

import csv
import io
import json
import re
from urllib.parse import parse_qs, urlsplit

import httpx
import networkx as nx
import pyoxigraph as ox
import pytest

from twingraph.serve.views.files import FILES
from twingraph.serve.views.timeline import Mark, Scale, pack_lanes, stretch

HTML = {"Accept": "text/html", "Accept-Language": "de"}
AGREEMENT = "/doc/agreement/communique.2019.duesseldorf-2934246.moscow-524901"
SELECTIONS = [
    "",
    "country=DE&country=FR",
    "city=duesseldorf-2934246",
    "kind=cooperation",
    "since=2019",
    "signed=2019",
    "focus=duesseldorf-2934246&depth=2",
    "agreement=communique.2019.duesseldorf-2934246.moscow-524901",
]
CITY = "/doc/city/duesseldorf-2934246"
PAIR = "/pair/duesseldorf-2934246/moscow-524901"


def get(url: str, path: str, status: int = 200) -> httpx.Response:
    answer = httpx.get(url + path, headers=HTML, timeout=60)
    assert answer.status_code == status, answer.text[:500]
    return answer


def shown(page: str) -> int:
    found = re.search(r'<p class="lead">(\d+) Vereinbarung', page)
    assert found
    return int(found[1])


@pytest.mark.parametrize("query", SELECTIONS)
@pytest.mark.parametrize("view", ["agreements", "timeline"])
def test_a_view_its_query_and_its_files_hold_the_same(sample_url: str, view: str, query: str) -> None:
    page = get(sample_url, f"/{view}?{query}").text
    count = shown(page)
    assert count > 0
    table = page[page.index('<table class="agreements">') :]
    assert table.count("<tr>") - 1 == count
    address = re.search(r'href="/query\?([^"]+)"', page)
    assert address
    sparql = parse_qs(address[1].replace("&amp;", "&"))["query"][0]
    rows = httpx.get(f"{sample_url}/sparql", params={"query": sparql, "format": "json"}).json()
    assert len(rows["results"]["bindings"]) == count
    lines = list(csv.DictReader(io.StringIO(get(sample_url, f"/{view}?{query}&format=csv").text)))
    assert len(lines) == count
    assert {line["agreement"] for line in lines} == {
        row["agreement"]["value"] for row in rows["results"]["bindings"]
    }


@pytest.mark.parametrize("name", FILES)
def test_every_file_can_be_read_by_its_readers(sample_url: str, name: str) -> None:
    answer = get(sample_url, f"/agreements?country=DE&format={name}")
    body, media_type = answer.content, answer.headers["content-type"]
    assert re.search(
        r'filename="agreements-country-de-[0-9a-f]{8}\.\w+"', answer.headers["content-disposition"]
    )
    assert media_type == FILES[name][0]
    if name == "csv-excel":
        assert body.startswith(b"\xef\xbb\xbfagreement;name;")
    elif name == "graphml":
        graph = nx.parse_graphml(body.decode())
        assert graph.number_of_edges() >= 3
        assert all("label" in data for _, data in graph.nodes(data=True))
    elif name == "geojson":
        kinds = {feature["geometry"]["type"] for feature in json.loads(body)["features"]}
        assert kinds == {"Point", "MultiLineString"}
    elif name in ("turtle", "jsonld"):
        wanted = ox.RdfFormat.TURTLE if name == "turtle" else ox.RdfFormat.JSON_LD
        assert len(list(ox.parse(body, format=wanted))) > 20
    elif name == "json":
        assert all(record["parties"] for record in json.loads(body))


def test_what_a_file_says_stands_in_the_graph(sample_url: str) -> None:
    triples = list(ox.parse(get(sample_url, "/agreements?format=turtle").content, format=ox.RdfFormat.TURTLE))
    facts = [f"{triple} ." for triple in triples if "label" not in str(triple.predicate)]
    query = f"ASK {{ {' '.join(facts)} }}"
    answer = httpx.post(f"{sample_url}/sparql", data={"query": query}, headers={"Accept": "application/json"})
    assert answer.json()["boolean"] is True


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/agreements?sort=love", 422),
        ("/agreements?page=0", 422),
        ("/agreements?page=99", 422),
        ("/agreements?format=docx", 406),
        ("/timeline?since=soon", 422),
        ("/pair/duesseldorf-2934246/nowhere", 404),
        ("/country/ZZ", 404),
    ],
)
def test_what_cannot_be_is_a_page_that_says_so(sample_url: str, path: str, status: int) -> None:
    assert "<h1>" in get(sample_url, path, status).text or "format=" in path


def test_a_selection_without_agreements_says_what_to_do(sample_url: str) -> None:
    page = get(sample_url, "/agreements?since=1000&until=1001&undated=no").text
    assert "Keine Vereinbarung passt" in page
    assert 'class="chips"' in page


def test_each_column_sorts_both_ways(sample_url: str) -> None:
    for column in ("name", "kind", "since", "until", "status"):
        one, other = (get(sample_url, f"/agreements?sort={sign}{column}").text for sign in ("", "-"))
        assert 'aria-sort="ascending"' in one
        assert 'aria-sort="descending"' in other
        assert one.count("<tr>") == other.count("<tr>")


def test_the_pair_has_one_page(sample_url: str) -> None:
    page = get(sample_url, PAIR).text
    assert re.search(r"Düsseldorf \(Deutschland\) und Moskau \(Russland\) verbinden \d Vereinbarungen", page)
    assert "<mark>" in page, "the words stand on the page"
    turned = get(sample_url, "/pair/moscow-524901/duesseldorf-2934246?lang=en", 301)
    assert turned.headers["location"] == f"{PAIR}?lang=en"
    assert "@misc{" in page


@pytest.mark.parametrize(
    "path",
    [
        CITY,
        PAIR,
        AGREEMENT,
        "/country/DE",
        "/doc/topic/culture",
        "/doc/release/moskau-2019",
        "/doc/person/thomas-geisel.duesseldorf-2934246",
    ],
)
def test_what_stands_for_agreements_shows_them_in_time(sample_url: str, path: str) -> None:
    page = get(sample_url, path).text
    timeline = page[page.index("<svg class=") if '<svg class="timeline wide"' in page else len(page) :]
    assert timeline.count('class="life ') > 1
    views = dict(re.findall(r'<a href="(/(\w+)\?[^"]+)">(?:Karte|Netz|Zeitleiste|Vereinbarungen)</a>', page))
    assert {"map", "network", "timeline", "agreements"} == set(views.values())
    assert all(get(sample_url, href.replace("&amp;", "&")) for href in views)


def test_an_agreement_leads_to_all_between_its_parties(sample_url: str) -> None:
    page = get(sample_url, AGREEMENT).text
    assert f'<a href="{PAIR}">Düsseldorf – Moskau</a>' in page
    assert 'data-source="/map/data.json?city=' in page


def test_the_query_of_a_network_finds_what_is_drawn(sample_url: str) -> None:
    asked = "focus=duesseldorf-2934246&depth=2"
    drawn = get(sample_url, f"/network/data.json?{asked}").json()
    page = get(sample_url, f"/network?{asked}").text
    found = re.search(r'href="(/query\?[^"]+)"', page)
    assert found
    [query] = parse_qs(urlsplit(found[1].replace("&amp;", "&")).query)["query"]
    rows = httpx.post(f"{sample_url}/sparql", data={"query": query}, headers={"Accept": "text/csv"})
    assert len(rows.text.splitlines()) - 1 == drawn["total"] > 4


def test_a_country_names_its_cities_and_partners(sample_url: str) -> None:
    page = get(sample_url, "/country/de").text
    assert "Düsseldorf" in page
    assert "/agreements?country=DE&amp;country=FR" in page
    assert "/country/DE" in get(sample_url, "/countries").text


def test_filters_stay_when_the_view_changes(sample_url: str) -> None:
    page = get(sample_url, "/agreements?country=DE&since=1990&lang=de").text.partition('class="tabs"')[2]
    address = re.search(r'href="(/timeline\?[^"]+)"', page)
    assert address
    given = parse_qs(urlsplit(address[1].replace("&amp;", "&")).query)
    assert given == {"country": ["DE"], "since": ["1990"], "lang": ["de"]}


def test_life_lines_are_links_with_a_title(sample_url: str) -> None:
    page = get(sample_url, f"{CITY}").text
    drawing = page[page.index('<svg class="timeline wide"') :].partition("</svg>")[0]
    assert drawing.count('class="life') == drawing.count("<title>") > 3
    assert 'class="vague"' in drawing, "a year alone is drawn pale"
    assert 'class="open"' in drawing, "no end is said"
    svg = get(sample_url, "/timeline?format=svg")
    assert svg.headers["content-type"] == "image/svg+xml"
    assert svg.text.startswith("<svg")


@pytest.mark.parametrize(
    ("day", "length"), [("1992", 1.0), ("1992-02", 1 / 12), ("1992-02-03", 1 / 365.25)], ids=str
)
def test_a_date_is_as_long_as_it_is_vague(day: str, length: float) -> None:
    start, end = stretch(day)
    assert end - start == pytest.approx(length, abs=0.002)
    assert 1992 <= start < end <= 1993


def test_years_of_any_age_have_a_place() -> None:
    scale = Scale(836, 2023, 0, 1000)
    assert 0 == scale.at(836) < scale.at(1500) < scale.at(2024) == 1000


def test_marks_that_touch_stand_in_lanes() -> None:
    def mark(x: float, width: float, *, is_open: bool = False) -> Mark:
        return Mark("", "", "", x, width, 0, 0, is_open, False, False)

    lanes = pack_lanes([mark(50, 20), mark(10, 90, is_open=True), mark(75, 0), mark(120, 5)])
    assert [[m.x for m in lane] for lane in lanes] == [[10, 120], [50], [75]]
