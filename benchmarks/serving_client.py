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
_LIMIT = 45.0  # seconds until an answer must be there
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
                return Asked((*taken, _LIMIT), refused, is_late=True)
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


class Connection:
    """A connection that is kept; opened anew where the server closed it."""

    def __init__(self, port: int) -> None:
        self._port, self._socket = port, None

    _socket: socket.socket | None

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
        return self.fetch(request)[0]

    def fetch(self, request: bytes) -> tuple[int, bytes]:
        """Return the status and the raw body of an answer, chunks as they came."""
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port))
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._socket.settimeout(_LIMIT)
        try:
            return self._exchange(self._socket, request)
        except OSError:
            self.close()
            raise

    def _exchange(self, connection: socket.socket, request: bytes) -> tuple[int, bytes]:
        connection.sendall(request)
        data = _receive(connection)
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += _receive(connection)
        head = data[:end].lower()
        body = _read_body(connection, head, data[end + 4 :])
        if b"\r\nconnection: close" in head:
            self.close()
        return int(head[9:12]), body


def _read_body(connection: socket.socket, head: bytes, begun: bytes) -> bytes:
    parts, size = [begun], len(begun)
    at = head.find(b"\r\ncontent-length:")
    if at >= 0:
        length = int(head[at + 17 :].split(b"\r\n", 1)[0])
        while size < length:
            parts.append(_receive(connection))
            size += len(parts[-1])
        return b"".join(parts)
    if b"\r\ntransfer-encoding: chunked" not in head:
        return b""  # no body: 204, 304
    tail = begun
    while not tail.endswith(b"0\r\n\r\n"):
        parts.append(_receive(connection))
        tail = tail[-8:] + parts[-1]
    return b"".join(parts)


def _receive(connection: socket.socket) -> bytes:
    data = connection.recv(262_144)
    if not data:
        raise ConnectionResetError("the server broke off")
    return data


def rows_of(body: bytes, is_chunked: bool) -> int | None:
    """Return how many rows a table in JSON has, None where it is none."""
    try:
        found: dict[str, Any] = json.loads(_without_chunks(body) if is_chunked else body)
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
