"""A newcomer's path, from the first page to a table on the own machine: each step one or two clicks.

With ``TWINGRAPH_SCREENSHOTS`` set to a folder, each step leaves a picture there.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browsing import open_page


class Film:
    """Takes a picture of each step, where a folder for them is set."""

    def __init__(self, page: Page, name: str) -> None:
        self._page, self._name, self._number = page, name, 0
        self._folder = os.environ.get("TWINGRAPH_SCREENSHOTS")

    def take(self, step: str) -> None:
        """Keep what is on the screen."""
        self._number += 1
        if self._folder:
            Path(self._folder).mkdir(parents=True, exist_ok=True)
            if self._page.locator(".pic[data-picture]").count():
                self._page.wait_for_selector(".pic[data-ready]")
            path = Path(self._folder) / f"{self._name}-{self._number}-{step}.png"
            self._page.screenshot(path=path)


@pytest.mark.parametrize("width", [1280, 390])
def test_from_the_first_page_to_a_table(browser: Browser, sample_url: str, width: int) -> None:
    with open_page(browser, width, accept_downloads=True) as (page, wrong):
        film = Film(page, f"newcomer-{width}")
        page.goto(sample_url)
        film.take("home")
        _to_the_words(page, film)
        _to_the_network(page, film)
        _to_the_table(page, film)
        assert not wrong


def _to_the_words(page: Page, film: Film) -> None:
    page.locator("main input[type=search]").fill("Moskau")
    page.wait_for_selector(".suggestions [role=option]")
    film.take("search")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/doc/city/moscow-524901")
    film.take("city")
    page.locator(".rows").get_by_role("link", name="Kommuniqué").first.click()
    page.wait_for_url("**/doc/agreement/communique.*")
    film.take("communique")
    page.locator("figcaption a").first.click()
    page.wait_for_url("**/doc/release/moskau-2019#ev-*")
    film.take("sentence")


def _to_the_network(page: Page, film: Film) -> None:
    page.keyboard.press("/")
    page.keyboard.type("Düsseldorf und Moskau")
    page.keyboard.press("Enter")
    page.locator("main a[href^='/pair/']").first.click()
    page.wait_for_url("**/pair/duesseldorf-2934246/moscow-524901")
    assert "Moskau" in page.locator("h1").inner_text()
    film.take("pair")
    page.locator(".onward").get_by_role("link", name="Netz").click()
    page.wait_for_selector(".pic[data-ready]")
    film.take("network")


def _to_the_table(page: Page, film: Film) -> None:
    with page.expect_download() as waiting:
        page.locator(".data").get_by_role("link", name="CSV", exact=True).click()
    lines = waiting.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(list(csv.DictReader(lines))) > 1
    page.locator(".data").get_by_role("link", name="SPARQL").click()
    page.wait_for_url("**/query?*")
    film.take("query")
