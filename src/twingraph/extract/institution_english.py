"""Patterns of English names of organisations, which end in their head, and what is cut off them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from twingraph.extract.institution_patterns import Patterns, compiled, heads_of
from twingraph.lexicon import Lexicon

_LEAD = re.compile(
    r"^(?:.*[^\W\d_]{3}\. )?(?:(?:The|A|An|This|At|In|On|For|From|With|Our|And|Mayor|Lord Mayor|President|"
    r"Signs?|Become|Becomes|Votes?|Marks?|Celebrates?|Welcomes?|Hosts?|Joins?|Visits?|Honou?rs?|Approves?|Seeks?|Ends?|Renews?|"
    r"Director|Chair|Sister|Twin|Both|Every|While|When|After|Before|Today|Yesterday|Local) |"
    r"(?:Newsletter|Minutes|Reports?|Members?|Meeting|Bulletin|Leader|Staff|Pupils|Students|Players|Teachers|"
    r"Residents|Representatives|Guests|Singers|Secretary|Treasurer|Chair(?:man|woman)?|President|Director|"
    r"Head|Dean) "
    r"of (?:the )?)*"
)
"""What stands before a name and begins with a capital letter too."""

_KINDS = ("City", "Town", "County", "Borough", "District", "Parish", "Full", "Council", "Village", "Joint")
_BODIES = ("Council", "Chamber", "Committee", "Hall", "Board", "Meeting", "Office")
_GENERIC = frozenset(f"{kind} {body}" for kind in _KINDS for body in _BODIES)


def english_names(text: str, lexicon: Lexicon) -> Iterator[tuple[int, str]]:
    """Yield the names in what a pattern found, and where they begin in it; a lone head is none.

    >>> from twingraph.lexicon import read_lexicon
    >>> list(english_names("The York Museum and Leeds Art Gallery", read_lexicon()))
    [(4, 'York Museum'), (20, 'Leeds Art Gallery')]
    """
    name = _LEAD.sub("", text)
    start = len(text) - len(name)
    if joined := _two_of_a_kind(lexicon).fullmatch(name):
        yield start, joined["first"]
        start, name = start + joined.start("second"), joined["second"]
    if (" " in name or "-" in name) and name not in _GENERIC:
        yield start, name


@lru_cache(maxsize=4)
def _two_of_a_kind(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of two whole names joined by "and"."""
    ends = heads_of(lexicon, "ends")
    return re.compile(rf"(?P<first>[A-Z].* (?:{ends})) and (?:the )?(?P<second>[A-Z].* (?:{ends}))")


@lru_cache(maxsize=4)
def english_patterns(lexicon: Lexicon) -> Patterns:
    """Return the patterns of names in English texts, the surest first."""
    word = r"(?:[A-Z][\w’'.-]*|&)"
    ends, of = heads_of(lexicon, "ends"), heads_of(lexicon, "of")
    return compiled(
        (
            "institution-ends",
            r"(?<!University of )(?<!University of the )"
            rf"(?P<name>(?:(?!\w+[’']s ){word} (?:of |and |for (?:the )?)?){{1,5}}(?:{ends}))\b(?! of [A-Z])",
        ),
        (
            "institution-of",
            rf"(?P<name>(?:{word} ){{0,3}}(?:{of}) (?:of|for) (?:the )?"
            rf"(?:[A-Z][\w.-]*(?=[’']s\b)|{word}"
            rf"(?: (?:and (?!(?:[A-Z]\w+ ){{1,3}}(?:{ends})\b)|of )?(?!\w+[’']s ){word}){{0,3}}))",
        ),
        ("institution-hyphen", rf"(?P<name>[A-Z]\w+(?:-[A-Z]\w+)*-(?:{ends}))\b"),
        (
            "institution-saint",
            r"\b(?P<name>St\.? [A-Z]\w+[’']s (?:Parish |Roman Catholic |Primary |High |Secondary |Grammar |"
            r"Middle |Elementary |Junior |Anglican |Catholic |Episcopal )?"
            r"(?:Church|School|Hospital|Cathedral|College|Hospice))\b",
        ),
        (
            "institution-quoted",
            r"\b(?:association|choir|band|charity|company|ensemble|society|orchestra|troupe)(?: called|"
            r" named)? "
            r"[“\"„«](?P<name>[A-Z][^“”\"«»\n.!?;]{2,50}?)[”\"»]",
        ),
        ("institution-club", rf"(?P<name>(?:{word} ){{1,3}}(?:A?FC|RU?FC))\b"),
    )
