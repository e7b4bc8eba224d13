"""What a process asks: data that it shares, or another engine."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from twingraph.engine.frames import Job
from twingraph.store.base import QueryResult, graph_nodes
from twingraph.store.remote import RemoteStore


@dataclass(frozen=True, slots=True)
class Local:
    """A store in memory or on disk."""

    store: ox.Store

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

    def answer(self, job: Job) -> QueryResult:
        """Return the answer of the endpoint to a query."""
        return self.store.query(job.query, default_graphs=job.default_graphs, named_graphs=job.named_graphs)


Data = Local | Remote
