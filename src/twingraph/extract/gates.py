"""A pattern -> the words of which each of its matches holds one, and how many blanks a match spans.

Where none of the words stands, the pattern need not be tried; where one does, it need be tried only as far
around it as a match can reach.  Both are read off the pattern itself, so they hold whatever it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from math import prod
from re import _constants as c  # type: ignore[attr-defined]  # the parser's tree has no public door
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

_PRODUCTS = 64
"""Strings that neighbours are multiplied out to: "[Mm]it (?:der|dem)" makes four."""
_ASSERTIONS = (c.ASSERT, c.ASSERT_NOT)
_REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT)

Words = frozenset[str]
_Node = tuple[Any, Any]


class Word(NamedTuple):
    """A word that a pattern needs: at most *lead* blanks stand before it in a match (None: without limit).

    Where it *ends* what needs it, and where it is *whole*: no letter follows it.
    """

    lead: int | None
    ends: bool = False
    whole: bool = False


@dataclass(frozen=True, eq=False)
class Need:
    """Words of which a match holds one; folded unless ``exact``."""

    words: dict[str, Word]
    exact: bool

    @cached_property
    def cost(self) -> float:
        """About how often a character of a text begins one of the words."""
        each = (prod(map(_share, word)) * (0.4 if told.whole else 1) for word, told in self.words.items())
        return sum(each)

    @cached_property
    def lead(self) -> int | None:
        """The longest of the leads."""
        return _largest([word.lead for word in self.words.values()])

    @cached_property
    def is_plain(self) -> bool:
        """True where the words count wherever a folded text holds them."""
        return not self.exact and not any(word.whole for word in self.words.values())

    @cached_property
    def folded(self) -> Words:
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
    def _folded(self) -> tuple[Words, ...]:
        return tuple(need.folded for need in self.needs)


_SHARES = {" ": 0.15, "e": 0.14, "n": 0.09, "i": 0.07, "r": 0.07, "s": 0.06, "t": 0.06, "a": 0.06}


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


@lru_cache(maxsize=2_000)
def gate_of(pattern: re.Pattern[str]) -> Gate:
    """Return the gate of *pattern*.

    >>> gate = gate_of(re.compile(r"(?:Amt|Referat) für [A-Z]\\w+"))
    >>> [sorted(need.words) for need in gate.needs], gate.blanks
    ([['Amt für ', 'Referat für ']], 2)
    """
    tree = _parser.parse(pattern.pattern, pattern.flags)
    exact = not pattern.flags & re.IGNORECASE and "(?i" not in pattern.pattern
    needs = [Need(_shortest(words), exact) for words in _needs(tree, exact=exact)]
    rarest = sorted(needs, key=lambda need: (need.cost, sorted(need.words)))
    telling = tuple(n for i, n in enumerate(rarest[:3]) if n.cost < (_RARE if i else _COMMON))
    return Gate(tuple(rarest), telling, _most(tree))


_COMMON, _RARE = 0.03, 0.003
"""What is met more often than this tells nothing: of the first need, and of further ones."""


def _shortest(words: dict[str, Word]) -> dict[str, Word]:
    """Leave out words that hold another of *words*, wherever that stands; it is met where they are."""
    kept: dict[str, Word] = {}
    for word, told in sorted(words.items(), key=lambda item: (len(item[0]), item[0])):
        inner = next((other for other in kept if _is_met(other, kept[other], word, told)), None)
        if inner is None:
            kept[word] = told
        else:
            lead = _plus(told.lead, word[: word.rindex(inner)].count(" "))
            kept[inner] = kept[inner]._replace(lead=_largest([kept[inner].lead, lead]))
    return kept


def _is_met(inner: str, told: Word, word: str, told_of_word: Word) -> bool:
    """True where *inner* stands as it is to wherever *word* does."""
    return word.endswith(inner) and told_of_word.whole if told.whole else inner in word


_Found = list[dict[str, Word]]


def _needs(tree: Sequence[_Node], lead: int | None = 0, *, exact: bool) -> _Found:
    """Return sets of words: a match holds one of each in its part *tree*, *lead* blanks from its start."""
    found: _Found = []
    run: Words = frozenset([""])
    begins = lead
    last: _Found = []  # needs of what was just read
    for operator, argument in tree:
        strings = _exact(operator, argument, exact=exact)
        if _is_word_end(operator, argument):
            last = list(map(_made_whole, last or [dict.fromkeys(run, Word(begins, True))]))
        elif operator is c.ASSERT and argument[0] > 0:
            found += map(_amid, _needs(argument[1], lead, exact=exact))
        elif strings is not None and len(run) * len(strings) <= _PRODUCTS:
            if strings != {""}:
                found, last = [*found, *map(_amid, last)], []
            run = frozenset(a + b for a, b in product(run, strings))
        else:
            found += map(_amid, last or [dict.fromkeys(run, Word(begins))])
            last = _inner_needs(operator, argument, lead, exact=exact) if strings is None else []
            run = frozenset([""]) if strings is None else strings
            begins = _plus(lead, _most_of(operator, argument)) if strings is None else lead
        lead = _plus(lead, _most_of(operator, argument))
    found += last or [dict.fromkeys(run, Word(begins, True))]
    return [words for words in found if words and "" not in words]


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


def _made_whole(words: dict[str, Word]) -> dict[str, Word]:
    """Return the words, whole where they end what needs them; behind a full stop, \\b says another thing."""
    return {
        word: told._replace(whole=told.whole or (told.ends and word[-1:].isalnum()))
        for word, told in words.items()
    }


def _amid(words: dict[str, Word]) -> dict[str, Word]:
    """Return the words as those of a part that others follow."""
    return {word: told._replace(ends=False) for word, told in words.items()}


def _plus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _inner_needs(operator: Any, argument: Any, lead: int | None, *, exact: bool) -> _Found:
    """Return what a part that stands for too many strings needs nevertheless."""
    if operator is c.SUBPATTERN:
        return _needs(argument[3], lead, exact=exact)
    if operator is c.ATOMIC_GROUP:
        return _needs(argument, lead, exact=exact)
    if operator in _REPEATS and argument[0] > 0:
        strings = _exact_sequence(argument[2], exact=exact) if argument[0] > 1 else None
        if strings is not None and len(strings) ** argument[0] <= _PRODUCTS:
            repeated = map("".join, product(strings, repeat=argument[0]))
            return [dict.fromkeys(repeated, Word(lead))]
        return list(map(_amid, _needs(argument[2], lead, exact=exact)))
    if operator is c.BRANCH:
        each = [_needs(branch, lead, exact=exact) for branch in argument[1]]
        return [_union(min(needs, key=lambda n: Need(n, exact).cost) for needs in each)] if all(each) else []
    return []


def _union(each: Iterable[dict[str, Word]]) -> dict[str, Word]:
    """Return the words of alternatives together; of what is told twice, what holds for both."""
    found: dict[str, Word] = {}
    for words in each:
        for word, told in words.items():
            known = found.get(word, told)
            lead = _largest([known.lead, told.lead])
            found[word] = Word(lead, known.ends and told.ends, known.whole and told.whole)
    return found


def _largest(counts: Sequence[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return max(known) if len(known) == len(counts) else None


def _exact(operator: Any, argument: Any, *, exact: bool) -> Words | None:
    """Return all strings that a part stands for, folded unless case counts; None where too many to list."""
    if operator is c.LITERAL:
        return frozenset([chr(argument) if exact else fold(chr(argument))])
    if operator is c.IN:
        return _exact_class(argument, exact=exact)
    if operator is c.SUBPATTERN:
        return _exact_sequence(argument[3], exact=exact)
    if operator is c.BRANCH:
        branches = [_exact_sequence(branch, exact=exact) for branch in argument[1]]
        known = [branch for branch in branches if branch is not None]
        return frozenset().union(*known) if len(known) == len(branches) else None
    if operator is c.AT or operator in _ASSERTIONS:
        return frozenset([""])
    if operator in _REPEATS and argument[1] == 1:
        inner = _exact_sequence(argument[2], exact=exact)
        return None if inner is None else inner | ({""} if argument[0] == 0 else frozenset())
    return None


def _exact_sequence(tree: Sequence[_Node], *, exact: bool) -> Words | None:
    run: Words = frozenset([""])
    for operator, argument in tree:
        strings = _exact(operator, argument, exact=exact)
        if strings is None or (len(run) > 1 and len(run) * len(strings) > 4 * _PRODUCTS):
            return None
        run = frozenset(a + b for a, b in product(run, strings))
    return run


def _exact_class(members: Sequence[_Node], *, exact: bool) -> Words | None:
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
    return frozenset(found) if exact else frozenset(map(fold, found))


def _most(tree: Iterable[_Node]) -> int | None:
    """Return how many blanks a match of *tree* and what it looks ahead at holds at most; None: any number."""
    total: int | None = 0
    for operator, argument in tree:
        total = _plus(total, _most_of(operator, argument))
    return total


def _most_of(operator: Any, argument: Any) -> int | None:
    if operator is c.LITERAL:
        return int(argument == 32)
    if operator in (c.NOT_LITERAL, c.ANY):
        return 1
    if operator is c.IN:
        return int(_may_be_blank(argument))
    if operator is c.BRANCH:
        return _largest([_most(branch) for branch in argument[1]])
    if operator is c.SUBPATTERN:
        return _most(argument[3])
    if operator in _ASSERTIONS:
        return _most(argument[1]) if argument[0] > 0 else 0
    if operator in _REPEATS:
        inner = _most(argument[2])
        endless = inner is None or (argument[1] is c.MAXREPEAT and inner)
        return None if endless else int(argument[1]) * inner if inner else 0
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
