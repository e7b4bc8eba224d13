"""The servers that are measured side by side: child processes on ports of their own, over the same data."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from serving_client import Connection, get, query_request

from twingraph.store import EmbeddedStore

_PATIENCE = 600.0  # seconds until a server must answer


@dataclass
class Server:
    """One server: how to start it, and where its endpoint is.

    ``settled`` is what its /metrics say once all data are where they will be; "" where it does not tell.
    """

    name: str
    command: Callable[[int], list[str]]
    endpoint: str
    settled: str = ""
    version: str = ""
    port: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it and wait until it answers.

        Raises:
            RuntimeError: If it ends, or does not answer in time.
        """
        self.port = free_port()
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(self.command(self.port), start_new_session=True, **quiet)  # type: ignore[call-overload]
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.name} ended with {self.process.returncode}")
            if self._answers():
                return self._settle()
            time.sleep(0.1)
        raise RuntimeError(f"{self.name} does not answer")

    def _settle(self) -> None:
        """Wait until the data are where they will be, for a minute: what does not fit there never is."""
        for _ in range(300 if self.settled else 0):
            with Connection(self.port) as connection:
                if self.settled.encode() in connection.exchange(get("/metrics", "*/*")).body:
                    break
            time.sleep(0.2)

    def _answers(self) -> bool:
        request = query_request(self.endpoint, "ASK {}").replace(b"@ ", b" ")
        with suppress(OSError), Connection(self.port) as connection:
            return connection.ask(request) == 200
        return False

    def stop(self) -> None:
        """End it, in order where it lets itself be ended so."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            for pid in family(self.process.pid):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def memory(self) -> int:
        """Return the bytes that it takes with all its processes: what several share is counted once."""
        return sum(pss(pid) for pid in family(self.process.pid)) if self.process else 0


@contextmanager
def running(servers: list[Server]) -> Iterator[list[Server]]:
    """Start *servers*, leave out with a word those that cannot be started, and stop them all in the end."""
    started: list[Server] = []
    try:
        for server in servers:
            try:
                server.start()
                started.append(server)
            except (OSError, RuntimeError) as error:
                print(f"  {server.name} is left out: {error}")
                server.stop()
        yield started
    finally:
        for server in started:
            server.stop()


def our_server(store: Path, python: str = sys.executable) -> Server:
    """Return ``twingraph serve``."""

    def command(port: int) -> list[str]:
        words = "import sys; from twingraph.cli import main; sys.exit(main())"
        return [python, "-c", words, "serve", "--store", str(store), "--port", str(port)]

    return Server("twingraph", command, "/sparql", "served_from_memory 1.0", _version("twingraph"))


def oxigraph_server(store: Path) -> Server:
    """Return Oxigraph's server on the very files of the served generation, which it reads only."""
    with EmbeddedStore(store) as opened:
        folder = opened.snapshot().folder
    program = _program("oxigraph")

    def command(port: int) -> list[str]:
        return [program, "serve-read-only", "--location", f"{folder}/db", "--bind", f"127.0.0.1:{port}"]

    return Server("oxigraph", command, "/query", version=_version("oxigraph"))


def rdflib_server(store: Path, program: str) -> Server:
    """Return rdflib-endpoint, which loads the N-Quads of the served generation."""
    with EmbeddedStore(store) as opened:
        folder = opened.snapshot().folder
    nquads = f"{folder}/dataset.nq"

    def command(port: int) -> list[str]:
        return [program, "serve", "--host", "127.0.0.1", "--port", str(port), nquads]

    return Server("rdflib-endpoint", command, "/")


def _program(name: str) -> str:
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name) or name


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def family(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = int(path.read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(path.parent.name))
    found, new = [pid], [pid]
    while new:
        new = [child for parent in new for child in children.get(parent, ())]
        found += new
    return found


def pss(pid: int) -> int:
    """Return the proportional set size of a process in bytes; 0 where it is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def open_files(pid: int) -> int:
    """Return how many files a process has open; 0 where it is gone."""
    with suppress(OSError):
        return len(os.listdir(f"/proc/{pid}/fd"))  # noqa: PTH208 - numbers, not paths
    return 0
