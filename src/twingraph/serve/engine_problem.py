"""What an error of the engine means to a client."""

from __future__ import annotations

import re
from collections.abc import Callable

from twingraph.engine.member import DiedError, FailedError, KilledError
from twingraph.engine.running import OverTimeError
from twingraph.engine.turns import FullHouseError
from twingraph.serve.problem import Problem


def engine_problem(error: Exception) -> Problem | None:
    """Return what an error of the pool means to a client; None for any other error."""
    if isinstance(error, FullHouseError):
        words = "all places are taken by other queries; try again soon"
        return Problem(503, words, headers={"Retry-After": "5"}, rule=error.rule)
    if isinstance(error, OverTimeError):
        words = "the query ran longer than it may; ask for less, or for a LIMIT"
        return Problem(503, words, headers={"Retry-After": "60"}, rule="time-limit")
    if isinstance(error, KilledError):
        words = "the process that worked on it was ended from outside; try again"
        return Problem(503, words, headers={"Retry-After": "1"}, rule="process-ended")
    if isinstance(error, DiedError):
        words = "the query needs more memory, or is nested deeper, than it may be; ask for less"
        return Problem(503, words, headers={"Retry-After": "60"}, rule="memory-limit")
    if isinstance(error, FailedError):
        return _FAILURES[error.rule](error.detail)
    return None


def _no_format(kind: str) -> Problem:
    types = {"table": "of a SELECT", "boolean": "of an ASK", "graph": "of a CONSTRUCT or DESCRIBE"}
    detail = f"the answer {types[kind]} has no such format; the service description lists those that are"
    return Problem(406, detail, rule="format", headers={"Vary": "Accept"})


def query_problem(message: str) -> Problem:
    """Return the engine's complaint about a query, with line and column where it names them.

    >>> query_problem("error at 2:5: expected OPTIONAL").more
    {'rule': 'syntax', 'line': 2, 'column': 5}
    """
    match = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if not match:
        return Problem(400, f"the query cannot be read: {message}"[:500], rule="syntax")
    line, column, text = int(match[1]), int(match[2]), " ".join(match[3].split())
    detail = f"the query cannot be read at line {line}, column {column}: {text}"
    return Problem(400, detail[:500], rule="syntax", line=line, column=column)


_FAILURES: dict[str, Callable[[str], Problem]] = {
    "syntax": query_problem,
    "query": query_problem,
    "format": _no_format,
    "refused": lambda detail: Problem(403, detail[:500], rule="refused"),
    "engine": lambda detail: Problem(501, detail[:500], rule="engine"),
    "store": lambda detail: Problem(503, detail[:500], headers={"Retry-After": "10"}, rule="store"),
    "conflict": lambda detail: Problem(409, detail[:500], rule="conflict"),
    "memory": lambda detail: Problem(503, detail, headers={"Retry-After": "60"}, rule="memory-limit"),
}
