"""The words of an office as a title: in the nominative."""

from __future__ import annotations

import re

from twingraph.extract.layout import Document
from twingraph.extract.role_places import RoleWords

_GENITIVE = re.compile(r"\b(?:[Dd]es|[Ee]ines|[Ii]hres|[Ss]eines|[Uu]nseres) (?:[\w-]+ )?$")
_GENITIVE_END = re.compile(r"^([A-ZÄÖÜ]\w+(?:[^s\W]))s$")


def nominative(document: Document, words: RoleWords) -> str:
    """Return the title without the -s of the genitive: "ein Grußwort des früheren Landrats Udo Krause"."""
    title = words.title
    before = document.text[max(0, words.start - 30) : words.start]
    if document.release.language != "de" or not _GENITIVE.search(before):
        return title
    first, blank, rest = title.partition(" ")
    return _GENITIVE_END.sub(r"\1", first) + blank + rest
