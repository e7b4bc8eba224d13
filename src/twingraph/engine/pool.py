"""As many processes as there are places, of the generation that is published; replaced when they end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from twingraph.engine.bank import Source
from twingraph.engine.frames import Job
from twingraph.engine.member import ClientLeftError, DiedError, FailedError, KilledError, Member
from twingraph.engine.nursery import Nursery
from twingraph.engine.running import Leaving, OverTimeError, Running
from twingraph.engine.turns import Turns
from twingraph.engine.vault import LostError, Vault

BYTES_A_QUAD = 420
"""What a quad takes in memory, measured on graphs of 20 thousand to 5 million quads."""
_QUICK = 200_000
"""Quads that are loaded into memory before the first answer; larger data are served from disk meanwhile."""
_TRIES = 3
_WRITES = 2  # that are under way at a time: one writes, the next one is read meanwhile


@dataclass(frozen=True, slots=True)
class Limits:
    """What the pool allows.

    ``places`` queries run at a time, each for ``seconds`` with ``memory`` bytes; ``queue`` wait, of one
    client ``queue_per_client``, for ``patience`` seconds.  Data are shared in memory up to ``data_memory``
    bytes.
    """

    places: int
    seconds: float
    memory: int
    queue: int
    queue_per_client: int
    patience: float
    data_memory: int
    write_seconds: float


class Pool:
    """Runs queries, each in a process of its own for as long as it takes.

    Args:
        find: Tells what is published now; called for each query, so it must be cheap.
        limits: What is allowed.
    """

    def __init__(self, find: Callable[[], Source], limits: Limits) -> None:
        self._find, self._limits = find, limits
        self.turns = Turns(limits.places, limits.queue, limits.queue_per_client, limits.patience)
        self.writes = Turns(_WRITES, limits.queue, limits.queue, limits.write_seconds)
        self._nursery = Nursery()
        self._vault: Vault | None = None
        self._opening: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.killed = self.died = 0
        self._switch = asyncio.Lock()

    @property
    def served(self) -> Source | None:
        """What the processes hold."""
        return self._vault.source if self._vault else None

    async def open(self) -> None:
        """Start all processes, so that the first query need not wait for them.

        Raises:
            FailedError: If the data cannot be loaded.
        """
        await self._current()

    async def close(self) -> None:
        """End all processes."""
        for task in self._tasks:
            task.cancel()
        if self._opening:
            self._opening.cancel()
        if self._vault:
            self._vault.close()
        await self._nursery.close()

    # Queries

    async def begin(
        self, job: Job, client: str, seconds: float | None = None, leaving: Leaving | None = None
    ) -> Running:
        """Return a query that runs, once the head of its reply is there.

        A process that was killed from outside before anything was heard of it is replaced, and asked again.

        Raises:
            FullHouseError: If there is no place in time.
            OverTimeError: If the query takes longer than *seconds*, or than the limit.
            FailedError: If it cannot be answered.
            DiedError: If it needs more memory than it may have, or breaks the engine.
            KilledError: If it was killed from outside again and again.
            ClientLeftError: If *leaving* returned before.
        """
        limit = min(seconds or self._limits.seconds, self._limits.seconds)
        if not self.turns.take_at_once(client):
            await self._wait(client, leaving)
        try:
            return await self._begin(job, client, limit, leaving)
        except BaseException:
            self.turns.give_back(client)
            raise

    async def _wait(self, client: str, leaving: Leaving | None) -> None:
        if leaving is None:
            await self.turns.take(client)
            return
        turn, left = asyncio.ensure_future(self.turns.take(client)), asyncio.ensure_future(leaving())
        try:
            await asyncio.wait({turn, left}, return_when=asyncio.FIRST_COMPLETED)
            if not turn.done():
                raise ClientLeftError
            turn.result()
        finally:
            left.cancel()
            if turn.cancel():
                await asyncio.wait({turn})

    async def _begin(self, job: Job, client: str, limit: float, leaving: Leaving | None) -> Running:
        for attempt in range(_TRIES):
            vault, member = await self._take()
            running = Running(member.ask(job), vault.source, limit, leaving)
            running.at_end = partial(self._return, vault, member)
            try:
                await running.reply.head
            except DiedError:
                running.end()
                if not await self._was_killed(member):
                    raise
                if attempt + 1 == _TRIES:
                    raise KilledError from None
            except BaseException:
                running.end()
                raise
            else:
                running.at_end = partial(self._end, vault, member, client)
                return running
        raise DiedError

    def _end(self, vault: Vault, member: Member, client: str) -> None:
        self._return(vault, member)
        self.turns.give_back(client)

    async def _was_killed(self, member: Member) -> bool:
        """Return whether the query is not to blame: the process was killed, or had just made way."""
        self.died += 1
        with suppress(TimeoutError):
            async with asyncio.timeout(2):
                return await asyncio.shield(member.gone) in (-9, 0)
        return False

    async def _take(self) -> tuple[Vault, Member]:
        for _ in range(_TRIES):
            vault = await self._current()
            member = vault.take_idle()
            if member:
                return vault, member
            with suppress(LostError):
                return vault, await vault.fork_worker(self._limits.memory)
        raise KilledError

    def _return(self, vault: Vault, member: Member) -> None:
        """Put a process back; one that is still busy is ended, and replaced before it is missed."""
        if member.is_idle:
            vault.keep(member)
            return
        if not member.is_lost:
            self.killed += 1
        vault.kill(member)
        vault.forget(member)
        if vault is self._vault:
            self._spawn(self._refill(vault))

    async def _refill(self, vault: Vault) -> None:
        with suppress(LostError):
            vault.keep(await vault.fork_worker(self._limits.memory))

    # Writes

    async def write(self, order: bytes, memory: int) -> dict[str, Any]:
        """Carry out the frames of an order in a process of its own, and return what it tells.

        Args:
            memory: Bytes that the process may take.
        Raises:
            FullHouseError: If too many wait already.
            OverTimeError: If it takes longer than it may; then nothing was written.
            FailedError: If it cannot be done.
            DiedError: If the process ends before it told; then it was not published, or only just.
        """
        await self.writes.take("")
        try:
            nursery = await self._nursery.open()
            member = await nursery.fork_writer(memory)
            reply = member.send(order)
            try:
                async with asyncio.timeout(self._limits.write_seconds):
                    return await reply.head
            except TimeoutError as error:
                raise OverTimeError from error
            except DiedError:
                if await self._was_killed(member):
                    raise KilledError from None
                raise
            finally:
                nursery.kill(member)
                nursery.forget(member)
        except LostError as error:
            raise KilledError from error
        finally:
            self.writes.give_back("")

    # Generations

    async def _current(self) -> Vault:
        """Return the bank of what is published now."""
        source = self._find()
        if self._is_served(source):
            assert self._vault is not None
            return self._vault
        async with self._switch:
            for attempt in range(_TRIES):
                source = self._find()  # what came while another opened counts
                if self._is_served(source):
                    break
                try:
                    await self._open(source)
                except LostError as error:
                    if attempt + 1 == _TRIES:
                        raise FailedError("store", f"the data cannot be loaded: {error}") from error
        assert self._vault is not None
        return self._vault

    def _is_served(self, source: Source) -> bool:
        vault = self._vault
        return (
            vault is not None
            and not vault.is_lost
            and vault.source is not None
            and (vault.source.generation, vault.source.place) == (source.generation, source.place)
        )

    async def _open(self, source: Source) -> None:
        """Serve *source*: from memory at once where that is quick, else from disk until memory is ready."""
        fits = source.quads * BYTES_A_QUAD <= self._limits.data_memory
        if source.kind == "disk" and fits and source.quads <= _QUICK:
            return await self._serve(replace(source, kind="memory"))
        await self._serve(source)
        if source.kind == "disk" and fits:
            self._spawn(self._to_memory(source))
        return None

    async def _to_memory(self, source: Source) -> None:
        with suppress(LostError):
            vault = await self._load(replace(source, kind="memory"))
            if self._is_served(source):
                self._replace(vault)
            else:
                vault.close()

    async def _serve(self, source: Source) -> None:
        self._replace(await self._load(source))

    async def _load(self, source: Source) -> Vault:
        nursery = await self._nursery.open()
        vault = await nursery.fork_bank(source)
        try:
            await vault.ready
            members = [await vault.fork_worker(self._limits.memory) for _ in range(self._limits.places)]
        except BaseException:
            vault.close()
            raise
        for member in members:
            vault.keep(member)
        return vault

    def _replace(self, vault: Vault) -> None:
        before, self._vault = self._vault, vault
        if before:
            before.retire()

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
