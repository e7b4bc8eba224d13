"""Joins store, endpoint and pages to one application; the one table from exception to HTTP status."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import anyio.from_thread
import uvicorn
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from twingraph.engine.member import DiedError, FailedError
from twingraph.errors import (
    EngineError,
    QueryError,
    QueryRefused,
    StoreError,
    TwingraphError,
    UnknownNameError,
)
from twingraph.serve.accept import choose_type
from twingraph.serve.asgi import Call, Receive, Scope, Send
from twingraph.serve.bundles import Files
from twingraph.serve.engine_problem import engine_problem, query_problem
from twingraph.serve.front import Front
from twingraph.serve.metrics import Metrics
from twingraph.serve.pages import page_routes
from twingraph.serve.problem import MEDIA_TYPE, Problem, problem_response
from twingraph.serve.proxies import Proxies
from twingraph.serve.routes import Routes
from twingraph.serve.site import HERE, Ask, Site
from twingraph.serve.state import State
from twingraph.serve.versions import PREFIX, Versions
from twingraph.serve.warming import keep_warm

if TYPE_CHECKING:
    from twingraph.settings import Settings
    from twingraph.store.base import GraphStore

STATUS: tuple[tuple[type[TwingraphError], int], ...] = (
    (QueryRefused, 403),
    (UnknownNameError, 404),
    (EngineError, 501),
    (StoreError, 503),
)
"""HTTP status of each exception; a query with a mistake is a 400, whatever else is twingraph's a 500."""


class App:
    """The application of one server: ``front`` answers, ``state`` is what the handlers share.

    ``paths`` are those that it answers at.
    """

    def __init__(self, store: GraphStore, settings: Settings) -> None:
        self.state = State(store, settings)
        self.metrics = Metrics(self.state)
        self.site = Site(store, settings, _asks(self.state))
        pages, routes = _draw_pages(self.site, self.state), Routes(self.state, self.metrics, self.site)
        self.front = Front(routes.find, pages, self.metrics, as_problem, self.state.generation)
        self.paths = [*routes.paths, *_page_paths(pages), f"{PREFIX}…"]
        self._versions = Versions(store, settings, App)
        self._proxies = Proxies(self._answer, settings.trusted_proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or begin and end with the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._proxies(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and Call(scope, receive).path.startswith(PREFIX):
            await self._versions(scope, receive, send)
        else:
            await self.front(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        """Open the pool before the first request, so that none waits for it, and close it after the last."""
        await receive()
        with suppress(FailedError, DiedError):  # told by each query, and by /ready
            await self.state.pool.open()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._versions.close()
        await self.state.pool.close()
        await send({"type": "lifespan.shutdown.complete"})


def create_app(store: GraphStore, settings: Settings) -> App:
    """Return the application that serves *store*; closing the store is up to the caller."""
    return App(store, settings)


def _asks(state: State) -> Ask:
    """Return what the pages, which are drawn in threads, ask the pool with."""

    def ask(query: str, client: str, cap: int) -> bytes:
        try:
            return anyio.from_thread.run(state.table, query, client, cap)
        except Exception as error:
            raise engine_problem(error) or error from error

    return ask


def _page_paths(pages: FastAPI) -> Iterator[str]:
    """Yield the paths of the pages; ``…`` stands for what varies."""
    for route in pages.routes:
        assert isinstance(route, Route | Mount)
        yield re.sub(r"\{[^}]*\}", "…", route.path) + ("/…" if isinstance(route, Mount) else "")


def _draw_pages(site: Site, state: State) -> FastAPI:
    app = FastAPI(title="twingraph", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.router.routes.extend(page_routes(site))
    app.mount("/static", Files(directory=HERE / "static"), name="static")
    app.add_exception_handler(TwingraphError, lambda request, error: _error(site, request, error))
    app.add_exception_handler(HTTPException, lambda request, error: _error(site, request, error))
    app.add_middleware(GZipMiddleware)
    app.add_middleware(_Newest, state=state)
    return app


class _Newest:
    """Sees to it that pages are drawn from the newest generation."""

    def __init__(self, app: ASGIApp, state: State) -> None:
        self._app, self._state = app, state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._state.store.reload()
        await self._app(scope, receive, send)


def _error(site: Site, request: Request, error: Exception) -> Response:
    """Return *error* as problem details, or as a page to who asks for HTML first."""
    problem = as_problem(error)
    wants_page = choose_type(request.headers.get("accept"), [MEDIA_TYPE, "text/html"]) == "text/html"
    if not wants_page or "format" in request.query_params:
        return problem_response(problem)
    response = site.page(request, "error.html", status=problem.status, problem=problem)
    response.headers.update(problem.headers)
    return response


def as_problem(error: Exception) -> Problem:
    """Return what an exception means to a client."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, HTTPException):
        return Problem(error.status_code, str(error.detail), headers=error.headers)
    if isinstance(error, QueryError) and not isinstance(error, QueryRefused):
        return query_problem(str(error))
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 500)
    headers = {"Retry-After": "10"} if status == 503 else {}
    return Problem(status, str(error), headers=headers, rule=type(error).__name__)


def run_server(store: GraphStore, settings: Settings, listener: socket.socket) -> None:
    """Serve *store* on the socket *listener* until the process is told to stop."""
    app = create_app(store, settings)
    config = uvicorn.Config(
        app,
        root_path=settings.root_path,
        proxy_headers=False,
        log_level="warning",
        server_header=False,
        access_log=False,
    )
    warming = keep_warm(app.site)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])
    warming.set()
