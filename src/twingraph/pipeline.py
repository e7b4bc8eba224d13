"""The whole flow on one screen: read, extract, link, map, validate, publish."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from twingraph.build_report import BuildReport
from twingraph.cache import ExtractionCache, Keys, code_version
from twingraph.errors import MappingError, ReadError, ValidationError
from twingraph.mapping import map_facts, map_places, map_release, map_vocabulary
from twingraph.model import Extraction, LinkedRelease, Place, PressRelease
from twingraph.settings import Settings, resource_dir
from twingraph.store import EmbeddedStore, GraphStore, open_store
from twingraph.validation import validate
from twingraph.workers import Ahead, Reader, count_workers, read_ahead

Progress = Callable[[str, int, int], None]
"""Called with the name of a step, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages before the mapping; *version* changes whenever their code or their data do."""

    find: Callable[[Sequence[Path]], list[Path]]
    read: Callable[[Path], PressRelease]
    extract: Callable[[PressRelease], Extraction]
    link: Callable[[list[Extraction]], tuple[list[LinkedRelease], dict[str, Place]]]
    version: str
    locate: Callable[[Path], tuple[Path, str]] = lambda path: (path, "")
    """The file on disk that a path leads into, and which part of it the release is ."""
    original: Callable[[Path], bytes] = Path.read_bytes
    make_reader: Callable[[], Reader] | None = None
    """Makes in another process what reads and extracts one release; without it, this one reads them all."""


def build(
    paths: Sequence[Path],
    settings: Settings,
    *,
    progress: Progress = lambda *_: None,
    stages: Stages | None = None,
    second: Callable[[Extraction], Extraction] | None = None,
    forget_writes: bool = False,
) -> BuildReport:
    """Publish the graph of the releases in *paths* to the store of *settings*, in place of what builds made.

    A release that cannot be read, or whose facts break the shapes, is skipped and reported; so is one of
    several paths that holds nothing.  *second* adds what a second reader makes of each release.  What others
    wrote into the store stays, unless *forget_writes* is given.

    Raises:
        ReadError: If the only one of *paths* holds no file of a release.
        StoreError: If the store cannot be written, or another build is running.
        ValidationError: If the graph breaks the shapes and no single release is to blame.
    """
    stages, report = stages or default_stages(settings), BuildReport()
    files = _outside(_find(paths, stages, report), settings.store)
    with open_store(settings, create=True) as store, store.building():
        cache = ExtractionCache(settings.store / "cache" if isinstance(store, EmbeddedStore) else None)
        extractions = _read_all(files, stages, cache, store, report, progress, settings.workers)
        extractions = {stem: second(x) for stem, x in extractions.items()} if second else extractions
        progress("link", 0, 1)
        linked, places = stages.link(list(extractions.values()))
        passed = dict.fromkeys(cache.checked(), False)
        graphs = _map_sound(linked, settings.base, passed, report, progress)
        linked = [one for one in linked if one.release.id in graphs]
        cache.put_checked(digest for digest, used in passed.items() if used)
        if linked:
            progress("publish", 0, 1)
            quads = _join(linked, graphs, places, settings.base, report)
            _publish(store, quads, {x.release.id: x.release.text for x in linked}, report, forget_writes)
            cache.prune()
    return report


def default_stages(settings: Settings) -> Stages:
    """Return the stages of twingraph itself, with their lexicon and gazetteer loaded."""
    from twingraph.extract import extract_release
    from twingraph.lexicon import read_gazetteer, read_lexicon
    from twingraph.read import files_of, find_releases, read_original, read_release
    from twingraph.resolve import link_releases

    lexicon, gazetteer = read_lexicon(), read_gazetteer()
    return Stages(
        find=lambda paths: find_releases(paths, max_file_bytes=settings.max_file_bytes),
        read=lambda path: read_release(
            path, max_bytes=settings.max_release_bytes, max_file_bytes=settings.max_file_bytes
        ),
        extract=lambda release: extract_release(release, lexicon, gazetteer),
        link=lambda extractions: link_releases(extractions, gazetteer, settings.base),
        version=code_version(),
        locate=files_of,
        original=lambda path: read_original(path, settings.max_file_bytes),
        make_reader=partial(make_reader, settings),
    )


def make_reader(settings: Settings) -> Reader:
    """Return what reads a file and extracts what it says."""
    stages = default_stages(settings)
    return lambda path: stages.extract(stages.read(path))


def _find(paths: Sequence[Path], stages: Stages, report: BuildReport) -> list[Path]:
    """Return the files of all *paths*; of several, one that holds nothing is skipped and reported."""
    if len(paths) == 1:
        return stages.find(paths)
    found: list[Path] = []
    for path in paths:
        try:
            found += stages.find([path])
        except ReadError as error:
            report.skipped.append((str(path), _reason(error, path)))
    return list(dict.fromkeys(found))


# Reading and extracting, or taking from the cache


def _read_all(
    files: list[Path],
    stages: Stages,
    cache: ExtractionCache,
    store: GraphStore,
    report: BuildReport,
    progress: Progress,
    workers: int,
) -> dict[str, Extraction]:
    """Return the extractions by id of their release; of two files of one name the first counts."""
    extractions: dict[str, Extraction] = {}
    sources: dict[str, Path] = {}
    keys = Keys({path: stages.locate(path) for path in files}, stages.version)
    files = sorted(files, key=lambda p: (unicodedata.normalize("NFC", p.stem), str(p)))
    with _read_ahead(files, keys, stages, cache, workers) as ahead:
        for done, path in enumerate(files):
            progress("read", done, len(files))
            try:
                extraction = _extract(path, keys, stages, cache, ahead, report)
                _keep_original(path, extraction.release.original, stages, store)
            except (ReadError, OSError) as error:
                report.skipped.append((str(path), _reason(error, path)))
                continue
            stem = unicodedata.normalize("NFC", extraction.release.id)
            first = extractions.setdefault(stem, extraction)
            source = sources.setdefault(stem, path)
            if first.release != extraction.release:
                report.skipped.append(
                    (str(path), f"{source} has the same name and another text; rename one of them")
                )
    progress("read", len(files), len(files))
    report.triggers = sum(extraction.triggers for extraction in extractions.values())
    report.unexplained = sum(len(extraction.unexplained) for extraction in extractions.values())
    return dict(sorted(extractions.items()))


def _read_ahead(
    files: list[Path], keys: Keys, stages: Stages, cache: ExtractionCache, workers: int
) -> AbstractContextManager[Ahead]:
    """Let other processes read what is not in the cache, where that saves time."""
    if stages.make_reader is None:
        return nullcontext({})
    new: dict[Path, str] = {}
    for path in files:
        with suppress(OSError):  # told when its turn comes
            new |= {} if cache.holds(key := keys.of(path)) else {path: key}
    count = count_workers([stages.locate(path)[0] for path in new], workers)
    return read_ahead(new, stages.make_reader, cache.put, count)


def _extract(
    path: Path, keys: Keys, stages: Stages, cache: ExtractionCache, ahead: Ahead, report: BuildReport
) -> Extraction:
    """Return the extraction of one release, from the cache where nothing changed."""
    key = keys.of(path)
    extraction = None if path in ahead else cache.get(key)
    if extraction is not None:
        report.from_cache += 1
        return extraction
    try:
        extraction = ahead.pop(path).result()
    except (KeyError, BrokenExecutor):  # nobody read it, or who did is gone
        extraction = stages.extract(stages.read(path))
        cache.put(key, extraction)
    report.extracted += 1
    return extraction


def _keep_original(path: Path, digest: str | None, stages: Stages, store: GraphStore) -> None:
    """Keep the bytes that a release was read from, unless the store has them."""
    if digest is None or store.has_original(digest):
        return
    data = stages.original(path)
    if hashlib.sha256(data).hexdigest() != digest:
        raise ReadError(path, "changed while it was read", "build again")
    store.keep_original(data)


def _outside(files: list[Path], store: Path) -> list[Path]:
    """Return the files that are no part of the store: it may lie in the folder of the releases."""
    return [path for path in files if not path.resolve().is_relative_to(store.resolve())]


def _map_sound(
    linked: list[LinkedRelease], base: str, passed: dict[str, bool], report: BuildReport, progress: Progress
) -> dict[str, list[ox.Quad]]:
    """Return the graphs of the releases that keep to the shapes; the others are skipped with a reason."""
    graphs = dict(_map_each(linked, base, report, progress))
    problems = _check(linked, graphs, passed, progress)
    if problems:
        blamed = dict(_blame(linked, graphs, problems))
        report.skipped += blamed.items()
        graphs = {release_id: graph for release_id, graph in graphs.items() if release_id not in blamed}
        problems = _check(linked, graphs, passed, progress)
    if problems:
        raise ValidationError(problems)
    return graphs


def _join(
    linked: list[LinkedRelease],
    graphs: dict[str, list[ox.Quad]],
    places: dict[str, Place],
    base: str,
    report: BuildReport,
) -> list[ox.Quad]:
    """Return the whole dataset: facts, releases, the places that the facts speak of, and the vocabulary."""
    facts = map_facts(linked)
    things = {str(quad.subject)[1:-1] for quad in facts}
    quads = [*facts, *(quad for graph in graphs.values() for quad in graph)]
    quads += map_places({iri: place for iri, place in places.items() if iri in things}, base)
    quads += map_vocabulary(resource_dir("ontology") / name for name in ("twingraph.ttl", "concepts.ttl"))
    report.releases, report.facts, report.quads = len(linked), len(facts), len(quads)
    return quads


def _publish(
    store: GraphStore,
    quads: Iterable[ox.Quad],
    texts: Mapping[str, str],
    report: BuildReport,
    forget_writes: bool,
) -> None:
    if isinstance(store, EmbeddedStore):
        published = store.publish_build(quads, texts, forget_writes=forget_writes)
        report.generation, report.is_new = published.generation, published.is_new
        report.kept, report.withdrawn = published.kept, published.withdrawn
    else:  # an endpoint keeps no account of writes
        before, report.generation = store.generation, store.publish(quads, texts)
        report.is_new = report.generation != before


def _map_each(
    linked: list[LinkedRelease], base: str, report: BuildReport, progress: Progress
) -> Iterator[tuple[str, list[ox.Quad]]]:
    for done, release in enumerate(linked):
        progress("map", done, len(linked))
        try:
            yield release.release.id, map_release(release, base)
        except MappingError as error:
            report.skipped.append((release.release.id, error.reason))
    progress("map", len(linked), len(linked))


def _check(
    linked: list[LinkedRelease], graphs: dict[str, list[ox.Quad]], passed: dict[str, bool], progress: Progress
) -> list[str]:
    """Return the problems of *graphs* and of the facts of their releases."""
    progress("validate", 0, 1)
    quads = map_facts(release for release in linked if release.release.id in graphs)
    return validate([*quads, *(quad for graph in graphs.values() for quad in graph)], passed=passed)


def _blame(
    linked: list[LinkedRelease], graphs: dict[str, list[ox.Quad]], problems: list[str]
) -> Iterator[tuple[str, str]]:
    """Yield the releases that have one of *problems* on their own, each with its first one."""
    for release in (release for release in linked if release.release.id in graphs):
        alone = validate([*map_facts([release]), *graphs[release.release.id]])
        mine = [problem for problem in alone if problem in problems]
        if mine:
            more = f" (and {len(mine) - 1} more)" if len(mine) > 1 else ""
            yield release.release.id, mine[0] + more


def _reason(error: Exception, path: Path) -> str:
    if isinstance(error, OSError):
        return f"{(error.strerror or str(error)).lower()}; check the file, or the place that it links to"
    return str(error).removeprefix(f"{path}: ")
