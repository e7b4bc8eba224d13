"""A text and patterns -> where each pattern need be tried, found for all in one pass over the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate, count
from operator import add

import ahocorasick

from twingraph.extract.gates import Gate, Need, fold, gate_of

Windows = list[tuple[int, int]]
_LONG = 30
"""Blanks from which a match is too long to be looked for in the surroundings of its words."""
_NEAR = 8
"""Blanks up to which a match may begin before its word, for its starts to be tried one by one."""


class Scanner:
    """Knows the words that patterns need; one for all texts of a language."""

    def __init__(self, patterns: Iterable[re.Pattern[str]]) -> None:
        needs = [need for pattern in patterns for need in gate_of(pattern).telling]
        self.words = frozenset().union(*(need.folded for need in needs))
        self._automaton = ahocorasick.Automaton()
        for word in sorted(self.words):
            self._automaton.add_word(word, word)
        self._automaton.make_automaton()

    def ends(self, folded: str) -> dict[str, list[int]]:
        """Return for each word that *folded* holds the offsets at which it ends."""
        found: dict[str, list[int]] = {}
        for last, word in self._automaton.iter(folded) if self.words else ():
            if word in found:
                found[word].append(last + 1)
            else:
                found[word] = [last + 1]
        return found


class Scan:
    """One text, and where it holds the words of a :class:`Scanner`."""

    def __init__(self, text: str, scanner: Scanner) -> None:
        self.text = text
        self._known = scanner.words
        self._ends = scanner.ends(fold(text))
        self._blanks = list(map(add, accumulate(map(len, text.split(" "))), count()))[:-1]
        self._places: dict[Need, Windows] = {}
        self._found: dict[re.Pattern[str], tuple[re.Match[str], ...]] = {}
        self._around: dict[Gate, Windows] = {}

    def finditer(self, pattern: re.Pattern[str]) -> tuple[re.Match[str], ...]:
        """Return what ``pattern.finditer(text)`` yields."""
        if pattern not in self._found:
            self._found[pattern] = tuple(self._find(pattern))
        return self._found[pattern]

    def _find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        gate = gate_of(pattern)
        needs = sorted(filter(self._knows, gate.telling), key=lambda need: len(self.places(need)))
        if not needs:
            yield from pattern.finditer(self.text)
        elif not self.places(needs[0]):
            return
        elif gate.blanks is not None and gate.blanks < _LONG:
            for start, end in self._windows(gate, needs):
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

    def holds(self, need: Need, start: int, end: int) -> bool:
        """True unless no word of *need* stands between two offsets."""
        places = self.places(need) if self._knows(need) else [(start, end)]
        index = bisect_left(places, (start, start))
        return index < len(places) and places[index][1] <= end

    def _windows(self, gate: Gate, needs: list[Need]) -> Windows:
        """Return apart the bounds between which all matches of a pattern with this *gate* lie."""
        if gate not in self._around:
            blanks = gate.blanks or 0
            windows = self._surroundings(needs[0], blanks)
            for need in needs[1:]:
                windows = _common(windows, self._surroundings(need, blanks)) if windows else []
            self._around[gate] = windows
        return self._around[gate]

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
