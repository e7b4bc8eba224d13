"""Texts -> dates, as precise as they are written."""

from __future__ import annotations

import pytest

from made_texts import LEXICON, lay, read
from twingraph.extract.dates import find_dates
from twingraph.extract.numbers import parse_number


def dates(text: str, language: str = "de", issued: str | None = None) -> list[str]:
    return [
        m.date.iso + (f"/{m.until.iso}" if m.until else "")
        for m in find_dates(lay(text, language, issued=issued), LEXICON)
    ]


GERMAN = [
    pytest.param("vom 5. bis 8. Mai 2019", ["2019-05-08"], id="days of a month"),
    pytest.param("Seit Herbst 1989 und im Sommer 1990", ["1989", "1990"], id="seasons"),
    pytest.param("18 Uhr, Saal 2, 12 Euro, 120 Gäste", [], id="other numbers"),
    pytest.param("Zum 30-jährigen Jubiläum", [], id="number of years"),
    pytest.param("Am 7. Mai 2021 kamen sie.", ["2021-05-07"], id="day"),
    pytest.param("am Freitag, 7. Mai 2021,", ["2021-05-07"], id="weekday"),
    pytest.param("am Freitag, dem 7. Mai 2021", ["2021-05-07"], id="weekday with dem"),
    pytest.param("am Freitag, den 7. Mai 2021", ["2021-05-07"], id="weekday with den"),
    pytest.param("am 07.05.2021 und am 7.5.21", ["2021-05-07", "2021-05-07"], id="numbers"),
    pytest.param("am 7. 5. 2021", ["2021-05-07"], id="numbers with spaces"),
    pytest.param("am 1. März 1998, im Jänner 1999", ["1998-03-01", "1999-01"], id="umlaut and Austria"),
    pytest.param("am 3. Sept. 2001 und 4. Okt. 2002", ["2001-09-03", "2002-10-04"], id="abbreviated"),
    pytest.param("im Mai 2021", ["2021-05"], id="month"),
    pytest.param("Ende Dezember 2020", ["2020-12"], id="end of a month"),
    pytest.param("seit 1962", ["1962"], id="year"),
    pytest.param("im Jahr 1962 und 1987", ["1962", "1987"], id="years"),
    pytest.param("von 2020 bis 2023", ["2020/2023"], id="range"),
    pytest.param("2020-2023, 2020–2023", ["2020/2023", "2020/2023"], id="range with hyphen and dash"),
    pytest.param("2021-05-07", ["2021-05-07"], id="iso"),
    pytest.param("am 7.\u00a0Mai\u00a02021", ["2021-05-07"], id="spaces that do not break"),
    pytest.param("am 7. Mai\n2021 abends", ["2021-05-07"], id="over a line's end"),
    pytest.param("https://gera.example/2019/05/07/rat-1998.html", [], id="address"),
    pytest.param("bild-2019-05-07.jpg", [], id="file name"),
    pytest.param("Tel. 0365/1984", [], id="telephone with slash"),
    pytest.param("Es kamen 1900 Menschen und 2000 Euro.", [], id="quantities"),
    pytest.param("1.950 Einwohner, 1984,50 Meter", [], id="numbers with marks"),
    pytest.param("Seite 3 von 12", [], id="page"),
    pytest.param("Das Gesetz von 1648", [], id="before 1800"),
    pytest.param("07545 Gera, Kornmarkt 12", [], id="postcode"),
]
OTHERS = [
    pytest.param("en", "on 7 May 2021", ["2021-05-07"], id="british"),
    pytest.param("en", "on Friday, May 7, 2021", ["2021-05-07"], id="american"),
    pytest.param("en", "on the 7th of May 2021", ["2021-05-07"], id="ordinal"),
    pytest.param("en", "May 7th, 2021", ["2021-05-07"], id="american ordinal"),
    pytest.param("en", "in May 2021 and since 1956", ["2021-05", "1956"], id="month and year"),
    pytest.param("en", "from 2015 to 2019", ["2015/2019"], id="range"),
    pytest.param("en", "They may 2 times march.", [], id="words like months"),
    pytest.param("en", "22 Sept. 2019", ["2019-09-22"], id="abbreviated"),
    pytest.param("en", "1,900 people and 2000 inhabitants", [], id="quantities"),
    pytest.param("fr", "le 7 mai 2021", ["2021-05-07"], id="french"),
    pytest.param("fr", "le vendredi 7 mai 2021", ["2021-05-07"], id="french weekday"),
    pytest.param("fr", "le 1er février 1987", ["1987-02-01"], id="premier"),
    pytest.param("fr", "en août 1987, depuis 1963", ["1987-08", "1963"], id="french month"),
    pytest.param("fr", "de 2015 à 2019", ["2015/2019"], id="french range"),
    pytest.param("fr", "le 07/05/2021", ["2021-05-07"], id="slashes"),
    pytest.param("fr", "2000 habitants", [], id="french quantity"),
]


@pytest.mark.parametrize(("text", "expected"), GERMAN)
def test_german(text: str, expected: list[str]) -> None:
    assert dates(text) == expected


@pytest.mark.parametrize(("language", "text", "expected"), OTHERS)
def test_english_and_french(language: str, text: str, expected: list[str]) -> None:
    assert dates(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "issued", "expected"),
    [
        pytest.param("de", "am 7. Mai", "2021-05-10", ["2021-05-07"], id="same year"),
        pytest.param("de", "am 30. Dezember", "2021-01-04", ["2020-12-30"], id="the year before is nearer"),
        pytest.param("de", "am 4. Januar", "2020-12-28", ["2021-01-04"], id="the year after is nearer"),
        pytest.param("de", "am Freitag, 8. Mai,", "2021-05-10", ["2020-05-08"], id="weekday decides"),
        pytest.param("de", "am Montag, 8. Mai,", "2021-05-10", [], id="weekday of no near year"),
        pytest.param("de", "am 29. Februar", "2021-03-01", ["2020-02-29"], id="leap day"),
        pytest.param("de", "am 7. Mai", None, [], id="nothing tells the year"),
        pytest.param("de", "Ende Mai", "2021-06-10", ["2021-05"], id="month"),
        pytest.param("en", "on Monday, May 3,", "2021-05-10", ["2021-05-03"], id="english"),
        pytest.param("fr", "le lundi 3 mai", "2021-05-10", ["2021-05-03"], id="french"),
    ],
)  # fmt: skip
def test_a_day_without_year_takes_the_nearest_that_fits(
    language: str, text: str, issued: str | None, expected: list[str]
) -> None:
    assert dates(text, language, issued) == expected


@pytest.mark.parametrize(
    ("weekday", "address", "expected"),
    [
        pytest.param("Freitag", "bilder/210507-Vertrag.jpg", ["2021-05-07"], id="six digits"),
        pytest.param("Freitag", "20210507_1.png", ["2021-05-07"], id="eight digits"),
        pytest.param("Montag", "210507.jpg", [], id="weekday contradicts"),
        pytest.param("Freitag", "210608.jpg", [], id="another day"),
    ],
)
def test_addresses_tell_the_year_where_the_weekday_agrees(
    weekday: str, address: str, expected: list[str]
) -> None:
    assert dates(f"Am {weekday}, 7. Mai, kam er.\n\nwww.gera.example/{address}") == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param("de", "Heute wurde unterzeichnet.", ["2021-05-12"], id="heute"),
        pytest.param("de", "Gestern kam der Rat.", ["2021-05-11"], id="gestern"),
        pytest.param("de", "Am Montag kam der Rat.", ["2021-05-10"], id="weekday"),
        pytest.param("de", "Am vergangenen Freitag kam er.", ["2021-05-07"], id="last weekday"),
        pytest.param("de", "Am letzten Mittwoch kam er.", ["2021-05-05"], id="last weekday of the same name"),
        pytest.param("de", "Am kommenden Montag kommt er.", ["2021-05-17"], id="next weekday"),
        pytest.param("de", "Am Dienstagabend sprach er.", ["2021-05-11"], id="part of the day"),
        pytest.param("en", "The charter was signed today.", ["2021-05-12"], id="today"),
        pytest.param("en", "It was signed yesterday.", ["2021-05-11"], id="yesterday"),
        pytest.param("en", "They met last Friday.", ["2021-05-07"], id="english weekday"),
        pytest.param("fr", "Signé aujourd’hui.", ["2021-05-12"], id="aujourd'hui"),
        pytest.param("fr", "Signé vendredi dernier.", ["2021-05-07"], id="french weekday"),
    ],
)  # fmt: skip
def test_days_told_from_the_date_of_the_release(language: str, text: str, expected: list[str]) -> None:
    assert [d.date.iso for d in read(text, language, issued="2021-05-12").dates] == expected
    assert [d.date.iso for d in read(text, language).dates] == []


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("fünfundzwanzig", 25),
        ("40", 40),
        ("fifty", 50),
        ("quarante", 40),
        ("Dreißig", 30),
        ("viele", None),
        ("", None),
    ],
)
def test_numbers_in_words(word: str, number: int | None) -> None:
    assert parse_number(word) == number


def test_spans_cut_out_the_words() -> None:
    text = "Am 7.\u00a0Mai\r\n2021 und 1962."
    document = lay(text)
    cut = [
        text[s.start : s.end] for s in (document.span(d.start, d.end) for d in find_dates(document, LEXICON))
    ]
    assert cut == ["7.\u00a0Mai\r\n2021", "1962"]
