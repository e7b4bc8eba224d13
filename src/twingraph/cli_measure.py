"""The commands that measure and list: what is right, what contradicts, what was not understood."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twingraph.cli_options import Reader, Store, err, out, second_reader, settings_of, write

if TYPE_CHECKING:
    from twingraph.model import Extraction


def contradictions(
    store: Store = None,
    format_name: Annotated[str, typer.Option("--format", "-f", help="table or json.")] = "table",
) -> None:
    """List the agreements for which releases give values that cannot all be right.

    Both values stay in the graph, the better supported one first here: by the number of releases, then the
    confidence, then whether it is said or only inferred.  What follows from a date follows the first.  A
    finer date within a coarser one is no contradiction.
    """
    from twingraph import cli_reports
    from twingraph.contradictions import QUESTIONS, find_contradictions
    from twingraph.query import load_query
    from twingraph.store import open_store

    with open_store(settings_of(store)) as opened:
        found = find_contradictions(opened, [load_query(name).sparql for name in QUESTIONS])
    cli_reports.show_contradictions(out, found, format_name)


def coverage(
    releases: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[RELEASES]...", help="Files, or folders of them, to read now."),
    ] = None,
    store: Store = None,
    format_name: Annotated[str, typer.Option("--format", "-f", help="table or json.")] = "table",
) -> None:
    """List the sentences with a trigger word that no rule explained: what was not understood.

    Of RELEASES, as they are read now, and no store is touched; without any, of the store, which keeps this
    ledger in the graph of each release.  A trigger word names a partnership, a paper or a signing.
    """
    from twingraph import cli_reports, pipeline
    from twingraph.coverage import cover_releases, read_coverage
    from twingraph.query import load_query
    from twingraph.store import open_store

    settings = settings_of(store)
    if releases:
        stages = pipeline.default_stages(settings)
        report = cover_releases(stages.find(releases), lambda path: stages.extract(stages.read(path)))
    else:
        with open_store(settings) as opened:
            report = read_coverage(opened, load_query("unexplained").sparql)
    cli_reports.show_coverage(out, report, format_name)
    if report.skipped:
        raise typer.Exit(3)


def evaluate(
    gold_dir: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help="Folder of annotations ID.json.")],
    texts: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Folder of the texts ID.txt. Default: GOLD_DIR.", show_default=False
        ),
    ] = None,
    misses: Annotated[
        bool, typer.Option("--misses", help="List what was missed and what was found too much.")
    ] = False,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the figures to this file too.")
    ] = None,
    html_file: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write a page that shows each text with its facts."),
    ] = None,
    reader: Reader = "rules",
) -> None:
    """Compare what is read out of annotated releases with what their annotations say.

    Precision is the share of what was found that is right, recall the share of what there is that was found,
    for each kind of fact and each slot of an agreement.  `tests/gold` of the sources shows how an annotation
    is written.  No store is read or written.
    """
    from twingraph import cli_output, evaluation, pipeline

    settings = settings_of(None)
    stages, second = pipeline.default_stages(settings), second_reader(reader, settings)

    def extract(path: Path) -> Extraction:
        extraction = stages.extract(stages.read(path))
        return second.read(extraction) if second else extraction

    result = evaluation.evaluate(gold_dir, extract, texts)
    if second:
        cli_output.lines(err, [("second reader", second.note())])
    cli_output.show_evaluation(out, result, misses=misses)
    if json_file is not None:
        write(cli_output.as_json(result.figures()), json_file)
    if html_file is not None:
        write(evaluation.write_report(result).encode(), html_file)


def rules(
    gold_dir: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help="Folder of annotations ID.json.")],
    texts: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Folder of the texts ID.txt. Default: GOLD_DIR.", show_default=False
        ),
    ] = None,
    format_name: Annotated[str, typer.Option("--format", "-f", help="table or json.")] = "table",
) -> None:
    """Show how right each rule is on annotated releases, those that do most harm first.

    `facts` counts what a rule gave, `judged` what the annotations can tell of: labels and the like they
    cannot.  Precision is the share of the judged that is right; recall the share of all annotated facts of
    the kinds a rule gives that it found by itself; confidence what a statement of the rule carries.
    """
    from twingraph import cli_reports, evaluation, pipeline

    stages = pipeline.default_stages(settings_of(None))
    result = evaluation.evaluate(gold_dir, lambda path: stages.extract(stages.read(path)), texts)
    cli_reports.show_rules(out, evaluation.score_rules(result), format_name)
