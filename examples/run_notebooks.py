"""Runs notebooks against a store or a site, and says what each cell showed; nothing is written into them.

python examples/run_notebooks.py STORE [NOTEBOOK...]
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

FOLDER = Path(__file__).parent


def run(path: Path) -> list[str]:
    """Return what the cells of a notebook showed: the media types of each, in order.

    Raises:
        CellExecutionError: If a cell fails.
    """
    book = nbformat.read(path, 4)
    NotebookClient(book, timeout=120, resources={"metadata": {"path": str(FOLDER)}}).execute()
    outputs = [output for cell in book.cells for output in cell.get("outputs", ())]
    return [media_type for output in outputs for media_type in output.get("data", ())]


def main(store: str, *notebooks: str) -> int:
    """Run the notebooks, or all of this folder; return 1 where one fails."""
    os.environ["TWINGRAPH_STORE"] = store if "://" in store else str(Path(store).resolve())
    for path in map(Path, notebooks) if notebooks else sorted(FOLDER.glob("*.ipynb")):
        begun = time.perf_counter()
        try:
            shown = run(path)
        except CellExecutionError as error:
            print(f"{path}: a cell fails\n{error}", file=sys.stderr)
            return 1
        print(f"{path.name}: {time.perf_counter() - begun:.1f} s; {', '.join(shown)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
