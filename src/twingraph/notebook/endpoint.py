"""A SPARQL endpoint that is read from a notebook: patient where told to wait, loud where an answer is cut."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from email.message import Message
from functools import cached_property
from typing import TypeVar
from urllib.error import HTTPError

from twingraph.errors import (
    BusyError,
    EngineError,
    QueryError,
    QueryRefused,
    StoreError,
    TwingraphError,
)
from twingraph.store.address import Address
from twingraph.store.asking import Asked, send_query
from twingraph.store.dialect import Dialect, Request, read_query
from twingraph.store.remote import RemoteStore
from twingraph.store.virtuoso import Virtuoso
from twingraph.store.wire import Answer, Wire
from twingraph.waiting import seconds_until

T = TypeVar("T")
_TABLES = "application/sparql-results+json, application/sparql-results+xml;q=0.9"
_ASK = b"query=ASK%20%7B%7D"
_LATER = (429, 503)
_FINAL = ("time-limit", "memory-limit")
"""What our server says of a query that asking again would not help."""


class _Reader(Dialect):
    """An engine that is read: what its refusals mean to who asks, and an answer that is cut is none."""

    def check_headers(self, headers: Message) -> None:
        super().check_headers(headers)
        if cut := headers.get("Twingraph-Truncated"):
            raise StoreError(
                f"{self._address.query_url}: the answer is cut there ({cut}); ask with LIMIT and OFFSET"
            )

    def failure(self, status: int, words: str) -> TwingraphError:
        told, rule = _problem(words)
        reason = f"{self._address.query_url}: {told} ({status})"
        if status in _LATER and rule not in _FINAL:
            return BusyError(reason)
        if status == 400:
            return QueryError(reason)
        if status == 403:
            return QueryRefused(reason)
        if status == 401:
            return StoreError(f"{reason}; give user= and password=")
        if status in (404, 410):
            return StoreError(f"{reason}; check the address")
        return EngineError(reason) if status in (405, 406, 413, 414, 415, 501) else StoreError(reason)


class _VirtuosoReader(_Reader, Virtuoso):
    """The same of Virtuoso, which is asked differently."""


def _problem(words: str) -> tuple[str, str]:
    """Return what an answer says went wrong, and the rule where it is a problem of ours (RFC 9457)."""
    with suppress(ValueError):
        body = json.loads(words)
        if isinstance(body, dict):
            return str(body.get("detail") or body.get("title") or words), str(body.get("rule", ""))
    return " ".join(words.split())[:300] or "the endpoint says no more", ""


class Endpoint(RemoteStore):
    """A dataset behind an endpoint; follows the Dataset protocol.

    Args:
        patience: Seconds in all to wait for an endpoint that says when to come back.
    """

    def __init__(self, address: Address, patience: float) -> None:
        super().__init__(address)
        self._patience = patience
        self.wire = _PatientWire(address, patience)

    @cached_property
    def dialect(self) -> Dialect:
        """How the engine is asked, which its answers tell."""
        is_virtuoso = isinstance(super().dialect, Virtuoso)
        return _VirtuosoReader(self.address, self.graphs) if is_virtuoso else _Reader(self.address)

    @property
    def generation(self) -> str | None:
        """Id of the data that are served now: named in answers of our server, held by a store of ours."""
        answer = self.wire.send("POST", self.query_url, _ASK, {"Accept": _TABLES}, self.address.timeout)
        return answer.headers.get("Twingraph-Generation") or super().generation

    def ask(
        self,
        sparql: str,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        base: str | None = None,
    ) -> Asked:
        form, text = read_query(sparql, base)
        request = self.dialect.query(text, default_graphs, named_graphs)
        return patiently(lambda: self._send(request, form), self._patience)

    def _send(self, request: Request, form: str) -> Asked:
        try:
            return send_query(self.address, self.dialect, request, form)
        except BusyError as error:
            raise BusyError(error.reason, _told_by(error)) from error


class _PatientWire(Wire):
    """Requests of the Graph Store Protocol, asked again when the server says."""

    def __init__(self, address: Address, patience: float) -> None:
        super().__init__(address)
        self._patience = patience

    def send(
        self,
        method: str,
        url: str,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        seconds: float | None = None,
    ) -> Answer:
        def ask() -> Answer:
            answer = super(_PatientWire, self).send(method, url, content, headers, seconds)
            told, rule = _problem(answer.words) if answer.status in _LATER else ("", _FINAL[0])
            if rule not in _FINAL:
                raise BusyError(
                    f"{url}: {told} ({answer.status})", seconds_until(answer.headers.get("Retry-After"))
                )
            return answer

        return patiently(ask, self._patience)


def patiently(ask: Callable[[], T], patience: float) -> T:
    """Return what *ask* returns; where it is told when to come back it does, for *patience* seconds in all.

    Raises:
        BusyError: If there is no place until then, or nothing is said of when.
    """
    ends = time.monotonic() + patience
    while True:
        try:
            return ask()
        except BusyError as error:
            wait = error.retry_after
            if wait is None or time.monotonic() + wait > ends:
                raise
        time.sleep(max(wait, 0.1))


def _told_by(error: BaseException | None) -> float | None:
    """Return the Retry-After of the answer behind an error."""
    while error is not None and not isinstance(error, HTTPError):
        error = error.__cause__ or error.__context__
    return seconds_until(error.headers.get("Retry-After")) if error is not None else None


def answers_sparql(url: str, asked: Address) -> str | None:
    """Return why an address is no SPARQL endpoint, None where it is one.

    Raises:
        StoreError: If no server is there.
    """
    answer = Wire(asked).send("POST", url, _ASK, {"Accept": _TABLES}, asked.timeout)
    media_type = answer.headers.get_content_type()
    if answer.status in (*_LATER, 401):  # it is one, but has no place now, or wants to know who asks
        return None
    if answer.status >= 300:
        return f"answers {answer.status}"
    return None if media_type.startswith("application/sparql-results") else f"answers in {media_type}"
