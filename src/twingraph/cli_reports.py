"""How the command line shows contradictions, rules and the ledger, for people or as JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from twingraph.cli_output import align_table, as_json, unexplained
from twingraph.errors import UnknownNameError
from twingraph.iris import compact

if TYPE_CHECKING:
    from twingraph.contradictions import Contradiction, Passage
    from twingraph.coverage import Coverage
    from twingraph.evaluation import RuleScore


def wants_json(format_name: str) -> bool:
    """Return whether a report is to be JSON.

    Raises:
        UnknownNameError: If the format is neither table nor json.
    """
    if format_name not in ("table", "json"):
        raise UnknownNameError(f"no format {format_name!r}; choose one of table, json")
    return format_name == "json"


def show_contradictions(console: Console, found: Sequence[Contradiction], format_name: str) -> None:
    """Print each contradiction with its values, the better supported first, and the words behind each."""
    if wants_json(format_name):
        print_json(console, [dataclasses.asdict(one) for one in found])
        return
    for one in found:
        also = f" and {', '.join(map(compact, one.others))}" if one.others else ""
        line(console, f"{compact(one.agreement)}{also} {compact(one.property)}", "bold")
        for reading in one.readings:
            support = f"{reading.releases} release{'s' if reading.releases > 1 else ''}"
            how = f"confidence {reading.confidence:g}, {reading.modality}"
            line(console, f"    {compact(reading.value)}  {support}, {how}", "green")
            for passage in reading.passages:
                _show_passage(console, passage)
    line(console, f"{len(found)} contradiction{'' if len(found) == 1 else 's'}")


def _show_passage(console: Console, passage: Passage) -> None:
    issued = f" of {passage.issued}" if passage.issued else ""
    line(console, f"        “{' '.join(passage.words.split())}”")
    place = f"characters {passage.start} to {passage.end}, rule {passage.rule}"
    line(console, f"        release {passage.release}{issued}, {place}", "dim")


_COLUMNS = ("facts", "judged", "right", "wrong", "precision", "recall", "confidence")


def show_rules(console: Console, scores: Sequence[RuleScore], format_name: str) -> None:
    """Print how right each rule is."""
    if wants_json(format_name):
        print_json(console, [score.figures() for score in scores])
        return
    rows = [[score.rule, *(_shown(score.figures()[name]) for name in _COLUMNS)] for score in scores]
    align_table(console, ["rule", *_COLUMNS], rows)


def _shown(figure: Any) -> str:
    return "" if figure is None else f"{figure:.3f}" if isinstance(figure, float) else str(figure)


def show_coverage(console: Console, report: Coverage, format_name: str) -> None:
    """Print the sentences that no rule explained, release by release, and their share."""
    if wants_json(format_name):
        print_json(console, report.figures())
        return
    for release in report.releases:
        if release.gaps:
            line(console, f"{release.release}  {len(release.gaps)} of {release.triggers}", "bold")
        for gap in release.gaps:
            place = f"line {gap.line}" if gap.line else f"characters {gap.start} to {gap.end}"
            line(console, f"    {place}: {' '.join(gap.words.split())}")
    for name, reason in report.skipped:
        line(console, f"skipped {name}: {reason}")
    line(console, unexplained(report.unexplained, report.triggers))


def line(console: Console, text: str, style: str = "") -> None:
    """Print a line as it is, however long."""
    console.print(Text(text, style=style), soft_wrap=True)


def print_json(console: Console, value: Any) -> None:
    """Print *value* as JSON and nothing else."""
    print(as_json(value).decode(), end="", file=console.file)
