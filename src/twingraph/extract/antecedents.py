"""What a sentence takes up from those before it: "die Stadt am Neckar", "both towns", further partners."""

from __future__ import annotations

import re

from twingraph.extract.hits import Hit
from twingraph.extract.reading import Reading
from twingraph.extract.records import Party, party_of


def has_antecedent(reading: Reading, hit: Hit) -> bool:
    """True unless the rule goes on about partners ("-after") and the sentence before names none.

    A rule of loose words ("-loose") only needs a release that speaks of twinnings at all.
    """
    if hit.rule.id.endswith("-loose"):
        return reading.speaks_of_twinning
    if not hit.rule.id.endswith("-after"):
        return True
    start, end = reading.document.sentences[max(0, hit.sentence - _AFTER)].start, hit.words.end
    bonds = (
        n
        for n in reading.nouns
        if (n.group in _BONDS or _PARTNERSHIP.match(n.text)) and "states" not in n.flags
    )
    return any(start <= noun.start < end for noun in bonds)


_BONDS = ("relationship", "partner", "founding")
_PARTNERSHIP = re.compile(
    r"partnerschaft|partnership|jumelage|(?:links?|ties|liens?|verbindung(?:en)?)$", re.I
)

_AFTER = 2
"""Sentences before one that goes on about partners, in which the word for them may stand."""


def named_before(reading: Reading, hit: Hit) -> Party | None:
    """Return the last town of the sentence before, which "Die Stadt am Neckar" or "it" takes up."""
    before = reading.document.sentences[hit.sentence - 1] if hit.sentence else None
    towns = reading.towns_along.between(before.start, before.end) if before else []
    return ("city", towns[-1].geonames_id) if towns else None


def pair_before(reading: Reading, hit: Hit) -> frozenset[Party] | None:
    """Return the two towns that "both towns" takes up, None where the text names more or fewer.

    They stand in the sentence itself or in one of the two before it; beside the issuing town one other is
    enough.  Towns of one country share much that is no bond, unless the release speaks of twinnings.
    """
    towns: set[Party] = {party_of(m) for m in hit.skeleton.every("C") if m.start < hit.start}
    first = reading.document.sentences[hit.sentence]
    for index in range(hit.sentence - 1, max(-1, hit.sentence - 1 - _BACK), -1):
        if towns - {reading.home_party}:
            break
        before = reading.document.sentences[index]
        near = reading.towns_along.between(before.start, min(before.end, first.start))
        towns |= {("city", town.geonames_id) for town in near}
    if len(towns) == 1 and reading.home_party is not None:
        towns.add(reading.home_party)
    countries = {reading.gazetteer.place(int(t)).country for kind, t in towns if kind == "city"}
    told = reading.speaks_of_twinning or len(countries) == _PAIR
    return frozenset(towns) if len(towns) == _PAIR and told else None


_BACK = 2
_PAIR = 2
