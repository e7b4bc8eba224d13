"""The endpoint ``/update``: the SPARQL 1.1 Protocol for updates."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from twingraph.engine.changes import Order
from twingraph.serve.asgi import Answer, Call, decode_form
from twingraph.serve.asked import FORM, QUERY, UPDATE, all_of, one_of, read_media_type, utf8
from twingraph.serve.guard_update import check_update, drop_silent_loads, with_using
from twingraph.serve.problem import Problem
from twingraph.serve.writing import agent_of, authorize, carry_out
from twingraph.store.tokens import split_update

if TYPE_CHECKING:
    from twingraph.serve.state import State


class UpdateEndpoint:
    """Takes updates by POST, as a form or as they are."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def __call__(self, call: Call) -> Answer:
        """Carry out an update.

        Raises:
            Problem: 400, 401, 403, 413, 415, 503.
        """
        settings = self._state.settings
        authorize(call, settings.write_token)
        fields = await read_update(call, settings.max_update_bytes)
        text = drop_silent_loads(one_of(fields, "update"))
        default, named = all_of(fields, "using-graph-uri"), all_of(fields, "using-named-graph-uri")
        check_update(text)
        updates = split_update(with_using(text, default, named) if default or named else text)
        order = Order("update", agent_of(call), text, updates=updates, base=f"{call.base_url}/update")
        done = await carry_out(self._state, order)
        return done_answer(200, done)


async def read_update(call: Call, most: int) -> list[tuple[str, str]]:
    """Return the fields of a request; an update that is sent as it is is one of them.

    Raises:
        Problem: 400, 413, 415.
    """
    fields, media_type = call.parameters(), read_media_type(call)
    if any(name == "update" for name, _ in fields):
        raise Problem(400, "send the update in the body, not in the address", rule="update-in-address")
    if media_type not in (FORM, UPDATE):
        detail = "this endpoint takes updates; queries go to /sparql"
        detail = detail if media_type == QUERY else f"send the update as {UPDATE} or {FORM}"
        raise Problem(
            415,
            detail,
            headers={"Accept-Post": f"{UPDATE}, {FORM}", "Accept-Patch": UPDATE},
            rule="media-type",
        )
    body = await call.body(most)
    if media_type == UPDATE:
        return [*fields, ("update", utf8(body))]
    fields = [*fields, *decode_form(body)]
    if any(name == "query" for name, _ in fields):
        raise Problem(400, "this endpoint takes updates; queries go to /sparql", rule="one-update")
    return fields


def done_answer(status: int, done: dict[str, object], **headers: str) -> Answer:
    """Return what a write came to, as JSON."""
    told = {name: done[name] for name in ("generation", "changed", "added", "removed", "write")}
    more = {"Twingraph-Generation": str(done["generation"])} if done["generation"] else {}
    content = {**headers, **more, "Content-Type": "application/json", "Cache-Control": "no-store"}
    return Answer(status, content, b"" if status == 204 else json.dumps(told).encode())
