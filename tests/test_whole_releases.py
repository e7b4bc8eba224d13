"""What several sentences of one release say together: old and new papers, lists, offices, third towns."""

from __future__ import annotations

import pytest

from made_texts import extract
from told_texts import HEADS, begun, days, offices, signers, told

OLD_AND_NEW = [
    ("fr", "Le jumelage avec Kempten est fêté. C’est en 1959 que Paul Petit et Karl Berg avaient signé "
     "la charte. "
     "Les deux maires, Anne Roux et Eva Voss, ont paraphé hier une nouvelle convention de coopération.",
     {"twinning Kempten+Niort": "1959", "cooperation Kempten+Niort": "2021-05-02"}),
    ("de", "Die Städtepartnerschaft mit Arras, die im März 2013 von Eva Berg und Jean Dupont besiegelt "
     "worden war, lebt. "
     "Am Samstag unterzeichneten Karl Voss und Anne Petit eine Absichtserklärung.",
     {"twinning Arras+Gera": "2013-03", "letter-of-intent Arras+Gera": "2021-05-01"}),
    ("de", "1991 hatten Eva Berg und Jean Dupont den Partnerschaftsvertrag mit Arras in Arras unterzeichnet, "
     "die Gegenzeichnung folgte ein Jahr später in Gera.", {"twinning Arras+Gera": "1991"}),
    ("de", "Am 19. September 2004 haben Gera und Arras die Städtepartnerschaft besiegelt; heute vor "
     "genau zwei Jahren "
     "unterzeichneten Eva Berg und Jean Dupont ein Memorandum.", {"memorandum Arras+Gera": "2019-05-03"}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), OLD_AND_NEW)
def test_an_old_deed_and_a_new_paper_are_two(language: str, text: str, expected: dict[str, str]) -> None:
    found = days(language, text)
    assert {name: found.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "On Tuesday the council will consider a resolution authorizing Mayor Ann Roe to sign a "
         "sister city "
         "agreement with Lille."),
        ("de", "Der Vertrag mit der Partnerstadt Arras soll im September von Oberbürgermeisterin Dr. "
         "Eva Berg und "
         "Bürgermeister Jean Dupont unterzeichnet werden."),
        ("fr", "Le conseil autorise le maire Paul Petit à signer une convention de coopération avec la "
         "ville jumelle "
         "de Kempten."),
        ("en", "On his way home the mayor, Ann Roe, visited the twin town of Lille, where the Harwood "
         "Institute signed "
         "a memorandum of understanding with the Lille Software Park."),
    ],
)  # fmt: skip
def test_nothing_is_signed_yet_or_by_us(language: str, text: str) -> None:
    assert signers(language, text) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Der Verein feiert die Partnerschaft mit Arras. Karl Voss erinnerte an die Unterzeichnung des "
         "Partnerschaftsvertrags durch Eva Berg und Jean Dupont im Jahr 2000.", ["Eva Berg", "Jean Dupont"]),
        ("en", "The twinning agreement with Lille was signed on Saturday by Ann Roe and Jean Dupont, in "
         "the presence "
         "of the French ambassador, Paul Petit.", ["Ann Roe", "Jean Dupont"]),
        ("de", "Die Städtepartnerschaft mit Arras wurde 2013 von Eva Berg und Duponts Vorgänger Paul "
         "Petit besiegelt. "
         "Bürgermeister Jean Dupont kam zum Fest.", ["Eva Berg", "Paul Petit"]),
        ("en", "Leeds and Lille have been twinned since 1967, when Ann Roe and Jean Dupont put their "
         "names to the "
         "charter. Mary Hall will travel to Lille in June to sign a renewed partnership agreement.",
         ["Ann Roe", "Jean Dupont"]),
        ("fr", "Le maire Paul Petit s’est rendu à Kempten, ville jumelle. Avec le maire Karl Berg, il a "
         "signé une "
         "déclaration commune.", ["Karl Berg", "Paul Petit"]),
    ],
)  # fmt: skip
def test_who_signed_and_who_only_stood_by(language: str, text: str, expected: list[str]) -> None:
    assert signers(language, text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Gera unterhält Partnerschaften mit neun Städten, darunter seit 1960 mit Arras, seit "
         "1969 mit Leeds und "
         "seit 1981 mit Turin.", {"Arras+Gera": "1960", "Gera+Leeds": "1969", "Gera+Turin": "1981"}),
        ("de", "Gäste kamen aus Turin, mit dem Gera seit 25 Jahren verschwistert ist, und aus der "
         "Partnerstadt Arras. Letztere "
         "Partnerschaft besteht seit 2002.", {"Gera+Turin": "1996", "Arras+Gera": "2002"}),
        ("en", "Our twinning with Lille is old, and only one exchange has taken place since 2008. The "
         "two towns were "
         "twinned in 1972 and a friendship agreement with Turin followed later. Lille will send a "
         "choir.", {"Leeds+Lille": "1972"}),
        ("fr", "Niort est jumelée à Kempten depuis 1968 et à Turin, en "
         "Italie.", {"Kempten+Niort": "1968", "Niort+Turin": None}),
        ("de", "Die Partnerschaft mit Arras geht auf eine Vereinbarung vom 12. Oktober 1966 zurück.",
         {"Arras+Gera": "1966-10-12"}),
        ("fr", "On fête l’anniversaire du jumelage avec Kempten, noué entre les deux municipalités le 8 "
         "mai 2000. Le "
         "jumelage noué entre les deux villes le 8 mai 2000 vit.", {"Kempten+Niort": "2000-05-08"}),
    ],
)  # fmt: skip
def test_since_when(language: str, text: str, expected: dict[str, str | None]) -> None:
    found = begun(language, text)
    assert {pair: found.get(pair) for pair in expected} == expected


def test_a_status_in_brackets_is_that_of_one_town() -> None:
    found = told("de", "Partnerstädte von Gera sind Arras, Tula (ruhend) und Turin.")
    status = {name: facts.get("tg:status") for name, facts in found.items()}
    assert status["twinning Gera+Tula"] == ["status:suspended"]
    assert status["twinning Arras+Gera"] is None


def test_a_paper_of_cooperation_stays_one_where_a_twinning_is_denied() -> None:
    found = told(
        "fr",
        "Niort ne conclut pas de jumelage ; l’accord de coopération signé hier avec Kempten par Paul "
        "Petit et Karl Berg est limité à la gestion des déchets.",
    )
    assert "cooperation Kempten+Niort" in found


def test_a_charter_of_several_towns() -> None:
    found = told(
        "de",
        "Vertreter der Städte Gera, Arras, Leeds und Turin haben am Sonntag eine gemeinsame Charta "
        "unterzeichnet.",
    )
    assert any(name.endswith("Arras+Gera+Leeds+Turin") for name in found)


def test_partners_of_others_are_not_ours() -> None:
    found = told("en", "Leeds is twinned with Lille. Lille is also a sister city of Turin.")
    assert sorted(found) == ["twinning Leeds+Lille", "twinning Lille+Turin"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Die Städtepartnerschaft mit Arras wurde 2013 vom damaligen Oberbürgermeister Karl Voss "
         "besiegelt. "
         "Oberbürgermeisterin Eva Berg empfing die Gäste.", {"Eva Berg": "Gera"}),
        ("de", "Eine Delegation unter Leitung von Bürgermeister Jean Dupont aus der Partnerstadt Arras "
         "ist in Gera zu "
         "Gast. Oberbürgermeisterin Eva Berg begrüßte sie.", {"Eva Berg": "Gera", "Jean Dupont": "Arras"}),
        ("fr", "Le jumelage avec Kempten a vingt ans. Le maire Paul Petit remettra une sculpture à "
         "l’Oberbürgermeister "
         "Karl Berg.", {"Paul Petit": "Niort", "Karl Berg": "Kempten"}),
        ("en", "The twinning with Lille lives. The council leader, Tom Hall, and the Lord Mayor, Ann "
         "Roe, were there.",
         {"Ann Roe": "Leeds"}),
    ],
)  # fmt: skip
def test_whose_office_it_is(language: str, text: str, expected: dict[str, str]) -> None:
    found = offices(language, text)
    assert {name: found.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("de", "Bürgermeister William „Rusty“ Bailey kam.", "William Bailey"),
        ("de", "Begleitet wird sie von Karl Voss, dem Leiter des Amtes für Kultur.", "Karl Voss"),
        ("de", "Es kamen Eva Berg und Ando Kivimaa, Bürgermeister von Viljandi.", "Ando Kivimaa"),
        ("en", "Mayor Allen Joines has signed.", "Allen Joines"),
        ("de", "Eva Berg und ihr Kollege Pat Burt den Partnerschaftsvertrag unterzeichneten.", "Pat Burt"),
    ],
)  # fmt: skip
def test_names(language: str, text: str, name: str) -> None:
    assert name in {e.name for e in extract(HEADS[language] + text, language).entities}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The ceremony took place on board the Ann Roe in the docks."),
        ("en", "On Sunday, the mayors of both towns met."),
        ("en", "The band played at the Gerald Ford Amphitheater."),
        ("de", "Bekannt wurde die Stadt durch einen Roman von Karl."),
    ],
)
def test_no_names(language: str, text: str) -> None:
    assert not [e for e in extract(HEADS[language] + text, language).entities if e.ref.startswith("person/")]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("de", "Die University of California, Davis, half.", "University of California, Davis"),
        ("en", "A delegation from University College Dublin came.", "University College Dublin"),
        ("fr", "L’Orchestre Victor-Hugo Franche-Comté jouera.", "Orchestre Victor-Hugo Franche-Comté"),
        ("fr", "Le Freiburger Barockorchester jouera.", "Freiburger Barockorchester"),
        ("de", "Es gastiert das Riverside Youth Orchestra.", "Riverside Youth Orchestra"),
    ],
)  # fmt: skip
def test_houses_of_elsewhere(language: str, text: str, name: str) -> None:
    assert name in {e.name for e in extract(HEADS[language] + text, language).entities}


def test_what_was_signed_then_was_not_signed_on_the_day_of_the_news() -> None:
    text = (
        "Gestern wurde der Platz der Partnerstadt Arras eingeweiht. Die Städtepartnerschaft war 1983 auf "
        "Anregung der Schulen zustande gekommen. Den Vertrag hatten damals Eva Berg und "
        "Jean Dupont unterzeichnet."
    )
    assert "2021-05-02" not in days("de", text).values()
    assert begun("de", text)["Arras+Gera"] == "1983"


def test_a_bond_that_somebody_may_agree_upon_is_planned() -> None:
    text = "Eva Berg wurde ermächtigt, mit der Stadt Cherson eine Solidaritätspartnerschaft zu vereinbaren."
    found = told("de", text)
    assert [facts.get("tg:status") for facts in found.values()] == [["status:planned"]]


def test_twins_in_towns_with_years() -> None:
    found = begun(
        "en", "Leeds has had a sister city in Kobe, Japan, since 1994 and in Lille, France, since 1998."
    )
    assert found == {"Kobe+Leeds": "1994", "Leeds+Lille": "1998"}
