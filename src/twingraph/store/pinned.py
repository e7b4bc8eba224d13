"""One kept generation of a store, to be served as it was."""

from __future__ import annotations

from pathlib import Path

from twingraph.errors import StoreError, UnknownNameError
from twingraph.store.base import Generation
from twingraph.store.contents import open_db
from twingraph.store.embedded import EmbeddedStore
from twingraph.store.snapshot import Snapshot


class PinnedStore(EmbeddedStore):
    """A store that serves *generation* and none after it; it takes no change.

    Raises:
        UnknownNameError: If no such generation is kept.
        StoreError: If it cannot be opened.
    """

    def __init__(self, folder: Path, generation: str) -> None:
        self._pinned = generation
        super().__init__(folder)

    def reload(self) -> bool:
        return False

    def history(self) -> list[Generation]:
        """Return this generation and those that were served before it, the newest first."""
        return [self._generations.read(generation) for generation in self._since()]

    def earlier(self) -> Snapshot | None:
        return self.at(self._since()[1]) if self._since()[1:] else None

    def rollback(self) -> str:
        raise StoreError(f"generation {self._pinned} is kept as it is")

    def _since(self) -> list[str]:
        published = self._generations.published()
        return published[published.index(self._pinned) :] if self._pinned in published else [self._pinned]

    def _open(self) -> Snapshot:
        if self._pinned not in self._generations.published():
            raise UnknownNameError(f"no generation {self._pinned} is kept")
        folder = self._generations.path(self._pinned)
        try:
            return Snapshot(None, self._pinned, folder, open_db(folder))
        except OSError as error:
            raise StoreError(f"{folder}: cannot be opened ({error})") from error
