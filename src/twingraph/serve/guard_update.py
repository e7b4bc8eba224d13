"""What an update may not do, and the graphs that the protocol names put into its text, by its tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from twingraph.errors import QueryRefused
from twingraph.serve.guard import may_be_keyword
from twingraph.serve.problem import Problem
from twingraph.store.tokens import Token, at_depth_0, is_delete_where, places_of, prologue_of, read_tokens


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
    for start, stop in reversed(places_of(update)):
        words = [
            t for t in read_tokens(update, start + len(prologue_of(update, start, stop))) if t.end <= stop
        ]
        if [word.text.upper() for word in words[:2]] == ["LOAD", "SILENT"]:
            text = text[: words[0].start] + text[stop + 1 :]
    return text


@dataclass(frozen=True, slots=True)
class _Edit:
    """Text that goes in at a place."""

    place: int
    text: str


def with_using(update: str, default: Sequence[str], named: Sequence[str]) -> str:
    """Return the update with the graphs of the protocol as the dataset of each operation that has a WHERE.

    >>> with_using("DELETE WHERE { ?s ?p ?o }", ["https://a.example/g"], [])
    'DELETE { ?s ?p ?o } USING <https://a.example/g> WHERE { ?s ?p ?o }'
    >>> with_using("DELETE { ?s ?p 1 } WHERE { ?s ?p 2 }", ["https://a.example/g"], [])
    'DELETE { ?s ?p 1 } USING <https://a.example/g> WHERE { ?s ?p 2 }'

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
            if i and is_delete_where(update, outer[i - 1], token):  # short for: delete what is found
                pattern = _braces(update, token.end)
                yield _Edit(token.start, f"{pattern} {using}")
            else:
                yield _Edit(token.start, using)


def _outer(update: str) -> Iterator[Token]:
    """Yield the keywords outside of all braces."""
    yield from (token for token in at_depth_0(read_tokens(update)) if token.sort == "word")


def _braces(update: str, start: int) -> str:
    """Return the group in braces that begins behind *start*."""
    depth, first = 0, None
    for token in read_tokens(update, start):
        depth += (token.text == "{") - (token.text == "}")
        first = token.start if first is None else first
        if not depth:
            return update[first : token.end]
    return update[start:]
