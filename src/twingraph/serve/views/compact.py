"""Pairs and parties as short JSON: thousands go to a browser in some hundred kilobytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from twingraph.iris import CONCEPTS, expand
from twingraph.serve.links import path_of
from twingraph.serve.views.atlas import Atlas, Bond
from twingraph.serve.views.pairs import Pair, first_year, is_planned, last_year, main_kind

KINDS = CONCEPTS["kind"]


def kind_names(atlas: Atlas, language: str) -> list[list[str]]:
    """Return each kind of agreement with its name, in the order of the numbers of :class:`Shortener`."""
    return [[kind, _titled(atlas.name(expand(f"kind:{kind}"), language))] for kind in KINDS]


def _titled(text: str) -> str:
    return text[:1].upper() + text[1:]


class Shortener:
    """Writes parties and pairs short, and remembers the pieces that addresses of agreements are made of.

    A pair is ``[step, two, kind, piece, first, last, …]``: its first party counted on from that of the pair
    before, its second, and four numbers for each agreement: the kind as its place among all, twice, plus one
    where it is planned; a piece of which ``~`` is to be replaced by the ends of both parties' addresses;
    the years, 0 where unknown.
    """

    def __init__(self, base: str) -> None:
        self._base, self._before = base, 0
        self._pieces: dict[str, int] = {}

    @property
    def pieces(self) -> list[str]:
        """The pieces in the order of their numbers."""
        return list(self._pieces)

    def party(self, iri: str) -> str:
        """Return what the address of a party ends with, "" where it has no page; of a city without class."""
        return self._local(iri).removeprefix("city/")

    def pair(self, pair: Pair, one: int, two: int) -> list[int]:
        """Return a pair whose parties have the numbers *one* and *two*."""
        ends = ".".join(self._local(iri).partition("/")[2] for iri in (pair.one, pair.two))
        step, self._before = one - self._before, one
        return [step, two, *(number for bond in pair.bonds for number in self._bond(bond, ends))]

    def _bond(self, bond: Bond, ends: str) -> tuple[int, int, int, int]:
        piece = self._local(bond.iri).removeprefix("agreement/").replace(ends, "~", 1)
        number = self._pieces.setdefault(piece, len(self._pieces))
        return (*years_and_kind(bond)[:1], number, *years_and_kind(bond)[1:])

    def _local(self, iri: str) -> str:
        return (path_of(iri, self._base) or "").removeprefix("/id/")


def years_and_kind(bond: Bond) -> tuple[int, int, int]:
    """Return kind, first and last year of an agreement as numbers."""
    return KINDS.index(main_kind(bond)) * 2 + is_planned(bond), first_year(bond), last_year(bond)


def years_shown(bonds: Sequence[Bond]) -> list[int]:
    """Return the first and the last year that *bonds* name, nothing where they name none."""
    years = [year for bond in bonds for year in (first_year(bond), last_year(bond)) if year]
    return [min(years), max(years)] if years else []


def common(atlas: Atlas, bonds: Sequence[Bond], language: str) -> dict[str, Any]:
    """Return what map and network say alike."""
    undated = sum(not bond.first and not bond.last for bond in bonds)
    return {
        "total": len(bonds),
        "undated": undated,
        "years": years_shown(bonds),
        "kinds": kind_names(atlas, language),
    }
