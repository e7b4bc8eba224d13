"""How releases say the same thing in other words: bonds, beginnings, signings, terms; and what is no bond."""

from __future__ import annotations

import pytest

from made_texts import agreements, extract, read

GERA = "Stadt Gera\n3. Mai 2021\n\n"
LEEDS = "City of Leeds\n3 May 2021\n\n"
NIORT = "Ville de Niort\n3 mai 2021\n\n"


def told(text: str) -> dict[str, dict[str, list[str]]]:
    """Return the agreements of *text*, whose head tells its language."""
    language = {GERA: "de", LEEDS: "en", NIORT: "fr"}[text[: text.index("\n\n") + 2]]
    return agreements(extract(text, language, issued="2021-05-03"))


BONDS = [
    (GERA + "Unsere Partnerstädte gratulieren. Mit Arras sind wir seit 1991 eng befreundet.", "", "1991"),
    (GERA + "Arras, eine Stadt im Norden, hat der Rat 2005 zur Partnerstadt erklärt.", "", "2005"),
    (
        GERA + "Drei Jahrzehnte ist es her, dass Gera und Arras "
        "eine Städtepartnerschaft schlossen.", "", "1991"),
    (GERA + "Die Partnerstädte halfen. Arras trat 1981 als neue Schwester dazu.", "", "1981"),
    (
        GERA + "Die Partnerstädte halfen. Das Band nach "
        "Arras wurde 1996 geknüpft.", "twinning Arras+Gera", "1996"),
    (
        GERA + "Anlass war die Verschwisterung von Gera mit Arras, "
        "die 1976 im Rathaus vollzogen wurde.", "", "1976"),
    (LEEDS + "The twinning of Leeds and Lille reaches its diamond jubilee this year.", "", "1961"),
    (LEEDS + "Three twin towns send greetings. Lille became our first twin in 1953.", "", "1953"),
    (NIORT + "Les villes jumelles fêtent. Niort s’est rapprochée de Coburg en 1958.", "", "1958"),
    (GERA + "Gemeint war Arras, mit dem Gera seit 2004 verschwistert ist.", "twinning Arras+Gera", "2004"),
    (GERA + "Grüße kamen aus Lugoj, mit dem Gera inzwischen seit 35 Jahren verbunden ist.", "", "1986"),
    (GERA + "Nach Arras, das Gera schon seit 1985 zu seinen Partnerstädten zählt, fährt ein "
            "Bus.", "", "1985"),
    (
        GERA + "Die Partnerstadt Pilsen gratuliert. "
        "Noch länger, nämlich seit 1985, währt die "
               "Verbindung mit Sion.",
        "twinning Gera+Sion",
        "1985",
    ),
    (GERA + "Ein Partnerort? Vor 25 Jahren hatte man sich mit Céret am Meer zusammengetan.", "", "1996"),
    (GERA + "Die Städtepartnerschaft mit Arras hat ihre Wurzeln im Jahr "
            "1985.", "twinning Arras+Gera", "1985"),
    (LEEDS + "It is 45 years since Leeds and Lille put their names to a twinning.", "", "1976"),
    (LEEDS + "Dortmund has been tied to Leeds for 38 years.", "twinning Dortmund+Leeds", "1983"),
    (LEEDS + "Leeds, for its part, has had a twinning agreement with Lille since 1989.", "", "1989"),
    (NIORT + "Entre Niort et Coburg, le jumelage a fêté l'an passé son demi-siècle.", "", ""),
    (NIORT + "Le jumelage conclu en 1979 avec Springe, en Basse-Saxe, se poursuit.", "", "1979"),
    (
        NIORT + "Nos villes jumelles écrivent. Avec Atakpamé, c'est en 1958 que l'on s'est promis amitié.",
        "friendship Atakpamé+Niort",
        "1958",
    ),
    (
        NIORT + "Nos villes jumelles écrivent. Tomelloso n'a pas de charte avec Niort ; on y parle "
                "plutôt d'une amitié, née en 1981 d'un échange.",
        "friendship Niort+Tomelloso",
        "1981",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "since"), BONDS, ids=[b[0].split("\n")[-1][:40] for b in BONDS])
def test_a_bond_is_read_with_its_beginning(text: str, name: str, since: str) -> None:
    found = told(text)
    if name:
        assert name in found
    values = found[name] if name else next(iter(found.values()))
    assert not since or values["tg:validFrom"] == [since]


LISTS = [
    (LEEDS + "Leeds looks further afield: its own twin towns are Lille in France and "
             "Turin.", {"Lille", "Turin"}),
    (LEEDS + "Lille became our sister city in 1977. It has since been joined by Turin and "
             "Ulm.", {"Lille", "Turin", "Ulm"}),
    (NIORT + "Niort en compte deux, l'un avec Coburg, en Bavière, l'autre avec Gijón.", {"Coburg", "Gijón"}),
    (
        NIORT + "Les autres villes jumelles n'étaient pas oubliées : un message est parvenu de Gijón, "
                "un autre de Coburg.",
        {"Gijón", "Coburg"},
    ),
    (GERA + "Zu den Partnerstädten gehören Arras im Piemont (1972) und Sion.", {"Arras", "Sion"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "partners"), LISTS, ids=[b[0].split("\n")[-1][:40] for b in LISTS])
def test_every_partner_of_a_sentence_counts(text: str, partners: set[str]) -> None:
    sides = {name for values in told(text).values() for name in values["tg:party"]}
    assert partners <= sides


def test_a_paper_is_signed_on_the_day_that_the_sentence_before_tells() -> None:
    text = GERA + (
        "Am Samstag regnete es im Rathaus von Pilsen. Vier Unterschriften trägt der "
        "Partnerschaftsvertrag von Gera "
        "und Pilsen.\n\nFür Gera unterzeichneten Bürgermeister Kurt Dannenberg und Stadträtin Petra Roth."
    )
    values = told(text)["twinning Gera+Pilsen"]
    assert values["tg:signedOn"] == ["2021-05-01"]
    assert values["tg:signedIn"] == ["Pilsen"]
    assert values["signatories"] == ["Kurt Dannenberg", "Petra Roth"]


def test_both_mayors_sign() -> None:
    text = GERA + (
        "Bürgermeister Kurt Dannenberg begrüßte seinen Kollegen Jan Nowak aus Pilsen. Die "
        "Partnerschaftsurkunde "
        "haben beide Bürgermeister am 1. Mai unterzeichnet."
    )
    assert told(text)["twinning Gera+Pilsen"]["signatories"] == ["Jan Nowak", "Kurt Dannenberg"]


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        (
            NIORT
            + "Le maire Paul Girard a signé mardi avec Coburg une convention de coopération. Le texte, qui "
            "prendra effet le 1er septembre et dont la durée a été fixée à quatre ans, prévoit des échanges.",
            "2021-09-01",
            "2025-08-31",
        ),
        (
            GERA + "Die Kooperationsvereinbarung mit Pilsen wurde am Freitag unterzeichnet. Gültig ist sie "
            "zunächst "
            "bis zum Frühjahr 2026.",
            None,
            "2026",
        ),
    ],
    ids=["années", "bis"],
)
def test_terms_are_told_in_a_sentence_of_their_own(text: str, begin: str | None, end: str) -> None:
    values = next(iter(told(text).values()))
    assert values.get("tg:validFrom", [None]) == [begin]
    assert values["tg:validUntil"] == [end]


def test_what_a_council_is_asked_is_planned() -> None:
    text = (
        GERA + "Der Stadtrat wird gebeten. Die Verwaltung beantragt, einer Städtepartnerschaft mit Arras "
        "zuzustimmen."
    )
    assert told(text)["twinning Arras+Gera"]["tg:status"] == ["status:planned"]


@pytest.mark.parametrize(
    "text",
    [
        GERA + "Der Rat prüft die Möglichkeit einer Städtepartnerschaft mit Arras.",
        LEEDS + "Lille has shown interest in a twinning with Leeds.",
        NIORT + "Le conseil étudie la possibilité d'un jumelage avec Coburg.",
        GERA + "Die Nachbarn in Arras haben auf eine Städtepartnerschaft verzichtet.",
    ],
)
def test_a_wish_is_no_agreement(text: str) -> None:
    assert told(text) == {}


NO_BOND = [
    GERA + "Neue Zugverbindung. Die Verbindung mit Prag besteht seit 2019 und wird von der Bahn ausgebaut.",
    GERA
    + "Das Unternehmen Zeiss und die Firma Sony aus Tokio haben am Dienstag eine Partnerschaft vereinbart.",
    LEEDS + "The airport has a new link with Lisbon. The partnership with the airline began in 2019.",
    NIORT + "La liaison avec Bordeaux est renforcée. Le partenariat avec la SNCF, signé en 2014, court "
    "jusqu'en 2020.",
    GERA
    + "Das Theater spielt in Warschau. Seit 1998 verbindet eine Freundschaft den Intendanten mit Jan Nowak.",
    LEEDS + "A crew from Monterrey, Mexico, came. The friendship between the crews had grown since 2015.",
]


@pytest.mark.parametrize("text", NO_BOND, ids=[t.split("\n")[-1][:40] for t in NO_BOND])
def test_railways_firms_and_friends_are_no_twinning(text: str) -> None:
    assert told(text) == {}


@pytest.mark.parametrize(
    "words",
    [
        "Kurt Dannenberg wird den Partnerschaftsvertrag mit Pilsen im Herbst unterzeichnen.",
        "Der Partnerschaftsvertrag mit Pilsen wurde am 1. Mai unterzeichnet. Ich danke Bürgermeister "
        "Kurt Dannenberg.",
    ],
)
def test_who_plans_or_is_thanked_signs_nothing(words: str) -> None:
    assert all(not values["signatories"] for values in told(GERA + words).values())


def test_a_release_without_a_word_for_a_bond_is_read() -> None:
    reading = read(GERA + "Am Montag bleibt das Freibad geschlossen.", issued="2021-05-03")
    assert (reading.nouns, reading.home is not None) == ((), True)
