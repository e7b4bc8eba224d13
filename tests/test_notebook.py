"""One suite for what a notebook gets: from a store's folder, from our server, and from Oxigraph's."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

import sample
import twingraph
from conftest import serving
from engines import oxigraph
from twingraph.errors import (
    ExtraError,
    QueryError,
    QueryRefused,
    QuerySyntaxError,
    StoreError,
    UnknownNameError,
)
from twingraph.iris import expand
from twingraph.model import PartialDate
from twingraph.notebook.graph import Graph
from twingraph.notebook.table import Table
from twingraph.notebook.values import Text, kind_of_column
from twingraph.query import load_queries
from twingraph.settings import Settings
from twingraph.store import EmbeddedStore, RemoteStore

EX = "https://example.org/"
NAMES = ("day", "year", "month", "some", "whole", "exact", "real", "yes", "when", "name", "mixed")
PATTERNS = "\n".join(f"OPTIONAL {{ ?s <{EX}{name}> ?{name} }}" for name in NAMES)
TYPED = f"SELECT ?n ?{' ?'.join(NAMES)} {{ ?s <{EX}number> ?n\n{PATTERNS} }} ORDER BY ?n"
THINGS: list[dict[str, tuple[str, str]]] = [
    {
        "number": ("1", "integer"), "day": ("1992-05-03", "date"), "year": ("1992", "gYear"),
        "month": ("1992-05", "gYearMonth"), "some": ("1992", "gYear"), "whole": ("12", "nonNegativeInteger"),
        "exact": ("0.95", "decimal"), "real": ("0.5", "double"), "yes": ("true", "boolean"),
        "when": ("2020-01-31T10:00:00Z", "dateTime"), "name": ("Köln", "de"), "mixed": ("1", "integer"),
    },
    {
        "number": ("2", "integer"), "day": ("1356-01-01", "date"), "year": ("1356", "gYear"),
        "month": ("2024-02", "gYearMonth"), "some": ("1992-05-03", "date"), "whole": ("3", "integer"),
        "exact": ("12.5", "decimal"), "real": ("INF", "double"), "yes": ("false", "boolean"),
        "when": ("2020-01-31T12:00:00+01:00", "dateTime"), "name": ("Cologne", "en"),
        "mixed": ("one", "string"),
    },
    {"number": ("3", "integer")},
]  # fmt: skip


def typed() -> Iterator[ox.Quad]:
    """Yield things with a value of each datatype; the third has a number only."""
    for number, about in enumerate(THINGS):
        for name, (text, kind) in about.items():
            tagged = len(kind) == 2
            datatype = None if tagged else ox.NamedNode(expand(f"xsd:{kind}"))
            value = ox.Literal(text, language=kind) if tagged else ox.Literal(text, datatype=datatype)
            yield ox.Quad(ox.NamedNode(f"{EX}{number}"), ox.NamedNode(EX + name), value)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store with the sample and the typed things."""
    place = tmp_path_factory.mktemp("notebook") / "store"
    sample.open_store(place, [*sample.quads(), *typed()], sample.texts()).close()
    return place


@pytest.fixture(scope="session")
def local(folder: Path) -> Iterator[Graph]:
    with twingraph.open(folder) as graph:
        yield graph


@pytest.fixture(scope="session", params=["folder", "server", "oxigraph"])
def graph(
    request: pytest.FixtureRequest, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Graph]:
    """The same graph from each place."""
    if request.param == "folder":
        yield request.getfixturevalue("local")
    elif request.param == "server":
        with EmbeddedStore(folder) as store, serving(store, Settings()) as url:
            yield twingraph.open(url)
    else:
        with oxigraph(tmp_path_factory.mktemp("engine")) as url:
            RemoteStore(url).publish([*sample.quads(), *typed()])
            yield twingraph.open(url)


def rows(table: Table) -> list[tuple[str, ...]]:
    return sorted(tuple(map(str, row)) for row in table.terms)


# Questions


@pytest.mark.parametrize("name", sorted(load_queries()))
def test_every_question_is_answered_alike(graph: Graph, local: Graph, name: str) -> None:
    asked, known = graph.query(name), local.query(name)
    assert asked.columns == known.columns
    assert rows(asked) == rows(known)
    assert asked.kinds == known.kinds


def test_values_of_a_question_are_bound_as_its_header_types_them(graph: Graph) -> None:
    table = graph.query("city_links", city="Düsseldorf", on=date(2020, 7, 1))
    assert table == table[:]
    assert len(table) == 5
    assert "https://w3id.org/twingraph/id/city/moscow-524901" in table["partner"]
    assert rows(graph.query("city_links", city="id:city/duesseldorf-2934246", on="2020-07-01")) == rows(table)
    assert len(graph.query("agreements_in_force", on="1950-01-01", kind=None)) == 0


def test_values_of_other_sparql_are_bound_by_their_own_type(graph: Graph) -> None:
    text = "SELECT ?s ?n { ?s <https://example.org/number> ?n }"
    assert [row.n for row in graph.query(text, n=2)] == [2]
    assert [row["n"] for row in graph.query(text, s=EX + "0")] == [1]
    assert [row[1] for row in graph.query(text, s=rdflib.URIRef(EX + "0"), n=rdflib.Literal(1))] == [1]
    assert len(graph.query("SELECT ?s { ?s <https://example.org/name> ?n }", n="Köln")) == 0
    assert len(graph.query("SELECT ?s { ?s <https://example.org/name> ?n }", n=Text("Köln", "de"))) == 1
    for name, value in (("year", PartialDate(1992)), ("exact", Decimal("12.5")), ("day", date(1356, 1, 1))):
        found = graph.query(f"SELECT ?s {{ ?s <{EX}{name}> ?v }}", v=value)
        assert len(found) == 1, name


def test_values_are_seen_by_groups_and_filters(graph: Graph) -> None:
    grouped = f"SELECT (COUNT(?s) AS ?n) {{ ?s <{EX}number> ?number FILTER(?number < ?most) }}"
    assert [row.n for row in graph.query(grouped, most=3)] == [2]
    by_city = """# parameter city: city | the city | die Stadt
    SELECT ?kind (COUNT(?agreement) AS ?n) WHERE {
      ?agreement <https://w3id.org/twingraph/ns#party> ?city ; <https://w3id.org/twingraph/ns#kind> ?kind
    } GROUP BY ?kind ORDER BY ?kind"""
    one, all_ = graph.query(by_city, city="Moskau"), graph.query(by_city.partition("\n")[2])
    assert 0 < sum(one["n"]) < sum(all_["n"])  # type: ignore[arg-type]
    inner = f"SELECT ?n {{ {{ SELECT ?s ?n {{ ?s <{EX}number> ?n }} }} }}"
    assert [row.n for row in graph.query(inner, n=2)] == [2]
    nested = f"SELECT ?n {{ SELECT ?s ?n {{ ?s <{EX}number> ?n }} }}"
    assert [row.n for row in graph.query(nested, n=2)] == [2]
    with_form = f"SELECT (EXISTS {{ ?x ?y ?z }} AS ?e) ?n {{ ?s <{EX}number> ?n }}"
    assert [row.n for row in graph.query(with_form, n=2)] == [2]


def test_a_header_types_the_values_of_a_query_of_ones_own(graph: Graph, tmp_path: Path) -> None:
    text = (
        "# title: Partners\n# parameter city: city | the city | die Stadt\n"
        "SELECT ?partner { ?city <https://w3id.org/twingraph/ns#partnerOf> ?partner } ORDER BY ?partner"
    )
    path = tmp_path / "partners.rq"
    path.write_text(text)
    assert len(graph.query(text, city="Düsseldorf")) == 5
    assert rows(graph.query(path, city="Moskau")) == rows(graph.query(str(path), city="Moscow")) != []


def test_truth_and_triples_are_tables_too(graph: Graph) -> None:
    assert [tuple(row) for row in graph.query("ASK { ?s ?p ?o }")] == [(True,)]
    found = graph.query(f"CONSTRUCT {{ <{EX}a> <{EX}b> ?n }} {{ ?s <{EX}number> ?n }}")
    assert found.columns == ("subject", "predicate", "object")
    assert sorted(found["object"]) == [1, 2, 3]  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("text", "values", "error", "words"),
    [
        ("SELECT * { ?s ?p }", {}, QuerySyntaxError, "expected"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", {}, QueryRefused, "SERVICE"),
        ("INSERT DATA { <a:b> <a:c> 1 }", {}, QueryRefused, "update"),
        ("no_such_question", {}, UnknownNameError, "one of: agreement_topics"),
        ("city_links", {"city": "Atlantis"}, QueryError, "names no city"),
        ("city_links", {"town": "Bonn"}, QueryError, "it takes: city, on"),
        ("SELECT ?s { ?s ?p ?o }", {"x": 1}, QueryError, r"no variable \?x; it has: o, p, s"),
        ("SELECT ?s { ?s ?p ?o }", {"o": object()}, QueryError, "which has no term"),
        ("SELECT (<https://example.org/f>(?s) AS ?x) { ?s ?p ?o }", {}, QueryError, "example.org/f"),
    ],
)
def test_mistakes_are_told_alike(
    graph: Graph, text: str, values: dict[str, object], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        graph.query(text, **values)


# Types


def test_values_have_the_types_of_their_datatypes(graph: Graph) -> None:
    first, second, third = graph.query(TYPED)
    assert first.as_dict() == {
        "n": 1, "day": date(1992, 5, 3), "year": PartialDate(1992), "month": PartialDate(1992, 5),
        "some": PartialDate(1992), "whole": 12, "exact": Decimal("0.95"), "real": 0.5, "yes": True,
        "when": datetime(2020, 1, 31, 10, tzinfo=UTC), "name": "Köln", "mixed": 1,
    }  # fmt: skip
    assert (first.name.language, second.name.language) == ("de", "en")
    assert (second.real, second.mixed, second.some) == (float("inf"), "one", date(1992, 5, 3))
    assert set(third[1:]) == {None}


def test_columns_have_the_type_that_their_values_share(graph: Graph) -> None:
    assert graph.query(TYPED).kinds == {
        "n": "integer", "day": "date", "year": "partial", "month": "partial", "some": "partial",
        "whole": "integer", "exact": "decimal", "real": "double", "yes": "boolean", "when": "datetime",
        "name": "string", "mixed": "string",
    }  # fmt: skip


def test_arrow_has_every_value(graph: Graph) -> None:
    pa = pytest.importorskip("pyarrow")
    arrow = graph.query(TYPED).to_arrow(bounds=True, languages=True)
    types = {field.name: field.type for field in arrow.schema}
    assert types["day"] == types["some_first"] == pa.date32()
    assert types["exact"] == pa.decimal128(4, 2)
    assert (types["whole"], types["yes"], types["real"]) == (pa.int64(), pa.bool_(), pa.float64())
    assert types["when"] == pa.timestamp("us", tz="UTC")
    assert arrow.column("exact").to_pylist() == [Decimal("0.95"), Decimal("12.50"), None]
    assert arrow.column("some").to_pylist() == ["1992", "1992-05-03", None]
    assert arrow.column("some_last").to_pylist() == [date(1992, 12, 31), date(1992, 5, 3), None]
    assert arrow.column("month_last").to_pylist() == [date(1992, 5, 31), date(2024, 2, 29), None]
    assert arrow.column("name_language").to_pylist() == ["de", "en", None]
    assert arrow.column("mixed").to_pylist() == ["1", "one", None]
    about = arrow.schema.field("some").metadata
    assert about == {b"kind": b"partial", b"datatypes": b"xsd:date xsd:gYear"}


def test_pandas_computes_with_it(graph: Graph) -> None:
    pytest.importorskip("pyarrow")
    pd = pytest.importorskip("pandas")
    frame = graph.query(TYPED).to_pandas()
    assert [str(frame[name].dtype) for name in ("whole", "yes", "exact", "real")] == [
        "Int64", "boolean", "float64", "float64"
    ]  # fmt: skip
    assert frame["day"].dtype.kind == "M"
    assert frame["day"].dt.year.tolist()[:2] == [1992, 1356]
    assert frame["exact"].mean() == pytest.approx(6.725)
    assert (frame["whole"].sum(), frame["whole"].isna().tolist()) == (15, [False, False, True])
    assert frame["when"].iloc[0] == pd.Timestamp("2020-01-31T10:00Z")
    assert frame.attrs["kinds"]["year"] == "partial"
    assert list(frame["year"].dropna()) == ["1992", "1356"]


def test_polars_has_the_types_of_arrow(graph: Graph) -> None:
    pytest.importorskip("pyarrow")
    pl = pytest.importorskip("polars")
    frame = graph.query(TYPED).to_polars(bounds=True)
    assert frame.schema["day"] == frame.schema["year_first"] == pl.Date
    assert frame.schema["exact"].is_decimal()
    assert frame["whole"].to_list() == [12, 3, None]
    assert frame["exact"].sum() == Decimal("13.45")


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        ([("1992", "gYear"), ("1992-05", "gYearMonth")], "partial"),
        ([("1", "integer"), ("0.5", "decimal")], "decimal"),
        ([("0.5", "decimal"), ("1e0", "double")], "double"),
        ([("abc", "integer")], "string"),
        ([("1_000", "integer")], "string"),
        ([("20200131", "date")], "string"),
        ([("2020-01-31Z", "date")], "string"),
        ([("1992-13", "gYearMonth")], "string"),
        ([("0000", "gYear")], "string"),
        ([("-0044", "gYear")], "string"),
        ([("yes", "boolean")], "string"),
        ([("P1Y", "duration")], "string"),
        ([], "string"),
    ],
)
def test_what_a_column_is(texts: list[tuple[str, str]], kind: str) -> None:
    literals = [ox.Literal(text, datatype=ox.NamedNode(expand(f"xsd:{name}"))) for text, name in texts]
    assert kind_of_column(literals) == kind


def column(*texts: tuple[str, str]) -> Table:
    return Table(("x",), [(ox.Literal(t, datatype=ox.NamedNode(expand(f"xsd:{d}"))),) for t, d in texts])


def test_numbers_too_large_for_a_column_are_not_rounded() -> None:
    pa = pytest.importorskip("pyarrow")
    huge = column((str(2**63), "integer"), ("1", "integer")).to_arrow()
    assert huge.column("x").to_pylist() == [Decimal(2**63), Decimal(1)]
    longer = column(("9" * 39, "integer")).to_arrow()
    assert (longer.schema.field("x").type, longer.column("x").to_pylist()) == (pa.string(), ["9" * 39])
    mixed = column(("2020-01-31T10:00:00", "dateTime"), ("2020-01-31T10:00:00Z", "dateTime")).to_arrow()
    assert mixed.schema.field("x").type == pa.string()
    plain = column(("2020-01-31T10:00:00.5", "dateTime")).to_arrow()
    assert plain.column("x").to_pylist() == [datetime(2020, 1, 31, 10, 0, 0, 500_000)]


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_a_missing_library_is_named_with_what_brings_it(
    local: Graph, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    ask = {"pandas": "to_pandas", "polars": "to_polars", "pyarrow": "to_arrow"}[library]
    with pytest.raises(ExtraError, match=rf"{library}.*pip install 'twingraph\[notebook\]'"):
        getattr(local.query("city_links"), ask)()


# Networks, quotes, rdflib


def test_the_network_is_that_of_the_file(graph: Graph, local: Graph, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "net.graphml"
    command = [sys.executable, "-m", "twingraph", "network", "--store", str(folder), "-o", str(file)]
    subprocess.run([*command, "--from", "1990"], check=True, capture_output=True)
    written, made = nx.read_graphml(file), graph.network(from_=1990)
    assert dict(made.nodes(data=True)) == dict(written.nodes(data=True))
    edges = {frozenset(ends): about for *ends, about in written.edges(data=True)}
    renamed = [(ends, dict(about)) for *ends, about in made.edges(data=True)]
    for _, about in renamed:
        about |= {"spells": about.pop("times")} if "times" in about else {}
    assert {frozenset(ends): about for ends, about in renamed} == edges
    assert len(made) > 1
    assert nx.utils.graphs_equal(graph.network(project="bipartite"), local.network(project="bipartite"))


def test_a_network_is_selected(graph: Graph) -> None:
    def edges(**asked: object) -> int:
        return graph.network(**asked).number_of_edges()  # type: ignore[arg-type]

    assert 0 < edges(kind="twinning") < edges()
    assert edges(kind=["twinning", "friendship"]) == edges(kind="twinning") + edges(kind="friendship")
    assert edges(at=date(2020, 1, 1)) == edges(at="2020-01-01") > 0
    assert edges(until=PartialDate(1900)) == 0
    assert edges(city="Moskau") == edges(country="RU") == 1
    for wrong in ({"kind": "marriage"}, {"at": "1990"}, {"city": "Atlantis"}, {"project": "trees"}):
        with pytest.raises(QueryError):
            edges(**wrong)


def test_a_small_network_is_drawn_alike_each_time(graph: Graph, local: Graph) -> None:
    network = graph.network()
    picture = network._repr_svg_()
    assert picture is not None
    assert picture == local.network()._repr_svg_()
    assert f"<p><small>{len(network)} nodes" in network._repr_html_()
    assert picture.count("<circle") + picture.count('fill="#2b62a8"') == len(network)
    assert isinstance(network.subgraph(list(network)[:2]).copy(), type(network))


def test_a_large_network_is_counted_only(graph: Graph) -> None:
    network = graph.network()
    network.add_nodes_from(range(200))
    assert network._repr_svg_() is None
    assert "take a subgraph" in network._repr_html_()


def test_networkx_writes_and_measures_it(graph: Graph, tmp_path: Path) -> None:
    network = graph.network(project="bipartite")
    nx.write_gexf(network, tmp_path / "net.gexf")
    nx.write_graphml(network, tmp_path / "net.graphml")
    assert nx.is_bipartite(network)
    assert set(nx.degree_centrality(network)) == set(network)


def test_explanations_are_alike(graph: Graph, local: Graph) -> None:
    found = graph.explain("Moskau")
    assert list(found) == list(local.explain("id:city/moscow-524901"))
    table = found.table()
    assert {"words", "release", "start"} < set(table.columns)
    quoted = next(row for row in table if row.words)
    assert sample.texts()[quoted.release][quoted.start : quoted.end] == quoted.words
    assert quoted.words in found._repr_html_()
    with pytest.raises(UnknownNameError, match="did you mean"):
        graph.explain("Moskaw")


def test_rdflib_gets_all_of_it(graph: Graph) -> None:
    dataset = graph.to_rdflib()
    texts = {
        f"{s.n3()} {p.n3()} {o.n3()} {g.n3() if g is not None else ''}".strip()
        for s, p, o, g in dataset.quads()
    }
    assert len(texts) == len(set(map(str, [*sample.quads(), *typed()])))
    tg = rdflib.Namespace("https://w3id.org/twingraph/ns#")
    cities = set(dataset.graph(DATASET_DEFAULT_GRAPH_ID).subjects(rdflib.RDF.type, tg.City))
    assert len(cities) == len(graph.query("SELECT ?c { ?c a <https://w3id.org/twingraph/ns#City> }"))
    names = dataset.graph(DATASET_DEFAULT_GRAPH_ID).objects(
        rdflib.URIRef(EX + "0"), rdflib.URIRef(EX + "name")
    )
    assert list(names) == [rdflib.Literal("Köln", lang="de")]


# What is shown


def test_tables_show_themselves(graph: Graph) -> None:
    table = graph.query(TYPED)
    page = table._repr_html_()
    assert '<span lang="de">Köln</span> <small>de</small>' in page
    assert "3 rows" in page
    assert "3 rows" in repr(table)
    many = graph.query("SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 60")
    assert "the first 20 of 60 rows" in many._repr_html_()
    assert many._repr_html_().count("<tr>") == 21
    assert "generation" in graph._repr_html_()


def test_nothing_that_data_say_becomes_markup_or_a_script() -> None:
    terms = [ox.NamedNode("javascript:alert(1)"), ox.Literal("<script>x</script>", language="en"), None]
    page = Table(("<b>", "b", "c"), [terms])._repr_html_()
    assert "<script" not in page
    assert "href" not in page
    assert "<b>" not in page


def test_rows_are_read_by_place_name_and_dot(local: Graph) -> None:
    row = local.query("agreements_in_force")[0]
    assert row["from"] == row[3]
    assert row.agreement == row[0] == row["agreement"]
    with pytest.raises(AttributeError, match="it has: agreement, label"):
        _ = row.town
    with pytest.raises(KeyError, match="it has: agreement, label"):
        row["town"]


def test_questions_are_listed(local: Graph) -> None:
    assert local.questions()["name"] == sorted(load_queries())


def test_to_import_it_is_light() -> None:
    code = "import sys, twingraph; print(len(sys.modules)); print(*sys.modules)"
    command = [sys.executable, "-S", "-c", code]
    source = str(Path(twingraph.__file__).parents[1])
    done = subprocess.run(command, env={"PYTHONPATH": source}, check=True, capture_output=True, text=True)
    assert not {"pyoxigraph", "rdflib", "networkx", "numpy", "typing", "pathlib"} & set(done.stdout.split())


# Opening


def test_a_folder_without_a_store_and_one_without_a_build(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store here"):
        twingraph.open(tmp_path)
    EmbeddedStore(tmp_path / "new", create=True).close()
    with pytest.raises(StoreError, match="nothing is published there yet"):
        twingraph.open(tmp_path / "new")


def test_a_folder_stays_at_its_generation_until_it_is_told(tmp_path: Path) -> None:
    quads = list(typed())
    store = sample.open_store(tmp_path / "store", quads[:5])
    with twingraph.open(tmp_path / "store") as graph:
        before = graph.generation
        store.publish(quads)
        assert len(graph.query("SELECT * { ?s ?p ?o }")) == 5
        assert graph.query("ASK {}").generation == before
        assert graph.reload()
        assert len(graph.query("SELECT * { ?s ?p ?o }")) == len(quads)
        assert graph.generation == store.generation != before
