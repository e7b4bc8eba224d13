"""Entities of single releases -> one IRI per thing, whatever the order and the spelling."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_texts import GAZETTEER, extract, make_release
from twingraph.iris import BASE, mint_iri, slug
from twingraph.model import Entity, Evidence, Extraction, Fact, LinkedRelease, Literal, Span
from twingraph.resolve import link_releases

ULM, ANGERS, KIEL = 2820256, 3037656, 2891122
EVIDENCE = Evidence((Span(0, 1),), "made")


def town(number: int) -> Entity:
    return Entity(f"city/{number}", "City", GAZETTEER.place(number).name, ("geonames", str(number)))


def made(stem: str, *entities: Entity) -> Extraction:
    """Return a release that says of each entity only what it is."""
    facts = tuple(Fact(e.ref, "rdf:type", f"tg:{e.kind}", EVIDENCE) for e in entities)
    return Extraction(replace(make_release("x"), id=stem), entities, facts)


def person(name: str, number: int | None = None) -> Entity:
    return Entity(f"person/{slug(name)}", "Person", name, (name, *([f"@city/{number}"] if number else [])))


def iris(*extractions: Extraction, kind: str) -> list[set[str]]:
    """Return the IRIs of one kind of thing, release by release."""
    linked, _ = link_releases(extractions, GAZETTEER, BASE)
    return [{f.subject for f in r.facts if f.subject.startswith(f"{BASE}id/{kind}/")} for r in linked]


def test_a_town_is_its_name_and_number() -> None:
    linked, places = link_releases([made("a", town(ULM), town(KIEL))], GAZETTEER, BASE)
    assert sorted(places) == [f"{BASE}id/city/kiel-{KIEL}", f"{BASE}id/city/ulm-{ULM}"]
    assert {f.subject for f in linked[0].facts} == set(places)


def test_the_base_is_a_setting_and_classes_keep_theirs() -> None:
    linked, _ = link_releases([made("a", town(ULM))], GAZETTEER, "https://g.example/")
    fact = linked[0].facts[0]
    assert fact.subject == f"https://g.example/id/city/ulm-{ULM}"
    assert fact.object == f"{BASE}ns#City"


def test_a_person_is_a_name_at_a_town() -> None:
    one, other = iris(
        made("a", town(ULM), person("Ida Roth", ULM)),
        made("b", town(KIEL), person("Ida Roth", KIEL)),
        kind="person",
    )
    assert one == {f"{BASE}id/person/ida-roth.ulm-{ULM}"}
    assert other == {f"{BASE}id/person/ida-roth.kiel-{KIEL}"}


def test_a_name_without_town_joins_the_only_one_so_called() -> None:
    known, bare = made("a", town(ULM), person("Ida Roth", ULM)), made("b", person("Ida Roth"))
    assert len(set.union(*iris(known, bare, kind="person"))) == 1


def test_a_name_without_town_joins_none_of_two() -> None:
    two = [made(s, town(n), person("Ida Roth", n)) for s, n in (("a", ULM), ("b", KIEL))]
    found = iris(*two, made("c", person("Ida Roth")), kind="person")
    assert found[2] == {f"{BASE}id/person/ida-roth"}
    assert len(set.union(*found)) == 3


def test_a_name_that_nobody_places_stays_alone() -> None:
    assert iris(made("a", person("Ida Roth")), kind="person") == [{f"{BASE}id/person/ida-roth"}]


def agreement(kind: str, year: str, *towns: int) -> Entity:
    parts = (kind, *([year] if year else []), *(f"@city/{n}" for n in towns))
    return Entity(f"agreement/{kind}", "Agreement", kind, parts)


@pytest.mark.parametrize("order", list(permutations((ULM, ANGERS, KIEL))))
def test_an_agreement_is_its_kind_and_parties_in_any_order(order: tuple[int, ...]) -> None:
    found = iris(made("a", *map(town, order), agreement("twinning", "", *order)), kind="agreement")
    assert found == [{f"{BASE}id/agreement/twinning.angers-{ANGERS}.kiel-{KIEL}.ulm-{ULM}"}]


def test_papers_of_two_years_are_two() -> None:
    papers = [made(y, town(ULM), town(KIEL), agreement("communique", y, ULM, KIEL)) for y in ("2017", "2020")]
    assert len(set.union(*iris(*papers, kind="agreement"))) == 2


TEXTS = {
    "a": "Ulm und Angers feiern 30 Jahre Städtepartnerschaft. Oberbürgermeisterin Ida Roth aus Ulm kam.",
    "b": "In Angers unterzeichneten Ida Roth und Bürgermeister Petit den Vertrag zur Partnerschaft mit Ulm.",
    "c": "Ulm und Kiel verbindet seit 1990 eine Städtepartnerschaft. Ida Roth sprach im Rathaus.",
}


def linked_by_id(stems: tuple[str, ...]) -> dict[str, LinkedRelease]:
    found = [extract(TEXTS[s], issued="2020-05-04", issuer="Stadt Ulm") for s in stems]
    named = [replace(x, release=replace(x.release, id=s)) for x, s in zip(found, stems, strict=True)]
    return {r.release.id: r for r in link_releases(named, GAZETTEER, BASE)[0]}


@pytest.mark.parametrize("order", list(permutations(TEXTS)))
def test_the_order_of_releases_changes_nothing(order: tuple[str, ...]) -> None:
    assert linked_by_id(order) == linked_by_id(tuple(TEXTS))


def test_one_person_in_three_releases_is_one() -> None:
    subjects = {f.subject for r in linked_by_id(tuple(TEXTS)).values() for f in r.facts}
    assert [s for s in sorted(subjects) if "/person/ida-roth" in s] == [f"{BASE}id/person/ida-roth.ulm-{ULM}"]


def test_every_fact_keeps_its_evidence_and_literals() -> None:
    label = Fact(f"city/{ULM}", "rdfs:label", Literal("Ulm", language="de"), EVIDENCE)
    release = make_release("x")
    linked, _ = link_releases([Extraction(release, (town(ULM),), (label,))], GAZETTEER, BASE)
    assert linked[0].facts[0].object == label.object
    assert linked[0].facts[0].evidence is EVIDENCE


def test_parts_do_not_run_together() -> None:
    assert mint_iri("x", "ab", "c") != mint_iri("x", "a", "bc")
    assert mint_iri("x", "a.b") != mint_iri("x", "a", "b")
    assert mint_iri("x", "", "a") != mint_iri("x", "a")
    assert mint_iri("x", "a", "") != mint_iri("x", "a")


WORDS = st.text(st.sampled_from("abcxyz01"), min_size=1, max_size=4)
KEYS = st.lists(WORDS, min_size=1, max_size=4)


@given(KEYS, KEYS)
def test_different_keys_have_different_iris(one: list[str], other: list[str]) -> None:
    assert (mint_iri("x", *one) == mint_iri("x", *other)) == (one == other)


@given(st.text(max_size=30))
def test_slugs_are_stable_and_hold_no_separator(text: str) -> None:
    assert slug(slug(text)) == slug(text)
    assert not set(slug(text)) & set("./#? ")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ju\u0308lich", "Jülich"), ("JÜLICH", "jülich"), ("Saint-Étienne", "Saint Étienne"), ("Łódź", "Lodz")],
)
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    assert slug(one) == slug(other)
