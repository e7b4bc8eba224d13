"""Plain text and Markdown: which bytes are text, and what front matter says."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from twingraph.errors import ReadError
from twingraph.read.document import FIELDS, Document

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?P<rows>.*?\r?\n)---[ \t]*(?:\r?\n|$)", re.S)


def read_text(data: bytes, path: Path | str, charset: str = "") -> Document:
    """Return the decoded file as it is; front matter stays in the text."""
    text = decode(data, path, charset)
    return Document(text, _front_matter(text))


def _front_matter(text: str) -> dict[str, str]:
    """Return what lines ``key: value`` between two lines ``---`` at the top say."""
    match = _FRONT_MATTER.match(text)
    rows = match["rows"].splitlines() if match else []
    pairs = (row.split(":", 1) for row in rows if ":" in row)
    return {
        k.strip().lower(): v.strip().strip("\"'")
        for k, v in pairs
        if k.strip().lower() in FIELDS and v.strip()
    }


def decode(data: bytes, path: Path | str, charset: str = "") -> str:
    """Return *data* as text: UTF-8 with or without a byte order mark, UTF-16 with one, else Windows-1252.

    >>> decode("Köln".encode("cp1252"), "x"), decode(b"\\xef\\xbb\\xbfK", "x")
    ('Köln', 'K')

    Args:
        charset: What a server or the document says; it counts where it is known and the bytes keep to it.
    Raises:
        ReadError: If *data* is empty or holds what no text holds.
    """
    if not data.strip():
        raise ReadError(path, "the file is empty", "remove it, or put the text of a release into it")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _checked(data.decode("utf-16", errors="replace"), path)
    for encoding in (charset or "utf-8-sig", "utf-8-sig"):
        try:
            return _checked(data.decode(encoding), path)
        except (UnicodeError, LookupError):
            continue
    try:
        return _checked(data.decode("cp1252"), path)
    except UnicodeDecodeError as error:
        reason = f"neither UTF-8 nor Windows-1252 (byte {error.start} is wrong)"
        raise ReadError(path, reason, "save it as UTF-8") from error


def _checked(text: str, path: Path | str) -> str:
    """Refuse what is no text: control characters that no press release holds."""
    controls = sum(1 for c in text[:65_536] if unicodedata.category(c) == "Cc" and c not in "\t\n\r\f\v\x85")
    if "\x00" in text or controls > len(text[:65_536]) * 0.01:
        raise ReadError(path, "binary data, no text", "give the text of the release")
    if not text.strip("\ufeff \t\r\n\f\v"):
        raise ReadError(path, "the file is empty", "remove it, or put the text of a release into it")
    return text
