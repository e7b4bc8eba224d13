"""What a year in a sentence says of something else than a beginning: an end, an office, two houses."""

from __future__ import annotations

import re

from twingraph.extract.hits import Hit
from twingraph.extract.reading import Reading
from twingraph.extract.skeleton import TYPES


def is_suspension(reading: Reading, hit: Hit) -> bool:
    """True where the year says since when a link rests or is over, not since when it stands."""
    if hit.rule.id == "since-town-bracket":  # "Lille (ruhend seit 2014)"
        inside = hit.match.group()
        return any(reading.cue(name).search(inside) for name in _STOPS)
    if hit.rule.id not in ("since-year", "since-event"):  # the others name the founding
        return False
    before = hit.skeleton.text[max(0, hit.match.start() - 80) : hit.match.start()]
    stopped = (m for name in _STOPS for m in reading.cue(name).finditer(before))
    behind = _CLAUSE.match(hit.skeleton.text, hit.match.end())
    halts = behind is not None and any(reading.cue(name).search(behind.group()) for name in _STOPS)
    return (
        _TALKED.match(hit.skeleton.text, hit.match.end()) is not None
        or halts
        or _NEVER_SINCE.search(before) is not None
        or any(not _WHICH.search(before, m.end()) for m in stopped)
    )


_NEVER_SINCE = re.compile(
    r"\b(?:has|have|had) (?:not|never) been [a-z]+ $|\b(?:ist|wurde|wird|hat|"
    r"war) [^.;,]{0,30}nicht mehr [^.;,]{0,20}$|"
    r"\bn[’'](?:a|est|ont) (?:plus|pas) [^.;,]{0,30}$|"
    r"\b(?:only|just|no|few)\b[^.;,]{0,50}(?:had|have|has) [^.;,]{0,24} $|\bno [a-z ,]{3,50} and no [a-z]+ $|"
    r"\b(?:nur|kein\w*|kaum) [^.;,]{0,40}$|\b(?:un seul|une seule|aucune?)\b[^.;,]{0,40}$",
    re.I,
)
"""What has not been done since a year tells no beginning: "has not been used since 2003"."""

_TALKED = re.compile(
    r" (?:[a-zäöüß]+ ){0,3}(?:gesprochen|verhandelt|diskutiert|beraten|nachgedacht|geplant|"
    r"gerungen|vorbereitet|"
    r"gearbeitet wird|im Gespräch|discussed|negotiated|planned|talked about|discuté|négocié|envisagé)\w*\b"
)
"""What has only been talked of since a year has not begun."""
_STOPS = ("suspended", "ended")
_CLAUSE = re.compile(r"[^.,;:]{0,40}")
"""What stands in the same clause behind a date: "seit März 2022 ausgesetzt"."""


_WHICH = re.compile(r"\b(?:which|that|die|der|das|welche[rs]?|qui|dont|que)\b")
"""What is suspended, and then since when it stood: "suspended its twinning, which dates back to 1961"."""


def is_of_houses(hit: Hit) -> bool:
    """True where two houses have done something since a year, in a sentence that tells no bond of towns."""
    if _THEIR_CLAUSE.search(hit.skeleton.text, 0, hit.match.start()) or _OF_TWO.search(hit.skeleton.text):
        return not hit.has("parties")
    tells_bond = hit.has("parties") or hit.skeleton.every("CRTFNW")
    return not tells_bond and len({m.record.name for m in hit.skeleton.every("IH")}) > 1


_THEIR_CLAUSE = re.compile(
    rf"{TYPES['H']}[^.;{''.join(TYPES.values())}]{{0,16}}(?: (?:in|von|of|de|à) {TYPES['C']})?, "
    r"(?:das|die|der|which|qui)[^.;,]{0,20}$"
)
"""The relative clause of a house right before a year: "das Haus Lille in Köln, das seit 1966 besteht"."""
_OF_TWO = re.compile(
    r"\b(?:between the two|zwischen den beiden|entre les deux) (?:[a-z]+ )?(?:departments|brigades|schools|"
    r"universities|clubs|choirs|Feuerwehren|Schulen|Universitäten|Vereine|Chöre|écoles|universités|clubs|chorales)\b"
)

_OF_DEEDS = ("since-founded-then",)
"""Rules that name who founded a bond, with the office."""


def is_in_office(reading: Reading, hit: Hit) -> bool:
    """True where the year says since when somebody holds an office: "seit 2020 Direktorin"."""
    end = hit.words.end
    return hit.rule.id not in _OF_DEEDS and any(
        (r.start < end and hit.start < r.end) or 0 <= r.start - end <= 1 for r in reading.roles
    )
