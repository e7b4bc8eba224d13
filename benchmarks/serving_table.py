"""The table of figures, and what of it misses its goal."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from serving_client import Asked
from serving_servers import Server

OURS, PEER, NOTHING = "twingraph", "oxigraph", "nothing (ASK {})"
_JOINS = ("degree of all cities", "country by country", "signed in one year", "substring of all quotes")


@dataclass(frozen=True, slots=True)
class Round:
    """What the clients of one server saw in one round, which took *seconds*."""

    asked: tuple[Asked, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What one server needed for one question: seconds of each answer, in order, and answers a second."""

    seconds: tuple[float, ...]
    speed: float
    refused: int
    is_late: bool

    @property
    def median(self) -> float:
        """Seconds that the answer in the middle took; infinity where there is none."""
        return median(self.seconds) if self.seconds else float("inf")

    def __str__(self) -> str:
        if not self.seconds:
            return f"refused {self.refused}"
        high = quantiles(self.seconds, n=100)[-1] if len(self.seconds) > 1 else self.seconds[0]
        speed = f" {self.speed:,.0f}/s" if self.speed >= 1 else f" {self.speed:.1f}/s"
        refused = f" -{self.refused}" if self.refused else ""
        return f"{'>' if self.is_late else ''}{_ms(self.median)} / {_ms(high)}{speed}{refused}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a question, how it was asked, and the figures by name of server."""

    question: str
    clients: int
    is_cold: bool
    figures: Mapping[str, Figures]

    @property
    def gain(self) -> float | None:
        """How many times as long the peer takes as ours; None where one of them has no answer."""
        ours, peer = self.figures.get(OURS), self.figures.get(PEER)
        return peer.median / ours.median if ours and peer and ours.seconds and peer.seconds else None


def merge(rounds: Iterable[Round]) -> Figures:
    """Return the figures of all clients in all rounds."""
    kept = list(rounds)
    every = [one for each in kept for one in each.asked]
    seconds = tuple(sorted(s for one in every for s in one.seconds))
    took = sum(each.seconds for each in kept)
    refused = sum(one.refused for one in every)
    return Figures(seconds, len(seconds) / took if took else 0.0, refused, any(one.is_late for one in every))


def head_lines(quads: int, servers: list[Server], seconds: float) -> Iterable[str]:
    """Yield what must be known of the machine and the servers to read the figures."""
    yield f"{quads:,} quads; {', '.join(f'{s.name} {s.version}'.strip() for s in servers)}"
    load = ", ".join(f"{figure:.1f}" for figure in os.getloadavg())
    yield f"  {os.cpu_count()} cores of {_processor()}, load {load}, Python {platform.python_version()}"
    yield f"  {seconds} s for each figure; cells: median / p99 in ms, answers a second, -N refused or failed"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def memory_line(when: str, servers: list[Server]) -> str:
    """Return what each server takes, what its processes share counted once."""
    return f"  memory {when}: " + ", ".join(f"{s.name} {s.memory() / 1e6:,.0f} MB" for s in servers)


def column_line(servers: list[Server]) -> str:
    """Return the heads of the columns."""
    return f"  {'':36}{'rows':>7}" + "".join(f"{s.name:>27}" for s in servers) + f"{'gain':>9}"


def line_text(line: Line, rows: str) -> str:
    """Return a line of the table."""
    way = f"{'cold' if line.is_cold else 'repeated'}, {line.clients}"
    cells = "".join(f"{figures!s:>27}" for figures in line.figures.values())
    gain = "" if line.gain is None else f"{line.gain:.2f}"
    return f"  {line.question[:23]:24}{way:12}{rows:>7}{cells}{gain:>9}"


def goal_lines(lines: Iterable[Line]) -> Iterable[str]:
    """Yield which goals are reached, of what one client saw."""
    for line in lines:
        wanted, gain = _goal(line), line.gain
        if line.clients == 1 and wanted and gain is not None:
            verdict = "reached" if gain >= wanted else "MISSED"
            way = "cold" if line.is_cold else "repeated"
            took = _ms(line.figures[OURS].median)
            says = f"{line.question}, {way}: {took} ms, {gain:.2f} times as fast"
            yield f"  {verdict:8}{says}; to reach {wanted:.2f}"


def _goal(line: Line) -> float | None:
    """Return how many times as fast as the peer ours is to be."""
    if line.question == NOTHING:
        return None
    if not line.is_cold:
        return 5.0
    if line.question == "partners of a city":
        return 1 / 1.5
    if line.question.endswith("of rows"):
        return 1 / 1.2
    return 3.0 if line.question in _JOINS else None


def _ms(seconds: float) -> str:
    value = seconds * 1000
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
