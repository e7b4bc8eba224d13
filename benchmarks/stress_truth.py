"""The right answers: each generation is kept until it was asked, in a process that serves nobody."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
from stress_clients import QUESTIONS, Key, Report, digest

from twingraph.store import canonical_nquads
from twingraph.store.snapshot import Snapshot


class Truth:
    """Compares answers with those of the generation that they name.

    Args:
        store: Folder of the embedded store.
        keep: Folder for the generations that are still to be asked; on the same disk.
    """

    def __init__(self, store: Path, keep: Path) -> None:
        self._store, self._keep = store, keep
        self._right: dict[Key, str] = {}
        self._open: dict[Key, set[str]] = {}
        self._linked: set[str] = set()
        self.generations, self.checked = set[str](), 0

    def collect(self) -> None:
        """Keep the data of each generation that was published since; they are swept soon."""
        with suppress(OSError):
            for generation in (self._store / "current").read_text("ascii").split():
                if generation not in self._linked:
                    source = self._store / "generations" / generation / "dataset.nq"
                    os.link(source, self._keep / f"{generation}.nq")
                    self._linked.add(generation)

    def add(self, report: Report) -> list[str]:
        """Take answers; return what is known to be wrong by now."""
        wrong = []
        for key, digests in report.answers.items():
            self.generations.add(key[0])
            if key in self._right:
                wrong += self._compare(key, digests)
            else:
                self._open.setdefault(key, set()).update(digests)
        return wrong

    def check(self, most: int) -> list[str]:
        """Ask up to *most* generations that answers name; return what is wrong."""
        wrong = []
        waiting = list(dict.fromkeys(generation for generation, _ in self._open))
        for generation in waiting[:most]:
            keys = [key for key in self._open if key[0] == generation]
            if generation not in self._linked:
                continue
            self._ask(generation)
            for key in keys:
                wrong += self._compare(key, self._open.pop(key))
        return wrong

    @property
    def unknown(self) -> int:
        """How many generations are named by answers and were not seen published."""
        return len({generation for generation, _ in self._open} - self._linked)

    @property
    def waiting(self) -> int:
        """How many generations are still to be asked."""
        return len({generation for generation, _ in self._open} & self._linked)

    def _ask(self, generation: str) -> None:
        store = ox.Store()
        store.bulk_load(path=str(self._keep / f"{generation}.nq"), format=ox.RdfFormat.N_QUADS)
        snapshot = Snapshot(None, generation, None, store)
        for name, text in QUESTIONS.items():
            answer = snapshot.query(text)
            assert isinstance(answer, ox.QuerySolutions)
            self._right[generation, name] = digest(answer.serialize(format=ox.QueryResultsFormat.JSON) or b"")
        (self._keep / f"{generation}.nq").unlink()  # asked once, it is needed no more

    def _compare(self, key: Key, digests: set[str]) -> list[str]:
        self.checked += len(digests)
        return [
            f"{key[1]} of generation {key[0]}: another answer"
            for found in digests
            if found != self._right[key]
        ]


def disagreements(store: Path) -> list[str]:
    """Return which generations of a store have a database that holds something else than their N-Quads."""
    wrong = []
    for folder in sorted((store / "generations").glob("[0-9a-f]*")):
        database = ox.Store.read_only(str(folder / "db"))
        if canonical_nquads(database) != (folder / "dataset.nq").read_bytes():
            wrong.append(f"generation {folder.name}: its database and its N-Quads differ")
    return wrong
