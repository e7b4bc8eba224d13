"""Text -> days that are called by their feast: "am Pfingstsamstag", "on Easter Monday 1974"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from twingraph.extract.dates import DateMention
from twingraph.extract.layout import Document
from twingraph.lexicon import Lexicon
from twingraph.model import PartialDate

_RULE = "date-feast"
_AHEAD = re.compile(
    r"(?:kommende[nrms]?|nächste[nrms]?|künftige[nrms]?|next|coming|upcoming|prochaine?)(?: \w+)? $", re.I
)
_PAST = re.compile(
    r"(?:vergangene[nrms]?|letzte[nrms]?|vorige[nrms]?|last|past|passée?|derni(?:er|ère))(?: \w+)? $", re.I
)
_WRITTEN_OUT = re.compile(
    r",? ?\(?(?:den |dem |der |the |le )?\d{1,2}(?:\.|st|nd|rd|th|er)? ?[A-ZÀ-Þa-zà-ÿ0]"
)
"""Behind a feast whose date is told too: "am Pfingstmontag, 20. Mai"."""


def easter(year: int) -> date:
    """Return Easter Sunday of a year of the Gregorian calendar (Butcher's rule, Nature, 20 April 1876).

    >>> easter(2023), easter(1976)
    (datetime.date(2023, 4, 9), datetime.date(1976, 4, 18))
    """
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), g = divmod(b, 4), (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def find_feast_days(document: Document, lexicon: Lexicon) -> Iterator[DateMention]:
    """Yield the feasts of *document*: with a year, or of the year in which its own date puts them.

    Days around a feast ("zu Pfingsten 1974") are told to the month, and need the year.
    """
    for pattern, day in _feasts(lexicon, document.release.language):
        around = day.startswith("~")
        for match in document.finditer(pattern):
            year = int(match["year"]) if match["year"] else None
            told = (
                _named(day.strip("~"), year) if year else None if around else _nearest(document, match, day)
            )
            if told and not (year is None and _WRITTEN_OUT.match(document.text, match.end())):
                when = PartialDate(told.year, told.month, None if around else told.day)
                yield DateMention(match.start(), match.end(), when, _RULE)


@lru_cache(maxsize=8)
def _feasts(lexicon: Lexicon, language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    year = r"(?:,? (?:des Jahres |of |in |de )?(?P<year>(?:19|20)\d\d))?"
    return tuple(
        (re.compile(rf"(?<![\w-])(?:{c.pattern})(?![\w-]){year}"), c.values[0])
        for c in lexicon.feasts
        if language in c.languages
    )


def _named(day: str, year: int) -> date:
    """Return the day of a feast in a year."""
    if day.startswith("e"):
        return easter(year) + timedelta(int(day[1:]))
    return date(year, int(day[:2]), int(day[3:]))


_THAT_YEAR = re.compile(
    r" (?:of that|of the same|in that) year\b| (?:jenes|desselben) Jahres\b| de (?:cette|la même) année"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def _nearest(document: Document, match: re.Match[str], day: str) -> date | None:
    """Return the feast nearest to the release's date, or the one before or after it if words say so."""
    issued = document.release.issued
    if issued is None or issued.day is None:
        return None
    if _THAT_YEAR.match(document.text, match.end()):
        years = _YEAR.findall(document.text, max(0, match.start() - 160), match.start())
        return _named(day, int(years[-1])) if years else None
    own = issued.first_day()
    days = [_named(day, own.year + shift) for shift in (-1, 0, 1)]
    if document.search_in(_AHEAD, match.start() - 24, match.start()):
        return min(d for d in days if d > own)
    if document.search_in(_PAST, match.start() - 24, match.start()):
        return max(d for d in days if d <= own)
    return min(days, key=lambda d: abs(d - own))
