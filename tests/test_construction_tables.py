"""The same fact in the many ways that German, English and French tell it, a row each."""

from __future__ import annotations

import pytest

from made_texts import extract
from told_texts import HEADS, begun, days, offices, signers, told

AGES = [
    ("en", "The twinning with Lille was established 28 years ago.", "1993"),
    ("en", "Leeds and Lille were twinned 28 years ago.", "1993"),
    ("en", "The twinning with Lille, now in its 28th year, is thriving.", "1994"),
    ("en", "The twinning with Lille is 28 years old.", "1993"),
    ("en", "The twinning with Lille turns 30 this year.", "1991"),
    ("en", "It is fifty years this summer since Leeds and Lille exchanged their twinning charters.", "1971"),
    ("de", "Die Städtepartnerschaft mit Arras geht in ihr 28. Jahr.", "1994"),
    ("de", "Die Städtepartnerschaft mit Arras ist 28 Jahre alt.", "1993"),
    ("de", "Die Städtepartnerschaft mit Arras, 34 Jahre alt, lebt.", "1987"),
    ("de", "Die Städtepartnerschaft mit Arras jährt sich zum 30. Mal.", "1991"),
    ("de", "Die Städtepartnerschaft mit Arras feiert im nächsten Jahr ihren 50. Geburtstag.", "1972"),
    ("de", "2022 begehen Gera und Arras den 50. Jahrestag ihrer Partnerschaft.", "1972"),
    ("de", "Der Freundeskreis Gera–Arras wurde 1985 gegründet, zehn Jahre nach der Unterzeichnung des "
           "Partnerschaftsvertrags.", "1975"),
    ("fr", "Le jumelage avec Kempten a 28 ans.", "1993"),
    ("fr", "Le jumelage avec Kempten, vieux de 28 ans, se porte bien.", "1993"),
    ("fr", "Le jumelage avec Kempten entre dans sa 29e année.", "1993"),
    ("fr", "Le jumelage avec Kempten, noué en 2003, se porte bien.", "2003"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "year"), AGES)
def test_ages_of_bonds(language: str, text: str, year: str) -> None:
    assert list(begun(language, text).values()) == [year]


BOTH_TOWNS = [
    ("de", "Eine Delegation aus Pilsen war dabei. Die beiden Städte sind seit 2001 verbunden."),
    ("de", "Eine Delegation aus Pilsen war dabei. Der Vertrag, der beide Städte seit 2001 verbindet, gilt."),
    ("en", "A delegation from Lille took part. The two towns have been linked since 2001."),
    ("en", "A delegation from Lille took part. The agreement that has bound the two towns since 2001 holds."),
    ("fr", "Une délégation de Kempten était là. Les deux villes sont liées depuis 2001."),
    ("fr", "Une délégation de Kempten était là. La convention qui unit les deux villes depuis 2001 tient."),
]


@pytest.mark.parametrize(("language", "text"), BOTH_TOWNS)
def test_both_towns_are_those_of_the_sentence_before(language: str, text: str) -> None:
    assert list(begun(language, text).values()) == ["2001"]


def test_two_towns_at_home_share_a_road_and_no_bond() -> None:
    assert told("de", "Auch Jena war dabei. Die beiden Städte sind seit 2001 verbunden.") == {}


AFTERMATHS = [
    ("de", "Mit Pilsen verband Gera seit 1965 eine Städtepartnerschaft. Sie endete 2019.", "ended", "2019"),
    ("de", "Mit Pilsen verbindet Gera seit 1965 eine Städtepartnerschaft. 2019 wurde sie beendet.", "ended",
     "2019"),
    ("de", "Mit Pilsen verbindet Gera seit 1965 eine Städtepartnerschaft. Alle Kontakte ruhen seit März.",
     "suspended", ""),
    ("de", "Die Städtepartnerschaft mit Pilsen ist eingeschlafen.", "suspended", ""),
    ("en", "The twinning with Lille dates from 1985. It ended in 2019.", "ended", "2019"),
    ("en", "The twinning with Lille dates from 1985. It has been suspended since March.", "suspended", ""),
    ("en", "The council agreed to wind up the dormant twinning with Lille, which dates from 1991.", "ended",
     ""),
    ("fr", "Le jumelage avec Kempten date de 1985. Il a été dénoncé en 2011.", "ended", "2011"),
    ("fr", "Le jumelage avec Kempten n’existe plus que sur le papier depuis 2010.", "suspended", ""),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "status", "until"), AFTERMATHS)
def test_what_became_of_a_bond(language: str, text: str, status: str, until: str) -> None:
    (facts,) = told(language, text).values()
    assert facts["tg:status"] == [f"status:{status}"]
    assert facts.get("tg:validUntil", [""]) == [until]


def test_the_end_of_a_show_is_none_of_the_bond() -> None:
    text = "Eine Ausstellung zeigt die Städtepartnerschaft mit Pilsen. Sie endete am Sonntag."
    assert all("tg:status" not in facts for facts in told("de", text).values())


TERMS = [
    ("de", "Die Kooperationsvereinbarung mit Arras läuft im kommenden Jahr aus."),
    ("de", "Die Kooperationsvereinbarung mit Arras läuft Ende nächsten Jahres aus."),
    ("en", "The cooperation agreement with Lille expires next year."),
    ("en", "The cooperation agreement with Lille runs until the end of next year."),
    ("fr", "La convention de coopération avec Kempten arrive à échéance l’an prochain."),
    ("fr", "Le jumelage avec Kempten, conclu pour dix ans en 2012, arrivera à échéance l’an prochain."),
]


@pytest.mark.parametrize(("language", "text"), TERMS)
def test_terms_that_end_next_year(language: str, text: str) -> None:
    (facts,) = told(language, text).values()
    assert facts["tg:validUntil"] == ["2022"]
    assert "tg:status" not in facts


PARTNERS = [
    ("en", "Leeds has a partnership with the French city of Lille, which dates from 1991.", {"Lille"}),
    ("en", "The visitors, from Leeds' twin cities of Lille and Dortmund, stay.", {"Lille", "Dortmund"}),
    ("en", "Our oldest link is with Lille (1966), our newest with Dortmund (2008).", {"Lille", "Dortmund"}),
    ("en", "Other sisters include Lille, France; and Dortmund, Germany (1989).", {"Lille", "Dortmund"}),
    ("en", "Leeds has sister cities. The family began with Lille, France, in 1971.", {"Lille"}),
    ("en", "Lille in northern France and Dortmund stay on the list of twins.", {"Lille", "Dortmund"}),
    ("de", "Partnerstädte sind Arras, Coswig bei Dresden (1990) und Pilsen.", {"Arras", "Coswig", "Pilsen"}),
    ("de", "Enge Kontakte bestehen nach Arras und Pilsen, die beide seit 1972 Partnerstädte sind.",
     {"Arras", "Pilsen"}),
    ("de", "Geras älteste Partnerstadt ist seit 1965 Arras, jüngste seit 2005 Pilsen.", {"Arras", "Pilsen"}),
    ("fr", "Le premier jumelage a été signé avec Kempten en 1980, le dernier avec Coburg en 2003.",
     {"Kempten", "Coburg"}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "partners"), PARTNERS)
def test_partners(language: str, text: str, partners: set[str]) -> None:
    home = {"de": "Gera", "en": "Leeds", "fr": "Niort"}[language]
    pairs = [set(name.partition(" ")[2].split("+")) for name in told(language, text)]
    assert sorted(map(sorted, pairs)) == sorted(sorted({home, partner}) for partner in partners)


SIGNERS = [
    ("de", "Stellvertretend für den erkrankten Oberbürgermeister Karl Wolf unterschrieb Bürgermeisterin Eva "
           "Sonntag am Montag in Arras den Freundschaftsvertrag.", ["Eva Sonntag"]),
    ("de", "„Ein guter Tag“, sagte Oberbürgermeister Karl Wolf, nachdem er und Anne Petit, Bürgermeisterin "
           "von Arras, den Vertrag über die Klimapartnerschaft unterschrieben hatten.",
     ["Anne Petit", "Karl Wolf"]),
    ("de", "Zur Unterzeichnung des Partnerschaftsvertrags am Samstag in Arras reist Oberbürgermeister Karl "
           "Wolf mit einer Delegation an.", []),
    ("en", "Leeds is twinned with Lille. Mary Breen, the council's archivist, will show the twinning oath, "
           "signed on 19 May 1984 by Mayor Ann Castle and Mayor Anne Petit, at the museum until 30 June.",
     ["Ann Castle", "Anne Petit"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "names"), SIGNERS)
def test_signers(language: str, text: str, names: list[str]) -> None:
    assert signers(language, text) == names
    assert all("tg:validUntil" not in facts for facts in told(language, text).values())


DAYS = [
    ("de", "Am Samstag, dem 1., unterzeichneten Oberbürgermeister Karl Wolf und Anne Petit aus Arras einen "
           "Kooperationsvertrag.", "2021-05-01"),
    ("de", "Am Samstag, 11 Uhr, unterzeichneten Oberbürgermeister Karl Wolf und Anne Petit aus Arras einen "
           "Kooperationsvertrag.", "2021-05-01"),
    ("en", "On Saturday 1st Lord Mayor Ann Castle and Mayor Anne Petit of Lille signed a cooperation "
           "agreement.", "2021-05-01"),
    ("fr", "Samedi 24, le maire Paul Roux et le maire de Kempten, Karl Wolf, ont signé une charte de "
           "coopération.", "2021-04-24"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "day"), DAYS)
def test_days_without_a_month(language: str, text: str, day: str) -> None:
    assert list(days(language, text).values()) == [day]


def test_a_letter_of_intent_founds_nothing_yet() -> None:
    text = (
        "Gestern wurde die Absichtserklärung zur Gründung einer Städtepartnerschaft mit Arras unterzeichnet."
    )
    assert [name.partition(" ")[0] for name in told("de", text)] == ["letter-of-intent"]


def test_what_is_signed_with_guests_is_signed_here() -> None:
    text = (
        "Seit Freitag sind Gäste aus Arras in der Stadt. Am Samstag unterzeichneten Oberbürgermeister Karl "
        "Wolf und die Bürgermeisterin von Arras, Anne Petit, eine Kooperationsvereinbarung."
    )
    (facts,) = told("de", text).values()
    assert facts["tg:signedIn"] == ["Gera"]
    away = text.replace("sind Gäste aus Arras in der Stadt", "ist eine Delegation in Arras; sie flog hin")
    assert all("tg:signedIn" not in facts for facts in told("de", away).values())


SPELLINGS = [
    ("St. Veit an der Glan", 2766359),
    ("Bad Kötzting", 2885070),
    ("Limburg/Lahn", 2877648),
    ("Frankfurt/Oder", 2925535),
    ("Limburg a. d. Lahn", 2877648),
    ("Villeneuve-d’Ascq", 6543862),
]


@pytest.mark.parametrize(("name", "number"), SPELLINGS)
def test_spellings_of_towns(name: str, number: int) -> None:
    text = f"{HEADS['de']}Gera ist mit {name} verschwistert. Das freut die Stadt."
    entities = extract(text, "de", issued="2021-05-03").entities
    assert f"city/{number}" in {entity.ref for entity in entities}


def test_who_tells_of_another_century_is_of_this_one() -> None:
    text = "Museumsleiterin Julia Berg erinnerte daran, dass Weber 1786 geboren ist. Fürst Wilhelm nicht."
    extraction = extract(HEADS["de"] + text, "de", issued="2021-05-03")
    assert [e.name for e in extraction.entities if e.ref.startswith("person/")] == ["Julia Berg"]


def test_offices_that_a_verb_tells() -> None:
    assert offices("en", "Peter Roe, who has chaired the Leeds Lille Association since 2011, said so.") == {
        "Peter Roe": "Leeds Lille Association"
    }


LASTING = [
    (
        "de",
        "Gera und Arras haben am 2. Mai einen Kooperationsvertrag mit dreijähriger Laufzeit unterzeichnet.",
    ),
    ("en", "Leeds and Lille signed a three-year cooperation agreement on 2 May."),
    ("en", "Leeds and Lille signed a cooperation agreement on 2 May for an initial period of three years."),
    ("en", "Leeds and Lille extended their cooperation agreement on 2 May by three years, to 2024."),
    ("fr", "Niort et Kempten ont reconduit le 2 mai pour trois ans leur convention de coopération."),
    ("fr", "Niort et Kempten ont prolongé le 2 mai leur convention de coopération jusqu’à fin 2024."),
]


@pytest.mark.parametrize(("language", "text"), LASTING)
def test_how_long_a_paper_holds(language: str, text: str) -> None:
    (facts,) = told(language, text).values()
    assert facts["tg:signedOn"] == ["2021-05-02"]
    assert facts["tg:validUntil"][0].startswith("2024")


def test_another_paper_of_three_years_tells_no_term_of_this_one() -> None:
    text = (
        "On 2 May Lord Mayor Ann Castle and Mayor Anne Petit of Lille signed a cooperation agreement, a day "
        "after the three-year contract with the road contractors."
    )
    assert all("tg:validUntil" not in facts for facts in told("en", text).values())
