"""The bytes that releases were read from, each once, in a file named by its SHA-256.

They lie beside the generations, for several may share one; a generation names those it needs in its file
``originals``, and what none names any more is swept.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_NEW = ".new-"
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Originals:
    """A folder of files by digest; it is made when the first one is kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def has(self, digest: str) -> bool:
        return _DIGEST.fullmatch(digest) is not None and (self._folder / digest).is_file()

    def read(self, digest: str) -> bytes | None:
        """Return the bytes under *digest*, None where they are not there or damaged."""
        if not self.has(digest):
            return None
        try:
            data = (self._folder / digest).read_bytes()
        except FileNotFoundError:  # swept meanwhile
            return None
        return data if hashlib.sha256(data).hexdigest() == digest else None

    def keep(self, data: bytes) -> None:
        """Write *data* under its digest, in one step and safe against a power cut."""
        self._folder.mkdir(exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=_NEW, dir=self._folder)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(self._folder / hashlib.sha256(data).hexdigest())
        except OSError:
            with suppress(OSError):
                Path(name).unlink(missing_ok=True)
            raise

    def sweep(self, needed: Iterable[str]) -> None:
        """Remove what is not *needed*, and what a crash left half written."""
        kept = set(needed)
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            if path.name not in kept:
                path.unlink(missing_ok=True)
