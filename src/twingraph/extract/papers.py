"""Skeletons -> the papers that towns sign: what they are, who signed them, when, where, until when."""

from __future__ import annotations

import re

from twingraph.extract.focus import Focus
from twingraph.extract.main_partner import is_abroad
from twingraph.extract.paper_eras import renewals_apart
from twingraph.extract.paper_groups import group_windows
from twingraph.extract.paper_parties import fill_parties, house_pair
from twingraph.extract.paper_plans import PLAN_SIGN, is_draft, is_planned_window
from twingraph.extract.paper_terms import fill_end, fill_terms
from twingraph.extract.paper_windows import (
    find_windows,
    followers_of,
    signs_in,
    signs_in_sentence,
)
from twingraph.extract.reading import Reading
from twingraph.extract.records import Found, Link, Paper, Party, party_of
from twingraph.extract.roles import HEADS
from twingraph.extract.signing import fill_signings
from twingraph.extract.skeleton import expand_macros


def find_papers(reading: Reading, links: list[Link], focus: Focus) -> list[Paper]:
    """Return the papers of the release, the main one first where there is one."""
    main = focus.main or house_pair(reading, links) or _signing_pair(reading) or _joined(reading)
    main = main or _only_abroad(reading)
    if main is None:
        return []
    papers = group_windows(reading, list(find_windows(reading)), links, focus, main)
    papers = renewals_apart(reading, papers)
    for paper in papers:
        _fill(reading, paper, links, paper.lane or main)
    _share_occasion(papers)
    return [p for p in papers if _is_worth(p) or _is_signed(reading, p)]


def _signing_pair(reading: Reading) -> frozenset[Party] | None:
    """Return the issuing town and the one other whose mayor the release names, where no words tie any."""
    towns = {r.city for r in reading.roles if r.concept in HEADS and r.city} - {reading.home}
    if reading.home_party is None or len(towns) != 1:
        return None
    return frozenset({reading.home_party, ("city", towns.pop())})


_RUN = re.compile(
    expand_macros(r"{CI}(?:, (?:[a-zäöüß]+ ){0,2}{CI})*,? (?:und|and|et) (?:[a-zäöüßéè]+ ){0,4}{CI}", {})
)


def _joined(reading: Reading) -> frozenset[Party] | None:
    """Return the issuing side and those abroad that a sentence first joins with it: "Hamm und Turin"."""
    home = reading.home_party
    for skeleton in reading.skeletons.values() if home else ():
        for run in _RUN.finditer(skeleton.text):
            sides = frozenset(party_of(m) for m in skeleton.inside(run.span(), "CI"))
            others = sides - {home}
            if (
                home in sides
                and others
                and all(p[0] == "institution" or is_abroad(reading, p) for p in others)
            ):
                return sides
    return None


def _only_abroad(reading: Reading) -> frozenset[Party] | None:
    """Return the issuing town and the one abroad that a release names at all, where it names no other."""
    towns = {("city", c.geonames_id) for c in reading.cities if c.geonames_id not in reading.oriented}
    others = {p for p in towns if p != reading.home_party and is_abroad(reading, p)}
    if reading.home_party is None or len(others) != 1 or _in_passing(reading, next(iter(others))):
        return None
    return frozenset({reading.home_party, *others})


_TOP = 700
"""Characters of a release in which its news is told."""


def _in_passing(reading: Reading, party: Party) -> bool:
    """True for a town that is named but once, far down."""
    first = min((c.start for c in reading.cities if ("city", c.geonames_id) == party), default=0)
    return party[0] == "city" and reading.salience[int(party[1])] < _OFTEN and first > _TOP


_OFTEN = 2


def _fill(reading: Reading, paper: Paper, links: list[Link], pair: frozenset[Party]) -> None:
    paper.planned = _is_planned(reading, paper)
    fill_parties(reading, paper, links, pair)
    fill_terms(reading, paper)
    if not paper.planned:
        fill_signings(reading, paper)
    fill_end(paper)


def _is_planned(reading: Reading, paper: Paper) -> bool:
    """True where the paper is a draft, or all words for its signing put that into the future."""
    if any(is_draft(reading, w) for w in paper.windows):
        return True
    marks = [is_planned_window(reading, w) for w in paper.windows if signs_in(reading, w)]
    if not marks and paper.time == "new":
        behind = (i for w in paper.windows for i in followers_of(reading, w) if signs_in_sentence(reading, i))
        marks = [PLAN_SIGN.search(reading.words(i)) is not None for i in behind]
    plans = [is_planned_window(reading, w) for w in paper.windows]
    return all(marks) if marks else any(plans)


def _share_occasion(papers: list[Paper]) -> None:
    """A separate paper that gives no day of its own was signed at the occasion of the main one."""
    for paper in papers:
        main = next((p for p in papers if _is_main(p) and p.lane == paper.lane), None)
        if main and main.signed and paper is not main and _shares(paper):
            paper.signed = Found(main.signed.value, main.signed.words, "inferred")
            if paper.place is None and main.place is not None:
                paper.place = Found(main.place.value, main.place.words, "inferred")
    for paper in papers:
        if paper.mode is not None:
            paper.place = None


def _is_main(paper: Paper) -> bool:
    return paper.time == "new" and not paper.qualifier and paper.signed is not None


def _shares(paper: Paper) -> bool:
    told_apart = paper.renewal or paper.planned or paper.signed is not None
    return paper.time == "new" and bool(paper.signatories) and not told_apart


_SIGNING_OF = re.compile(
    r"\b(?:signature|signing|Unterzeichnung|Unterschrift unter|Abschluss) (?:of |d[eu’'] ?|"
    r"einer |eines |der |des )",
    re.I,
)


def _is_signed(reading: Reading, paper: Paper) -> bool:
    """True for a clear word for a paper behind one for its signing: "la signature d’une déclaration …"."""
    text = reading.document.text
    return paper.time == "new" and any(
        w.noun.group == "instrument"
        and _SIGNING_OF.search(text, max(w.start, w.noun.start - 40), w.noun.start)
        for w in paper.windows
    )


def _is_worth(paper: Paper) -> bool:
    """A paper that nobody signs, that has no date and no term, is only a word."""
    facts = paper.signed or paper.signatories or paper.valid_from or paper.valid_until
    return bool(facts) or paper.planned
