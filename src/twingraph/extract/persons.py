"""Names -> persons: one for all mentions of the same, apart from figures of history."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from twingraph.extract.layout import ADDRESS, Document
from twingraph.extract.name_guards import is_part_of_town
from twingraph.extract.names import TITLE, PersonMention, find_full_names
from twingraph.extract.names_in_context import names_in_context
from twingraph.extract.spans import Spans
from twingraph.extract.spelling import distance
from twingraph.lexicon import Gazetteer, Lexicon

_CREDIT = re.compile(
    r"(?:©|\bfotos?:|\bphotos?:|\bphoto by|\bbild(?:er)?:|\bbildnachweis:|\bcourtesy:?|\bpicture:|"
    r"\bcrédit(?: photo)?\s?:|\bby:|\btext:|\breport by)\s*"
    r"(?:[^/:\n]{0,60}/ ?)?$",
    re.I,
)

_TOLD = re.compile(r"(?! ?/)[^\n©]{40,}")
"""What follows a name that a caption shows ("Bild: Ann Roe (l.) und …"), not the name that took it."""

_HOLY = re.compile(
    r"\b(?:heilige[nrsm]?|hl\.|sankt|st\.|sainte?|saint|kaiser(?:in)?|könig(?:in)?|papst|pope|pape|"
    r"king|queen|baron|admiral|(?<!consul )(?<!secretary )(?<!governor )"
    r"(?<!director )(?<!attorney )general|(?:(?<=\ble )|(?<=\bdu )|(?<=\bau ))général|hetman|herzog(?:in)?|"
    r"graf|gräfin|fürst(?:in)?|dichters?|komponist(?:en)?|poet|composer|"
    r"(?:werke?n?|musik|romane?s?|gedichte?n?|verse[ns]?|oper|operette|sinfonie|marsch|sonate|lieder[n]?|"
    r"kantate|"
    r"messe|drama|komödie|novelle|theaterstück) von|"
    r"(?:œuvres?|romans?|poèmes?|vers|opéra|symphonie|sonate|comédie|tragédie) (?:de|d[’'])|"
    r"(?:works?|novels?|poems?|verses?|opera|symphony|sonata|hymn) (?:of|by)|benannt nach|"
    r"(?<!die )namens? von|"
    r"name of|nom de|"
    r"(?:wege?s?|straßen?|platz(?:es)?|schule) nach|namens|named after|"
    r"geborene[nr]?|frères?|brothers|gebrüder|chancelier|bundeskanzler|"
    r"kanzler|chancellor)"
    r"(?: [A-ZÄÖÜ][\w-]+){0,2} $",
    re.I,
)

_CENTURY = re.compile(
    r"\b(?:hundert jahre (?:zuvor|vorher)|\w+hundert jahre (?:zuvor|vorher)|centuries (?:ago|earlier)|"
    r"\d{1,2}\. jahrhundert|\d{1,2}th century|[XVI]+e siècle|(?:1[0-8]\d\d|19[0-3]\d)\b)",
    re.I,
)


@dataclass
class Person:
    """One person of a release: the name as most mentions have it, and every place where it stands.

    ``credit`` is true for photographers, press contacts and reporters; ``historical`` for those of the past.
    """

    name: str
    mentions: list[PersonMention] = field(default_factory=list)
    credit: bool = False
    historical: bool = False

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.name.split(" ")[-1]


def find_persons(document: Document, lexicon: Lexicon, gazetteer: Gazetteer) -> list[Person]:
    """Return the persons of *document*, figures of history too, in the order of their first mention."""
    mentions = _full_names(document, lexicon, gazetteer)
    people = _join(mentions)
    for person in people:
        person.historical = _is_historical(document, person, lexicon)
    _add_short_mentions(document, [p for p in people if not p.historical], gazetteer)
    for person in people:
        person.mentions.sort(key=lambda m: m.start)
        person.credit = _only_credit(document, person)
    return sorted(people, key=lambda p: p.mentions[0].start)


def _full_names(document: Document, lexicon: Lexicon, gazetteer: Gazetteer) -> list[PersonMention]:
    """Return the names that lists know, and those that only the words around them make names."""
    found = [
        m
        for m in find_full_names(document, lexicon, gazetteer)
        if not is_part_of_town(document, m.start, m.end, gazetteer)
    ]
    closed = Spans([*document.closed("navigation", "elsewhere"), *((m.start, m.end) for m in found)])
    for mention in names_in_context(document, lexicon, gazetteer, tuple(found)):
        if not closed.overlaps(mention.start, mention.end):
            found.append(mention)
            closed.add(mention.start, mention.end)
    return sorted((m for m in found if not _PRINCE.match(m.name)), key=lambda m: m.start)


_PRINCE = re.compile(
    r"(?:Fürst|Fürstin|König|Königin|Kaiser|Kaiserin|Herzog|Herzogin|Kurfürst|Markgraf|Großherzog|Zar|Zarin) "
)
"""A ruler's title in front of a first name, no surname."""


def _join(mentions: list[PersonMention]) -> list[Person]:
    """Join mentions of one person: the same name, or one that a scanner or a typist bent."""
    people: list[Person] = []
    for mention in mentions:
        person = next((p for p in people if same_person(p.name, mention.name)), None)
        if person is None:
            people.append(person := Person(mention.name))
        person.mentions.append(mention)
        votes = [m.name for m in person.mentions]
        person.name = max(sorted(set(votes), key=votes.index), key=votes.count)
    return people


def same_person(one: str, other: str) -> bool:
    """True where two full names differ by nothing, by a middle initial, or by a slip in the surname.

    >>> same_person("Igor Strajin", "Igor Staiin"), same_person("Pierre Brun", "Philippe Brun")
    (True, False)
    """
    if one == other:
        return True
    a, b = one.split(), other.split()
    if a[0] != b[0]:
        return False
    length = min(len(a[-1]), len(b[-1]))
    slips = 2 if length > 5 else 1 if length > 4 else 0
    if abs(len(a[-1]) - len(b[-1])) > slips:
        return False
    return distance(a[-1].lower(), b[-1].lower()) <= slips


def _add_short_mentions(document: Document, people: list[Person], gazetteer: Gazetteer) -> None:
    """Add surnames that stand alone and refer back to the one person who bears them.

    A surname that our languages know as a town's name stays the town's.
    """
    bearers: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        if person.surname not in gazetteer.exonyms:
            bearers[person.surname].append(person)
    taken = Spans((m.start, m.end) for p in people for m in p.mentions)
    for surname in sorted(bearers):
        meant = [p for p in bearers[surname] if not _only_credit(document, p)] or bearers[surname]
        for start, end in _alone(document.text, surname) if len(meant) == 1 else ():
            if not taken.overlaps(start, end):
                mention = PersonMention(start, start + len(surname), surname, "person-surname")
                meant[0].mentions.append(mention)


_IN_WORD = re.compile(r"[\w-]")


def _alone(text: str, surname: str) -> Iterator[tuple[int, int]]:
    """Yield where a surname stands as a word of its own, with the -s of its genitive."""
    start = text.find(surname)
    while start >= 0:
        end = start + len(surname)
        end += text.startswith("s", end)
        if not (_IN_WORD.match(text, end) or (start and _IN_WORD.match(text, start - 1))):
            yield start, end
        start = text.find(surname, start + 1)


def _only_credit(document: Document, person: Person) -> bool:
    return all(_is_credit(document, m) for m in person.mentions)


def _is_credit(document: Document, mention: PersonMention) -> bool:
    """True for photographers, press contacts and reporters."""
    block = document.block_at(mention.start)
    before = document.text[block.start : mention.start]
    if block.kind == "contact":
        return True
    credible = document.may_hold(_CREDIT, max(block.start, mention.start - 90), mention.start)
    if credible and (credit := _CREDIT.search(before[-90:])):
        opens = len(before) <= 90 and not before[: credit.start()].strip(" [(")
        return not (opens and _TOLD.match(document.text[mention.end : block.end]))
    after = document.text[mention.end : mention.end + 1]
    return block.kind == "caption" and before.endswith("(") and after == ")"


_OUR_TIME = re.compile(r"\b(?:19[4-9]\d|20\d\d)\b")


def _is_historical(document: Document, person: Person, lexicon: Lexicon) -> bool:
    """True for saints, poets and figures of the past, by list or by the words around the first mention."""
    if person.name in lexicon.historical:
        return True
    if _has_office(document, person, lexicon):
        return False
    first = person.mentions[0]
    holy = document.search_in(_HOLY, first.start - 40, first.start)
    return person.surname in lexicon.historical or bool(holy) or _is_of_past(document, person)


def _is_of_past(document: Document, person: Person) -> bool:
    """True for a person named once, in a sentence of another century and not of our time."""
    sentence = document.sentences[document.sentence_at(person.mentions[0].start)]
    told = document.addresses or document.may_hold(_CENTURY, sentence.start, sentence.end)
    if len(person.mentions) > 1 or not told:
        return False
    words = ADDRESS.sub("", document.words(sentence))
    if not _CENTURY.search(words) or _OUR_TIME.search(words):
        return False
    behind = document.text[person.mentions[0].end : sentence.end]
    past = _CENTURY.search(behind)
    return not (past and _SAYS.search(behind, 0, past.start()))


_SAYS = re.compile(r"[ \n](?:daran|darauf)?,? ?(?:dass|that|que) |[ \n]qu[’']")
"""Behind somebody who tells of the past and is not of it: "Ann Roe recalled that in 1786 …"."""

_OFFICES = ("mayor", "deputy-mayor", "department-head", "councillor")


@lru_cache(maxsize=4)
def _office_before(lexicon: Lexicon) -> re.Pattern[str]:
    offices = "|".join(f"(?:{c.pattern})" for c in lexicon.roles if c.values[0] in _OFFICES)
    return re.compile(rf"(?:{offices}),? (?:{TITLE})?$")


def _has_office(document: Document, person: Person, lexicon: Lexicon) -> bool:
    """True where an office of a town stands right before one of the mentions."""
    office = _office_before(lexicon)
    return any(document.search_in(office, m.start - 60, m.start) for m in person.mentions)
