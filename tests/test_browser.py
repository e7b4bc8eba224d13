"""The pages in a real browser: no error, no foreign request, no sideways scrolling, no need of scripts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import open_page

CITY = "/doc/city/duesseldorf-2934246"
WIDTHS = [(1280, 800), (390, 844)]


@contextmanager
def _page(
    browser: Browser, size: tuple[int, int], *, scripts: bool = True, dark: bool = False
) -> Iterator[tuple[Page, list[str]]]:
    """Open a page; what fails to load goes to the list of what is wrong as well."""
    scheme = "dark" if dark else "light"
    options = {"java_script_enabled": scripts, "color_scheme": scheme}
    with open_page(browser, *size, **options) as (page, wrong):
        # without scripts a browser breaks off the scripts that it began to load ahead
        page.on("requestfailed", lambda r: wrong.append(r.url) if scripts or ".js" not in r.url else None)
        yield page, wrong


@pytest.mark.parametrize("size", WIDTHS, ids=lambda size: str(size[0]))
@pytest.mark.parametrize(
    "path",
    [
        "/",
        CITY,
        "/doc/release/toulouse-2021",
        "/queries/renewal_gaps",
        "/cities",
        "/contradictions",
        "/query",
        "/search?q=x",
    ],
)
def test_fits_and_stays_at_home(browser: Browser, sample_url: str, path: str, size: tuple[int, int]) -> None:
    with _page(browser, size) as (page, wrong):
        page.goto(sample_url + path, wait_until="load")
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert page.get_attribute("html", "lang") == "de"
        assert not wrong


@pytest.mark.parametrize("size", WIDTHS, ids=lambda size: str(size[0]))
def test_first_page_shows_title_search_and_examples_at_once(
    browser: Browser, sample_url: str, size: tuple[int, int]
) -> None:
    with _page(browser, size) as (page, _):
        page.goto(sample_url)
        for selector in ("h1", "main form.search input", "p.examples a:first-of-type"):
            box = page.locator(selector).first.bounding_box()
            assert box
            assert box["y"] + box["height"] <= size[1], selector


@pytest.mark.parametrize("size", WIDTHS, ids=lambda size: str(size[0]))
def test_the_first_page_draws_the_map(browser: Browser, sample_url: str, size: tuple[int, int]) -> None:
    with _page(browser, size) as (page, wrong):
        page.goto(sample_url)
        page.wait_for_selector("#picture[data-ready]")
        assert page.locator("#picture canvas").is_visible()
        assert not wrong
    with _page(browser, size, scripts=False) as (page, wrong):
        page.goto(sample_url)
        picture = page.locator("#picture img")
        assert picture.is_visible()
        assert picture.evaluate("image => image.naturalWidth") > 0
        assert not wrong


def test_from_a_fact_to_its_words(browser: Browser, sample_url: str) -> None:
    with _page(browser, WIDTHS[0]) as (page, _):
        page.goto(sample_url + CITY)
        page.locator("#city_partners ~ .rows summary").first.click()
        page.locator("#city_partners ~ .rows figcaption a").first.click()
        page.wait_for_url("**/doc/release/*#ev-*")
        anchor = page.url.partition("#")[2]
        top = page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", anchor)
        assert 0 <= top <= WIDTHS[0][1]


def test_search_and_language_without_scripts(browser: Browser, sample_url: str) -> None:
    with _page(browser, WIDTHS[1], scripts=False) as (page, wrong):
        page.goto(sample_url)
        page.get_by_role("link", name="EN", exact=True).click()
        assert page.get_attribute("html", "lang") == "en"
        page.locator("main input[type=search]").fill("Moskau")
        page.locator("main form.search button").click()
        page.locator(".hits a").first.click()
        assert page.get_attribute("html", "lang") == "en"
        assert page.locator("h1").inner_text() == "Moscow"
        assert not wrong


def test_the_keyboard_reaches_the_content_first(browser: Browser, sample_url: str) -> None:
    with _page(browser, WIDTHS[0]) as (page, _):
        page.goto(sample_url + CITY)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"


_TOKENS = """() => { const style = getComputedStyle(document.documentElement);
    const names = ["paper", "card", "ink", "soft", "accent", "mark", "city", "agreement", "person",
                   "institution", "project"];
    return Object.fromEntries(names.map(n => [n, style.getPropertyValue("--" + n).trim()])); }"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_stands_out_from_its_ground(browser: Browser, sample_url: str, dark: bool) -> None:
    with _page(browser, WIDTHS[0], dark=dark) as (page, _):
        page.goto(sample_url + CITY)
        tokens = page.evaluate(_TOKENS)
    for ink in ("ink", "soft", "accent", "city", "agreement", "person", "institution", "project"):
        for ground in ("paper", "card"):
            assert _contrast(tokens[ink], tokens[ground]) >= 4.5, (ink, ground)
    assert _contrast(tokens["ink"], tokens["mark"]) >= 4.5


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_colours_are_switched_and_kept_only_once_chosen(
    browser: Browser, sample_url: str, dark: bool
) -> None:
    with _page(browser, WIDTHS[0], dark=not dark) as (page, wrong):
        page.goto(sample_url + CITY)
        other = page.evaluate(_TOKENS)
    with _page(browser, WIDTHS[0], dark=dark) as (page, wrong):
        page.goto(sample_url + CITY)
        of_system = page.evaluate(_TOKENS)
        assert page.evaluate("localStorage.length") == 0
        button = page.get_by_role("button", name="Farben: wie im System")
        for _ in range(1 if dark else 2):
            page.locator("button.theme").click()
        assert page.evaluate(_TOKENS) == other != of_system
        page.reload(wait_until="commit")
        page.wait_for_selector("button.theme")
        assert page.evaluate(_TOKENS) == other
        for _ in range(2 if dark else 1):
            page.locator("button.theme").click()
        assert button.is_visible()
        assert page.evaluate(_TOKENS) == of_system
        assert page.evaluate("localStorage.length") == 0
        assert page.context.cookies() == []
        assert not wrong


def test_the_slash_goes_to_the_search(browser: Browser, sample_url: str) -> None:
    with _page(browser, WIDTHS[0]) as (page, _):
        page.goto(sample_url + CITY, wait_until="load")
        page.keyboard.press("/")
        page.keyboard.type("Kiew/Kyjiw")
        assert page.locator("form.search input").input_value() == "Kiew/Kyjiw"


def _contrast(first: str, second: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


_HIDDEN = """() => { const probe = document.createElement("i"); probe.style.color = "Canvas";
    document.body.append(probe); const paper = getComputedStyle(probe).color; probe.remove();
    const words = (element) => [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    return [...document.querySelectorAll("body *")].filter((element) => {
      const style = getComputedStyle(element);
      return words(element) && element.checkVisibility() && style.forcedColorAdjust === "auto"
        && style.color === paper; }).map((element) => element.outerHTML.slice(0, 90)); }"""


@pytest.mark.parametrize("path", ["/", CITY, "/query", "/queries/renewal_gaps", "/network"])
def test_no_word_has_the_colour_of_the_paper_where_colours_are_forced(
    browser: Browser, sample_url: str, path: str
) -> None:
    context = browser.new_context(forced_colors="active", locale="de-DE", bypass_csp=True)
    page = context.new_page()
    page.goto(sample_url + path, wait_until="load")
    assert page.evaluate(_HIDDEN) == []
    context.close()


def test_a_kind_says_what_it_means(browser: Browser, sample_url: str) -> None:
    with open_page(browser) as (page, wrong):
        page.goto(f"{sample_url}/agreements")
        hint = page.get_by_role("tooltip")
        page.locator("td .defined", has_text="Städtepartnerschaft").first.hover()
        expect(hint).to_have_text("Eine förmliche, auf Dauer angelegte Partnerschaft zweier Städte.")
        page.keyboard.press("Escape")
        expect(hint).to_be_hidden()
        link = page.locator("td a:has(.defined)").first
        link.focus()
        expect(hint).to_be_visible()
        assert link.get_attribute("aria-describedby") == hint.get_attribute("id")
        page.locator("input[type=search]").first.focus()
        expect(hint).to_be_hidden()
        assert wrong == []
