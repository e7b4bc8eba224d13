"""A network as every format of file gets it: nodes and edges with typed values and the spells they last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Value = str | int | float | bool | date | tuple[str, ...]
Values = Mapping[str, Value]
"""What is known by the name of a column; what is not known has no entry."""

Kind = Literal["string", "integer", "double", "boolean", "date", "strings"]
Columns = Mapping[str, Kind]
"""The columns that all nodes, or all edges, may have, in order; ``strings`` are lists of text."""

Spell = tuple[date | None, date | None]
"""The first and the last day of a time, both within it; None where it is not known, or not over."""

TIMES: Columns = {"start": "date", "end": "date", "spells": "strings"}
"""The columns that :func:`times` fills."""


@dataclass(frozen=True, slots=True)
class Node:
    """A city, an institution or an agreement."""

    iri: str
    values: Values
    spells: tuple[Spell, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """What joins two nodes, in no direction; ``id`` is unique in its network."""

    id: str
    source: str
    target: str
    values: Values
    spells: tuple[Spell, ...] = ()


@dataclass(frozen=True, slots=True)
class Net:
    """Nodes and edges in the order of their ids; every end of an edge is a node."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    node_columns: Columns
    edge_columns: Columns
    is_multi: bool = False
    """True where several edges may join the same two nodes."""


def join_spells(spells: Iterable[Spell]) -> tuple[Spell, ...]:
    """Return spells in order, those that meet or overlap joined; one without any day says nothing.

    >>> day = date.fromisoformat
    >>> join_spells([(day("1990-01-01"), None), (None, day("1980-12-31")), (day("1981-01-01"), None)])
    ((None, None),)
    """
    known = sorted(
        (s for s in spells if s != (None, None)), key=lambda s: (s[0] or date.min, s[1] or date.max)
    )
    joined: list[Spell] = []
    for start, end in known:
        if joined and _meets(joined[-1][1], start):
            before = joined.pop()
            start, end = before[0], _later(before[1], end)
        joined.append((start, end))
    return tuple(joined)


def _meets(end: date | None, start: date | None) -> bool:
    return end is None or start is None or start - end <= timedelta(1)


def _later(one: date | None, other: date | None) -> date | None:
    return max(one, other) if one and other else None


def times(spells: tuple[Spell, ...]) -> dict[str, Value]:
    """Return the first and the last day of all spells, and each as an interval of ISO 8601.

    An open side of an interval is two dots, as in its second part; nothing is said of no spell.
    """
    if not spells:
        return {}
    written = tuple("/".join(day.isoformat() if day else ".." for day in spell) for spell in spells)
    bounds = {"start": spells[0][0], "end": spells[-1][1]}
    found: dict[str, Value] = {"spells": written}
    return found | {name: day for name, day in bounds.items() if day}


def as_text(value: Value) -> str:
    """Return a value for a format without lists and dates.

    >>> as_text(("a", "b")), as_text(True), as_text(date(2020, 1, 31)), as_text(2.0)
    ('a; b', 'true', '2020-01-31', '2.0')
    """
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def plain(values: Values) -> dict[str, str | int | float | bool]:
    """Return values with lists and dates as text."""
    return {
        name: as_text(value) if isinstance(value, tuple | date) else value for name, value in values.items()
    }
