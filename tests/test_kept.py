"""What is kept of a generation is made once, whoever asks at the same time."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import NoReturn

import pytest

from twingraph.serve.views import kept
from twingraph.serve.views.kept import Kept


def test_many_threads_wait_for_the_one_that_makes() -> None:
    made, things = [], Kept[str]()

    def make() -> str:
        time.sleep(0.05)
        made.append(1)
        return "thing"

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: things.get("a", "", make), range(8)))
    assert found == ["thing"] * 8
    assert made == [1]


def test_the_oldest_is_forgotten() -> None:
    things = Kept[int](2)
    for number, generation in enumerate("abc"):
        things.get(generation, "", lambda number=number: number)  # type: ignore[misc]
    assert things.get("b", "", lambda: 9) == 1
    assert things.get("a", "", lambda: 9) == 9


def test_a_failure_is_told_and_not_kept() -> None:
    things = Kept[int]()

    def fail() -> NoReturn:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        things.get("a", "", fail)
    assert things.get("a", "", lambda: 3) == 3


def test_without_a_generation_it_is_kept_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    things = Kept[int]()
    assert things.get(None, "", lambda: 1) == things.get(None, "", lambda: 2) == 1
    monkeypatch.setattr(kept, "_WITHOUT_GENERATION", -1.0)
    assert things.get(None, "", lambda: 3) == 3
