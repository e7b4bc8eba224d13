"""Persons and the words around them -> who holds which office, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from twingraph.extract.cities import CityMention
from twingraph.extract.institution_names import InstitutionMention
from twingraph.extract.layout import Document
from twingraph.extract.names import PersonMention
from twingraph.extract.orientation import is_for_orientation
from twingraph.extract.persons import Person
from twingraph.extract.role_clauses import role_by_verb, role_clauses
from twingraph.extract.role_grammar import ASIDE, EXTENSION, TITLE, RoleGrammar, role_grammar
from twingraph.extract.role_guards import APPOSITION, is_anothers, tells_deed
from twingraph.extract.role_places import (
    RoleWords,
    end_of_place,
    town_before,
    town_behind,
)
from twingraph.extract.role_signatures import role_of_signature
from twingraph.extract.role_titles import nominative
from twingraph.extract.spans import Along, Spans
from twingraph.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class RoleMention:
    """An office held by ``person``: ``title`` as in the text, town (GeoNames id) and organisation if said.

    ``counterpart`` is true for "ihr Amtskollege": the office is that of the other side.
    """

    person: Person
    start: int
    end: int
    title: str
    concept: str
    city: int | None
    institution: InstitutionMention | None
    rule: str
    counterpart: bool = False


HEADS = frozenset({"mayor", "deputy-mayor", "counterpart"})
"""Concepts of those who act for a town."""


def find_roles(
    document: Document,
    lexicon: Lexicon,
    people: list[Person],
    cities: list[CityMention],
    institutions: list[InstitutionMention],
) -> list[RoleMention]:
    """Return the offices that the text gives *people*, in the order of the text."""
    towns, houses = Along(cities), Along(institutions)
    grammar = role_grammar(lexicon, document.release.language)
    clauses = role_clauses(lexicon, document.release.language, EXTENSION[document.release.language])
    found: list[RoleMention] = []
    busy = Spans((m.start, m.end) for p in people for m in p.mentions)
    starts = {m.start for p in people for m in p.mentions}
    ends = {m.end: m for p in people for m in p.mentions}
    for person in people:
        for mention in person.mentions:
            nearer = _before(document, grammar, mention, busy) or _before_next(
                document, grammar, mention, busy, ends
            )
            told = (
                nearer,
                _before_that(document, grammar, nearer),
                None
                if nearer and _is_of_next(document, grammar, mention, starts)
                else _after(document, grammar, mention),
                role_by_verb(document, clauses, mention),
                role_of_signature(document, grammar, mention),
            )
            found += [
                _place(document, person, w, grammar, towns, houses)
                for w in told
                if w and not busy.overlaps(w.start, w.end)
            ]
    found += _shared(document, grammar, people, houses)
    return sorted(found, key=lambda r: (r.start, r.end, r.rule))


def _before(
    document: Document, grammar: RoleGrammar, mention: PersonMention, busy: Spans
) -> RoleWords | None:
    """Read an office before a name: "der Ulmer Beigeordnete Uwe Berg", "Leeds's mayor Ann Roe"."""
    sentence = document.sentences[document.sentence_at(mention.start)]
    offset = max(sentence.start, mention.start - 140)
    if not document.may_hold(grammar.before, offset, mention.start):
        return None
    words, at = document.text[offset : mention.start], 0
    while best := grammar.before.search(words, at):
        if _LED_BY.match(words, best.start("role")):
            best = grammar.before.search(words, best.start("role") + 1) or best
        start, end = offset + best.start("role"), offset + best.end("more")
        deed = tells_deed(words, best, german=document.release.language == "de")
        anothers = words[end - offset :].lstrip()[:1] == "," and is_anothers(document, start, busy)
        if not deed and not anothers and not busy.overlaps(start, end):
            return RoleWords(
                start, start, end, words[best.start("role") : best.end("more")].strip(" ,"), _BEFORE
            )
        at = best.start("role") + 1
    return None


_LED_BY = re.compile(
    r"(?:[Uu]nter )?(?:der |dem )?(?:[a-zäöüß]+ )?(?:Leitung|Führung|Vorsitz|Anführung) (?:von|des|der) |"
    r"(?:[Uu]nder )?(?:the )?(?:leadership|direction) of |(?:[Ss]ous )?la (?:conduite|direction) d[ue’'] ?"
)
"""Who leads a delegation holds an office of its own: "unter Leitung von Bürgermeister Karl Berg"."""

_BEFORE = "role-before-name"
_FURTHER = re.compile(r",(?: (?:der|die|the|le|la))? $")


def _before_that(document: Document, grammar: RoleGrammar, nearer: RoleWords | None) -> RoleWords | None:
    """Read a second office before the nearer one: "le doyen du chapitre, le chanoine Paul Brun"."""
    if nearer is None:
        return None
    sentence = document.sentences[document.sentence_at(nearer.start)]
    offset = max(sentence.start, nearer.start - 100)
    gap = _FURTHER.search(document.text, offset, nearer.start)
    if gap is None:
        return None
    best = None
    for match in grammar.before.finditer(document.text[offset : gap.start()] + " "):
        best = match
    if best is None or best.start("role") + offset >= gap.start():
        return None
    start, end = offset + best.start("role"), min(offset + best.end("more"), gap.start())
    return RoleWords(start, start, end, document.text[start:end].strip(" ,"), "role-before-role")


_THEIRS_WORDS = r"\b(?:son|sa|ses|leurs?|his|her|their|seine[nrms]?|sein|ihre[nrms]?|ihr) "
_THEIR_OWN = re.compile(rf"{_THEIRS_WORDS}(?:[a-zäöüéè]+ )?")
_SOMEBODY = re.compile(
    r"\.? ?(?:(?:Dr|Prof|Mag|Ing|Dipl)\.? ?)+(?-i:[A-ZÀ-Þ])|(?<=Dr)\. [A-ZÀ-Þ]|(?<=Prof)\. [A-ZÀ-Þ]"
)
"""Behind an office the name of its bearer, who is another."""
_THEIRS = re.compile(_THEIRS_WORDS)


def _after(document: Document, grammar: RoleGrammar, mention: PersonMention) -> RoleWords | None:
    """Read an office behind a name: "Anna Berg, Leiterin des Kulturamts"."""
    block = document.block_at(mention.start)
    match = grammar.after.match(document.text, mention.end, block.end)
    if match is None:
        return None
    counterpart = _THEIR_OWN.fullmatch(match["lead"]) and _concept(match["role"], grammar) == "counterpart"
    if (
        _THEIRS.search(match["lead"]) and not counterpart
    ):  # "…, accueille son homologue": somebody else's office
        return None
    start, end = match.start("lead"), match.end("more")
    if _SOMEBODY.match(document.text, end):  # "…, der Oberbürgermeister Dr. Karl Berg vertrat"
        return None
    start = match.start("role") if counterpart else start
    title = document.text[start:end].strip()
    return RoleWords(start, match.start("role"), end, title, "role-after-name")


def _before_next(
    document: Document,
    grammar: RoleGrammar,
    mention: PersonMention,
    busy: Spans,
    ends: dict[int, PersonMention],
) -> RoleWords | None:
    """Read the office between two names, the first having its own: "le syndic A, le maire de Lille, B"."""
    words = _before(document, grammar, mention, Spans([]))
    gap = APPOSITION.search(document.text, max(0, words.start - 8), words.start) if words else None
    first = ends.get(gap.start()) if gap else None
    return words if first and _before(document, grammar, first, busy) else None


def _is_of_next(document: Document, grammar: RoleGrammar, mention: PersonMention, starts: set[int]) -> bool:
    """True where what stands behind a name is the office of the next: "le syndic A, le maire de Lille, B"."""
    words = _after(document, grammar, mention)
    gap = _TO_NEXT.match(document.text, words.end) if words else None
    return gap is not None and gap.end() in starts


_TO_NEXT = re.compile(r", (?:(?:M\.|Mme|Dr\.?|Mr\.?|Mrs\.?|Ms\.?) )?")


def _place(
    document: Document,
    person: Person,
    words: RoleWords,
    grammar: RoleGrammar,
    cities: Along[CityMention],
    institutions: Along[InstitutionMention],
) -> RoleMention:
    """Add town and organisation.

    Inside the title, or right before the office ("Hannovers Bürgermeisterin").
    """
    tail = end_of_place(document, words.end)
    inside = (c for c in cities.between(words.role, tail) if not is_for_orientation(document, c.start))
    town = next((c.geonames_id for c in inside), None)
    town = town or town_before(document, words, cities) or town_behind(document, words, person, cities)
    near = institutions.between(words.start - _LONGEST_NAME, tail)
    house = next((i for i in near if words.start < i.end), None)
    concept = _concept(document.text[words.role : words.end] or words.title, grammar)
    bounds = (words.start, words.end, nominative(document, words))
    return RoleMention(person, *bounds, concept, town, house, words.rule, concept == "counterpart")


_LONGEST_NAME = 120
"""Characters of the name of an organisation."""


@lru_cache(maxsize=20_000)
def _concept(title: str, grammar: RoleGrammar) -> str:
    """Return the concept of the first office that *title* holds, of several the one that reads most of it."""
    found = [
        (m.start(), concept == "other", m.start() - m.end(), i)
        for i, (p, concept) in enumerate(grammar.concepts)
        if (m := p.search(title))
    ]
    return grammar.concepts[min(found)[3]][1] if found else "other"


def _is_plural(document: Document, words: RoleWords) -> bool:
    """True for "die Bürgermeister" and "mayors": an office of more than one."""
    before = document.text[max(0, words.start - 20) : words.start]
    return bool(_PLURAL_BEFORE.search(before) or _PLURAL.search(words.title))


_JOINED = re.compile(rf"{ASIDE}(?: (?:pour|für|for) [^,;.]{{3,30}})? (?:und|and|et|sowie) {TITLE}")
_PLURAL_BEFORE = re.compile(r"\b(?:die|beide[nr]?|the two|both|les|des|deux|aux)(?: \w+)? $", re.I)
_PLURAL = re.compile(r"(?:innen|[tr]en|äte|häupter|ors|ers|maires|[ée]s|eurs|ers)\b(?: beider\b.*)?$", re.I)


def _shared(
    document: Document, grammar: RoleGrammar, people: list[Person], institutions: Along[InstitutionMention]
) -> Iterator[RoleMention]:
    """Give an office in the plural to each of the persons listed behind it: "die Bürgermeister A und B"."""
    mentions = sorted(((m, p) for p in people for m in p.mentions), key=lambda pair: pair[0].start)
    for (first, one), (second, other) in pairwise(mentions):
        if not _JOINED.fullmatch(document.text[first.end : second.start]):
            continue
        words = _before(document, grammar, first, Spans([]))
        if words and _is_plural(document, words):
            for person in (one, other):
                shared = replace(words, rule="role-shared")
                # no towns: that of one is not the other's
                yield _place(document, person, shared, grammar, Along([]), institutions)
