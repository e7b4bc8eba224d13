"""Kept generations under their own address, what two of them differ in, what went, and how to cite it all."""

from __future__ import annotations

import html
import json
import os
from collections.abc import Callable
from pathlib import Path

import bibtexparser
import feedparser
import httpx
import pyoxigraph as ox
import pytest
import yaml

from commands import run
from made_releases import twinning
from made_writes import ONE, TWO, put, quad, take
from twingraph.diff import read_changes, write_patch
from twingraph.errors import StoreError, UnknownNameError
from twingraph.iris import expand
from twingraph.mapping import map_facts, map_release
from twingraph.serve.words import LANGUAGES
from twingraph.settings import Settings
from twingraph.store.base import GraphStore, canonical_nquads
from twingraph.store.embedded import EmbeddedStore
from twingraph.store.pinned import PinnedStore

Serve = Callable[[GraphStore, Settings], str]
HTML = {"Accept": "text/html", "Accept-Language": "en"}
LATER = [*map_facts([twinning(since="1959")]), *map_release(twinning(since="1959"))]


@pytest.fixture
def three(store: EmbeddedStore) -> EmbeddedStore:
    """A store with three generations: one release, two, and the second alone."""
    store.publish([*ONE, *TWO], {"a": "text"})
    store.publish(TWO)
    return store


def apply_patch(quads: set[ox.Quad], patch: bytes) -> set[ox.Quad]:
    """Return what RDF patch makes of a dataset: the simplest reader of its rows A and D."""
    lines = patch.split(b"\n")
    assert lines[2] == b"TX ."
    assert lines[-2:] == [b"TC .", b""]
    changed = set(quads)
    for line in lines[3:-2]:
        [one] = ox.parse(line[2:], ox.RdfFormat.N_QUADS)
        if line.startswith(b"D "):
            changed.remove(one)
        else:
            assert line.startswith(b"A ")
            assert one not in changed
            changed.add(one)
    return changed


# ---- what differs


def test_a_patch_makes_the_later_generation_of_the_earlier_one(three: EmbeddedStore) -> None:
    ids = [one.id for one in three.history()]
    datasets = {}
    for generation in ids:
        snapshot = three.at(generation)
        assert snapshot is not None
        datasets[generation] = set(snapshot.quads())
    for old in ids:
        for new in ids:
            patch = write_patch(three.versions.difference(old, new), old, new)
            assert apply_patch(datasets[old], patch) == datasets[new]
            assert patch.startswith(f"H id <urn:twingraph:generation:{new}> .\nH prev <".encode())


def test_another_year_is_a_correction(store: EmbeddedStore) -> None:
    old = store.generation
    new = store.publish(LATER)
    changes = read_changes(store.versions.difference(str(old), new))
    [one] = [one for one in changes.corrected if one.predicate == expand("tg:validFrom")]
    assert [term.value for term in (*one.before, *one.after)] == ["1958", "1959"]
    assert changes.added == changes.withdrawn == ()
    assert set(changes.things().values()) == {"corrected"}


def test_what_came_and_went_is_told_by_thing_and_release(three: EmbeddedStore) -> None:
    first, second = reversed([one.id for one in three.history()[:2]])
    changes = read_changes(three.versions.difference(first, second))
    assert [iri.rpartition("/")[2] for iri in changes.releases_withdrawn] == [twinning().release.id]
    assert changes.releases_added == changes.corrected == changes.added == ()
    back = read_changes(three.versions.difference(second, first))
    assert back.added == changes.withdrawn
    assert read_changes(three.versions.difference(first, first)).is_empty


@pytest.mark.parametrize(("name", "words"), [("", "no generation"), ("zz", "no generation 'zz'")])
def test_names_that_say_nothing_are_refused(three: EmbeddedStore, name: str, words: str) -> None:
    with pytest.raises(UnknownNameError, match=words):
        three.versions.find(name)


def test_the_start_of_an_id_is_enough(three: EmbeddedStore) -> None:
    ids = [one.id for one in three.history()]
    assert three.versions.find(ids[1][:8]) == ids[1]
    assert three.versions.two() == (ids[1], ids[0])
    assert three.versions.two(new=ids[1]) == (ids[2], ids[1])
    with pytest.raises(UnknownNameError, match="no generation before"):
        three.versions.two(new=ids[2])


@pytest.mark.parametrize("form", ["text", "json", "rdfpatch"])
def test_the_command_shows_it(three: EmbeddedStore, form: str, tmp_path: Path) -> None:
    new, old = (one.id for one in three.history()[:2])
    done = run("diff", "--store", str(three.folder), "-f", form)
    assert done.returncode == 0, done.stderr
    same = run("diff", old[:8], new[:8], "--store", str(three.folder), "-f", form, "-o", str(tmp_path / "x"))
    assert same.returncode == 0, same.stderr
    assert (tmp_path / "x").read_text("utf-8") == done.stdout
    assert old in done.stdout
    assert new in done.stdout
    if form == "json":
        assert json.loads(done.stdout)["releases"]["withdrawn"]


@pytest.mark.parametrize("arguments", [["nope"], ["-f", "xml"], ["", "nope"]])
def test_the_command_says_what_is_wrong(three: EmbeddedStore, arguments: list[str]) -> None:
    done = run("diff", *arguments, "--store", str(three.folder))
    assert done.returncode == 1
    assert done.stderr.startswith("twingraph: no ")


# ---- tombstones


def test_what_a_withdrawn_release_told_of_has_a_tombstone(three: EmbeddedStore) -> None:
    new, old = (one.id for one in three.history()[:2])
    stones = three.tombstones()
    assert stones
    assert {(stone.reason, stone.last, stone.gone) for stone in stones.values()} == {
        ("release-withdrawn", old, new)
    }
    there = {q.subject.value for q in three.quads() if isinstance(q.subject, ox.NamedNode)}
    assert not there & stones.keys()
    assert all(
        stone.releases == (expand("id:") + f"release/{twinning().release.id}",) for stone in stones.values()
    )


def test_the_reason_is_that_of_the_change(store: EmbeddedStore) -> None:
    agreement = next(q.subject for q in ONE if q.object == ox.NamedNode(expand("tg:Agreement")))
    told = [q for q in ONE if agreement not in (q.subject, q.object)]
    store.publish(told)  # the release is the same, the rules read less
    assert store.tombstones()[agreement.value].reason == "read-anew"  # type: ignore[union-attr]
    digest = ox.NamedNode(expand("tg:textDigest"))
    store.publish(ONE)
    new = [
        ox.Quad(q.subject, q.predicate, ox.Literal("0" * 64), q.graph_name) if q.predicate == digest else q
        for q in told
    ]
    store.publish(new)
    assert store.tombstones()[agreement.value].reason == "text-changed"  # type: ignore[union-attr]


def test_what_somebody_removed_says_so(store: EmbeddedStore) -> None:
    city = next(q for q in ONE if q.object == ox.NamedNode(expand("tg:City")))
    take(store, city)
    assert store.tombstones()[city.subject.value].reason == "written"  # type: ignore[union-attr]
    put(store, quad("else"))
    assert len(store.tombstones()) == 1


def test_a_rollback_buries_too(store: EmbeddedStore) -> None:
    store.publish([*ONE, *TWO])
    store.rollback()
    assert {stone.reason for stone in store.tombstones().values()} == {"release-withdrawn"}


def test_a_damaged_line_does_no_harm(three: EmbeddedStore) -> None:
    path = three.folder / "tombstones.jsonl"
    known = three.tombstones()
    path.write_bytes(b'{"iri": 1}\n\xff\n[]\n' + path.read_bytes())
    os.utime(path, ns=(1, 1))
    assert {iri for iri in three.tombstones() if isinstance(iri, str)} == known.keys()


def test_what_went_answers_410_with_the_reason(serve: Serve, three: EmbeddedStore) -> None:
    url = serve(three, Settings())
    iri = next(iter(three.tombstones()))
    path = iri.partition("/id/")[2]
    for where in (f"/id/{path}", f"/doc/{path}"):
        answer = httpx.get(url + where, headers={"Accept": "text/turtle"})
        assert answer.status_code == 410
        assert answer.json()["rule"] == "release-withdrawn"
        assert answer.json()["last"] == three.history()[1].id
        assert twinning().release.id in answer.json()["detail"]
    page = httpx.get(f"{url}/doc/{path}", headers=HTML)
    assert page.status_code == 410
    assert "<h1>This was withdrawn</h1>" in page.text
    kept = httpx.get(f"{url}/versions/{three.history()[1].id}/doc/{path}", headers=HTML)
    assert kept.status_code == 200
    three.publish([*ONE, *TWO])
    assert httpx.get(f"{url}/doc/{path}", headers=HTML).status_code == 200, "it came back"


# ---- versions over HTTP


@pytest.fixture
def served(serve: Serve, three: EmbeddedStore) -> str:
    return serve(three, Settings())


def test_a_version_answers_as_it_did(served: str, three: EmbeddedStore) -> None:
    for version in three.history():
        snapshot = three.at(version.id)
        assert snapshot is not None
        base = f"{served}/versions/{version.id}"
        dump = httpx.get(f"{base}/dumps/twingraph.nq")
        assert set(ox.parse(dump.content, ox.RdfFormat.N_QUADS)) == set(snapshot.quads())
        count = httpx.get(
            f"{base}/sparql",
            params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"},
            headers={"Accept": "text/csv"},
        )
        assert count.status_code == 200, count.text
        assert int(count.text.split()[1]) == len(list(snapshot.quads(None)))
        for answer in (dump, count):
            assert answer.headers["twingraph-generation"] == version.id


def test_links_of_a_version_stay_in_it(served: str, three: EmbeddedStore) -> None:
    version = three.history()[1].id
    page = httpx.get(f"{served}/versions/{version}/cities", headers=HTML).text
    assert f'href="/versions/{version}/doc/city/' in page
    assert 'href="/doc/' not in page
    assert f"This is the earlier data version {version}" in page
    assert '<a href="/cities">' in page
    assert "earlier data version" not in httpx.get(f"{served}/cities", headers=HTML).text


def test_the_start_of_an_id_leads_on(served: str, three: EmbeddedStore) -> None:
    version = three.history()[1].id
    for path in (version[:7], version, f"{version[:7]}/cities"):
        answer = httpx.get(f"{served}/versions/{path}")
        assert answer.status_code == 308
        assert answer.headers["location"] == f"{served}/versions/{version}/"


def test_a_version_that_is_not_kept_says_which_are(served: str, three: EmbeddedStore) -> None:
    answer = httpx.get(f"{served}/versions/0000/")
    assert answer.status_code == 404
    assert three.history()[0].id in answer.json()["detail"]


def test_nobody_writes_into_a_version(serve: Serve, three: EmbeddedStore) -> None:
    url = serve(three, Settings(write_token="secret"))
    before = (three.folder / "current").read_bytes()
    answer = httpx.post(
        f"{url}/versions/{three.history()[1].id}/update",
        content="CLEAR ALL",
        headers={"Content-Type": "application/sparql-update", "Authorization": "Bearer secret"},
    )
    assert answer.status_code == 403
    assert (three.folder / "current").read_bytes() == before
    with PinnedStore(three.folder, three.history()[1].id) as pinned, pytest.raises(StoreError):
        pinned.rollback()


def test_every_answer_names_its_version(served: str, three: EmbeddedStore) -> None:
    for path in (
        "/",
        "/cities",
        "/nothing",
        "/health",
        "/map.svg",
        "/sparql?query=x",
        "/dataset?format=turtle",
    ):
        assert httpx.get(served + path).headers["twingraph-generation"] == three.generation, path


def test_three_versions_in_turn_do_not_pile_up(served: str, three: EmbeddedStore) -> None:
    for _ in range(2):
        for version in three.history():
            url = f"{served}/versions/{version.id}/sparql"
            assert httpx.get(url, params={"query": "ASK {}"}).status_code == 200


# ---- changes


def test_changes_between_any_two(served: str, three: EmbeddedStore) -> None:
    ids = [one.id for one in three.history()]
    asked = {"from": ids[2], "to": ids[0]}
    page = httpx.get(f"{served}/changes", params=asked, headers=HTML)
    assert f"From data version {ids[2]} to {ids[0]}" in page.text
    patch = httpx.get(f"{served}/changes.rdfp", params=asked)
    assert patch.headers["content-type"] == "application/rdf-patch"
    assert patch.content == write_patch(three.versions.difference(ids[2], ids[0]), ids[2], ids[0])
    content = httpx.get(f"{served}/changes.json", params=asked).json()
    assert (content["from"], content["to"]) == (ids[2], ids[0])
    for path in ("/changes", "/changes.rdfp", "/changes.json"):
        assert httpx.get(served + path, params={"from": "zz"}).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_corrections_stand_beside_each_other(serve: Serve, store: EmbeddedStore, language: str) -> None:
    store.publish(LATER)
    page = httpx.get(
        f"{serve(store, Settings())}/changes", headers={**HTML, "Accept-Language": language}
    ).text
    table = page.partition('id="corrected"')[2]
    assert "<td>1958</td><td>1959</td>" in table


def test_the_feed_tells_what_each_version_brought(served: str, three: EmbeddedStore) -> None:
    feed = feedparser.parse(httpx.get(f"{served}/changes.atom").text)
    assert not feed.bozo
    assert [entry.id.rpartition(":")[2] for entry in feed.entries] == [one.id for one in three.history()]
    newest = feed.entries[0]
    assert "release withdrawn: id:release/" in newest.content[0].value
    [patch] = [link.href for link in newest.links if link.get("type") == "application/rdf-patch"]
    assert httpx.get(patch).content.startswith(b"H id ")
    assert httpx.get(newest.link, headers=HTML).status_code == 200
    assert not feed.entries[-1].get("content"), "nothing is known of what was before the first"


# ---- citations


def test_the_data_set_is_cited_with_its_version(served: str, three: EmbeddedStore) -> None:
    library = bibtexparser.parse_string(httpx.get(f"{served}/citation.bib").text)
    [entry] = library.entries
    assert not library.failed_blocks
    assert entry["version"] == three.generation
    [item] = httpx.get(f"{served}/citation.json").json()
    cff = yaml.safe_load(httpx.get(f"{served}/CITATION.cff").text)
    assert item["version"] == cff["version"] == three.generation
    assert item["URL"] == cff["url"] == entry["url"]
    assert httpx.get(item["URL"], headers=HTML).status_code == 200
    assert {"cff-version", "message", "title", "authors"} <= cff.keys()
    assert httpx.get(f"{served}/citation.bib").text == httpx.get(f"{served}/citation.bib").text


def test_a_single_fact_is_cited_with_release_and_words(served: str, three: EmbeddedStore) -> None:
    statement = next(q.subject.value for q in TWO if q.object == ox.NamedNode(expand("tg:Statement")))
    url = served + "/doc/" + statement.partition("/id/")[2]
    library = bibtexparser.parse_string(httpx.get(url, params={"format": "bibtex"}).text)
    [entry] = library.entries
    assert not library.failed_blocks
    [item] = httpx.get(url, headers={"Accept": "application/vnd.citationstyles.csl+json"}).json()
    exact = {q.object.value for q in TWO if q.predicate == ox.NamedNode(expand("oa:exact"))}
    assert any(words in item["note"] for words in exact)
    assert statement in item["note"]
    assert str(three.generation) in item["note"]
    assert entry["version"] == item["version"]
    page = httpx.get(url, headers=HTML).text
    assert item["note"] in html.unescape(page)
    assert '<figure class="quote">' in page
    assert page.count("<mark>") >= 1
    assert "BibTeX</a>" in page
    assert "CSL-JSON</a>" in page


def test_a_build_that_is_repeated_makes_no_new_version(store: EmbeddedStore) -> None:
    before = store.generation
    assert store.publish(ONE) == before
    assert not store.tombstones()
    assert canonical_nquads(store.quads())
