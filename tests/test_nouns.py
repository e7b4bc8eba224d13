"""Texts -> the nouns for partnerships and papers, with what is said of them."""

from __future__ import annotations

import pytest

from made_texts import read

NOUNS = [
    pytest.param("de", "Die Städtepartnerschaft lebt.", [("relationship", "twinning")], id="twinning"),
    pytest.param("de", "Die Städtefreundschaft lebt.", [("relationship", "friendship")], id="friendship"),
    pytest.param("de", "Das Kommuniqué liegt vor.", [("instrument", "communique")], id="communiqué"),
    pytest.param("de", "Der Kooperationsvertrag liegt vor.", [("instrument", "cooperation")], id="contract"),
    pytest.param("de", "Die Absichtserklärung liegt vor.", [("instrument", "letter-of-intent")], id="intent"),
    pytest.param("de", "Die Partnerstadt grüßt.", [("partner", "twinning")], id="partner town"),
    pytest.param("de", "Die Partnerschaftsurkunde liegt vor.", [("founding", "twinning")], id="founding"),
    pytest.param("de", "Der Stadtrat beriet den Haushalt.", [], id="none"),
    pytest.param("en", "The twinning is strong.", [("relationship", "twinning")], id="english twinning"),
    pytest.param(
        "en", "The memorandum of understanding is ready.", [("instrument", "memorandum")], id="memorandum"
    ),
    pytest.param("en", "Our sister city is far away.", [("partner", "twinning")], id="sister city"),
    pytest.param("fr", "Le jumelage continue.", [("relationship", "twinning")], id="jumelage"),
    pytest.param("fr", "La ville jumelle est loin.", [("partner", "twinning")], id="ville jumelle"),
]


@pytest.mark.parametrize(("language", "text", "expected"), NOUNS)
def test_nouns_have_a_class_and_a_kind(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(noun.group, noun.kind) for noun in read(text, language).nouns] == expected


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        pytest.param("Der bisherige Kooperationsvertrag lief aus.", "previous", id="previous"),
        pytest.param("Ein neues Kommuniqué wurde unterzeichnet.", "new", id="new"),
        pytest.param("Es gibt keine Städtepartnerschaft.", "denied", id="denied"),
        pytest.param("Anders als eine Städtepartnerschaft ist das nicht bindend.", "denied", id="contrast"),
        pytest.param("Der deutsch-französische Freundschaftsvertrag gilt.", "states", id="between states"),
    ],
)
def test_nouns_carry_what_is_said_of_them(text: str, flag: str) -> None:
    nouns = read(text).nouns
    assert len(nouns) == 1
    assert flag in nouns[0].flags


def test_a_paper_about_one_field_is_set_apart() -> None:
    (noun,) = read("Das Kulturkommuniqué wurde unterzeichnet.").nouns
    assert (noun.kind, noun.qualifier) == ("communique", "culture")


def test_addresses_menus_and_contacts_name_no_partnership() -> None:
    menu = "Startseite | Städtepartnerschaft | Kontakt"
    body = "Die Stadt Gera hat am Montag viele Gäste empfangen und mit ihnen gefeiert. " * 4
    assert read(f"{menu}\n\n{body}\n\nKontakt: Büro für Städtepartnerschaft").nouns == ()
