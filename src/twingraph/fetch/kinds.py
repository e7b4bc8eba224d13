"""The ending of the copy of a document: by its first bytes, else by what the server says it is."""

from __future__ import annotations

import re

_HTML = re.compile(
    rb"(?:\s|\xef\xbb\xbf|<\?xml[^>]*>|<!--.*?-->)*<(?:!doctype\s+html|html[\s>])", re.I | re.S
)
_BY_TYPE = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "message/rfc822": ".eml",
    "application/zip": ".zip",
}


def suffix_of(data: bytes, media_type: str) -> str:
    """Return the ending that a document gets, empty where it is none that can be a release.

    >>> suffix_of(b"%PDF-1.7", "application/octet-stream"), suffix_of(b"GIF89a", "image/gif")
    ('.pdf', '')
    """
    if b"%PDF-" in data[:1024]:
        return ".pdf"
    if _HTML.match(data[:4096]):
        return ".html"
    return _BY_TYPE.get(media_type, "")
