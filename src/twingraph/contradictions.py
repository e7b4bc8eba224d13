"""Where releases contradict each other: the values, who says each of them, and in which words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from twingraph.iris import compact
from twingraph.support import Claim, Side, is_within, weigh

if TYPE_CHECKING:
    from twingraph.store.base import Dataset

QUESTIONS = ("contradictions", "two_kinds")
"""The questions of ``queries/`` whose rows this module weighs; they have the same columns."""


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """The words of one release that say a value, in code points of its text, and how they are read."""

    release: str
    start: int
    end: int
    words: str
    value: str
    rule: str
    confidence: float
    modality: str
    issued: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One of the values that cannot all be right; how many releases support it; the words that do."""

    value: str
    releases: int
    confidence: float
    modality: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A property of an agreement that has one value, and the several that releases give, the best first.

    ``agreement``, ``property`` and values that are IRIs are full IRIs; ``others`` holds the agreements under
    which releases tell the same one by another kind.
    """

    agreement: str
    property: str
    readings: tuple[Reading, ...]
    others: tuple[str, ...] = ()


def find_contradictions(
    store: Dataset, questions: Iterable[str], *, about: str | None = None
) -> list[Contradiction]:
    """Return the contradictions between the releases of *store*, by agreement and property.

    Args:
        questions: SPARQL of the questions named in :data:`QUESTIONS`.
        about: IRI of the only agreement to tell of.
    """
    rows: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for sparql in questions:
        for row in _rows(store, sparql):
            rows[row["agreement"].value, row["property"].value].append(row)
    found = (_contradiction(*key, group) for key, group in sorted(rows.items()))
    return [c for c in found if len(c.readings) > 1 and (about is None or about in (c.agreement, *c.others))]


def _rows(store: Dataset, sparql: str) -> Iterator[Any]:
    solutions: Any = store.query(sparql)
    return iter(solutions)


def _contradiction(agreement: str, name: str, rows: list[Any]) -> Contradiction:
    passages = sorted({_passage(row) for row in rows}, key=lambda p: (p.release, p.start, p.end, p.value))
    claims = (Claim(p.value, p.release, p.confidence, p.modality) for p in passages)
    readings = tuple(_reading(side, passages) for side in weigh(claims))
    others = {row["subject"].value for row in rows if row["subject"] is not None} - {agreement}
    return Contradiction(agreement, name, readings, tuple(sorted(others)))


def _passage(row: Any) -> Passage:
    return Passage(
        release=row["release"].value,
        start=int(row["start"].value),
        end=int(row["end"].value),
        words=row["words"].value,
        value=row["value"].value,
        rule=row["rule"].value,
        confidence=float(row["confidence"].value),
        modality=compact(row["modality"].value).partition(":")[2],
        issued=row["issued"].value if row["issued"] is not None else None,
    )


def _reading(side: Side, passages: Iterable[Passage]) -> Reading:
    """Return a side with its words: those of the value itself first, then those of a coarser one."""
    fitting = [p for p in passages if is_within(side.value, p.value)]
    fitting.sort(key=lambda p: (p.value != side.value, p.release, p.start))
    return Reading(side.value, side.releases, side.confidence, side.modality, tuple(fitting))
