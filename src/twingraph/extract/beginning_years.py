"""A hit that tells a beginning -> its date, counted back where it only gives a number of years."""

from __future__ import annotations

import re

from twingraph.extract.hits import Hit
from twingraph.extract.numbers import parse_number
from twingraph.extract.reading import Reading
from twingraph.model import PartialDate


def beginning_of(reading: Reading, hit: Hit) -> PartialDate | None:
    """Return the date of the hit, or the year that its number of years leads back to."""
    if hit.has("date"):
        dates = hit.mentions("date", "D")
        told = dates[0].record.date if dates else None
        now = reading.document.release.issued
        fresh = told is not None and now is not None and told.year >= now.year
        return None if fresh and hit.rule.id.endswith("-past") else told
    issued = reading.document.release.issued
    years = parse_number(hit.match["years"]) if hit.has("years") else None
    if not years:
        return None
    years -= hit.rule.id.endswith("-nth")  # what is in its 28th year began 27 years ago
    before = hit.skeleton.text[: hit.match.start("years")]
    if issued is None or not years or _ABOUT.search(before) or _SOON.search(before):
        return None
    if hit.rule.id.startswith("since-years-after") and (told := _year_before(hit)):
        return PartialDate(told - years)
    feast = _feast_year(hit, years, issued.year) or issued.year
    feast = feast if hit.rule.id.endswith("-feast") or feast <= issued.year + _COMING else issued.year
    return PartialDate(feast - years)


def _year_before(hit: Hit) -> int | None:
    """Return the year that stands before "ten years after the signing": "1985 founded, ten years after …"."""
    at = hit.skeleton.offset(hit.match.start("years"))
    before = [m for m in hit.skeleton.every("D") if m.end <= at and m.record.until is None]
    return before[-1].record.date.year if before else None


_COMING = 3
"""Years ahead for which a feast is announced."""

_ABOUT = re.compile(
    r"\b(?:mehr als|weit über|über|fast|knapp|rund|etwa|gut|nahezu|ungefähr|circa|ca\.|gegen|bald|"
    r"nearly|almost|over|"
    r"more than|some|about|around|well over|près de|plus de|presque|environ|quelque|bientôt|soon)\s"
    r"(?:an? |une? |ein(?:e[mnrs]?)? |l[’']un |ses |the )?$",
    re.I,
)
"""Words that make a number of years a rough one, which gives no year."""


_SOON = re.compile(r"\b(?:bientôt|demnächst|bald|soon)\b[^.;:]{0,40}$", re.I)
"""Before a feast that is still to come, nobody says when."""


_CLOSE = 12
"""Characters between a year and the number of the feast that is kept in it."""


def _feast_year(hit: Hit, years: int, now: int | None) -> int | None:
    """Return the year in which an anniversary was kept, where its sentence names just one that can be it."""
    named = hit.mentions("feast", "D") or hit.skeleton.every("D")
    told = [m.record.date.year for m in named if m.record.until is None]
    close = [m for m in named if 0 <= hit.skeleton.offset(hit.match.start("years")) - m.end <= _CLOSE]
    if len(told) > 1 and len(close) == 1:
        told = [close[0].record.date.year]  # "begeht 2019 ihr 41-jähriges Bestehen"
    bare = {m.record.date.year for m in named if m.record.rule == "date-year"}
    told = list(bare) if len(told) > 1 and len(bare) == 1 else told  # "en 2015", beside the days of a visit
    feast = any(word in hit.rule.id for word in ("anniversary", "century", "birthday"))
    fits = len(told) == 1 and feast and years < told[0] - 1800
    if fits and now is not None and abs(told[0] + years - now) <= 1:
        return None  # "das zwanzigjährige Bestehen der Partnerschaft, die 1998 unterzeichnet wurde"
    return told[0] if fits else None
