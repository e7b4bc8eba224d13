"""The network as a file: each is opened by a program that is not ours, and holds what went in."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import networkx as nx
import pytest
from lxml import etree

import made_world
from commands import run
from conftest import serving
from twingraph.iris import BASE
from twingraph.serve.networks.ask import make_network, parse_network
from twingraph.serve.networks.formats import FORMATS
from twingraph.serve.networks.net import Net, join_spells, plain
from twingraph.serve.views.atlas import Atlas, Bond, Place, read_atlas
from twingraph.settings import Settings
from twingraph.store.embedded import EmbeddedStore

DUS, MOSCOW = made_world.city("duesseldorf-2934246"), made_world.city("moscow-524901")
G = "{http://gexf.net/1.3}"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    """The made-up register of all continents, with a name that is a formula."""
    folder = tmp_path_factory.mktemp("world") / "store"
    quads = [*made_world.quads()]
    with EmbeddedStore(folder, create=True) as store:
        store.publish(quads)
        yield store


@pytest.fixture(scope="module")
def atlas(world: EmbeddedStore) -> Atlas:
    return read_atlas(world)


def network(atlas: Atlas, **asked: str) -> Net:
    names = {name.rstrip("_"): value for name, value in asked.items()}
    return make_network(atlas, parse_network(names.items(), BASE), "en")


def bond(name: str, parties: tuple[str, ...], first: str | None, last: str | None, **more: Any) -> Bond:
    """Return an agreement that releases date so."""
    since, until = ((day[:4],) if day else () for day in (first, last))
    given = {"kinds": (f"{BASE}kind/twinning",), "since": since, "signed": (), "until": until}
    return Bond(
        iri=f"{BASE}id/agreement/{name}", parties=parties, first=first, last=last,
        **{**given, "statuses": (), "topics": (), **more},
    )  # fmt: skip


def atlas_of(*bonds: Bond) -> Atlas:
    cities = sorted({iri for one in bonds for iri in one.parties})
    places = {iri: Place(iri, "City", "DE", 50.0 + n, 179.0 - n) for n, iri in enumerate(cities)}
    return Atlas("made", {one.iri: one for one in bonds}, places, {iri: {None: iri[-1]} for iri in cities})


def expected(net: Net) -> tuple[dict[str, Any], dict[frozenset[str], Any]]:
    """Return nodes and edges with their values, dates and lists as text."""
    nodes = {node.iri: plain(node.values) for node in net.nodes}
    return nodes, {frozenset((edge.source, edge.target)): plain(edge.values) for edge in net.edges}


def without(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


TIMES = ("start", "end", "spells")


@pytest.mark.parametrize("project", ["cities", "bipartite"])
def test_networkx_reads_graphml_as_it_went_in(atlas: Atlas, project: str) -> None:
    net = network(atlas, project=project)
    graph = nx.parse_graphml(FORMATS["graphml"][1](net).decode())
    nodes, edges = expected(net)
    assert dict(graph.nodes(data=True)) == nodes
    assert {frozenset(ends[:2]): ends[2] for ends in graph.edges(data=True)} == edges
    assert type(graph.nodes[DUS]["latitude"]) is float
    assert type(graph.nodes[DUS]["geonames"]) is int


@pytest.mark.parametrize("project", ["cities", "bipartite"])
def test_networkx_reads_gexf_as_it_went_in(atlas: Atlas, project: str) -> None:
    net = network(atlas, project=project)
    graph = nx.read_gexf(io.BytesIO(FORMATS["gexf"][1](net)), version="1.3")
    nodes, edges = expected(net)
    assert graph.graph["mode"] == "dynamic"
    assert {n: without(v, "viz", *TIMES) for n, v in graph.nodes(data=True)} == {
        iri: without(values, *TIMES) for iri, values in nodes.items()
    }
    found = {frozenset(ends[:2]): ends[2] for ends in graph.edges(data=True)}
    assert found.keys() == edges.keys()
    for ends, values in edges.items():
        assert without(found[ends], "id", *TIMES) == without(values, *TIMES)
        if "spells" not in found[ends]:
            assert [found[ends].get(name) for name in TIMES[:2]] == [values.get(name) for name in TIMES[:2]]
    assert graph.nodes[DUS]["viz"]["position"] == {"x": 6.78, "y": 51.22, "z": 0.0}


def check_gexf(content: bytes) -> None:
    """Check the rules of the GEXF 1.3 schema that concern what is used here."""
    root = etree.fromstring(content)
    assert (root.tag, root.get("version")) == (f"{G}gexf", "1.3")
    assert [child.tag for child in root] == [f"{G}meta", f"{G}graph"]
    graph = root.find(f"{G}graph")
    assert graph is not None
    assert graph.get("defaultedgetype") in ("directed", "undirected", "mutual")
    assert graph.get("mode") in ("static", "dynamic")
    assert graph.get("timeformat") in ("integer", "double", "date", "dateTime")
    assert graph.get("timerepresentation") in ("interval", "timestamp")
    assert graph.get("idtype") in ("integer", "string")
    attributes = {}
    for group in graph.findall(f"{G}attributes"):
        assert (group.get("class") in ("node", "edge"), group.get("mode")) == (True, "static")
        kinds = {one.get("id"): one.get("type") for one in group}
        assert len(kinds) == len(group)
        assert all(one.get("title") for one in group)
        assert set(kinds.values()) <= {"integer", "long", "float", "double", "boolean", "string", "anyURI"}
        attributes[group.get("class")] = kinds
    ids = [node.get("id") for node in graph.iterfind(f"{G}nodes/{G}node")]
    edge_ids = [edge.get("id") for edge in graph.iterfind(f"{G}edges/{G}edge")]
    for found, holder in ((ids, "nodes"), (edge_ids, "edges")):
        assert len(set(found)) == len(found) == int(graph.find(f"{G}{holder}").get("count"))
    for element in graph.iter(f"{G}node", f"{G}edge"):
        _check_element(element, attributes.get(etree.QName(element).localname, {}), set(ids))


FORMS = {
    "long": r"-?\d+", "double": r"-?\d+(\.\d+)?(e-?\d+)?", "boolean": "true|false", "string": r"[\s\S]*",
}  # fmt: skip


def _check_element(element: etree._Element, kinds: dict[str, str], nodes: set[str]) -> None:
    known = {"id", "label", "start", "end", "source", "target", "weight"}
    assert set(element.attrib) <= known
    order = [f"{G}attvalues", f"{G}spells", "{http://gexf.net/1.3/viz}position"]
    assert [child.tag for child in element] == [tag for tag in order if element.find(tag) is not None]
    if element.tag == f"{G}edge":
        assert {element.get("source"), element.get("target")} <= nodes
        float(element.get("weight"))
    for value in element.iter(f"{G}attvalue"):
        assert re.fullmatch(FORMS[kinds[value.get("for")]], value.get("value"))
    spells = list(element.iter(f"{G}spell"))
    assert not (spells and {"start", "end"} & set(element.attrib))
    for bounds in [element.attrib, *(spell.attrib for spell in spells)]:
        days = [date.fromisoformat(bounds[name]) for name in ("start", "end") if name in bounds]
        assert days == sorted(days)


@pytest.mark.parametrize("project", ["cities", "bipartite"])
def test_gexf_keeps_the_rules_of_its_schema(atlas: Atlas, project: str) -> None:
    check_gexf(FORMATS["gexf"][1](network(atlas, project=project)))
    check_gexf(FORMATS["gexf"][1](network(atlas, from_="1000", until="1001", undated="no")))


def test_the_timeline_of_gephi_gets_every_spell() -> None:
    ends = ("x:a", "x:b")
    made = [
        bond("one", ends, "1950-01-01", "1960-12-31"),
        bond("two", ends, "1961-01-01", "1970-12-31"),
        bond("three", ends, "1990-05-03", None),
        bond("four", ends, None, None),
        bond("odd", ("x:b", "x:c"), None, "1980-12-31"),
        bond("none", ("x:a", "x:c"), None, None),
    ]
    net = network(atlas_of(*made))
    content = FORMATS["gexf"][1](net)
    check_gexf(content)
    edges = {edge.get("id"): edge for edge in etree.fromstring(content).iter(f"{G}edge")}
    spells = [dict(spell.attrib) for spell in edges["x:a x:b"].iter(f"{G}spell")]
    assert spells == [{"start": "1950-01-01", "end": "1970-12-31"}, {"start": "1990-05-03"}]
    assert (edges["x:b x:c"].get("start"), edges["x:b x:c"].get("end")) == (None, "1980-12-31")
    assert not {"start", "end"} & set(edges["x:a x:c"].attrib), "what has no date is always there"
    values = net.edges[0].values
    assert (values["weight"], values["undated"], values["start"]) == (4.0, 1, date(1950, 1, 1))
    assert "end" not in values, "one of them goes on"
    assert values["spells"] == ("1950-01-01/1970-12-31", "1990-05-03/..")


def test_vague_and_contradicted_dates() -> None:
    ends = ("x:a", "x:b")
    vague = bond("a", ends, "1987-05-03", None, since=("1987", "1987-05-03"))
    torn = bond("b", ends, "1987-01-01", None, since=("1987", "1990"))
    [one] = network(atlas_of(vague)).edges
    [two] = network(atlas_of(torn)).edges
    assert (one.values["dates_differ"], one.values["start"]) == (False, date(1987, 5, 3))
    assert (two.values["dates_differ"], two.values["start"]) == (True, date(1987, 1, 1))
    assert two.values["since"] == ("1987", "1990")


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"at": "1990-06-01"}, "twinning.duesseldorf-2934246.simferopol-693805 "
         "twinning.los-angeles-5368361.suva-2198148 twinning.los-angeles-5368361.tokyo-1850147 "
         "solidarity.koeln-2886242.moscow-524901.toulouse-2972315"),
        ({"at": "1958-01-01"}, "solidarity.koeln-2886242.moscow-524901.toulouse-2972315"),
        ({"at": "1957-12-31"}, ""),
        ({"from_": "2000", "until": "2002-06", "kind": "twinning"},
         "twinning.duesseldorf-2934246.moscow-524901 twinning.duesseldorf-2934246.simferopol-693805 "
         "twinning.los-angeles-5368361.tokyo-1850147"),
        ({"until": "1957-12-31"}, "contact.laayoune-2462881.toulouse-2972315 cooperation.aquazoo"),
        ({"until": "1957-12-31", "undated": "no"}, ""),
    ],
)  # fmt: skip
def test_the_days_that_are_asked_for(atlas: Atlas, asked: dict[str, str], names: str) -> None:
    net = network(atlas, project="bipartite", **asked)
    found = {n.iri.rpartition("/")[2] for n in net.nodes if n.values["type"] == "Agreement"}
    assert found == {name for name in names.split() if "communique" not in name}


def test_ten_parties_share_one_agreement(atlas: Atlas) -> None:
    net = network(atlas, kind="solidarity")
    assert [(edge.values["weight"], edge.values["share"]) for edge in net.edges] == [(1.0, 0.5)] * 3


def test_institutions_are_parties_and_no_cities(atlas: Atlas) -> None:
    assert {node.values["type"] for node in network(atlas).nodes} == {"City"}
    kinds = {node.values["type"] for node in network(atlas, project="bipartite").nodes}
    assert kinds == {"City", "Institution", "Agreement"}


def test_networkx_reads_cytoscape_json(atlas: Atlas) -> None:
    net = network(atlas)
    graph = nx.cytoscape_graph(json.loads(FORMATS["cyjs"][1](net)))
    assert set(graph.nodes) == {node.iri for node in net.nodes}
    assert graph.nodes[DUS]["latitude"] == 51.22
    assert graph.edges[DUS, MOSCOW]["kinds"] == ["communique", "twinning"]
    assert graph.edges[DUS, MOSCOW]["weight"] == 2.0


def test_geojson_goes_along_great_circles_and_is_cut(atlas: Atlas) -> None:
    features = {f["id"]: f for f in json.loads(FORMATS["geojson"][1](network(atlas)))["features"]}
    angeles, suva, tokyo = (
        f"los-angeles-5368361 {BASE}id/city/{x}" for x in ("suva-2198148", "tokyo-1850147", "")
    )
    line = features[f"{BASE}id/city/{angeles}"]["geometry"]["coordinates"]
    assert len(line) == 2
    assert {abs(line[0][-1][0]), abs(line[1][0][0])} == {180.0}
    assert line[0][-1][1] == line[1][0][1]
    far = features[f"{BASE}id/city/{suva}"]["geometry"]["coordinates"]
    assert max(lat for piece in far for _, lat in piece) > 45, "the way to Tokyo leads past Alaska"
    assert tokyo
    for feature in features.values():
        pieces = feature["geometry"]["coordinates"]
        for piece in pieces if feature["geometry"]["type"] == "MultiLineString" else [[pieces]]:
            assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in piece)


def test_gdal_reads_geojson(atlas: Atlas, tmp_path: Path) -> None:
    path, net = tmp_path / "net.geojson", network(atlas)
    path.write_bytes(FORMATS["geojson"][1](net))
    count = len(net.nodes) + len(net.edges)
    if program := shutil.which("ogrinfo"):
        told = subprocess.run(
            [program, "-al", "-so", path], capture_output=True, text=True, check=True
        ).stdout
        assert f"Feature Count: {count}" in told
        return
    pyogrio = pytest.importorskip("pyogrio", reason="neither ogrinfo nor pyogrio, which brings GDAL")
    info = pyogrio.read_info(path)
    types = dict(zip(info["fields"], info["ogr_types"], strict=True))
    assert (info["features"], info["crs"]) == (count, "EPSG:4326")
    assert (types["weight"], types["start"], types["kinds"]) == ("OFTReal", "OFTDate", "OFTStringList")


def test_csv_by_the_library_of_python(atlas: Atlas) -> None:
    net = network(atlas)
    rows = list(csv.DictReader(io.StringIO(FORMATS["edges.csv"][1](net).decode(), newline="")))
    assert [(row["source"], row["target"]) for row in rows] == [(e.source, e.target) for e in net.edges]
    assert [float(row["weight"]) for row in rows] == [edge.values["weight"] for edge in net.edges]
    nodes = list(csv.reader(io.StringIO(FORMATS["nodes.csv"][1](net).decode(), newline="")))
    assert nodes[0][:3] == ["id", "label", "type"]
    assert [row[0] for row in nodes[1:]] == [node.iri for node in net.nodes]


def test_no_cell_is_a_formula() -> None:
    made = atlas_of(bond("one", ("x:a", "x:b"), None, None))
    named = Atlas(made.generation, made.bonds, made.places, {"x:a": {None: "=1+1"}, "x:b": {None: "B"}})
    assert ",'=1+1," not in FORMATS["nodes.csv"][1](network(made)).decode()
    assert "x:a,'=1+1," in FORMATS["nodes.csv"][1](network(named)).decode()


def test_names_that_no_xml_holds() -> None:
    made = atlas_of(bond("one", ("x:a", "x:b"), None, None))
    named = Atlas(made.generation, made.bonds, made.places, {"x:a": {None: 'a\x00<&"b'}, "x:b": {None: "B"}})
    net = network(named)
    assert nx.parse_graphml(FORMATS["graphml"][1](net).decode()).nodes["x:a"]["label"] == 'a<&"b'
    graph = nx.read_gexf(io.BytesIO(FORMATS["gexf"][1](net)), version="1.3")
    assert graph.nodes["x:a"]["label"] == 'a<&"b'


def test_pandas_reads_csv_and_parquet_alike(atlas: Atlas) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    net = network(atlas)
    for part, things in (("nodes", net.nodes), ("edges", net.edges)):
        table = pandas.read_parquet(io.BytesIO(FORMATS[f"{part}.parquet"][1](net)))
        text = pandas.read_csv(io.BytesIO(FORMATS[f"{part}.csv"][1](net)))
        assert list(table.columns) == list(text.columns)
        assert list(table["label"]) == list(text["label"]) == [thing.values["label"] for thing in things]
    assert str(table["weight"].dtype) == "float64"
    assert [set(kinds) for kinds in table["kinds"]] == [set(edge.values["kinds"]) for edge in net.edges]
    assert [day for day in table["start"] if day] == [
        edge.values["start"] for edge in net.edges if "start" in edge.values
    ]


@pytest.mark.parametrize("ending", FORMATS)
def test_equal_datasets_equal_bytes(atlas: Atlas, world: EmbeddedStore, ending: str) -> None:
    if "parquet" in ending:
        pytest.importorskip("pyarrow")
    write, again = FORMATS[ending][1], read_atlas(world)
    assert write(network(atlas)) == write(network(again))


def test_the_command_writes_what_the_server_answers(world: EmbeddedStore, tmp_path: Path) -> None:
    with serving(world, Settings()) as url:
        for ending in ("gexf", "graphml", "geojson", "cyjs", "nodes.csv", "edges.csv"):
            asked = {"kind": "twinning", "from": "1980", "until": "1999", "lang": "en"}
            answer = httpx.get(f"{url}/network.{ending}", params=asked)
            assert (answer.status_code, answer.headers["content-type"]) == (200, FORMATS[ending][0])
            assert f'.{ending}"' in answer.headers["content-disposition"]
            path = tmp_path / f"net.{ending}"
            options = ("--kind", "twinning", "--from", "1980", "--until", "1999", "-o", path)
            done = run("network", "--store", world.folder, *options)
            assert (done.returncode, done.stdout) == (0, ""), done.stderr
            assert path.read_bytes() == answer.content
            etag = {"If-None-Match": answer.headers["etag"]}
            assert httpx.get(str(answer.url), headers=etag).status_code == 304
        far = run("network", "--store", f"{url}/sparql", *options[:-1], tmp_path / "far.edges.csv")
        assert far.returncode == 0, far.stderr
        assert (tmp_path / "far.edges.csv").read_bytes() == (tmp_path / "net.edges.csv").read_bytes()
        wrong = httpx.get(f"{url}/network.gexf?at=1990", headers={"Accept": "application/json"})
        assert (wrong.status_code, wrong.json()["rule"]) == (422, "at")
        placeless = httpx.get(
            f"{url}/network.geojson?project=bipartite", headers={"Accept": "application/json"}
        )
        assert placeless.status_code == 422


def test_one_name_stands_for_two_tables(world: EmbeddedStore, tmp_path: Path) -> None:
    done = run("network", "--store", world.folder, "-o", tmp_path / "net.csv")
    assert done.returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["net.edges.csv", "net.nodes.csv"]
    assert re.search(r"net\.nodes\.csv: 9 nodes, \d+ edges", done.stderr)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("-o", "net.docx"), "end the name with one of .csv, .cyjs, .geojson"),
        (("-o", "net.gexf", "--kind", "love"), "kind='love' is none of twinning"),
        (("-o", "net.gexf", "--from", "soon"), "from='soon' is no year"),
        (("-o", "net.gexf", "--at", "1990-02-30"), "at='1990-02-30' is no"),
        (("-o", "net.gexf", "--at", "1990-02-03", "--until", "1991"), "give the one or the others"),
        (("-o", "net.gexf", "--project", "houses"), "project='houses' is none of cities, bipartite"),
    ],
)
def test_what_cannot_be_is_told(
    world: EmbeddedStore, tmp_path: Path, options: tuple[str, ...], message: str
) -> None:
    done = run("network", "--store", world.folder, *options, cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert message in done.stderr
    assert not list(tmp_path.iterdir())


def test_spells_that_touch_are_one() -> None:
    day = date.fromisoformat
    spells = [(day("2000-01-01"), day("2000-12-31")), (day("2001-01-01"), None), (None, None)]
    assert join_spells(spells) == ((day("2000-01-01"), None),)
    assert join_spells([(None, None)]) == ()
