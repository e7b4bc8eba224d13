"""The endpoint ``/data``: the SPARQL 1.1 Graph Store HTTP Protocol.

A graph is named by ``?graph=IRI``, by ``?default``, or by the address itself, where that goes on behind
``/data/``.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import pyoxigraph as ox
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from twingraph.engine.changes import Order, Part
from twingraph.engine.formats import GRAPHS
from twingraph.serve.asgi import Answer, Call
from twingraph.serve.asked import Asked, choose, not_acceptable, one_of, read_media_type
from twingraph.serve.guard_update import check_update, drop_silent_loads
from twingraph.serve.problem import Problem
from twingraph.serve.sparql import Endpoint
from twingraph.serve.update import done_answer, read_update
from twingraph.serve.writing import agent_of, authorize, carry_out
from twingraph.store.tokens import split_update

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from twingraph.serve.state import State

PATH = "/data"
INPUTS = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")
_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


class GraphStoreEndpoint:
    """Reads graphs through the query endpoint, and writes them."""

    def __init__(self, state: State, endpoint: Endpoint) -> None:
        self._state, self._endpoint = state, endpoint

    async def get(self, call: Call) -> Answer:
        """Return a graph.

        Raises:
            Problem: 400, 404, 406.
        """
        graph = self._graph(call)
        wanted = choose(call.header("accept"), _format(call), call.header("accept-encoding"))
        if wanted.graph is None:
            raise not_acceptable(GRAPHS)
        if graph is None:
            return await self._endpoint.read(call, Asked(_ALL, (), (), None, wanted))
        if graph not in await self._state.graphs():
            raise Problem(404, f"there is no graph <{graph}>", rule="no-graph")
        return await self._endpoint.read(call, Asked(_ALL, (graph,), (), None, wanted))

    async def put(self, call: Call) -> Answer:
        """Put the body in place of a graph: 201 where there was none, else 204."""
        authorize(call, self._state.settings.write_token)
        return await self._load(call, "put", self._graph(call), 204)

    async def post(self, call: Call) -> Answer:
        """Add the body to a graph, or to a new one where none is named: 201 if there was none, else 200."""
        authorize(call, self._state.settings.write_token)
        if call.path.rstrip("/") == PATH and not call.scope["query_string"]:
            graph = f"{call.base_url}{PATH}/{secrets.token_hex(8)}"
            return await self._load(call, "post", graph, 201)
        return await self._load(call, "post", self._graph(call), 200)

    async def delete(self, call: Call) -> Answer:
        """Remove a graph; the default graph becomes empty."""
        authorize(call, self._state.settings.write_token)
        order = Order("delete", agent_of(call), graph=self._graph(call))
        return done_answer(200, await carry_out(self._state, order))

    async def patch(self, call: Call) -> Answer:
        """Apply a SPARQL update to one graph, which it sees as the only one."""
        authorize(call, self._state.settings.write_token)
        graph = self._graph(call)
        fields = await read_update(call, self._state.settings.max_update_bytes)
        text = drop_silent_loads(one_of(fields, "update"))
        check_update(text)
        order = Order(
            "patch", agent_of(call), text, graph, updates=split_update(text), base=f"{call.base_url}{PATH}"
        )
        return done_answer(200, await carry_out(self._state, order))

    async def _load(self, call: Call, kind: str, graph: str | None, status: int) -> Answer:
        parts, content = await self._read_parts(call)
        done = await carry_out(
            self._state, Order(kind, agent_of(call), "", graph, parts, base=f"{call.base_url}{PATH}"), content
        )
        if done["existed"]:
            return done_answer(status if done["changed"] or status == 201 else 204, done)
        location = f"{call.base_url}{PATH}?default" if graph is None else graph
        return done_answer(201, done, Location=location if _is_header(location) else PATH)

    async def _read_parts(self, call: Call) -> tuple[tuple[Part, ...], bytes]:
        media_type = (call.header("content-type") or "").partition(";")[0].strip().lower()
        body = await call.body(self._state.settings.max_update_bytes)
        if media_type == "multipart/form-data":
            return await _split(call, body)
        read_media_type(call)
        _check_input(media_type)
        return (Part(media_type, len(body)),), body

    def _graph(self, call: Call) -> str | None:
        """Return the IRI of the graph that a request is about, None for the default graph.

        Raises:
            Problem: 400 where it names none, or two, or what is no IRI.
        """
        fields = call.parameters()
        graphs = [value for name, value in fields if name == "graph"]
        is_default = any(name == "default" for name, _ in fields)
        rest = call.path.removeprefix(PATH).strip("/")
        if len(graphs) + is_default + bool(rest) != 1:
            detail = f"name one graph: {PATH}?graph=IRI, {PATH}?default, or the address of a graph itself"
            raise Problem(400, detail, rule="one-graph")
        if is_default:
            return None
        return _absolute(graphs[0] if graphs else _address(call))


def _format(call: Call) -> str | None:
    return next((value for name, value in call.parameters() if name == "format"), None)


def _address(call: Call) -> str:
    """Return the address that was asked for, as it was written."""
    raw: bytes = call.scope.get("raw_path") or call.scope["path"].encode()
    root = call.scope.get("root_path", "")
    return call.base_url + raw.decode("latin-1").removeprefix(root)


def _absolute(iri: str) -> str:
    try:
        ox.NamedNode(iri)
    except ValueError as error:
        raise Problem(400, f"the name of the graph is no absolute IRI: {error}", rule="one-graph") from error
    return iri


def _is_header(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _check_input(media_type: str) -> None:
    if media_type not in INPUTS:
        said = repr(media_type) if media_type else "none"
        detail = f"send RDF with its Content-Type, one of {', '.join(INPUTS)}; found {said}"
        raise Problem(415, detail, headers={"Accept-Post": ", ".join(INPUTS)}, rule="media-type")


async def _split(call: Call, body: bytes) -> tuple[tuple[Part, ...], bytes]:
    """Return the files of a form."""

    async def stream() -> AsyncIterator[bytes]:
        yield body

    headers = Headers(raw=call.scope["headers"])
    try:
        form = await MultiPartParser(headers, stream()).parse()  # type: ignore[arg-type]
    except (MultiPartException, KeyError) as error:
        raise Problem(400, f"the form cannot be read: {error}"[:300], rule="multipart") from error
    try:
        return await _read_files([value for _, value in form.multi_items() if isinstance(value, UploadFile)])
    finally:
        await form.close()


async def _read_files(files: list[UploadFile]) -> tuple[tuple[Part, ...], bytes]:
    if not files:
        raise Problem(400, "the form holds no file; give each part a filename and a Content-Type")
    parts, contents = [], []
    for file in files:
        media_type = (file.content_type or "").partition(";")[0].strip().lower()
        _check_input(media_type)
        contents.append(await file.read())
        parts.append(Part(media_type, len(contents[-1])))
    return tuple(parts), b"".join(contents)
