"""What the sentence behind a bond says of it: "Sie ruht seit 2022", "It ended in 2019"."""

from __future__ import annotations

import re

from twingraph.extract.bond_statuses import EVENT, NOT_SO
from twingraph.extract.reading import Reading
from twingraph.extract.records import Relationship, Words, party_of
from twingraph.extract.skeleton import Skeleton, expand_macros

_PRONOUN = re.compile(
    expand_macros(
        r"(?:Sie|Diese|Dieser|Es|It|This|That|Il|Elle|Celui-ci|Celle-ci)\b|"
        r"(?:(?:[Ii]n|[Ii]m|[Aa]m|[Ee]n|[Ss]eit|[Ss]ince|[Dd]epuis|[Zz]um|[Ee]nde|[Aa]nfang|Jahre?) )*{D},? "
        r"(?:(?:wurde|ist|war|endete|erlosch|ruht) (?:sie|diese)|it|il|elle)\b",
        {},
    )
)
_NOUN = re.compile(
    expand_macros(
        r"(?:Die|Diese|Jene|The|This|That|Le|La|Ce|Cette|Ces|Les) (?:[a-zäöüéè]+ )?"
        r"(?:{RW}|Verbindung|Beziehung(?:en)?|Kontakte|Bande|ties|links?|bond|contacts?|relations?|liens?)(?![\w-])|"
        r"(?:Alle|Sämtliche|All|Tous les) (?:offiziellen |official )?"
        r"(?:Kontakte|Beziehungen|contacts?|ties|liens)\b|"
        r"{D} (?:wurde|ist|war|endete|erlosch|ruht) (?:die|der|diese) (?:{RW}|Verbindung|Kontakt)",
        {},
    )
)
_LATTER = re.compile(
    r"(?:Die |Das )?(?:Letztere|Letztgenannte)[nrs]?\b|[Tt]he (?:latter|last)\b|"
    r"(?:Cette|Ce) (?:derni(?:er|ère))\b|(?:Le|La) derni(?:er|ère)\b"
)
"""How a sentence begins that goes on about the bond named last."""

_END_BEHIND = re.compile(expand_macros(r"[^.;:{D}]{0,40} (?P<date>{D})", {}))
_END_BEFORE = re.compile(expand_macros(r"(?P<date>{D})[^.;:{D}]{0,70}$", {}))
_SINCE = re.compile(r"\b(?:seit|since|depuis)(?: dem Jahre?| Ende| Anfang| Mitte)? $", re.I)


def add_aftermath(reading: Reading, relationships: list[Relationship]) -> None:
    """Note that the bond of the sentence before was ended or rests, where the next one goes on to say so."""
    for index, skeleton in reading.skeletons.items():
        if skeleton.every("CAFVN") or NOT_SO.search(reading.words(index)):
            continue
        for status in ("ended", "suspended"):
            cue = reading.cue(status).search(skeleton.text)
            relationship = _told_before(reading, relationships, index, skeleton) if cue else None
            if cue is None or relationship is None:
                continue
            sentence = reading.document.sentences[index]
            words = Words(sentence.start, sentence.end, f"status-{status}-after", 0.8)
            relationship.statuses.setdefault(status, words)
            if status == "ended" and relationship.until is None:
                _add_end(skeleton, cue, relationship, words)


def _told_before(
    reading: Reading, relationships: list[Relationship], index: int, skeleton: Skeleton
) -> Relationship | None:
    """Return the one bond of the sentence before that the words at the start of this one take up."""
    told = [r for r in relationships if any(k.sentence == index - 1 for k in r.links)]
    if _LATTER.match(skeleton.text) and index - 1 in reading.skeletons:
        towns = reading.skeletons[index - 1].every("C")
        told = [r for r in told if towns and party_of(towns[-1]) in r.parties]
    elif not _NOUN.match(skeleton.text):
        of_event = index - 1 in reading.skeletons and EVENT.search(reading.words(index - 1))
        told = told if _PRONOUN.match(skeleton.text) and not of_event else []
    return told[0] if len(told) == 1 else None


def _add_end(skeleton: Skeleton, cue: re.Match[str], relationship: Relationship, words: Words) -> None:
    """Take the date beside the word for the end: "2019 wurde sie beendet", "it ended in 2019"."""
    told = _END_BEHIND.match(skeleton.text, cue.end()) or _END_BEFORE.search(skeleton.text[: cue.start()])
    if told is None or _SINCE.search(skeleton.text[: told.start("date")]):
        return
    dates = skeleton.inside(told.span("date"), "D")
    if dates:
        relationship.until = (dates[0].record.date, words)
