"""The one shape of an error: problem details as JSON (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

from twingraph.errors import TwingraphError

MEDIA_TYPE = "application/problem+json"


class Problem(TwingraphError):  # noqa: N818 - the word of the specification
    """An answer that is an error; *more* are members beside the standard ones (rule, line, column)."""

    def __init__(
        self, status: int, detail: str, *, headers: Mapping[str, str] | None = None, **more: str | int
    ) -> None:
        self.status, self.detail, self.headers, self.more = status, detail, dict(headers or {}), more
        super().__init__(detail)

    @property
    def title(self) -> str:
        """The words of the HTTP status."""
        return HTTPStatus(self.status).phrase


def problem_body(problem: Problem, request_id: str | None = None) -> bytes:
    """Return *problem* as JSON; the request's id lets a reader find it in the server's log."""
    body = {
        "type": "about:blank",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        **problem.more,
        **({"request": request_id} if request_id else {}),
    }
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "backslashreplace")


def problem_response(problem: Problem) -> Response:
    """Return *problem* as a response."""
    return Response(problem_body(problem), problem.status, headers=problem.headers, media_type=MEDIA_TYPE)
