"""The text of a release with what rests on it: marks, numbers of facts, sentences no rule explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from twingraph.model import Span

Spans = Mapping[str, Sequence[Span]]
"""The words of each statement, by its anchor."""


@dataclass(frozen=True, slots=True)
class Note:
    """The number of a passage, and the anchor of the first fact that rests on it."""

    number: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text.

    ``link`` is a fact that rests on it, ``facts`` are the places of all in the list of facts, ``starts`` the
    statements that begin here, ``notes`` the numbers of the passages that end here. ``is_open`` where no rule
    explained the sentence.
    """

    text: str
    marked: bool = False
    link: str | None = None
    facts: tuple[int, ...] = ()
    starts: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """What to mark in a text; ``listed`` are the statements that a mark can lead to, in their order."""

    spans: Spans
    listed: Sequence[str] = ()
    unexplained: Sequence[Span] = ()
    _places: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._places.update((anchor, place) for place, anchor in enumerate(self.listed))

    def places(self, inside: Sequence[str]) -> tuple[int, ...]:
        """Return the places in the list of those statements that are listed."""
        return tuple(sorted(self._places[anchor] for anchor in set(inside) & self._places.keys()))


def number_passages(marks: Marks) -> dict[Span, Note]:
    """Return the passages that listed facts rest on, numbered in the order in which they end.

    >>> one, two = Span(4, 9), Span(0, 3)
    >>> number_passages(Marks({"a": [one], "b": [two, one], "c": [one]}, ["a", "b", "c"]))[one]
    Note(number=2, anchor='a')
    """
    first: dict[Span, str] = {}
    for anchor in marks.listed:
        if marks.spans.get(anchor):
            first.setdefault(min(marks.spans[anchor]), anchor)
    ordered = sorted(first, key=lambda span: (span.end, span.start))
    return {span: Note(number, first[span]) for number, span in enumerate(ordered, start=1)}


def mark_text(text: str, marks: Marks) -> list[list[Segment]]:
    """Return the lines of *text* as segments, cut wherever something begins or ends."""
    spans = sorted((span, anchor) for anchor, of_one in marks.spans.items() for span in of_one)
    passages, seen = number_passages(marks), set[str]()
    lines: list[list[Segment]] = [[]]
    for start, end in pairwise(_edges(text, [*(span for span, _ in spans), *marks.unexplained])):
        inside = [anchor for span, anchor in spans if span.start <= start and end <= span.end]
        starts = tuple(dict.fromkeys(anchor for anchor in inside if anchor not in seen))
        seen.update(starts)
        places = marks.places(inside)
        segment = Segment(
            text[start:end].rstrip("\r\n"),
            bool(inside),
            next((anchor for anchor in reversed(inside) if anchor in marks.listed), None),
            places,
            starts,
            tuple(note for span, note in passages.items() if span.end == end),
            any(span.start <= start and end <= span.end for span in marks.unexplained),
        )
        lines[-1].append(segment)
        if text[start:end].endswith("\n"):
            lines.append([])
    return lines


def _edges(text: str, spans: Sequence[Span]) -> list[int]:
    """Return where to cut: at each end of a span, and at the ends of lines."""
    cuts = {0, len(text)} | {edge for span in spans for edge in (span.start, span.end) if edge < len(text)}
    return sorted(cuts | {at + 1 for at, character in enumerate(text) if character == "\n"})
