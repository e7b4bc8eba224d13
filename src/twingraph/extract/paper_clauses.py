"""The clause that a noun for a paper stands in: whose paper it is, and where the words about it begin."""

from __future__ import annotations

import re

from twingraph.extract.nouns import AgreementNoun
from twingraph.extract.reading import Reading
from twingraph.extract.records import Party, Window, party_of
from twingraph.extract.skeleton import Skeleton, expand_macros

_OWN_CLAUSE = re.compile(
    r"(?<!\ue004), (?:die|der|das|welche[rs]?|which|qui|lesquels) (?P<told>[^,;:]*?)$",
)
_CLAUSE_SIGNS = re.compile(
    r"[^,;:]{0,60}\b(?:geschlossen|unterzeichnet|unterschrieben|vereinbart|"
    r"eingegangen) (?:hat|haben|hatten?)\b"
)
_CLAUSE_SIGNED = re.compile(
    r"\b(?:schlossen|unterzeichneten|unterschrieben|vereinbarten|renewed|signed|concluded|"
    r"entered into|agreed|signé|conclu|paraphé)\b"
)


def start_of_clause(skeleton: Skeleton, noun: AgreementNoun, start: int) -> int:
    """Return where the relative clause of houses begins that tell a paper of theirs, else *start*.

    "Berg würdigte den Austausch der Universitäten, die 2011 eine Vereinbarung geschlossen hatten".
    """
    at = next(
        (p for p, m in zip(skeleton.positions, skeleton.mentions, strict=True) if m.record is noun), None
    )
    clause = _OWN_CLAUSE.search(skeleton.text, 0, at) if at is not None else None
    if clause is None or at is None:
        return start
    signs = _CLAUSE_SIGNS.match(skeleton.text, at + 1) or _CLAUSE_SIGNED.search(clause["told"])
    return max(start, skeleton.offset(clause.start() + 2)) if signs else start


_HOUSE_SIGNS = re.compile(
    expand_macros(
        r"(?P<house>{IH})(?:[’']s)?(?: (?:has|have|had|hat|haben|hatte|a|ont|also|auch|recently|kürzlich))*"
        r" (?:signed|concluded|entered into|unterzeichnete|schloss|vereinbarte|signé|signe|conclu|signs)"
        r" (?:an? |eine[nr]? |ein |une? )[^.;,]{0,30}$",
        {},
    )
)
_OF_TOWNS = re.compile(
    r"council|city|town|stadt|\brat\b|kreis|region|county|gemeinde|mairie|conseil|commune|ville|district|provin|"
    r"twin|sister|jumel|partner",
    re.I,
)
"""Houses that act for a town."""


def is_signed_by_house(reading: Reading, skeleton: Skeleton, noun: AgreementNoun) -> bool:
    """True where a house that is no town's signs a paper of its own: "Enterprise Ireland signed a …"."""
    at = next(
        (p for p, m in zip(skeleton.positions, skeleton.mentions, strict=True) if m.record is noun), None
    )
    if at is None or (reading.home_party and reading.home_party[0] == "institution"):
        return False
    signs = _HOUSE_SIGNS.search(skeleton.text, 0, at)
    house = skeleton.inside(signs.span("house"), "IH")[0] if signs else None
    return house is not None and _OF_TOWNS.search(reading.document.text, house.start, house.end) is None


_HOUSES = (
    r"Universitäten|Hochschulen|Schulen|Gymnasien|Feuerwehren|Kammern|Vereine|Klubs|Clubs|Museen|Kliniken|"
    r"Krankenhäuser|Häfen|Flughäfen|Sportvereine|Musikschulen|Kirchengemeinden|Pfarreien|Pfarrgemeinden|Verbände|"
    r"Unternehmen|Verkehrsbetriebe|Stadtwerke|Sparkassen|Theater|Archive|Bibliotheken|Volkshochschulen|Messen|"
    r"Handelskammern|Handwerkskammern|universities|schools|colleges|clubs|chambers|museums|hospitals|ports|airports|"
    r"parishes|churches|fire brigades|companies|libraries|theatres|universités|écoles|"
    r"lycées|collèges|chambres|musées|"
    r"hôpitaux|ports|paroisses|entreprises|bibliothèques|clubs|théâtres"
)
_UNNAMED_SIGN = re.compile(
    expand_macros(
        rf"\b(?:die|zwei|the|two|les|deux|dass die|que les|that the)(?: beiden| zwei| two|"
        rf" deux)? (?:{_HOUSES})\b"
        r"(?P<between>[^.;:,{C}{I}{H}{P}]{0,45})$",
        {},
    )
)


def is_of_unnamed_houses(skeleton: Skeleton, noun: AgreementNoun) -> bool:
    """True for a paper of houses that nobody names: "dass die Hochschulen einen Vertrag schlossen"."""
    places = zip(skeleton.positions, skeleton.mentions, strict=True)
    at = next((p for p, m in places if m.record is noun), None)
    told = _UNNAMED_SIGN.search(skeleton.text, 0, at) if at is not None else None
    if told is None or at is None:
        return False
    behind = _CLAUSE_SIGNS.match(skeleton.text, at + 1) or _CLAUSE_CLOSED.match(skeleton.text, at + 1)
    return behind is not None or _CLAUSE_SIGNED.search(told["between"]) is not None


_CLAUSE_CLOSED = re.compile(r"[^,;:]{0,60}\b(?:abgeschlossen|verlängert|erneuert) (?:hat|haben|hatten?)\b")

_WITH = r"\b(?:mit|with|avec) (?:der Stadt |the city of |la ville de )?(?P<town>{C})"
_WITH_BEFORE = re.compile(expand_macros(_WITH + r"[^.;:,{C}]{0,50}(?:, {D}[^.;:,{C}]{0,30})?$", {}))
_WITH_BEHIND = re.compile(expand_macros(r"[^.;:,{C}]{0,20}" + _WITH, {}))


def is_with_another_town(reading: Reading, window: Window, pair: frozenset[Party]) -> bool:
    """True for a loose word for what binds a third town: "hatte nur mit Lille eine ähnliche Vereinbarung"."""
    skeleton = reading.skeletons[window.sentence]
    places = zip(skeleton.positions, skeleton.mentions, strict=True)
    at = next((p for p, m in places if m.record is window.noun), None)
    if at is None:
        return False
    told = _WITH_BEFORE.search(skeleton.text, 0, at) or _WITH_BEHIND.match(skeleton.text, at + 1)
    town = party_of(skeleton.inside(told.span("town"), "C")[0]) if told else None
    return town is not None and town not in pair and town != reading.home_party
