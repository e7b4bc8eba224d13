"""Town mentions -> those that only say where another town lies: "Coswig bei Dresden"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from twingraph.extract.cities import CityMention
from twingraph.extract.layout import Document

_DISTANCE = re.compile(
    r"(?<![a-zäöü])(?:kilometer|km|kilometres|kilometers|miles|kilomètres|minuten|südlich|nördlich|östlich|westlich|"
    r"südöstlich|südwestlich|nordöstlich|nordwestlich|"
    r"unweit|outside|near|(?:district|suburb|part|quarter|borough)|(?:Stadtteil|Vorort|"
    r"Ortsteil|Bezirk|"
    r"quartier|faubourg|banlieue)|près|in der nähe|nicht weit|south|north|east|west)\s(?:\w+\s)?"
    r"(?:von|of|de|d[’']|from)?\s?$|\boutside $|\bnear $|"
    r"\b(?:in|aus|nach|von|mit) (?-i:[A-ZÀ-Þ][a-zà-ÿ-]+) bei $",
    re.I,
)


_BESIDE = " bei "


def oriented_towns(document: Document, cities: Sequence[CityMention]) -> frozenset[int]:
    """Return the towns that a text names, at least every second time, only to say where another lies.

    "60 Kilometer östlich von Kiew", "Coswig bei Dresden".
    """
    away: dict[int, list[bool]] = {}
    ends = {city.end for city in cities}
    for city in cities:
        gap = city.start - len(_BESIDE)
        beside = gap in ends and document.text.startswith(_BESIDE, gap)
        told = beside or is_for_orientation(document, city.start)
        away.setdefault(city.geonames_id, []).append(told)
    return frozenset(i for i, marks in away.items() if any(marks) and sum(marks) * 2 >= len(marks))


def is_for_orientation(document: Document, start: int) -> bool:
    """True for a town that only says where another lies: "60 Kilometer östlich von Kiew"."""
    return document.search_in(_DISTANCE, start - 40, start) is not None
