"""The table of a selection: rows in the order that a reader asks for, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from twingraph.serve.ask import ask_rows, values_of
from twingraph.serve.problem import Problem

if TYPE_CHECKING:
    from twingraph.serve.views.atlas import Bond
    from twingraph.serve.views.shown import Shown
    from twingraph.store.base import Dataset

PAGE = 100
"""Rows of a page."""

COLUMNS = ("name", "kind", "since", "until", "status")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows; numbers begin with 1."""

    rows: tuple[Bond, ...]
    number: int
    pages: int
    sort: str
    is_descending: bool


def cut_page(shown: Shown, sort: str, number: str) -> Page:
    """Return the rows of one page; *sort* is a column, with a minus before it for the other direction.

    Raises:
        Problem: 422 for no such column or page.
    """
    column = sort.removeprefix("-") or "since"
    if column not in COLUMNS:
        raise Problem(422, f"sort={sort!r} is none of {', '.join(COLUMNS)}", rule="sort")
    pages = max(1, -(-len(shown.bonds) // PAGE))
    if not (number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= pages):
        raise Problem(422, f"page={number!r} is none of 1 to {pages}", rule="page")
    rows = _sorted(shown, column, sort.startswith("-"))
    start = (int(number) - 1) * PAGE
    return Page(tuple(rows[start : start + PAGE]), int(number), pages, column, sort.startswith("-"))


def _sorted(shown: Shown, column: str, is_descending: bool) -> Sequence[Bond]:
    """Return the agreements by one column; what has no value there comes last either way."""

    def names(iris: Iterable[str]) -> str:
        return ", ".join(shown.name(iri) for iri in iris).casefold()

    keys: dict[str, Callable[[Bond], Any]] = {
        "name": lambda bond: names(bond.parties),
        "kind": lambda bond: names(bond.kinds),
        "since": lambda bond: bond.first,
        "until": lambda bond: bond.last,
        "status": lambda bond: names(bond.statuses),
    }
    key = keys[column]
    has = [bond for bond in shown.bonds if key(bond)]
    has.sort(key=key, reverse=is_descending)
    return [*has, *(bond for bond in shown.bonds if not key(bond))]


def count_sources(store: Dataset, bonds: Iterable[Bond]) -> dict[str, int]:
    """Return how many releases say anything of each of *bonds*."""
    block = values_of(bond.iri for bond in bonds)
    if not block:
        return {}
    rows = ask_rows(
        store,
        f"SELECT ?thing (COUNT(DISTINCT ?release) AS ?n) {{ VALUES ?thing {{ {block} }}\n"
        "GRAPH ?graph { ?statement rdf:subject ?thing ; tg:source ?release } } GROUP BY ?thing",
    )
    return {row["thing"].value: int(row["n"].value) for row in rows if "thing" in row}
