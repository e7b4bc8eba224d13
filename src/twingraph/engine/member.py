"""The server's side of one process that answers: a job goes out, the frames of its answer come in."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from typing import Any, cast

from twingraph.engine.frames import BODY, END, ERROR, HEAD, Frames, Job, pack_job

_MOST_BUFFERED = 1_048_576  # bytes of a stream that wait for the client


class FailedError(Exception):
    """The process could not answer; ``rule`` says why: syntax, query, store, format, memory."""

    def __init__(self, rule: str, detail: str) -> None:
        self.rule, self.detail = rule, detail
        super().__init__(detail)


class DiedError(Exception):
    """The process ended in the middle of an answer."""


class KilledError(DiedError):
    """The process was ended from outside, so what it was asked is not to blame."""


class ClientLeftError(Exception):
    """The client closed the connection before it had its answer."""


class Reply:
    """An answer as it comes in; of one that is whole, all is there when :attr:`head` is.

    ``is_over`` tells that no more of it will be heard, ``is_complete`` that the process is done with it.
    """

    def __init__(self, member: Member) -> None:
        self._member = member
        self.head: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._pieces: deque[bytes] = deque()
        self._size, self._news = 0, asyncio.Event()
        self._early: dict[str, Any] = {}
        self.is_over = self.is_complete = self.truncated = False
        self._error: Exception | None = None

    def whole_body(self) -> bytes:
        """Return the body of a reply whose head tells its length."""
        return b"".join(self._pieces)

    async def pieces(self, seconds: float) -> AsyncIterator[bytes]:
        """Yield the body of a stream as it comes.

        Raises:
            TimeoutError: If the process lets us wait for more than *seconds* in all.
            DiedError: If the process ends before the stream does.
            ClientLeftError: If it was told so.
        """
        loop = asyncio.get_running_loop()
        while True:
            while self._pieces and not self._error:
                piece = self._pieces.popleft()
                self._size -= len(piece)
                yield piece
            self._member.resume()
            if self.is_over:
                break
            self._news.clear()
            began = loop.time()
            async with asyncio.timeout(seconds):
                await self._news.wait()
            seconds -= loop.time() - began
        if self._error:
            raise self._error

    def take(self, kind: bytes, payload: bytes) -> None:
        """Take a frame."""
        if kind == BODY:
            self._take_body(payload)
        elif kind == HEAD:
            self._early = json.loads(payload)
            if self._early["length"] is None:
                self._set_head()
        elif kind == END:
            self.truncated = json.loads(payload)["truncated"]
            self.is_complete = self.is_over = True
            self._set_head()
        elif kind == ERROR:
            self.is_complete = True
            self.fail(FailedError(**json.loads(payload)))
        self._news.set()

    def _take_body(self, payload: bytes) -> None:
        self._pieces.append(payload)
        self._size += len(payload)
        if self._size > _MOST_BUFFERED and self.head.done():  # what is whole comes in at once
            self._member.pause()

    def fail(self, error: Exception) -> None:
        """End with an error: instead of the head, or behind it; after the end it makes no difference."""
        if self.is_over:
            return
        self._error, self.is_over = error, True
        if not self.head.done():
            self.head.set_exception(error)
            self.head.exception()  # it is seen; nobody may wait any more
        self._news.set()

    def _set_head(self) -> None:
        if not self.head.done():
            self.head.set_result(self._early)


class Member(asyncio.Protocol):
    """One process; asked one thing at a time."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.gone: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        """The exit code, when the bank tells it; negative: the signal."""
        self._frames = Frames()
        self._reply: Reply | None = None
        self._transport: asyncio.Transport | None = None
        self._is_paused = self.is_lost = False

    @property
    def is_idle(self) -> bool:
        """True where the process is done with the last answer."""
        return not self.is_lost and (self._reply is None or self._reply.is_complete)

    def ask(self, job: Job) -> Reply:
        """Send a job and return the reply that will come."""
        return self.send(pack_job(job))

    def send(self, frames: bytes) -> Reply:
        """Send frames and return the reply that will come."""
        self.resume()
        self._reply = Reply(self)
        if self._transport is None or self.is_lost:
            self._reply.fail(DiedError())
        else:
            self._transport.write(frames)
        return self._reply

    def close(self) -> None:
        """Let the process go; it ends by itself once it reads that."""
        if self._transport:
            self._transport.close()

    def pause(self) -> None:
        """Take no more until :meth:`resume`: the process then waits with its next piece."""
        if self._transport and not self._is_paused and not self.is_lost:
            self._is_paused = True
            self._transport.pause_reading()

    def resume(self) -> None:
        """Take more."""
        if self._transport and self._is_paused and not self.is_lost:
            self._is_paused = False
            self._transport.resume_reading()

    # What asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        for kind, payload in self._frames.feed(data):
            if self._reply is not None:
                self._reply.take(kind, payload)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        self.is_lost = True
        if self._reply is not None:
            self._reply.fail(DiedError())
