"""The town that speaks in a release: its issuer's, that of the dateline or heading, or the one named most."""

from __future__ import annotations

import re
from collections.abc import Sequence

from twingraph.extract.cities import CityMention
from twingraph.extract.layout import Document
from twingraph.lexicon import Gazetteer

_DATELINE = re.compile(
    r"^([A-ZÄÖÜ][\w’' -]{2,25}?)(?:, [A-Z][\w.]{0,5}\.?)?(?: \([^)]{2,20}\))?"
    r"(?: [–—-] |\. (?=[A-ZÄÖÜ])|"
    r", (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? \d|, (?:Mon|Diens|Donners|Frei|Sams|"
    r"Sonn)tag,? (?:den )?\d|"
    r", Mittwoch,? (?:den )?\d|, (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) \d|"
    r", \d(?!\d? (?!Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[A-Z])|/)",
    re.M,
)
_PAPER = re.compile(
    r"(?i:Times|Herald|Post|Gazette|Chronicle|News|Courier|Advertiser|Mercury|Echo|Journal|Star|Observer|"
    r"Bugle|Beacon|Telegraph|Leader|Standard|Sentinel|Tribune|Examiner|Argus|Guardian|Express|Dispatch|Messenger|Reporter|"
    r"Free Press|Evening \w+|Citizen|Recorder|"
    r"Anzeiger|\w*zeitung|Tagblatt|Tageblatt|Nachrichten|Kurier|Bote|Rundschau|Presse|Blatt|Wochenblatt|Merkur|"
    r"Volksblatt|Volksstimme|Allgemeine|Kreisblatt|Magazine?|"
    r"Progrès|Dépêche|Voix|Écho|Éveil|Nouvelliste|Républicain|Télégramme|Courrier|Hebdo)\b"
)
"""In the name of a newspaper, which is read in more towns than the one that it is named after."""
_MISSION = re.compile(
    r"[Bb]otschaft|[Kk]onsulat|Embassy|Consulate|High Commission|Ambassade|Consulat|"
    r"Goethe-Institut|Institut français|British Council"
)
"""A house of a state abroad speaks for none of the towns in which it stands."""
_READERS = re.compile(
    r"\b(?:[Aa]n (?:alle|die) (?:[A-ZÄÖÜ]\w+ )?(?:Haushalte|Einwohner\w*|"
    r"Bürger\w*(?: und Bürger)?|Bevölkerung|Bewohner\w*)"
    r"(?: und \w+)? (?:in|von|der Stadt|der Gemeinde|aus) |"
    r"[Dd]ear (?:residents|people|citizens|friends) (?:of|in) |"
    r"[Cc]her(?:s|e)s? (?:habitantes?|concitoyen\w*|administrés)(?: et \w+)? (?:de |d[’']))(?=[A-ZÀ-Þ])"
)
"""Whom a mayor's letter speaks to: the town stands behind."""
_PEOPLE = re.compile(r"\bLiebe (?P<stem>[A-ZÄÖÜ][\wäöüß-]+?)(?:erinnen und|er und|er:innen|er\*innen)\b")
"""A letter to the people of a town: "Liebe Welserinnen und Welser"."""
_JOINED = re.compile(r" (?:und|and|et|&|–) ")
_PAIR = 2


_LANDS = {
    "de": ("DE", "AT", "CH", "LI", "LU", "BE", "IT"),
    "en": ("GB", "IE", "US", "CA", "AU", "NZ", "ZA", "MT", "IM", "JE", "GG"),
    "fr": ("FR", "BE", "CH", "LU", "CA", "BF", "BJ", "CD", "CI", "CM", "GN", "ML", "NE", "SN", "TG", "TN"),
}
"""Countries whose towns write their releases in a language."""


def find_home(
    document: Document, cities: Sequence[CityMention], ranked: Sequence[int], gazetteer: Gazetteer
) -> int | None:
    """Return the GeoNames id of the town that speaks; *ranked* are the towns, those named most first.

    Where no issuer, dateline or heading names it, a town is preferred where the language is spoken.
    """
    issuer = document.release.issuer or ""
    for city in cities:
        if (
            city.form != "demonym"
            and city.name in issuer
            and re.search(rf"\b{re.escape(city.name)}\b", issuer)
        ):
            return city.geonames_id
    if addressed := _addressed(document, cities):
        return addressed
    if dateline := dateline_town(document, cities):
        return dateline
    if heading := _heading_town(document, cities):
        return heading
    lands = _LANDS.get(document.release.language, ())
    at_home = [town for town in ranked if gazetteer.place(town).country in {*lands, ""}]
    first = first_of_title(document, cities)
    if first in ranked[:_PAIR] and (first in at_home or not at_home):
        return first
    return at_home[0] if at_home else ranked[0] if ranked else None


def dateline_town(document: Document, cities: Sequence[CityMention]) -> int | None:
    """Return the town that a report is dated from: "GERA (dpa). Am Montag …"."""
    for match in _DATELINE.finditer(document.text, 0, max(600, len(document.text) // 3)):
        if _PAPER.search(match.group(1)):
            continue
        for city in cities:
            if match.start() <= city.start < match.end(1):
                return city.geonames_id
    return None


def first_of_title(document: Document, cities: Sequence[CityMention]) -> int | None:
    """Return the first of the two towns that a title joins: "Gera und Pilsen feiern"."""
    title = document.release.title_span
    if title is None:
        return None
    named = [c for c in cities if title.start <= document.span(c.start, c.end).start < title.end]
    joined = len(named) == _PAIR and _JOINED.fullmatch(document.text, named[0].end, named[1].start)
    return named[0].geonames_id if joined else None


def _behind(document: Document, start: int, end: int) -> int:
    """Return where the place stands behind a newspaper: "LE COURRIER DU LAC – Alma, mercredi"."""
    dash = _APART.search(document.text, start, end)
    return dash.end() if dash else end


_APART = re.compile(r" [–—|·] ")


def _addressed(document: Document, cities: Sequence[CityMention]) -> int | None:
    """Return the town to whose people a letter is written."""
    top = len(document.text) // 2
    if match := _READERS.search(document.text, 0, top):
        return next((c.geonames_id for c in cities if c.start == match.end()), None)
    people = _PEOPLE.search(document.text, 0, top)
    stem = people["stem"] if people else ""
    named = (c.geonames_id for c in cities if c.form != "demonym" and stem and c.name.startswith(stem[:-1]))
    return next(named, None)


def _heading_town(document: Document, cities: Sequence[CityMention]) -> int | None:
    """Return the one town of the first line, where it is short and no title: "TOWN COUNCIL OF LILLE"."""
    first = next((b for b in document.blocks if b.kind in ("headline", "navigation")), None)
    title = document.release.title_span
    if first is None or first.start > 200 or first.end - first.start > 90:
        return None
    if title is not None and document.span(first.start, first.end).start >= title.start:
        return None
    if _MISSION.search(document.text, first.start, first.end):
        return None
    paper = _PAPER.search(document.text, first.start, first.end)
    start = _behind(document, paper.end(), first.end) if paper else first.start
    towns = {c.geonames_id for c in cities if start <= c.start < first.end}
    return towns.pop() if len(towns) == 1 else None
