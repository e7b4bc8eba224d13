"""The SPARQL page: in a real browser, and without its script."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import clean_page, faults
from twingraph.query import load_queries
from twingraph.serve.words import Words
from twingraph.settings import Settings
from twingraph.store.base import GraphStore

Serve = Callable[[GraphStore, Settings], str]
T = Words("de")
TG = "PREFIX tg: <https://w3id.org/twingraph/ns#>\n"
PARTNERS = TG + "SELECT ?city ?partner { ?city tg:partnerOf ?partner } ORDER BY ?city ?partner"
COUNTS = TG + "SELECT ?city (COUNT(*) AS ?n) { ?a tg:party ?city } GROUP BY ?city ORDER BY ?city"
DATES = TG + "SELECT ?agreement ?from { ?agreement tg:activeFrom ?from }"
VIEWS = [(PARTNERS, "map"), (PARTNERS, "network"), (COUNTS, "chart"), (DATES, "timeline")]
ENDLESS = (
    "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l "
    "FILTER(STRLEN(CONCAT(STR(?a), STR(?d), STR(?g), STR(?j))) > 99999) }"
)
TRICKLE = (
    "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STRLEN(CONCAT(STR(?a), STR(?d), STR(?g))) > 300) }"
)


@pytest.fixture
def page(browser: Browser, sample_url: str) -> Iterator[Page]:
    """The page with its editor, as a reader of German sees it."""
    with clean_page(browser) as page:
        open_query(page, sample_url)
        yield page


def open_query(page: Page, url: str, **parameters: str) -> None:
    page.goto(f"{url}/query?{urlencode(parameters)}")
    page.wait_for_selector("body[data-ready]")


def write(page: Page, query: str) -> None:
    """Put a query into the editor as somebody who pastes it."""
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(query)


def run(page: Page, query: str | None = None) -> None:
    """Run a query, and wait for its end."""
    before = int(page.get_attribute("body", "data-ran") or 0)
    if query is not None:
        write(page, query)
    page.locator("#run").click()
    page.wait_for_selector(f"body[data-ran='{before + 1}']")


def text_of(page: Page) -> str:
    return page.locator("#query").input_value()


def rows(page: Page) -> int:
    return page.locator("#result tbody tr").count()


# ---- questions


def test_all_questions_are_there_by_group_in_both_languages(sample_url: str) -> None:
    for language in ("de", "en"):
        html = httpx.get(f"{sample_url}/query?lang={language}", headers={"Accept": "text/html"}).text
        assert html.count("data-example=") == len(load_queries()) >= 12
        for query in load_queries().values():
            assert query.title[language] in html.replace("&#39;", "'")
        assert "query.group" not in html


def test_each_question_runs_as_it_is_offered(sample_url: str) -> None:
    html = httpx.get(f"{sample_url}/query?lang=de", headers={"Accept": "text/html"}).text
    links = re.findall(r'href="([^"]*)" data-example="(\w+)"', html)
    empty = set()
    for address, name in links:
        query = parse_qs(urlsplit(address.replace("&amp;", "&")).query)["query"][0]
        answer = httpx.post(
            f"{sample_url}/sparql", data={"query": query}, headers={"Accept": "application/json"}
        )
        assert answer.status_code == 200, (name, answer.text)
        if not answer.json()["results"]["bindings"]:
            empty.add(name)
    assert len(empty) < 6, empty


def test_one_click_runs_a_question(page: Page) -> None:
    page.locator("a[data-example=agreements_by_year]").click()
    page.wait_for_selector("body[data-ran='1']")
    assert text_of(page).startswith("# Wie viele Vereinbarungen begannen")
    assert rows(page) > 3
    assert "query=" in page.url


# ---- the form for who knows no SPARQL


def test_the_form_writes_a_query_and_runs_it(page: Page) -> None:
    page.locator(".beginner summary").click()
    page.locator("#f-one").fill("düsseldorf")
    page.locator("#f-other").fill("Frankreich")
    page.locator("#f-after").fill("2015")
    page.locator("#beginner button").click()
    page.wait_for_selector("body[data-ran='1']")
    assert 'tg:country "FR"' in text_of(page)
    assert '"2015-12-31"^^xsd:date' in text_of(page)
    assert rows(page) == 2


def test_with_and_without_divide_what_there_is(sample_url: str) -> None:
    def count(**fields: str) -> int:
        draft = httpx.get(f"{sample_url}/query/draft", params={"form": "yes", **fields})
        answer = httpx.post(
            f"{sample_url}/sparql",
            data={"query": draft.text},
            headers={"Accept": "application/json"},
        )
        bindings = answer.json()["results"]["bindings"]
        return len({row["agreement"]["value"] for row in bindings})

    everything = count()
    for field in ("signatories", "end"):
        some, others = count(**{field: "with"}), count(**{field: "without"})
        assert some
        assert some + others == everything, field
    assert count(has_topic="without") + count(topic="culture") <= everything
    assert count(one="DE", other="FR") == count(one="France", other="Deutschland") == 3


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"one": "Atlantis"}, "one"), ({"after": "gestern"}, "after"), ({"kind": "war"}, "kind")],
)
def test_what_does_not_fit_is_said_at_its_field(sample_url: str, fields: dict[str, str], field: str) -> None:
    answer = httpx.get(f"{sample_url}/query/draft", params=fields)
    assert answer.status_code == 422
    assert answer.json()["field"] == field


def test_a_wrong_value_is_shown_in_the_form(page: Page) -> None:
    page.locator(".beginner summary").click()
    page.locator("#f-one").fill("Atlantis")
    page.locator("#beginner button").click()
    expect(page.locator("#form-wrong")).to_contain_text("Atlantis")
    assert page.get_attribute("#f-one", "aria-invalid") == "true"


# ---- writing


def test_proposals_know_the_schema_and_add_the_prefix(page: Page) -> None:
    write(page, "SELECT ?x { ?x ")
    page.keyboard.type("unterz")
    option = page.locator(".cm-tooltip-autocomplete li", has_text="tg:signedOn").first
    expect(option).to_be_visible()
    option.click()
    assert text_of(page).startswith("PREFIX tg: <https://w3id.org/twingraph/ns#>\n")
    assert "?x tg:signedOn" in text_of(page)


def test_a_known_prefix_is_declared_as_it_is_typed(page: Page) -> None:
    write(page, "# mine\nSELECT ?x { ?x ")
    page.keyboard.type("foaf:")
    page.wait_for_timeout(50)
    page.keyboard.type("name ?n }")
    assert text_of(page).startswith("# mine\nPREFIX foaf: <http://xmlns.com/foaf/0.1/>\n")
    assert "{ ?x foaf:name ?n }" in text_of(page)


def test_hovering_shows_labels_of_terms_and_things(page: Page) -> None:
    write(page, TG + "SELECT * {\n<https://w3id.org/twingraph/id/city/moscow-524901> tg:party ?x }")
    page.get_by_text("tg:party").last.hover()
    expect(page.locator(".cm-tooltip-hover")).to_contain_text("Partei")
    page.mouse.move(0, 0)
    page.get_by_text("moscow-524901").last.hover()
    expect(page.locator(".cm-tooltip-hover")).to_contain_text("Moskau")


def test_a_term_that_the_schema_lacks_is_marked(page: Page) -> None:
    write(page, TG + "SELECT ?x { ?x tg:sigendOn ?y }")
    expect(page.locator(".cm-lintRange-warning")).to_have_text("tg:sigendOn")
    page.locator(".cm-lintRange-warning").hover()
    expect(page.locator(".cm-tooltip")).to_contain_text("tg:signedOn")


def test_the_keyboard_leaves_the_editor_and_runs_from_within(page: Page) -> None:
    page.locator(".cm-content").focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "run"
    write(page, PARTNERS)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("body[data-ran='1']")
    assert rows(page) > 3


# ---- what goes wrong


def test_a_mistake_has_place_sentence_mark_and_cure(page: Page) -> None:
    run(page, "SELECT ?x\n{ ?x foaf:name ?y }")
    wrong = page.locator("#wrong")
    assert "Zeile 2, Spalte 6: Dieses Präfix ist nicht erklärt." in wrong.inner_text()
    expect(page.locator(".cm-lint-marker-error")).to_be_visible()
    assert page.locator("#run").is_enabled()
    wrong.get_by_role("button", name="Beheben").click()
    page.wait_for_selector("body[data-ran='2']")
    assert text_of(page).startswith("PREFIX foaf: <http://xmlns.com/foaf/0.1/>\nSELECT")
    assert wrong.is_hidden()


@pytest.mark.parametrize(
    ("query", "line", "column", "hint"),
    [
        ("SELECT ?x { ?x foaf:name ?y }", 1, 16, "prefix"),
        ("SELECT ?x { ?x abc:name ?y }", 1, 16, "prefix-unknown"),
        ("SELEC ?x {}", 1, 1, "word"),
        ("SELECT ?x {\n?x a ?y OPTONAL { ?x a ?z } }", 2, 9, "word"),
        ("SELECT ?x { ?x a ?y }}", 1, 22, "closes-nothing"),
        ("SELECT ?x { ?x a ?y", 1, 11, "never-closed"),
        ("SELECT ?x { ?x a ?y FILTER(?y = 1 }", 1, 27, "never-closed"),
        ("SELECT ?x { ?x a 'ab }", 1, 18, "string"),
        ("SELECT ?x { ?x <http://a b> ?y }", 1, 16, "iri"),
        ("SELECT ?x (COUNT(*) AS ?n) { ?x a ?y }", 1, 1, "group"),
    ],
)
def test_problem_details_name_the_likely_mistake(
    sample_url: str, query: str, line: int, column: int, hint: str
) -> None:
    answer = httpx.post(f"{sample_url}/sparql", data={"query": query})
    problem = answer.json()
    assert answer.status_code == 400
    assert (problem["line"], problem["column"], problem["hint"]) == (line, column, hint)
    assert Words("en").has(f"query.cure.{hint}")


def test_an_update_is_refused_in_words(page: Page) -> None:
    run(page, "DELETE WHERE { ?s ?p ?o }")
    assert "nicht erlaubt" in page.locator("#wrong").inner_text()


# ---- while it runs


def test_cancelling_ends_the_process(browser: Browser, sample_store: GraphStore, serve: Serve) -> None:
    url = serve(sample_store, Settings(timeout=120, max_queries=1))
    with clean_page(browser) as page:
        open_query(page, url)
        write(page, ENDLESS)
        page.locator("#run").click()
        page.wait_for_timeout(600)
        assert re.search(r"\d,\d s, bisher", page.locator("#progress").inner_text())
        assert gauge(url, "twingraph_queries_running") == 1
        began = time.monotonic()
        page.locator("#cancel").click()
        while gauge(url, "twingraph_queries_running") or not gauge(url, "twingraph_workers_killed"):
            assert time.monotonic() - began < 30, "the query's own limit is two minutes"
        expect(page.locator("#progress")).to_contain_text("abgebrochen")
        assert page.locator("#cancel").is_hidden()
        run(page, "ASK {}")
        assert page.locator(".verdict").inner_text() == "Ja"


def gauge(url: str, name: str) -> float:
    lines = httpx.get(f"{url}/metrics").text.splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith(f"{name} "))


def test_at_the_time_limit_the_rows_so_far_remain_with_advice(
    browser: Browser, sample_store: GraphStore, serve: Serve
) -> None:
    url = serve(sample_store, Settings(timeout=1.5, max_rows=10_000_000))
    with clean_page(browser) as page:
        open_query(page, url)
        assert "1.5 Sekunden" in page.locator("#limits").inner_text()
        run(page, TRICKLE)
        assert "Am Zeitlimit beendet" in page.locator(".missing").inner_text()
        assert rows(page) > 0


def test_rows_come_as_they_are_found_and_say_what_is_missing(sample_store: GraphStore, serve: Serve) -> None:
    url = serve(sample_store, Settings(max_rows=5))
    asked = {"query": "SELECT ?s ?p { ?s ?p ?o }", "partial": "yes"}
    accept = {"Accept": "text/tab-separated-values"}
    lines = httpx.post(f"{url}/sparql", data=asked, headers=accept).text.splitlines()
    assert lines[0] == "?s\t?p"
    assert len(lines) == 7
    assert lines[-1] == "# max-rows"
    whole = httpx.post(f"{url}/sparql", data={**asked, "query": "SELECT (1 AS ?x) {}"}, headers=accept)
    assert whole.text == '?x\n"1"^^<http://www.w3.org/2001/XMLSchema#integer>\n'
    assert "etag" not in whole.headers
    as_json = httpx.post(f"{url}/sparql", data=asked, headers={"Accept": "application/json"})
    assert len(as_json.json()["results"]["bindings"]) == 5


# ---- what comes out


@pytest.mark.parametrize("width", [1280, 390])
def test_views_follow_from_the_columns(browser: Browser, sample_url: str, width: int) -> None:
    with clean_page(browser, width) as page:
        for query, view in VIEWS:
            open_query(page, sample_url, query=query, view=view)
            drawing = page.locator(f"[data-view={view}] svg.drawing")
            expect(drawing).to_be_visible()
            assert drawing.locator("circle, rect").count() >= 3
            assert drawing.locator("a[href^='/doc/']").count() >= 3
            assert rows(page) > 1  # the table stands below
            sizes = drawing.locator("text").evaluate_all(
                "texts => texts.map(e => parseFloat(getComputedStyle(e).fontSize))"
            )
            assert min(sizes) >= 11
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_things_are_called_by_their_labels_and_lead_to_their_pages(page: Page) -> None:
    run(page, PARTNERS)
    page.wait_for_selector("tbody[data-named]")
    link = page.locator("#result tbody a", has_text="Moskau").first
    assert link.get_attribute("href") == "/doc/city/moscow-524901"


def test_points_of_coordinates_and_of_well_known_text(page: Page) -> None:
    run(page, 'SELECT ?name ?lat ?long { VALUES (?name ?lat ?long) { ("A" 50.9 6.9) ("B" 51.2 6.8) } }')
    assert page.locator(".views button").all_inner_texts()[:2] == ["Tabelle", "Karte"]
    run(page, 'SELECT ?name ?at { VALUES (?name ?at) { ("A" "POINT(6.9 50.9)") ("B" "POINT(-70 10)") } }')
    page.locator(".views button[data-view=map]").click()
    expect(page.locator("svg.of-map circle")).to_have_count(2)


def test_the_address_holds_query_and_view(page: Page) -> None:
    run(page, COUNTS)
    page.locator(".views button[data-view=chart]").click()
    expect(page.locator("svg.of-chart")).to_be_visible()
    address = parse_qs(urlsplit(page.url).query)
    assert (address["query"], address["view"]) == ([COUNTS], ["chart"])
    bars = page.locator("svg.of-chart rect").count()
    page.reload()
    expect(page.locator("svg.of-chart rect")).to_have_count(bars)
    run(page, PARTNERS)
    page.go_back()
    expect(page.locator("svg.of-chart rect")).to_have_count(bars)
    assert text_of(page) == COUNTS
    page.go_forward()
    expect(page.locator("#result th").nth(1)).to_have_text("partner")


def test_an_edit_marks_the_result_as_outdated(page: Page) -> None:
    run(page, PARTNERS)
    notice = page.locator(".outdated")
    assert notice.is_hidden()
    page.locator(".cm-content").press("End")
    page.keyboard.type(" #")
    assert notice.is_visible()
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    assert notice.is_hidden()


def test_graphs_and_no_rows_have_their_words(page: Page) -> None:
    run(page, TG + "CONSTRUCT { ?s a tg:City } WHERE { ?s a tg:City }")
    assert "tg:City" in page.locator("#result pre").first.inner_text()
    assert "format=turtle" in (page.get_by_role("link", name="Turtle").get_attribute("href") or "")
    run(page, "SELECT ?x { ?x a <http://a.example/> }")
    assert T("query.none") in page.locator("#result").inner_text()


def test_samples_and_files_ask_the_same(page: Page, sample_url: str) -> None:
    run(page, PARTNERS)
    page.locator("details.samples summary").click()
    curl = page.locator("details.samples code").first.inner_text()
    address = re.findall(r"'(http[^']+)'", curl)[0]
    assert parse_qs(urlsplit(address).query) == {"query": [PARTNERS], "format": ["csv"]}
    csv = page.get_by_role("link", name="CSV").get_attribute("href")
    assert httpx.get(address).text == httpx.get(sample_url + str(csv)).text
    assert len(httpx.get(address).text.splitlines()) == rows(page) + 1


# ---- for everybody


def test_without_scripts_query_form_and_questions_work(browser: Browser, sample_url: str) -> None:
    with clean_page(browser, 390, java_script_enabled=False) as page:
        page.goto(f"{sample_url}/query")
        page.locator("a[data-example=agreements_by_year]").click()
        page.locator("#run").click()
        assert rows(page) > 3
        page.locator(".beginner summary").click()
        page.locator("#f-one").fill("Moskau")
        page.locator("#beginner button").click()
        assert rows(page) > 1
        assert "tg:party" in text_of(page)
        page.locator("#query").fill("SELECT ?x { ?x foaf:name ?y }")
        page.locator("#run").click()
        assert "Zeile 1, Spalte 16" in page.locator("#wrong").inner_text()
        assert page.locator("#run").is_visible()


LOOKS = [(1280, "light", "none"), (390, "dark", "none"), (320, "light", "active")]


@pytest.mark.parametrize(("width", "scheme", "forced"), LOOKS)
def test_axe_finds_nothing(browser: Browser, sample_url: str, width: int, scheme: str, forced: str) -> None:
    with clean_page(browser, width, color_scheme=scheme, forced_colors=forced) as page:
        open_query(page, sample_url, query=COUNTS, view="chart")
        expect(page.locator("svg.of-chart")).to_be_visible()
        page.locator(".beginner summary").click()
        run(page, "SELECT ?x { ?x foaf:name ?y }")
        write(page, "SELECT ?x { ?x tg:si")
        page.keyboard.press("Control+Space")
        page.wait_for_selector(".cm-tooltip-autocomplete")
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_colours_of_the_editor_are_applied_under_the_policy(page: Page) -> None:
    write(page, "SELECT ?x { ?x a ?y }")
    colour = page.locator(".cm-line span").first.evaluate("e => getComputedStyle(e).color")
    assert colour != page.evaluate("getComputedStyle(document.body).color")
    policy = httpx.get(page.url.partition("?")[0], headers={"Accept": "text/html"}).headers[
        "content-security-policy"
    ]
    assert re.search(r"style-src 'self' 'nonce-[\w-]{20,}'", policy)
    assert "unsafe" not in policy


# ---- what the script asks for


def test_the_schema_tells_meaning_and_use(sample_url: str) -> None:
    german, english = (httpx.get(f"{sample_url}/schema.json?lang={code}") for code in ("de", "en"))
    terms = {term["curie"]: term for term in german.json()["terms"]}
    assert terms["tg:signedOn"] | {"count": 0} == {
        "iri": "https://w3id.org/twingraph/ns#signedOn",
        "curie": "tg:signedOn",
        "kind": "property",
        "label": "unterzeichnet am",
        "comment": terms["tg:signedOn"]["comment"],
        "count": 0,
    }
    assert terms["tg:City"]["count"] == 6
    assert terms["kind:twinning"]["kind"] == "concept"
    assert terms["geo:lat"]["inGraphs"] > 0
    assert {t["curie"]: t for t in english.json()["terms"]}["tg:signedOn"]["label"] == "signed on"
    again = httpx.get(f"{sample_url}/schema.json?lang=de", headers={"If-None-Match": german.headers["etag"]})
    assert again.status_code == 304


def test_labels_are_told_with_page_and_place(sample_url: str) -> None:
    moscow = "https://w3id.org/twingraph/id/city/moscow-524901"
    odd = ["urn:x:y", "javascript:alert(1)", "not an iri"]
    answer = httpx.get(f"{sample_url}/labels.json", params={"iri": [moscow, *odd], "lang": "de"}).json()
    assert answer[moscow]["label"] == "Moskau"
    assert answer[moscow]["href"] == "/doc/city/moscow-524901?lang=de"
    assert 55 < answer[moscow]["lat"] < 56
    assert "href" not in answer["javascript:alert(1)"]
    assert "not an iri" not in answer
    assert httpx.get(f"{sample_url}/labels.json", params={"iri": ["urn:x"] * 201}).status_code == 422
