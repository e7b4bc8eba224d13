"""The endpoint ``/sparql``: the SPARQL 1.1 Protocol for queries."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from twingraph.engine.formats import content_type
from twingraph.engine.frames import Job
from twingraph.engine.member import DiedError, FailedError, KilledError
from twingraph.engine.running import OverTimeError, Running
from twingraph.engine.turns import FullHouseError
from twingraph.serve.asgi import Answer, Call, unless_client_leaves
from twingraph.serve.asked import Asked, read_query
from twingraph.serve.cache import Kept
from twingraph.serve.federation import answer_calls
from twingraph.serve.guard import check_graphs, inspect_query
from twingraph.serve.problem import Problem
from twingraph.serve.state import version_of

if TYPE_CHECKING:
    from twingraph.serve.state import State

_EVERY_ROW = 2**53


class Endpoint:
    """Answers queries from the pool, or from the cache without it."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def __call__(self, call: Call) -> Answer:
        """Return the answer to a request of GET, HEAD or POST that asks a query."""
        asked = await read_query(call, self._state.settings.max_query_bytes)
        return await self.answer(call, asked)

    async def answer(self, call: Call, asked: Asked) -> Answer:
        """Return the answer to a query.

        Raises:
            Problem: 400, 403, 406, 503.
            QueryRefused: If the query asks for what is not allowed.
        """
        state = self._state
        if state.service_hosts and "service" in asked.query.casefold():
            asked = await self._with_services(call, asked)
        inspected = inspect_query(asked.query)
        graphs = (*inspected.from_graphs, *asked.default_graphs, *asked.named_graphs)
        if graphs:
            check_graphs(graphs, await state.graphs(), asked.base or "")
        is_repeatable = inspected.is_repeatable and not asked.has_services
        return await self._answer(call, asked, is_repeatable, state.settings.max_rows)

    async def _with_services(self, call: Call, asked: Asked) -> Asked:
        settings = self._state.settings
        limit = min(asked.seconds or settings.timeout, settings.timeout)
        answering = answer_calls(asked.query, self._state.service_hosts, limit, settings.max_rows)
        query = await unless_client_leaves(call, answering)
        return replace(asked, query=query, has_services=query != asked.query)

    async def read(self, call: Call, asked: Asked) -> Answer:
        """Return the answer to a query of ours, however long it is."""
        return await self._answer(call, asked, True, _EVERY_ROW)

    async def _answer(self, call: Call, asked: Asked, is_repeatable: bool, cap: int) -> Answer:
        state = self._state
        headers = {"Vary": "Accept, Accept-Encoding"}
        version = state.version()
        etag = _etag(version, asked, cap) if version and is_repeatable else ""
        if etag and _is_known(call.header("if-none-match"), etag):
            return Answer(304, {**headers, "ETag": etag})
        kept = state.cache.get(etag) if etag else None
        return kept.answer() if kept else await self._run(call, asked, headers, is_repeatable, cap)

    async def _run(
        self, call: Call, asked: Asked, headers: dict[str, str], is_repeatable: bool, cap: int
    ) -> Answer:
        begin = self._state.pool.begin
        try:
            running = await begin(_job(asked, cap), call.client, asked.seconds, call.leaves)
        except Exception as error:
            raise engine_problem(error) or error from error
        head = running.reply.head.result()
        headers |= _head_fields(head)
        if running.source and running.source.generation:
            headers["Twingraph-Generation"] = running.source.generation
            version = version_of(running.source, running.source.generation)
            if is_repeatable and version:
                headers["ETag"] = _etag(version, asked, cap)
        if head["length"] is None:
            return Answer(200, headers, pieces=_stream(call, running))
        if head["truncated"]:
            headers["Twingraph-Truncated"] = f"rows={cap}"
        body = running.reply.whole_body()
        running.end()
        if "ETag" in headers:
            self._state.cache.put(headers["ETag"], Kept(headers, body))
        return Answer(200, headers, body)


def _stream(call: Call, running: Running) -> AsyncIterator[bytes]:
    """Return the body by pieces; of a HEAD nobody takes them, so the process is given back at once."""
    pieces = running.stream()
    if call.method == "HEAD":
        running.end()
    return pieces


def _head_fields(head: Mapping[str, str]) -> dict[str, str]:
    coding = {"Content-Encoding": head["coding"]} if head["coding"] else {}
    return {"Content-Type": content_type(head["type"]), **coding}


def _job(asked: Asked, cap: int) -> Job:
    named, default, wanted = asked.named_graphs, asked.default_graphs, asked.wanted
    return Job(
        asked.query,
        default or (() if named else None),
        named or (() if default else None),
        wanted.table,
        wanted.boolean,
        wanted.graph,
        cap,
        wanted.coding,
        asked.base,
        asked.for_spreadsheet,
    )


def _etag(version: str, asked: Asked, cap: int) -> str:
    wanted = asked.wanted
    parts = [version, asked.query, str(cap), asked.base or "", "sheet" if asked.for_spreadsheet else ""]
    parts += [wanted.table or "", wanted.boolean or "", wanted.graph or "", wanted.coding or ""]
    parts += ["default", *asked.default_graphs, "named", *asked.named_graphs]
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f'"{digest[:32]}"'


def _is_known(header: str | None, etag: str) -> bool:
    return header is not None and (header.strip() == "*" or etag in re.findall(r'"[^"]*"', header))


def engine_problem(error: Exception) -> Problem | None:
    """Return what an error of the pool means to a client; None for any other error."""
    if isinstance(error, FullHouseError):
        words = "all places are taken by other queries; try again soon"
        return Problem(503, words, headers={"Retry-After": "5"}, rule=error.rule)
    if isinstance(error, OverTimeError):
        words = "the query ran longer than it may; ask for less, or for a LIMIT"
        return Problem(503, words, headers={"Retry-After": "60"}, rule="time-limit")
    if isinstance(error, KilledError):
        words = "the process that worked on it was ended from outside; try again"
        return Problem(503, words, headers={"Retry-After": "1"}, rule="process-ended")
    if isinstance(error, DiedError):
        words = "the query needs more memory, or is nested deeper, than it may be; ask for less"
        return Problem(503, words, headers={"Retry-After": "60"}, rule="memory-limit")
    if isinstance(error, FailedError):
        return _FAILURES[error.rule](error.detail)
    return None


def _no_format(kind: str) -> Problem:
    types = {"table": "of a SELECT", "boolean": "of an ASK", "graph": "of a CONSTRUCT or DESCRIBE"}
    detail = f"the answer {types[kind]} has no such format; the service description lists those that are"
    return Problem(406, detail, rule="format", headers={"Vary": "Accept"})


def query_problem(message: str) -> Problem:
    """Return the engine's complaint about a query, with line and column where it names them.

    >>> query_problem("error at 2:5: expected OPTIONAL").more
    {'rule': 'syntax', 'line': 2, 'column': 5}
    """
    match = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if not match:
        return Problem(400, f"the query cannot be read: {message}"[:500], rule="syntax")
    line, column, text = int(match[1]), int(match[2]), " ".join(match[3].split())
    detail = f"the query cannot be read at line {line}, column {column}: {text}"
    return Problem(400, detail[:500], rule="syntax", line=line, column=column)


_FAILURES: dict[str, Callable[[str], Problem]] = {
    "syntax": query_problem,
    "query": query_problem,
    "format": _no_format,
    "refused": lambda detail: Problem(403, detail[:500], rule="refused"),
    "engine": lambda detail: Problem(501, detail[:500], rule="engine"),
    "store": lambda detail: Problem(503, detail[:500], headers={"Retry-After": "10"}, rule="store"),
    "conflict": lambda detail: Problem(409, detail[:500], rule="conflict"),
    "memory": lambda detail: Problem(503, detail, headers={"Retry-After": "60"}, rule="memory-limit"),
}
