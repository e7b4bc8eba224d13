"""Earlier generations under an address of their own: /versions/ID/… answers as it did when ID was served.

Behind each stands a whole application, pages and SPARQL alike, that reads one kept generation.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from twingraph.errors import UnknownNameError
from twingraph.serve.asgi import Call, Receive, Scope, Send, problem_answer, send_answer
from twingraph.serve.problem import Problem
from twingraph.store.embedded import EmbeddedStore
from twingraph.store.pinned import PinnedStore

if TYPE_CHECKING:
    from twingraph.serve.app import App as Application
    from twingraph.settings import Settings
    from twingraph.store.base import GraphStore

PREFIX = "/versions/"
_OPEN = 2  # applications at a time: each has processes and an atlas of its own
_CACHE_BYTES = 8_000_000


class Versions:
    """The applications of earlier generations, each made when it is first asked for.

    Args:
        make: Returns the application of a store.
    """

    def __init__(
        self, store: GraphStore, settings: Settings, make: Callable[[GraphStore, Settings], Application]
    ) -> None:
        self._store, self._make = store, make
        self._settings = replace(
            settings, write_token="", max_queries=1, data_memory=1, cache_bytes=_CACHE_BYTES
        )
        self._open: OrderedDict[str, Application] = OrderedDict()
        self._lock = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request below :data:`PREFIX`."""
        call = Call(scope, receive)
        name, slash, _ = call.path.removeprefix(PREFIX).partition("/")
        try:
            generation = self._find(name)
            served = await self._application(generation)
        except UnknownNameError as error:
            await send_answer(call, send, problem_answer(Problem(404, str(error), rule="version"), ""))
            return
        root = scope.get("root_path", "") + PREFIX + name
        if not slash or name != generation:
            where = call.base_url + PREFIX + generation + "/"
            moved = Problem(308, f"see {where}", headers={"Location": where})
            await send_answer(call, send, problem_answer(moved, ""))
            return
        await served.front(dict(scope, root_path=root), receive, send)

    def _find(self, name: str) -> str:
        """Return the generation of a name.

        Raises:
            UnknownNameError: If it is not kept here.
        """
        if not isinstance(self._store, EmbeddedStore):
            raise UnknownNameError("an engine elsewhere keeps no versions")
        return self._store.versions.find(name)

    async def _application(self, generation: str) -> Application:
        async with self._lock:
            served = self._open.pop(generation, None)
            if served is None:
                assert isinstance(self._store, EmbeddedStore)
                store = await asyncio.to_thread(PinnedStore, self._store.folder, generation)
                served = self._make(store, self._settings)
            self._open[generation] = served
            while len(self._open) > _OPEN:
                _, oldest = self._open.popitem(last=False)
                await _close(oldest)
            return served

    async def close(self) -> None:
        """End the processes of all."""
        for served in self._open.values():
            await _close(served)
        self._open.clear()


async def _close(served: Application) -> None:
    with suppress(Exception):  # whoever asks it last gets an error; the others are served
        await served.state.pool.close()
