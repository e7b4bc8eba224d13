"""Agreements by the pairs of parties that they join, for what is drawn as lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from twingraph.iris import expand

if TYPE_CHECKING:
    from twingraph.serve.views.atlas import Bond

PLANNED = expand("status:planned")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parties and all agreements between them."""

    one: str
    two: str
    bonds: tuple[Bond, ...]


def pair_up(bonds: Iterable[Bond]) -> list[Pair]:
    """Return the pairs that *bonds* join, in the order of the IRIs; of more than two parties, every pair."""
    found: dict[tuple[str, str], list[Bond]] = {}
    for bond in bonds:
        for ends in combinations(sorted(set(bond.parties)), 2):
            found.setdefault(ends, []).append(bond)
    return [Pair(one, two, tuple(found[one, two])) for one, two in sorted(found)]


def first_year(bond: Bond) -> int:
    """Return the year from which an agreement is in force, 0 where none is known."""
    return int(bond.first[:4]) if bond.first else 0


def last_year(bond: Bond) -> int:
    """Return the last year in which an agreement is in force, 0 where none is known."""
    return int(bond.last[:4]) if bond.last else 0


def main_kind(bond: Bond) -> str:
    """Return the end of the IRI of what kind an agreement is: "twinning"."""
    return bond.kinds[0].rpartition("/")[2] if bond.kinds else "other"


def is_planned(bond: Bond) -> bool:
    """Return whether an agreement is only intended."""
    return PLANNED in bond.statuses
