"""Links -> the lasting relationships between towns: twinnings, friendships, solidarity."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

from twingraph.extract.bare_nouns import Table, add_bare_nouns, is_circle
from twingraph.extract.beginnings import add_beginnings, add_ends
from twingraph.extract.bond_aftermath import add_aftermath
from twingraph.extract.bond_statuses import add_statuses
from twingraph.extract.focus import Focus
from twingraph.extract.hits import find_hits, is_planned_at
from twingraph.extract.loose_bonds import is_others_bond
from twingraph.extract.near_bonds import add_near_beginnings, add_near_bonds
from twingraph.extract.reading import Reading
from twingraph.extract.records import Link, Party, Relationship, is_of_houses, party_of

_GROUPS = frozenset({"relationship", "partner", "founding", "renewal"})


def find_relationships(reading: Reading, links: list[Link], focus: Focus) -> list[Relationship]:
    """Return the relationships that *links* and the bare nouns speak of, each with its beginnings."""
    table = Table()
    clear = any(n.group in ("relationship", "founding", "partner") for n in reading.nouns)
    far = Counter(k.noun for k in links if k.noun and _is_abroad(reading, k.parties))
    for link in links:
        if link.noun is not None and link.noun.kind == "letter-of-intent":
            continue  # a paper, and no bond yet
        named = link.noun.group in _GROUPS if link.noun else _is_of_towns(reading, link)
        listed = link.noun is not None and far[link.noun] >= _SEVERAL and link.noun.kind != "cooperation"
        if named or listed or _is_weak_bond(reading, link, clear=clear):
            for parties in _pairs(link, reading):
                table.add(_kind(reading, link), parties, link)
    add_bare_nouns(reading, table, focus, {link.noun for link in links})
    dated = add_near_bonds(reading, table)
    kept = _settled(reading, _without_echoes(table.relationships))
    add_beginnings(reading, kept, focus)
    add_near_beginnings(kept, dated)
    add_statuses(reading, kept)
    add_aftermath(reading, kept)
    add_ends(reading, kept, focus)
    return sorted(kept, key=lambda r: (r.links[0].words.start, r.kind, sorted(map(str, r.parties))))


_SEVERAL = 2
"""Towns abroad in a list of partners that make one at home a partner too."""
_WORKS = "link-cooperates"
"""How the rules begin that read a cooperation from a verb."""


def _is_of_towns(reading: Reading, link: Link) -> bool:
    """True unless only a verb tells of a cooperation with a town at home: neighbours share buses and bins."""
    return not link.words.rule.startswith(_WORKS) or _is_abroad(reading, link.parties)


def _kind(reading: Reading, link: Link) -> str:
    """Return what a link is: as its noun says, else as the one word for a link inside, else a twinning.

    A verb alone tells a cooperation.
    """
    if is_of_houses(link) and link.noun is not None and link.noun.is_weak:
        return "cooperation"
    if link.noun is not None:
        return link.noun.kind
    inside = {
        m.record.kind
        for m in reading.skeletons[link.sentence].every("RT")
        if link.words.start <= m.start < link.words.end
    }
    told = reading.document.text[link.words.start : link.words.end + _BEHIND]
    friends = _FRIENDS.search(told) is not None and not _TWINS.search(told)
    one = inside.pop() if len(inside) == 1 else "friendship" if friends else "twinning"
    return "cooperation" if link.words.rule.startswith(_WORKS) else one


_BEHIND = 30
_FRIENDS = re.compile(
    r"\b(?<!eng )befreundet\b|\b(?:eine|une|a) (?:[a-zäöüé]+ )?(?:Freundschaft|amitié|friendship)\b"
)
_TWINS = re.compile(r"partner|schwester|verschwister", re.I)


def _settled(reading: Reading, relationships: list[Relationship]) -> list[Relationship]:
    """Mark what is only planned; of that, keep what a clear noun names."""
    for relationship in relationships:
        relationship.planned = _is_planned(reading, relationship)
    denied = _denied_pairs(reading)
    relationships = [r for r in relationships if not (r.parties in denied and _is_loose_twinning(r))]
    return [r for r in relationships if not r.planned or _is_named(r, "relationship") or _is_sought(r)]


def _denied_pairs(reading: Reading) -> set[frozenset[Party]]:
    """Return the pairs of towns of which a sentence says that they are no partners."""
    pairs: set[frozenset[Party]] = set()
    for noun in reading.nouns:
        if "denied" in noun.flags and noun.group in ("relationship", "partner"):
            skeleton = reading.skeletons.get(reading.document.sentence_at(noun.start))
            named = {party_of(m) for m in skeleton.every("C")} if skeleton else set()
            pairs.add(
                frozenset(
                    named if len(named) > 1 or reading.home_party is None else named | {reading.home_party}
                )
            )
    return pairs


def _is_loose_twinning(relationship: Relationship) -> bool:
    """True for a twinning that only words such as "ties" tell."""
    return relationship.kind == "twinning" and _is_loose(relationship) and not relationship.statuses


def _is_sought(relationship: Relationship) -> bool:
    """True where a town says whose partner it wants to be: "Lille will Kölns Partnerstadt werden"."""
    return any(link.words.rule in _SEEKS for link in relationship.links)


_SEEKS = frozenset({"link-wants-partner", "link-shall-follow"})


def _is_named(relationship: Relationship, *groups: str) -> bool:
    return any(link.noun and link.noun.group in groups for link in relationship.links)


_BOND = re.compile(r"partner|parten|freund|friend|amiti", re.I)
_OWN = re.compile(r"\b(?:ihre[rn]?|seine[rn]?|unsere[rn]?|its|our|sa|notre) $")
"""What makes a loose word that of the town: "der Jahrestag seiner Partnerschaft mit Kaiserslautern"."""
_FEAST = re.compile(r"Jahrestag|Jubiläum|Bestehen|Geburtstag|anniversary|anniversaire", re.I)
_OF_THE_TOWN = re.compile(r"\b(?:town|city|village|borough|council|Stadt|Gemeinde|ville|commune)(?:[’']s)? $")
_WITH = frozenset({"link-with", "link-own", "link-leads-to", "link-second-of"})
_TOLD = re.compile(r"-chain$|^link-listed$|^link-genitive|^link-their|^link-goes-on")


def _is_weak_bond(reading: Reading, link: Link, *, clear: bool) -> bool:
    """True for "die Partnerschaft mit Lille": a loose word, but tied to a town by its year or abroad.

    Where the release names city partnerships elsewhere (*clear*), the loose word is enough.
    """
    if link.noun is None or link.noun.group != "weak_relationship":
        return False
    if is_of_houses(link):
        return not reading.skeletons[link.sentence].every("AFV")
    if link.noun.kind == "cooperation":
        return _is_lasting_cooperation(reading, link)
    before = reading.document.text[max(0, link.noun.start - 12) : link.noun.start]
    feast = _FEAST.search(reading.words(link.sentence)) is not None and _OWN.search(before) is not None
    if link.words.rule == "link-with" and feast and _BOND.search(link.noun.text):
        return not reading.strange_houses(link.sentence)
    if link.since is not None or _TOLD.search(link.words.rule) or (clear and link.words.rule in _WITH):
        return True
    if reading.speaks_of_twinning and _is_dated(reading, link):
        return True
    if link.words.rule == "link-regions":
        return bool(_BOND.search(link.noun.text))
    dated = link.words.rule == "link-with" and _is_dated(reading, link)
    own = _OF_THE_TOWN.search(reading.document.text[max(0, link.noun.start - 30) : link.noun.start])
    if dated and _is_abroad(reading, link.parties) and (own or not is_others_bond(reading, link.noun)):
        return True
    houses = reading.strange_houses(link.sentence)
    return bool(_BOND.search(link.noun.text)) and not houses and _is_abroad(reading, link.parties)


def _is_lasting_cooperation(reading: Reading, link: Link) -> bool:
    """True for a cooperation with one town abroad that has gone on since a year, or was ended."""
    if reading.strange_houses(link.sentence) or not _is_abroad(reading, link.parties):
        return False
    ended = reading.cue("ended").search(reading.words(link.sentence))
    return link.since is not None or ended is not None or _is_dated(reading, link)


def _is_dated(reading: Reading, link: Link) -> bool:
    """True where the sentence of a link says since when it stands."""
    return next(find_hits(reading, link.sentence, "since"), None) is not None


def _is_abroad(reading: Reading, parties: frozenset[Party]) -> bool:
    """True where the issuing town and another one of another country are all there is."""
    towns = [int(p[1]) for p in parties if p[0] == "city"]
    countries = {reading.gazetteer.place(t).country for t in towns}
    return reading.home in towns and len(towns) == len(parties) == len(countries) == 2


def _pairs(link: Link, reading: Reading) -> list[frozenset[Party]]:
    """Return the parties of a relationship.

    Its towns; organisations only where fewer than two towns stand.
    """
    towns = frozenset(p for p in link.parties if p[0] == "city")
    ring = link.noun is not None and is_circle(link.noun)
    if len(towns) < 2 or (ring and len(towns) > 2):
        return [link.parties]
    if len(towns) == 2:
        return [towns]
    home = reading.home_party
    if home in towns:
        return [frozenset({home, p}) for p in sorted(towns - {home}, key=str)]
    return [frozenset(p) for p in combinations(sorted(towns, key=str), 2)][:1]


def _without_echoes(relationships: list[Relationship]) -> list[Relationship]:
    """Drop what only a loose word says ("Partnerstädten wie …") where a clear noun names its pair."""
    clear = [r for r in relationships if _is_named(r, "relationship", "founding")]
    told = {r.parties for r in clear}
    partners = {r.parties for r in relationships if _is_named(r, "partner")}
    kept = [r for r in relationships if r in clear or r.parties not in told]
    kept = [r for r in kept if r.parties not in partners or not _is_loose(r)]
    return [r for r in kept if not _is_said_better(r, kept)]


def _is_said_better(relationship: Relationship, kept: list[Relationship]) -> bool:
    """True for a list of years without a word, where its sentence says of the same pair what binds it."""
    bare = {k.sentence for k in relationship.links if k.words.rule == "link-dated-list" and k.noun is None}
    if len(bare) != len({k.sentence for k in relationship.links}):
        return False
    others = (r for r in kept if r is not relationship and r.parties == relationship.parties)
    return any(k.sentence in bare for r in others for k in r.links)


def _is_loose(relationship: Relationship) -> bool:
    """True where only loose words name a relationship: "ein halbes Jahrhundert Freundschaft"."""
    nouns = [link.noun for link in relationship.links]
    return all(noun is not None and noun.group == "weak_relationship" for noun in nouns)


_PLANNED = re.compile(
    r"\bin vorbereitung\b|\bgeplante[nrsm]?\b|\bangestrebte[nrsm]?\b|\bkünftige[nrsm]?\b|"
    r"\b(?:weg|aussicht) (?:zu|auf) eine[rn]?\b|"
    r"\bsoll\b[^.;]{0,60}(?:begründet|geschlossen|werden)\b(?! worden)|"
    r"\bbeschlossen\b[^.;]{0,160}\b(?:einzugehen|zu begründen|zu schließen|aufzunehmen|"
    r"anzustreben|anzubahnen)\b|"
    r"\b(?:ermächtigt|beauftragt|bevollmächtigt)\b[^.;]{0,160}"
    r"\bzu (?:vereinbaren|schließen|begründen|verhandeln)\b|"
    r"\b(?:voted|agreed|decided|resolved) to (?:seek|pursue|establish|enter into|form|become)\b|"
    r"\b(?:décidé|voté)\b[^.;]{0,60}\b(?:de se jumeler|d[’']engager|d[’']entamer|de conclure)\b|"
    r"\bplanned\b|\bproposed\b|\bprospective\b|\ben projet\b|\bfutur\w*\b|\benvisagé\w*\b",
    re.I,
)


def _is_planned(reading: Reading, relationship: Relationship) -> bool:
    """True where every word for the relationship stands beside one that only plans it."""
    told = [is_planned_at(reading, k.sentence, k.words.start) for k in relationship.links if k.noun is None]
    if not all(told):
        return False
    named = [link for link in relationship.links if link.noun]
    named = [link for link in named if link.noun and not link.noun.is_weak] or named
    return bool(named or told) and all(_is_plan(reading, link) for link in named)


def _is_plan(reading: Reading, link: Link) -> bool:
    noun = link.noun
    if noun is None:
        return False
    sentence = reading.document.sentences[link.sentence]
    first, last = max(sentence.start, noun.start - 90), min(sentence.end, noun.end + 60)
    near = reading.document.text[first:last]
    return bool(_PLANNED.search(near)) or is_planned_at(reading, link.sentence, noun.start)
