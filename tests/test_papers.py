"""Texts -> signed papers: what they are, who signed them, when, where, until when."""

from __future__ import annotations

import pytest

from made_texts import agreements, extract

HOMES = {"de": "Stadt Gera", "en": "City of Leeds", "fr": "Ville d’Angers"}


def told(text: str, language: str = "de") -> dict[str, dict[str, list[str]]]:
    return agreements(extract(text, language, issuer=HOMES[language], issued="2021-05-10"))


TWO = "Ida Roth und Petr Novák"
SIGNED = (
    "Am 7. Mai 2021 haben Oberbürgermeisterin Ida Roth und Bürgermeister Petr Novák in Pilsen einen "
    "Kooperationsvertrag zwischen Gera und Pilsen unterzeichnet. Er gilt bis Ende 2025."
)


def test_a_signed_paper_has_day_place_signatories_and_term() -> None:
    paper = told(SIGNED)["cooperation Gera+Pilsen"]
    assert paper["tg:signedOn"] == ["2021-05-07"]
    assert paper["tg:signedIn"] == ["Pilsen"]
    assert paper["signatories"] == ["Ida Roth", "Petr Novák"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("ein Kommuniqué", "communique", id="communiqué"),
        pytest.param("einen Kooperationsvertrag", "cooperation", id="contract"),
        pytest.param("eine Absichtserklärung", "letter-of-intent", id="letter of intent"),
        pytest.param("ein Memorandum of Understanding", "memorandum", id="memorandum"),
    ],
)
def test_kinds_of_papers(text: str, kind: str) -> None:
    found = told(f"Am 7. Mai 2021 unterzeichneten {TWO} in Pilsen {text} zur Städtepartnerschaft mit Gera.")
    assert {key.split()[0] for key in found} == {kind, "twinning"}
    assert found[f"{kind} Gera+Pilsen"]["tg:signedOn"] == ["2021-05-07"]


PAPER = "Kommuniqué zur Städtepartnerschaft von Gera und Pilsen"
BOTH = f"{TWO} unterzeichneten"
SLOTS = [
    pytest.param(
        f"Das {PAPER} umfasst die Jahre 2020 bis 2023. Es wurde am 7. Mai 2020 unterzeichnet.",
        {"tg:validFrom": ["2020"], "tg:validUntil": ["2023"]},
        id="range",
    ),
    pytest.param(
        f"Das {PAPER} wurde am 7. Mai 2020 unterzeichnet und gilt bis 2023.",
        {"tg:signedOn": ["2020-05-07"], "tg:validUntil": ["2023"]},
        id="until",
    ),
    pytest.param(
        f"{BOTH} am 7. Mai 2020 in einer Videokonferenz ein {PAPER}.",
        {"tg:signingMode": ["mode:video-conference"], "tg:signedIn": None},
        id="video",
    ),
    pytest.param(
        f"Das {PAPER} wurde am 7. Mai 2020 im Pilsener Rathaus unterzeichnet.",
        {"tg:signedIn": ["Pilsen"]},
        id="town hall",
    ),
    pytest.param(
        f"{BOTH} am Freitag, 7. Mai, ein {PAPER}.", {"tg:signedOn": ["2021-05-07"]}, id="day without year"
    ),
    pytest.param(
        f"Ida Roth unterzeichnete am 7. Mai 2020 ein {PAPER} im Beisein von Petr Novák.",
        {"signatories": ["Ida Roth"]},
        id="witness",
    ),
    pytest.param(
        f"Im Herbst soll ein {PAPER} unterzeichnet werden.",
        {"tg:status": ["status:planned"], "tg:signedOn": None},
        id="planned",
    ),
]


@pytest.mark.parametrize(("text", "slots"), SLOTS)
def test_slots_of_a_communique(text: str, slots: dict[str, list[str] | None]) -> None:
    paper = told(text)["communique Gera+Pilsen"]
    assert {slot: paper.get(slot) for slot in slots} == slots


def test_a_founding_paper_is_told_of_its_relationship() -> None:
    found = told(f"{BOTH} am 7. Mai 2021 in Gera die Partnerschaftsurkunde zwischen Gera und Pilsen.")
    assert set(found) == {"twinning Gera+Pilsen"}
    assert found["twinning Gera+Pilsen"]["tg:signedOn"] == ["2021-05-07"]
    assert found["twinning Gera+Pilsen"]["signatories"] == ["Ida Roth", "Petr Novák"]


SIGNINGS = [
    pytest.param(
        "de",
        "Oberbürgermeisterin Ida Roth und ihr Pilsener Amtskollege Petr Novák haben am Mittwoch, 5. Mai, im "
        "Geraer Rathaus die Städtepartnerschaft zwischen Gera und Pilsen besiegelt.",
        ("twinning Gera+Pilsen", "2021-05-05", "Gera", ["Ida Roth", "Petr Novák"]),
        id="sealed in the town hall",
    ),
    pytest.param(
        "de",
        "Am 5. Mai 1962 unterzeichneten die damaligen Bürgermeister den Partnerschaftsvertrag zwischen Gera "
        "und Pilsen. Gestern feierten beide Städte das Jubiläum.",
        ("twinning Gera+Pilsen", "1962-05-05", None, []),
        id="long ago",
    ),
    pytest.param(
        "en",
        "Mayor Ian Blake and Mayor Luc Petit signed a memorandum of understanding at Leeds Town Hall on "
        "5 May 2021. Leeds and Lille are twin cities.",
        ("memorandum Leeds+Lille", "2021-05-05", "Leeds", ["Ian Blake", "Luc Petit"]),
        id="english",
    ),
    pytest.param(
        "en",
        "Leeds and Lille signed a twinning charter in 1968.",
        ("twinning Leeds+Lille", "1968", None, []),
        id="english charter",
    ),
    pytest.param(
        "fr",
        "Angers et Osnabrück ont signé un pacte d’amitié le 5 mai 2021 à Angers.",
        ("friendship Angers+Osnabrück", "2021-05-05", "Angers", []),
        id="french",
    ),
    pytest.param(
        "fr",
        "Le maire Luc Petit et la bourgmestre Anne Roche ont signé hier une convention de coopération entre "
        "Angers et Osnabrück, villes jumelées depuis 1964.",
        ("cooperation Angers+Osnabrück", "2021-05-09", None, ["Anne Roche", "Luc Petit"]),
        id="french yesterday",
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), SIGNINGS)
def test_signings(language: str, text: str, expected: tuple[str, str, str | None, list[str]]) -> None:
    key, day, place, signatories = expected
    paper = told(text, language)[key]
    assert paper["tg:signedOn"] == [day]
    assert paper.get("tg:signedIn") == ([place] if place else None)
    assert paper["signatories"] == signatories


def test_a_paper_stands_under_its_partnership() -> None:
    text = f"{BOTH} am 7. Mai 2021 ein {PAPER}. Die Städtepartnerschaft besteht seit 1962."
    found = extract(text, issuer="Stadt Gera", issued="2021-05-10")
    kinds = {f.subject: f.object for f in found.facts if f.predicate == "tg:kind"}
    under = [(kinds[f.subject], kinds[str(f.object)[1:]]) for f in found.facts if f.predicate == "tg:under"]
    assert under == [("kind:communique", "kind:twinning")]
