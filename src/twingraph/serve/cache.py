"""Answers that are kept: exact, for their key names the generation and all that decides the bytes."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that is whole."""

    headers: dict[str, str]
    body: bytes


class AnswerCache:
    """The answers used last, up to a number of bytes; one that takes an eighth of them is not kept.

    >>> cache = AnswerCache(10_000)
    >>> cache.put("a", Kept({}, b"yes")); cache.get("a").body, cache.get("b")
    (b'yes', None)
    """

    _OVERHEAD = 1_000  # bytes that an entry takes beside its body, about

    def __init__(self, most: int) -> None:
        self._most, self.size = most, 0
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self.hits = self.misses = 0

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: str) -> Kept | None:
        """Return the answer kept under *key*."""
        kept = self._kept.get(key)
        if kept is None:
            self.misses += 1
            return None
        self.hits += 1
        self._kept.move_to_end(key)
        return kept

    def put(self, key: str, kept: Kept) -> None:
        """Keep an answer, and forget the ones not used for longest."""
        if key in self._kept or self._size(kept) > self._most / 8:
            return
        self._kept[key] = kept
        self.size += self._size(kept)
        while self.size > self._most:
            _, oldest = self._kept.popitem(last=False)
            self.size -= self._size(oldest)

    def _size(self, kept: Kept) -> int:
        return len(kept.body) + self._OVERHEAD
