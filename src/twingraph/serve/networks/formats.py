"""The table of the formats of a network, by the ending of a file's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

from twingraph.errors import UnknownNameError
from twingraph.serve.networks.json_files import write_cytoscape, write_geojson
from twingraph.serve.networks.net import Net
from twingraph.serve.networks.tables import (
    write_edge_csv,
    write_edge_parquet,
    write_node_csv,
    write_node_parquet,
)
from twingraph.serve.networks.xml_files import write_gexf, write_graphml

FORMATS: dict[str, tuple[str, Callable[[Net], bytes]]] = {
    "gexf": ("application/gexf+xml", write_gexf),
    "graphml": ("application/graphml+xml", write_graphml),
    "geojson": ("application/geo+json", write_geojson),
    "cyjs": ("application/json", write_cytoscape),
    "nodes.csv": ("text/csv; charset=utf-8", write_node_csv),
    "edges.csv": ("text/csv; charset=utf-8", write_edge_csv),
    "nodes.parquet": ("application/vnd.apache.parquet", write_node_parquet),
    "edges.parquet": ("application/vnd.apache.parquet", write_edge_parquet),
}
"""Media type and writer by ending."""


def offered() -> dict[str, str]:
    """Return media types by ending, of the formats whose library is installed."""
    has_parquet = find_spec("pyarrow") is not None
    return {name: kind for name, (kind, _) in FORMATS.items() if has_parquet or not name.endswith("parquet")}


_TWO = ("csv", "parquet")
"""What is two files: ``net.csv`` stands for ``net.nodes.csv`` and ``net.edges.csv``."""


def files_of(path: Path) -> Mapping[Path, Callable[[Net], bytes]]:
    """Return the files that a name stands for, with who writes each.

    >>> [path.name for path in files_of(Path("net.csv"))]
    ['net.nodes.csv', 'net.edges.csv']
    >>> [path.name for path in files_of(Path("net.edges.csv"))]
    ['net.edges.csv']

    Raises:
        UnknownNameError: If the ending is none of a format.
    """
    for ending, (_, write) in FORMATS.items():
        if path.name.lower().endswith(f".{ending}"):
            return {path: write}
    ending = path.suffix[1:].lower()
    if ending not in _TWO:
        known = ", ".join(sorted({f".{name.rpartition('.')[2]}" for name in FORMATS}))
        raise UnknownNameError(f"{path}: no format of a network ends so; end the name with one of {known}")
    pair = (f"nodes.{ending}", f"edges.{ending}")
    return {path.with_name(f"{path.stem}.{name}"): FORMATS[name][1] for name in pair}
