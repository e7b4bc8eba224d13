"""Extractions kept between builds, so that an unchanged release is not read twice.

One JSON file for each, under the digest of what went in.  A file's first line is the digest of the rest:
what a crash cut short, or a disk garbled, is not believed and is written anew.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import types
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from twingraph.errors import StoreError
from twingraph.model import Extraction
from twingraph.settings import resource_dir

T = TypeVar("T")


class Keys:
    """What decides each extraction: code and data, the file, and what lies beside it under its name.

    Args:
        located: Of each release, the file on disk, and which part of it the release is.
        version: Changes whenever the code or the data of the extraction do.
    """

    def __init__(self, located: Mapping[Path, tuple[Path, str]], version: str) -> None:
        self._located, self._version, self._digest = located, version, cache(_digest)
        self._named: dict[Path, dict[str, list[Path]]] = {}
        for folder in {file.parent for file, _ in located.values()}:
            self._named[folder] = defaultdict(list)
            for path in sorted(path for path in folder.iterdir() if path.is_file() or path.is_symlink()):
                self._named[folder][path.name.partition(".")[0]].append(path)

    def of(self, path: Path) -> str:
        """Return the key of a release; a sidecar is one of the files whose names start as its own does.

        Raises:
            OSError: If a file cannot be read.
        """
        file, part = self._located[path]
        digest = hashlib.sha256(self._version.encode())
        for beside in self._named[file.parent][file.name.partition(".")[0]]:
            digest.update(f"\n{beside.name}\n{self._digest(beside)}".encode())
        return hashlib.sha256(f"{file.name}/{part}\n{digest.hexdigest()}".encode()).hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def code_version() -> str:
    """Return the digest of the code and the data that decide what is extracted."""
    code = Path(__file__).parent
    data = resource_dir("data")
    sources = [path for path in code.rglob("*.py") if "serve" not in path.relative_to(code).parts]
    tables = [path for name in ("lexicon", "rules", "gazetteer") for path in (data / name).rglob("*")]
    digest = hashlib.sha256()
    for path in sorted(path for path in (*sources, *tables) if path.is_file()):
        digest.update(f"{path.name}\n{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


class ExtractionCache:
    """A folder of extractions; without a folder it keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._used: set[str] = set()

    def holds(self, key: str) -> bool:
        """True where something is kept under *key*, damaged or not."""
        self._used.add(key)
        return self._folder is not None and (self._folder / f"{key}.json").exists()

    def get(self, key: str) -> Extraction | None:
        """Return the extraction kept under *key*, None where there is none or it is damaged."""
        self._used.add(key)
        body = _read_checked(self._folder / f"{key}.json") if self._folder else None
        try:
            return decode(Extraction, json.loads(body)) if body else None
        except (ValueError, TypeError, KeyError):
            return None

    def put(self, key: str, extraction: Extraction) -> None:
        if self._folder:
            _write_checked(self._folder / f"{key}.json", encode(extraction))

    def checked(self) -> set[str]:
        """Return the digests of graphs that passed validation in earlier builds."""
        body = _read_checked(self._folder / "checked") if self._folder else None
        return set(body.decode("ascii", "ignore").split()) if body else set()

    def put_checked(self, digests: Iterable[str]) -> None:
        if self._folder:
            _write_checked(self._folder / "checked", "\n".join(sorted(digests)).encode())

    def prune(self) -> None:
        """Forget what nobody asked for since this cache was opened."""
        for path in self._folder.glob("*.json*") if self._folder else ():
            if path.name.partition(".")[0] not in self._used or path.suffix != ".json":
                path.unlink(missing_ok=True)


def encode(record: object) -> bytes:
    """Return a frozen record as JSON; equal records, equal bytes."""
    text = json.dumps(record, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def _plain(record: Any) -> dict[str, Any]:
    """Return the fields of a record; what is in them is the encoder's to ask for."""
    return {name: getattr(record, name) for name in _names(record.__class__)}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def decode(kind: type[T], plain: Any) -> T:
    """Return the record of type *kind* that *plain* JSON describes.

    >>> from twingraph.model import Span
    >>> decode(tuple[Span, ...], [{"start": 1, "end": 2}])
    (Span(start=1, end=2),)

    Raises:
        TypeError, KeyError, ValueError: If it does not describe one.
    """
    return _decode(kind, plain)  # type: ignore[no-any-return]


def _decode(kind: Any, plain: Any) -> Any:
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        if set(hints) != set(plain):
            raise KeyError(f"fields of {kind}")
        return kind(**{name: _decode(hint, plain[name]) for name, hint in hints.items()})
    if get_origin(kind) is tuple:
        return tuple(_decode(get_args(kind)[0], item) for item in plain)
    if get_origin(kind) in (Union, types.UnionType):
        return _decode(_member(get_args(kind), plain), plain)
    if kind is float and isinstance(plain, int):
        return float(plain)
    if not isinstance(plain, kind):
        raise TypeError(f"{plain!r} is no {kind}")
    return plain


def _member(kinds: tuple[Any, ...], plain: Any) -> Any:
    """Return the member of a union that *plain* belongs to: an object is a record, the rest is what it is."""
    if isinstance(plain, dict):
        return next(kind for kind in kinds if dataclasses.is_dataclass(kind))
    return next((kind for kind in kinds if isinstance(kind, type) and isinstance(plain, kind)), kinds[0])


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _read_checked(path: Path) -> bytes | None:
    try:
        digest, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return body if digest.decode("ascii", "ignore") == hashlib.sha256(body).hexdigest() else None


def _write_checked(path: Path, body: bytes) -> None:
    new = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        new.replace(path)
    except OSError as error:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        cure = "free some space, or give another --store"
        raise StoreError(f"{path.parent}: cannot be written ({error.strerror}); {cure}") from error
