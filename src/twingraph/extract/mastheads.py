"""Days that only the masthead or a page line of a newspaper or newsletter tells."""

from __future__ import annotations

import re
from dataclasses import replace

from twingraph.extract.dates import find_dates
from twingraph.extract.layout import lay_out
from twingraph.lexicon import Lexicon
from twingraph.model import PartialDate, PressRelease, Span

_MASTHEAD = 4
_SEASON = re.compile(
    r"\b(?:Newsletter|Bulletin|Magazine|Review|Rundbrief|Mitgliederbrief|Lettre|Gazette|Update|Report)\b.{0,60}"
    r"\b(?:Spring|Summer|Autumn|Fall|Winter|Frühjahr|Frühling|Sommer|Herbst|Advent|Printemps|Été|Automne|Hiver)"
    r"[ /]+(?:of )?(?P<year>(?:19|20)\d\d)\b",
    re.I,
)
"""The issue of a newsletter: "Quarterly Bulletin – Spring 2022"."""
_PAGE_LINE = re.compile(
    r"(?P<head>.{8,120}?)[ \t,·|–-]+(?i:(?:[^\W\d]+[ ,·|–-]+){0,3}(?:Seite|page|S\.|p\.)) ?\d{1,3}\s*"
)
"""A line that every page of a newspaper bears, and that the layout therefore leaves out."""


def with_masthead_date(release: PressRelease, lexicon: Lexicon) -> PressRelease:
    """Take the day that only a newspaper's page line tells: "Dienstag, 4. Oktober 2016 · Lokal · Seite 5"."""
    start = 0
    for line in release.text.split("\n")[:_MASTHEAD]:
        if season := _SEASON.search(line):
            at = start + season.start("year")
            return replace(release, issued=PartialDate(int(season["year"])), issued_span=Span(at, at + 4))
        if match := _PAGE_LINE.fullmatch(line):
            head = lay_out(replace(release, text=match["head"]))
            day = next((d for d in find_dates(head, lexicon) if d.date.day), None)
            if day is not None:
                span = head.span(day.start, day.end)
                moved = replace(span, start=span.start + start, end=span.end + start)
                return replace(release, issued=day.date, issued_span=moved)
        start += len(line) + 1
    return release
