"""Verdicts on facts -> how right each rule is, and how much of what there is it finds."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from twingraph.evaluation.tally import Evaluation


@dataclass(slots=True)
class RuleScore:
    """What became of the facts of one rule.

    ``gold`` counts the annotated facts of the kinds it gives, ``confidences`` holds what its facts carry.
    """

    rule: str
    facts: int = 0
    right: int = 0
    wrong: int = 0
    gold: int = 0
    kinds: set[str] = field(default_factory=set)
    confidences: list[float] = field(default_factory=list)

    @property
    def judged(self) -> int:
        return self.right + self.wrong

    @property
    def precision(self) -> float | None:
        """The share of the judged facts that is right, None where none was judged."""
        return self.right / self.judged if self.judged else None

    @property
    def recall(self) -> float | None:
        """The share of all annotated facts of its kinds that the rule found."""
        return self.right / self.gold if self.gold else None

    def figures(self) -> dict[str, Any]:
        """Return all figures as JSON knows them."""
        shares = {"precision": self.precision, "recall": self.recall}
        rounded = {name: None if share is None else round(share, 4) for name, share in shares.items()}
        counts = {name: getattr(self, name) for name in ("facts", "judged", "right", "wrong", "gold")}
        mean = round(sum(self.confidences) / len(self.confidences), 4) if self.confidences else None
        return {"rule": self.rule, **counts, **rounded, "confidence": mean, "kinds": sorted(self.kinds)}


def score_rules(evaluation: Evaluation) -> list[RuleScore]:
    """Return the score of each rule that gave a fact, the one with most wrong facts first."""
    scores: dict[str, RuleScore] = defaultdict(lambda: RuleScore(""))
    given = Counter[str]()
    for extraction in evaluation.extractions:
        for fact in extraction.facts:
            given[fact.evidence.rule] += 1
            scores[fact.evidence.rule].confidences.append(fact.evidence.confidence)
    for verdict in evaluation.verdicts:
        if verdict.fact is not None:
            score = scores[verdict.fact.evidence.rule]
            score.kinds.add(verdict.kind)
            score.right += verdict.right
            score.wrong += not verdict.right
    for rule, score in scores.items():
        score.rule, score.facts = rule, given[rule]
        score.gold = sum(evaluation.tallies[kind].gold for kind in score.kinds)
    return sorted(scores.values(), key=lambda s: (-s.wrong, -s.facts, s.rule))
