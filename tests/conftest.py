"""Fixtures that several test files use."""

from __future__ import annotations

import gc
import inspect
import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from hypothesis import settings
from playwright.sync_api import Browser

import sample
from browsing import open_browser
from made_writes import ONE
from twingraph.serve.app import create_app
from twingraph.settings import Settings
from twingraph.store.base import GraphStore
from twingraph.store.embedded import EmbeddedStore

settings.register_profile("untimed", deadline=None)  # how busy the machine is proves nothing
settings.load_profile("untimed")

# The same object is the default of every request of httpx.
vars(inspect.signature(httpx.get).parameters["timeout"].default).update(
    connect=60, read=120, write=60, pool=60
)

_MEMORY, _ROOM = Path("/dev/shm"), 4_000_000_000
if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM and os.access(_MEMORY, os.W_OK):
    # Hundreds of stores are published, each with a wait for the disk: files in memory need none.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    """The two releases of ``fixtures/sample`` in a store; read it only."""
    store = sample.open_store(tmp_path_factory.mktemp("sample"), sample.quads(), sample.texts())
    yield store
    store.close()


@pytest.fixture(scope="session")
def sample_url(sample_store: EmbeddedStore) -> Iterator[str]:
    """The address of a server, on a real socket, of the sample."""
    with serving(sample_store, Settings()) as url:
        yield url


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup() -> None:
    """Take what there is out of all later collections: each write collects, and lexicons are large."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless browser; starting one takes longer than most of its tests."""
    with open_browser() as opened:
        yield opened


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    """A store of one published generation, to be written to."""
    made = EmbeddedStore(tmp_path / "store", create=True)
    made.publish(ONE, {"a": "text"})
    return made


@pytest.fixture
def serve() -> Iterator[Callable[[GraphStore, Settings], str]]:
    """A function that serves a store until the end of the test, and returns the address."""
    open_servers = []

    def start(store: GraphStore, settings: Settings) -> str:
        server = serving(store, settings)
        open_servers.append(server)
        return server.__enter__()

    yield start
    for server in open_servers:
        server.__exit__(None, None, None)


@contextmanager
def serving(store: GraphStore, settings: Settings) -> Iterator[str]:
    """Serve *store* on a free port of this machine."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        create_app(store, settings),
        log_level="error",
        root_path=settings.root_path,
        proxy_headers=False,
        ws="none",
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
        assert thread.is_alive(), "the server did not start"
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()
