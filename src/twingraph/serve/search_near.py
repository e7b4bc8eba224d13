"""Names spelled nearly like a text, out of a hundred thousand, in a few milliseconds.

The number of letters to add and to drop between two names is at least the number by which their letters
differ, order aside.  Counting letters therefore rules most names out, and loses none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

_LETTERS = 32  # a to z, digits in one, the hyphen, and all else by its code
_CHUNK = 20_000


class Letters(NamedTuple):
    """How often each sort of letter stands in each key, shape (keys, 32), and how long each key is."""

    counts: NDArray[np.uint8]
    lengths: NDArray[np.int32]


def count_letters(keys: Sequence[str]) -> Letters:
    """Return the letters of each key."""
    counts = np.zeros((len(keys), _LETTERS), np.uint8)
    for start in range(0, len(keys), _CHUNK):
        _count(keys[start : start + _CHUNK], counts[start : start + _CHUNK])
    return Letters(counts, np.array([len(key) for key in keys], np.int32))


def _count(keys: Sequence[str], counts: NDArray[np.uint8]) -> None:
    codes = np.frombuffer("".join(keys).encode("utf-32-le"), np.uint32)
    owners = np.repeat(np.arange(len(keys)), [len(key) for key in keys])
    np.add.at(counts, (owners, codes % _LETTERS), 1)


def find_near(
    key: str, keys: Sequence[str], letters: Letters, least: float, most: int
) -> Iterator[tuple[int, float]]:
    """Yield the number of each key that is like *key*, with how near it is: *least* to 100, the best first.

    Source: the ratio of rapidfuzz, which is 100 (1 - d / n) where d letters of n are to be added or dropped.

    >>> names = ("moskau", "makati", "minsk")
    >>> list(find_near("mosaku", names, count_letters(names), 75, 5))[0][0]
    0
    """
    if not keys or not key:
        return
    counts, lengths = letters
    own = count_letters([key]).counts[0].astype(np.int16)
    share = 1 - least / 100 + 1e-9
    numbers = np.flatnonzero(np.abs(lengths - len(key)) <= share * (lengths + len(key)))
    apart = np.abs(counts[numbers] - own).sum(axis=1, dtype=np.int16)
    chosen = numbers[apart <= share * (lengths[numbers] + len(key))]
    likely = {number: keys[number] for number in chosen.tolist()}
    found = process.extract(key, likely, scorer=fuzz.ratio, score_cutoff=least, limit=most)
    yield from ((number, ratio) for _, ratio, number in found)
