"""How the command line shows what the other modules return."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Column, Table
from rich.text import Text

from twingraph.errors import UnknownNameError
from twingraph.explain import ExplainedFact, Quote, show_term

if TYPE_CHECKING:
    from twingraph.build_report import BuildReport
    from twingraph.evaluation import Evaluation
    from twingraph.fetch import FetchReport
    from twingraph.pipeline import Progress as Tell
    from twingraph.query import NamedQuery
    from twingraph.store import Generation, QueryResult

TABLES = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_FIGURES = ("precision", "recall", "F1", "hits", "gold", "found")
RESULT_FORMATS = ("table", *TABLES, *GRAPHS)


def lines(console: Console, rows: Iterable[tuple[str, object]]) -> None:
    """Print names and values in two columns; a long value is not cut."""
    pairs = list(rows)
    width = max((len(name) for name, _ in pairs), default=0)
    for name, value in pairs:
        console.print(f"{name:{width}}  {value}", markup=False, highlight=False, soft_wrap=True)


@contextmanager
def progress_bar(console: Console) -> Iterator[Tell]:
    """Give the function that the pipeline tells its progress to; nothing is drawn where nobody looks."""
    columns = (TextColumn("{task.description:10}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks: dict[str, Any] = {}

        def tell(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=total)
            bar.update(tasks[step], completed=done, total=total)

        yield tell


def show_report(console: Console, report: BuildReport) -> None:
    """Print what a build published."""
    state = "published" if report.is_new else "unchanged"
    lines(
        console,
        [
            ("generation", f"{report.generation} ({state})"),
            (
                "releases",
                f"{report.releases} ({report.extracted} read, {report.from_cache} known from before)",
            ),
            ("facts", report.facts),
            ("quads", report.quads),
            ("unexplained", unexplained(report.unexplained, report.triggers)),
        ],
    )
    writes = (
        ("kept", report.kept, "written by others"),
        ("withdrawn", report.withdrawn, "removed by others"),
    )
    lines(console, [(f"{name:11}", f"{count} quads, {how}") for name, count, how in writes if count])
    show_skipped(console, report)


def unexplained(count: int, triggers: int) -> str:
    """Return in words how many sentences of those with a trigger word no rule explained.

    >>> unexplained(3, 12)
    '3 of 12 sentences with a trigger word (25.0 %), which no rule explained'
    """
    share = f" ({100 * count / triggers:.1f} %)" if triggers else ""
    return f"{count} of {triggers} sentences with a trigger word{share}, which no rule explained"


def show_skipped(console: Console, report: BuildReport) -> None:
    """Print what is not in the graph, with the reasons."""
    lines(console, [("skipped    ", len(report.skipped))])
    for name, reason in report.skipped:
        console.print(f"  {name}: {reason}", markup=False, highlight=False, soft_wrap=True)


def show_fetched(console: Console, report: FetchReport) -> None:
    """Print how many copies there are now, and what could not be had."""
    names = ("new", "changed", "unchanged", "known", "older")
    lines(console, [(f"{name:9}", getattr(report, name)) for name in names])
    lines(console, [("failed   ", len(report.failed))])
    for url, reason in report.failed:
        console.print(f"  {url}: {reason}", markup=False, highlight=False, soft_wrap=True)


def show_generations(console: Console, generations: Iterable[Generation]) -> None:
    """Print the published generations, the served one first."""
    for number, generation in enumerate(generations):
        name = "generation" if number == 0 else "earlier"
        facts = ", ".join(
            f"{generation.meta.get(key, '?')} {key}" for key in ("releases", "statements", "quads")
        )
        created = generation.meta.get("created", "?")
        line = f"{name:10}  {generation.id}  {created}  {facts}"
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def write_counts(generations: Sequence[Generation]) -> Iterator[tuple[str, str]]:
    """Yield how many writes the served generation, the first one, holds, where there are any."""
    meta = generations[0].meta if generations else {}
    if meta.get("writes"):
        ledger = f"{meta.get('written', '?')} quads added, {meta.get('withdrawn', '?')} removed"
        yield "writes    ", f"{meta['writes']}: {ledger}"


def show_explanation(console: Console, facts: Iterable[ExplainedFact]) -> None:
    """Print each fact, and under it the words that say so."""
    for fact in facts:
        console.print(Text(f"{fact.subject} {fact.predicate} {fact.object}", style="bold"), soft_wrap=True)
        for quote in fact.quotes:
            console.print(Text(f"    “{' '.join(quote.words.split())}”", style="green"), soft_wrap=True)
            console.print(Text(f"    {_origin(quote)}", style="dim"), soft_wrap=True)
        if not fact.quotes:
            console.print(Text(f"    {_ground(fact)}", style="dim"), soft_wrap=True)


def _ground(fact: ExplainedFact) -> str:
    return f"said in graph {fact.graph}" if fact.graph else "follows from other facts"


def _origin(quote: Quote) -> str:
    issued = f" of {quote.issued}" if quote.issued else ""
    return (
        f"release {quote.release}{issued}, characters {quote.start} to {quote.end}, rule {quote.rule}, "
        f"confidence {quote.confidence}, {quote.modality}"
    )


def show_queries(console: Console, queries: Iterable[NamedQuery]) -> None:
    """Print the named questions with their parameters."""
    for query in queries:
        console.print(Text.assemble((query.name, "bold"), f"  {query.title.get('en', '')}"), soft_wrap=True)
        for parameter in query.parameters:
            default = f" = {parameter.default}" if parameter.default else ""
            console.print(Text(f"    {parameter.name}: {parameter.type}{default}"), soft_wrap=True)


def write_result(result: QueryResult, format_name: str, console: Console, notes: Console) -> bytes | None:
    """Return the answer in a format, or None where it was printed as a table; *notes* tells of an empty one.

    Raises:
        UnknownNameError: If the format does not fit the answer.
    """
    if format_name not in RESULT_FORMATS:
        raise UnknownNameError(f"no format {format_name!r}; choose one of {', '.join(RESULT_FORMATS)}")
    if isinstance(result, ox.QuerySolutions | ox.QueryBoolean):
        return _write_table(result, format_name, console, notes)
    graph_format = GRAPHS.get("turtle" if format_name == "table" else format_name)
    if graph_format is None:
        raise UnknownNameError(f"the answer is a graph; choose one of {', '.join(GRAPHS)}")
    triples = sorted(set(result), key=str)
    return ox.serialize(triples, format=graph_format)


def _write_table(
    result: ox.QuerySolutions | ox.QueryBoolean, format_name: str, console: Console, notes: Console
) -> bytes | None:
    if format_name in GRAPHS:
        raise UnknownNameError(f"the answer is a table; choose one of table, {', '.join(TABLES)}")
    if format_name != "table":
        return result.serialize(format=TABLES[format_name])
    if isinstance(result, ox.QueryBoolean):
        console.print(json.dumps(bool(result)))
        return None
    names = [variable.value for variable in result.variables]
    rows = [["" if row[name] is None else _one_line(row[name]) for name in names] for row in result]
    if console.is_terminal:
        _draw_table(console, names, rows)
    else:
        align_table(console, names, rows)
    if not rows:
        notes.print("no rows")
    return None


def _one_line(term: Any) -> str:
    return " ".join(show_term(term).split())


def _draw_table(console: Console, names: list[str], rows: list[list[str]]) -> None:
    """Print a table as wide as the terminal; what is longer goes on in the next line, and nothing is lost."""
    columns = (Column(name, overflow="fold") for name in names)
    table = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)


def align_table(console: Console, names: list[str], rows: list[list[str]]) -> None:
    """Print one line for each row, however long: a pipe has no width."""
    widths = [max(map(cell_len, column)) for column in zip(names, *rows, strict=True)]
    for row in (names, *rows):
        cells = (set_cell_size(cell, width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip(), file=console.file)


def show_evaluation(console: Console, evaluation: Evaluation, *, misses: bool) -> None:
    """Print precision, recall and F1 for each kind of fact, and the misses by name where asked."""
    table = Table("fact", *(Column(name, justify="right") for name in _FIGURES), box=None, pad_edge=False)
    rows = {**dict(sorted(evaluation.tallies.items())), "entities": evaluation.entities}
    for name, tally in rows.items():
        shares = (f"{share:.3f}" for share in (tally.precision, tally.recall, tally.f1))
        table.add_row(name, *shares, str(tally.hits), str(tally.gold), str(tally.found))
    console.print(table)
    share = f"{evaluation.grounded} of {evaluation.spans} spans, {evaluation.without_span} facts without"
    lines(console, [("grounded", share), ("releases", len(evaluation.releases))])
    for name, tally in rows.items() if misses else ():
        lines(console, [(f"missed {name}", text) for text in tally.missed])
        lines(console, [(f"extra {name}", text) for text in tally.extra])


def as_json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
