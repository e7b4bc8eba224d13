"""The local copies: a file named by its address, and a sidecar file that says where it is from and when.

FOLDER/NAME.html, NAME.meta.json    a copy; the sidecar is written first, so no copy ever stands without
FOLDER/.fetch/                      copies of feeds and sitemaps, the lock, and how far a run has come
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from twingraph.errors import FetchError
from twingraph.fetch.client import Answer
from twingraph.iris import slug

_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that is what its sidecar says; *about* is the sidecar's content."""

    path: Path
    about: dict[str, str]

    @property
    def data(self) -> bytes:
        return self.path.read_bytes()


class Copies:
    """The copies in one folder, by their address."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, url: str) -> Copy | None:
        """Return the copy of *url*, None where there is none or it was changed or cut short since."""
        about = self._about(url)
        path = self._folder / about.get("file", "")
        try:
            sound = bool(about) and hashlib.sha256(path.read_bytes()).hexdigest() == about.get("sha256")
        except OSError:
            return None
        return Copy(path, about) if sound else None

    def keep(self, url: str, answer: Answer, suffix: str, *, title: str = "", date: str = "") -> str:
        """Write a copy and return "new", "changed" or "unchanged"."""
        kept = self.find(url)
        if answer.data is None and kept:
            return "unchanged"
        data = answer.data or b""
        path = self._folder / (name_of(url) + suffix)
        digest = hashlib.sha256(data).hexdigest()
        same = kept is not None and kept.path == path and kept.about["sha256"] == digest
        about = {
            "source": answer.url,
            "requested": url if url != answer.url else "",
            "retrieved": kept.about["retrieved"] if kept and same else _now(),
            "file": path.name,
            "sha256": digest,
            "type": answer.media_type,
            "charset": answer.charset,
            "etag": answer.etag,
            "modified": answer.modified,
            "title": title,
            "date": date,
        }
        self._write(path, data, {**self._about(url), **{key: value for key, value in about.items() if value}})
        if kept and kept.path != path:
            kept.path.unlink(missing_ok=True)
        return "new" if kept is None else "unchanged" if same else "changed"

    def _about(self, url: str) -> dict[str, str]:
        try:
            about = json.loads((self._folder / f"{name_of(url)}.meta.json").read_bytes())
        except (OSError, ValueError):
            return {}
        return {key: str(value) for key, value in about.items()} if isinstance(about, dict) else {}

    def _write(self, path: Path, data: bytes, about: dict[str, str]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        content = json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        _replace(path.with_name(f"{path.stem}.meta.json"), content.encode())
        _replace(path, data)


def name_of(url: str) -> str:
    """Return the name of the copy of *url*: host and path to read, a digest to tell near addresses apart.

    >>> name_of("https://www.koeln.example/presse/2024/turin.html?id=1")
    'www-koeln-example-presse-2024-turin-a226c786'
    """
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    stem, dot, ending = path.rpartition(".")
    words = slug(f"{parts.netloc} {stem if dot and '/' not in ending else path}")
    return f"{words[:_LONGEST_NAME].rstrip('-')}-{hashlib.sha256(url.encode()).hexdigest()[:8]}"


class Run:
    """How far a run has come, one address a line under that of its start; the file goes when the run ends.

    ``done`` are the addresses that an interrupted run from the same start had done.
    """

    def __init__(self, path: Path, start: str) -> None:
        self._path, self._start = path, start
        lines = path.read_text("utf-8").split("\n") if path.exists() else []
        self.done = frozenset(lines[1:-1] if lines[:1] == [start] else ())  # the last line may be cut

    def __enter__(self) -> Self:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        _replace(self._path, "".join(f"{line}\n" for line in (self._start, *sorted(self.done))).encode())
        return self

    def add(self, url: str) -> None:
        """Note that *url* is done."""
        if url not in self.done:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(f"{url}\n")

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._path.unlink(missing_ok=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other runs out of *folder* for the length of a ``with`` block.

    Raises:
        FetchError: If one is there.
    """
    (folder / ".fetch").mkdir(parents=True, exist_ok=True)
    with (folder / ".fetch" / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FetchError(
                str(folder), "another run fetches into this folder", "wait until it ends"
            ) from error
        yield


def _replace(path: Path, data: bytes) -> None:
    """Write a file in one step: whoever is interrupted leaves the old one."""
    new = path.with_name(f".{path.name[:200]}.new")
    try:
        with new.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
