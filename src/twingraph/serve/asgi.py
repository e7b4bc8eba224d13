"""The little of ASGI that the protocol endpoints need: a request read once, an answer sent in pieces.

They stand beside the framework that draws the pages, not behind it: its layers would take longer than the
engine does.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from twingraph.engine.member import ClientLeftError
from twingraph.serve.problem import MEDIA_TYPE, Problem, problem_body

T = TypeVar("T")
Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_MOST_FIELDS = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler answers: a body that is whole, or pieces that come by and by."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    pieces: AsyncIterator[bytes] | None = None


class Call:
    """One request: its headers by lower-case name, its parameters decoded once, its body when asked for."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.scope, self._receive = scope, receive
        self.method: str = scope["method"]
        self._headers: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            self._headers[name] = self._headers[name] + b", " + value if name in self._headers else value
        self._is_read = False

    def header(self, name: str) -> str | None:
        """Return a header; several of one name are joined by commas."""
        value = self._headers.get(name.encode())
        return None if value is None else value.decode("latin-1")

    @property
    def client(self) -> str:
        """The address of the client."""
        return str(self.scope["client"][0]) if self.scope.get("client") else ""

    @property
    def base_url(self) -> str:
        """The address that this service has for the client, without a slash at its end."""
        host = self.header("host") or "{}:{}".format(*(self.scope.get("server") or ("localhost", 80)))
        return f"{self.scope.get('scheme', 'http')}://{host}{self.scope.get('root_path', '')}"

    @property
    def path(self) -> str:
        """The path, percent-decoded, without the prefix that a proxy adds."""
        path: str = self.scope["path"]
        return path.removeprefix(self.scope.get("root_path", ""))

    def parameters(self) -> list[tuple[str, str]]:
        """Return the fields of the query string."""
        return decode_form(self.scope["query_string"])

    async def body(self, most: int) -> bytes:
        """Return the body.

        Raises:
            Problem: 413 where it is longer than *most* bytes, before more is read; 415 if it is compressed.
            ClientLeftError: If it never comes to its end.
        """
        if (self.header("content-encoding") or "identity").lower() != "identity":
            raise Problem(415, "send the body as it is, without a Content-Encoding", rule="content-encoding")
        length = self.header("content-length")
        if length and length.isdigit() and int(length) > most:
            raise too_large(most)
        parts, size, is_more = [], 0, True
        while is_more:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ClientLeftError
            parts.append(message.get("body", b""))
            size, is_more = size + len(parts[-1]), message.get("more_body", False)
            if size > most:
                raise too_large(most)
        self._is_read = True
        return b"".join(parts)

    async def leaves(self) -> None:
        """Return when the client has closed the connection."""
        while (await self._receive())["type"] != "http.disconnect":
            pass


def too_large(most: int) -> Problem:
    """Return the problem of a body over the limit."""
    return Problem(413, f"the body is longer than {most} bytes", rule="max-bytes")


def decode_form(data: bytes) -> list[tuple[str, str]]:
    """Return the fields of a form: percent-decoded once, as UTF-8."""
    try:
        return parse_qsl(
            data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except UnicodeDecodeError as error:
        raise Problem(400, "the parameters are not percent-encoded UTF-8") from error
    except ValueError as error:
        raise Problem(400, f"the parameters cannot be read: {error}") from error


def problem_answer(problem: Problem, request_id: str) -> Answer:
    """Return a problem as an answer."""
    headers = {**problem.headers, "Content-Type": MEDIA_TYPE}
    return Answer(problem.status, headers, problem_body(problem, request_id))


async def send_answer(call: Call, send: Send, answer: Answer) -> None:
    """Send an answer; of a HEAD request the headers only.

    A stream that breaks is left without its end, so that no client takes it for whole.
    """
    headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in answer.headers.items()]
    is_head = call.method == "HEAD"
    if answer.pieces is None and answer.status not in (204, 304):
        headers.append((b"content-length", str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    if answer.pieces is not None and not is_head:
        async for piece in answer.pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b"" if is_head else answer.body})


async def unless_client_leaves(call: Call, work: Coroutine[Any, Any, T]) -> T:
    """Return what *work* returns.

    Raises:
        ClientLeftError: If the client leaves before; *work* is cancelled then.
    """
    task, leaving = asyncio.ensure_future(work), asyncio.ensure_future(call.leaves())
    try:
        await asyncio.wait({task, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientLeftError
        return task.result()
    finally:
        leaving.cancel()
        if task.cancel():
            await asyncio.wait({task})
