"""A client that costs little: bytes made beforehand, one kept connection, answers that nobody reads."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from time import perf_counter
from typing import Any
from urllib.parse import quote

JSON = "application/sparql-results+json"
LIMIT = 45.0
"""Seconds until an answer must be there."""
_COMMENT = "%20%23"


@dataclass(frozen=True, slots=True)
class Plan:
    """What one client asks: *requests* in turn, from the place *first* on, until *until* (of perf_counter).

    A cold client adds a comment to each, so that none was asked before.
    """

    port: int
    requests: tuple[bytes, ...]
    until: float
    is_cold: bool
    first: int
    least: int = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """How long each answer took in seconds, and how many requests were answered otherwise than by 200."""

    seconds: tuple[float, ...]
    refused: int
    is_late: bool = False


def get(target: str, accept: str = JSON) -> bytes:
    """Return a request as bytes; ``@`` stands where a comment of its own makes a query another text."""
    head = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\n\r\n"
    return head.encode("ascii")


def query_request(path: str, query: str) -> bytes:
    """Return the request of a query; :func:`ask` puts a number in the place of the mark."""
    return get(f"{path}?query={quote(query, safe='')}@")


def ask(plan: Plan) -> Asked:
    """Ask until the time is over, but a few times at least."""
    taken: list[float] = []
    refused = 0
    with Connection(plan.port) as connection:
        for request in _requests(plan):
            began = perf_counter()
            try:
                status = connection.ask(request)
            except TimeoutError:
                return Asked((*taken, LIMIT), refused, is_late=True)
            ended = perf_counter()
            if status == 200:
                taken.append(ended - began)
            else:
                refused += 1
            if ended > plan.until and len(taken) + refused >= plan.least:
                break
    return Asked(tuple(taken), refused)


def _requests(plan: Plan) -> Iterator[bytes]:
    if not plan.is_cold:
        request = plan.requests[0].replace(b"@ ", b" ")
        while True:
            yield request
    for number in count(plan.first):
        request = plan.requests[number % len(plan.requests)]
        yield request.replace(b"@ ", f"{_COMMENT}{number} ".encode())


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its status, its head in lower case, and its body."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str | None:
        """Return a header."""
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.decode("latin-1") == name:
                return value.strip().decode("latin-1")
        return None


class Connection:
    """A connection that is kept; opened anew where it was closed.

    Args:
        port: Port of the server on this machine.
        source: Address that the client has.
    """

    def __init__(self, port: int, source: str = "127.0.0.1") -> None:
        self._port, self._source = port, source
        self._socket: socket.socket | None = None
        self.last_status = 0

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the connection go."""
        if self._socket:
            self._socket.close()
        self._socket = None

    def ask(self, request: bytes) -> int:
        """Send a request, take the whole answer, and return its status.

        Raises:
            TimeoutError: If it is not there in time.
            ConnectionError: If the server breaks off.
        """
        return self.exchange(request, is_read=False).status

    def exchange(self, request: bytes, *, is_read: bool = True) -> Reply:
        """Return the answer; its chunks are joined where it is to be read."""
        if self._socket is None:
            self._socket = self._connect()
        try:
            reply = self._exchange(self._socket, request, is_read)
        except OSError:
            self.close()
            raise
        if b"\r\nconnection: close" in reply.head:
            self.close()
        self.last_status = reply.status
        return reply

    def _connect(self) -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self._port), LIMIT, (self._source, 0))
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def _exchange(self, connection: socket.socket, request: bytes, is_read: bool) -> Reply:
        connection.sendall(request)
        data = _receive(connection)
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += _receive(connection)
        head = data[:end].lower()
        body = _read_body(connection, head, data[end + 4 :])
        if is_read and b"\r\ntransfer-encoding: chunked" in head:
            body = _without_chunks(body)
        return Reply(int(head[9:12]), head, body)


def _read_body(connection: socket.socket, head: bytes, begun: bytes) -> bytes:
    at = head.find(b"\r\ncontent-length:")
    if at >= 0:
        return _read_length(connection, int(head[at + 17 :].split(b"\r\n", 1)[0]), begun)
    if b"\r\ntransfer-encoding: chunked" not in head:
        return b""  # no body: 204, 304
    parts, tail = [begun], begun
    while not tail.endswith(b"0\r\n\r\n"):
        parts.append(_receive(connection))
        tail = tail[-8:] + parts[-1]
    return b"".join(parts)


def _read_length(connection: socket.socket, length: int, begun: bytes) -> bytes:
    parts, size = [begun], len(begun)
    while size < length:
        parts.append(_receive(connection))
        size += len(parts[-1])
    return b"".join(parts)


def _receive(connection: socket.socket) -> bytes:
    data = connection.recv(262_144)
    if not data:
        raise ConnectionResetError("the server broke off")
    return data


def rows_of(body: bytes) -> int | None:
    """Return how many rows a table in JSON has, None where it is none."""
    try:
        found: dict[str, Any] = json.loads(body)
    except ValueError:
        return None
    return len(found["results"]["bindings"]) if "results" in found else 1


def _without_chunks(body: bytes) -> bytes:
    parts = []
    while body:
        size, _, rest = body.partition(b"\r\n")
        length = int(size, 16)
        parts.append(rest[:length])
        body = rest[length + 2 :]
    return b"".join(parts)
