"""The folder of the embedded store: immutable generations, and a pointer that is switched in one step.

DIR/twingraph-store.txt     marks the folder as a store and names the version of its layout
DIR/lock                    held while a build runs
DIR/publication             held while a generation is written and published, or the pointer is switched back
DIR/tombstones.jsonl         what was served once and is no more
DIR/current                 ids of the published generations, the served one first
DIR/generations/ID/         dataset.nq, db/, texts/, originals, meta.json, and where there are
                            any the ledger of writes; complete, for it came by one rename
DIR/originals/SHA256        what releases were read from; those that no generation names are swept
DIR/generations/.new-*      what is being written; a crash leaves it, the next publication sweeps it

A build holds the first lock from its first file on, and the second one only while it publishes; a write holds
the second one only.  Nothing but the holder of the second one makes or sweeps folders of generations.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from twingraph.errors import StoreError
from twingraph.store.base import Generation
from twingraph.store.files import hold, store_error, sync, telling
from twingraph.store.ledger import read_ledger

MARKER = "twingraph-store.txt"
_LAYOUT = "twingraph store, layout 1\n"
_NEW = ".new-"
PATIENCE = 600.0
"""Seconds that a build waits for the writes of others before it gives up."""


class Generations:
    """The generations in one folder.

    Raises:
        StoreError: If the folder is no store and *create* is not given, or cannot become one.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.folder, self._lock_depth = folder, 0
        self._pointer = os.fspath(folder / "current")
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
            ledger = read_ledger(self.path(generation))
            return ledger.is_of(generation, nquads) and bool(self.read(generation).meta)
        except (OSError, StoreError):
            return False

    def holds(self, generation: str, nquads: bytes) -> bool:
        """True where *nquads* is the dataset of the generation, and it is sound."""
        path = self.path(generation) / "dataset.nq"
        return self.is_sound(generation) and path.read_bytes() == nquads

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
            stat = os.stat(self._pointer)  # noqa: PTH116 - a Path takes four times as long
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
        reason = "another build is running here; wait until it ends"
        with hold(self.folder / "lock", 0, reason):
            self._lock_depth = 1
            try:
                yield
            finally:
                self._lock_depth = 0

    @contextmanager
    def publishing(self, wait: float = PATIENCE) -> Iterator[None]:
        """Keep every other change out; what was left by one that was killed is swept first.

        Raises:
            StoreError: If another process changes the store for longer than *wait* seconds.
        """
        reason = f"another write or build keeps the store for more than {wait:g} s; try again later"
        with hold(self.folder / "publication", wait, reason):
            with telling(self.folder):
                self._sweep_new()
            yield

    @contextmanager
    def new(self) -> Iterator[Path]:
        """Give a folder to write a generation to; what was not adopted is removed."""
        with telling(self.folder):
            folder = Path(tempfile.mkdtemp(prefix=_NEW, dir=self.folder / "generations"))
            folder.chmod(0o755)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def adopt(self, folder: Path, generation: str) -> None:
        """Make the folder that :meth:`new` gave the generation, in one step and safe against a power cut."""
        for path in sorted(folder.rglob("*"), reverse=True):
            if path.is_dir() or path.stat().st_nlink == 1:  # a linked file was made safe with its generation
                sync(path)
        sync(folder)
        if self.path(generation).exists():  # it was damaged, or it would not be written anew
            _remove(self.path(generation))
        folder.rename(self.path(generation))
        sync(self.folder / "generations")

    def point_to(self, generations: list[str]) -> None:
        """Serve the first of *generations*; the others are what a rollback returns to, newest first."""
        descriptor, name = tempfile.mkstemp(prefix=_NEW, dir=self.folder / "generations")
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write("".join(f"{generation}\n" for generation in generations))
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(self.folder / "current")
        sync(self.folder)

    def serve(self, generation: str, keep: int) -> None:
        """Serve *generation*, leave it and the newest others, *keep* in all, and sweep the rest."""
        published = self.published()
        if published[:1] != [generation]:
            earlier = [other for other in published if other != generation]
            self.point_to([generation, *earlier][:keep])
        self.sweep()

    def sweep(self) -> None:
        """Remove the generations that are published no more.  A reader of one reads on."""
        kept = set(self.published())
        for path in (self.folder / "generations").iterdir():
            if path.name not in kept:
                _remove(path)

    def _sweep_new(self) -> None:
        """Remove what was left by who was killed; the lock is held, so none of it is in use."""
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
