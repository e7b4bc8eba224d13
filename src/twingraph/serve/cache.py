"""Answers that are kept: exact, for their key names the generation and all that decides the bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass

from twingraph.serve.asgi import Answer, Call


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that is whole."""

    headers: dict[str, str]
    body: bytes

    def answer(self) -> Answer:
        """Return it as it was given."""
        return Answer(200, self.headers, self.body)


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


Handler = Callable[[Call], Awaitable[Answer]]
_MOST_ADDRESS = 8_192  # bytes of an address that is remembered
_MOST_ADDRESSES = 4_096


class Addresses:
    """Which answer in the cache an address leads to, so that asking it again needs no reading of the query.

    An address is remembered once its answer was given, so whatever is refused is refused again.
    """

    def __init__(self, cache: AnswerCache, generation: Callable[[], str | None]) -> None:
        self._cache, self._generation = cache, generation
        self._known: OrderedDict[Hashable, str] = OrderedDict()

    def remember(self, handler: Handler) -> Handler:
        """Return *handler*, asked only where no answer is known."""

        async def answer(call: Call) -> Answer:
            key = _address(call)
            kept = self._find(key, call.header("if-none-match"))
            if kept:
                return kept
            found = await handler(call)
            if found.status == 200 and "ETag" in found.headers and len(key[1]) <= _MOST_ADDRESS:
                self._put(key, found.headers["ETag"])
            return found

        return answer

    def _find(self, key: Hashable, known: str | None) -> Answer | None:
        etag = self._known.get(key)
        kept = self._cache.get(etag) if etag and known is None else None
        if kept is None or kept.headers["Twingraph-Generation"] != self._generation():
            return None
        return kept.answer()

    def _put(self, key: Hashable, etag: str) -> None:
        self._known[key] = etag
        if len(self._known) > _MOST_ADDRESSES:
            self._known.popitem(last=False)


def _address(call: Call) -> tuple[str, bytes, str | None, str | None, str | None]:
    headers = (call.header("accept"), call.header("accept-encoding"), call.header("host"))
    return (call.scope["path"], call.scope["query_string"], *headers)
