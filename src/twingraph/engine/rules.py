"""Which rule an error breaks: the word by which the server tells one failure from another."""

from __future__ import annotations

from twingraph.engine.changes import NoGraphError
from twingraph.errors import (
    EngineError,
    QueryError,
    QueryRefused,
    QuerySyntaxError,
    StoreError,
    TwingraphError,
)

ERRORS = (TwingraphError, SyntaxError, ValueError, OSError, RuntimeError)
"""What stores and engines raise; a RuntimeError where an evaluation cannot go on."""

_RULES: tuple[tuple[type[Exception], str], ...] = (
    (NoGraphError, "no-graph"),
    (QueryRefused, "refused"),
    (QuerySyntaxError, "syntax"),
    (QueryError, "query"),
    (EngineError, "engine"),
    (StoreError, "store"),
    (OSError, "store"),
)


def rule_of(error: Exception, misread: str) -> str:
    """Return the rule; *misread* is that of what a library cannot read.

    >>> rule_of(SyntaxError(), "syntax"), rule_of(QuerySyntaxError(), "store")
    ('syntax', 'syntax')
    """
    found = next((rule for kind, rule in _RULES if isinstance(error, kind)), None)
    if found is None:
        return "query" if misread == "syntax" and isinstance(error, ValueError | RuntimeError) else misread
    return found
