"""How sober press prose tells bonds, deeds, beginnings, plans and offices."""

from __future__ import annotations

import pytest

from made_texts import extract
from told_texts import HEADS, begun, days, offices, signers, told

BEGINNINGS = [
    ("de", "Gera und Pilsen: Freunde seit 1973\n\nPilsen ist die älteste Partnerstadt Geras.",
     {"Gera+Pilsen": "1973"}),
    ("de", "Die 2007 vertraglich besiegelte Partnerschaft mit Arras ist lebendig. Arras ist unsere "
     "Partnerstadt.",
     {"Arras+Gera": "2007"}),
    ("de", "Geschlossen wurde die Partnerschaft 1969, als Nachhall auf eine Brieffreundschaft. Damit "
     "ist Arras die "
     "älteste Partnerstadt Geras.", {"Arras+Gera": "1969"}),
    ("de", "Arras ist unsere Partnerstadt. Später folgten Kempten und Lugo, zuletzt, im Jahr 2000, Pilsen.",
     {"Gera+Pilsen": "2000"}),
    ("de", "Unsere Partnerstadt Arras kam. Aus Pilsen, das 1988 hinzukam, reiste ein Chor an.",
     {"Gera+Pilsen": "1988"}),
    ("fr", "Kempten, et après ? Cinquante et un ans après la signature du jumelage, rien n’a changé.",
     {"Kempten+Niort": "1970"}),
    ("fr", "Kempten est notre ville jumelle. En 1950, avec le bourgmestre, il fondait le premier "
     "jumelage de la région.",
     {"Kempten+Niort": "1950"}),
    ("en", "Leeds has twin towns: Lille (1968), Dortmund (1969) and Turin.", {"Leeds+Lille": "1968"}),
    ("en", "Our oldest sister city is Dortmund, Germany. That relationship, begun in 1964, was followed "
     "by Lille, "
     "France, in 1968.", {"Dortmund+Leeds": "1964", "Leeds+Lille": "1968"}),
    ("en", "Dortmund has been a sister city since 1985. Lille, France, was added in 1987; Turin, Italy, "
     "also in 1987.",
     {"Leeds+Lille": "1987", "Leeds+Turin": "1987"}),
    ("de", "Die Städtepartnerschaft selbst, 1990 im Zeichen der Wende begründet, mit Arras bleibt.",
     {"Arras+Gera": "1990"}),
    ("de", "Lugo in Spanien wurde 1988 Partnerstadt.", {"Gera+Lugo": "1988"}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), BEGINNINGS)
def test_when_a_bond_began(language: str, text: str, expected: dict[str, str]) -> None:
    found = begun(language, text)
    assert {pair: found.get(pair) for pair in expected} == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Ein Freundschaftsvertrag mit Arras, über den seit 2014 gesprochen wird, soll im Herbst "
         "unterschrieben werden."),
        ("fr", "Il ne s’agit pas d’un jumelage : fidèle à une doctrine qui remonte à 1949, Niort n’en "
         "conclut "
         "aucun. Une délégation de Kempten est venue."),
        ("en", "Leeds keeps its twinning with Dortmund. She argued that a partnership with \"no "
         "minutes, no visits and no cheque since 2003\" "
         "was not worth the name."),
    ],
)  # fmt: skip
def test_what_was_only_talked_of_has_not_begun(language: str, text: str) -> None:
    assert begun(language, text) == {}


PLANS = [
    ("de", "Ein Freundschaftsvertrag mit Arras, über den lange gesprochen wurde, soll im Herbst "
     "unterschrieben "
     "werden."),
    ("en", "Mayor Ann Roe and Karl Berg, the mayor of Dortmund, are due to sign a twinning charter on "
     "Sunday."),
    ("en", "The council voted 9-1 in favour of a sister-city agreement with Dortmund."),
    ("en", "The council authorized the mayor to enter into a sister city agreement with Dortmund."),
    ("de", "Die Entscheidung über eine Städtepartnerschaft mit Arras wurde vertagt."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), PLANS)
def test_what_is_still_to_come_is_planned(language: str, text: str) -> None:
    assert any(facts.get("tg:status") == ["status:planned"] for facts in told(language, text).values())
    assert days(language, text) == {}


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("Die Städtepartnerschaft mit Arras lebt, kündigte der Bürgermeister an.", False),
        ("Gera kündigte die Städtepartnerschaft mit Arras.", True),
    ],
)
def test_an_announcement_ends_no_bond(text: str, ended: bool) -> None:
    statuses = [s for facts in told("de", text).values() for s in facts.get("tg:status", [])]
    assert ("status:ended" in statuses) is ended


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der Besuch in der Partnerstadt Arras endete mit einem Konzert."),
        ("de", "Die Gäste aus der Partnerstadt Arras haben ihre Reise vorzeitig beendet."),
        ("de", "Die Frist für Anmeldungen zur Fahrt in die Partnerstadt Arras ist abgelaufen."),
        ("de", "Die Pause in der Städtepartnerschaft mit Arras ist beendet."),
        ("de", "Wegen der Pandemie wurde die Fahrt in die Partnerstadt Arras ausgesetzt."),
        ("en", "The visit to our twin town Dortmund ended with a concert."),
        ("fr", "La visite de la ville jumelle de Kempten a pris fin par un concert."),
    ],
)
def test_what_ends_with_a_visit_is_no_bond(language: str, text: str) -> None:
    found = told(language, text)
    assert found
    assert not any("tg:status" in facts for facts in found.values())


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The twinning with Dortmund came to an end in 2003."),
        ("fr", "Le jumelage avec Kempten a été rompu."),
        ("de", "Die Städtepartnerschaft mit Arras wurde 2003 beendet."),
    ],
)
def test_a_bond_that_ends_is_ended(language: str, text: str) -> None:
    assert [facts.get("tg:status") for facts in told(language, text).values()] == [["status:ended"]]


def test_a_bond_that_is_no_more_is_ended() -> None:
    found = told("fr", "Niort n’est plus jumelée avec Kempten depuis ce printemps.")
    assert [f.get("tg:status") for f in found.values()] == [["status:ended"]]


SIGNERS = [
    ("de", "Oberbürgermeister Karl Berg unterzeichnete am Freitag die Städtepartnerschaft mit Arras. Sein "
     "Amtsvorgänger Udo Voss hatte sich vergeblich um eine Vereinbarung mit Arras bemüht.", ["Karl Berg"]),
    ("de", "Besiegelt worden war der Bund mit der Partnerstadt Arras am 4. Oktober 1991 von Karl Berg "
     "und Jean "
     "Dupont.", ["Jean Dupont", "Karl Berg"]),
    ("fr", "Le serment de jumelage avec Kempten avait été prononcé le 12 juin 1966 à Niort par Paul "
     "Petit et Karl "
     "Berg.", ["Karl Berg", "Paul Petit"]),
    ("en", "From Dortmund came the deputy mayor, Karl Berg. He and Mayor Ann Roe signed a letter of intent.",
     ["Ann Roe", "Karl Berg"]),
    ("de", "Es sei kein Zufall, so Oberbürgermeister Udo Voss, dass der Vertrag mit der Partnerstadt "
     "Arras am 6. "
     "Oktober 1985 von Karl Berg und Jean Dupont unterzeichnet worden sei.", ["Jean Dupont", "Karl Berg"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), SIGNERS)
def test_who_signed(language: str, text: str, expected: list[str]) -> None:
    assert signers(language, text) == expected


OFFICES = [
    ("de", "Am Freitag unterzeichnete Oberbürgermeister Karl Berg eine Absichtserklärung mit Arras. Für die "
     "französische Stadt unterschrieb Bürgermeister Jean Dupont.", {"Karl Berg": "Gera", "Jean Dupont":
     "Arras"}),
    ("en", "The twinning agreement was signed in 1980 in Dortmund by Lord Mayor Bill Owen and "
     "Oberbürgermeister "
     "Karl Berg.", {"Bill Owen": "Leeds", "Karl Berg": "Dortmund"}),
    ("de", "Die Partnerstadt Arras war durch die Beigeordnete Anne Petit vertreten.", {"Anne Petit":
     "Arras"}),
    ("de", "Aus der Partnerstadt Arras kam Vice Mayor Ann Roe. Bürgermeister Karl Berg empfing sie.",
     {"Karl Berg": "Gera"}),
    ("en", "Leeds is twinned with Lille and with Siegen, whose mayor, Karl Berg, sent a telegram.",
     {"Karl Berg": "Siegen"}),
    ("fr", "Présents : Anne Roux, maire ; Paul Petit, adjoint ; quinze conseillers.", {"Anne Roux": "Niort"}),
    ("de", "Vizebürgermeisterin Anna Nowak aus der Partnerstadt Pilsen, die den verhinderten "
     "Bürgermeister Jan Novák "
     "vertrat, ist gestern empfangen worden. Bürgermeister Karl Berg freute sich.", {"Karl Berg": "Gera"}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), OFFICES)
def test_of_which_town_somebody_is(language: str, text: str, expected: dict[str, str]) -> None:
    found = offices(language, text)
    assert {name: found.get(name) for name in expected} == expected


def test_a_french_memorandum_is_read() -> None:
    found = days(
        "fr",
        "Les maires Anne Roux et Karl Berg ont signé hier à Kempten un mémorandum d’entente avec Kempten.",
    )
    assert found == {"memorandum Kempten+Niort": "2021-05-02"}


def test_an_addition_to_a_contract_is_a_paper_of_its_own() -> None:
    text = (
        "Bürgermeister Karl Berg hat am 19. April in Pilsen gemeinsam mit Jan Novák eine "
        "Zusatzvereinbarung zum "
        "Partnerschaftsvertrag von 1994 unterzeichnet. Pilsen ist seit 1994 Partnerstadt."
    )
    assert days("de", text)["cooperation Gera+Pilsen"] == "2021-04-19"


def test_a_list_behind_a_semicolon_ends_there() -> None:
    text = (
        "Gera unterhält Städtepartnerschaften mit Arras, Pilsen und Lugo; mit Siegen verbindet die "
        "Stadt eine "
        "Freundschaft."
    )
    assert "twinning Gera+Siegen" not in told("de", text)


@pytest.mark.parametrize(
    ("head", "issued"),
    [
        ("Stadt Gera\nNiederschrift über die öffentliche Sitzung des Stadtrates am 12. März 2019 "
         "(Auszug)\n\n",
         "2019-03-12"),
        ("GERAER BLATT\nAusgabe 4/2024 · Freitag, 30. August 2024                Seite 6\n\n", "2024-08-30"),
        ("FREUNDE AUSWÄRTS\nRundbrief der Freunde, Herbst 2015\n\n", "2015"),
    ],
)  # fmt: skip
def test_days_of_minutes_and_mastheads(head: str, issued: str) -> None:
    from twingraph.extract.header import read_header
    from twingraph.lexicon import read_lexicon
    from twingraph.model import PressRelease

    release = PressRelease("t", head + "Die Partnerstadt Arras grüßt.", "0", "")
    day = read_header(release, read_lexicon()).release.issued
    assert day is not None
    assert day.iso == issued


def test_a_year_ahead_is_told_by_the_verb() -> None:
    extraction = extract(
        "Ville de Niort\n1 mars 2010\n\nLes maires se retrouveront le 24 septembre pour renouveler la "
        "charte de "
        "jumelage avec Kempten.",
        "fr",
        issued="2010-03-01",
    )
    assert not any(f.predicate == "tg:signedOn" for f in extraction.facts)


@pytest.mark.parametrize(
    ("language", "text", "strange"),
    [
        ("en", "The choir of Mary Immaculate College sang.", "Mary"),
        ("en", "The New Jersey city of Bayonne is a sister city.", "New Jersey"),
        ("fr", "Les villes se connaissent par le réseau Delice.", "Delice"),
        ("en", "Media contact: Ann Roe, Communications Officer, Leeds.", "Officer"),
        ("en", "She visited County Kerry in spring.", "Kerry"),
        ("de", "Wegen Corona fiel der Besuch aus. Nach Corona soll es weitergehen.", "Corona"),
        ("de", "Im Derby siegte Gera. Der Hof war voll.", "Derby"),
    ],
)
def test_names_that_are_no_towns_here(language: str, text: str, strange: str) -> None:
    extraction = extract(HEADS[language] + text, language, issued="2021-05-03")
    assert strange not in {e.name for e in extraction.entities if e.kind == "City"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "The twinning weekend with Dortmund concluded on 2 May with a concert by Ann Roe and Karl Berg.",
        ),
        ("en", "Ann Roe signed the visitors’ book in our twin town Dortmund on Saturday."),
        ("fr", "Paul Petit a signé samedi le livre d’or de Kempten, ville jumelle de Niort."),
        ("fr", "La semaine du jumelage avec Kempten s’est conclue samedi par un concert."),
    ],
)
def test_a_feast_and_a_guest_book_begin_no_bond(language: str, text: str) -> None:
    for facts in told(language, text).values():
        assert not facts.keys() & {"tg:signedOn", "tg:validFrom", "tg:status", "tg:signature"}


@pytest.mark.parametrize(
    ("language", "text", "town"),
    [
        (
            "de",
            "Die jungen Leute aus Arras, Derby und Lugo vertreten ihre Heimat. Mit Derby feiert Gera.",
            "Derby",
        ),
        ("de", "In Hof trafen sich die Feuerwehren, und der Oberbürgermeister von Hof kam.", "Hof"),
        ("fr", "La ville de Spa, en Belgique, est venue.", "Spa"),
    ],
)
def test_towns_that_are_words_too(language: str, text: str, town: str) -> None:
    extraction = extract(HEADS[language] + text, language, issued="2021-05-03")
    assert town in {e.name for e in extraction.entities if e.kind == "City"}
