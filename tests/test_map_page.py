"""The map in a real browser: what is drawn and where, by pointer, keys and address, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page

import made_world
import sample
from browsing import faults, open_page
from conftest import serving
from picturing import colours_in, drawn_pixels, image, likeness, open_picture
from twingraph.settings import Settings

WIDE, PHONE, SMALL = (1280, 900), (390, 844), (320, 700)
CITY = "duesseldorf-2934246"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    store = sample.open_store(tmp_path_factory.mktemp("world"), made_world.quads())
    with serving(store, Settings()) as address:
        yield address + "/map"
    store.close()


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def at(page: Page, longitude: float, latitude: float) -> tuple[float, float]:
    """Return where on the screen a place is."""
    found = page.evaluate(
        """place => { const { picture } = document.querySelector('.pic');
        const box = document.querySelector('.pic canvas').getBoundingClientRect();
        const [u, v] = picture.put(place);
        return [box.x + u, box.y + v]; }""",
        [longitude, latitude],
    )
    return found[0], found[1]


@pytest.mark.parametrize(
    ("size", "asked"),
    [
        (WIDE, ""),
        (WIDE, f"?city={CITY}"),
        (WIDE, "?country=JP&country=US"),
        (PHONE, "?country=DE"),
        (SMALL, ""),
    ],
)
def test_it_is_drawn_and_stays_at_home(browser: Browser, url: str, size: tuple[int, int], asked: str) -> None:
    with open_page(browser, *size) as (page, wrong):
        open_picture(page, url + asked)
        assert drawn_pixels(page) > 5_000
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert not wrong


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "dark"), (SMALL, "light")])
def test_axe_finds_nothing(browser: Browser, url: str, size: tuple[int, int], scheme: str) -> None:
    with open_page(browser, *size, color_scheme=scheme, bypass_csp=True) as (page, _):
        for asked in ("", "?country=DE"):
            open_picture(page, url + asked)
            assert faults(page) == []


def test_colours_follow_the_system(browser: Browser, url: str) -> None:
    with open_page(browser) as (page, wrong):
        open_picture(page, url)
        light = max(colours_in(page).items(), key=lambda pair: pair[1])[0]
        page.emulate_media(color_scheme="dark")
        page.wait_for_timeout(100)
        dark = max(colours_in(page).items(), key=lambda pair: pair[1])[0]
        assert sum(map(int, light.split(","))) > 600 > 200 > sum(map(int, dark.split(",")))
        page.emulate_media(forced_colors="active")
        page.wait_for_timeout(100)
        assert drawn_pixels(page) > 2_000
        assert not wrong


def test_an_address_is_the_same_picture(browser: Browser, url: str) -> None:
    with open_page(browser) as (page, wrong):
        open_picture(page, f"{url}?country=DE")
        whole = image(page)
        page.get_by_role("button", name="Vergrößern").click()
        page.locator(".pic canvas").focus()
        page.keyboard.press("Shift+ArrowRight")
        page.get_by_role("spinbutton", name="Von").fill("1990")
        page.keyboard.press("Tab")
        page.wait_for_timeout(100)
        assert query(page).keys() == {"country", "at", "since"}
        page.mouse.move(5, 5)
        page.wait_for_timeout(100)
        before = image(page)
        assert likeness(page, before, whole) < 0.999
        page.reload()
        page.wait_for_selector(".pic[data-ready]")
        assert likeness(page, image(page), before) > 0.999
        assert not wrong


def test_back_leads_to_the_view_before(browser: Browser, url: str) -> None:
    with open_page(browser) as (page, _):
        open_picture(page, url)
        page.mouse.click(*at(page, 139.69, 35.69))
        page.wait_for_url("**country=JP")
        page.wait_for_selector(".pic[data-ready]")
        page.go_back()
        page.wait_for_selector(".pic[data-ready]")
        assert query(page) == {}


def test_hovering_names_it_and_a_click_opens_its_page(browser: Browser, url: str) -> None:
    with open_page(browser) as (page, _):
        open_picture(page, f"{url}?city={CITY}")
        page.mouse.move(*at(page, 37.62, 55.75))
        assert "Moskau" in page.locator(".tip").inner_text()
        middle = page.evaluate(
            "() => { const { scene } = document.querySelector('.pic').picture;"
            "const line = scene.lines.find(({ name }) => name().includes('Toulouse'));"
            "return [0, 1].map((i) => (line.one.place[i] + line.two.place[i]) / 2); }"
        )
        page.mouse.move(*at(page, *middle))
        assert "Toulouse" in page.locator(".tip").inner_text()
        assert "2003" in page.locator(".tip").inner_text()
        page.mouse.click(*at(page, 37.62, 55.75))
        page.wait_for_url("**/doc/city/moscow-524901")


@pytest.mark.parametrize(
    ("place", "others", "code", "name"),
    [
        ((34.1, 44.95), [(31.0, 49.0), (41.0, 48.0)], "UA", "Ukraine"),
        ((-13.1, 27.1), [(-12.0, 26.0), (-7.5, 31.5)], "EH", "Westsahara"),
    ],
    ids=["Simferopol", "Laayoune"],
)
def test_no_land_is_coloured_by_who_claims_it(
    browser: Browser,
    url: str,
    place: tuple[float, float],
    others: list[tuple[float, float]],
    code: str,
    name: str,
) -> None:
    with open_page(browser) as (page, _):
        open_picture(page, f"{url}?country=JP")
        found = page.evaluate("place => document.querySelector('.pic').picture.land.find(place)?.code", place)
        assert found == code
        page.get_by_role("button", name="Alles zeigen").click()
        page.evaluate("place => document.querySelector('.pic').picture.centre(place, 12)", place)
        page.wait_for_timeout(100)
        page.mouse.move(*at(page, *place))
        assert page.locator(".tip").inner_text() == name
        page.mouse.move(5, 5)
        page.wait_for_timeout(100)
        # one colour of land, whoever's it is
        colours = page.evaluate(
            """places => { const canvas = document.querySelector('.pic canvas');
            return places.map((place) => { const [x, y] = document.querySelector('.pic').picture.put(place);
              return String(canvas.getContext('2d').getImageData(x, y, 1, 1).data); }); }""",
            [place, *others],
        )
        land = page.evaluate(
            "() => { const c = document.createElement('canvas').getContext('2d');"
            "c.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--land');"
            "c.fillRect(0, 0, 1, 1); return String(c.getImageData(0, 0, 1, 1).data); }"
        )
        assert set(colours) == {land}


def test_no_arc_runs_across_the_whole_map(browser: Browser, url: str) -> None:
    with open_page(browser) as (page, _):
        open_picture(page, f"{url}?country=US")
        longest, pieces = page.evaluate(
            """() => { const { lines } = document.querySelector('.pic').picture.scene;
            let longest = 0;
            for (const { ways } of lines) for (const { points } of ways) {
              for (let i = 2; i < points.length; i += 2) {
                longest = Math.max(longest, Math.abs(points[i] - points[i - 2]));
              }
            }
            return [longest, lines.map(({ ways }) => ways.length)]; }"""
        )
        assert pieces == [2, 2]  # both cross the antimeridian
        assert longest < 40  # of a thousand


def test_a_plain_wheel_scrolls_the_page(browser: Browser, url: str) -> None:
    with open_page(browser) as (page, _):
        open_picture(page, f"{url}?country=DE")
        box = page.locator(".pic canvas").bounding_box()
        assert box
        before = page.evaluate("document.querySelector('.pic').picture.stage.transform.k")
        page.mouse.move(box["x"] + 200, box["y"] + 200)
        page.mouse.wheel(0, 200)
        page.wait_for_timeout(200)
        assert page.evaluate("scrollY") > 100
        assert page.locator(".pic .hint").is_visible()
        assert page.evaluate("document.querySelector('.pic').picture.stage.transform.k") == before
        page.keyboard.down("Control")
        page.mouse.wheel(0, -200)
        page.keyboard.up("Control")
        page.wait_for_timeout(100)
        assert page.evaluate("document.querySelector('.pic').picture.stage.transform.k") > before


def test_years_filter_without_asking_the_server(browser: Browser, url: str) -> None:
    with open_page(browser) as (page, wrong):
        open_picture(page, f"{url}?city={CITY}")
        asked: list[str] = []
        page.on("request", lambda r: None if r.url.endswith("icon.svg") else asked.append(r.url))
        assert page.locator(".under output").inner_text() == "4 von 4 Vereinbarungen"
        page.get_by_role("spinbutton", name="Bis").fill("1990")
        page.keyboard.press("Tab")
        assert page.locator(".under output").inner_text() == "1 von 4 Vereinbarungen"
        assert query(page)["until"] == ["1990"]
        assert page.locator(".as-table tbody tr:visible").count() == 1
        assert "until=1990" in (page.get_attribute("a.all-lines", "href") or "")
        page.get_by_role("slider", name="Bis").focus()
        page.keyboard.press("End")
        assert page.locator(".under output").inner_text() == "4 von 4 Vereinbarungen"
        page.keyboard.press("Home")
        page.get_by_role("spinbutton", name="Bis").fill("1990")
        page.keyboard.press("Tab")
        page.wait_for_timeout(400)
        assert asked == []
        page.reload()
        page.wait_for_selector(".pic[data-ready]")
        assert page.locator(".under output").inner_text() == "1 von 4 Vereinbarungen"
        assert not wrong


def test_kinds_can_be_switched_off(browser: Browser, url: str) -> None:
    with open_page(browser) as (page, _):
        open_picture(page, f"{url}?city={CITY}")
        page.get_by_role("button", name="Kommuniqué").click()
        assert page.locator(".under output").inner_text() == "3 von 4 Vereinbarungen"
        assert set(query(page)["kind"]) == {"twinning", "friendship"}
        page.get_by_role("button", name="Kommuniqué").click()
        page.wait_for_timeout(400)
        assert "kind" not in query(page)


def test_everything_works_by_keys(browser: Browser, url: str) -> None:
    with open_page(browser) as (page, _):
        open_picture(page, f"{url}?city={CITY}")
        page.locator(".tabs a").last.focus()
        for _ in range(12):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.tagName") == "CANVAS":
                break
        assert page.evaluate("document.activeElement.tagName") == "CANVAS"
        told = page.locator(".pic [aria-live]")
        page.keyboard.press("ArrowRight")
        first = told.inner_text()
        assert first
        page.keyboard.press(" ")
        assert told.inner_text() not in ("", first)
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Enter")
        page.wait_for_url("**/doc/city/**")


def test_without_scripts_there_is_a_picture_and_a_table(browser: Browser, url: str) -> None:
    for asked, rows in (("", 7), ("?country=DE", 5)):
        with open_page(browser, java_script_enabled=False) as (page, wrong):
            page.goto(url + asked)
            picture = page.locator(".pic img")
            assert picture.is_visible()
            answer = page.request.get(url.removesuffix("/map") + (picture.get_attribute("src") or ""))
            assert answer.headers["content-type"].startswith("image/svg+xml")
            assert page.locator(".as-table tbody tr").count() == rows
            assert not wrong


def test_a_picture_can_stand_in_another_page(browser: Browser, url: str) -> None:
    with open_page(browser) as (page, wrong):
        open_picture(page, url.replace("/map", "/embed/map?country=DE"))
        assert drawn_pixels(page) > 5_000
        assert page.locator("header").count() == 0
        assert "frame-ancestors *" in page.request.get(page.url).headers["content-security-policy"]
        assert not wrong


def test_it_is_saved_as_shapes(browser: Browser, url: str) -> None:
    with open_page(browser) as (page, wrong):
        open_picture(page, f"{url}?country=DE")
        for name in ("SVG", "PNG"):
            with page.expect_download() as download:
                page.get_by_role("button", name=f"Speichern als {name}").click()
            assert download.value.suggested_filename == f"map_country-DE.{name.lower()}"
            content = download.value.path().read_bytes()
            assert (b"<path" in content) if name == "SVG" else content.startswith(b"\x89PNG")
        assert not wrong


def test_data_are_not_sent_twice(browser: Browser, url: str) -> None:
    with open_page(browser) as (page, _):
        first = page.request.get(f"{url}/data.json")
        again = page.request.get(f"{url}/data.json", headers={"If-None-Match": first.headers["etag"]})
        other = page.request.get(f"{url}/data.json?country=DE")
        assert (first.status, again.status) == (200, 304)
        assert other.headers["etag"] != first.headers["etag"]
