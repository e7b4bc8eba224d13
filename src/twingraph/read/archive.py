"""ZIP archives: their members are read in memory, one at a time, and nothing is unpacked to disk."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from twingraph.errors import ReadError
from twingraph.read.kinds import SUFFIXES

_MAX_MEMBERS = 10_000
_MAX_TOTAL = 2_000_000_000
_MAX_RATIO, _SMALL = 200, 5_000_000
"""Text packs to a tenth of its size; what packs to less than a two-hundredth and is no trifle is a bomb."""
_LEAVES = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|\x00")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


class Archive:
    """A ZIP archive as what holds releases: its members, read in memory.

    Raises:
        ReadError: If it is damaged, encrypted, too large, or leads out of its folder.
    """

    has_text = False

    def __init__(self, data: bytes, path: Path) -> None:
        self._path = path
        try:
            self._file = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise ReadError(path, f"a damaged ZIP archive ({error})", "pack it again") from error
        entries = [entry for entry in self._file.infolist() if not entry.is_dir()]
        self._check(entries)
        self._entries = {PurePosixPath(entry.filename).as_posix(): entry for entry in entries}

    def _check(self, entries: list[zipfile.ZipInfo]) -> None:
        if len(entries) > _MAX_MEMBERS:
            reason = f"{len(entries):,} files are more than the {_MAX_MEMBERS:,} of an archive"
            raise ReadError(self._path, reason, "divide it")
        if sum(entry.file_size for entry in entries) > _MAX_TOTAL:
            raise ReadError(self._path, f"unpacked, it holds more than {_MAX_TOTAL:,} bytes", "divide it")
        for entry in entries:
            name = repr(entry.filename)
            if _LEAVES.search(entry.filename):
                raise ReadError(self._path, f"it holds {name}, a path that leads out of it", "pack it anew")
            if entry.flag_bits & 0x1:
                raise ReadError(self._path, f"{name} in it is encrypted", "unpack it with its password")
            if entry.file_size > max(_SMALL, _MAX_RATIO * entry.compress_size):
                reason = f"{name} in it would grow from {entry.compress_size:,} to {entry.file_size:,} bytes"
                raise ReadError(self._path, reason, "give the files themselves")

    def names(self) -> list[str]:
        """Return the members that look like releases, sorted."""
        return sorted(name for name in self._entries if is_release(PurePosixPath(name)))

    def has(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str, max_bytes: int) -> bytes:
        """Return a member.

        Raises:
            ReadError: If it is not there, damaged, or longer than *max_bytes*, whatever its header says.
        """
        path = self._path / name
        if name not in self._entries:
            raise ReadError(path, "no such file in the archive", "check the name")
        try:
            with self._file.open(self._entries[name]) as member:
                data = member.read(max_bytes + 1)
        except _BROKEN as error:
            raise ReadError(path, f"damaged in the archive ({error})", "pack it again") from error
        if len(data) > max_bytes:
            reason = f"it has more than the {max_bytes:,} bytes of a file"
            raise ReadError(path, reason, "leave it out, or raise TWINGRAPH_MAX_FILE_BYTES")
        return data


def is_release(path: PurePosixPath | Path) -> bool:
    """True where a file in a folder or an archive is a release by its name: no README, and not hidden."""
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts[-2:])
    return path.suffix.lower() in SUFFIXES and path.stem.upper() != "README" and not hidden
