"""Loose words for a bond ("Partnerschaft", "link"): whether they may mean one of towns at all."""

from __future__ import annotations

import re

from twingraph.extract.nouns import AgreementNoun
from twingraph.extract.reading import Reading

WITH_OTHERS = re.compile(
    r" (?:mit|with|avec) (?:dem|der|den|einem|einer|the|an?|le|la|l[’']|un|une|its|seinem|ihrem|son|sa)\b"
    r"(?![^.;,]{0,25}(?:[Ss]tadt|[Gg]emeinde|[Pp]artner|[Kk]olleg|[Ss]eite|cit|town|twin|sister|council|"
    r"ville|commune|jumel|[Kk]reis|[Rr]egion|County|counterpart|homologue))"
)


def is_with_others(reading: Reading, noun: AgreementNoun) -> bool:
    """True for a loose word whose other side is named and is no town: "das Abkommen mit dem Tierheim"."""
    if not WITH_OTHERS.match(reading.document.text, noun.end):
        return False
    return not reading.towns_along.between(noun.end, noun.end + 60)


def is_others_bond(reading: Reading, noun: AgreementNoun) -> bool:
    """True for a bond of companies, clubs or persons, in a release that has no plain word for a twinning."""
    if is_with_others(reading, noun):
        return True
    sentence = reading.document.sentences[reading.document.sentence_at(noun.start)]
    if _two_heads(reading, sentence.start, sentence.end):
        return False
    houses = reading.houses_along.between(sentence.start, sentence.end)
    return not reading.speaks_of_twinning and (bool(houses) or _IS_LINE.search(noun.text) is not None)


def _two_heads(reading: Reading, start: int, end: int) -> bool:
    """True for a sentence in which the heads of two towns act: their bond is that of the towns."""
    return len({r.person.name for r in reading.heads_between(start, end)}) > 1


_IS_LINE = re.compile(r"verbindung|link|liaison|beziehung|relation|kontakt|ties|liens|bonds", re.I)
"""Words that mean a railway line or a way of getting on before they mean towns."""
