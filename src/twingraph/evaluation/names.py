"""When two spellings of a name, or of an office, mean the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_TITLE = re.compile(r"dr|prof|h|c|mag|dipl|ing|mdb|mdl|herr|frau|mr|mrs|ms|m|mme|sir")
_EMPTY = re.compile(
    r"der|die|das|des|dem|den|von|und|in|im|am|stadt|landeshauptstadt|the|of|and|city|de|la|le|du|et|ville"
)
_BY_REFERENCE = re.compile(r"kolleg|homologue|counterpart")


def plain(text: str) -> str:
    """Return *text* in small letters without accents and punctuation.

    >>> plain("Saint-Étienne / Groß")
    'saint etienne gross'
    """
    folded = unicodedata.normalize("NFKD", text.replace("ß", "ss")).casefold()
    return " ".join(re.findall(r"\w+", "".join(c for c in folded if not unicodedata.combining(c))))


def person_name(name: str) -> str:
    return " ".join(word for word in plain(name).split() if not _TITLE.fullmatch(word))


def is_same_name(one: str, other: str) -> bool:
    """True where two names of organisations or projects share most of their words, whatever their endings.

    >>> is_same_name("Deutsche Oper", "Deutschen Oper"), is_same_name("Stadtmuseum", "Stadttheater")
    (True, False)
    """
    a, b = ({w[:6] for w in plain(n).split() if not _EMPTY.fullmatch(w)} for n in (one, other))
    if not a or not b:
        return plain(one) == plain(other)
    shared, (fewer, more) = len(a & b), sorted((len(a), len(b)))
    return 4 * shared >= 3 * fewer and 5 * shared >= 2 * more


def is_same_role(gold: str, titles: Iterable[str]) -> bool:
    """True where a title has the first word of the annotated role, or the role the first word of a title."""
    role = plain(gold)
    read = [plain(title) for title in titles if plain(title)]
    if _BY_REFERENCE.search(role):
        return bool(read)
    return any(role.split()[0] in title or title.split()[0] in role for title in read)
