"""What an agreement is about: the words right behind it, things done together, and no others."""

from __future__ import annotations

import pytest

from made_texts import extract

GERA = "Stadt Gera\n3. Mai 2021\n\n"
SIGNED = (
    GERA + "Oberbürgermeister Karl Berg und Bürgermeisterin Jana Nová haben am Samstag im Rathaus "
    "die Vereinbarung zwischen Gera und Pilsen unterzeichnet. "
)
RENEWED = GERA + (
    "Gera und Pilsen sind seit 1996 Partnerstädte. Am Samstag unterzeichneten Karl Berg und Jana Nová eine "
    "Urkunde, mit der beide Städte ihre Partnerschaft erneuern. "
)
FAR = "Der Abend war lang. " * 14


def topics(text: str) -> list[str]:
    """Return the topics of the one paper that *text* says was signed."""
    facts = extract(text, issued="2021-05-03").facts
    (signed,) = {f.subject for f in facts if f.predicate == "tg:signedOn"}
    told = (f.object for f in facts if (f.subject, f.predicate) == (signed, "tg:topic"))
    return sorted(topic.removeprefix("topic:") for topic in told)


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        pytest.param("Sie sieht Praktika im Klinikum vor.", ["education", "health"], id="right behind it"),
        pytest.param(
            "Sie gilt vier Jahre. Der Text ist kurz. Gemeinsame Sportfeste sind geplant.",
            ["sport"],
            id="near, of things done together",
        ),
        pytest.param(
            "Sie gilt vier Jahre. Der Text ist kurz. Im Hof spielte Musik.", [], id="near, of the day itself"
        ),
        pytest.param(FAR + "Die Vereine tauschen Musiker aus.", [], id="far away"),
    ],
)
def test_what_stands_behind_a_paper_tells_what_it_is_about(behind: str, expected: list[str]) -> None:
    assert topics(SIGNED + behind) == expected


def test_a_renewal_has_topics_too() -> None:
    found = topics(RENEWED + "Die Urkunde nennt den Austausch von Lehrlingen und den Sport als Schwerpunkte.")
    assert found == ["education", "sport"]


def test_a_pandemic_that_put_off_the_journey_is_no_topic() -> None:
    assert topics(RENEWED + "Wegen der Pandemie war die gemeinsame Feier verschoben worden.") == []
