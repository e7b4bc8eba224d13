"""Texts -> programmes and events that have a name."""

from __future__ import annotations

import pytest

from made_texts import read

CASES = [
    pytest.param("de", "Das Projekt „Brücken bauen“ läuft.", ["Brücken bauen"], id="quoted"),
    pytest.param(
        "de",
        'Das Programm "Jugend forscht mit" läuft.',
        ["Jugend forscht mit"],
        id="straight quotation marks",
    ),
    pytest.param("de", "Die Ausstellung »Stadt im Licht« zeigt Bilder.", ["Stadt im Licht"], id="guillemets"),
    pytest.param("de", "Das EU-Projekt GREENPORT endet.", ["GREENPORT"], id="capitals"),
    pytest.param("de", "Das Programm Erasmus+ hilft.", ["Erasmus+"], id="known"),
    pytest.param("de", "Das Projekt läuft, und das Programm auch.", [], id="no name"),
    pytest.param("de", "„Wir freuen uns sehr auf das Projekt“, sagte sie.", [], id="quotation"),
    pytest.param(
        "de", "Der Vertrag „Städtepartnerschaft Gera – Pilsen“ gilt.", [], id="title of an agreement"
    ),
    pytest.param("de", "Unter dem Motto „Vielfalt leben“ feiert Gera.", ["Vielfalt leben"], id="motto"),
    pytest.param("de", "Auf www.projekt-nord.de steht mehr.", [], id="address"),
    pytest.param("en", "The project “Green Bridges” starts.", ["Green Bridges"], id="english quoted"),
    pytest.param("en", "A festival was held and a project started.", [], id="english without name"),
    pytest.param("fr", "Le projet « Ponts verts » commence.", ["Ponts verts"], id="french quoted"),
    pytest.param("fr", "L’exposition intitulée « Lumières » ouvre.", ["Lumières"], id="french titled"),
    pytest.param("fr", "Un projet commun a commencé.", [], id="french without name"),
]

MORE = [
    ("de", "Unter dem Namen „Offene Tore“ ist eine Werkstatt geplant.", ["Offene Tore"]),
    ("de", "Das Stipendienprogramm „Nuevos Pasos“ läuft.", ["Nuevos Pasos"]),
    ("de", "Im Rahmen des Festivals „Klangwelten“ singt der Chor.", ["Klangwelten"]),
    ("de", "Beim Geraer Musiksommer spielt das Orchester.", ["Geraer Musiksommer"]),
    ("de", "Die Aktion „Ein Baum für Pilsen“ startet.", ["Ein Baum für Pilsen"]),
    ("de", "„Grenzenlos“ heißt die Ausstellung im Museum.", ["Grenzenlos"]),
    ("de", "Die „Woche der Sprachen“ beginnt im Mai.", ["Woche der Sprachen"]),
    ("de", "Der Preis „Goldene Brücke“ ging an sie.", ["Goldene Brücke"]),
    ("de", "Das Kinderfest und das Stadtfest waren gut besucht.", []),
    ("de", "Am Weihnachtsmarkt gab es Glühwein, beim Tag der offenen Tür Kaffee.", []),
    ("de", "Der Film „Heimat“ wurde gezeigt, dazu der Roman „Der Zauberberg“.", []),
    ("en", "The Canalside Skate Jam drew 200.", ["Canalside Skate Jam"]),
    ("en", "The Fowler Bursary helps pupils.", ["Fowler Bursary"]),
    ("en", "The regatta, named Silver Oar Cup, will be held.", ["Silver Oar Cup"]),
    ("en", "The Otley Beer Festival welcomed guests.", ["Otley Beer Festival"]),
    ("en", 'A project known as "Bread and Roses" began.', ["Bread and Roses"]),
    ("en", "The students joined the Green Futures Challenge.", ["Green Futures Challenge"]),
    ("en", "The World Cup was on television. The Cup was full.", []),
    ("en", "At the Christmas Market mulled wine was sold.", []),
    ("en", 'They sang "Auld Lang Syne" and saw the film "Casablanca".', []),
    ("fr", "Voici la 32e édition du Mondial des marionnettes.", ["Mondial des marionnettes"]),
    ("fr", "L’exposition Regards sur mer réunit des clichés.", ["Regards sur mer"]),
    ("fr", "Ils sont venus pour la Fête du cidre.", ["Fête du cidre"]),
    ("fr", "Ce laboratoire, baptisé « Aquapolis », ouvre.", ["Aquapolis"]),
    ("fr", "L’opération Villes en fleurs est lancée.", ["Villes en fleurs"]),
    ("fr", "Le tournoi Mains unies a réuni huit équipes.", ["Mains unies"]),
    ("fr", "Le Salon du livre accueille des auteurs.", ["Salon du livre"]),
    ("fr", "Le marché de Noël était bien garni. La fête a été belle.", []),
    ("fr", "« Merci à tous », a dit le maire.", []),
]


@pytest.mark.parametrize(("language", "text", "expected"), MORE)
def test_events_by_more_of_their_words(language: str, text: str, expected: list[str]) -> None:
    assert [project.name for project in read(text, language).projects] == expected


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_projects(language: str, text: str, expected: list[str]) -> None:
    assert [project.name for project in read(text, language).projects] == expected


def test_spans_cut_out_the_names() -> None:
    text = "Das Projekt „Brü\u00adcken\r\nbauen“ und die Reihe „Neue Töne“."
    reading = read(text)
    spans = [reading.document.span(p.start, p.end) for p in reading.projects]
    assert [text[s.start : s.end] for s in spans] == ["Brü\u00adcken\r\nbauen", "Neue Töne"]


def test_a_name_counts_as_often_as_it_stands() -> None:
    reading = read("Das Projekt „Neue Töne“ läuft. Auch das Projekt „Neue Töne“ wurde gelobt.")
    assert [p.name for p in reading.projects] == ["Neue Töne", "Neue Töne"]
    assert reading.projects[0].start < reading.projects[1].start
