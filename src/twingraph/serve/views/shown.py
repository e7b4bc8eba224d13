"""What every view of a selection needs on its page: agreements, choices of the form, addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from twingraph.serve.views.selection import (
    Selection,
    parameters_of,
    parse_party,
    parse_selection,
    select,
)
from twingraph.serve.views.selection_query import write_query

if TYPE_CHECKING:
    from starlette.requests import Request

    from twingraph.serve.site import Site
    from twingraph.serve.views.atlas import Atlas, Bond

VIEWS = ("agreements", "map", "network", "timeline")
"""The views of one selection, by the last part of their path; the same parameters lead to each."""

_FACETS = (("kind", "kinds"), ("status", "statuses"), ("topic", "topics"))


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a field: its value in an address, what to call it, how many agreements it leaves."""

    value: str
    name: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Shown:
    """A selection with its agreements, for the page of a view in one language."""

    atlas: Atlas
    asked: Selection
    bonds: tuple[Bond, ...]
    language: str
    base: str
    root: str
    asked_language: str | None
    countries: tuple[Choice, ...]
    facets: dict[str, tuple[Choice, ...]]

    @property
    def views(self) -> tuple[str, ...]:
        """The views that there are."""
        return VIEWS

    @property
    def sparql(self) -> str:
        """The same agreements as a query."""
        return write_query(self.asked)

    @property
    def years(self) -> tuple[int, int] | None:
        """The first and the last year of all agreements that are dated."""
        return self.atlas.years

    @property
    def undated(self) -> int:
        """How many of the agreements have no date."""
        return sum(bond.first is None and bond.last is None for bond in self.bonds)

    @property
    def query_address(self) -> str:
        """Where the page for SPARQL shows the query of this view."""
        return self._address("query", {"query": [self.sparql]})

    def address(self, view: str, **more: str) -> str:
        """Return the address of *view* with this selection and *more*; an empty value takes a name out."""
        return self._address(view, parameters_of(self.asked, self.base, **more))

    def without(self, name: str, value: str) -> str:
        """Return the query of this view's address without one of the values that restrict it."""
        left = [pair for pair in self.asked.parameters(self.base) if pair != (name, value)]
        return f"?{urlencode([*left, *self._language()])}"

    def name(self, iri: str) -> str:
        """Return what to call a thing."""
        return self.atlas.name(iri, self.language)

    def party(self, value: str) -> str:
        """Return the IRI of the party that a value of this view's address stands for."""
        return parse_party(value, self.base)

    def bond_name(self, bond: Bond) -> str:
        """Return what to call an agreement."""
        return self.atlas.bond_name(bond, self.language)

    def _address(self, view: str, given: object) -> str:
        pairs = [(name, value) for name, values in dict(given).items() for value in values]  # type: ignore[call-overload]
        query = urlencode([*pairs, *self._language()])
        return f"{self.root}/{view}" + (f"?{query}" if query else "")

    def _language(self) -> list[tuple[str, str]]:
        return [("lang", self.asked_language)] if self.asked_language else []


def show(site: Site, request: Request) -> Shown:
    """Return what the address of *request* selects.

    Raises:
        Problem: 422 for a value that cannot be.
    """
    return show_selection(site, request, parse_selection(request.query_params, site.settings.base))


def show_selection(site: Site, request: Request, asked: Selection) -> Shown:
    """Return a selection for the page that *request* asks for."""
    atlas, base, words = site.atlas(), site.settings.base, site.words(request)
    bonds = tuple(select(atlas, asked))
    return Shown(
        atlas=atlas,
        asked=asked,
        bonds=bonds,
        language=words.language,
        base=base,
        root=request.scope.get("root_path", ""),
        asked_language=words.language if "lang" in request.query_params else None,
        countries=_countries(site, atlas, asked, words.language),
        facets={name: _choices(atlas, asked, bonds, field, words.language) for name, field in _FACETS},
    )


def _countries(site: Site, atlas: Atlas, asked: Selection, language: str) -> tuple[Choice, ...]:
    choices = (
        Choice(code, site.country(code, language), len(cities), code in asked.countries)
        for code, cities in atlas.countries.items()
    )
    return tuple(sorted(choices, key=lambda choice: choice.name.casefold()))


def _choices(
    atlas: Atlas, asked: Selection, bonds: Iterable[Bond], field: str, language: str
) -> tuple[Choice, ...]:
    """Return the concepts that the agreements have, were *field* not restricted; the most frequent first."""
    chosen: tuple[str, ...] = getattr(asked, field)
    free: dict[str, Any] = {field: ()}
    offered = select(atlas, replace(asked, **free)) if chosen else bonds
    counts = Counter(iri for bond in offered for iri in getattr(bond, field))
    counts.update(dict.fromkeys(chosen, 0))
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(
        Choice(iri.rpartition("/")[2], atlas.name(iri, language), count, iri in chosen)
        for iri, count in ranked
    )
