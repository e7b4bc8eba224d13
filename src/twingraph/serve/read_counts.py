"""What was read: how many releases, of which time, by whom; and how many things of each class it gave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twingraph.iris import compact
from twingraph.serve.ask import Row, ask_page

if TYPE_CHECKING:
    from twingraph.store.base import Dataset


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts by class; the releases, newest first; the days of the first and the last; issuers by number."""

    counts: Mapping[str, int]
    releases: tuple[Row, ...]
    first: str | None
    last: str | None
    issuers: tuple[tuple[str, int], ...]
    languages: tuple[tuple[str, int], ...]


def read_coverage(store: Dataset) -> Coverage:
    """Return what was read for the generation of *store*."""
    rows = ask_page(store, "home_counts")
    counts = Counter(
        {compact(row["class"].value).removeprefix("tg:"): int(row["count"].value) for row in rows}
    )
    releases = tuple(ask_page(store, "releases_list"))
    days = sorted(row["issued"].value for row in releases if "issued" in row)
    return Coverage(
        counts=counts,
        releases=releases,
        first=days[0] if days else None,
        last=days[-1] if days else None,
        issuers=_most(releases, "issuer"),
        languages=_most(releases, "language"),
    )


def _most(rows: tuple[Row, ...], name: str) -> tuple[tuple[str, int], ...]:
    counts = Counter(row[name].value for row in rows if name in row)
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
