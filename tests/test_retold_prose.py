"""How whole releases tell bonds of others, papers of then beside papers of now, and who signs a letter."""

from __future__ import annotations

import pytest

from made_texts import extract
from told_texts import HEADS, begun, days, offices, signers, told

BEGINNINGS = [
    ("en", "Leeds and Lille are twinned. Turin, a port of 88,000 just west of the hills, also has "
         "sister cities in "
     "Dortmund, Germany, and Brno.", {}),
    ("en", "Turin has been a sister city of Lille in France since 1969 and of Dortmund in Germany since "
         "1994.",
     {"Lille+Turin": "1969", "Dortmund+Turin": "1994"}),
    ("en", "Leeds is also twinned with Lille, near Belgium, since 1968, and with Dortmund, Germany, "
         "since 1969.",
     {"Leeds+Lille": "1968", "Dortmund+Leeds": "1969"}),
    ("fr", "Kempten, de son côté, est aussi jumelée avec Sligo, au pays des lacs, depuis 1990, et Quiberon.",
     {"Kempten+Sligo": "1990"}),
    ("fr", "Kempten est la jumelle de Sligo depuis 1990, de Quiberon depuis 1971 et de Coburg depuis 1987.",
     {"Kempten+Sligo": "1990", "Kempten+Quiberon": "1971", "Coburg+Kempten": "1987"}),
    ("de", "Das Schreiben geht an die Stadt Kempten, die mit Quiberon seit 1971 und mit Sligo seit 1990 "
         "verbunden "
     "ist. Arras ist unsere Partnerstadt.", {"Kempten+Quiberon": "1971", "Kempten+Sligo": "1990"}),
    ("de", "Die Städtepartnerschaft mit Arras wird gefeiert. Das Haus Gera in Arras, das seit 1966 "
         "besteht, lädt "
     "ein.", {}),
    ("de", "Die Beziehung zur Partnerstadt Pilsen ruht seit dem Beschluss vom März 2022.", {}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), BEGINNINGS)
def test_beginnings(language: str, text: str, expected: dict[str, str]) -> None:
    assert begun(language, text) == expected


def test_a_town_may_have_partners_of_its_own() -> None:
    text = (
        "Leeds and Lille are twinned. Turin, a port of 88,000, also has sister cities in Dortmund and Brno."
    )
    pairs = {name.partition(" ")[2] for name in told("en", text)}
    assert pairs == {"Leeds+Lille", "Dortmund+Turin", "Brno+Turin"}


PLANS = [
    ("de", "Darüber soll ein eigener Vertrag geschlossen werden.\n\nGera unterhält "
         "Städtepartnerschaften mit Arras "
     "(seit 1957) und Pilsen."),
    ("en", "Leeds wants to sign a contract with a firm.\n\nLeeds has twin towns: Lille (1968) and Dortmund."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), PLANS)
def test_what_one_sentence_plans_the_next_does_not(language: str, text: str) -> None:
    assert all("tg:status" not in facts for facts in told(language, text).values())


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Mit Arras wird über eine Partnerschaft gesprochen; entschieden ist nichts."),
        ("de", "Die Anfrage der Stadt Arras nach einer Freundschaft wird zur Kenntnis genommen."),
        ("en", "Leeds is not twinned with Lille. The two cities have had close ties since 2006."),
        ("fr", "Niort n’est pas jumelée à Kempten. Des liens unissent les deux villes depuis 2006."),
    ],
)
def test_what_is_asked_for_or_denied_is_no_bond(language: str, text: str) -> None:
    assert told(language, text) == {}


def test_a_contract_of_houses_that_nobody_names_is_none_of_the_towns() -> None:
    text = (
        "Bürgermeister Karl Berg empfing Paul Petit aus der Partnerstadt Arras. Berg erinnerte daran, "
        "dass die "
        "Universitäten schon 1984 einen Partnerschaftsvertrag abgeschlossen hatten."
    )
    assert days("de", text) == {}


def test_two_heads_of_houses_sign_apart_from_the_mayors() -> None:
    text = (
        "Oberbürgermeister Karl Berg und der Bürgermeister von Arras, Paul Petit, unterzeichneten am "
        "Samstag einen "
        "Klimapakt.\n\nDer Rektor der Universität Gera, Otto Kern, und die Präsidentin der Université "
        "d’Arras, Anne "
        "Roux, hatten schon am Freitag einen Vertrag über ein Doppeldiplom unterzeichnet."
    )
    found = told("de", text)
    assert sorted(len(facts["tg:signature"]) for facts in found.values() if "tg:signature" in facts) == [2, 2]


def test_a_paper_of_then_and_one_of_now() -> None:
    text = (
        "Im Mai 1961 unterschrieben Karl Berg und Paul Petit aus Arras die "
        "Partnerschaftsurkunde.\n\nOberbürgermeister "
        "Otto Kern begrüßte Bürgermeisterin Anne Roux aus Arras. Beide setzten am Sonntag ihre Namen "
        "unter eine "
        "Erklärung, in der sich die Partnerstädte zum Klimaschutz bekennen."
    )
    extraction = extract(HEADS["de"] + text, "de", issued="2021-05-03")
    found = [getattr(f.object, "lexical", "") for f in extraction.facts if f.predicate == "tg:signedOn"]
    assert sorted(found) == ["1961-05", "2021-05-02"]


SIGNERS = [
    ("en", "Mayor Ann Roe and Lord Mayor Karl Berg of Dortmund signed the renewed twinning agreement on "
         "Saturday. The "
     "original was signed in June 1997 by Otto Kern and Tom Hart.", ["Ann Roe", "Karl Berg"]),
    ("en", "The mayor of our twin town Lille, Paul Petit, and Mayor Ann Roe signed a memorandum on "
         "Saturday with Tom "
     "Hart and Joe Marsh as witnesses.", ["Ann Roe", "Paul Petit"]),
    ("en", "Mayor Ann Roe and the mayor of our twin town Lille, Paul Petit, signed a memorandum on "
         "Saturday. Tom Hart, "
     "who chairs the water committee, witnessed the signatures.", ["Ann Roe", "Paul Petit"]),
    ("en", "On Saturday, with the mayor of our sister city Lille, Paul Petit, I put my name to a "
         "memorandum.\n\nYours "
     "sincerely\nAnn Roe\nMayor", ["Ann Roe", "Paul Petit"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), SIGNERS)
def test_who_signs(language: str, text: str, expected: list[str]) -> None:
    assert signers(language, text) == expected


LETTERS = [
    ("de", "Wir freuen uns.\n\nMit freundlichen Grüßen\nIhr\n\nKarl Berg\nBürgermeister", "Gera"),
    ("de", "Wir freuen uns.\n\nHerzlich\nIhre Erste Bürgermeisterin\nAnna Berg", "Gera"),
    ("de", "Wir freuen uns.\n\ngez. Karl Berg\nOberbürgermeister der Stadt Gera", "Gera"),
    ("en", "We look forward to it.\n\nWith every good wish,\n\nAnn Roe\nLord Mayor", "Leeds"),
    ("fr", "À bientôt.\n\nCordialement,\n\nPaul Petit\nMaire de Niort", "Niort"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "town"), LETTERS)
def test_the_office_below_the_name_that_signs_a_letter(language: str, text: str, town: str) -> None:
    assert list(offices(language, text).values()) == [town]


@pytest.mark.parametrize(
    ("language", "text", "end"),
    [
        ("de", "Die Bürgermeister von Gera und Arras unterzeichneten am Samstag eine "
             "Kooperationsvereinbarung. Sie "
         "gilt bis zum Ende des Schuljahres 2021/22.", "2022"),
        ("en", "The mayors of Leeds and Lille signed a memorandum on Saturday. It runs until the end of "
             "the 2022 "
         "school year.", "2022"),
        ("de", "Zwischen der Musikschule Gera und der Musikschule Arras bestehe seit Ende 2017 eine "
             "Vereinbarung. Sie "
         "laufe am 31.12.2023 aus.", "2023-12-31"),
    ],
)  # fmt: skip
def test_ends(language: str, text: str, end: str) -> None:
    assert [
        facts["tg:validUntil"] for facts in told(language, text).values() if "tg:validUntil" in facts
    ] == [[end]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Der Bodenseekreis und der Landkreis Leipzig sind seit 1990 Partner.",
            {"Bodenseekreis", "Landkreis Leipzig"},
        ),
        ("Der Rhein-Sieg-Kreis ist mit dem Kreis Bunzlau verbunden.", {"Rhein-Sieg-Kreis", "Kreis Bunzlau"}),
    ],
)
def test_counties_are_sides(text: str, names: set[str]) -> None:
    extraction = extract("Landratsamt\n3. Mai 2021\n\n" + text, "de", issued="2021-05-03")
    refs = {e.ref: e.name for e in extraction.entities}
    assert {refs[f.object[1:]] for f in extraction.facts if f.predicate == "tg:party"} == names


@pytest.mark.parametrize(
    ("text", "none"),
    [
        ("Die Partnerschaft mit dem Komitat Győr-Moson-Sopron lebt.", {"Győr", "Moson", "Sopron"}),
        ("A guest came from Kent, British Columbia.", {"Columbia"}),
        ("Die Kita in Gera wird neu gebaut.", {"Kita"}),
    ],
)
def test_parts_of_other_names_are_no_towns(text: str, none: set[str]) -> None:
    language = "en" if "guest" in text else "de"
    extraction = extract(HEADS[language] + text, language, issued="2021-05-03")
    assert not none & {e.name for e in extraction.entities if e.kind == "City"}
