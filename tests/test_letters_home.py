"""The town that speaks in letters, papers and the notices of embassies."""

from __future__ import annotations

import pytest

from made_texts import read

REST = "Die Städtepartnerschaft mit Udine lebt. Nach Udine fährt der Chor, aus Udine kommt ein Bus.\n"


@pytest.mark.parametrize(
    ("text", "language", "town"),
    [
        (
            "Brief der Bürgermeisterin\n\nLiebe Villacherinnen und Villacher,\n\nVillach feiert. " + REST,
            "de",
            "Villach",
        ),
        ("Brief an alle Haushalte in Villach\n\n" + REST, "de", "Villach"),
        ("Deutsche Botschaft Jerewan\n\nGera und Gjumri feiern Partnerschaft\n\nGera hilft.", "de", "Gera"),
        (
            "LUDLOW BUGLE\n\nHereford hopes\n\nHereford has been twinned with Dillenburg since 1990.",
            "en",
            "Hereford",
        ),
        ("LE COURRIER DU LAC – Niort, lundi 3 mai 2021\n\nL’entente avec Coburg.", "fr", "Niort"),
    ],
)
def test_the_town_that_speaks(text: str, language: str, town: str) -> None:
    reading = read(text, language)
    assert reading.home is not None
    assert reading.gazetteer.place(reading.home).name == town
