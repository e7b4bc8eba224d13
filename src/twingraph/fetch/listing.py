"""Feeds and sitemaps -> the addresses that they list, with what they say of each."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
import lxml.html
from lxml import etree

from twingraph.fetch.hosts import absolute

_MOST_BYTES = 60_000_000
"""Of a packed sitemap, unpacked; the protocol allows 50 MB."""
_ROOTS = ("rss", "feed", "rdf", "urlset", "sitemapindex")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Entry:
    """An address in a list; ``date`` is when it was issued, ``changed`` when it was last written to."""

    url: str
    title: str = ""
    date: str = ""
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a feed or a sitemap lists: documents, and further sitemaps."""

    entries: tuple[Entry, ...]
    sitemaps: tuple[Entry, ...] = ()


def read_listing(data: bytes, url: str) -> Listing | None:
    """Return what a feed or a sitemap lists, None where *data* is neither.

    A feed that is not well-formed is read as far as it can be.
    """
    data = _unpacked(data)
    kind = _root(data)
    if kind in ("urlset", "sitemapindex"):
        return _read_sitemap(data, url, kind)
    return _read_feed(data, url) if kind else None


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        return zlib.decompressobj(wbits=31).decompress(data, _MOST_BYTES)
    except zlib.error:
        return b""


def _root(data: bytes) -> str:
    """Return the name of the first element, where it is that of a feed or a sitemap."""
    head = re.sub(
        rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>", b"", data[:16_384], flags=re.S | re.I
    )
    first = re.match(rb"[\s\xef\xbb\xbf]*<(?:\w+:)?(\w+)", head)
    name = first[1].decode("ascii", "replace").lower() if first else ""
    return name if name in _ROOTS else ""


def _read_sitemap(data: bytes, url: str, kind: str) -> Listing:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        root = None
    entries = tuple(
        Entry(
            absolute(url, address),
            title=_text(element, "title"),
            date=_day(_text(element, "publication_date")),
            changed=_day(_text(element, "lastmod")),
        )
        for element in (root if root is not None else ())
        if (address := _text(element, "loc"))
    )
    return Listing((), entries) if kind == "sitemapindex" else Listing(entries)


def _text(element: Any, name: str) -> str:
    """Return the text of the first descendant of that name, in whatever namespace, but not a picture's."""
    found = element.xpath(f".//*[local-name()='{name}' and not(ancestor::*[local-name()='image'])]")
    return " ".join("".join(found[0].itertext()).split()) if found else ""


def _read_feed(data: bytes, url: str) -> Listing:
    feed = feedparser.parse(io.BytesIO(data), response_headers={"content-location": url})
    entries = (
        Entry(
            absolute(url, entry["link"].strip()),
            title=_plain(entry.get("title", "")),
            date=_day(entry.get("published") or ""),
            changed=_day(entry["updated"] if "updated" in entry else ""),  # noqa: SIM401 - get() warns
        )
        for entry in feed.entries
        if entry.get("link", "").strip()
    )
    return Listing(tuple(entry for entry in entries if entry.url.startswith(("http://", "https://"))))


def _plain(title: str) -> str:
    """Return a title without markup."""
    if "<" in title or "&" in title:
        title = lxml.html.fragment_fromstring(title, create_parent="p").text_content()
    return " ".join(title.split())


def _day(written: str) -> str:
    """Return the day that a date means where it was written, as YYYY-MM-DD, empty where it is none.

    >>> _day("Fri, 02 Jun 2023 00:30:00 +0200"), _day("2023-06-02T08:00:00Z"), _day("gestern")
    ('2023-06-02', '2023-06-02', '')
    """
    day = _DAY.match(written.strip())
    if day:
        return day[0]
    try:
        return parsedate_to_datetime(written).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return ""
