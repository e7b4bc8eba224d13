"""What pages are drawn from is read when a generation is published, before anybody asks for it."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from made_writes import ONE, TWO
from twingraph.serve.app import create_app
from twingraph.serve.site import Site
from twingraph.serve.warming import keep_warm
from twingraph.settings import Settings
from twingraph.store.embedded import EmbeddedStore


@pytest.fixture
def site(store: EmbeddedStore) -> Site:
    return create_app(store, Settings()).site


def until(is_so: Callable[[], bool]) -> bool:
    for _ in range(600):
        if is_so():
            return True
        time.sleep(0.05)
    return False


def test_each_generation_is_read_before_it_is_asked_for(
    site: Site, store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str | None] = []
    original = Site.search_index
    monkeypatch.setattr(
        Site, "search_index", lambda self: read.append(self.store.generation) or original(self)
    )
    stop = keep_warm(site)
    try:
        first = store.generation
        assert until(lambda: first in read)
        second = EmbeddedStore(store.folder, create=True).publish([*ONE, *TWO])
        assert until(lambda: second in read)
    finally:
        stop.set()
    assert len(read) == 2


def test_what_cannot_be_read_does_not_end_it(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    failures: list[int] = []

    def fail(_: Site) -> None:
        failures.append(1)
        raise OSError("gone")

    monkeypatch.setattr(Site, "coverage", fail)
    stop = keep_warm(site)
    assert until(lambda: len(failures) > 1)
    stop.set()
