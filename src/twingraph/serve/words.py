"""The words of the pages by language, one file each, and dates and numbers as that language writes them."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

import pyoxigraph as ox

from twingraph.iris import PREFIXES
from twingraph.serve.accept import parse_accept

_FOLDER = files("twingraph") / "serve" / "words"
LANGUAGES = tuple(
    sorted(
        (path.name.removesuffix(".json") for path in _FOLDER.iterdir()), key=lambda name: (name != "en", name)
    )
)
"""The languages of the pages, the first one for who asks for none of them."""


@cache
def _read_words(language: str) -> dict[str, str]:
    words: dict[str, str] = json.loads((_FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return words


class Words:
    """The words of one language; ``words("key", n=3)`` fills a text, in its plural where *n* asks for it."""

    def __init__(self, language: str) -> None:
        self.language, self._words = language, _read_words(language)

    def __call__(self, key: str, **values: object) -> str:
        if values.get("n") == 1 and f"{key}.one" in self._words:
            key = f"{key}.one"
        shown = {k: self.number(v) if isinstance(v, int) else v for k, v in values.items()}
        return self._words[key].format(**shown) if shown else self._words[key]

    def has(self, key: str) -> bool:
        """Return whether there is a text of that key."""
        return key in self._words

    def starting(self, prefix: str) -> dict[str, str]:
        """Return the texts whose keys start with *prefix*, by the rest of the key."""
        return {key.removeprefix(prefix): text for key, text in self._words.items() if key.startswith(prefix)}

    def share(self, value: float) -> str:
        """Return a share of 1 in per cent.

        >>> Words("de").share(0.844), Words("en").share(1.0)
        ('84 %', '100%')
        """
        return f"{value * 100:.0f}{self._words['percent']}"

    def number(self, value: int) -> str:
        """Return a number with its thousands grouped."""
        return f"{value:,}".replace(",", self._words["number.group"])

    def date(self, iso: str) -> str:
        """Return a date, month or year in words.

        >>> Words("en").date("2019-10-10"), Words("de").date("2019-10"), Words("de").date("1992")
        ('10 October 2019', 'Oktober 2019', '1992')
        """
        year, month, day = (*iso.split("-"), "", "")[:3]
        if not (year.isdigit() and (not month or month.isdigit()) and (not day or day.isdigit())):
            return iso
        months = self._words["months"].split()
        parts = [
            f"{int(day)}{self._words['day.mark']}" if day else "",
            months[int(month) - 1] if month and 1 <= int(month) <= 12 else "",
            year,
        ]
        return " ".join(part for part in parts if part)

    def literal(self, literal: ox.Literal) -> str:
        """Return a literal as a reader wants it."""
        kind = literal.datatype.value.removeprefix(PREFIXES["xsd"])
        return self.date(literal.value) if kind in ("date", "gYear", "gYearMonth") else literal.value


def choose_language(asked: str | None, accept_language: str | None) -> str:
    """Return the language of the pages: ``?lang=``, else what the browser likes most, else English.

    >>> choose_language(None, "fr, de-AT;q=0.8, en;q=0.5"), choose_language("en", "de")
    ('de', 'en')
    """
    if asked in LANGUAGES:
        return asked
    ranges = parse_accept(", ".join(f"l/{part.strip()}" for part in (accept_language or "").split(",")))
    for name, weight in sorted(ranges, key=lambda r: -r[1]):
        language = name[2:].partition("-")[0]
        if language in LANGUAGES and weight > 0:
            return language
    return LANGUAGES[0]
