"""Towns abroad that no rule has tied to the issuing one -> links, where the words around them tell a bond."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from twingraph.extract.bare_nouns import Table
from twingraph.extract.hits import Hit, find_hits
from twingraph.extract.links import is_rumour, links_of
from twingraph.extract.main_partner import is_abroad
from twingraph.extract.plain_words import lists_years
from twingraph.extract.reading import Reading
from twingraph.extract.records import Link, Relationship, Words, party_of


def add_near_bonds(reading: Reading, table: Table) -> list[Link]:
    """Add to *table* what sentences tell of towns abroad that it does not tie to the issuing one yet.

    Return the links of those that it does tie, for the beginnings that they tell.  "Brügge ist seit 1961 an
    unserer Seite" means a twinning in a release that speaks of twinnings, and nothing elsewhere.
    """
    speaks = reading.speaks_of_twinning or any(_is_bond_abroad(reading, r) for r in table.relationships)
    if not speaks or reading.home_party is None:
        return []
    known: list[Link] = []
    for index in reading.skeletons:
        told = {p for r in table.relationships if index in r.sentences for p in r.parties}
        for link in chain(_links(reading, table, index), _members(reading, index)):  # each sees those before
            others = link.parties - {reading.home_party}
            if table.holds(link.parties) and link.since:
                known.append(link)
            if not table.holds(link.parties) and not others & told and not is_rumour(reading, link):
                table.add(link.noun.kind if link.noun else "twinning", link.parties, link)
    return known


def _is_bond_abroad(reading: Reading, relationship: Relationship) -> bool:
    """True for a twinning or friendship of the issuing side and one abroad, be it told by a loose word."""
    others = relationship.parties - {reading.home_party}
    lasting = relationship.kind in ("twinning", "friendship")
    return lasting and len(others) == 1 and is_abroad(reading, next(iter(others)))


def add_near_beginnings(relationships: list[Relationship], links: list[Link]) -> None:
    """Take the year that stands beside a town for the beginning of its bond, where nothing else tells it."""
    taken = {k.since[2] for r in relationships for k in r.links if k.since}
    for relationship in relationships:
        own = (k.since for k in links if k.parties == relationship.parties and k.since)
        told = (since for since in own if since[2] not in taken)
        since = next(told, None)
        if since and not relationship.since:
            date, words, _ = since
            relationship.since.append((date, words, "asserted"))


def _links(reading: Reading, table: Table, index: int) -> Iterator[Link]:
    """Yield the links that rules of the kind "near" read in a sentence, with towns abroad alone."""
    if _is_denied_here(reading, index):
        return
    for hit in find_hits(reading, index, "near"):
        listed = hit.rule.id == "near-bracket" and lists_years(reading, index)
        if (listed or not _is_of_others(reading, table, hit)) and not _tells_otherwise(hit):
            for link in links_of(reading, hit):
                if listed or all(p == reading.home_party or is_abroad(reading, p) for p in link.parties):
                    yield link


def _is_denied_here(reading: Reading, index: int) -> bool:
    """True for a sentence that says of a bond that there is none: "eine Partnerschaft hat nie bestanden"."""
    sentence = reading.document.sentences[index]
    return any("denied" in n.flags and sentence.start <= n.start < sentence.end for n in reading.nouns)


_PLURAL = re.compile(
    r"städten?$|gemeinden$|kommunen$|orten?$|ies$|towns$|villages$|villes|communes|jumelles$", re.I
)
_NOT_SO = re.compile(
    r"\b(?:nicht|kein\w*|weder|außer|ausser|statt|neither|not|nor|no|except|without|ni|pas|aucune?|hors|"
    r"sauf)\b",
    re.I,
)
_PLANS = re.compile(
    r"\b(?:[Gg]eplant|[Aa]ntrag|[Kk]andidat|[Bb]ewerb|candidat|planned|proposed|projet|en vue)\w*"
)
_OTHERS = re.compile(
    r"\b(?:deren|dessen|dortigen?|whose|their own|leurs|Partnerstädte(?:n)? von|twin towns of)\b"
)


_SEAT = 5
"""Characters between an organisation and the town where it sits: " in "."""
_ON_THE_WAY = re.compile(r"\b(?:nach|über|via|to|towards|near|far from|vers|près de|nahe|bei|unweit) $")
"""Before a town where somebody goes or that lies near."""


def _members(reading: Reading, index: int) -> Iterator[Link]:
    """Yield a link for each town abroad of a sentence that speaks of "the partner towns"."""
    skeleton = reading.skeletons[index]
    nouns = [m.record for m in skeleton.every("T") if _PLURAL.search(m.record.text)]
    unsure = any(p.search(skeleton.text) for p in (_NOT_SO, _OTHERS, _PLANS))
    if not nouns or unsure or reading.has_cue("wish", index):
        return
    home = reading.home_party
    assert home is not None
    seats = [m.end for m in skeleton.every("HI")]
    for town in skeleton.every("C"):
        if any(0 < town.start - end <= _SEAT for end in seats):
            continue  # "die Firma Berg in Lille"
        passed = _ON_THE_WAY.search(reading.document.text, max(0, town.start - 12), town.start)
        if is_abroad(reading, party_of(town)) and party_of(town) != home and not passed:
            words = Words(town.start, town.end, "near-plural", 0.7)
            yield Link(frozenset({home, party_of(town)}), nouns[0], words, index)


_OTHERWISE = re.compile(
    r"\b(?:leb|wohn|studier|leite|amtier|singt|spielt|fährt|fahr|reist|fliegt|gewann|verlor|siegte|Spiel|"
    r"Meister|Turnier|Firma|Werk\b|Fabrik|Museum|Zug\b|Bus\b|Route|live|studie|teach|taught|team|lost|won\b|"
    r"beat|played|factory|train\b|flight|tour\b|concert|film|novel|born|geboren|née? à|usine|habit|vit\b|"
    r"gagn|perdu|joué|équipe|entreprise|train\b|vol\b|roman\b|Roman\b)"
)
"""What towns and years go with that are no bond: a life, a journey, a match, a firm."""


def _tells_otherwise(hit: Hit) -> bool:
    """True where the clause before a match speaks of something else that a town and a year go with."""
    text, start = hit.skeleton.text, hit.match.start()
    clause = max(text.rfind(mark, 0, start) for mark in ".;:")
    merged = _MERGED.search(text, hit.match.end())
    return merged is not None or _OTHERWISE.search(text, clause + 1, hit.match.end()) is not None


_MERGED = re.compile(r"\b(?:merged|fusionn|eingemeindet|aufgegangen|absorbed)")
"""Behind a town that is none of its own any more."""


def _is_of_others(reading: Reading, table: Table, hit: Hit) -> bool:
    """True where a further town stands before the match, not tied to the issuing one: it may be its bond."""
    home = reading.home_party
    before = (m for m in hit.skeleton.every("C") if m.start < hit.start)
    strange = {
        p for p in map(party_of, before) if home and p != home and not table.holds(frozenset({home, p}))
    }
    return bool(strange) and not hit.skeleton.every("T")
