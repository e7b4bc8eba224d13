"""One process that answers: jobs come in by a socket, its data are asked, frames of the answer go out."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, cast

import pyoxigraph as ox

from twingraph.engine.body import Body, FullError, Send
from twingraph.engine.data import Data
from twingraph.engine.formats import rdf_format, results_format
from twingraph.engine.found import answer_as_found
from twingraph.engine.frames import ERROR, JOB, Frames, Job, pack_json, unpack_job
from twingraph.engine.rows import RowCounter, count_rows
from twingraph.engine.rules import ERRORS, rule_of
from twingraph.engine.spreadsheet import Collected
from twingraph.engine.tokens import name_columns
from twingraph.iris import PREFIXES

_PR_SET_PDEATHSIG = 1  # from linux/prctl.h
MOST_COPIED = 256 * 1024 * 1024
"""Bytes of pages that a process has made its own, by copying or anew, before another takes its place."""
_LINES = (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)


def work(connection: socket.socket, data: Data) -> None:
    """Answer jobs until the other side goes away, or so much memory was copied that a fresh fork is better.

    The engine counts in what it reads, so each page of the shared data that is read becomes a copy.
    """
    frames, page = Frames(), os.sysconf("SC_PAGE_SIZE")
    with suppress(ConnectionError):
        while received := connection.recv(262_144):
            for kind, payload in frames.feed(received):
                assert kind == JOB
                answer_job(data, unpack_job(payload), connection.sendall)
            if resource.getrusage(resource.RUSAGE_SELF).ru_minflt * page > MOST_COPIED:
                return


def answer_job(data: Data, job: Job, send: Send) -> None:
    """Send the frames of the answer to a job, or one that says what went wrong."""
    try:
        _answer(data, job, send)
    except ERRORS as error:
        send(pack_json(ERROR, {"rule": rule_of(error, data.misread), "detail": str(error)}))
    except MemoryError:
        send(pack_json(ERROR, {"rule": "memory", "detail": "the query needs too much memory"}))


def _answer(data: Data, job: Job, send: Send) -> None:
    result = data.answer(job)
    if isinstance(result, ox.QuerySolutions):
        _answer_table(_in_order(data, result, job), job, send)
    elif isinstance(result, ox.QueryBoolean):
        _answer_boolean(result, job, send)
    else:
        _answer_graph(result, job, send)


def _in_order(data: Data, solutions: ox.QuerySolutions, job: Job) -> ox.QuerySolutions:
    """Return the columns of ``SELECT *`` as the query names them: the engine sorts them."""
    query = name_columns(job.query, [variable.value for variable in solutions.variables])
    if query is None:
        return solutions
    again = data.answer(replace(job, query=query))
    assert isinstance(again, ox.QuerySolutions)
    return again


def _answer_table(solutions: ox.QuerySolutions, job: Job, send: Send) -> None:
    if not job.table:
        return _refuse(send, "table")
    wanted = results_format(job.table)
    if job.as_found and wanted == ox.QueryResultsFormat.TSV:
        return answer_as_found(solutions, job, send)
    counter = count_rows(wanted, job.cap, [variable.value for variable in solutions.variables])
    if job.for_spreadsheet and wanted == ox.QueryResultsFormat.CSV:
        return _answer_spreadsheet(solutions, counter, job, send)
    body, truncated = Body(send, {"type": job.table}, counter, job.coding), False
    try:
        solutions.serialize(cast(Any, body), format=wanted)
    except FullError:
        truncated = True
    return body.finish(truncated, lambda held: _mark_table(held, wanted, job.cap))


def _answer_spreadsheet(solutions: ox.QuerySolutions, counter: RowCounter, job: Job, send: Send) -> None:
    table = Collected(counter)
    solutions.serialize(cast(Any, table), format=ox.QueryResultsFormat.CSV)
    body = Body(send, {"type": job.table}, None, job.coding)
    body.write(table.disarmed())
    body.finish(table.is_cut, lambda held: _mark_table(held, ox.QueryResultsFormat.CSV, job.cap))


def _answer_boolean(result: ox.QueryBoolean, job: Job, send: Send) -> None:
    if not job.boolean:
        return _refuse(send, "boolean")
    body = Body(send, {"type": job.boolean}, None, job.coding)
    body.write(result.serialize(format=results_format(job.boolean)) or b"")
    return body.finish(False, bytes)


def _answer_graph(triples: Iterable[ox.Triple], job: Job, send: Send) -> None:
    if not job.graph:
        return _refuse(send, "graph")
    body, kept = Body(send, {"type": job.graph}, None, job.coding), _Counted(triples, job.cap)
    ox.serialize(kept, cast(Any, body), rdf_format(job.graph), prefixes=PREFIXES)
    return body.finish(kept.is_cut, lambda held: held + _graph_mark(job))


class _Counted:
    """The first *cap* of *items*; ``is_cut`` tells afterwards whether there were more."""

    def __init__(self, items: Iterable[ox.Triple], cap: int) -> None:
        self._items, self._cap, self.is_cut = iter(items), cap, False

    def __iter__(self) -> Any:
        yield from islice(self._items, self._cap)
        self.is_cut = next(self._items, None) is not None


def _graph_mark(job: Job) -> bytes:
    comment = rdf_format(job.graph or "") in _LINES
    return f"# truncated after {job.cap} triples\n".encode() if comment else b""


def _mark_table(held: bytes, wanted: ox.QueryResultsFormat, cap: int) -> bytes:
    """Return what is held of a cut table, closed as its format wants it, with a sign that rows are missing.

    JSON and XML bear the sign in their head, where a client looks; a stream, whose head is gone, stays open.
    """
    note = f"urn:twingraph:truncated:{cap}".encode()
    if wanted == ox.QueryResultsFormat.JSON:
        head, close = b'{"head":{"link":["' + note + b'"],', b"]}}"
        return held.replace(b'{"head":{', head, 1) + close if held else note
    if wanted == ox.QueryResultsFormat.XML:
        head, close = b'<link href="' + note + b'"/></head>', b"</results></sparql>"
        return held.replace(b"</head>", head, 1) + close if held else b"<!-- " + note + b" -->"
    line = f"# truncated after {cap} rows"
    return held + (f'"{line}"\n' if wanted == ox.QueryResultsFormat.TSV else f"{line}\r\n").encode()


def _refuse(send: Send, kind: str) -> None:
    send(pack_json(ERROR, {"rule": "format", "detail": kind}))


def end_with_parent() -> None:
    """Let this process end when the one that forked it does, however it does, where the system knows how."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def limit_memory(most: int) -> None:
    """Let this process take *most* bytes beside what it shares; who takes more is ended by the system.

    What counts is what may be written, not what is only reserved: threads reserve much and use little.
    """
    statm = Path("/proc/self/statm")
    if statm.exists():
        limit = int(statm.read_text().split()[5]) * os.sysconf("SC_PAGE_SIZE") + most
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def open_no_more() -> None:
    """Let this process open no file and no connection from now on: what a query asks for is here, or nowhere.

    The parsed query has been looked at before; this holds even where a way around that is found.
    """
    last = max(int(name) for name in os.listdir("/dev/fd"))  # noqa: PTH208 - numbers, not paths
    resource.setrlimit(resource.RLIMIT_NOFILE, (last, last))
    with suppress(OSError):
        while True:
            os.dup(0)  # the numbers below the limit that are free
