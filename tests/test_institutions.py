"""Texts -> named organisations in base form, with their towns."""

from __future__ import annotations

import pytest

from made_texts import GAZETTEER, LEXICON, read
from twingraph.extract.base_forms import base_form


def houses(text: str, language: str = "de") -> list[str]:
    return [i.name for i in read(text, language).institutions]


GERMAN = [
    pytest.param("Das Stadtmuseum Gera zeigt Bilder.", ["Stadtmuseum Gera"], id="museum with town"),
    pytest.param(
        "Die Universität Trier und die Hochschule Trier",
        ["Universität Trier", "Hochschule Trier"],
        id="universities",
    ),
    pytest.param(
        "Gäste der Deutschen Oper am Rhein", ["Deutsche Oper am Rhein"], id="adjective in the dative"
    ),
    pytest.param("Der Partnerschaftsverein Gera lädt ein.", ["Partnerschaftsverein Gera"], id="society"),
    pytest.param(
        "Der Verein „Brücken nach Osten“ hilft.", ["Brücken nach Osten"], id="name in quotation marks"
    ),
    pytest.param(
        "Die Handwerkskammer Trier und die IHK Trier", ["Handwerkskammer Trier", "IHK Trier"], id="chambers"
    ),
    pytest.param("Das Amt für Internationales der Stadt Gera", ["Amt für Internationales"], id="office"),
    pytest.param("Das Museum und das Theater sind geschlossen.", [], id="everyday nouns"),
    pytest.param("Im Rathaus und im Krankenhaus", [], id="public houses"),
    pytest.param("Die Stadt Gera und die Stadt Pilsen", [], id="towns"),
    pytest.param("Der Landkreis Trier-Saarburg unterzeichnete.", ["Landkreis Trier-Saarburg"], id="county"),
    pytest.param("www.museum-gera.de", [], id="address"),
    pytest.param("Die Glocke goss die Gießerei Strackmann.", ["Strackmann"], id="behind its kind"),
    pytest.param("Es spielte der Geraer SV gegen Pilsen.", ["Geraer SV"], id="club behind its town"),
    pytest.param("Der Hilfszug fuhr in die Oblast Sumy.", [], id="region in which something lies"),
    pytest.param(
        "Unterschrieben haben die Oblast Sumy und Gera.", ["Oblast Sumy"], id="region that does something"
    ),
    pytest.param("Kontakt: Büro des Oberbürgermeisters", [], id="office of the mayor"),
]
OTHERS = [
    pytest.param("en", "The University of York sent guests.", ["University of York"], id="university"),
    pytest.param("en", "York City Council sent guests.", ["York City Council"], id="council"),
    pytest.param("fr", "L’université d’Angers", ["université d’Angers"], id="université"),
    pytest.param("en", "Leeds Art Gallery lent a painting.", ["Leeds Art Gallery"], id="gallery"),
    pytest.param(
        "en", "The York Twinning Association was founded.", ["York Twinning Association"], id="association"
    ),
    pytest.param("en", "The council and the university met.", [], id="everyday nouns"),
    pytest.param("fr", "Le comité de jumelage d’Angers", ["comité de jumelage d’Angers"], id="comité"),
    pytest.param("fr", "Le musée des Beaux-Arts d’Arras", ["musée des Beaux-Arts d’Arras"], id="musée"),
    pytest.param("fr", "Le musée et le lycée sont fermés.", [], id="noms communs"),
    pytest.param("fr", "L’Institut maritime d’Arras", ["Institut maritime d’Arras"], id="institut"),
    pytest.param("fr", "La fonderie Durozier a livré la cloche.", ["Durozier"], id="behind its kind, French"),
    pytest.param(
        "en", "Ann Roe of Elm Lane Hospital spoke to guests.", ["Elm Lane Hospital"], id="behind its doctor"
    ),
    pytest.param(
        "en", "Wheels4All, the charity behind the trip, paid.", ["Wheels4All"], id="before its kind"
    ),
    pytest.param("en", "Ten runners from Selby Moor Foxes won.", ["Selby Moor Foxes"], id="of its people"),
    pytest.param("en", "The Nordic Society of Painters.", ["Nordic Society of Painters"], id="full stop"),
]


@pytest.mark.parametrize(("text", "expected"), GERMAN)
def test_german(text: str, expected: list[str]) -> None:
    assert houses(text) == expected


@pytest.mark.parametrize(("language", "text", "expected"), OTHERS)
def test_english_and_french(language: str, text: str, expected: list[str]) -> None:
    assert houses(text, language) == expected


@pytest.mark.parametrize(
    ("text", "town"),
    [
        pytest.param("Das Stadtmuseum Gera zeigt Bilder aus Pilsen.", "Gera", id="inside"),
        pytest.param("Das Puschkin-Museum der Stadt Gera", "Gera", id="of the town"),
        pytest.param("Die Musikschule „Sorbas“ aus Gera spielte.", "Gera", id="behind"),
        pytest.param(
            "Das Trierer Puschkin-Museum in bester Lage. Trier lädt ein.", "Trier", id="demonym before"
        ),
        pytest.param("Das Puschkin-Museum lädt ein. Gera dankt.", None, id="another sentence"),
    ],
)
def test_the_town_of_an_organisation(text: str, town: str | None) -> None:
    house = read(text).institutions[0]
    assert (GAZETTEER.place(house.city).name if house.city else None) == town


@pytest.mark.parametrize(
    ("written", "base"),
    [
        ("Deutschen Museums", "Deutsches Museum"),
        ("Stadtmuseum Gera", "Stadtmuseum Gera"),
        ("Kleinen Hauses", "Kleines Haus"),
    ],
)
def test_names_come_back_to_their_base_form(written: str, base: str) -> None:
    assert base_form(written, LEXICON) == base
    assert base_form(base, LEXICON) == base


def test_spans_cut_out_the_words() -> None:
    text = "Gäste des Stadt\u00admu\u00adse\u00adums Gera kamen in das\nStadttheater Gera."
    reading = read(text)
    spans = [reading.document.span(i.start, i.end) for i in reading.institutions]
    assert [text[s.start : s.end] for s in spans] == [
        "Stadt\u00admu\u00adse\u00adums Gera",
        "Stadttheater Gera",
    ]
