"""Text -> dates told from the release's own: last year, last October, three weeks ago; several days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache

from twingraph.extract.dates import DateMention, date_grammar, guess_year, month_names
from twingraph.extract.layout import Document
from twingraph.extract.numbers import parse_number
from twingraph.lexicon import Lexicon
from twingraph.model import PartialDate

_YEARS: dict[str, tuple[tuple[int, str], ...]] = {
    "de": (
        (-2, r"im vorletzten Jahr|vorletztes Jahr"),
        (
            -1,
            r"(?:im |des )?(?:letzte[ns]|vergangene[ns]|vorige[ns]|verflossenen) Jahr(?:e?s)?|im "
            r"Vorjahr|des Vorjahre?s",
        ),
        (
            0,
            r"(?:in |noch in )?diese[ms] Jahr|heuer|im laufenden Jahr|"
            r"(?:Jahresende|Ende (?:des|dieses) Jahres)(?! \d)",
        ),
        (1, r"(?:(?:im|Ende|Anfang|Mitte) )?(?:des )?(?:kommenden|nächsten) Jahr(?:es)?"),
    ),
    "en": (
        (-1, r"last year|the previous year"),
        (0, r"this year(?![’'])|(?:the )?end of the year"),
        (1, r"next year(?![’'])|the coming year"),
    ),
    "fr": (
        (-1, r"l[’']an(?:née)? (?:dernier|dernière|passée?)"),
        (0, r"cette année|la fin de l[’']année(?! (?:scolaire|universitaire))"),
        (1, r"l[’']an(?:née)? prochaine?"),
    ),
}
"""Years from the release's own, by the words for them."""

_AGO = {
    "de": re.compile(r"\bvor (?P<n>[\wäöüß]+) (?P<unit>Tag|Woche|Monat)(?:e?n)?\b", re.I),
    "en": re.compile(r"\b(?P<n>[\w-]+) (?P<unit>day|week|month)s? ago\b", re.I),
    "fr": re.compile(r"\bil y a (?P<n>[\w-]+) (?P<unit>jour|semaine|mois)s?\b", re.I),
}
_UNITS = {
    "tag": 1,
    "day": 1,
    "jour": 1,
    "woche": 7,
    "week": 7,
    "semaine": 7,
    "monat": 30,
    "month": 30,
    "mois": 30,
}
_BEFORE_YESTERDAY = {
    "de": re.compile(r"\bvorgestern\b", re.I),
    "en": re.compile(r"\bthe day before yesterday\b", re.I),
    "fr": re.compile(r"\bavant-hier\b", re.I),
}


def find_spoken_dates(document: Document, lexicon: Lexicon) -> Iterator[DateMention]:
    """Yield the dates of *document* that its own date makes plain; a release without a date has none.

    What is weeks or months away is told to the month or the year, as exact as the words are.
    """
    issued = document.release.issued
    if issued is None:
        return
    language = document.release.language
    yield from _days_last_year(document, lexicon, issued)
    for shift, pattern in _years(language):
        for match in document.finditer(pattern):
            date = PartialDate(issued.year + shift)
            yield DateMention(match.start(), match.end(), date, f"date-year-{_NAMES[shift]}")
    yield from _months(document, lexicon, issued)
    if issued.day is not None:
        yield from _ago(document, issued)
    yield from _days(document, lexicon)


_NAMES = {-2: "before-last", -1: "last", 0: "this", 1: "next"}


@lru_cache(maxsize=4)
def _years(language: str) -> tuple[tuple[int, re.Pattern[str]], ...]:
    return tuple((shift, re.compile(rf"\b(?:{words})\b", re.I)) for shift, words in _YEARS[language])


@lru_cache(maxsize=4)
def _month_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    names = month_names(lexicon)
    past = r"im (?:letzten|vergangenen|vorigen)|last|this past"
    ahead = r"im (?:kommenden|nächsten)|next|this coming"
    return re.compile(
        rf"\b(?:(?:(?P<past>{past})|(?P<next>{ahead})) (?P<month>{names})|"
        rf"en (?P<mois>{names}) (?:(?P<dernier>dernier)|prochain))\b",
        re.I,
    )


def _months(document: Document, lexicon: Lexicon, issued: PartialDate) -> Iterator[DateMention]:
    """Yield "last October": the latest one before the release, or the first one after it."""
    numbers = date_grammar(lexicon).months
    for match in document.finditer(_month_pattern(lexicon)):
        month = numbers[(match["month"] or match["mois"]).casefold()]
        past = bool(match["past"] or match["dernier"])
        own = issued.month or 12
        year = issued.year - (month >= own) if past else issued.year + (month <= own)
        yield DateMention(match.start(), match.end(), PartialDate(year, month), "date-month-told")


@lru_cache(maxsize=4)
def _last_year_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    names = month_names(lexicon)
    return re.compile(
        rf"\b(?:(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th|er)? )?(?P<month>{names})(?: (?P<late>\d{{1,2}}))? "
        r"(?:(?:des )?(?:vergangenen|letzten|vorigen) Jahres|(?:of )?last year|de l[’']an(?:née)? "
        r"derni(?:er|ère))\b",
        re.I,
    )


def _days_last_year(document: Document, lexicon: Lexicon, issued: PartialDate) -> Iterator[DateMention]:
    """Yield "15. November vergangenen Jahres", "in May last year"."""
    numbers = date_grammar(lexicon).months
    for match in document.finditer(_last_year_pattern(lexicon)):
        month, day = numbers[match["month"].casefold()], int(match["day"] or match["late"] or 0)
        if day == 0 or _exists(issued.year - 1, month, day):
            date = PartialDate(issued.year - 1, month, day or None)
            yield DateMention(match.start(), match.end(), date, "date-last-year")


def _ago(document: Document, issued: PartialDate) -> Iterator[DateMention]:
    language, day = document.release.language, issued.first_day()
    for match in document.finditer(_BEFORE_YESTERDAY[language]):
        told = day - timedelta(2)
        date = PartialDate(told.year, told.month, told.day)
        yield DateMention(match.start(), match.end(), date, "date-before-yesterday")
    for match in document.finditer(_AGO[language]):
        number, unit = parse_number(match["n"]), _UNITS[match["unit"].lower()]
        if number and number * unit < 700:
            told = day - timedelta(number * unit)
            date = PartialDate(told.year, told.month, told.day if unit == 1 else None)
            yield DateMention(match.start(), match.end(), date, "date-ago")


@lru_cache(maxsize=4)
def _day_patterns(lexicon: Lexicon) -> tuple[tuple[str, re.Pattern[str]], ...]:
    names = month_names(lexicon)
    day = r"(?P<{}>[0-3]?\d)"
    year = r"(?:,? (?P<year>(?:19|20)\d\d))?"
    first, last = day.format("day"), day.format("last")
    german = rf"\b{first}\.? ?(?:/|und|bis|[-–]) ?{last}\. (?P<month>{names})\b{year}"
    english = (
        rf"\b{first}(?:st|nd|rd|th)? ?(?:and|to|[-–]) ?{last}(?:st|nd|rd|th)? (?P<month>{names})\b{year}"
    )
    american = rf"\b(?P<month>{names}) {first}(?:st|nd|rd|th)? ?(?:and|to|[-–]) ?{last}\b{year}"
    french = rf"\b{first}(?:er)? ?(?:et|au|[-–]) ?{last} (?P<month>{names})\b{year}"
    numeric = rf"(?<![\d.]){first}\.(?P<month>[01]?\d)\.(?![\d.])(?P<year>)"
    rows = ("de", german), ("en", english), ("en", american), ("fr", french), ("de", numeric)
    return tuple((language, re.compile(pattern, re.I)) for language, pattern in rows)


def _days(document: Document, lexicon: Lexicon) -> Iterator[DateMention]:
    """Yield several days of one month ("3./4. Juni", of which the first counts) and days such as "11.05."."""
    months = date_grammar(lexicon).months
    for language, pattern in _day_patterns(lexicon):
        if language != document.release.language:
            continue
        for match in document.finditer(pattern):
            name, day = match["month"], int(match["day"])
            month = int(name) if name.isdigit() else months[name.casefold()]
            if not (1 <= month <= 12 and 1 <= day <= 31):
                continue
            year = int(match["year"]) if match["year"] else guess_year(document, month, day, None)
            if year is not None and _exists(year, month, day):
                yield DateMention(match.start(), match.end(), PartialDate(year, month, day), "date-days")


def _exists(year: int, month: int, day: int) -> bool:
    return day <= PartialDate(year, month).last_day().day


_SAME_YEAR = {
    "de": re.compile(
        r"\b(?:noch )?(?:im (?:selben|gleichen)|in (?:demselben|diesem)|jenem) (?:Jahr|Sommer|Herbst)\b", re.I
    ),
    "en": re.compile(
        r"\b(?:in )?(?:that|the) (?:same )?(?:spring|summer|autumn|fall|winter|year)\b(?! of)", re.I
    ),
    "fr": re.compile(r"\b(?:la même année|cette année-là|le même (?:été|automne|printemps|hiver))\b", re.I),
}


def find_same_year(document: Document, dates: list[DateMention]) -> Iterator[DateMention]:
    """Yield "that autumn": a time of the year that the same paragraph named last, if it is past."""
    issued = document.release.issued
    for match in document.finditer(_SAME_YEAR[document.release.language]):
        block = document.block_at(match.start())
        before = [d for d in dates if block.start <= d.start and d.end <= match.start() and "year" in d.rule]
        if before and issued and before[-1].date.year < issued.year:
            yield DateMention(match.start(), match.end(), PartialDate(before[-1].date.year), "date-same-year")
