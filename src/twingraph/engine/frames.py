"""What server and processes say to each other: jobs one way, frames of an answer the other way.

A frame is one byte that tells its kind, four bytes with the length of what follows, and that.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

HEAD = b"H"
"""JSON: media type, content coding, whether rows are missing, and the bytes of the body if it is whole."""
BODY = b"B"
END = b"E"
ERROR = b"X"
"""JSON: the rule that was broken, and the words about it."""
JOB = b"J"

_PREFIX = struct.Struct("!cI")


NO_CAP = 2**53
"""More rows than any answer has."""


@dataclass(frozen=True, slots=True)
class Job:
    """One query with all that decides its answer; a media type of None is one that the client does not take.

    ``default_graphs`` and ``named_graphs`` are those of the protocol, both None where it names none.  With
    ``for_spreadsheet`` no cell of a CSV table is a formula, with ``as_found`` no row of a TSV table waits.
    """

    query: str
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    table: str | None
    boolean: str | None
    graph: str | None
    cap: int
    coding: str | None = None
    base: str | None = None
    for_spreadsheet: bool = False
    as_found: bool = False


def pack(kind: bytes, payload: bytes) -> bytes:
    """Return a frame."""
    return _PREFIX.pack(kind, len(payload)) + payload


def pack_json(kind: bytes, payload: object) -> bytes:
    """Return a frame that holds JSON; lone surrogates, which a query may hold, pass."""
    return pack(kind, json.dumps(payload).encode())


def pack_job(job: Job) -> bytes:
    """Return a job as a frame.

    >>> unpack_job(pack_job(Job("ASK {}", None, ("https://a.example/g",), None, "text/xml", None, 9))[5:]).cap
    9
    """
    fields = (
        job.query, job.default_graphs, job.named_graphs, job.table, job.boolean, job.graph, job.cap,
        job.coding, job.base, job.for_spreadsheet, job.as_found,
    )  # fmt: skip
    return pack_json(JOB, fields)  # asdict would copy deeply, which takes longer than all the rest


def unpack_job(payload: bytes) -> Job:
    """Return the job in the payload of a frame."""
    fields: list[Any] = json.loads(payload)
    for number in (1, 2):
        fields[number] = None if fields[number] is None else tuple(fields[number])
    return Job(*fields)


class Frames:
    """Takes bytes as they come and gives the frames that are complete.

    >>> frames = Frames()
    >>> sent = pack(BODY, b"abc") + pack(END, b"")
    >>> [list(frames.feed(part)) for part in (sent[:6], sent[6:])]
    [[], [(b'B', b'abc'), (b'E', b'')]]
    """

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Yield kind and payload of each frame that *data* completes."""
        self._bytes += data
        while len(self._bytes) >= _PREFIX.size:
            kind, length = _PREFIX.unpack_from(self._bytes)
            end = _PREFIX.size + length
            if len(self._bytes) < end:
                return
            with memoryview(self._bytes) as view:
                payload = bytes(view[_PREFIX.size : end])
            del self._bytes[:end]
            yield kind, payload
