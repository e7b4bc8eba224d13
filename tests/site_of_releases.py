"""A small web site on a real socket, that remembers what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    """What a path answers; with *tag* it takes part in conditional requests."""

    body: bytes = b""
    type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    tag: str = ""


Answer = Page | Callable[[int], Page]
"""A page, or a function that gives one for the number of the request, from 1."""


class Site(ThreadingHTTPServer):
    """Serves ``pages`` by path; ``asked`` lists path and headers of each request."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.asking = threading.Condition()
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def paths(self) -> list[str]:
        """Return the paths that were asked for, but for robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


class _Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        with self.server.asking:
            self.server.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            number = [path for path, _ in self.server.asked].count(self.path)
            self.server.asking.notify_all()
        found = self.server.pages.get(self.path, Page(status=404))
        page = found if isinstance(found, Page) else found(number)
        known = bool(page.tag) and self.headers.get("If-None-Match") == page.tag
        self.send_response(304 if known else page.status)
        headers = {"Content-Type": page.type, "Content-Length": str(len(page.body)), **page.headers}
        if page.tag:
            headers["ETag"] = page.tag
        for name, value in headers.items():
            if not (known and name == "Content-Length"):
                self.send_header(name, value)
        self.end_headers()
        if not known:
            self.wfile.write(page.body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextmanager
def serving_site() -> Iterator[Site]:
    with Site() as site:
        thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield site
        site.shutdown()
        thread.join()


def release(title: str, *words: str) -> bytes:
    """Return a page with navigation around a release."""
    paragraphs = "".join(f"<p>{text}</p>" for text in words)
    return (
        f'<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{title}</title></head><body>'
        '<nav><a href="/">Start</a> <a href="/presse">Presse</a></nav>'
        f"<main><article><h1>{title}</h1>{paragraphs}</article></main><footer>Impressum</footer></body></html>"
    ).encode()


def feed(url: str, *paths: str, dates: Mapping[str, str] | None = None) -> bytes:
    """Return an RSS feed of the pages at *paths*."""
    items = "".join(
        f"<item><title>Meldung {path}</title><link>{url}{path}</link>"
        + (f"<pubDate>{dates[path]}</pubDate>" if dates and path in dates else "")
        + "</item>"
        for path in paths
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>{items}</channel></rss>'.encode()
    )


def sitemap(url: str, *paths: str, index: bool = False) -> bytes:
    root, item = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    items = "".join(f"<{item}><loc>{url}{path}</loc></{item}>" for path in paths)
    return f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</{root}>'.encode()
