"""Which town speaks in a release: names of several towns, names that are words, spellings of their own."""

from __future__ import annotations

import pytest

from made_texts import extract, read

BRITISH = "{issuer}\n12 May 2019\n\n{town} has been twinned with Lille since 1985. Cllr Roe spoke."
AMERICAN = "{issuer}\nMay 12, 2019\n\n{town} has been a sister city of Lille since 1985. They went downtown."
GERMAN = "{issuer}\n12. Mai 2019\n\nSeit 1985 sind {town} und Lille Partnerstädte. Das freut die Gäste."
FRENCH = "{issuer}\n12 mai 2019\n\n{town} est jumelée avec Esslingen depuis 1958. La ville se réjouit."

HOMES = [
    ("en", BRITISH, "Lincoln City Council", "Lincoln", 2644487),
    ("en", AMERICAN, "City of Lincoln", "Lincoln", 5072006),
    ("en", BRITISH, "Durham City Council", "Durham", 2650628),
    ("en", AMERICAN, "City of Durham", "Durham", 4464368),
    ("en", AMERICAN, "City of Lee's Summit", "Lee's Summit", 4394870),
    ("en", AMERICAN, "City of Kent", "Kent", 5799625),
    ("de", GERMAN, "Gemeinde Much", "Much", 2868936),
    ("de", GERMAN, "Stadt Rapperswil-Jona", "Rapperswil-Jona", None),
    ("de", GERMAN, "Stadtgemeinde St. Veit an der Glan", "St. Veit", 2766359),
    ("fr", FRENCH, "Ville d’Auch", "Auch", 3036281),
    ("fr", FRENCH, "Ville de Vienne", "Vienne", 2969284),
]


@pytest.mark.parametrize(("language", "frame", "issuer", "town", "number"), HOMES)
def test_the_issuing_town(language: str, frame: str, issuer: str, town: str, number: int | None) -> None:
    text = frame.format(issuer=issuer, town=town)
    home = read(text, language, issued="2019-05-12").home
    assert home == number if number else home is not None and home < 0
    begun = [
        f.object for f in extract(text, language, issued="2019-05-12").facts if f.predicate == "tg:party"
    ]
    assert f"@city/{home}" in begun
