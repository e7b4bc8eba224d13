"""The scripts of the pages as they were bundled, and how long a browser may keep them."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from copy import copy
from pathlib import Path
from typing import Any

from markupsafe import Markup
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = "islands"
_SCRIPT = Markup('<script type="module" src="{}"></script>')
_HASHED = re.compile(rf"{FOLDER}/[\w.-]+-[\w-]{{8}}\.\w+")


class Bundles:
    """The bundles below the folder *static*; where none were made, a page has no scripts."""

    def __init__(self, static: Path) -> None:
        try:
            text = (static / FOLDER / "manifest.json").read_text(encoding="utf-8")
        except FileNotFoundError:
            text = "{}"
        self._chunks: dict[str, dict[str, Any]] = json.loads(text)

    def only(self, names: Collection[str]) -> Bundles:
        """Return the bundles of some islands, as if no other had been made."""
        chosen = copy(self)
        islands = {f"{name}.js" for name in names}
        chosen._chunks = {
            name: chunk for name, chunk in self._chunks.items() if name in islands or not chunk.get("isEntry")
        }
        return chosen

    def tags(self, name: str, root: str, words: Mapping[str, str] | None = None) -> Markup:
        """Return the tags that load the island *name*, nothing where it was not bundled.

        One that takes *words* has them as data of its tag and runs at once, before the page is drawn.
        """
        chunk = self._chunks.get(f"{name}.js")
        if chunk is None:
            return Markup()
        at = f"{root}/static/{FOLDER}/"
        if words is not None:
            data = Markup("").join(Markup(' data-{}="{}"').format(key, words[key]) for key in words)
            return Markup('<script src="{}"{}></script>').format(at + chunk["file"], data)
        needed = self._needed(chunk)
        styles = dict.fromkeys(name for part in (*needed, chunk) for name in part.get("css", ()))
        tags = [Markup('<link rel="stylesheet" href="{}">').format(at + name) for name in styles]
        # What is imported is fetched at once by naming it; a link would be fetched without scripts too.
        tags += [_SCRIPT.format(at + part["file"]) for part in (*needed, chunk)]
        return Markup("\n").join(tags)

    def _needed(self, chunk: dict[str, Any]) -> list[dict[str, Any]]:
        """Return what a chunk imports, and what that imports, each once."""
        found: dict[str, dict[str, Any]] = {}
        waiting = list(chunk.get("imports", ()))
        while waiting:
            name = waiting.pop(0)
            if name not in found:
                found[name] = self._chunks[name]
                waiting += found[name].get("imports", ())
        return list(found.values())


class Files(StaticFiles):
    """Files as they are; one whose name holds the digest of its content never changes."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file at *path*."""
        response = await super().get_response(path, scope)
        is_fixed = response.status_code in (200, 304) and _HASHED.fullmatch(Path(path).as_posix())
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if is_fixed else "no-cache"
        return response
