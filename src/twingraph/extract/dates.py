"""Text -> dates, as precise as they are written; what a release leaves out is filled from its own date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from twingraph.extract.layout import ADDRESS, Document
from twingraph.lexicon import Lexicon
from twingraph.model import PartialDate


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in the normalised text; ``until`` is set for a range, ``rule`` tells which grammar read it."""

    start: int
    end: int
    date: PartialDate
    rule: str
    until: PartialDate | None = None


_YEAR = r"(?:1[89]\d\d|20[0-4]\d)"
_NUMBER_WORDS = {
    "ein": 1, "einem": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9,
    "zehn": 10, "elf": 11, "zwölf": 12, "fünfzehn": 15, "zwanzig": 20, "fünfundzwanzig": 25, "dreißig": 30, "dreissig": 30,
    "fünfunddreißig": 35, "vierzig": 40, "fünfundvierzig": 45, "fünfzig": 50, "fünfundfünfzig": 55, "sechzig": 60,
    "siebzig": 70, "fünfundsiebzig": 75, "achtzig": 80, "hundert": 100,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "twenty-five": 25, "thirty": 30, "thirty-five": 35, "forty": 40,
    "forty-five": 45, "fifty": 50, "sixty": 60, "seventy": 70, "seventy-five": 75, "eighty": 80,
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
    "onze": 11, "douze": 12, "quinze": 15, "vingt": 20, "vingt-cinq": 25, "trente": 30, "trente-cinq": 35, "quarante": 40,
    "quarante-cinq": 45, "cinquante": 50, "soixante": 60,
}  # fmt: skip
NUMBER = r"(?:\d{1,3}|" + "|".join(sorted((w.strip() for w in _NUMBER_WORDS), key=len, reverse=True)) + ")"


def parse_number(text: str) -> int | None:
    """Return the number that *text* writes in digits or in words, or None.

    >>> parse_number("dreißig"), parse_number("35"), parse_number("many")
    (30, 35, None)
    """
    word = text.strip().lower()
    return int(word) if word.isdigit() else _NUMBER_WORDS.get(word)


@lru_cache(maxsize=8)
def _words(lexicon: Lexicon, prefix: str) -> tuple[str, dict[str, int]]:
    """Return an alternation of month (or weekday) names of all languages, and their numbers."""
    numbers: dict[str, int] = {}
    for cue in lexicon.months:
        if cue.values[0][0] == prefix:
            for word in cue.pattern.replace("\\.?", "").replace("?", "").split("|"):
                numbers[word] = int(cue.values[0][1:])
    numbers |= {"sep": 9, "sept": 9, "févr": 2, "fév": 2} if prefix == "m" else {}
    return "|".join(sorted(numbers, key=lambda w: (-len(w), w))), numbers


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled patterns for dates, each with the id of its rule."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    months: dict[str, int]
    weekdays: dict[str, int]


@lru_cache(maxsize=4)
def date_grammar(lexicon: Lexicon) -> Grammar:
    """Return the grammar over the month and weekday names of *lexicon*."""
    months, month_numbers = _words(lexicon, "m")
    weekdays, weekday_numbers = _words(lexicon, "w")
    weekday = rf"(?:(?P<weekday>{weekdays})(?:,? (?:den |dem |the |le )?|,? ))?"
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.)?"
    rows = (
        ("date-day-month-year", rf"\b{weekday}{day} ?(?:of )?(?P<month>{months})\b\.?,? (?P<year>{_YEAR})\b"),
        (
            "date-month-day-year",
            rf"\b{weekday}(?P<month>{months})\b\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>{_YEAR})\b",
        ),
        (
            "date-numeric",
            rf"\b(?P<day>[0-3]?\d)\. ?(?P<month>[01]?\d)\. ?(?P<year>{_YEAR}|\d\d(?!\d))(?![\d.])",
        ),
        ("date-slashed", rf"\b(?P<day>[0-3]?\d)/(?P<month>[01]?\d)/(?P<year>{_YEAR})\b"),
        ("date-iso", rf"\b(?P<year>{_YEAR})-(?P<month>[01]\d)-(?P<day>[0-3]\d)\b"),
        ("date-day-month", rf"\b{weekday}{day} ?(?:of )?(?P<month>{months})\b(?!\.? \d{{4}})"),
        (
            "date-month-day",
            rf"\b{weekday}(?P<month>{months})\b\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,? \d{{4}})",
        ),
        ("date-month-year", rf"\b(?P<month>{months})\b\.?,? (?:des jahres |de )?(?P<year>{_YEAR})\b"),
        (
            "date-month",
            rf"\b(?:Ende|Anfang|Mitte|im|in|en|fin|début|bis)\s(?P<month>{months})\b(?!\.? \d{{4}})",
        ),
        (
            "date-year-range",
            rf"\b(?P<year>{_YEAR})(?: ?[-–/] ?| bis | to | until | à | through )(?P<until>{_YEAR})\b",
        ),
        (
            "date-year",
            rf"(?<![\d.,/€$-])(?P<year>{_YEAR})(?![\d/]|[.,]\d| ?(?:euro|€|einwohner|inhabitants|"
            rf"habitants|km|kilometer|people|menschen))",
        ),
    )
    return Grammar(tuple((name, re.compile(p, re.I)) for name, p in rows), month_numbers, weekday_numbers)


def find_dates(document: Document, lexicon: Lexicon) -> list[DateMention]:
    """Return the dates of *document* in order; those without a year count from the release's date.

    Numbers inside addresses, and numbers that name no day of the calendar, are no dates.
    """
    grammar = date_grammar(lexicon)
    taken = [(m.start(), m.end()) for m in ADDRESS.finditer(document.text)]
    found: list[DateMention] = []
    for rule, pattern in grammar.patterns:
        for match in pattern.finditer(document.text):
            if any(s < match.end() and match.start() < e for s, e in taken):
                continue
            mention = _read(match, rule, grammar, document)
            if mention:
                found.append(mention)
                taken.append((match.start(), match.end()))
    return sorted(found, key=lambda m: m.start)


def _read(match: re.Match[str], rule: str, grammar: Grammar, document: Document) -> DateMention | None:
    parts = {k: v for k, v in match.groupdict().items() if v}
    month = parts.get("month")
    if not month and not parts.get("year"):
        return None
    if month in _WORDS_TOO and not parts.get("year") and document.release.language != "fr":
        return None
    number = (int(month) if month.isdigit() else grammar.months[month.casefold()]) if month else None
    day = int(parts["day"]) if parts.get("day") else None
    year = _full_year(parts["year"]) if parts.get("year") else None
    weekday = grammar.weekdays.get(parts.get("weekday", "").casefold())
    if year is None and number:
        year = guess_year(document, number, day or 15, weekday)
    if year is None or not _exists(year, number, day):
        return None
    until = PartialDate(int(parts["until"])) if parts.get("until") else None
    return DateMention(match.start(), match.end(), PartialDate(year, number, day), rule, until)


def _full_year(text: str) -> int:
    """Return a year of four digits; two digits mean the hundred years around the year 2000."""
    year = int(text)
    return year if year > 99 else year + (2000 if year < 50 else 1900)


def _exists(year: int, month: int | None, day: int | None) -> bool:
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return False
    return True


def guess_year(document: Document, month: int, day: int, weekday: int | None) -> int | None:
    """Return the year that a day and month without one mean.

    The release's own date decides; without one, addresses that carry the same day (…/210122-…) do if the weekday
    agrees.  None where nothing tells.
    """
    issued = document.release.issued
    if issued:
        years = sorted(
            (issued.year, issued.year - 1, issued.year + 1), key=lambda y: _distance(issued, y, month, day)
        )
        return next(
            (y for y in years if _exists(y, month, day) and _weekday_fits(y, month, day, weekday)), None
        )
    for year in address_years(document.text, month, day):
        if _weekday_fits(year, month, day, weekday):
            return year
    return None


def address_years(text: str, month: int, day: int) -> list[int]:
    """Return the years of six or eight digits inside addresses that end in *month* and *day*, the commonest first.

    >>> address_years("http://x.de/2101/210122-Vertrag.JPG", 1, 22)
    [2021]
    """
    tail = f"{month:02d}{day:02d}"
    years: list[int] = []
    for address in ADDRESS.finditer(text):
        years += [_full_year(y) for y in re.findall(rf"(?<!\d)((?:20)?\d\d){tail}(?!\d)", address.group())]
    return sorted(set(years), key=lambda y: (-years.count(y), y))


def _distance(issued: PartialDate, year: int, month: int, day: int) -> int:
    if not _exists(year, month, day):
        return 10_000
    middle = issued.first_day()
    return abs((date(year, month, day) - middle).days)


def _weekday_fits(year: int, month: int, day: int, weekday: int | None) -> bool:
    return weekday is None or (_exists(year, month, day) and date(year, month, day).weekday() == weekday)


_WORDS_TOO = {"may", "march", "mar", "mars", "sept", "dec"}  # months only where written with a capital letter
_TODAY = {"de": r"heute|heutigen", "en": "today", "fr": "aujourd[’']hui|ce jour"}
_YESTERDAY = {"de": "gestern|gestrigen", "en": "yesterday", "fr": "hier"}


def find_relative_dates(document: Document, lexicon: Lexicon) -> list[DateMention]:
    """Return days told from the release's date: today, yesterday, a weekday just past, last weekend.

    A release without a full date has none.
    """
    issued = document.release.issued
    if not issued or issued.day is None:
        return []
    day = issued.first_day()
    _, weekdays = _words(lexicon, "w")
    names = "|".join(sorted(weekdays, key=lambda w: (-len(w), w)))
    parts = r"(?:vormittag|nachmittag|abend|mittag|morgen)?s?"
    named = re.compile(
        rf"\b(?:am |vom |on |ce |le )?(?:(?P<past>vergangenen|letzten|vorigen|gestrigen|last|this past|"
        rf"past) |(?P<next>kommenden|nächsten|next|this coming|coming) )?"
        rf"\b(?P<name>{names}){parts}(?P<after> dernier| prochain)?\b(?!,? (?:den )?\d)",
        re.I,
    )
    found = []
    for words, back, rule in ((_TODAY, 0, "date-today"), (_YESTERDAY, 1, "date-yesterday")):
        pattern = re.compile(rf"\b(?:{words[document.release.language]})\b", re.I)
        found += [
            DateMention(m.start(), m.end(), _as_date(day - timedelta(back)), rule)
            for m in pattern.finditer(document.text)
        ]
    for match in named.finditer(document.text):
        number = weekdays[match["name"].casefold()]
        ahead = bool(match["next"]) or "prochain" in (match["after"] or "")
        shift = (number - day.weekday()) % 7 or 7 if ahead else -((day.weekday() - number) % 7)
        if match["past"] and not shift:
            shift = -7
        found.append(
            DateMention(match.start(), match.end(), _as_date(day + timedelta(shift)), "date-weekday")
        )
    return sorted(found, key=lambda m: m.start)


def _as_date(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)
