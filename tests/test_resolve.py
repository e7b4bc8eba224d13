"""Entities of single releases -> one IRI per thing, whatever the order and the spelling."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_texts import GAZETTEER, extract, make_release
from twingraph.iris import BASE, mint_iri, slug
from twingraph.mapping import map_facts, map_release
from twingraph.model import (
    Entity,
    Evidence,
    Extraction,
    Fact,
    LinkedRelease,
    Literal,
    PartialDate,
    Span,
)
from twingraph.resolve import link_releases
from twingraph.store.base import canonical_nquads

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


# Persons in several spellings


def mayor(name: str, number: int, concept: str = "mayor") -> list[Entity]:
    """Return a person at a town and the office."""
    someone = person(name, number)
    return [someone, Entity(f"membership/{someone.ref}", "Membership", concept, (f"@{someone.ref}", concept))]


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(("Sergej Tscheremin", "Sergei Cheremin", "Sergey Cheremin"), id="Cheremin"),
        pytest.param(("Vitali Klitschko", "Vitaliy Klichko", "Witali Klitschko"), id="Klitschko"),
        pytest.param(("Sergej Sobjanin", "Sergueï Sobianine", "Sergey Sobyanin"), id="Sobyanin"),
        pytest.param(("Alexander Kibowskij", "Aleksandr Kibovsky"), id="Kibovski"),
        pytest.param(("Hans-Georg Lohe", "Hans Georg Lohe"), id="hyphen"),
        pytest.param(("Danijel Strajin", "Danijel Stajin", "Danijel Staiin"), id="misread by a scan"),
    ],
)
def test_spellings_of_a_person_at_one_town_are_one(names: tuple[str, ...]) -> None:
    releases = [made(str(i), town(ULM), *mayor(name, ULM)) for i, name in enumerate(names)]
    assert len(set.union(*iris(*releases, kind="person"))) == 1
    assert iris(*releases, kind="person") == iris(*releases[::-1], kind="person")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ana Petrow", "Ana Petrowa"), ("Simon Roth", "Simone Roth"), ("Ida Weber", "Ida Wagner"),
     ("Jan Kern", "Jan Korn"), ("Alexander Roth", "Alexandra Roth")],
)  # fmt: skip
def test_names_that_only_look_alike_stay_two(one: str, other: str) -> None:
    found = iris(
        made("a", town(ULM), *mayor(one, ULM)), made("b", town(ULM), *mayor(other, ULM)), kind="person"
    )
    assert len(set.union(*found)) == 2


def test_a_misread_name_needs_the_same_office_and_no_release_with_both() -> None:
    ones = mayor("Danijel Strajin", ULM), mayor("Danijel Stajin", ULM)
    others = mayor("Danijel Stajin", ULM, "councillor")
    assert len(set.union(*iris(made("a", town(ULM), *ones[0], *ones[1]), kind="person"))) == 2
    apart = made("a", town(ULM), *ones[0]), made("b", town(ULM), *others)
    assert len(set.union(*iris(*apart, kind="person"))) == 2


def test_the_same_spelling_at_two_towns_is_two() -> None:
    found = iris(
        made("a", town(ULM), person("Sergej Roth", ULM)),
        made("b", town(KIEL), person("Sergey Roth", KIEL)),
        kind="person",
    )
    assert len(set.union(*found)) == 2


def test_a_transliterated_name_without_town_joins_the_only_one_so_called() -> None:
    placed = made("a", town(ULM), person("Sergej Tscheremin", ULM))
    bare = made("b", person("Sergey Cheremin"))
    assert len(set.union(*iris(placed, bare, kind="person"))) == 1


def test_the_spelling_of_most_releases_names_the_person_and_all_labels_stay() -> None:
    names = ("Sergej Tscheremin", "Sergey Cheremin", "Sergey Cheremin")
    releases = []
    for index, name in enumerate(names):
        someone = person(name, ULM)
        release = made(str(index), town(ULM), someone)
        label = Fact(someone.ref, "rdfs:label", Literal(name), EVIDENCE)
        releases.append(replace(release, facts=(*release.facts, label)))
    linked, _ = link_releases(releases, GAZETTEER, BASE)
    labels = {(f.subject, f.object) for r in linked for f in r.facts if f.predicate.endswith("label")}
    sergey = f"{BASE}id/person/sergey-cheremin.ulm-{ULM}"
    assert labels == {(sergey, Literal(name)) for name in names}


# Papers told with different precision

DATED = {"signed": "tg:signedOn", "begun": "tg:validFrom", "ended": "tg:validUntil"}


def paper(stem: str, when: str, *, issued: int = 2021, signer: str = "", **dates: str) -> Extraction:
    """Return a release that tells a communiqué of Ulm and Angers with some dates."""
    entity = agreement("communique", when, ULM, ANGERS)
    signers = [person(signer, ULM)] if signer else []
    signatures = [Entity("signature/1", "Signature", "", (f"@{entity.ref}", f"@{s.ref}")) for s in signers]
    release = made(stem, town(ULM), town(ANGERS), entity, *signers, *signatures)
    facts = [Fact(entity.ref, DATED[name], Literal(value), EVIDENCE) for name, value in sorted(dates.items())]
    known = replace(release.release, issued=PartialDate(issued))
    return replace(release, release=known, facts=(*release.facts, *facts))


def papers_of(*releases: Extraction) -> list[str]:
    """Return the year under which each release's paper goes."""
    found = iris(*releases, kind="agreement")
    assert iris(*releases[::-1], kind="agreement") == found[::-1]
    return [one.rpartition("/")[2].split(".")[1] for names in found for one in names]


PAPERS = [
    pytest.param(
        [paper("a", "2019", signed="2019"), paper("b", "2019", signed="2019-10-10")],
        ["2019", "2019"],
        id="year and day",
    ),
    pytest.param([paper("a", "2019", signed="2019"), paper("b", "undated")], ["2019", "2019"], id="undated"),
    pytest.param(
        [paper("a", "2017"), paper("b", "2019"), paper("c", "undated")],
        ["2017", "2019", "undated"],
        id="undated of two",
    ),
    pytest.param(
        [paper("a", "2017"), paper("b", "2019"), paper("c", "undated", issued=2018)],
        ["2017", "2019", "2017"],
        id="undated before the second",
    ),
    pytest.param([paper("a", "2019"), paper("b", "undated", issued=2018)], ["2019", "undated"], id="later"),
    pytest.param(
        [paper("a", "2019", signed="2019-10-10", begun="2020"), paper("b", "from-2020", begun="2020-01-01")],
        ["2019", "2019"],
        id="told by its beginning",
    ),
    pytest.param(
        [paper("a", "2019", signed="2019", begun="2020"), paper("b", "from-2021", begun="2021")],
        ["2019", "from-2021"],
        id="another beginning",
    ),
    pytest.param(
        [
            paper("a", "2019", signed="2019", begun="2020"),
            paper("b", "from-2020", begun="2020", ended="2023"),
            paper("c", "until-2023", ended="2023-12"),
        ],
        ["2019", "2019", "2019"],
        id="told by its end",
    ),
    pytest.param(
        [paper("a", "2019", signer="Ida Roth"), paper("b", "undated", signer="Eva Kern")],
        ["2019", "undated"],
        id="signed by others",
    ),
    pytest.param(
        [paper("a", "2019", signer="Ida Roth"), paper("b", "undated", signer="Ida Roth")],
        ["2019", "2019"],
        id="signed by the same",
    ),
]


@pytest.mark.parametrize(("releases", "years"), PAPERS)
def test_papers_told_with_different_precision(releases: list[Extraction], years: list[str]) -> None:
    assert papers_of(*releases) == years


def test_a_release_that_tells_both_means_two() -> None:
    both = made(
        "a",
        town(ULM),
        town(ANGERS),
        agreement("communique", "2019", ULM, ANGERS),
        replace(agreement("communique", "undated", ULM, ANGERS), ref="agreement/other"),
    )
    assert len(iris(both, kind="agreement")[0]) == 2


def test_a_planned_paper_is_not_the_signed_one() -> None:
    planned = agreement("communique", "undated", ULM, ANGERS)
    planned = replace(planned, key=(*planned.key[:2], "planned", *planned.key[2:]))
    releases = paper("a", "2019"), made("b", town(ULM), town(ANGERS), planned)
    assert len(set.union(*iris(*releases, kind="agreement"))) == 2


# From texts


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


TOLD_TWICE = (
    ("de", "Stadt Ulm", "Ulm und Angers verbindet seit 1967 eine Städtepartnerschaft."),
    ("fr", "Ville d'Angers", "Angers et Ulm sont jumelées depuis le 3 mai 1967."),
    ("en", "Ulm", "Ulm and Angers have been twinned since 1968."),
)


def graph_of(order: list[int]) -> bytes:
    """Return the bytes of the dataset of three releases, read in this order."""
    found = []
    for index in order:
        language, issuer, text = TOLD_TWICE[index]
        extraction = extract(text, language, issued="2020-05-04", issuer=issuer)
        found.append(replace(extraction, release=replace(extraction.release, id=f"r{index}")))
    linked, _ = link_releases(found, GAZETTEER, BASE)
    graphs = [quad for release in linked for quad in map_release(release)]
    return canonical_nquads([*map_facts(linked), *graphs])


def test_a_relationship_told_by_two_towns_is_one_with_both_supports() -> None:
    lines = graph_of([0, 1, 2]).decode().splitlines()
    bonds = {
        x.split()[0] for x in lines if x.endswith(f"<{BASE}ns#Agreement> .") and "rdf-syntax-ns#type" in x
    }
    assert len(bonds) == 1
    begun = [x for x in lines if x.startswith(min(bonds)) and "validFrom" in x]
    assert len(begun) == 3
    assert [x for x in lines if "activeFrom" in x and '"1967-05-03"' in x]


@given(st.permutations([0, 1, 2]))
def test_the_order_of_reading_changes_no_byte(order: list[int]) -> None:
    assert graph_of(order) == graph_of([0, 1, 2])


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
