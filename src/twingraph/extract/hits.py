"""Rules over skeletons -> hits: the places where a rule reads a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from twingraph.extract.reading import Reading
from twingraph.extract.records import Words
from twingraph.extract.rules import Rule, rules_for
from twingraph.extract.skeleton import Skeleton, Typed


@dataclass(frozen=True, slots=True)
class Hit:
    """One match of *rule* in the skeleton of the sentence with the index *sentence*."""

    rule: Rule
    match: re.Match[str]
    skeleton: Skeleton
    sentence: int

    def has(self, group: str) -> bool:
        """True where the rule has the slot *group* and something fills it."""
        return group in self.match.re.groupindex and bool(self.match[group])

    def mentions(self, group: str, kinds: str) -> list[Typed]:
        """Return the mentions of *kinds* in the slot *group*; an empty slot has none."""
        return self.skeleton.inside(self.match.span(group), kinds) if self.has(group) else []

    @property
    def start(self) -> int:
        """Offset of the match in the normalised text."""
        return self.skeleton.offset(self.match.start())

    @property
    def words(self) -> Words:
        """The words that the rule read."""
        end = self.skeleton.offset(self.match.end())
        return Words(self.start, end, self.rule.id, self.rule.confidence)


def find_hits(reading: Reading, sentence: int, *gives: str) -> Iterator[Hit]:
    """Yield where the rules that read *gives* match a sentence, in the order of *gives*, rules and text."""
    skeleton = reading.skeletons[sentence]
    for name in gives:
        for rule in rules_for(name, reading.language, skeleton.letters):
            if rule.gate.lets(skeleton.folded):
                for match in rule.pattern.finditer(skeleton.text):
                    yield Hit(rule, match, skeleton, sentence)


def is_planned_at(reading: Reading, sentence: int, offset: int) -> bool:
    """True where a rule reads what stands at *offset* of the normalised text as a plan."""
    return any(hit.start <= offset < hit.words.end for hit in find_hits(reading, sentence, "plan"))
