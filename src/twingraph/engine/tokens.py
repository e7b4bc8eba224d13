"""The tokens of SPARQL, which the store reads too, and what the engine makes of them."""

from __future__ import annotations

from collections.abc import Sequence

from twingraph.store.tokens import Token, read_tokens

__all__ = ["Token", "name_columns", "read_tokens"]


def name_columns(query: str, variables: Sequence[str]) -> str | None:
    """Return a query of ``SELECT *`` with its columns named in the order in which the query names them.

    Args:
        variables: Those that are in scope, in any order.

    >>> name_columns("SELECT * { ?s ?p ?o }", ["o", "p", "s"])
    'SELECT ?s ?p ?o { ?s ?p ?o }'
    >>> name_columns("SELECT ?o { ?s ?p ?o }", ["o"]) is None
    True
    """
    tokens = read_tokens(query)
    if all(token.text.upper() != "SELECT" for token in tokens):  # up to the first one, and no further
        return None
    star = next((token for token in tokens if token.text.upper() not in ("DISTINCT", "REDUCED")), None)
    if star is None or star.text != "*":
        return None
    first: dict[str, int] = {}
    for token in tokens:
        if token.sort == "variable":
            first.setdefault(token.text[1:], token.start)
    ordered = sorted(variables, key=lambda name: first.get(name, len(query)))
    if ordered == list(variables):
        return None
    return query[: star.start] + " ".join(f"?{name}" for name in ordered) + query[star.end :]
