"""The command line: its output, its exit code; how a process of it starts and ends."""

from __future__ import annotations

import os
import pty
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest

from commands import run, run_process
from made_releases import PLACES, city_iri, planned, twinning
from made_writes import put, quad, take
from twingraph.export import FORMATS
from twingraph.mapping import map_facts, map_places, map_release
from twingraph.settings import resource_dir
from twingraph.store import EmbeddedStore

RELEASES = [twinning(), planned()]
QUADS = [
    *map_facts(RELEASES),
    *(quad for linked in RELEASES for quad in map_release(linked)),
    *map_places({city_iri(name): place for name, place in PLACES.items()}),
]
COMMANDS = (
    "build",
    "serve",
    "query",
    "export",
    "validate",
    "explain",
    "contradictions",
    "coverage",
    "rollback",
    "info",
    "network",
    "import",
    "link",
    "compare",
    "evaluate",
    "rules",
    "fetch",
)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    with EmbeddedStore(tmp_path / "store", create=True) as made:
        made.publish(map_facts(RELEASES[:1]) + map_release(RELEASES[0]))
        made.publish(QUADS)
    return tmp_path / "store"


def test_help_lists_every_command_and_exit_code() -> None:
    result = run_process("--help")
    assert result.returncode == 0
    assert all(command in result.stdout for command in COMMANDS)
    assert "Exit codes" in result.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(command: str) -> None:
    result = run(command, "--help")
    assert result.returncode == 0
    assert ("--store" in result.stdout) == (command not in ("evaluate", "fetch", "rules"))


def test_version() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", run_process("--version").stdout)


@pytest.mark.parametrize("arguments", [("nonsense",), ("build",), ("export", "--nonsense")])
def test_what_is_not_understood_ends_with_two(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).returncode == 2


@pytest.mark.parametrize("name", FORMATS)
def test_export_writes_every_format(store: Path, tmp_path: Path, name: str) -> None:
    result = run("export", "--store", store, "--format", name, "-o", tmp_path / "out")
    assert (result.returncode, result.stdout) == (0, "")
    quads = set(ox.parse((tmp_path / "out").read_bytes(), format=FORMATS[name]))
    whole = name in ("nquads", "trig", "jsonld")
    assert quads == set(QUADS if whole else map_facts(RELEASES))
    assert whole == ("one graph" not in result.stderr)


def test_export_writes_to_standard_output_by_default(store: Path) -> None:
    quads = set(ox.parse(run_process("export", "--store", store).stdout, format=ox.RdfFormat.N_QUADS))
    assert quads == set(QUADS)


def test_the_store_may_come_from_the_environment(store: Path) -> None:
    told = run_process("info", TWINGRAPH_STORE=str(store)).stdout
    assert told == run("info", "--store", store).stdout


def test_validate_passes_a_sound_graph_and_refuses_a_damaged_one(store: Path) -> None:
    assert run("validate", "--store", store).returncode == 0
    with EmbeddedStore(store, create=True) as opened:
        opened.publish(quad for quad in QUADS if not quad.predicate.value.endswith("#span"))
    result = run("validate", "--store", store)
    assert result.returncode == 1
    assert "give the statement at least one tg:span" in result.stderr


def test_explain_shows_quotes_offsets_rule_and_release(store: Path) -> None:
    result = run("explain", "city/koeln-2886242", "--store", store)
    assert result.returncode == 0
    assert (
        "id:city/koeln-2886242 tg:partnerOf id:city/lille-2998324\n    follows from other facts"
        in result.stdout
    )
    assert "“Köln”\n    release koeln-lille of 2020-05-04, characters 0 to 4, rule made" in result.stdout


def test_info_and_build_tell_of_writes(tmp_path: Path) -> None:
    (tmp_path / "releases").mkdir()
    for path in sorted((resource_dir("data") / "releases").glob("*.txt"))[:2]:
        shutil.copy(path, tmp_path / "releases")
    arguments = (tmp_path / "releases", "--store", tmp_path / "store")
    assert "written by others" not in run("build", *arguments).stdout
    assert "writes" not in run("info", "--store", tmp_path / "store").stdout
    with EmbeddedStore(tmp_path / "store") as opened:
        put(opened, quad("x"), quad("y"))
        take(opened, next(iter(opened.quads(None))))
    info = run("info", "--store", tmp_path / "store").stdout
    assert re.search(r"^writes +2: 2 quads added, 1 removed$", info, re.MULTILINE)
    told = run("build", *arguments).stdout
    assert re.search(r"^kept +2 quads, written by others\nwithdrawn +1 quads, removed by others$", told, re.M)
    told = run("build", *arguments, "--forget-writes").stdout
    assert "by others" not in told
    assert "(published)" in told


def test_info_lists_the_graphs_that_export_takes(store: Path) -> None:
    listed = re.findall(r"^graph +(\S+)$", run("info", "--store", store, "--graphs").stdout, re.MULTILINE)
    assert listed == sorted(
        {str(quad.graph_name)[1:-1] for quad in QUADS if str(quad.graph_name) != "DEFAULT"}
    )
    result = run("export", "--store", store, "--graph", listed[0], "--format", "ntriples")
    expected = {quad.triple for quad in QUADS if str(quad.graph_name) == f"<{listed[0]}>"}
    assert {quad.triple for quad in ox.parse(result.stdout, format=ox.RdfFormat.N_TRIPLES)} == expected


def test_a_pipe_gets_whole_rows_and_hears_of_none(store: Path, tmp_path: Path) -> None:
    long = "https://e.example/" + "x" * 300
    values = f"VALUES (?long ?n) {{ (<{long}> 1) (<{long}y> 2) }}"
    (tmp_path / "long.rq").write_text(f"SELECT ?long ?n {{ {values} }}")
    result = run_process("query", tmp_path / "long.rq", "--store", store, COLUMNS="80")
    assert [line.split() for line in result.stdout.splitlines()] == [
        ["long", "n"],
        [long, "1"],
        [f"{long}y", "2"],
    ]
    assert result.stderr == ""
    (tmp_path / "none.rq").write_text("SELECT ?long { ?long ?long ?long }")
    result = run("query", tmp_path / "none.rq", "--store", store)
    assert (result.returncode, result.stdout, result.stderr) == (0, "long\n", "no rows\n")


def test_a_terminal_folds_and_cuts_nothing(store: Path, tmp_path: Path) -> None:
    long = "https://e.example/" + "".join(f"{n:04}" for n in range(60))
    (tmp_path / "long.rq").write_text(f"SELECT ?long {{ VALUES ?long {{ <{long}> }} }}")
    shown = on_a_terminal("query", tmp_path / "long.rq", "--store", store)
    assert "…" not in shown
    assert long in re.sub(r"\s|\x1b\[\d*m", "", shown)


def on_a_terminal(*arguments: object) -> str:
    """Return what a command writes to a terminal of 80 columns."""
    source = str(Path(__file__).resolve().parents[1] / "src")
    variables = {**os.environ, "PYTHONPATH": source, "COLUMNS": "80", "TERM": "xterm"}
    ours, its = pty.openpty()
    command = [sys.executable, "-m", "twingraph", *map(str, arguments)]
    with subprocess.Popen(command, stdout=its, env=variables), os.fdopen(ours, "rb", buffering=0) as screen:
        os.close(its)
        shown = b""
        with suppress(OSError):  # how Linux tells that the other side is closed
            while part := screen.read(4096):
                shown += part
    return shown.decode()


def test_rollback_and_info_agree(store: Path) -> None:
    before = re.findall(r"[0-9a-f]{16}", run("info", "--store", store).stdout)
    assert len(before) == 2
    assert before[1] in run("rollback", "--store", store).stdout
    assert re.findall(r"[0-9a-f]{16}", run("info", "--store", store).stdout) == before[1:]


def test_a_query_from_a_file(store: Path, tmp_path: Path) -> None:
    (tmp_path / "ask.rq").write_text(
        "SELECT ?city { ?city a <https://w3id.org/twingraph/ns#City> } ORDER BY ?city"
    )
    result = run("query", tmp_path / "ask.rq", "--store", store, "--format", "csv")
    assert result.stdout.split() == ["city", *sorted(city_iri(name) for name in PLACES)]
    assert "id:city/lille-2998324" in run("query", tmp_path / "ask.rq", "--store", store).stdout


def test_named_queries_are_listed() -> None:
    result = run("query")
    assert result.returncode == 0
    assert result.stdout.strip()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(("info", "--store", "nowhere"), "nowhere: there is no store here", id="no store"),
        pytest.param(("export", "--format", "excel"), "no format 'excel'; choose one of", id="format"),
        pytest.param(
            ("export", "--graph", "https://e.example/x"), "no graph https://e.example/x", id="graph"
        ),
        pytest.param(("export", "--graph", "nope"), "'nope' is no IRI of a graph", id="no graph at all"),
        pytest.param(("explain", ""), "an empty name means nothing; give an IRI", id="no name"),
        pytest.param(("explain", "Nirgendwo an der Else"), "no fact speaks of Nirgendwo", id="name"),
        pytest.param(("export", "-o", "missing/folder/file"), "cannot be written", id="output"),
        pytest.param(("explain", "city/nowhere"), "no fact speaks of city/nowhere", id="iri"),
        pytest.param(("query", "no_such_question"), "no query named 'no_such_question'", id="query"),
        pytest.param(("query", "x.rq", "city"), "write PARAMETER=VALUE", id="parameter"),
        pytest.param(("info", "--store", "http://127.0.0.1:9/query"), "check the address", id="server"),
    ],
)
def test_every_error_is_one_line_and_exit_code_one(
    arguments: tuple[str, ...], message: str, store: Path, tmp_path: Path
) -> None:
    result = run(*arguments, cwd=tmp_path, TWINGRAPH_STORE=str(store))
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert message in result.stderr


def test_a_setting_that_does_not_fit_is_named(store: Path) -> None:
    result = run_process("info", "--store", store, TWINGRAPH_KEEP="many")
    assert (result.returncode, len(result.stderr.splitlines())) == (1, 1)
    assert "TWINGRAPH_KEEP" in result.stderr


def test_serve_answers_until_it_is_told_to_stop(store: Path) -> None:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    source = str(Path(__file__).resolve().parents[1] / "src")
    command = [sys.executable, "-m", "twingraph", "serve", "--store", str(store), "--port", str(port)]
    environment = {**os.environ, "PYTHONPATH": source}
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environment) as server:
        try:
            url = f"http://127.0.0.1:{port}/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D&format=json"
            assert b"true" in answer_of(url, server)
        finally:
            server.terminate()


def answer_of(url: str, server: subprocess.Popen[bytes]) -> bytes:
    for _ in range(600):
        assert server.poll() is None
        try:
            with urllib.request.urlopen(url, timeout=10) as response:
                return bytes(response.read())
        except ConnectionError:
            time.sleep(0.05)
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
            time.sleep(0.05)
    pytest.fail("the server does not answer")
