"""Normalised text -> mentions of named programmes and events."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from twingraph.extract.base_forms import base_form
from twingraph.extract.layout import Document
from twingraph.extract.spans import Spans
from twingraph.lexicon import Lexicon

_CAP = r"[A-ZÀ-ÖØ-ÞĀ-Ž0-9][\w’+]*(?:-[\w’+]+)*"
_OPEN, _CLOSE = '"„“»«›', '"“”«»‹'
_QUOTED = rf"[{_OPEN}]\s?(?P<quoted>[^{_OPEN}{_CLOSE}\n]{{3,90}}?)\s?[{_CLOSE}]"
_TITLE = rf"[{_OPEN}]\s?(?P<quoted>[A-ZÀ-Þ][^{_OPEN}{_CLOSE}\n.!?,;:]{{2,50}}?)\s?[{_CLOSE}]"
"""A short quotation without a stop: a title, not speech."""


_QUOTED_EVENT = (
    rf"[{_OPEN}]\s?(?P<quoted>(?:Woche|Tage?|Nacht|Fest|Festival|Forum|Sommer|Week|Days?|Festival|Fête|"
    rf"Semaine|Nuit|"
    r"Journées?|Rencontres|Printemps) (?:der|des|für|zwischen|nach|of|for|between|"
    r"de|du|des|"
    rf"pour|entre)\b[^{_OPEN}{_CLOSE}\n.!?]{{2,50}}?)\s?[{_CLOSE}]"
)
"""A quotation that begins with the word for an event: „Woche der Sprachen“."""


@dataclass(frozen=True, slots=True)
class ProjectMention:
    """A programme, event or exchange with a name of its own."""

    start: int
    end: int
    name: str
    rule: str


_Patterns = tuple[tuple[str, str], ...]
"""Rule ids, each with a pattern whose group "name" (or "quoted", "single") is the name."""


@lru_cache(maxsize=8)
def _patterns(lexicon: Lexicon, language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the rules of *language*, the surest first, each with its pattern."""
    head = lexicon.patterns("projects", language, "head")
    own = {"de": _german, "en": _english, "fr": _french}[language]
    rows = [*_common(lexicon, language), *own(lexicon, head)]
    return tuple((rule, re.compile(pattern)) for rule, pattern in rows)


def _common(lexicon: Lexicon, language: str) -> _Patterns:
    """Return the patterns of names that are known, quoted or announced."""
    announces = lexicon.patterns("projects", language, "announces")
    known = lexicon.patterns("projects", language, "known")
    behind = (
        r"(?:,? (?:mit dem titel|unter dem titel|unter dem motto|namens|called|entitled|titled|"
        r"intitulée?s?|sous le titre))?"
    )
    return (
        ("project-known", rf"(?<![\w„“«\"-])(?P<name>{known})(?![\w])"),
        ("project-quoted", rf"(?<![\w])(?i:{announces}){behind}:? {_QUOTED}"),
        ("project-quoted-near", rf"(?<![\w])(?i:{announces})\b[^.;:{_OPEN}{_CLOSE}\n]{{1,30}}? {_TITLE}"),
        (
            "project-quoted-before",
            rf"{_TITLE}(?:,| [–-]| heißt| nennt sich)? (?:(?:der|die|das|ein|eine|the|an?|le|la|un|"
            rf"une) )?(?i:{announces})\b",
        ),
        ("project-quoted-event", _QUOTED_EVENT),
        (
            "project-called",
            rf"(?<![\w])(?i:{announces}),? (?:named|called|namens|genannt|nommée?|baptisée?) "
            rf"(?P<name>{_CAP}(?: {_CAP}){{0,3}})",
        ),
        (
            "project-announced",
            rf"(?<![\w])(?i:(?:\w+-)?projekt(?:e?s|en?)?|project|projet) "
            rf"(?P<name>[A-Z]{{3,}}\w*(?: {_CAP})*|{_CAP}(?: {_CAP})+)",
        ),
    )


def _german(lexicon: Lexicon, head: str) -> _Patterns:
    """Return the patterns of events called after a town or by a compound, and of foreign names."""
    season = lexicon.patterns("projects", "de", "season")
    return (
        (
            "project-town-event",
            rf"(?<![\w-])(?P<name>[A-ZÄÖÜ]\w{{3,}}er (?=[A-ZÄÖÜ])(?i:{season})(?:n(?<=tagen))?"
            r"(?: \d{4})?)(?![\w-])",
        ),
        (
            "project-head",
            rf"(?<![\w-])(?P<name>(?:[a-zäöü]+-[a-zäöü]+isch\w* )?(?=[A-ZÄÖÜ])(?i:{head})"
            rf"(?: \d{{4}})?)(?![\w-])",
        ),
        ("project-quoted-bare", rf"\b(?:zum|zur|beim|unter dem Titel|unter dem Motto) {_QUOTED}"),
        (
            "project-foreign",
            r"(?<![\w-])(?P<name>(?:Fête|Festa|Fiesta|Fest|Festival|Semaine) "
            r"(?:de la |des |du |della |de |of )[A-ZÉ]\w+|"
            r"[A-Z]\w+-Festival|[A-Z]\w+ [A-Z]\w+ (?:Day|Week|Festival|Summit|Games)(?: \d{4})?)",
        ),
    )


def _english(_: Lexicon, head: str) -> _Patterns:
    """Return the pattern of names that end in their head."""
    named = (
        rf"(?P<name>(?!The |This |Our |Their |Its |A |An )(?:{_CAP} (?:of |and |for |"
        rf"& )?){{1,4}}(?:{head})(?: \d{{4}})?|"
        rf"[A-Z]\w+-(?:Festival|Fest))\b"
    )
    return (("project-head", rf"{named}|\b(?P<single>[A-Z]\w+fest)\b"),)


_FRENCH_OF = r"(?:de la |de l[’']|du |des |de |d[’'])"
_FRENCH_PHRASE = (
    rf" (?:{_FRENCH_OF}|(?:sur|sous|dans|en|entre|sans|pour|à|au|aux|avec) (?:la |les? |"
    rf"l[’'])?)[a-zà-ÿ]{{3,}}"
)
"""Small words that go on with a title: "Regards sur mer", "Fête du cidre"."""


_TRAIT = r"[a-zà-ÿ]+(?:iens?|iennes?|oyens?|oyennes?|ies|unie?s|aux|ales|ives|ifs|aines?)\b"


def _french(lexicon: Lexicon, head: str) -> _Patterns:
    """Return the patterns of names that begin with their head, or stand bare behind the word for an event."""
    plain = lexicon.patterns("projects", "fr", "plain")
    edition = rf"{_CAP}(?:{_FRENCH_PHRASE}| {_FRENCH_OF}{_CAP})?"
    on = rf"(?:(?: {_CAP})+|(?:{_FRENCH_PHRASE})+| (?=[a-zà-ÿ]+s\b){_TRAIT})(?: {_TRAIT})?"
    bare = rf"(?!Nobel|Goncourt|Pulitzer){_CAP}{on}"
    return (
        ("project-head", rf"(?<!\. )(?P<name>(?:{head}) ?{_FRENCH_OF}?(?:{_CAP})(?: {_CAP})*)"),
        ("project-edition", rf"\bédition (?:du |de la |des |de l[’'])(?P<name>{edition})"),
        (
            "project-feast",
            rf"(?<![\w-])(?P<name>(?:Fête|Foire|Nuit|Semaine|Journées?|Salon|Rencontres|Festival|Printemps|"
            rf"Biennale) {_FRENCH_OF}[a-zà-ÿ]{{3,}}|"
            rf"fête {_FRENCH_OF}{_CAP})",
        ),
        ("project-bare", rf"\b(?:{plain}) (?P<name>{bare})"),
    )


def find_projects(
    document: Document, lexicon: Lexicon, taken: Iterable[tuple[int, int]]
) -> list[ProjectMention]:
    """Return the programmes and events that *document* names, outside the spans *taken*."""
    closed = Spans([*taken, *document.closed("navigation", "elsewhere", "contact")])
    found: list[ProjectMention] = []
    for mention in _all(document, lexicon):
        if not closed.overlaps(mention.start, mention.end):
            found.append(mention)
            closed.add(mention.start, mention.end)
    return sorted(found, key=lambda m: m.start)


def _all(document: Document, lexicon: Lexicon) -> Iterator[ProjectMention]:
    for rule, pattern in _patterns(lexicon, document.release.language):
        for match in document.finditer(pattern):
            group = next(g for g in match.groupdict() if match[g])
            name = " ".join(match[group].split())
            if rule == "project-head":
                name = base_form(name, lexicon)
            if _is_name(name, document, lexicon):
                yield ProjectMention(match.start(group), match.end(group), name, rule)


def _is_name(name: str, document: Document, lexicon: Lexicon) -> bool:
    """True unless *name* is an everyday noun, a number, or the title of an agreement."""
    generic, agreement = _no_names(lexicon, document.release.language)
    name = name.removeprefix("The ")
    ordinary = name in lexicon.not_names or name.isdigit()
    return not (ordinary or generic.fullmatch(name) or agreement.match(name))


@lru_cache(maxsize=8)
def _no_names(lexicon: Lexicon, language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of everyday nouns, and of the titles of agreements."""
    generic = lexicon.patterns("projects", language, "generic")
    agreement = lexicon.patterns("agreements", language)
    return re.compile(rf"(?i:{generic})"), re.compile(rf"(?i:{agreement})\b")
