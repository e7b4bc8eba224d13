"""Dates that are told from the release's own."""

from __future__ import annotations

import pytest

from made_texts import LEXICON, lay
from twingraph.extract.spoken_dates import find_spoken_dates


@pytest.mark.parametrize(
    ("text", "language", "date"),
    [
        ("Im vergangenen Jahr wurde gefeiert.", "de", "2020"),
        ("heuer", "de", "2021"),
        ("im vergangenen Oktober", "de", "2020-10"),
        ("last October", "en", "2020-10"),
        ("next June", "en", "2021-06"),
        ("en octobre dernier", "fr", "2020-10"),
        ("l’année dernière", "fr", "2020"),
        ("vor drei Wochen", "de", "2021-04"),
        ("five days ago", "en", "2021-05-02"),
        ("il y a deux mois", "fr", "2021-03"),
        ("vorgestern", "de", "2021-05-05"),
        ("am 3./4. Juni", "de", "2021-06-03"),
        ("3 and 4 June 2019", "en", "2019-06-03"),
        ("du 3 au 4 juin 2019", "fr", "2019-06-03"),
        ("am Dienstag, 11.05., um zehn", "de", "2021-05-11"),
    ],
)
def test_words_lead_to_a_date(text: str, language: str, date: str) -> None:
    found = [m.date.iso for m in find_spoken_dates(lay(text, language, issued="2021-05-07"), LEXICON)]
    assert found == [date]


@pytest.mark.parametrize("text", ["vor vielen Jahren", "Tel. 11.05.20", "am 31./32. Juni", "am 40.05."])
def test_other_words_lead_nowhere(text: str) -> None:
    assert not list(find_spoken_dates(lay(text, "de", issued="2021-05-07"), LEXICON))


def test_without_a_date_of_its_own_a_release_has_none() -> None:
    assert not list(find_spoken_dates(lay("last year", "en"), LEXICON))
