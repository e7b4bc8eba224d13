"""One process that writes: it takes one order, publishes a generation, and tells what came of it."""

from __future__ import annotations

import json
import socket
from dataclasses import asdict
from pathlib import Path
from typing import Any

from twingraph.engine.changes import Order, Part, make_change
from twingraph.engine.frames import BODY, END, ERROR, HEAD, JOB, Frames, pack, pack_json
from twingraph.engine.remote_writing import write_there
from twingraph.engine.rules import ERRORS, rule_of
from twingraph.store.address import Address
from twingraph.store.embedded import EmbeddedStore
from twingraph.store.provenance import Record
from twingraph.store.remote import RemoteStore


def pack_order(order: Order, content: bytes, store: dict[str, Any]) -> bytes:
    """Return an order as frames; *store* tells folder, keep, base and wait, or the fields of a
    remote address."""
    return pack_json(JOB, {"order": asdict(order), "store": store}) + pack(BODY, content)


def write(connection: socket.socket) -> None:
    """Carry out the one order that comes."""
    frames, orders = Frames(), list[dict[str, Any]]()
    while received := connection.recv(1_048_576):
        for kind, payload in frames.feed(received):
            if kind == JOB:
                orders.append(json.loads(payload))
            else:
                return connection.sendall(_answer(orders[0], payload))
    return None


def _answer(order: dict[str, Any], content: bytes) -> bytes:
    try:
        done = _carry_out(order, content)
    except RuntimeError as error:  # a graph is not there that is to be dropped, or is that is to be made
        return pack_json(ERROR, {"rule": "conflict", "detail": str(error)})
    except ERRORS as error:
        return pack_json(ERROR, {"rule": rule_of(error, "syntax"), "detail": str(error)})
    return pack_json(HEAD, {**done, "length": None}) + pack_json(END, {"truncated": False})


def _carry_out(message: dict[str, Any], content: bytes) -> dict[str, Any]:
    order, place = _read_order(message["order"]), message["store"]
    if "remote" in place:
        return write_there(RemoteStore(Address(**place["remote"])), order, content)
    change, touches = make_change(order, content)
    record = Record(order.agent, _NAMES[order.kind], order.text or content)
    with EmbeddedStore(Path(place["folder"]), create=True, keep=place["keep"], base=place["base"]) as store:
        written = store.write(change, record, wait=place["wait"], touches=touches)
    return {
        "generation": written.generation,
        "existed": written.result.existed,
        "changed": written.is_new,
        "added": written.added,
        "removed": written.removed,
        "write": written.iri,
    }


_NAMES = {
    "update": "SPARQL update",
    "patch": "PATCH of a graph",
    "put": "PUT of a graph",
    "post": "POST to a graph",
    "delete": "DELETE of a graph",
}


def _read_order(fields: dict[str, Any]) -> Order:
    parts = tuple(Part(**part) for part in fields["parts"])
    return Order(**{**fields, "parts": parts, "updates": tuple(fields["updates"])})
