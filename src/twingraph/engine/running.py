"""A query that runs: how long it may, who looks out for its client, and how its body comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from twingraph.engine.bank import Source
from twingraph.engine.member import ClientLeftError, DiedError, Reply

_GRACE = 0.02  # seconds


class OverTimeError(Exception):
    """The query ran longer than it may."""


class CutStreamError(Exception):
    """A stream has all the rows it may have: it breaks off, so that nobody takes it for whole."""


BROKEN = (OverTimeError, CutStreamError, DiedError, ClientLeftError)
"""What ends a stream before its end."""


Leaving = Callable[[], Awaitable[None]]
"""Returns when the client has closed the connection."""


class Running:
    """A query that runs: its reply, and the data that it asks; :meth:`end` gives the process back.

    It fails when *seconds* are over, and when the client leaves.  Most answers are there within
    milliseconds, so nobody looks out for the client before :data:`_GRACE` is over.
    """

    def __init__(self, reply: Reply, source: Source | None, seconds: float, leaving: Leaving | None) -> None:
        self.reply, self.source, self._seconds, self._leaving = reply, source, seconds, leaving
        loop = asyncio.get_running_loop()
        self._alarms = [loop.call_later(seconds, reply.fail, OverTimeError())]
        if leaving:
            self._alarms.append(loop.call_later(_GRACE, self._watch))
        self._watcher: asyncio.Task[None] | None = None
        self.at_end: Callable[[], None] | None = None

    def _watch(self) -> None:
        self._watcher = asyncio.ensure_future(self._fail_when_client_leaves())

    async def _fail_when_client_leaves(self) -> None:
        assert self._leaving is not None
        await self._leaving()
        self.reply.fail(ClientLeftError())

    async def stream(self) -> AsyncIterator[bytes]:
        """Yield the body, and end.

        Raises:
            OverTimeError: If the process, not who takes the body, needs more time than it may.
            DiedError: If the process ends before the body does.
            ClientLeftError: If the client does not take the body to its end.
            CutStreamError: If rows are missing at the end of the body.
        """
        self._alarms[0].cancel()
        try:
            async for piece in self.reply.pieces(self._seconds):
                yield piece
        except TimeoutError as error:
            raise OverTimeError from error
        finally:
            self.end()
        if self.reply.truncated:
            raise CutStreamError

    async def body(self) -> bytes:
        """Return the body, and end; one that was held back may be cut, and says so in itself.

        Raises:
            OverTimeError, DiedError, CutStreamError: As :meth:`stream` does.
        """
        if self.reply.head.result()["length"] is None:
            return b"".join([piece async for piece in self.stream()])
        self.end()
        return self.reply.whole_body()

    def end(self) -> None:
        """Give the process back; one that still works on the answer is ended."""
        for alarm in self._alarms:
            alarm.cancel()
        if self._watcher:
            self._watcher.cancel()
        end, self.at_end = self.at_end, None
        if end is not None:
            end()
