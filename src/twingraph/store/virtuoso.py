"""How Virtuoso is asked, and what it cannot do: found out on version 7.2.5, as Debian packages it.

It has no default graph, so one named graph stands for that, and a pragma before the query tells which.  Then
each graph that is named by its IRI wants a pragma too, and ``GRAPH ?g`` sees these alone, or all there are if
there is none.  It shall not see that graph and those that Virtuoso keeps for itself, so it gets a filter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from email.message import Message
from itertools import pairwise
from typing import Any
from urllib.parse import quote, urljoin

import pyoxigraph as ox

from twingraph.errors import EngineError, QueryError, QueryRefused, StoreError, TwingraphError
from twingraph.iris import mint_local
from twingraph.store.address import Address
from twingraph.store.dialect import LACKS, Dialect, Request
from twingraph.store.tokens import Token, at_depth_0, declarations, is_delete_where, operations, read_tokens

SYSTEM_GRAPHS = (
    "http://www.openlinksw.com/schemas/virtrdf#",
    "http://www.w3.org/ns/ldp#",
    "http://www.w3.org/2002/07/owl#",
    "http://localuriqaserver/sparql",
    "http://localhost:8890/sparql",
    "http://localhost:8890/DAV/",
    "urn:virtuoso:val:acl:schema",
    "urn:rules.skos",
    "urn:core:services:sparql",
)
_BLANK = rb'("type": "bnode", "value": ")nodeID://'
_TRUTH = rb'("datatype": "http://www\.w3\.org/2001/XMLSchema#boolean", "value": )"([01])"'
_MENDED = re.compile(_BLANK + b"|" + _TRUTH)
_NONE = "urn:twingraph:no-graph"
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_REACHING = re.compile(r"<\s*(?:bif|sql):", re.IGNORECASE)
_NOT_FOUND = re.compile(r"SPARUL_(?:CREATE|DROP)\(\) failed: (.*)")


class Virtuoso(Dialect):
    """Virtuoso 7: a form by POST, and a named graph for the default graph."""

    name = "Virtuoso"
    table_types = "application/sparql-results+json"
    held = 100
    keeps_empty = False
    probe = "SELECT (1 AS ?x) { GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } } LIMIT 100001"
    is_basic = False
    is_atomic = False

    def __init__(self, address: Address, list_graphs: Callable[[], Iterable[str]]) -> None:
        super().__init__(address)
        self._list_graphs = list_graphs
        self.default_graph = address.default_graph or mint_local("graph", "default", address.base)
        self.hidden = frozenset((self.default_graph, *SYSTEM_GRAPHS))
        self.lacks = (
            *LACKS,
            f"<{self.default_graph}> stands for the default graph, which Virtuoso has not",
            "an update of several operations is refused (501): one would stay where another fails",
            "CLEAR and DROP of ALL or NAMED are refused (501): Virtuoso says that they are done and does not",
            "blank nodes in INSERT DATA are refused (501): use INSERT { … } WHERE {}",
            "functions and pragmas of Virtuoso are refused (403): they reach beyond its data",
            "what Virtuoso cuts (ResultSetMaxRows) is an error (503): a table, a graph of so many triples; "
            "of a graph whose rows give fewer triples it does not tell: set it above what is asked for",
            "what it computes may differ: truth comes as 1 or 0, decimals shorter, of equal labels another; "
            "what is neither grouped nor aggregated it refuses (501)",
            "a graph without triples is none; the parts of an IRI, a number or a date may be written anew",
        )

    @property
    def update_url(self) -> str:
        """The endpoint itself takes updates, the one beside it those of a user."""
        if self._address.update_url:
            return self._address.update_url
        return self._beside("sparql-auth") if self._address.user else self._address.query_url

    @property
    def graph_store_url(self) -> str:
        name = "sparql-graph-crud-auth" if self._address.user else "sparql-graph-crud"
        return self._address.graph_store_url or urljoin(self._address.query_url, f"/{name}")

    def query(
        self, text: str, default_graphs: Sequence[str] | None, named_graphs: Sequence[str] | None
    ) -> Request:
        _check_reach(text)
        limit = ("timeout", str(int(self._address.timeout * 1000)))
        if default_graphs is None and named_graphs is None:
            has_from, has_named = _dataset_clauses(text)
            if not (has_from or has_named):
                return Request(self._pragmas(text) + self._hide(text), (limit,))
            default_graphs, named_graphs = () if has_from else (_NONE,), () if has_named else (_NONE,)
        else:
            text = _without_from(text)
            default_graphs, named_graphs = default_graphs or (_NONE,), named_graphs or (_NONE,)
        fields = [("default-graph-uri", graph) for graph in default_graphs]
        fields += [("named-graph-uri", graph) for graph in named_graphs]
        return Request(text, (*fields, limit))

    def update(self, text: str) -> Request:
        _check_reach(text)
        steps = operations(text)
        if len(steps) > 1:
            raise EngineError(
                f"Virtuoso: of {len(steps)} operations the first would stay where the second fails; send one "
                "operation a request"
            )
        if not steps:
            return Request("")
        words = list(at_depth_0(list(read_tokens(steps[0]))))
        if words[0].text.upper() in ("CLEAR", "DROP"):
            return Request(self._pragmas() + self._clear(text, words))
        return Request(self._pragmas(text) + self._hide_in_update(text))

    def _clear(self, text: str, words: list[Token]) -> str:
        """Return a CLEAR or DROP so that it works: a graph that is not declared is no error to clear."""
        verb, *rest = (word for word in words if word.text.upper() not in ("SILENT", "GRAPH"))
        target = rest[-1].text if rest else ""
        if target.upper() in ("ALL", "NAMED"):
            raise EngineError(
                f"Virtuoso: {verb.text.upper()} {target.upper()} would say that it is done and do nothing; "
                "name the graphs one by one"
            )
        graph = f"<{self.default_graph}>" if target.upper() == "DEFAULT" else target
        prologue = text[: text.index(operations(text)[0])]
        dropped = f" ; DROP SILENT GRAPH {graph}" if verb.text.upper() == "DROP" else ""
        return f"{prologue}CLEAR GRAPH {graph}{dropped}"

    def graph(self, name: str | None) -> str:
        return f"graph={quote(name or self.default_graph, safe='')}"

    def check_headers(self, headers: Message) -> None:
        if headers.get("X-SQL-State"):
            words = f"{headers['X-SQL-State']} {headers.get('X-SQL-Message', '')}"[:200]
            raise StoreError(f"Virtuoso: the answer is not whole ({words}); ask for less")
        most = headers.get("X-SPARQL-MaxRows")
        if most:
            raise StoreError(f"Virtuoso: answers end after {most} rows there; ask with a LIMIT below that")

    def most_rows(self, headers: Message) -> int | None:
        most = headers.get("X-SPARQL-MaxRows", "")
        return int(most) if most.isdecimal() else None

    def mend(self, content: bytes) -> bytes:
        """Return a piece of JSON with blank nodes and truth as the specification writes them."""
        return _MENDED.sub(_mended, content)

    def failure(self, status: int, words: str) -> TwingraphError:
        words = words.partition("\n\nSPARQL query:")[0].strip()[:400]
        if "SR186" in words or "permission" in words.lower():
            return super().failure(403, words)
        failed = _NOT_FOUND.search(words)
        if failed:
            return QueryError(f"Virtuoso: {failed[1]}")
        if "Blank node" in words:
            words += "; write INSERT { … } WHERE {} in place of INSERT DATA"
        return super().failure(400 if "Virtuoso 37000" in words or "Virtuoso 22" in words else status, words)

    def _pragmas(self, text: str = "") -> str:
        """Return the dataset of a text that names none."""
        named, has_variable = _named_graphs(text)
        if named and has_variable:
            named = sorted({*named, *self._list_graphs()})
        lines = [f"define input:default-graph-uri <{self.default_graph}>"]
        lines += [f"define input:named-graph-uri <{graph}>" for graph in named]
        return "\n".join([*lines, ""])

    def _hide(self, text: str, start: int = 0) -> str:
        """Return a text whose patterns from *start* on find no hidden graph by a variable."""
        hidden = ", ".join(f"<{graph}>" for graph in sorted(self.hidden))
        tokens = list(read_tokens(text, start))
        edits = []
        for i, token in enumerate(tokens[:-2]):
            name = tokens[i + 1]
            if token.sort == "word" and token.text.upper() == "GRAPH" and name.sort == "variable":
                end = _end_of_group(tokens[i + 2 :])
                edits += [(token.start, "{ "), (end, f" FILTER({name.text} NOT IN ({hidden})) }}")]
        for place, more in sorted(edits, reverse=True):
            text = text[:place] + more + text[place:]
        return text

    def _hide_in_update(self, text: str) -> str:
        words = [word for word in at_depth_0(list(read_tokens(text))) if word.sort == "word"]
        for before, where in pairwise([Token("", ""), *words]):
            if is_delete_where(text, before, where):
                pattern = text[where.end :].rstrip().rstrip(";")
                return f"{text[: where.start]}{pattern} WHERE {self._hide(pattern)}"
            if where.text.upper() == "WHERE":
                return self._hide(text, where.end)
        return text


def _mended(match: re.Match[bytes]) -> bytes:
    if match[1]:
        return match[1]
    return match[2] + (b'"true"' if match[3] == b"1" else b'"false"')


def _check_reach(text: str) -> None:
    """Refuse what Virtuoso reads as a call of its own functions, some of which reach other servers.

    Raises:
        QueryRefused: If there is one, or a prefix that could be half of one.
    """
    plain = _CODEPOINT.sub(lambda match: chr(int(match[1] or match[2], 16)), text)
    prefixes = (iri for name, iri in declarations(plain) if name)
    if _REACHING.search(plain) or any(":" not in iri for iri in prefixes):
        raise QueryRefused("functions of Virtuoso, bif: and sql:, reach beyond its data; leave them out")


def _dataset_clauses(text: str) -> tuple[bool, bool]:
    """Return whether a query has FROM, and whether it has FROM NAMED."""
    named = [is_named for is_named, _ in _clauses(text)]
    return False in named, True in named


def _without_from(text: str) -> str:
    """Return a query without its own dataset, for that of the protocol goes before it.

    >>> _without_from("SELECT * FROM <a:b> FROM NAMED <a:c> { ?s ?p 'FROM' }")
    "SELECT *   { ?s ?p 'FROM' }"
    """
    for _, (first, last) in reversed(list(_clauses(text))):
        text = text[: first.start] + text[last.end :]
    return text


def _clauses(text: str) -> Iterable[tuple[bool, tuple[Token, Token]]]:
    tokens = list(at_depth_0(list(read_tokens(text))))
    for i, token in enumerate(tokens):
        if token.sort == "word" and token.text.upper() == "FROM":
            is_named = tokens[i + 1].text.upper() == "NAMED"
            yield is_named, (token, tokens[i + 1 + is_named])


def _end_of_group(tokens: Sequence[Token]) -> int:
    """Return the place behind the group in braces that *tokens* begin with."""
    depth = 0
    for token in tokens:
        depth += (token.text == "{") - (token.text == "}")
        if not depth:
            return token.end
    return tokens[-1].end


def _named_graphs(text: str) -> tuple[list[str], bool]:
    """Return the graphs that a text names by IRI, and whether it has a variable for others.

    >>> _named_graphs("PREFIX e: <x:> SELECT * { GRAPH e:a { ?s ?p ?o } GRAPH ?g { ?s ?p <x:b> } }")
    (['x:a'], True)
    """
    tokens = list(read_tokens(text))
    after = [
        name for token, name in pairwise(tokens) if token.sort == "word" and token.text.upper() == "GRAPH"
    ]
    heads = "\n".join(f"PREFIX {name} {iri}" if name else f"BASE {iri}" for name, iri in declarations(text))
    named = {name.text for name in after if name.sort in ("iri", "name")}
    found = sorted(_resolve(heads, name) for name in named)
    return found, any(name.sort == "variable" for name in after)


def _resolve(heads: str, name: str) -> str:
    rows: Any = ox.Store().query(f"{heads}\nSELECT ({name} AS ?x) {{}}")
    return str(next(rows)["x"].value)
