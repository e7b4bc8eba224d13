"""Since when a relationship stands, and until when it stood."""

from __future__ import annotations

import re

from twingraph.extract.dates import parse_number
from twingraph.extract.nouns import AgreementNoun, cue_pattern
from twingraph.extract.reading import Reading
from twingraph.extract.records import Party, Relationship, Words, party_of
from twingraph.extract.rules import Rule
from twingraph.extract.skeleton import Skeleton
from twingraph.model import PartialDate


def add_beginnings(
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


def add_ends(reading: Reading, relationships: list[Relationship], pair: frozenset[Party] | None) -> None:
    """Note until when a relationship stood, where the text says that it ended in a year."""
    for index, skeleton in reading.skeletons.items():
        for rule in reading.rules("end"):
            for match in rule.pattern.finditer(skeleton.text):
                dates = skeleton.inside(match.span("date"), "D")
                words = Words(
                    skeleton.offset(match.start()), skeleton.offset(match.end()), rule.id, rule.confidence
                )
                for relationship in (
                    _subjects(reading, relationships, pair, index, skeleton, match) if dates else ()
                ):
                    relationship.until = (dates[0].record.date, words)
                    relationship.statuses.setdefault("ended", words)


def _is_suspension(reading: Reading, skeleton: Skeleton, match: re.Match[str]) -> bool:
    """True where the year says since when a link rests or is over, not since when it stands."""
    before = skeleton.text[max(0, match.start() - 80) : match.start()]
    return any(
        cue_pattern(reading.lexicon, reading.language, c).search(before) for c in ("suspended", "ended")
    )


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


_STRANGER = re.compile(
    r"\b(?i:mit|with|avec) (?:der Stadt )?[A-ZÄÖÜÉ][\w-]{3,} (?:wurde|ist|besteht|was|has|is|a été|est)\b"
)


def names_stranger(skeleton: Skeleton) -> bool:
    """True where the sentence gives the link to a name that is no town we know: "mit Atlantis besteht"."""
    return bool(_STRANGER.search(skeleton.text))


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
        return [r for r in relationships if towns & r.parties and r.parties <= towns | {reading.home_party}]
    at = skeleton.offset(match.start())
    if re.search(r"hier wie dort|here and there|de part et d", skeleton.text):
        return [r for r in relationships if any(k.sentence == index for k in r.links)]
    here = [
        (abs(k.words.start - at), i)
        for i, r in enumerate(relationships)
        for k in r.links
        if k.sentence == index
    ]
    inside = [m.record for m in skeleton.inside(match.span(), "RTF") if isinstance(m.record, AgreementNoun)]
    if inside and here:
        same = [(d, i) for d, i in here if relationships[i].kind == inside[0].kind]
        here = same or here
    if here:
        return [relationships[min(here)[1]]]
    town = reading.section_town(index)
    near = [r for r in relationships if town and r.parties == frozenset({reading.home_party, ("city", town)})]
    mains = near or [r for r in relationships if r.parties == pair]
    if names_stranger(skeleton):
        return []
    nouns = skeleton.every("RTFWN")
    about = nouns or re.search(
        r"verbunden|verbindung|zusammenarbeit|linked|began|freundschaft|beziehung", skeleton.text, re.I
    )
    return mains[:1] if about else []
