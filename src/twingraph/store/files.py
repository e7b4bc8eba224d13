"""Files: locks, safety against a power cut, and errors as one line that says what to do."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from twingraph.errors import StoreError

_CURES = {
    errno.ENOSPC: ("the disk is full", "free some space, or give another --store"),
    errno.EDQUOT: ("the disk quota is used up", "free some space, or give another --store"),
    errno.EFBIG: ("a file grew larger than the system allows", "raise the limit (ulimit -f)"),
    errno.EACCES: ("permission denied", "make the folder writable, or give another --store"),
    errno.EPERM: ("permission denied", "make the folder writable, or give another --store"),
    errno.EROFS: ("the file system is read-only", "give a --store on a writable one"),
    errno.ENOENT: ("this folder is not there and cannot be made", "give another --store"),
    errno.ENOTDIR: ("a part of the path is a file", "give another --store"),
    errno.EEXIST: ("this is a file", "give a folder as --store"),
    errno.ENAMETOOLONG: ("the path is too long", "give a shorter --store"),
}


def store_error(path: Path, error: OSError) -> StoreError:
    """Return the error as one line that says what to do."""
    words = str(error)  # the engine gives the system's words without the number
    code = error.errno or next((code for code in _CURES if os.strerror(code) in words), 0)
    unknown = (" ".join(words.split()) or type(error).__name__, "check the disk, or give another --store")
    reason, cure = _CURES.get(code, unknown)
    return StoreError(f"{path}: {reason}; {cure}")


def is_full(error: OSError) -> bool:
    """True where there is no room for more, whatever was to be written."""
    codes = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return error.errno in codes or any(os.strerror(code) in str(error) for code in codes)


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn the errors of the system in a ``with`` block into a StoreError about *path*."""
    try:
        yield
    except OSError as error:
        raise store_error(path, error) from error


@contextmanager
def hold(path: Path, wait: float, reason: str) -> Iterator[None]:
    """Hold the lock in the file *path* for the length of a ``with`` block; a process that dies lets go.

    Args:
        wait: Seconds to wait for who holds it.
    Raises:
        StoreError: If it is held for longer than that, with *reason*, or cannot be opened.
    """
    with telling(path.parent):
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if not _lock(handle, wait):
            raise StoreError(f"{path.parent}: {reason}")
        try:
            yield
        finally:
            fcntl.flock(handle, fcntl.LOCK_UN)  # a process that was forked meanwhile has the handle too
    finally:
        os.close(handle)


def _lock(handle: int, wait: float) -> bool:
    deadline, pause = time.monotonic() + wait, 0.001
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
        time.sleep(min(pause, max(0.0, deadline - time.monotonic())))
        pause = min(2 * pause, 0.05)


def sync(path: Path) -> None:
    """Wait until *path* is safe on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
