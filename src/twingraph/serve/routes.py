"""The table of the protocol endpoints: path -> name and handlers by method."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from twingraph.engine.formats import GRAPHS
from twingraph.engine.frames import NO_CAP
from twingraph.iris import expand
from twingraph.serve.asgi import Answer, Call
from twingraph.serve.asked import choose, not_acceptable
from twingraph.serve.cache import Addresses
from twingraph.serve.description import Description
from twingraph.serve.front import Route
from twingraph.serve.graph_store import PATH as GRAPHS_AT
from twingraph.serve.graph_store import GraphStoreEndpoint
from twingraph.serve.openapi import MOST_CITIES, describe_api
from twingraph.serve.problem import Problem
from twingraph.serve.questions_api import Questions, known, wants_data
from twingraph.serve.reconcile.routes import Reconciliation
from twingraph.serve.results import write_graph
from twingraph.serve.sparql import Endpoint
from twingraph.serve.update import UpdateEndpoint
from twingraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from twingraph.serve.metrics import Metrics
    from twingraph.serve.site import Site
    from twingraph.serve.state import State

_CITIES = f"SELECT ?city {{ ?city a <{expand('tg:City')}> }} ORDER BY ?city LIMIT {MOST_CITIES}"


class Routes:
    """The endpoints of one server; a slash at the end of a path makes no difference."""

    def __init__(self, state: State, metrics: Metrics, site: Site) -> None:
        self._state = state
        self._endpoint, self._description = Endpoint(state), Description(state)
        questions = Questions(state, self._endpoint)
        remember = Addresses(state.cache, state.generation).remember
        self._questions = Route("queries", {"GET": questions.list_all})
        self._question = Route("query", {"GET": remember(questions.answer)})
        self._graphs = _graph_route(GraphStoreEndpoint(state, self._endpoint))
        self._routes = {
            "/sparql": Route("sparql", {"GET": remember(self._get_sparql), "POST": self._endpoint}),
            "/update": Route("update", {"POST": UpdateEndpoint(state)}),
            "/openapi.json": Route("openapi", {"GET": self._openapi}),
            "/provenance": Route("provenance", {"GET": self._provenance}),
            "/health": Route("health", {"GET": self._health}),
            "/ready": Route("ready", {"GET": self._ready}),
            "/metrics": Route("metrics", {"GET": metrics.answer}),
            **Reconciliation(site, state).routes(),
        }

    @property
    def paths(self) -> list[str]:
        """The paths of all endpoints; ``…`` stands for what varies."""
        return [*self._routes, GRAPHS_AT, f"{GRAPHS_AT}/…", "/queries", "/queries/…"]

    def find(self, call: Call) -> Route | None:
        """Return the endpoint that answers a request, None for a page."""
        path = call.path
        route = self._routes.get(path) or self._routes.get(path.rstrip("/"))
        if route is None and path.startswith("/queries") and wants_data(call):
            return self._questions if path.rstrip("/") == "/queries" else self._question
        if path == GRAPHS_AT or path.startswith(f"{GRAPHS_AT}/"):
            return self._graphs
        return route

    async def _get_sparql(self, call: Call) -> Answer:
        if not call.scope["query_string"]:
            return await self._description.answer(call)
        return await self._endpoint(call)

    async def _openapi(self, call: Call) -> Answer:
        """Return the OpenAPI description."""
        writable = bool(self._state.settings.write_token)
        rows = await self._state.ask(_CITIES)
        cities = [row["city"]["value"] for row in rows]
        root = call.scope.get("root_path", "")
        content = describe_api(root, known().values(), cities, writable=writable)
        return Answer(200, {"Content-Type": "application/json"}, json.dumps(content).encode())

    async def _provenance(self, call: Call) -> Answer:
        """Return who wrote what and when, in RDF.

        Raises:
            Problem: 404 where the store keeps none, 406.
        """
        store = self._state.store
        if not isinstance(store, EmbeddedStore):
            raise Problem(404, "a remote store keeps no provenance of writes", rule="remote")
        media_type = choose(call.header("accept"), dict(call.parameters()).get("format"), None).graph
        if media_type is None:
            raise not_acceptable(GRAPHS)
        store.reload()
        written = write_graph(store.snapshot().provenance(), media_type, NO_CAP)
        return Answer(200, {"Content-Type": written.content_type, "Vary": "Accept"}, written.body)

    async def _health(self, call: Call) -> Answer:
        """Tell that the server lives, whatever its queries do."""
        del call
        return _json(200, {"status": "ok", "generation": self._state.generation()})

    async def _ready(self, call: Call) -> Answer:
        """Tell whether queries would be answered now."""
        del call
        served, published = self._state.pool.served, self._state.generation()
        is_ready = served is not None and (published is None or served.generation == published)
        status = "ready" if is_ready else "loading"
        return _json(200 if is_ready else 503, {"status": status, "generation": published})


def _graph_route(graphs: GraphStoreEndpoint) -> Route:
    handlers = {"GET": graphs.get, "PUT": graphs.put, "POST": graphs.post}
    return Route("data", {**handlers, "DELETE": graphs.delete, "PATCH": graphs.patch})


def _json(status: int, content: dict[str, str | None]) -> Answer:
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return Answer(status, headers, json.dumps(content).encode())
