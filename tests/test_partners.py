"""Releases that speak of several partners: lists, newsletters, chronicles, minutes."""

from __future__ import annotations

import pytest

from made_texts import agreements, extract

GERA, LEEDS, ANGERS = (
    "Stadt Gera\n3. Mai 2021\n\n",
    "City of Leeds\n3 May 2021\n\n",
    "Ville d'Angers\n3 mai 2021\n\n",
)


def beginnings(text: str, language: str) -> dict[str, str]:
    """Return the agreements of *text* and since when they stand, "" where the text does not say."""
    found = agreements(extract(text, language, issued="2021-05-03"))
    return {name: values.get("tg:validFrom", [""])[0] for name, values in found.items()}


LISTS = [
    pytest.param(
        GERA + "Unsere Partnerstädte\n\nArnheim (Niederlande), seit 1987\nKuopio (Finnland), seit 1972\n"
        "Pilsen (Tschechien), seit 1984\nSaint-Denis (Frankreich), seit 1959\n",
        "de",
        {"Arnheim": "1987", "Kuopio": "1972", "Pilsen": "1984", "Saint-Denis": "1959"},
        id="heading and items",
    ),
    pytest.param(
        GERA
        + "UNSERE PARTNERSTÄDTE\n\nArnheim (Niederlande)\nPartnerstadt seit: 1987\nEinwohner: 160.000\n\n"
        "Kuopio (Finnland)\nPartnerstadt seit: 1972\nEinwohner: 120.000\n",
        "de",
        {"Arnheim": "1987", "Kuopio": "1972"},
        id="dossiers with labels",
    ),
    pytest.param(
        ANGERS + "Nos villes jumelles\n\nHaarlem (Pays-Bas), depuis 1964\nPise (Italie), depuis 1982\n",
        "fr",
        {"Haarlem": "1964", "Pise": "1982"},
        id="French list",
    ),
    pytest.param(
        LEEDS + "OUR PARTNERS AT A GLANCE\n\n   Lille, France .............. 1968\n   Brno, Czechia "
        "............ 1991\n",
        "en",
        {"Lille": "1968", "Brno": "1991"},
        id="leaders of dots",
    ),
    pytest.param(
        LEEDS + "LEEDS ABROAD\n* Lille, France: twinned 1968\n* Brno, Czechia: linked since 1991\n",
        "en",
        {"Lille": "1968", "Brno": "1991"},
        id="items that explain themselves",
    ),
]


@pytest.mark.parametrize(("text", "language", "since"), LISTS)
def test_a_list_ties_each_town_to_the_one_that_speaks(
    text: str, language: str, since: dict[str, str]
) -> None:
    home = {"de": "Gera", "en": "Leeds", "fr": "Angers"}[language]
    expected = {f"twinning {'+'.join(sorted((home, town)))}": year for town, year in since.items()}
    assert beginnings(text, language) == expected


def test_a_small_heading_tells_what_its_section_is_about() -> None:
    text = LEEDS + (
        "In brief\n\nLille: A memorandum of understanding on green transport was signed on 12 April by "
        "James Lewis "
        "and Martine Dubois, Mayor of Lille.\n\nDortmund: The twinning, which dates from 1969, was "
        "marked with a concert.\n"
    )
    found = agreements(extract(text, "en", issued="2021-05-03"))
    assert found["memorandum Leeds+Lille"]["tg:signedOn"] == ["2021-04-12"]
    assert found["twinning Dortmund+Leeds"]["tg:validFrom"] == ["1969"]


def test_papers_with_several_partners_are_several() -> None:
    text = GERA + (
        "1. Kooperationsvertrag mit Pilsen\nDen Kooperationsvertrag mit Pilsen unterzeichneten Ida Roth "
        "und Petr Novák "
        "am 28. April 2021.\n\n2. Absichtserklärung mit Arnheim\nEine Absichtserklärung haben Gera und "
        "Arnheim am "
        "12. April 2021 unterschrieben. Sie gilt bis 2024.\n"
    )
    found = agreements(extract(text, issued="2021-05-03"))
    assert found["cooperation Gera+Pilsen"]["tg:signedOn"] == ["2021-04-28"]
    assert found["letter-of-intent Arnheim+Gera"]["tg:signedOn"] == ["2021-04-12"]
    assert found["letter-of-intent Arnheim+Gera"]["tg:validUntil"] == ["2024"]


SENTENCES = [
    pytest.param("Die 1987 mit Arnheim und 1984 mit Pilsen geschlossenen Partnerschaften "
                 "leben.", "de", {"Arnheim": "1987", "Pilsen": "1984"}, id="participle"),
    pytest.param("Leeds has links with seven towns. Our relationship with Lille was established in "
                 "1968, with Brno in 1991 and with Dortmund in "
                 "1969.", "en", {"Lille": "1968", "Brno": "1991", "Dortmund": "1969"}, id="English chain"),
    pytest.param("Angers entretient des liens avec Haarlem depuis 1964, Pise depuis 1982 et Bamako "
                 "depuis 1974.", "fr", {"Haarlem": "1964", "Pise": "1982", "Bamako": "1974"},
                 id="French chain"),
    pytest.param("Leeds' ten sister cities are Brest, France (1948); Takayama, Japan (1960); and Lille, "
                 "France (1968).", "en", {"Brest": "1948", "Takayama": "1960", "Lille": "1968"},
                 id="countries between"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "language", "since"), SENTENCES)
def test_a_chain_gives_each_town_its_year(sentence: str, language: str, since: dict[str, str]) -> None:
    head, home = {"de": (GERA, "Gera"), "en": (LEEDS, "Leeds"), "fr": (ANGERS, "Angers")}[language]
    expected = {f"twinning {'+'.join(sorted((home, town)))}": year for town, year in since.items()}
    assert beginnings(head + sentence, language) == expected


NOT_SO = [
    pytest.param(
        "Im Netz wird behauptet, Gera habe eine Städtepartnerschaft mit Lwiw geschlossen.", "de", id="rumour"
    ),
    pytest.param(
        "A report claimed that Leeds was about to become a sister city of Riyadh.", "en", id="claim"
    ),
    pytest.param("Contrairement à la rumeur, Angers n’a pas de jumelage avec Lviv.", "fr", id="rumeur"),
]


@pytest.mark.parametrize(("sentence", "language"), NOT_SO)
def test_what_others_claim_is_no_link(sentence: str, language: str) -> None:
    head = {"de": GERA, "en": LEEDS, "fr": ANGERS}[language]
    assert beginnings(head + sentence, language) == {}


def test_a_paper_refers_back_to_the_partnership_before_it() -> None:
    text = GERA + (
        "Gera und Schytomyr sind durch eine Solidaritätspartnerschaft verbunden. Die Vereinbarung haben "
        "Bürgermeister "
        "Karl Berg und Serhij Suchomlyn, Bürgermeister von Schytomyr, am 4. April 2021 per "
        "Videokonferenz unterzeichnet."
    )
    found = agreements(extract(text, issued="2021-05-03"))
    assert list(found) == ["solidarity Gera+Schytomyr"]
    values = found["solidarity Gera+Schytomyr"]
    assert values["tg:signedOn"] == ["2021-04-04"]
    assert values["tg:signingMode"] == ["mode:video-conference"]
    assert values["signatories"] == ["Karl Berg", "Serhij Suchomlyn"]


def test_a_term_of_years_counts_from_the_signing() -> None:
    text = GERA + (
        "Die Absichtserklärung mit Pilsen wurde am 28. April 2021 unterzeichnet. Sie gilt zunächst für "
        "drei Jahre."
    )
    found = agreements(extract(text, issued="2021-05-03"))
    assert found["letter-of-intent Gera+Pilsen"]["tg:validUntil"] == ["2024-04-28"]


def test_two_houses_sign_for_themselves() -> None:
    text = GERA + (
        "Gera ist seit 1984 mit Pilsen verschwistert. Die Vereinbarung zwischen dem Goethe-Gymnasium und der "
        "Schiller-Schule wurde am 28. April 2021 unterzeichnet."
    )
    assert "cooperation Goethe-Gymnasium+Schiller-Schule" in agreements(extract(text, issued="2021-05-03"))
