"""Extractions beside hand-made annotations -> precision and recall for each kind of fact.

What counts is what the annotation means: cities only mentioned, press contacts, the sender's own office and
projects without a proper name may be found and need not be.  A scorer that reads the exported graph gives the
same figures but for three things: here a town must also lie in the country that the annotation gives; the
names that another release gives to the same thing do not help; and a span is grounded where it cuts words out
of the text as read (whether the graph repeats these words is for the shapes to check).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from twingraph.errors import ReadError
from twingraph.evaluation.agreements import compare_agreements
from twingraph.evaluation.gold import read_annotated
from twingraph.evaluation.report import write_report
from twingraph.evaluation.rules import RuleScore, score_rules
from twingraph.evaluation.tally import Evaluation, Tally
from twingraph.evaluation.things import compare_things
from twingraph.evaluation.view import View
from twingraph.lexicon import read_gazetteer
from twingraph.model import Extraction

__all__ = ["Evaluation", "RuleScore", "Tally", "evaluate", "score_rules", "write_report"]


def evaluate(
    gold_dir: Path, extract: Callable[[Path], Extraction], texts_dir: Path | None = None
) -> Evaluation:
    """Return how well *extract*, called with the file of each annotated text, agrees with the annotations.

    Args:
        gold_dir: Folder of annotations ``ID.json``.
        extract: Reads one file and says what stands in it.
        texts_dir: Folder of the texts ``ID.txt``; default: *gold_dir*.  What has no text does not count.
    Raises:
        ReadError: If there is no folder, no annotation or no text, or an annotation is malformed.
    """
    evaluation, gazetteer = Evaluation(), read_gazetteer()
    for gold, path in read_annotated(gold_dir, texts_dir or gold_dir):
        extraction = extract(path)
        evaluation.releases.append(gold["id"])
        evaluation.extractions.append(extraction)
        view = View(extraction, gazetteer)
        try:
            evaluation.verdicts += compare_things(gold, view, evaluation.tallies)
            evaluation.verdicts += compare_agreements(gold, view, evaluation.tallies)
        except KeyError as error:
            annotation = gold_dir / f"{gold['id']}.json"
            raise ReadError(annotation, f"an entry without {error}", "mend the annotation") from error
        _count_spans(extraction, evaluation)
    return evaluation


def _count_spans(extraction: Extraction, evaluation: Evaluation) -> None:
    text = extraction.release.text
    for fact in extraction.facts:
        spans = fact.evidence.spans
        evaluation.without_span += not spans
        evaluation.spans += len(spans)
        evaluation.grounded += sum(
            0 <= s.start < s.end <= len(text) and bool(text[s.start : s.end].strip()) for s in spans
        )
