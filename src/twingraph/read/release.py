"""One file, or part of a file, -> a press release."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from twingraph.errors import ReadError
from twingraph.model import PartialDate, PressRelease, Span
from twingraph.read.archive import Archive
from twingraph.read.document import FIELDS, LANGUAGES, Document
from twingraph.read.html import read_html
from twingraph.read.kinds import ARCHIVE, HTML, MAIL, MARKDOWN, PDF, TEXT, foreign, media_type
from twingraph.read.mail import read_mail
from twingraph.read.source import MAX_FILE_BYTES, files_of, read_original, read_sidecar
from twingraph.read.text import read_text

MAX_BYTES = 5_000_000
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def read_release(
    path: Path, *, max_bytes: int = MAX_BYTES, max_file_bytes: int = MAX_FILE_BYTES
) -> PressRelease:
    """Return the release in the file *path*, or in the part of a file that it leads to; its id is the stem.

    Title, date, issuer, language and source come from a sidecar ``NAME.meta.json``, else from what the
    document says of itself: front matter (lines ``key: value`` between two lines ``---`` at the top), the
    head of a page, the headers of a message.  What none gives is left to extraction.

    Args:
        max_bytes: How long the text may be.
        max_file_bytes: How large a file may be that holds more than text.
    Raises:
        ReadError: If it cannot be opened, is too large, or holds no text; or its sidecar is malformed.
    """
    data = read_original(path, max_file_bytes)
    sidecar = _sidecar(path)
    kind = media_type(data, path)
    document = _read(data, kind, path, max_bytes, sidecar.get("charset", ""))
    given = {**document.given, **sidecar}
    return PressRelease(
        id=unicodedata.normalize("NFC", path.stem),
        text=document.text,
        sha256=hashlib.sha256(document.text.encode()).hexdigest(),
        language=_language(given, path),
        title=given.get("title"),
        title_span=_title_span(document, given) if kind in (HTML, MAIL) else None,
        issued=_date(given, path),
        issuer=given.get("issuer"),
        source=given.get("source"),
        retrieved=given.get("retrieved"),
        original=hashlib.sha256(data).hexdigest(),
        media_type=kind,
    )


def _read(data: bytes, kind: str, path: Path, max_bytes: int, charset: str) -> Document:
    _refuse_foreign(data, kind, path)
    if kind in (TEXT, MARKDOWN):
        _check_length(len(data), path, max_bytes)
        return read_text(data, path, charset)
    try:
        document = _read_rich(data, kind, path, max_bytes, charset)
    except RecursionError as error:
        raise ReadError(path, "its parts are nested too deeply", "give its text") from error
    _check_length(len(document.text.encode()), path, max_bytes)
    return document


def _read_rich(data: bytes, kind: str, path: Path, max_bytes: int, charset: str) -> Document:
    if kind == PDF:
        from twingraph.read.pdf import read_pdf  # a large library, which other builds need not load

        return read_pdf(data, path, max_bytes)
    if not data.strip():
        raise ReadError(path, "the file is empty", "remove it, or put a release into it")
    return read_html(data, path, charset) if kind == HTML else read_mail(data, path)


def _refuse_foreign(data: bytes, kind: str, path: Path) -> None:
    """Say what a file is that cannot be read, and what to give instead."""
    known = foreign(data)
    if known:
        raise ReadError(path, f"{known[0]}, which is not read", known[1])
    if kind == PDF and b"%PDF-" not in data[:1024]:
        raise ReadError(path, "no PDF, whatever its name says", "fetch it again, or give it its true ending")
    if kind == ARCHIVE:
        _refuse_archive(data, path)


def _refuse_archive(data: bytes, path: Path) -> None:
    if files_of(path)[1]:
        raise ReadError(path, "an archive inside another file", "unpack it")
    if path.suffix.lower() != ".zip":
        raise ReadError(path, "a ZIP archive", "give it the ending .zip")
    Archive(data, path)  # says what is wrong with it
    raise ReadError(path, "no release in this archive", "put some into it, or leave it out")


def _check_length(size: int, path: Path, max_bytes: int) -> None:
    if size > max_bytes:
        cure = "split it, or raise TWINGRAPH_MAX_RELEASE_BYTES"
        raise ReadError(path, f"{size:,} bytes are more than the {max_bytes:,} of a release", cure)


def _sidecar(path: Path) -> dict[str, str]:
    sidecar, data = read_sidecar(path)
    if data is None:
        return {}
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        raise ReadError(sidecar, f"no JSON ({error})", "mend or remove the sidecar file") from error
    if not isinstance(content, dict):
        raise ReadError(sidecar, "no JSON object", f"give an object with {', '.join(FIELDS)}")
    return {k: str(v) for k, v in content.items() if k in FIELDS and v}


def _title_span(document: Document, given: Mapping[str, str]) -> Span | None:
    """Return where the title stands, where it is the first line of the text."""
    title = given.get("title", "")
    return Span(0, len(title)) if title and document.text.startswith(f"{title}\n") else None


def _language(given: Mapping[str, str], path: Path) -> str:
    language = given.get("language", "").lower()[:2]
    if language and language not in LANGUAGES:
        raise ReadError(path, f"language {language!r} is not read", f"give one of {', '.join(LANGUAGES)}")
    return language


def _date(given: Mapping[str, str], path: Path) -> PartialDate | None:
    if "date" not in given:
        return None
    match = _DATE.fullmatch(given["date"])
    try:
        parts = [int(g) for g in match.groups() if g] if match else []
        date(*parts, *[1] * (3 - len(parts)))
        return PartialDate(*parts)
    except (TypeError, ValueError) as error:
        raise ReadError(
            path, f"date {given['date']!r} is no date", "write it as YYYY, YYYY-MM or YYYY-MM-DD"
        ) from error
