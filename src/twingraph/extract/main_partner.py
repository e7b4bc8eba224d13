"""Who a release is mainly about beside the side that issues it, and which towns lie abroad."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from twingraph.extract.hits import find_hits
from twingraph.extract.loose_bonds import is_others_bond
from twingraph.extract.nouns import AgreementNoun
from twingraph.extract.plain_words import is_of_both_towns
from twingraph.extract.reading import Reading
from twingraph.extract.records import Link, Party, party_of


def main_partner(reading: Reading, links: list[Link]) -> Party | None:
    """Return the side that the release is mainly about beside the issuing one, if words tie any."""
    scores = _link_scores(reading.home_party, links)
    for skeleton in reading.skeletons.values():
        if skeleton.every("RTFAN"):
            for mention in skeleton.every("CY"):
                scores[party_of(mention)] += 0.5
            for house in skeleton.every("H"):
                if house.record.city is not None:
                    scores["city", house.record.city] += 0.5
    own = {reading.home_party, ("city", reading.home)}
    for party in _prominent(reading):
        scores[party] += 0.0
    counted = {
        p: s
        + _salience(reading, p)
        + _FAR * is_abroad(reading, p)
        + _LEAD * _leads(reading, p)
        + _SIGNED * _hosts_signing(reading, p)
        - _FURTHER * (_is_further(reading, p, links) or _is_gone(reading, p, links))
        for p, s in scores.items()
        if p not in own
    }
    if not counted:
        return _only_foreign_town(reading)
    return max(counted, key=lambda p: (counted[p], str(p)))


_FAR = 1.5
"""How much it counts that a town lies abroad, as twin towns do: as much as being named once or twice."""


def is_abroad(reading: Reading, party: Party) -> bool:
    """True for a town of another country, and for one outside the gazetteer."""
    return party[0] == "city" and int(party[1]) in _abroad(reading, {int(party[1])})


_FURTHER = 2.3
"""How much it counts against a town that it is only told among other partners."""
_ALSO = re.compile(
    r"\b(?:aussi|également|par ailleurs|en outre|auch|außerdem|ausserdem|ferner|zudem|"
    r"ebenfalls|(?:zwei|drit|vier|fünf|sechs)te[nrms]?|second|third|fourth|deuxième|troisième|quatrième|"
    r"weitere[nrms]?|übrige[nrms]?|"
    r"also|further|other|besides|autres?)\b",
    re.I,
)


def _is_further(reading: Reading, party: Party, links: list[Link]) -> bool:
    """True where every sentence that ties a town says that it is one more: "… est aussi jumelée à …"."""
    return _all_say(reading, party, links, _ALSO)


_SIGNED = 3.5
"""How much it counts that a paper is signed in a town abroad."""
_IN = re.compile(r"\b(?:in|at|à) $", re.I)


def _hosts_signing(reading: Reading, party: Party) -> bool:
    """True for a town abroad in which the release says that somebody signs a paper."""
    return is_abroad(reading, party) and any(
        party_of(m) == party and _IN.search(reading.document.text, max(0, m.start - 4), m.start)
        for index, skeleton in reading.skeletons.items()
        if skeleton.every("FAN") and skeleton.every("P") and reading.has_cue("sign", index)
        for m in skeleton.every("C")
    )


_NO_MORE = re.compile(
    r"\bnicht mehr\b|\bkeine Partner\w+ mehr\b|\bno longer\b|\bn[’']est plus\b|\bne (?:sont|"
    r"fait|compte) plus\b",
    re.I,
)


def _is_gone(reading: Reading, party: Party, links: list[Link]) -> bool:
    """True where all that ties a town is that it is a partner no more: "Elle n’est plus jumelée avec …"."""
    return _all_say(reading, party, links, _NO_MORE)


def _all_say(reading: Reading, party: Party, links: list[Link], words: re.Pattern[str]) -> bool:
    """True where every sentence that ties a town has one of *words*, and there is such a sentence."""
    told = [k.sentence for k in links if party in k.parties]
    return bool(told) and all(words.search(reading.words(i)) for i in told)


_LEAD = 1.5
"""How much it counts that a town is named at the top, as the news is."""
_TOP = 700
"""Characters of a release in which its news is told."""


def _leads(reading: Reading, party: Party) -> bool:
    """True for a town abroad that the top of the release names."""
    return is_abroad(reading, party) and _first(reading, int(party[1])) < _TOP


_PROMINENT = 3


def _prominent(reading: Reading) -> list[Party]:
    """Return the towns that a release about a partnership names again and again, whatever ties them to it."""
    named = reading.salience.most_common() if reading.speaks_of_twinning else []
    return [("city", town) for town, count in named if count >= _PROMINENT and town not in reading.oriented]


_BOND = re.compile(r"partner|jumel|twin", re.I)


def _only_foreign_town(reading: Reading) -> Party | None:
    """Return the one town abroad that a release names right before it speaks of "the partnership".

    Where its words for the link are clear ("sister cities"), the one town abroad that it names anywhere.
    """
    if reading.home is None:
        return None
    bonds = [n for n in reading.nouns if n.group == "weak_relationship" and _is_loose_bond(reading, n)]
    clear = [
        n for n in reading.nouns if not n.is_weak and n.group != "instrument" and "states" not in n.flags
    ]
    towns: set[int] = set()
    for noun in (*bonds, *clear):
        index = reading.document.sentence_at(noun.start)
        near = (reading.skeletons[i] for i in range(index - 2, index + 1) if i in reading.skeletons)
        towns |= {m.record.geonames_id for skeleton in near for m in skeleton.every("C")}
    anywhere = {c.geonames_id for c in reading.cities} - reading.oriented
    told = _abroad(reading, anywhere if clear or len(bonds) > 1 else towns)
    if clear and not told and len(anywhere - {reading.home}) == 1:
        return ("city", next(iter(anywhere - {reading.home})))  # twins at home: the one other town there is
    known = [t for t in told if t in towns or reading.salience[t] > 1 or len(told) == 1]
    if not known or (len(known) > 1 and not clear and len(bonds) < _OFTEN):
        return None
    return ("city", max(known, key=lambda town: (reading.salience[town], -_first(reading, town))))


_OFTEN = 2
"""How often a loose word for a bond stands in a release that is about one."""


def _is_loose_bond(reading: Reading, noun: AgreementNoun) -> bool:
    tells = _BOND.search(noun.text) is not None or is_of_both_towns(reading, noun)
    tells = tells or _is_dated_bond(reading, noun)
    return tells and not is_others_bond(reading, noun)


_THEIRS = re.compile(r"\b(?:ihre[rn]?|their|leurs?) (?:[a-zäöüé]+ )?$")


def _is_dated_bond(reading: Reading, noun: AgreementNoun) -> bool:
    """True for what began in a year: "a friendship that began in 1988", "das Bestehen ihrer Verbindung"."""
    index = reading.document.sentence_at(noun.start)
    theirs = _THEIRS.search(reading.document.text[max(0, noun.start - 24) : noun.start]) is not None
    sentence = reading.document.sentences[index]
    if not reading.heads_between(sentence.start, sentence.end):
        return False
    return (noun.kind == "friendship" or theirs) and next(
        find_hits(reading, index, "since"), None
    ) is not None


def _first(reading: Reading, town: int) -> int:
    """Return where a town is named first."""
    return min((c.start for c in reading.cities if c.geonames_id == town), default=0)


def _abroad(reading: Reading, towns: set[int]) -> set[int]:
    """Return the *towns* of other countries, and those outside the gazetteer, whose country nobody knows."""
    place = reading.gazetteer.place
    home = place(reading.home).country if reading.home is not None else ""
    return {t for t in towns - {reading.home} if place(t).country != home and (home or place(t).country)}


def _link_scores(home: Party | None, links: list[Link]) -> dict[Party, float]:
    """Return how closely links tie each party to *home*.

    A sentence counts once, and towns of a list count little.
    """
    scores: dict[Party, float] = defaultdict(float)
    per_rule = Counter((k.sentence, k.words.rule) for k in links)
    seen: set[tuple[int, Party]] = set()
    for link in links:
        for party in link.parties - {home} if home in link.parties else ():
            if (link.sentence, party) not in seen:
                seen.add((link.sentence, party))
                listed = per_rule[link.sentence, link.words.rule] > 2
                weak = link.noun is not None and link.noun.is_weak
                scores[party] += 0.5 if listed else 1.0 if weak else 3.0
                scores[party] += 3.0 * (link.words.rule == "link-new-joins")
    return scores


def _salience(reading: Reading, party: Party) -> float:
    if party[0] == "city":
        return reading.salience[int(party[1])]
    return sum(1 for i in (*reading.institutions, *reading.regions) if i.name == party[1])
