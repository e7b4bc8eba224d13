"""Sentences about what is done together -> the topics of an agreement, each with its words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from twingraph.extract.reading import Reading
from twingraph.extract.records import Paper
from twingraph.lexicon import Lexicon

_JOINT = {
    "de": re.compile(
        r"austausch|zusammenarbeit|zusammen|kooperation|projekt|begegnung|förder|bereich|thema|themen|"
        r"feld|schwerpunkt|dialog|verein(?!sheim)|inhalt|vorhaben|"
        r"gemeinsam|partnerschaft|beziehung|fokus|vertief|unterstütz|nothilfe|hilfe|vorgesehen|vertrag|"
        r"kontakte",
        re.I,
    ),
    "en": re.compile(
        r"exchange|co-?operat|project|together|joint|partnership|agreement|focus|collaborat|programme|"
        r"program|links? between|shar(?:e|ing)|support|sister|areas? of|topics?",
        re.I,
    ),
    "fr": re.compile(
        r"échange|coopér|projet|ensemble|commun|partenariat|jumelage|programme|domaine|axe|rencontre|"
        r"soutien|thème|collabor",
        re.I,
    ),
}
_QUOTATION = re.compile(r"^[\"„“«»]|[\"“”»], (?:sag|so |said|a déclaré|betont|erklärt)")
_LISTED = re.compile(
    r"\b(?:bereich|themen|schwerpunkt|felder|inhalt|areas? of|fields? of|topics|domaines?|axes)", re.I
)
_NEVER = frozenset({"navigation", "elsewhere", "contact", "caption"})


@dataclass(frozen=True, slots=True)
class TopicMention:
    """A word in the normalised text that stands for a topic of the scheme topic.

    ``weight`` says how well its sentence proves the topic: 2 speaks of the paper, 1 of things done, 0 is a quotation.
    """

    start: int
    end: int
    topic: str
    weight: int = 0


@lru_cache(maxsize=8)
def _patterns(lexicon: Lexicon, language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (cue.values[0], re.compile(rf"(?<![\w])(?:{cue.pattern})", re.I))
        for cue in lexicon.topics
        if language in cue.languages
    )


def find_topics(reading: Reading, start: int, end: int) -> list[TopicMention]:
    """Return the topic words between two offsets, names of persons and organisations left out."""
    closed = [(m.start, m.end) for p in reading.people for m in p.mentions]
    closed += [(i.start, i.end) for i in reading.institutions if not any(w.islower() for w in i.name[:1])]
    found = []
    for topic, pattern in _patterns(reading.lexicon, reading.language):
        for match in pattern.finditer(reading.document.text, start, end):
            if not any(s <= match.start() < e for s, e in closed):
                found.append(TopicMention(match.start(), match.end(), topic))
    return sorted(found, key=lambda t: (t.start, t.topic))


def topics_of_papers(reading: Reading, papers: list[Paper]) -> dict[int, dict[str, TopicMention]]:
    """Return for each paper (by its index) the topics of the sentences that speak of it.

    A heading that names a paper gives it the section below; a sentence that names a paper is that paper's; every other
    sentence about things done together is the main paper's.
    """
    found: dict[int, dict[str, TopicMention]] = {i: {} for i in range(len(papers))}
    main = next(
        (i for i, p in enumerate(papers) if p.time == "new" and not p.qualifier),
        next((i for i, p in enumerate(papers) if p.time == "new"), None),
    )
    section: int | None = None
    for index, sentence in enumerate(reading.document.sentences):
        block = reading.document.blocks[sentence.block]
        if block.kind in _NEVER:
            continue
        named = [i for i, p in enumerate(papers) for w in p.windows if w.sentence == index]
        if block.end - block.start < 120 and sentence.start == block.start:
            section = named[0] if named else None
        if named and all(papers[i].time != "new" for i in named):
            continue
        qualified = [i for i in named if papers[i].qualifier]
        owner = next(iter(qualified), section if section is not None else next(iter(named), main))
        if owner is not None and papers[owner].time == "new" and (named or _is_joint(reading, index)):
            about = bool(named) or section is not None
            _keep_best(found[owner], reading, index, about=about)
    return found


def _keep_best(found: dict[str, TopicMention], reading: Reading, index: int, *, about: bool) -> None:
    """Keep for each topic the mention whose sentence proves it best, the earliest of equals."""
    sentence = reading.document.sentences[index]
    words = reading.document.words(sentence)
    quoted = bool(_QUOTATION.search(words))
    listed = bool(_LISTED.search(words))
    weight = 0 if quoted else 2 if about or listed else 1
    for mention in find_topics(reading, sentence.start, sentence.end):
        known = found.get(mention.topic)
        if known is None or weight > known.weight:
            found[mention.topic] = replace(mention, weight=weight)


def topics_of_relationship(reading: Reading) -> dict[str, TopicMention]:
    """Return the topics of a release that signs nothing: those of its sentences about things done together."""
    found: dict[str, TopicMention] = {}
    for index, sentence in enumerate(reading.document.sentences):
        if reading.document.blocks[sentence.block].kind not in _NEVER and _is_joint(reading, index):
            _keep_best(found, reading, index, about=False)
    return found


def _is_joint(reading: Reading, index: int) -> bool:
    words = reading.document.words(reading.document.sentences[index])
    return bool(_JOINT[reading.language].search(words))
