"""Abbreviations and the full names that they stand for."""

from __future__ import annotations

import re


def is_full_name(short: str, name: str) -> bool:
    words = [_ELIDED.sub("", w) for w in name.split()]
    small = [w for w in words if w and w[0].islower()]
    plain = not re.search(r"[,\d]", name) and all(w in _SMALL_WORDS for w in small)
    return " " in name and plain and _abbreviates(short, name)


_ELIDED = re.compile(r"^(?:l|d|dell|all|nell|sull)[’']")
"""Articles that lean on the next word: "Office National de l’Assainissement"."""

_SMALL_WORDS = frozenset(
    [
        "der",
        "die",
        "das",
        "des",
        "dem",
        "den",
        "in",
        "im",
        "am",
        "an",
        "für",
        "und",
        "von",
        "vom",
        "zu",
        "zur",
        "zum",
        "of",
        "the",
        "and",
        "for",
        "to",
        "on",
        "de",
        "du",
        "la",
        "le",
        "les",
        "et",
        "à",
        "pour",
        "en",
        "l",
        "d",
        "sur",
        "nad",
    ]
)
"""Small words that stand in names of organisations."""


def _abbreviates(short: str, name: str) -> bool:
    """True where the letters of *short* come in order in *name*, the first one first.

    >>> _abbreviates("SKEW", "Servicestelle Kommunen in der Einen Welt")
    True
    >>> _abbreviates("CZ", "Jablonec nad Nisou")
    False
    """
    letters = [c for c in short.lower() if c.isalpha()]
    initials = "".join(w[0] for w in re.findall(r"[A-ZÄÖÜÉa-zäöüé]\w+", name) if w[0].isupper()).lower()
    if len(letters) < 3 or not name.lower().startswith(letters[0]) or len(initials) < 2:
        return False
    position = 0
    for letter in letters:
        position = name.lower().find(letter, position) + 1
        if not position:
            return False
    return all(i in letters for i in initials)
