"""What the reader of one format hands on: the text, and what the document says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

FIELDS = ("title", "date", "issuer", "language", "source", "retrieved", "charset")
LANGUAGES = ("de", "en", "fr")
_OFFICE = re.compile(
    r"(?:(?:Landeshaupt|Universitäts|Hanse|Bundes|Wissenschafts|Klingen|Kreis)?stadt|(?:Markt|Samt)?gemeinde|"
    r"(?:Freie und )?Hansestadt|Magistrat der Stadt|Presse(?:amt|stelle) der (?:Stadt|Gemeinde)|"
    r"Landkreis|(?:Gemeinde|Stadt)verwaltung|Ville d[e’']|Mairie d[e’']|Commune d[e’']|"
    r"(?:City|Town|Borough) of)\b.{2,60}|.{2,40} (?:City|Town|Borough|County) Council",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a document; ``given`` holds what it says of itself under the names of :data:`FIELDS`."""

    text: str
    given: Mapping[str, str] = field(default_factory=dict)


def one_line(text: str | None) -> str:
    """Return *text* with every run of white space as one space."""
    return " ".join((text or "").split())


def issuer_of(name: str | None) -> str:
    """Return *name* where it is surely that of a town's office, else nothing.

    >>> issuer_of("Stadt Köln"), issuer_of("Kölner Nachrichten")
    ('Stadt Köln', '')
    """
    words = one_line(name)
    return words if _OFFICE.fullmatch(words) else ""


def titled(text: str, title: str) -> str:
    """Return *text* with *title* as its first paragraph, unless it is there already.

    >>> titled("Köln und Turin\\n\\nSeit 1958", "Köln und Turin")
    'Köln und Turin\\n\\nSeit 1958'
    """
    head = one_line(text[: 400 + 2 * len(title)])
    return f"{title}\n\n{text}" if title and one_line(title) not in head else text
