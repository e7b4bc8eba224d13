"""The tree of a pattern -> the words that each of its matches holds, and how many blanks at most.

The tree is that of the parser of the standard library, which has no public door; where a later Python builds
it of parts unknown here, they count as anything at all, so that nothing is ever promised in vain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import product
from math import prod
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

_PRODUCTS = 64
"""Strings that neighbours are multiplied out to: "[Mm]it (?:der|dem)" makes four."""
_ASSERTIONS = (c.ASSERT, c.ASSERT_NOT)
_REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT)
_NESTED = (c.BRANCH, c.SUBPATTERN, *_ASSERTIONS, *_REPEATS)

Strings = frozenset[str]
_Node = tuple[Any, Any]


class Word(NamedTuple):
    """A word that a pattern needs: at most *lead* blanks stand before it in a match (None: without limit).

    Where it *ends* what needs it, and where it is *whole*: no letter follows it.
    """

    lead: int | None
    ends: bool = False
    whole: bool = False


Words = dict[str, Word]
"""Words of which a match holds one."""


def cost_of(words: Words) -> float:
    """Return about how often a character of a text begins one of *words*."""
    return sum(_word_share(word) * (0.4 if told.whole else 1) for word, told in words.items())


@lru_cache(maxsize=100_000)
def _word_share(word: str) -> float:
    """Return about how often a character of a text begins *word*."""
    return prod(map(_share, word))


class PatternTree:
    """The parsed tree of one pattern, asked for its words and its blanks."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.exact = not pattern.flags & re.IGNORECASE and "(?i" not in pattern.pattern
        self._tree = _parser.parse(pattern.pattern, pattern.flags)
        self._blanks_of: dict[int, int | None] = {}
        self._strings_of: dict[int, Strings | None] = {}

    def needs(self) -> list[Words]:
        """Return sets of words, folded unless case counts: a match holds one of each."""
        return self._needs(self._tree)

    def blanks(self) -> int | None:
        """Return how many blanks a match and what it looks ahead at holds at most; None: any number."""
        return self._most(self._tree)

    def _needs(self, tree: Sequence[_Node], lead: int | None = 0) -> list[Words]:
        """Return sets of words: a match holds one of each in *tree*, *lead* blanks from its start."""
        found: list[Words] = []
        run: Strings = frozenset([""])
        begins = lead
        last: list[Words] = []  # needs of what was just read
        for operator, argument in tree:
            strings = self._strings(operator, argument)
            if _is_word_end(operator, argument):
                last = list(map(_made_whole, last or [dict.fromkeys(run, Word(begins, True))]))
            elif operator is c.ASSERT and argument[0] > 0:
                found += map(_amid, self._needs(argument[1], lead))
            elif strings is not None and len(run) * len(strings) <= _PRODUCTS:
                if strings != {""}:
                    found, last = [*found, *map(_amid, last)], []
                run = frozenset(a + b for a, b in product(run, strings))
            else:
                found += map(_amid, last or [dict.fromkeys(run, Word(begins))])
                last = self._inner_needs(operator, argument, lead) if strings is None else []
                run = frozenset([""]) if strings is None else strings
                begins = plus(lead, self._most_of(operator, argument)) if strings is None else lead
            lead = plus(lead, self._most_of(operator, argument))
        found += last or [dict.fromkeys(run, Word(begins, True))]
        return [words for words in found if words and "" not in words]

    def _inner_needs(self, operator: Any, argument: Any, lead: int | None) -> list[Words]:
        """Return what a part that stands for too many strings needs nevertheless."""
        if operator is c.SUBPATTERN:
            return self._needs(argument[3], lead)
        if operator is c.ATOMIC_GROUP:
            return self._needs(argument, lead)
        if operator in _REPEATS and argument[0] > 0:
            strings = self._sequence(argument[2]) if argument[0] > 1 else None
            if strings is not None and len(strings) ** argument[0] <= _PRODUCTS:
                repeated = map("".join, product(strings, repeat=argument[0]))
                return [dict.fromkeys(repeated, Word(lead))]
            return list(map(_amid, self._needs(argument[2], lead)))
        if operator is c.BRANCH:
            each = [self._needs(branch, lead) for branch in argument[1]]
            return [_union(min(needs, key=cost_of) for needs in each)] if all(each) else []
        return []

    def _strings(self, operator: Any, argument: Any) -> Strings | None:
        """Return all strings that a part stands for, folded unless case counts; None for too many to list."""
        if operator not in _NESTED:
            return self._simple_strings(operator, argument)
        if id(argument) not in self._strings_of:
            self._strings_of[id(argument)] = self._nested_strings(operator, argument)
        return self._strings_of[id(argument)]

    def _simple_strings(self, operator: Any, argument: Any) -> Strings | None:
        if operator is c.LITERAL:
            return frozenset([chr(argument) if self.exact else fold(chr(argument))])
        if operator is c.IN:
            return self._class(argument)
        return frozenset([""]) if operator is c.AT else None

    def _nested_strings(self, operator: Any, argument: Any) -> Strings | None:
        if operator is c.SUBPATTERN:
            return self._sequence(argument[3])
        if operator is c.BRANCH:
            branches = [self._sequence(branch) for branch in argument[1]]
            known = [branch for branch in branches if branch is not None]
            return frozenset().union(*known) if len(known) == len(branches) else None
        if operator in _ASSERTIONS:
            return frozenset([""])
        if operator in _REPEATS and argument[1] == 1:
            inner = self._sequence(argument[2])
            return None if inner is None else inner | ({""} if argument[0] == 0 else frozenset())
        return None

    def _sequence(self, tree: Sequence[_Node]) -> Strings | None:
        run: Strings = frozenset([""])
        for operator, argument in tree:
            strings = self._strings(operator, argument)
            if strings is None or (len(run) > 1 and len(run) * len(strings) > 4 * _PRODUCTS):
                return None
            run = frozenset(a + b for a, b in product(run, strings))
        return run

    def _class(self, members: Sequence[_Node]) -> Strings | None:
        """Return the characters of a class in brackets; \\d is ten, as a folded text has no other digits."""
        found: set[str] = set()
        for kind, value in members:
            if kind is c.LITERAL:
                found.add(chr(value))
            elif kind is c.RANGE and value[1] - value[0] < 10:
                found |= {chr(code) for code in range(value[0], value[1] + 1)}
            elif kind is c.CATEGORY and value is c.CATEGORY_DIGIT:
                found |= set("0123456789")
            else:
                return None
        return frozenset(found) if self.exact else frozenset(map(fold, found))

    def _most(self, tree: Iterable[_Node]) -> int | None:
        """Return how many blanks *tree* matches or looks ahead at at most; None: any number."""
        total: int | None = 0
        for operator, argument in tree:
            total = plus(total, self._most_of(operator, argument))
        return total

    def _most_of(self, operator: Any, argument: Any) -> int | None:
        if operator not in _NESTED:
            return _simple_blanks(operator, argument)
        if id(argument) not in self._blanks_of:
            self._blanks_of[id(argument)] = self._nested_blanks(operator, argument)
        return self._blanks_of[id(argument)]

    def _nested_blanks(self, operator: Any, argument: Any) -> int | None:
        if operator is c.BRANCH:
            return largest([self._most(branch) for branch in argument[1]])
        if operator is c.SUBPATTERN:
            return self._most(argument[3])
        if operator in _ASSERTIONS:
            return self._most(argument[1]) if argument[0] > 0 else 0
        inner = self._most(argument[2])
        endless = inner is None or (argument[1] is c.MAXREPEAT and inner)
        return None if endless else int(argument[1]) * inner if inner else 0


def _is_word_end(operator: Any, argument: Any) -> bool:
    """True for \\b and (?!\\w): behind a letter, no other may follow."""
    if operator is c.AT:
        return bool(argument is c.AT_BOUNDARY)
    if operator is not c.ASSERT_NOT or argument[0] < 0:
        return False
    branches = argument[1][0][1][1] if argument[1] and argument[1][0][0] is c.BRANCH else [argument[1]]
    classes = [branch[0][1] for branch in branches if len(branch) == 1 and branch[0][0] is c.IN]
    return any(
        (c.CATEGORY, c.CATEGORY_WORD) in members and members[0][0] is not c.NEGATE for members in classes
    )


def _made_whole(words: Words) -> Words:
    """Return the words, whole where they end what needs them; behind a full stop, \\b says another thing."""
    return {
        word: told._replace(whole=told.whole or (told.ends and word[-1:].isalnum()))
        for word, told in words.items()
    }


def _amid(words: Words) -> Words:
    """Return the words as those of a part that others follow."""
    return {word: told._replace(ends=False) for word, told in words.items()}


def plus(one: int | None, other: int | None) -> int | None:
    """Return the sum of two counts; None is any number."""
    return None if one is None or other is None else one + other


def _union(each: Iterable[Words]) -> Words:
    """Return the words of alternatives together; of what is told twice, what holds for both."""
    found: Words = {}
    for words in each:
        for word, told in words.items():
            known = found.get(word, told)
            lead = largest([known.lead, told.lead])
            found[word] = Word(lead, known.ends and told.ends, known.whole and told.whole)
    return found


def largest(counts: Sequence[int | None]) -> int | None:
    """Return the largest of several counts; None is any number."""
    known = [count for count in counts if count is not None]
    return max(known) if len(known) == len(counts) else None


def _simple_blanks(operator: Any, argument: Any) -> int | None:
    if operator is c.LITERAL:
        return int(argument == 32)
    if operator in (c.NOT_LITERAL, c.ANY):
        return 1
    if operator is c.IN:
        return int(_may_be_blank(argument))
    return 0 if operator is c.AT else None


def _may_be_blank(members: Sequence[_Node]) -> bool:
    """True where a class in brackets may match a blank."""
    negated = members[0][0] is c.NEGATE
    return negated != any(_names_blank(kind, value) for kind, value in members)


def _names_blank(kind: Any, value: Any) -> bool:
    if kind is c.LITERAL:
        return bool(value == 32)
    if kind is c.RANGE:
        return bool(value[0] <= 32 <= value[1])
    return kind is c.CATEGORY and value in (c.CATEGORY_SPACE, c.CATEGORY_NOT_DIGIT, c.CATEGORY_NOT_WORD)


_SHARES = {" ": 0.15, "e": 0.14, "n": 0.09, "i": 0.07, "r": 0.07, "s": 0.06, "t": 0.06, "a": 0.06}
_SHARES |= dict.fromkeys('"„“”»«›‹', 0.0005)


def _share(character: str) -> float:
    """Return about which share of the characters of a text *character* has."""
    return _SHARES.get(character, 0.03 if character.islower() else 0.008)


_ODD = str.maketrans({"İ": "i", "ı": "i", "ſ": "s"})
"""Letters that patterns which ignore case take for another Latin letter, and ``lower`` does not."""
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_UNUSUAL = re.compile("[^\x00-\u012f\u0132-\u017e\u0180-\u052f\u2000-\u27ff]")


def fold(text: str) -> str:
    """Return *text* in small letters, character by character, as patterns that ignore case compare it.

    Digits of other scripts, which \\d matches too, become ours.

    >>> fold("KÖLN İzmir")
    'köln izmir'
    """
    if not text.isascii() and _UNUSUAL.search(text):
        text = _OTHER_DIGIT.sub(lambda match: str(int(match.group())), text.translate(_ODD))
    return text.lower()
