"""Releases read and extracted by several processes at a time, ahead of the one that collects them."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import connection, get_context, parent_process
from pathlib import Path

from twingraph.model import Extraction

Reader = Callable[[Path], Extraction]
Keep = Callable[[str, Extraction], None]
Ahead = dict[Path, "Future[Extraction]"]

_WORTH = 2_000_000
"""Bytes of releases from which further processes, which load lexicon and gazetteer first, save time."""


def count_workers(paths: Sequence[Path], given: int) -> int:
    """Return how many processes read *paths*: *given*, or for 0 one a core where there is enough to read."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    size = sum(path.stat().st_size for path in paths if path.is_file()) if not given else 0
    return min(given or (cores if size >= _WORTH else 1), max(1, len(paths)))


@contextmanager
def read_ahead(
    keys: Mapping[Path, str], make_reader: Callable[[], Reader], keep: Keep, count: int
) -> Iterator[Ahead]:
    """Yield the extraction to come of each path in *keys*; of none where *count* is one process.

    *make_reader* is called once in each process, and *keep* for each extraction, with its key; both must be
    something that pickles.
    """
    if count < 2:
        yield {}
        return
    pool = ProcessPoolExecutor(count, get_context("spawn"), _begin, (make_reader, keep))
    try:
        yield {path: pool.submit(_read, path, key) for path, key in keys.items()}
    finally:
        pool.shutdown(cancel_futures=True)


_work: list[tuple[Reader, Keep]] = []
"""How this process reads and keeps, where it is one of the pool."""


def _begin(make_reader: Callable[[], Reader], keep: Keep) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _work[:] = [(make_reader(), keep)]


def _end_with_parent() -> None:
    """End this process when the one that started it is gone, however it went."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _read(path: Path, key: str) -> Extraction:
    (read, keep), *_ = _work
    extraction = read(path)
    keep(key, extraction)
    return extraction
