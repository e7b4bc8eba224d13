"""Does a thing have the values that a client gives?"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

import pyoxigraph as ox

from twingraph.iris import slug
from twingraph.serve.reconcile.properties import PROPERTIES, read_values
from twingraph.settings import resource_dir
from twingraph.support import is_within

if TYPE_CHECKING:
    from twingraph.serve.ask import Term
    from twingraph.serve.reconcile.asked import Given
    from twingraph.serve.reconcile.entities import Entities
    from twingraph.serve.search_index import Thing

NEAR = 25.0
"""Kilometres within which coordinates are those of a town: its middle is not the same to everybody."""

_EARTH = 6_371.0  # kilometres
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")

Verdict = bool | None
"""True: it has one of the values; False: it has others; None: nothing is known of it."""


def judge(entities: Entities, given: Given, things: Sequence[Thing]) -> Mapping[str, Verdict]:
    """Return what there is to say of each thing, by IRI; of a property that is not known here, nothing."""
    if given.pid not in PROPERTIES or not given.values:
        return {}
    if given.pid == "country":
        return {thing.iri: _has_country(entities, given.values, thing) for thing in things}
    if given.pid == "geonames":
        return {thing.iri: _has_number(entities, given.values, thing) for thing in things}
    if given.pid == "coordinates":
        return {thing.iri: _is_near(distance(entities, given, thing)) for thing in things}
    known = read_values(entities.site.store, PROPERTIES[given.pid], things)
    fits = _comparer(entities, given.values)
    return {thing.iri: any(map(fits, known[thing.iri])) if thing.iri in known else None for thing in things}


def _has_country(entities: Entities, values: Iterable[str], thing: Thing) -> Verdict:
    codes = {code for value in values for code in codes_of(value)}
    if thing.kind == "Agreement" and thing.iri in entities.atlas.bonds:
        places = (entities.atlas.places[party] for party in entities.atlas.bonds[thing.iri].parties)
        own = {place.country for place in places if place.country}
    else:
        own = {thing.country} if thing.country else set()
    return bool(codes & own) if codes and own else None


@cache
def _codes() -> Mapping[str, frozenset[str]]:
    """Return the ISO codes of countries by the slugs of their names in three languages, and of themselves."""
    found: dict[str, set[str]] = {}
    path = resource_dir("data") / "lexicon" / "countries.tsv"
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(row) > 5 and not row[0].startswith("#"):
                names = [name for column in (1, 3, 5) for name in row[column].split("|")]
                for name in (row[0], *names):
                    found.setdefault(slug(name), set()).add(row[0])
    return {name: frozenset(codes) for name, codes in found.items()}


def codes_of(text: str) -> frozenset[str]:
    """Return the ISO code of a country by its code or its name in German, English or French; or none.

    >>> sorted(codes_of("Frankreich")), sorted(codes_of("fr")), sorted(codes_of("Atlantis"))
    (['FR'], ['FR'], [])
    """
    return _codes().get(slug(text), frozenset())


def _has_number(entities: Entities, values: Iterable[str], thing: Thing) -> Verdict:
    own = entities.geonames(thing)
    numbers = {found[-1] for value in values if (found := re.findall(r"\d+", value))}
    return own in numbers if own and numbers else None


def distance(entities: Entities, given: Given, thing: Thing) -> float | None:
    """Return the kilometres from a city to the nearest of "latitude,longitude", None where one is missing."""
    place = entities.atlas.places.get(thing.iri)
    if place is None or place.latitude is None or place.longitude is None:
        return None
    here = (place.latitude, place.longitude)
    points = (point for value in given.values if (point := point_of(value)))
    return min((_kilometres(here, point) for point in points), default=None)


def point_of(text: str) -> tuple[float, float] | None:
    """Return latitude and longitude in degrees, None for what is none.

    >>> point_of("51.2277, 6.7735"), point_of("POINT(6.7735 51.2277)"), point_of("here")
    ((51.2277, 6.7735), (51.2277, 6.7735), None)
    """
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]
    if len(numbers) != 2:
        return None
    latitude, longitude = reversed(numbers) if "point" in text.casefold() else numbers
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _kilometres(one: tuple[float, float], two: tuple[float, float]) -> float:
    (a, b), (c, d) = (map(radians, point) for point in (one, two))
    half = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * _EARTH * asin(min(1.0, sqrt(half)))


def _is_near(kilometres: float | None) -> Verdict:
    return None if kilometres is None else kilometres <= NEAR


def _comparer(entities: Entities, values: Sequence[str]) -> Callable[[Term], bool]:
    """Return what tells whether a term is one of *values*: a thing's id or name, a day, a text."""
    keys = {slug(value) for value in values}
    named = set().union(*(entities.named(value) for value in values))
    days = [value for value in values if _DAY.fullmatch(value)]

    def fits(term: Term) -> bool:
        if isinstance(term, ox.NamedNode):
            local = slug(term.value.rpartition("/")[2])
            return (
                term.value in named
                or term.value in values
                or local in keys
                or slug(entities.name(term.value)) in keys
            )
        text = term.value
        return slug(text) in keys or (
            _DAY.fullmatch(text) is not None and any(is_within(text, day) for day in days)
        )

    return fits
