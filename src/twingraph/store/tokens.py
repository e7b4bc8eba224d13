"""The tokens of SPARQL, and the operations of an update by them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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


def at_depth_0(tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield the tokens outside of all braces."""
    depth = 0
    for token in tokens:
        depth += (token.text == "{") - (token.text == "}")
        if not depth and token.text != "}":
            yield token


def is_delete_where(update: str, first: Token, second: Token) -> bool:
    """Return whether two words are DELETE WHERE, the short form: nothing, no template either, between them.

    >>> text = "DELETE { ?s ?p 1 } WHERE { ?s ?p 2 }"
    >>> is_delete_where(text, *at_depth_0(read_tokens(text)))
    False
    """
    words = (first.text.upper(), second.text.upper())
    return words == ("DELETE", "WHERE") and not any(read_tokens(update[first.end : second.start]))


def places_of(update: str) -> list[tuple[int, int]]:
    """Return where each operation begins and ends; the semicolon stands at its end."""
    ends = [token for token in at_depth_0(read_tokens(update)) if token.text == ";"]
    starts = [0, *(token.end for token in ends)]
    return list(zip(starts, [*(token.start for token in ends), len(update)], strict=True))


def split_update(update: str) -> tuple[str, ...]:
    """Return the operations of an update, each behind the prologues before it; in one piece where that does.

    SPARQL allows a prologue behind each semicolon; the engine takes one at the start only.

    >>> split_update("CLEAR ALL ; PREFIX e: <x:> INSERT DATA { e:a e:b 1 ; e:c 2 }")
    ('CLEAR ALL ', ' PREFIX e: <x:> INSERT DATA { e:a e:b 1 ; e:c 2 }')
    """
    places = places_of(update)
    heads = [prologue_of(update, start, stop) for start, stop in places]
    if not any(heads[1:]):
        return (update,)
    operations, prologue = [], ""
    for (start, stop), head in zip(places, heads, strict=True):
        operations.append(prologue + update[start:stop])
        prologue += head
    return tuple(operations)


def prologue_of(query: str, start: int = 0, stop: int | None = None) -> str:
    """Return the PREFIX and BASE declarations at *start*."""
    end, tokens = start, [t for t in read_tokens(query, start) if t.end <= (stop or len(query))]
    while tokens and tokens[0].text.upper() in ("PREFIX", "BASE"):
        length = 3 if tokens[0].text.upper() == "PREFIX" else 2
        end = tokens[:length][-1].end
        tokens = tokens[length:]
    return query[start:end]


def operations(update: str) -> list[str]:
    """Return the operations of an update without the prologues that stand before them.

    >>> operations("PREFIX e: <x:> CLEAR ALL ; BASE <x:> INSERT DATA { e:a e:b 1 ; e:c 2 } ;")
    ['CLEAR ALL', 'INSERT DATA { e:a e:b 1 ; e:c 2 }']
    """
    bodies = [
        update[start + len(prologue_of(update, start, stop)) : stop] for start, stop in places_of(update)
    ]
    return [body.strip() for body in bodies if next(read_tokens(body), None)]


def join_updates(updates: tuple[str, ...]) -> str | None:
    """Return what :func:`split_update` split as one request, with all declarations at its start.

    None where a prefix is declared twice with two meanings: then one request cannot say it to an engine that
    takes declarations at the start only.

    >>> join_updates(split_update("CLEAR ALL ; PREFIX e: <x:> INSERT DATA { e:a e:b 1 }"))
    'PREFIX e: <x:>\\nCLEAR ALL ;\\nINSERT DATA { e:a e:b 1 }'
    """
    if len(updates) == 1:
        return updates[0]
    declared: dict[str, str] = {}
    for update in updates:
        for name, iri in declarations(update):
            if declared.setdefault(name, iri) != iri:
                return None
    bodies = [operation for update in updates for operation in operations(update)]
    heads = [f"PREFIX {name} {iri}" if name else f"BASE {iri}" for name, iri in declared.items()]
    return "\n".join([*sorted(heads), " ;\n".join(bodies)])


def declarations(text: str) -> Iterator[tuple[str, str]]:
    """Yield each prefix with its IRI, "" for the base.

    >>> list(declarations("BASE <x:> PREFIX e: <y:> ASK {}"))
    [('', '<x:>'), ('e:', '<y:>')]
    """
    tokens = list(at_depth_0(list(read_tokens(text))))
    for i, token in enumerate(tokens):
        word = token.text.upper() if token.sort == "word" else ""
        if word == "PREFIX" and tokens[i + 2 :]:
            yield tokens[i + 1].text, tokens[i + 2].text
        elif word == "BASE" and tokens[i + 1 :]:
            yield "", tokens[i + 1].text
