"""Names as they are inflected in a sentence -> names in the nominative."""

from __future__ import annotations

import re
from functools import lru_cache

from twingraph.lexicon import Lexicon


def base_form(name: str, lexicon: Lexicon) -> str:
    """Return *name* in the nominative: genitive endings and weak adjective endings undone.

    >>> from twingraph.lexicon import read_lexicon
    >>> base_form("Jungen Schauspiel", read_lexicon()), base_form("Deutschen Oper am Rhein", read_lexicon())
    ('Junges Schauspiel', 'Deutsche Oper am Rhein')
    """
    words = name.split(" ")
    for i, word in enumerate(words):
        lower = word.lower()
        for ending, gender in _genders():
            if lower.endswith((ending + "s", ending + "es")) and not lower.endswith(ending):
                words[i] = word[: lower.rindex(ending) + len(ending)]
                lower = words[i].lower()
            if lower.endswith(ending) and i:
                words[:i] = [_nominative(w, gender) for w in words[:i]]
                return " ".join(words)
    return " ".join(words)


@lru_cache(maxsize=1)
def _genders() -> tuple[tuple[str, str], ...]:
    from twingraph.lexicon import read_rows
    from twingraph.settings import resource_dir

    rows = [
        (ending, gender) for ending, gender in read_rows(resource_dir("data") / "lexicon" / "heads.tsv", 2)
    ]
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row)))


def _nominative(word: str, gender: str) -> str:
    if re.fullmatch(r"[A-ZÄÖÜ][\w-]+(?:en|em|es)", word) and len(word) > 5 and not word.endswith("ßen"):
        return word[:-2] + {"n": "es", "f": "e", "m": "er"}[gender]
    return word
