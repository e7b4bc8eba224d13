"""Quotes of a model beside the text: where they stand letter for letter, or nowhere."""

from __future__ import annotations

import re

from twingraph.iris import slug
from twingraph.model import Span

_LONGEST = 500
"""Characters; more is no quote but the text again."""


def find_quote(text: str, quote: str) -> Span | None:
    """Return where *quote* first stands in *text*, letter for letter, None where it does not.

    Only blanks are taken as the text has them: a quote goes over the end of a line.

    >>> find_quote("seit 1967\\n  Partner", "1967 Partner")
    Span(start=5, end=19)
    >>> find_quote("seit 1967 Partner", "seit 1968") is None
    True
    """
    words = quote.split()
    if not words or len(quote) > _LONGEST:
        return None
    match = re.search(r"\s+".join(map(re.escape, words)), text)
    return Span(*match.span()) if match else None


def names(words: str, name: str) -> bool:
    """True where *words* hold the name, in whatever inflection: its last word, but for an ending.

    >>> names("der Ulmer Bürgermeisterin Ida Roths", "Ida Roth"), names("die Bürgermeisterin", "Ida Roth")
    (True, False)
    """
    parts = [part for part in slug(name).split("-") if len(part) > 2] or slug(name).split("-")
    held = slug(words).split("-")
    stem = parts[-1][: max(3, len(parts[-1]) - 2)]
    return bool(stem) and any(word.startswith(stem) for word in held)


def has_year(words: str, iso: str) -> bool:
    """True where *words* give the year of a date."""
    return iso[:4] in words
