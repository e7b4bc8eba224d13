"""Each question parses, has a whole header, and finds known rows in the sample."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from sample import iri
from twingraph.query import GROUPS, bind_query, load_queries, run_query
from twingraph.store.embedded import EmbeddedStore

QUERIES = load_queries()

KNOWN = [
    pytest.param(
        "city_links",
        {"city": "Düsseldorf", "on": "1990-01-01"},
        [
            {"partner": "id:city/chemnitz-2940132", "kindLabel": "town twinning", "since": "1988"},
            {"partner": "id:city/reading-2639577"},
            {"partner": "id:city/warsaw-756135", "since": "1989"},
        ],
        3,
        id="partners-on-a-day",
    ),
    pytest.param(
        "agreements_in_force",
        {"on": "2020-06-30", "kind": "cooperation"},
        [
            {
                "agreement": "id:agreement/cooperation.2017.duesseldorf-2934246.toulouse-2972315",
                "until": "2020-07-01",
            }
        ],
        1,
        id="last-day-but-one",
    ),
    pytest.param(
        "renewal_gaps",
        {"city": "Toulouse"},
        [{"ended": "2020-07-01", "began": "2021-01-22", "gapDays": "205"}],
        1,
        id="toulouse-205-days",
    ),
    pytest.param("renewal_gaps", {"city": "Moskau"}, [], 0, id="the-next-day-is-no-gap"),
    pytest.param(
        "running_times",
        {},
        [{"kind": "kind:communique", "country": "RU", "longest": "5", "shortest": "4"}],
        None,
        id="years",
    ),
    pytest.param(
        "silent_relationships",
        {"on": "2025-06-01"},
        [{"label": "Städtepartnerschaft Düsseldorf – Moskau", "lastNews": "2019-10-10", "releases": "1"}],
        3,
        id="five-years-without-news",
    ),
    pytest.param(
        "agreements_by_year",
        {"kind": "twinning"},
        [{"year": "1988", "decade": "1980s", "agreements": "2"}],
        None,
        id="by-year",
    ),
    pytest.param(
        "signatories",
        {},
        [
            {
                "personName": "Jean-Luc Moudenc",
                "onBehalfOf": "id:city/toulouse-2972315",
                "role": "mayor",
                "signedOn": "2021-01-22",
            }
        ],
        None,
        id="who-signed",
    ),
    pytest.param("signing_mayors", {"city": "Toulouse"}, [{"signed": "1"}], 1, id="mayors"),
    pytest.param(
        "department_heads",
        {},
        [{"personName": "Hans-Georg Lohe"}, {"personName": "Alexander Kibovski"}],
        2,
        id="heads-of-department",
    ),
    pytest.param(
        "roles_attested",
        {"person": "id:person/thomas-geisel.duesseldorf-2934246"},
        [{"roleTitle": "Oberbürgermeister", "attestedOn": "2019-10-10"}],
        None,
        id="roles",
    ),
    pytest.param(
        "parties_beyond_cities", {}, [{"partyName": "Toulouse Metropolitan Region"}], 3, id="no-cities"
    ),
    pytest.param("signing_places", {}, [{"mode": "mode:video-conference"}], 1, id="by-video"),
    pytest.param(
        "hosting",
        {"city": "Düsseldorf"},
        [
            {"partnerName": "Moskau", "signedHere": "0", "signedThere": "1"},
            {"signedHere": "1", "signedThere": "0"},
        ],
        2,
        id="hosts",
    ),
    pytest.param(
        "agreement_topics",
        {"agreement": "id:agreement/communique.2019.duesseldorf-2934246.moscow-524901"},
        [{"topic": "topic:youth", "topicLabel": "youth", "isNew": None}],
        4,
        id="topics",
    ),
    pytest.param(
        "institution_cooperation",
        {"city": "Moskau"},
        [{"institutionName": "Museum Kuskowo", "projectName": "Gemeinsame Fotoausstellung"}],
        1,
        id="institutions",
    ),
    pytest.param(
        "project_status",
        {"status": "planned"},
        [{"name": "Gemeinsame Fotoausstellung", "lastReport": "2019-10-10"}],
        1,
        id="planned-projects",
    ),
    pytest.param(
        "fact_evidence",
        {"about": "id:agreement/cooperation.2017.duesseldorf-2934246.toulouse-2972315"},
        [{"words": "expired on 1 July 2020", "release": "toulouse-2021"}],
        None,
        id="words",
    ),
    pytest.param(
        "not_asserted",
        {"modality": "planned"},
        [{"words": "wollen gemeinsam Fotografien ausstellen"}],
        None,
        id="plans",
    ),
    pytest.param("contradictions", {}, [], 0, id="no-contradictions"),
    pytest.param("unexplained", {}, [], 0, id="no-ledger"),
    pytest.param("two_kinds", {}, [], 0, id="no-two-kinds"),
    pytest.param("register_differences", {}, [], 0, id="no-registers"),
]


def _rows(store: EmbeddedStore, name: str, values: dict[str, str]) -> list[dict[str, str | None]]:
    solutions = run_query(store, QUERIES[name], values)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return [{n: row[n].value if row[n] is not None else None for n in names} for row in solutions]


def _expanded(expected: dict[str, str | None]) -> dict[str, str | None]:
    return {k: iri(v) if v and re.match(r"(id|kind|topic|mode):", v) else v for k, v in expected.items()}


@pytest.mark.parametrize(("name", "values", "expected", "count"), KNOWN)
def test_known_rows(
    sample_store: EmbeddedStore,
    name: str,
    values: dict[str, str],
    expected: list[dict[str, str | None]],
    count: int | None,
) -> None:
    rows = _rows(sample_store, name, values)
    for wanted in map(_expanded, expected):
        assert any(wanted.items() <= row.items() for row in rows), (wanted, rows)
    assert count is None or len(rows) == count, rows


def test_every_question_has_known_rows() -> None:
    assert set(QUERIES) == {str(case.values[0]) for case in KNOWN}
    assert len(QUERIES) >= 12


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_header_and_order(sample_store: EmbeddedStore, name: str) -> None:
    query = QUERIES[name]
    assert set(query.title) == set(query.question) == {"en", "de"}
    assert query.group in GROUPS
    assert "ORDER BY" in query.sparql
    given = {p.name: p.default or p.example.split(",")[0] for p in query.parameters}
    sample_store.query(bind_query(sample_store, query, given))
