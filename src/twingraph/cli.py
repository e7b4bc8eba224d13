"""The command line: arguments in, exit code out, no logic."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from twingraph import __version__
from twingraph.cli_measure import contradictions, coverage, evaluate, rules
from twingraph.cli_network import network
from twingraph.cli_options import Reader, Store, err, out, read_pair, second_reader, settings_of, write
from twingraph.cli_publish import publish
from twingraph.cli_registers import import_register
from twingraph.cli_versions import diff, info, rollback
from twingraph.cli_wikidata import compare, link
from twingraph.errors import StoreError, TwingraphError, ValidationError

app = typer.Typer(
    name="twingraph",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 all is well; 1 an error, told in one line; 2 the command was not understood; "
    "3 `build` published, or `fetch` copied, and skipped some releases.",
)


def main() -> None:
    """Run the command line; every error of ours ends as one line and exit code 1."""
    try:
        app()
    except TwingraphError as error:
        print(f"twingraph: {error}", file=sys.stderr)
        sys.exit(1)


def _version(asked: bool) -> None:
    if asked:
        print(__version__)
        raise typer.Exit


@app.callback()
def twingraph(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Read municipal press releases about city partnerships into a graph whose every fact cites its words.

    A first round: `twingraph build RELEASES --store DIR`, then `twingraph serve --store DIR`, and look at
    http://127.0.0.1:8000/ in a browser.

    Settings also come from the environment: TWINGRAPH_STORE, TWINGRAPH_BASE, TWINGRAPH_KEEP,
    TWINGRAPH_HOST, TWINGRAPH_PORT and others; an option on the command line goes first.
    """


@app.command()
def build(
    releases: Annotated[list[Path], typer.Argument(metavar="RELEASES...", help="Files, or folders of them.")],
    store: Store = None,
    base: Annotated[str | None, typer.Option(help="Base of the IRIs of things, with a final slash.")] = None,
    keep: Annotated[int | None, typer.Option(help="How many generations stay for `rollback`.")] = None,
    reader: Reader = "rules",
    forget_writes: Annotated[
        bool, typer.Option("--forget-writes", help="Drop what was written into the store by others.")
    ] = False,
) -> None:
    """Read RELEASES and publish their graph.

    The store holds exactly these releases afterwards: those missing now are withdrawn.  What others wrote
    into the store, and what they removed, stays so, unless --forget-writes is given.  What did not change
    since the last build is not read again.  A release that cannot be read, or whose facts break the shapes,
    is skipped with its reason; the exit code is 3 then.  Readers of the store notice nothing until the new
    generation is complete.
    """
    from twingraph import cli_output, pipeline

    settings = settings_of(store, base=base, keep=keep)
    second = second_reader(reader, settings)
    with cli_output.progress_bar(err) as progress:
        reading = second.read if second else None
        report = pipeline.build(
            releases, settings, progress=progress, second=reading, forget_writes=forget_writes
        )
    if second:
        cli_output.lines(err, [("second reader", second.note())])
    if report.generation is None:
        cli_output.show_skipped(out, report)
        raise StoreError(f"no release could be used, {settings.store} stays as it was")
    cli_output.show_report(out, report)
    if report.skipped:
        raise typer.Exit(3)


@app.command()
def fetch(
    url: Annotated[str, typer.Argument(metavar="URL", help="A feed, a sitemap, a page or a PDF.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Folder of the copies.")
    ] = Path("releases"),
    most: Annotated[
        int | None,
        typer.Option("--max", min=1, help="How many addresses of a list to take, the newest first."),
    ] = None,
    delay: Annotated[
        float, typer.Option(min=0, max=120, help="Seconds between two requests to one host.")
    ] = 1.0,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Leave out what the list dates earlier."),
    ] = None,
) -> None:
    """Copy the releases that URL leads to into a folder that `build` reads.

    URL is a feed (RSS or Atom), a sitemap or an index of them, or a single document.  Each copy gets a file
    NAME.meta.json with its address, the time of retrieval and the SHA-256.  What robots.txt forbids is not
    asked for.  An interrupted run goes on where it stopped; a later one asks only for what changed.  What
    cannot be had is told with its reason; the exit code is 3 then.
    """
    from twingraph import cli_output
    from twingraph import fetch as fetching

    def tell(text: str) -> None:
        err.print(text, markup=False, highlight=False, soft_wrap=True)

    day = since.date() if since else None
    report = fetching.fetch(url, output, settings_of(None), most=most, delay=delay, since=day, tell=tell)
    cli_output.show_fetched(out, report)
    if report.failed:
        raise typer.Exit(3 if report.copies else 1)


@app.command()
def serve(
    store: Store = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    update_url: Annotated[
        str | None, typer.Option(metavar="URL", help="Where a SPARQL endpoint as store takes updates.")
    ] = None,
    graph_store: Annotated[
        str | None, typer.Option(metavar="URL", help="Where it speaks the Graph Store Protocol.")
    ] = None,
) -> None:
    """Serve the store in a browser and as a SPARQL endpoint at /sparql, until Ctrl-C.

    Of a SPARQL endpoint as store it says first what that engine cannot do.
    """
    from twingraph.serve.app import run_server
    from twingraph.serve.listener import open_listener, url_of
    from twingraph.store import describe_engine, open_store

    settings = settings_of(store, host=host, port=port, update_url=update_url, graph_store=graph_store)
    with open_store(settings) as opened, open_listener(settings) as listener:
        err.print(f"serving {settings.store} at {url_of(settings)}", highlight=False, soft_wrap=True)
        for line in describe_engine(opened):
            err.print(line, markup=False, highlight=False, soft_wrap=True)
        run_server(opened, settings, listener)


@app.command()
def query(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME|FILE]", help="A named question, or a .rq file.")
    ] = None,
    values: Annotated[
        list[str] | None, typer.Argument(metavar="[PARAMETER=VALUE]...", help="Such as city=Moskau.")
    ] = None,
    store: Store = None,
    format_name: Annotated[
        str,
        typer.Option(
            "--format", "-f", help="table, csv, tsv, json, xml; of a graph: turtle, ntriples, rdfxml, jsonld."
        ),
    ] = "table",
) -> None:
    """Ask a question of the store; without a NAME the questions are listed."""
    from twingraph import cli_output
    from twingraph.query import load_queries, load_query, run_query
    from twingraph.store import open_store

    if name is None:
        cli_output.show_queries(out, load_queries().values())
        return
    given = dict(read_pair(value) for value in values or ())
    with open_store(settings_of(store)) as opened:
        answer = cli_output.write_result(run_query(opened, load_query(name), given), format_name, out, err)
    if answer is not None:
        write(answer, None)


@app.command()
def export(
    store: Store = None,
    format_name: Annotated[
        str,
        typer.Option("--format", "-f", help="nquads, trig, jsonld; of one graph: turtle, ntriples, rdfxml."),
    ] = "nquads",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Default: standard output.")
    ] = None,
    graph: Annotated[
        str | None,
        typer.Option(metavar="IRI", help="Write this named graph only. Default: the whole dataset."),
    ] = None,
) -> None:
    """Write the dataset to a file.

    Turtle, N-Triples and RDF/XML know no named graphs: they get the default graph, which is the facts
    without the statements about them, or the one that --graph names.  Equal datasets give equal bytes.
    """
    from twingraph.export import DATASET_FORMATS, export_quads
    from twingraph.store import open_store

    with open_store(settings_of(store)) as opened:
        content = export_quads(opened.quads(), format_name, graph=graph)
    if graph is None and format_name not in DATASET_FORMATS:
        err.print(f"{format_name} holds one graph: this is the default graph, the facts", highlight=False)
    write(content, output)


@app.command()
def validate(store: Store = None) -> None:
    """Check the published dataset against the SHACL shapes, and that every fact has a source."""
    from twingraph.store import open_store
    from twingraph.validation import validate as check

    with open_store(settings_of(store)) as opened:
        if opened.generation is None:
            raise StoreError("nothing is published yet; run `twingraph build`")
        problems = check(opened.quads())
        generation = opened.generation
    if problems:
        raise ValidationError(problems)
    out.print(f"generation {generation} conforms to the shapes", highlight=False)


@app.command()
def explain(
    iri: Annotated[
        str,
        typer.Argument(metavar="IRI", help="An IRI, a CURIE (id:city/…), a path (city/…) or a name (Bonn)."),
    ],
    store: Store = None,
) -> None:
    """Show each fact of a thing with the words that say so, their place, rule and release.

    Of a release, what is known of it and every fact that it states.
    """
    from twingraph import cli_output
    from twingraph.explain import explain as explain_thing
    from twingraph.store import open_store

    settings = settings_of(store)
    with open_store(settings) as opened:
        cli_output.show_explanation(out, explain_thing(opened, iri, base=settings.base))


for command in (
    compare, contradictions, coverage, diff, evaluate, import_register, info, link, network, publish,
    rollback, rules,
):  # fmt: skip
    app.command("import" if command is import_register else None)(command)
