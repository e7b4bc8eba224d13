"""The command that writes the whole site as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from twingraph.cli_options import Store, err, out, settings_of
from twingraph.errors import UnknownNameError


def publish(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder, or one that was published.")],
    store: Store = None,
    address: Annotated[
        str,
        typer.Option(
            metavar="URL",
            help="Where the files will stand; then there are a sitemap and schema.org in the pages.",
        ),
    ] = "",
    languages: Annotated[
        str,
        typer.Option("--lang", metavar="en,de", help="Of the pages; the first stands at the top."),
    ] = "en,de",
    formats: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="NAMES",
            help="Of the data: turtle, jsonld, ntriples, rdfxml, trig.",
        ),
    ] = "turtle,jsonld",
) -> None:
    """Write the whole site into DIR: pages, data of each thing, dumps, VoID, search index, checksums.

    Any web server can host it: links are relative, nothing asks a server.  What needs one (SPARQL, filters)
    is left out.  DIR becomes what it is to be in one step, when all is written; `sha256sum -c SHA256SUMS`
    checks it.
    """
    from twingraph.serve import publishing
    from twingraph.serve.words import LANGUAGES
    from twingraph.store import open_store

    chosen = _names(languages, LANGUAGES, "language"), _names(formats, publishing.FORMATS, "format")

    def tell(done: int) -> None:
        if done % 500 == 0:
            err.print(f"{done} files", highlight=False)

    settings = settings_of(store)
    with open_store(settings) as opened:
        done = publishing.publish(
            opened, settings, folder, address=address, languages=chosen[0], formats=chosen[1], progress=tell
        )
    line = f"{done.folder}: {done.files} files, {done.size} bytes, generation {done.generation}"
    out.print(line, markup=False, highlight=False, soft_wrap=True)


def _names(text: str, known: object, what: str) -> tuple[str, ...]:
    """Return the names in *text*, each once.

    Raises:
        UnknownNameError: If one is not known, or there is none.
    """
    offered = list(known)  # type: ignore[call-overload]
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    for name in names or ("",):
        if name not in offered:
            raise UnknownNameError(f"no {what} {name!r}; choose of {', '.join(offered)}")
    return names
