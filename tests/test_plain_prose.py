"""What ordinary sentences of releases say of bonds and papers; each line a way of telling it."""

from __future__ import annotations

import pytest

from made_texts import agreements, extract

HEADS = {
    "de": "Stadt Gera\n3. Mai 2021\n\n",
    "en": "City of Leeds\n3 May 2021\n\n",
    "fr": "Ville de Niort\n3 mai 2021\n\n",
}


def told(language: str, text: str) -> dict[str, dict[str, list[str]]]:
    return agreements(extract(HEADS[language] + text, language, issued="2021-05-03"))


def papers(language: str, text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return day and signatories of each paper of *text* that is signed, in the order of the days."""
    facts = extract(HEADS[language] + text, language, issued="2021-05-03")
    names = {e.ref: e.name for e in facts.entities}
    days = {f.subject: getattr(f.object, "lexical", "") for f in facts.facts if f.predicate == "tg:signedOn"}
    hands: dict[str, list[str]] = {}
    for fact in facts.facts:
        if fact.predicate == "tg:signature":
            whose = (f for f in facts.facts if (f.subject, f.predicate) == (fact.object[1:], "tg:signatory"))
            hands.setdefault(fact.subject, []).extend(names[f.object[1:]] for f in whose)
    return sorted((day, tuple(sorted(hands.get(ref, ())))) for ref, day in days.items())


BERG_DUPONT = ("Eva Berg", "Jean Dupont")
SIGNED = [
    ("de", "Jean Dupont, der Bürgermeister von Arras, brachte das Schriftstück mit, Oberbürgermeisterin Eva "
     "Berg den Stempel. Am Samstag besiegelten sie im Rathaus eine Vereinbarung über Praktika.",
     [("2021-05-01", BERG_DUPONT)]),
    ("de", "Oberbürgermeisterin Eva Berg und Jean Dupont, Bürgermeister von Arras, haben am Freitag eine "
     "Absichtserklärung gezeichnet.", [("2021-04-30", BERG_DUPONT)]),
    ("de", "Gera und Arras haben gestern ihre Städtepartnerschaft erneuert. Die Urkunde unterzeichneten Eva "
     "Berg und Jean Dupont. 1971 war das Bündnis geschlossen worden.", [("2021-05-02", BERG_DUPONT)]),
    ("de", "Als Eva Berg am Samstag in Arras das Dokument unterschrieb, mit dem die 1960 begründete "
     "Städtefreundschaft zwischen Gera und Arras bekräftigt wird, saß neben ihr Bürgermeister Jean Dupont.",
     [("2021-05-01", BERG_DUPONT)]),
    ("de", "Die Partnerstadt Arras hat am Sonntag Gäste aus Gera empfangen. Seit Mai 1988 sind die Städte "
     "verbunden; damals hatten Eva Berg und Jean Dupont den Vertrag unterzeichnet.",
     [("1988-05", BERG_DUPONT)]),
    ("de", "Die Städtepartnerschaft mit Arras lebt. Am 31. Oktober 1978 hatten Eva Berg und Jean Dupont die "
     "Urkunde unterzeichnet; nun, 43 Jahre danach, wurde sie von Karl Voss und Anne Petit bestätigt.",
     [("1978-10-31", BERG_DUPONT)]),
    ("de", "Gera und Arras sind seit Samstag Partnerstädte. Ihre Unterschriften unter die Urkunde leisteten "
     "Eva Berg und Jean Dupont.", [("2021-05-01", BERG_DUPONT)]),
    ("de", "Gera und Arras rücken zusammen. Zehn Jahre nach der Unterzeichnung des Partnerschaftsvertrages "
     "vereinbarten Eva Berg und Jean Dupont am Freitag einen gemeinsamen Ausschuss.", []),
    ("de", "Auch der Stadtrat von Arras hat dem Kulturabkommen zugestimmt. Bürgermeister Jean Dupont wird es "
     "am 14. Oktober in Gera mit Eva Berg unterzeichnen.", []),
    ("en", "The link with Leeds's twin town of Lille goes back to 1967, when Lord Mayor Ann Roe and Mayor "
     "Jean Dupont put their signatures to the twinning charter.", [("1967", ("Ann Roe", "Jean Dupont"))]),
    ("fr", "Le maire Paul Petit et Karl Berg, maire de Coburg, ont reconduit hier à Coburg, pour trois ans, "
     "l’entente de coopération signée en 1962 entre leurs villes.",
     [("1962", ()), ("2021-05-02", ("Karl Berg", "Paul Petit"))]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), SIGNED, ids=[t[:50] for _, t, _ in SIGNED])
def test_who_signed_when(language: str, text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert papers(language, text) == expected


BEGUN = [
    ("de", "Mit Arras besteht die älteste Städtepartnerschaft. Begonnen hat sie 1964, fünfzehn Jahre später "
     "kam Pilsen hinzu, 1985 Turin in Italien und 2006 schließlich Tula.",
     {"Arras+Gera": "1964", "Gera+Pilsen": "1979", "Gera+Turin": "1985", "Gera+Tula": "2006"}),
    ("de", "Gäste kamen aus allen Partnerstädten: Arras (seit 1961), Turin, Pilsen (beide seit 1990) und "
     "Tula (seit 1992).", {"Arras+Gera": "1961", "Gera+Turin": "1990", "Gera+Pilsen": "1990",
     "Gera+Tula": "1992"}),
    ("de", "Mit Arras ist man seit 1959, mit Turin seit 1964 und mit Tula seit 1999 verschwistert.",
     {"Arras+Gera": "1959", "Gera+Turin": "1964", "Gera+Tula": "1999"}),
    ("de", "Gera folgte der Einladung des Bürgermeisters von Arras. Die Verbindung reicht in das Jahr 1968 "
     "zurück. Mit Pilsen besteht seit 1990 eine Städtepartnerschaft.",
     {"Arras+Gera": "1968", "Gera+Pilsen": "1990"}),
    ("de", "Unter den Partnerstädten ist Arras die älteste. Der Vertrag mit Turin besteht seit 1994; die "
     "Partnerschaft mit Arras, geknüpft 1961, ist noch älter.", {"Arras+Gera": "1961"}),
    ("en", "Leeds's longest-standing twin is Lille; that bond was sealed in 1950. New York's mayor sent a "
     "letter.", {"Leeds+Lille": "1950"}),
    ("en", "Councillors voted on Monday to end the town's relationship with Lille, which was entered into in "
     "1999.", {"Leeds+Lille": "1999"}),
    ("fr", "À l’occasion du cinquantenaire du jumelage avec Coburg, des amis sont venus.",
     {"Coburg+Niort": "1971"}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), BEGUN, ids=[t[:50] for _, t, _ in BEGUN])
def test_since_when(language: str, text: str, expected: dict[str, str]) -> None:
    begun = {
        kind.partition(" ")[2]: v.get("tg:validFrom", [""])[0] for kind, v in told(language, text).items()
    }
    assert {pair: begun.get(pair) for pair in expected} == expected


@pytest.mark.parametrize(
    ("text", "pair", "status"),
    [
        ("Die Stadt setzt ihre Beziehungen zu Arras fort, legt aber die Städtepartnerschaft mit Tula auf "
         "Eis.",
         "Arras+Gera", None),
        ("Der Rat hat gestern die Auflösung der Städtepartnerschaft mit Tula abgelehnt.", "Gera+Tula", None),
        ("Das französische Arras will Geras Partnerstadt werden.", "Arras+Gera", ["status:planned"]),
    ],
)  # fmt: skip
def test_how_it_stands(text: str, pair: str, status: list[str] | None) -> None:
    assert told("de", text)[f"twinning {pair}"].get("tg:status") == status


def test_partners_of_a_list_are_no_partners_of_each_other() -> None:
    found = told("de", "Mit Arras, Lille, Turin und Tula pflegt Gera Städtepartnerschaften.")
    assert sorted(found) == [
        f"twinning {pair}" for pair in ("Arras+Gera", "Gera+Lille", "Gera+Tula", "Gera+Turin")
    ]


def test_what_was_not_used_since_a_year_did_not_begin_then() -> None:
    found = told("en", "The twinning with Lille, signed in 1989, has not been used since 2003.")
    assert found["twinning Leeds+Lille"].get("tg:validFrom") == ["1989"]


@pytest.mark.parametrize(
    ("language", "text", "town"),
    [
        ("de", "Die Partnerstadt Vienne an der Rhône grüßt.", 2969284),
        ("fr", "La ville jumelle de Vienne, en Autriche.", 2761369),
    ],
)
def test_an_exonym_is_one_of_the_language_spoken(language: str, text: str, town: int) -> None:
    assert f"city/{town}" in {e.ref for e in extract(HEADS[language] + text, language).entities}
