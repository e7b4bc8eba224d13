"""A selection shows the same agreements in every view, and its SPARQL finds the same rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from twingraph.iris import BASE, CONCEPTS, expand
from twingraph.serve.problem import Problem
from twingraph.serve.views.atlas import Atlas, read_atlas
from twingraph.serve.views.selection import Selection, parse_selection, select
from twingraph.serve.views.selection_query import write_query
from twingraph.store.embedded import EmbeddedStore

CITIES = ("duesseldorf-2934246", "moscow-524901", "toulouse-2972315", "reading-2639577")


@pytest.fixture(scope="module")
def atlas(sample_store: EmbeddedStore) -> Atlas:
    return read_atlas(sample_store)


def some_of(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


AGREEMENTS = (
    f"{BASE}id/agreement/friendship.duesseldorf-2934246.toulouse-2972315",
    f"{BASE}id/agreement/none",
)

near: dict[str, st.SearchStrategy[Any]] = {
    "focus": st.none() | st.sampled_from(tuple(f"{BASE}id/city/{city}" for city in CITIES)),
    "depth": st.integers(1, 3),
    "partners": st.integers(1, 3),
}
years = st.none() | st.integers(1945, 2030)
selections = st.builds(
    Selection,
    cities=some_of(tuple(f"{BASE}id/city/{city}" for city in CITIES)),
    countries=some_of(("DE", "FR", "RU", "GB", "XX")),
    kinds=some_of(tuple(expand(f"kind:{name}") for name in CONCEPTS["kind"])),
    statuses=some_of(tuple(expand(f"status:{name}") for name in CONCEPTS["status"])),
    topics=some_of(tuple(expand(f"topic:{name}") for name in CONCEPTS["topic"])),
    since=years,
    until=years,
    signed=years,
    undated=st.booleans(),
    agreements=some_of(AGREEMENTS),
    **near,
)


@given(
    asked=selections
    | st.builds(Selection, **near)
    | st.builds(Selection, since=years, until=years, undated=st.booleans())
)
def test_its_sparql_finds_the_same_agreements(
    sample_store: EmbeddedStore, atlas: Atlas, asked: Selection
) -> None:
    solutions = sample_store.query(write_query(asked))
    assert isinstance(solutions, ox.QuerySolutions)
    found = [row["agreement"].value for row in solutions]
    shown = [bond.iri for bond in select(atlas, asked)]
    assert found == shown


@pytest.mark.parametrize(
    ("asked", "least"),
    [
        pytest.param(Selection(), 5, id="all"),
        pytest.param(Selection(countries=("DE", "FR")), 1, id="two countries"),
        pytest.param(Selection(kinds=(expand("kind:twinning"),)), 1, id="kind"),
        pytest.param(Selection(signed=2019), 1, id="year of signing"),
        pytest.param(Selection(since=2020, until=2021), 1, id="period"),
        pytest.param(Selection(cities=(f"{BASE}id/city/{CITIES[0]}",)), 3, id="city"),
    ],
)
def test_a_selection_finds_something(atlas: Atlas, asked: Selection, least: int) -> None:
    assert least <= len(select(atlas, asked)) < len(atlas.bonds) + (asked == Selection())


@given(asked=selections)
def test_an_address_holds_the_whole_selection(asked: Selection) -> None:
    known = asked if asked.focus else replace(asked, depth=1)
    assert parse_selection(QueryParams(asked.parameters(BASE)), BASE) == known


def test_empty_fields_of_a_form_do_not_restrict() -> None:
    names = ("city", "country", "kind", "status", "topic", "since", "until", "signed", "undated")
    assert parse_selection(QueryParams([(name, " ") for name in names]), BASE).is_empty


@pytest.mark.parametrize(
    "query",
    ["country=Germany", "country=ß1", "kind=love", "since=soon", "until=19999", "signed=-5", "signed=0",
     "city=a%20b", "city=%3Ex", "topic=kind/x", "since=%D9%A1"],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused(query: str) -> None:
    with pytest.raises(Problem) as refusal:
        parse_selection(QueryParams(query), BASE)
    assert refusal.value.status == 422
    assert refusal.value.more["rule"] == query.partition("=")[0]


def test_names_follow_the_reader(atlas: Atlas) -> None:
    bond = select(atlas, replace(Selection(), signed=2019))[0]
    assert atlas.bond_name(bond, "de") != atlas.bond_name(bond, "en")
    assert "Moskau" in atlas.bond_name(bond, "de")
    assert "Moskau" not in atlas.bond_name(bond, "en")
