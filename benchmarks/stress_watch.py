"""What happens to the server during the long mixed load, and what is seen of it from outside."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from statistics import mean

from serving_servers import family, open_files, pss

from twingraph.settings import resource_dir

_READ_SOME = 3  # exit code of a build that skipped a release


class Helper:
    """A thread that does something again and again, until a time (of time.time)."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None

    def start(self, until: float) -> None:
        """Begin."""
        self._thread = threading.Thread(target=self._run, args=(until,))
        self._thread.start()

    def join(self) -> None:
        """Wait for the end."""
        if self._thread:
            self._thread.join()

    def _run(self, until: float) -> None:
        while time.time() < until:
            self.act()

    def act(self) -> None:
        """Do it once, and pause."""
        raise NotImplementedError


class Killer(Helper):
    """Ends a random process of the server with SIGKILL every few seconds, never the server itself."""

    def __init__(self, server: int) -> None:
        super().__init__()
        self._server, self.killed = server, Counter[str]()

    def act(self) -> None:
        time.sleep(random.uniform(1, 4))
        victims = family(self._server)[1:]
        if victims:
            victim = random.choice(victims)
            role = self._role(victim)
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
                self.killed[role] += 1

    def _role(self, pid: int) -> str:
        """Return what a process is, by its place: the nursery forks banks and writers, a bank its workers."""
        if parent_of(pid) == self._server:
            return "nursery"
        return "bank or writer" if parent_of(parent_of(pid)) == self._server else "worker"


class Builder(Helper):
    """Builds the sample releases into the served store, now all of them, now half."""

    def __init__(self, folder: Path, store: Path) -> None:
        super().__init__()
        self._store, self.builds, self.wrong = store, 0, list[str]()
        self._all = resource_dir("data") / "releases"
        self._half = folder / "half"
        self._half.mkdir()
        for path in sorted(self._all.iterdir())[::2]:
            if path.is_file():
                shutil.copy(path, self._half)

    def act(self) -> None:
        time.sleep(3)
        self.build(self._half if self.builds % 2 else self._all)

    def build(self, releases: Path | None = None) -> None:
        """Run ``twingraph build``."""
        words = "import sys; from twingraph.cli import main; sys.exit(main())"
        command = [
            sys.executable,
            "-c",
            words,
            "build",
            str(releases or self._all),
            "--store",
            str(self._store),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        self.builds += 1
        if done.returncode not in (0, _READ_SOME):
            self.wrong.append(f"build ended with {done.returncode}: {done.stderr.strip()[-300:]}")


class Sampler:
    """Memory and open files of the server, once a second; no process that it ever had is lost sight of."""

    def __init__(self, server: int) -> None:
        self._server, self._last = server, 0.0
        self._memory, self._files, self._processes = list[int](), list[int](), list[int]()
        self._known: dict[int, str] = {}

    def sample(self, *, at_once: bool = False) -> None:
        """Look, where a second has passed."""
        if time.monotonic() - self._last < 1 and not at_once:
            return
        self._last = time.monotonic()
        self._known |= {pid: began for pid in family(self._server) if (began := began_at(pid))}
        pids = self._running()
        self._memory.append(sum(pss(pid) for pid in pids))
        self._files.append(open_files(self._server))
        self._processes.append(len(pids))

    def _running(self) -> list[int]:
        self._known = {pid: began for pid, began in self._known.items() if began_at(pid) == began}
        return list(self._known)

    def left(self, patience: float = 10) -> list[str]:
        """Return which processes still run after *patience* seconds."""
        until = time.monotonic() + patience
        while self._running() and time.monotonic() < until:
            time.sleep(0.2)
        return [f"process {pid} is left running" for pid in self._running()]

    def figures(self) -> Iterable[str]:
        """Yield means of the first and the last quarter."""
        for name, values, unit in (
            ("memory (PSS) in MB", self._memory, 1e6),
            ("open files of the server", self._files, 1),
            ("processes", self._processes, 1),
        ):
            first, last = _quarters(values)
            yield f"  {name}: first quarter {first / unit:,.0f}, last quarter {last / unit:,.0f}"

    def wrong(self) -> list[str]:
        """Return what grew: memory by a third and 100 MB (the cache fills at first), files by thirty."""
        (first, last), (few, many) = _quarters(self._memory), _quarters(self._files)
        wrong = [f"memory grew from {first:,.0f} to {last:,.0f} bytes"] if last > first * 4 / 3 + 1e8 else []
        return wrong + ([f"open files grew from {few:.0f} to {many:.0f}"] if many > few + 30 else [])


def _quarters(values: list[int]) -> tuple[float, float]:
    quarter = max(1, len(values) // 4)
    return (mean(values[:quarter]), mean(values[-quarter:])) if values else (0.0, 0.0)


def parent_of(pid: int) -> int:
    """Return the parent of a process; 0 where it is gone."""
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return 0


def began_at(pid: int) -> str | None:
    """Return when a process began, as the system counts it; None where it runs no more."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return None if fields[0] == "Z" else fields[19]
    return None
