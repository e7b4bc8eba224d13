"""Adjectives of countries that stand for a town named elsewhere: "die polnische Partnerstadt"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from twingraph.extract.layout import Document
from twingraph.lexicon import Lexicon

_TOWN = (
    r"(?i:(?:klein|hafen|kreis|groß|haupt)?stadt|seite|gemeinde|kommune|city|town|side|capital|"
    r"ville|commune|cité)"
)
_BEHIND = r"(?i:ville|commune|cité|capitale|municipalité|localité|bourgade|métropole)"
_INDEFINITE = re.compile(r"\b(?:eine[rmns]?|an?|une?) $", re.I)
"""Before it, an adjective means some town or other: "mit einer französischen Gemeinde"."""


@lru_cache(maxsize=4)
def _pattern(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of adjectives before a word for a town or a side; in French, behind one."""
    adjectives = "|".join(re.escape(stem) for stem, _ in lexicon.country_adjectives)
    second = r"(?: (?:und|and|et) (?:der |die |the )?[\w-]+)?"
    noun = rf"(?:partner|sister|twin|{_TOWN}\b(?-i:(?! [A-ZÄÖÜÉ])))"
    bare = rf" {_TOWN}\b(?! [A-ZÄÖÜÉ])"
    return re.compile(
        rf"\b(?P<stem>(?i:{adjectives}))(?:e?[nrsm]?|es|e|ne)\b(?:{bare}|(?={second} (?i:{noun})))|"
        rf"\b{_BEHIND} (?P<after>(?i:{adjectives}))(?:ne|se|e|s)?\b(?! d(?:e |[’']))"
    )


def find_adjectives(document: Document, lexicon: Lexicon) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and the adjective's stem in small letters, where the words mean a certain town."""
    for match in document.finditer(_pattern(lexicon)):
        if not _INDEFINITE.search(document.text, max(0, match.start() - 8), match.start()):
            yield match.start(), match.end(), (match["stem"] or match["after"]).lower()
