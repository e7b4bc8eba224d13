"""Canonical N-Quads as bytes: unique lines in the order of their bytes, and what two of them differ in.

A line is ``bytes`` without its newline.  The lines are those that the engine writes itself, so a dataset and
the dump of a database that holds it can be compared without parsing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

import pyoxigraph as ox

_CHUNK = 100_000
_FEW = 20_000
_TYPED = re.compile(rb'"\^\^<http://www\.w3\.org/2001/XMLSchema#(\w+)>')
_DAY = rb"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])"
_PLAIN = {
    b"integer": re.compile(rb"0|-?[1-9]\d{0,16}"),
    b"decimal": re.compile(rb"0|-?[1-9]\d{0,9}|-?(0|[1-9]\d{0,9})\.\d{0,6}[1-9]"),
    b"boolean": re.compile(rb"true|false"),
    b"gYear": re.compile(rb"[1-9]\d{3}"),
    b"gYearMonth": re.compile(rb"[1-9]\d{3}-(0[1-9]|1[0-2])"),
    b"date": re.compile(_DAY),
    b"dateTime": re.compile(_DAY + rb"T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ"),
    b"anyURI": re.compile(rb".*", re.DOTALL),
}
"""Values by datatype that the engine gives back as they came; there are others."""


class Difference(NamedTuple):
    """The lines that one dataset has more than another, and those that it has less."""

    added: frozenset[bytes]
    removed: frozenset[bytes]


class Disagreement(Exception):  # noqa: N818 - it says what was found
    """A line is not where it should be: the dataset is not the one that the lines were told of."""


def lines_of(nquads: bytes) -> list[bytes]:
    """Return the lines of N-Quads.

    >>> lines_of(b"<a:a> <a:b> <a:c> .\\n")
    [b'<a:a> <a:b> <a:c> .']
    """
    return [line for line in nquads.split(b"\n") if line]


def join_lines(lines: Iterable[bytes]) -> bytes:
    """Return canonical bytes of *lines* in any order, each once."""
    return join_sorted(sorted(set(lines)))


def join_sorted(lines: list[bytes]) -> bytes:
    """Return canonical bytes of *lines* that are unique and sorted."""
    return b"\n".join([*lines, b""])


def quads_of(lines: Iterable[bytes]) -> Iterable[ox.Quad]:
    """Return the quads of *lines*; blank nodes keep their labels."""
    return ox.parse(b"\n".join(lines), format=ox.RdfFormat.N_QUADS)


def dump_lines(store: ox.Store) -> list[bytes]:
    """Return all lines of a database, sorted.  It is the slowest step of all: 15 µs a quad."""
    lines = (store.dump(format=ox.RdfFormat.N_QUADS) or b"").split(b"\n")
    lines.sort()
    return lines[1:]  # the dump ends with a newline, so an empty line comes first


def as_stored(lines: Collection[bytes]) -> set[bytes]:
    """Return *lines* as the engine gives them back: it keeps numbers and times by value.

    >>> number = b'"0.20"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    >>> as_stored([b"<a:a> <a:b> " + number + b" ."])
    {b'<a:a> <a:b> "0.2"^^<http://www.w3.org/2001/XMLSchema#decimal> .'}
    """
    typed = [line for line in lines if _TYPED.search(line)]
    if not typed:
        return set(lines)
    store = ox.Store()
    store.extend(quads_of(typed))
    return set(lines).difference(typed).union(lines_of(store.dump(format=ox.RdfFormat.N_QUADS) or b""))


def canonical(nquads: bytes) -> bytes:
    """Return canonical bytes as the engine gives them back; they are mostly so already."""
    doubtful = set(_doubtful(nquads))
    stored = as_stored(doubtful)
    return nquads if stored == doubtful else join_lines({*lines_of(nquads)} - doubtful | stored)


def _doubtful(nquads: bytes) -> Iterator[bytes]:
    """Yield the lines with a value that the engine may spell in another way."""
    sure: set[tuple[bytes, bytes]] = set()
    for match in _TYPED.finditer(nquads):
        value = nquads[nquads.rfind(b'"', 0, match.start()) + 1 : match.start()]
        if (value, match[1]) in sure:
            continue
        if match[1] in _PLAIN and _PLAIN[match[1]].fullmatch(value):
            sure.add((value, match[1]))
        else:
            start = nquads.rfind(b"\n", 0, match.start()) + 1
            yield nquads[start : nquads.find(b"\n", start)]


def difference(old: bytes, new: list[bytes]) -> Difference:
    """Return what the sorted lines *new* have more and less than the canonical bytes *old*.

    Both are read in step, so that no second list or set of all lines has to fit into memory.
    """
    added: set[bytes] = set()
    removed: set[bytes] = set()
    start = 0
    for number in range(0, max(len(new), 1), _CHUNK):
        part = new[number : number + _CHUNK]
        end = len(old) if number + _CHUNK >= len(new) else offset(old, part[-1] + b"\n")
        before = set(lines_of(old[start:end]))
        added.update(line for line in part if line not in before)
        removed |= before.difference(part)
        start = end
    return Difference(frozenset(added), frozenset(removed))


def offset(nquads: bytes, line: bytes) -> int:
    """Return where *line* begins in canonical bytes, or would begin.

    >>> offset(b"a\\nc\\n", b"a"), offset(b"a\\nc\\n", b"b"), offset(b"a\\nc\\n", b"d")
    (0, 2, 4)
    """
    low, high = 0, len(nquads)
    while low < high:
        start = nquads.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = nquads.find(b"\n", start)
        if nquads[start:end] < line:
            low = end + 1
        else:
            high = start
    return low


def changed(old: bytes, by: Difference) -> bytes:
    """Return the canonical bytes *old* with the lines of *by* put in and taken out.

    Raises:
        Disagreement: If an added line is there already, or a removed one is not.
    """
    return _merge(old, by) if len(by.added) + len(by.removed) > _FEW else _splice(old, by)


def _splice(old: bytes, by: Difference) -> bytes:
    view, pieces, position = memoryview(old), list[bytes | memoryview](), 0
    for line in sorted(by.added | by.removed):
        here, whole = offset(old, line), line + b"\n"
        if old.startswith(whole, here) != (line in by.removed):
            raise Disagreement(line)
        pieces.append(view[position:here])
        if line in by.added:
            pieces.append(whole)
        position = here + (len(whole) if line in by.removed else 0)
    return b"".join([*pieces, view[position:]])


def _merge(old: bytes, by: Difference) -> bytes:
    lines = lines_of(old)
    before = len(lines)
    lines = [line for line in lines if line not in by.removed]
    if before - len(lines) != len(by.removed) or not by.added.isdisjoint(lines):
        raise Disagreement
    lines += sorted(by.added)
    lines.sort()  # two sorted runs: Python merges them
    return join_sorted(lines)
