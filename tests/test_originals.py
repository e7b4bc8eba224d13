"""From files of every kind to a store that keeps them by their digest."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from made_files import BODY, HEADLINE, TEXT, archive, mail, page, pdf
from made_releases import planned, twinning
from twingraph.errors import StoreError
from twingraph.export import export_quads
from twingraph.iris import expand
from twingraph.mapping import map_facts, map_release
from twingraph.model import LinkedRelease
from twingraph.pipeline import BuildReport, Stages, build, default_stages
from twingraph.settings import Settings
from twingraph.store import EmbeddedStore, GraphStore
from twingraph.validation import validate

LINES = [HEADLINE, "", *BODY]
MEMBERS = {
    "in/leipzig.pdf": pdf(LINES),
    "in/lyon.txt": TEXT.encode(),
    "in/lyon.meta.json": b'{"date": "2023-06-03"}',
}


@pytest.fixture(scope="module")
def stages() -> Stages:
    return default_stages(Settings())


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    folder = tmp_path / "releases"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(pdf(LINES))
    (folder / "b.html").write_bytes(page(f"<h1>{HEADLINE}</h1><p>{TEXT}</p>"))
    (folder / "c.eml").write_bytes(mail(attached={"x.pdf": pdf(LINES)}))
    (folder / "d.txt").write_text(TEXT, "utf-8")
    (folder / "e.zip").write_bytes(archive(MEMBERS))
    return folder


def run(releases: Path, stages: Stages, store: str = "store") -> BuildReport:
    return build([releases], Settings(store=releases.parent / store), stages=stages)


def opened(releases: Path, store: str = "store") -> EmbeddedStore:
    return EmbeddedStore(releases.parent / store)


def values(store: GraphStore, curie: str) -> dict[str, str]:
    """Return the values of a property of the releases, by the id of the release."""
    asked = f"""PREFIX tg: <{expand("tg:")}> PREFIX dcterms: <{expand("dcterms:")}>
        SELECT ?id ?value {{
            GRAPH ?g {{ ?release a tg:Release ; dcterms:identifier ?id ; <{expand(curie)}> ?value }}
        }}"""
    return {row["id"].value: row["value"].value for row in store.query(asked)}  # type: ignore[union-attr,index]


def number(row: ox.QuerySolution, name: str) -> int:
    return int(row[name].value)


def test_a_folder_of_everything_becomes_one_graph(releases: Path, stages: Stages) -> None:
    report = run(releases, stages)
    assert (report.releases, report.skipped) == (7, [])
    with opened(releases) as store:
        kinds = values(store, "dcterms:format")
        digests = values(store, "tg:originalDigest")
        originals = {name: store.original(digest) for name, digest in digests.items()}
        assert validate(store.quads()) == []
    assert set(kinds) == {"a", "b", "c", "c.1", "d", "leipzig", "lyon"}
    assert [kinds[name] for name in "abcd"] == [
        "application/pdf",
        "text/html",
        "message/rfc822",
        "text/plain",
    ]
    assert originals["a"] == originals["c.1"] == originals["leipzig"] == MEMBERS["in/leipzig.pdf"]
    assert originals["b"] == (releases / "b.html").read_bytes()
    assert originals["c"] == (releases / "c.eml").read_bytes()


def test_every_quote_stands_in_the_text_that_is_kept(releases: Path, stages: Stages) -> None:
    run(releases, stages)
    asked = f"""PREFIX tg: <{expand("tg:")}> PREFIX oa: <{expand("oa:")}>
        PREFIX dcterms: <{expand("dcterms:")}>
        SELECT ?id ?start ?end ?exact {{ GRAPH ?g {{
            ?release dcterms:identifier ?id . ?statement tg:source ?release ; tg:span ?span .
            ?span oa:start ?start ; oa:end ?end ; oa:exact ?exact
        }} }}"""
    seen = set()
    with opened(releases) as store:
        for row in store.query(asked):  # type: ignore[union-attr]
            text = store.text(row["id"].value)  # type: ignore[index]
            assert text is not None
            assert text[number(row, "start") : number(row, "end")] == row["exact"].value
            seen.add(row["id"].value)  # type: ignore[index]
    assert seen == {"a", "b", "c", "c.1", "d", "leipzig", "lyon"}


def test_the_same_files_give_the_same_bytes(releases: Path, stages: Stages) -> None:
    exports = []
    for name in ("one", "two"):
        run(releases, stages, name)
        with opened(releases, name) as store:
            exports.append(export_quads(store.quads(), "nquads"))
    assert exports[0] == exports[1]


def test_what_did_not_change_is_not_read_again(releases: Path, stages: Stages) -> None:
    first = run(releases, stages)
    second = run(releases, stages)
    assert (second.extracted, second.from_cache, second.generation) == (0, 7, first.generation)
    (releases / "e.zip").write_bytes(archive({**MEMBERS, "in/lyon.txt": TEXT.upper().encode()}))
    third = run(releases, stages)
    assert (third.extracted, third.from_cache) == (2, 5)
    with opened(releases) as store:
        assert store.text("lyon") == TEXT.upper()


def test_members_of_one_name_are_told_apart(releases: Path, stages: Stages) -> None:
    (releases / "e.zip").write_bytes(archive({"x/r.txt": TEXT.encode(), "y/r.txt": TEXT.upper().encode()}))
    report = run(releases, stages)
    [(path, reason)] = report.skipped
    assert path == str(releases / "e.zip" / "y" / "r.txt")
    assert "has the same name and another text" in reason


def test_what_cannot_be_read_is_skipped_by_its_name(releases: Path, stages: Stages) -> None:
    (releases / "f.zip").write_bytes(archive({"../f.txt": b"x"}))
    (releases / "g.pdf").write_bytes(b"%PDF-1.7 nonsense")
    report = run(releases, stages)
    assert report.releases == 7
    assert [(Path(path).name, reason.partition(";")[0]) for path, reason in report.skipped] == [
        ("f.zip", "it holds '../f.txt', a path that leads out of it"),
        ("g.pdf", "a damaged PDF"),
    ]


def test_an_original_goes_with_the_last_generation_that_names_it(releases: Path, stages: Stages) -> None:
    digest = hashlib.sha256((releases / "d.txt").read_bytes()).hexdigest()
    kept = releases.parent / "store" / "originals"
    run(releases, stages)
    assert (kept / digest).read_bytes() == TEXT.encode()
    (releases / "d.txt").unlink()
    (releases / "e.zip").unlink()
    settings = Settings(store=releases.parent / "store", keep=2)
    build([releases], settings, stages=stages)
    assert (kept / digest).is_file(), "the generation before still names it"
    (releases / "c.eml").unlink()
    build([releases], settings, stages=stages)
    assert not (kept / digest).exists()
    assert len(list(kept.iterdir())) == 3, "a.pdf, b.html, and c.eml of the generation before"


def test_a_file_that_changes_while_it_is_read_is_skipped(releases: Path, stages: Stages) -> None:
    def changing(path: Path) -> bytes:
        return stages.original(path) + (b"!" if path.name == "d.txt" else b"")

    report = run(releases, replace(stages, original=changing))
    assert report.skipped == [(str(releases / "d.txt"), "changed while it was read; build again")]


def test_a_lost_original_is_kept_again(releases: Path, stages: Stages) -> None:
    run(releases, stages)
    kept = releases.parent / "store" / "originals"
    lost = sorted(kept.iterdir())[0]
    content = lost.read_bytes()
    lost.unlink()
    run(releases, stages)
    assert lost.read_bytes() == content


# The store


def named(linked: LinkedRelease, data: bytes) -> list[ox.Quad]:
    """Return the graph of a release that was read from *data*."""
    release = replace(linked.release, original=hashlib.sha256(data).hexdigest(), media_type="text/plain")
    linked = replace(linked, release=release)
    return [*map_facts([linked]), *map_release(linked)]


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    return EmbeddedStore(tmp_path / "store", create=True, keep=2)


def test_only_what_the_served_generation_names_is_given(store: EmbeddedStore) -> None:
    digests = [hashlib.sha256(data).hexdigest() for data in (b"one", b"two")]
    for data, linked in ((b"one", twinning()), (b"two", planned())):
        store.keep_original(data)
        store.publish(named(linked, data))
    assert (store.original(digests[0]), store.original(digests[1])) == (None, b"two")
    before = store.snapshot()
    store.rollback()
    assert (store.original(digests[0]), store.original(digests[1])) == (b"one", None)
    assert before.original(digests[1]) == b"two"


@pytest.mark.parametrize("digest", ["", "../current", "a" * 64, "A" * 64, "../../etc/passwd"])
def test_what_is_no_digest_of_ours_is_nothing(store: EmbeddedStore, digest: str) -> None:
    store.publish(named(twinning(), b"one"))
    assert store.original(digest) is None
    assert not store.has_original(digest)


def test_a_damaged_original_is_not_given(store: EmbeddedStore) -> None:
    store.keep_original(b"one")
    store.publish(named(twinning(), b"one"))
    digest = hashlib.sha256(b"one").hexdigest()
    (store.folder / "originals" / digest).write_bytes(b"two")
    assert store.original(digest) is None


def test_what_a_crash_left_half_written_is_swept(store: EmbeddedStore) -> None:
    store.keep_original(b"one")
    (store.folder / "originals" / ".new-x").write_bytes(b"half")
    store.publish(named(twinning(), b"one"))
    assert [path.name for path in (store.folder / "originals").iterdir()] == [
        hashlib.sha256(b"one").hexdigest()
    ]


def test_an_original_that_cannot_be_written_is_a_clear_error(store: EmbeddedStore) -> None:
    (store.folder / "originals").write_text("in the way")
    with pytest.raises(StoreError, match="a file"):
        store.keep_original(b"one")


def test_the_page_of_a_release_names_its_file(
    store: EmbeddedStore, serve: Callable[[GraphStore, Settings], str]
) -> None:
    store.publish(named(twinning(), b"one"), {twinning().release.id: twinning().release.text})
    url = f"{serve(store, Settings())}/doc/release/{twinning().release.id}"
    answer = httpx.get(url, headers={"Accept": "text/html"}, trust_env=False, follow_redirects=True)
    assert "text/plain" in answer.text
    assert hashlib.sha256(b"one").hexdigest() in answer.text
