"""Who runs a query now, who waits, and who is told to come back: fair between clients, and bounded."""

from __future__ import annotations

import asyncio
from collections import Counter, deque


class FullHouseError(Exception):
    """There is no place, and the queue is full, or waiting took too long; ``rule`` names which."""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        super().__init__(rule)


class Turns:
    """Places for queries, and a queue before them.

    The next in the queue is that of the client with the fewest running queries; of several the first.

    Args:
        places: How many run at a time.
        queue: How many wait at most, of all clients.
        queue_per_client: How many of one client do.
        patience: Seconds after which one that waits is told to come back.
    """

    def __init__(self, places: int, queue: int, queue_per_client: int, patience: float) -> None:
        self._free, self._queue, self._per_client, self._patience = places, queue, queue_per_client, patience
        self._running: Counter[str] = Counter()
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(map(len, self._waiting.values()))

    @property
    def running(self) -> int:
        """How many run."""
        return self._running.total()

    def take_at_once(self, client: str) -> bool:
        """Take a place where one is free; return whether it was."""
        if not self._free or self._waiting:
            return False
        self._free -= 1
        self._running[client] += 1
        return True

    async def take(self, client: str) -> None:
        """Return when *client* may run a query; :meth:`give_back` follows.

        Raises:
            FullHouseError: If it may not wait, or waited too long.
        """
        if self.take_at_once(client):
            return
        if self.waiting >= self._queue:
            raise FullHouseError("queue-full")
        queue = self._waiting.setdefault(client, deque())
        if len(queue) >= self._per_client:
            raise FullHouseError("client-queue-full")
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.append(turn)
        await self._wait(turn, client)

    async def _wait(self, turn: asyncio.Future[None], client: str) -> None:
        try:
            await asyncio.wait_for(asyncio.shield(turn), self._patience)
        except TimeoutError as error:
            self._leave(turn, client)
            raise FullHouseError("waited-too-long") from error
        except asyncio.CancelledError:
            self._leave(turn, client)
            raise

    def _leave(self, turn: asyncio.Future[None], client: str) -> None:
        """Take *turn* out of the queue; where its turn came in the same moment, hand it on."""
        if turn.done():
            self.give_back(client)
            return
        self._waiting[client].remove(turn)
        if not self._waiting[client]:
            del self._waiting[client]

    def give_back(self, client: str) -> None:
        """End a turn of *client*; the next one begins."""
        self._running[client] -= 1
        if not self._running[client]:
            del self._running[client]
        if not self._waiting:
            self._free += 1
            return
        following = min(self._waiting, key=lambda name: self._running[name])
        queue = self._waiting[following]
        queue.popleft().set_result(None)
        if not queue:
            del self._waiting[following]
        self._running[following] += 1
