"""Our server beside Oxigraph's and rdflib-endpoint, on the same data, in turns.

Run: ``python benchmarks/serving.py --quads 10000 100000 --seconds 2``

Each question is asked by one client and by sixteen, *cold* (each request is another text, so no cache
answers) and *repeated* (the same bytes again); the servers take turns in short rounds.  Figures are medians
and 99th percentiles over HTTP; "gain" is Oxigraph's median divided by ours: above 1 we are faster.
Oxigraph's server reads the very files of the generation that ours serves.  rdflib-endpoint (``pip install
"rdflib-endpoint[cli]"``) is started where its program is found and the graph is small.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import count
from pathlib import Path
from time import perf_counter

from made_graph import make_store
from serving_client import Connection, Plan, ask, get, query_request, rows_of
from serving_queries import Question, read_questions
from serving_servers import Server, our_server, oxigraph_server, rdflib_server, running
from serving_table import Line, Round, column_line, goal_lines, head_lines, line_text, memory_line, merge

from twingraph.store import EmbeddedStore

_MANY, _ROUNDS = 16, 3
_BEARABLE = 20_000  # quads up to which rdflib-endpoint is asked
_SLOW = 5.0  # seconds after which a server is not asked that question again
_runs = count(1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quads", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--seconds", type=float, default=2.0, help="for each server, question and way")
    parser.add_argument("--mix", action="store_true", help="leave out the questions of queries/")
    parser.add_argument("--only", default="", help="ask only questions whose name has this in it")
    parser.add_argument("--data", type=Path, help="folder that keeps the made graphs")
    parser.add_argument(
        "--rdflib-endpoint", default=shutil.which("rdflib-endpoint") or "", help="its program"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, ProcessPoolExecutor(_MANY) as clients:
        list(clients.map(len, [""] * _MANY))  # all are forked before anything is measured
        for quads in given.quads:
            store = (given.data or Path(scratch)) / str(quads)
            make_store(store, quads)
            measure(store, given, clients)


def measure(store: Path, given: argparse.Namespace, clients: ProcessPoolExecutor) -> None:
    """Print the table of one graph."""
    with EmbeddedStore(store) as opened:
        questions = [
            q for q in read_questions(opened) if given.only in q.name and (q.is_mix or not given.mix)
        ]
        quads = opened.history()[0].meta["quads"]
    servers = [our_server(store), oxigraph_server(store)]
    if given.rdflib_endpoint and quads <= _BEARABLE:
        servers.append(rdflib_server(store, given.rdflib_endpoint))
    with running(servers) as started:
        print("", *head_lines(quads, started, given.seconds), sep="\n")
        print(memory_line("at the start", started))
        print(_empty_request(started[0]), column_line(started), sep="\n", flush=True)
        lines = [line for question in questions for line in _lines(question, started, given.seconds, clients)]
        print(memory_line("at the end", started), *goal_lines(lines), sep="\n", flush=True)


def _empty_request(server: Server) -> str:
    plan = Plan(server.port, (get("/health"),), perf_counter() + 1, False, 0)
    return f"  an empty request (/health of {server.name}): {merge([Round((ask(plan),), 1.0)])}"


def _lines(
    question: Question, servers: list[Server], seconds: float, clients: ProcessPoolExecutor
) -> Iterator[Line]:
    """Print and yield the lines of one question."""
    rows = _rows(question, servers[0])
    for many in (1, _MANY):
        for is_cold in (True, False):
            rounds = _take_turns(question, servers, (many, is_cold), (seconds, clients))
            line = Line(question.name, many, is_cold, {name: merge(each) for name, each in rounds.items()})
            print(line_text(line, rows), flush=True)
            yield line


def _take_turns(
    question: Question,
    servers: list[Server],
    way: tuple[int, bool],
    means: tuple[float, ProcessPoolExecutor],
) -> dict[str, list[Round]]:
    """Ask the servers in turns; one that was very slow has no second turn."""
    rounds: dict[str, list[Round]] = {server.name: [] for server in servers}
    for _ in range(_ROUNDS):
        for server in servers:
            slowest = max(
                (s for each in rounds[server.name] for one in each.asked for s in one.seconds), default=0
            )
            if slowest < _SLOW:
                rounds[server.name].append(_ask_round(question, server, way, means))
    return rounds


def _ask_round(
    question: Question, server: Server, way: tuple[int, bool], means: tuple[float, ProcessPoolExecutor]
) -> Round:
    (many, is_cold), (seconds, clients), run = way, means, next(_runs)
    requests = tuple(query_request(server.endpoint, text) for text in question.texts)
    began = perf_counter()
    until, least = began + seconds / _ROUNDS, 3 if many == 1 else 1
    plans = [
        Plan(server.port, requests, until, is_cold, run * 10**8 + client * 10**6, least)
        for client in range(many)
    ]
    asked = (ask(plans[0]),) if many == 1 else tuple(clients.map(ask, plans))
    took = perf_counter() - began
    if any(one.is_late for one in asked):  # it still works on that; a new one does not
        server.stop()
        server.start()
    return Round(asked, took)


def _rows(question: Question, server: Server) -> str:
    """Return how many rows the answer has, or the status where there is none."""
    request = query_request(server.endpoint, question.texts[0]).replace(b"@ ", b" ")
    with Connection(server.port) as connection:
        reply = connection.exchange(request)
    return str(rows_of(reply.body)) if reply.status == 200 else f"({reply.status})"


if __name__ == "__main__":
    main()
