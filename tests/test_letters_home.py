"""The town that speaks in letters, papers and the notices of embassies."""

from __future__ import annotations

import pytest

from made_texts import read

REST = "Die Städtepartnerschaft mit Görz lebt. Nach Görz fährt der Chor, aus Görz kommt ein Bus.\n"


@pytest.mark.parametrize(
    ("text", "language", "town"),
    [
        (
            "Brief der Bürgermeisterin\n\nLiebe Lienzerinnen und Lienzer,\n\nLienz feiert. " + REST,
            "de",
            "Lienz",
        ),
        ("Brief an alle Haushalte in Lienz\n\n" + REST, "de", "Lienz"),
        ("Deutsche Botschaft Tiflis\n\nGera und Telawi feiern Partnerschaft\n\nGera hilft.", "de", "Gera"),
        (
            "BRECON BUGLE\n\nHereford hopes\n\nHereford has been twinned with Dillenburg since 1990.",
            "en",
            "Hereford",
        ),
        ("L’ÉCHO DU NORD – Niort, mercredi 4 décembre 2019\n\nL’entente avec Lisieux.", "fr", "Niort"),
    ],
)
def test_the_town_that_speaks(text: str, language: str, town: str) -> None:
    reading = read(text, language)
    assert reading.home is not None
    assert reading.gazetteer.place(reading.home).name == town
