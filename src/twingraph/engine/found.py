"""Rows that go out as they are found, for who would rather have some of them than none.

Nothing is held back, so what was sent before a query is ended stays of use.  A line of it is a row, in TSV;
the server adds a comment where rows are missing.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from itertools import islice

import pyoxigraph as ox

from twingraph.engine.body import Send
from twingraph.engine.frames import BODY, END, HEAD, Job, pack, pack_json

_AT_ONCE = 64
"""Rows that go out one by one: a query that finds few of them may be long about it."""
_PAUSE, _MOST = 0.1, 2_000  # seconds and rows between two frames


def answer_as_found(solutions: ox.QuerySolutions, job: Job, send: Send) -> None:
    """Send the table in frames that end with a row each."""
    send(pack_json(HEAD, {"type": job.table, "coding": None, "length": None}))
    send(pack(BODY, _line(str(variable) for variable in solutions.variables)))
    waiting: list[bytes] = []
    due = time.monotonic() + _PAUSE
    for number, row in enumerate(islice(solutions, job.cap)):
        waiting.append(_line("" if term is None else str(term) for term in row))
        if number < _AT_ONCE or len(waiting) >= _MOST or time.monotonic() > due:
            send(pack(BODY, b"".join(waiting)))
            waiting, due = [], time.monotonic() + _PAUSE
    is_cut = next(solutions, None) is not None
    send(pack(BODY, b"".join(waiting)) + pack_json(END, {"truncated": is_cut}))


def _line(cells: Iterable[str]) -> bytes:
    return ("\t".join(cells) + "\n").encode()
