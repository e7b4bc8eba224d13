"""An evaluation -> one HTML page: figures, and each text with what was found, missed and wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from twingraph.evaluation.tally import Evaluation
from twingraph.evaluation.verdicts import Verdict
from twingraph.model import Extraction, Span

_RANK = ("right", "missed", "wrong")
"""What a piece of text is marked as where several meet: the last of them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact of the list beside a text: its state, and where its words stand.

    For what was missed, ``spans`` holds where its name stands, if it does.
    """

    state: str
    kind: str
    told: str
    rule: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is marked alike; ``state`` is "" where it is not, ``title`` tells of what."""

    text: str
    state: str = ""
    title: str = ""
    anchor: int | None = None


def write_report(evaluation: Evaluation) -> str:
    """Return the page; it asks for nothing from elsewhere and needs no script."""
    judged: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in evaluation.verdicts:
        judged[verdict.release].append(verdict)
    releases = []
    for name, extraction in zip(evaluation.releases, evaluation.extractions, strict=True):
        entries = [_entry(verdict, extraction) for verdict in judged[name]]
        entries.sort(key=lambda e: (-_RANK.index(e.state), e.kind, e.spans, e.told))
        counts = {state: sum(e.state == state for e in entries) for state in _RANK}
        pieces = list(cut_text(extraction.release.text, entries))
        releases.append({"id": name, "entries": entries, "counts": counts, "pieces": pieces})
    rows = {**dict(sorted(evaluation.tallies.items())), "entities": evaluation.entities}
    loader = FileSystemLoader(Path(__file__).parent)
    templates = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return templates.get_template("report.html").render(rows=rows, releases=releases, evaluation=evaluation)


def _entry(verdict: Verdict, extraction: Extraction) -> Entry:
    if verdict.fact is not None:
        evidence = verdict.fact.evidence
        state = "right" if verdict.right else "wrong"
        return Entry(state, verdict.kind, verdict.told, evidence.rule, evidence.spans)
    name = verdict.told.rpartition(": ")[2]
    start = extraction.release.text.find(name) if name else -1
    spans = (Span(start, start + len(name)),) if start >= 0 else ()
    return Entry("missed", verdict.kind, verdict.told, "", spans)


def cut_text(text: str, entries: Iterable[Entry]) -> Iterator[Piece]:
    """Yield *text* in pieces, each marked as what the facts that rest on it are.

    >>> fact = Entry("right", "city", "Ulm", "city-name", (Span(3, 6),))
    >>> [(piece.text, piece.state) for piece in cut_text("In Ulm.", [fact])]
    [('In ', ''), ('Ulm', 'right'), ('.', '')]
    """
    begins, ends = defaultdict[int, list[Entry]](list), defaultdict[int, list[Entry]](list)
    for entry in entries:
        for span in entry.spans:
            begins[span.start].append(entry)
            ends[span.end].append(entry)
    open_now: list[Entry] = []
    cuts = sorted({0, len(text), *begins, *ends})
    for start, end in pairwise(cuts):
        for entry in ends.get(start, ()):
            open_now.remove(entry)
        open_now += begins.get(start, ())
        yield _piece(text[start:end], open_now, start if start in begins else None)


def _piece(text: str, entries: list[Entry], anchor: int | None) -> Piece:
    if not entries:
        return Piece(text)
    state = max((entry.state for entry in entries), key=_RANK.index)
    told = (f"{e.state} {e.kind}: {e.told}" + (f" ({e.rule})" if e.rule else "") for e in entries)
    return Piece(text, state, "\n".join(dict.fromkeys(told)), anchor)
