"""Which words may stand in a person's name: first names, and what is no office and no everyday word."""

from __future__ import annotations

import re
from functools import lru_cache

from twingraph.extract.scan import Sieve
from twingraph.lexicon import Lexicon


@lru_cache(maxsize=4)
def role_words(lexicon: Lexicon) -> str:
    """Return one pattern of all offices."""
    return "|".join(f"(?:{c.pattern})" for c in lexicon.roles)


def is_name_word(word: str, lexicon: Lexicon) -> bool:
    """True unless *word* is an everyday word, an office or a country."""
    stem = word.rstrip("’'")
    if stem in lexicon.not_names or stem in lexicon.country_names:
        return False
    return not is_office(stem, lexicon)


@lru_cache(maxsize=50_000)
def is_office(word: str, lexicon: Lexicon) -> bool:
    """True for a word that is an office."""
    office, sieve = _offices(lexicon)
    return sieve.lets(word) and office.fullmatch(word) is not None


@lru_cache(maxsize=4)
def _offices(lexicon: Lexicon) -> tuple[re.Pattern[str], Sieve]:
    office = re.compile(role_words(lexicon))
    return office, Sieve(office)


def is_first_name(word: str, lexicon: Lexicon) -> bool:
    """True for a first name that is no everyday word, alone or joined by a hyphen."""
    if word in lexicon.first_names:
        return word not in lexicon.not_names
    parts = word.split("-")
    return len(parts) > 1 and all(p.capitalize() in lexicon.first_names for p in parts)


def begins_name(word: str, language: str, lexicon: Lexicon) -> bool:
    """True for a first name, and for one that is a word in German alone."""
    return is_first_name(word, lexicon) or (word == "Allen" and language != "de")


@lru_cache(maxsize=100_000)
def may_hold_first_name(word: str, lexicon: Lexicon) -> bool:
    """True unless a word with a capital letter holds no first name, however it is taken apart."""
    parts = (word, *word.split("'"), *re.split(r"[-’']", word))
    odd = "-" in word and not word.replace("-", "").isalpha()
    return odd or any(p in lexicon.first_names or p.capitalize() in lexicon.first_names for p in parts)
