"""What this is, how it was made, how well it reads."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from twingraph.serve.links import web_address
from twingraph.settings import resource_dir
from twingraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from twingraph.serve.site import Site


@dataclass(frozen=True, slots=True)
class Quality:
    """How well one kind of fact is read from one set of annotated releases, as shares of 1."""

    fact: str
    precision: float
    recall: float
    f1: float


def answer_about(site: Site, request: Request) -> Response:
    """Return the page about the site."""
    imprint = site.settings.imprint
    return site.page(
        request,
        "about.html",
        quality=read_quality(),
        coverage=site.coverage(),
        imprint=imprint,
        imprint_address=web_address(imprint),
        published=published_on(site),
    )


@cache
def read_quality() -> Mapping[str, tuple[int, tuple[Quality, ...]]]:
    """Return by set of releases how many there are and the figures of the last evaluation."""
    path = resource_dir("data") / "quality.tsv"
    found: dict[str, tuple[int, tuple[Quality, ...]]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if not row[0].startswith("#"):
                releases, known = found.get(row[0], (int(row[1]), ()))
                found[row[0]] = releases, (*known, Quality(row[2], *map(float, row[3:6])))
    return found


def published_on(site: Site) -> str | None:
    """Return the day on which the generation was built, None where the store does not tell."""
    if not isinstance(site.live, EmbeddedStore):
        return None
    created = next((one.meta.get("created") for one in site.live.history()), None)
    return created[:10] if isinstance(created, str) else None
