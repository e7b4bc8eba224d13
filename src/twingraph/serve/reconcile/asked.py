"""What a reconciliation client sends: JSON in a parameter -> records; what is wrong is told by key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from twingraph.serve.problem import Problem

STRICT = ("any", "all", "should")
MOST = 100
"""Candidates of one query at most."""

MOST_LISTED = 50
"""Properties of one query, and values of one of them, at most: each is asked of the graph."""

_DEFAULT = 10
_LONGEST = 500  # characters of a name, which are searched


@dataclass(frozen=True, slots=True)
class Given:
    """A property with the values that a thing should have, one of them; an entity stands by its id."""

    pid: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One query of a batch; without ``types`` every type will do."""

    text: str
    types: tuple[str, ...] = ()
    strict: str = "any"
    limit: int = _DEFAULT
    properties: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class Extension:
    """Which properties are asked of which things; each with its settings."""

    ids: tuple[str, ...]
    properties: tuple[tuple[str, Mapping[str, Any]], ...]


def parse_queries(text: str, most: int) -> dict[str, Asked]:
    """Return the queries of a batch by their keys.

    >>> parse_queries('{"q0": {"query": "Moscow", "type": "City"}}', 10)["q0"].types
    ('City',)

    Raises:
        Problem: 400 for what is no batch, 413 for more than *most* queries, or one that lists too much.
    """
    batch = _object(_json(text, "queries"), "queries")
    _check_size(len(batch), most, "queries")
    return {key: _query(key, query) for key, query in batch.items()}


def _query(key: str, content: Any) -> Asked:
    query = _object(content, key)
    words, limit = query.get("query", ""), query.get("limit", _DEFAULT)
    properties = query.get("properties", [])
    if not isinstance(words, str):
        raise _wrong(key, "query is no text")
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise _wrong(key, "limit is no number from 1 on")
    if not isinstance(properties, list):
        raise _wrong(key, "properties is no list")
    _check_size(len(properties), MOST_LISTED, f"properties of {key[:100]}")
    strict = query.get("type_strict", "any")
    if strict not in STRICT:
        raise _wrong(key, f"type_strict is none of {', '.join(STRICT)}")
    given = tuple(_property(key, one) for one in properties)
    if not words.strip() and not given:
        raise _wrong(key, "query is missing")
    return Asked(words.strip()[:_LONGEST], _types(key, query), strict, min(limit, MOST), given)


def _types(key: str, query: Mapping[str, Any]) -> tuple[str, ...]:
    given = query.get("type", [])
    listed = given if isinstance(given, list) else [given]
    names = [one.get("id") if isinstance(one, dict) else one for one in listed]
    if not all(isinstance(name, str) for name in names):
        raise _wrong(key, "type is neither the id of a type nor a list of them")
    return tuple(dict.fromkeys(name for name in names if name))


def _property(key: str, content: Any) -> Given:
    about = _object(content, key)
    pid, value = about.get("pid"), about.get("v")
    if not isinstance(pid, str) or not pid:
        raise _wrong(key, "a property has no pid")
    values = value if isinstance(value, list) else [value]
    _check_size(len(values), MOST_LISTED, f"values of {key[:100]}")
    return Given(pid, tuple(text for one in values if (text := _value(key, one))))


def _value(key: str, value: Any) -> str:
    """Return a value as text: an entity is its id, a truth value the word of JSON."""
    if isinstance(value, dict):
        value = value.get("id", value.get("name"))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | str):
        return str(value).strip()
    if value is None:
        return ""
    raise _wrong(key, "a value v is neither text, number, truth value nor an entity with an id")


def parse_extension(text: str, most: int) -> Extension:
    """Return what a data extension query asks for.

    Raises:
        Problem: 400 for what is none, 413 for more than *most* ids.
    """
    asked = _object(_json(text, "extend"), "extend")
    ids, properties = asked.get("ids"), asked.get("properties")
    if not (isinstance(ids, list) and all(isinstance(one, str) for one in ids)):
        raise _wrong("extend", "ids is no list of texts")
    if not isinstance(properties, list):
        raise _wrong("extend", "properties is no list")
    _check_size(len(ids), most, "ids")
    _check_size(len(properties), MOST_LISTED, "properties")
    return Extension(tuple(dict.fromkeys(ids)), tuple(_wanted(one) for one in properties))


def _wanted(content: Any) -> tuple[str, Mapping[str, Any]]:
    about = _object(content, "extend")
    pid, settings = about.get("id"), about.get("settings") or {}
    if not isinstance(pid, str):
        raise _wrong("extend", "a property has no id")
    return pid, _object(settings, "extend")


def _json(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Problem(400, f"{name} is no JSON: {error}"[:300], rule="json") from error


def _object(content: Any, key: str) -> Mapping[str, Any]:
    if not isinstance(content, dict):
        raise _wrong(key, "is no object of JSON")
    return content


def _wrong(key: str, reason: str) -> Problem:
    return Problem(400, f"{key}: {reason}"[:300], rule="query", query=key[:100])


def _check_size(count: int, most: int, name: str) -> None:
    if count > most:
        raise Problem(413, f"{count} {name} in one request; at most {most} are answered", rule="batch")
