"""Circles of towns that a release announces by their number: "Vier Städte, ein Bund"."""

from __future__ import annotations

import re

from twingraph.extract.reading import Reading
from twingraph.extract.records import Party

_NUMBERS = {
    word: count
    for count, words in (
        (3, "drei three trois dreier"),
        (4, "vier four quatre vierer"),
        (5, "fünf five cinq fünfer"),
        (6, "sechs six sechser"),
        (7, "sieben seven sept"),
    )
    for word in words.split()
}
_ANNOUNCED = re.compile(
    rf"\b(?P<count>{'|'.join(_NUMBERS)})(?:er-?(?=[VBP]))?(?: [a-zäöüßé]+)? ?"
    r"(?:Städten?|Gemeinden?|Kommunen|Orte|Rathäuser|Bürgermeister(?:innen)?|Stadtoberhäupter|Verschwisterung|"
    r"Bund(?:es)?|towns|cities|communities|councils|mayors|villes|communes|municipalités|maires|bourgmestres)\b",
    re.I,
)
_ALL = re.compile(
    rf"\b(?:alle|all|toutes les|tous les) (?P<count>{'|'.join(_NUMBERS)}) (?:Städte|"
    rf"Gemeinden|towns|cities|villes|"
    r"communes)\b",
    re.I,
)
_TOP = 900
"""Characters at the top of a release, among which a circle is announced and named."""


def announced_circle(reading: Reading) -> frozenset[Party]:
    """Return the towns at the top of a release, where it says there how many there are; else nothing."""
    match = _ANNOUNCED.search(reading.document.text, 0, _TOP) or _ALL.search(reading.document.text)
    if match is None or reading.home is None:
        return frozenset()
    named = (c for c in reading.cities if c.start < _TOP and c.form != "demonym")
    towns = {c.geonames_id for c in named if c.geonames_id not in reading.oriented} | {reading.home}
    circle = frozenset(("city", town) for town in towns)
    return circle if len(circle) == _NUMBERS[match["count"].lower()] else frozenset()
