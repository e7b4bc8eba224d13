"""What takes long to make and belongs to one generation: made once, by one thread, and kept."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

Made = TypeVar("Made")
Key = tuple[str | None, Hashable]
_WITHOUT_GENERATION = 60.0  # seconds: a remote store tells no generation, and others may change it


class Kept(Generic[Made]):
    """The things made last, by generation and whatever else decides them; two threads never make the same.

    >>> kept = Kept[int](2)
    >>> kept.get("first", "", lambda: 1), kept.get("first", "", lambda: 2)
    (1, 1)
    """

    def __init__(self, most: int = 2) -> None:
        self._most, self._lock = most, Lock()
        self._made: OrderedDict[Key, tuple[float, Future[Made]]] = OrderedDict()

    def get(self, generation: str | None, name: Hashable, make: Callable[[], Made]) -> Made:
        """Return what is kept for a generation under *name*; else make it, or wait for who is at it."""
        key, own = (generation, name), Future[Made]()
        found = self._find_or_put(key, own)
        if found is own:
            self._make(key, own, make)
        return found.result()

    def _find_or_put(self, key: Key, own: Future[Made]) -> Future[Made]:
        now = time.monotonic()
        with self._lock:
            since, found = self._made.get(key, (now, own))
            if key[0] is None and now - since > _WITHOUT_GENERATION:
                since, found = now, own
            self._made[key] = since, found
            self._made.move_to_end(key)
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return found

    def _make(self, key: Key, own: Future[Made], make: Callable[[], Made]) -> None:
        try:
            own.set_result(make())
        except BaseException as error:
            with self._lock:
                self._made.pop(key, None)  # the next one tries again
            own.set_exception(error)
