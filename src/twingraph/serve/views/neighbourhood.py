"""Who stands near whom: steps from party to party along agreements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twingraph.serve.views.pairs import Pair

Near = Mapping[str, set[str]]
"""The partners of each party."""


def partners_of(pairs: Iterable[Pair]) -> Near:
    """Return the partners of each party of *pairs*."""
    near: dict[str, set[str]] = {}
    for pair in pairs:
        near.setdefault(pair.one, set()).add(pair.two)
        near.setdefault(pair.two, set()).add(pair.one)
    return near


def walk(near: Near, focus: str, depth: int, least: int) -> dict[str, int]:
    """Return who is at most *depth* steps away from *focus*, and how many.

    Args:
        least: Partners that a party must have to be stepped on, the focus aside.
    """
    hops, edge = {focus: 0}, [focus]
    for step in range(1, depth + 1):
        reached = {other for iri in edge for other in near.get(iri, ())} - hops.keys()
        edge = [iri for iri in reached if len(near[iri]) >= least]
        hops |= dict.fromkeys(edge, step)
    return hops


def bonds_within(pairs: Sequence[Pair], near: Near, focus: str | None, depth: int, least: int) -> set[str]:
    """Return the IRIs of the agreements that join two parties near *focus*, or any two that have *least*."""
    kept = walk(near, focus, depth, least) if focus else {i for i in near if len(near[i]) >= least}
    return {bond.iri for pair in pairs if pair.one in kept and pair.two in kept for bond in pair.bonds}
