"""Names of organisations by their fashion: clubs, newspapers, churches, letterheads, French small words."""

from __future__ import annotations

import pytest

from made_texts import read

FOUND = [
    ("de", "Die Fachstelle Migration und das Amt für Kultur luden ein.",
     ["Fachstelle Migration", "Amt für Kultur"]),
    ("de", "Der SV Blau-Weiß Auma spielte gegen den FC Pilsen.", ["SV Blau-Weiß Auma", "FC Pilsen"]),
    ("de", "Der 1. FC Gera 03 reiste an.", ["1. FC Gera 03"]),
    ("de", "Das Konzert fand in der Lutherkirche statt.", ["Lutherkirche"]),
    ("de", "Die Ostthüringer Zeitung berichtete.", ["Ostthüringer Zeitung"]),
    ("de", "Der Verein Brückenschlag e. V. sammelt Geld.", ["Verein Brückenschlag"]),
    ("de", "Schüler des Lycée Jean Moulin aus Lille waren da.", ["Lycée Jean Moulin"]),
    ("de", "Das Regierungspräsidium Freiburg hat zugestimmt.", ["Regierungspräsidium Freiburg"]),
    ("de", "Die Wohnungsbaugenossenschaft Aufbau Gera hilft.", ["Wohnungsbaugenossenschaft Aufbau Gera"]),
    ("de", "Das zahlt das Auswärtige Amt.", ["Auswärtiges Amt"]),
    ("de", "Die Bäckerei Meyer backte Brot.", ["Bäckerei Meyer"]),
    ("de", "Der Männerchor Eintracht trat auf.", ["Männerchor Eintracht"]),
    ("de", "Das Krankenhaus Pilsen und die Stadtwerke halfen.", ["Krankenhaus Pilsen", "Stadtwerke"]),
    ("de", "Die Freiwillige Feuerwehr Gera half.", ["Freiwillige Feuerwehr Gera"]),
    ("de", "Der Verkehrsverbund Mittelthüringen fährt.", ["Verkehrsverbund Mittelthüringen"]),
    ("de", "Die Finanzkommission empfiehlt das Geschäft.", ["Finanzkommission"]),
    ("de", "Für Musik sorgte die Stadtkapelle.", ["Stadtkapelle"]),
    ("de", "Stadt Aarau\nPräsidialamt\n\nDie Stadt feiert.", ["Präsidialamt"]),
    ("en", "Pupils of Otley Grammar School met the Lycée Pasteur.",
     ["Otley Grammar School", "Lycée Pasteur"]),
    ("en", "The Wharfedale Observer reported it.", ["Wharfedale Observer"]),
    ("en", "St Mary's Church and the Methodist Church hosted it.", ["St Mary's Church", "Methodist Church"]),
    ("en", "Otley Town AFC played SV Gera.", ["Otley Town AFC", "SV Gera"]),
    ("en", "The Freundeskreis Otley sent a cake.", ["Freundeskreis Otley"]),
    ("en", "Staff of Barclays Bank and Airedale General Hospital came.",
     ["Barclays Bank", "Airedale General Hospital"]),
    ("en", "The University of Wisconsin's team took part.", ["University of Wisconsin"]),
    ("en", "The Rotary Club of Otley paid.", ["Rotary Club of Otley"]),
    ("en", "The Council of the Northern Lakes welcomed it.", ["Council of the Northern Lakes"]),
    ("en", "OTLEY & DISTRICT TWINNING ASSOCIATION\n\nWe met.",
     ["OTLEY & DISTRICT TWINNING ASSOCIATION"]),
    ("en", "The choir “Northern Voices” sang.", ["Northern Voices"]),
    ("fr", "L’Amicale des donneurs de sang de Nyon a invité.", ["Amicale des donneurs de sang de Nyon"]),
    ("fr", "Le Musée populaire de la dentelle l’expose.", ["Musée populaire de la dentelle"]),
    ("fr", "Il préside l’Association des villes amies et chante.", ["Association des villes amies"]),
    ("fr", "Le Conseil des arts et des métiers du Jura aide.",
     ["Conseil des arts et des métiers du Jura"]),
    ("fr", "Le syndicat mixte du bassin du Doubs s’est associé.", ["syndicat mixte du bassin du Doubs"]),
    ("fr", "Le ministère de la Culture et des Affaires sociales aide.",
     ["ministère de la Culture et des Affaires sociales"]),
    ("fr", "La Chambre de commerce et d’industrie de Lille signe.",
     ["Chambre de commerce et d’industrie de Lille"]),
    ("fr", "Le Courrier de l’Ouest en a parlé.", ["Courrier de l’Ouest"]),
    ("fr", "L’US Cholet et le FC Nantes ont joué.", ["US Cholet", "FC Nantes"]),
    ("fr", "Les Amis du vieux Cholet ont prêté des photos.", ["Les Amis du vieux Cholet"]),
    ("fr", "L’Agence française de développement finance.", ["Agence française de développement"]),
    ("fr", "L’association « Les Petits Pas » a chanté.", ["Les Petits Pas"]),
    ("fr", "Le gouvernorat de Sfax l’a dit.", ["gouvernorat de Sfax"]),
    ("fr", "Des élèves du lycée agricole de Rethel", ["lycée agricole de Rethel"]),
    ("de", "Der Energieversorger Nordwatt liefert bis 2026 den Strom.", ["Nordwatt"]),
    ("de", "Der Liefervertrag mit Solarwatt läuft bis 2027.", ["Solarwatt"]),
    ("de", "Der Empfang fand im Sichelhaus statt.", ["Sichelhaus"]),
    ("de", "Der Verein Brücke nach Osteuropa sammelt Decken.", ["Verein Brücke nach Osteuropa"]),
    ("de", "Die Initiative Gemeinsam für Sumy lud ein.", ["Initiative Gemeinsam für Sumy"]),
    ("de", "Wir fahren mit dem Koro Anadolu Lisesi.", ["Koro Anadolu Lisesi"]),
    ("de", "Wir besuchen das Istituto Pietro Lanza.", ["Istituto Pietro Lanza"]),
    ("en", "The contract for the buses went to Kelwood Coaches of Leeds.", ["Kelwood Coaches"]),
    ("en", "A dinner was held at Grange Manor.", ["Grange Manor"]),
    ("fr", "Le contrat de fourniture avec Voltalis court jusqu’en 2026.", ["Voltalis"]),
    ("fr", "La fête s’est tenue à l’Espace Rameau.", ["Espace Rameau"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "names"), FOUND)
def test_names(language: str, text: str, names: list[str]) -> None:
    assert [house.name for house in read(text, language).institutions] == names


NONE = [
    ("de", "Die Stadtkirche war voll, die Pfarrkirche auch."),
    ("de", "Er hat an der Wiesenstraße Dienst getan und wohnt in der Bahnhofstraße."),
    ("de", "Richtfest war an der Bibliothek in Gera."),
    ("de", "Im Krankenhaus und im Rathaus wurde gefeiert."),
    ("de", "In der Turnhalle der Schule am Stadtpark"),
    ("de", "Der Empfang fand im Gasthaus statt, das Fest im Pfarrhaus."),
    ("de", "Der Vertrag mit der Stadt läuft bis 2027."),
    ("en", "Lunch was served at City Hall and at the Guild Hall."),
    ("en", "The Town Council met in the Council Chamber, then in Full Council."),
    ("en", "The road to McAllister and MacDuff was closed."),
    ("en", "They walked through Mill Park and the Botanic Gardens."),
    ("fr", "Une brasserie de Lille et des écoles de Lyon ont payé."),
    ("fr", "L’église Saint-Pierre et la place de la Mairie"),
    ("fr", "La communauté portugaise de Lille chante."),
]


@pytest.mark.parametrize(("language", "text"), NONE)
def test_streets_places_and_everyday_nouns_are_none(language: str, text: str) -> None:
    assert [house.name for house in read(text, language).institutions] == []


def test_a_name_without_its_adjective_is_the_same_house() -> None:
    houses = read("Das Städtische Klinikum Gera lädt ein. Am Klinikum Gera wird gefeiert.").institutions
    assert {house.name for house in houses} == {"Städtisches Klinikum Gera"}
