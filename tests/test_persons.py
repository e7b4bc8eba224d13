"""Texts -> persons: which words are a name, and which names are one person."""

from __future__ import annotations

import pytest

from made_texts import read
from twingraph.extract.persons import same_person


def names(text: str, language: str = "de") -> list[str]:
    return [person.name for person in read(text, language).people]


GERMAN = [
    pytest.param("Oberbürgermeisterin Ida Roth sprach.", ["Ida Roth"], id="office before"),
    pytest.param("Dr. Udo Krause und Prof. Dr. Lena Voss kamen.", ["Udo Krause", "Lena Voss"], id="titles"),
    pytest.param("Frau Ida Roth und Herr Udo Krause", ["Ida Roth", "Udo Krause"], id="forms of address"),
    pytest.param("Stadtrat Karl von der Heide dankte.", ["Karl von der Heide"], id="german particle"),
    pytest.param("Bürgermeister Jan van den Broek kam.", ["Jan van den Broek"], id="dutch particle"),
    pytest.param(
        "Anna-Lena Müller-Lüdenscheidt leitet das Amt.", ["Anna-Lena Müller-Lüdenscheidt"], id="double names"
    ),
    pytest.param("Der Chorleiter Hans Peter Graf gab den Ton an.", ["Hans Peter Graf"], id="two first names"),
    pytest.param("Bürgermeister Łukasz Wójcik aus Posen", ["Łukasz Wójcik"], id="polish letters"),
    pytest.param("Die Delegation führte Oleksandr Kowalenko.", ["Oleksandr Kowalenko"], id="ukrainian"),
    pytest.param("Mehmet Yılmaz und Ayşe Demir", ["Mehmet Yılmaz", "Ayşe Demir"], id="turkish"),
    pytest.param("Bürgermeister Haruki Tanaka kam.", ["Haruki Tanaka"], id="japanese"),
    pytest.param("Ida Roths Rede gefiel. Ida Roth dankte.", ["Ida Roth"], id="genitive"),
    pytest.param("Der Oberbürgermeister sprach mit der Stadträtin.", [], id="offices without names"),
    pytest.param("Die Neue Philharmonie spielte im Großen Saal.", [], id="capital words"),
    pytest.param("Das Albert-Schweitzer-Gymnasium lädt ein.", [], id="school"),
    pytest.param("In der Theodor-Heuss-Straße 5", [], id="street"),
    pytest.param("Am Heinrich-Heine-Platz steht ein Haus.", [], id="square"),
    pytest.param("Die Stadt Ulm und Bad Homburg feiern.", [], id="towns"),
    pytest.param("Der Vertrag mit San Sebastián und Los Angeles", [], id="towns with first names"),
    pytest.param("Gespielt wurden Werke von Clara Schumann.", [], id="composer"),
    pytest.param("Die Kirche des heiligen Martin Roth", [], id="saint"),
    pytest.param("Der Dichter Friedrich Schiller lebte hier.", [], id="poet"),
    pytest.param("1762 baute Anton Weber den Saal.", [], id="figure of the past"),
    pytest.param("presse.ida.roth@gera.de, www.udo-krause.de", [], id="addresses"),
    pytest.param("Mai und Juni, April und August", [], id="months"),
    pytest.param(
        "Im Rathaus Gera sprachen Ida Roth, Udo Krause und Lena Voss.",
        ["Ida Roth", "Udo Krause", "Lena Voss"],
        id="list",
    ),
    pytest.param(
        "Ida Roth (Gera) und Petr Novák (Pilsen)", ["Ida Roth", "Petr Novák"], id="towns in brackets"
    ),
    pytest.param("Wir danken Ida.", [], id="first name alone"),
    pytest.param(
        "Ida Roth sprach. Roth dankte. Die Gäste hörten Roth zu.",
        ["Ida Roth"],
        id="surname alone refers back",
    ),
]
OTHERS = [
    pytest.param("en", "The Lord Mayor, Councillor Ian Blake, spoke.", ["Ian Blake"], id="councillor"),
    pytest.param("en", "Mr Ian Blake and Mrs Joan Hill came.", ["Ian Blake", "Joan Hill"], id="address"),
    pytest.param("en", "Sir Ian Blake’s speech was short.", ["Ian Blake"], id="possessive"),
    pytest.param(
        "en",
        "Mayor Patrick O’Brien and Fiona McDonald met.",
        ["Patrick O’Brien", "Fiona McDonald"],
        id="irish and scottish",
    ),
    pytest.param("en", "The Victoria Hall and Albert Park are open.", [], id="buildings"),
    pytest.param("en", "Guests saw works by William Turner.", [], id="painter"),
    pytest.param("en", "Lake Charles and St. Louis were invited.", [], id="towns"),
    pytest.param("en", "She was named after Queen Mary Stuart.", [], id="queen"),
    pytest.param("fr", "Le maire Luc Petit et Mme Anne Roche", ["Luc Petit", "Anne Roche"], id="french"),
    pytest.param(
        "fr", "Jean-Pierre de La Tour, adjoint au maire", ["Jean-Pierre de La Tour"], id="french particle"
    ),
    pytest.param("fr", "M. Luc Petit, maire d’Angers", ["Luc Petit"], id="monsieur"),
    pytest.param(
        "fr", "Luc PETIT et Anne ROCHE ont signé.", ["Luc Petit", "Anne Roche"], id="surnames in capitals"
    ),
    pytest.param("fr", "François d’Alembert, directeur du service", ["François d’Alembert"], id="elision"),
]


@pytest.mark.parametrize(("text", "expected"), GERMAN)
def test_german(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(("language", "text", "expected"), OTHERS)
def test_english_and_french(language: str, text: str, expected: list[str]) -> None:
    assert names(text, language) == expected


BODY = "Die Stadt Gera und ihre Partnerstadt Pilsen haben ein Fest gefeiert, bei dem viele Gäste waren. " * 3


@pytest.mark.parametrize(
    ("line", "name"),
    [
        pytest.param("Foto: Ida Roth", "Ida Roth", id="photo"),
        pytest.param("© Stadt Gera / Ida Roth", "Ida Roth", id="copyright"),
        pytest.param("Kontakt: Ida Roth, Telefon 0365 8380", "Ida Roth", id="contact"),
        pytest.param("Kontakt: Roth, Ida, Telefon 0365 8380", "Ida Roth", id="surname first"),
        pytest.param("Ansprechpartnerin: Ida Roth", "Ida Roth", id="contact person"),
    ],
)
def test_photographers_and_contacts_are_credits(line: str, name: str) -> None:
    reading = read(f"{BODY}\n\n{line}")
    assert [(p.name, p.credit) for p in reading.people] == [(name, True)]


def test_who_also_acts_is_no_credit() -> None:
    reading = read(f"Bürgermeisterin Ida Roth sprach. {BODY}\n\nKontakt: Ida Roth, Telefon 0365 8380")
    assert [(p.name, p.credit) for p in reading.people] == [("Ida Roth", False)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("Igor Wassiljew", "Igor Wassi1jew", True, id="scan"),
        pytest.param("Igor Wassiljew", "Igor Wasiljew", True, id="letter missing"),
        pytest.param("John F. Miller", "John Miller", True, id="initial"),
        pytest.param("Ida Roth", "Eda Roth", False, id="another first name"),
        pytest.param("Ida Roth", "Ida Rohr", False, id="short surnames differ"),
        pytest.param("Anne Petit", "Anne Grand", False, id="another surname"),
    ],
)
def test_spellings_of_one_person(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same
    assert same_person(other, one) is same


def test_spellings_are_joined_and_the_commonest_is_kept() -> None:
    reading = read("Igor Wassiljew kam. Igor Wassiijew sprach. Igor Wassiljew dankte.")
    assert [p.name for p in reading.people] == ["Igor Wassiljew"]
    assert len(reading.people[0].mentions) == 3


def test_two_of_one_surname_stay_two() -> None:
    reading = read("Anne Petit und Luc Petit kamen. Petit sprach.")
    assert [(p.name, len(p.mentions)) for p in reading.people] == [("Anne Petit", 1), ("Luc Petit", 1)]


def test_spans_cut_out_the_names() -> None:
    text = "Bürgermeisterin Jo\u00adhanna Bü\u00adlow und Re\u0301gis\nPetit."
    reading = read(text)
    spans = [reading.document.span(m.start, m.end) for p in reading.people for m in p.mentions]
    assert [text[s.start : s.end] for s in spans] == ["Jo\u00adhanna Bü\u00adlow", "Re\u0301gis\nPetit"]
