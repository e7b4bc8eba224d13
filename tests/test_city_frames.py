"""Towns that nothing but the words around their names gives away."""

from __future__ import annotations

import pytest

from made_texts import read

GERA = "Stadt Gera\n3. Mai 2021\n\n"
LEEDS = "City of Leeds\n3 May 2021\n\n"
NIORT = "Ville de Niort\n3 mai 2021\n\n"


def towns(text: str, language: str) -> set[str]:
    reading = read(text, language, issued="2021-05-03")
    return {reading.gazetteer.place(c.geonames_id).name for c in reading.cities}


@pytest.mark.parametrize(
    ("text", "language", "town"),
    [
        (GERA + "Seit 1987 ist Gera mit Wels verschwistert.", "de", "Wels"),
        (GERA + "Seit 1987 ist Gera mit Rijnwoude verschwistert.", "de", "Rijnwoude"),
        (
            GERA + "Mit Schlanders verbindet die Stadt seit 1987 eine Partnerschaft.",
            "de",
            "Silandro",
        ),
        (GERA + "Gera hat vier Partnerstädte: Pinasca, Pilsen, Sliven und Arnheim.", "de", "Pinasca"),
        (GERA + "Es unterschrieben Hans Maier (Gera) und Jan Nowak (Retz).", "de", "Retz"),
        (LEEDS + "Pupils will travel to Lucerne in May to mark the twinning.", "en", "Luzern"),
        (LEEDS + "The council of Bishop's Lydeard wrote to us.", "en", "Bishops Lydeard"),
        (LEEDS + "There is a fair in Newton-on-Ouse again.", "en", "Newton-on-Ouse"),
        (NIORT + "Des élèves partiront à San Benedetto del Tronto en mai.", "fr", "San Benedetto del Tronto"),
        (
            NIORT + "La Vernarède, le 3 mai 2012 – Une charte lie La Vernarède à Niort.",
            "fr",
            "La Vernarède",
        ),
    ],
)
def test_a_town_stands_where_only_towns_do(text: str, language: str, town: str) -> None:
    assert town in towns(text, language)


@pytest.mark.parametrize(
    ("text", "language", "word"),
    [
        (GERA + "Mit Wels und Karpfen wurde gekocht.", "de", "Wels"),
        (GERA + "Er ist mit Freude verbunden und mit Mut.", "de", "Freude"),
        (LEEDS + "The office will open again in March.", "en", "March"),
        (LEEDS + "The minutes are kept by the Isle of Man bank.", "en", "Man"),
    ],
)
def test_other_words_stay_words(text: str, language: str, word: str) -> None:
    assert word not in towns(text, language)
