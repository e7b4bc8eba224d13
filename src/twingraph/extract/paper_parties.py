"""The towns and organisations that a paper binds."""

from __future__ import annotations

import re

from twingraph.extract.paper_windows import followers_of, signs_in_sentence, towns_of_signers
from twingraph.extract.reading import Reading
from twingraph.extract.records import Link, Paper, Party, Words


def fill_parties(reading: Reading, paper: Paper, links: list[Link], pair: frozenset[Party]) -> None:
    """Take the parties that a rule ties to one of the paper's nouns, the largest set first; else the main pair."""
    nouns = {w.noun for w in paper.windows}
    named = [k for k in links if k.noun in nouns]
    if paper.time == "new" and not paper.qualifier:
        spread = [k for k in links if k.noun and k.noun.group == "relationship" and len(k.parties) > 2]
        named += spread if any(k.parties == s.parties for k in named for s in spread) else []
    if paper.time != "new":
        named = [k for k in named if len(k.parties) > 2 or k.parties != pair]
    if not named and paper.time == "new" and not paper.planned and not _all_towns(reading, paper):
        near = [
            i
            for w in paper.windows
            for i in (w.sentence, *followers_of(reading, w))
            if signs_in_sentence(reading, i)
        ]
        towns = towns_of_signers(reading, near)
        if len(towns) > 1:
            first = paper.windows[0]
            paper.parties = frozenset(("city", t) for t in towns)
            paper.party_words = Words(first.start, first.end, "paper-signatories", 0.8)
            return
    best = max(named, key=lambda k: (len(k.parties), -k.words.start), default=None)
    if best is None or (len(best.parties) == 2 and paper.time != "new"):
        first = paper.windows[0]
        paper.parties = best.parties if best else _all_towns(reading, paper) or pair
        paper.party_words = Words(first.start, first.end, "paper-main-pair", 0.8)
    else:
        paper.parties = best.parties
        paper.party_words = best.words


_ALL = re.compile(
    r"\b(?:aller (?P<n>drei|vier|fünf|sechs)|der (?P<m>drei|vier|fünf|sechs)|"
    r"all (?P<e>three|four|five)|(?:les|des) (?P<f>trois|quatre|cinq)) "
    r"(?:Städte|Partnerstädte|Kommunen|Partner|cities|towns|villes|communes)",
    re.I,
)

_COUNT = {
    "drei": 3,
    "vier": 4,
    "fünf": 5,
    "sechs": 6,
    "three": 3,
    "four": 4,
    "five": 5,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
}


def _all_towns(reading: Reading, paper: Paper) -> frozenset[Party]:
    """Return the parties of a paper "of all four towns": the signatories' towns, or the towns named with a link before."""
    for window in paper.windows:
        match = _ALL.search(reading.document.text[window.start : window.end])
        if match:
            count = _COUNT[next(g for g in match.groups() if g).lower()]
            before = [
                c for c in reading.cities if c.start < window.end and c.geonames_id not in reading.oriented
            ]
            towns = list(dict.fromkeys([reading.home, *(c.geonames_id for c in before)]))
            if len(towns) >= count:
                return frozenset(("city", t) for t in towns[:count] if t is not None)
    return frozenset()
