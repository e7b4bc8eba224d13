"""Search by any name, and the box that suggests while a reader types."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page
from rapidfuzz import fuzz

from browsing import clean_page
from twingraph.serve.search import find_pair, search
from twingraph.serve.search_index import SearchIndex, read_index
from twingraph.serve.search_near import count_letters, find_near
from twingraph.serve.views.atlas import read_atlas
from twingraph.settings import Settings
from twingraph.store.embedded import EmbeddedStore

CITY = "/doc/city/duesseldorf-2934246"


@pytest.fixture(scope="module")
def index(sample_store: EmbeddedStore) -> SearchIndex:
    return read_index(sample_store, read_atlas(sample_store))


def suggest(url: str, text: str, language: str = "de") -> list[dict[str, str]]:
    answer = httpx.get(f"{url}/suggest", params={"q": text, "lang": language})
    assert answer.status_code == 200
    offers: list[dict[str, str]] = answer.json()
    return offers


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Düsseldorf", "Düsseldorf"), ("duesseldorf", "Düsseldorf"), ("dusseldorf", "Düsseldorf"),
        ("DÜSS", "Düsseldorf"), ("Moscou", "Moskau"), ("Moskwa", "Moskau"), ("Toulouse", "Toulouse"),
        ("Mosaku", "Moskau"), ("Frankreich", "Frankreich"), ("Allemagne", "Deutschland"),
    ],
)  # fmt: skip
def test_a_name_in_any_spelling(sample_url: str, text: str, name: str) -> None:
    assert suggest(sample_url, text)[0]["name"] == name


def test_the_name_that_matched_is_told(sample_url: str) -> None:
    first = suggest(sample_url, "Moscou")[0]
    assert (first["alias"], first["kind"]) == ("Moscou", "Stadt")
    assert first["about"].startswith("Russland, ")
    assert suggest(sample_url, "dusseldorf")[0]["alias"] == ""
    assert suggest(sample_url, "Moscou", "en")[0]["kind"] == "City"


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("2019", "/agreements?signed=2019&lang=de"),
        ("Moskau – Düsseldorf", "/pair/duesseldorf-2934246/moscow-524901?lang=de"),
        ("Düsseldorf und Toulouse", "/pair/duesseldorf-2934246/toulouse-2972315?lang=de"),
        ("Düsseldorf Moskau", "/pair/duesseldorf-2934246/moscow-524901?lang=de"),
        ("Germany and France", "/agreements?country=DE&country=FR&lang=de"),
    ],
)
def test_years_and_pairs(sample_url: str, text: str, href: str) -> None:
    assert suggest(sample_url, text)[0]["href"] == href
    assert httpx.get(sample_url + href).status_code == 200


def test_every_suggestion_leads_somewhere(sample_url: str) -> None:
    for text in ("a", "e", "2", "k", "vertrag"):
        for offer in suggest(sample_url, text):
            answer = httpx.get(sample_url + offer["href"], headers={"Accept": "text/html"})
            assert answer.status_code == 200, offer


@given(text=st.text(max_size=40))
def test_any_text_can_be_searched(index: SearchIndex, text: str) -> None:
    hits = search(index, text)
    assert [hit.rank for hit in hits] == sorted(hit.rank for hit in hits)
    assert len({hit.thing.iri for hit in hits}) == len(hits)
    find_pair(index, text)


def test_every_name_of_every_thing_finds_it(index: SearchIndex) -> None:
    for number, name in enumerate(index.names):
        thing = index.things[index.owners[number]]
        if thing.kind in ("City", "Country", "Person"):
            assert thing in [hit.thing for hit in search(index, name, limit=400)], name


def test_facets_narrow_the_results(sample_url: str) -> None:
    def page(query: str) -> str:
        return httpx.get(f"{sample_url}/search?{query}&lang=de").text

    everything, cities = page("q=o"), page("q=o&kind=City")
    assert cities.count("<li>") < everything.count("<li>")
    assert page("q=o&kind=City&country=FR").count("<li>") == 1
    assert "aria-current" in cities


def test_nothing_found_says_what_was_read(sample_url: str) -> None:
    page = httpx.get(f"{sample_url}/search?q=Xyzzyqwert&lang=en").text
    assert "2 press releases" in page
    assert "They are from 10 October 2019 to 22 January 2021" in page
    assert "mailto:" not in page


def test_a_mistake_can_be_told_where_a_contact_is_set(sample_store: EmbeddedStore, serve: object) -> None:
    url = serve(sample_store, Settings(contact="office@example.org"))  # type: ignore[operator]
    page = httpx.get(f"{url}/search?q=Xyzzyqwert&lang=en").text
    assert 'href="mailto:office@example.org?subject=twingraph%3A%20Xyzzyqwert&amp;body=' in page


# In a browser


@pytest.fixture
def page(browser: Browser, sample_url: str) -> Iterator[Page]:
    with clean_page(browser) as page:
        page.goto(sample_url)
        page.wait_for_selector("main form.search[data-ready]")
        yield page


def test_the_keys_of_the_box(page: Page) -> None:
    page.keyboard.press("/")
    box = page.locator("main input[type=search]")
    assert box.evaluate("box => box === document.activeElement")
    page.keyboard.type("mosk")
    page.wait_for_selector("main [role=option]")
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    chosen = box.get_attribute("aria-activedescendant")
    assert chosen
    assert page.get_attribute(f"#{chosen}", "aria-selected") == "true"
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert page.locator("main [role=option]").first.is_hidden()
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("main [role=option]:visible")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/doc/city/moscow-524901*")


def test_enter_without_a_choice_gives_results(page: Page) -> None:
    page.locator("main input[type=search]").fill("toul")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=toul*")
    assert page.locator(".hits a").first.inner_text() == "Toulouse"


def test_what_a_suggestion_says_is_no_markup(page: Page) -> None:
    page.route("**/suggest?*", lambda route: route.fulfill(
        json=[{"name": "<img src=x onerror=alert(1)>", "kind": "", "about": "", "alias": "", "href": "/"}]
    ))  # fmt: skip
    page.locator("main input[type=search]").press_sequentially("x")
    page.wait_for_selector("main [role=option]")
    assert page.locator("main [role=option] img").count() == 0


# ---- words and quotes


def found(url: str, text: str, **more: str) -> dict[str, list[dict[str, str]]]:
    answer = httpx.get(f"{url}/search", params={"q": text, "format": "json", **more})
    assert answer.status_code == 200
    content: dict[str, list[dict[str, str]]] = answer.json()
    return content


@pytest.mark.parametrize("text", ["toulouse cooperation", "cooperation toulouse", "TOULOUSE coop"])
def test_words_are_found_in_any_order(sample_url: str, text: str) -> None:
    things = found(sample_url, text, lang="en")["things"]
    assert any("Toulouse" in thing["match"] and thing["kind"] == "Agreement" for thing in things)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Oberbürgermeister", "Oberbürgermeister"), ("oberbuergermeisters", "Oberbürgermeister"),
        ("twinned Reading", "twinned with Reading"), ("reading twin", "twinned with Reading"),
    ],
)  # fmt: skip
def test_quotes_are_found_by_their_words(sample_url: str, text: str, words: str) -> None:
    quotes = found(sample_url, text)["quotes"]
    assert any(words in quote["text"] for quote in quotes), quotes
    for quote in quotes:
        page = httpx.get(sample_url + quote["href"].partition("#")[0], headers={"Accept": "text/html"}).text
        assert f'id="{quote["href"].partition("#")[2]}"' in page


def test_quotes_stand_on_the_page(sample_url: str) -> None:
    page = httpx.get(f"{sample_url}/search?q=twinned+Reading&lang=en").text
    assert "In the words of releases" in page
    assert "<q>twinned with Reading</q>" in page


def test_the_best_goes_first(sample_url: str) -> None:
    things = found(sample_url, "Düsseldorf", lang="de")["things"]
    assert (things[0]["kind"], things[0]["fit"]) == ("City", "whole")
    fits = ["whole", "start", "inside", "near"]
    order = [fits.index(thing["fit"]) for thing in things]
    assert order == sorted(order)


def test_filters_and_limits_hold_for_programs_too(sample_url: str) -> None:
    assert {thing["kind"] for thing in found(sample_url, "o", kind="Person")["things"]} == {"Person"}
    assert len(found(sample_url, "o", limit="3")["things"]) == 3
    assert found(sample_url, "")["things"] == []
    assert httpx.get(f"{sample_url}/search?q=o", headers={"Accept": "image/png"}).status_code == 406


@given(
    names=st.lists(st.text("abcdeäß京-1", min_size=1, max_size=12), min_size=1, max_size=40),
    text=st.text("abcdeäß京-1", min_size=1, max_size=12),
    least=st.sampled_from([60, 75, 90]),
)
def test_counting_letters_loses_nothing(names: list[str], text: str, least: int) -> None:
    near = dict(find_near(text, names, count_letters(names), least, 100))
    whole = {number for number, name in enumerate(names) if fuzz.ratio(text, name) >= least}
    assert set(near) == whole


@given(text=st.text(max_size=60))
def test_no_text_is_a_query_of_the_index(index: SearchIndex, text: str) -> None:
    index.words.find_names(text, 5)
    index.words.find_quotes(text + ' AND "x" NEAR(y)* ^z:', 5)
