"""The folder of the embedded store: immutable generations, and a pointer that is switched in one step.

DIR/twingraph-store.txt     marks the folder as a store and names the version of its layout
DIR/lock                    held while a build runs
DIR/current                 ids of the published generations, the served one first
DIR/generations/ID/         dataset.nq, db/, texts/, originals, meta.json; complete, for it came by one rename
DIR/originals/SHA256        what releases were read from; those that no generation names are swept
DIR/generations/.new-*      what a running build writes; a crash leaves it, the next build sweeps it
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from twingraph.errors import StoreError
from twingraph.store.base import Generation, generation_id

MARKER = "twingraph-store.txt"
_LAYOUT = "twingraph store, layout 1\n"
_NEW = ".new-"
_CURES = {
    errno.ENOSPC: ("the disk is full", "free some space, or give another --store"),
    errno.EDQUOT: ("the disk quota is used up", "free some space, or give another --store"),
    errno.EFBIG: ("a file grew larger than the system allows", "raise the limit (ulimit -f)"),
    errno.EACCES: ("permission denied", "make the folder writable, or give another --store"),
    errno.EPERM: ("permission denied", "make the folder writable, or give another --store"),
    errno.EROFS: ("the file system is read-only", "give a --store on a writable one"),
    errno.ENOENT: ("this folder is not there and cannot be made", "give another --store"),
    errno.ENOTDIR: ("a part of the path is a file", "give another --store"),
    errno.EEXIST: ("this is a file", "give a folder as --store"),
    errno.ENAMETOOLONG: ("the path is too long", "give a shorter --store"),
}


def store_error(path: Path, error: OSError) -> StoreError:
    """Return the error as one line that says what to do."""
    words = str(error)  # the engine gives the system's words without the number
    code = error.errno or next((code for code in _CURES if os.strerror(code) in words), 0)
    unknown = (" ".join(words.split()) or type(error).__name__, "check the disk, or give another --store")
    reason, cure = _CURES.get(code, unknown)
    return StoreError(f"{path}: {reason}; {cure}")


class Generations:
    """The generations in one folder.

    Raises:
        StoreError: If the folder is no store and *create* is not given, or cannot become one.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.folder, self._lock_depth = folder, 0
        try:
            if create:
                self._create()
            elif not (folder / MARKER).is_file():
                cure = f"run `twingraph build RELEASES --store {folder}`"
                raise StoreError(f"{folder}: there is no store here; {cure}")
        except OSError as error:
            raise store_error(folder, error) from error

    def _create(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        marker = self.folder / MARKER
        if not marker.exists():
            if any(self.folder.iterdir()):
                raise StoreError(f"{self.folder}: this folder holds other files; give a new or empty one")
            marker.write_text(_LAYOUT, encoding="utf-8")
        (self.folder / "generations").mkdir(exist_ok=True)

    def is_sound(self, generation: str) -> bool:
        """True where the generation is there and its dataset is the one that its id names."""
        try:
            nquads = (self.path(generation) / "dataset.nq").read_bytes()
            return generation_id(nquads) == generation and bool(self.read(generation).meta)
        except OSError:
            return False

    def path(self, generation: str) -> Path:
        return self.folder / "generations" / generation

    def published(self) -> list[str]:
        """Return the ids of the published generations, the served one first."""
        try:
            return (self.folder / "current").read_text("ascii").split()
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"{self.folder / 'current'}: cannot be read ({error}); build again") from error

    def stamp(self) -> tuple[int, int, int] | None:
        """Return what changes whenever the pointer is switched; cheap enough to ask at every request."""
        try:
            stat = (self.folder / "current").stat()
        except OSError:
            return None
        return stat.st_ino, stat.st_mtime_ns, stat.st_size

    def read(self, generation: str) -> Generation:
        """Return a generation with what its ``meta.json`` says, nothing where that is unreadable."""
        try:
            meta = json.loads((self.path(generation) / "meta.json").read_bytes())
        except (OSError, ValueError):
            meta = {}
        return Generation(generation, meta if isinstance(meta, dict) else {})

    def originals(self, generation: str) -> list[str]:
        """Return the digests of the files that the releases of a generation were read from."""
        try:
            return (self.path(generation) / "originals").read_text("ascii").split()
        except (OSError, UnicodeDecodeError):
            return []

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other builds out; may be taken again by who holds it.

        Raises:
            StoreError: If another process builds.
        """
        if self._lock_depth:
            yield
            return
        with self._open_lock():
            self._lock_depth = 1
            try:
                self._sweep_new()
                yield
            finally:
                self._lock_depth = 0

    @contextmanager
    def _open_lock(self) -> Iterator[None]:
        try:
            handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise store_error(self.folder, error) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError as error:
            reason = "another build is running here; wait until it ends"
            raise StoreError(f"{self.folder}: {reason}") from error
        finally:
            os.close(handle)

    @contextmanager
    def new(self) -> Iterator[Path]:
        """Give a folder to write a generation to; what was not adopted is removed."""
        folder = Path(tempfile.mkdtemp(prefix=_NEW, dir=self.folder / "generations"))
        folder.chmod(0o755)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def adopt(self, folder: Path, generation: str) -> None:
        """Make the folder that :meth:`new` gave the generation, in one step and safe against a power cut."""
        for path in sorted(folder.rglob("*"), reverse=True):
            _sync(path)
        _sync(folder)
        if self.path(generation).exists():  # it was damaged, or it would not be written anew
            _remove(self.path(generation))
        folder.rename(self.path(generation))
        _sync(self.folder / "generations")

    def point_to(self, generations: list[str]) -> None:
        """Serve the first of *generations*; the others are what a rollback returns to, newest first."""
        descriptor, name = tempfile.mkstemp(prefix=_NEW, dir=self.folder / "generations")
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write("".join(f"{generation}\n" for generation in generations))
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(self.folder / "current")
        _sync(self.folder)

    def sweep(self) -> None:
        """Remove the generations that are published no more.  A reader of one reads on."""
        kept = set(self.published())
        for path in (self.folder / "generations").iterdir():
            if path.name not in kept:
                _remove(path)

    def _sweep_new(self) -> None:
        """Remove what builds that were killed left behind; the lock is held, so none of it is in use."""
        for path in (self.folder / "generations").glob(f"{_NEW}*"):
            _remove(path)


def _remove(path: Path) -> None:
    """Remove a folder in two steps, so that a crash never leaves half a generation under its name."""
    if not path.name.startswith(_NEW):
        hidden = path.with_name(f"{_NEW}old-{path.name}")
        path.rename(hidden)
        path = hidden
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
