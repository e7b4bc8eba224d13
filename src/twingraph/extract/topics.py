"""Sentences about what is done together -> the topics of an agreement, each with its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from twingraph.extract.focus import Focus
from twingraph.extract.reading import Reading
from twingraph.extract.records import Paper, Party
from twingraph.lexicon import Lexicon

_JOINT = {
    "de": re.compile(
        r"austausch|zusammenarbeit|zusammen|kooperation|projekt|begegnung|förder|bereich|thema|themen|"
        r"feld|schwerpunkt|dialog|verein(?!sheim)|inhalt|vorhaben|"
        r"gemeinsam|partnerschaft|beziehung|fokus|vertief|unterstütz|nothilfe|hilfe|vorgesehen|vertrag|"
        r"kontakte|mittelpunkt|umfass|\bnennt\b|\bregelt\b|widmet|säulen|lernende|gastfamilien|\btausch|"
        r"kinderfreizeit|"
        r"hilfst|betreuung",
        re.I,
    ),
    "en": re.compile(
        r"exchange|co-?operat|project|together|joint|partnership|agreement|focus|collaborat|programme|"
        r"program|deals? with|\bcovers?\b|chapters|pillars|placements|apprentices|teenagers|pupils|"
        r"links? between|shar(?:e|ing)|support|sister|areas? of|topics?",
        re.I,
    ),
    "fr": re.compile(
        r"échange|coopér|projet|ensemble|commun|partenariat|jumelage|programme|domaine|axe|rencontre|"
        r"soutien|thème|collabor|port(?:e|ent|ait|era) (?:\w+ )?sur|piliers|volets|\bstages?\b|concern|"
        r"\bvise",
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

    ``weight`` says how well its sentence proves the topic: 2 speaks of the paper, 1 of things done, 0 quotes.
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
    found = []
    for topic, pattern in _patterns(reading.lexicon, reading.language):
        if not reading.document.may_hold(pattern, start, end):
            continue
        for match in pattern.finditer(reading.document.text, start, end):
            if not reading.capital_names.overlaps(match.start(), match.start() + 1):
                found.append(TopicMention(match.start(), match.end(), topic))
    return sorted(found, key=lambda t: (t.start, t.topic))


def topics_of_papers(
    reading: Reading, papers: list[Paper], focus: Focus
) -> dict[int, dict[str, TopicMention]]:
    """Return for each paper (by its index) the topics of the sentences that speak of it.

    A heading that names a paper gives it the section below; a sentence that names a paper is that paper's.
    The two behind it are the main paper's, and so is every other one not far behind, about things done
    together; of a renewal only the latter count, and those that stand near.
    """
    found: dict[int, dict[str, TopicMention]] = {i: {} for i in range(len(papers))}
    new = [i for i, p in enumerate(papers) if p.time == "new"]
    main = next((i for i in new if not papers[i].qualifier), next(iter(new), None))
    section: int | None = None
    for index in _sentences(reading):
        named = [i for i, p in enumerate(papers) for w in p.windows if w.sentence == index]
        if _begins_short_block(reading, index):
            section = next(iter(named), None)
        if named and not set(named) & set(new):
            continue
        owner = _owner(papers, named, section, main)
        near = focus.pair_at(index)
        if owner >= 0 and papers[owner].lane is not None and near != papers[owner].lane and not named:
            continue
        if owner in new and (named or _tells(reading, papers[owner], index)):
            _keep_best(found[owner], reading, index, about=bool(named) or section is not None)
    return found


_NEXT, _NEAR, _FAR = 2, 4, 12
"""Sentences behind one that names a paper, up to which others tell what it is about: of a first paper without
more ado, of a renewal, and of any paper; the latter two where they speak of things done together."""


def _tells(reading: Reading, paper: Paper, index: int) -> bool:
    """True for a sentence behind those that name a paper, from which one learns what that is about."""
    behind = [index - w.sentence for w in paper.windows if w.sentence <= index]
    distance = min(behind, default=_FAR + 1)
    if distance <= _NEXT and not paper.renewal:
        return True
    return distance <= (_NEAR if paper.renewal else _FAR) and _is_joint(reading, index)


def _sentences(reading: Reading) -> Iterator[int]:
    """Yield the indexes of the sentences that may tell a topic."""
    for index, sentence in enumerate(reading.document.sentences):
        if reading.document.blocks[sentence.block].kind not in _NEVER and not _is_of_business(reading, index):
            yield index


def _is_of_business(reading: Reading, index: int) -> bool:
    """True for a sentence about anybody's contract: "The tender for the bus shelters closes today"."""
    sentence = reading.document.sentences[index]
    may_hold = reading.document.may_hold(_TENDER, sentence.start, sentence.end)
    return may_hold and _TENDER.search(reading.words(index)) is not None


_TENDER = re.compile(
    r"\b(?:tender|lease|snow removal|bidder|contractor|Mietvertr\w+|Pachtvertr\w+|Kaufvertr\w+|Ausschreibung|"
    r"Sponsoringvertrag|marché public|appel d[’']offres|adjudication|soumission)\b"
)


def _begins_short_block(reading: Reading, index: int) -> bool:
    """True for headings and short paragraphs, which open a section."""
    sentence = reading.document.sentences[index]
    block = reading.document.blocks[sentence.block]
    return block.end - block.start < 120 and sentence.start == block.start


def _owner(papers: list[Paper], named: list[int], section: int | None, main: int | None) -> int:
    """Return the paper whose topics a sentence tells (-1 for none).

    One of several first, then the section's.
    """
    qualified = [i for i in named if papers[i].qualifier]
    for choice in (*qualified[:1], section, *named[:1], main):
        if choice is not None:
            return choice
    return -1


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
    """Return the topics of a release that signs nothing: of its sentences about things done together.

    A bond is about what the release comes back to; what one sentence says is but a visit's programme.
    """
    found: dict[str, TopicMention] = {}
    told: Counter[str] = Counter()
    others: list[int] = []
    for index in _sentences(reading):
        if _is_joint(reading, index):
            _keep_best(found, reading, index, about=False)
            told.update(_topics_in(reading, index))
        else:
            others.append(index)
    for index in others if any(told[topic] < _TWICE for topic in found) else ():
        told.update(_topics_in(reading, index))
    return {topic: mention for topic, mention in found.items() if told[topic] >= _TWICE}


def _topics_in(reading: Reading, index: int) -> set[str]:
    """Return the topics that a sentence names."""
    sentence = reading.document.sentences[index]
    return {m.topic for m in find_topics(reading, sentence.start, sentence.end)}


_TWICE = 2
"""Sentences that tell a topic of a bond."""


def topics_by_focus(
    reading: Reading, focus: Focus, pairs: set[frozenset[Party]]
) -> dict[frozenset[Party], dict[str, TopicMention]]:
    """Return for each of *pairs* the topics of the sentences that are about it and things done together."""
    found: dict[frozenset[Party], dict[str, TopicMention]] = {pair: {} for pair in pairs}
    for index in _sentences(reading):
        pair = focus.pair_at(index)
        if pair in found and pair is not None and _is_joint(reading, index):
            _keep_best(found[pair], reading, index, about=False)
    return found


def _is_joint(reading: Reading, index: int) -> bool:
    joint, sentence = _JOINT[reading.language], reading.document.sentences[index]
    may_hold = reading.document.may_hold(joint, sentence.start, sentence.end)
    return may_hold and joint.search(reading.words(index)) is not None
