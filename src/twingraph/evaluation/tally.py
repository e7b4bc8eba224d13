"""Hits, misses and surplus by kind of fact."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from twingraph.evaluation.verdicts import Verdict
from twingraph.model import Extraction

ENTITY_KINDS = ("city", "person", "institution", "agreement", "project")


@dataclass(slots=True)
class Tally:
    """Hits among what the annotation holds (``gold``) and among what was ``found``, and the rest by name."""

    hits: int = 0
    gold: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.hits / self.found if self.found else float(not self.gold)

    @property
    def recall(self) -> float:
        return self.hits / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall.

        >>> Tally(hits=1, gold=1, found=2).f1
        0.6666666666666666
        """
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def add(self, hits: int, gold: int, found: int) -> None:
        self.hits, self.gold, self.found = self.hits + hits, self.gold + gold, self.found + found

    def figures(self) -> dict[str, float]:
        shares = {name: round(getattr(self, name), 4) for name in ("precision", "recall", "f1")}
        return {**shares, "hits": self.hits, "gold": self.gold, "found": self.found}


@dataclass(slots=True)
class Evaluation:
    """The tallies of all releases by kind of fact, and how many facts lead back to words of their text.

    ``extractions`` holds what was read, release by release, and ``verdicts`` what is said of its facts.
    """

    releases: list[str] = field(default_factory=list)
    extractions: list[Extraction] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    spans: int = 0
    grounded: int = 0
    without_span: int = 0

    @property
    def grounded_share(self) -> float:
        total = self.spans + self.without_span
        return self.grounded / total if total else 0.0

    @property
    def entities(self) -> Tally:
        """The five core kinds together."""
        together = Tally()
        for kind in ENTITY_KINDS:
            one = self.tallies.get(kind, Tally())
            together.add(one.hits, one.gold, one.found)
        return together

    def figures(self) -> dict[str, Any]:
        """Return all figures as JSON knows them."""
        rows: dict[str, Any] = {name: tally.figures() for name, tally in sorted(self.tallies.items())}
        grounded = {"spans": self.spans, "grounded": self.grounded, "without_span": self.without_span}
        return {**rows, "entities": self.entities.figures(), "grounding": grounded, "releases": self.releases}
