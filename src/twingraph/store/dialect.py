"""How engines are asked: by the letter of SPARQL 1.1 here; what differs is in a module of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from urllib.parse import quote

import pyoxigraph as ox

from twingraph.errors import EngineError, QueryError, QuerySyntaxError, StoreError, TwingraphError
from twingraph.store.address import Address

SELECT, ASK, GRAPH = "select", "ask", "graph"
GRAPH_TYPES = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"

_NO_SUCH_GRAPH = re.compile(r"The graph <.*> (?:does not exist|already exists)")

LACKS = (
    "no generations: no ETag, no cached answer, no rollback, and no record of who wrote what",
    "a build that brings news replaces what was written, and keeps no texts and no originals of releases",
    "when a client leaves or time is over our part ends at once, the engine's when it finds out",
)
"""What no engine over SPARQL has that the embedded store has."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent: a text of SPARQL, and fields of the form beside it."""

    text: str
    fields: tuple[tuple[str, str], ...] = ()


class Dialect:
    """An engine that speaks SPARQL 1.1: query, update and Graph Store Protocol."""

    name = "SPARQL 1.1"
    table_types = "application/sparql-results+json, application/sparql-results+xml;q=0.9"
    lacks: tuple[str, ...] = LACKS
    hidden: frozenset[str] = frozenset()
    """Named graphs that are the engine's, or ours, and not shown."""
    held = 0
    """Bytes that :meth:`mend` must see together, but one."""
    keeps_empty = True
    """True where a graph without triples is one."""
    probe = ""
    """A query with more rows than we give, to see by the headers where the engine ends its answers."""

    @property
    def may_cut(self) -> bool:
        """True where a graph that is sent may lack triples without a sign."""
        return bool(self.probe)

    is_basic = True
    """True where queries may carry the user's name too."""
    is_atomic = True
    """True where one update request of several operations is carried out whole or not at all."""

    def __init__(self, address: Address) -> None:
        self._address = address

    @property
    def update_url(self) -> str:
        return self._address.update_url or self._beside("update")

    @property
    def graph_store_url(self) -> str:
        return self._address.graph_store_url or self._beside("store")

    def _beside(self, name: str) -> str:
        return self._address.query_url.partition("?")[0].rpartition("/")[0] + f"/{name}"

    def query(
        self, text: str, default_graphs: Sequence[str] | None, named_graphs: Sequence[str] | None
    ) -> Request:
        """Return how a query is asked.

        Raises:
            QueryRefused: If this engine would do more than answer it.
        """
        fields = [("default-graph-uri", graph) for graph in default_graphs or ()]
        fields += [("named-graph-uri", graph) for graph in named_graphs or ()]
        return Request(text, tuple(fields))

    def update(self, text: str) -> Request:
        """Return how an update is sent.

        Raises:
            EngineError: If the engine would do something else, or half of it.
        """
        return Request(text)

    def graph(self, name: str | None) -> str:
        """Return the query string of the Graph Store Protocol for a graph; None is the default one."""
        return f"graph={quote(name, safe='')}" if name else "default"

    def check_headers(self, headers: Message) -> None:
        """Look whether an answer is whole.

        Raises:
            StoreError: If the engine tells that it is not.
        """

    def most_rows(self, headers: Message) -> int | None:
        """Return where the engine ends its answers, by what it says of the probe."""
        del headers
        return None

    def mend(self, content: bytes) -> bytes:
        """Return a piece of an answer as the specification has it."""
        return content

    def failure(self, status: int, words: str) -> TwingraphError:
        """Return what an answer with an error means; the text that was sent has been parsed before."""
        if status in (401, 403):
            cure = "set TWINGRAPH_REMOTE_USER and TWINGRAPH_REMOTE_PASSWORD, or let it be open to this server"
            return StoreError(f"{self.name}: the engine does not permit it ({status} {words}); {cure}")
        if status in (400, 405, 415, 501):
            return EngineError(f"{self.name}: the engine cannot do this ({status} {words})")
        if _NO_SUCH_GRAPH.fullmatch(words):  # what Oxigraph says with a 500
            return QueryError(words)
        return StoreError(f"{self.name}: the engine failed ({status} {words})")


def columns(text: str, base: str | None) -> list[str]:
    """Return the columns of a table, none where *text* is no query for one; what is wrong is told later."""
    try:
        result = ox.Store().query(text, base_iri=base)
    except (SyntaxError, RuntimeError, ValueError, OSError):
        return []
    return [variable.value for variable in result.variables] if isinstance(result, ox.QuerySolutions) else []


def read_query(text: str, base: str | None) -> tuple[str, str]:
    """Return the form of a query (select, ask, graph), and the query with its base where it needs one.

    What passes here is SPARQL: an engine's additions to the language, which may reach further than a query
    may, do not.

    Raises:
        QuerySyntaxError: If it is no query.
        QueryError: If it calls functions that are not SPARQL's.
    """
    nothing = ox.Store()
    try:
        return _form(nothing.query(text)), text
    except SyntaxError as error:
        if base is None:
            raise QuerySyntaxError(str(error)) from error
    except (RuntimeError, ValueError, OSError) as error:  # such as a function that nobody but one engine has
        raise QueryError(str(error)) from error
    try:
        return _form(nothing.query(text, base_iri=base)), f"BASE <{base}>\n{text}"
    except SyntaxError as error:
        raise QuerySyntaxError(str(error)) from error
    except (RuntimeError, ValueError, OSError) as error:
        raise QueryError(str(error)) from error


def _form(result: object) -> str:
    if isinstance(result, ox.QuerySolutions):
        return SELECT
    return ASK if isinstance(result, ox.QueryBoolean) else GRAPH


def read_update(updates: Sequence[str], base: str | None) -> bool:
    """Look whether each is an update; return whether relative IRIs in them need the base.

    Raises:
        QuerySyntaxError: If one is none.
    """
    needing = [_needs_base(update, base) for update in updates]  # each is looked at
    return any(needing)


def _needs_base(update: str, base: str | None) -> bool:
    try:
        _try(update, None)
    except SyntaxError as error:
        if base is None:
            raise QuerySyntaxError(str(error)) from error
        try:
            _try(update, base)
        except SyntaxError as again:
            raise QuerySyntaxError(str(again)) from again
        return True
    return False


def _try(update: str, base: str | None) -> None:
    try:
        ox.Store().update(update, base_iri=base)
    except SyntaxError:
        raise
    except (RuntimeError, ValueError, OSError):
        """It is an update; what it does to a store without data says nothing."""
