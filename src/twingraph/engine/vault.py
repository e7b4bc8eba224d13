"""The server's side of a bank: what it holds, the processes it forked, and which of them are idle."""

from __future__ import annotations

import asyncio
import json
import os
import socket
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from twingraph.engine.bank import Source
from twingraph.engine.member import Member


class LostError(Exception):
    """The bank is gone, or cannot load its data."""


class Vault:
    """One bank, seen from the server.

    Args:
        control: The socket to it.
        source: What it holds; None for the nursery, which is ready at once.
    """

    def __init__(self, control: socket.socket, source: Source | None) -> None:
        self._loop = asyncio.get_running_loop()
        self._control, self.source = control, source
        self._lines, self._sockets = b"", list[int]()
        self._births: dict[int, asyncio.Future[tuple[int, socket.socket]]] = {}
        self._members: dict[int, Member] = {}
        self._next, self.is_lost, self._is_retired = 0, False, False
        self.idle: list[Member] = []
        self.ready: asyncio.Future[None] = self._loop.create_future()
        if source is None:
            self.ready.set_result(None)
        control.setblocking(False)
        self._loop.add_reader(control.fileno(), self._read)

    # Orders

    async def fork_worker(self, memory: int) -> Member:
        """Return a new process that answers queries.

        Raises:
            LostError: If the bank is gone.
        """
        return await self._fork_member("worker", memory)

    async def fork_writer(self, memory: int) -> Member:
        """Return a new process that carries out one order.

        Raises:
            LostError: If the bank is gone.
        """
        return await self._fork_member("writer", memory)

    async def _fork_member(self, what: str, memory: int) -> Member:
        number, connection = await self._fork(what, memory=memory)
        member = Member(number)
        self._members[number] = member
        try:
            await self._loop.create_unix_connection(lambda: member, sock=connection)
        except BaseException:
            connection.close()
            raise
        return member

    async def fork_bank(self, source: Source) -> Vault:
        """Return a bank that loads *source*; wait for its :attr:`ready`."""
        _, connection = await self._fork("bank", source=asdict(source))
        return Vault(connection, source)

    async def _fork(self, what: str, **more: Any) -> tuple[int, socket.socket]:
        if self.is_lost:
            raise LostError("the process that forks others is gone")
        self._next += 1
        number = self._next
        birth: asyncio.Future[tuple[int, socket.socket]] = self._loop.create_future()
        self._births[number] = birth
        self._order({what: number, **more})
        try:
            return await birth
        except asyncio.CancelledError:
            if birth.done() and not birth.cancelled() and birth.exception() is None:
                birth.result()[1].close()  # it came in the same moment
            raise
        finally:
            self._births.pop(number, None)

    def kill(self, member: Member) -> None:
        """End a process at once, whatever it does."""
        if not self.is_lost:
            self._order({"kill": member.number})
        member.close()

    def _order(self, order: dict[str, Any]) -> None:
        try:
            self._control.send(json.dumps(order).encode() + b"\n")
        except OSError:
            self._lose()

    # The end

    def retire(self) -> None:
        """Answer nothing new; the bank ends with the last of its answers."""
        self._is_retired = True
        for member in self.idle:
            member.close()
        self.idle.clear()
        self._end_if_empty()

    def forget(self, member: Member) -> None:
        """Let a process go."""
        member.close()
        if member in self.idle:
            self.idle.remove(member)

    def keep(self, member: Member) -> None:
        """Take a process back whose answer came to its end."""
        if self._is_retired or not member.is_idle:
            self.forget(member)
        else:
            self.idle.append(member)

    def take_idle(self) -> Member | None:
        """Return an idle process, if there is one."""
        while self.idle:
            member = self.idle.pop()
            if member.is_idle:
                return member
        return None

    def _end_if_empty(self) -> None:
        if self._is_retired and not self._members:
            self.close()

    def close(self) -> None:
        """Let the bank go, and with it all that it forked."""
        self._lose()

    def _lose(self) -> None:
        if self.is_lost:
            return
        self.is_lost = True
        self._loop.remove_reader(self._control.fileno())
        self._control.close()
        for descriptor in self._sockets:
            os.close(descriptor)
        error = LostError("the process that holds the data ended")
        for birth in self._births.values():
            if not birth.done():
                birth.set_exception(error)
        for member in self._members.values():
            if not member.gone.done():
                member.gone.set_result(-9)
            member.close()
        if not self.ready.done():
            self.ready.set_exception(error)
            self.ready.exception()

    # News

    def _read(self) -> None:
        try:
            received, sockets, _, _ = socket.recv_fds(self._control, 65_536, 16)
        except (BlockingIOError, InterruptedError):
            return None
        except OSError:
            received, sockets = b"", []
        self._sockets += sockets
        if not received:
            return self._lose()
        *whole, self._lines = (self._lines + received).split(b"\n")
        for line in whole:
            self._hear(json.loads(line))
        return None

    def _hear(self, message: dict[str, Any]) -> None:
        handlers: dict[str, Callable[[dict[str, Any]], None]] = {
            "born": self._hear_born, "gone": self._hear_gone,
            "ready": self._hear_ready, "failed": self._hear_failed,
        }  # fmt: skip
        next(handler for name, handler in handlers.items() if name in message)(message)

    def _hear_born(self, message: dict[str, Any]) -> None:
        connection = socket.socket(fileno=self._sockets.pop(0))
        birth = self._births.get(message["born"])
        if birth is None or birth.done():  # who asked is gone
            connection.close()
        else:
            connection.setblocking(False)
            birth.set_result((message["born"], connection))

    def _hear_gone(self, message: dict[str, Any]) -> None:
        member = self._members.pop(message["gone"], None)
        if member is not None and not member.gone.done():
            member.gone.set_result(message["status"])
        self._end_if_empty()

    def _hear_ready(self, message: dict[str, Any]) -> None:  # noqa: ARG002
        if not self.ready.done():
            self.ready.set_result(None)

    def _hear_failed(self, message: dict[str, Any]) -> None:
        if not self.ready.done():
            self.ready.set_exception(LostError(message["failed"]))
            self.ready.exception()
