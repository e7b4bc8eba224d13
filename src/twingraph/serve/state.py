"""What the handlers of one server share: store, settings, pool, cache, and what is published just now."""

from __future__ import annotations

import asyncio
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from twingraph.engine.bank import Source
from twingraph.engine.formats import TABLES
from twingraph.engine.frames import NO_CAP, Job
from twingraph.engine.member import DiedError, FailedError
from twingraph.engine.pool import Limits, Pool
from twingraph.engine.running import OverTimeError
from twingraph.serve.cache import AnswerCache
from twingraph.serve.engine_problem import engine_problem
from twingraph.serve.federation import read_hosts
from twingraph.store.embedded import EmbeddedStore
from twingraph.store.remote import RemoteStore

if TYPE_CHECKING:
    from twingraph.settings import Settings
    from twingraph.store.base import GraphStore

_BYTES_COMPARED = 1_500
"""What a quad takes while two generations are compared, rounded up."""


class State:
    """The store that is served, and all that is kept between two requests."""

    def __init__(self, store: GraphStore, settings: Settings) -> None:
        self.store, self.settings = store, settings
        self.cache = AnswerCache(settings.cache_bytes)
        self.pool = Pool(self.source, _limits(settings))
        self.service_hosts = read_hosts(settings.service_hosts)
        self._graphs: tuple[str | None, frozenset[str]] = ("", frozenset())
        self._counts: tuple[str | None, int] = ("", 0)

    def generation(self) -> str | None:
        """Return the id of what is published now; None for a remote store, which others may change too."""
        if isinstance(self.store, RemoteStore):
            return None
        self.store.reload()
        return self.store.generation

    def write_memory(self) -> int:
        """Return how many bytes a write may take: a comparison of the whole data takes most."""
        return self.settings.query_memory + _BYTES_COMPARED * self.source().quads

    def version(self) -> str | None:
        """Return what decides the bytes of an answer beside the question; None where that is not known yet.

        Data in memory and on disk are the same, and come in another order.
        """
        return version_of(self.pool.served, self.generation())

    async def graphs(self) -> frozenset[str]:
        """Return the named graphs of what is published now.

        Raises:
            Problem: If a remote engine does not tell.
        """
        if isinstance(self.store, RemoteStore):
            return await self._graphs_there(self.store)
        generation = self.generation()
        if generation is None:
            return frozenset()
        if self._graphs[0] != generation:
            self._graphs = generation, frozenset(self.store.snapshot().graphs())
        return self._graphs[1]

    def source(self) -> Source:
        """Return where a bank finds what is published now."""
        if isinstance(self.store, RemoteStore):
            return Source("remote", json.dumps(asdict(self.store.address)))
        self.store.reload()
        assert isinstance(self.store, EmbeddedStore)
        snapshot = self.store.snapshot()
        place = str(Path(snapshot.folder).absolute()) if snapshot.folder else ""
        return Source("disk", place, snapshot.generation, self._quads(snapshot.generation))

    async def lacks(self) -> tuple[str, ...]:
        """Return what a remote engine cannot do, one sentence each."""
        store = self.store
        if not isinstance(store, RemoteStore):
            return ()
        return await asyncio.to_thread(lambda: store.dialect.lacks)

    def place(self) -> dict[str, Any]:
        """Return where a write goes."""
        if isinstance(self.store, RemoteStore):
            return {"remote": asdict(self.store.address)}
        assert isinstance(self.store, EmbeddedStore)
        return {
            "folder": str(self.store.folder.absolute()),
            "keep": self.settings.keep,
            "base": self.settings.base,
            "wait": self.settings.write_timeout,
        }

    async def _graphs_there(self, store: RemoteStore) -> frozenset[str]:
        """Return the graphs of a remote engine; a process asks, so that one that hangs holds nobody up."""
        try:
            table = await self.table("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", "twingraph", NO_CAP)
            hidden = await asyncio.to_thread(lambda: store.hidden)
        except Exception as error:
            raise engine_problem(error) or error from error
        rows = json.loads(table)["results"]["bindings"]
        return frozenset(row["g"]["value"] for row in rows) - hidden

    async def ask(self, query: str) -> list[dict[str, Any]]:
        """Return the rows of a query of ours, as SPARQL's JSON has them; none where it takes too long."""
        try:
            answer = await self.table(query, "twingraph", self.settings.max_rows)
        except (OverTimeError, DiedError):
            return []
        rows: list[dict[str, Any]] = json.loads(answer)["results"]["bindings"]
        return rows

    async def table(self, query: str, client: str, cap: int) -> bytes:
        """Return the answer to a SELECT as SPARQL's JSON; of any other query, an empty table.

        Raises:
            OverTimeError, DiedError, FailedError, FullHouseError: As the pool raises them.
        """
        job = Job(query, None, None, TABLES["json"], None, None, cap)
        try:
            running = await self.pool.begin(job, client)
        except FailedError as error:
            if error.rule == "format":  # it is an ASK, or asks for a graph
                return b'{"head":{"vars":[]},"results":{"bindings":[]}}'
            raise
        return await running.body()

    def _quads(self, generation: str | None) -> int:
        if self._counts[0] != generation:
            self._counts = generation, len(self.store.snapshot().store) if generation else 0  # type: ignore[attr-defined]
        return self._counts[1]


def version_of(source: Source | None, generation: str | None) -> str | None:
    """Return the version of *source*, where it is the published *generation*."""
    if source is None or generation is None or source.generation != generation:
        return None
    return f"{generation}-{source.kind}"


def _limits(settings: Settings) -> Limits:
    return Limits(
        places=settings.max_queries,
        seconds=settings.timeout,
        memory=settings.query_memory,
        queue=settings.queue,
        queue_per_client=max(1, settings.queue // 2),
        patience=settings.patience,
        data_memory=settings.data_memory or physical_memory() // 4,
        write_seconds=settings.write_timeout,
    )


def physical_memory() -> int:
    """Return the bytes of memory of this machine."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
