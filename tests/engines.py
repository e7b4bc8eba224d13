"""Engines of others, started for tests: Oxigraph's server and Virtuoso, each on a port of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

USER = PASSWORD = "dba"  # what a new Virtuoso knows
_VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DisableUnixSocket = 1
ServerThreads = 20
CheckpointInterval = 0
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 12
MaxClientConnections = 12
[SPARQL]
ResultSetMaxRows = {most}
"""


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        if server.poll() is not None:
            pytest.fail(f"the SPARQL server ended with code {server.returncode}")
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except urllib.error.HTTPError as error:
            error.close()
            return
        except OSError:
            time.sleep(0.05)
    pytest.fail("the SPARQL server does not answer")


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """Start Oxigraph's server and give the address of its endpoint."""
    executable = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if not executable:
        pytest.skip("no `oxigraph` executable beside Python; install the package `oxigraph`")
    address = f"127.0.0.1:{free_port()}"
    with _running(
        [executable, "serve", "--location", str(folder), "--bind", address], f"http://{address}/query"
    ):
        yield f"http://{address}/query"


@contextmanager
def virtuoso(folder: Path, most: int = 2_000) -> Iterator[str]:
    """Start Virtuoso, whose answers end after *most* rows, and give the address of its endpoint."""
    executable = shutil.which("virtuoso-t")
    if not executable:
        assert not os.environ.get("CI"), "install Debian's virtuoso-opensource-7-bin"
        pytest.skip("no `virtuoso-t` here; install Debian's virtuoso-opensource-7-bin")
    port, configuration = free_port(), folder / "virtuoso.ini"
    configuration.write_text(_VIRTUOSO.format(folder=folder, port=port, sql_port=free_port(), most=most))
    url = f"http://127.0.0.1:{port}/sparql"
    with _running([executable, "+foreground", "+configfile", str(configuration)], url):
        yield url


@contextmanager
def _running(command: list[str], url: str) -> Iterator[None]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(url, server)
            yield
        finally:
            server.kill()
