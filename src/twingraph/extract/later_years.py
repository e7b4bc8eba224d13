"""Normalised text -> years told from the one named before: "fünf Jahre später", "the year after"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from twingraph.extract.dates import DateMention
from twingraph.extract.layout import Document
from twingraph.extract.numbers import parse_number
from twingraph.model import PartialDate

_SHIFTS = {
    "de": re.compile(
        r"\b(?:(?P<n>[\wäöüß]+) Jahre? (?:(?P<later>später|darauf|danach)|(?P<before>zuvor|davor|vorher))|"
        r"(?P<next>(?:im|ein) (?:Jahr darauf|folgenden Jahr|Folgejahr)))\b",
        re.I,
    ),
    "en": re.compile(
        r"\b(?:(?P<n>[\w-]+) years? (?:(?P<later>later|after that|afterwards)|"
        r"(?P<before>earlier|before that|previously))|"
        r"(?P<next>(?:in )?the (?:following year|year after|next year)))\b",
        re.I,
    ),
    "fr": re.compile(
        r"\b(?:(?P<n>[\w-]+) ans (?:(?P<later>plus tard|après(?=[,.;]))|(?P<before>plus tôt|auparavant))|"
        r"(?P<next>l[’']année suivante))\b",
        re.I,
    ),
}
_FARTHEST = 80
"""Years that one date may lie behind the other."""


def _number(word: str) -> int | None:
    return 1 if word.lower() in ("a", "one", "ein", "un", "une") else parse_number(word)


def find_later_years(document: Document, dates: list[DateMention]) -> Iterator[DateMention]:
    """Yield the years that lie a number of years from the year that the paragraph named last."""
    issued = document.release.issued
    known = [d for d in dates if d.until is None]
    for match in document.finditer(_SHIFTS[document.release.language]):
        block = document.block_at(match.start())
        before = [d for d in known if block.start <= d.start and d.end <= match.start()]
        years = 1 if match["next"] else _number(match["n"])
        if not before or not years or years > _FARTHEST:
            continue
        year = before[-1].date.year + (-years if match["before"] else years)
        if issued is None or year <= issued.year:
            mention = DateMention(match.start(), match.end(), PartialDate(year), "date-years-later")
            known = sorted([*known, mention], key=lambda d: d.start)
            yield mention
