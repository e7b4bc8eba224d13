"""A text and patterns -> where each pattern need be tried, found for all in one pass over the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, count
from operator import add

import ahocorasick

from twingraph.extract.gates import Gate, Need, gate_of
from twingraph.extract.pattern_words import fold
from twingraph.lexicon import Lexicon

Places = list[tuple[int, int, int]]
"""Where words start and end, and how many blanks before them a match may begin."""
_LONG = 30
"""Blanks from which a match is too long to be looked for in the surroundings of its words."""
_NEAR, _FAR = 8, 1_000_000
"""Blanks up to which a match may begin before its word, for its starts to be tried one by one; no limit."""


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """A pattern, its gate, and the numbers of its telling needs."""

    pattern: re.Pattern[str]
    gate: Gate
    needs: tuple[int, ...]


class Scanner:
    """Knows the words that patterns need; one for all texts of a language.

    It learns a pattern when that is first tried.  What is found does not depend on what it knows.
    """

    def __init__(self) -> None:
        self.needs: list[Need] = []
        self._numbers: dict[tuple[frozenset[tuple[str, bool]], bool], int] = {}
        self._patterns: dict[int, _Known] = {}
        self._automaton = ahocorasick.Automaton()
        self._is_built = False

    @property
    def patterns(self) -> list[re.Pattern[str]]:
        """The patterns that it has learned."""
        return [known.pattern for known in self._patterns.values()]

    def know(self, pattern: re.Pattern[str]) -> _Known:
        """Return what is known of *pattern*, whose words the next text is searched for."""
        known = self._patterns.get(id(pattern))  # a pattern's own hash is that of its whole code
        if known is None:
            gate = gate_of(pattern)
            known = self._patterns[id(pattern)] = _Known(
                pattern, gate, tuple(map(self._number, gate.telling))
            )
        return known

    def _number(self, need: Need) -> int:
        """Return the number of a need; those of the same words have one, with the longest of their leads."""
        words = frozenset((word, told.whole) for word, told in need.words.items())
        number = self._numbers.setdefault((words, need.exact), len(self.needs))
        if number == len(self.needs):
            self.needs.append(need)
            self._is_built = False
        elif (joined := self.needs[number].joined(need)) != self.needs[number].words:
            self.needs[number] = Need(joined, need.exact)
            self._is_built = False
        return number

    def places(self, text: str) -> list[Places]:
        """Return for each need known so far where its words stand, folded, in *text*."""
        self._build()
        found: list[Places] = [[] for _ in self.needs]
        for last, (length, needs) in self._automaton.iter(fold(text)) if self.needs else ():
            start, end = last + 1 - length, last + 1
            for number, lead in needs:
                found[number].append((start, end, lead))
        return found

    def _build(self) -> None:
        if self._is_built:
            return
        self._is_built = True
        needs: dict[str, dict[int, int]] = {}
        for number, need in enumerate(self.needs):
            for word, told in need.words.items():
                leads = needs.setdefault(fold(word), {})
                lead = _FAR if told.lead is None else told.lead
                leads[number] = max(lead, leads.get(number, 0))
        self._automaton = ahocorasick.Automaton()
        for word in sorted(needs):
            self._automaton.add_word(word, (len(word), tuple(needs[word].items())))
        self._automaton.make_automaton()


@lru_cache(maxsize=16)
def scanner_of(_lexicon: Lexicon, _language: str) -> Scanner:
    """Return the one scanner for the patterns that a lexicon makes in a language."""
    return Scanner()


class Sieve:
    """Tells of many short texts in which of them a pattern may match."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        words = next((need.folded for need in gate_of(pattern).needs), frozenset([""]))
        self._automaton = ahocorasick.Automaton()
        self._is_open = "" in words
        for word in sorted(words - {""}):
            self._automaton.add_word(word, word)
        self._automaton.make_automaton()

    def lets(self, text: str) -> bool:
        """True unless *text* lacks what the pattern needs."""
        return self._is_open or next(self._automaton.iter(fold(text)), None) is not None


class Scan:
    """One text, and where it holds the words of a :class:`Scanner`."""

    def __init__(self, text: str, scanner: Scanner) -> None:
        self.text = text
        self._scanner = scanner
        self._folded_places = scanner.places(text)
        self._blanks = list(map(add, accumulate(map(len, text.split(" "))), count()))[:-1]
        self._places: dict[int, Places] = {}
        self._found: dict[int, tuple[re.Match[str], ...]] = {}

    def finditer(self, pattern: re.Pattern[str]) -> tuple[re.Match[str], ...]:
        """Return what ``pattern.finditer(text)`` yields."""
        found = self._found.get(id(pattern))
        if found is None:
            known = self._scanner.know(pattern)
            found = self._found[id(pattern)] = () if self._lacks(known) else tuple(self._find(known))
        return found

    def _lacks(self, known: _Known) -> bool:
        """True where no word of some need stands anywhere."""
        places = self._folded_places
        return any(need < len(places) and not places[need] for need in known.needs)

    def holds(self, pattern: re.Pattern[str], start: int, end: int) -> bool:
        """True unless *pattern* cannot match between two offsets for want of a word."""
        known = self._scanner.know(pattern)
        if self._lacks(known):
            return False
        searched = (need for need in known.needs if need < len(self._folded_places))
        return all(self._stands(need, start, end) for need in searched)

    def _find(self, known: _Known) -> Iterator[re.Match[str]]:
        needs = [need for need in known.needs if need < len(self._folded_places)]
        if len(needs) > 1:
            needs.sort(key=lambda need: len(self._folded_places[need]))
        if not needs:
            yield from known.pattern.finditer(self.text)
        elif not self._places_of(needs[0]):
            return
        elif known.gate.blanks is not None and known.gate.blanks < _LONG:
            for start, end in self._windows(needs[0], known.gate.blanks):
                if all(self._stands(need, start, end) for need in needs[1:]):
                    yield from known.pattern.finditer(self.text, start, end)
        else:
            leads = ((self._scanner.needs[n].lead, n) for n in needs)
            near = next((n for lead, n in leads if lead is not None and lead < _NEAR), None)
            yield from known.pattern.finditer(self.text) if near is None else self._from_starts(known, near)

    def _places_of(self, number: int) -> Places:
        """Return where the words of a need stand, in order."""
        if number not in self._places:
            found = self._folded_places[number]
            self._places[number] = sorted(self._checked(number)) if found else found
        return self._places[number]

    def _checked(self, number: int) -> Iterator[tuple[int, int, int]]:
        """Yield the places of a need where its words stand as they are to: in their case, or whole."""
        need, text = self._scanner.needs[number], self.text
        if need.is_plain:
            yield from self._folded_places[number]
            return
        for place in self._folded_places[number]:
            start, end, _ = place
            word = text[start:end] if need.exact else None
            told = need.words.get(word) if word is not None else need.words.get(fold(text[start:end]))
            if told and not (told.whole and _LETTER.match(text, end)):
                yield place

    def _stands(self, number: int, start: int, end: int) -> bool:
        """True where a word of a need stands between two offsets."""
        places = self._places_of(number)
        index = bisect_left(places, (start, start, 0))
        return index < len(places) and places[index][0] < end

    def _windows(self, number: int, reach: int) -> Iterator[tuple[int, int]]:
        """Yield the words of a need with *reach* blanks around them, those that overlap as one.

        Two characters more at the end let patterns see there what follows, and not the text's end.
        """
        blanks, length = self._blanks, len(self.text)
        first, last = 0, -1
        for start, end, lead in self._places_of(number):
            before = bisect_left(blanks, start) - 1 - min(lead, reach)
            behind = bisect_left(blanks, end) + reach
            left = blanks[before] + 1 if before >= 0 else 0
            right = min(blanks[behind] + 2, length) if behind < len(blanks) else length
            if left >= last:
                if last >= 0:
                    yield first, last
                first = left
            last = max(last, right)
        if last >= 0:
            yield first, last

    def _from_starts(self, known: _Known, number: int) -> Iterator[re.Match[str]]:
        """Try a pattern at every place from which a match can hold a word of a need."""
        done = 0
        for start, _, lead in self._places_of(number):
            before = bisect_left(self._blanks, start) - 1 - lead
            at = max(done, self._blanks[before] + 1 if before >= 0 else 0)
            while at <= start:
                match = known.pattern.match(self.text, at)
                if match:
                    yield match
                at = max(match.end(), at + 1) if match else at + 1
            done = max(done, at)


_LETTER = re.compile(r"\w")
