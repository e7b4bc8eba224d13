"""A real browser for tests of pages: what goes wrong on a page is collected, and axe can look at it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

expect.set_options(timeout=20_000)  # how busy the machine is proves nothing
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_MODULES = Path(__file__).resolve().parents[1] / "src" / "twingraph" / "serve" / "islands" / "node_modules"
_AXE = _MODULES / "axe-core" / "axe.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Yield a headless browser of this machine; skip without one, but not in CI."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None and os.environ.get("CI"):
        pytest.fail(f"CI needs a browser: one of {', '.join(_NAMES)}")
    if found is None:
        pytest.skip(f"no browser here: none of {', '.join(_NAMES)}")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(Path(found)), args=["--no-sandbox"])
        yield opened
        opened.close()


@contextmanager
def open_page(browser: Browser, width: int = 1280, **options: Any) -> Iterator[Page]:
    """Yield a page; at its end nothing may have gone wrong on it, nor been asked of elsewhere."""
    context = browser.new_context(
        **{"viewport": {"width": width, "height": 900}, "locale": "de-DE", **options}
    )
    page, wrong = context.new_page(), list[str]()
    page.on("console", lambda message: wrong.append(message.text) if message.type in _LOUD else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request", lambda r: None if r.url.startswith(("http://127.0.0.1:", "blob:")) else wrong.append(r.url)
    )
    yield page
    assert context.cookies() == []
    context.close()
    told = [text for text in wrong if "Failed to load resource" not in text]  # an answer that is an error
    assert not told, told


_LOUD = ("error", "warning")


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """Return what axe finds wrong: rule and places."""
    if not _AXE.is_file() and os.environ.get("CI"):
        pytest.fail("CI needs axe: bundle the islands, python src/twingraph/serve/islands/build_hook.py")
    if not _AXE.is_file():
        pytest.skip("axe comes with bundling: python src/twingraph/serve/islands/build_hook.py")
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run({ runOnly: tags })", _TAGS)
    return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found["violations"]]
