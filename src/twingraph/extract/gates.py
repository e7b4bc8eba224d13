"""A pattern -> the words of which each of its matches holds one, and how many blanks a match spans.

Where none of the words stands, the pattern need not be tried; where one does, it need be tried only as far
around it as a match can reach.  Both are read off the pattern itself, so they hold whatever it says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from twingraph.extract.pattern_words import PatternTree, Strings, Word, Words, cost_of, fold, largest, plus


@dataclass(frozen=True, eq=False)
class Need:
    """Words of which a match holds one; folded unless ``exact``."""

    words: Words
    exact: bool

    def joined(self, other: Need) -> Words:
        """Return the same words as those of *other*, each with the longer of its leads."""
        return {
            word: told._replace(lead=largest([told.lead, other.words[word].lead]), ends=False)
            for word, told in self.words.items()
        }

    @cached_property
    def lead(self) -> int | None:
        """The longest of the leads."""
        return largest([word.lead for word in self.words.values()])

    @cached_property
    def is_plain(self) -> bool:
        """True where the words count wherever a folded text holds them."""
        return not self.exact and not any(word.whole for word in self.words.values())

    @cached_property
    def folded(self) -> Strings:
        """The words as a folded text holds them."""
        return frozenset(map(fold, self.words)) if self.exact else frozenset(self.words)


@dataclass(frozen=True, eq=False)
class Gate:
    """What a text must hold for a pattern to match in it, the rarest first.

    ``telling`` are those needs that few texts meet.  ``blanks`` is how many blanks a match, with what it
    looks ahead at, holds at most; None where there is no limit.
    """

    needs: tuple[Need, ...]
    telling: tuple[Need, ...]
    blanks: int | None

    def lets(self, folded: str) -> bool:
        """True unless *folded*, a folded text, lacks all words of a need."""
        for words in self._folded:
            for word in words:
                if word in folded:
                    break
            else:
                return False
        return True

    @cached_property
    def _folded(self) -> tuple[Strings, ...]:
        return tuple(sorted((need.folded for need in self.needs), key=len))


_COMMON, _RARE = 0.03, 0.003
"""What is met more often than this tells nothing: of the first need, and of further ones."""


@lru_cache(maxsize=2_000)
def gate_of(pattern: re.Pattern[str]) -> Gate:
    """Return the gate of *pattern*.

    >>> gate = gate_of(re.compile(r"(?:Amt|Referat) für [A-Z]\\w+"))
    >>> [sorted(need.words) for need in gate.needs], gate.blanks
    ([['Amt für ', 'Referat für ']], 2)
    """
    tree = PatternTree(pattern)
    rarest = sorted(tree.needs(), key=lambda words: (cost_of(words), sorted(words)))
    needs = tuple(Need(_shortest(words), tree.exact) for words in rarest)
    telling = tuple(n for i, n in enumerate(needs[:3]) if cost_of(n.words) < (_RARE if i else _COMMON))
    return Gate(needs, telling, tree.blanks())


def _shortest(words: Words) -> Words:
    """Leave out words that hold another of *words*, wherever that stands; it is met where they are."""
    kept: Words = {}
    for word, told in sorted(words.items(), key=lambda item: (len(item[0]), item[0])):
        inner = next(
            (other for other in kept if other in word and _is_met(kept[other], other, told, word)), ""
        )
        if inner:
            lead = plus(told.lead, word[: word.rindex(inner)].count(" "))
            kept[inner] = kept[inner]._replace(lead=largest([kept[inner].lead, lead]))
        else:
            kept[word] = told
    return kept


def _is_met(inner: Word, letters: str, outer: Word, word: str) -> bool:
    """True where the letters of an inner word stand as they are to wherever the outer one does."""
    return not inner.whole or (outer.whole and word.endswith(letters))
