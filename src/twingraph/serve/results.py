"""Answers of the store -> bytes of a format, cut at a number of rows and then marked as cut."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from twingraph.iris import PREFIXES
from twingraph.serve.accept import negotiate

if TYPE_CHECKING:
    from twingraph.store.base import QueryResult

TABLES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "application/json": "application/json",
    "application/xml": "application/xml",
    "text/xml": "text/xml",
}
"""Formats of SELECT; ASK has no CSV and no TSV."""

GRAPHS = {
    "turtle": "text/turtle",
    "ttl": "text/turtle",
    "ntriples": "application/n-triples",
    "nt": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
    "nquads": "application/n-quads",
    "nq": "application/n-quads",
}

_BOOLEANS = {name: kind for name, kind in TABLES.items() if name not in ("csv", "tsv")}
_RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tab-separated-values": ox.QueryResultsFormat.TSV,
}
_ROW_MARKS = {"srj": b"},{", "srx": b"<result>", "csv": b"\n", "tsv": b"\n"}
"""What stands between rows, by file extension."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of an answer; ``truncated`` tells that rows are missing at its end."""

    body: bytes
    media_type: str
    truncated: bool = False

    @property
    def content_type(self) -> str:
        """The media type, with the charset where the type is text."""
        return self.media_type + ("; charset=utf-8" if self.media_type.startswith("text/") else "")


def write_answer(run: Callable[[], QueryResult], accept: str | None, asked: str | None, cap: int) -> Answer:
    """Return the answer to a query in the format that is wanted, with at most *cap* rows.

    Args:
        run: Runs the query; called a second time where the answer must be cut.
    Raises:
        Problem: 406.
    """
    result = run()
    if isinstance(result, ox.QuerySolutions):
        return _write_table(result, run, negotiate(accept, asked, TABLES), cap)
    if isinstance(result, ox.QueryBoolean):
        media_type = negotiate(accept, asked, _BOOLEANS)
        return Answer(result.serialize(format=_results_format(media_type)) or b"", media_type)
    return write_graph(result, negotiate(accept, asked, GRAPHS), cap)


def write_graph(triples: Iterable[ox.Triple], media_type: str, cap: int) -> Answer:
    """Return *triples* in a format of :data:`GRAPHS`."""
    kept = list(islice(triples, cap + 1))
    truncated, kept = len(kept) > cap, kept[:cap]
    rdf_format = ox.RdfFormat.from_media_type(media_type)
    assert rdf_format is not None
    body = ox.serialize(kept, format=rdf_format, prefixes=PREFIXES) or b""
    if truncated and rdf_format in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG, ox.RdfFormat.N_TRIPLES):
        body += f"# truncated after {cap} triples\n".encode()
    return Answer(body, media_type, truncated)


def _results_format(media_type: str) -> ox.QueryResultsFormat:
    return next(found for name, found in _RESULTS.items() if media_type.endswith(name))


class _TooManyRowsError(Exception):
    """More rows were written than may be."""


class _CountingSink(io.BytesIO):
    """Takes bytes until a mark has been seen too often; a mark inside a value counts too, never too few."""

    def __init__(self, mark: bytes, limit: int) -> None:
        super().__init__()
        self._mark, self._left, self._tail = mark, limit, b""

    def write(self, data: bytes) -> int:  # type: ignore[override]
        seen = self._tail + data
        self._left -= seen.count(self._mark)
        if self._left < 0:
            raise _TooManyRowsError
        self._tail = seen[-(len(self._mark) - 1) :] if len(self._mark) > 1 else b""
        return super().write(data)


def _write_table(
    solutions: ox.QuerySolutions, run: Callable[[], QueryResult], media_type: str, cap: int
) -> Answer:
    results_format = _results_format(media_type)
    mark = _ROW_MARKS[results_format.file_extension]
    sink = _CountingSink(mark, cap + 1 if mark == b"\n" else cap)
    try:
        solutions.serialize(sink, format=results_format)
    except _TooManyRowsError:
        again = run()
        assert isinstance(again, ox.QuerySolutions)
        return _write_cut_table(again, results_format, media_type, cap)
    return Answer(sink.getvalue(), media_type)


def _write_cut_table(
    solutions: ox.QuerySolutions, results_format: ox.QueryResultsFormat, media_type: str, cap: int
) -> Answer:
    """Return the first *cap* rows: written as TSV term by term, then read and written by the library."""
    rows = list(islice(solutions, cap + 1))
    lines = ["\t".join(f"?{variable.value}" for variable in solutions.variables)]
    lines += ["\t".join("" if term is None else str(term) for term in row) for row in rows[:cap]]
    table = ox.parse_query_results("\n".join(lines) + "\n", format=ox.QueryResultsFormat.TSV)
    assert isinstance(table, ox.QuerySolutions)
    body = table.serialize(format=results_format) or b""
    truncated = len(rows) > cap
    return Answer(_mark(body, results_format, cap) if truncated else body, media_type, truncated)


def _mark(body: bytes, results_format: ox.QueryResultsFormat, cap: int) -> bytes:
    """Return *body* with a sign that rows are missing: a link in the head, or a last line."""
    note = f"urn:twingraph:truncated:{cap}".encode()
    if results_format == ox.QueryResultsFormat.JSON:
        return body.replace(b'{"head":{', b'{"head":{"link":["' + note + b'"],', 1)
    if results_format == ox.QueryResultsFormat.XML:
        return body.replace(b"</head>", b'<link href="' + note + b'"/></head>', 1)
    line = f"# truncated after {cap} rows"
    quoted = f'"{line}"\n' if results_format == ox.QueryResultsFormat.TSV else f"{line}\r\n"
    return body + quoted.encode()
