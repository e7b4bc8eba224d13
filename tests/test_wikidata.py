"""Links to Wikidata and the comparison with it, against a server of ours that holds Wikidata's data."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

import made_wikidata as made
from commands import Done, run
from conftest import serving
from twingraph.errors import SettingsError, WikidataError
from twingraph.iris import BASE, expand, links_graph
from twingraph.pipeline import build
from twingraph.settings import Settings
from twingraph.store import EmbeddedStore
from twingraph.store.registers import read_known
from twingraph.wikidata.bonds import Bond, Dated, Reference, read_bonds
from twingraph.wikidata.client import Wikidata, agent_of
from twingraph.wikidata.compare import Claim, compare
from twingraph.wikidata.files import chosen, keep_checked, read_candidates, write_candidates
from twingraph.wikidata.find import OPEN, SURE, Candidate, decide
from twingraph.wikidata.outgoing import MISMATCH, write_mismatches, write_statements

RELEASES = Path(__file__).parent / "fixtures" / "wikidata"
GRAPH = links_graph("wikidata")
PAPER = "https://www.duesseldorf.example/presse/2023-05-04"
CITY = f"{BASE}id/city/"


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of Wikidata's query service, as far as we have it."""
    if not made.P190.is_file():
        pytest.skip(f"{made.P190.name} is not beside the checkout")
    with made.wikidata_server(tmp_path_factory.mktemp("wikidata")) as url:
        yield url


@pytest.fixture
def proxy(endpoint: str) -> Iterator[made.Proxy]:
    with made.proxy_of(endpoint) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store of three releases."""
    folder = tmp_path_factory.mktemp("built") / "store"
    assert build([RELEASES], Settings(store=folder)).generation
    return folder


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "store"))


def call(proxy: made.Proxy, store: Path, *words: object) -> Done:
    folder = store.parent / "answers"
    return run(
        *words, "--store", store, TWINGRAPH_WIKIDATA_URL=proxy.url, TWINGRAPH_WIKIDATA_CACHE=str(folder),
        TWINGRAPH_CONTACT="mail@example.org",
    )  # fmt: skip


def linked(proxy: made.Proxy, store: Path, *words: object) -> list[Candidate]:
    done = call(proxy, store, "link", *words)
    assert done.returncode == 0, done.stderr
    return read_candidates(store.parent / "store.wikidata.tsv")


def links(store: Path) -> set[tuple[str, str, str]]:
    """Return the links of a store: end of the IRI, predicate, item."""
    with EmbeddedStore(store) as opened:
        return {(q.subject.value.rpartition("/")[2], q.predicate.value.rpartition("#")[2],
                 q.object.value.rpartition("/")[2])
                for q in opened.quads(GRAPH) if q.subject.value != GRAPH}  # fmt: skip


def test_cities_institutions_and_people_are_found(proxy: made.Proxy, store: Path) -> None:
    found = linked(proxy, store)
    assert links(store) == {
        ("duesseldorf-2934246", "sameAs", made.DUS), ("haifa-294801", "sameAs", made.HAIFA),
        ("bonn-2946447", "sameAs", made.BONN), ("oxford-2640729", "sameAs", made.OXFORD),
        ("leiden-2751773", "sameAs", made.LEIDEN), ("warsaw-756135", "sameAs", made.WARSAW),
        ("palermo-2523920", "sameAs", made.PALERMO), ("hamburg-2911298", "sameAs", "Q1055"),
        ("dresden-2935022", "sameAs", "Q1731"),
        ("filmmuseum-duesseldorf.duesseldorf-2934246", "closeMatch", made.MUSEUM),
        ("stephan-keller.duesseldorf-2934246", "closeMatch", made.KELLER),
    }  # fmt: skip
    told = {(one.item, one.decision): one.evidence for one in found}
    assert told[made.HAIFA, SURE] == ("same name", "same country", "0 km away")
    assert told[made.DECOY, OPEN] == ("same name",)
    assert told[made.KELLER, SURE] == ("same name", "head of government of the same city")
    rivals = {one.item for one in found if one.name == "Tiflis"}
    assert rivals == {made.TBILISI, made.TWIN}
    assert "" in {one.item for one in found if one.name == "Oxford City Council"}
    assert set(proxy.seen) == {agent_of(Settings(contact="mail@example.org"))}


def test_pages_lead_to_the_items(proxy: made.Proxy, store: Path) -> None:
    linked(proxy, store)
    pages = {"city/duesseldorf-2934246": made.DUS, "person/stephan-keller.duesseldorf-2934246": made.KELLER}
    with EmbeddedStore(store) as opened, serving(opened, Settings()) as url:
        for path, item in pages.items():
            page = httpx.get(f"{url}/id/{path}", headers={"Accept": "text/html"}, follow_redirects=True).text
            link = rf'href="http://www.wikidata.org/entity/{item}"[^>]*>Wikidata<'
            assert re.search(link, page), path


def test_facts_stay_and_builds_keep_the_links(proxy: made.Proxy, store: Path) -> None:
    with EmbeddedStore(store) as opened:
        facts = set(opened.quads(None))
    linked(proxy, store)
    before = links(store)
    with EmbeddedStore(store) as opened:
        generation = opened.generation
        assert set(opened.quads(None)) == facts
        items, _ = read_known(opened)
        assert items[made.DUS] == f"{CITY}duesseldorf-2934246", "registers find cities by the links"
    assert run("validate", "--store", store).returncode == 0
    linked(proxy, store)
    with EmbeddedStore(store) as opened:
        assert opened.generation == generation, "the same links again are no new generation"
    (store.parent / "more").mkdir()
    (store.parent / "more" / "bonn.txt").write_text(
        "---\ndate: 2024-01-02\nlanguage: de\n---\nBonn und Potsdam sind seit 1988 Partnerstädte.\n", "utf-8"
    )
    assert build([RELEASES, store.parent / "more"], Settings(store=store)).generation != generation
    assert links(store) == before


def test_answers_are_kept_and_asked_anew_only_on_demand(proxy: made.Proxy, store: Path) -> None:
    linked(proxy, store)
    asked = len(proxy.seen)
    table = (store.parent / "store.wikidata.tsv").read_bytes()
    linked(proxy, store)
    assert len(proxy.seen) == asked
    assert (store.parent / "store.wikidata.tsv").read_bytes() == table
    [kept, *_] = sorted((store.parent / "answers").iterdir())
    kept.write_bytes(kept.read_bytes()[:100])
    linked(proxy, store)
    assert len(proxy.seen) == asked + 1, "half an answer is none"
    linked(proxy, store, "--refresh")
    assert len(proxy.seen) == 2 * asked + 1


def test_a_busy_service_and_a_cut_connection(proxy: made.Proxy, store: Path) -> None:
    proxy.faults = [(429, "1"), "cut", (503, "0")]
    done = call(proxy, store, "link")
    assert done.returncode == 0, done.stderr
    assert len(proxy.seen) == 3 + 4
    assert "status 429, too many requests; asked again in 1 s" in done.stderr
    assert "no answer" in done.stderr


def test_a_run_that_ends_goes_on_where_it_stopped(proxy: made.Proxy, store: Path) -> None:
    proxy.faults = ["", "", (429, "100000")]
    done = call(proxy, store, "link")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "run it again in 100000 seconds: it goes on where it stopped" in done.stderr
    assert links(store) == set()
    told = call(proxy, store, "link").stdout
    assert "2 asked, 2 kept from before" in told


def test_a_service_that_refuses_is_told_in_a_line(proxy: made.Proxy, store: Path, tmp_path: Path) -> None:
    proxy.faults = [(403, "")]
    assert "set TWINGRAPH_CONTACT" in call(proxy, store, "link").stderr
    nowhere = Settings(wikidata_url="http://127.0.0.1:9/sparql", wikidata_cache=tmp_path)
    waits: list[float] = []
    with pytest.raises(WikidataError, match=r"no answer .*refused.*; run it again later"):
        Wikidata(nowhere, sleep=waits.append).ask("SELECT ?x { ?x ?x ?x }")
    assert waits == [2, 4, 8, 16]
    home = Settings(wikidata_url=proxy.target.replace("/sparql", "/"), wikidata_cache=tmp_path)
    with pytest.raises(WikidataError, match="check TWINGRAPH_WIKIDATA_URL"):
        Wikidata(home).ask("SELECT ?x { ?x ?x ?x }")


def test_what_people_say_counts_more(proxy: made.Proxy, store: Path) -> None:
    linked(proxy, store)
    path = store.parent / "store.wikidata.tsv"
    lines = path.read_text("utf-8").splitlines()
    said = {made.TBILISI: "yes", made.HAIFA: "no", made.NAMESAKE: "yes"}
    lines = [
        line + next((word for item, word in said.items() if f"\t{item}\t" in line), "") for line in lines
    ]
    council = next(line for line in lines if "Oxford City Council" in line).split("\t")
    lines.append("\t".join([*council[:3], "Q7", "", "", "", "", "YES"]))
    path.write_text("\n".join(lines) + "\n", "utf-8")
    linked(proxy, store)
    now = links(store)
    assert ("tbilisi-611717", "sameAs", made.TBILISI) in now
    assert ("stephan-keller.duesseldorf-2934246", "closeMatch", made.NAMESAKE) in now
    assert ("oxford-city-council.oxford-2640729", "closeMatch", "Q7") in now
    assert not [link for link in now if "haifa" in link[0] or link[2] == made.KELLER]
    linked(proxy, store)
    assert links(store) == now


def test_a_table_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text("a\tb\n", "utf-8")
    with pytest.raises(WikidataError, match="has no column 'thing'"):
        read_candidates(path)
    one = Candidate("t", "City", "T", "Q1", "", 0.5, ())
    path.write_bytes(write_candidates([one]).replace(b"Q1", b"London"))
    with pytest.raises(WikidataError, match="line 2: item is 'London'"):
        read_candidates(path)


def test_tables_are_read_as_they_are_written(tmp_path: Path) -> None:
    some = [
        Candidate("t", "City", 'A "b"', "Q1", "ä", 0.98, ("same GeoNames id", "rivals"), SURE, "no"),
        Candidate("t", "City", "A", "", "", 0.0, ("not found",)),
    ]
    path = tmp_path / "x.tsv"
    path.write_bytes(write_candidates(some))
    assert read_candidates(path) == some
    assert chosen(some) == []
    gone = replace(some[0], thing="gone", checked="yes")
    assert keep_checked(some, [gone]) == some


def test_a_rival_leaves_it_open() -> None:
    one = Candidate("t", "City", "T", "Q1", "", 0.95, ("same name",))
    [sure, _] = decide([one, replace(one, item="Q2", score=0.3)])
    assert sure.decision == SURE
    [first, second] = decide([one, replace(one, item="Q2", score=0.7)])
    assert (first.decision, first.evidence[-1], second.decision) == (OPEN, "rivals", OPEN)
    assert [other.decision for other in decide([replace(one, score=0.8)])] == [OPEN]


def compared(proxy: made.Proxy, store: Path) -> dict[str, list[list[str]]]:
    """Return the lines of the three files."""
    linked(proxy, store)
    names = {"-o": "all.csv", "--quickstatements": "qs.txt", "--mismatch": "wrong.csv"}
    words = [word for option, name in names.items() for word in (option, store.parent / name)]
    done = call(proxy, store, "compare", "wikidata", *words)
    assert done.returncode == 0, done.stderr
    texts = {name: (store.parent / name).read_text("utf-8") for name in names.values()}
    return {name: [line.split("\t") for line in text.splitlines()] if name == "qs.txt"
            else list(csv.reader(io.StringIO(text))) for name, text in texts.items()}  # fmt: skip


def test_the_comparison(proxy: made.Proxy, store: Path) -> None:
    rows = compared(proxy, store)["all.csv"][1:]
    here = {(row[0], row[1], row[3]): row[6:10] for row in rows if row[0] != "only there"}
    assert here == {
        ("dates differ", made.DUS, made.HAIFA): ["1988", "", "1989 1989-05", ""],
        ("only here", made.DUS, made.PALERMO): ["2016-03-15", "", "", ""],
        ("no date there", "Q1055", "Q1731"): ["1987", "", "", ""],
        ("no date there", made.WARSAW, made.DUS): ["1990", "", "", ""],
        ("one way there", made.OXFORD, made.LEIDEN): ["1946", "", "1946", ""],
        ("same", made.BONN, made.OXFORD): ["1947", "", "1947", ""],
    }
    there = {(row[1], row[3]): row for row in rows if row[0] == "only there"}
    assert (made.DUS, "Q7880") in there, "Toulouse, of which these releases say nothing"
    assert not {(made.WARSAW, made.OXFORD), (made.OXFORD, made.WARSAW)} & set(there), "it is deprecated"
    table = call(proxy, store, "compare", "wikidata").stdout
    assert re.search(r"dates differ +Q1718 +Düsseldorf +Q41621 +Haifa +twinning +1988", table)


_ITEM, _TEXT = r"Q[1-9]\d*", r'"[^"\t\n]+"'
_TIME = r"\+\d{4}-(00-00T00:00:00Z/9|\d\d-00T00:00:00Z/10|\d\d-\d\dT00:00:00Z/11)"
_VALUES = {"P580": _TIME, "P582": _TIME, "S577": _TIME, "S813": _TIME, "S854": r'"https?://[^\s"]+"',
           "S1476": rf"[a-z]{{2,3}}(-[a-z]+)*:{_TEXT}"}  # fmt: skip


def check_statement(line: list[str]) -> None:
    """Check a line by the published rules: item, property, value, then pairs, qualifiers before sources."""
    assert re.fullmatch(_ITEM, line[0])
    assert line[1] == "P190"
    assert re.fullmatch(_ITEM, line[2])
    assert len(line) % 2 == 1
    pairs = list(zip(line[3::2], line[4::2], strict=True))
    assert all(re.fullmatch(_VALUES[name.lstrip("!")], value) for name, value in pairs), line
    kinds = ["P" if name.startswith("P") else "S" for name, _ in pairs]
    assert kinds == sorted(kinds)
    assert "S" in kinds, "nothing goes out without a source"
    assert all(name[1:] == "S854" for name, _ in pairs if name.startswith("!"))


def test_statements_for_quickstatements(proxy: made.Proxy, store: Path) -> None:
    lines = compared(proxy, store)["qs.txt"]
    for line in lines:
        check_statement(line)
    assert {(line[0], line[2]) for line in lines} == {
        (made.DUS, made.PALERMO), (made.PALERMO, made.DUS), (made.DUS, made.WARSAW), (made.WARSAW, made.DUS),
        (made.LEIDEN, made.OXFORD),
    }, "no plan, no communiqué, nothing without an address, nothing that contradicts"  # fmt: skip
    said = dict(zip(lines[0][3::2], lines[0][4::2], strict=True))
    assert said == {
        "P580": "+2016-03-15T00:00:00Z/11", "S854": f'"{PAPER}"',
        "S1476": 'de:"Düsseldorf feiert mit seinen Partnerstädten"',
        "S577": "+2023-05-04T00:00:00Z/11", "S813": "+2023-05-09T00:00:00Z/11",
    }  # fmt: skip


def test_contradictions_for_the_mismatch_finder(proxy: made.Proxy, store: Path) -> None:
    head, *rows = compared(proxy, store)["wrong.csv"]
    assert tuple(head) == MISMATCH
    told = [dict(zip(head, row, strict=True)) for row in rows]
    assert {(row["item_id"], row["wikidata_value"], row["external_value"]) for row in told} == {
        (made.DUS, "1989", "1988"), (made.HAIFA, "1989-05", "1988"),
    }  # fmt: skip
    for row in told:
        assert re.fullmatch(rf"{row['item_id']}\$[0-9a-f-]{{36}}", row["statement_guid"])
        assert (row["property_id"], row["type"], row["external_url"]) == ("P580", "qualifier", PAPER)
        assert row["meta_wikidata_value"] == "Q1985727"


def test_without_links_there_is_nothing_to_compare(built: Path) -> None:
    done = run("compare", "wikidata", "--store", built)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "run `twingraph link` first" in done.stderr
    assert "write `twingraph compare wikidata`" in run("compare", "dbpedia", "--store", built).stderr


_CITED = (Reference("2020-01-01", "https://a.example/1", 'A "b"\tc', "en"),)
_BOND = Bond("a", ("c1", "c2"), "twinning", Dated("1990-05", _CITED), None, _CITED)

_ENDED = replace(_BOND, end=Dated("2022", _CITED))
_THERE, _BACK = Claim("g", "Q1", "Q2"), Claim("h", "Q2", "Q1")
_DEAD = replace(_THERE, live=False)


def findings(bond: Bond, *claims: Claim) -> tuple[str, str, str]:
    """Return what two cities with one relationship come to: the finding, and both files."""
    [one] = compare([bond], claims, {"c1": "Q1", "c2": "Q2"}, {"c1": "One", "c2": "Two"})
    return one.finding, write_statements([one]).decode(), write_mismatches([one]).decode().partition("\n")[2]


@pytest.mark.parametrize(
    ("bond", "claims", "finding", "statements", "mismatches"),
    [
        (_BOND, [], "only here", 2, 0),
        (replace(_BOND, standing=False), [], "not in force here", 0, 0),
        (replace(_BOND, kind="contact"), [], "other kind here", 0, 0),
        (replace(_BOND, references=()), [], "only here", 0, 0),
        (_BOND, [_DEAD, replace(_BACK, start="1990")], "one way there", 0, 0),
        (_ENDED, [replace(_THERE, start="1990")], "no date there", 2, 0),
        (_ENDED, [replace(_THERE, end="2021")], "dates differ", 0, 1),
        (_BOND, [replace(_THERE, start="1991"), replace(_THERE, guid="h")], "dates differ", 0, 1),
        (replace(_BOND, start=Dated("1990", ())), [replace(_THERE, start="1991")], "dates differ", 0, 0),
        (replace(_BOND, start=Dated("0836", _CITED)), [_THERE], "no date there", 1, 0),
    ],
    ids=["new", "plan", "contact", "no-address", "deprecated", "end", "other-end", "two", "no-source", "836"],
)  # fmt: skip
def test_what_goes_out(
    bond: Bond, claims: list[Claim], finding: str, statements: int, mismatches: int
) -> None:
    told, lines, wrong = findings(bond, *claims)
    assert (told, lines.count("\n"), wrong.count("\n")) == (finding, statements, mismatches), lines
    for line in lines.splitlines():
        check_statement(line.split("\t"))


def test_only_deprecated_statements_are_left_alone() -> None:
    told, lines, _ = findings(_BOND, _DEAD, replace(_BACK, live=False))
    assert (told, lines) == ("deprecated there", "")


def test_dates_over_which_releases_disagree_stay_here(tmp_path: Path) -> None:
    for number, year in enumerate(("1962", "1963")):
        (tmp_path / f"{number}.txt").write_text(
            f"---\ndate: 2020-01-0{number + 1}\nlanguage: de\nsource: https://a.example/{number}\n---\n"
            f"Die Städtepartnerschaft zwischen Köln und Lille besteht seit {year}.\n", "utf-8",
        )  # fmt: skip
    folder = tmp_path / "store"
    build([tmp_path], Settings(store=folder))
    with EmbeddedStore(folder) as opened:
        [bond] = read_bonds(opened)
    assert (bond.start, bond.disputed, len(bond.references)) == (None, ("validFrom",), 2)


def test_releases_tell_when_they_were_retrieved(built: Path) -> None:
    with EmbeddedStore(built) as opened:
        moments = {quad.object for quad in opened.quads(f"{BASE}id/graph/duesseldorf-2023")
                   if quad.predicate.value == expand("pav:retrievedOn")}  # fmt: skip
    date_time = ox.NamedNode(expand("xsd:dateTime"))
    assert moments == {ox.Literal("2023-05-09T08:30:00Z", datatype=date_time)}


def test_settings_that_make_no_sense() -> None:
    with pytest.raises(SettingsError, match="TWINGRAPH_WIKIDATA_DAYS"):
        Settings(wikidata_days=0)
