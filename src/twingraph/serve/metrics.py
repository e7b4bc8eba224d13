"""What a server counts, in the format of Prometheus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from twingraph.serve.asgi import Answer, Call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twingraph.serve.state import State

_BUCKETS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 60)


class Metrics:
    """The counters of one server, and the gauges that its state gives when they are asked for."""

    def __init__(self, state: State) -> None:
        self._registry, self._state = CollectorRegistry(), state
        self._requests = Counter(
            "twingraph_requests", "Requests answered.", ["endpoint", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "twingraph_request_seconds", "Seconds from request to the end of the answer.", ["endpoint"],
            buckets=_BUCKETS, registry=self._registry,
        )  # fmt: skip
        self._registry.register(self)

    def observe(self, endpoint: str, status: int, seconds: float) -> None:
        """Count one answer."""
        self._requests.labels(endpoint, str(status)).inc()
        self._seconds.labels(endpoint).observe(seconds)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the gauges."""
        pool, cache = self._state.pool, self._state.cache
        served = pool.served
        in_memory = served is not None and served.kind == "memory"
        for name, text, value in (
            ("queries_running", "Queries that run.", pool.turns.running),
            ("queries_waiting", "Queries that wait for a place.", pool.turns.waiting),
            ("workers_killed", "Processes ended at a limit, or because the client left.", pool.killed),
            ("workers_died", "Processes that ended by themselves or were ended from outside.", pool.died),
            ("cache_bytes", "Bytes of answers that are kept.", cache.size),
            ("cache_answers", "Answers that are kept.", len(cache)),
            ("cache_hits", "Answers given from the cache.", cache.hits),
            ("cache_misses", "Answers that were not in the cache.", cache.misses),
            ("served_quads", "Quads of the generation that is served.", served.quads if served else 0),
            ("served_from_memory", "1 where the data are in memory.", int(in_memory)),
        ):  # fmt: skip
            yield GaugeMetricFamily(f"twingraph_{name}", text, value)

    async def answer(self, call: Call) -> Answer:
        """Return all of it as text."""
        del call
        return Answer(200, {"Content-Type": CONTENT_TYPE_PLAIN_0_0_4}, generate_latest(self._registry))
