"""A whole dataset conforms; each damage is found, and said in words that help."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from made_releases import PLACES, city_iri, planned, twinning
from twingraph.iris import expand
from twingraph.mapping import map_facts, map_places, map_release
from twingraph.validation import validate

Quads = list[ox.Quad]
RELEASES = [twinning(), planned()]
SOUND = [
    *map_facts(RELEASES),
    *(quad for linked in RELEASES for quad in map_release(linked)),
    *map_places({city_iri(name): place for name, place in PLACES.items()}),
]


def node(curie: str) -> ox.NamedNode:
    return ox.NamedNode(expand(curie))


def typed(lexical: str, name: str) -> ox.Literal:
    return ox.Literal(lexical, datatype=node(f"xsd:{name}"))


def without(curie: str, *, first: bool = True) -> Callable[[Quads], Quads]:
    """Return a damage that takes out the first quad (or every one) with this predicate."""

    def damage(quads: Quads) -> Quads:
        hits = [quad for quad in quads if quad.predicate == node(curie)]
        assert hits
        return [quad for quad in quads if quad not in (hits[:1] if first else hits)]

    return damage


def instead(curie: str, value: ox.NamedNode | ox.Literal) -> Callable[[Quads], Quads]:
    """Return a damage that gives the first quad with this predicate another object."""

    def damage(quads: Quads) -> Quads:
        old = next(quad for quad in quads if quad.predicate == node(curie))
        return [*(q for q in quads if q != old), ox.Quad(old.subject, old.predicate, value, old.graph_name)]

    return damage


def besides(like: str, predicate: str, value: ox.NamedNode | ox.Literal) -> Callable[[Quads], Quads]:
    """Return a damage that says more about the subject of the first quad with predicate *like*."""

    def damage(quads: Quads) -> Quads:
        old = next(quad for quad in quads if quad.predicate == node(like))
        return [*quads, ox.Quad(old.subject, node(predicate), value, old.graph_name)]

    return damage


def test_a_sound_dataset_conforms() -> None:
    assert validate(SOUND) == []


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        pytest.param(without("tg:party", first=False), "at least two parties", id="no party"),
        pytest.param(without("tg:kind"), "exactly one tg:kind", id="no kind"),
        pytest.param(instead("tg:kind", node("topic:youth")), "scheme kind/", id="kind of another scheme"),
        pytest.param(instead("tg:validFrom", ox.Literal("1958")), "xsd:gYear", id="date without type"),
        pytest.param(
            instead("tg:party", node("id:city/nowhere")), "tg:City or tg:Institution", id="unknown party"
        ),
        pytest.param(
            besides("tg:status", "tg:signedOn", typed("2020", "gYear")), "its status planned", id="signed"
        ),
        pytest.param(without("tg:partnerOf"), "both directions", id="one-way partners"),
        pytest.param(without("tg:signatory"), "exactly one tg:signatory", id="no signatory"),
        pytest.param(without("tg:roleTitle"), "tg:roleTitle that the text uses", id="no role title"),
        pytest.param(without("org:member"), "exactly one org:member", id="no member"),
        pytest.param(without("foaf:name"), "a foaf:name", id="no name"),
        pytest.param(
            instead("tg:activeUntil", typed("2000-01-01", "date")),
            "not after tg:activeUntil",
            id="ends first",
        ),
        pytest.param(
            instead("tg:validFrom", typed("1957", "gYear")), "no statement of a release", id="unsaid"
        ),
        pytest.param(without("tg:source"), "exactly one tg:source", id="no release"),
        pytest.param(without("tg:span", first=False), "at least one tg:span", id="no span"),
        pytest.param(instead("tg:confidence", typed("1.5", "decimal")), "from 0 to 1", id="too sure"),
        pytest.param(instead("tg:modality", node("status:planned")), "scheme modality/", id="no modality"),
        pytest.param(
            instead("oa:start", typed("99999", "integer")),
            "less than its oa:end",
            id="backward span",
        ),
        pytest.param(instead("oa:exact", ox.Literal("")), "the words between its offsets", id="no words"),
        pytest.param(without("dcterms:identifier"), "exactly one dcterms:identifier", id="nameless release"),
        pytest.param(instead("tg:textDigest", ox.Literal("abc")), "64 hexadecimal digits", id="no digest"),
    ],
)
def test_each_damage_is_found_for_its_own_reason(damage: Callable[[Quads], Quads], message: str) -> None:
    problems = validate(damage(SOUND))
    assert any(message in problem for problem in problems), problems


def test_problems_name_the_thing_and_the_property() -> None:
    problems = validate(instead("tg:confidence", typed("1.5", "decimal"))(SOUND))
    assert len(problems) == 1
    assert problems[0].startswith("id:statement/")
    assert "tg:confidence" in problems[0]
    assert problems[0].endswith("(found 1.5)")


def test_a_project_without_participants_is_no_reason_to_refuse() -> None:
    linked = [twinning()]
    facts = [f for f in map_facts(linked) if f.predicate != node("tg:participant")]
    assert validate([*facts, *map_release(linked[0])]) == []


def test_what_passed_is_not_checked_again_and_what_changed_is() -> None:
    passed: dict[str, bool] = {}
    assert validate(SOUND, passed=passed) == []
    known = dict(passed)
    assert validate(SOUND, passed=passed) == []
    assert passed == known
    assert validate(without("tg:source")(SOUND), passed=passed) != []
    assert passed == known


def test_a_digest_that_passed_is_trusted() -> None:
    passed: dict[str, bool] = {}
    damaged = without("tg:source")(SOUND)
    assert validate(damaged, passed=passed) != []
    assert validate(SOUND, passed=passed) == []
    graphs = {str(q.graph_name) for q in SOUND}
    assert len(passed) == len(graphs)


def test_what_a_dataset_made_use_of_is_marked() -> None:
    passed = {"of another build": False}
    assert validate(SOUND, passed=passed) == []
    assert passed.pop("of another build") is False
    assert set(passed.values()) == {True}
