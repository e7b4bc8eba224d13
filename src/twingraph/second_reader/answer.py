"""The words of a model -> its claims, whatever is wrong with their form."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from twingraph.errors import SecondReaderError

Item = dict[str, Any]
_LISTS = ("cities", "persons", "institutions", "agreements", "projects")
_FENCE = re.compile(r"```(?:json)?\s*(.*?)```", re.S | re.I)


@dataclass(slots=True)
class Answer:
    """What a model claims, list by list; every item is an object, the rest is as it came."""

    cities: list[Item] = field(default_factory=list)
    persons: list[Item] = field(default_factory=list)
    institutions: list[Item] = field(default_factory=list)
    agreements: list[Item] = field(default_factory=list)
    projects: list[Item] = field(default_factory=list)

    def add(self, other: Answer) -> None:
        """Take in what another piece of the text gave."""
        for name in _LISTS:
            getattr(self, name).extend(getattr(other, name))


def parse_answer(words: str) -> Answer:
    """Return the claims of an answer: JSON, alone, in a fence, or between other words.

    >>> parse_answer('Here it is: ```json\\n{"cities": [{"name": "Ulm"}, 3]}\\n```').cities
    [{'name': 'Ulm'}]

    Raises:
        SecondReaderError: If no JSON object is in it.
    """
    fenced = _FENCE.search(words)
    start, end = words.find("{"), words.rfind("}")
    for text in (words, fenced[1] if fenced else "", words[start : end + 1] if start >= 0 else ""):
        content = _load(text)
        if isinstance(content, dict):
            lists = {name: content.get(name) for name in _LISTS}
            return Answer(**{name: _objects(value) for name, value in lists.items()})
    raise SecondReaderError("the answer is no JSON object")


def _load(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _objects(value: Any) -> list[Item]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text_of(item: Item, name: str) -> str:
    """Return a field that is to be text, stripped; "" for whatever else stands there."""
    value = item.get(name)
    if not isinstance(value, str):
        return ""
    return " ".join(value.encode("utf-8", "ignore").decode().split())  # halves of pairs are no characters


def quoted(item: Item, name: str) -> Item:
    """Return a field that is to be a value with its quote; an empty one for whatever else stands there."""
    value = item.get(name)
    return value if isinstance(value, dict) else {}


def listed(item: Item, name: str) -> list[Item]:
    """Return a field that is to be a list of objects."""
    return _objects(item.get(name))
