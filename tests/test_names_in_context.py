"""Persons whose first names no list knows, and towns that the gazetteer does not list."""

from __future__ import annotations

import pytest

from made_texts import extract, read

NAMES = [
    ("Their teacher, Ms. Akane Furuta, stayed.", "en", "Akane Furuta"),
    ('We mourn Col. Harlan "Buddy" Satterfield.', "en", "Harlan Satterfield"),
    ("The letter was read by Consul General Hiromi Tachibana of Nashville.", "en", "Hiromi Tachibana"),
    ("Mme Ludmila Petit-Orlova a parlé.", "fr", "Ludmila Petit-Orlova"),
    ("Horst Pohl und Dzmitry Kwarzyn unterschrieben.", "de", "Dzmitry Kwarzyn"),
    ("Wqyara Xulbeki, Leiterin des Kulturamts, kam.", "de", "Wqyara Xulbeki"),
    ("Fiachra Ó Dubhghaill came along.", "en", "Fiachra Ó Dubhghaill"),
    ("Anna Winzer sprach zuerst.", "de", "Anna Winzer"),
]


@pytest.mark.parametrize(("text", "language", "name"), NAMES)
def test_the_words_around_make_a_name(text: str, language: str, name: str) -> None:
    assert name in [person.name for person in read(text, language).people]


@pytest.mark.parametrize(
    "text", ["Horst Pohl und Stadtverwaltung Gera luden ein.", "Frau Bürgermeister sprach."]
)
def test_everyday_words_make_none(text: str) -> None:
    assert {p.name for p in read(text).people} <= {"Horst Pohl"}


ROLES = [
    ("Vorsitz: Ida Roth", "Ida Roth", "Vorsitz"),
    ("Ida Roth (Vorsitz) kam.", "Ida Roth", "Vorsitz"),
    ("Angeführt von Ida Roth, der für den Sport zuständigen "
     "Beigeordneten.", "Ida Roth", "für den Sport zuständigen Beigeordneten"),
    ("Die Gewerkschafterin Ida Roth kam.", "Ida Roth", "Gewerkschafterin"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "title"), ROLES)
def test_offices_as_labels_and_in_brackets(text: str, name: str, title: str) -> None:
    assert (name, title) in [(role.person.name, role.title) for role in read(text).roles]


def test_an_office_in_the_singular_is_one_persons() -> None:
    roles = read("Den Vertrag haben Leiterin Ida Roth und Max Berg unterzeichnet.").roles
    assert [(r.person.name, r.title) for r in roles] == [("Ida Roth", "Leiterin")]


UNLISTED = [
    ("Gemeinde Wedemark\n\nDie Gemeinde feiert.", "de", "Gemeinde Wedemark", "Wedemark"),
    ("Die Partnerstadt Xylberghe grüßt.", "de", None, "Xylberghe"),
    ("Our twin town of Xylberghe came.", "en", None, "Xylberghe"),
    ("- Xylberghe, Kenya: 2003", "en", None, "Xylberghe"),
    ("Newry & Mourne became a partner.", "en", None, "Newry & Mourne"),
]


@pytest.mark.parametrize(("text", "language", "issuer", "town"), UNLISTED)
def test_what_only_a_town_can_be_is_one(text: str, language: str, issuer: str | None, town: str) -> None:
    cities = [e for e in extract(text, language, issuer=issuer).entities if e.kind == "City"]
    assert town in [c.name for c in cities]
    assert all(c.key == ("unlisted", c.name) for c in cities if c.name == town)


@pytest.mark.parametrize("text", ["La ville du Mans fête.", "Il habite au Mans."])
def test_a_french_town_may_hide_its_article(text: str) -> None:
    assert [c.name for c in read(text, "fr").cities] == ["Le Mans"]


@pytest.mark.parametrize(
    ("text", "language"),
    [("Portland, Maine, "
      "feiert.", "en"), ("Elle habite au "
                         "Québec.", "fr"), ("Mayor Boone spoke.", "en"), ("Athen der Prärie", "de")],
)  # fmt: skip
def test_states_persons_and_bynames_are_no_towns(text: str, language: str) -> None:
    assert not {"Maine", "Québec", "Boone", "Athen"} & {c.name for c in read(text, language).cities}
