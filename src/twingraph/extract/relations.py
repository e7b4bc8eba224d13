"""Skeletons -> the lasting links between towns: twinnings, friendships, solidarity, and since when they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

from twingraph.extract.cities import CityMention
from twingraph.extract.dates import parse_number
from twingraph.extract.institutions import InstitutionMention
from twingraph.extract.nouns import AgreementNoun, cue_pattern
from twingraph.extract.reading import Reading
from twingraph.extract.rules import Rule
from twingraph.extract.skeleton import Skeleton, Typed
from twingraph.model import PartialDate

Party = tuple[str, int | str]
"""("city", GeoNames id) or ("institution", name)."""

RELATIONSHIP_GROUPS = frozenset({"relationship", "partner", "founding", "renewal"})


@dataclass(frozen=True, slots=True)
class Words:
    """Bounds in the normalised text of the words that say something, the rule that read them and its confidence."""

    start: int
    end: int
    rule: str
    confidence: float = 0.95


@dataclass(frozen=True, slots=True)
class Link:
    """One place where the text says that *parties* are linked; ``noun`` is the word for the link, if there is one."""

    parties: frozenset[Party]
    noun: AgreementNoun | None
    words: Words
    sentence: int
    since: tuple[PartialDate, Words, int] | None = None


@dataclass
class Relationship:
    """A lasting link of one kind, with all that the release says of it."""

    kind: str
    parties: frozenset[Party]
    links: list[Link] = field(default_factory=list)
    since: list[tuple[PartialDate, Words, str]] = field(default_factory=list)
    statuses: dict[str, Words] = field(default_factory=dict)
    planned: bool = False
    until: tuple[PartialDate, Words] | None = None


def party_of(mention: Typed) -> Party:
    record = mention.record
    if isinstance(record, InstitutionMention):
        return ("institution", record.name)
    return ("city", record.geonames_id)


def find_links(reading: Reading) -> list[Link]:
    """Return every link that a rule reads, in the order of the text.

    Rules are tried in the order of their files; what an earlier one tied to a named town or to a larger circle, a
    later one does not tie to the issuing town or to a part of the circle.
    """
    found: list[Link] = []
    for index, skeleton in reading.skeletons.items():
        claimed: set[int] = set()
        circles: list[frozenset[Party]] = []
        for rule in reading.rules("link"):
            for match in rule.pattern.finditer(skeleton.text):
                if _is_claimed(skeleton, match, claimed, circles):
                    continue
                found += _links_of(reading, index, skeleton, rule, match)
                if match.groupdict().get("one"):
                    claimed |= {m.start for g in ("one", "others", "dated") for m in _group(skeleton, match, g)}
                if match.groupdict().get("parties"):
                    circles.append(frozenset(_parties(skeleton, match, "parties")))
    return sorted(found, key=lambda k: (k.words.start, k.words.end, k.words.rule))


def _group(skeleton: Skeleton, match: re.Match[str], group: str) -> list[Typed]:
    return skeleton.inside(match.span(group), "C") if match.groupdict().get(group) else []


def _is_claimed(
    skeleton: Skeleton, match: re.Match[str], claimed: set[int], circles: list[frozenset[Party]]
) -> bool:
    """True where an earlier rule has said of these towns with whom they are linked."""
    partners = [m.start for g in ("partners", "dated") for m in _group(skeleton, match, g)]
    if partners and not match.groupdict().get("one") and set(partners) <= claimed:
        return True
    parties = frozenset(party_of(m) for m in _group(skeleton, match, "parties"))
    return bool(parties) and any(parties < circle for circle in circles)


def _links_of(
    reading: Reading, index: int, skeleton: Skeleton, rule: Rule, match: re.Match[str]
) -> Iterator[Link]:
    """Yield the links of one match: all *parties* with each other, or each of a list with the one town."""
    noun = _noun(skeleton, match)
    words = Words(skeleton.offset(match.start()), skeleton.offset(match.end()), rule.id, rule.confidence)
    groups = match.groupdict()
    if groups.get("parties"):
        yield from _linked(frozenset(_parties(skeleton, match, "parties")), noun, words, index)
    for group in ("partners", "others"):
        if groups.get(group):
            yield from _listed(reading, index, skeleton, match, group, noun, words)
    if groups.get("dated"):
        yield from _dated(reading, index, skeleton, match, noun, words)


def _listed(
    reading: Reading,
    index: int,
    skeleton: Skeleton,
    match: re.Match[str],
    group: str,
    noun: AgreementNoun | None,
    words: Words,
) -> Iterator[Link]:
    """Yield a link for each town of a list, with the year that stands beside it."""
    named = [party_of(m) for m in skeleton.inside(match.span("one"), "C")] if match.groupdict().get("one") else []
    one: Party | None = named[0] if named else reading.home_party
    town: Party | None = None
    kinds = "CID" if one and one[0] == "institution" else "CD"
    for mention in skeleton.inside(match.span(group), kinds):
        if mention.kind == "D" and town and one:
            since = (mention.record.date, Words(words.start, mention.end, words.rule, 0.9), mention.start)
            yield from _linked(frozenset({one, town}), noun, words, index, since)
            town = None
        elif mention.kind != "D":
            if town and one:
                yield from _linked(frozenset({one, town}), noun, words, index)
            town = party_of(mention)
    if town and one:
        yield from _linked(frozenset({one, town}), noun, words, index)


def _dated(
    reading: Reading,
    index: int,
    skeleton: Skeleton,
    match: re.Match[str],
    noun: AgreementNoun | None,
    words: Words,
) -> Iterator[Link]:
    """Yield a link for each town of a chain in which the year stands before its towns."""
    subject = skeleton.inside(match.span("one"), "C") if match.groupdict().get("one") else []
    one = party_of(subject[0]) if subject else reading.home_party
    mentions = skeleton.inside(match.span("dated"), "CID" if one and one[0] == "institution" else "CD")
    towns_first = bool(mentions) and mentions[0].kind != "D"
    date: Typed | None = None
    for mention in reversed(mentions) if towns_first else mentions:
        if mention.kind == "D":
            date = mention
        elif one and party_of(mention) != one:
            bounds = (min(mention.start, date.start), max(mention.end, date.end)) if date else (0, 0)
            since = (date.record.date, Words(*bounds, words.rule, 0.9), date.start) if date else None
            yield from _linked(frozenset({one, party_of(mention)}), noun, words, index, since)


Since = tuple[PartialDate, Words, int]


def _linked(
    parties: frozenset[Party], noun: AgreementNoun | None, words: Words, index: int, since: Since | None = None
) -> Iterator[Link]:
    if len(parties) > 1:
        yield Link(parties, noun, words, index, since)


def _parties(skeleton: Skeleton, match: re.Match[str], group: str) -> list[Party]:
    return [party_of(m) for m in skeleton.inside(match.span(group), "CI")]


def _noun(skeleton: Skeleton, match: re.Match[str]) -> AgreementNoun | None:
    if not match.groupdict().get("anchor"):
        return None
    nouns = [m.record for m in skeleton.inside(match.span("anchor"), "CYIDPRTFAWVN") if isinstance(m.record, AgreementNoun)]
    return nouns[0] if nouns else None


def main_partner(reading: Reading, links: list[Link]) -> Party | None:
    """Return the town that the release is mainly about beside the issuing one, if any partnership word ties them."""
    home = reading.home_party
    scores: dict[Party, float] = {}
    per_rule = Counter((k.sentence, k.words.rule) for k in links)
    seen: set[tuple[int, Party]] = set()
    for link in links:
        for party in link.parties - {home}:
            if home in link.parties and (link.sentence, party) not in seen:
                seen.add((link.sentence, party))
                listed = per_rule[link.sentence, link.words.rule] > 2
                weak = link.noun is not None and link.noun.group.startswith("weak")
                scores[party] = scores.get(party, 0.0) + (0.5 if listed else 1.0 if weak else 3.0)
    for skeleton in reading.skeletons.values():
        nouns = skeleton.every("RTFAN")
        for mention in skeleton.every("CY") if nouns else ():
            scores[party_of(mention)] = scores.get(party_of(mention), 0.0) + 0.5
    own = {home, ("city", reading.home)}
    counted = {p: s + _salience(reading, p) for p, s in scores.items() if p not in own}
    return max(counted, key=lambda p: (counted[p], str(p))) if counted else None


def _salience(reading: Reading, party: Party) -> float:
    if party[0] == "city":
        return reading.salience[int(party[1])]
    return sum(1 for i in reading.institutions if i.name == party[1])


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
    _add_beginnings(reading, kept, pair)
    _add_statuses(reading, kept)
    _add_ends(reading, kept, pair)
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
            if noun in linked or noun.flags & {"denied", "states"} or _STRANGER.search(skeleton.text):
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
    r"\bin vorbereitung\b|\bgeplante[nrsm]?\b|\bangestrebte[nrsm]?\b|\bkünftige[nrsm]?\b|\b(?:weg|aussicht) (?:zu|auf) eine[rn]?\b|\bsoll\b[^.;]{0,60}(?:begründet|geschlossen|werden)|"
    r"\bplanned\b|\bproposed\b|\bprospective\b|\ben projet\b|\bfutur\w*\b|\benvisagé\w*\b",
    re.I,
)


def _is_planned(reading: Reading, relationship: Relationship) -> bool:
    """True where every word for the relationship stands beside one that only plans it."""
    nouns = [link.noun for link in relationship.links if link.noun]
    text = reading.document.text
    return bool(nouns) and all(_PLANNED.search(text[max(0, n.start - 50) : n.end + 60]) for n in nouns)


def _add_beginnings(
    reading: Reading, relationships: list[Relationship], pair: frozenset[Party] | None
) -> None:
    """Read each date or number of years once: those of lists first, then by the first rule that fits."""
    used: set[int] = set()
    for relationship in relationships:
        for link in relationship.links:
            if link.since:
                relationship.since.append((link.since[0], link.since[1], "asserted"))
                used.add(link.since[2])
    for index, skeleton in reading.skeletons.items():
        for rule in (*reading.rules("since"), *reading.rules("since-next")):
            for match in rule.pattern.finditer(skeleton.text):
                dated = bool(match.groupdict().get("date"))
                at = skeleton.offset(match.start("date" if dated else "years"))
                if at not in used and not _is_suspension(reading, skeleton, match):
                    used.add(at)
                    _add_beginning(reading, relationships, pair, index, skeleton, rule, match)


def _add_ends(
    reading: Reading, relationships: list[Relationship], pair: frozenset[Party] | None
) -> None:
    """Note until when a relationship stood, where the text says that it ended in a year."""
    for index, skeleton in reading.skeletons.items():
        for rule in reading.rules("end"):
            for match in rule.pattern.finditer(skeleton.text):
                dates = skeleton.inside(match.span("date"), "D")
                words = Words(skeleton.offset(match.start()), skeleton.offset(match.end()), rule.id, rule.confidence)
                for relationship in _subjects(reading, relationships, pair, index, skeleton, match) if dates else ():
                    relationship.until = (dates[0].record.date, words)
                    relationship.statuses.setdefault("ended", words)


def _is_suspension(reading: Reading, skeleton: Skeleton, match: re.Match[str]) -> bool:
    """True where the year says since when a link rests or is over, not since when it stands."""
    before = skeleton.text[max(0, match.start() - 80) : match.start()]
    return any(cue_pattern(reading.lexicon, reading.language, c).search(before) for c in ("suspended", "ended"))


def _add_beginning(
    reading: Reading,
    relationships: list[Relationship],
    pair: frozenset[Party] | None,
    index: int,
    skeleton: Skeleton,
    rule: Rule,
    match: re.Match[str],
) -> None:
    value = _beginning(reading, skeleton, rule, match)
    if value is None:
        return
    words = Words(skeleton.offset(match.start()), skeleton.offset(match.end()), rule.id, rule.confidence)
    modality = "asserted" if match.groupdict().get("date") else "inferred"
    for relationship in _subjects(reading, relationships, pair, index, skeleton, match):
        relationship.since.append((value, words, modality))


def _beginning(reading: Reading, skeleton: Skeleton, rule: Rule, match: re.Match[str]) -> PartialDate | None:
    """Return the date of the match, or the year that its number of years leads back to."""
    if match.groupdict().get("date"):
        dates = skeleton.inside(match.span("date"), "D")
        return dates[0].record.date if dates else None
    issued = reading.document.release.issued
    years = parse_number(match["years"])
    if issued is None or not years:
        return None
    told = [m.record.date.year for m in skeleton.every("D") if m.record.until is None]
    feast = told[0] if len(told) == 1 and "anniversary" in rule.id and years < told[0] - 1800 else issued.year
    return PartialDate(min(feast, issued.year) + (rule.gives == "since-next") - years)


_STRANGER = re.compile(r"\b(?i:mit|with|avec) (?:der Stadt )?[A-ZÄÖÜÉ][\w-]{3,} (?:wurde|ist|besteht|was|has|is|a été|est)\b")


def _subjects(
    reading: Reading,
    relationships: list[Relationship],
    pair: frozenset[Party] | None,
    index: int,
    skeleton: Skeleton,
    match: re.Match[str],
) -> list[Relationship]:
    """Return the relationships whose beginning the match tells: named beside it, nearest in its sentence, or the main one."""
    if match.groupdict().get("parties"):
        towns = {party_of(m) for m in skeleton.inside(match.span("parties"), "C")}
        return [
            r for r in relationships if towns & r.parties and r.parties <= towns | {reading.home_party}
        ]
    at = skeleton.offset(match.start())
    if re.search(r"hier wie dort|here and there|de part et d", skeleton.text):
        return [r for r in relationships if any(k.sentence == index for k in r.links)]
    here = [
        (abs(k.words.start - at), i)
        for i, r in enumerate(relationships)
        for k in r.links
        if k.sentence == index
    ]
    inside = [
        m.record for m in skeleton.inside(match.span(), "RTF") if isinstance(m.record, AgreementNoun)
    ]
    if inside and here:
        same = [(d, i) for d, i in here if relationships[i].kind == inside[0].kind]
        here = same or here
    if here:
        return [relationships[min(here)[1]]]
    town = reading.section_town(index)
    near = [r for r in relationships if town and r.parties == frozenset({reading.home_party, ("city", town)})]
    mains = near or [r for r in relationships if r.parties == pair]
    if _STRANGER.search(skeleton.text):
        return []
    nouns = skeleton.every("RTFWN")
    about = nouns or re.search(
        r"verbunden|verbindung|zusammenarbeit|linked|began|freundschaft|beziehung", skeleton.text, re.I
    )
    return mains[:1] if about else []


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


def city_mention(reading: Reading, geonames_id: int) -> CityMention:
    """Return the first mention of a town, by its own name where there is one."""
    own = [c for c in reading.cities if c.geonames_id == geonames_id]
    named = [c for c in own if c.form == "name"] or own
    return named[0]
