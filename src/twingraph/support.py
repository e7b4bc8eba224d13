"""Of values that several releases give: which of them fit together, and which is the better supported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MODALITIES = ("denied", "wished", "planned", "inferred", "reported", "asserted")
"""How a text may mean what it says, the weakest first."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one release gives for a value: a date as it is written, or an IRI."""

    value: str
    release: str
    confidence: float
    modality: str


@dataclass(frozen=True, slots=True)
class Side:
    """One value of several, with every claim that says it or fits it."""

    value: str
    claims: tuple[Claim, ...]

    @property
    def releases(self) -> int:
        """How many releases support it."""
        return len({claim.release for claim in self.claims})

    @property
    def confidence(self) -> float:
        """The confidence of its surest claim."""
        return max(claim.confidence for claim in self.claims)

    @property
    def modality(self) -> str:
        """How the plainest of its claims is meant."""
        return max((claim.modality for claim in self.claims), key=MODALITIES.index)


def is_within(value: str, other: str) -> bool:
    """True where *value* is *other*, or a finer date within it.

    >>> is_within("1987-05-03", "1987"), is_within("1987", "1987-05"), is_within("19871", "1987")
    (True, False, False)
    """
    return value == other or (value[:4].isdigit() and value.startswith(f"{other}-"))


def weigh(claims: Iterable[Claim]) -> list[Side]:
    """Return the values that contradict each other, the better supported first.

    A finer date within a coarser one is no contradiction: the coarser one supports the finer.  More releases
    go before fewer; then the surer, then the plainer said, then the smaller value, so that no order of the
    claims changes anything.

    >>> one, other = weigh([Claim("1987", "a", 0.9, "asserted"), Claim("1990", "b", 0.9, "asserted"),
    ...                     Claim("1987-05-03", "c", 0.8, "inferred")])
    >>> one.value, one.releases, other.value
    ('1987-05-03', 2, '1990')
    """
    known = sorted(set(claims), key=lambda c: (c.value, c.release, c.confidence, c.modality))
    values = sorted({claim.value for claim in known})
    finest = [v for v in values if not any(w != v and is_within(w, v) for w in values)]
    sides = [
        Side(value, tuple(c for c in known if is_within(c.value, value) or is_within(value, c.value)))
        for value in finest
    ]
    return sorted(sides, key=_rank)


def _rank(side: Side) -> tuple[int, float, int, str]:
    return -side.releases, -side.confidence, -MODALITIES.index(side.modality), side.value
