"""What is planned, wished for, denied or over never becomes a plain fact; what stands does."""

from __future__ import annotations

import pytest

from made_texts import agreements, extract

PLANNED = [
    pytest.param("de", "Gera und Pilsen wollen eine Städtepartnerschaft schließen.", id="will"),
    pytest.param("de", "Gera möchte mit Pilsen eine Städtepartnerschaft eingehen.", id="would like"),
    pytest.param("de", "Eine Städtepartnerschaft zwischen Gera und Pilsen ist geplant.", id="is planned"),
    pytest.param("de", "Gera plant mit Pilsen eine Städtepartnerschaft einzugehen.", id="plans to"),
    pytest.param(
        "de",
        "Der Oberbürgermeister von Gera reist nach Pilsen, um dort am 20. Mai einen Freundschaftsvertrag "
        "zwischen Gera und Pilsen zu unterzeichnen.",
        id="in order to sign",
    ),
    pytest.param("en", "Leeds hopes to sign a twinning agreement with Lille next year.", id="hopes"),
    pytest.param("en", "Leeds is considering a twinning with Lille.", id="considering"),
    pytest.param("en", "A twinning between Leeds and Lille is planned.", id="is planned in English"),
    pytest.param("fr", "Angers souhaite un jumelage avec Pise.", id="wishes in French"),
    pytest.param(
        "fr", "Un accord de jumelage entre Angers et Pise doit être signé en juin.", id="to be signed"
    ),
]


@pytest.mark.parametrize(("language", "text"), PLANNED)
def test_a_plan_is_marked_and_has_no_signature(language: str, text: str) -> None:
    found = extract(text, language, issued="2021-05-10")
    told = {(f.predicate, f.object) for f in found.facts if f.subject.startswith("agreement/")}
    assert ("rdf:type", "tg:Agreement") in told
    assert ("tg:status", "status:planned") in told
    assert not {predicate for predicate, _ in told} & {"tg:signedOn", "tg:validFrom", "tg:signature"}
    modalities = {
        f.evidence.modality
        for f in found.facts
        if f.subject.startswith("agreement/") and f.predicate in ("tg:party", "tg:kind", "rdf:type")
    }
    assert modalities == {"planned"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("de", "Gera und Pilsen haben nie eine Städtepartnerschaft geschlossen.", id="never"),
        pytest.param(
            "de",
            "Noch ist kein Vertrag über eine Städtepartnerschaft mit Pilsen unterzeichnet.",
            id="no contract",
        ),
        pytest.param("de", "Eine Städtepartnerschaft mit Pilsen besteht nicht.", id="does not stand"),
    ],
)
def test_what_is_denied_is_not_in_the_graph(language: str, text: str) -> None:
    assert not agreements(extract(f"Stadt Gera\n\n{text}", language, issued="2021-05-10"))


@pytest.mark.parametrize(
    ("language", "text", "status"),
    [
        pytest.param("en", "Leeds ended its twinning with Lille in 2012.", "ended", id="ended"),
        pytest.param(
            "fr", "Angers a suspendu son jumelage avec Pise en mars 2022.", "suspended", id="suspended"
        ),
        pytest.param(
            "de",
            "Gera beschließt, die Städtepartnerschaft mit Pskow auszusetzen.",
            "suspended",
            id="to suspend",
        ),
    ],
)
def test_an_end_is_no_beginning(language: str, text: str, status: str) -> None:
    facts = [
        f for f in extract(text, language, issued="2022-05-10").facts if f.subject.startswith("agreement/")
    ]
    assert ("tg:status", f"status:{status}") in {(f.predicate, f.object) for f in facts}
    assert "tg:validFrom" not in {f.predicate for f in facts}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Gera und Pilsen wollen ihre Städtepartnerschaft vertiefen.", id="deepen"),
        pytest.param(
            "Die Städtepartnerschaft zwischen Gera und Pilsen soll 1962 begründet worden sein.", id="said"
        ),
    ],
)
def test_a_wish_about_what_stands_is_no_plan(text: str) -> None:
    found = extract(text, "de", issued="2021-05-10")
    assert ("tg:status", "status:planned") not in {(f.predicate, f.object) for f in found.facts}
