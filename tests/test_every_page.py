"""Every type of page, in every look and width: axe, our own rules, nothing from elsewhere, and no scripts."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Browser, Page

import sample
from browsing import LOOKS, faults, open_page

STATEMENT = min(
    str(quad.subject)[1:-1] for quad in sample.quads() if quad.object == sample.node("tg:Statement")
).partition("/id/")[2]
PAGES = {
    "home": "/",
    "search": "/search?q=Moskau",
    "search_none": "/search?q=Xyzzy",
    "city": "/doc/city/duesseldorf-2934246",
    "country": "/country/DE",
    "countries": "/countries",
    "pair": "/pair/duesseldorf-2934246/moscow-524901",
    "agreement": "/doc/agreement/communique.2019.duesseldorf-2934246.moscow-524901",
    "person": "/doc/person/thomas-geisel.duesseldorf-2934246",
    "institution": "/doc/institution/aquazoo.duesseldorf-2934246",
    "project": "/doc/project/life-green-heart.duesseldorf-2934246.toulouse-2972315",
    "release": "/doc/release/moskau-2019",
    "topic": "/doc/topic/culture",
    "scheme": "/doc/kind",
    "ontology": "/ns",
    "dataset": "/dataset",
    "statement": f"/doc/{STATEMENT}",
    "map": "/map?city=duesseldorf-2934246",
    "network": "/network?focus=duesseldorf-2934246",
    "network_start": "/network",
    "timeline": "/timeline",
    "agreements": "/agreements?country=DE",
    "agreements_none": "/agreements?since=1000&until=1001&undated=no",
    "questions": "/queries",
    "question": "/queries/renewal_gaps",
    "query": "/query",
    "releases": "/releases",
    "cities": "/cities",
    "contradictions": "/contradictions",
    "registers": "/registers",
    "about": "/about",
    "changes": "/changes",
    "components": "/components",
    "missing": "/doc/city/nowhere",
}
WIDTHS = (320, 390, 1280)
SETTINGS = [(width, look) for width in WIDTHS for look in LOOKS]


def chosen(width: int, look: str) -> list[str]:
    """Return the pages to be seen so: each in every width and in every look, if not in all of both."""
    if os.environ.get("TWINGRAPH_ALL_LOOKS"):
        return list(PAGES)
    turn = WIDTHS.index(width) + list(LOOKS).index(look)
    return [name for number, name in enumerate(PAGES) if (number + turn) % 3 == 0]


def visit(page: Page, url: str, name: str) -> None:
    """Go to a page and wait until its scripts have drawn."""
    answer = page.goto(url + PAGES[name], wait_until="load")
    assert answer
    assert answer.status == (404 if name == "missing" else 200)
    if page.locator(".pic[data-picture]").count():
        page.wait_for_selector(".pic[data-ready]")


@pytest.mark.parametrize(("width", "look"), SETTINGS, ids=lambda value: str(value))
def test_nothing_is_wrong(browser: Browser, sample_url: str, width: int, look: str) -> None:
    found: list[str] = []
    with open_page(browser, width, **LOOKS[look]) as (page, wrong):
        for name in chosen(width, look):
            visit(page, sample_url, name)
            told = faults(page) + [text for text in wrong if "status of 404" not in text]
            found += [f"{name}: {text}" for text in told]
            wrong.clear()
        assert page.context.cookies() == []
    assert not found, "\n".join(found)


def test_every_page_needs_no_scripts(browser: Browser, sample_url: str) -> None:
    with open_page(browser, 390, java_script_enabled=False) as (page, wrong):
        for name, path in PAGES.items():
            page.goto(sample_url + path)
            assert page.locator("h1").count() == 1, name
            assert page.locator("header.top nav a").count() > 4, name
            assert len(page.locator("main").inner_text()) > 60, name
            assert page.locator(".pic:not(:has(img))").count() == 0, name
            assert [told for told in wrong if "status of 404" not in told] == [], name


def test_each_page_is_seen_in_each_width_and_each_look() -> None:
    seen = {(name, side) for setting in SETTINGS for name in chosen(*setting) for side in setting}
    assert seen == {(name, side) for name in PAGES for side in (*WIDTHS, *LOOKS)}
