"""Compile data/lexicon/first_names.tsv from the name lists of Faker (MIT licence).

Run: python data/compile/first_names.py
Needs the package `faker` (40 or newer); the program itself does not.
"""

import importlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import faker
from transliterate import romanise

COMMON_WORDS = Path(__file__).with_name("not_first_names.txt")
TARGET = Path(__file__).parents[1] / "lexicon" / "first_names.tsv"

# Lists that name a statistics office, a public register, Wikimedia or no one as their source. Left out: lists
# from commercial name sites, and `en`, whose old names are full of common nouns (Author, Lawyer, Orange).
LATIN_LOCALES = (
    "cs_CZ da_DK de_AT de_CH de_DE en_GB en_IE en_NZ en_US es_AR es_CA es_CL es_CO es_ES es_MX et_EE fi_FI "
    "fr_BE fr_CA fr_CH fr_FR fr_QC ga_IE ha_NG hr_HR hu_HU is_IS it_IT lt_LT lv_LV nl_BE nl_NL no_NO pl_PL "
    "pt_PT ro_RO sk_SK sl_SI sv_SE tr_TR"
)
TRANSLITERATED_LOCALES = "bg_BG el_GR hy_AM ru_RU uk_UA"

# Two letters are a name only where everyone knows them as one.
SHORT_NAMES = "Al Bo Ed Ib Jo Li Lu Ty"
NAME = re.compile(r"[^\W\d_]+")


def compile_names() -> list[str]:
    """Return the first names of all chosen locales, sorted, each once."""
    latin = (
        part for locale in LATIN_LOCALES.split() for name in read_names(locale) for part in split_name(name)
    )
    romanised = (
        spelling
        for locale in TRANSLITERATED_LOCALES.split()
        for name in read_names(locale)
        for part in split_name(name)
        for spelling in romanise(part, locale[:2])
    )
    common_words = read_common_words()
    return sorted({name for name in (*latin, *romanised) if is_useful(name)} - common_words)


def read_names(locale: str) -> set[str]:
    """Return the first names of one Faker locale as they are written there."""
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    lists: Iterable[object] = (
        getattr(provider, key) for key in dir(provider) if key.startswith("first_names")
    )
    return {str(name) for names in lists if isinstance(names, list | tuple | dict) for name in names}


def read_common_words() -> set[str]:
    """Return the words that are given names somewhere and something else in our texts."""
    lines = COMMON_WORDS.read_text(encoding="utf-8").splitlines()
    return {word for line in lines if not line.startswith("#") for word in line.split()}


def split_name(name: str) -> list[str]:
    """Return the single names within *name*: two for "Hans-Georg", none for an initial.

    >>> split_name("Hans Georg")
    ['Hans', 'Georg']
    """
    parts = re.split(r"[\s-]+", unicodedata.normalize("NFC", name).strip())
    return [part for part in parts if NAME.fullmatch(part)]


def is_useful(name: str) -> bool:
    """Return whether *name* has the shape of a given name in Latin script."""
    if len(name) < 3 and name not in SHORT_NAMES.split():
        return False
    return name[0].isupper() and name[1:].islower() and is_latin(name)


def is_latin(name: str) -> bool:
    """Return whether every letter of *name* is Latin."""
    return all("LATIN" in unicodedata.name(letter, "") for letter in name)


def main() -> None:
    names = compile_names()
    header = (
        "# First names in Latin script, one a line, sorted by code point, NFC.\n"
        f"# Source: Faker {faker.VERSION}, https://github.com/joke2k/faker, MIT licence, "
        "copyright 2012 Daniele Faraglia and contributors.\n"
        f"# Locales: {LATIN_LOCALES}.\n"
        f"# Transliterated by rule into German, English and French: {TRANSLITERATED_LOCALES}.\n"
        "# Compiled by data/compile/first_names.py; common words of the three languages are left out.\n"
        "# Not edited by hand: further names stand in first_names_extra.tsv.\n"
    )
    TARGET.write_text(header + "".join(f"{name}\n" for name in names), encoding="utf-8")


if __name__ == "__main__":
    main()
