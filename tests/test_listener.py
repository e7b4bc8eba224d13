"""What the server says before it serves: the address once it is bound, else one line that says why not."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import sample
from commands import run
from twingraph.errors import AddressError
from twingraph.serve.listener import open_listener
from twingraph.settings import Settings


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("listener") / "store"
    sample.open_store(folder, sample.quads(), sample.texts()).close()
    return folder


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(("--port", "99999"), "give a port from 1 to 65535", id="port"),
        pytest.param(("--host", "192.0.2.1"), "this machine has no such address", id="foreign"),
        pytest.param(("--host", "no such host"), "this host is not known", id="name"),
        pytest.param(("--port", "TAKEN"), "another program listens there", id="taken"),
    ],
)
def test_where_it_cannot_serve_it_says_why_in_one_line(
    arguments: tuple[str, str], message: str, store: Path, taken: int
) -> None:
    given = [str(taken) if part == "TAKEN" else part for part in arguments]
    result = run("serve", "--store", store, *given)
    assert (result.returncode, result.stdout, len(result.stderr.splitlines())) == (1, "", 1)
    assert message in result.stderr
    assert "serving" not in result.stderr


def test_where_the_address_is_printed_it_answers(store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "twingraph", "serve", "--store", str(store), "--port", str(port)]
    source = str(Path(__file__).resolve().parents[1] / "src")
    environment = {**os.environ, "PYTHONPATH": source}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as server:
        try:
            assert server.stderr is not None
            assert f"at http://127.0.0.1:{port}/" in server.stderr.readline()
            # no second try: it is bound by now
            assert httpx.get(f"http://127.0.0.1:{port}/health", timeout=60).status_code == 200
        finally:
            server.send_signal(signal.SIGINT)
            assert server.wait() == 0


def test_the_error_keeps_its_values(taken: int) -> None:
    with pytest.raises(AddressError) as caught:
        open_listener(Settings(port=taken))
    assert (caught.value.host, caught.value.port) == ("127.0.0.1", taken)
