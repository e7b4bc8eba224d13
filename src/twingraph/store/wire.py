"""Requests to a remote engine: one answer each, whole or not at all, and who asks."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPBasicAuthHandler,
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    OpenerDirector,
    Request,
    build_opener,
)

from twingraph.errors import StoreError
from twingraph.store.address import Address

_PIECE = 262_144
FAILURES = (OSError, http.client.HTTPException)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine said."""

    status: int
    headers: Message
    body: bytes

    @property
    def words(self) -> str:
        """The body as one would quote it."""
        return self.body.decode("utf-8", "replace").strip()[:1000]


class Wire:
    """Sends requests to one engine, and says who it is where the engine asks."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._opener: OpenerDirector | None = None

    def send(
        self,
        method: str,
        url: str,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        seconds: float | None = None,
    ) -> Answer:
        """Return the answer, an error of the engine's too.

        Raises:
            StoreError: If there is none, or half of one.
        """
        request = Request(url, data=content, headers=dict(headers or {}), method=method)
        try:
            with self._open().open(request, timeout=seconds or self._address.write_timeout) as response:
                return Answer(response.status, response.headers, response.read())
        except HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read())
        except FAILURES as error:
            raise no_answer(url, error) from error

    def _open(self) -> OpenerDirector:
        if self._opener is None:
            known = HTTPPasswordMgrWithDefaultRealm()
            if self._address.user:
                for url in (self._address.query_url, *self._own_urls()):
                    known.add_password(None, url, self._address.user, self._address.password)
            self._opener = build_opener(HTTPDigestAuthHandler(known), HTTPBasicAuthHandler(known))
        return self._opener

    def _own_urls(self) -> tuple[str, ...]:
        """Return the addresses that hear the password: the engine's own, and what is set."""
        root = self._address.query_url.split("/", 3)[:3]
        given = (self._address.update_url, self._address.graph_store_url)
        return ("/".join(root) + "/", *(url for url in given if url))


def no_answer(url: str, error: Exception) -> StoreError:
    """Return what it means that no answer came."""
    reason = str(error.reason if isinstance(error, URLError) else error) or type(error).__name__
    reason = " ".join(reason.split())
    return StoreError(
        f"{url}: the server does not answer as hoped ({reason}); check the address and the server"
    )


class Stream:
    """The body of an answer, for a library that reads a file; it fails where the body breaks off.

    The library would read lines that end in the middle of an answer as a whole one.
    """

    def __init__(self, response: Any, mend: Callable[[bytes], bytes], held: int) -> None:
        self._response, self._mend, self._held = response, mend, held
        self._rest, self._ready, self._is_over = b"", b"", False

    def read(self, size: int = -1) -> bytes:
        """Return the next piece, all there is where *size* is negative; nothing at the end."""
        while not self._is_over and (size < 0 or not self._ready):
            self._ready += self._next()
        size = len(self._ready) if size < 0 else size
        piece, self._ready = self._ready[:size], self._ready[size:]
        return piece

    def _next(self) -> bytes:
        """Return the next mended piece; the last bytes wait, they may begin what needs mending."""
        piece = self._receive()
        self._rest = self._mend(self._rest + piece)
        keep = self._held if piece else 0
        self._is_over = not piece
        end = max(0, len(self._rest) - keep)
        ready, self._rest = self._rest[:end], self._rest[end:]
        return ready

    def _receive(self) -> bytes:
        try:
            piece = bytes(self._response.read(_PIECE))
        except http.client.HTTPException as error:
            self._response.close()
            raise OSError(f"the answer broke off ({error!r})") from error
        if not piece:
            missing = getattr(self._response, "length", None)
            self._response.close()
            if missing:
                raise OSError(f"the answer broke off, {missing} bytes before its end")
        return piece
