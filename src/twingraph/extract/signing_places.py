"""Where a paper is signed: the town that the words name, that of a named hall, or the issuing one."""

from __future__ import annotations

import re

from twingraph.extract.hits import find_hits
from twingraph.extract.reading import Reading
from twingraph.extract.records import Found, Paper, Words
from twingraph.extract.skeleton import Typed, expand_macros

_GERMAN_HALLS = (
    r"rathaus(?:es)?|rathaussaale?s?|saale?s?|zimmers?|haus(?:es)?|stadels?|markt(?:platz)?|platze?s?|"
    r"kirche|park|halle|zentrum|raum|stube|keller|schule|aula|bücherei|bibliothek|zelte?s?|pavillon|gartens?|"
    r"hofe?s?|burg|scheune|turm|kapelle|kloster|mühle|museums?|theaters?|bühne|schlo(?:ss|ß)(?:es)?|foyer|dom|"
    r"münster|festung|gymnasium|konvikt|akademie|stadion|arena|hotel|gasthof|remise|orangerie|villa|palais|"
    r"galerie|gemeindeamt|feuerwache|turnhalle|pfarrheim|brunnen|terrasse|empore|kanzlei|bürgerbüro|standesamt"
)
_ENGLISH_HALLS = (
    r"[Tt]own [Hh]all|[Cc]ity [Hh]all|Halls?|Guildhall|[Cc]ouncil [Cc]hambers?|City Chambers|"
    r"Parlour|village hall|parish hall|village green|[Ll]ibrary|"
    r"[Cc]ourthouse|[Cc]ent(?:re|er)|Museum|Church|Cathedral|"
    r"Theatre|Castle|School|College|Park|Gardens?|Pavilion|Arms|clubhouse|Hotel|Square|Pier|Quay|campus|Campus|"
    r"mayor[’']s office|council offices|pavilion|bandstand|museum|library|theatre|church"
)
_FRENCH_HALLS = (
    r"hôtel de ville|mairie|salle|cour|château|place|théâtre|médiathèque|bibliothèque|musée|centre|maison|"
    r"parc|jardin|école|lycée|collège|église|abbaye|cathédrale|port|quai|gymnase|stade|foyer|espace|institut|"
    r"chapelle|grange|halle|chapiteau|conservatoire|kiosque|Institut|Maison|Centre|Espace"
)
_VENUE = re.compile(
    r"\b(?:im|in der|in dem|auf dem|auf der|am|an der|in den|vor dem|vor der|unter dem|unter den|"
    r"in (?:ihrem|seinem|unserem|ihrer|seiner|unserer)) (?P<there>dortigen (?=[A-ZÄÖÜ]))[A-ZÄÖÜ][\w-]+|"
    r"\b(?:im|in der|in dem|auf dem|auf der|am|an der|in den|vor dem|vor der|unter dem|unter den|"
    r"in (?:ihrem|seinem|unserem|ihrer|seiner|unserer)) (?:[A-ZÄÖÜ]?[a-zäöüß]+en )?"
    rf"[A-ZÄÖÜ](?i:[\w-]*?(?:{_GERMAN_HALLS}))(?![\w-])|"
    rf"\b(?:at|in|on|aboard) (?:the |our |its )?(?:[A-Z][\w’'-]+ ){{0,4}}?(?:{_ENGLISH_HALLS})(?![\w-])|"
    r"\b(?:à l[’']|à la |au |aux |dans le |dans la |dans l[’']|sur la |sur le |sous le |en )"
    rf"(?:[a-zé]+ )?(?:{_FRENCH_HALLS})(?![\w-])"
)
"""Halls and places in which a town has its guests sign."""


_SIGNED_IN = re.compile(
    expand_macros(
        r"\b(?:[Uu]nterzeichnung|[Ss]igning|[Ss]ignature|Unterschrift(?:en)?|[Ss]igned|[Uu]nterzeichnet)"
        r"(?: [a-zäöüé]+){0,3} (?:in|at|à) (?:der )?(?:[a-zäöüß]+en )?(?P<place>{C})",
        {},
    )
)


def fill_told_place(reading: Reading, paper: Paper) -> None:
    """Take the town where a headline or another sentence says that was signed: "Unterzeichnung in Lille"."""
    for skeleton in reading.skeletons.values():
        told = _SIGNED_IN.search(skeleton.text)
        town = skeleton.inside(told.span("place"), "C")[0] if told else None
        if town is not None and ("city", town.record.geonames_id) in paper.parties:
            words = Words(town.start, town.end, "place-told-apart", 0.7)
            paper.place = Found(town.record.geonames_id, words, "inferred")
            return


def fill_own_venue(reading: Reading, paper: Paper, signings: list[tuple[int, int, int]]) -> None:
    """Take the issuing town for a hall that bears no other town's name, where the signing names no town."""
    for start, end, index in signings:
        match = _VENUE.search(reading.document.text, start, end)
        if match and match["there"]:
            _fill_there(paper, reading, match)
            return
        elsewhere = any(
            _AWAY.search(reading.document.text, max(0, m.start - 12), m.start)
            for m in _others(reading, index)
        )
        if match and reading.home is not None and not elsewhere:
            words = Words(match.start(), match.end(), "place-own-venue", 0.7)
            paper.place = Found(reading.home, words, "inferred")
            return


def _fill_there(paper: Paper, reading: Reading, match: re.Match[str]) -> None:
    """Take the other town of a pair for "im dortigen Rathaus"."""
    others = [int(p[1]) for p in paper.parties if p[0] == "city" and p != ("city", reading.home)]
    if len(others) == 1:
        paper.place = Found(others[0], Words(match.start(), match.end(), "place-there", 0.7), "inferred")


_AWAY = re.compile(r"\b(?:in|nach|to|at|à|vers) (?:the |der )?$", re.I)


def _others(reading: Reading, index: int) -> list[Typed]:
    """Return the other towns that a sentence and the one before it name."""
    near = (reading.skeletons[i] for i in (index - 1, index) if i in reading.skeletons)
    return [m for skeleton in near for m in skeleton.every("C") if m.record.geonames_id != reading.home]


_KEPT_AWAY = re.compile(
    r"\b(?:retenue?|empêchée?|weil\w+|verhindert|verreist|held up|detained|away|absente?)\b"
)
"""Before a town where somebody stays who is not at the signing: "le maire étant retenu à Paris"."""


_IN_OFFICE = 5
"""Characters between an office and the town where it is held: " in "."""
_BOUND_TO = re.compile(
    r"\b(?:uni\w*|li(?:e|é|ée|ait|ant|er)|reli\w+|jumel\w+|associ\w+|rattach\w+)"
    r"(?: (?:la (?:ville|commune)|[A-ZÀ-Þ][\w-]+|notre (?:ville|commune)|nous))? (?:à|avec) $"
)
"""Before a town to which another is tied: "une convention avait uni la ville à Nouakchott"."""


_FIRST_TIME = re.compile(
    r"\b(?:une première fois|pour la première fois|erstmals|zum ersten Mal|first (?:signed|"
    r"initialled|sealed))\b[^.;,]{0,24}$"
)
"""Before the town where a paper that is renewed now was signed once."""


def fill_place(reading: Reading, paper: Paper, index: int, start: int, end: int) -> None:
    """Take the first town that a rule names as the place of the signing."""
    for hit in find_hits(reading, index, "place"):
        towns = hit.mentions("place", "CY") or hit.mentions("other", "CY")
        if towns and _KEPT_AWAY.search(
            reading.document.text, max(start, towns[0].start - 24), towns[0].start
        ):
            continue
        if towns and any(0 <= towns[0].start - r.end <= _IN_OFFICE for r in reading.roles):
            continue  # "Chefarzt der Kardiologie in Lille"
        partners = (n for n in reading.nouns if n.group == "partner")
        if towns and any(0 <= towns[0].start - n.end <= _IN_OFFICE for n in partners):
            continue  # "sister cities in Lille and Leeds"
        if towns and _FIRST_TIME.search(
            reading.document.text, max(start, towns[0].start - 60), towns[0].start
        ):
            continue
        if towns and _BOUND_TO.search(reading.document.text, max(start, towns[0].start - 40), towns[0].start):
            continue
        if towns and start <= towns[0].start < end and paper.place is None:
            words = Words(hit.start, towns[0].end, hit.rule.id, hit.rule.confidence)
            paper.place = Found(towns[0].record.geonames_id, words)
    if paper.place is None:
        _fill_named_hall(reading, paper, index, start, end)


_HALL = re.compile(
    r"haus\b|saal\b|halle\b|zentrum|cent(?:re|er)\b|salle\b|schloss|kirche|dom\b|kloster|theater|museum|bibliothek|hall\b|castle|church|"
    r"cathedral|library|théâtre|château|mairie|hôtel de ville|musée|bibliothèque|salle",
    re.I,
)
_INSIDE = re.compile(r"\b(?:im|in|in der|am|at|at the|in the|à|à la|à l[’']|au|dans le|dans la) ?$", re.I)


def _fill_named_hall(reading: Reading, paper: Paper, index: int, start: int, end: int) -> None:
    """Take the town of a hall that is named as a house: "im Kulturhaus von Lille"."""
    for house in reading.skeletons[index].every("H"):
        town, before = house.record.city, reading.document.text[max(start, house.start - 10) : house.start]
        inside = start <= house.start < end and _HALL.search(house.record.name) and _INSIDE.search(before)
        if town is not None and inside:
            paper.place = Found(town, Words(house.start, house.end, "place-named-hall", 0.8))
            return
