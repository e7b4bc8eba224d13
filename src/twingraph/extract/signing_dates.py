"""On which day a paper was signed: which of the dates around a word for signing is its own."""

from __future__ import annotations

import re

from twingraph.extract.hits import find_hits
from twingraph.extract.numbers import parse_number
from twingraph.extract.paper_eras import DATED
from twingraph.extract.reading import Reading
from twingraph.extract.records import Found, Paper, Words
from twingraph.extract.skeleton import Typed
from twingraph.model import PartialDate


def fill_date(reading: Reading, paper: Paper, index: int, start: int, end: int) -> None:
    """Take the date nearest to a word for signing; a whole date is better than a year."""
    told = reading.document.text[start:end]
    if paper.signed is None and not paper.renewal and (then := _signed_years_ago(reading, paper, start, end)):
        paper.signed = then
        return
    signs = [start + m.start() for m in reading.cue("renew").finditer(told)] if paper.renewal else []
    signs = signs or [start + m.start() for m in reading.cue("sign").finditer(told)]

    def gap(mention: Typed) -> tuple[bool, int, int]:
        once = _ONCE.search(reading.document.text[max(start, mention.start - 40) : mention.start]) is not None
        return (
            once,
            min((_distance(told, mention.start - start, at - start) for at in signs), default=0),
            (mention.start),
        )

    free = _free_dates(reading, paper, index, start, end)
    if paper.renewal:  # "which was first signed in 1984" dates what is renewed
        free = [m for m in free if not gap(m)[0] and not _is_of_the_old(reading, paper, m)]
    best = _of_its_noun(reading, paper, free) or min(free, key=gap, default=None)
    if best is None and paper.signed is None:
        paper.signed = _years_ago(reading, start, end)
    elif best and (paper.signed is None or _is_finer(best.record.date, paper.signed.value)):
        paper.signed = Found(best.record.date, Words(start, end, "signed-" + best.record.rule, 0.95))


_BREAK = 60
"""Characters for which a comma counts between a date and a word for signing: another clause begins there."""


def _distance(text: str, one: int, other: int) -> int:
    """Return how far a date stands from a word for signing."""
    first, last = sorted((one, other))
    return last - first + _BREAK * sum(text.count(mark, first, last) for mark in (", ", "; "))


def _is_of_the_old(reading: Reading, paper: Paper, date: Typed) -> bool:
    """True for the year behind the noun of what is renewed: "den Freundschaftseid von 1960"."""
    ends = (w.noun.end for w in paper.windows if w.noun.end < date.start)
    year = date.record.date.day is None
    return year and any(DATED.fullmatch(reading.document.text, end, date.start) for end in ends)


_DATED = re.compile(r" (?:vom|von|aus dem Jahr|of|from|du|de|dated|datée? du) $")


def _of_its_noun(reading: Reading, paper: Paper, dates: list[Typed]) -> Typed | None:
    """Return the date right behind a noun for the paper: "unseren Partnerschaftsvertrag vom 4. Juli 1965"."""
    ends = {window.noun.end for window in paper.windows if not paper.renewal}
    text = reading.document.text
    return next((d for d in dates for e in ends if e < d.start and _DATED.fullmatch(text, e, d.start)), None)


def _is_finer(date: PartialDate, other: PartialDate) -> bool:
    """True for the day of a month or year told before."""
    return date.iso != other.iso and date.iso.startswith(other.iso)


_ONCE = re.compile(
    r"\b(?:first|originally|initially|erstmals|ursprünglich|zuerst|erstmalig|initialement|à l[’']origine|"
    r"pour la première fois)\b[^.;,]{0,30}$",
    re.I,
)


def _free_dates(reading: Reading, paper: Paper, index: int, start: int, end: int) -> list[Typed]:
    """Return the dates that may be the signing's: no end of a term, no beginning ("seit …"), no range."""
    taken = {found.words.end for found in (paper.valid_until, paper.valid_from) if found}
    for hit in find_hits(reading, index, "since"):
        if not reading.cue("sign").search(reading.document.text[hit.start : hit.words.end]):
            taken.add(hit.words.end)
            taken |= {m.end for m in hit.mentions("date", "D") if paper.renewal}
    text = reading.document.text
    feast = _FEAST.search(text, start, end) is not None
    return [
        m
        for m in reading.skeletons[index].every("D")
        if start <= m.start < end
        and m.record.until is None
        and not (feast and m.record.rule in _OF_THE_FEAST)
        and not (
            m.record.date.month is None
            and text[m.start - 1 : m.start] == "("
            and text[m.end : m.end + 1] == ")"
        )
        and not _is_of_another(reading, paper, m)
        and not _is_of_now(text, paper, m)
        and not _is_to_come(reading, m)
        and (_is_day_of_founding(paper, m) or (m.end not in taken and not _is_term(text, m)))
    ]


_KEPT = re.compile(
    r" (?:[\w-]+ ){0,3}?(?:exposée?|conservée?|visible|accrochée?|affichée?|ausgestellt|"
    r"aufbewahrt|hängt|hängend|"
    r"zu sehen|on display|kept|displayed|hangs|held|housed)\b"
)


def _is_of_now(text: str, paper: Paper, date: Typed) -> bool:
    """True for the day of the news beside a paper of then: "une charte aujourd’hui exposée au musée"."""
    if date.record.rule not in ("date-today", "date-yesterday", "date-weekday"):
        return False
    return paper.time == "previous" or _KEPT.match(text, date.end) is not None


def _is_to_come(reading: Reading, date: Typed) -> bool:
    """True for a day behind the release's own: "unterzeichneten …; im Mai folgt der Gegenbesuch"."""
    issued = reading.document.release.issued
    return issued is not None and date.record.date.first_day() > issued.last_day()


_PARTICIPLE = re.compile(
    r" (?:geschlossen|unterzeichnet|eingegangen|begründet|besiegelt|vereinbart|gegründet|bestehend)e[nrsm]? "
)


def _is_of_another(reading: Reading, paper: Paper, date: Typed) -> bool:
    """True for the year of another noun: "eine Urkunde für die 2002 eingegangene Freundschaft"."""
    behind = _PARTICIPLE.match(reading.document.text, date.end)
    own = {w.noun.start for w in paper.windows}
    return behind is not None and date.record.date.day is None and behind.end() not in own


_FEAST = re.compile(
    r"\bjährt(?:e)? sich\b|[Jj]ubiläum|Jahrestag|anniversary|jubilee|anniversaire|\b(?:feiert|celebrat|"
    r"fêt)\w*"
)
_OF_THE_FEAST = frozenset({"date-year-this", "date-year-next"})
"""In a sentence about a jubilee, "this year" is the year of the feast."""


def _is_day_of_founding(paper: Paper, date: Typed) -> bool:
    """True for the day since which a bond stands: it "dates from 5 March 1988, when the mayors signed"."""
    return paper.founding and date.record.date.day is not None and date.record.rule.startswith("date-day")


_TERM_BEFORE = re.compile(
    r"\b(?:bis|ab|seit|für das|until|since|from|jusqu[’']\w+|depuis|dès)\s(?:\w+\s)?$", re.I
)
_TERM_BEHIND = re.compile(r"\s(?:ausgelaufen|abgelaufen|gegründet)")


def _is_term(text: str, date: Typed) -> bool:
    """True for dates that the words around tie to something else: an end, a start, a season to come."""
    before, behind = text[max(0, date.start - 22) : date.start], text[date.end : date.end + 16]
    return bool(_TERM_BEFORE.search(before) or _TERM_BEHIND.match(behind))


_AGO = {
    "de": re.compile(
        r"(?:\b[Vv]or (?:genau |nunmehr |rund |gut )?(?=[\wäöüß-]+ Jahren\b)|(?=\b[\wäöüß-]+ Jahre "
        r"(?:ist|sind) (?:es )?(?:nun |jetzt )?her\b))"
        r"(?P<n>[\wäöüß-]+)"
    ),
    "en": re.compile(r"\b(?P<n>[\w-]+) years (?:ago|have passed since)\b"),
    "fr": re.compile(r"\b(?:[Ii]l y a|[Vv]oilà|[Cc]ela fait) (?P<n>[\w-]+) ans\b"),
}


def _years_ago(reading: Reading, start: int, end: int) -> Found[PartialDate] | None:
    """Return the year that "vor 30 Jahren" leads back to from the release's date."""
    issued = reading.document.release.issued
    match = _AGO[reading.language].search(reading.document.text, start, end)
    years = parse_number(match["n"]) if match else None
    if issued is None or not years:
        return None
    return Found(PartialDate(issued.year - years), Words(start, end, "signed-years-ago", 0.8), "inferred")


def _signed_years_ago(reading: Reading, paper: Paper, start: int, end: int) -> Found[PartialDate] | None:
    """Return the year that leads back from a noun: "die vor zehn Jahren geschlossene Vereinbarung"."""
    for window in paper.windows:
        if start <= window.noun.start < end:
            before = max(start, window.noun.start - 50)
            near = reading.document.text[before : window.noun.start]
            if _CLOSED_AGO.search(near):
                return _years_ago(reading, before, window.noun.start)
    return None


_CLOSED_AGO = re.compile(
    r"\bvor [\wäöüß-]+ Jahren (?:geschlossen|unterzeichnet|besiegelt|vereinbart|begründet|"
    r"eingegangen)e[nrsm]? $"
)


_THEN = re.compile(r"\b(?:damals|seinerzeit|dabei|at the time|back then|à l[’']époque)\b")


_WHEN = re.compile(r", (?:when|als|lorsque|quand)\b")


def fill_from_own_words(reading: Reading, paper: Paper) -> None:
    """Take the date of an earlier paper behind its noun, and the beginning at which it was signed "then"."""
    for window in paper.windows:
        dates = reading.skeletons[window.sentence].every("D")
        own = _of_its_noun(reading, paper, dates) if paper.time != "new" else None
        then = _THEN.search(reading.document.text, window.start, window.end)
        then = then or next((w for m in dates if (w := _WHEN.match(reading.document.text, m.end))), None)
        if then and paper.signatories:
            own = own or next((m for m in reversed(dates) if m.end <= then.start()), None)
        if own is not None:
            words = Words(window.start, window.end, "signed-" + own.record.rule, 0.8)
            paper.signed = Found(own.record.date, words, "inferred")
            return
