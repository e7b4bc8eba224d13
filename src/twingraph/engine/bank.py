"""A process that holds data and forks those that answer from it, so that all of them share one copy.

The first bank, the nursery, is started by the server and holds nothing: it forks a bank for each generation,
which takes no new interpreter and no imports.  A bank has one thread and loads its data before it forks, for
a fork copies no other threads.  When the server goes away, however it goes, each bank ends what it forked.

Messages are lines of JSON on a socket; one that tells of a birth brings an open socket along.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pyoxigraph as ox

from twingraph.engine.data import Data, Local, Remote
from twingraph.engine.work import end_with_parent, limit_memory, open_no_more, work
from twingraph.engine.writer import write
from twingraph.store.address import Address
from twingraph.store.ledger import graph_node, read_empty_graphs
from twingraph.store.remote import RemoteStore


@dataclass(frozen=True, slots=True)
class Source:
    """Where a bank finds its data.

    ``kind`` is "memory" or "disk" with the folder of a generation ("" for no data), or "remote" with the
    fields of its address as JSON; ``quads`` is how many there are.
    """

    kind: str
    place: str
    generation: str | None = None
    quads: int = 0


def load(source: Source) -> Callable[[], Data]:
    """Return what gives a forked process its data, with all that can be shared loaded already.

    Raises:
        OSError: If the data are not there any more, or cannot be read.
    """
    folder = Path(source.place)
    if source.kind == "remote":
        address = Address(**json.loads(source.place))
        return lambda: Remote(RemoteStore(address))
    if not source.place:
        return lambda: Local(ox.Store())
    if source.kind == "disk":
        if not (folder / "db").is_dir():
            raise FileNotFoundError(f"{folder}: the generation is gone")
        return lambda: Local(ox.Store.read_only(str(folder / "db")))
    shared = Local(load_memory(folder))
    return lambda: shared


def load_memory(folder: Path) -> ox.Store:
    """Return a generation in memory.  Loading in bulk renames blank nodes: those are added one by one."""
    store, nquads = ox.Store(), folder / "dataset.nq"
    if b"_:" in nquads.read_bytes():
        store.bulk_extend(quad for quad in ox.parse(path=str(nquads), format=ox.RdfFormat.N_QUADS))
    else:
        store.bulk_load(path=str(nquads), format=ox.RdfFormat.N_QUADS)
    for name in read_empty_graphs(folder):
        store.add_graph(graph_node(name))
    return store


class Bank:
    """The loop of a bank: it obeys the server until that goes away."""

    def __init__(self, control: socket.socket) -> None:
        self._control, self._children = control, dict[int, int]()
        self._open: Callable[[], Data] | None = None
        self._source: Source | None = None
        self._wake, waker = os.pipe()
        os.set_blocking(waker, False)
        self._waker = waker
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)

    def hold(self, source: Source) -> None:
        """Load the data and tell the server that they are there, or why not."""
        try:
            self._open, self._source = load(source), source
        except (OSError, RuntimeError, ValueError, SyntaxError) as error:
            self._tell({"failed": str(error) or type(error).__name__})
            return
        gc.collect()
        gc.freeze()  # a collection would touch, and so copy, what the forks share
        self._tell({"ready": True})

    def obey(self) -> None:
        """Do what the server says until it goes away; then end what was forked."""
        lines = b""
        with suppress(ConnectionError):
            while True:
                readable, _, _ = select.select([self._control.fileno(), self._wake], [], [])
                if self._wake in readable:
                    os.read(self._wake, 512)
                    self._reap()
                if self._control.fileno() in readable:
                    received = self._control.recv(65_536)
                    if not received:
                        break
                    *whole, lines = (lines + received).split(b"\n")
                    for line in whole:
                        self._do(json.loads(line))
        for pid in self._children.values():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _do(self, order: dict[str, Any]) -> None:
        if "kill" in order:
            pid = self._children.get(order["kill"])
            if pid:
                os.kill(pid, signal.SIGKILL)
        elif "worker" in order:
            self._fork(order["worker"], lambda connection: self._work(connection, order["memory"]))
        elif "writer" in order:
            self._fork(order["writer"], lambda connection: self._write(connection, order["memory"]))
        elif "bank" in order:
            source = Source(**order["source"])
            self._fork(order["bank"], lambda connection: keep_bank(connection, source))

    def _fork(self, number: int, run: Callable[[socket.socket], None]) -> None:
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if not pid:
            self._become(run, ours, theirs)
        ours.close()
        self._children[number] = pid
        self._tell({"born": number}, theirs)
        theirs.close()

    def _become(self, run: Callable[[socket.socket], None], ours: socket.socket, *others: Any) -> NoReturn:
        """Be the forked process: let go of what is the parent's, run, and end without its clean-up."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for end in (self._control, *others):
            end.close()
        os.close(self._wake)
        os.close(self._waker)
        try:
            run(ours)
        except BaseException as error:
            print(f"twingraph: a process of the engine ended: {error!r}", file=sys.stderr)
            os._exit(1)
        os._exit(0)

    def _work(self, connection: socket.socket, memory: int) -> None:
        assert self._open is not None
        assert self._source is not None
        end_with_parent()
        data = self._open()
        limit_memory(memory)
        if self._source.kind == "memory":
            open_no_more()
        work(connection, data)

    def _write(self, connection: socket.socket, memory: int) -> None:
        end_with_parent()
        limit_memory(memory)
        write(connection)

    def _reap(self) -> None:
        numbers = {pid: number for number, pid in self._children.items()}
        while numbers:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            number = numbers.pop(pid)
            del self._children[number]
            self._tell({"gone": number, "status": os.waitstatus_to_exitcode(status)})

    def _tell(self, message: dict[str, Any], carried: socket.socket | None = None) -> None:
        line = json.dumps(message).encode() + b"\n"
        if carried is None:
            self._control.sendall(line)
        else:
            socket.send_fds(self._control, [line], [carried.fileno()])


def keep_bank(control: socket.socket, source: Source | None) -> None:
    """Be a bank; without a source, the nursery."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server hears Ctrl-C, and ends us in its own time
    bank = Bank(control)
    if source is not None:
        bank.hold(source)
    bank.obey()


if __name__ == "__main__":
    keep_bank(socket.socket(fileno=int(sys.argv[1])), None)
