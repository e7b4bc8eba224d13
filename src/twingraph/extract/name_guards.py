"""What the words around a first name say against a person: a house, a street, a novel."""

from __future__ import annotations

import re

from twingraph.extract.layout import Document
from twingraph.lexicon import Gazetteer

BUILDING = re.compile(
    r"[’']?[ -](?:(?:Art |Arts |Memorial |Civic )?(?:Galler(?:y|ies)|Cent(?:re|er)|Hospital|University|"
    r"Institute|House|Room|Suite|"
    r"Airport|Bridge|Prize|Award|Cup|Trophy|Medal|Fund|Trust|Scholarship|Street|Road|Square|Gardens)|"
    r"(?:Amphit|T)heat(?:re|er)|Museum|School|College|Library|Hall|Park|Foundation|Stiftung|Schule|"
    r"Gymnasium|Halle|Haus|Platz|Stadium|Society|Council|Committee|Association|Circle|Choir|Chapel|Abbey|"
    r"Company|Courier|Gazette|Archives?|Orchestra|Auditorium|Ballroom|Plaza|Pavilion|Arena|Field|Terminal|Pier|"
    r"Tower|Building)\b"
)
"""What behind a name makes it that of a house or a prize."""

ELIDED = re.compile(r"[dD][’']")
"""An article or preposition that has lost its vowel before a name: "d’Anne"."""

_NOVEL = re.compile(r"Roman (?:von|des|der) ")
_ARTICLE = re.compile(
    r"\b(?:(?:[Ee]|[Ss]e|[Ii]hr|[Mm]e)in(?:e[nms])?|[Dd](?:er|en|em|es|as)|[Ii]hre[nms]?) $"
)


_NAMED_AFTER = re.compile(
    r"(?:[Ll]ycée|[Cc]ollège|[Éé]cole(?: (?:primaire|maternelle|élémentaire))?|[Rr]ue|[Pp]lace|[Aa]venue|"
    r"[Bb]oulevard|"
    r"[Hh]ôpital|[Ss]tade|[Ss]alle|[Gg]ymnase|[Ee]space|[Qq]uai|[Pp]rix|[Mm]édiathèque|[Pp]arc|[Ss]quare|"
    r"Via|Plaza|Calle|"
    r"Liceo|Instituto|Istituto|Scuola|Escola|Escuela|Colegio|Collegio|Teatro|Museo|Biblioteca|Fundación|Fundação|"
    r"Fondazione|Gimnazija|Gymnázium|Szkoła|Liceum|Muzeum|Ysgol|Scoil|Coláiste|[Ff]irma|[Bb]uchhandlung|Hotel|"
    r"[Bb]rauerei|[Cc]ompany|[Ff]irm|[Ee]nterprise|[Ee]ntreprise|[Cc]inéma|[Oo]rchestre|[Cc]entre|[Cc]onservatoire|[Tt]héâtre|[Mm]usée|[Ff]ondation|[Ii]nstitut|"
    r"[Uu]niversité|[Cc]horale|[Bb]ibliothèque|[Pp]iscine|[Pp]ont|[Aa]ssociation|[Rr]ésidence|[Cc]omplexe)"
    r"(?: (?:Nacional|Nazionale|Municipal|Municipale|Superior|Superiore|Técnico|Statale|"
    r"Comunale|Público|Regional|"
    r"Comprensivo|national|municipal|régional|technique))? $"
)


_SAINT = re.compile(r"(?<![\w-])(?:St\.?|Sankt|Saint|Sainte|[Hh]eiligen?) $")
_RULER = re.compile(r"[A-ZÀ-Þ][\w-]+ (?:I{1,3}|IV|VI{0,3}|IX|XI{0,3}|XIV|XVI?)\b")
"""Saints and rulers, who act in no release."""
_TOWN_HEAD = re.compile(
    r"(?<![\w-])(?:Sant?|Santa|Santo|São|Saint|Sainte|Vila|Villa|Ciudad|Puerto|Porto|Port|Fort|Mount|Castel|Monte|"
    r"Bad|Nova|Nuova|Nueva|Novo|Los|Las|El|La|Le|Les) $"
)


def is_part_of_town(document: Document, start: int, end: int, gazetteer: Gazetteer) -> bool:
    """True for the end of a town's name of several words: "Franca de Xira" in Vila Franca de Xira."""
    head = document.search_in(_TOWN_HEAD, start - 8, start)
    return head is not None and bool(gazetteer.find(head.group() + document.text[start:end]))


def is_no_name(text: str, start: int) -> bool:
    """True for a house or street called after someone, and for the word Roman: "ein Roman von Karl Berg"."""
    before = text[max(0, start - 30) : start]
    if _NAMED_AFTER.search(before) or _SAINT.search(before) or _RULER.match(text, start):
        return True
    return bool(_NOVEL.match(text, start) and _ARTICLE.search(text[max(0, start - 8) : start]))


_OBJECT = re.compile(r" (?:den|des|das|dem) (?=[A-ZÄÖÜ][a-zäöüß]{9,})")


def without_object(name: str) -> str:
    """Return a name without the object that follows it in a German sentence.

    >>> without_object("Ann Roe den Partnerschaftsvertrag")
    'Ann Roe'
    """
    return _OBJECT.split(name)[0]
