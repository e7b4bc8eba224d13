"""Normalised text -> mentions of named programmes and events."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from twingraph.extract.layout import ADDRESS, Document
from twingraph.lexicon import Lexicon

_CAP = r"[A-ZÀ-ÖØ-ÞĀ-Ž0-9][\w’+]*(?:-[\w’+]+)*"
_OPEN, _CLOSE = '"„“»«›', '"“”«»‹'
_QUOTED = rf"[{_OPEN}]\s?(?P<quoted>[^{_OPEN}{_CLOSE}\n]{{3,90}}?)\s?[{_CLOSE}]"


@dataclass(frozen=True, slots=True)
class ProjectMention:
    """A programme, event or exchange with a name of its own."""

    start: int
    end: int
    name: str
    rule: str


@lru_cache(maxsize=8)
def _patterns(lexicon: Lexicon, language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    announces = lexicon.patterns("projects", language, "announces")
    head = lexicon.patterns("projects", language, "head")
    known = lexicon.patterns("projects", language, "known")
    behind = (
        r"(?:,? (?:mit dem titel|unter dem titel|unter dem motto|namens|called|entitled|titled|"
        r"intitulée?s?|sous le titre))?"
    )
    rows = [
        ("project-known", rf"(?<![\w-])(?P<name>{known})(?![\w])"),
        ("project-quoted", rf"(?<![\w])(?i:{announces}){behind}:? {_QUOTED}"),
        (
            "project-announced",
            rf"(?<![\w])(?i:(?:\w+-)?projekt(?:e?s|en?)?|project|projet) "
            rf"(?P<name>[A-Z]{{3,}}\w*(?: {_CAP})*|{_CAP}(?: {_CAP})+)",
        ),
    ]
    if language == "de":
        season = lexicon.patterns("projects", "de", "season")
        rows.append(
            (
                "project-town-event",
                rf"(?<![\w-])(?P<name>[A-ZÄÖÜ]\w{{3,}}er (?=[A-ZÄÖÜ])(?i:{season})(?: \d{{4}})?)(?![\w-])",
            )
        )
        rows.append(
            (
                "project-head",
                rf"(?<![\w-])(?P<name>(?:[a-zäöü]+-[a-zäöü]+isch\w* )?(?=[A-ZÄÖÜ])(?i:{head})"
                rf"(?: \d{{4}})?)(?![\w-])",
            )
        )
        rows.append(("project-quoted-bare", rf"\b(?:zum|zur|beim|unter dem Titel|unter dem Motto) {_QUOTED}"))
        rows.append(
            (
                "project-foreign",
                r"(?<![\w-])(?P<name>(?:Fête|Festa|Terrasses|Fiesta|Fest|Festival|Semaine) "
                r"(?:de la |des |du |della |de |of )[A-ZÉ]\w+|[A-Z]\w+ [A-Z]\w+ (?:Day|Week|Festival|"
                r"Summit|Games)(?: \d{4})?)",
            )
        )
    elif language == "en":
        rows.append(
            (
                "project-head",
                rf"(?P<name>(?:{_CAP} (?:of |and |for )?){{1,4}}(?:{head})(?: \d{{4}})?)\b|"
                rf"\b(?P<single>[A-Z]\w+fest)\b",
            )
        )
    else:
        rows.append(
            (
                "project-head",
                rf"(?<!\. )(?P<name>(?:{head})(?: (?:de la |du |des |de |d[’']))?(?:{_CAP})(?: {_CAP})*)",
            )
        )
    return tuple((rule, re.compile(pattern)) for rule, pattern in rows)


def find_projects(
    document: Document, lexicon: Lexicon, taken: Iterable[tuple[int, int]]
) -> list[ProjectMention]:
    """Return the programmes and events that *document* names, outside the spans *taken*."""
    closed = [*taken, *((m.start(), m.end()) for m in ADDRESS.finditer(document.text))]
    closed += [(b.start, b.end) for b in document.blocks if b.kind in ("navigation", "elsewhere", "contact")]
    found: list[ProjectMention] = []
    for mention in _all(document, lexicon):
        if not any(s < mention.end and mention.start < e for s, e in closed):
            found.append(mention)
            closed.append((mention.start, mention.end))
    return sorted(found, key=lambda m: m.start)


def _all(document: Document, lexicon: Lexicon) -> Iterator[ProjectMention]:
    for rule, pattern in _patterns(lexicon, document.release.language):
        for match in pattern.finditer(document.text):
            group = next(g for g in match.groupdict() if match[g])
            name = " ".join(match[group].split())
            if _is_name(name, document, lexicon):
                yield ProjectMention(match.start(group), match.end(group), name, rule)


def _is_name(name: str, document: Document, lexicon: Lexicon) -> bool:
    """True unless *name* is an everyday noun, a number, or the title of an agreement."""
    generic = lexicon.patterns("projects", document.release.language, "generic")
    agreement = lexicon.patterns("agreements", document.release.language)
    return not (
        name in lexicon.not_names
        or name.isdigit()
        or re.fullmatch(rf"(?i:{generic})", name)
        or re.match(rf"(?i:{agreement})\b", name)
    )
