"""Linked facts in, quads out."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_releases import PLACES, Writer, city_iri, planned, twinning
from twingraph.errors import MappingError
from twingraph.iris import BASE, expand, mint_iri
from twingraph.mapping import map_facts, map_places, map_release, map_vocabulary, parse_literal
from twingraph.model import Evidence, LinkedFact, LinkedRelease, Literal, PartialDate, Span
from twingraph.settings import resource_dir

KOELN, LILLE, TURIN = city_iri("Köln"), city_iri("Lille"), city_iri("Turin")
BOND = mint_iri("agreement", "twinning", *(iri.rpartition("/")[2] for iri in sorted((KOELN, LILLE))))
FRIENDSHIP = mint_iri("agreement", "friendship", *(iri.rpartition("/")[2] for iri in sorted((KOELN, TURIN))))


def values(quads: list[ox.Quad], subject: str, predicate: str) -> list[str]:
    wanted = ox.NamedNode(subject), ox.NamedNode(expand(predicate))
    return sorted(quad.object.value for quad in quads if (quad.subject, quad.predicate) == wanted)


def test_every_statement_cites_the_words_of_its_text() -> None:
    linked = twinning()
    quads = map_release(linked)
    spans = {q.object.value for q in quads if q.predicate.value == expand("tg:span")}
    assert spans
    for iri in spans:
        start, end = (int(values(quads, iri, p)[0]) for p in ("oa:start", "oa:end"))
        assert values(quads, iri, "oa:exact") == [linked.release.text[start:end]]


def test_the_release_describes_itself() -> None:
    release = BASE + "id/release/koeln-lille"
    quads = map_release(twinning())
    assert values(quads, release, "dcterms:identifier") == ["koeln-lille"]
    assert values(quads, release, "dcterms:issued") == ["2020-05-04"]
    assert values(quads, release, "dcterms:source") == ["https://stadt.example/koeln-lille"]
    assert values(quads, release, "tg:textDigest") == [twinning().release.sha256]
    assert {q.graph_name.value for q in quads} == {BASE + "id/graph/koeln-lille"}


def test_a_source_that_is_no_address_stays_words() -> None:
    linked = twinning()
    odd = replace(linked, release=replace(linked.release, source="http://[broken"))
    terms = [q.object for q in map_release(odd) if q.predicate.value == expand("dcterms:source")]
    assert terms == [ox.Literal("http://[broken")]


def test_every_fact_has_a_statement_and_each_stands_once() -> None:
    releases = [twinning("a"), twinning("b")]
    facts = map_facts(releases)
    statements = {
        tuple(values(quads, s, p)[0] for p in ("rdf:subject", "rdf:predicate", "rdf:object"))
        for quads in map(map_release, releases)
        for s in {q.subject.value for q in quads if q.predicate.value == expand("tg:source")}
    }
    derived = {expand(f"tg:{name}") for name in ("activeFrom", "activeUntil", "partnerOf", "signedBy")}
    said = {
        (q.subject.value, q.predicate.value, q.object.value)
        for q in facts
        if q.predicate.value not in derived
    }
    assert said == statements
    assert len(facts) == len(set(facts))
    assert all(isinstance(q.graph_name, ox.DefaultGraph) for q in facts)


def test_equal_claims_are_one_statement_with_every_span_and_the_best_evidence() -> None:
    w = Writer("twice", "Köln feiert. Lille und Köln feiern.")
    w.say(KOELN, "rdf:type", "tg:City", "Köln", confidence=0.5, modality="inferred", rule="weak")
    w.facts.append(replace(w.facts[0], evidence=Evidence((Span(23, 27),), "strong", 0.9, "asserted")))
    quads = map_release(w.linked())
    (statement,) = {q.subject.value for q in quads if q.predicate.value == expand("tg:source")}
    assert len(values(quads, statement, "tg:span")) == 2
    assert values(quads, statement, "tg:rule") == ["strong"]
    assert values(quads, statement, "tg:confidence") == ["0.9"]
    assert values(quads, statement, "tg:modality") == [expand("modality:asserted")]


def test_partner_of_holds_both_ways() -> None:
    facts = map_facts([twinning()])
    assert values(facts, KOELN, "tg:partnerOf") == [LILLE]
    assert values(facts, LILLE, "tg:partnerOf") == [KOELN]


@pytest.mark.parametrize("status", ["planned", "ended", "expired"])
def test_partner_of_needs_a_standing_relationship(status: str) -> None:
    linked = planned()
    facts = tuple(
        replace(f, object=expand(f"status:{status}")) if f.predicate == expand("tg:status") else f
        for f in linked.facts
    )
    assert values(map_facts([replace(linked, facts=facts)]), KOELN, "tg:partnerOf") == []


def test_an_instrument_makes_no_partners() -> None:
    w = Writer("paper", "Köln und Turin unterzeichnen einen Kooperationsvertrag.")
    w.agreement("cooperation", [w.city("Köln"), w.city("Turin")], "Kooperationsvertrag")
    assert values(map_facts([w.linked()]), KOELN, "tg:partnerOf") == []


def test_a_plan_gives_way_once_another_release_knows_it_done() -> None:
    w = Writer("done", "Köln und Turin sind durch eine Städtefreundschaft verbunden.")
    w.agreement("friendship", [w.city("Köln"), w.city("Turin")], "Städtefreundschaft")
    facts = map_facts([planned(), w.linked()])
    assert values(facts, FRIENDSHIP, "tg:status") == []
    assert values(facts, KOELN, "tg:partnerOf") == [TURIN]
    assert values(map_facts([planned()]), FRIENDSHIP, "tg:status") == [expand("status:planned")]


@pytest.mark.parametrize(
    ("years", "begin"),
    [
        pytest.param(["1958"], "1958-01-01", id="one"),
        pytest.param(["1958", "1959", "1959"], "1959-01-01", id="most releases"),
        pytest.param(["1959", "1958"], "1958-01-01", id="a tie goes to the earliest"),
    ],
)
def test_active_from_is_the_best_supported_beginning(years: list[str], begin: str) -> None:
    facts = map_facts([twinning(f"r{i}", year) for i, year in enumerate(years)])
    assert values(facts, BOND, "tg:validFrom") == sorted(set(years))
    assert values(facts, BOND, "tg:activeFrom") == [begin]


def test_active_from_prefers_the_surer_of_two() -> None:
    facts = map_facts([twinning("a", "1958", confidence=0.6), twinning("b", "1960", confidence=0.9)])
    assert values(facts, BOND, "tg:activeFrom") == ["1960-01-01"]


def test_bounds_of_an_instrument_come_from_its_signing_and_its_last_month() -> None:
    facts = map_facts([twinning()])
    (paper,) = [q.subject.value for q in facts if q.predicate.value == expand("tg:signedOn")]
    assert values(facts, paper, "tg:activeFrom") == ["2019-03-07"]
    assert values(facts, paper, "tg:activeUntil") == ["2024-06-30"]
    assert len(values(facts, paper, "tg:signedBy")) == 2


def test_a_plan_is_not_in_force() -> None:
    w = Writer("plan", "Köln und Turin planen eine Städtefreundschaft ab 2021.")
    bond = w.agreement(
        "friendship", [w.city("Köln"), w.city("Turin")], "Städtefreundschaft", modality="planned"
    )
    w.say(bond, "tg:status", "status:planned", "planen", modality="planned")
    w.date(bond, "tg:validFrom", "2021", modality="planned")
    facts = map_facts([w.linked()])
    assert values(facts, bond, "tg:validFrom") == ["2021"]
    assert values(facts, bond, "tg:activeFrom") == []


def test_an_end_before_the_beginning_gives_no_bound() -> None:
    w = Writer("odd", "Köln und Lille, Vertrag 2019 bis 2014")
    paper = w.agreement("cooperation", [w.city("Köln"), w.city("Lille")], "Vertrag")
    w.date(paper, "tg:validFrom", "2019")
    w.date(paper, "tg:validUntil", "2014")
    facts = map_facts([w.linked()])
    assert values(facts, paper, "tg:activeFrom") == ["2019-01-01"]
    assert values(facts, paper, "tg:activeUntil") == []
    assert values(facts, paper, "tg:validUntil") == ["2014"]


@pytest.mark.parametrize(
    ("lexical", "datatype"),
    [("62", "gYear"), ("1962-05-01", "gYear"), ("1962-13", "gYearMonth"), ("2023-02-29", "date"),
     ("2023-2-9", "date"), ("١٩٦٢", "gYear"), ("1e-7", "decimal"), ("-1", "nonNegativeInteger"),
     ("1.5", "integer"), ("1962\n", "gYear")],
)  # fmt: skip
def test_a_literal_must_have_the_form_of_its_type(lexical: str, datatype: str) -> None:
    with pytest.raises(ValueError, match=datatype):
        parse_literal(Literal(lexical, expand(f"xsd:{datatype}")))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"object": Literal("1962-02-30", expand("xsd:date"))}, "no xsd:date", id="date"),
        pytest.param({"object": Literal("x", language="de_DE")}, "no language tag", id="language"),
        pytest.param({"object": "not an iri"}, "rule made", id="iri"),
        pytest.param({"evidence": Evidence((Span(3, 9999),), "made")}, "span 3-9999", id="span outside"),
        pytest.param({"evidence": Evidence((Span(3, 3),), "made")}, "span 3-3", id="empty span"),
    ],
)
def test_a_bad_fact_names_its_release(change: dict[str, object], message: str) -> None:
    linked = planned()
    bad = replace(linked, facts=(replace(linked.facts[0], **change), *linked.facts[1:]))  # type: ignore[arg-type]
    with pytest.raises(MappingError, match=message) as caught:
        map_release(bad)
    assert caught.value.release == "koeln-turin"


def test_a_date_of_issue_that_is_none_names_its_release() -> None:
    linked = planned()
    bad = LinkedRelease(replace(linked.release, issued=PartialDate(2020, 2, 31)), linked.facts)
    with pytest.raises(MappingError, match="2020-02-31"):
        map_release(bad)


def test_places_carry_what_the_gazetteer_knows() -> None:
    quads = map_places({KOELN: PLACES["Köln"]})
    assert values(quads, KOELN, "skos:prefLabel") == ["Köln"]
    assert values(quads, KOELN, "skos:altLabel") == ["Cologne", "Keulen"]
    assert values(quads, KOELN, "geo:lat") == ["50.93333"]
    assert values(quads, KOELN, "owl:sameAs") == ["https://sws.geonames.org/2886242/"]
    assert values(quads, KOELN, "tg:country") == ["DE"]


def test_the_vocabulary_has_no_blank_nodes_and_is_the_same_each_time() -> None:
    folder = resource_dir("ontology")
    paths = [folder / "twingraph.ttl", folder / "concepts.ttl"]
    quads = map_vocabulary(paths)
    assert quads == map_vocabulary(reversed(paths))
    assert not any(isinstance(t, ox.BlankNode) for q in quads for t in (q.subject, q.object))


def test_instances_follow_the_base_and_the_vocabulary_does_not() -> None:
    quads = map_release(planned(), "https://stadt.example/")
    assert {q.graph_name.value for q in quads} == {"https://stadt.example/id/graph/koeln-turin"}
    assert all(q.predicate.value.startswith(("https://w3id.org/", "http://")) for q in quads)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@given(TEXTS)
def test_literals_come_back_from_n_quads(text: str) -> None:
    release = Writer("any", text).release
    fact = LinkedFact(KOELN, expand("rdfs:label"), Literal(text), Evidence((Span(0, len(text)),), "made"))
    quads = map_release(LinkedRelease(release, (fact,)))
    assert set(
        ox.parse(ox.serialize(quads, format=ox.RdfFormat.N_QUADS), format=ox.RdfFormat.N_QUADS)
    ) == set(quads)


@given(st.tuples(TEXTS, TEXTS), st.tuples(TEXTS, TEXTS))
def test_different_claims_are_different_statements(one: tuple[str, str], two: tuple[str, str]) -> None:
    def statement(pair: tuple[str, str]) -> str:
        release = Writer("any", "Köln").release
        fact = LinkedFact(
            KOELN, expand(f"tg:x{pair[0].encode().hex()}"), Literal(pair[1]), Evidence((Span(0, 4),), "m")
        )
        quads = map_release(LinkedRelease(release, (fact,)))
        return next(q.subject.value for q in quads if q.predicate.value == expand("tg:source"))

    assert (statement(one) == statement(two)) == (one == two)
