"""Files of annotations -> what stands in each text according to those who read it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from twingraph.errors import ReadError

Gold = Mapping[str, Any]
"""An annotated release, or one thing of it, as its JSON has it."""
_FIELDS = {
    "id": str,
    "cities": list,
    "persons": list,
    "institutions": list,
    "agreements": list,
    "projects": list,
}


def read_annotated(gold_dir: Path, texts_dir: Path) -> list[tuple[Gold, Path]]:
    """Return the annotations of *gold_dir* that have a text in *texts_dir*, each with the file of its text.

    Raises:
        ReadError: If a folder is missing, holds nothing of the kind, or an annotation is malformed.
    """
    for folder in (gold_dir, texts_dir):
        if not folder.is_dir():
            raise ReadError(folder, "no such folder", "check the path")
    golds = [_read_gold(p) for p in sorted(gold_dir.glob("*.json")) if not p.name.endswith(".meta.json")]
    if not golds:
        raise ReadError(gold_dir, "no annotation (ID.json) in this folder", "give a folder of annotations")
    pairs = [(gold, texts_dir / f"{gold['id']}.txt") for gold in golds]
    found = [(gold, path) for gold, path in pairs if path.is_file()]
    if not found:
        reason = f"no text of an annotation, such as {pairs[0][1].name}"
        raise ReadError(texts_dir, reason, "name the folder of the texts with --texts")
    return found


def _read_gold(path: Path) -> Gold:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ReadError(path, f"no JSON ({error})", "mend the annotation or move it away") from error
    given = content if isinstance(content, dict) else {}
    wrong = [name for name, kind in _FIELDS.items() if not isinstance(given.get(name), kind)]
    if wrong:
        raise ReadError(path, f"no annotation: {', '.join(wrong)} missing", "mend it or move it away")
    return dict(content)
