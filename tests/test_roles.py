"""Texts -> who holds which office, and where."""

from __future__ import annotations

import pytest

from made_texts import GAZETTEER, read


def roles(text: str, language: str = "de") -> set[tuple[str, str, str]]:
    """Return (person, concept, town or organisation) of each office."""
    found = set()
    for role in read(text, language).roles:
        place = (
            role.institution.name
            if role.institution
            else GAZETTEER.place(role.city).name
            if role.city
            else ""
        )
        found.add((role.person.name, role.concept, place))
    return found


GERMAN = [
    pytest.param(
        "Stadtverordnetenvorsteherin Ida Roth", {("Ida Roth", "councillor", "")}, id="council’s chair"
    ),
    pytest.param(
        "Erster Beigeordneter Udo Krause", {("Udo Krause", "department-head", "")}, id="beigeordneter"
    ),
    pytest.param("Generalkonsul Udo Krause", {("Udo Krause", "ambassador", "")}, id="consul"),
    pytest.param("Bundespräsidentin Ida Roth", {("Ida Roth", "head-of-state", "")}, id="head of state"),
    pytest.param("Ministerpräsidentin Ida Roth", {("Ida Roth", "governor", "")}, id="governor"),
    pytest.param("Oberbürgermeisterin Ida Roth sprach.", {("Ida Roth", "mayor", "")}, id="before"),
    pytest.param(
        "Der Geraer Oberbürgermeister Udo Krause aus Gera", {("Udo Krause", "mayor", "Gera")}, id="demonym"
    ),
    pytest.param("Triers Oberbürgermeister Udo Krause", {("Udo Krause", "mayor", "Trier")}, id="genitive"),
    pytest.param(
        "Der Bürgermeister von Pilsen, Petr Novák, kam.", {("Petr Novák", "mayor", "Pilsen")}, id="von"
    ),
    pytest.param(
        "Petr Novák, Bürgermeister von Pilsen, kam.", {("Petr Novák", "mayor", "Pilsen")}, id="behind"
    ),
    pytest.param(
        "Ida Roth, Oberbürgermeisterin der Stadt Trier, sprach.",
        {("Ida Roth", "mayor", "Trier")},
        id="der Stadt",
    ),
    pytest.param(
        "Stadträtin Ida Roth und Stadtrat Udo Krause",
        {("Ida Roth", "councillor", ""), ("Udo Krause", "councillor", "")},
        id="two",
    ),
    pytest.param("Kulturdezernentin Ida Roth", {("Ida Roth", "department-head", "")}, id="dezernentin"),
    pytest.param(
        "Botschafter Udo Krause und Ministerin Ida Roth",
        {("Udo Krause", "ambassador", ""), ("Ida Roth", "minister", "")},
        id="state",
    ),
    pytest.param(
        "Ida Roth, Vorsitzende des Partnerschaftsvereins Gera, sprach.",
        {("Ida Roth", "chair", "Partnerschaftsverein Gera")},
        id="chair",
    ),
    pytest.param(
        "Die beiden Bürgermeister Ida Roth und Petr Novák unterzeichneten.",
        {("Ida Roth", "mayor", ""), ("Petr Novák", "mayor", "")},
        id="shared",
    ),
    pytest.param(
        "Die Oberbürgermeister beider Städte, Ida Roth und Petr Novák, kamen.",
        {("Ida Roth", "mayor", ""), ("Petr Novák", "mayor", "")},
        id="of both",
    ),
    pytest.param("Ida Roth tanzte.", set(), id="none"),
    pytest.param("Der Oberbürgermeister kam. Ida Roth tanzte.", set(), id="another sentence"),
    pytest.param("Altbürgermeister Udo Krause", {("Udo Krause", "mayor", "")}, id="former"),
    pytest.param("Dolmetscherin Ida Roth übersetzte.", {("Ida Roth", "interpreter", "")}, id="interpreter"),
    pytest.param("Pfarrer Udo Krause predigte.", {("Udo Krause", "clergy", "")}, id="clergy"),
]
OTHERS = [
    pytest.param(
        "fr", "Le Premier adjoint Luc Petit", {("Luc Petit", "deputy-mayor", "")}, id="premier adjoint"
    ),
    pytest.param(
        "fr", "La conseillère municipale Anne Roche", {("Anne Roche", "councillor", "")}, id="conseillère"
    ),
    pytest.param("fr", "Luc Petit, bourgmestre, a parlé.", {("Luc Petit", "mayor", "")}, id="bourgmestre"),
    pytest.param(
        "en", "The Lord Mayor of York, Ian Blake, spoke.", {("Ian Blake", "mayor", "York")}, id="lord mayor"
    ),
    pytest.param("en", "Ian Blake, Mayor of Leeds, spoke.", {("Ian Blake", "mayor", "Leeds")}, id="behind"),
    pytest.param("en", "Leeds Mayor Ian Blake spoke.", {("Ian Blake", "mayor", "Leeds")}, id="town before"),
    pytest.param("en", "Councillor Joan Hill spoke.", {("Joan Hill", "councillor", "")}, id="councillor"),
    pytest.param(
        "en",
        "Both mayors, Ian Blake and Joan Hill, signed.",
        {("Ian Blake", "mayor", ""), ("Joan Hill", "mayor", "")},
        id="shared",
    ),
    pytest.param(
        "fr", "Le maire d’Angers, Luc Petit, a parlé.", {("Luc Petit", "mayor", "Angers")}, id="maire"
    ),
    pytest.param(
        "fr", "Luc Petit, maire d’Angers, a parlé.", {("Luc Petit", "mayor", "Angers")}, id="maire behind"
    ),
    pytest.param("fr", "Le président Luc Petit a parlé.", {("Luc Petit", "president", "")}, id="président"),
]


@pytest.mark.parametrize(("text", "expected"), GERMAN)
def test_german(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert roles(text) == expected


@pytest.mark.parametrize(("language", "text", "expected"), OTHERS)
def test_english_and_french(language: str, text: str, expected: set[tuple[str, str, str]]) -> None:
    assert roles(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("de", "Oberbürgermeisterin Ida Roth und ihr Amtskollege Petr Novák", id="german"),
        pytest.param("en", "Mayor Joan Hill and her counterpart Petr Novák", id="english"),
        pytest.param("fr", "La maire Anne Roche et son homologue Petr Novák", id="french"),
    ],
)
def test_a_counterpart_is_of_the_other_side(language: str, text: str) -> None:
    found = {role.person.name: role.counterpart for role in read(text, language).roles}
    assert found["Petr Novák"]
    assert sum(found.values()) == 1


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("Oberbürgermeisterin Ida Roth", "Oberbürgermeisterin", id="before"),
        pytest.param(
            "Ida Roth, Oberbürgermeisterin der Stadt Trier, sprach.",
            "Oberbürgermeisterin der Stadt Trier",
            id="behind",
        ),
        pytest.param("Ida Roth, die das Kulturamt leitet, sprach.", "das Kulturamt leitet", id="clause"),
    ],
)
def test_the_title_is_what_the_text_says(text: str, title: str) -> None:
    reading = read(text)
    assert [role.title for role in reading.roles] == [title]
    role = reading.roles[0]
    assert title in text[reading.document.span(role.start, role.end).start :]
