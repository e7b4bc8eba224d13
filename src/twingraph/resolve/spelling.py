"""When two spellings are one name: transliterations fold to one form, a scan changes a letter."""

from __future__ import annotations

import re
from functools import lru_cache

from twingraph.iris import slug

_FOLDS = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        (r"schtsch|shch|chtch|stsch", "ss"),  # щ: Chruschtschow, Khrushchev, Khrouchtchev
        (r"tsch|tch|tsh|cz", "c"),  # ч: Tscheremin, Tcheremine, Czeremin
        (r"sch|sh|zh|sz", "s"),  # ш, ж; a bare "ch" stays: Koch, Cheremin
        (r"^ch", "c"),  # ч at the start of a name in English: Cheremin
        (r"(?<=.)ch(?=ko|uk|enk|ev|ov)", "c"),  # ч before endings of Slavic names: Klichko, Kravchuk
        (r"kh|x(?=$)", "ch"),
        (r"x", "ks"),  # Alexander, Aleksandr
        (r"ph", "f"),
        (r"w", "v"),
        (r"ou", "u"),  # Serguei, Moudenc as French writes it; only compared, never shown
        (r"gu(?=[ei])", "g"),
        (r"(?<=[aeiou])[iyj]+|[iyj]+(?=[aeou])|ij|iy|yj|ii|y|j", "i"),
        (r"ck|q", "k"),
        (r"(?<=n)der$", "dr"),  # Alexander, Aleksandr
        (r"(?<=in)e$|(?<=ov)e$", ""),  # -ine and -ove of French
        (r"ff$", "v"),  # Gorbatschoff
    )
)
_DOUBLED = re.compile(r"(\w)\1+")


@lru_cache(maxsize=50_000)
def fold_name(name: str) -> str:
    """Return one form for all transliterations of a name, of use for comparing only.

    >>> len({fold_name(n) for n in ("Sergej Tscheremin", "Sergei Cheremin", "Sergey Cheremin")})
    1
    >>> fold_name("Serguei Tcheremine") == fold_name("Sergej Tscheremin")
    True
    >>> fold_name("Alexandra Petrowa") == fold_name("Alexander Petrow")
    False
    """
    return " ".join(_fold_word(word) for word in slug(name).split("-"))


def _fold_word(word: str) -> str:
    for pattern, letters in _FOLDS:
        word = pattern.sub(letters, word)
    return _DOUBLED.sub(r"\1", word)


def is_misread(one: str, other: str) -> bool:
    """True where one letter inside the surname differs, is missing or swapped, and all else is the same.

    Both names are folded.  First and last letter count as read right: an ending tells man from woman.

    >>> is_misread("dan straiin", "dan staiin"), is_misread("ana petrov", "ana petrova")
    (True, False)
    >>> is_misread("simon roth", "simone roth"), is_misread("ida bor", "ida bar")
    (False, False)
    """
    (*first, surname), (*other_first, other_surname) = one.split() or [""], other.split() or [""]
    longest = max(len(surname), len(other_surname))
    if first != other_first or not first or longest < 5 or surname == other_surname:
        return False
    ends = surname[:1] == other_surname[:1] and surname[-1:] == other_surname[-1:]
    return ends and _is_one_edit(surname, other_surname)


def _is_one_edit(one: str, other: str) -> bool:
    """True where one letter is changed or missing, or two that stand side by side are swapped."""
    shorter, longer = sorted((one, other), key=len)
    start = next((i for i, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    if len(longer) - len(shorter) > 1:
        return False
    if len(longer) > len(shorter):
        return shorter[start:] == longer[start + 1 :]
    swapped = longer[start + 1 : start + 2] + longer[start : start + 1] + longer[start + 2 :]
    return shorter[start + 1 :] == longer[start + 1 :] or shorter[start:] == swapped
