"""CSV that a spreadsheet opens as text: no cell becomes a formula, whatever a release says."""

from __future__ import annotations

import csv
import io
import re

from twingraph.engine.rows import RowCounter

_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


class Collected:
    """A file that the library writes a table to, kept until it is whole."""

    def __init__(self, counter: RowCounter) -> None:
        self._counter, self._parts = counter, list[bytes]()

    @property
    def is_cut(self) -> bool:
        """True where there are more rows than may be."""
        return self._counter.is_full

    def write(self, data: bytes) -> int:
        """Take a piece; what follows the last row that may be is dropped."""
        if not self.is_cut:
            self._parts.append(self._counter.feed(bytes(data)))
        return len(data)

    def flush(self) -> None:
        """Do nothing: the library asks for it at the end."""

    def disarmed(self) -> bytes:
        """Return the table with an apostrophe before each cell that a spreadsheet would take for a formula.

        >>> from twingraph.engine.rows import CsvCounter
        >>> table = Collected(CsvCounter(9)); table.write(b'x,y\\r\\n=1+1,-5\\r\\n') and table.disarmed()
        b"x,y\\r\\n'=1+1,-5\\r\\n"
        """
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\r\n")
        text = b"".join(self._parts).decode()
        writer.writerows(map(disarm, row) for row in csv.reader(io.StringIO(text, newline="")))
        return out.getvalue().encode()


def disarm(cell: str) -> str:
    """Return a cell with an apostrophe before what a spreadsheet would take for a formula.

    >>> disarm("=HYPERLINK(1)"), disarm("-5.2"), disarm("Bonn")
    ("'=HYPERLINK(1)", '-5.2', 'Bonn')
    """
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell
