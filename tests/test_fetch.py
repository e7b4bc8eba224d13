"""Fetching from a real server: feeds, sitemaps, politeness, conditions, limits, interruption."""

from __future__ import annotations

import gzip
import hashlib
import ipaddress
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from site_of_releases import Page, Site, feed, release, serving_site, sitemap
from twingraph.errors import FetchError
from twingraph.fetch import FetchReport, fetch
from twingraph.fetch.client import Client
from twingraph.fetch.copies import name_of
from twingraph.fetch.hosts import Guard, is_public
from twingraph.fetch.listing import read_listing
from twingraph.read import find_releases, read_release
from twingraph.settings import Settings

WORDS = (
    "Köln und Turin haben am Freitag ihren Vertrag von 1958 erneuert, der die Jugend beider Städte verbindet."
)
PATHS = ("/a", "/b", "/c")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving_site() as made:
        for path in PATHS:
            made.pages[path] = Page(release(f"Vertrag {path}", WORDS, WORDS), tag=f'"{path}"')
        made.pages["/feed"] = Page(feed(made.url, *PATHS), "application/rss+xml", tag='"feed"')
        yield made


def run(site: Site, path: str, folder: Path, **how: object) -> FetchReport:
    settings = how.pop("settings", Settings())
    return fetch(site.url + path, folder, settings, **{"delay": 0.0, **how})  # type: ignore[arg-type]


def copies(folder: Path) -> dict[str, dict[str, str]]:
    """Return the sidecar files by the path of their address."""
    found = [json.loads(path.read_text("utf-8")) for path in folder.glob("*.meta.json")]
    return {"/" + about["source"].split("/", 3)[3]: about for about in found}


def test_a_feed_becomes_copies_with_address_time_and_hash(site: Site, tmp_path: Path) -> None:
    dates = {"/a": "Fri, 02 Jun 2023 00:30:00 +0200"}
    site.pages["/feed"] = Page(feed(site.url, *PATHS, dates=dates), "application/rss+xml")
    report = run(site, "/feed", tmp_path)
    assert (report.new, report.failed) == (3, [])
    about = copies(tmp_path)["/a"]
    content = (tmp_path / about["file"]).read_bytes()
    assert content == release("Vertrag /a", WORDS, WORDS)
    assert about["sha256"] == hashlib.sha256(content).hexdigest()
    assert datetime.fromisoformat(about["retrieved"]) <= datetime.now(UTC)
    assert (about["title"], about["date"]) == ("Meldung /a", "2023-06-02")


def test_copies_are_releases(site: Site, tmp_path: Path) -> None:
    run(site, "/feed", tmp_path)
    releases = [read_release(path) for path in find_releases([tmp_path])]
    assert sorted(str(release.source) for release in releases) == [site.url + path for path in PATHS]
    assert all(WORDS in release.text and release.retrieved for release in releases)


@pytest.mark.parametrize("path", ["/index.xml", "/map.xml", "/map.xml.gz", "/atom"])
def test_sitemaps_their_indexes_and_atom_feeds_are_followed(site: Site, tmp_path: Path, path: str) -> None:
    entries = "".join(f'<entry><link href="{p[1:]}"/></entry>' for p in PATHS)
    site.pages["/map.xml"] = Page(sitemap(site.url, *PATHS), "application/xml")
    site.pages["/map.xml.gz"] = Page(gzip.compress(sitemap(site.url, *PATHS)), "application/gzip")
    site.pages["/index.xml"] = Page(sitemap(site.url, "/map.xml", "/gone.xml", index=True), "text/xml")
    site.pages["/atom"] = Page(
        f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'.encode(), "application/atom+xml"
    )
    report = run(site, path, tmp_path)
    assert report.new == 3
    assert [url for url, _ in report.failed] == ([f"{site.url}/gone.xml"] if path == "/index.xml" else [])


@pytest.mark.parametrize(
    ("page", "ending"),
    [
        pytest.param(Page(release("Vertrag", WORDS)), ".html", id="page"),
        pytest.param(Page(b"%PDF-1.4\nx", "application/octet-stream"), ".pdf", id="pdf of no type"),
        pytest.param(Page(WORDS.encode(), "text/plain; charset=utf-8"), ".txt", id="text"),
    ],
)
def test_a_single_document_is_copied(site: Site, tmp_path: Path, page: Page, ending: str) -> None:
    site.pages["/one"] = page
    assert run(site, "/one", tmp_path).new == 1
    assert [path.suffix for path in find_releases([tmp_path])] == [ending]
    assert site.paths() == ["/one"]


def test_the_character_set_of_the_server_is_kept_beside_the_bytes(site: Site, tmp_path: Path) -> None:
    words = "Zwickau i Jablonec nad Nisou spojuje smlouva: příští setkání, žáci."
    site.pages["/one"] = Page(words.encode("iso-8859-2"), "text/plain; charset=iso-8859-2")
    run(site, "/one", tmp_path)
    [path] = find_releases([tmp_path])
    assert path.read_bytes() == words.encode("iso-8859-2")
    assert read_release(path).text == words


def test_a_second_run_asks_what_changed(site: Site, tmp_path: Path) -> None:
    run(site, "/feed", tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir() if path.is_file()}
    asked = len(site.asked)
    report = run(site, "/feed", tmp_path)
    assert (report.new, report.changed, report.unchanged) == (0, 0, 3)
    conditions = [
        headers.get("if-none-match") for path, headers in site.asked[asked:] if path != "/robots.txt"
    ]
    assert conditions == ['"feed"', '"/a"', '"/b"', '"/c"']
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir() if path.is_file()} == before


def test_what_changed_is_copied_anew(site: Site, tmp_path: Path) -> None:
    run(site, "/feed", tmp_path)
    site.pages["/b"] = Page(release("Neuer Vertrag", WORDS), tag='"new"')
    report = run(site, "/feed", tmp_path)
    assert (report.changed, report.unchanged) == (1, 2)
    assert b"Neuer Vertrag" in (tmp_path / copies(tmp_path)["/b"]["file"]).read_bytes()


def test_last_modified_is_a_condition_too(site: Site, tmp_path: Path) -> None:
    stamp = "Fri, 02 Jun 2023 08:00:00 GMT"
    site.pages["/one"] = Page(release("Vertrag", WORDS), headers={"Last-Modified": stamp})
    run(site, "/one", tmp_path)
    run(site, "/one", tmp_path)
    assert site.asked[-1][1]["if-modified-since"] == stamp


@pytest.mark.parametrize("damage", [b"", b"half"])
def test_a_damaged_copy_is_no_copy(site: Site, tmp_path: Path, damage: bytes) -> None:
    site.pages["/one"] = page = Page(release("Vertrag", WORDS), tag='"1"')
    run(site, "/one", tmp_path)
    [path] = find_releases([tmp_path])
    path.write_bytes(damage)
    assert run(site, "/one", tmp_path).new == 1
    assert path.read_bytes() == page.body


def test_a_document_that_became_a_pdf_leaves_no_page(site: Site, tmp_path: Path) -> None:
    site.pages["/one"] = Page(release("Vertrag", WORDS))
    run(site, "/one", tmp_path)
    site.pages["/one"] = Page(b"%PDF-1.4\nx", "application/pdf")
    assert run(site, "/one", tmp_path).changed == 1
    assert [path.suffix for path in find_releases([tmp_path])] == [".pdf"]


# Politeness


def test_robots_txt_is_heeded(site: Site, tmp_path: Path) -> None:
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: twingraph\nDisallow: /*b$\nAllow: /\n"
    site.pages["/robots.txt"] = Page(rules, "text/plain")
    report = run(site, "/feed", tmp_path)
    assert report.new == 2
    assert report.failed == [(f"{site.url}/b", "robots.txt forbids it; ask its owner, or get it by hand")]
    assert "/b" not in site.paths()
    assert [path for path, _ in site.asked].count("/robots.txt") == 1


def test_robots_txt_knows_us_by_the_name_that_is_set(site: Site, tmp_path: Path) -> None:
    site.pages["/robots.txt"] = Page(b"User-agent: stadtarchiv\nDisallow: /", "text/plain")
    with pytest.raises(FetchError, match=r"robots\.txt forbids it"):
        run(site, "/a", tmp_path, settings=Settings(user_agent="stadtarchiv/2.0 (+https://archiv.example)"))
    run(site, "/a", tmp_path)
    assert site.asked[-1][1]["user-agent"].startswith("twingraph/")


@pytest.mark.parametrize("status", [500, 503])
def test_a_failing_robots_txt_forbids_everything(site: Site, tmp_path: Path, status: int) -> None:
    site.pages["/robots.txt"] = Page(status=status)
    with pytest.raises(FetchError, match=rf"robots\.txt cannot be had \(status {status}"):
        run(site, "/feed", tmp_path)
    assert site.paths() == []


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_robots_txt_that_is_not_shown_forbids_nothing(site: Site, tmp_path: Path, status: int) -> None:
    site.pages["/robots.txt"] = Page(status=status)
    assert run(site, "/feed", tmp_path).new == 3


class Clock:
    """A clock that stands still but for sleep."""

    def __init__(self) -> None:
        self.now, self.slept = 1000.0, list[float]()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def client(site: Site, clock: Clock, delay: float, **settings: object) -> Client:
    made = Settings(**settings)  # type: ignore[arg-type]
    return Client(Guard(site.url), made, delay, clock=lambda: clock.now, sleep=clock.sleep)


@pytest.mark.parametrize(("rules", "pause"), [(b"", 2.0), (b"User-agent: *\nCrawl-delay: 7", 7.0)])
def test_between_two_requests_is_the_longer_pause(site: Site, rules: bytes, pause: float) -> None:
    site.pages["/robots.txt"] = Page(rules, "text/plain")
    clock = Clock()
    with client(site, clock, 2.0) as asking:
        for path in PATHS:
            asking.get(site.url + path)
    assert clock.slept == [pause] * 3


def test_an_endless_crawl_delay_is_told_instead_of_waited_for(site: Site) -> None:
    site.pages["/robots.txt"] = Page(b"User-agent: *\nCrawl-delay: 86400", "text/plain")
    with client(site, Clock(), 0.0) as asking, pytest.raises(FetchError, match="86400 seconds"):
        asking.get(site.url + "/a")


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("after", "least", "most"),
    [
        pytest.param("30", 30, 30, id="seconds"),
        pytest.param(
            lambda: format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True), 30, 90, id="date"
        ),
        pytest.param("soon", 2, 2, id="nonsense"),
    ],
)
def test_a_busy_server_is_asked_again_when_it_says(
    site: Site, status: int, after: object, least: float, most: float
) -> None:
    written = after() if callable(after) else after
    busy = Page(status=status, headers={"Retry-After": str(written)})
    good = Page(release("Vertrag", WORDS))
    site.pages["/busy"] = lambda number: busy if number == 1 else good
    clock = Clock()
    with client(site, clock, 2.0) as asking:
        assert asking.get(site.url + "/busy").data == good.body
    assert least <= max(seconds for seconds in clock.slept) <= most
    assert site.paths() == ["/busy", "/busy"]


def test_a_server_that_stays_busy_is_given_up(site: Site) -> None:
    site.pages["/busy"] = Page(status=503)
    site.pages["/later"] = Page(status=429, headers={"Retry-After": "3600"})
    with client(site, Clock(), 0.0) as asking:
        with pytest.raises(FetchError, match="status 503, 3 times"):
            asking.get(site.url + "/busy")
        with pytest.raises(FetchError, match="come back in 3600 seconds"):
            asking.get(site.url + "/later")
    assert site.paths() == ["/busy"] * 3 + ["/later"]


# What servers and their pages do wrong


def test_redirects_are_followed_and_the_last_address_is_the_source(site: Site, tmp_path: Path) -> None:
    site.pages["/old"] = Page(status=301, headers={"Location": "/newer"})
    site.pages["/newer"] = Page(status=302, headers={"Location": f"{site.url}/a#top"})
    assert run(site, "/old", tmp_path).new == 1
    about = copies(tmp_path)["/a"]
    assert (about["requested"], about["source"]) == (f"{site.url}/old", f"{site.url}/a")
    assert run(site, "/old", tmp_path).unchanged == 1


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        pytest.param(Page(status=404), "status 404; check the address", id="not found"),
        pytest.param(Page(status=500), "status 500", id="server error"),
        pytest.param(Page(b""), "an empty answer", id="empty"),
        pytest.param(Page(status=302, headers={"Location": "/bad"}), "more than 5 redirects", id="circle"),
        pytest.param(
            Page(status=302, headers={"Location": "file:///etc/passwd"}), "no web address", id="file"
        ),
        pytest.param(
            Page(status=302, headers={"Location": "http://localhost:1/"}), "private network", id="inside"
        ),
        pytest.param(
            Page(status=302, headers={"Location": "http://169.254.169.254/x"}), "private network", id="cloud"
        ),
        pytest.param(Page(status=302, headers={"Location": "http://[/"}), "no address", id="nonsense"),
        pytest.param(Page(b"GIF89a", "image/gif"), "image/gif, no release", id="picture"),
        pytest.param(Page(bytes(2_000), "text/plain"), "more than 1,500 bytes", id="large"),
        pytest.param(
            Page(gzip.compress(bytes(2_000)), headers={"Content-Encoding": "gzip"}),
            "more than 1,500",
            id="bomb",
        ),
        pytest.param(Page(b"abc", headers={"Content-Length": "500"}), "3 times", id="cut short"),
        pytest.param(Page(b"abc", headers={"Content-Encoding": "gzip"}), "3 times", id="not gzip"),
    ],
)
def test_what_cannot_be_had_is_told_and_the_rest_is_copied(
    site: Site, tmp_path: Path, page: Page, reason: str
) -> None:
    site.pages["/bad"] = page
    site.pages["/feed"] = Page(feed(site.url, "/a", "/bad", "/b"), "text/xml")
    report = run(site, "/feed", tmp_path, settings=Settings(max_file_bytes=1_500))
    assert report.new == 2
    [(url, told)] = report.failed
    assert url == f"{site.url}/bad"
    assert reason in told
    assert len(find_releases([tmp_path])) == 2


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lambda url: feed(url, *PATHS)[:-30], id="cut"),
        pytest.param(
            lambda url: feed(url, *PATHS).replace(b"<title>F", b"<title>A & B &nbsp; <br>"), id="entities"
        ),
        pytest.param(lambda url: b"\xef\xbb\xbf\n" + feed(url, *PATHS), id="byte order mark"),
        pytest.param(lambda url: feed(url, *PATHS, "mailto:x@y.example"), id="mail address"),
        pytest.param(lambda url: sitemap(url, *PATHS)[:-20], id="cut sitemap"),
    ],
)
def test_a_broken_list_is_read_as_far_as_it_goes(site: Site, tmp_path: Path, content: object) -> None:
    site.pages["/feed"] = Page(content(site.url), "text/xml")  # type: ignore[operator]
    assert run(site, "/feed", tmp_path).new >= 2


def test_a_list_cannot_read_files_or_grow_without_end() -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    listed = read_listing(
        laughs + b"<urlset><url><loc>http://x.example/&b;&f;</loc></url></urlset>", "http://x"
    )
    assert listed is not None
    assert all("root:" not in entry.url and "haha" not in entry.url for entry in listed.entries)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/x",
        "releases/",
        "http://",
        "http://u:p@127.0.0.1/",
        "http://no.invalid/",
        "http://[x/",
    ],
)
def test_an_address_that_is_none_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(FetchError):
        fetch(url, tmp_path / "new", Settings(), delay=0.0)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
     "224.0.0.1", "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "::"],
)  # fmt: skip
def test_private_addresses_are_no_public_ones(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111"])
def test_public_addresses(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))
    host = f"[{address}]" if ":" in address else address
    assert Guard(f"https://{host}/").addresses(f"https://{host}/x") == [address]
    for inside in ("http://127.0.0.1/", "http://[::1]/", "http://localhost/", "http://2130706433/"):
        with pytest.raises(FetchError, match="private network"):
            Guard(f"https://{host}/").addresses(inside)


# Choosing


def test_the_newest_are_taken_and_the_old_left_out(site: Site, tmp_path: Path) -> None:
    dates = {"/a": "Mon, 01 May 2023 10:00:00 +0000", "/b": "Sat, 03 Jun 2023 10:00:00 +0000"}
    site.pages["/feed"] = Page(feed(site.url, *PATHS, dates=dates), "text/xml")
    report = run(site, "/feed", tmp_path / "since", since=date(2023, 6, 1))
    assert (sorted(copies(tmp_path / "since")), report.older) == (["/b", "/c"], 1)
    run(site, "/feed", tmp_path / "most", most=1)
    assert list(copies(tmp_path / "most")) == ["/b"]


def test_names_are_readable_and_never_meet() -> None:
    urls = [
        f"https://k.example/{path}" for path in ("a/b", "a-b", "a.b", "a/b/", "a/b?x=1", "a/b?x=2", "A/B")
    ]
    names = [name_of(url) for url in urls]
    assert len(set(names)) == len(urls)
    assert all(name.startswith("k-example-a") for name in names)
    assert len(name_of("https://k.example/" + "lang/" * 500)) < 120


# Interruption


def command(site: Site, path: str, folder: Path, *more: str) -> subprocess.Popen[str]:
    source = str(Path(__file__).resolve().parents[1] / "src")
    options = ["-o", str(folder), "--delay", "0", *more]
    arguments = [sys.executable, "-m", "twingraph", "fetch", site.url + path, *options]
    return subprocess.Popen(
        arguments,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": source, "PYTHONUTF8": "1"},
    )


def test_a_killed_run_goes_on_where_it_stopped(site: Site, tmp_path: Path) -> None:
    held = threading.Event()

    def slow(number: int) -> Page:
        if number == 1:
            held.wait(60)
        return Page(release("Vertrag /b", WORDS))

    site.pages["/b"] = slow
    with command(site, "/feed", tmp_path) as process:
        with site.asking:
            assert site.asking.wait_for(lambda: "/b" in site.paths(), timeout=60)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    held.set()
    assert list(copies(tmp_path)) == ["/a"]
    with command(site, "/feed", tmp_path) as process:
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert sorted(copies(tmp_path)) == list(PATHS)
    assert [site.paths().count(path) for path in PATHS] == [1, 2, 1]
    assert "known      1" in out
    assert "1/3 known: " in err
    assert not (tmp_path / ".fetch" / "run").exists()
    assert run(site, "/feed", tmp_path).unchanged == 3


def test_two_runs_do_not_share_a_folder(site: Site, tmp_path: Path) -> None:
    held = threading.Event()
    site.pages["/b"] = lambda _: Page(release("Vertrag", WORDS)) if held.wait(60) else Page(status=500)
    with command(site, "/feed", tmp_path) as process:
        with site.asking:
            assert site.asking.wait_for(lambda: "/b" in site.paths(), timeout=60)
        with pytest.raises(FetchError, match="another run"):
            run(site, "/feed", tmp_path)
        held.set()
        process.communicate()
    assert process.returncode == 0


def test_the_command_tells_what_failed_by_its_exit_code(site: Site, tmp_path: Path) -> None:
    site.pages["/feed"] = Page(feed(site.url, "/a", "/none"), "text/xml")
    with command(site, "/feed", tmp_path / "some", "--since", "2020-01-01", "--max", "5") as process:
        out, err = process.communicate(timeout=60)
    assert process.returncode == 3
    assert f"{site.url}/none: status 404" in out
    assert "2/2 failed" in err
    with command(site, "/none", tmp_path / "none") as process:
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert err == f"twingraph: {site.url}/none: status 404; check the address\n"
