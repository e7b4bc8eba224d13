"""Where the rows of an answer end, so that it is cut behind a number of them and nowhere else.

The engine writes tables in pieces of some kilobytes.  A counter looks at them as they pass and finds the end
of each row in the syntax of its format: in none of them can a value hold what is looked for, for values are
escaped.  So nothing is parsed, and nothing is counted that is no row.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod

import pyoxigraph as ox


class RowCounter(ABC):
    """Passes on what :meth:`feed` is given until *cap* rows are through; then ``is_full`` and no more."""

    def __init__(self, cap: int) -> None:
        self._left, self.is_full = cap, False

    @abstractmethod
    def feed(self, data: bytes) -> bytes:
        """Return what of *data*, and of what was held back before, may go on."""

    def finish(self) -> bytes:
        """Return what was held back, at the end of an answer that was not cut."""
        return b""


class LineCounter(RowCounter):
    """TSV and N-Triples: a line is a row, for line breaks in values are escaped.

    >>> counter = LineCounter(2, header=1)
    >>> counter.feed(b"?x\\n1\\n2\\n3\\n"), counter.is_full
    (b'?x\\n1\\n2\\n', True)
    """

    def __init__(self, cap: int, header: int) -> None:
        super().__init__(cap + header)

    def feed(self, data: bytes) -> bytes:
        count = data.count(b"\n")
        if count < self._left:
            self._left -= count
            return data
        end = _after(data, b"\n", self._left)
        self._left, self.is_full = 0, len(data) > end
        return data[:end]


class CsvCounter(RowCounter):
    """CSV: a line break behind an even number of quotation marks ends a row.

    >>> counter = CsvCounter(1)
    >>> counter.feed(b'x\\r\\n"a\\n""b"\\r\\nc\\r\\n'), counter.is_full
    (b'x\\r\\n"a\\n""b"\\r\\n', True)
    """

    def __init__(self, cap: int) -> None:
        super().__init__(cap + 1)
        self._is_quoted = False

    def feed(self, data: bytes) -> bytes:
        position = 0
        for part in data.split(b'"'):
            count = 0 if self._is_quoted else part.count(b"\n")
            if count >= self._left and not self._is_quoted:
                end = position + _after(part, b"\n", self._left)
                self._left, self.is_full = 0, len(data) > end
                return data[:end]
            self._left -= count
            position += len(part) + 1
            self._is_quoted = not self._is_quoted
        self._is_quoted = not self._is_quoted  # there is one part more than there are marks
        return data


class MarkCounter(RowCounter):
    """JSON and XML: what stands where a row follows another; the next one after *cap* rows is the cut.

    The mark may come in two pieces, so as many bytes as it may have are held back.
    A row that binds nothing follows without a mark, and is not counted.
    """

    def __init__(self, cap: int, mark: re.Pattern[bytes], longest: int, row_end: int) -> None:
        super().__init__(cap)
        self._mark, self._longest, self._row_end, self._held = mark, longest, row_end, b""

    def feed(self, data: bytes) -> bytes:
        text, seen_to = self._held + data, 0
        for match in self._mark.finditer(text):
            self._left -= 1
            if not self._left:
                self.is_full, self._held = True, b""
                return text[: match.start() + self._row_end]
            seen_to = match.end()
        kept = max(seen_to, len(text) - self._longest)
        self._held = text[kept:]
        return text[:kept]

    def finish(self) -> bytes:
        return self._held


def count_rows(results_format: ox.QueryResultsFormat, cap: int, variables: list[str]) -> RowCounter:
    """Return what counts the rows of a table in a format."""
    if results_format == ox.QueryResultsFormat.TSV:
        return LineCounter(cap, header=1)
    if results_format == ox.QueryResultsFormat.CSV:
        return CsvCounter(cap)
    if results_format == ox.QueryResultsFormat.XML:
        return MarkCounter(cap, re.compile(rb"</result><result>"), 17, 9)
    longest = max((len(name.encode()) for name in variables), default=0) + 16
    return MarkCounter(cap, re.compile(rb'\},\{"[^"]*":\{"type":'), longest, 1)


def _after(data: bytes, mark: bytes, count: int) -> int:
    """Return the position behind the *count*-th mark."""
    position = 0
    for _ in range(count):
        position = data.index(mark, position) + len(mark)
    return position
