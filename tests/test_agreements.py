"""Texts -> partnerships and signed papers, with all their slots."""

from __future__ import annotations

import pytest

from made_texts import agreements, extract

GERA = {"issuer": "Stadt Gera", "issued": "2021-05-10"}


def told(text: str, language: str = "de", **given: str) -> dict[str, dict[str, list[str]]]:
    return agreements(extract(text, language, **(given or GERA)))


LINKS = [
    pytest.param(
        "de", "Die Städtepartnerschaft zwischen Gera und Pilsen lebt.", {"twinning Gera+Pilsen"}, id="between"
    ),
    pytest.param(
        "de",
        "Zwischen Gera und Pilsen besteht eine Städtepartnerschaft.",
        {"twinning Gera+Pilsen"},
        id="between before",
    ),
    pytest.param(
        "de", "Gera und Pilsen verbindet eine Städtepartnerschaft.", {"twinning Gera+Pilsen"}, id="subjects"
    ),
    pytest.param(
        "de", "Die Städtepartnerschaft mit Pilsen lebt. Gera freut sich.", {"twinning Gera+Pilsen"}, id="with"
    ),
    pytest.param(
        "de", "Gera pflegt eine Städtefreundschaft mit Pilsen.", {"friendship Gera+Pilsen"}, id="friendship"
    ),
    pytest.param(
        "de",
        "Die Solidaritätspartnerschaft zwischen Gera und Lemberg hilft.",
        {"solidarity Gera+Lemberg"},
        id="solidarity",
    ),
    pytest.param(
        "de", "Die Klimapartnerschaft zwischen Gera und Arusha wächst.", {"climate Arusha+Gera"}, id="climate"
    ),
    pytest.param(
        "de",
        "Gera hat drei Partnerstädte: Pilsen, Arnheim und Fort Wayne.",
        {"twinning Gera+Pilsen", "twinning Arnheim+Gera", "twinning Fort Wayne+Gera"},
        id="list",
    ),
    pytest.param(
        "de",
        "Zu den Partnerstädten von Gera gehören Pilsen und Arnheim.",
        {"twinning Gera+Pilsen", "twinning Arnheim+Gera"},
        id="belong",
    ),
    pytest.param("de", "Gera ist mit Pilsen verschwistert.", {"twinning Gera+Pilsen"}, id="verschwistert"),
    pytest.param(
        "de", "Die Partnerstadt Pilsen schickt Gera Grüße.", {"twinning Gera+Pilsen"}, id="partner town"
    ),
    pytest.param(
        "de",
        "Gera, Pilsen und Arnheim schlossen 1962 eine Ringpartnerschaft.",
        {"twinning Arnheim+Gera+Pilsen"},
        id="ring",
    ),
    pytest.param("de", "Gera hat keine Städtepartnerschaft mit Pilsen.", set(), id="denied"),
    pytest.param("de", "Gera liegt 200 Kilometer von Pilsen entfernt.", set(), id="no word for it"),
    pytest.param(
        "de",
        "Der Rat von Gera beschloss den Haushalt. Die Vertragsunterzeichnung folgt.",
        set(),
        id="other business",
    ),
    pytest.param(
        "en", "Leeds and Münster have been twinned since 1957.", {"twinning Leeds+Münster"}, id="twinned"
    ),
    pytest.param(
        "en",
        "Leeds is twinned with Münster and Dijon.",
        {"twinning Leeds+Münster", "twinning Dijon+Leeds"},
        id="twinned with",
    ),
    pytest.param(
        "en",
        "The sister city agreement between Fresno and Kochi is strong.",
        {"twinning Fresno+Kochi"},
        id="sister cities",
    ),
    pytest.param(
        "en",
        "Leeds’s twin towns are Dijon and Münster.",
        {"twinning Dijon+Leeds", "twinning Leeds+Münster"},
        id="possessive",
    ),
    pytest.param("en", "Leeds has no twinning with Münster.", set(), id="no twinning"),
    pytest.param("fr", "Angers est jumelée avec Osnabrück.", {"twinning Angers+Osnabrück"}, id="jumelée"),
    pytest.param(
        "fr",
        "Le jumelage entre Angers et Osnabrück continue.",
        {"twinning Angers+Osnabrück"},
        id="jumelage entre",
    ),
    pytest.param(
        "fr",
        "Angers est jumelée avec Osnabrück, Haarlem et Pise.",
        {"twinning Angers+Osnabrück", "twinning Angers+Haarlem", "twinning Angers+Pise"},
        id="liste",
    ),
    pytest.param(
        "fr",
        "Le comité de jumelage d’Angers fête ses amis d’Osnabrück, ville jumelle.",
        {"twinning Angers+Osnabrück"},
        id="ville jumelle",
    ),
]
BEGINNINGS = [
    pytest.param(
        "de", "Die Städtepartnerschaft zwischen Gera und Pilsen besteht seit 1962.", "1962", id="seit"
    ),
    pytest.param(
        "de",
        "Die Städtepartnerschaft zwischen Gera und Pilsen wurde am 7. Mai 1962 begründet.",
        "1962-05-07",
        id="day",
    ),
    pytest.param(
        "de",
        "Vor 30 Jahren wurde die Städtepartnerschaft zwischen Gera und Pilsen begründet.",
        "1991",
        id="ago",
    ),
    pytest.param("de", "Gera und Pilsen feiern 50 Jahre Städtepartnerschaft.", "1971", id="years of"),
    pytest.param(
        "de",
        "Gera und Pilsen feiern das 25-jährige Bestehen ihrer Städtepartnerschaft.",
        "1996",
        id="anniversary",
    ),
    pytest.param(
        "de", "Zum 40. Jahrestag der Städtepartnerschaft reist Gera nach Pilsen.", "1981", id="birthday"
    ),
    pytest.param("de", "Gera hat Partner: Pilsen ist seit 1962 Partnerstadt.", "1962", id="partner since"),
    pytest.param("de", "Die Städtepartnerschaft zwischen Gera und Pilsen lebt.", None, id="none"),
    pytest.param(
        "de", "Die Städtepartnerschaft zwischen Gera und Pilsen ruht seit 2014.", None, id="resting"
    ),
    pytest.param(
        "de",
        "Seit 1990 gibt es ein Theaterfest. Gera und Pilsen verbindet eine Städtepartnerschaft.",
        None,
        id="another thing",
    ),
    pytest.param("en", "Leeds and Münster have been twinned since 1957.", "1957", id="since"),
    pytest.param("en", "The twinning between Leeds and Münster began in 1957.", "1957", id="began"),
    pytest.param(
        "en", "Leeds and Münster mark the 50th anniversary of their twinning.", "1971", id="english birthday"
    ),
    pytest.param("fr", "Angers est jumelée avec Osnabrück depuis 1964.", "1964", id="depuis"),
    pytest.param("fr", "Le jumelage entre Angers et Osnabrück, signé en 1964, continue.", "1964", id="signé"),
]
HOMES = {"de": "Stadt Gera", "en": "City of Leeds", "fr": "Ville d’Angers"}


@pytest.mark.parametrize(("language", "text", "expected"), LINKS)
def test_links(language: str, text: str, expected: set[str]) -> None:
    assert set(told(text, language, issuer=HOMES[language], issued="2021-05-10")) == expected


@pytest.mark.parametrize(("language", "text", "expected"), BEGINNINGS)
def test_since_when_they_stand(language: str, text: str, expected: str | None) -> None:
    found = told(text, language, issuer=HOMES[language], issued="2021-05-10")
    assert len(found) == 1
    assert [v["tg:validFrom"] for v in found.values() if "tg:validFrom" in v] == (
        [[expected]] if expected else []
    )


@pytest.mark.parametrize(
    ("text", "years"),
    [
        pytest.param(
            "Partnerstädte von Gera sind Pilsen (seit 1962), Arnheim (seit 1987) und Fort Wayne (1991).",
            {"Pilsen": "1962", "Arnheim": "1987", "Fort Wayne": "1991"},
            id="brackets",
        ),
        pytest.param(
            "Gera: 1982 kam Pilsen als Partnerstadt hinzu, 1985 folgten Arnheim und Fort Wayne.",
            {"Pilsen": "1982", "Arnheim": "1985", "Fort Wayne": "1985"},
            id="chain",
        ),
        pytest.param(
            "Seit 1989 ist Gera mit Pilsen verbunden, seit 1990 mit Arnheim.",
            {"Pilsen": "1989", "Arnheim": "1990"},
            id="since with",
        ),
    ],
)
def test_each_town_of_a_list_has_its_year(text: str, years: dict[str, str]) -> None:
    found = {
        (set(v["tg:party"]) - {"Gera"}).pop(): v["tg:validFrom"][0]
        for v in told(text).values()
        if "tg:validFrom" in v
    }
    assert found == years


STATUSES = [
    pytest.param(
        "de",
        "Gera und Pilsen haben ihre Städtepartnerschaft, die seit 1962 besteht, 2019 beendet.",
        "ended",
        id="beendet",
    ),
    pytest.param("de", "Die Städtepartnerschaft zwischen Gera und Pskow ruht.", "suspended", id="ruht"),
    pytest.param("en", "The twinning between Leeds and Lille ended in 2012.", "ended", id="ended"),
    pytest.param("fr", "Angers a suspendu son jumelage avec Pskow.", "suspended", id="suspendu"),
    pytest.param("fr", "Un jumelage entre Angers et Osnabrück est envisagé.", "planned", id="envisagé"),
]


@pytest.mark.parametrize(("language", "text", "status"), STATUSES)
def test_what_becomes_of_a_partnership(language: str, text: str, status: str) -> None:
    (bond,) = told(text, language, issuer=HOMES[language], issued="2021-05-10").values()
    assert bond["tg:status"] == [f"status:{status}"]


def test_a_planned_partnership_has_a_status_and_no_beginning() -> None:
    found = told("Die geplante Städtepartnerschaft zwischen Gera und Pilsen wird im Rat beraten.")
    (bond,) = found.values()
    assert bond["tg:status"] == ["status:planned"]
    assert "tg:validFrom" not in bond
