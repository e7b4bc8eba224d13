"""The network in a real browser: rings, filters, keys, addresses, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page

import made_world
import sample
from browsing import faults, open_page
from conftest import serving
from picturing import drawn_pixels, image, likeness, open_picture
from twingraph.settings import Settings

WIDE, PHONE, SMALL = (1280, 900), (390, 844), (320, 700)
AROUND = "?focus=duesseldorf-2934246"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    store = sample.open_store(tmp_path_factory.mktemp("world"), made_world.quads())
    with serving(store, Settings()) as address:
        yield address + "/network"
    store.close()


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def at(page: Page, *names: str) -> tuple[float, float]:
    """Return where a party is, or the middle of two."""
    found = page.evaluate(
        """names => { const { graph } = document.querySelector('.pic').picture;
        const box = document.querySelector('.pic canvas').getBoundingClientRect();
        const nodes = names.map((name) => graph.nodes.find((node) => node.name === name));
        const mean = (axis) => nodes.reduce((sum, node) => sum + node[axis], 0) / nodes.length;
        return [box.x + mean('x'), box.y + mean('y')]; }""",
        list(names),
    )
    return found[0], found[1]


@pytest.mark.parametrize(
    ("size", "asked"), [(WIDE, AROUND), (WIDE, "?all=yes"), (PHONE, f"{AROUND}&depth=3"), (SMALL, AROUND)]
)
def test_it_is_drawn_and_stays_at_home(browser: Browser, url: str, size: tuple[int, int], asked: str) -> None:
    with open_page(browser, *size) as (page, wrong):
        open_picture(page, url + asked)
        assert drawn_pixels(page) > 1_000
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert not wrong


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "dark"), (WIDE, "light")])
def test_axe_finds_nothing(browser: Browser, url: str, size: tuple[int, int], scheme: str) -> None:
    with open_page(browser, *size, color_scheme=scheme, bypass_csp=True) as (page, _):
        page.goto(url)
        assert faults(page) == []
        for asked in (AROUND, "?all=yes"):
            open_picture(page, url + asked)
            assert faults(page) == []


def test_it_begins_with_a_search_and_the_best_linked(browser: Browser, url: str) -> None:
    with open_page(browser) as (page, wrong):
        page.goto(url)
        assert page.locator("canvas").count() == 0
        assert "Düsseldorf" in page.locator(".ways a").first.inner_text()
        page.get_by_role("searchbox", name="Stadt oder Einrichtung").fill("toulouse")
        page.keyboard.press("Enter")
        page.locator(".ways a").first.click()
        page.wait_for_selector(".pic[data-ready]")
        assert query(page)["focus"] == ["toulouse-2972315"]
        assert not wrong


def test_every_name_stands_free_around_a_city(browser: Browser, url: str) -> None:
    with open_page(browser) as (page, _):
        open_picture(page, f"{url}{AROUND}&depth=2")
        unnamed = page.evaluate(
            "document.querySelector('.pic').picture.graph.nodes.filter(({ at }) => !at).map((n) => n.name)"
        )
        assert unnamed == []


def test_an_address_is_the_same_picture(browser: Browser, url: str) -> None:
    for asked in (AROUND, "?all=yes"):
        with open_page(browser) as (page, wrong):
            open_picture(page, url + asked)
            whole = image(page)
            page.get_by_role("button", name="Vergrößern").click()
            page.get_by_role("spinbutton", name="Von").fill("1990")
            page.keyboard.press("Tab")
            page.wait_for_timeout(100)
            before = image(page)
            assert likeness(page, before, whole) < 0.999
            assert {"at", "since"} < query(page).keys()
            page.reload()
            page.wait_for_selector(".pic[data-ready]")
            assert likeness(page, image(page), before) > 0.999
            assert not wrong


def test_a_click_moves_the_focus_and_back_returns(browser: Browser, url: str) -> None:
    with open_page(browser) as (page, _):
        open_picture(page, url + AROUND)
        page.mouse.click(*at(page, "Toulouse"))
        page.wait_for_url("**focus=toulouse-2972315#picture")
        page.wait_for_selector(".pic[data-ready]")
        assert page.locator(".crumbs li").all_inner_texts() == ["Düsseldorf", "Toulouse"]
        page.go_back()
        page.wait_for_selector(".pic[data-ready]")
        assert query(page)["focus"] == ["duesseldorf-2934246"]


def test_a_double_click_opens_the_page(browser: Browser, url: str) -> None:
    with open_page(browser) as (page, _):
        open_picture(page, url + AROUND)
        page.mouse.dblclick(*at(page, "Simferopol"))
        page.wait_for_url("**/doc/city/simferopol-693805")


def test_a_line_opens_its_evidence(browser: Browser, url: str) -> None:
    with open_page(browser) as (page, _):
        open_picture(page, url + AROUND)
        page.mouse.move(*at(page, "Düsseldorf", "Simferopol"))
        assert "1989" in page.locator(".tip").inner_text()
        page.mouse.click(*at(page, "Düsseldorf", "Simferopol"))
        page.wait_for_url("**/doc/agreement/twinning.duesseldorf-2934246.simferopol-693805")
        page.go_back()
        page.wait_for_selector(".pic[data-ready]")
        page.mouse.click(*at(page, "Düsseldorf", "Moskau"))
        page.wait_for_url("**/pair/duesseldorf-2934246/moscow-524901")


def test_everything_works_by_keys(browser: Browser, url: str) -> None:
    with open_page(browser) as (page, _):
        open_picture(page, url + AROUND)
        page.locator(".depths a").last.focus()
        for _ in range(8):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.tagName") == "CANVAS":
                break
        told = page.locator(".pic [aria-live]")
        page.keyboard.press("ArrowRight")
        assert told.inner_text().startswith("Düsseldorf")
        seen = set()
        for key in ("ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowUp", "ArrowDown"):
            page.keyboard.press(key)
            seen.add(told.inner_text().partition("\n")[0])
        assert len(seen) > 1
        page.keyboard.press("2")
        page.wait_for_url("**depth=2**")
        page.wait_for_selector(".pic[data-ready]")
        assert page.evaluate("document.activeElement.tagName") == "CANVAS"
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        page.wait_for_url("**/doc/city/duesseldorf-2934246")


def test_filters_need_no_new_page(browser: Browser, url: str) -> None:
    with open_page(browser) as (page, _):
        open_picture(page, f"{url}?all=yes")
        asked: list[str] = []
        page.on("request", lambda r: None if r.url.endswith("icon.svg") else asked.append(r.url))
        output = page.locator(".under output")
        assert output.inner_text() == "9 von 9 Vereinbarungen"
        page.get_by_label("Partner mindestens").fill("3")
        assert output.inner_text() == "4 von 9 Vereinbarungen"
        page.get_by_label("Partner mindestens").fill("1")
        page.get_by_role("button", name="Kommuniqué").click()
        assert output.inner_text() == "8 von 9 Vereinbarungen"
        page.get_by_label("Auch undatierte").uncheck()
        assert output.inner_text() == "6 von 9 Vereinbarungen"
        page.wait_for_timeout(400)
        assert query(page)["undated"] == ["no"]
        assert asked == []


def test_without_scripts_there_is_a_picture_and_a_table(browser: Browser, url: str) -> None:
    with open_page(browser, java_script_enabled=False) as (page, wrong):
        page.goto(url + AROUND)
        assert page.locator(".pic img").is_visible()
        assert page.locator(".as-table tbody tr").count() == 5
        page.get_by_role("link", name="2", exact=True).click()
        assert query(page)["depth"] == ["2"]
        page.get_by_label("Partner mindestens").fill("2")
        page.get_by_role("button", name="Zeigen").first.click()
        assert query(page)["partners"] == ["2"]
        assert query(page)["depth"] == ["2"]
        assert not wrong


def test_a_picture_can_stand_in_another_page(browser: Browser, url: str) -> None:
    with open_page(browser) as (page, wrong):
        open_picture(page, url.replace("/network", "/embed/network") + AROUND)
        assert drawn_pixels(page) > 1_000
        assert "frame-ancestors *" in page.request.get(page.url).headers["content-security-policy"]
        assert not wrong


@pytest.mark.parametrize(
    ("asked", "status"), [("?depth=4", 422), ("?partners=x", 422), ("?focus=nobody-1", 404)]
)
def test_what_cannot_be_is_said(browser: Browser, url: str, asked: str, status: int) -> None:
    with open_page(browser) as (page, _):
        answer = page.goto(url + asked)
        assert answer
        assert answer.status == status
