"""Where a paper is signed that names no place: in the town that has its partners as guests."""

from __future__ import annotations

import re

from twingraph.extract.reading import Reading
from twingraph.extract.records import Found, Paper, Words

_GUESTS = re.compile(
    r"\b(?:zu Gast|zu Besuch|hierher|weilte\w*|angereist|eingetroffen|begrüßt\w*|"
    r"begrüsst\w*|willkommen|Gastgeber\w*|"
    r"Gäste aus|Besuch aus|(?:gast|be)herbergt\w*|empfing\w*|kam\w* nach|"
    r"guests? (?:from|of)|visiting|visitors from|delegation from|hosted|welcomed|"
    r"played host|came to|arrived (?:from|in)|"
    r"en visite|accueilli\w*|accueill\w+|hôtes?|invités|venus? de|venue de|délégation de)\b",
    re.I,
)
_JOURNEY = re.compile(
    r"\b(?:reist\w* nach|gereist|Reise (?:nach|in)|flog\w*|fuhr\w* (?:\w+ )?nach|"
    r"aufgebrochen|zurückgekehrt|heimgekehrt|"
    r"wurden? [^.;]{0,60}(?:empfangen|begrüßt|begrüsst)|Gastgeberstadt|"
    r"travell?ed to|flew|trip to|journey to|returned from|back from|were (?:welcomed|"
    r"received|hosted)|visit to|visited|"
    r"s[’']est rendue?|se sont rendu\w*|voyage|déplacement|de retour|déplacée?s?|"
    r"ont été (?:accueilli|reçu)\w*)\b",
    re.I,
)
_DAYS = 12
"""Days between a signing and a release that brings it as its news."""


def fill_guests(reading: Reading, paper: Paper) -> None:
    """Take the issuing town for what it signs in these days with people who are its guests."""
    if ("city", reading.home) not in paper.parties or len(paper.signatories) < _TWO:
        return
    text = reading.document.text
    guests = _GUESTS.search(text)
    if guests and reading.home is not None and _is_news(reading, paper) and not _leaves(reading):
        words = Words(guests.start(), guests.end(), "place-guests", 0.6)
        paper.place = Found(reading.home, words, "inferred")


def _leaves(reading: Reading) -> bool:
    """True where the release tells of a journey to another town than the issuing one."""
    near = reading.towns_along.between
    return any(
        all(c.geonames_id != reading.home for c in near(m.start() - _NEAR, m.end() + _NEAR))
        for m in _JOURNEY.finditer(reading.document.text)
    )


_NEAR = 20
"""Characters around a word for a journey in which its goal stands."""


def _is_news(reading: Reading, paper: Paper) -> bool:
    """True for what was signed on a day shortly before that of the release."""
    issued, signed = reading.document.release.issued, paper.signed
    if issued is None or issued.day is None or signed is None or signed.value.day is None:
        return False
    return 0 <= (issued.first_day() - signed.value.first_day()).days <= _DAYS


_TWO = 2
