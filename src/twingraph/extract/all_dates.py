"""Normalised text -> all its dates: written in full, told from its own date, or from one another."""

from __future__ import annotations

from twingraph.extract.dates import DateMention, find_dates, without_overlap
from twingraph.extract.feast_days import find_feast_days
from twingraph.extract.later_years import find_later_years
from twingraph.extract.layout import Document
from twingraph.extract.relative_dates import find_relative_dates
from twingraph.extract.spoken_dates import find_same_year, find_spoken_dates
from twingraph.lexicon import Lexicon


def find_all_dates(document: Document, lexicon: Lexicon) -> tuple[DateMention, ...]:
    """Return the dates of *document*: written in full, told from its own date, or from one another."""
    dates = without_overlap(
        [
            *find_feast_days(document, lexicon),
            *find_spoken_dates(document, lexicon),
            *find_dates(document, lexicon),
            *find_relative_dates(document, lexicon),
        ]
    )
    dates = without_overlap([*dates, *find_same_year(document, dates)])
    return tuple(without_overlap([*dates, *find_later_years(document, dates)]))
