"""What registers list beside what releases say: of one city, and of all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from twingraph.serve.ask import Row, ask_page, ask_rows

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from twingraph.serve.site import Site
    from twingraph.store.base import Dataset

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Counted:
    """A register: who made it, and how many pairs it lists, releases say, and both do.

    Of what releases say counts what is about a city that the register knows.
    """

    iri: str
    title: str
    source: str | None
    licence: str | None
    retrieved: str
    cities: int
    pairs: int
    both: int
    only_said: int

    @property
    def only_listed(self) -> int:
        """How many of its pairs no release speaks of."""
        return self.pairs - self.both


@dataclass(frozen=True, slots=True)
class Beside:
    """The partners of one city: in which registers each stands, and whether releases say so too."""

    registers: tuple[tuple[str, str], ...]
    partners: tuple[tuple[str, str, bool, tuple[bool, ...]], ...]


def list_registers(site: Site, request: Request) -> Response:
    """Return the page of all registers, with how much they and releases have in common."""
    return site.page(request, "registers.html", registers=read_registers(site))


def read_registers(site: Site) -> list[Counted]:
    """Return all registers with their counts, counted once a generation."""
    return site.once("registers", lambda: count_registers(site.store))


def read_beside(site: Site, city: str, language: str) -> Beside | None:
    """Return what registers and releases say of a city, None where no register lists it."""
    rows = ask_page(site.store, "city_registers", entity=city)
    if not rows:
        return None
    registers = {row["register"].value: row["title"].value for row in rows}
    said = _partners(site.store, city)
    listed = {(row["register"].value, row["partner"].value) for row in rows}
    names = _names(site, rows, said, language)
    partners = sorted(said | {partner for _, partner in listed}, key=lambda iri: (names[iri].casefold(), iri))
    marks = ((iri, names[iri], iri in said, tuple((r, iri) in listed for r in registers)) for iri in partners)
    return Beside(tuple(registers.items()), tuple(marks))


def _names(site: Site, rows: Iterable[Row], said: Iterable[str], language: str) -> Mapping[str, str]:
    """Return what to call each partner: as our lists have it, else as a register does."""
    atlas = site.atlas()
    listed = {row["partner"].value: row["name"].value for row in rows}
    names = {iri: atlas.name(iri, language) for iri in said}
    return {
        iri: atlas.name(iri, language) if iri in atlas.places else name for iri, name in listed.items()
    } | names


def _partners(store: Dataset, city: str) -> set[str]:
    rows = ask_rows(store, f"SELECT ?partner {{ {ox.NamedNode(city)} tg:partnerOf ?partner }}")
    return {row["partner"].value for row in rows}


_REGISTERS = """SELECT ?register ?title ?issued ?source ?licence { GRAPH ?register {
  ?register a dcat:Dataset ; dcterms:title ?title ; dcterms:issued ?issued
  OPTIONAL { ?register prov:hadPrimarySource ?source } OPTIONAL { ?register dcterms:license ?licence }
} } ORDER BY ?register"""


def count_registers(store: Dataset) -> list[Counted]:
    """Return all registers with their counts, in the order of their IRIs."""
    registers = ask_rows(store, _REGISTERS)
    said = _pairs(store, "?one tg:partnerOf ?two") if registers else frozenset()
    return [_count(store, row, said) for row in registers]


def _count(store: Dataset, row: Row, said: frozenset[Pair]) -> Counted:
    iri = row["register"].value
    listed = _pairs(store, f"GRAPH <{iri}> {{ ?one tg:registeredPartner ?two }}")
    cities = {city for pair in listed for city in pair}
    about = {pair for pair in said if not cities.isdisjoint(pair)}
    return Counted(
        iri=iri,
        title=row["title"].value,
        source=row["source"].value if "source" in row else None,
        licence=row["licence"].value if "licence" in row else None,
        retrieved=row["issued"].value,
        cities=len(cities),
        pairs=len(listed),
        both=len(listed & said),
        only_said=len(about - listed),
    )


def _pairs(store: Dataset, pattern: str) -> frozenset[Pair]:
    """Return the pairs of a pattern of ``?one`` and ``?two``, whichever comes first."""
    rows = ask_rows(store, f"SELECT DISTINCT ?one ?two {{ {pattern} }}")
    ends = ((row["one"].value, row["two"].value) for row in rows)
    return frozenset((min(pair), max(pair)) for pair in ends)
