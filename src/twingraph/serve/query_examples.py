"""The questions of ``queries/`` as texts to start from, ready to run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twingraph.errors import QueryError
from twingraph.query import GROUPS, NamedQuery, bind_query, load_queries

if TYPE_CHECKING:
    from twingraph.store.base import Dataset

_HEADER = re.compile(r"^# (?:title|question|group|parameter)\b.*\n", re.MULTILINE)
_MARKER = re.compile(r"^ *# values of the parameters\n", re.MULTILINE)
_GAP = re.compile(r"\{\n\s*\n")
_ENGLISH = re.compile(r'(LANG\(\?\w+\) = )"en"')


@dataclass(frozen=True, slots=True)
class Example:
    """A question by its name, in words, and as SPARQL."""

    name: str
    title: str
    question: str
    sparql: str


def list_examples(store: Dataset, language: str) -> Mapping[str, list[Example]]:
    """Return the questions by group, with their defaults put in and labels in *language*."""
    found: dict[str, list[Example]] = {group: [] for group in GROUPS}
    for query in load_queries().values():
        found.setdefault(query.group, []).append(_example(store, query, language))
    return {group: examples for group, examples in found.items() if examples}


def _example(store: Dataset, query: NamedQuery, language: str) -> Example:
    title, question = (texts.get(language) or texts.get("en", "") for texts in (query.title, query.question))
    text = _MARKER.sub("", _HEADER.sub("", _bound(store, query)))
    text = _GAP.sub("{\n", text)
    text = _ENGLISH.sub(rf'\g<1>"{language}"', text)
    return Example(query.name, title, question, f"# {question}\n{text.strip()}\n")


def _bound(store: Dataset, query: NamedQuery) -> str:
    """Return the SPARQL with its defaults; without them where the graph has no such thing."""
    try:
        return bind_query(store, query, {})
    except QueryError:
        return query.sparql
