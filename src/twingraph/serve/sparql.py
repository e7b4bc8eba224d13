"""The endpoint ``/sparql``: the SPARQL 1.1 Protocol for queries."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import TYPE_CHECKING

from twingraph.engine.formats import TABLES, content_type
from twingraph.engine.frames import NO_CAP, Job
from twingraph.engine.member import DiedError, FailedError
from twingraph.engine.running import CutStreamError, OverTimeError, Running
from twingraph.serve.asgi import Answer, Call, unless_client_leaves
from twingraph.serve.asked import Asked, read_query
from twingraph.serve.cache import Kept
from twingraph.serve.cures import with_cure
from twingraph.serve.engine_problem import engine_problem
from twingraph.serve.federation import answer_calls
from twingraph.serve.guard import check_graphs, inspect_query
from twingraph.serve.state import version_of

if TYPE_CHECKING:
    from twingraph.serve.state import State


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
        is_repeatable = inspected.is_repeatable and not asked.has_services and not asked.as_found
        return await self._answer(call, asked, is_repeatable, state.settings.max_rows)

    async def _with_services(self, call: Call, asked: Asked) -> Asked:
        settings = self._state.settings
        limit = min(asked.seconds or settings.timeout, settings.timeout)
        answering = answer_calls(asked.query, self._state.service_hosts, limit, settings.max_rows)
        query = await unless_client_leaves(call, answering)
        return replace(asked, query=query, has_services=query != asked.query)

    async def read(self, call: Call, asked: Asked) -> Answer:
        """Return the answer to a query of ours, however long it is."""
        return await self._answer(call, asked, True, NO_CAP)

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
        try:
            running = await self._state.pool.begin(_job(asked, cap), call.client, asked.seconds, call.leaves)
        except Exception as error:
            problem = engine_problem(error)
            raise (with_cure(problem, asked.query) if problem else error) from error
        headers |= _head_fields(running)
        version = version_of(running.source, running.source.generation) if running.source else None
        if is_repeatable and version:
            headers["ETag"] = _etag(version, asked, cap)
        if running.reply.head.result()["length"] is None:
            return Answer(200, headers, pieces=_stream(call, running, asked))
        return self._whole(running, headers, cap)

    def _whole(self, running: Running, headers: dict[str, str], cap: int) -> Answer:
        """Return an answer that is all there, and keep it where it has an ETag."""
        if running.reply.head.result()["truncated"]:
            headers["Twingraph-Truncated"] = f"rows={cap}"
        body = running.reply.whole_body()
        running.end()
        if "ETag" in headers:
            self._state.cache.put(headers["ETag"], Kept(headers, body))
        return Answer(200, headers, body)


def _stream(call: Call, running: Running, asked: Asked) -> AsyncIterator[bytes]:
    """Return the body by pieces; of a HEAD nobody takes them, so the process is given back at once."""
    is_found = asked.as_found and running.reply.head.result()["type"] == TABLES["tsv"]
    pieces = _as_found(running) if is_found else running.stream()
    if call.method == "HEAD":
        running.end()
    return pieces


async def _as_found(running: Running) -> AsyncIterator[bytes]:
    """Yield the rows that are found; where some are missing, a comment behind the last one says why."""
    try:
        async for piece in running.stream():
            yield piece
    except CutStreamError:
        yield b"# max-rows\n"
    except (OverTimeError, DiedError, FailedError) as error:
        problem = engine_problem(error)
        yield f"# {problem.more['rule'] if problem else 'engine'}\n".encode()


def _head_fields(running: Running) -> dict[str, str]:
    head = running.reply.head.result()
    fields = {"Content-Type": content_type(head["type"])}
    if head["coding"]:
        fields["Content-Encoding"] = head["coding"]
    if running.source and running.source.generation:
        fields["Twingraph-Generation"] = running.source.generation
    return fields


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
        asked.as_found,
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
