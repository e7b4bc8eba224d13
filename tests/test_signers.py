"""Who signs for whom, where and when, in the words of releases; and papers that ran out before."""

from __future__ import annotations

import pytest

from made_texts import agreements, extract

GERA = "Stadt Gera\n3. Mai 2021\n\n"
LEEDS = "City of Leeds\n3 May 2021\n\n"
NIORT = "Ville de Niort\n3 mai 2021\n\n"
LANGUAGES = {GERA: "de", LEEDS: "en", NIORT: "fr"}


def sides(text: str) -> dict[str, str]:
    """Return for each signatory of *text* the town that they sign for."""
    extraction = extract(text, LANGUAGES[text[: text.index("\n\n") + 2]], issued="2021-05-03")
    names = {entity.ref: entity.name for entity in extraction.entities}
    told: dict[str, dict[str, str]] = {}
    for fact in extraction.facts:
        if fact.subject.startswith("signature/") and isinstance(fact.object, str):
            told.setdefault(fact.subject, {})[fact.predicate] = names.get(fact.object[1:], "")
    return {said["tg:signatory"]: said.get("tg:onBehalfOf", "") for said in told.values()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            LEEDS
            + "The cooperation agreement was signed in Lille on 1 May by Councillor Ann Reed on behalf of "
            "Leeds and Deputy Mayor Jean Martin on behalf of Lille.",
            {"Ann Reed": "Leeds", "Jean Martin": "Lille"},
            id="on behalf of",
        ),
        pytest.param(
            LEEDS
            + "Signing for Leeds was the Lord Mayor, Ann Reed; for Lille, Mayor Jeanne Brun. The renewed "
            "twinning charter was signed in Lille on 1 May.",
            {"Ann Reed": "Leeds", "Jeanne Brun": "Lille"},
            id="told in the sentence before",
        ),
        pytest.param(
            NIORT
            + "Au nom de la Ville de Niort, l'adjointe Anne Moreau a signé la charte de jumelage ; Karl "
            "Weber a signé pour Coburg.",
            {"Anne Moreau": "Niort", "Karl Weber": "Coburg"},
            id="au nom de",
        ),
        pytest.param(
            GERA
            + "Seit 1994 verbindet Gera und Pilsen eine Städtepartnerschaft. Den Vertrag unterzeichneten "
            "damals die Bürgermeister Kurt Dannenberg und Jan Nowak.",
            {"Kurt Dannenberg": "Gera", "Jan Nowak": "Pilsen"},
            id="the second for the other town",
        ),
    ],
)
def test_who_signs_for_whom(text: str, expected: dict[str, str]) -> None:
    assert sides(text) == expected


def test_place_and_day_are_told_of_the_ceremony() -> None:
    text = NIORT + (
        "L'adjointe Anne Moreau et Karl Weber, maire de Coburg, ont signé la charte de jumelage. La "
        "cérémonie "
        "s'est déroulée samedi à l'hôtel de ville de Niort."
    )
    values = agreements(extract(text, "fr", issued="2021-05-03"))["twinning Coburg+Niort"]
    assert (values["tg:signedOn"], values["tg:signedIn"]) == (["2021-05-01"], ["Niort"])


def test_a_hall_that_is_a_house_has_its_town() -> None:
    text = GERA + (
        "Die Städtepartnerschaft mit Pilsen lebt. Unterzeichnet wurde der Partnerschaftsvertrag von Gera und "
        "Pilsen am Samstag im Kulturhaus von Pilsen."
    )
    values = agreements(extract(text, issued="2021-05-03"))["twinning Gera+Pilsen"]
    assert values["tg:signedIn"] == ["Pilsen"]


def test_a_paper_that_ran_out_is_another_than_the_new_one() -> None:
    text = LEEDS + (
        "The memorandum with Lille, our twin town, ran out at the end of 2019. The new document was "
        "signed on "
        "Saturday by Mayor Ann Reed and Mayor Jean Martin of Lille. It runs until 2024."
    )
    found = [
        (fact.subject, str(fact.object))
        for fact in extract(text, "en", issued="2021-05-03").facts
        if fact.predicate == "tg:kind" and fact.subject.startswith("agreement/memorandum")
    ]
    assert len(found) == 2


NOT_PARTNERS = [
    (GERA + "Pilsen ist Partnerstadt. Gera und Jena sind nicht verschwistert.", "Jena"),
    (LEEDS + "Lille is our twin town. Leeds and Hull are not twinned.", "Hull"),
    (LEEDS + "Lille is our twin town. Nor is Leeds a sister city of Turin.", "Turin"),
    (NIORT + "Coburg est notre ville jumelle. Niort et Poitiers ne sont pas jumelées.", "Poitiers"),
]


@pytest.mark.parametrize(("text", "town"), NOT_PARTNERS, ids=[town for _, town in NOT_PARTNERS])
def test_what_is_denied_is_no_partnership(text: str, town: str) -> None:
    language = LANGUAGES[text[: text.index("\n\n") + 2]]
    found = agreements(extract(text, language, issued="2021-05-03"))
    assert found
    assert not any(town in values["tg:party"] for values in found.values())


def test_items_tell_their_beginning_behind_the_town() -> None:
    text = LEEDS + (
        "Our Sister Cities\n\nTurin, Italy. The oldest tie goes back to 1987, when papers were exchanged.\n\n"
        "Krakow, Poland. Added 1988. The bands have met three times.\n\n"
        "Lille, France, and Dortmund, Germany. Both are visited in turn.\n"
    )
    found = agreements(extract(text, "en", issued="2021-05-03"))
    begun = {name: values.get("tg:validFrom") for name, values in found.items()}
    assert begun["twinning Leeds+Turin"] == ["1987"]
    assert begun["twinning Krakow+Leeds"] == ["1988"]
    assert {"twinning Leeds+Lille", "twinning Dortmund+Leeds"} <= set(begun)


def test_a_date_of_both_is_that_of_each() -> None:
    text = LEEDS + (
        "Our twin towns\n\nLeeds has two long-standing partners: Lille in France and Dortmund in Germany. "
        "Pupils still go to Lille every spring; both links date from 1969."
    )
    found = agreements(extract(text, "en", issued="2021-05-03"))
    assert [found[f"twinning {pair}"]["tg:validFrom"] for pair in ("Leeds+Lille", "Dortmund+Leeds")] == [
        ["1969"],
        ["1969"],
    ]


def test_a_feast_to_come_counts_back_from_its_own_year() -> None:
    text = NIORT + "Avec Coburg, le jumelage fêtera ses cinquante ans en 2024."
    assert agreements(extract(text, "fr", issued="2021-05-03"))["twinning Coburg+Niort"]["tg:validFrom"] == [
        "1974"
    ]


def test_a_bond_that_goes_back_to_a_year_is_read_in_english() -> None:
    text = LEEDS + "The twinning with Lille goes back to 1968."
    assert agreements(extract(text, "en", issued="2021-05-03"))["twinning Leeds+Lille"]["tg:validFrom"] == [
        "1968"
    ]
