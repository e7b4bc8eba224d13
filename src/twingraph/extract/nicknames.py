"""Names with a nickname inside: "William “Rusty” Bailey", "Albrecht „Tonio“ Berg"."""

from __future__ import annotations

import re

_NICKNAME = re.compile(
    r" (?:[\"“„«‘][A-ZÀ-Þ][\w.’-]+[\"”“»’]|\((?P<bracketed>[A-ZÀ-Þ][a-zà-ÿ]+)\))(?= [A-ZÀ-Þvd])"
)


def nickname_at(text: str, end: int, first_names: frozenset[str] | set[str]) -> int:
    """Return where a nickname behind the first name that ends at *end* ends, *end* itself without one.

    In brackets only what is a first name is one: "(CDU)" and "(Ohio)" are none.

    >>> nickname_at("Ann “Nan” Roe", 3, frozenset())
    9
    >>> nickname_at("Ann (Ohio) Roe", 3, frozenset())
    3
    """
    found = _NICKNAME.match(text, end)
    if found is None or (found["bracketed"] and found["bracketed"] not in first_names):
        return end
    return found.end()


_INSIDE = re.compile(r" [\"“„«‘(][^ ]+[\"”“»’)] ")


def drop_nickname(name: str) -> str:
    """Return a name without the nickname inside.

    >>> drop_nickname("Ann “Nan” Roe")
    'Ann Roe'
    """
    return _INSIDE.sub(" ", name)
