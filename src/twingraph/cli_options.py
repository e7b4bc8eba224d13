"""What several commands share: options, settings, and where their output goes."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from twingraph.errors import QueryError, SettingsError, StoreError
from twingraph.settings import Settings, load_settings

if TYPE_CHECKING:
    from twingraph.second_reader import SecondReader

Store = Annotated[
    str | None,
    typer.Option("--store", "-s", metavar="DIR", help="Folder of the store, or URL of a SPARQL endpoint. "
                 "Default: $TWINGRAPH_STORE, else twingraph-store.", show_default=False),
]  # fmt: skip
Reader = Annotated[
    str,
    typer.Option(
        "--reader",
        metavar="rules|llm",
        help="llm: a language model at TWINGRAPH_LLM_URL reads too; only what it can quote from the text "
        "counts, and nothing that the rules read changes.",
    ),
]
out, err = Console(), Console(stderr=True)


def settings_of(store: str | None, **given: object) -> Settings:
    return load_settings(os.environ, store=Path(store) if store else None, **given)


def second_reader(reader: str, settings: Settings) -> SecondReader | None:
    if reader not in ("rules", "llm"):
        raise SettingsError("--reader", reader, "give rules or llm")
    if reader == "rules":
        return None
    from twingraph.lexicon import read_gazetteer
    from twingraph.second_reader import open_second_reader

    return open_second_reader(settings, read_gazetteer())


def read_pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise QueryError(f"{text!r} is no parameter; write PARAMETER=VALUE, such as city=Moskau")
    return name, value


def write(content: bytes, output: Path | None) -> None:
    try:
        if output is None:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        else:
            output.write_bytes(content)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StoreError(f"{output}: cannot be written ({error.strerror}); give another file") from error
