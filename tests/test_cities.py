"""Texts -> towns: which words name one, and which town it is."""

from __future__ import annotations

import pytest

from made_texts import GAZETTEER, read


def towns(text: str, language: str = "de", **given: str | None) -> list[str]:
    """Return the towns of *text* as "words, country", in order."""
    reading = read(text, language, **given)
    return [
        f"{reading.document.text[c.start : c.end]}, {GAZETTEER.place(c.geonames_id).country}"
        for c in reading.cities
    ]


GERMAN = [
    pytest.param(
        "Der Austausch mit Kaliningrad (Königsberg) ruht.",
        ["Kaliningrad, RU", "Königsberg, RU"],
        id="former name in brackets",
    ),
    pytest.param("Trier und Pula sind Partner.", ["Trier, DE", "Pula, HR"], id="names"),
    pytest.param("Die Delegation reiste nach Saint-Étienne.", ["Saint-Étienne, FR"], id="hyphen and accent"),
    pytest.param("Gäste aus Fort Worth kamen.", ["Fort Worth, US"], id="two words"),
    pytest.param(
        "Wir fahren nach Bad Homburg vor der Höhe.", ["Bad Homburg vor der Höhe, DE"], id="long name"
    ),
    pytest.param("Freiburg im Breisgau lädt ein.", ["Freiburg im Breisgau, DE"], id="with landscape"),
    pytest.param(
        "Die Partnerstädte Breslau, Posen und Stettin.",
        ["Breslau, PL", "Posen, PL", "Stettin, PL"],
        id="exonyms",
    ),
    pytest.param("Ein Chor aus Florenz und Mailand.", ["Florenz, IT", "Mailand, IT"], id="italian exonyms"),
    pytest.param("Der Vertrag mit Lüttich und Brügge.", ["Lüttich, BE", "Brügge, BE"], id="belgian exonyms"),
    pytest.param(
        "Chemnitz hieß früher Karl-Marx-Stadt.", ["Chemnitz, DE", "Karl-Marx-Stadt, DE"], id="former name"
    ),
    pytest.param("Die Bürger Triers feiern.", ["Trier, DE"], id="genitive"),
    pytest.param("Der Aachener Rat tagt in Aachen.", ["Aachener, DE", "Aachen, DE"], id="demonym"),
    pytest.param("Der Dresdner Chor aus Dresden.", ["Dresdner, DE", "Dresden, DE"], id="demonym without e"),
    pytest.param("Bremen: die Bremer Stadtmusikanten.", ["Bremen, DE", "Bremer, DE"], id="demonym of -en"),
    pytest.param("Nach dem Konzert gab es Essen und Getränke.", [], id="a meal is no town"),
    pytest.param("Die Stadt Essen lädt ein. Das Essen war gut.", ["Essen, DE"], id="town and meal"),
    pytest.param("In der Halle spielte das Orchester.", [], id="a hall is no town"),
    pytest.param(
        "Wir besuchten die Stadt Reading in England.", ["Reading, GB"], id="town called like a word"
    ),
    pytest.param("Die Partnerstadt Valence (F) gratuliert.", ["Valence, FR"], id="country code"),
    pytest.param("Gäste aus Córdoba, Spanien, kamen.", ["Córdoba, ES"], id="country behind"),
    pytest.param(
        "Gäste aus dem argentinischen Córdoba kamen.", ["Córdoba, AR"], id="adjective of a country before"
    ),
    pytest.param("Das kanadische London schickt einen Chor.", ["London, CA"], id="the other London"),
    pytest.param(
        "Partner sind Gera, Pilsen, Arnheim und Fort Wayne.",
        ["Gera, DE", "Pilsen, CZ", "Arnheim, NL", "Fort Wayne, US"],
        id="list",
    ),
    pytest.param("Näheres: www.trier.de und presse@gera.de.", [], id="addresses"),
    pytest.param("Ministerin Ida Ulm sprach mit Udo Essen.", [], id="persons called like towns"),
    pytest.param("Frau Lina Bremer dankte.", [], id="person called like a demonym"),
    pytest.param("Die Abkommen gelten in Deutschland, Polen und Frankreich.", [], id="countries"),
    pytest.param("Der Schüleraustausch Trier–Metz lebt.", ["Trier, DE", "Metz, FR"], id="pair with a dash"),
    pytest.param("Aus Beer Sheva kam ein Gruß.", ["Beer Sheva, IL"], id="israel"),
    pytest.param(
        "Sankt Petersburg und Leningrad sind eine Stadt.",
        ["Sankt Petersburg, RU", "Leningrad, RU"],
        id="renamed",
    ),
    pytest.param(
        "Die Stadt pflegt Kontakte nach Tallinn, Gdynia und Vaasa.",
        ["Tallinn, EE", "Gdynia, PL", "Vaasa, FI"],
        id="list of ports",
    ),
]
ENGLISH = [
    pytest.param(
        "Bonn, Bath, Nice, Split and Tours are cities.",
        ["Bonn, DE", "Bath, GB", "Nice, FR", "Split, HR", "Tours, FR"],
        id="words among towns",
    ),
    pytest.param("York and Münster have been partners.", ["York, GB", "Münster, DE"], id="names"),
    pytest.param("The Mayor of Bath visited Brunswick.", ["Bath, GB", "Brunswick, DE"], id="bath"),
    pytest.param("She had a bath and was reading a book.", [], id="small letters"),
    pytest.param(
        "Cologne, Munich and Nice sent guests.", ["Cologne, DE", "Munich, DE", "Nice, FR"], id="exonyms"
    ),
    pytest.param("It was a Nice day. Reading books helps.", [], id="words that begin a sentence"),
    pytest.param("Guests came from Toledo, Ohio.", ["Toledo, US"], id="american state"),
    pytest.param("Toledo in Spain is older.", ["Toledo, ES"], id="country behind"),
    pytest.param("Leeds's mayor and Lille’s deputy mayor met.", ["Leeds, GB", "Lille, FR"], id="possessive"),
    pytest.param(
        "Newcastle upon Tyne twinned with Gelsenkirchen.",
        ["Newcastle upon Tyne, GB", "Gelsenkirchen, DE"],
        id="long name",
    ),
    pytest.param("The party met in Oxford Street and Paris Road.", [], id="streets"),
    pytest.param(
        "Swindon is twinned with Salzgitter and Toruń.",
        ["Swindon, GB", "Salzgitter, DE", "Toruń, PL"],
        id="towns",
    ),
]
FRENCH = [
    pytest.param(
        "Lyon et Francfort-sur-le-Main", ["Lyon, FR", "Francfort-sur-le-Main, DE"], id="long exonym"
    ),
    pytest.param("Angers est jumelée avec Osnabrück.", ["Angers, FR", "Osnabrück, DE"], id="names"),
    pytest.param("La ville de Trèves accueille Metz.", ["Trèves, DE", "Metz, FR"], id="exonym"),
    pytest.param("Le maire d’Arras et celui d’Herten.", ["Arras, FR", "Herten, DE"], id="elision"),
    pytest.param(
        "Les villes de Ratisbonne, Mayence et Brunswick.",
        ["Ratisbonne, DE", "Mayence, DE", "Brunswick, DE"],
        id="list",
    ),
    pytest.param("Il y a plusieurs tours dans la ville.", [], id="towers"),
    pytest.param("Clermont-Ferrand et Aberdeen", ["Clermont-Ferrand, FR", "Aberdeen, GB"], id="headline"),
    pytest.param("Le Mans et Le Havre sont venus.", ["Le Mans, FR", "Le Havre, FR"], id="article"),
]


@pytest.mark.parametrize(("text", "expected"), GERMAN)
def test_german(text: str, expected: list[str]) -> None:
    assert towns(text) == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english(text: str, expected: list[str]) -> None:
    assert towns(text, "en") == expected


@pytest.mark.parametrize(("text", "expected"), FRENCH)
def test_french(text: str, expected: list[str]) -> None:
    assert towns(text, "fr") == expected


def test_a_misspelled_town_is_the_one_spelled_right_elsewhere() -> None:
    reading = read("Osnabrück feiert. Auch Osnabrueck hieß es früher, und Osnabrütk ist ein Tippfehler.")
    forms = {c.name: (c.form, c.geonames_id) for c in reading.cities}
    assert forms["Osnabrütk"] == ("misspelled", forms["Osnabrück"][1])


def test_a_town_named_for_its_distance_is_no_subject() -> None:
    reading = read("Trier und Pula sind Partner. Pula liegt 90 Kilometer südlich von Triest.")
    names = {GAZETTEER.place(number).name for number in reading.oriented}
    assert names == {"Trieste"}


@pytest.mark.parametrize(
    ("text", "given", "home"),
    [
        pytest.param("Pula grüßt Trier, und Pula dankt.", {"issuer": "Stadt Trier"}, "Trier", id="issuer"),
    ],
)
def test_the_town_that_speaks(text: str, given: dict[str, str], home: str) -> None:
    reading = read(text, **given)
    assert reading.home is not None
    assert GAZETTEER.place(reading.home).name == home


def test_spans_cut_out_the_words() -> None:
    text = "In Jü\u00adlich und Saint-\nÉtienne, dann in Trier."
    reading = read(text)
    cut = [text[s.start : s.end] for s in (reading.document.span(c.start, c.end) for c in reading.cities)]
    assert cut == ["Jü\u00adlich", "Saint-\nÉtienne", "Trier"]
