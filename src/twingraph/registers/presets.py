"""The kinds of lists that are known: where their columns are, and what licence they come with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from twingraph.errors import RegisterError

FIELDS = ("name", "country", "latitude", "longitude", "wikidata", "geonames")
"""What may be told of each of the two places of a row; ``name1`` is that of the first."""

NEEDED = ("name1", "name2")


@dataclass(frozen=True, slots=True)
class Preset:
    """A kind of list: title, address and licence where none are given, and what its columns may be called."""

    title: str = ""
    source: str = ""
    licence: str = ""
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)


PRESETS: dict[str, Preset] = {
    "wikidata": Preset(
        "Wikidata, property P190",
        "https://www.wikidata.org/wiki/Property:P190",
        "https://creativecommons.org/publicdomain/zero/1.0/",
        {
            "name1": (
                "source_label_de", "source_label_en", "source_label_fr", "origincityLabel", "itemLabel",
            ),
            "name2": (
                "target_label_de", "target_label_en", "target_label_fr", "sistercityLabel", "partnerLabel",
            ),
            "wikidata1": ("source_qid", "item"),
            "wikidata2": ("target_qid", "partner"),
            "country1": ("origincountry", "countryLabel"),
            "country2": ("destination_countryLabel", "partnerCountryLabel"),
            "latitude1": ("originlat",),
            "longitude1": ("originlong",),
            "latitude2": ("destinationlat",),
            "longitude2": ("destinationlong",),
        },
    ),
    "wikipedia": Preset(
        "Wikipedia, lists of twin towns and sister cities",
        "https://en.wikipedia.org/wiki/Lists_of_twin_towns_and_sister_cities",
        "https://creativecommons.org/licenses/by-sa/4.0/",
        {
            "name1": ("city1",), "name2": ("city2",),
            "latitude1": ("lat1",), "longitude1": ("lng1", "lon1"),
            "latitude2": ("lat2",), "longitude2": ("lng2", "lon2"),
        },
    ),
    "csv": Preset(),
}  # fmt: skip


def parse_map(texts: Iterable[str]) -> dict[str, str]:
    """Return which column holds what, of texts like ``name1=Stadt,name2=Partner``.

    >>> parse_map(["name1=Stadt,name2=Partner", "country2=Land"])["country2"]
    'Land'

    Raises:
        RegisterError: If a part is no such pair.
    """
    known = [f"{name}{side}" for side in (1, 2) for name in FIELDS]
    given: dict[str, str] = {}
    for part in (part for text in texts for part in text.split(",")):
        name, equals, column = (piece.strip() for piece in part.partition("="))
        if name not in known or not equals or not column:
            raise RegisterError(f"--map {part.strip()!r}: write FIELD=COLUMN, with one of {', '.join(known)}")
        given[name] = column
    return given


def columns_of(kind: str, given: Mapping[str, str], header: Sequence[str]) -> dict[str, str]:
    """Return the column of each field: as *given*, else as the kind of list calls it, else by its own name.

    Raises:
        RegisterError: If the kind is unknown, or a column that is given or needed is not there.
    """
    if kind not in PRESETS:
        raise RegisterError(f"--as {kind!r} is none of {', '.join(PRESETS)}")
    missing = [column for column in given.values() if column not in header]
    found = dict(given)
    for name in (f"{name}{side}" for name in FIELDS for side in (1, 2)):
        candidates = (column for column in (*PRESETS[kind].columns.get(name, ()), name) if column in header)
        if name not in found and (column := next(candidates, None)):
            found[name] = column
    missing += [name for name in NEEDED if name not in found and not missing]
    if missing:
        raise RegisterError(
            f"there is no column {missing[0]!r} among {', '.join(header)}; "
            "say which are with --map name1=COLUMN,name2=COLUMN"
        )
    return found
