"""How right each rule was on annotated texts -> the confidence of what it reads."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from twingraph.errors import LexiconError
from twingraph.lexicon import read_rows
from twingraph.settings import resource_dir

_CHOOSING = "city-"
"""Rules that choose among several towns of one name, each time with a confidence of its own."""


@lru_cache(maxsize=8)
def read_precision(path: Path | None = None) -> dict[str, float]:
    """Return the confidence of each measured rule: its precision, smoothed as Laplace did.

    Args:
        path: A table of rule, facts, right; default: the one that comes with the program, none of its rules
            where it is missing.
    Raises:
        LexiconError: If a row has no two counts, or more right ones than facts.
    """
    path = path or resource_dir("data") / "rules" / "precision.tsv"
    found = {}
    for number, (rule, facts, right) in enumerate(read_rows(path, 3) if path.is_file() else (), 1):
        if not (facts.isdecimal() and right.isdecimal() and int(right) <= int(facts)):
            raise LexiconError(path, number, f"rule {rule}: {right} right of {facts} facts")
        found[rule] = smooth(int(right), int(facts))
    return found


def smooth(right: int, facts: int) -> float:
    """Return the precision to expect where *right* of *facts* were right, never quite 0 or 1.

    >>> smooth(48, 50), smooth(0, 0)
    (0.94, 0.5)
    """
    return round((right + 1) / (facts + 2), 2)


def measured_confidence(rule: str, given: float) -> float:
    """Return the measured confidence of a rule, *given* for one that was not measured.

    What a rule of towns gives is both: how sure the rule is, and how sure the choice of the town.
    """
    measured = read_precision().get(rule)
    if measured is None:
        return given
    return round(measured * given, 2) if rule.startswith(_CHOOSING) else measured
