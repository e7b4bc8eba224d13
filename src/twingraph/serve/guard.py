"""What a query may not do, decided on its tokens and its parse tree, never on a search of its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from pyparsing import ParseBaseException
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from twingraph.errors import QueryRefused

_TOKEN = re.compile(
    r"""
    (?P<string>\"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<iri><[^\x00-\x20<>"{}|^`]*>)
    |(?P<comment>\#[^\n\r]*)
    |(?P<variable>[?$]\w+)
    |(?P<language>@[A-Za-z]+(?:-\w+)*)
    |(?P<name>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:(?:[\w:%]|\\.)(?:(?:[\w:%.-]|\\.)*(?:[\w:%-]|\\.))?)?)
    |(?P<word>\w+)
    |(?P<other>\S)
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
_FORMS = {"SELECT", "CONSTRUCT", "DESCRIBE", "ASK"}
_VOLATILE = {"NOW", "RAND", "UUID", "STRUUID", "BNODE"}


@dataclass(frozen=True, slots=True)
class Token:
    """A token of SPARQL: the name of its sort in the pattern above, and its text."""

    sort: str
    text: str


def read_tokens(query: str) -> Iterator[Token]:
    """Yield the tokens of *query* but comments.

    >>> [t.text for t in read_tokens("ASK { ?service <x> 'SERVICE' } # SERVICE")]
    ['ASK', '{', '?service', '<x>', "'SERVICE'", '}']
    """
    for match in _TOKEN.finditer(query):
        if match.lastgroup != "comment":
            yield Token(match.lastgroup or "", match[0])


def check_query(query: str, graphs: Callable[[], Collection[str]]) -> bool:
    """Return whether *query* gives the same answer each time it is asked of the same data.

    Args:
        graphs: Tells the IRIs of the named graphs; FROM may name no other. Asked only where there is a FROM.
    Raises:
        QueryRefused: If it is an update, calls another server, or asks for a graph that is not here.
    """
    tokens = list(read_tokens(query))
    words = [token.text.upper() for token in tokens if token.sort == "word"]
    first = next((word for word in words if word in _FORMS | _UPDATES), None)
    if first in _UPDATES:
        raise QueryRefused(f"{first} is an update and this service is read-only")
    if "service" in query.casefold():
        _refuse_service(query, tokens)
    for graph in _from_graphs(tokens):
        if graph not in graphs():
            raise QueryRefused(
                f"FROM <{graph}>: this service reads its own graphs only, and that is none of them"
            )
    return not _VOLATILE.intersection(words)


def _refuse_service(query: str, tokens: list[Token]) -> None:
    if any(_may_be_service(token) for token in tokens) or _has_service(query):
        raise QueryRefused("SERVICE would call another server; this service answers from its own data only")


def _may_be_service(token: Token) -> bool:
    """Return whether the engine could read SERVICE in *token*: its grammar asks for no space around keywords.

    "SERVICE:x{" is no name to it, nor is "1SERVICE" a number; in "FILTER(?a<?b)SERVICE:x#>" it reads "<" as
    an operator.  So a few odd names and IRIs are refused that mean no harm.

    >>> [_may_be_service(t) for t in read_tokens("FILTER(?a<?b)SERVICE:x#>")]
    [False, False, False, True]
    """
    text = token.text.casefold()
    if token.sort == "name":
        return "service" in text.partition(":")[0] or ".service" in text
    if token.sort == "iri":
        return "service" in text.partition(")")[2]
    return token.sort == "word" and "service" in text


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


def _from_graphs(tokens: list[Token]) -> Iterator[str]:
    prefixes = {
        tokens[i + 1].text: tokens[i + 2].text[1:-1]
        for i, token in enumerate(tokens[:-2])
        if token.text.upper() == "PREFIX" and tokens[i + 2].sort == "iri"
    }
    for i, token in enumerate(tokens):
        if token.sort == "word" and token.text.upper() == "FROM":
            rest = [t for t in tokens[i + 1 : i + 3] if t.text.upper() != "NAMED"]
            if rest and rest[0].sort == "iri":
                yield rest[0].text[1:-1]
            elif rest and rest[0].sort == "name":
                prefix, _, local = rest[0].text.partition(":")
                yield prefixes.get(prefix + ":", "") + local
