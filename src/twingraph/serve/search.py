"""Find things by name: in any language that the graph knows, accents and case aside, old names too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from twingraph.serve.search_index import KINDS, SearchIndex, Thing, keys_of
from twingraph.serve.search_near import find_near

NEAR = 3
"""The rank of a spelling that is only near."""

_LEAST = 75  # how near a spelling must be, of 100
_SCANNED = 600  # names that are looked at for one rank, at least
_MOST_WORDS = 8  # of two names
_AND = re.compile(r"\s+(?:und|and|et|[-–—&/])\s+|\s*[–—&/,]\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found by one of its names; ``rank``: 0 the whole name, 1 a start, 2 inside, 3 near."""

    rank: int
    name: str
    thing: Thing


def search(index: SearchIndex, text: str, *, limit: int = 60) -> list[Hit]:
    """Return what has a name like *text*, the best first; near spellings only where nothing fits."""
    best: dict[str, Hit] = {}
    wanted, scanned = keys_of(text), max(_SCANNED, 3 * limit // 2)
    for key in wanted:
        _keep(best, (Hit(0, name, thing) for thing, name in index.named(key)))
    for rank, form in ((1, "\n{}"), (1, "-{}"), (2, "{}")):
        if len(best) >= limit:
            break
        for key in wanted:
            _keep(best, (Hit(rank, name, thing) for thing, name in index.matches(form.format(key), scanned)))
    if len(best) < limit:
        _keep(best, (Hit(2, *hit[::-1]) for hit in index.at(index.words.find_names(text, scanned))))
    if not best and wanted:
        _keep(best, near(index, wanted[0]))
    return sorted(best.values(), key=_order)[:limit]


def _keep(best: dict[str, Hit], hits: Iterable[Hit]) -> None:
    for hit in hits:
        known = best.get(hit.thing.iri)
        if known is None or _order(hit) < _order(known):
            best[hit.thing.iri] = hit


def _order(hit: Hit) -> tuple[int, bool, int, int, str, str]:
    """Return what sorts hits: the names that are shown go before others."""
    kind, is_other = KINDS.index(hit.thing.kind), hit.name not in hit.thing.names.values()
    return hit.rank, is_other, kind, -hit.thing.weight, hit.name.casefold(), hit.thing.iri


def near(index: SearchIndex, key: str) -> Iterator[Hit]:
    """Yield the things one of whose names is nearly *key*, a key of a name as the index has it."""
    found = find_near(key, index.keys, index.letters, _LEAST, 20)
    for thing, name in index.at(number for number, _ in found):
        yield Hit(NEAR, name, thing)


def find_pair(index: SearchIndex, text: str) -> tuple[Thing, Thing] | None:
    """Return the two cities, or the two countries, that *text* names, with or without "and" between them."""
    for one, two in _halves(text):
        for kind in ("City", "Country"):
            first = _whole(index, one, kind)
            second = _whole(index, two, kind) if first else None
            if first and second and first != second:
                return first, second
    return None


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """Yield the two names that a text may be made of.

    >>> list(_halves("Köln – Lille")), list(_halves("New York Bonn"))
    ([('Köln', 'Lille')], [('New', 'York Bonn'), ('New York', 'Bonn')])
    """
    parts = [part for part in _AND.split(text) if part]
    words = text.split()
    if len(parts) == 2:
        yield parts[0], parts[1]
    elif len(parts) == 1 and len(words) <= _MOST_WORDS:
        yield from ((" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words)))


def _whole(index: SearchIndex, text: str, kind: str) -> Thing | None:
    """Return the best thing of a kind that has a name like all of *text*."""
    best: dict[str, Hit] = {}
    for key in keys_of(text):
        _keep(best, (Hit(0, name, thing) for thing, name in index.named(key) if thing.kind == kind))
    return min(best.values(), key=_order).thing if best else None


def find_year(text: str) -> int | None:
    """Return the year that *text* is, for agreements of that year.

    >>> find_year(" 1990 "), find_year("90")
    (1990, None)
    """
    return int(text) if re.fullmatch(r"\s*[12]\d{3}\s*", text, re.ASCII) else None
