"""Where the dataset lives: embedded, or behind a SPARQL endpoint."""

from __future__ import annotations

import re

from twingraph.settings import Settings
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
    "EVERY_GRAPH", "Dataset", "EmbeddedStore", "Generation", "GraphStore", "Published", "QueryResult",
    "Record", "RemoteStore", "Written", "canonical_nquads", "generation_id", "open_store",
]  # fmt: skip


def open_store(settings: Settings, *, create: bool = False) -> EmbeddedStore | RemoteStore:
    """Return the store that *settings* name: a folder, or the SPARQL endpoint where it is a URL.

    Raises:
        StoreError: If it cannot be opened.
    """
    url = re.match(r"(https?):/+(.+)", str(settings.store))  # a Path folds the two slashes into one
    if url:
        return RemoteStore(f"{url[1]}://{url[2]}", settings.graph_store or None, base=settings.base)
    return EmbeddedStore(settings.store, create=create, keep=settings.keep, base=settings.base)
