"""The endpoint ``/sparql``: the SPARQL 1.1 Protocol, for queries only."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import anyio
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response

from twingraph.errors import QueryRefused
from twingraph.serve.accept import choose_type
from twingraph.serve.description import describe_service
from twingraph.serve.guard import check_query
from twingraph.serve.problem import Problem
from twingraph.serve.results import GRAPHS, TABLES, Answer, write_answer

if TYPE_CHECKING:
    from twingraph.settings import Settings
    from twingraph.store.base import Dataset, GraphStore

METHODS = ["GET", "HEAD", "POST", "OPTIONS"]
_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_WAIT = 10.0  # seconds that a query waits for its turn


@dataclass(frozen=True, slots=True)
class Asked:
    """One request to the endpoint, decoded once."""

    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str | None
    accept: str | None


class Endpoint:
    """Answers ``/sparql`` from one store; a slow query keeps a thread busy, not the server."""

    def __init__(self, store: GraphStore, settings: Settings) -> None:
        self._store, self._settings = store, settings
        self._turns = anyio.CapacityLimiter(settings.max_queries)

    async def __call__(self, request: Request) -> Response:
        """Return the answer to a request of any of :data:`METHODS`."""
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": ", ".join(METHODS), **_PREFLIGHT})
        if request.method != "POST" and not request.url.query:
            return describe_service(request, self._store)
        asked = await _read_request(request, self._settings.max_query_bytes)
        return await self._answer(request, asked)

    async def _answer(self, request: Request, asked: Asked) -> Response:
        try:
            with anyio.fail_after(_WAIT):
                await self._turns.acquire_on_behalf_of(request)
        except TimeoutError as error:
            busy = "all places are taken by other queries; try again soon"
            raise Problem(503, busy, headers={"Retry-After": "5"}) from error
        try:
            return await run_sync(self._run, asked, request.headers.get("if-none-match"))
        finally:
            self._turns.release_on_behalf_of(request)

    def _run(self, asked: Asked, known: str | None) -> Response:
        store = self._store.snapshot()
        generation = store.generation
        repeatable = check_query(asked.query, store.graphs)
        _check_dataset(asked, store)
        etag = _etag(generation, asked, self._settings.max_rows) if repeatable and generation else None
        headers = {"Vary": "Accept"} | ({"ETag": etag} if etag else {})
        if etag and known and etag in re.findall(r'"[^"]*"', known):
            return Response(status_code=304, headers=headers)
        answer = run_asked(store, asked, self._settings.max_rows)
        if answer.truncated:
            headers["Twingraph-Truncated"] = f"rows={self._settings.max_rows}"
        if generation:
            headers["Twingraph-Generation"] = generation
        return Response(answer.body, headers={**headers, "Content-Type": answer.content_type})


_PREFLIGHT = {
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def run_asked(store: Dataset, asked: Asked, cap: int) -> Answer:
    """Return the answer of *store*.

    Raises:
        Problem: 400 with line and column where the query cannot be read; 406.
    """
    try:
        return write_answer(
            lambda: store.query(
                asked.query,
                default_graphs=asked.default_graphs or (None if not asked.named_graphs else ()),
                named_graphs=asked.named_graphs or (None if not asked.default_graphs else ()),
            ),
            asked.accept,
            asked.format,
            cap,
        )
    except SyntaxError as error:
        raise query_problem(str(error)) from error


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


def _check_dataset(asked: Asked, store: Dataset) -> None:
    for graph in (*asked.default_graphs, *asked.named_graphs):
        if graph not in store.graphs():
            raise QueryRefused(f"{graph} is none of the graphs of this service")


def _etag(generation: str, asked: Asked, cap: int) -> str:
    offers = list(dict.fromkeys((*TABLES.values(), *GRAPHS.values())))
    chosen = [str(choose_type(asked.accept, list(part))) for part in (TABLES.values(), GRAPHS.values())]
    parts = [generation, asked.query, str(cap), asked.format or "", *chosen, *offers]
    parts += ["default", *asked.default_graphs, "named", *asked.named_graphs]
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f'"{digest[:32]}"'


async def _read_request(request: Request, limit: int) -> Asked:
    fields = _decode_form(request.scope["query_string"])
    if request.method == "POST":
        body = await _read_body(request, limit)
        fields += _read_post(request, body)
    queries = [value for name, value in fields if name == "query"]
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in fields):
        raise QueryRefused("this service is read-only: it takes no updates")
    if len(queries) != 1 or not queries[0].strip():
        found = (
            "it is empty"
            if queries == [""] or (queries and not queries[0].strip())
            else f"found {len(queries)}"
        )
        raise Problem(400, f"give exactly one query in the parameter 'query'; {found}", rule="one-query")
    if len(queries[0].encode("utf-8", "replace")) > limit:
        raise _too_large(limit)
    return _asked(request, queries[0], fields)


def _asked(request: Request, query: str, fields: list[tuple[str, str]]) -> Asked:
    return Asked(
        query,
        tuple(value for name, value in fields if name == "default-graph-uri"),
        tuple(value for name, value in fields if name == "named-graph-uri"),
        next((value for name, value in fields if name == "format" and value), None),
        ", ".join(request.headers.getlist("accept")) or None,
    )


def _read_post(request: Request, body: bytes) -> list[tuple[str, str]]:
    content_type, _, parameters = request.headers.get("content-type", "").partition(";")
    media_type = content_type.strip().lower()
    charset = re.search(r'charset\s*=\s*"?([\w-]+)', parameters, re.IGNORECASE)
    if charset and charset[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise Problem(415, f"send the query in UTF-8, not in {charset[1]}")
    if media_type == _FORM:
        return _decode_form(body)
    if media_type == _QUERY:
        return [("query", _utf8(body))]
    if media_type == _UPDATE:
        raise QueryRefused("this service is read-only: it takes no updates")
    raise Problem(
        415, f"send the query as {_FORM} or {_QUERY}, with that Content-Type", headers={"Accept-Post": _QUERY}
    )


async def _read_body(request: Request, limit: int) -> bytes:
    """Return the body, read no further than a query and its parameters can reach."""
    most = 3 * limit + 65_536  # each byte of a form may be written as three
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise _too_large(limit)
    return bytes(body)


def _too_large(limit: int) -> Problem:
    return Problem(413, f"the query is longer than {limit} bytes", rule="max-query-bytes")


def _decode_form(data: bytes) -> list[tuple[str, str]]:
    """Return the fields of a form: percent-decoded once, as UTF-8."""
    try:
        return parse_qsl(data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=200)
    except UnicodeDecodeError as error:
        raise Problem(400, "the parameters are not percent-encoded UTF-8") from error
    except ValueError as error:
        raise Problem(400, f"the parameters cannot be read: {error}") from error


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem(400, "the query is not UTF-8") from error
