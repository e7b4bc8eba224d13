"""Damaged words -> the words that they were, where the reading of a sentence hangs on them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from twingraph.extract.spelling import distance
from twingraph.extract.traced import Traced, Tracing
from twingraph.lexicon import read_words
from twingraph.settings import resource_dir

_WORD = re.compile(r"\w{6,}")


def mend(traced: Traced) -> Traced:
    """Return *traced* with key words repaired that differ by one letter: "Städtepartnerschat".

    The whole damaged word stands behind every letter of a longer one.
    """
    changes = [
        (m.start(), m.end(), right) for m in _WORD.finditer(traced.text) if (right := repaired(m.group()))
    ]
    if not changes:
        return traced
    out, at = Tracing(), 0
    for start, end, right in changes:
        out.copy(traced, at, start)
        for letters in [right] if len(right) <= end - start else right:
            out.add(letters, traced.start_of(start), traced.end_of(end - 1))
        at = end
    out.copy(traced, at, len(traced.text))
    return out.done()


@lru_cache(maxsize=200_000)
def repaired(word: str) -> str | None:
    """Return the key word that *word* is a damaged form of; None where it is none, or a word of its own.

    >>> repaired("Städtepartnerschat"), repaired("Bürgermeisterin"), repaired("Partnership")
    ('Städtepartnerschaft', None, None)
    """
    words, index = _index()
    lower = word.lower()
    if lower in words or len(word) < _SHORTEST - 1:
        return None
    near = {w for variant in _variants(lower) for w in index.get(variant, ())}
    found = {w for w in near if distance(lower, w) == 1 and not _is_inflected(lower, w)}
    if len(found) != 1:
        return None
    right = words[found.pop()]
    if word.isupper():
        return right.upper()
    return right if word[0].isupper() == right[0].isupper() else right[0].swapcase() + right[1:]


def _is_inflected(word: str, other: str) -> bool:
    """True where only the ends differ, as those of two forms of a word do: that is no damage."""
    return word[:-1] in (other, other[:-1]) or (word.startswith(other[:-1]) and len(word) > len(other))


_SHORTEST = 7


@lru_cache(maxsize=1)
def _index() -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return the key words by their small letters, and these by all they become when a letter is left out.

    Words behind an equals sign only stay as they are: nothing becomes one of them.
    """
    rows = sorted(read_words(resource_dir("data") / "lexicon" / "mended.tsv"), reverse=True)
    words = {w.removeprefix("=").lower(): w.removeprefix("=") for w in rows}
    index: dict[str, list[str]] = defaultdict(list)
    for word in (w.lower() for w in rows if not w.startswith("=")):
        for variant in _variants(word):
            index[variant].append(word)
    return words, dict(index)


def _variants(word: str) -> Iterator[str]:
    yield word
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]
