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
from typing import Any

_PRODUCTS = 64
"""Strings that neighbours are multiplied out to: "[Mm]it (?:der|dem)" makes four."""
_ASSERTIONS = (c.ASSERT, c.ASSERT_NOT)
_REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT)

Words = frozenset[str]
_Node = tuple[Any, Any]


@dataclass(frozen=True)
class Need:
    """Words of which a match holds one, at most ``lead`` blanks behind its start (None: without limit).

    ``exact`` is True where case counts; else the words are folded.
    """

    words: Words
    lead: int | None
    exact: bool

    @cached_property
    def folded(self) -> Words:
        """The words as a folded text holds them."""
        return frozenset(map(fold, self.words)) if self.exact else self.words

    @property
    def cost(self) -> float:
        """About how often a character of a text begins one of the words."""
        return sum(prod(map(_share, word)) for word in self.words)


@dataclass(frozen=True)
class Gate:
    """What a text must hold for a pattern to match in it, the rarest first.

    ``telling`` are those needs that few texts meet.  ``blanks`` is how many blanks a match, with what it
    looks ahead at, holds at most; None where there is no limit.  ``in_line`` is True where no match goes over
    the end of a line.
    """

    needs: tuple[Need, ...]
    telling: tuple[Need, ...]
    blanks: int | None
    in_line: bool

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


def _share(character: str) -> float:
    """Return about which share of the characters of a text *character* has."""
    if character.isalpha():
        return 0.08 if character in "enisratdhu" else 0.025
    return 0.15 if character == " " else 0.01


_ODD = str.maketrans({"İ": "i", "ı": "i", "ſ": "s"})
"""Letters that patterns which ignore case take for another Latin letter, and ``lower`` does not."""


def fold(text: str) -> str:
    """Return *text* in small letters, character by character, as patterns that ignore case compare it.

    >>> fold("KÖLN İzmir")
    'köln izmir'
    """
    odd = not text.isascii() and ("İ" in text or "ı" in text or "ſ" in text)
    return (text.translate(_ODD) if odd else text).lower()


@lru_cache(maxsize=2_000)
def gate_of(pattern: re.Pattern[str]) -> Gate:
    """Return the gate of *pattern*.

    >>> gate = gate_of(re.compile(r"(?:Amt|Referat) für [A-Z]\\w+"))
    >>> [sorted(need.words) for need in gate.needs], gate.blanks, gate.in_line
    ([['Amt für ', 'Referat für ']], 2, True)
    """
    tree = _parser.parse(pattern.pattern, pattern.flags)
    exact = not pattern.flags & re.IGNORECASE and "(?i" not in pattern.pattern
    needs = {Need(*_shortest(words, lead), exact) for words, lead in _needs(tree, exact=exact)}
    rarest = sorted(needs, key=lambda need: (need.cost, sorted(need.words)))
    telling = tuple(n for i, n in enumerate(rarest[:3]) if n.cost < (_RARE if i else _COMMON))
    return Gate(tuple(rarest), telling, _most(tree, " "), _most(tree, "\n") == 0)


_COMMON, _RARE = 0.05, 0.02
"""What is met more often than this tells nothing: of the first need, and of further ones."""


def _shortest(words: Words, lead: int | None) -> tuple[Words, int | None]:
    """Leave out words that hold another of *words*; blanks before that one in them add to the lead."""
    kept: list[str] = []
    more = 0
    for word in sorted(words, key=lambda w: (len(w), w)):
        inner = next((other for other in kept if other in word), None)
        if inner is None:
            kept.append(word)
        else:
            more = max(more, word[: word.index(inner)].count(" "))
    return frozenset(kept), _plus(lead, more)


_Found = list[tuple[Words, int | None]]


def _needs(tree: Sequence[_Node], lead: int | None = 0, *, exact: bool) -> _Found:
    """Return sets of words: a match of the sequence *tree* holds one of each; and their leads."""
    found: _Found = []
    run: Words = frozenset([""])
    begins = lead
    for operator, argument in tree:
        strings = _exact(operator, argument, exact=exact)
        if strings is None or len(run) * len(strings) > _PRODUCTS:
            found.append((run, begins))
            found += _inner_needs(operator, argument, lead, exact=exact) if strings is None else ()
            run = frozenset([""]) if strings is None else strings
            begins = _plus(lead, _most_of(operator, argument, " ")) if strings is None else lead
        else:
            run = frozenset(a + b for a, b in product(run, strings))
        lead = _plus(lead, _most_of(operator, argument, " "))
    return [(words, before) for words, before in (*found, (run, begins)) if words and "" not in words]


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
            return [(frozenset(map("".join, product(strings, repeat=argument[0]))), lead)]
        return _needs(argument[2], lead, exact=exact)
    if operator is c.BRANCH:
        each = [_needs(branch, lead, exact=exact) for branch in argument[1]]
        if all(each):
            best = [min(needs, key=lambda n: Need(n[0], n[1], exact).cost) for needs in each]
            leads = [before for _, before in best]
            return [(frozenset().union(*(words for words, _ in best)), _largest(leads))]
    return []


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
    """Return the characters of a class in brackets, where it lists few."""
    found: set[str] = set()
    for kind, value in members:
        if kind is c.LITERAL:
            found.add(chr(value))
        elif kind is c.RANGE and value[1] - value[0] < 10:
            found |= {chr(code) for code in range(value[0], value[1] + 1)}
        else:
            return None
    return frozenset(found) if exact else frozenset(map(fold, found))


def _most(tree: Iterable[_Node], blank: str) -> int | None:
    """Return how often *blank* stands at most in a match of *tree* and what it looks ahead at; None: endless.

    What is only looked at counts for blanks, and not for the ends of lines.
    """
    total = 0
    for operator, argument in tree:
        most = _most_of(operator, argument, blank)
        if most is None:
            return None
        total += most
    return total


def _most_of(operator: Any, argument: Any, blank: str) -> int | None:
    if operator is c.LITERAL:
        return int(chr(argument) == blank)
    if operator is c.NOT_LITERAL:
        return 1
    if operator is c.ANY:
        return int(blank != "\n")
    if operator is c.IN:
        return int(_may_be(argument, blank))
    if operator is c.BRANCH:
        return _largest([_most(branch, blank) for branch in argument[1]])
    if operator is c.SUBPATTERN:
        return _most(argument[3], blank)
    if operator in _ASSERTIONS:
        return _most(argument[1], blank) if argument[0] > 0 and blank == " " else 0
    if operator in _REPEATS:
        inner = _most(argument[2], blank)
        endless = inner is None or (argument[1] is c.MAXREPEAT and inner)
        return None if endless else int(argument[1]) * inner if inner else 0
    return 0 if operator is c.AT else None


def _may_be(members: Sequence[_Node], blank: str) -> bool:
    """True where a class in brackets may match *blank*."""
    negated = members[0][0] is c.NEGATE
    return negated != any(_names(kind, value, blank) for kind, value in members)


def _names(kind: Any, value: Any, blank: str) -> bool:
    if kind is c.LITERAL:
        return bool(chr(value) == blank)
    if kind is c.RANGE:
        return bool(value[0] <= ord(blank) <= value[1])
    return kind is c.CATEGORY and value in (c.CATEGORY_SPACE, c.CATEGORY_NOT_DIGIT, c.CATEGORY_NOT_WORD)
