"""Who may write, and what a write comes to: the rules that updates and graph writes share."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any

from twingraph.engine.changes import Order
from twingraph.engine.member import FailedError
from twingraph.engine.writer import pack_order
from twingraph.errors import QueryRefused
from twingraph.serve.asgi import Call
from twingraph.serve.engine_problem import engine_problem
from twingraph.serve.problem import Problem

if TYPE_CHECKING:
    from twingraph.serve.state import State

_MOST_AGENT = 200  # characters


def authorize(call: Call, token: str) -> None:
    """Let pass who sends the token; the comparison takes the same time whatever was sent.

    Raises:
        QueryRefused: 403 where nobody may write.
        Problem: 401 where no token, or another one, was sent.
    """
    if not token:
        raise QueryRefused("this service is read-only: it takes no updates")
    scheme, _, sent = (call.header("authorization") or "").partition(" ")
    is_right = hmac.compare_digest(sent.strip().encode(), token.encode())
    if scheme.lower() != "bearer" or not is_right:
        error = ', error="invalid_token"' if sent else ""
        headers = {"WWW-Authenticate": f'Bearer realm="twingraph"{error}'}
        raise Problem(401, "send the write token as Authorization: Bearer", headers=headers, rule="token")


def agent_of(call: Call) -> str:
    """Return who writes: what the From header says, else the client's address."""
    said = (call.header("from") or "").strip()
    return said[:_MOST_AGENT] if said.isprintable() and said else f"client at {call.client}"


async def carry_out(state: State, order: Order, content: bytes = b"") -> dict[str, Any]:
    """Return what a write came to, once a new generation is published, or a remote engine has done it.

    Raises:
        Problem: 400 where it cannot be read, 404 where there is no such graph, 501, 503.
    """
    try:
        return await state.pool.write(pack_order(order, content, state.place()), state.write_memory())
    except FailedError as error:
        if error.rule == "no-graph":
            raise Problem(404, error.detail, rule="no-graph") from error
        raise engine_problem(error) or error from error
    except Exception as error:
        raise engine_problem(error) or error from error
