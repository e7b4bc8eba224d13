"""The command that compares two generations."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from twingraph.cli_options import Store, settings_of, write
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
