"""The commands about generations: what is kept, what differs, and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from twingraph.cli_options import Store, out, settings_of, write
from twingraph.errors import StoreError, UnknownNameError


def diff(
    old: Annotated[
        str | None,
        typer.Argument(metavar="[A]", help="A generation by its id or its start. Default: the one before."),
    ] = None,
    new: Annotated[
        str | None, typer.Argument(metavar="[B]", help="Another one. Default: the one that is served.")
    ] = None,
    store: Store = None,
    format_name: Annotated[
        str, typer.Option("--format", "-f", help="text, json, or rdfpatch: every quad, to be applied to A.")
    ] = "text",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Default: standard output.")
    ] = None,
) -> None:
    """Show what generation B says otherwise than A: facts added, withdrawn, corrected, and releases.

    A correction is another value of the same property of the same thing.  `twingraph info` lists the
    generations that are kept.
    """
    from twingraph import cli_output, diff
    from twingraph.store import EmbeddedStore, open_store

    if format_name not in diff.FORMATS:
        raise UnknownNameError(f"no format {format_name!r}; choose one of {', '.join(diff.FORMATS)}")
    with open_store(settings_of(store)) as opened:
        if not isinstance(opened, EmbeddedStore):
            raise StoreError("an engine elsewhere keeps no generations to compare")
        first, second = opened.versions.two(old, new)
        by = opened.versions.difference(first, second)
    if format_name == "rdfpatch":
        content = diff.write_patch(by, first, second)
    elif format_name == "json":
        content = cli_output.as_json({"from": first, "to": second, **diff.as_plain(diff.read_changes(by))})
    else:
        content = diff.as_text(diff.read_changes(by), first, second).encode()
    write(content, output)


def rollback(store: Store = None) -> None:
    """Serve the generation before the served one again."""
    from twingraph.store import open_store

    with open_store(settings_of(store)) as opened:
        out.print(f"generation {opened.rollback()} is served again", highlight=False)


def info(
    store: Store = None,
    graphs: Annotated[bool, typer.Option("--graphs", help="List the named graphs too.")] = False,
) -> None:
    """Show what is published: generations, how much they hold, when they were made."""
    from twingraph import cli_output
    from twingraph.store import open_store

    settings = settings_of(store)
    with open_store(settings) as opened:
        cli_output.lines(out, [("store", settings.store), ("graphs", len(opened.graphs()))])
        history = opened.history()
        cli_output.show_generations(out, history)
        cli_output.lines(out, cli_output.write_counts(history))
        cli_output.lines(out, [("graph", name) for name in opened.graphs()] if graphs else [])
