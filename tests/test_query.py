"""Headers are read, parameters become terms, names become cities."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from sample import iri, node, open_store, quads
from twingraph.errors import QueryError, UnknownNameError
from twingraph.query import NamedQuery, Parameter, bind_query, find_city, load_query, parse_value, read_query
from twingraph.store.embedded import EmbeddedStore

_CITY = Parameter("city", "city", None, False, {"en": "the city"})
_DAY = Parameter("on", "date", "2020-01-01", False, {"en": "the day"})
_KIND = Parameter("kind", "kind", None, True, {"en": "the kind"})

_YEARS = Parameter("years", "integer", None, True, {"en": "how many years"})


def _query(*parameters: Parameter, sparql: str = "SELECT * { ?city ?p ?o }") -> NamedQuery:
    return NamedQuery("test", {"en": "Test"}, {}, sparql, parameters)


@pytest.mark.parametrize(
    ("text", "city"),
    [
        pytest.param("Moskau", "id:city/moscow-524901", id="german"),
        pytest.param("moscow", "id:city/moscow-524901", id="english-lower-case"),
        pytest.param("Москва", "id:city/moscow-524901", id="russian"),
        pytest.param("DÜSSELDORF", "id:city/duesseldorf-2934246", id="upper-case"),
        pytest.param("id:city/warsaw-756135", "id:city/warsaw-756135", id="curie"),
        pytest.param("https://w3id.org/twingraph/id/city/x-1", "id:city/x-1", id="iri"),
    ],
)
def test_city_by_name(sample_store: EmbeddedStore, text: str, city: str) -> None:
    assert find_city(sample_store, text) == node(city)


def test_a_name_of_two_cities_lists_both(tmp_path: Path) -> None:
    twin = [
        ox.Quad(node("id:city/warsaw-4927854"), node("rdf:type"), node("tg:City")),
        ox.Quad(node("id:city/warsaw-4927854"), node("rdfs:label"), ox.Literal("Warsaw", language="en")),
    ]
    store = open_store(tmp_path, [*quads(), *twin])
    with pytest.raises(ValueError, match="id:city/warsaw-4927854, id:city/warsaw-756135"):
        find_city(store, "Warsaw")


@pytest.mark.parametrize(
    ("kind", "text", "term"),
    [
        pytest.param("kind", "twinning", node("kind:twinning"), id="concept-name"),
        pytest.param("kind", "kind:twinning", node("kind:twinning"), id="concept-curie"),
        pytest.param("topic", iri("topic:youth"), node("topic:youth"), id="concept-iri"),
        pytest.param("integer", "-3", ox.Literal(-3), id="integer"),
        pytest.param("string", '"} ; CLEAR ALL #', ox.Literal('"} ; CLEAR ALL #'), id="string-that-injects"),
        pytest.param(
            "iri", "<https://a.example/k%C3%B6ln>", ox.NamedNode("https://a.example/k%C3%B6ln"), id="iri"
        ),
        pytest.param("date", "2020-02-29", ox.Literal("2020-02-29", datatype=node("xsd:date")), id="date"),
    ],
)
def test_values(sample_store: EmbeddedStore, kind: str, text: str, term: ox.NamedNode | ox.Literal) -> None:
    assert parse_value(sample_store, kind, text) == term


@pytest.mark.parametrize(
    ("values", "message"),
    [
        pytest.param({}, "parameter 'city' is missing, e.g. Düsseldorf", id="missing"),
        pytest.param({"town": "x"}, "parameter 'town'; it takes: city, kind, on, years", id="unknown"),
        pytest.param({"city": "Atlantis"}, "'Atlantis' names no city of the graph", id="no-city"),
        pytest.param(
            {"city": "Moskau", "on": "soon"}, "'soon' is no date; give e.g. 2020-07-01", id="no-date"
        ),
        pytest.param(
            {"city": "Moskau", "on": "2021-02-29"},
            "parameter 'on': '2021-02-29' is no day of the calendar; give e.g. 2020-07-01",
            id="no-such-day",
        ),
        pytest.param(
            {"city": "Moskau", "years": "x"},
            "parameter 'years': 'x' is no whole number; give e.g. 12",
            id="no-integer",
        ),
        pytest.param(
            {"city": "Moskau", "kind": "love"}, "'love' is no kind; give e.g. twinning", id="no-kind"
        ),
        pytest.param({"city": "x:> } #"}, "'x:> } #' is no IRI", id="injection"),
    ],
)
def test_bad_values_are_named(sample_store: EmbeddedStore, values: dict[str, str], message: str) -> None:
    with pytest.raises(QueryError) as caught:
        bind_query(sample_store, _query(_CITY, _DAY, _KIND, _YEARS), values)
    assert message in str(caught.value)


def test_values_trail_the_query_in_one_clause(sample_store: EmbeddedStore) -> None:
    bound = bind_query(sample_store, _query(_CITY, _DAY), {"city": "Moskau"})
    assert bound.endswith(
        f'VALUES (?city ?on) {{ (<{iri("id:city/moscow-524901")}> "2020-01-01"^^<{iri("xsd:date")}>) }}\n'
    )
    assert list(sample_store.query(bound))


def test_values_go_where_the_query_says(sample_store: EmbeddedStore) -> None:
    sparql = "SELECT * {\n  # values of the parameters\n  FILTER(?on = ?on) }"
    bound = bind_query(sample_store, _query(_DAY, _KIND, sparql=sparql), {})
    assert "{\nVALUES ?on {" in bound
    assert len(list(sample_store.query(bound))) == 1


def test_unknown_names_list_the_known() -> None:
    with pytest.raises(UnknownNameError, match="renewal_gaps"):
        load_query("no_such_query")


@pytest.mark.parametrize("name", ["../secret", "pages/city_partners", "README.md"])
def test_a_name_is_no_path(name: str) -> None:
    with pytest.raises(UnknownNameError):
        load_query(name)


def test_header_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(
        "# title: Mine\n# title@de: Meine\n# question: What?\n"
        "# parameter kind: kind? = twinning | the kind | die Art\nSELECT * {}\n",
        encoding="utf-8",
    )
    query = load_query(str(path))
    assert (query.title, query.question) == ({"en": "Mine", "de": "Meine"}, {"en": "What?"})
    assert query.parameters == (
        Parameter("kind", "kind", "twinning", True, {"en": "the kind", "de": "die Art"}),
    )


def test_a_broken_header_says_what_it_should_be(tmp_path: Path) -> None:
    path = tmp_path / "broken.rq"
    path.write_text("# parameter x = 3\nSELECT * {}", encoding="utf-8")
    with pytest.raises(QueryError, match=r"broken\.rq.*write '# parameter name: type"):
        read_query(path)
