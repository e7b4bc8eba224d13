"""Words for a partnership with no town beside them -> links of the main pair or of the section's town."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from twingraph.extract.beginnings import names_stranger
from twingraph.extract.circles import announced_circle
from twingraph.extract.focus import Focus
from twingraph.extract.hits import find_hits
from twingraph.extract.loose_bonds import is_others_bond
from twingraph.extract.main_partner import is_abroad
from twingraph.extract.nouns import AgreementNoun
from twingraph.extract.paper_windows import signs_in_sentence
from twingraph.extract.paragraphs import lead_of_paragraph
from twingraph.extract.reading import Reading
from twingraph.extract.records import Link, Party, Relationship, Words, party_of
from twingraph.extract.skeleton import expand_macros

Key = tuple[str, frozenset[Party]]

_PLURAL = re.compile(r"städte|ies$|towns$|gemeinden|villes", re.I)


@dataclass
class Table:
    """The relationships of one release by kind and parties, in the order in which they were found."""

    by_key: dict[Key, Relationship] = field(default_factory=dict)

    @property
    def relationships(self) -> list[Relationship]:
        """All of them."""
        return list(self.by_key.values())

    def add(self, kind: str, parties: frozenset[Party], link: Link) -> None:
        """Add a link to the relationship of *kind* between *parties*, which begins with its first link."""
        relationship = self.by_key.setdefault((kind, parties), Relationship(kind, parties))
        relationship.links.append(link)
        relationship.sentences.add(link.sentence)

    def holds_firmly(self, parties: frozenset[Party]) -> bool:
        """True where more than loose words tie *parties*."""
        firm = (r for (_, known), r in self.by_key.items() if parties <= known)
        return any(k.noun is None or not k.noun.is_weak for r in firm for k in r.links)

    def holds(self, parties: frozenset[Party]) -> bool:
        """True where *parties* have a relationship of any kind, alone or in a larger circle."""
        return any(parties <= known for _, known in self.by_key)


def is_circle(noun: AgreementNoun) -> bool:
    """True for nouns such as Ringpartnerschaft, which tie more than two towns."""
    return bool(_CIRCLE.match(noun.text))


_CIRCLE = re.compile(r"ring|drei|vier|trilateral|mehr", re.I)


def add_bare_nouns(reading: Reading, table: Table, focus: Focus, linked: set[AgreementNoun | None]) -> None:
    """Give nouns that no rule *linked* with towns to the town their sentence is about, else the main pair."""
    pair = focus.main
    if pair is None:
        return
    announced = announced_circle(reading)
    for index, noun in _nouns(reading, "RF"):
        unusable = bool(noun.flags & {"denied", "states"}) or names_stranger(reading.skeletons[index])
        unusable |= noun.group == "relationship" and _SEVERAL.search(noun.text) is not None
        before = reading.document.text[max(0, noun.start - 60) : noun.start]
        unusable |= _INTENT_ABOUT.search(before) is not None
        renewed = reading.document.text[max(0, noun.start - 14) : noun.end]
        old = any(h.rule.id in _OF_THEN for h in find_hits(reading, index, "since"))
        unusable |= noun.group == "founding" and _RENEWED.search(renewed) is not None and not old
        if noun not in linked and not unusable:
            near = _pair_of_heads(reading, index) or _known_pair(reading, table, index)
            near = near or focus.pair_at(index) or _section_pair(reading, index)
            _add_noun(table, near, pair, announced, index, noun)
    _add_section_partners(reading, table, focus, linked)
    _add_dated_weak_nouns(reading, table, focus, linked)
    if not table.holds(pair):
        _add_weak_nouns(reading, table, pair, linked)


def _pair_of_heads(reading: Reading, index: int) -> frozenset[Party] | None:
    """Return the issuing side and the town whose mayor acts in a sentence that names no other."""
    sentence = reading.document.sentences[index]
    held = reading.heads_between(sentence.start, sentence.end)
    heads = {("city", r.city) for r in held if r.city}
    pair = _sole_pair(reading, index)
    if (
        pair
        and len({r.person.name for r in held}) > 1
        and all(is_abroad(reading, p) for p in pair - {reading.home_party})
    ):
        return pair
    skeleton = reading.skeletons[index]
    signed = _OF_TOWN.search(skeleton.text) is not None and signs_in_sentence(reading, index)
    return pair if pair and (signed or pair - {reading.home_party} <= heads) else None


def _known_pair(reading: Reading, table: Table, index: int) -> frozenset[Party] | None:
    """Return the issuing side and the one other town of a sentence, where words elsewhere tie them."""
    pair = _sole_pair(reading, index)
    return pair if pair and table.holds(pair) else None


_OF_TOWN = re.compile(expand_macros(r"{C}(?:[’']s|s) (?:[A-ZÄÖÜ][\w-]+ ){0,2}{P}", {}))
"""Somebody who acts for a town: "Dresden's Eva Berg signed"."""

_INTENT_ABOUT = re.compile(
    r"(?:[Aa]bsichtserklärung|[Ll]etters? of [Ii]ntent|[Dd]éclaration d[’']intention|"
    r"[Ll]ettre d[’']intention)\w* (?:(?:über|zu|für) eine[rn]? |(?:for|on|about|towards) an? |"
    r"(?:sur|pour|relative à|en vue d[’e]) ?une? )"
    r"(?:[\w-]+ )?$"
)
"""What two towns only intend is none of their bonds yet."""

_SEVERAL = re.compile(r"(?:schaften|schwisterungen|twinnings|partnerships|jumelages|partenariats)$", re.I)
"""Partnerships at large ("who looks after the twinnings") are not the one that the release is about."""

_OF_THEN = ("since-predecessors", "since-vorgaenger")
_RENEWED = re.compile(r"renew|erneuer|renouv", re.I)
"""In the name of a paper: it founds no relationship of its own."""


def _nouns(reading: Reading, kinds: str) -> Iterator[tuple[int, AgreementNoun]]:
    """Yield the nouns of *kinds*, each with the index of its sentence."""
    for index, skeleton in reading.skeletons.items():
        for mention in skeleton.every(kinds):
            yield index, mention.record


def _add_noun(
    table: Table,
    section: frozenset[Party] | None,
    pair: frozenset[Party],
    announced: frozenset[Party],
    index: int,
    noun: AgreementNoun,
) -> None:
    circle = _circle(table, noun, pair, announced)
    if circle:
        table.add(noun.kind, circle, _bare_link(circle, noun, index, "relationship-noun", 0.8))
    elif section and section != pair:
        table.add(noun.kind, section, _bare_link(section, noun, index, "relationship-section", 0.7))
    elif (noun.kind, pair) in table.by_key or not table.holds_firmly(pair) or noun.group == "relationship":
        table.add(noun.kind, pair, _bare_link(pair, noun, index, "relationship-noun", 0.8))


def _circle(
    table: Table, noun: AgreementNoun, pair: frozenset[Party], announced: frozenset[Party]
) -> frozenset[Party] | None:
    """Return the circle of three towns or more that the main pair belongs to, where the noun means one."""
    if not is_circle(noun):
        return None
    circles = [parties for kind, parties in table.by_key if kind == noun.kind and len(parties) > 2]
    return next((parties for parties in circles if pair <= parties), None) or announced


def _section_pair(reading: Reading, index: int) -> frozenset[Party] | None:
    """Return the issuing side and the one town that the section around a sentence is about."""
    town = reading.section_town(index)
    home = reading.home_party
    return frozenset({home, ("city", town)}) if town and home else None


def _bare_link(
    parties: frozenset[Party], noun: AgreementNoun, index: int, rule: str, confidence: float
) -> Link:
    return Link(parties, noun, Words(noun.start, noun.end, rule, confidence), index)


def _add_section_partners(
    reading: Reading, table: Table, focus: Focus, linked: set[AgreementNoun | None]
) -> None:
    """Read "die Partnerstadt" without a name as the one town that its section is about."""
    for index, noun in _nouns(reading, "T"):
        section = (
            _both_before(reading, index)
            or _both_of_paragraph(reading, index)
            or focus.pair_at(index)
            or _section_pair(reading, index)
        )
        if noun in linked or _PLURAL.search(noun.text) or not section or _is_of_houses(reading, index, noun):
            continue
        if _KIN.fullmatch(noun.text) and not reading.towns_along.between(noun.start - _OWNER, noun.start):
            continue  # "Schillers Schwester in Gera" is no town
        dated = bool(reading.skeletons[index].every("D")) and (noun.kind, section) not in table.by_key
        if table.holds(section) and not dated:
            continue
        table.add(noun.kind, section, _bare_link(section, noun, index, "relationship-section", 0.7))


_KIN = re.compile(r"schwester|zwillingsschwester|partnerin|sister|sœur", re.I)
_OWNER = 30
"""Characters before such a word in which the town stands whose sister it is."""
_OF_TOWNS = re.compile(r"stadt|städt|gemeind|kommun|ort|dorf|kreis|cit|town|vill|commun|jumel|twin", re.I)


def _is_of_houses(reading: Reading, index: int, noun: AgreementNoun) -> bool:
    """True for words that bind houses too ("zu Partnern werden"), in a sentence that names some."""
    return _OF_TOWNS.search(noun.text) is None and bool(reading.strange_houses(index))


_BOTH = re.compile(
    r"^(?:Les deux|Die beiden|Beide|The two|Both|The pair|Die zwei)\b|"
    r"\b(?:die beiden|beide|the two|both|les deux) (?:Städte|Gemeinden|Kommunen|Orte|towns|cities|"
    r"villes|communes)\b",
    re.I,
)


def _both_before(reading: Reading, index: int) -> frozenset[Party] | None:
    """Return the two towns that the sentence before names, where this one goes on with "Both towns …"."""
    before = reading.skeletons.get(index - 1)
    if before is None or not _BOTH.search(reading.words(index)):
        return None
    towns = {party_of(m) for m in before.every("C")}
    if len(towns) == 1 and reading.home_party is not None:
        towns.add(reading.home_party)
    return frozenset(towns) if len(towns) == _PAIR else None


_PAIR = 2


def _both_of_paragraph(reading: Reading, index: int) -> frozenset[Party] | None:
    """Return the issuing side and the town of the paragraph, where a sentence says "The two towns"."""
    town = lead_of_paragraph(reading, index)
    if town is None or reading.home_party is None or not _BOTH.search(reading.words(index)):
        return None
    return frozenset({reading.home_party, ("city", town)})


def _add_dated_weak_nouns(
    reading: Reading, table: Table, focus: Focus, linked: set[AgreementNoun | None]
) -> None:
    """Take a loose word that tells its beginning ("une amitié, née en 1981") for the pair it is about."""
    for index, noun in _nouns(reading, "W") if reading.speaks_of_twinning else ():
        near = _sole_pair(reading, index) or _pair_before(reading, index, noun) or focus.pair_at(index)
        usable = noun not in linked and noun.kind != "cooperation" and _BOND.search(noun.text)
        if near and usable and not table.holds(near) and next(find_hits(reading, index, "since"), None):
            table.add(noun.kind, near, _bare_link(near, noun, index, "relationship-dated-noun", 0.7))


_THAT = re.compile(r"(?:Die|Diese|Jene|The|That|This|La|Cette|L[’'])\s?(?:\w+ )?$")


def _pair_before(reading: Reading, index: int, noun: AgreementNoun) -> frozenset[Party] | None:
    """Return the issuing side and the town abroad that "Die Verbindung …" takes up."""
    sentence = reading.document.sentences[index]
    opens = _THAT.fullmatch(reading.document.text[sentence.start : noun.start])
    before = reading.skeletons.get(index - 1)
    if opens is None or before is None or reading.skeletons[index].every("C"):
        return None
    towns = {party_of(m) for m in before.every("C")} - {reading.home_party}
    town = towns.pop() if len(towns) == 1 else None
    return (
        frozenset({reading.home_party, town})
        if reading.home_party and town and is_abroad(reading, town)
        else None
    )


def _sole_pair(reading: Reading, index: int) -> frozenset[Party] | None:
    """Return the issuing side and the one other town that a sentence names."""
    towns = {party_of(m) for m in reading.skeletons[index].every("C")} - {reading.home_party}
    return frozenset({reading.home_party, *towns}) if reading.home_party and len(towns) == 1 else None


_BOND = re.compile(
    r"partner|freund|friend|amiti|jumel|verbind|bezieh|^bande?$|^links?$|^ties$|^bonds?$|^liens?$", re.I
)


def _add_weak_nouns(
    reading: Reading, table: Table, pair: frozenset[Party], linked: set[AgreementNoun | None]
) -> None:
    """Take "Partnerstadt", else "Partnerschaft" or "Freundschaft" for the main pair."""
    for kinds in ("T", "W"):
        for index, noun in _nouns(reading, kinds):
            stranger = kinds == "W" and (is_others_bond(reading, noun) or _SEVERAL.search(noun.text))
            if noun in linked or noun.kind == "cooperation" or stranger:
                continue
            table.add(noun.kind, pair, _bare_link(pair, noun, index, "relationship-weak-noun", 0.6))
        if table.holds(pair):
            return
