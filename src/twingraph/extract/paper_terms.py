"""From when until when a paper holds."""

from __future__ import annotations

import re

from twingraph.extract.dates import DateMention
from twingraph.extract.paper_windows import followers_of
from twingraph.extract.reading import Reading
from twingraph.extract.records import Found, Paper, Window, Words
from twingraph.extract.skeleton import Skeleton

_PRONOUN = re.compile(
    r"^(?:Es|Sie|Er|Dieses?|Dieser|It|This|The (?:agreement|document)|Il|Elle|Celui-ci|Celle-ci)\b"
)


def fill_terms(reading: Reading, paper: Paper) -> None:
    """Note the term that the windows of *paper* tell, or sentences behind them that go on with a pronoun."""
    for window in paper.windows:
        _fill_term(reading, paper, window)
        for index in followers_of(reading, window):
            sentence = reading.document.sentences[index]
            if _PRONOUN.match(reading.document.words(sentence)):
                _fill_term(reading, paper, Window(index, sentence.start, sentence.end, window.noun))


def _fill_term(reading: Reading, paper: Paper, window: Window) -> None:
    """Take the first end, the first day in force, and the first range of years that stand inside *window*."""
    skeleton = reading.skeletons[window.sentence]
    for rule in reading.rules("until"):
        for match in rule.pattern.finditer(skeleton.text):
            dates = skeleton.inside(match.span("date"), "D")
            if dates and window.start <= dates[0].start < window.end and paper.valid_until is None:
                words = Words(skeleton.offset(match.start()), dates[0].end, rule.id, rule.confidence)
                paper.valid_until = Found(dates[0].record.date, words)
    _fill_start(reading, paper, window, skeleton)
    for mention in skeleton.every("D"):
        date: DateMention = mention.record
        if (
            date.until
            and window.start <= mention.start < window.end
            and mention.start - window.noun.end < 140
            and paper.valid_from is None
        ):
            words = Words(mention.start, mention.end, "valid-range", 0.9)
            paper.valid_from, paper.valid_until = Found(date.date, words), Found(date.until, words)


def _fill_start(reading: Reading, paper: Paper, window: Window, skeleton: Skeleton) -> None:
    """Take the day on which the paper comes into force."""
    for rule in reading.rules("from"):
        for match in rule.pattern.finditer(skeleton.text):
            dates = skeleton.inside(match.span(), "D")
            if dates and window.start <= dates[0].start < window.end and paper.valid_from is None:
                words = Words(skeleton.offset(match.start()), dates[0].end, rule.id, rule.confidence)
                if dates[0].record.until is None:
                    paper.valid_from = Found(dates[0].record.date, words)
