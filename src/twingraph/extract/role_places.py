"""The towns that offices belong to: inside the title, before it, or behind the name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from twingraph.extract.cities import CityMention
from twingraph.extract.layout import Document
from twingraph.extract.persons import Person
from twingraph.extract.spans import Along


@dataclass(frozen=True, slots=True)
class RoleWords:
    """The words for an office.

    Where they start, where the office proper starts in them, and where they end.
    """

    start: int
    role: int
    end: int
    title: str
    rule: str


_FROM_TOWN = re.compile(r"(?: ?\([^)]{1,30}\))? (?:aus|of|from|de|d[’'])(?: der Stadt| the city of)? ?")


def town_behind(
    document: Document, words: RoleWords, person: Person, cities: Along[CityMention]
) -> int | None:
    """Return the town behind the name that an office stands before.

    "Oberbürgermeister Karl Berg aus Lille".
    """
    if words.rule != "role-before-name":
        return None
    for mention in person.mentions:
        beside = 0 <= mention.start - words.end < 30
        for city in cities.between(mention.end + 1, mention.end + 40) if beside else ():
            if _FROM_TOWN.fullmatch(document.text, mention.end, city.start):
                return city.geonames_id
    return None


_FOR_TOWN = re.compile(r"\b(?:für|for|pour) (?:(?:die|the|la|le) )?$", re.I)
_OTHER_PHRASE = re.compile(r"[;:.(\n]|, (?!ihre?|seine?|sein |whose |dont |dessen |deren )")
_WHOSE = re.compile(
    r"(?: (?:in|en) [A-ZÀ-Þ][\w-]+)?,? (?:whose (?:[a-z]+ )?|dont (?:le |la |l[’'])|dessen |deren )"
)
_INFLECTED = re.compile(r"s? (?:[a-zäöüß-]+ ){0,3}")
_POSSESSIVE = re.compile(
    r"(?:[’']s?)? (?:(?!(?:by|with|where|when|while|and|or|but|as|that|than|from|to|for|in|at|on) )[a-z-]+ )?"
)


def town_before(document: Document, words: RoleWords, cities: Along[CityMention]) -> int | None:
    """Return the town right before an office.

    "Wormser Beigeordnete", "Hannovers Bürgermeisterin", "für Worms …".
    """
    for city in reversed(cities.between(words.role - 45, words.role)):
        before = document.text[max(0, city.start - 10) : city.start]
        if document.text[city.end : words.role] == ", " and _FOR_TOWN.search(before):
            return city.geonames_id  # "for Lille, Mayor Ann Roe"
        if _OTHER_PHRASE.search(document.text[city.end : words.role]):
            break
        if _owns_office(document, city, document.text[city.end : words.role]):
            return city.geonames_id
    return _represented(document, words, cities)


_BY_WHOM = re.compile(
    r"(?: [A-ZÀ-Þ]\w+){0,2}(?: \([^()]{2,30}\))?(?:,[^,;.]{3,60},)? ?(?:(?:war|ist|wurde|"
    r"was|is|est|était|sera|"
    r"wird) )?(?:[a-zäöü]+ )?"
    r"(?:durch|représentée? par|represented by) (?:(?:den|die|der|its|the|la|le|son|sa) |"
    r"l[’'])?(?:[a-zäöü-]+ )?"
)
_CAME_WITH = re.compile(
    r"(?: bei [A-ZÄÖÜ][\w-]+)?(?:,[^,;.]{3,40},)? (?:(?:reiste|kam|kamen|reisten|war|waren|ist|traf) "
    r"(?:(?:der|die) )?|(?:der|die) )(?:[a-zäöü-]+e )?"
)
_FROM = re.compile(r"\b[Aa]us (?:[a-zäöüß]+ )*(?:[A-ZÄÖÜ][a-zäöü]+ )?$")


def _represented(document: Document, words: RoleWords, cities: Along[CityMention]) -> int | None:
    """Return the town whom an official stands for: "Lille war durch die Beigeordnete … vertreten"."""
    if document.release.language == "en" and not _BY_ENGLISH.search(
        document.text, max(0, words.role - 30), words.role
    ):
        return None
    for city in reversed(cities.between(words.role - 110, words.role)):
        between = document.text[city.end : words.role]
        came = _FROM.search(document.text[max(0, city.start - 50) : city.start])
        if _BY_WHOM.fullmatch(between) or (came and _CAME_WITH.fullmatch(between)):
            return city.geonames_id
    return None


_BY_ENGLISH = re.compile(r"represented by")


def _owns_office(document: Document, city: CityMention, between: str) -> bool:
    """True where the words between a town and an office tie them."""
    if city.form in ("demonym", "genitive") and _INFLECTED.fullmatch(between):
        return True
    english = document.release.language == "en" or "’" in between
    if english and _POSSESSIVE.fullmatch(between):
        return True
    if _WHOSE.fullmatch(between):
        return True
    return bool(_FOR_TOWN.search(document.text[max(0, city.start - 10) : city.start]))


_PLACE_TAIL = re.compile(r"(?: (?:der Stadt|von|of|de) [A-ZÄÖÜ][\w-]+| [A-Z]\w+)")


def end_of_place(document: Document, end: int) -> int:
    """Extend a title over "… der Stadt X" or "… DigiHub" that the pattern left out."""
    match = _PLACE_TAIL.match(document.text, end)
    return match.end() if match else end + 1
