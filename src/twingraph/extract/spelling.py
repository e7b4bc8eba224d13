"""How far two spellings are apart."""

from __future__ import annotations


def distance(one: str, other: str) -> int:
    """Return the Damerau-Levenshtein distance (optimal string alignment).

    >>> distance("kestle", "kestel"), distance("strajin", "staiin")
    (1, 2)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, c in enumerate(one, 1):
        before, previous, row = row, before, [i] + [0] * len(other)
        for j, d in enumerate(other, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (c != d))
            if i > 1 and j > 1 and c == other[j - 2] and one[i - 2] == d:
                row[j] = min(row[j], previous[j - 2] + 1)
    return row[-1]
