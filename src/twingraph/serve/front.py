"""The outermost layer: request ids, the headers of every answer, and who answers what.

The endpoints of the protocols are called from here; all else goes to the pages.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

from twingraph.engine.member import ClientLeftError
from twingraph.engine.running import BROKEN
from twingraph.serve.asgi import (
    Answer,
    App,
    Call,
    Receive,
    Scope,
    Send,
    problem_answer,
    send_answer,
)
from twingraph.serve.metrics import Metrics
from twingraph.serve.policy import HEADER, content_policy
from twingraph.serve.problem import Problem

Handler = Callable[[Call], Awaitable[Answer]]

_EXPOSED = (
    "ETag, Location, Retry-After, Twingraph-Generation, Twingraph-Truncated, Content-Encoding, X-Request-ID"
)
_POLICY, _VERSION = HEADER.lower().encode(), b"twingraph-generation"
_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", _EXPOSED.encode()),
]
_REQUEST_HEADERS = "Accept, Authorization, Content-Type, If-Match, If-None-Match, X-Request-ID"
_log = logging.getLogger("twingraph.serve")


class Route:
    """One endpoint: its handlers by method.  HEAD is GET without the body, OPTIONS tells."""

    def __init__(self, name: str, handlers: Mapping[str, Handler]) -> None:
        self.name, self._handlers = name, dict(handlers)
        if "GET" in self._handlers:
            self._handlers["HEAD"] = self._handlers["GET"]
        self._allow = ", ".join((*self._handlers, "OPTIONS"))

    async def __call__(self, call: Call) -> Answer:
        """Return the answer of the handler for the method.

        Raises:
            Problem: 405.
        """
        handler = self._handlers.get(call.method)
        if handler is not None:
            return await handler(call)
        if call.method == "OPTIONS":
            return Answer(204, {"Allow": self._allow, **self._preflight()})
        detail = f"this address takes {self._allow}, not {call.method}"
        raise Problem(405, detail, headers={"Allow": self._allow}, rule="method")

    def _preflight(self) -> dict[str, str]:
        return {
            "Access-Control-Allow-Methods": self._allow,
            "Access-Control-Allow-Headers": _REQUEST_HEADERS,
            "Access-Control-Max-Age": "86400",
        }


class Front:
    """The application that a server runs.

    Args:
        find: Returns the endpoint for a request, None where it is for one of the pages.
        pages: Answers all else.
        metrics: Counts what is answered.
        as_problem: Tells what an exception means.
        generation: Returns what is served now; each answer that does not name its generation names that.
    """

    def __init__(
        self,
        find: Callable[[Call], Route | None],
        pages: App,
        metrics: Metrics,
        as_problem: Callable[[Exception], Problem],
        generation: Callable[[], str | None],
    ) -> None:
        self._find, self._pages, self._metrics, self._as_problem = find, pages, metrics, as_problem
        self._generation = generation

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return await self._pages(scope, receive, send)
        began, call = time.perf_counter(), Call(scope, receive)
        request_id, route, status = _request_id(call), self._find(call), 0
        more = [*_HEADERS, (b"x-request-id", request_id.encode())]

        async def send_with_headers(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                given = {name for name, _ in message["headers"]}
                if _POLICY not in given:
                    more.append((_POLICY, content_policy(call.path).encode()))
                if _VERSION not in given and (generation := self._generation()):
                    more.append((_VERSION, generation.encode()))
                message["headers"] = [*message["headers"], *more]
            await send(message)

        try:
            if route is None:
                await self._pages(scope, receive, send_with_headers)
            else:
                await self._answer(call, route, send_with_headers, request_id)
        except ClientLeftError:
            status = 499  # as web servers log it
        finally:
            name = route.name if route else "pages"
            self._metrics.observe(name, status or 500, time.perf_counter() - began)
        return None

    async def _answer(self, call: Call, route: Route, send: Send, request_id: str) -> None:
        try:
            answer = await route(call)
        except ClientLeftError:
            raise
        except Exception as error:
            problem = self._as_problem(error)
            if problem.status == 500:
                _log.exception("request %s", request_id)
            answer = problem_answer(problem, request_id)
        with suppress(*BROKEN):  # a stream without its end: the server closes the connection
            await send_answer(call, send, answer)


def _request_id(call: Call) -> str:
    """Return the id that the client gave, where it is a plain one, else a new one."""
    given = call.header("x-request-id")
    return given if given and re.fullmatch(r"[\w.-]{1,64}", given, re.ASCII) else secrets.token_hex(8)
