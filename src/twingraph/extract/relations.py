"""Links -> the lasting relationships between towns: twinnings, friendships, solidarity."""

from __future__ import annotations

import re
from itertools import combinations

from twingraph.extract.beginnings import add_beginnings, add_ends, names_stranger
from twingraph.extract.nouns import AgreementNoun, cue_pattern
from twingraph.extract.reading import Reading
from twingraph.extract.records import RELATIONSHIP_GROUPS, Link, Party, Relationship, Words


def find_relationships(reading: Reading, links: list[Link], partner: Party | None) -> list[Relationship]:
    """Return the relationships that *links* and the bare nouns speak of, each with its beginnings."""
    table: dict[tuple[str, frozenset[Party]], Relationship] = {}
    clear = any(n.group in ("relationship", "founding", "partner") for n in reading.nouns)
    for link in links:
        if link.noun is None or link.noun.group in RELATIONSHIP_GROUPS or (clear and _is_weak_bond(link)):
            kind = link.noun.kind if link.noun else "twinning"
            for parties in _pairs(link, reading):
                table.setdefault((kind, parties), Relationship(kind, parties)).links.append(link)
    pair = frozenset({reading.home_party, partner}) if partner and reading.home_party else None
    if pair:
        _add_bare_nouns(reading, table, pair, links)
    kept = _without_echoes(list(table.values()))
    for relationship in kept:
        relationship.planned = _is_planned(reading, relationship)
    kept = [
        r for r in kept if not r.planned or any(k.noun and k.noun.group == "relationship" for k in r.links)
    ]
    add_beginnings(reading, kept, pair)
    _add_statuses(reading, kept)
    add_ends(reading, kept, pair)
    return sorted(kept, key=lambda r: (r.links[0].words.start, r.kind, sorted(map(str, r.parties))))


def _is_weak_bond(link: Link) -> bool:
    """True for "die Partnerschaft mit Lille": a loose word, but tied to a town."""
    return link.noun is not None and link.noun.group == "weak_relationship" and link.words.rule == "link-with"


def _pairs(link: Link, reading: Reading) -> list[frozenset[Party]]:
    """Return the parties of a relationship: its towns; organisations only where fewer than two towns stand."""
    towns = frozenset(p for p in link.parties if p[0] == "city")
    ring = link.noun is not None and re.match(r"ring|drei|vier|trilateral|mehr", link.noun.text, re.I)
    if len(towns) < 2 or (ring and len(towns) > 2):
        return [link.parties]
    if len(towns) == 2:
        return [towns]
    home = reading.home_party
    if home in towns:
        return [frozenset({home, p}) for p in sorted(towns - {home}, key=str)]
    return [frozenset(p) for p in combinations(sorted(towns, key=str), 2)][:1]


def _add_bare_nouns(
    reading: Reading,
    table: dict[tuple[str, frozenset[Party]], Relationship],
    pair: frozenset[Party],
    links: list[Link],
) -> None:
    """Give relationship nouns without towns beside them to the main pair."""
    linked = {link.noun for link in links}
    for index, skeleton in reading.skeletons.items():
        for mention in skeleton.every("RF"):
            noun: AgreementNoun = mention.record
            if noun in linked or noun.flags & {"denied", "states"} or names_stranger(skeleton):
                continue
            town = reading.section_town(index)
            if town and ("city", town) not in pair and reading.home_party:
                parties = frozenset({reading.home_party, ("city", town)})
                link = Link(parties, noun, Words(noun.start, noun.end, "relationship-section", 0.7), index)
                table.setdefault((noun.kind, parties), Relationship(noun.kind, parties)).links.append(link)
                continue
            key = (noun.kind, pair)
            if key in table or not any(p == pair for _, p in table) or noun.group == "relationship":
                link = Link(pair, noun, Words(noun.start, noun.end, "relationship-noun", 0.8), index)
                table.setdefault(key, Relationship(noun.kind, pair)).links.append(link)
    _add_section_partners(reading, table, linked)
    if not any(parties == pair for _, parties in table):
        _add_weak_nouns(reading, table, pair)


def _add_section_partners(
    reading: Reading,
    table: dict[tuple[str, frozenset[Party]], Relationship],
    linked: set[AgreementNoun | None],
) -> None:
    """Read "die Partnerstadt" without a name as the one town that its section is about."""
    for index, skeleton in reading.skeletons.items():
        for mention in skeleton.every("T"):
            noun: AgreementNoun = mention.record
            town = reading.section_town(index)
            plural = re.search(r"städte|ies$|towns$|gemeinden|villes", noun.text, re.I)
            if noun in linked or not town or plural or not reading.home_party:
                continue
            parties = frozenset({reading.home_party, ("city", town)})
            if not any(p == parties for _, p in table):
                link = Link(parties, noun, Words(noun.start, noun.end, "relationship-section", 0.7), index)
                table[noun.kind, parties] = Relationship(noun.kind, parties, [link])


def _add_weak_nouns(
    reading: Reading, table: dict[tuple[str, frozenset[Party]], Relationship], pair: frozenset[Party]
) -> None:
    """Where no clear word stands for the main pair, take "Partnerstadt", "Partnerschaft", "Freundschaft" for it."""
    for letters in ("T", "W"):
        for index, skeleton in reading.skeletons.items():
            for mention in skeleton.every(letters):
                noun: AgreementNoun = mention.record
                link = Link(pair, noun, Words(noun.start, noun.end, "relationship-weak-noun", 0.6), index)
                table.setdefault((noun.kind, pair), Relationship(noun.kind, pair)).links.append(link)
        if table:
            return


def _without_echoes(relationships: list[Relationship]) -> list[Relationship]:
    """Drop what only a loose word says ("Partnerstädten wie …") where a clear noun gives the same pair another kind."""
    kept = []
    for one in relationships:
        clear = any(k.noun and k.noun.group in ("relationship", "founding") for k in one.links)
        rival = any(
            o is not one
            and o.parties == one.parties
            and any(k.noun and k.noun.group in ("relationship", "founding") for k in o.links)
            for o in relationships
        )
        if clear or not rival:
            kept.append(one)
    return kept


_PLANNED = re.compile(
    r"\bin vorbereitung\b|\bgeplante[nrsm]?\b|\bangestrebte[nrsm]?\b|\bkünftige[nrsm]?\b|"
    r"\b(?:weg|aussicht) (?:zu|auf) eine[rn]?\b|\bsoll\b[^.;]{0,60}(?:begründet|geschlossen|werden)|"
    r"\bplanned\b|\bproposed\b|\bprospective\b|\ben projet\b|\bfutur\w*\b|\benvisagé\w*\b",
    re.I,
)


def _is_planned(reading: Reading, relationship: Relationship) -> bool:
    """True where every word for the relationship stands beside one that only plans it."""
    nouns = [link.noun for link in relationship.links if link.noun]
    text = reading.document.text
    return bool(nouns) and all(_PLANNED.search(text[max(0, n.start - 50) : n.end + 60]) for n in nouns)


_STATUS = {"ended": "ended", "suspended": "suspended"}


def _add_statuses(reading: Reading, relationships: list[Relationship]) -> None:
    """Note that a relationship was ended or suspended, where such a word stands in the same sentence."""
    for relationship in relationships:
        for link in relationship.links:
            sentence = reading.document.sentences[link.sentence]
            text = reading.document.words(sentence)
            for cue, status in _STATUS.items():
                match = cue_pattern(reading.lexicon, reading.language, cue).search(text)
                if (
                    match
                    and link.noun
                    and link.noun.group == "relationship"
                    and not _is_paper_near(reading, link.sentence)
                ):
                    words = Words(sentence.start, sentence.end, f"status-{status}", 0.8)
                    relationship.statuses.setdefault(status, words)


def _is_paper_near(reading: Reading, sentence: int) -> bool:
    skeleton = reading.skeletons.get(sentence)
    return bool(skeleton and skeleton.every("AVN"))
