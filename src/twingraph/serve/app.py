"""Joins store, endpoint and pages to one application; the one table from exception to HTTP status."""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import uvicorn
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from twingraph.errors import QueryError, QueryRefused, StoreError, TwingraphError, UnknownNameError
from twingraph.serve.accept import choose_type
from twingraph.serve.pages import Pages
from twingraph.serve.problem import MEDIA_TYPE, Problem, problem_response
from twingraph.serve.site import HERE, Site
from twingraph.serve.sparql import METHODS, Endpoint, query_problem

if TYPE_CHECKING:
    from twingraph.settings import Settings
    from twingraph.store.base import GraphStore

STATUS: tuple[tuple[type[TwingraphError], int], ...] = (
    (QueryRefused, 403),
    (UnknownNameError, 404),
    (StoreError, 503),
)
"""HTTP status of each exception; a query with a mistake is a 400, whatever else is twingraph's a 500."""

_CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = [
    (b"content-security-policy", _CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Twingraph-Generation, Twingraph-Truncated"),
]

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]


def create_app(store: GraphStore, settings: Settings) -> FastAPI:
    """Return the application that serves *store*; closing the store is up to the caller."""
    app = FastAPI(title="twingraph", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    site = Site(store, settings)
    app.router.routes.extend(Pages(site).routes())
    endpoint = Endpoint(store, settings)
    for path in ("/sparql", "/sparql/"):
        app.add_route(path, _handler(endpoint), methods=METHODS)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    app.add_exception_handler(TwingraphError, lambda request, error: _error(site, request, error))
    app.add_exception_handler(HTTPException, lambda request, error: _error(site, request, error))
    app.add_middleware(_Envelope, store=store)
    return app


def _handler(endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        return await endpoint(request)

    return answer


class _Envelope:
    """Sees to it that the newest generation is served, and adds the headers that every answer has."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]], store: GraphStore) -> None:
        self._app, self._reload = app, getattr(store, "reload", None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        if self._reload is not None:
            self._reload()

        async def send_with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS]
            await send(message)

        return await self._app(scope, receive, send_with_headers)


def _error(site: Site, request: Request, error: Exception) -> Response:
    """Return *error* as problem details, or as a page to who asks for HTML first."""
    problem = as_problem(error)
    wants_page = choose_type(request.headers.get("accept"), [MEDIA_TYPE, "text/html"]) == "text/html"
    if not wants_page or request.url.path.rstrip("/").endswith("/sparql") or "format" in request.query_params:
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
    config = uvicorn.Config(app, root_path=settings.root_path, log_level="warning", server_header=False)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])
