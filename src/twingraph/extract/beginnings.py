"""Since when a relationship stands, and until when it stood."""

from __future__ import annotations

import re

from twingraph.extract.beginning_years import beginning_of
from twingraph.extract.focus import Focus
from twingraph.extract.hits import Hit, find_hits
from twingraph.extract.paragraphs import lead_of_paragraph
from twingraph.extract.reading import Reading
from twingraph.extract.records import Party, Relationship, Words, party_of
from twingraph.extract.since_guards import is_in_office, is_of_houses, is_suspension
from twingraph.extract.skeleton import Skeleton
from twingraph.model import PartialDate


def add_beginnings(reading: Reading, relationships: list[Relationship], focus: Focus) -> None:
    """Read each date or number of years once: those of lists first, then by the first rule that fits."""
    used: set[int] = set()
    for relationship in relationships:
        for link in relationship.links:
            if link.since:
                date, words, at = link.since
                relationship.since.append((date, words, "asserted"))
                used.add(at)
    for index in reading.skeletons:
        for hit in find_hits(reading, index, "since"):
            told = next((group for group in ("date", "years") if hit.has(group)), None)
            at = hit.skeleton.offset(hit.match.start(told) if told else hit.match.start())
            apart = is_suspension(reading, hit) or is_in_office(reading, hit) or is_of_houses(hit)
            if at not in used and not apart:
                used.add(at)
                _add_beginning(reading, relationships, focus, hit)
    for relationship in relationships:
        if not relationship.since:
            _add_ever_since(reading, relationship)


_EVER_SINCE = re.compile(
    r"\b(?:ever since|since then|since that day|seither|seitdem|seit damals|seit jenem|depuis lors|"
    r"depuis ce jour)\b",
    re.I,
)


def _add_ever_since(reading: Reading, relationship: Relationship) -> None:
    """Take the past day of the sentence before "has been our sister city ever since"."""
    issued = reading.document.release.issued
    for link in relationship.links:
        if issued is None or not _EVER_SINCE.search(reading.words(link.sentence)):
            continue
        before = [
            reading.skeletons[link.sentence - i] for i in (1, 2, 3) if link.sentence - i in reading.skeletons
        ]
        days = [m for skeleton in before for m in skeleton.every("D") if m.record.until is None]
        past = [m for m in days if m.record.date.year < issued.year]
        if past:
            words = Words(past[0].start, past[0].end, "since-ever", 0.8)
            relationship.since.append((past[0].record.date, words, "inferred"))
            return


def add_ends(reading: Reading, relationships: list[Relationship], focus: Focus) -> None:
    """Note until when a relationship stood, where the text says that it ended in a year."""
    for index in reading.skeletons:
        for hit in find_hits(reading, index, "end"):
            dates = hit.mentions("date", "D")
            for relationship in _subjects(reading, relationships, focus, hit) if dates else ():
                relationship.until = (dates[0].record.date, hit.words)
                if hit.rule.id == _TO_COME:
                    continue
                relationship.statuses.setdefault("ended", hit.words)


_TO_COME = "end-runs-out"
"""The rule that reads an end still to come: such a bond is not over."""


def _add_beginning(reading: Reading, relationships: list[Relationship], focus: Focus, hit: Hit) -> None:
    """Note the beginning that the hit tells with each relationship that it is about."""
    value = beginning_of(reading, hit)
    if value is not None:
        modality = "asserted" if hit.has("date") else "inferred"
        for relationship in _subjects(reading, relationships, focus, hit):
            if relationship.planned:
                continue  # what is only planned has not begun
            if hit.has("parties") or not _is_told_otherwise(relationship, value):
                relationship.since.append((value, hit.words, modality))


def _is_told_otherwise(relationship: Relationship, value: PartialDate) -> bool:
    """True where another year stands right beside the partner's name: this one is somebody else's."""
    told = [link.since[0].iso for link in relationship.links if link.since]
    same = (iso.startswith(value.iso) or value.iso.startswith(iso) for iso in told)
    return bool(told) and not any(same)


_STRANGER = re.compile(
    r"\b(?i:mit|with|avec) (?:der Stadt )?[A-ZÄÖÜÉ][\w-]{3,} (?:wurde|ist|besteht|was|has|is|a été|est)\b"
)


def names_stranger(skeleton: Skeleton) -> bool:
    """True where the sentence gives the link to a name that is no town we know: "mit Atlantis besteht"."""
    return bool(_STRANGER.search(skeleton.text))


_OF_A_PAPER = "since-paper-dates"
_BOTH_ENDS = re.compile(r"hier wie dort|here and there|de part et d")
_BOND = re.compile(
    r"besteht|älteste|oldest|ancien|verbunden|verbindung|zusammenarbeit|linked|began|freundschaft|beziehung",
    re.I,
)


def _subjects(
    reading: Reading, relationships: list[Relationship], focus: Focus, hit: Hit
) -> list[Relationship]:
    """Return the relationships that the hit is about.

    Named in it, nearest in its sentence, or the main one.
    """
    if hit.has("parties"):
        towns = {party_of(m) for m in hit.mentions("parties", "C")}
        return [r for r in relationships if towns & r.parties and r.parties <= towns | {reading.home_party}]
    if _LATTER.match(hit.skeleton.text) and (last := _last_town(reading, hit.sentence - 1)):
        return [r for r in relationships if r.parties == frozenset({reading.home_party, last})]
    if focus.main and _BOTH_TOWNS.search(hit.skeleton.text[: hit.match.end()]):
        town = lead_of_paragraph(reading, hit.sentence)
        told = [r for r in relationships if town and r.parties == {reading.home_party, ("city", town)}]
        if told:
            return told[:1]
        return [r for r in relationships if r.parties == focus.main][:1]
    if _THAT_BOND.match(hit.skeleton.text) and hit.match.start() < _EARLY:
        told = [r for r in relationships if hit.sentence - 1 in r.sentences]
        if len(told) == 1:
            return told
    if hit.rule.id == "since-began-it":
        told = [r for r in relationships if hit.sentence - 1 in r.sentences]
        return told if len(told) == 1 else []
    if hit.rule.id == "since-both":
        return _last_two(relationships, hit.sentence)
    here = [r for r in relationships if hit.sentence in r.sentences]
    told = _of_its_clause(here, hit)
    if here and not told:
        return []  # the clause is about a town that nobody knows
    here = told or _named_here(reading, relationships, hit)
    if _BOTH_ENDS.search(hit.skeleton.text):
        return here
    if here and _founds_another(here, hit):
        return []
    return [_nearest(here, hit)] if here else _from_afar(reading, relationships, focus, hit)


def _of_its_clause(here: list[Relationship], hit: Hit) -> list[Relationship]:
    """Return those of *here* that the clause of the hit ties, where another clause ties them: "…; …"."""
    text, at = hit.skeleton.text, hit.match.start()
    start, end = text.rfind("; ", 0, at) + 1, text.find("; ", at)
    bond = any(c in "\ue005\ue006\ue007" for c in text[start : end if end >= 0 else len(text)])
    if (start == 0 and end < 0) or not bond:
        return here
    first = hit.skeleton.offset(start)
    last = hit.skeleton.offset(end if end >= 0 else len(text))
    return [
        r
        for r in here
        if any(k.sentence == hit.sentence and k.words.start < last and k.words.end > first for k in r.links)
    ]


def _founds_another(here: list[Relationship], hit: Hit) -> bool:
    """True for the day of a deed that makes a bond of another kind: a friendship becomes a partnership."""
    inside = [m.record for m in hit.skeleton.inside(hit.match.span(), "RTF")]
    return bool(inside) and inside[-1].group == "founding" and all(r.kind != inside[-1].kind for r in here)


def _last_two(relationships: list[Relationship], index: int) -> list[Relationship]:
    """Return the two relationships that the same sentence or one of the two before it names together."""
    for near in (index, index - 1, index - _BACK):
        told = [r for r in relationships if near in r.sentences]
        if len(told) == _BACK:
            return told
    return []


_BACK = 2


def _named_here(reading: Reading, relationships: list[Relationship], hit: Hit) -> list[Relationship]:
    """Return the relationship with the one partner that the sentence of the hit names."""
    towns = {party_of(m) for m in hit.skeleton.every("C")} - {reading.home_party}
    told = [
        r for r in relationships if len(towns) == 1 and towns <= r.parties and reading.home_party in r.parties
    ]
    return told if len(told) == 1 and (hit.skeleton.every("RTFWN") or _BOND.search(hit.skeleton.text)) else []


def _nearest(here: list[Relationship], hit: Hit) -> Relationship:
    """Return the relationship of the sentence whose words stand nearest, rather one of the kind named."""
    inside = [m.record for m in hit.skeleton.inside(hit.match.span(), "RTF")]
    same = [r for r in here if inside and r.kind == inside[0].kind]

    def gap(relationship: Relationship) -> int:
        told = [k.words for k in relationship.links if k.sentence == hit.sentence]
        near = (0 if w.start <= hit.start < w.end else abs(w.start - hit.start) for w in told)
        return min(near, default=len(hit.skeleton.text))

    return min(same or here, key=gap)


_BOTH_TOWNS = re.compile(
    r"(?:^|[;:.] )(?:The two|Both|Die beiden|Beide|Les deux|Nos deux|Our two) "
    r"(?:towns|cities|communities|Städte|Gemeinden|Kommunen|villes|communes|cités)\b[^;{C}]*$".replace(
        "{C}", "\ue000"
    )
)
"""A clause whose subject is the pair that the release is about."""

_EARLY = 40
_THAT_BOND = re.compile(
    r"(?:That|This|Diese|Dieser|Dieses|Jene|Cette|Ce) (?:[a-zäöüéß]+ )?[\ue005\ue006\ue007\ue009]"
)
"""How a sentence begins that goes on about the bond of the one before."""

_LATTER = re.compile(
    r"(?:Die |Das )?(?:[Ll]etztere|[Ll]etztgenannte)[nrs]?\b|[Tt]he (?:latter|"
    r"last (?:of (?:these|them)|named|mentioned))\b|(?:Cette|Ce) derni(?:er|ère)\b"
)
"""How a sentence begins that goes on about the town named last."""


def _last_town(reading: Reading, index: int) -> Party | None:
    """Return the town that a sentence names last."""
    towns = reading.skeletons[index].every("C") if index in reading.skeletons else []
    return party_of(towns[-1]) if towns else None


def _from_afar(
    reading: Reading, relationships: list[Relationship], focus: Focus, hit: Hit
) -> list[Relationship]:
    """Return the section's or the main relationship where a sentence without towns speaks of a bond."""
    bond = hit.skeleton.every("RTFWN") or _BOND.search(hit.skeleton.text) or hit.rule.id == _OF_A_PAPER
    strange = {party_of(m) for m in hit.skeleton.every("C")} - {reading.home_party} - (focus.main or set())
    if names_stranger(hit.skeleton) or not bond or strange:
        return []
    town = reading.section_town(hit.sentence)
    in_section = frozenset({reading.home_party, ("city", town)}) if town else None
    section = focus.pair_at(hit.sentence) or in_section
    near = [r for r in relationships if r.parties == section]
    return (near or [r for r in relationships if r.parties == focus.main])[:1]
