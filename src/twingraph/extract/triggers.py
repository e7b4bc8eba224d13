"""The patterns of all readers together -> one scanner for the texts of a language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from twingraph.extract import (
    city_unlisted,
    dates,
    institution_names,
    layout,
    names,
    names_in_context,
    nouns,
    projects,
    reading,
)
from twingraph.extract.scan import Scanner
from twingraph.lexicon import Lexicon


@lru_cache(maxsize=8)
def scanner_of(lexicon: Lexicon, language: str) -> Scanner:
    """Return the scanner that knows the words of every pattern that is tried on whole texts of *language*."""
    return Scanner(text_patterns(lexicon, language))


def text_patterns(lexicon: Lexicon, language: str) -> Iterator[re.Pattern[str]]:
    """Yield every pattern that is tried on whole texts of *language*."""
    yield layout.ADDRESS
    yield from dates.date_patterns(lexicon, language)
    yield from nouns.noun_patterns(lexicon, language)
    yield from projects.project_patterns(lexicon, language)
    yield from names.name_patterns(lexicon)
    yield from names_in_context.context_patterns(lexicon, language)
    yield city_unlisted.CALLED
    yield from institution_names.institution_patterns(lexicon, language)
    yield reading.country_pattern(lexicon)
