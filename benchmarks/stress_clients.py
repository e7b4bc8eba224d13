"""The clients of the long mixed load: those that ask, those that leave half-way, and those that write."""

from __future__ import annotations

import hashlib
import json
import random
import re
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote

from serving_client import Connection, Reply, get

from twingraph.iris import PREFIXES

_TG, _OA = PREFIXES["tg"], PREFIXES["oa"]
VALUE = "urn:stress:value"
QUESTIONS = {
    "degree": f"SELECT ?c (COUNT(?p) AS ?n) {{ ?c <{_TG}partnerOf> ?p }} GROUP BY ?c ORDER BY ?n ?c",
    "kinds": f"SELECT ?k (COUNT(*) AS ?n) {{ ?a <{_TG}kind> ?k }} GROUP BY ?k ORDER BY ?k",
    "quotes": f'SELECT ?s ?w {{ GRAPH ?g {{ ?s <{_OA}exact> ?w FILTER(CONTAINS(?w, "Mo")) }} }} ORDER BY ?s',
    "written": f"SELECT ?g ?s ?v {{ GRAPH ?g {{ ?s <{VALUE}> ?v }} }} ORDER BY ?g ?s ?v",
    "written too": f"SELECT ?s ?v {{ ?s <{VALUE}> ?v }} ORDER BY ?s ?v",
    "pairs": f"SELECT (COUNT(*) AS ?n) {{ ?a <{_TG}party> ?x . ?b <{_TG}party> ?y FILTER(?x != ?y) }}",
    "everything": "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o",
}
"""What is asked, each with one right answer for each generation, down to its bytes."""
_WEIGHTS = (20, 20, 15, 15, 15, 12, 3)
_ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
Work = Literal["ask", "leave", "write"]
Key = tuple[str, str]
"""Generation and name of a question."""


@dataclass
class Report:
    """What some clients saw: digests of answers by :data:`Key`, how often what happened, and what was wrong.

    ``written`` tells of each subject whether it is there; None: nobody can know.
    """

    answers: dict[Key, set[str]] = field(default_factory=dict)
    tally: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    written: dict[str, bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Target:
    """The server, and until when (of time.time) it is asked."""

    port: int
    until: float
    token: str

    def connect(self, number: int) -> Connection:
        """Return the connection of a client with an address of its own: the server counts by address."""
        return Connection(self.port, f"127.0.0.{2 + number % 250}")


def run_clients(target: Target, work: Work, numbers: list[int], reports: Any) -> None:
    """Be a process with a thread for each of *numbers*; put a report on the queue every second."""
    works: dict[Work, Callable[[Target, int, Box], None]] = {
        "ask": ask_on,
        "leave": leave_on,
        "write": write_on,
    }
    box = Box()
    threads = [threading.Thread(target=works[work], args=(target, number, box)) for number in numbers]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        time.sleep(1)
        reports.put(box.empty())
    reports.put(box.empty())


class Box:
    """The report that the threads of a process write together."""

    def __init__(self) -> None:
        self._lock, self._report = threading.Lock(), Report()

    def empty(self) -> Report:
        """Return what was reported since the last time."""
        with self._lock:
            report, self._report = self._report, Report()
        return report

    def count(self, what: str) -> None:
        """Count something that happened."""
        with self._lock:
            self._report.tally[what] += 1

    def answer(self, key: Key, body: bytes) -> None:
        """Note an answer."""
        with self._lock:
            self._report.tally["200"] += 1
            self._report.answers.setdefault(key, set()).add(digest(body))

    def wrong(self, words: str) -> None:
        """Note what must not happen."""
        with self._lock:
            self._report.wrong.append(words)

    def written(self, subject: str, is_there: bool | None) -> None:
        """Note what a write came to: *subject* is there from now on, or is not, or nobody knows."""
        with self._lock:
            self._report.written[subject] = is_there


def digest(body: bytes) -> str:
    """Return what tells two answers apart."""
    return hashlib.sha256(body).hexdigest()[:24]


def query(text: str, more: str = "") -> bytes:
    """Return the request of a query."""
    return get(f"/sparql?query={quote(text, safe='')}{more}")


def ask_on(target: Target, number: int, box: Box) -> None:
    """Ask one question after the other, half of them as texts that nobody asked before."""
    pick = random.Random(number)
    with target.connect(number) as connection:
        while time.time() < target.until:
            name = pick.choices(list(QUESTIONS), _WEIGHTS)[0]
            text = QUESTIONS[name] + (f" #{pick.random()}" if pick.random() < 0.5 else "")
            reply = _exchange(connection, query(text), box)
            if reply and reply.status == 200:
                box.answer((reply.header("twingraph-generation") or "", name), reply.body)
            elif reply:
                _refused(reply, box, "query")
                time.sleep(0.05)


def _exchange(connection: Connection, request: bytes, box: Box) -> Reply | None:
    try:
        return connection.exchange(request)
    except TimeoutError:
        box.wrong("no answer within the limit")
    except OSError:
        box.count("broken off")
    return None


def _refused(reply: Reply, box: Box, what: str) -> None:
    if reply.status == 503:
        box.count(f"503 {_rule(reply)} ({what})")
    else:
        box.wrong(f"{what}: status {reply.status} {reply.body[:200]!r}")


def _rule(reply: Reply) -> str:
    with suppress(ValueError):
        return str(json.loads(reply.body).get("rule"))
    return "no problem document"


def leave_on(target: Target, number: int, box: Box) -> None:
    """Ask for what takes long, or is long, and leave before it is there."""
    pick = random.Random(number)
    while time.time() < target.until:
        text = pick.choice((_ENDLESS, QUESTIONS["everything"])) + f" #{pick.random()}"
        with suppress(OSError), socket.create_connection(("127.0.0.1", target.port), 30) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.sendall(query(text, "&timeout=3"))
            connection.settimeout(pick.random())
            with suppress(TimeoutError):
                connection.recv(1_000)
        box.count("left half-way")
        time.sleep(pick.random() / 2)


def write_on(target: Target, number: int, box: Box) -> None:
    """Write one thing after the other, look at once whether it is there, and remove some of it later."""
    pick, mine, count = random.Random(number), list[str](), 0
    with target.connect(number) as connection:
        if connection.ask(_remove_request(target, "urn:stress:none:0")) == 404:
            return box.count("no /update")
        while time.time() < target.until:
            count += 1
            if mine and pick.random() < 0.4:
                subject = mine.pop(pick.randrange(len(mine)))
                request, is_there = _remove_request(target, subject), False
            else:
                subject = f"urn:stress:{number}:{count}:{pick.randrange(3)}"
                request, is_there = _insert_request(target, subject), True
            if not _write(connection, request, box):
                box.written(subject, None)
            else:
                mine += [subject] if is_there else []
                box.written(subject, is_there)
                _look(connection, subject, is_there, box)
            time.sleep(0.1 + pick.random() / 4)
    return None


def _insert_request(target: Target, subject: str) -> bytes:
    """Return a write of one triple: by an update, into a shared graph, or as a graph of its own."""
    triple = f'<{subject}> <{VALUE}> "{subject}" .'
    way = subject[-1]
    if way == "0":
        return _request(target, "POST", "/update", "application/sparql-update", f"INSERT DATA {{ {triple} }}")
    graph = "urn:stress:shared" if way == "1" else f"{subject}:graph"
    method = "POST" if way == "1" else "PUT"
    return _request(target, method, f"/data?graph={graph}", "text/turtle", triple)


def _remove_request(target: Target, subject: str) -> bytes:
    if subject[-1] == "2":
        return _request(target, "DELETE", f"/data?graph={subject}:graph", "text/turtle", "")
    pattern = f"<{subject}> <{VALUE}> ?v"
    where = pattern if subject[-1] == "0" else f"GRAPH <urn:stress:shared> {{ {pattern} }}"
    text = f"DELETE WHERE {{ {where} }}"
    return _request(target, "POST", "/update", "application/sparql-update", text)


def _request(target: Target, method: str, path: str, media_type: str, body: str) -> bytes:
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {target.token}\r\n"
        f"Content-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return (head + body).encode()


def _write(connection: Connection, request: bytes, box: Box) -> bool:
    """Return whether the server acknowledged; where it did not, nobody knows what is written."""
    reply = _exchange(connection, request, box)
    if reply is None:
        return False
    if reply.status in (200, 201, 204):
        box.count("written")
        return True
    _refused(reply, box, "write")
    return False


def _look(connection: Connection, subject: str, is_there: bool, box: Box) -> None:
    """See whether what was acknowledged can be read at once."""
    pattern = f"<{subject}> <{VALUE}> ?v"
    text = f"ASK {{ {{ {pattern} }} UNION {{ GRAPH ?g {{ {pattern} }} }} }}"
    reply = _exchange(connection, query(text), box)
    if reply and reply.status == 200:
        found = re.search(rb'"boolean"\s*:\s*(true|false)', reply.body)
        if not found or (found[1] == b"true") != is_there:
            box.wrong(f"{subject}: acknowledged, and not read at once: {reply.body[:100]!r}")
