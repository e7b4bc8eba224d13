"""What a query may not do, decided on its tokens and its parse tree, never on a search of its text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin

from pyparsing import ParseBaseException
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from twingraph.errors import QueryRefused
from twingraph.store.tokens import Token, read_tokens

_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
_FORMS = {"SELECT", "CONSTRUCT", "DESCRIBE", "ASK"}
_VOLATILE = {"NOW", "RAND", "UUID", "STRUUID", "BNODE"}


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a query says about itself: does it give the same answer each time, and which graphs is it FROM."""

    is_repeatable: bool
    from_graphs: tuple[str, ...]


_PLAIN = Inspected(True, ())
_VARIABLE = re.compile(r"[?$]\w+")
_SUSPECTS = (*sorted(_UPDATES | _VOLATILE), "SERVICE", "FROM", "{}", "{ }")
_MOST_KEPT = 8_192  # characters of a query whose inspection is worth keeping


def inspect_query(query: str) -> Inspected:
    """Return what is to be known of *query* before it runs.

    Raises:
        QueryRefused: If it is an update, or calls another server.
    """
    upper = _VARIABLE.sub("", query).upper()  # ?from is a good name
    if not any(word in upper for word in _SUSPECTS):  # none of them is there, so none is a keyword
        return _PLAIN
    return _inspect_kept(query) if len(query) <= _MOST_KEPT else _inspect(query)


def _inspect(query: str) -> Inspected:
    tokens = list(read_tokens(query))
    words = [token.text.upper() for token in tokens if token.sort == "word"]
    first = next((word for word in words if word in _FORMS | _UPDATES), None)
    if first in _UPDATES:
        raise QueryRefused(f"{first} is an update; this endpoint takes queries, and updates go to /update")
    if "service" in query.casefold():
        _refuse_service(query, tokens)
    is_repeatable = not _VOLATILE.intersection(words) and not _lists_graphs(tokens)
    return Inspected(is_repeatable, tuple(_from_graphs(tokens)))


def _lists_graphs(tokens: list[Token]) -> bool:
    """Return whether a group behind GRAPH is empty: the engine lists graphs in any order then."""
    return any(
        token.text.upper() == "GRAPH" and [t.text for t in tokens[i + 2 : i + 4]] == ["{", "}"]
        for i, token in enumerate(tokens)
    )


_inspect_kept = lru_cache(maxsize=512)(_inspect)


def check_graphs(asked: Iterable[str], known: Collection[str], base: str = "") -> None:
    """Refuse a query that names graphs which are not here: nothing is fetched, and nothing silently empty.

    Args:
        base: What relative IRIs in *asked* are relative to.
    Raises:
        QueryRefused: If one of *asked* is not among *known*.
    """
    for graph in asked:
        if graph not in known and urljoin(base, graph) not in known:
            raise QueryRefused(f"<{graph}> is none of the graphs of this service, and it reads no other")


def _refuse_service(query: str, tokens: list[Token]) -> None:
    if any(may_be_keyword(token, "service") for token in tokens) or _has_service(query):
        raise QueryRefused("SERVICE would call another server; this service answers from its own data only")


def may_be_keyword(token: Token, keyword: str) -> bool:
    """Return whether the engine could read *keyword*, in lower case, in *token*.

    Its grammar asks for no space around keywords: "SERVICE:x{" is no name to it, nor is "1SERVICE" a number;
    in "FILTER(?a<?b)SERVICE:x#>" it reads "<" as an operator.  So a few odd names and IRIs are refused that
    mean no harm.

    >>> [may_be_keyword(t, "service") for t in read_tokens("FILTER(?a<?b)SERVICE:x#>")]
    [False, False, False, True]
    """
    text = token.text.casefold()
    if token.sort == "name":
        return keyword in text.partition(":")[0] or f".{keyword}" in text
    if token.sort == "iri":
        return keyword in text.partition(")")[2]
    return token.sort == "word" and keyword in text


def _has_service(query: str) -> bool:
    try:
        tree = parseQuery(query)
    except (ParseBaseException, RecursionError, ValueError, TypeError):
        return False  # the engine's own grammar is wider; the tokens have been looked at
    return any(part.name == "ServiceGraphPattern" for part in _parts(list(tree)))


def _parts(tree: object) -> Iterator[CompValue]:
    stack = [tree]
    while stack:
        part = stack.pop()
        if isinstance(part, CompValue):
            yield part
            stack.extend(part.values())
        elif isinstance(part, str | bytes):
            continue
        elif hasattr(part, "__iter__"):
            stack.extend(part)


def prefixes_of(tokens: Sequence[Token]) -> dict[str, str]:
    """Return the namespaces by prefix, each with its colon."""
    return {
        tokens[i + 1].text: tokens[i + 2].text[1:-1]
        for i, token in enumerate(tokens[:-2])
        if token.text.upper() == "PREFIX" and tokens[i + 2].sort == "iri"
    }


def iri_of_token(token: Token, prefixes: Mapping[str, str]) -> str | None:
    """Return the IRI that a token spells in full or by a prefix, None where it is none."""
    if token.sort == "iri":
        return token.text[1:-1]
    if token.sort != "name":
        return None
    prefix, _, local = token.text.partition(":")
    return prefixes.get(prefix + ":", "") + local


def _from_graphs(tokens: list[Token]) -> Iterator[str]:
    prefixes = prefixes_of(tokens)
    base = next((tokens[i + 1].text[1:-1] for i, t in enumerate(tokens[:-1]) if t.text.upper() == "BASE"), "")
    for i, token in enumerate(tokens):
        if token.sort == "word" and token.text.upper() == "FROM":
            rest = [t for t in tokens[i + 1 : i + 3] if t.text.upper() != "NAMED"]
            iri = iri_of_token(rest[0], prefixes) if rest else None
            if iri is not None:
                yield urljoin(base, iri)
