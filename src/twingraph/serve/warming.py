"""Reads what the pages are drawn from as soon as a generation is published: no reader waits for it."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from twingraph.errors import TwingraphError
from twingraph.serve.home_page import read_best
from twingraph.serve.registers_page import read_registers
from twingraph.serve.views.map_page import legend_of, read_kept
from twingraph.serve.views.selection import Selection
from twingraph.serve.words import LANGUAGES, Words

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
    atlas = pinned.atlas()
    for made_once in ("bonds_of", "in_order", "countries", "pairs", "near", "years"):
        getattr(atlas, made_once)
    pinned.coverage()
    pinned.search_index()
    pinned.contradictions()
    read_best(pinned)
    read_registers(pinned)
    read_kept(pinned, Selection())
    for language in LANGUAGES:
        legend_of(pinned, Selection(), Words(language))
    return pinned.store.generation or ""
