"""Where a graph is: the folder of a store, a site of ours, or an endpoint."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from twingraph.errors import StoreError
from twingraph.notebook.endpoint import Endpoint, answers_sparql
from twingraph.notebook.graph import Graph
from twingraph.store.address import Address
from twingraph.store.embedded import EmbeddedStore


def open_graph(
    address: str | os.PathLike[str],
    *,
    timeout: float,
    patience: float,
    graph_store: str,
    user: str,
    password: str,
) -> Graph:
    """Return the graph at *address*; :func:`twingraph.open` says what the options are.

    Raises:
        StoreError: If there is none.
    """
    text = os.fspath(address)
    if not text.startswith(("http://", "https://")):
        return _open_folder(Path(text).expanduser())
    url = find_endpoint(text, Address(text, timeout=timeout, user=user, password=password))
    where = Address(
        url, graph_store_url=graph_store or graph_store_of(url), timeout=timeout, user=user, password=password
    )
    return Graph(Endpoint(where, patience), text)


def _open_folder(folder: Path) -> Graph:
    store = EmbeddedStore(folder)
    if store.generation is None:
        raise StoreError(f"{folder}: nothing is published there yet; run `twingraph build RELEASES`")
    return Graph(store, str(folder))


def find_endpoint(text: str, asked: Address) -> str:
    """Return the address that answers SPARQL: *text* itself, or ``sparql`` below it.

    Raises:
        StoreError: If neither does.
    """
    told = []
    for url in candidates(text):
        reason = answers_sparql(url, asked)
        if reason is None:
            return url
        told.append(f"{url} {reason}")
    cure = "give the address of a site or of its endpoint"
    raise StoreError(f"{text}: no SPARQL endpoint is there ({'; '.join(told)}); {cure}")


def candidates(text: str) -> list[str]:
    """Return where the endpoint of an address may be.

    >>> candidates("https://twins.example.org"), candidates("https://a.example/sparql")
    (['https://twins.example.org/sparql'], ['https://a.example/sparql'])
    """
    parts = urlsplit(text)
    below = f"{text.rstrip('/')}/sparql"
    if parts.query or parts.path.rstrip("/").endswith(("/sparql", "/query")):
        return [text]
    return [below] if parts.path in ("", "/") else [below, text]


def graph_store_of(url: str) -> str:
    """Return where the Graph Store Protocol is spoken beside an endpoint.

    >>> graph_store_of("https://a.example/twins/sparql"), graph_store_of("http://127.0.0.1:7878/query")
    ('https://a.example/twins/data', 'http://127.0.0.1:7878/store')
    """
    folder, _, last = url.partition("?")[0].rpartition("/")
    return f"{folder}/{'data' if last == 'sparql' else 'store'}"
