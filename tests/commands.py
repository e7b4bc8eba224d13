"""The command line for tests: in this process, where all is loaded already, or in one of its own."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from twingraph.cli import main
from twingraph.cli_options import err, out

SOURCE = Path(__file__).resolve().parents[1] / "src"
WIDTH = 100
Done = subprocess.CompletedProcess[str]


def run_process(*arguments: object, cwd: Path | None = None, **environment: str) -> Done:
    """Run a command as people do: a process with its own start, environment and seed of hashes."""
    given = {"PYTHONPATH": str(SOURCE), "COLUMNS": str(WIDTH), "PYTHONUTF8": "1", **environment}
    command = [sys.executable, "-m", "twingraph", *map(str, arguments)]
    variables = {**os.environ, **given}
    return subprocess.run(
        command, capture_output=True, text=True, env=variables, cwd=cwd, check=False, timeout=300
    )


def run(*arguments: object, cwd: Path | None = None, **environment: str) -> Done:
    """Run the same entry point in this process, which need not load lexicon, gazetteer and patterns anew."""
    command = ["twingraph", *map(str, arguments)]
    with _streams() as (stdout, stderr), contextlib.chdir(cwd or Path.cwd()), contextlib.ExitStack() as stack:
        stack.enter_context(mock.patch.dict(os.environ, environment))
        stack.enter_context(mock.patch.object(sys, "argv", command))
        for console in (out, err):
            stack.enter_context(mock.patch.object(console, "_width", WIDTH))
        code = _exit_code()
        for stream in (stdout, stderr):
            stream.flush()
        told = [stream.buffer.getvalue().decode() for stream in (stdout, stderr)]  # type: ignore[attr-defined]
    return subprocess.CompletedProcess(command, code, *told)


@contextlib.contextmanager
def _streams() -> Iterator[tuple[io.TextIOWrapper, io.TextIOWrapper]]:
    """Catch what is written; bytes too, as ``export`` writes them."""
    stdout, stderr = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n") for _ in range(2))
    with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
        yield stdout, stderr


def _exit_code() -> int:
    """Run what the arguments ask for; return how it ended."""
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0
