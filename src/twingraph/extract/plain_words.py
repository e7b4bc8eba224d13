"""Whether a release speaks of twin towns at all: by a plain word, or by loose ones in good company."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from twingraph.extract.nouns import AgreementNoun
from twingraph.extract.skeleton import expand_macros

if TYPE_CHECKING:  # a reading asks here, and hands itself over
    from twingraph.extract.reading import Reading

_BOND = re.compile(
    r"partner|parten|freundschaft|friendship|amiti|liens?\b|relation|links?\b|ties\b|bonds?\b|beziehung|"
    r"verbindung|bande\b",
    re.I,
)
_PARTNERS = re.compile(r"partner|twin|jumel|sister|schwester", re.I)
_WITH_YEAR = re.compile(
    expand_macros(
        r"{C}(?: in [A-Z][\w ]{2,20}| ?\([^(){D}]{1,30}\))? ?\((?:[^(){D}{C}]{0,24}){D}[^()]{0,24}\)", {}
    )
)
_MANY = 3
_PARTNERSHIP = re.compile(
    r"partnerschaft(?:en)?|jumelages?|partnerships?|partenariats?|freundschaft(?:en)?|friendship|amitié", re.I
)
_WITH = re.compile(
    r" (?:mit|with|avec)(?: (?:der|dem|the|la|le))?(?: [a-zäöüß]+en)?(?: (?:Stadt|Gemeinde|city of|town "
    r"of|ville de))? "
)
_BOTH_TOWNS = re.compile(
    r"\b(?:(?:die|den|der|unsere[nr]?|zwischen) (?:beiden|zwei)|beide[rn]?|(?:the |our )?(?:two|both)|"
    r"les deux|"
    r"(?:les|des|nos|aux) deux)(?: [a-zäöüéè]+)? "
    r"(?:Städten?|Gemeinden?|Kommunen?|Orten?|Dörfern?|Marktgemeinden|Stadtgemeinden|Rathäusern?|cities|"
    r"towns|"
    r"communities|villages|municipalities|villes|communes|cités|municipalités|bourgs)\b"
)
_PLAIN = frozenset({"relationship", "partner", "founding", "renewal"})
"""Groups of nouns that mean a city partnership wherever they stand."""


def speaks_of_twinning(reading: Reading) -> bool:
    """True where a release has a plain word for a city partnership, if only to deny one.

    A loose one ("Partnerschaft") is plain beside "die beiden Städte", right before a town, or where the mayor
    of another town acts.  A list of towns with their years is as good, where partners are spoken of.
    """
    told = (_is_plain(reading, noun) for noun in reading.nouns)
    if any(told) or any(_ties_towns(reading, index) for index in reading.skeletons):
        return True
    return _PARTNERS.search(reading.document.text) is not None and any(
        lists_years(reading, index) for index in reading.skeletons
    )


def _is_plain(reading: Reading, noun: AgreementNoun) -> bool:
    if noun.group in _PLAIN:
        return "states" not in noun.flags
    bond = noun.is_weak and _BOND.search(noun.text) is not None
    if bond and (is_of_both_towns(reading, noun) or _is_of_home(reading, noun)):
        return True
    return _PARTNERSHIP.fullmatch(noun.text) is not None and (
        _is_with_town(reading, noun) or _is_beside_a_mayor(reading, noun)
    )


_TIES = re.compile(
    r"(?<![\w-])(?:befreundet|verschwistert|verbrüdert|liiert|verbandelt|partnerschaftlich verbunden|"
    r"andere[nr]? Partner|[Tt]winned|[Pp]aired|sister|jumelée?s?|amies|liées|unies)(?![\w-])"
)


def _ties_towns(reading: Reading, index: int) -> bool:
    """True for a sentence in which loose words tie a town abroad, and no organisation stands."""
    skeleton = reading.skeletons[index]
    towns = {m.record.geonames_id for m in skeleton.every("C")}
    tied = _TIES.search(skeleton.text) or any(
        _PARTNERSHIP.fullmatch(m.record.text) for m in skeleton.every("W")
    )
    if not towns or skeleton.every("H") or not tied:
        return False
    lands = {reading.gazetteer.place(town).country for town in towns}
    home = reading.home
    return home is not None and bool(lands - {reading.gazetteer.place(home).country})


def lists_years(reading: Reading, index: int) -> bool:
    """True for a sentence with three towns, each with a year in brackets behind it."""
    skeleton = reading.skeletons[index]
    if len(skeleton.every("C")) < _MANY or len(skeleton.every("D")) < _MANY:
        return False
    return sum(1 for _ in _WITH_YEAR.finditer(skeleton.text)) >= _MANY


def is_of_both_towns(reading: Reading, noun: AgreementNoun) -> bool:
    """True for a word for a bond beside "die beiden Städte", in its sentence or the one before."""
    document = reading.document
    start = document.sentences[max(0, document.sentence_at(noun.start) - 1)].start
    return document.search_in(_BOTH_TOWNS, start, noun.end + 60) is not None


def _is_of_home(reading: Reading, noun: AgreementNoun) -> bool:
    """True for "Leeds ended its bond with Lille": the issuing town, a loose word, then another town."""
    index = reading.document.sentence_at(noun.start)
    skeleton = reading.skeletons.get(index)
    own = skeleton is not None and any(m.record.geonames_id == reading.home for m in skeleton.every("C"))
    return own and _is_with_town(reading, noun)


def _is_beside_a_mayor(reading: Reading, noun: AgreementNoun) -> bool:
    """True in a sentence in which the mayor of another town acts: "der Bürgermeister von Lille"."""
    sentence = reading.document.sentences[reading.document.sentence_at(noun.start)]
    near = (r for r in reading.roles if sentence.start <= r.start < sentence.end)
    return any(r.concept == "mayor" and r.city not in (None, reading.home) for r in near)


def _is_with_town(reading: Reading, noun: AgreementNoun) -> bool:
    """True for "die Partnerschaft mit Lille" in a sentence that names no organisation."""
    with_it = _WITH.match(reading.document.text, noun.end)
    if with_it is None or not reading.towns_along.between(with_it.end(), with_it.end() + 1):
        return False
    sentence = reading.document.sentences[reading.document.sentence_at(noun.start)]
    return not reading.houses_along.between(sentence.start, sentence.end)
