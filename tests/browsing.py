"""A real browser that looks at pages: what axe and a few rules of our own find wrong on one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, NoReturn, TypedDict

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

expect.set_options(timeout=60_000)  # how busy the machine is proves nothing
# The first one opens no windows, and takes a third of the time for each page.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_MODULES = Path(__file__).resolve().parents[1] / "src" / "twingraph" / "serve" / "islands" / "node_modules"
_AXE = _MODULES / "axe-core" / "axe.min.js"


class Look(TypedDict, total=False):
    """How a reader sees the pages."""

    color_scheme: Literal["light", "dark"]
    forced_colors: Literal["active", "none"]


LOOKS: dict[str, Look] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
}


def _go_without(told: str) -> NoReturn:
    """Skip the test, but not in CI."""
    if os.environ.get("CI"):
        pytest.fail(told)
    pytest.skip(told)


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Yield a headless browser of this machine; skip without one, but not in CI."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        _go_without(f"no browser here: none of {', '.join(_NAMES)}")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(Path(found)), args=["--no-sandbox"])
        yield opened
        opened.close()


@contextmanager
def open_page(
    browser: Browser, width: int = 1280, height: int = 844, **options: Any
) -> Iterator[tuple[Page, list[str]]]:
    """Yield a page and the list of what goes wrong on it; what it asks of elsewhere is refused, and wrong."""
    size = {"width": width, "height": height}
    context = browser.new_context(**{"viewport": size, "locale": "de-DE", **options})
    context.set_default_timeout(90_000)
    page, wrong = context.new_page(), list[str]()
    page.on("console", lambda told: wrong.append(told.text) if told.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    refuse_elsewhere(context, wrong)
    yield page, wrong
    context.close()


@contextmanager
def clean_page(browser: Browser, width: int = 1280, **options: Any) -> Iterator[Page]:
    """Yield a page; at its end nothing may have gone wrong on it, nor may it have left a cookie."""
    with open_page(browser, width, **options) as (page, wrong):
        yield page
        assert page.context.cookies() == []
    told = [text for text in wrong if "Failed to load resource" not in text]  # an answer that is an error
    assert not told, told


def refuse_elsewhere(context: BrowserContext, wrong: list[str]) -> None:
    """Abort each request to another machine, and add its address to *wrong*."""

    def refuse(route: Any) -> None:
        wrong.append(f"asked of elsewhere: {route.request.url}")
        route.abort()

    context.route(lambda url: not url.startswith(("http://127.0.0.1:", "blob:", "data:")), refuse)


def axe_source() -> str:
    """Return the script of axe; skip where the islands were never bundled, but not in CI."""
    if not _AXE.is_file():
        _go_without("axe comes with bundling: python src/twingraph/serve/islands/build_hook.py")
    return _AXE.read_text(encoding="utf-8")


_RUN_AXE = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations"], preload: false });
  return found.violations.flatMap((v) => v.nodes.map((n) => `axe ${v.id}: ${n.html.slice(0, 150)}`)); }"""

# Not for links in running text, nor what only a keyboard reaches: WCAG 2.2, 2.5.8 leaves both out.
_OUR_RULES = """() => {
  const found = [], root = document.documentElement;
  const tell = (text) => found.push(text);
  if (root.scrollWidth > innerWidth) tell(`scrolls sideways: ${root.scrollWidth} of ${innerWidth}`);
  if (document.querySelectorAll("h1").length !== 1) tell("not one h1");
  if (!["de", "en"].includes(root.lang)) tell("no language");
  if (root.hasAttribute("style")) tell("the root has styles");
  const inText = (e) => e.matches("main a") && getComputedStyle(e).display === "inline" &&
    [...e.parentNode.childNodes].some((n) => n !== e && n.textContent.trim().length > 1);
  for (const e of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
    if (e.matches(".skip, [type=hidden], svg a, [type=range]") || inText(e)) continue;
    if (!e.checkVisibility({ visibilityProperty: true })) continue;
    const { height, width } = e.getBoundingClientRect();
    if (height < 23.5 && width > 0) tell(`${Math.round(height)} px high: ${e.outerHTML.slice(0, 150)}`);
  }
  return found; }"""


def faults(page: Page) -> list[str]:
    """Return what is wrong on a page as it stands."""
    page.evaluate(axe_source())
    found: list[str] = page.evaluate(_RUN_AXE) + page.evaluate(_OUR_RULES)
    return found
