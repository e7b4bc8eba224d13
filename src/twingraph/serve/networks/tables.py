"""A network as two tables, of nodes and of edges: CSV and Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from twingraph.engine.spreadsheet import disarm
from twingraph.errors import ExtraError
from twingraph.serve.networks.net import Columns, Net, Values, as_text

Row = tuple[dict[str, str], Values]
_ENDS = ("id", "source", "target")


def write_node_csv(net: Net) -> bytes:
    """Return a row for each node, in UTF-8; no cell is a formula."""
    return _csv(("id",), _nodes(net), net.node_columns)


def write_edge_csv(net: Net) -> bytes:
    """Return a row for each edge, as Gephi imports it: ``source``, ``target``, ``weight``."""
    return _csv(_ENDS, _edges(net), net.edge_columns)


def write_node_parquet(net: Net) -> bytes:
    """Return a row for each node, typed.

    Raises:
        ExtraError: Where pyarrow is not installed.
    """
    return _parquet(("id",), _nodes(net), net.node_columns)


def write_edge_parquet(net: Net) -> bytes:
    """Return a row for each edge, typed.

    Raises:
        ExtraError: Where pyarrow is not installed.
    """
    return _parquet(_ENDS, _edges(net), net.edge_columns)


def _nodes(net: Net) -> Iterator[Row]:
    return (({"id": node.iri}, node.values) for node in net.nodes)


def _edges(net: Net) -> Iterator[Row]:
    return (({"id": e.id, "source": e.source, "target": e.target}, e.values) for e in net.edges)


def _csv(own: tuple[str, ...], rows: Iterator[Row], columns: Columns) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*own, *columns])
    for ids, values in rows:
        cells = (as_text(values[name]) if name in values else "" for name in columns)
        writer.writerow([*(ids[name] for name in own), *map(disarm, cells)])
    return out.getvalue().encode()


def _parquet(own: tuple[str, ...], rows: Iterator[Row], columns: Columns) -> bytes:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise ExtraError("Parquet", "pyarrow", "parquet") from error
    types = {
        "string": pa.string(), "strings": pa.list_(pa.string()), "integer": pa.int64(),
        "double": pa.float64(), "boolean": pa.bool_(), "date": pa.date32(),
    }  # fmt: skip
    known = list(rows)
    arrays: dict[str, Any] = {name: pa.array([ids[name] for ids, _ in known], pa.string()) for name in own}
    for name, kind in columns.items():
        arrays[name] = pa.array([_cell(values.get(name)) for _, values in known], types[kind])
    out = io.BytesIO()
    pq.write_table(pa.table(arrays), out)
    return out.getvalue()


def _cell(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
