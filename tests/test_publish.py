"""The site as files: every link leads to a file, from any base, and each file holds what the server says."""

from __future__ import annotations

import hashlib
import html
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import rdflib
from playwright.sync_api import Browser
from rdflib.namespace import VOID

import sample
from browsing import open_page
from commands import run
from twingraph.errors import StoreError
from twingraph.iris import BASE
from twingraph.serve.links import page_of
from twingraph.serve.publishing import publish
from twingraph.serve.publishing.plan import file_name
from twingraph.settings import Settings
from twingraph.store.embedded import EmbeddedStore

CITY = "doc/city/duesseldorf-2934246"
LINK = re.compile(r'\b(?:href|src|action|data-index)="([^"]*)"')


@pytest.fixture(scope="module")
def site(sample_store: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "site"
    publish(sample_store, Settings(), folder)
    return folder


@pytest.fixture(scope="module")
def url(site: Path) -> Iterator[str]:
    """Serve the files as they are, below a path."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site.parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/site"
    server.shutdown()
    server.server_close()


def test_every_link_leads_to_a_file(site: Path) -> None:
    ids = {page: set(re.findall(r'\bid="([^"]*)"', page.read_text("utf-8"))) for page in site.rglob("*.html")}
    assert len(ids) > 60
    for page in ids:
        for link in map(html.unescape, LINK.findall(page.read_text("utf-8"))):
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            assert not parts.path.startswith("/"), (page, link)
            assert target.is_file(), (page, link)
            assert target.is_relative_to(site.resolve())
            if parts.fragment and target in ids:
                assert parts.fragment in ids[target], (page, link)


def test_no_address_of_the_making_is_left(site: Path) -> None:
    for path in site.rglob("*"):
        if path.is_file() and path.suffix != ".woff2":
            assert b"published.invalid" not in path.read_bytes(), path


def test_the_checksums_fit(site: Path) -> None:
    lines = (site / "SHA256SUMS").read_text("utf-8").splitlines()
    named = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    there = {str(path.relative_to(site)) for path in site.rglob("*") if path.is_file()}
    assert there - {"SHA256SUMS"} == named.keys()
    assert all(hashlib.sha256((site / name).read_bytes()).hexdigest() == named[name] for name in named)
    if shutil.which("sha256sum"):
        done = subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=site, check=False)
        assert done.returncode == 0


def test_the_same_store_gives_the_same_bytes(site: Path, sample_store: EmbeddedStore, tmp_path: Path) -> None:
    publish(sample_store, Settings(), tmp_path / "again")
    assert (tmp_path / "again" / "SHA256SUMS").read_bytes() == (site / "SHA256SUMS").read_bytes()


def test_data_and_dumps_read_back_are_the_graph(site: Path, sample_store: EmbeddedStore) -> None:
    whole = set(sample_store.quads())
    assert set(ox.parse((site / "dumps/twingraph.nq").read_bytes(), ox.RdfFormat.N_QUADS)) == whole
    told = {quad.triple for quad in ox.parse((site / f"{CITY}.ttl").read_bytes(), ox.RdfFormat.TURTLE)}
    assert {
        q.triple for q in whole if q.subject == ox.NamedNode(f"{BASE}id/city/duesseldorf-2934246")
    } <= told
    as_json = {quad.triple for quad in ox.parse((site / f"{CITY}.jsonld").read_bytes(), ox.RdfFormat.JSON_LD)}
    assert as_json == told
    kind = sample.node("rdf:type"), sample.node("tg:Agreement")
    things = {str(q.subject)[1:-1] for q in whole if (q.predicate, q.object) == kind}
    assert things
    assert all((site / f"{file_name(page_of(iri, BASE) or '')}.ttl").is_file() for iri in things)


def test_the_description_names_files_that_are_there(site: Path) -> None:
    for name in ("void.ttl", ".well-known/void"):
        graph = rdflib.Graph().parse(site / name, format="turtle", publicID=(site / name).as_uri())
        dumps = list(graph.objects(rdflib.URIRef(f"{BASE}id/dataset"), VOID.dataDump))
        assert len(dumps) == 4
        for dump in dumps:
            assert Path(unquote(urlsplit(str(dump)).path)).is_file(), dump
        assert "/sparql" not in graph.serialize(format="nt").lower()


def test_with_an_address_there_is_what_needs_one(sample_store: EmbeddedStore, tmp_path: Path) -> None:
    address = "https://graph.example/twin/"
    publish(
        sample_store, Settings(), tmp_path / "site", address=address, languages=("de",), formats=("trig",)
    )
    root = ElementTree.parse(tmp_path / "site" / "sitemap.xml").getroot()
    found = [element.text or "" for element in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert address + f"{CITY}.html" in found
    for one in found:
        assert (tmp_path / "site" / unquote(one.removeprefix(address))).is_file()
    page = (tmp_path / "site" / f"{CITY}.html").read_text("utf-8")
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(text)["url"] == address + f"{CITY}.html"
    assert '<html class="published" lang="de">' in page
    assert not (tmp_path / "site" / "de").exists()
    assert (tmp_path / "site" / f"{CITY}.trig").is_file()
    assert address in (tmp_path / "site" / "void.ttl").read_text("utf-8")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_reader_finds_her_way_below_any_path(browser: Browser, url: str, width: int) -> None:
    with open_page(browser, width) as (page, wrong):
        page.goto(f"{url}/index.html")
        box = page.locator("main input[type=search]")
        box.fill("moskau")
        page.wait_for_selector("main [role=option]")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/doc/city/moscow-524901.html")
        assert page.locator("h1").inner_text() in ("Moscow", "Moskau")
        page.locator(".languages a[lang=de]").click()
        page.wait_for_url("**/de/doc/city/moscow-524901.html")
        pictures = page.locator(".pic img")
        if pictures.count():
            assert pictures.first.evaluate("image => image.complete && image.naturalWidth > 0")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert wrong == []


def test_the_page_of_results_looks_into_the_index(browser: Browser, url: str) -> None:
    with open_page(browser, 1280) as (page, wrong):
        page.goto(f"{url}/search.html?q=dusseldorf")
        page.wait_for_selector("[data-found] li")
        page.locator("[data-found] a").first.click()
        page.wait_for_url("**/doc/city/duesseldorf-2934246.html")
        assert wrong == []


# ---- writing


def test_a_folder_of_others_is_left_alone(sample_store: EmbeddedStore, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("mine")
    with pytest.raises(StoreError, match="other files"):
        publish(sample_store, Settings(), tmp_path)
    with pytest.raises(StoreError, match="other files"):
        publish(sample_store, Settings(), tmp_path / "x")
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_what_breaks_off_leaves_the_old_files(sample_store: EmbeddedStore, tmp_path: Path) -> None:
    class StopError(Exception):
        pass

    def stop(done: int) -> None:
        if done == 5:
            raise StopError

    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "SHA256SUMS").write_text("old")
    with pytest.raises(StopError):
        publish(sample_store, Settings(), folder, progress=stop)
    assert [path.name for path in tmp_path.rglob("*")] == ["site", "SHA256SUMS"]
    assert (folder / "SHA256SUMS").read_text() == "old"


def test_the_command_says_what_is_wrong(sample_store: EmbeddedStore, tmp_path: Path) -> None:
    store = ("--store", str(sample_store.folder))
    for arguments, words in (
        (["--lang", "xx"], "no language 'xx'"),
        (["-f", "pdf"], "no format 'pdf'"),
        (["--lang", ","], "no language ''"),
    ):
        done = run("publish", tmp_path / "new", *store, *arguments)
        assert done.returncode == 1
        assert words in done.stderr
    with EmbeddedStore(tmp_path / "empty", create=True):
        done = run("publish", tmp_path / "new", "--store", tmp_path / "empty")
    assert "nothing is published yet" in done.stderr
    assert not (tmp_path / "new").exists()
