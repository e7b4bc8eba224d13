"""Offices on a line of their own beside the name that signs a letter."""

from __future__ import annotations

import re

from twingraph.extract.layout import Document
from twingraph.extract.names import PersonMention
from twingraph.extract.role_grammar import TITLE, RoleGrammar
from twingraph.extract.role_places import RoleWords

_LEAD = re.compile(
    r"[ \t]*(?:[A-ZÀ-Þ][^\n.:;]{2,40},[ \t]*)?(?:(?:Ihre?|Eure?|Euer|Deine?|[Gg]ez\.|Yours|"
    r"Your|Votre|Signé|signé|\(s\)|"
    r"i\. ?[AV]\.|Sgd\.?),?[ \t]*)*"
    rf"{TITLE}"
)
"""What may stand before the name that signs."""
_LINE = re.compile(r",?[ \t]*\n[ \t]*(?P<line>[^\n]{3,70}?)[ \t]*(?=\n|$)")
_ABOVE = re.compile(
    r"(?:^|\n)[ \t]*(?:Ihre?|Eure?|Euer|Votre|Your)[ \t]+(?P<line>[^\n]{3,60}?),?[ \t]*\n[ \t]*$"
)

_ORDINAL = re.compile(
    r"^(?:(?:Der|Die|Le|La|The|Erste[rn]?|Zweite[rn]?|Dritte[rn]?|Stellvertretende[rn]?) )+"
)


def role_of_signature(document: Document, grammar: RoleGrammar, mention: PersonMention) -> RoleWords | None:
    """Read "Karl Berg / Bürgermeister" at the foot of a letter, and "Ihr Bürgermeister / Karl Berg"."""
    text = document.text
    first = text.rfind("\n", 0, mention.start) + 1
    if not _LEAD.fullmatch(text, first, mention.start):
        return None
    below, above = _LINE.match(text, mention.end), _ABOVE.search(text, max(0, first - 90), first)
    for line in (below, above):
        if (
            line
            and not line["line"].endswith((".", ":"))
            and grammar.office.match(_ORDINAL.sub("", line["line"]))
        ):
            start, end = line.span("line")
            return RoleWords(start, start, end, line["line"], "role-signature")
    return None
