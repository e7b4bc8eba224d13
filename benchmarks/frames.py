"""Frames a second of the network and the map without a GPU, beside sigma's on the same data.

Run: ``python benchmarks/frames.py`` makes a register of 10,000 cities and 2,000 institutions with 16,000
agreements, serves it, and drags and zooms its pictures in headless Chromium.  Sigma comes from npm into a
temporary folder and is shown the same nodes at the same places.  Each figure is the median of three rounds;
a round is two seconds of dragging and two of zooming.  Also told: first paint, and the time until a picture
can be used, from when the page was asked for: the least tells what a page takes where others work too.
"""

from __future__ import annotations

import argparse
import json
import shutil
import socket
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import uvicorn
from made_register import make_register
from playwright.sync_api import Browser, Page, sync_playwright

from twingraph.serve.app import create_app
from twingraph.settings import Settings
from twingraph.store import EmbeddedStore

_BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
_ARGUMENTS = ["--no-sandbox", "--disable-gpu"]
_VISITS = 6
_COUNT = """() => { window.frames_seen = 0;
const next = () => { window.frames_seen++; requestAnimationFrame(next); };
requestAnimationFrame(next); }"""
_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1"
_SIGMA = """import Graph from "graphology"; import Sigma from "sigma";
const data = await (await fetch("data.json")).json();
const graph = new Graph({ multi: true });
data.nodes.forEach(([label, , x, y], i) => graph.addNode(i, { label, x, y: -y, size: 2, color: "#0b5d66" }));
let one = 0;
for (const row of data.links) { one += row[0]; graph.addEdge(one, row[1], { color: "#0069a8", size: 0.7 }); }
new Sigma(graph, document.getElementById("picture"));
document.body.dataset.ready = "true";
"""
_PAGE = """<!doctype html><title>sigma</title><style>html, body { margin: 0 }
#picture { width: 1120px; height: 576px }</style>
<div id="picture"></div><script type="module" src="bundle.js"></script>"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, help="where the register is kept for another time")
    parser.add_argument("--without-sigma", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch, "register")
        make_register(folder, 10_000, 16_000)
        with EmbeddedStore(folder) as store, _serving(store) as url, _browser() as browser:
            _tell_pages(browser, url)
            _tell("network, ours", _measure(browser, f"{url}/network?all=yes", ".pic[data-ready]", "canvas"))
            _tell(
                "map of Germany, ours",
                _measure(browser, f"{url}/map?country=DE", ".pic[data-ready]", "canvas"),
            )
            if not given.without_sigma:
                with _sigma(Path(scratch), url) as other:
                    _tell("network, sigma", _measure(browser, other, "body[data-ready]", "#picture"))


@contextmanager
def _serving(store: EmbeddedStore) -> Iterator[str]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(store, Settings()), log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, _BROWSERS)))
        yield playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)


@contextmanager
def _sigma(scratch: Path, url: str) -> Iterator[str]:
    """Serve a page where sigma draws the network of *url*."""
    (scratch / "main.js").write_text(_SIGMA, encoding="utf-8")
    (scratch / "index.html").write_text(_PAGE, encoding="utf-8")
    with urlopen(f"{url}/network/data.json?all=yes") as answer:
        (scratch / "data.json").write_bytes(answer.read())
    (scratch / "package.json").write_text(json.dumps({"private": True, "type": "module"}), encoding="utf-8")
    install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "sigma", "graphology", "esbuild"]
    subprocess.run(install, cwd=scratch, check=True)
    bundle = [
        "npx",
        "esbuild",
        "main.js",
        "--bundle",
        "--format=esm",
        "--outfile=bundle.js",
        "--log-level=error",
    ]
    subprocess.run(bundle, cwd=scratch, check=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        ["python3", "-m", "http.server", str(port), "--bind", "127.0.0.1"],
        cwd=scratch,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(1)
    yield f"http://127.0.0.1:{port}/index.html"
    server.terminate()
    server.wait()


def _measure(browser: Browser, url: str, ready: str, picture: str) -> tuple[float, float]:
    """Return the frames a second while dragging and while zooming."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(url)
    page.wait_for_selector(ready, state="attached", timeout=120_000)
    page.locator(picture).first.scroll_into_view_if_needed()
    page.wait_for_timeout(1_000)
    page.evaluate(_COUNT)
    box = page.locator(picture).first.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    found = [(_drag(page, x, y), _turn(page, x, y)) for _ in range(3)]
    page.close()
    return statistics.median(a for a, _ in found), statistics.median(b for _, b in found)


def _drag(page: Page, x: float, y: float) -> float:
    page.mouse.move(x + 40, y + 60)
    page.mouse.down()
    began, seen, step = time.perf_counter(), _seen(page), 0
    while time.perf_counter() - began < 2:
        step += 1
        page.mouse.move(x + 40 + 120 * ((step % 40) / 40), y + 60 - 80 * ((step % 30) / 30))
    frames = (_seen(page) - seen) / (time.perf_counter() - began)
    page.mouse.up()
    return frames


def _turn(page: Page, x: float, y: float) -> float:
    page.mouse.move(x, y)
    page.keyboard.down("Control")
    began, seen, step = time.perf_counter(), _seen(page), 0
    while time.perf_counter() - began < 2:
        step += 1
        page.mouse.wheel(0, -40 if step % 24 < 12 else 40)
    frames = (_seen(page) - seen) / (time.perf_counter() - began)
    page.keyboard.up("Control")
    return frames


def _seen(page: Page) -> int:
    count: int = page.evaluate("window.frames_seen")
    return count


def _tell_pages(browser: Browser, url: str) -> None:
    """Print first paint and readiness of pages; the first visit is left out, it may read the register."""
    pages = ["/", "/map", "/map?country=DE", "/network", "/network?all=yes"]
    pages += ["/network?focus=berlin-2950159&depth=2", "/id/city/berlin-2950159"]
    for path in pages:
        visits = [_visit(browser, url + path) for _ in range(_VISITS)][1:]
        told = (f"{statistics.median(of):5.0f} (least {min(of):5.0f}) ms" for of in zip(*visits, strict=True))
        print(f"{path:40} first paint {next(told)}, ready {next(told)}")


def _visit(browser: Browser, url: str) -> tuple[float, float]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(url, timeout=120_000)
    if page.locator(".pic").count():
        page.wait_for_selector(".pic[data-ready]", timeout=120_000)
    ready: float = page.evaluate("performance.now()")
    page.wait_for_timeout(300)
    paint: float = page.evaluate(_PAINT)
    context.close()
    return paint, ready


def _tell(name: str, frames: tuple[float, float]) -> None:
    print(f"{name:40} dragging {frames[0]:5.1f} frames/s, zooming {frames[1]:5.1f} frames/s")


if __name__ == "__main__":
    main()
