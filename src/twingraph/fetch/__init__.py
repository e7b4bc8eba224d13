"""Addresses -> local copies of what they lead to, each with the time of retrieval and its hash."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from twingraph.errors import FetchError
from twingraph.fetch.client import Client
from twingraph.fetch.copies import Copies, Run, locked
from twingraph.fetch.hosts import Guard
from twingraph.fetch.kinds import suffix_of
from twingraph.fetch.listing import Entry, Listing, read_listing
from twingraph.settings import Settings

__all__ = ["FetchReport", "fetch"]

Tell = Callable[[str], None]
_MOST_SITEMAPS = 1_000


@dataclass(slots=True)
class FetchReport:
    """How many copies are new, changed or unchanged, or known from a run that was interrupted; what failed.

    ``older`` counts what was left out because it is dated before the day that was asked for.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    known: int = 0
    older: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def copies(self) -> int:
        """How many of the addresses have a copy now."""
        return self.new + self.changed + self.unchanged + self.known


def fetch(
    url: str,
    folder: Path,
    settings: Settings,
    *,
    most: int | None = None,
    delay: float = 1.0,
    since: date | None = None,
    tell: Tell = lambda _: None,
) -> FetchReport:
    """Copy what *url* leads to into *folder*, each document with a sidecar file; return what came of it.

    A run that was interrupted goes on where it stopped; after one that ended, the next asks for what changed.

    Args:
        url: A feed (RSS, Atom), a sitemap or an index of them, or a single page or PDF.
        most: How many of the addresses to take, the newest first.
        delay: Seconds between two requests to one host; its robots.txt may ask for more.
        since: Leave out what the list dates before this day.
    Raises:
        FetchError: If *url* itself cannot be had, or the folder cannot be written.
    """
    try:
        with locked(folder), Client(Guard(url), settings, delay) as client:
            return _fetch(url, folder, client, most, since, tell)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FetchError(str(folder), reason, "give another folder, or free some space") from error


def _fetch(
    url: str, folder: Path, client: Client, most: int | None, since: date | None, tell: Tell
) -> FetchReport:
    report, documents = FetchReport(), Copies(folder)
    listings = Copies(folder / ".fetch")
    listing = _read_start(url, client, documents, listings, report)
    if listing is None:
        return report
    entries = _follow(listing, client, listings, since, report)
    chosen = _choose(entries, most, since, report)
    with Run(folder / ".fetch" / "run", url) as run:
        for number, entry in enumerate(chosen, start=1):
            what = "known" if entry.url in run.done else _copy(entry, client, documents, report)
            report.known += what == "known"
            if what != "failed":
                run.add(entry.url)
            tell(f"{number}/{len(chosen)} {what}: {entry.url}")
    return report


def _read_start(
    url: str, client: Client, documents: Copies, listings: Copies, report: FetchReport
) -> Listing | None:
    """Return what the address lists; where it is a document, copy it and return None."""
    kept = listings.find(url) or documents.find(url)
    answer = client.get(url, kept.about if kept else {})
    data = kept.data if kept and answer.data is None else answer.data or b""
    listing = read_listing(data, answer.url)
    if listing is not None:
        listings.keep(url, answer, ".xml")
        return listing
    suffix = suffix_of(data, answer.media_type or (kept.about.get("type", "") if kept else ""))
    if not suffix:
        what = answer.media_type or "an unknown kind of file"
        raise FetchError(url, f"{what}, no release, feed or sitemap", "give the address of one of these")
    _count(documents.keep(url, answer, suffix), report)
    return None


def _follow(
    listing: Listing, client: Client, listings: Copies, since: date | None, report: FetchReport
) -> Iterator[Entry]:
    """Yield the documents that a listing names, and those of the sitemaps that an index names."""
    yield from listing.entries
    waiting, seen = list(listing.sitemaps), set[str]()
    while waiting and len(seen) < _MOST_SITEMAPS:
        sitemap = waiting.pop(0)
        if sitemap.url in seen or _is_older(sitemap, since):
            continue
        seen.add(sitemap.url)
        try:
            inner = _read_sitemap(sitemap.url, client, listings)
        except FetchError as error:
            report.failed.append((sitemap.url, f"{error.reason}; {error.cure}"))
            continue
        yield from inner.entries
        waiting += inner.sitemaps


def _read_sitemap(url: str, client: Client, listings: Copies) -> Listing:
    kept = listings.find(url)
    answer = client.get(url, kept.about if kept else {})
    data = kept.data if kept and answer.data is None else answer.data or b""
    listing = read_listing(data, answer.url)
    if listing is None:
        raise FetchError(url, "no sitemap", "tell its owner")
    listings.keep(url, answer, ".xml")
    return listing


def _choose(
    entries: Iterable[Entry], most: int | None, since: date | None, report: FetchReport
) -> list[Entry]:
    """Return each document once, the newest first, those without a date last and as they were listed."""
    by_url: dict[str, Entry] = {}
    for entry in entries:
        by_url.setdefault(entry.url, entry)
    young = [entry for entry in by_url.values() if not _is_older(entry, since)]
    report.older = len(by_url) - len(young)
    return sorted(young, key=lambda entry: entry.date or entry.changed, reverse=True)[:most]


def _is_older(entry: Entry, since: date | None) -> bool:
    dated = entry.date or entry.changed
    return since is not None and bool(dated) and dated < since.isoformat()


def _copy(entry: Entry, client: Client, documents: Copies, report: FetchReport) -> str:
    """Copy one document and return what came of it."""
    kept = documents.find(entry.url)
    try:
        answer = client.get(entry.url, kept.about if kept else {})
        suffix = (
            kept.path.suffix
            if kept and answer.data is None
            else suffix_of(answer.data or b"", answer.media_type)
        )
        if not suffix:
            raise FetchError(
                entry.url, f"{answer.media_type or 'an unknown kind of file'}, no release", "leave it out"
            )
    except FetchError as error:
        report.failed.append((entry.url, f"{error.reason}; {error.cure}"))
        return "failed"
    return _count(documents.keep(entry.url, answer, suffix, title=entry.title, date=entry.date), report)


def _count(what: str, report: FetchReport) -> str:
    setattr(report, what, getattr(report, what) + 1)
    return what
