"""What the comparison says of single facts: right, wrong, or annotated and not found."""

from __future__ import annotations

from dataclasses import dataclass

from twingraph.model import Fact


@dataclass(frozen=True, slots=True)
class Verdict:
    """One fact beside the annotation.

    ``kind`` is that of its tally ("city", "agreement.signed"), ``told`` says it in words; ``fact`` is None
    for what is annotated and was not found.
    """

    release: str
    kind: str
    told: str
    fact: Fact | None
    right: bool = False
