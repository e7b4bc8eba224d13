"""What an update may not do, and the graphs that the protocol names put into its text, by its tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from twingraph.engine.tokens import Token, read_tokens
from twingraph.errors import QueryRefused
from twingraph.serve.guard import may_be_keyword, prologue_of
from twingraph.serve.problem import Problem


def check_update(update: str) -> None:
    """Refuse an update that would make this server ask another one.

    Raises:
        QueryRefused: If it loads a document or calls a service.
    """
    folded = update.casefold()
    for keyword in ("service", "load"):
        if keyword in folded and any(may_be_keyword(token, keyword) for token in read_tokens(update)):
            raise QueryRefused(
                f"{keyword.upper()} would call another server; send the data themselves, or name "
                "what they are called without that word before a colon"
            )


def drop_silent_loads(update: str) -> str:
    """Return the update without what it would load silently: nothing is, and it asks not to be told.

    >>> drop_silent_loads("PREFIX e: <x:> LOAD SILENT e:a ; CLEAR ALL")
    'PREFIX e: <x:>  CLEAR ALL'
    """
    text = update
    for start, stop in reversed(_operations(update)):
        words = [
            t for t in read_tokens(update, start + len(prologue_of(update, start, stop))) if t.end <= stop
        ]
        if [word.text.upper() for word in words[:2]] == ["LOAD", "SILENT"]:
            text = text[: words[0].start] + text[stop + 1 :]
    return text


def _operations(update: str) -> list[tuple[int, int]]:
    """Return where each operation begins and ends; the semicolon stands at its end."""
    ends = [token for token in _at_depth_0(read_tokens(update)) if token.text == ";"]
    starts = [0, *(token.end for token in ends)]
    return list(zip(starts, [*(token.start for token in ends), len(update)], strict=True))


def split_update(update: str) -> tuple[str, ...]:
    """Return the operations of an update, each behind the prologues before it; in one piece where that does.

    SPARQL allows a prologue behind each semicolon; the engine takes one at the start only.

    >>> split_update("CLEAR ALL ; PREFIX e: <x:> INSERT DATA { e:a e:b 1 ; e:c 2 }")
    ('CLEAR ALL ', ' PREFIX e: <x:> INSERT DATA { e:a e:b 1 ; e:c 2 }')
    """
    places = _operations(update)
    heads = [prologue_of(update, start, stop) for start, stop in places]
    if not any(heads[1:]):
        return (update,)
    operations, prologue = [], ""
    for (start, stop), head in zip(places, heads, strict=True):
        operations.append(prologue + update[start:stop])
        prologue += head
    return tuple(operations)


@dataclass(frozen=True, slots=True)
class _Edit:
    """Text that goes in at a place."""

    place: int
    text: str


def with_using(update: str, default: Sequence[str], named: Sequence[str]) -> str:
    """Return the update with the graphs of the protocol as the dataset of each operation that has a WHERE.

    >>> with_using("DELETE WHERE { ?s ?p ?o }", ["https://a.example/g"], [])
    'DELETE { ?s ?p ?o } USING <https://a.example/g> WHERE { ?s ?p ?o }'

    Raises:
        Problem: 400 where the update names a dataset itself, or a graph is no IRI.
    """
    try:
        clauses = [f"USING {ox.NamedNode(iri)} " for iri in default]
        clauses += [f"USING NAMED {ox.NamedNode(iri)} " for iri in named]
    except ValueError as error:
        raise Problem(400, f"a graph that is to be used is no IRI: {error}", rule="using-graph") from error
    text = update
    for edit in reversed(list(_edits(update, "".join(clauses)))):
        text = text[: edit.place] + edit.text + text[edit.place :]
    return text


def _edits(update: str, using: str) -> Iterator[_Edit]:
    outer = list(_outer(update))
    for i, token in enumerate(outer):
        word = token.text.upper()
        if word in ("USING", "WITH"):
            detail = f"the update names its graphs with {word}, and the request does too; do one of them"
            raise Problem(400, detail, rule="using-graph")
        if word == "WHERE":
            if i and outer[i - 1].text.upper() == "DELETE":  # short for: delete what is found
                pattern = _braces(update, token.end)
                yield _Edit(token.start, f"{pattern} {using}")
            else:
                yield _Edit(token.start, using)


def _outer(update: str) -> Iterator[Token]:
    """Yield the keywords outside of all braces."""
    yield from (token for token in _at_depth_0(read_tokens(update)) if token.sort == "word")


def _at_depth_0(tokens: Iterable[Token]) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += (token.text == "{") - (token.text == "}")
        if not depth and token.text != "}":
            yield token


def _braces(update: str, start: int) -> str:
    """Return the group in braces that begins behind *start*."""
    depth, first = 0, None
    for token in read_tokens(update, start):
        depth += (token.text == "{") - (token.text == "}")
        first = token.start if first is None else first
        if not depth:
            return update[first : token.end]
    return update[start:]
