"""Papers of two times: what was signed long ago, and what renews it in the news, are told apart."""

from __future__ import annotations

import re
from dataclasses import replace

from twingraph.extract.paper_renewals import NOT_RENEWED
from twingraph.extract.paper_windows import signs_in_sentence
from twingraph.extract.reading import Reading
from twingraph.extract.records import Paper, Window
from twingraph.extract.skeleton import Typed

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
        renewed = next((w for w in paper.windows if _renews_dated(reading, paper, w)), None)
        if renewed is not None:
            apart += _two_of_one(reading, paper, renewed)
            continue
        now = _of_now(reading, paper) if paper.time == "new" and not paper.renewal else []
        if now:
            apart.append(Paper("new", "renewal", paper.lane, paper.kind, renewal=True, windows=now))
            paper.windows = [w for w in paper.windows if w not in now]
        apart.append(paper)
    return apart


DATED = re.compile(
    r",? (?:(?:first |erstmals )?(?:signed|concluded|agreed|signée?|conclue?|unterzeichnet) )?"
    r"(?:vom|von|aus dem Jahre?|of|from|in|on|en|du|de|le) $|"
    r" (?:sur|relative à|portant sur|on|über|zum|zur) [^.;,]{3,60} "
    r"(?:conclue?s?|signée?s?|concluded|signed|agreed) (?:en|in|on|le) $"
)
"""Between the noun for a paper and the year in which it was first signed."""
_AGAIN = re.compile(r"\b(?:wiederholt|reconduit|reconduisent|wieder aufgenommen|repeated)\w*")


def _old_date(reading: Reading, window: Window) -> Typed | None:
    """Return the date of long ago right behind the noun of a window: "l’entente signée en 1962"."""
    issued = reading.document.release.issued
    text = reading.document.text
    return next(
        (
            m
            for m in reading.skeletons[window.sentence].every("D")
            if issued is not None
            and window.noun.end < m.start < window.end
            and DATED.fullmatch(text, window.noun.end, m.start)
            and issued.year - m.record.date.year >= _LONG
        ),
        None,
    )


_LONG_CLOSED = re.compile(
    r"\bvor (?P<n>[\wäöüß]+) Jahren (?:[a-zäöü]+ )?(?:geschlossen|unterzeichnet|"
    r"unterschrieben|besiegelt|vereinbart)e[nrs]? "
    r"(?:[a-zäöüß]+ )?$"
)


def _is_called_old(reading: Reading, window: Window) -> bool:
    """True for "den vor 30 Jahren geschlossenen Vertrag"."""
    return _LONG_CLOSED.search(reading.document.text, window.start, window.noun.start) is not None


def _renews_dated(reading: Reading, paper: Paper, window: Window) -> bool:
    """True where persons renew, on a day of now, a paper that is named with its date of long ago."""
    issued = reading.document.release.issued
    old = _old_date(reading, window) is not None or _is_called_old(reading, window)
    if paper.time != "new" or issued is None or not old:
        return False
    skeleton, words = reading.skeletons[window.sentence], reading.words(window.sentence)
    days = [m.record.date for m in skeleton.every("D") if m.record.date.day]
    recent = any(issued.year - day.year <= 1 for day in days) or (not days and len(skeleton.every("P")) > 1)
    if NOT_RENEWED.search(words):
        return False
    again = reading.has_cue("renew", window.sentence) or _AGAIN.search(words) is not None
    return recent and again and bool(skeleton.every("P"))


def _two_of_one(reading: Reading, paper: Paper, window: Window) -> list[Paper]:
    """Return the paper of now, which renews, and the one of then, where no relationship tells that."""
    new = Paper("new", "renewal", paper.lane, paper.kind, renewal=True, windows=paper.windows)
    date = _old_date(reading, window)
    if window.noun.group in ("founding", "weak_founding") or date is None:
        return [new]
    then = replace(window, start=window.noun.start, end=date.end)
    return [new, Paper("running", "", paper.lane, paper.kind, windows=[then])]


def _of_now(reading: Reading, paper: Paper) -> list[Window]:
    """Return the windows from the first that tells a recent signing on, where an earlier one is history."""
    eras = [(era_of(reading, window), window) for window in paper.windows]
    old = next((i for i, (era, _) in enumerate(eras) if era == "then"), None)
    if old is None:
        return []
    new = next((i for i, (era, _) in enumerate(eras) if era == "now" and i > old), None)
    return [window for _, window in eras[new:]] if new is not None else []


def era_of(reading: Reading, window: Window) -> str:
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
    signers = bool(reading.skeletons[window.sentence].every("P")) or _BOTH.match(words) is not None
    return "now" if recent and signers else ""


_BOTH = re.compile(r"(?:Beide|Die beiden|Both|The two|They both|Tous deux|Toutes deux|Les deux)\b")
"""Who signs, in a sentence that takes up two persons named before."""
