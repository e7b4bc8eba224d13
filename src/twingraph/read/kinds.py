"""What a file holds, by its first bytes; its name decides only where they do not."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath

TEXT, MARKDOWN, PDF, HTML = "text/plain", "text/markdown", "application/pdf", "text/html"
MAIL, ARCHIVE = "message/rfc822", "application/zip"

BY_SUFFIX = {
    ".txt": TEXT,
    ".md": MARKDOWN,
    ".pdf": PDF,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".eml": MAIL,
    ".zip": ARCHIVE,
}
SUFFIXES = tuple(BY_SUFFIX)
"""Endings of the files that a folder or an archive is searched for."""

_HTML = re.compile(rb"(?:\s|<\?xml[^>]*>|<!--.*?-->)*<(?:!doctype\s+html|html[\s>])", re.I | re.S)
_FEED = re.compile(
    rb"(?:\s|<\?[^>]*>|<!--.*?-->)*<(?:rss|feed|urlset|sitemapindex|rdf:RDF)[\s>]", re.I | re.S
)
_TEXT_OF_IT = "give its text, or a PDF with a text layer"
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG\r\n", "an image (PNG)", _TEXT_OF_IT),
    (b"\xff\xd8\xff", "an image (JPEG)", _TEXT_OF_IT),
    (b"GIF8", "an image (GIF)", _TEXT_OF_IT),
    (b"II*\x00", "an image (TIFF)", _TEXT_OF_IT),
    (b"MM\x00*", "an image (TIFF)", _TEXT_OF_IT),
    (b"\xd0\xcf\x11\xe0", "a file of an old office program (DOC, MSG)", "save it as PDF, text or .eml"),
    (b"{\\rtf", "a file in Rich Text Format", "save it as PDF or text"),
    (b"\x1f\x8b", "a file packed with gzip", "unpack it, or pack it as ZIP"),
    (b"7z\xbc\xaf", "an archive (7z)", "unpack it, or pack it as ZIP"),
    (b"Rar!", "an archive (RAR)", "unpack it, or pack it as ZIP"),
    (b"BZh", "a file packed with bzip2", "unpack it, or pack it as ZIP"),
    (b"\xfd7zXZ", "a file packed with xz", "unpack it, or pack it as ZIP"),
)


def media_type(data: bytes, path: PurePath) -> str:
    """Return the media type that *data* is read as.

    A text that begins as an HTML page does is one, whatever its name; a message is known by its name alone.

    >>> media_type(b"%PDF-1.7", PurePath("a.txt")), media_type(b"Seit 1958", PurePath("a.txt"))
    ('application/pdf', 'text/plain')
    """
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if b"%PDF-" in head[:1024]:
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return ARCHIVE
    by_name = BY_SUFFIX.get(path.suffix.lower(), TEXT)
    return HTML if by_name != MAIL and _HTML.match(head) else by_name


def foreign(data: bytes) -> tuple[str, str] | None:
    """Return what *data* is and what to give instead, where it is a known kind of file that is not read."""
    for start, what, cure in _FOREIGN:
        if data.startswith(start):
            return what, cure
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "an image (WebP)", _TEXT_OF_IT
    if data[4:8] == b"ftyp":
        return "an image or a film (HEIC, AVIF, MP4)", _TEXT_OF_IT
    if _FEED.match(data[:4096].removeprefix(b"\xef\xbb\xbf")):
        return "a feed or a sitemap", "give its address to `twingraph fetch`"
    return _office(data) if data.startswith(b"PK\x03\x04") else None


def _office(data: bytes) -> tuple[str, str] | None:
    """Return what a ZIP file is that an office program wrote."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return None
    if "[Content_Types].xml" in names:
        return "a file of an office program (DOCX, XLSX, PPTX)", "save it as PDF or text"
    if "mimetype" in names and any(name.startswith("META-INF/") for name in names):
        return "a file of an office program or a book (ODT, EPUB)", "save it as PDF or text"
    return None
