"""Paths -> the files, and parts of files, that hold releases."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from twingraph.errors import ReadError
from twingraph.read.archive import is_release
from twingraph.read.kinds import SUFFIXES
from twingraph.read.source import MAX_FILE_BYTES, releases_in


def find_releases(paths: Sequence[Path], *, max_file_bytes: int = MAX_FILE_BYTES) -> list[Path]:
    """Return the releases: files that are named, those of folders but README files, parts of both.

    An archive stands for its members, a message for itself and what is attached to it; their paths lead
    into the file: ``releases.zip/may/koeln.pdf``.

    Raises:
        ReadError: If a path does not exist, or a folder holds no release.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if _is_release(p))
            if not inside:
                raise ReadError(path, "no release in this folder", f"put {_ENDINGS} files there")
            found += (release for file in inside for release in releases_in(file, max_file_bytes))
        elif path.exists():
            found += releases_in(path, max_file_bytes)
        else:
            raise ReadError(path, "no such file or folder", "check the path")
    return list(dict.fromkeys(found))


_ENDINGS = f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"


def _is_release(path: Path) -> bool:
    broken = path.is_symlink() and not path.exists()  # is reported when it is read
    return (path.is_file() or broken) and is_release(path)
