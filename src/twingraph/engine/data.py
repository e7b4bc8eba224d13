"""What a process asks: data that it shares, or another engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pyoxigraph as ox

from twingraph.engine.frames import Job
from twingraph.engine.tokens import name_columns
from twingraph.store.base import QueryResult, graph_nodes
from twingraph.store.dialect import columns
from twingraph.store.remote import RemoteStore


@dataclass(frozen=True, slots=True)
class Local:
    """A store in memory or on disk."""

    store: ox.Store
    misread: ClassVar[str] = "syntax"
    """The rule that is broken where something cannot be read."""

    def answer(self, job: Job) -> QueryResult:
        """Return the answer to a query; relative IRIs in it are relative to the job's base."""
        return self.store.query(
            job.query,
            base_iri=job.base,
            default_graph=graph_nodes(job.default_graphs),
            named_graphs=graph_nodes(job.named_graphs),
        )


@dataclass(frozen=True, slots=True)
class Remote:
    """An endpoint elsewhere."""

    store: RemoteStore
    misread: ClassVar[str] = "store"

    def answer(self, job: Job) -> QueryResult:
        """Return the answer of the endpoint to a query."""
        query = name_columns(job.query, columns(job.query, job.base)) or job.query  # so it is asked once
        asked = self.store.ask(query, job.default_graphs, job.named_graphs, job.base)
        return asked.read(at_once=False)


Data = Local | Remote
