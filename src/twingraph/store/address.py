"""Where a remote store is, and what it is asked with."""

from __future__ import annotations

from dataclasses import dataclass, field

from twingraph.iris import BASE


@dataclass(frozen=True, slots=True)
class Address:
    """The addresses of one engine; what is empty is found out.

    Args:
        query_url: Its SPARQL endpoint.
        update_url: Where it takes updates; empty: where engines of its kind do, beside the endpoint.
        graph_store_url: The Graph Store Protocol's address; empty: likewise.
        default_graph: IRI of the graph that stands for the default graph, where the engine has none.
        base: Base of the IRIs of instances.
        timeout: Seconds that a query takes.
        write_timeout: Seconds that a write takes.
        user: Who writes, where the engine asks for it; by Basic or by Digest, as it wants.
    """

    query_url: str
    update_url: str = ""
    graph_store_url: str = ""
    default_graph: str = ""
    base: str = BASE
    timeout: float = 60.0
    write_timeout: float = 600.0
    user: str = ""
    password: str = field(default="", repr=False)
