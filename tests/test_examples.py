"""The examples run, from a folder and from a site, and are kept without output."""

from __future__ import annotations

import doctest
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import serving
from twingraph.pipeline import build
from twingraph.settings import Settings
from twingraph.store import EmbeddedStore

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
NOTEBOOKS = sorted(EXAMPLES.glob("*.ipynb"))
RUN = ROOT / "examples" / "run_notebooks.py"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the sample releases."""
    place = tmp_path_factory.mktemp("examples") / "store"
    build([ROOT / "data" / "releases"], Settings(store=place))
    return place


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    with EmbeddedStore(folder) as store, serving(store, Settings()) as address:
        yield address


def run(store: str, *notebooks: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(RUN), store, *map(str, notebooks)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_kept_without_output(notebook: Path) -> None:
    nbformat = pytest.importorskip("nbformat")
    book = nbformat.read(notebook, 4)
    nbformat.validate(book)
    cells = [cell for cell in book.cells if cell.cell_type == "code"]
    assert cells
    assert [cell for cell in cells if cell.outputs or cell.execution_count is not None] == []
    assert sum(cell.cell_type == "markdown" for cell in book.cells) >= len(cells) / 2


@pytest.mark.parametrize("where", ["folder", "url"])
def test_notebooks_run(request: pytest.FixtureRequest, where: str) -> None:
    for library in ("nbclient", "ipykernel", "pandas", "polars", "pyarrow"):
        pytest.importorskip(library)
    done = run(str(request.getfixturevalue(where)), *NOTEBOOKS)
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.count("image/svg+xml") == 3
    assert len(NOTEBOOKS) == 2


def test_a_notebook_that_fails_is_told(tmp_path: Path, folder: Path) -> None:
    nbformat = pytest.importorskip("nbformat")
    pytest.importorskip("nbclient")
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0", id="a")])
    nbformat.write(book, tmp_path / "wrong.ipynb")
    done = run(str(folder), tmp_path / "wrong.ipynb")
    assert (done.returncode, "ZeroDivisionError" in done.stderr) == (1, True)


def test_what_the_readme_shows_of_notebooks(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyarrow")
    pytest.importorskip("pandas")
    section = (ROOT / "README.md").read_text("utf-8").partition("## In a notebook\n")[2].partition("\n## ")[0]
    (folder.parent / "my-store").symlink_to(folder)
    monkeypatch.chdir(folder.parent)
    shown = doctest.DocTestParser().get_doctest(section, {}, "README.md", "README.md", 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    told: list[str] = []
    runner.run(shown, out=told.append)
    assert "".join(told) == ""
    assert runner.tries >= 10


def test_the_script_in_r_reads_the_site(url: str) -> None:
    executable = shutil.which("Rscript")
    if not executable:
        assert not os.environ.get("CI"), "install Debian's r-base-core"
        pytest.skip("no `Rscript` here; install Debian's r-base-core")
    command = [executable, str(EXAMPLES / "read_endpoint.R"), url]
    environ = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environ, timeout=120)
    assert done.returncode == 0, done.stderr
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["Moskau", "town", "twinning", "1992", "1992"] in lines
    assert any(line[:1] == ["twinning"] and int(line[1]) > 50 for line in lines)
    assert "Warning" not in done.stderr
