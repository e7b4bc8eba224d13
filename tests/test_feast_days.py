"""Days called by their feast."""

from __future__ import annotations

from hashlib import sha256

import pytest

from twingraph.extract.dates import without_overlap
from twingraph.extract.feast_days import easter, find_feast_days
from twingraph.extract.header import read_header
from twingraph.lexicon import read_lexicon
from twingraph.model import PressRelease

EASTERS = {
    1818: "03-22",
    1943: "04-25",
    1954: "04-18",
    1976: "04-18",
    2000: "04-23",
    2008: "03-23",
    2038: "04-25",
}


def feasts(text: str) -> list[str]:
    lexicon = read_lexicon()
    release = PressRelease("t", text, sha256(text.encode()).hexdigest(), "")
    found = list(find_feast_days(read_header(release, lexicon), lexicon))
    return [d.date.iso for d in without_overlap(found)]


@pytest.mark.parametrize("year", EASTERS)
def test_easter_falls_where_the_tables_say(year: int) -> None:
    assert easter(year).strftime("%m-%d") == EASTERS[year]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Die Urkunde wurde am Pfingstmontag 1974 im Rathaus der Stadt unterzeichnet.", ["1974-06-03"]),
        ("Zu Pfingsten 1974 kamen die ersten Gäste aus der Partnerstadt in die Stadt.", ["1974-06"]),
        ("Zu Pfingsten kamen die ersten Gäste aus der Partnerstadt in die Stadt.", []),
        ("Gera, 30. Mai 2023\n\nAm Pfingstsamstag haben sie im Stadthaus unterschrieben.", ["2023-05-27"]),
        ("Gera, 30. Mai 2023\n\nAm Pfingstmontag, 29. Mai, haben sie unterschrieben.", []),
        ("Gera, 5. Januar 2023\n\nIn der Stadt fuhr man am Heiligen Abend zum Rathaus.", ["2022-12-24"]),
        ("Gera, 5. Januar 2023\n\nUnterzeichnet wird am kommenden Ostermontag in der Stadt.", ["2023-04-10"]),
        ("The charter was signed by both of the mayors on Easter Monday 1981 in the hall.", ["1981-04-20"]),
        (
            "La charte de jumelage a été signée par les deux maires le lundi de Pentecôte 1998.",
            ["1998-06-01"],
        ),
        ("Die Osternacht und der Silvesterlauf 2019 sind keine Tage, die hier zählen.", []),
    ],
)
def test_feasts_are_days(text: str, days: list[str]) -> None:
    assert feasts(text) == days
