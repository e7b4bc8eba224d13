"""A name of several towns -> the one that this release means."""

from __future__ import annotations

import math
import re

from twingraph.extract.city_names import Candidate, is_issuer
from twingraph.extract.country_states import STATE_COUNTRIES
from twingraph.extract.layout import Document
from twingraph.lexicon import Gazetteer, Lexicon

_CODE_AFTER = re.compile(r"^ ?\(([A-Z]{1,3})\)|^ ?/ ?([A-Z]{1,2})\b|^, ([A-Z]{2})\b")

_COUNTRY_AFTER = re.compile(r",? (?:\(|in |, )?((?:the )?[A-ZÉ][\w. -]+)")

_CAR_CODES = {
    "A": "AT", "B": "BE", "CZ": "CZ", "D": "DE", "E": "ES", "EST": "EE", "F": "FR", "FIN": "FI", "GB": "GB",
    "H": "HU", "I": "IT", "IL": "IL", "IRL": "IE", "J": "JP", "L": "LU", "N": "NO", "P": "PT", "PL": "PL",
    "RO": "RO", "RUS": "RU", "S": "SE", "SLO": "SI", "UA": "UA", "UK": "GB", "USA": "US",
}  # fmt: skip
"""Codes on cars, as releases put them behind a town -> ISO codes."""

_TOLD = 0.8
"""How much it counts that the release names a country anywhere; of the issuer's town it tells nothing."""

_STYLED = 1.2
"""How much it counts for the issuer's town that a release is written in its country's English."""

_TOWN = 5_000
"""People of a town that one knows by its own name."""

_HOME = {"de": {"DE", "AT", "CH"}, "fr": {"FR", "BE", "CH"}, "en": {"GB", "US", "IE"}}
"""Countries in which a release of a language is at home."""


def settle_place(
    name: str,
    mentions: list[Candidate],
    document: Document,
    gazetteer: Gazetteer,
    lexicon: Lexicon,
    told: frozenset[str],
    styled: frozenset[str] = frozenset(),
) -> tuple[int, float]:
    """Return which town *name* means in this release, and how sure that is.

    The country that the text gives it counts most, then an exonym, then the main name, then people; the
    countries that are *told* anywhere count too, and for the issuer's town those whose English it writes.
    """
    countries = {code for m in mentions for code in _countries_near(document, m, lexicon)}
    issuer = document.release.issuer or ""
    home = _HOME[document.release.language]
    scores = {}
    numbers = sorted({i for m in mentions for i in m.ids})
    places = map(gazetteer.place, numbers)
    own = any(p.name == name and p.population >= _TOWN for p in places)  # Vienne is no Vienna in German
    issues = is_issuer(name, issuer)  # "Ville de Vienne" writes French and is no Vienna
    for number in numbers:
        place = gazetteer.place(number)
        score = math.log10(place.population + 10)
        score += 3.0 * (place.country in countries)
        score += _TOLD * (place.country in told and name not in issuer)
        spoken = gazetteer.languages.get((name, number), frozenset())
        known = document.release.language in spoken or (bool(spoken) and not own)
        score += 2.5 * (known and not (issues and own and place.country not in home))
        score -= 1.5 * (own and bool(spoken) and document.release.language not in spoken)
        score += 1.5 * (place.name == name)
        score += 1.2 * place.name.startswith((f"{name} ", f"{name}-"))  # Weißenburg in Bayern
        score += 0.5 * (place.country in home)
        score += _STYLED * (place.country in styled and name in issuer)
        # towns of Europe have most of their partners there; of English texts nobody knows the continent
        score += 0.8 * (place.country in lexicon.europe and document.release.language != "en")
        scores[number] = score
    ranked = sorted(scores, key=lambda i: (-scores[i], i))
    lead = scores[ranked[0]] - scores[ranked[1]] if len(ranked) > 1 else 3.0
    return ranked[0], round(min(1.0, 0.6 + lead / 5), 2)


def countries_told(document: Document, lexicon: Lexicon) -> frozenset[str]:
    """Return the countries that the release names anywhere, by their name or as an adjective."""
    names = {word for _, word in document.capitals} & lexicon.country_names.keys()
    found = {lexicon.country_of_adjective(word.lower()) for word in set(_LONG.findall(document.text))}
    return frozenset(code for code in found | {lexicon.country_names[name] for name in names} if code)


_LONG = re.compile(r"[^\W\d_]{5,}")


def country_code(after: str) -> str | None:
    """Return the ISO code of the country whose car code stands first in *after*: " (PL)", "/F", ", UK"."""
    match = _CODE_AFTER.match(after)
    code = next((g for g in match.groups() if g), "") if match else ""
    return _CAR_CODES.get(code)


def _countries_near(document: Document, mention: Candidate, lexicon: Lexicon) -> set[str]:
    """Return the countries that a code, name or adjective right beside the name gives it."""
    before = document.text[max(0, mention.start - 45) : mention.start]
    after = document.text[mention.end : mention.end + 40]
    found = {country_code(after)}
    tail = _COUNTRY_AFTER.match(after)
    if tail:
        heads = tail.group(1).removeprefix("the ").split(" ")
        heads = [h.title() if h.isupper() and len(h) > 3 else h for h in heads]
        names = [" ".join(heads[:n]).strip(".,") for n in range(1, len(heads) + 1)]
        found |= {lexicon.country_names.get(name) for name in names}
        found |= {STATE_COUNTRIES.get(name) for name in names}
    found |= {lexicon.country_of_adjective(word) for word in re.findall(r"[\w-]+", before.lower())[-4:]}
    return {code for code in found if code}
