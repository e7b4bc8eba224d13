"""Things that turn out to be one, joined step by step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Groups(Generic[T]):
    """Members of groups that only ever grow together (union-find).

    >>> groups = Groups(["a", "b", "c"])
    >>> groups.join("a", "c")
    >>> sorted(map(sorted, groups.all()))
    [['a', 'c'], ['b']]
    """

    def __init__(self, members: Iterable[T]) -> None:
        self._above = {member: member for member in members}

    def find(self, member: T) -> T:
        """Return the member that stands for the group of *member*."""
        while self._above[member] != member:
            self._above[member] = member = self._above[self._above[member]]
        return member

    def join(self, one: T, other: T) -> None:
        self._above[self.find(one)] = self.find(other)

    def all(self) -> list[set[T]]:
        """Return the groups."""
        found: dict[T, set[T]] = defaultdict(set)
        for member in self._above:
            found[self.find(member)].add(member)
        return list(found.values())
