"""Files -> press releases: decoding, and what front matter or a sidecar file says of a release."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from twingraph.errors import ReadError
from twingraph.model import PartialDate, PressRelease

SUFFIXES = (".txt", ".md")
LANGUAGES = ("de", "en", "fr")
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?P<rows>.*?\r?\n)---[ \t]*(?:\r?\n|$)", re.S)
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_FIELDS = ("title", "date", "issuer", "language", "source", "retrieved")


def find_releases(paths: Sequence[Path]) -> list[Path]:
    """Return the files of releases: those named, and the .txt and .md files of folders but README files.

    Raises:
        ReadError: If a path does not exist, or a folder holds no release.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if _is_release(p))
            if not inside:
                raise ReadError(path, "no release in this folder", f"put {' or '.join(SUFFIXES)} files there")
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise ReadError(path, "no such file or folder", "check the path")
    return list(dict.fromkeys(found))


def _is_release(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parts[-2:])
    broken = path.is_symlink() and not path.exists()  # is reported when it is read
    return (
        (path.is_file() or broken)
        and path.suffix.lower() in SUFFIXES
        and path.stem.upper() != "README"
        and not hidden
    )


def read_release(path: Path, *, max_bytes: int = 5_000_000) -> PressRelease:
    """Return the release in the file *path*; its id is the file's stem.

    Title, date, issuer, language and source come from a sidecar ``NAME.meta.json`` or from front matter
    (lines ``key: value`` between two lines ``---`` at the top); what neither gives is left to extraction.

    Raises:
        ReadError: If the file is empty, too large, no text, or cannot be opened; or its sidecar is malformed.
    """
    text = decode(_bytes(path, max_bytes), path)
    given = {**_front_matter(text), **_sidecar(path)}
    return PressRelease(
        id=unicodedata.normalize("NFC", path.stem),
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        language=_language(given, path),
        title=given.get("title"),
        issued=_date(given, path),
        issuer=given.get("issuer"),
        source=given.get("source"),
        retrieved=given.get("retrieved"),
    )


def _bytes(path: Path, max_bytes: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > max_bytes:
            cure = "split it, or raise TWINGRAPH_MAX_RELEASE_BYTES"
            raise ReadError(path, f"{size:,} bytes are more than the {max_bytes:,} of a release", cure)
        return path.read_bytes()
    except OSError as error:
        raise ReadError(path, error.strerror or str(error), "check the file and its permissions") from error


def decode(data: bytes, path: Path | str) -> str:
    """Return *data* as text: UTF-8 with or without a byte order mark, UTF-16 with one, else Windows-1252.

    >>> decode("Köln".encode("cp1252"), "x"), decode(b"\\xef\\xbb\\xbfK", "x")
    ('Köln', 'K')

    Raises:
        ReadError: If *data* is empty or holds what no text holds.
    """
    if not data.strip():
        raise ReadError(path, "the file is empty", "remove it, or put the text of a release into it")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _checked(data.decode("utf-16", errors="replace"), path)
    try:
        return _checked(data.decode("utf-8-sig"), path)
    except UnicodeDecodeError as error:
        try:
            return _checked(data.decode("cp1252"), path)
        except UnicodeDecodeError:
            reason = f"neither UTF-8 (byte {error.start} is wrong) nor Windows-1252"
            raise ReadError(path, reason, "save it as UTF-8") from error


def _checked(text: str, path: Path | str) -> str:
    """Refuse what is no text: control characters that no press release holds."""
    controls = sum(1 for c in text[:65_536] if unicodedata.category(c) == "Cc" and c not in "\t\n\r\f\v\x85")
    if "\x00" in text or controls > len(text[:65_536]) * 0.01:
        raise ReadError(path, "binary data, no text", "give the text of the release")
    if not text.strip("\ufeff \t\r\n\f\v"):
        raise ReadError(path, "the file is empty", "remove it, or put the text of a release into it")
    return text


def _front_matter(text: str) -> dict[str, str]:
    match = _FRONT_MATTER.match(text)
    rows = match["rows"].splitlines() if match else []
    pairs = (row.split(":", 1) for row in rows if ":" in row)
    return {
        k.strip().lower(): v.strip().strip("\"'")
        for k, v in pairs
        if k.strip().lower() in _FIELDS and v.strip()
    }


def _sidecar(path: Path) -> dict[str, str]:
    sidecar = path.with_name(path.stem + ".meta.json")
    if not sidecar.exists():
        return {}
    try:
        content = json.loads(sidecar.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise ReadError(sidecar, f"no JSON ({error})", "mend or remove the sidecar file") from error
    if not isinstance(content, dict):
        raise ReadError(sidecar, "no JSON object", f"give an object with {', '.join(_FIELDS)}")
    return {k: str(v) for k, v in content.items() if k in _FIELDS and v}


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
