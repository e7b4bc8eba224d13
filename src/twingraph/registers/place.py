"""Places as lists name them -> cities of the gazetteer: by id, or by name with coordinates, country or alone.

A wrong city does more harm than none: what leaves a choice is not placed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import cos, floor, hypot, radians

from rapidfuzz import fuzz

from twingraph.iris import BASE, mint_iri, slug
from twingraph.lexicon import Gazetteer, Lexicon, city_iri
from twingraph.model import Place
from twingraph.registers.read import Listed

_NEAR, _CLOSE = 30.0, 10.0  # km, for a name that is the same and for one that is alike
_ALIKE = 85.0  # of 100
_LARGE = ((10, 50_000), (2, 500_000))
"""How many times its namesakes, and how large, a town must be to be meant by its name alone.

Of the places in Wikipedia's lists, whose coordinates tell, 92 % are right so, and 97 % of those whose name is
the only one.
"""
_BELONGS = {
    "AX": "FI", "FO": "DK", "GL": "DK", "GF": "FR", "GP": "FR", "MQ": "FR", "NC": "FR", "PF": "FR",
    "RE": "FR", "YT": "FR", "GG": "GB", "GI": "GB", "IM": "GB", "JE": "GB", "HK": "CN", "MO": "CN",
    "GU": "US", "PR": "US",
}  # fmt: skip
"""Of codes of their own, the country that lists put such towns in."""
_WHERE = re.compile(
    "-(a[mn]|auf|bei|i[mn]|ob|on|upon|by|sur|sous|en|de[lr]?|des|du|di|do|nad|pod|unter|vor)-"
)
"""What a longer name of a town goes on with: "Rotenburg an der Wümme", but not "Alytus District"."""
_KM = 111.2  # a degree of latitude


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows of cities already: the city of each Wikidata item, and all IRIs of cities."""

    items: Mapping[str, str] = field(default_factory=dict)
    cities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a place of a list belongs: ``how`` it was found, or why not; ``iri`` is one of its own then."""

    iri: str
    how: str
    place: Place | None = None
    is_found: bool = True


class Placer:
    """Finds the city of each place of one list.

    Args:
        shared: How many places of the list, each with an item of its own, have a name.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        lexicon: Lexicon,
        known: Known,
        shared: Mapping[str, int],
        base: str = BASE,
    ) -> None:
        self._gazetteer, self._lexicon, self._known = gazetteer, lexicon, known
        self._shared, self._base = shared, base

    def place(self, listed: Listed) -> Placed:
        """Return the city of a place, or an IRI of its own with the reason why there is none."""
        if listed.item and listed.item in self._known.items:
            iri = self._known.items[listed.item]
            return Placed(iri, "by Wikidata item", self._place_of(iri))
        if listed.geonames is not None and listed.geonames in self._gazetteer.rows:
            return self._found(listed.geonames, "by GeoNames id")
        named = self._named(listed.name)
        found = self._by_place(listed, named) if listed.latitude is not None else self._by_name(listed, named)
        if isinstance(found, Placed):
            return found
        unlisted = mint_iri("city", listed.name, base=self._base)
        if unlisted in self._known.cities:
            return Placed(unlisted, "by name, as releases have it")
        key = listed.item or "_".join(filter(None, (listed.country, _degree_key(listed)))) or "somewhere"
        return Placed(mint_iri("city", listed.name, key, base=self._base), found, is_found=False)

    def _found(self, number: int, how: str) -> Placed:
        place = self._gazetteer.place(number)
        return Placed(city_iri(place, self._base), how, place)

    def _place_of(self, iri: str) -> Place | None:
        """Return the gazetteer's place of the IRI of a city, which its GeoNames id ends."""
        number = iri.rpartition("-")[2]
        known = number.isascii() and number.isdecimal() and int(number) in self._gazetteer.rows
        return self._gazetteer.place(int(number)) if known else None

    def _named(self, name: str) -> Sequence[int]:
        """Return the towns of a name, of it without what stands in brackets or behind a comma if need be."""
        for form in _forms(name):
            if found := self._gazetteer.find(form):
                return found
        return ()

    def _by_place(self, listed: Listed, named: Iterable[int]) -> Placed | str:
        ranked = sorted((self._distance(listed, number), number) for number in named)
        if ranked and ranked[0][0] <= _NEAR:
            return self._agreed(listed, ranked[0][1], "by name and coordinates")
        for _, number in sorted(self._around(listed)):
            if _is_alike(listed.name, self._gazetteer.place(number)):
                return self._agreed(listed, number, "by a like name and coordinates")
        if ranked:
            return "a town of that name is elsewhere"
        return "no town of that name"

    def _agreed(self, listed: Listed, number: int, how: str) -> Placed | str:
        """Return a town, unless a list says another country: "Florence, United States" at 43.8 N, 11.3 E."""
        country, code = self._gazetteer.place(number).country, self.country(listed.country)
        if code and code not in (country, _BELONGS.get(country)):
            return "country and coordinates disagree"
        return self._found(number, how)

    def _by_name(self, listed: Listed, named: Sequence[int]) -> Placed | str:
        code = self.country(listed.country)
        places = [self._gazetteer.place(number) for number in named]
        inside = [place for place in places if place.country == code] if code else places
        if not inside:
            return "the town of that name is in another country" if places else "no town of that name"
        if self._shared.get(listed.name, 0) > 1:
            return "several places of the list have that name"
        meant = inside[0] if len(inside) == 1 else self._largest(listed.name, inside)
        if meant is None:
            return "several towns of that name"
        return self._found(meant.geonames_id, "by name and country" if code else "by name alone")

    def _largest(self, name: str, places: Sequence[Place]) -> Place | None:
        """Return the town that a name means to all the world; one that only has it beside another may not."""
        forms = set(_forms(name))
        listed = {number for form in forms for number in self._gazetteer.exonyms.get(form, ())}
        ranked = sorted(places, key=lambda place: (-place.population, place.geonames_id))
        main = [place for place in ranked if place.name in forms or place.geonames_id in listed]
        if not main or main[0] != ranked[0]:
            return None
        next_one = main[1].population if len(main) > 1 else 0
        is_meant = any(main[0].population >= max(least, times * next_one) for times, least in _LARGE)
        return main[0] if is_meant else None

    def country(self, text: str) -> str | None:
        """Return the ISO code of a country as a list writes it, None where that is not known."""
        names = self._lexicon.country_names
        bare = re.sub(r"\s*\(.*?\)", "", text).strip()
        last = bare.rpartition(",")[2].strip()
        short = re.sub(r"^.*\b(?:Republic of|State of) | of America$", "", last)
        return next((names[name] for name in (text, bare, last, short) if name in names), None)

    @cached_property
    def _grid(self) -> Mapping[tuple[int, int], list[tuple[float, float, int]]]:
        """Latitude, longitude and id of the towns of each square of a degree."""
        grid: dict[tuple[int, int], list[tuple[float, float, int]]] = defaultdict(list)
        for number, row in self._gazetteer.rows.items():
            north, east = map(float, row.split("\t", 5)[3:5])
            grid[floor(north), floor(east)].append((north, east, number))
        return grid

    def _around(self, listed: Listed) -> Iterator[tuple[float, int]]:
        """Yield the towns that are close, with the kilometres between."""
        assert listed.latitude is not None
        assert listed.longitude is not None
        row, column = floor(listed.latitude), floor(listed.longitude)
        for south, east in product((-1, 0, 1), repeat=2):
            for *there, number in self._grid.get((row + south, (column + east + 180) % 360 - 180), ()):
                if abs(there[0] - listed.latitude) * _KM > _CLOSE:
                    continue
                distance = _kilometres((listed.latitude, listed.longitude), (there[0], there[1]))
                if distance <= _CLOSE:
                    yield distance, number

    def _distance(self, listed: Listed, number: int) -> float:
        assert listed.latitude is not None
        assert listed.longitude is not None
        place = self._gazetteer.place(number)
        return _kilometres((listed.latitude, listed.longitude), (place.latitude, place.longitude))


def _kilometres(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Return the way between two places, right to a percent for the short ways that count here.

    >>> round(_kilometres((0.0, 179.5), (0.0, -179.5)))
    111
    """
    east = (two[1] - one[1] + 180) % 360 - 180
    return _KM * hypot(two[0] - one[0], east * cos(radians(one[0])))


def count_shared(places: Iterable[Listed]) -> Mapping[str, int]:
    """Return how many items share each name: "London" is a town of several countries."""
    return Counter(name for name, _ in {(place.name, place.item) for place in places if place.item})


def _forms(name: str) -> Iterator[str]:
    """Yield a name, then without brackets, then without what follows a comma or a slash.

    >>> list(_forms("Rome, Georgia (city)"))
    ['Rome, Georgia (city)', 'Rome, Georgia', 'Rome']
    """
    bare = re.sub(r"\s*\(.*?\)", "", name).strip()
    yield from dict.fromkeys((name, bare, re.split(r"[,/]", bare)[0].strip()))


def _is_alike(name: str, place: Place) -> bool:
    """Return whether a name is one of a town's, but for small words, endings and accents."""
    if re.search(r"\s[–-]\s", name):  # "Sarajevo – Stari Grad" is a part of the town, and twinned by itself
        return False
    wanted = slug(name)
    for other in map(slug, (place.name, *place.names)):
        rest = wanted[len(other) :] if wanted.startswith(f"{other}-") else ""
        is_longer = _WHERE.match(rest) or f"{other}-".startswith(f"{wanted}-")
        if is_longer or fuzz.ratio(wanted, other) >= _ALIKE:
            return True
    return False


def _degree_key(listed: Listed) -> str:
    """Return coordinates as they tell a place of a list from its namesakes: to a hundredth of a degree."""
    if listed.latitude is None or listed.longitude is None:
        return ""
    north, east = (f"{abs(value):.2f}".replace(".", "") for value in (listed.latitude, listed.longitude))
    return f"{'s' if listed.latitude < 0 else 'n'}{north}{'w' if listed.longitude < 0 else 'e'}{east}"
