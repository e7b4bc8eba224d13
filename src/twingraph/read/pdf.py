"""PDF: the text layer in reading order; pages are parted by a form feed, paragraphs by a blank line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2

from twingraph.errors import ReadError
from twingraph.read.document import Document, one_line

_MAX_PAGES = 10_000
_PASSWORD = 4
"""PDFium's number for a missing password."""
_MANY_SPACED = 1.35
_LINE_SPACING = 1.25
_MANY = 4
"""A line this much further down than lines are as a rule begins a paragraph."""
_UNREADABLE = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_HAS_DATE = re.compile(
    r"\b(?:\d{1,2}\.\s?\d{1,2}\.|\d{1,2}/\d{1,2}/|\d{1,2}\.?\s+\w{3,9}\.?,?\s+|\w{3,9}\s+\d{1,2},\s)(?:19|20)\d\d\b"
)
_CREATED = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_NO_TITLE = re.compile(
    r"^(?:microsoft |untitled|unbenannt|sans titre|dokument ?\d|document ?\d)|\.\w{2,4}$|^\W*$", re.I
)
_HEADLINE = 200


def read_pdf(data: bytes, path: Path, max_bytes: int) -> Document:
    """Return the text of a PDF; its metadata give title and date only where the text has none.

    Raises:
        ReadError: If it is scanned, encrypted, damaged or empty, or has too many pages or too much text.
    """
    with closing(_open(data, path)) as pdf:
        text = "\f".join(_pages(pdf, path, max_bytes))
        metadata = pdf.get_metadata_dict()
    _check(text, path)
    return Document(text, dict(_given(text, metadata)))


def _open(data: bytes, path: Path) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise ReadError(path, "an encrypted PDF", "remove its password") from error
        raise ReadError(path, "a damaged PDF", "fetch or make it again") from error


def _pages(pdf: Any, path: Path, max_bytes: int) -> Iterator[str]:
    """Yield the text of each page; stop at what is more than one release may hold."""
    if not 0 < len(pdf) <= _MAX_PAGES:
        reason = f"a PDF with {len(pdf):,} pages" if len(pdf) else "a PDF without pages"
        raise ReadError(path, reason, f"give one with 1 to {_MAX_PAGES:,}")
    size = 0
    for number in range(len(pdf)):
        try:
            with closing(pdf[number]) as page, closing(page.get_textpage()) as layer:
                text = _page_text(layer)
        except pypdfium2.PdfiumError as error:
            raise ReadError(path, f"page {number + 1} of the PDF is damaged", "make it again") from error
        size += len(text.encode("utf-8", "replace"))
        if size > max_bytes:
            reason = f"its text has more than the {max_bytes:,} bytes of a release"
            raise ReadError(path, reason, "split it, or raise TWINGRAPH_MAX_RELEASE_BYTES")
        yield text


_LINE_END = re.compile(r"\r\n|[\ufffe\x02]|\Z")
"""PDFium writes one character for a hyphen at the end of a line and the break after it."""


def _page_text(layer: Any) -> str:
    """Return the lines of a page, with a blank line where the gap between two is wide."""
    raw = layer.get_text_range()
    ends = list(_LINE_END.finditer(raw))
    starts = [0, *(end.end() for end in ends[:-1])]
    lines = [
        raw[start : end.start()].rstrip() + ("-" if end[0] in ("\ufffe", "\x02") else "")
        for start, end in zip(starts, ends, strict=True)
    ]
    heights = _heights(layer, starts)
    steps = [above - below for above, below in pairwise(heights)]
    wide = _MANY_SPACED * _usual_step(steps, layer)
    text = lines[0]
    for line, step in zip(lines[1:], steps, strict=True):
        text += ("\n\n" if step > wide else "\n") + line
    return _without_surrogates(text).strip("\n")


def _usual_step(steps: list[float], layer: Any) -> float:
    """Return how far down the next line of a paragraph stands; of few, what their height tells."""
    down = sorted(step for step in steps if step > 1)
    if len(down) >= _MANY:
        return down[len(down) // 4]
    _, bottom, _, top = layer.get_charbox(0, loose=True) if down else (0.0,) * 4
    return _LINE_SPACING * float(top - bottom)


def _heights(layer: Any, starts: list[int]) -> list[float]:
    """Return how high on the page the character at each of *starts* stands."""
    count, heights = layer.count_chars(), [0.0]
    for start in starts:
        inside = start < count
        heights.append(layer.get_charbox(start, loose=True)[1] if inside else heights[-1])
    return heights[1:]


def _without_surrogates(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "\ufffd")


def _check(text: str, path: Path) -> None:
    if not any(character.isalnum() for character in text):
        raise ReadError(path, "scanned, no text layer", "run OCR (e.g. ocrmypdf) first")
    letters = sum(not character.isspace() for character in text)
    if len(_UNREADABLE.findall(text)) > 0.2 * letters:
        reason = "the text layer of this PDF gives no letters (its fonts do not say which)"
        raise ReadError(path, reason, "run OCR (e.g. ocrmypdf --force-ocr) first")


def _given(text: str, metadata: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what the metadata say and the text does not: a title where it has no headline, the day."""
    title = one_line(metadata.get("Title"))
    head = next((line for line in text.split("\n\n") if line.strip()), "")
    if len(head) > _HEADLINE and title and not _NO_TITLE.search(title):
        yield "title", title
    created = _CREATED.match(metadata.get("CreationDate", ""))
    if created and not _HAS_DATE.search(text):
        yield "date", "-".join(created.groups())
