"""The pool: processes that are killed from outside are replaced, and nobody notices."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest

from twingraph.engine.bank import Source
from twingraph.engine.data import Local
from twingraph.engine.frames import BODY, END, HEAD, Frames, Job, pack_job
from twingraph.engine.member import DiedError
from twingraph.engine.pool import Limits, Pool
from twingraph.engine.running import OverTimeError
from twingraph.engine.turns import FullHouseError, Turns
from twingraph.engine.work import work
from twingraph.store.embedded import EmbeddedStore

LIMITS = Limits(
    places=2, seconds=30, memory=300_000_000, queue=4, queue_per_client=2, patience=5, data_memory=10**9,
    write_seconds=30,
)  # fmt: skip
JSON = "application/sparql-results+json"
SLOW = "SELECT (COUNT(*) AS ?n) { " + " . ".join(f"?s{i} ?p{i} ?o{i}" for i in range(7)) + " }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    """Two hundred quads."""
    a = ox.NamedNode("https://a.example/a")
    with EmbeddedStore(tmp_path_factory.mktemp("pool") / "store", create=True) as opened:
        opened.publish(ox.Quad(a, a, ox.Literal(number)) for number in range(200))
        yield opened


def source(store: EmbeddedStore) -> Source:
    snapshot = store.snapshot()
    return Source("disk", str(snapshot.folder), snapshot.generation, 200)


def run(store: EmbeddedStore, work: Callable[[Pool], Awaitable[None]], limits: Limits = LIMITS) -> None:
    """Run *work* with a pool, and see that it leaves no process behind."""

    async def with_pool() -> None:
        pool = Pool(lambda: source(store), limits)
        try:
            await work(pool)
        finally:
            await pool.close()

    before = descendants()
    run_alone(with_pool())
    for _ in range(100):
        if descendants() <= before:
            return
        time.sleep(0.05)
    pytest.fail(f"left behind: {descendants() - before}")


def run_alone(work: Coroutine[None, None, None]) -> None:
    """Run *work* in a thread of its own: this one may have the loop of a browser."""
    with ThreadPoolExecutor(1) as alone:
        alone.submit(asyncio.run, work).result()


def descendants() -> set[int]:
    """Return the ids of the processes of a pool that run on this machine below this one, orphans too."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        started_here = f"TG_TEST={os.getpid()}".encode() in _environment(folder)
        if b"twingraph.engine.bank" in command and state != "Z" and started_here:
            found.add(int(folder.name))
    return found


def _environment(folder: Path) -> bytes:
    try:
        return (folder / "environ").read_bytes()
    except OSError:
        return b""


@pytest.fixture(autouse=True)
def _mark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TG_TEST", str(os.getpid()))


async def ask(pool: Pool, query: str, client: str = "me", seconds: float | None = None) -> bytes:
    running = await pool.begin(Job(query, None, None, JSON, JSON, "text/turtle", 1000), client, seconds)
    try:
        return running.reply.whole_body()
    finally:
        running.end()


def test_answers(store: EmbeddedStore) -> None:
    async def work(pool: Pool) -> None:
        assert b'"200"' in await ask(pool, COUNT)
        answers = await asyncio.gather(*(ask(pool, COUNT, client) for client in "abcd"))
        assert len(set(answers)) == 1

    run(store, work)


def test_what_is_killed_from_outside_is_replaced_and_asked_again(store: EmbeddedStore) -> None:
    async def work(pool: Pool) -> None:
        await pool.open()
        for turn in range(12):
            asked = [asyncio.ensure_future(ask(pool, COUNT, client)) for client in "abc"]
            while not (victims := sorted(descendants())):  # a loaded machine may still be starting them
                await asyncio.sleep(0.01)
            os.kill(victims[turn % len(victims)], signal.SIGKILL)  # nursery, bank, one that answers
            for one in asked:
                assert b'"200"' in await one
            assert b'"200"' in await ask(pool, COUNT)

    run(store, work)


def test_a_bank_that_is_killed_takes_its_busy_processes_along(store: EmbeddedStore) -> None:
    async def work(pool: Pool) -> None:
        await pool.open()
        slow = asyncio.ensure_future(ask(pool, SLOW, seconds=2))
        await asyncio.sleep(0.3)
        for victim in sorted(descendants())[:2]:  # the nursery and the bank
            os.kill(victim, signal.SIGKILL)
        with pytest.raises((DiedError, OverTimeError)):
            await slow
        assert b'"200"' in await ask(pool, COUNT)

    run(store, work)


def test_a_long_table_is_cut_and_is_a_table_still(store: EmbeddedStore) -> None:
    async def work(pool: Pool) -> None:
        job = Job("SELECT * { ?s ?p ?o }", None, None, JSON, None, None, 50)
        running = await pool.begin(job, "me")
        table = ox.parse_query_results(await running.body(), format=ox.QueryResultsFormat.JSON)
        assert len(list(table)) == 50  # type: ignore[arg-type]
        assert running.reply.head.result()["truncated"]

    run(store, work)


def test_a_process_that_copied_much_makes_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twingraph.engine.work.MOST_COPIED", 0)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(pack_job(Job("ASK {}", None, None, JSON, JSON, None, 9)))
        work(theirs, Local(ox.Store()))  # returns, though the other side is still there
        kinds = [kind for kind, _ in Frames().feed(ours.recv(65_536))]
    assert kinds == [HEAD, BODY, END]


def test_what_had_just_made_way_is_no_failure(store: EmbeddedStore) -> None:
    async def work_on(pool: Pool) -> None:
        long = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 1000 # %d"
        before = descendants()
        for number in range(1_000):
            assert await ask(pool, long % number)
            if number % 50 == 49 and before and not before <= descendants():
                return
            before = before or descendants()
        pytest.fail("all processes are still the same")

    run(store, work_on)


def test_a_query_ends_at_its_limit(store: EmbeddedStore) -> None:
    async def work(pool: Pool) -> None:
        with pytest.raises(OverTimeError):
            await ask(pool, SLOW, seconds=0.2)
        assert pool.killed == 1
        assert b'"200"' in await ask(pool, COUNT)

    run(store, work)


def test_turns_are_fair_and_bounded() -> None:
    async def work() -> None:
        turns = Turns(places=2, queue=3, queue_per_client=2, patience=0.3)
        order: list[str] = []

        async def take(client: str) -> None:
            await turns.take(client)
            order.append(client)

        await turns.take("greedy")
        await turns.take("greedy")
        waiting = [asyncio.ensure_future(take(client)) for client in ("greedy", "greedy", "modest")]
        await asyncio.sleep(0)
        with pytest.raises(FullHouseError, match="queue-full"):
            await turns.take("late")
        for _ in range(2):
            turns.give_back("greedy")
            await asyncio.sleep(0.01)
        assert order == ["modest", "greedy"]
        turns.give_back("modest")
        await asyncio.gather(*waiting)
        with pytest.raises(FullHouseError, match="waited-too-long"):
            await turns.take("modest")
        assert (turns.running, turns.waiting) == (2, 0)

    run_alone(work())


def test_one_client_may_not_fill_the_queue() -> None:
    async def work() -> None:
        turns = Turns(places=1, queue=10, queue_per_client=1, patience=0.2)
        await turns.take("a")
        waiting = asyncio.ensure_future(turns.take("a"))
        await asyncio.sleep(0)
        with pytest.raises(FullHouseError, match="client-queue-full"):
            await turns.take("a")
        turns.give_back("a")
        await waiting

    run_alone(work())
