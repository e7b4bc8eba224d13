"""A text whose every character knows where it comes from, kept as pieces and not as characters."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from twingraph.model import Span


@dataclass(frozen=True)
class Traced:
    """A text made of pieces of another.

    Piece *i* begins at ``offsets[i]`` and comes from ``starts[i]`` to ``ends[i]`` of the other text.  A piece
    of one character may come from any number of them; a longer one comes from as many as it has.
    """

    text: str
    offsets: list[int]
    starts: list[int]
    ends: list[int]

    def start_of(self, offset: int) -> int:
        """Return where the character at *offset* begins in the other text."""
        piece = bisect_right(self.offsets, offset) - 1
        return self.starts[piece] + offset - self.offsets[piece]

    def end_of(self, offset: int) -> int:
        """Return where the character at *offset* ends in the other text."""
        piece = bisect_right(self.offsets, offset) - 1
        return self.ends[piece] - (self._end(piece) - 1 - offset)

    def _end(self, piece: int) -> int:
        return self.offsets[piece + 1] if piece + 1 < len(self.offsets) else len(self.text)

    def span(self, start: int, end: int) -> Span:
        """Return the span of the other text behind ``text[start:end]`` (not empty)."""
        return Span(self.start_of(start), self.end_of(end - 1))

    def pieces(self, start: int, end: int) -> list[tuple[int, int, int, int]]:
        """Return start and end, here and in the other text, of the pieces of ``text[start:end]``."""
        found = []
        piece = bisect_right(self.offsets, start) - 1
        while start < end:
            stop = min(end, self._end(piece))
            first = self.starts[piece] + start - self.offsets[piece]
            last = self.ends[piece] - (self._end(piece) - stop)
            found.append((start, stop, first, last))
            start, piece = stop, piece + 1
        return found


@dataclass
class Tracing:
    """Writes a :class:`Traced`, piece by piece."""

    _texts: list[str] = field(default_factory=list)
    _offsets: list[int] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _ends: list[int] = field(default_factory=list)
    _length: int = 0

    def add(self, text: str, start: int, end: int) -> None:
        """Add a text that comes from *start* to *end*; of several characters, each from one."""
        self._texts.append(text)
        self._offsets.append(self._length)
        self._starts.append(start)
        self._ends.append(end)
        self._length += len(text)

    def copy(self, traced: Traced, start: int, end: int) -> None:
        """Add ``traced.text[start:end]`` with where it comes from."""
        for first, last, *origin in traced.pieces(start, end):
            self.add(traced.text[first:last], *origin)

    def drop_last(self) -> None:
        """Take the last character back."""
        text, start, end = self._texts.pop(), self._starts.pop(), self._ends.pop()
        self._length = self._offsets.pop()
        if len(text) > 1:
            self.add(text[:-1], start, end - 1)

    def done(self) -> Traced:
        """Return what was written."""
        return Traced("".join(self._texts), self._offsets, self._starts, self._ends)
