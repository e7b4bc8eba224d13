"""Where the dataset lives: embedded, or behind a SPARQL endpoint."""

from __future__ import annotations

import re

from twingraph.errors import StoreError
from twingraph.settings import Settings
from twingraph.store.address import Address
from twingraph.store.base import (
    EVERY_GRAPH,
    Dataset,
    Generation,
    GraphStore,
    QueryResult,
    canonical_nquads,
    generation_id,
)
from twingraph.store.embedded import EmbeddedStore, Published
from twingraph.store.provenance import Record
from twingraph.store.remote import RemoteStore
from twingraph.store.writes import Written

__all__ = [
    "EVERY_GRAPH", "Address", "Dataset", "EmbeddedStore", "Generation", "GraphStore", "Published",
    "QueryResult",
    "Record", "RemoteStore", "Written", "canonical_nquads",
    "describe_engine", "generation_id", "open_store",
]  # fmt: skip


def address_of(query_url: str, settings: Settings) -> Address:
    """Return where an engine is, by what is set."""
    return Address(
        query_url,
        update_url=settings.update_url,
        graph_store_url=settings.graph_store,
        default_graph=settings.remote_default_graph,
        base=settings.base,
        timeout=settings.timeout,
        write_timeout=settings.write_timeout,
        user=settings.remote_user,
        password=settings.remote_password,
    )


def describe_engine(store: EmbeddedStore | RemoteStore) -> list[str]:
    """Return what is to be said of a remote engine before it is served: what it cannot do."""
    if isinstance(store, EmbeddedStore):
        return []
    try:
        dialect = store.dialect
    except StoreError as error:
        return [f"the engine does not answer yet: {error}"]
    return [f"the engine speaks {dialect.name}; not here:", *(f"- {lack}" for lack in dialect.lacks)]


def open_store(settings: Settings, *, create: bool = False) -> EmbeddedStore | RemoteStore:
    """Return the store that *settings* name: a folder, or the SPARQL endpoint where it is a URL.

    Raises:
        StoreError: If it cannot be opened.
    """
    url = re.match(r"(https?):/+(.+)", str(settings.store))  # a Path folds the two slashes into one
    if url:
        return RemoteStore(address_of(f"{url[1]}://{url[2]}", settings))
    return EmbeddedStore(settings.store, create=create, keep=settings.keep, base=settings.base)
