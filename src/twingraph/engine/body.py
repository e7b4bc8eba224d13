"""The bytes of an answer on their way to the server: cut behind a row, compressed, held back, then streamed.

What is held back until the answer is complete can still become an error, or be told to be cut, before the
first byte is seen.  Of an answer that is larger than :data:`HOLD` the rest is streamed.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any, Protocol

import brotli
import zstandard

from twingraph.engine.frames import BODY, END, HEAD, pack, pack_json
from twingraph.engine.rows import RowCounter

HOLD = 32 * 1024 * 1024
"""Bytes of an answer that wait for its end."""
_PIECE = 64 * 1024  # bytes of a frame that is streamed
_WORTH = 1_400  # bytes below which compression saves no packet

Send = Callable[[bytes], Any]


class FullError(Exception):
    """The answer has as many rows as it may have; raised into the library that writes it."""


class Encoder(Protocol):
    """Compresses a stream."""

    def compress(self, data: bytes, /) -> bytes: ...
    def flush(self) -> bytes: ...


class _Brotli:
    def __init__(self) -> None:
        compressor = brotli.Compressor(quality=4)
        self.compress: Callable[[bytes], bytes] = compressor.process
        self.flush: Callable[[], bytes] = compressor.finish


def _encoder(coding: str) -> Encoder:
    if coding == "zstd":
        return zstandard.ZstdCompressor(level=3).compressobj()
    return _Brotli() if coding == "br" else zlib.compressobj(5, wbits=31)


class Body:
    """A file that the library writes an answer to.

    Args:
        send: Takes frames.
        head: What the head frame says beside what is known at the end only.
        counter: Tells rows; None where they were counted before.
        coding: Content coding that the client takes, None for none.
    """

    def __init__(
        self, send: Send, head: dict[str, Any], counter: RowCounter | None, coding: str | None
    ) -> None:
        self._send, self._head, self._counter, self._coding = send, head, counter, coding
        self._encoder: Encoder | None = None
        self._held: list[bytes] = []
        self._size, self._is_streaming = 0, False

    def write(self, data: bytes) -> int:
        """Take a piece of the answer.

        Raises:
            FullError: If the answer has all the rows that it may have.
        """
        if self._counter is None:
            self._put(bytes(data))
            return len(data)
        if not self._counter.is_full:  # the library empties its buffer once more after the error
            self._put(self._counter.feed(bytes(data)))
        if self._counter.is_full:
            raise FullError
        return len(data)

    def flush(self) -> None:
        """Do nothing: the library asks for it at the end."""

    def _put(self, data: bytes) -> None:
        if self._encoder:
            data = self._encoder.compress(data)
        if data:
            self._held.append(data)
            self._size += len(data)
        if self._size >= (_PIECE if self._is_streaming else HOLD):
            self._stream()

    def _stream(self) -> None:
        if not self._is_streaming:
            self._is_streaming = True
            if self._coding:
                self._encoder = _encoder(self._coding)
                self._held = [self._encoder.compress(piece) for piece in self._held]
            self._send(pack_json(HEAD, {**self._head, "coding": self._coding, "length": None}))
        self._send(pack(BODY, b"".join(self._held)))
        self._held, self._size = [], 0

    def finish(self, truncated: bool, mark: Callable[[bytes], bytes]) -> None:
        """End the answer; one that was cut is marked by *mark*, which gets what is held of it."""
        if self._counter:
            self._put(self._counter.finish() if not truncated else b"")
        if self._is_streaming:
            self._finish_stream(truncated, mark)
        else:
            self._finish_whole(truncated, mark)

    def _finish_stream(self, truncated: bool, mark: Callable[[bytes], bytes]) -> None:
        assert not self._coding or self._encoder
        if truncated:
            self._put(mark(b""))
        if self._encoder:
            self._held.append(self._encoder.flush())
        self._send(pack(BODY, b"".join(self._held)) + pack_json(END, {"truncated": truncated}))

    def _finish_whole(self, truncated: bool, mark: Callable[[bytes], bytes]) -> None:
        body, coding = b"".join(self._held), self._coding
        if truncated:
            body = mark(body)
        if coding and len(body) >= _WORTH:
            encoder = _encoder(coding)
            body = encoder.compress(body) + encoder.flush()
        else:
            coding = None
        head = {**self._head, "coding": coding, "length": len(body), "truncated": truncated}
        end = pack_json(END, {"truncated": truncated})
        self._send(pack_json(HEAD, head) + pack(BODY, body) + end)
