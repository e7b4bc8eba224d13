"""The tokens of SPARQL: strings, names, IRIs, keywords, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Token:
    """A token of SPARQL: the name of its sort in the pattern above, its text, and where it starts."""

    sort: str
    text: str
    start: int = 0

    @property
    def end(self) -> int:
        """The place behind it."""
        return self.start + len(self.text)


def read_tokens(query: str, start: int = 0) -> Iterator[Token]:
    """Yield the tokens of *query* from *start* but comments.

    >>> [t.text for t in read_tokens("ASK { ?service <x> 'SERVICE' } # SERVICE")]
    ['ASK', '{', '?service', '<x>', "'SERVICE'", '}']
    """
    for match in _TOKEN.finditer(query, start):
        if match.lastgroup != "comment":
            yield Token(match.lastgroup or "", match[0], match.start())


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
