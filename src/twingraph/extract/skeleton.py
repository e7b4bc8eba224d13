"""A sentence in which each mention is one character, so that rules see its build and not its words.

"Die Städtepartnerschaft zwischen Köln und Lille besteht seit 1958" becomes
"Die R zwischen C und C besteht seit D"
with a private-use character for each capital here; rules name them {R}, {C}, {D}.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from twingraph.extract.pattern_words import fold

TYPES = {
    "C": "\ue000",  # town
    "Y": "\ue001",  # demonym of a town
    "I": "\ue002",  # organisation
    "D": "\ue003",  # date
    "P": "\ue004",  # person
    "R": "\ue005",  # relationship noun
    "T": "\ue006",  # partner-town noun
    "F": "\ue007",  # founding paper
    "A": "\ue008",  # instrument
    "W": "\ue009",  # weak noun for a relationship
    "V": "\ue00a",  # weak noun for a paper
    "N": "\ue00b",  # renewal paper
    "H": "\ue00c",  # organisation that is no region
}


@dataclass(frozen=True, slots=True)
class Typed:
    """A mention of *kind* (a key of :data:`TYPES`) and the record that it stands for."""

    start: int
    end: int
    kind: str
    record: Any


@dataclass(frozen=True)
class Skeleton:
    """The text of a sentence with one character a mention.

    ``mentions[i]`` stands at ``positions[i]`` of ``text``; ``letters`` are the characters of all of them.
    """

    text: str
    start: int
    mentions: tuple[Typed, ...]
    positions: tuple[int, ...]
    letters: frozenset[str]

    @cached_property
    def folded(self) -> str:
        """The text in small letters."""
        return fold(self.text)

    def inside(self, bounds: tuple[int, int], kinds: str) -> list[Typed]:
        """Return the mentions of *kinds* (letters of :data:`TYPES`) between two offsets of the skeleton."""
        start, end = bounds
        pairs = zip(self.positions, self.mentions, strict=True)
        return [m for p, m in pairs if start <= p < end and m.kind in kinds]

    def every(self, kinds: str) -> list[Typed]:
        """Return all mentions of *kinds*."""
        if not self.mentions:
            return []
        return [m for m in self.mentions if m.kind in kinds]

    def offset(self, position: int) -> int:
        """Return the offset in the normalised text of a position of the skeleton."""
        shift = 0
        for p, m in zip(self.positions, self.mentions, strict=True):
            if p >= position:
                break
            shift += m.end - m.start - 1
        return self.start + position + shift


def build_skeleton(text: str, start: int, end: int, mentions: Iterable[Typed]) -> Skeleton:
    """Return the skeleton of ``text[start:end]``; of overlapping mentions the first and longest stays."""
    pieces: list[str] = []
    kept: list[Typed] = []
    positions: list[int] = []
    at, length = start, 0
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if mention.start < at or mention.end > end:
            continue
        before = text[at : mention.start]
        pieces += [before, TYPES[mention.kind]]
        positions.append(length + len(before))
        length += len(before) + 1
        kept.append(mention)
        at = mention.end
    pieces.append(text[at:end])
    bare = "".join(pieces)
    letters = frozenset(letter for letter in TYPES.values() if letter in bare)
    return Skeleton(bare, start, tuple(kept), tuple(positions), letters)


def expand_macros(pattern: str, macros: dict[str, str]) -> str:
    """Return *pattern* with {C}, {D} … replaced by their characters and {name} by the macros of its file.

    >>> expand_macros("{C} und {C}", {}) == "\\ue000 und \\ue000"
    True
    """

    def replacement(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in macros:
            return f"(?:{expand_macros(macros[name], macros)})"
        return TYPES[name] if len(name) == 1 else "[" + "".join(TYPES[c] for c in name) + "]"

    return re.sub(r"\{([A-Za-z_]+)\}", replacement, pattern)
