"""From when until when a paper holds."""

from __future__ import annotations

import re
from datetime import date, timedelta

from twingraph.extract.hits import Hit, find_hits
from twingraph.extract.numbers import parse_number
from twingraph.extract.paper_windows import TAKES_UP, followers_of
from twingraph.extract.reading import Reading
from twingraph.extract.records import Found, Paper, Window, Words
from twingraph.model import PartialDate


def fill_terms(reading: Reading, paper: Paper) -> None:
    """Note the term that the windows of *paper* tell, or sentences behind them that go on with a pronoun."""
    for window in paper.windows:
        _fill_term(reading, paper, window)
        if _OLDER.search(reading.document.text, max(0, window.noun.start - 40), window.noun.start):
            continue  # the sentences behind go on about the new one
        for index in followers_of(reading, window):
            sentence = reading.document.sentences[index]
            if TAKES_UP.match(reading.document.words(sentence)):
                _fill_term(reading, paper, Window(index, sentence.start, sentence.end, window.noun))


def _fill_term(reading: Reading, paper: Paper, window: Window) -> None:
    """Take the first end, the first day in force, and the first range of years that stand inside *window*."""
    paper.valid_until = paper.valid_until or _told(reading, window, "until")
    paper.valid_from = paper.valid_from or _told(reading, window, "from")
    paper.years = paper.years or _years(reading, window)
    ranges = [m for m in reading.skeletons[window.sentence].every("D") if m.record.until]
    for mention in ranges:
        near = window.start <= mention.start < min(window.end, window.noun.end + 140)
        before = reading.document.text[max(window.start, mention.start - 40) : mention.start]
        near = near and not any(reading.cue(c).search(before) for c in ("suspended", "ended"))
        if near and paper.valid_from is None:
            words = Words(mention.start, mention.end, "valid-range", 0.9)
            paper.valid_from = Found(mention.record.date, words)
            paper.valid_until = Found(mention.record.until, words)


_OLDER = re.compile(
    r"\b(?:complét\w+|compléter|ergänz\w+|supplements?|complements?|neben|outre|"
    r"in addition to|besides|zusätzlich zu[rm]?|"
    r"builds on|fußt auf|s[’']appuie sur|prolonge)(?: (?:le|la|den|die|das|dem|der|the)| l[’'])? ?$",
    re.I,
)
"""Before an older paper that the new one stands beside: "une charte qui vient compléter le serment"."""

_GOES_ON = re.compile(
    r"\bverlängert\w* sich (?:seither|seitdem|inzwischen)|\b(?:seither|seitdem) (?:hat|"
    r"wurde|verlängert|jeweils)|"
    r"\b(?:renewed|extended)(?: itself| automatically)? (?:ever )?since\b|"
    r"\b(?:reconduit|renouvelé|prolongé)e?s?(?: \w+){0,2} depuis\b",
    re.I,
)
"""What has gone on after its first term: "galt zunächst für fünf Jahre und verlängert sich seither"."""


def _years(reading: Reading, window: Window) -> tuple[int, Words] | None:
    """Return for how many years the paper holds, where the window says so."""
    if _GOES_ON.search(reading.words(window.sentence)):
        return None
    for hit in find_hits(reading, window.sentence, "term"):
        if hit.rule.id == "term-years-before" and not hit.start <= window.noun.start < hit.words.end:
            continue  # the three-year agreement is another
        years = parse_number(hit.match["years"])
        if years and window.start <= hit.start < window.end:
            return years, hit.words
    return None


def fill_end(paper: Paper) -> None:
    """Count the end of a term of years from the day in force or of the signing, where no end is told."""
    begun = paper.valid_from or paper.signed
    if paper.years and begun and paper.valid_until is None:
        years, words = paper.years
        date = _years_later(begun.value, years)
        paper.valid_until = Found(date, words, "inferred")


def _years_later(begun: PartialDate, years: int) -> PartialDate:
    """Return the day *years* later; what begins with a month ends with the last day of the one before it."""
    year = begun.year + years
    if begun.month and begun.day == 1:
        last = date(year, begun.month, 1) - timedelta(1)
        return PartialDate(last.year, last.month, last.day)
    if begun.month == 2 and begun.day == 29:
        return PartialDate(year, 2, 28)
    return PartialDate(year, begun.month, begun.day)


_LATELY = frozenset({"date-weekday", "date-yesterday", "date-today"})
"""A day of the news is no end of a term: what ended on Sunday is the meeting."""


_SHOWN = re.compile(
    r"\b(?:shows?|shown|display(?:ed)?|exhibit\w*|on view|is open|regist(?:er|ration)\w*|apply|applications?|"
    r"ausgestellt\w*|zu sehen|\w*ausstellung|gezeigt|geöffnet|anmeld\w+|bewerb\w+|"
    r"exposée?s?|exposition|visible|ouverte? au public|inscri(?:re|ptions?)|candidatures?)\b",
    re.I,
)


def _is_shown(reading: Reading, hit: Hit) -> bool:
    """True for the last day of a show: "will show the twinning oath at the museum until 30 June"."""
    text = reading.document.text
    near = _SHOWN.search(text, reading.document.sentences[hit.sentence].start, hit.words.end + _NEAR)
    return near is not None


_NEAR = 20


def _told(reading: Reading, window: Window, gives: str) -> Found[PartialDate] | None:
    """Return the first date inside *window* that the rules reading *gives* tie to the paper."""
    for hit in find_hits(reading, window.sentence, gives):
        dates = hit.skeleton.inside(hit.match.span(), "D")
        if not dates or not window.start <= dates[0].start < window.end:
            continue
        if gives == "until" and (dates[0].record.rule in _LATELY or _is_shown(reading, hit)):
            continue
        if gives == "until" or dates[0].record.until is None:  # a range in force is read as a range
            words = Words(hit.start, dates[0].end, hit.rule.id, hit.rule.confidence)
            return Found(dates[0].record.date, words)
    return None
