"""Skeletons -> links: every place where the text says that towns are partners, and the main partner."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from twingraph.extract.nouns import AgreementNoun
from twingraph.extract.reading import Reading
from twingraph.extract.records import Link, Party, Since, Words, party_of
from twingraph.extract.rules import Rule
from twingraph.extract.skeleton import Skeleton, Typed


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
                    claimed |= {
                        m.start for g in ("one", "others", "dated") for m in _group(skeleton, match, g)
                    }
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
    named = (
        [party_of(m) for m in skeleton.inside(match.span("one"), "C")] if match.groupdict().get("one") else []
    )
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


def _linked(
    parties: frozenset[Party],
    noun: AgreementNoun | None,
    words: Words,
    index: int,
    since: Since | None = None,
) -> Iterator[Link]:
    if len(parties) > 1:
        yield Link(parties, noun, words, index, since)


def _parties(skeleton: Skeleton, match: re.Match[str], group: str) -> list[Party]:
    return [party_of(m) for m in skeleton.inside(match.span(group), "CI")]


def _noun(skeleton: Skeleton, match: re.Match[str]) -> AgreementNoun | None:
    if not match.groupdict().get("anchor"):
        return None
    nouns = [
        m.record
        for m in skeleton.inside(match.span("anchor"), "CYIDPRTFAWVN")
        if isinstance(m.record, AgreementNoun)
    ]
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
