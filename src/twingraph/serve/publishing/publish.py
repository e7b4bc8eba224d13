"""Writes the files of the site into a folder, all or none."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from twingraph.errors import StoreError
from twingraph.serve.about_page import published_on
from twingraph.serve.publishing.plan import FORMATS, Plan, file_name, make_plan
from twingraph.serve.publishing.render import Renderer, ask_store
from twingraph.serve.publishing.whole import describe, search_index, sitemap
from twingraph.serve.site import HERE, Site
from twingraph.serve.words import LANGUAGES

if TYPE_CHECKING:
    from twingraph.settings import Settings
    from twingraph.store.base import GraphStore

SUMS = "SHA256SUMS"
_ISLANDS = ("theme", "search", "hints", "release")  # scripts that ask no server
File = tuple[str, bytes]
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: the folder, how many files and bytes, and the generation that they show."""

    folder: Path
    files: int
    size: int
    generation: str


def publish(
    store: GraphStore,
    settings: Settings,
    folder: Path,
    *,
    address: str = "",
    languages: tuple[str, ...] = LANGUAGES,
    formats: tuple[str, ...] = ("turtle", "jsonld"),
    progress: Progress | None = None,
) -> Published:
    """Write the whole site into *folder*, which becomes what it is to be in one step.

    Args:
        address: Where the files will stand, for what needs whole addresses: sitemap and schema.org.
        languages: Those of the pages; the first stands at the top.
        formats: Those of the data of each thing.
        progress: Gets the number of files that are written, now and then.
    Raises:
        StoreError: If nothing is published in the store, or the folder holds something else.
    """
    site = _site(store, settings)
    if site.store.generation is None:
        raise StoreError("nothing is published yet; run `twingraph build`")
    plan = make_plan(site, languages, formats)
    address = address.rstrip("/") + "/" if address else ""
    with _replacing(folder) as new:
        sums = _write(new, _files(site, plan, address), progress or _ignore)
        lines = "".join(f"{digest}  {name}\n" for name, (digest, _) in sorted(sums.items()))
        (new / SUMS).write_bytes(lines.encode())
    return Published(folder, len(sums), sum(size for _, size in sums.values()), site.store.generation)


def _ignore(done: int) -> None:
    del done


def _site(store: GraphStore, settings: Settings) -> Site:
    """Return a site that reads one generation and says no day but that of its publication."""
    site = Site(store, settings, ask_store(store.snapshot)).pinned()
    day = published_on(site)
    if day is not None:
        site.today = lambda: date.fromisoformat(day)
    site.bundles = site.bundles.only(_ISLANDS)
    return site


def _files(site: Site, plan: Plan, address: str) -> Iterator[File]:
    """Yield the name and the bytes of every file."""
    renderer = Renderer(site, plan, address)
    for language in plan.languages:
        for path in sorted(plan.pages):
            yield plan.page_file(path, language), renderer.page(path, language)
        yield f"search-{language}.json", search_index(site, plan, language)
    for link in sorted(renderer.pictures):
        yield renderer.picture(link)
    for path in sorted(plan.data):
        for form in plan.formats:
            yield f"{file_name(path)}.{FORMATS[form]}", renderer.body(f"{path}?format={form}")
    for path in sorted(plan.files):
        body = renderer.body(path)
        yield (
            file_name(path),
            (renderer.with_addresses(body.decode(), plan.languages[0]).encode() if _is_text(path) else body),
        )
    yield from describe(site, plan, address)
    yield from sitemap(plan, address)
    for source in sorted(path for path in (HERE / "static").rglob("*") if path.is_file()):
        yield f"static/{source.relative_to(HERE / 'static').as_posix()}", source.read_bytes()


def _is_text(path: str) -> bool:
    """Return whether a file may hold addresses of ours."""
    return path.startswith(("/citation", "/CITATION", "/frames"))


def _write(folder: Path, files: Iterator[File], progress: Progress) -> dict[str, tuple[str, int]]:
    """Write files, and return digest and size of each by its name."""
    sums: dict[str, tuple[str, int]] = {}
    for name, content in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        sums[name] = hashlib.sha256(content).hexdigest(), len(content)
        progress(len(sums))
    return sums


@contextmanager
def _replacing(folder: Path) -> Iterator[Path]:
    """Give a new folder that takes the place of *folder* at the end; an error leaves the old one as it was.

    Raises:
        StoreError: If *folder* holds what was not written here, or nothing can be written beside it.
    """
    if folder.exists() and not (folder.is_dir() and _is_ours(folder)):
        raise StoreError(f"{folder}: this holds other files; give a new or empty folder, or a published one")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written ({error.strerror}); give another folder") from error
    try:
        yield new
        _take_place(new, folder)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written ({error.strerror})") from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    return (folder / SUMS).is_file() or not any(folder.iterdir())


def _take_place(new: Path, folder: Path) -> None:
    new.chmod(0o755)
    if not folder.exists():
        new.rename(folder)
        return
    old = new.with_name(new.name + "-old")
    folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
