"""Where the bytes of a release are: in a file, or in a part of one.

A path may lead on into a file: ``releases.zip/may/koeln.pdf`` is a member of an archive,
``message.eml/message.1.pdf`` the first release attached to a message.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath

from twingraph.errors import ReadError
from twingraph.read.archive import Archive
from twingraph.read.mail import Message

MAX_FILE_BYTES = 100_000_000
_DEEPEST = 4
_HOLDERS: dict[str, type[Archive] | type[Message]] = {".zip": Archive, ".eml": Message}


def files_of(path: Path) -> tuple[Path, str]:
    """Return the file on disk that *path* is or leads into, and the name of the part, empty for the whole."""
    for file in (path, *path.parents):
        if file.is_file():
            return file, "" if file == path else path.relative_to(file).as_posix()
    return path, ""


def read_original(path: Path, max_bytes: int = MAX_FILE_BYTES) -> bytes:
    """Return the bytes of a file or of a part of one, as they are.

    Raises:
        ReadError: If they cannot be had, or are more than *max_bytes*.
    """
    file, part = files_of(path)
    return _part(_opened(file, max_bytes), file, part, max_bytes) if part else _file_bytes(file, max_bytes)


def read_sidecar(path: Path) -> tuple[Path, bytes | None]:
    """Return the path of ``NAME.meta.json`` beside *path* and its bytes, None where there is none."""
    beside = path.with_name(path.stem + ".meta.json")
    file, part = files_of(path)
    if not part:
        return beside, beside.read_bytes() if beside.exists() else None
    holder, name = _opened(file, MAX_FILE_BYTES), beside.relative_to(file).as_posix()
    return beside, holder.read(name, MAX_FILE_BYTES) if holder.has(name) else None


def releases_in(path: Path, max_bytes: int) -> list[Path]:
    """Return the releases that a file holds: itself, or the parts of an archive or a message.

    A holder that cannot be opened, or holds none, is returned itself: reading it says why.
    """
    try:
        found = list(_inside(path, read_original(path, max_bytes))) if path.suffix.lower() in _HOLDERS else []
    except (ReadError, RecursionError):
        found = []
    return found or [path]


def _inside(path: Path, data: bytes, depth: int = 1) -> Iterator[Path]:
    holder_type = _HOLDERS.get(path.suffix.lower())
    if holder_type is None or depth > _DEEPEST or (holder_type is Archive and depth > 1):
        yield path
        return
    holder = holder_type(data, path)
    if holder.has_text:
        yield path
    for name in holder.names():
        inner = path / name
        if inner.suffix.lower() in _HOLDERS:
            yield from _readable(inner, holder.read(name, len(data) + MAX_FILE_BYTES), depth + 1)
        else:
            yield inner


def _readable(path: Path, data: bytes, depth: int) -> list[Path]:
    """Return the releases of a part; where it is damaged, the part itself."""
    try:
        return list(_inside(path, data, depth))
    except ReadError:
        return [path]


def _file_bytes(path: Path, max_bytes: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > max_bytes:
            cure = "split it, or raise TWINGRAPH_MAX_FILE_BYTES"
            raise ReadError(path, f"{size:,} bytes are more than the {max_bytes:,} of a file", cure)
        return path.read_bytes()
    except OSError as error:
        raise ReadError(path, error.strerror or str(error), "check the file and its permissions") from error


def _part(holder: Archive | Message, path: Path, part: str, max_bytes: int) -> bytes:
    """Return a part of an archive or a message, or a part of such a part."""
    if holder.has(part):
        return holder.read(part, max_bytes)
    for outer in PurePosixPath(part).parents:
        inner_type = _HOLDERS.get(outer.suffix.lower())
        if inner_type and holder.has(str(outer)):
            inner = inner_type(holder.read(str(outer), max_bytes), path / outer)
            return _part(inner, path / outer, PurePosixPath(part).relative_to(outer).as_posix(), max_bytes)
    raise ReadError(path / part, "no such part of this file", "check the name")


def _opened(file: Path, max_bytes: int) -> Archive | Message:
    """Return the archive or the message in a file; the one opened last is kept for its other parts."""
    stat = file.stat()
    return _open(file, max_bytes, stat.st_mtime_ns, stat.st_size, stat.st_ino)


@lru_cache(maxsize=2)
def _open(file: Path, max_bytes: int, *_stamp: int) -> Archive | Message:
    holder_type = _HOLDERS.get(file.suffix.lower())
    if holder_type is None:
        raise ReadError(file, "no archive and no message, so it has no parts", "check the path")
    return holder_type(_file_bytes(file, max_bytes), file)
