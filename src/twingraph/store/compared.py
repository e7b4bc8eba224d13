"""What two generations differ in, read side by side: only the difference is held in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from twingraph.errors import UnknownNameError
from twingraph.store.files import telling
from twingraph.store.generations import Generations
from twingraph.store.nquads import Difference


class Versions:
    """The kept generations of a store, by their names, and what two of them differ in."""

    def __init__(self, generations: Generations) -> None:
        self._generations = generations

    def find(self, name: str) -> str:
        """Return the id of the generation that *name*, an id or its first characters, stands for.

        Raises:
            UnknownNameError: If none does, or several do.
        """
        published = self._generations.published()
        found = [generation for generation in published if name and generation.startswith(name)]
        if len(found) != 1:
            said = "several generations" if found else "no generation"
            raise UnknownNameError(f"{said} {name!r}; there are: {', '.join(published) or 'none'}")
        return found[0]

    def two(self, old: str | None = None, new: str | None = None) -> tuple[str, str]:
        """Return the ids of two generations to compare: the served one and the one before it where not named.

        Raises:
            UnknownNameError: If one is not kept, or there are no two.
        """
        published = self._generations.published()
        later = self.find(new) if new else next(iter(published), "")
        if old:
            return self.find(old), later
        before = published[published.index(later) + 1 :] if later in published else []
        if not before:
            raise UnknownNameError(f"there is no generation before {later or 'the first'} to compare with")
        return before[0], later

    def difference(self, old: str, new: str) -> Difference:
        """Return the lines of N-Quads by which two generations differ, named by their ids.

        Raises:
            UnknownNameError: If one is not kept.
            StoreError: If one cannot be read.
        """
        with telling(self._generations.folder):
            return self.compare(self.find(old), self.find(new))

    def compare(self, old: str, new: str) -> Difference:
        """Return the same of generations that are there, published or not."""
        return compare_files(self.dataset(old), self.dataset(new))

    def dataset(self, generation: str) -> Path:
        """Return the file of a generation's canonical N-Quads."""
        return self._generations.path(generation) / "dataset.nq"


def compare_files(old: Path, new: Path) -> Difference:
    """Return the lines that the canonical N-Quads at *new* have more and less than those at *old*.

    Raises:
        OSError: If one cannot be read.
    """
    added: set[bytes] = set()
    removed: set[bytes] = set()
    for line, is_new in _merge(_lines(old), _lines(new)):
        (added if is_new else removed).add(line)
    return Difference(frozenset(added), frozenset(removed))


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from (line.rstrip(b"\n") for line in file)


def _merge(old: Iterator[bytes], new: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield the lines that only one of two sorted files has, with whether that is the new one."""
    before, after = next(old, None), next(new, None)
    while before is not None or after is not None:
        if before == after:
            before, after = next(old, None), next(new, None)
        elif after is None or (before is not None and before < after):
            assert before is not None
            yield before, False
            before = next(old, None)
        else:
            yield after, True
            after = next(new, None)
