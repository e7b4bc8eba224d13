"""What German, English and French call cities whose main name in GeoNames is another one."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache

from twingraph.iris import slug
from twingraph.settings import resource_dir


@cache
def read_exonyms() -> dict[str, dict[str, str]]:
    """Return the name of each city by language, by GeoNames id.

    Of several the first in the order of letters; "München" goes before "Muenchen", which is the same name.

    >>> read_exonyms()["524901"]["de"]
    'Moskau'
    """
    found: dict[str, dict[str, str]] = {}
    for name, language, kind, geonames_id in _rows():
        if kind == "exonym":
            names = found.setdefault(geonames_id, {})
            known = names.setdefault(language, name)
            if known.isascii() and not name.isascii() and slug(known) == slug(name):
                names[language] = name
    return found


@cache
def listed_names() -> frozenset[tuple[str, str]]:
    """Return GeoNames id and name of each name of our list, of whatever kind."""
    return frozenset((geonames_id, name) for name, _, _, geonames_id in _rows())


@cache
def _by_city() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, _, _, geonames_id in _rows():
        found.setdefault(geonames_id, []).append(name)
    return {geonames_id: tuple(names) for geonames_id, names in found.items()}


def names_of_cities(geonames_id: str) -> tuple[str, ...]:
    """Return every name of our list for one city: exonyms, former names, short forms.

    >>> "Breslau" in names_of_cities("3081368")
    True
    """
    return _by_city().get(geonames_id, ())


def _rows() -> Iterator[tuple[str, str, str, str]]:
    path = resource_dir("data") / "lexicon" / "exonyms.tsv"
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(row) > 5 and not row[0].startswith("#"):
                yield row[0], row[1], row[2], row[5]
