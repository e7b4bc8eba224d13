"""One query to a remote engine: how it is sent, and its answer as it comes back."""

from __future__ import annotations

import http.client
import math
import warnings
from ast import literal_eval
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, cast
from urllib.error import HTTPError

import pyoxigraph as ox
from SPARQLWrapper import POST, SELECT, URLENCODED, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from twingraph.errors import StoreError
from twingraph.store.address import Address
from twingraph.store.base import QueryResult
from twingraph.store.dialect import ASK, GRAPH, GRAPH_TYPES, Dialect, Request
from twingraph.store.wire import Stream, no_answer

_BOOLEAN = b'{"head":{},"boolean":%s}'


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer on its way: its form (select, ask, graph), its media type, and its bytes."""

    form: str
    media_type: str
    stream: Stream
    most: int | None = None
    """Where the engine ends its answers without a sign."""

    def read(self, *, at_once: bool = True) -> QueryResult:
        """Return the answer, its rows and triples as they come unless *at_once*.

        Raises:
            StoreError: If the server answers with something else.
            OSError: If it breaks off.
            SyntaxError: If it cannot be read; of what does not come at once, this comes when it is reached.
        """
        content: Any = self.stream.read() if at_once else self.stream
        results_format = ox.QueryResultsFormat.from_media_type(self.media_type)
        graph_format = ox.RdfFormat.from_media_type(self.media_type)
        if results_format and self.form != GRAPH:
            return self._table(ox.parse_query_results(content, format=results_format))
        if graph_format and self.form == GRAPH:
            return self._graph(ox.parse(content, format=graph_format))
        raise StoreError(f"the server answers in {self.media_type}; ask for SPARQL at its query address")

    def _graph(self, quads: Iterator[ox.Quad]) -> Iterator[ox.Triple]:
        for number, quad in enumerate(quads, 1):
            if number == self.most:
                raise StoreError(f"answers end after {self.most} rows there; ask with a LIMIT below that")
            yield quad.triple

    def _table(self, result: ox.QuerySolutions | ox.QueryBoolean) -> QueryResult:
        """Return a table, or the truth that an ASK asks for: some engines tell it by a row or none."""
        if self.form != ASK or isinstance(result, ox.QueryBoolean):
            return result
        is_true = next(cast("Iterator[Any]", result), None) is not None
        word = _BOOLEAN % (b"true" if is_true else b"false")
        return ox.parse_query_results(word, format=ox.QueryResultsFormat.JSON)


def send_query(address: Address, dialect: Dialect, request: Request, form: str) -> Asked:
    """Send a query as a form and return its answer.

    Raises:
        StoreError: If there is none, or it is not whole.
        TwingraphError: What the engine's error means.
    """
    try:
        response = _prepare(address, dialect, request, form).query().response
    except HTTPError as error:
        with error:
            raise dialect.failure(error.code, error.read().decode("utf-8", "replace")) from error
    except SPARQLWrapperException as error:
        raise dialect.failure(_status(error), _words(error)) from error
    except (OSError, http.client.HTTPException) as error:
        raise no_answer(address.query_url, error) from error
    try:
        dialect.check_headers(response.headers)
    except StoreError:
        response.close()
        raise
    return Asked(form, response.headers.get_content_type(), Stream(response, dialect.mend, dialect.held))


def _prepare(address: Address, dialect: Dialect, request: Request, form: str) -> SPARQLWrapper:
    wrapper = SPARQLWrapper(address.query_url)
    wrapper.setMethod(POST)
    wrapper.setRequestMethod(URLENCODED)
    wrapper.setOnlyConneg(True)  # else it adds fields that say what Accept says, or something else
    wrapper.setTimeout(math.ceil(address.timeout))
    with warnings.catch_warnings():  # it warns of what it takes for no query; the text was parsed before
        warnings.simplefilter("ignore", RuntimeWarning)
        wrapper.setQuery(request.text)
    wrapper.queryType = SELECT  # it was parsed: whatever word a comment begins with, it is no update
    wrapper.addCustomHttpHeader("Accept", GRAPH_TYPES if form == GRAPH else dialect.table_types)
    if address.user and dialect.is_basic:
        wrapper.setCredentials(address.user, address.password)
    for name, value in request.fields:
        wrapper.addParameter(name, value)
    return wrapper


def _status(error: SPARQLWrapperException) -> int:
    cause = error.__context__
    return cause.code if isinstance(cause, HTTPError) else 500


def _words(error: SPARQLWrapperException) -> str:
    """Return what the server itself said, which SPARQLWrapper quotes as bytes at the end of its message."""
    if isinstance(error.__context__, HTTPError):
        error.__context__.close()
    quoted = str(error).rpartition("Response:\n")[2]
    with suppress(SyntaxError, ValueError, TypeError):
        return bytes(literal_eval(quoted)).decode(errors="replace").strip()
    return " ".join(str(error).split()) or type(error).__name__
