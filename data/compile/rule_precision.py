"""Makes data/rules/precision.tsv anew: how right each rule is on the annotated texts that rules may see.

    python data/compile/rule_precision.py

The texts of tests/gold/unread are left out on purpose: nothing that decides may know them.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from twingraph.evaluation import evaluate, score_rules
from twingraph.pipeline import default_stages
from twingraph.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "data" / "rules" / "precision.tsv"
SETS = (
    (ROOT / "tests" / "gold", ROOT / "data" / "releases"),
    (ROOT / "tests" / "gold" / "read", None),
)
ENOUGH = 5
"""Judged facts below which a share says little: such a rule keeps the confidence that its author gave it."""

HEAD = """\
# How right each rule was on the annotated samples and on tests/gold/read: the confidence of its statements.
# Made by: python data/compile/rule_precision.py
# Columns: rule, facts that the annotations can tell of, right ones
"""


def main() -> None:
    stages = default_stages(Settings())
    judged, right = Counter[str](), Counter[str]()
    for gold, texts in SETS:
        for score in score_rules(evaluate(gold, lambda path: stages.extract(stages.read(path)), texts)):
            judged[score.rule] += score.judged
            right[score.rule] += score.right
    rows = [f"{rule}\t{facts}\t{right[rule]}\n" for rule, facts in sorted(judged.items()) if facts >= ENOUGH]
    TARGET.write_text(HEAD + "".join(rows), "utf-8")
    print(f"{TARGET}: {len(rows)} rules")


if __name__ == "__main__":
    main()
