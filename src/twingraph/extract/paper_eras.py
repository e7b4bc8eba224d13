"""Papers of two times: what was signed long ago, and what renews it in the news, are told apart."""

from __future__ import annotations

import re

from twingraph.extract.paper_windows import signs_in_sentence
from twingraph.extract.reading import Reading
from twingraph.extract.records import Paper, Window

_LONG = 3
"""Years before its release from which a signing is history there."""
_AGO = re.compile(
    r"\b(?:vor|il y a) (?:\w+ )?[\wäöüß-]+ (?:Jahren|Jahrzehnten|ans)\b|\b[\w-]+ (?:years|decades) ago\b|"
    r"\b(?:damals|seinerzeit|at the time|back then|à l[’']époque)\b",
    re.I,
)


def renewals_apart(reading: Reading, papers: list[Paper]) -> list[Paper]:
    """Return *papers*, one that tells of a signing then and of one now as two: that of now renews."""
    apart: list[Paper] = []
    for paper in papers:
        now = _of_now(reading, paper) if paper.time == "new" and not paper.renewal else []
        if now:
            apart.append(Paper("new", "renewal", paper.lane, paper.kind, renewal=True, windows=now))
            paper.windows = [w for w in paper.windows if w not in now]
        apart.append(paper)
    return apart


def _of_now(reading: Reading, paper: Paper) -> list[Window]:
    """Return the windows from the first that tells a recent signing on, where an earlier one is history."""
    eras = [(_era(reading, window), window) for window in paper.windows]
    old = next((i for i, (era, _) in enumerate(eras) if era == "then"), None)
    if old is None:
        return []
    new = next((i for i, (era, _) in enumerate(eras) if era == "now" and i > old), None)
    return [window for _, window in eras[new:]] if new is not None else []


def _era(reading: Reading, window: Window) -> str:
    """Return "then" or "now" where the sentence of a window dates a signing, else ""."""
    issued = reading.document.release.issued
    signs = signs_in_sentence(reading, window.sentence) or reading.has_cue("renew", window.sentence)
    if issued is None or not signs:
        return ""
    days = [m.record.date for m in reading.skeletons[window.sentence].every("D") if m.record.until is None]
    words = reading.words(window.sentence)
    if _AGO.search(words) or (days and all(issued.year - day.year >= _LONG for day in days)):
        return "then"
    recent = any(day.day and issued.year - day.year <= 1 for day in days)
    return "now" if recent and len(reading.skeletons[window.sentence].every("P")) > 0 else ""
