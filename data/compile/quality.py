"""Makes data/quality.tsv anew: how well facts are read from annotated releases, for the page about the site.

python data/compile/quality.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from twingraph.evaluation import Evaluation, evaluate
from twingraph.pipeline import default_stages
from twingraph.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "data" / "quality.tsv"
SETS = ("unread", "read")
FACTS = (
    "city", "person", "person.role", "institution", "agreement", "agreement.signatories",
    "project", "entities",
)  # fmt: skip

HEAD = """\
# How well facts are read from the annotated releases of tests/gold: what the page about the site shows.
# Made by: python data/compile/quality.py
# Columns: set, releases in it, kind of fact, precision, recall, F1
"""


def main() -> None:
    stages = default_stages(Settings())
    rows: list[str] = []
    for name in SETS:
        gold = ROOT / "tests" / "gold" / name
        rows += rows_of(name, evaluate(gold, lambda path: stages.extract(stages.read(path))))
    TARGET.write_text(HEAD + "".join(rows), "utf-8")
    print(f"{TARGET}: {len(rows)} rows")


def rows_of(name: str, result: Evaluation) -> Iterator[str]:
    """Yield the lines of one set."""
    for fact in FACTS:
        tally = result.entities if fact == "entities" else result.tallies[fact]
        figures = (f"{share:.3f}" for share in (tally.precision, tally.recall, tally.f1))
        yield "\t".join([name, str(len(result.releases)), fact, *figures]) + "\n"


if __name__ == "__main__":
    main()
