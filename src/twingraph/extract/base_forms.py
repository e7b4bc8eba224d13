"""Names as they are inflected in a sentence -> names in the nominative."""

from __future__ import annotations

import re
from functools import lru_cache

from twingraph.lexicon import Lexicon


@lru_cache(maxsize=50_000)
def base_form(name: str, lexicon: Lexicon) -> str:
    """Return *name* in the nominative: genitive endings and weak adjective endings undone.

    >>> from twingraph.lexicon import read_lexicon
    >>> base_form("Jungen Schauspiel", read_lexicon()), base_form("Deutschen Oper am Rhein", read_lexicon())
    ('Junges Schauspiel', 'Deutsche Oper am Rhein')
    """
    words = _PLURAL.sub(r"\g<adjective>e \g<head>", name).split(" ")
    for i in range(len(words)):
        for ending, gender in lexicon.genders:
            if ending not in words[i].lower():
                continue
            words[i] = _without_genitive(words[i], ending)
            if i and words[i].lower().endswith(ending):
                return " ".join([*(_nominative(w, gender) for w in words[:i]), *words[i:]])
    return " ".join(words)


_PLURAL = re.compile(
    r"^(?P<adjective>[A-ZÄÖÜ][a-zäöüß]{3,})en (?P<head>[A-ZÄÖÜ]?\w*(?:[Bb]etriebe|[Ww]erke|[Dd]ienste|"
    r"[Bb]ühnen|"
    r"[Mm]useen|[Ss]ammlungen|[Bb]ibliotheken|[Kk]liniken))\b"
)
"""A name in the plural behind its article: "die Technischen Betriebe"."""


def _without_genitive(word: str, ending: str) -> str:
    """Return a noun that ends in *ending* without the -s or -es of the genitive: Museums is Museum."""
    lower = word.lower()
    if lower.endswith((ending + "s", ending + "es")) and not lower.endswith(ending):
        return word[: lower.rindex(ending) + len(ending)]
    return word


def _nominative(adjective: str, gender: str) -> str:
    """Return an adjective before a noun of *gender* with the ending that it has without an article."""
    inflected = re.fullmatch(r"[A-ZÄÖÜa-zäöü][\w-]+(?:en|em|es)", adjective)
    if inflected and len(adjective) > 5 and not adjective.endswith("ßen"):
        return adjective[:-2] + {"n": "es", "f": "e", "m": "er"}[gender]
    if _WEAK.search(adjective):
        return adjective + {"n": "s", "f": "", "m": "r"}[gender]
    return adjective


_WEAK = re.compile(r"(?:[sl]ich|isch|[a-zäöü]{2}ig|sch|neu|Neu|groß|Groß|[Jj]ung)e$")
"""An adjective as it stands behind an article: "das Auswärtige Amt"."""
