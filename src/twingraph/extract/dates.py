"""Text -> dates, as precise as they are written; what a release leaves out is filled from its own date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from twingraph.extract.layout import ADDRESS, Document
from twingraph.extract.spans import Spans
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


@lru_cache(maxsize=8)
def calendar_words(lexicon: Lexicon, prefix: str) -> tuple[str, dict[str, int]]:
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
    months, month_numbers = calendar_words(lexicon, "m")
    weekdays, weekday_numbers = calendar_words(lexicon, "w")
    rows = (*_full_dates(months, weekdays), *_parts_of_dates(months, weekdays))
    patterns = tuple((name, re.compile(p, re.I)) for name, p in rows)
    return Grammar(patterns, month_numbers, weekday_numbers)


@lru_cache(maxsize=4)
def month_names(lexicon: Lexicon) -> str:
    """Return an alternation of the names of the months."""
    return calendar_words(lexicon, "m")[0]


def _weekday(weekdays: str) -> str:
    return rf"(?:(?P<weekday>{weekdays})(?:,? (?:den |dem |the |le )?|,? ))?"


_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.)?"


def _full_dates(months: str, weekdays: str) -> tuple[tuple[str, str], ...]:
    """Return (rule, pattern) of days with their year."""
    weekday, day = _weekday(weekdays), _DAY
    return (
        (
            "date-day-month-year",
            rf"\b(?<!\d ){weekday}{day} ?(?:of )?(?P<month>{months})\b\.?,? (?P<year>{_YEAR})\b",
        ),
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
    )


def _parts_of_dates(months: str, weekdays: str) -> tuple[tuple[str, str], ...]:
    """Return (rule, pattern) of days without a year, months and years."""
    weekday, day = _weekday(weekdays), _DAY
    return (
        (
            "date-school-year",
            rf"\b(?:Ende des (?:Schul|Studien|Spiel|Winter|Kindergarten)\w+|"
            rf"the end of the(?: school| academic)?(?: year)?|"
            rf"la fin de (?:l[’']année (?:scolaire|universitaire)|"
            rf"la saison)) {_YEAR} ?[-–/] ?(?P<year>{_YEAR}|\d\d)\b"
            r"(?: (?:school|academic) year| season)?",
        ),
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
            rf"(?<![\d.,/€$-])(?<!années )(?<!nr\. )(?<!raum )(?<!\d )(?P<year>{_YEAR})"
            rf"(?!er\b|s\b|[\d/]|[.,]\d| \d| ?(?:euro|€|einwohner|inhabitants|"
            rf"habitants|km|kilometer|people|menschen))",
        ),
    )


def find_dates(document: Document, lexicon: Lexicon) -> list[DateMention]:
    """Return the dates of *document* in order; those without a year count from the release's date.

    Numbers inside addresses, and numbers that name no day of the calendar, are no dates.
    """
    grammar = date_grammar(lexicon)
    taken = Spans(document.closed())
    found: list[DateMention] = []
    for rule, pattern in grammar.patterns:
        for match in document.finditer(pattern):
            free = not taken.overlaps(*match.span())
            if free and (mention := _read(match, rule, grammar, document)):
                found.append(mention)
                taken.add(*match.span())
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
        ahead = document.search_in(_AHEAD, match.start() - 60, match.start()) is not None
        year = _opening_year(document, match.start())
        year = year or guess_year(document, number, day or 15, weekday, ahead=ahead)
    if year is None or not _exists(year, number, day):
        return None
    until = PartialDate(int(parts["until"])) if parts.get("until") else None
    return DateMention(match.start(), match.end(), PartialDate(year, number, day), rule, until)


_AHEAD = re.compile(
    r"\b(?:wird|werden|soll|sollen|will be|will|is to|are to|[a-zé]{2,}(?:era|eront|irai?t?|"
    r"iront|dra|dront|rront|sera))"
    r"\b[^.;:]{0,40}$"
)
"""Words for the future before a day without a year."""
_OPENING = re.compile(rf"\W{{0,3}}(?P<year>{_YEAR})(?:[.:]| [–—-])\s")


def _opening_year(document: Document, at: int) -> int | None:
    """Return the year that the paragraph around *at* opens with, as in a chronicle: "1978. On 4 May"."""
    match = _OPENING.match(document.text, document.block_at(at).start)
    return int(match["year"]) if match and match.end() <= at else None


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


def guess_year(
    document: Document, month: int, day: int, weekday: int | None, *, ahead: bool = False
) -> int | None:
    """Return the year that a day and month without one mean.

    The release's own date decides; without one, addresses that carry the same day (…/210122-…) do if the
    weekday agrees.  None where nothing tells.  *ahead* says that the words around look into the future.
    """
    issued = document.release.issued
    if issued:
        years = sorted(
            (issued.year, issued.year - 1, issued.year + 1), key=lambda y: _distance(issued, y, month, day)
        )
        if ahead and issued.month and (month, day) > (issued.month, issued.day or 28):
            years = [issued.year]
        return next(
            (y for y in years if _exists(y, month, day) and _weekday_fits(y, month, day, weekday)), None
        )
    for year in address_years(document.addresses, month, day):
        if _weekday_fits(year, month, day, weekday):
            return year
    return None


def address_years(text: str, month: int, day: int) -> list[int]:
    """Return the years of numbers inside addresses that end in *month* and *day*, the commonest first.

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
    middle = issued.first_day() if issued.month else date(issued.year, 7, 1)
    return abs((date(year, month, day) - middle).days)


def _weekday_fits(year: int, month: int, day: int, weekday: int | None) -> bool:
    return weekday is None or (_exists(year, month, day) and date(year, month, day).weekday() == weekday)


_WORDS_TOO = {"may", "march", "mar", "mars", "sept", "dec"}  # months only where written with a capital letter


def without_overlap(dates: list[DateMention]) -> list[DateMention]:
    kept: list[DateMention] = []
    busy = Spans()
    for mention in dates:
        if not busy.overlaps(mention.start, mention.end):
            kept.append(mention)
            busy.add(mention.start, mention.end)
    return sorted(kept, key=lambda d: d.start)
