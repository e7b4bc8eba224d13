"""A list of sister cities as a table -> rows of two places each."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from twingraph.errors import ReadError, RegisterError
from twingraph.registers.presets import FIELDS, columns_of

_ITEM = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9]\d*)")
_CONTROL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGE = re.compile(r"_(de|en|fr)$")


@dataclass(frozen=True, slots=True)
class Listed:
    """A place as a list names it; degrees, a Wikidata item and a GeoNames id where it gives them."""

    name: str
    language: str | None = None
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    item: str | None = None
    geonames: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: the first place names the second as its partner."""

    line: int
    one: Listed
    two: Listed


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a list, the numbers of the lines that name no two places, and the bytes of the file."""

    rows: tuple[Row, ...]
    broken: tuple[int, ...]
    content: bytes


def read_list(path: Path, kind: str, given: Mapping[str, str]) -> Table:
    """Return the rows of a file of comma, semicolon or tab separated values in UTF-8.

    Raises:
        ReadError: If it cannot be read.
        RegisterError: If a column is not there, or no row.
    """
    content, text = _read(path)
    header = text.partition("\n")[0]
    mark = max("\t;,", key=header.count)
    quoting = csv.QUOTE_NONE if mark == "\t" else csv.QUOTE_MINIMAL
    text_lines = io.StringIO(text, newline="")
    lines = csv.DictReader(text_lines, delimiter=mark, quoting=quoting)  # type: ignore[call-overload]
    try:
        columns = columns_of(kind, given, [name for name in lines.fieldnames or () if name])
        table = _table(content, list(_rows(lines, columns)))
    except (RegisterError, csv.Error) as error:
        raise RegisterError(f"{path}: {error}") from error
    if not table.rows:
        raise RegisterError(f"{path}: no line names two places; check the file, and --map")
    return table


def _read(path: Path) -> tuple[bytes, str]:
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise ReadError(path, (error.strerror or str(error)).lower(), "check the name of the file") from error
    except UnicodeDecodeError as error:
        raise ReadError(path, f"no UTF-8 at byte {error.start}", "save it as UTF-8") from error
    if found := _CONTROL.search(text):  # no XML can hold it
        raise ReadError(
            path, f"no text: U+{ord(found[0]):04X} after {found.start()} characters", "save it anew"
        )
    return content, text


def _table(content: bytes, rows: list[Row]) -> Table:
    whole = tuple(row for row in rows if row.one.name and row.two.name)
    return Table(whole, tuple(row.line for row in rows if not (row.one.name and row.two.name)), content)


def _rows(lines: csv.DictReader[str], columns: Mapping[str, str]) -> Iterator[Row]:
    sides = [{n: columns[f"{n}{side}"] for n in FIELDS if f"{n}{side}" in columns} for side in (1, 2)]
    for line in lines:
        one, two = (_listed({name: line.get(column) or "" for name, column in side.items()}, side["name"])
                    for side in sides)  # fmt: skip
        yield Row(lines.line_num, one, two)


def _listed(cells: Mapping[str, str], column: str) -> Listed:
    """Return a place; a cell that is no degree, or no id, is as if it were empty."""
    known = {name: " ".join(cell.split()) for name, cell in cells.items()}
    item, number = _ITEM.fullmatch(known.get("wikidata", "")), known.get("geonames", "")
    latitude, longitude = _degrees(known.get("latitude", ""), 90), _degrees(known.get("longitude", ""), 180)
    is_whole = latitude is not None and longitude is not None
    language = _LANGUAGE.search(column)
    return Listed(
        name=known["name"],
        language=language[1] if language else None,
        country=known.get("country", ""),
        latitude=latitude if is_whole else None,
        longitude=longitude if is_whole else None,
        item=item[1] if item else None,
        geonames=int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else None,
    )


def _degrees(text: str, most: int) -> float | None:
    """Return degrees, None for what are none.

    >>> _degrees("48.1", 90), _degrees("", 90), _degrees("nan", 90), _degrees("91", 90)
    (48.1, None, None, None)
    """
    try:
        value = float(text)
    except ValueError:
        return None
    return value if -most <= value <= most else None
