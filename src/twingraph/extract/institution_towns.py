"""Names of organisations that a town beside them completes: "Stadtmuseum Jena", "Jenaer Philharmonie"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from twingraph.extract.cities import CityMention
from twingraph.extract.layout import Document

_Bounds = tuple[int, int]
_Name = tuple[str, int, int]


@dataclass(frozen=True)
class BesideTowns:
    """What a name holds but for the town: up to it, and behind its adjective."""

    before_town: re.Pattern[str]
    behind_demonym: re.Pattern[str]


def names_beside_towns(
    document: Document, patterns: BesideTowns, cities: Iterable[CityMention]
) -> Iterator[_Name]:
    """Yield (rule, start, end) of names before a town, then of names behind its adjective."""
    cities = list(cities)
    towns = _places(document.text, {c.name for c in cities if c.form != "demonym"})
    for start, end in _before_towns(document, patterns.before_town, list(towns)):
        yield "institution-of-city", start, end
    done = 0
    for start, end in _places(document.text, {c.name for c in cities if c.form == "demonym"}):
        match = patterns.behind_demonym.match(document.text, end) if start >= done else None
        if match:
            done = match.end()
            yield "institution-demonym", start, done


def _places(text: str, names: Iterable[str]) -> Iterator[_Bounds]:
    """Yield wherever one of *names* stands, of those that begin at one place the longest first."""
    found = []
    for name in names:
        at = text.find(name)
        while at >= 0:
            found.append((at, -at - len(name)))
            at = text.find(name, at + 1)
    yield from ((start, -end) for start, end in sorted(found))


_WORD_GOES_ON = re.compile(r"[\w-]")
_BLANKS = 12
"""No more blanks stand in a name before its town."""


def _before_towns(document: Document, before: re.Pattern[str], towns: list[_Bounds]) -> Iterator[_Bounds]:
    """Yield the names that end in a town, as one pattern over all *towns* would find them.

    Of the starts that fit, the first counts; from there, as much as can stand before the town.
    """
    whole = [t for t in towns if not _WORD_GOES_ON.match(document.text, t[1])]
    ends = {start: next(group)[1] for start, group in groupby(whole, key=lambda t: t[0])}
    starts = sorted((s, town) for town in ends for s in _starts(document, before, town))
    done = 0
    for start, group in groupby(starts, key=lambda pair: pair[0]):
        if start >= done:
            done = ends[max(town for _, town in group)]
            yield start, done


def _starts(document: Document, before: re.Pattern[str], town: int) -> list[int]:
    """Return from where *before* reaches to the place of a town."""
    text = document.text
    first = town
    for _ in range(_BLANKS):
        first = max(0, text.rfind(" ", 0, first))
    if not document.may_hold(before, first, town):
        return []
    return [s for s in range(first, town) if text[s].isupper() and before.fullmatch(text, s, town)]
