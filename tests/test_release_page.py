"""The page of a release: from words to facts and back, what was not understood, what changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import httpx
import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser, Page

import sample
from browsing import LOOKS, faults, open_page
from conftest import serving
from twingraph.model import Span
from twingraph.serve.release_text import Marks, mark_text, number_passages
from twingraph.settings import Settings
from twingraph.store.base import GraphStore

Serve = Callable[[GraphStore, Settings], str]
RELEASE = "/doc/release/moskau-2019"


def unexplained() -> Iterator[ox.Quad]:
    """Yield that no rule explained a sentence of the release."""
    text = sample.texts()["moskau-2019"]
    start = text.index("\n", 300) + 1
    end = text.index(".", start) + 1
    graph, release = sample.node("id:graph/moskau-2019"), sample.node("id:release/moskau-2019")
    span, number = sample.node("id:span/open"), sample.node("xsd:nonNegativeInteger")
    yield ox.Quad(release, sample.node("tg:unexplained"), span, graph)
    yield ox.Quad(span, sample.node("oa:start"), ox.Literal(str(start), datatype=number), graph)
    yield ox.Quad(span, sample.node("oa:end"), ox.Literal(str(end), datatype=number), graph)
    yield ox.Quad(span, sample.node("oa:exact"), ox.Literal(text[start:end]), graph)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    quads = [*sample.quads(), *unexplained()]
    store = sample.open_store(tmp_path_factory.mktemp("release"), quads, sample.texts())
    with serving(store, Settings(contact="town@example.org")) as address:
        yield address
    store.close()


def focused(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.id")
    return found


def top_of(page: Page, name: str) -> float:
    found: float = page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", name)
    return found


def test_what_is_marked_where() -> None:
    text = "Bonn and Oxford.\nSince 1947."
    both, year = Span(0, 15), Span(23, 27)
    marks = Marks({"a": [both], "b": [Span(9, 15), year], "c": [year]}, ["a", "b"], [Span(17, 28)])
    first, second = mark_text(text, marks)
    assert [(s.text, s.facts, [n.number for n in s.notes]) for s in first] == [
        ("Bonn and ", (0,), []),
        ("Oxford", (0, 1), [1, 2]),
        (".", (), []),
    ]
    assert [(s.text, s.marked, s.link, s.is_open) for s in second] == [
        ("Since ", False, None, True),
        ("1947", True, "b", True),
        (".", False, None, True),
    ]
    assert number_passages(Marks({}, ["a"])) == {}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_from_the_number_to_the_fact_and_back(browser: Browser, url: str, scripts: bool) -> None:
    with open_page(browser, java_script_enabled=scripts) as (page, wrong):
        page.goto(url + RELEASE)
        note = page.locator(".note").nth(20)
        number, fact = note.get_attribute("data-number"), (note.get_attribute("href") or "")[1:]
        note.click()
        assert page.url.endswith(f"#{fact}")
        back = page.locator(f"#{fact} .back")
        assert back.inner_text().split()[-1] == number
        if scripts:
            assert focused(page) == fact
            assert 0 <= top_of(page, fact) < 844
        back.click()
        assert page.url.endswith(f"#{fact.removeprefix('fact-')}")
        if scripts:
            assert focused(page) == fact.removeprefix("fact-")
            assert 0 <= top_of(page, focused(page)) < 844
            lit = page.locator(
                f".marked.led[data-facts~='{page.locator(f'#{fact}').get_attribute('data-fact')}']"
            )
            assert lit.count() >= 1
            page.go_back()
            assert page.url.endswith(f"#{fact}")
        assert not wrong


def test_a_fact_and_its_words_light_up_together(browser: Browser, url: str) -> None:
    with open_page(browser) as (page, wrong):
        page.goto(url + RELEASE)
        page.wait_for_selector("article[data-ready]")
        page.locator("[data-fact]").nth(3).hover()
        words = page.locator(".marked.same")
        assert words.count() >= 1
        assert "3" in (words.first.get_attribute("data-facts") or "").split()
        mark = page.locator(".marked").nth(4)
        mark.focus()
        lit = {one.get_attribute("data-fact") for one in page.locator("[data-fact].same").all()}
        assert lit == set((mark.get_attribute("data-facts") or "").split())
        assert page.locator(".marked.same").count() == 0
        assert not wrong


@pytest.mark.parametrize("look", LOOKS)
def test_what_no_rule_explained_can_be_shown(browser: Browser, url: str, look: str) -> None:
    with open_page(browser, 390, **LOOKS[look]) as (page, wrong):
        page.goto(url + RELEASE)
        line = "e => getComputedStyle(e).textDecorationStyle"
        sentence = page.locator(".fulltext .open").first
        assert sentence.evaluate(line) == "solid"
        page.get_by_label("Einen Satz zeigen, den keine Regel erklärt hat").check()
        assert sentence.evaluate(line) == "dotted"
        assert faults(page) == []
        assert not wrong


def test_a_mistake_is_told_with_the_id_of_the_fact(url: str) -> None:
    page = httpx.get(url + RELEASE, headers={"Accept": "text/html"}).text
    told = re.findall(r'href="mailto:town@example\.org\?subject=([^"&]+)', page)
    assert len(told) > 50
    assert all("moskau-2019%23ev-" in one for one in told)
    city = httpx.get(f"{url}/doc/city/moscow-524901", headers={"Accept": "text/html"}).text
    assert "%23ev-" in city


def test_a_text_that_changed_is_said_and_wrongly_marked_nowhere(
    tmp_path_factory: pytest.TempPathFactory, serve: Serve
) -> None:
    texts = {**sample.texts(), "moskau-2019": "Neu. " + sample.texts()["moskau-2019"]}
    store = sample.open_store(tmp_path_factory.mktemp("changed"), sample.quads(), texts)
    page = httpx.get(serve(store, Settings()) + RELEASE, headers={"Accept": "text/html"}).text
    assert "The text has changed since it was read" in page
    assert "<mark>" not in page
    assert "<h3>" in page, "the facts are still told"
    store.close()
