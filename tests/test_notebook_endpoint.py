"""What a notebook meets at endpoints: no place now, answers that are cut, errors, and what is no endpoint."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

import twingraph
from engines import free_port
from twingraph.errors import BusyError, EngineError, QueryError, QueryRefused, StoreError
from twingraph.notebook.endpoint import patiently
from twingraph.settings import Settings
from twingraph.store import EmbeddedStore, GraphStore
from twingraph.waiting import seconds_until

LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a = ?l) }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
JSON = "application/sparql-results+json"
TRUE = b'{"head":{},"boolean":true}'
Serve = Callable[[GraphStore, Settings], str]


@contextmanager
def busy_server(*refusals: tuple[int, dict[str, str], bytes]) -> Iterator[tuple[str, list[str]]]:
    """Serve an endpoint that refuses queries as told, one after the other, and then says true to all.

    The ASK by which it is found is not refused.
    """
    left, methods = list(refusals), []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            methods.append(self.command)
            is_probe = body == b"query=ASK%20%7B%7D"
            status, headers, answer = (
                (200, {"Content-Type": JSON}, TRUE) if is_probe or not left else left.pop(0)
            )
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(answer))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/sparql", methods
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("status", [429, 503])
def test_it_comes_back_when_it_is_told(status: int) -> None:
    with busy_server(*[(status, {"Retry-After": "1"}, b"later")] * 2) as (url, methods):
        begun = time.monotonic()
        assert twingraph.open(url).query("ASK { ?s ?p ?o }")[0].answer is True
        assert 2 <= time.monotonic() - begun < 20
        assert set(methods) == {"POST"}


def test_it_comes_back_at_a_date() -> None:
    moment = datetime.now(UTC) + timedelta(seconds=3)
    with busy_server((503, {"Retry-After": format_datetime(moment, usegmt=True)}, b"")) as (url, _):
        assert twingraph.open(url).query("ASK { ?s ?p ?o }")[0].answer is True
        assert datetime.now(UTC) >= moment.replace(microsecond=0)


def test_it_does_not_wait_for_longer_than_it_has_patience() -> None:
    with busy_server((503, {"Retry-After": "3600"}, b"closed today")) as (url, _):
        begun = time.monotonic()
        with pytest.raises(BusyError, match="closed today") as told:
            twingraph.open(url, patience=5).query("ASK { ?s ?p ?o }")
        assert (told.value.retry_after, time.monotonic() - begun < 5) == (3600.0, True)


def test_it_does_not_wait_where_nobody_says_how_long() -> None:
    with busy_server((503, {}, b"")) as (url, _), pytest.raises(BusyError) as told:
        twingraph.open(url).query("ASK { ?s ?p ?o }")
    assert told.value.retry_after is None


@pytest.mark.parametrize(
    ("status", "body", "error", "words"),
    [
        (400, b'{"detail": "the query cannot be read at line 1", "rule": "syntax"}', QueryError, "at line 1"),
        (400, b"Parse error", QueryError, "Parse error"),
        (401, b"who are you?", StoreError, "user= and password="),
        (403, b'{"detail": "not that"}', QueryRefused, "not that"),
        (404, b"", StoreError, "check the address"),
        (406, b"", EngineError, "says no more"),
        (414, b"too long", EngineError, "too long"),
        (500, b"it broke", StoreError, "it broke"),
        (501, b"", EngineError, "says no more"),
        (503, b'{"detail": "too slow", "rule": "time-limit"}', StoreError, "too slow"),
    ],
)
def test_what_an_endpoint_refuses_is_one_of_our_errors(
    status: int, body: bytes, error: type[Exception], words: str
) -> None:
    with busy_server((status, {"Retry-After": "1"}, body)) as (url, _):
        with pytest.raises(error, match=words) as told:
            twingraph.open(url).query("ASK { ?s ?p ?o }")
        assert not isinstance(told.value, BusyError)
        assert str(status) in str(told.value)


def test_all_places_of_our_server_are_taken(sample_store: EmbeddedStore, serve: Serve) -> None:
    url = serve(sample_store, Settings(max_queries=1, queue=1, patience=0.2, timeout=4))
    graph = twingraph.open(url)
    busy = threading.Thread(target=httpx.post, args=(f"{url}/sparql",), kwargs={"data": {"query": LONG}})
    busy.start()
    time.sleep(1)
    try:
        with pytest.raises(BusyError, match="503") as told:
            twingraph.open(url, patience=1).query(COUNT + " #1")
        assert told.value.retry_after == 5
        assert graph.query(COUNT)[0].n > 0
    finally:
        busy.join()


def test_a_query_that_takes_too_long_is_not_asked_again(sample_store: EmbeddedStore, serve: Serve) -> None:
    graph = twingraph.open(serve(sample_store, Settings(timeout=1)))
    begun = time.monotonic()
    with pytest.raises(StoreError, match="ran longer than it may"):
        graph.query(LONG)
    assert time.monotonic() - begun < 30


def test_an_answer_that_is_cut_is_no_answer(sample_store: EmbeddedStore, serve: Serve) -> None:
    graph = twingraph.open(serve(sample_store, Settings(max_rows=5)))
    with pytest.raises(StoreError, match=r"rows=5.*LIMIT and OFFSET"):
        graph.query("SELECT * { ?s ?p ?o }")
    with pytest.raises(StoreError, match="rows=5"):
        graph.network()
    assert len(graph.query("SELECT * { ?s ?p ?o } LIMIT 5")) == 5
    assert len(graph.to_rdflib()) > 5


def test_the_data_change_between_two_queries(store: EmbeddedStore, serve: Serve) -> None:
    from made_writes import ONE

    graph = twingraph.open(serve(store, Settings()))
    before = graph.generation
    assert len(graph.to_rdflib()) == len(set(map(str, ONE)))
    store.publish(list(ONE)[:1])
    assert graph.generation == store.generation != before
    assert len(graph.to_rdflib()) == 1


def test_a_kept_version_stays_what_it_is(store: EmbeddedStore, serve: Serve) -> None:
    from made_writes import ONE

    url, before = serve(store, Settings()), store.generation
    kept = twingraph.open(f"{url}/versions/{before}/")
    store.publish(list(ONE)[:1])
    assert kept.generation == before != store.generation
    assert len(kept.to_rdflib()) == len(set(map(str, ONE)))


def test_a_site_below_a_path(sample_store: EmbeddedStore, serve: Serve) -> None:
    url = serve(sample_store, Settings())
    for address in (url, f"{url}/", f"{url}/sparql"):
        assert twingraph.open(address).query(COUNT)[0].n > 0


def test_no_server_and_no_endpoint(sample_url: str) -> None:
    with pytest.raises(StoreError, match="does not answer"):
        twingraph.open(f"http://127.0.0.1:{free_port()}")
    with pytest.raises(StoreError, match=r"no SPARQL endpoint is there .*/about/sparql answers 404"):
        twingraph.open(f"{sample_url}/about")


def test_a_moment_that_nobody_can_read() -> None:
    assert seconds_until("soon") is None


def test_patience_is_for_all_waits_together() -> None:
    asked = []

    def never() -> None:
        asked.append(time.monotonic())
        raise BusyError("no place", 0.4)

    with pytest.raises(BusyError):
        patiently(never, 1.0)
    assert len(asked) in (2, 3)
