"""Spans of a text that something has taken, asked many times."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Generic, Protocol, TypeVar


class Spans:
    """A set of spans; whether one more would overlap them costs the logarithm of their number.

    >>> spans = Spans([(0, 3), (5, 9)])
    >>> spans.overlaps(3, 5), spans.overlaps(2, 4)
    (False, True)
    """

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def overlaps(self, start: int, end: int) -> bool:
        """True where one of the spans shares a character with the span from *start* to *end*."""
        index = bisect_left(self._starts, end)
        return index > 0 and self._ends[index - 1] > start

    def add(self, start: int, end: int) -> None:
        """Add a span."""
        first = bisect_left(self._ends, start + 1)
        last = bisect_left(self._starts, end)
        if first < last:
            start, end = min(start, self._starts[first]), max(end, self._ends[last - 1])
        self._starts[first:last] = [start]
        self._ends[first:last] = [end]


class Mention(Protocol):
    """Anything that stands somewhere in a text."""

    @property
    def start(self) -> int:
        """Where it begins."""


M = TypeVar("M", bound=Mention)


class Along(Generic[M]):
    """Mentions in the order of the text; those of a part cost the logarithm of their number."""

    def __init__(self, mentions: Iterable[M]) -> None:
        self._mentions = sorted(mentions, key=lambda m: m.start)
        self._starts = [m.start for m in self._mentions]

    def __iter__(self) -> Iterator[M]:
        return iter(self._mentions)

    def between(self, start: int, end: int) -> list[M]:
        """Return those that begin between two offsets, the second left out."""
        return self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
