"""The town that speaks in a release: its issuer's, that of the dateline or heading, or the one named most."""

from __future__ import annotations

import re
from collections.abc import Sequence

from twingraph.extract.cities import CityMention
from twingraph.extract.layout import Document
from twingraph.lexicon import Gazetteer

_DATELINE = re.compile(
    r"^([A-ZÄÖÜ][\w’' -]{2,25}?)(?:, [A-Z][\w.]{0,5}\.?)?(?: \([^)]{2,20}\))?"
    r"(?: [–—-] |\. (?=[A-ZÄÖÜ])|, \d|/)",
    re.M,
)
_PAPER = re.compile(
    r"(?:Times|Herald|Post|Gazette|Chronicle|News|Courier|Advertiser|Mercury|Echo|Journal|Star|Observer|"
    r"Telegraph|"
    r"Anzeiger|Zeitung|Tagblatt|Tageblatt|Nachrichten|Kurier|Bote|Rundschau|Presse|Blatt|Wochenblatt|"
    r"Magazine?)\b"
)
"""In the name of a newspaper, which is read in more towns than the one that it is named after."""
_JOINED = re.compile(r" (?:und|and|et|&|–) ")
_PAIR = 2


_LANDS = {
    "de": ("DE", "AT", "CH", "LI", "LU", "BE", "IT"),
    "en": ("GB", "IE", "US", "CA", "AU", "NZ", "ZA", "MT", "IM", "JE", "GG"),
    "fr": ("FR", "BE", "CH", "LU", "CA", "BF", "BJ", "CD", "CI", "CM", "GN", "ML", "NE", "SN", "TG", "TN"),
}
"""Countries whose towns write their releases in a language."""


def find_home(
    document: Document, cities: Sequence[CityMention], ranked: Sequence[int], gazetteer: Gazetteer
) -> int | None:
    """Return the GeoNames id of the town that speaks; *ranked* are the towns, those named most first.

    Where no issuer, dateline or heading names it, a town is preferred where the language is spoken.
    """
    issuer = document.release.issuer or ""
    for city in cities:
        if (
            city.form != "demonym"
            and city.name in issuer
            and re.search(rf"\b{re.escape(city.name)}\b", issuer)
        ):
            return city.geonames_id
    for match in _DATELINE.finditer(document.text, 0, max(600, len(document.text) // 3)):
        if _PAPER.search(match.group(1)):
            continue
        for city in cities:
            if match.start() <= city.start < match.end(1):
                return city.geonames_id
    if heading := _heading_town(document, cities):
        return heading
    lands = _LANDS.get(document.release.language, ())
    at_home = [town for town in ranked if gazetteer.place(town).country in {*lands, ""}]
    first = first_of_title(document, cities)
    if first in ranked[:_PAIR] and (first in at_home or not at_home):
        return first
    return at_home[0] if at_home else ranked[0] if ranked else None


def first_of_title(document: Document, cities: Sequence[CityMention]) -> int | None:
    """Return the first of the two towns that a title joins: "Gera und Pilsen feiern"."""
    title = document.release.title_span
    if title is None:
        return None
    named = [c for c in cities if title.start <= document.span(c.start, c.end).start < title.end]
    joined = len(named) == _PAIR and _JOINED.fullmatch(document.text, named[0].end, named[1].start)
    return named[0].geonames_id if joined else None


def _heading_town(document: Document, cities: Sequence[CityMention]) -> int | None:
    """Return the one town of the first line, where it is short and no title: "TOWN COUNCIL OF LILLE"."""
    first = next((b for b in document.blocks if b.kind in ("headline", "navigation")), None)
    title = document.release.title_span
    if first is None or first.start > 200 or first.end - first.start > 90:
        return None
    if title is not None and document.span(first.start, first.end).start >= title.start:
        return None
    if _PAPER.search(document.text, first.start, first.end):
        return None
    towns = {c.geonames_id for c in cities if first.start <= c.start < first.end}
    return towns.pop() if len(towns) == 1 else None
