"""Pages on paper: no tools, the words of each fact, addresses in full, light, and how to cite them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from browsing import open_page

CITY, RELEASE = "/doc/city/duesseldorf-2934246", "/doc/release/moskau-2019"
MAP = "/map?city=duesseldorf-2934246"
TOOLS = "header.top, .data, .bottom nav, main form, .tabs, .theme, .tools, .open-toggle, .filters"


@pytest.fixture
def paper(browser: Browser) -> Iterator[Page]:
    """A page of a reader who likes the dark, to be printed."""
    with open_page(browser, 720, color_scheme="dark") as (page, wrong):
        yield page
        assert not wrong


def print_page(page: Page, address: str) -> None:
    page.goto(address)
    if page.locator(".pic[data-picture]").count():
        page.wait_for_selector(".pic[data-ready]")
    page.emulate_media(media="print", color_scheme="dark")


@pytest.mark.parametrize("path", [CITY, RELEASE, MAP])
def test_a_page_without_its_tools_and_light(paper: Page, sample_url: str, path: str) -> None:
    print_page(paper, sample_url + path)
    assert [one for one in paper.locator(TOOLS).all() if one.is_visible()] == []
    assert paper.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 250, 247)"
    assert paper.evaluate("document.documentElement.scrollWidth") <= 720
    last = paper.locator("main section").last
    assert last.get_attribute("class") == "panel cite"
    assert last.locator(".citation").is_visible()
    assert len(paper.pdf(format="A4")) > 20_000


def test_the_words_of_each_fact_are_printed(paper: Page, sample_url: str) -> None:
    print_page(paper, sample_url + CITY)
    quotes = paper.locator(".quote blockquote")
    assert quotes.count() > 20
    assert all(quote.bounding_box() for quote in quotes.all())
    tall = paper.evaluate(
        "[...document.querySelectorAll('.quote')].filter((q) => q.offsetHeight < 10).length"
    )
    assert tall == 0


def test_addresses_elsewhere_are_printed(paper: Page, sample_url: str) -> None:
    print_page(paper, sample_url + RELEASE)
    told = paper.locator("a[rel~=external]").first
    assert told.evaluate("a => getComputedStyle(a, '::after').content").startswith('" (https')
