"""A text and patterns -> where each pattern need be tried, found for all in one pass over the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, count
from operator import add

import ahocorasick

from twingraph.extract.gates import Gate, Need, fold, gate_of
from twingraph.lexicon import Lexicon

Windows = list[tuple[int, int]]
_LONG = 30
"""Blanks from which a match is too long to be looked for in the surroundings of its words."""
_NEAR = 8
"""Blanks up to which a match may begin before its word, for its starts to be tried one by one."""


class Scanner:
    """Knows the words that patterns need; one for all texts of a language.

    It learns a pattern when that is first tried.  What is found does not depend on what it knows.
    """

    def __init__(self) -> None:
        self._gates: dict[int, tuple[re.Pattern[str], Gate]] = {}
        self._automaton = ahocorasick.Automaton()
        self._words: frozenset[str] = frozenset()
        self._is_ready = True

    @property
    def patterns(self) -> list[re.Pattern[str]]:
        """The patterns that it has learned."""
        return [pattern for pattern, _ in self._gates.values()]

    def gate(self, pattern: re.Pattern[str]) -> Gate:
        """Return the gate of *pattern*, whose words the next text is searched for."""
        known = self._gates.get(id(pattern))  # a pattern's own hash is that of its whole code
        if known is None:
            known = self._gates[id(pattern)] = (pattern, gate_of(pattern))
            self._is_ready = False
        return known[1]

    def words(self) -> frozenset[str]:
        """Return the words that the next text is searched for."""
        if not self._is_ready:
            needs = (need for _, gate in self._gates.values() for need in gate.telling)
            self._words = frozenset().union(*(need.folded for need in needs))
            self._automaton = ahocorasick.Automaton()
            for word in sorted(self._words):
                self._automaton.add_word(word, word)
            self._automaton.make_automaton()
            self._is_ready = True
        return self._words

    def ends(self, folded: str) -> dict[str, list[int]]:
        """Return for each word that *folded* holds the offsets at which it ends."""
        found: dict[str, list[int]] = {}
        for last, word in self._automaton.iter(folded) if self.words() else ():
            if word in found:
                found[word].append(last + 1)
            else:
                found[word] = [last + 1]
        return found


@lru_cache(maxsize=16)
def scanner_of(_lexicon: Lexicon, _language: str) -> Scanner:
    """Return the one scanner for the patterns that a lexicon makes in a language."""
    return Scanner()


class Scan:
    """One text, and where it holds the words of a :class:`Scanner`."""

    def __init__(self, text: str, scanner: Scanner) -> None:
        self.text = text
        self._scanner = scanner
        self._known = scanner.words()
        self._ends = scanner.ends(fold(text))
        self._blanks = list(map(add, accumulate(map(len, text.split(" "))), count()))[:-1]
        self._places: dict[Need, Windows] = {}
        self._found: dict[int, tuple[re.Match[str], ...]] = {}

    def finditer(self, pattern: re.Pattern[str]) -> tuple[re.Match[str], ...]:
        """Return what ``pattern.finditer(text)`` yields."""
        gate = self._scanner.gate(pattern)
        if id(pattern) not in self._found:
            self._found[id(pattern)] = tuple(self._find(pattern, gate))
        return self._found[id(pattern)]

    def _find(self, pattern: re.Pattern[str], gate: Gate) -> Iterator[re.Match[str]]:
        needs = sorted(filter(self._knows, gate.telling), key=lambda need: len(self.places(need)))
        if not needs:
            yield from pattern.finditer(self.text)
        elif not self.places(needs[0]):
            return
        elif gate.blanks is not None and gate.blanks < _LONG:
            for start, end in self._windows(needs, gate.blanks):
                yield from pattern.finditer(self.text, start, end)
        else:
            near = next((n for n in needs if n.lead is not None and n.lead < _NEAR), None)
            yield from self._from_starts(pattern, near) if near else pattern.finditer(self.text)

    def _knows(self, need: Need) -> bool:
        return need.folded <= self._known

    def places(self, need: Need) -> Windows:
        """Return where the words of *need* stand, in order."""
        if need not in self._places:
            ends = self._ends
            found = [(end - len(word), end) for word in need.folded & ends.keys() for end in ends[word]]
            if need.exact:
                found = [(start, end) for start, end in found if self.text[start:end] in need.words]
            self._places[need] = sorted(found)
        return self._places[need]

    def holds(self, pattern: re.Pattern[str], start: int, end: int) -> bool:
        """True unless *pattern* cannot match between two offsets for want of a word."""
        telling = self._scanner.gate(pattern).telling
        return all(self._stands(need, start, end) for need in telling if self._knows(need))

    def _stands(self, need: Need, start: int, end: int) -> bool:
        places = self.places(need)
        index = bisect_left(places, (start, start))
        return index < len(places) and places[index][0] < end

    def _windows(self, needs: list[Need], blanks: int) -> Windows:
        """Return apart the bounds between which all matches with *needs* and so many *blanks* lie."""
        windows = self._surroundings(needs[0], blanks)
        for need in needs[1:]:
            windows = _common(windows, self._surroundings(need, blanks)) if windows else []
        return windows

    def _surroundings(self, need: Need, reach: int) -> Windows:
        """Return the words of *need* with *reach* blanks around them, those that overlap as one."""
        found: Windows = []
        first, last = 0, -1
        for start, end in self.places(need):
            left = self._back(start, reach if need.lead is None else need.lead)
            right = self._ahead(end, reach)
            if left >= last:
                if last >= 0:
                    found.append((first, last))
                first = left
            last = max(last, right)
        return [*found, (first, last)] if last >= 0 else found

    def _back(self, start: int, blanks: int) -> int:
        """Return how far back *blanks* blanks reach."""
        index = bisect_left(self._blanks, start) - blanks - 1
        return self._blanks[index] + 1 if index >= 0 else 0

    def _ahead(self, end: int, blanks: int) -> int:
        """Return how far ahead *blanks* blanks reach.

        And two characters more, so that a pattern sees there what follows, and not the text's end.
        """
        index = bisect_left(self._blanks, end) + blanks
        return min(self._blanks[index] + 2, len(self.text)) if index < len(self._blanks) else len(self.text)

    def _from_starts(self, pattern: re.Pattern[str], need: Need) -> Iterator[re.Match[str]]:
        """Try *pattern* at every place from which a match can hold a word of *need*."""
        done = 0
        for start, _ in self.places(need):
            at = max(done, self._back(start, need.lead or 0))
            while at <= start:
                match = pattern.match(self.text, at)
                if match:
                    yield match
                at = max(match.end(), at + 1) if match else at + 1
            done = max(done, at)


def _common(one: Windows, other: Windows) -> Windows:
    """Return what two lists of windows have in common."""
    found: Windows = []
    i = j = 0
    while i < len(one) and j < len(other):
        start, end = max(one[i][0], other[j][0]), min(one[i][1], other[j][1])
        if start < end:
            found.append((start, end))
        if one[i][1] < other[j][1]:
            i += 1
        else:
            j += 1
    return found
