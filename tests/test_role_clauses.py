"""Offices that verbs, clauses, deputies and callings tell, and deeds that tell none."""

from __future__ import annotations

import pytest

from made_texts import read

TOLD = [
    ("de", "Der Leiter des Kulturamts, Jens Mahlow, begrüßte die Gäste.", "Jens Mahlow", "Leiter"),
    ("de", "Die Gäste empfing Ute Kranz, die im Rathaus für Europa zuständig ist.", "Ute Kranz", "zuständig"),
    ("de", "Dirk Seeberg (Vorsitzender des Fördervereins) dankte.", "Dirk Seeberg", "Vorsitzender"),
    ("de", "Schulleiterin Petra Ochs und ihr Stellvertreter Rolf Heim kamen.", "Rolf Heim", "Stellvertreter"),
    ("de", "Hedwig Falk, seit 2019 Leiterin des Standesamts, kam.", "Hedwig Falk", "Leiterin"),
    ("de", "Horst Vahle ist Vorsitzender des Partnerschaftskomitees.", "Horst Vahle", "Vorsitzender"),
    ("de", "Jutta Prill war von 1990 bis 2002 Ortsvorsteherin in Gera.", "Jutta Prill", "Ortsvorsteherin"),
    ("de", "Den Chor leitet Benno Struck.", "Benno Struck", "leitet"),
    ("de", "Ihr Vorgänger im Amt, Emil Wiese, starb 2011.", "Emil Wiese", "Vorgänger"),
    ("de", "Ali Kaplan, von Beruf Busfahrer, kochte.", "Ali Kaplan", "Busfahrer"),
    ("de", "Die Hebamme Lina Schwarz war dabei.", "Lina Schwarz", "Hebamme"),
    ("de", "Der Tischlermeister Gerd Pohl war dabei.", "Gerd Pohl", "Tischlermeister"),
    ("de", "Kreisheimatpfleger Konrad Biehl hielt den Vortrag.", "Konrad Biehl", "Kreisheimatpfleger"),
    ("de", "Ute Kranz – Leiterin des Stadtarchivs", "Ute Kranz", "Leiterin des Stadtarchivs"),
    ("de", "Zu den Gästen zählte Konsul a. D. Werner Stolz.", "Werner Stolz", "Konsul"),
    ("de", "„Gut“, sagt Paula Reuter, 17, Schülerin am Gymnasium.", "Paula Reuter", "Schülerin"),
    ("de", "Unter der Leitung von Franz Ebel spielte das Orchester.", "Franz Ebel", "Leitung"),
    ("de", "Gemeindeschreiber Urs Wyss unterschrieb.", "Urs Wyss", "Gemeindeschreiber"),
    ("de", "Altlandrat Fritz Beck (82) erinnerte sich.", "Fritz Beck", "Altlandrat"),
    ("de", "Der Alcalde Gáspar Brandel hatte sie gebeten.", "Gáspar Brandel", "Alcalde"),
    ("de", "Ida Roth und Uwe Berg als Bürgermeister von Trier kamen.", "Uwe Berg", "Bürgermeister"),
    ("de", "Er las den Brief des früheren Landrats Udo Krause vor.", "Udo Krause", "Landrat"),
    ("en", "Terry Mould, who runs the youth club, drove the bus.", "Terry Mould", "runs the youth club"),
    ("en", "As mayor, Ann Fowler opened the hall.", "Ann Fowler", "mayor"),
    ("en", "Librarian Joan Speight and her deputy, Carl Tempest, came.", "Carl Tempest", "deputy"),
    ("en", "Retired headteacher Mavis Oldroyd planted the tree.", "Mavis Oldroyd", "headteacher"),
    ("en", "Ian Blake was chairman of the Twinning Association.", "Ian Blake", "chairman"),
    ("en", "Rosa Delgado, 54, a bus driver from Gera, stayed.", "Rosa Delgado", "bus driver"),
    ("en", "The town crier, Bill Ruddock, read the charter.", "Bill Ruddock", "town crier"),
    ("en", "Parks manager Donna Reyes and city engineer Tom Pratt came.", "Tom Pratt", "engineer"),
    ("en", '"We learned a lot," said volunteer firefighter Kyle Brandt.', "Kyle Brandt", "firefighter"),
    ("en", "The committee is chaired by Nigel Stott.", "Nigel Stott", "chaired by"),
    ("en", "Nigel Stott chairs the committee.", "Nigel Stott", "chairs the committee"),
    ("en", "His late predecessor Len Barker wrote the letter.", "Len Barker", "predecessor"),
    ("en", "Cllr Ann Fowler (Deputy Mayor), Cllrs Ames and Dolling", "Ann Fowler", "Deputy Mayor"),
    ("en", "Cllr Ian Blake as our Town Mayor, signed.", "Ian Blake", "Town Mayor"),
    ("fr", "Le greffier, Me Paul Lavoie, a lu la résolution.", "Paul Lavoie", "greffier"),
    ("fr", "Anne Roche préside le comité de jumelage depuis 2012.", "Anne Roche", "préside le comité"),
    ("fr", "L’association, que préside Luc Petit, a invité.", "Luc Petit", "préside"),
    ("fr", "Le chef de l’orchestre, Luc Petit, a salué la foule.", "Luc Petit", "chef de l’orchestre"),
    ("fr", "La sage-femme Awa Diop a animé l’atelier.", "Awa Diop", "sage-femme"),
    ("fr", "L’artiste nantaise Maud Blanc y donnera un atelier.", "Maud Blanc", "artiste"),
    ("fr", "Luc Petit, 62 ans, retraité de la poste, héberge deux élèves.", "Luc Petit", "retraité"),
    ("fr", "Son successeur, Jean Morel, a repris le flambeau.", "Jean Morel", "successeur"),
    ("fr", "La délégation était emmenée par Anne Roche.", "Anne Roche", "emmenée par"),
    ("fr", "Marc Blanc est directeur de l’école de musique.", "Marc Blanc", "directeur"),
    ("fr", "Sous la direction de Luc Petit, l’harmonie a joué.", "Luc Petit", "Sous la direction de"),
    ("fr", "« Un beau jour », confie Paul Girard, boulanger à Lille.", "Paul Girard", "boulanger"),
    ("fr", "Anne Roche, qui s’occupe des jeunes, a parlé.", "Anne Roche", "s’occupe des jeunes"),
    ("fr", "Le maire adjoint badois Luc Petit a parlé.", "Luc Petit", "maire adjoint badois"),
    ("fr", "Il a écrit au directeur général Florent Morel.", "Florent Morel", "directeur général"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "name", "title"), TOLD)
def test_the_words_tell_an_office(language: str, text: str, name: str, title: str) -> None:
    assert any(r.person.name == name and title in r.title for r in read(text, language).roles)


DEEDS = [
    ("de", "Der Bürgermeister von Gera dankte Ida Roth."),
    ("de", "Der Direktor der Schule traf am Montag Ida Roth."),
    ("de", "Als Bürgermeisterin von Melle begrüßte sie Ida Roth."),
    ("de", "Ida Roth, deren Nachbar Busfahrer ist, kam zu spät."),
    ("de", "Ida Roth ist dem Bürgermeister dankbar."),
    ("en", "The Mayor of Leeds thanked Ann Fowler."),
    ("en", "The president of the club met Ann Fowler."),
    ("en", "Ann Fowler, who married a baker, moved away."),
    ("en", "Ann Fowler was the guest of the mayor."),
    ("fr", "Le maire de Lyon a remercié Anne Roche."),
    ("fr", "Le président de la République a reçu Anne Roche."),
    ("fr", "Le directeur remercie Anne Roche."),
    ("fr", "Anne Roche, dont le frère est boulanger, a parlé."),
]


@pytest.mark.parametrize(("language", "text"), DEEDS)
def test_what_someone_with_an_office_does_makes_it_nobody_elses(language: str, text: str) -> None:
    assert [role.title for role in read(text, language).roles] == []


NO_PERSONS = [
    ("de", "Bekannt wurde die Stadt durch einen Roman von Karim Brandel."),
    ("de", "Gespielt wurde ein Marsch von Karl Berg."),
    ("fr", "Les élèves du lycée Anne Roche ont chanté rue Paul Girard."),
    ("en", "They heard a symphony by Ian Blake."),
]


@pytest.mark.parametrize(("language", "text"), NO_PERSONS)
def test_authors_and_houses_are_no_persons_of_the_release(language: str, text: str) -> None:
    assert [person.name for person in read(text, language).people] == []


NAMES = [
    ("fr", "La délégation d’Antonella Brizzi a parlé.", "Antonella Brizzi"),
    ("de", "Der Verein wird vertreten durch Konsulin Wrenna Brandel.", "Wrenna Brandel"),
    ("de", "Der Verein wird vertreten durch Heike tom Brok.", "Heike tom Brok"),
    ("fr", "C’est sur ces mots que Wassim El-Brandi, le maire, a pris congé.", "Wassim El-Brandi"),
    ("fr", "« Bravo », de dire Xrédéric Courbesne, qui préside le comité.", "Xrédéric Courbesne"),
]


@pytest.mark.parametrize(("language", "text", "name"), NAMES)
def test_names_stand_behind_small_words_and_offices(language: str, text: str, name: str) -> None:
    assert name in [person.name for person in read(text, language).people]
