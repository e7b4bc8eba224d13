"""The ledger: of the sentences with a trigger word, those that no rule explained."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from twingraph.errors import ReadError
from twingraph.model import Extraction

if TYPE_CHECKING:
    from twingraph.store.base import GraphStore


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """A sentence that no rule explained: where it stands, in code points and as a line from 1, and its words.

    ``line`` is None where the text is not at hand.
    """

    start: int
    end: int
    words: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Covered:
    """How many sentences of one release have a trigger word, and those that no rule explained."""

    release: str
    triggers: int
    gaps: tuple[Gap, ...]


@dataclass(slots=True)
class Coverage:
    """The ledger of all releases, and those that could not be read, with the reason."""

    releases: list[Covered] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)

    @property
    def triggers(self) -> int:
        return sum(release.triggers for release in self.releases)

    @property
    def unexplained(self) -> int:
        return sum(len(release.gaps) for release in self.releases)

    @property
    def share(self) -> float:
        """The share of the sentences with a trigger word that no rule explained."""
        return self.unexplained / self.triggers if self.triggers else 0.0

    def figures(self) -> dict[str, Any]:
        """Return all of it as JSON knows it."""
        return {
            "triggers": self.triggers,
            "unexplained": self.unexplained,
            "share": round(self.share, 4),
            "releases": [asdict(release) for release in self.releases],
            "skipped": [{"path": path, "reason": reason} for path, reason in self.skipped],
        }


def cover_releases(paths: Iterable[Path], extract: Callable[[Path], Extraction]) -> Coverage:
    """Return the ledger of *paths*, each read by *extract*; what cannot be read is skipped and told."""
    report = Coverage()
    for path in sorted(paths):
        try:
            report.releases.append(cover_extraction(extract(path)))
        except (ReadError, OSError) as error:
            report.skipped.append((str(path), str(error).removeprefix(f"{path}: ")))
    return report


def cover_extraction(extraction: Extraction) -> Covered:
    """Return the ledger of one release."""
    text = extraction.release.text
    gaps = tuple(
        Gap(span.start, span.end, text[span.start : span.end], _line(text, span.start))
        for span in extraction.unexplained
    )
    return Covered(extraction.release.id, extraction.triggers, gaps)


def read_coverage(store: GraphStore, question: str) -> Coverage:
    """Return the ledger that *store* keeps; *question* is the SPARQL of the question ``unexplained``."""
    triggers: dict[str, int] = {}
    gaps: dict[str, list[Gap]] = defaultdict(list)
    solutions: Any = store.query(question)
    for row in solutions:
        release = row["release"].value
        triggers[release] = int(row["triggers"].value)
        if row["start"] is not None:
            start, end = int(row["start"].value), int(row["end"].value)
            text = store.text(release)
            gaps[release].append(Gap(start, end, row["words"].value, _line(text, start) if text else None))
    return Coverage([Covered(name, triggers[name], tuple(sorted(gaps[name]))) for name in sorted(triggers)])


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
