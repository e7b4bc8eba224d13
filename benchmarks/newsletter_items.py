"""The items of made-up newsletters in three languages, from their file of templates."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Language:
    """How newsletters of one language look: *about* partnerships, and about all *other* things.

    ``things`` are the words that nouns are put together from: in German as one word, else as two.
    """

    code: str
    country: str
    street: str
    head: str
    about: tuple[str, ...]
    other: tuple[str, ...]
    months: tuple[str, ...]
    surnames: tuple[str, ...]
    first: tuple[str, ...]
    second: tuple[str, ...]

    def thing(self, chance: random.Random) -> str:
        """Return a noun for a project, a rule or an event."""
        if self.second:
            return chance.choice(self.first) + chance.choice(self.second)
        return f"{chance.choice(self.first)} {chance.choice(self.first)}"

    def day(self, chance: random.Random) -> str:
        """Return a date, every other time without a year."""
        point = "." if self.code == "de" else ""
        day = f"{chance.randint(1, 28)}{point} {chance.choice(self.months)}"
        return day + chance.choice(("", f" {chance.randint(2015, 2024)}"))


def read_languages() -> tuple[Language, ...]:
    """Return the languages of the file beside this module."""
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return tuple(_language(code, table) for code, table in tables.items())


def _language(code: str, table: dict[str, str | list[str]]) -> Language:
    def words(name: str) -> tuple[str, ...]:
        return tuple(str(table[name]).split())

    return Language(
        code,
        country=str(table["country"]),
        street=str(table["street"]),
        head=str(table["head"]),
        about=tuple(table["about"]),
        other=tuple(table["other"]),
        months=words("months"),
        surnames=words("surnames"),
        first=words("first"),
        second=words("second"),
    )
