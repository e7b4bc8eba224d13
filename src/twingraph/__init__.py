"""Press releases about city partnerships in, linked data that cites its words out."""

from __future__ import annotations

TYPE_CHECKING = False  # that of typing takes longer to import than all that is here
if TYPE_CHECKING:
    import os

    from twingraph.notebook.graph import Graph

__version__ = "0.1.0"


def open(
    address: str | os.PathLike[str],
    *,
    timeout: float = 60.0,
    patience: float = 120.0,
    graph_store: str = "",
    user: str = "",
    password: str = "",
) -> Graph:
    """Return the graph in the folder of a store, or behind an address, for reading.

    Args:
        address: Folder that `twingraph build` made; or the address of a site of ours, such as
            ``https://twins.example.org/``, or of any SPARQL 1.1 endpoint.
        timeout: Seconds that an endpoint may take for an answer.
        patience: Seconds in all to wait where an endpoint says to come back later.
        graph_store: Graph Store Protocol address of the endpoint, which ``to_rdflib`` reads; empty:
            beside the endpoint, ``data`` where that ends in ``/sparql``, else ``store``.
        user: Who asks, where the endpoint wants to know.
        password: The password of that user.
    Raises:
        StoreError: If there is no store, no endpoint, or nothing is published.

    >>> import twingraph
    >>> twingraph.open("no-such-folder")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    twingraph.errors.StoreError: no-such-folder: there is no store here; run `twingraph build RELEASES ...
    """
    from twingraph.notebook.opening import open_graph

    return open_graph(
        address, timeout=timeout, patience=patience, graph_store=graph_store, user=user, password=password
    )
