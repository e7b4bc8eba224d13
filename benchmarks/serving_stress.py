"""A long mixed load on our server: full queue, killed processes, builds, updates, clients that leave.

Run: ``python benchmarks/serving_stress.py --seconds 3600 --clients 50``

Every answer is compared with the right one of the generation that its header names; every write that was
acknowledged must be found at the end, and after one more build; memory (PSS) and open files of the server are
those of the beginning; nothing is left running.  The exit code is 1 where one of these does not hold.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import secrets
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from serving_client import Connection
from serving_servers import Server, our_server
from stress_clients import QUESTIONS, Report, Target, Work, digest, query, run_clients
from stress_truth import Truth, disagreements
from stress_watch import Builder, Killer, Sampler

_THREADS = 12  # of a process of clients
_KEPT = 60  # generations that the store keeps, so that none is swept before it was seen


def main() -> None:
    """Run the load and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--clients", type=int, default=50)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        stress = Stress(Path(scratch), given.clients)
        try:
            stress.run(given.seconds)
        finally:
            stress.end()
    sys.exit(1 if stress.print_verdict() else 0)


class Stress:
    """One run in a folder of its own."""

    def __init__(self, folder: Path, clients: int) -> None:
        os.environ |= {"TWINGRAPH_WRITE_TOKEN": secrets.token_hex(8), "TWINGRAPH_KEEP": str(_KEPT)}
        self._store, kept = folder / "store", folder / "kept"
        kept.mkdir()
        self._clients, self._processes = clients, list[Any]()
        self._truth, self._builder = Truth(self._store, kept), Builder(folder, self._store)
        self._builder.build()
        self._server: Server = our_server(self._store)
        self._server.start()
        assert self._server.process
        self._killer, self._sampler = Killer(self._server.process.pid), Sampler(self._server.process.pid)
        self._seen = Report()
        self._reports: Any = multiprocessing.Queue()
        self._there: dict[str, bool | None] = {}

    def run(self, seconds: float) -> None:
        """Run the load, then see whether all that was acknowledged is there."""
        until = time.time() + seconds
        self._start_clients(until)
        for helper in (self._killer, self._builder):
            helper.start(until)
        while any(process.is_alive() for process in self._processes):
            self._take()
            self._sampler.sample()
            time.sleep(0.05)
        for helper in (self._killer, self._builder):
            helper.join()
        self._settle()
        self._find_written("at the end")
        self._builder.build()
        self._find_written("after one more build")
        self._settle()
        self._seen.wrong += disagreements(self._store)

    def _start_clients(self, until: float) -> None:
        target = Target(self._server.port, until, os.environ["TWINGRAPH_WRITE_TOKEN"])
        numbers = list(range(self._clients))
        groups: list[tuple[Work, list[int]]] = [("write", numbers[:3]), ("leave", numbers[3:8])]
        groups += [("ask", numbers[i : i + _THREADS]) for i in range(8, len(numbers), _THREADS)]
        for work, chosen in groups:
            arguments = (target, work, chosen, self._reports)
            self._processes.append(multiprocessing.Process(target=run_clients, args=arguments))
            self._processes[-1].start()

    def _take(self) -> None:
        """Take what the clients report, and check a little of it."""
        self._truth.collect()
        while not self._reports.empty():
            report: Report = self._reports.get()
            self._seen.tally.update(report.tally)
            self._seen.wrong += report.wrong + self._truth.add(report)
            self._there |= report.written
        self._seen.wrong += self._truth.check(1)

    def _settle(self) -> None:
        """Take the last reports, ask each question once more, and check all."""
        self._ask_all()
        for process in self._processes:
            process.join()
        self._take()
        while self._truth.waiting:
            self._take()

    def _ask_all(self) -> None:
        with Connection(self._server.port) as connection:
            for name, text in QUESTIONS.items():
                reply = connection.exchange(query(text))
                if reply.status != 200:
                    self._seen.wrong.append(f"{name}: status {reply.status} in peace")
                key = reply.header("twingraph-generation") or "", name
                self._seen.wrong += self._truth.add(Report({key: {digest(reply.body)}}))

    def _find_written(self, when: str) -> None:
        """See that what was acknowledged is there, and what was removed is not."""
        with Connection(self._server.port) as connection:
            names = ("written", "written too")
            text = b"".join(connection.exchange(query(QUESTIONS[name])).body for name in names).decode()
        for subject, is_there in self._there.items():
            if is_there is not None and (f'"{subject}"' in text) != is_there:
                fate = "lost" if is_there else "there again"
                self._seen.wrong.append(f"{subject}: acknowledged, and {fate} {when}")

    def end(self) -> None:
        """Stop all that runs, and see what is left."""
        for process in self._processes:
            if process.is_alive():
                process.terminate()
        self._sampler.sample(at_once=True)
        self._server.stop()
        self._seen.wrong += self._sampler.left()

    def print_verdict(self) -> bool:
        """Print what was seen; return whether something was wrong."""
        wrong = [*self._seen.wrong, *self._builder.wrong, *self._sampler.wrong()]
        print(*self._figures(), sep="\n")
        for words, times in Counter(wrong).most_common(40):
            print(f"  WRONG {times} x {words}")
        print("all is well" if not wrong else f"{len(wrong)} wrong")
        return bool(wrong)

    def _figures(self) -> Iterable[str]:
        yield f"  {self._clients} clients: " + ", ".join(
            f"{n:,} {w}" for w, n in self._seen.tally.most_common()
        )
        yield f"  {self._truth.checked:,} answers compared, of {len(self._truth.generations):,} generations"
        if self._truth.unknown:
            self._seen.wrong.append(
                f"{self._truth.unknown} generations named by answers were never published"
            )
        fates = Counter(self._there.values())
        yield (
            f"  {fates[True]:,} writes to be found, {fates[False]:,} removed again, "
            f"{fates[None]:,} not acknowledged"
        )
        killed = ", ".join(f"{n} {role}" for role, n in self._killer.killed.items())
        yield f"  killed: {killed or 'nothing'}; {self._builder.builds:,} builds"
        yield from self._sampler.figures()


if __name__ == "__main__":
    main()
