"""Which English a release is written in: that of Britain and Ireland, or that of America."""

from __future__ import annotations

import re

from twingraph.extract.layout import Document

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
)
_BRITISH = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH} (?:19|20)\d\d\b|\bCllr\b|\bCouncillors?\b|"
    rf"\bLord (?:Mayor|Provost)\b|"
    r"\b[Tt]winn(?:ed|ing)\b|\bprogramme|\b[Cc]entre\b|\w+isation\b|£|\b(?:[Bb]orough|"
    r"Parish|Town|District) Council\b"
)
_AMERICAN = re.compile(
    rf"\b{_MONTH} \d{{1,2}}, (?:19|20)\d\d\b|\bsister[- ]cit|\b[Cc]ouncil ?(?:members?|woman|"
    rf"man)\b|\bprogram\b|"
    r"\b[Cc]enter\b|\w+ization\b|\$\d|\b[Dd]owntown\b|\b[A-Z]{2} \d{5}\b|\bCity Manager\b|"
    r"\bCounty Executive\b"
)
_ISLES, _AMERICA = frozenset({"GB", "IE", "IM", "JE", "GG", "AU", "NZ"}), frozenset({"US", "CA"})


def countries_of_style(document: Document) -> frozenset[str]:
    """Return the countries whose English a release has, none where its marks are mixed or few."""
    if document.release.language != "en":
        return frozenset()
    british = sum(1 for _ in document.finditer(_BRITISH))
    american = sum(1 for _ in document.finditer(_AMERICAN))
    if british > _SURE * american:
        return _ISLES
    return _AMERICA if american > _SURE * british else frozenset()


_SURE = 2
"""How many times more marks of the one than of the other."""
