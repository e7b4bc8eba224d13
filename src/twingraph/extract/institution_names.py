"""Normalised text -> words that may name an organisation, language by language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from twingraph.extract.abbreviations import is_full_name
from twingraph.extract.cities import CityMention
from twingraph.extract.institution_context import context_patterns
from twingraph.extract.institution_english import english_names, english_patterns
from twingraph.extract.institution_french import french_patterns
from twingraph.extract.institution_german import german_patterns
from twingraph.extract.institution_kinds import kind_patterns
from twingraph.extract.institution_patterns import (
    CAP,
    bare_patterns,
    known_patterns,
)
from twingraph.extract.institution_towns import names_beside_towns
from twingraph.extract.layout import Document
from twingraph.lexicon import Lexicon

_ABBREVIATED = re.compile(r"\((?P<short>[A-ZÄÖÜ][\w.]*[A-Za-z]|[A-Z]{2,8})\)")

_CAMEL = re.compile(
    r"(?<![\w./-])(?:[A-Z]{2,}\.[A-Z]{2,}|(?!M(?:a?c)[A-Z]|(?:De|La|Le|Van|Di|"
    r"Fitz)[A-Z])[A-Z][a-zäöü]+[A-Z]\w+|[A-Z]{7,})(?![\w/]|\.[a-z])"
)

_GROUP = re.compile(
    r"\b(?:Band|Rockband|Gruppe|Tanzgruppe|Theatergruppe|Ensemble|Start-ups?|Firmen|Firma|Unternehmen|"
    r"Konzern|Agentur|Startups?|Kooperative|Genossenschaft|"
    r"companies|company|firms?|band|start-ups?|entreprises?|sièges? de|société|groupe|\w*[Mm]usik von)"
    r"(?:(?: [a-zäöü]+){0,2}: |[\s,]+)(?:die |der |das |the |namens |called |named |nommée? )?"
)

_NAME_RUN = re.compile(rf"{CAP}(?: {CAP})*")

_NEXT_OF_LIST = re.compile(r"(?:,| und| and| et)(?: die| the| d[’']| de)? ?")


@dataclass(frozen=True, slots=True)
class InstitutionMention:
    """A named organisation; ``city`` is the GeoNames id of its town where the words around say one."""

    start: int
    end: int
    name: str
    city: int | None
    rule: str


def find_institution_names(
    document: Document, lexicon: Lexicon, cities: list[CityMention]
) -> Iterator[InstitutionMention]:
    """Yield what looks like the name of an organisation, the surest kinds first; they may overlap."""
    yield from _abbreviated(document)
    yield from _named(document, known_patterns(lexicon, document.release.language))
    yield from _named(document, kind_patterns(lexicon, document.release.language))
    yield from _spelled(document)
    if document.release.language == "de":
        yield from _german(document, lexicon, cities)
    elif document.release.language == "en":
        yield from _english(document, lexicon)
    else:
        yield from _french(document, lexicon)
    yield from _named(document, bare_patterns(lexicon, document.release.language))
    yield from _listed(document)
    yield from _named(document, context_patterns(document.release.language))


def _named(
    document: Document, patterns: Iterable[tuple[str, re.Pattern[str]]]
) -> Iterator[InstitutionMention]:
    """Yield what the group "name" of each (rule, pattern) finds."""
    for rule, pattern in patterns:
        for match in document.finditer(pattern):
            yield InstitutionMention(match.start("name"), match.end("name"), match["name"], None, rule)


def _abbreviated(document: Document) -> Iterator[InstitutionMention]:
    """Yield full names whose abbreviation follows in brackets.

    "Servicestelle Kommunen in der Einen Welt (SKEW)".
    """
    for match in document.finditer(_ABBREVIATED):
        sentence = document.sentences[document.sentence_at(match.start())]
        before = document.text[sentence.start : match.start()].rstrip()
        starts = [w.start() for w in re.finditer(rf"(?<![\w-]){CAP}", before)][-9:]
        start = next((s for s in reversed(starts) if is_full_name(match["short"], before[s:])), None)
        if start is not None:
            first, last = sentence.start + start, sentence.start + len(before)
            yield InstitutionMention(first, last, before[start:], None, "institution-abbreviation")


def _german(document: Document, lexicon: Lexicon, cities: list[CityMention]) -> Iterator[InstitutionMention]:
    """Yield German names: a head before a name (Museum X), or a compound (Stadtmuseum) beside a town."""
    german = german_patterns(lexicon)
    yield from _named(document, german.offices)
    yield from _named(document, german.quoted)
    for rule, start, end in names_beside_towns(document, german.beside, cities):
        yield InstitutionMention(start, end, document.text[start:end], None, rule)
    yield from _named(document, german.others)


def _english(document: Document, lexicon: Lexicon) -> Iterator[InstitutionMention]:
    """Yield English names, which end in their head or have "of" or "for" behind it."""
    for mention in _named(document, english_patterns(lexicon)):
        for start, name in english_names(mention.name, lexicon):
            first = mention.start + start
            yield replace(mention, start=first, end=first + len(name), name=name)


def _french(document: Document, lexicon: Lexicon) -> Iterator[InstitutionMention]:
    """Yield French names, which begin with their head; "une brasserie de Lille" names none."""
    for mention in _named(document, french_patterns(lexicon)):
        before = document.text[max(0, mention.start - 24) : mention.start]
        if not (mention.name[0].islower() and _ANY_OF_ITS_KIND.search(before)):
            yield mention


_ANY_OF_ITS_KIND = re.compile(
    r"\b(?:une?|des|deux|trois|quatre|plusieurs|quelques|chaque|aucune?|autres?|comme) (?:[a-zà-ÿ]+ )?$",
    re.I,
)


def _spelled(document: Document) -> Iterator[InstitutionMention]:
    """Yield names that their spelling gives away (NRW.INVEST, DigiHub)."""
    found = (_CAMEL.finditer(document.text, start, end + 2) for start, end in document.chunks(_is_spelled))
    for match in chain.from_iterable(found):
        words = document.words(document.sentences[document.sentence_at(match.start())])
        behind_word = document.text[max(0, match.start() - 2) : match.start() - 1].islower()
        shouted = match.group().isupper() and not behind_word
        if sum(c.islower() for c in words) > len(words) / 3 and not shouted:
            yield InstitutionMention(match.start(), match.end(), match.group(), None, "institution-spelling")


def _is_spelled(word: str) -> bool:
    """True for words with a capital letter amid them."""
    return not word.istitle() and _CAPITAL_AMID.search(word) is not None


_CAPITAL_AMID = re.compile(r"[A-Za-zäöü][A-Z]")


def _listed(document: Document) -> Iterator[InstitutionMention]:
    """Yield the names listed behind "Band", "Start-ups", "sièges de"."""
    for cue in document.finditer(_GROUP):
        position = cue.end()
        while name := _NAME_RUN.match(document.text, position):
            yield InstitutionMention(name.start(), name.end(), name.group(), None, "institution-group")
            more = _NEXT_OF_LIST.match(document.text, name.end())
            if not more:
                break
            position = more.end()
