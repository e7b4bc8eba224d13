"""Sister-city lists of others: read, placed, kept apart from what releases say, and shown beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

import sample
from commands import run
from conftest import serving
from twingraph.errors import ReadError, RegisterError
from twingraph.iris import BASE, expand, register_graph
from twingraph.lexicon import read_gazetteer, read_lexicon
from twingraph.query import load_query, run_query
from twingraph.registers import About, Known, Register, make_register, parse_map, read_list
from twingraph.registers.place import Placer
from twingraph.registers.read import Listed
from twingraph.settings import Settings
from twingraph.store import EmbeddedStore
from twingraph.store.provenance import Record
from twingraph.store.registers import publish_graph

LIST = """\
source_qid\tsource_label_de\ttarget_qid\ttarget_label_de\tinverse_present
Q1718\tDüsseldorf\tQ649\tMoskau\t1
Q649\tMoskau\tQ1718\tDüsseldorf\t1
Q1718\tDüsseldorf\tQ41621\tHaifa\t0
Q1718\tDüsseldorf\tQ41621\tHaifa\t0
Q1718\tDüsseldorf\tQ99999999\tNirgendwo an der Else\t0
Q1718\tDüsseldorf\tQ1718\tDüsseldorf\t0
Q1718\tDüsseldorf\tQ2\t\t0
"""
DUS, MOSCOW, HAIFA = (f"{BASE}id/city/{x}" for x in ("duesseldorf-2934246", "moscow-524901", "haifa-294801"))
NOWHERE = f"{BASE}id/city/nirgendwo-an-der-else.q99999999"
GRAPH = register_graph("made-up")
DATASETS = Path(__file__).resolve().parents[2] / "shared" / "datasets"


def write_list(folder: Path, text: str = LIST, name: str = "list.tsv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def importing(folder: Path, text: str = LIST) -> Register:
    about = About.of("wikidata", "made up", date(2026, 2, 8))
    table = read_list(write_list(folder, text), "wikidata", {})
    return make_register(table, about, read_gazetteer(), read_lexicon(), Known())


def import_file(path: Path, store: Path, *more: object) -> str:
    done = run("import", path, "--as", "wikidata", "--name", "made up", "--store", store, *more)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    return sample.open_store(tmp_path / "store", sample.quads(), sample.texts())


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of the sample with a register."""
    folder = tmp_path_factory.mktemp("registers")
    made = importing(folder)
    with sample.open_store(folder / "store", sample.quads(), sample.texts()) as store:
        publish_graph(store, made.graph, made.quads, Record("import", "a list"), 30)
        with serving(store, Settings()) as address:
            yield address


@pytest.mark.parametrize(
    ("listed", "found"),
    [
        (Listed("Köln", country="Germany", latitude=50.94, longitude=6.96), "koeln-2886242"),
        (Listed("Rotenburg an der Wümme", latitude=53.106, longitude=9.397), "rotenburg-2844437"),
        (Listed("Florence", country="United States", latitude=43.77, longitude=11.25), "country and coord"),
        (Listed("Florence", country="Italy", latitude=43.7714, longitude=11.2542), "3176959"),
        (Listed("Köln", country="Germany", latitude=10.0, longitude=6.96), "a town of that name is"),
        (Listed("Sarajevo – Stari Grad", latitude=43.8598, longitude=18.4278), "no town of that name"),
        (Listed("Suva", country="Fiji", latitude=-18.14, longitude=178.44), "suva-2198148"),
        (Listed("Weimar", country="Germany"), "weimar-2812482"),
        (Listed("Weimar", country="Japan"), "in another country"),
        (Listed("Kairo", language="de"), "cairo-360630"),
        (Listed("Barcelona"), "barcelona-3128760"),
        (Listed("Neustadt"), "several towns of that name"),
        (Listed("whatever", geonames=2886242), "koeln-2886242"),
        (Listed("whatever", item="Q1"), "id/city/known-1"),
        (Listed("Altena-Unlisted"), "id/city/altena-unlisted"),
        (Listed("Xyzzy"), "no town of that name"),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_places(listed: Listed, found: str) -> None:
    known = Known({"Q1": f"{BASE}id/city/known-1"}, frozenset({f"{BASE}id/city/altena-unlisted"}))
    placed = Placer(read_gazetteer(), read_lexicon(), known, {}).place(listed)
    assert found in (placed.iri if placed.is_found else placed.how), placed


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("England, United Kingdom", "GB"), ("Georgia (country)", "GE"), ("Republic of Ireland", "IE"),
        ("United States of America", "US"), ("People's Republic of China", "CN"), ("Atlantis", None),
        ("", None),
    ],
)  # fmt: skip
def test_countries(text: str, code: str | None) -> None:
    assert Placer(read_gazetteer(), read_lexicon(), Known(), {}).country(text) == code


def test_two_items_of_one_name_are_not_guessed(tmp_path: Path) -> None:
    row = "Q84\tLondon\tQ1718\tDüsseldorf\t0\nQ92561\tLondon\tQ649\tMoskau\t0\n"
    made = importing(tmp_path, LIST.splitlines()[0] + "\n" + row)
    assert sorted(place.item or "" for place, _, _ in made.unplaced) == ["Q84", "Q92561"]


def test_a_list_becomes_a_graph(tmp_path: Path) -> None:
    made = importing(tmp_path)
    assert set(made.links) == {(DUS, MOSCOW), (MOSCOW, DUS), (DUS, HAIFA), (DUS, NOWHERE)}
    assert (made.loops, made.repeated, made.broken) == (1, 1, (8,))
    assert [(place.name, rows) for place, _, rows in made.unplaced] == [("Nirgendwo an der Else", 1)]
    assert {quad.graph_name for quad in made.quads} == {ox.NamedNode(GRAPH)}
    predicates = {quad.predicate.value for quad in made.quads}
    ours = {name for name in predicates if name.startswith(expand("tg:"))}
    assert ours == {expand("tg:registeredPartner")}, "nothing that a release could have said"
    assert not predicates & {
        expand(name) for name in ("rdfs:label", "geo:lat", "owl:sameAs", "skos:prefLabel")
    }
    said = {
        quad.predicate.value: quad.object.value for quad in made.quads if str(quad.subject) == f"<{GRAPH}>"
    }
    assert said[expand("dcterms:license")].endswith("/zero/1.0/")
    assert said[expand("dcterms:issued")] == "2026-02-08"
    assert said[expand("prov:hadPrimarySource")].startswith("https://www.wikidata.org/")
    assert made.quads == importing(tmp_path).quads


def test_a_city_of_several_names_has_one(tmp_path: Path) -> None:
    head, first = LIST.splitlines()[:2]
    more = "Q1718\tDuesseldorf\tQ41621\tHaifa\t0\nQ1718\tDüsseldorf\tQ64\tBerlin\t0\n"
    made = importing(tmp_path, f"{head}\n{first}\n{more}")
    names = {(quad.predicate.value.rpartition("/")[2], quad.object.value) for quad in made.quads
             if quad.subject.value == DUS and quad.predicate.value.lower().endswith("name")}  # fmt: skip
    assert names == {("name", "Düsseldorf"), ("alternateName", "Duesseldorf")}


def test_any_table_by_a_mapping(tmp_path: Path) -> None:
    path = write_list(tmp_path, 'Stadt;Land;Partner\n"Köln";Deutschland;Lille\n', "own.csv")
    table = read_list(path, "csv", parse_map(["name1=Stadt,name2=Partner", "country1=Land"]))
    [row] = table.rows
    assert (row.one, row.two) == (Listed("Köln", country="Deutschland"), Listed("Lille"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--as", "love"), "'love' is none of wikidata, wikipedia, csv"),
        (("--as", "csv", "--licence", "https://l.example/"), "there is no column 'name1'"),
        (("--map", "name1=Ort", "--licence", "https://l.example/"), "there is no column 'Ort'"),
        (("--map", "town=Ort"), "write FIELD=COLUMN"),
        (("--map", "name1=source_label_de,name2=target_label_de"), "needs its licence"),
        (("--as", "wikidata", "--licence", "free"), "'free' is no address"),
        (("--as", "wikidata", "--name", "…"), "has no letter"),
    ],
)  # fmt: skip
def test_what_is_missing_is_told_in_a_line(
    store: EmbeddedStore, tmp_path: Path, options: tuple[str, ...], message: str
) -> None:
    done = run("import", write_list(tmp_path), *options, "--store", store.folder)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
    assert message in done.stderr
    store.reload()
    assert not [graph for graph in store.graphs() if "register" in graph]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="check the name"):
        read_list(tmp_path / "none.csv", "wikidata", {})
    (tmp_path / "latin.csv").write_bytes("name1,name2\nKöln,Lille\n".encode("latin-1"))
    with pytest.raises(ReadError, match="save it as UTF-8"):
        read_list(tmp_path / "latin.csv", "csv", {})
    with pytest.raises(ReadError, match=r"no text: U\+0000 after 13 characters"):
        read_list(write_list(tmp_path, "name1,name2\nK\0ln,Lille\n", "binary.csv"), "csv", {})
    with pytest.raises(RegisterError, match="no column"):
        read_list(write_list(tmp_path, "", "empty.csv"), "csv", {})
    with pytest.raises(RegisterError, match="no line names two places"):
        read_list(write_list(tmp_path, "name1,name2\nKöln,\n", "cut.csv"), "csv", {})
    with pytest.raises(RegisterError, match="field larger than"):
        read_list(write_list(tmp_path, 'name1,name2\n"' + "K" * 200_000, "open.csv"), "csv", {})


def test_facts_stay_what_releases_say(store: EmbeddedStore, tmp_path: Path) -> None:
    facts = set(store.quads(None))
    told = import_file(write_list(tmp_path), store.folder, "--report", tmp_path / "report.csv")
    assert "7" not in told.split("rows")[0]
    store.reload()
    assert set(store.quads(None)) == facts
    assert run("validate", "--store", store.folder).returncode == 0
    [line] = csv.DictReader(io.StringIO((tmp_path / "report.csv").read_text("utf-8")))
    assert (line["name"], line["wikidata"], line["reason"]) == (
        "Nirgendwo an der Else", "Q99999999", "no town of that name",
    )  # fmt: skip


def test_builds_keep_a_register_and_an_import_replaces_it(store: EmbeddedStore, tmp_path: Path) -> None:
    path, built = write_list(tmp_path), [*sample.quads()]
    import_file(path, store.folder, "--retrieved", "2026-02-08")
    store.reload()
    generation, first = store.generation, set(store.quads(GRAPH))
    import_file(path, store.folder, "--retrieved", "2026-02-08")
    store.reload()
    assert store.generation == generation, "the same list again is no new generation"
    store.publish(built[:-5], sample.texts())
    assert set(store.quads(GRAPH)) == first
    write_list(tmp_path, "\n".join(LIST.splitlines()[:2]) + "\n")
    import_file(path, store.folder, "--retrieved", "2026-02-08")
    store.reload()
    links = [q for q in store.quads(GRAPH) if q.predicate.value == expand("tg:registeredPartner")]
    assert len(links) == 1
    store.publish_build(built, sample.texts(), forget_writes=True)
    assert GRAPH not in store.graphs()


def test_the_question_of_the_differences(store: EmbeddedStore, tmp_path: Path) -> None:
    import_file(write_list(tmp_path), store.folder)
    store.reload()
    rows = run_query(store, load_query("register_differences"), {})
    assert isinstance(rows, ox.QuerySolutions)
    found = {(row["said"].value, row["oneName"].value, row["twoName"].value) for row in rows}
    listed = {pair[1:] for pair in found if pair[0] == "only in the register"}
    assert listed == {("Düsseldorf", "Haifa"), ("Düsseldorf", "Nirgendwo an der Else")}
    assert any(pair[0] == "only in releases" and "Düsseldorf" in pair for pair in found)
    assert not any({"Düsseldorf", "Moskau"} <= set(pair) for pair in found), "both say so"


def get(url: str, path: str) -> str:
    answer = httpx.get(url + path, headers={"Accept": "text/html", "Accept-Language": "en"})
    assert answer.status_code == 200, answer.text[:300]
    return answer.text


def test_the_page_of_a_city_shows_both(url: str) -> None:
    page = get(url, "/doc/city/duesseldorf-2934246")
    panel = page[page.index('id="registers"') :].partition("</section>")[0]
    moscow, haifa = (
        panel.partition(f'href="/doc/city/{x}')[2].partition("</tr>")[0] for x in ("mosc", "haif")
    )
    assert (moscow.count("<td>yes</td>"), moscow.count("<td>–</td>")) == (2, 0)
    assert (haifa.count("<td>yes</td>"), haifa.count("<td>–</td>")) == (1, 1)
    assert "Wikidata, property P190: made up" in panel


def test_a_city_that_only_registers_know_has_a_page(url: str) -> None:
    assert "<h1>Haifa" in get(url, "/doc/city/haifa-294801").replace(' lang="de"', "")
    assert "Nirgendwo an der Else" in get(url, "/doc/city/nirgendwo-an-der-else.q99999999")


@pytest.mark.parametrize("text", ["Haifa", "nirgendwo else", "Nirgendwo an der Esle"])
def test_cities_that_only_registers_know_are_found(url: str, text: str) -> None:
    found = httpx.get(f"{url}/search", params={"q": text, "format": "json"}).json()["things"]
    assert found[0]["kind"] == "City"
    assert "Haifa" in get(url, found[0]["href"]) or "Nirgendwo" in get(url, found[0]["href"])
    assert "haifa" not in httpx.get(f"{url}/sitemap.xml").text


def test_the_page_of_all_registers_counts(url: str) -> None:
    page = get(url, "/registers")
    cells = page[page.index("<tbody>") :].partition("</tbody>")[0].split('<td class="n">')[1:]
    assert [cell.partition("<")[0] for cell in cells[:4]] == ["4", "3", "1", "2"]
    assert "creativecommons.org/publicdomain/zero/1.0" in page


def test_lists_of_agreements_do_not_change(url: str, sample_url: str) -> None:
    for path in ("/cities", "/agreements?format=csv", "/network.edges.csv", "/map/data.json"):
        assert httpx.get(url + path).text.count("\n") == httpx.get(sample_url + path).text.count("\n")
    assert httpx.get(f"{url}/network.nodes.csv").text == httpx.get(f"{sample_url}/network.nodes.csv").text


@pytest.mark.parametrize(
    ("name", "kind", "rows", "share"),
    [
        ("wikidata_p190_2016-09_l3viathan.tsv", "wikidata", 34_178, 0.7),
        ("wikidata_p190_germany_2017_rogorido.tsv", "wikidata", 5_681, 0.9),
        ("wikipedia_en_twin_cities_2026-02_hekman.csv", "wikipedia", 25_917, 0.8),
    ],
)
def test_whole_lists(name: str, kind: str, rows: int, share: float) -> None:
    if not (DATASETS / name).is_file():
        pytest.skip(f"{name} is not beside the checkout")
    about = About.of(kind, "whole", date(2026, 1, 1))
    table = read_list(DATASETS / name, kind, {})
    made = make_register(table, about, read_gazetteer(), read_lexicon(), Known())
    assert len(table.rows) + len(table.broken) == rows
    assert len(made.links) + made.loops + made.repeated == len(table.rows)
    assert 1 - len(made.unplaced) / len(made.places) > share
