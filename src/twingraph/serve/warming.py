"""Reads what the pages are drawn from as soon as a generation is published: no reader waits for it."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from twingraph.errors import TwingraphError
from twingraph.serve.views.map_page import read_kept
from twingraph.serve.views.selection import Selection

if TYPE_CHECKING:
    from twingraph.serve.site import Site

_PAUSE = 0.5  # seconds between two looks at the store
_log = logging.getLogger("twingraph.serve")


def keep_warm(site: Site) -> threading.Event:
    """Start a thread that reads each new generation; setting the event that is returned ends it."""
    stop = threading.Event()
    threading.Thread(target=_watch, args=(site, stop), name="warming", daemon=True).start()
    return stop


def _watch(site: Site, stop: threading.Event) -> None:
    known = ""
    while True:
        try:
            site.live.reload()
            if site.live.generation not in (None, known):
                known = _read(site)
        except (TwingraphError, OSError) as error:  # told by the page that needs it
            _log.warning("what pages are drawn from cannot be read: %s", error)
        if stop.wait(_PAUSE):
            return


def _read(site: Site) -> str:
    """Read one generation and return its id."""
    pinned = site.pinned()
    pinned.atlas()
    pinned.coverage()
    pinned.search_index()
    pinned.contradictions()
    for every_arc in (True, False):
        read_kept(pinned, Selection(), every_arc=every_arc)
    return pinned.store.generation or ""
