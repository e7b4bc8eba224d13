"""Text -> days told from the release's date: today, yesterday, last Friday."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from twingraph.extract.dates import DateMention, calendar_words
from twingraph.extract.layout import Document
from twingraph.extract.numbers import parse_number
from twingraph.lexicon import Lexicon
from twingraph.model import PartialDate

_TODAY = {
    "de": r"heute|heutigen",
    "en": "today|this (?:morning|afternoon|evening)",
    "fr": "aujourd[’']hui|ce (?:jour|matin|soir)|cet après-midi",
}
_YESTERDAY = {"de": "gestern|gestrigen", "en": "yesterday", "fr": "hier"}


def find_relative_dates(document: Document, lexicon: Lexicon) -> list[DateMention]:
    """Return days told from the release's date: today, yesterday, a weekday just past or to come.

    A release without a full date has none.
    """
    issued = document.release.issued
    if not issued or issued.day is None:
        return []
    day = issued.first_day()
    found = [
        *_years_ago_today(document, day),
        *_near_days(document, day),
        *_weekdays(document, lexicon, day),
        *_numbered_weekdays(document, lexicon, day),
    ]
    return sorted(found, key=lambda m: m.start)


@lru_cache(maxsize=8)
def _near_day(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.I)


_YEARS_AGO_TODAY = {
    "de": re.compile(
        r"\b(?:heute |auf den Tag genau )vor (?:genau |exakt |auf den Tag genau )?(?P<n>[\wäöüß]+) Jahren\b",
        re.I,
    ),
    "en": re.compile(r"\b(?P<n>[\w-]+) years ago (?:today|to the day)\b", re.I),
    "fr": re.compile(r"\bil y a (?P<n>[\w-]+) ans,? jour pour jour\b", re.I),
}


def _years_ago_today(document: Document, issued: date) -> Iterator[DateMention]:
    """Yield the days whose anniversary the release's own is: "heute vor zehn Jahren"."""
    for match in document.finditer(_YEARS_AGO_TODAY[document.release.language]):
        years = parse_number(match["n"].lower())
        if years:
            day = PartialDate(issued.year - years, issued.month, issued.day)
            yield DateMention(match.start(), match.end(), day, "date-years-ago-today")


def _near_days(document: Document, issued: date) -> Iterator[DateMention]:
    for words, back, rule in ((_TODAY, 0, "date-today"), (_YESTERDAY, 1, "date-yesterday")):
        for match in document.finditer(_near_day(words[document.release.language])):
            yield DateMention(match.start(), match.end(), _as_date(issued - timedelta(back)), rule)


@lru_cache(maxsize=4)
def _weekday_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    names, _ = calendar_words(lexicon, "w")
    past = r"(?P<past>vergangenen|letzten|vorigen|gestrigen|last|this past|past)"
    ahead = r"(?P<next>kommenden|nächsten|next|this coming|coming)"
    return re.compile(
        rf"\b(?:am |vom |on |ce |le )?(?:{past} |{ahead} )?\b(?P<name>{names})"
        rf"(?:vormittag|nachmittag|abend|mittag|morgen)?s?(?P<after> dernier| prochain)?\b"
        r"(?!,? (?:den )?\d(?!\d?(?:[.:]\d\d)? ?(?:Uhr|h\b|heures|[ap]\.?m\b)))",
        re.I,
    )


@lru_cache(maxsize=4)
def _numbered_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    names, _ = calendar_words(lexicon, "w")
    months, _ = calendar_words(lexicon, "m")
    return re.compile(
        rf"\b(?P<name>{names}),? (?:den |dem |the )?(?P<day>[0-3]?\d)(?:er|\.|st|nd|rd|th)?"
        rf"(?!\d|[./:]\d| ?(?:{months}|h\b|heures|Uhr|am\b|pm\b|a\.m|p\.m|et\b|und\b|and\b|"
        rf"au\b|bis\b|to\b|[-–]))",
        re.I,
    )


def _numbered_weekdays(document: Document, lexicon: Lexicon, issued: date) -> Iterator[DateMention]:
    """Yield "le samedi 11": the day of that number near the release's date, where the weekday confirms it."""
    _, numbers = calendar_words(lexicon, "w")
    for match in document.finditer(_numbered_pattern(lexicon)):
        weekday, number = numbers[match["name"].casefold()], int(match["day"])
        near = (issued + timedelta(shift) for shift in sorted(range(-_NEAR, _NEAR + 1), key=abs))
        day = next((d for d in near if d.day == number and d.weekday() == weekday), None)
        if day is not None:
            yield DateMention(match.start(), match.end(), _as_date(day), "date-weekday-number")


_NEAR = 24
"""Days around a release in which a day told without its month lies."""


def _weekdays(document: Document, lexicon: Lexicon, issued: date) -> Iterator[DateMention]:
    """Yield weekdays without a date: the last before the release, or the next where the text looks ahead."""
    _, numbers = calendar_words(lexicon, "w")
    for match in document.finditer(_weekday_pattern(lexicon)):
        back = (issued.weekday() - numbers[match["name"].casefold()]) % 7
        if match["next"] or "prochain" in (match["after"] or ""):
            shift = 7 - back
        else:
            shift = -7 if match["past"] and not back else -back
        day = _as_date(issued + timedelta(shift))
        yield DateMention(match.start(), match.end(), day, "date-weekday")


def _as_date(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)
