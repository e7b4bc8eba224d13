"""What a release says about itself: language, title, date, issuer and source address."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from twingraph.extract.dates import DateMention, find_dates
from twingraph.extract.layout import ADDRESS, Block, Document, lay_out
from twingraph.extract.mastheads import with_masthead_date
from twingraph.extract.scan import Scan, scanner_of
from twingraph.lexicon import Lexicon
from twingraph.model import PressRelease

_FUNCTION_WORDS = {
    "de": "der die das und mit für von den ist dem auf eine nicht auch im zur zum wurde sich seit vom "
    "aus bei unsere",
    "en": "the and of to in with for that was is from by have has its which their been since our at are",
    "fr": "le la les des et du une dans pour avec sur par est qui aux ont été cette son depuis nos "
    "notre à ce sont",
}


_DATED = re.compile(
    r"^(?:.{0,40}(?:presse\w*|mitteilung|meldung|nr\.|vom|posted|published|updated|publié\w*|date|"
    r"datum|stand|, )\D{0,20})?"
    r".{0,60}$|.{0,100}\b(?:ausgabe|issue|édition|numéro) $|"
    r"(?:auszug|öffentliche|niederschrift|protokoll|sitzungs|minutes|extrait|procès-verbal|"
    r"compte[- ]rendu)\b.{0,120}$",
    re.I,
)
_ISSUER = re.compile(
    r"\b((?:Town|Village|City|Municipality|Township|District|Borough|TOWN|VILLAGE|MUNICIPALITY|TOWNSHIP|"
    r"DISTRICT) "
    r"(?:of|OF) [A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,2}"
    r"(?=\s*(?:$|[,|·–—-]))|(?:(?i:Landeshauptstadt|Universitätsstadt|Hansestadt|Freie und Hansestadt|"
    r"Bundesstadt|"
    r"Wissenschaftsstadt|Klingenstadt|Freistadt|Kurstadt|Bergstadt|Hafenstadt|Festspielstadt|Domstadt|"
    r"Messestadt|Lutherstadt|Einwohnergemeinde|Ortsgemeinde|Verbandsgemeinde|Ortschaft|Kreisstadt|"
    r"Bezirksamt|Administration communale de|Municipio de|Township of|Municipality of|Stadt|Gemeinde|"
    r"Marktgemeinde|Stadtgemeinde|Markt|Samtgemeinde|"
    r"(?:Gemeinde|Amts|Mitteilungs|Stadt|Bürger)blatt|Magistrat der Stadt|Ville de|Ville du|Commune de|"
    r"Mairie de|Municipalité de|Conseil communal de|Conseil municipal de|Comune di|City of|Town of|"
    r"Village of|Große Kreisstadt|Kreisstadt|Stadtverwaltung|Gemeindeverwaltung|Marktgemeindeamt|"
    r"Borough of|Feuerwehr|Landkreis|Kreis)"
    r" (?:St\. ?|Sankt |Bad )?[A-ZÄÖÜÉ][\w’'-]+|(?i:Ville|Commune|Mairie|"
    r"Conseil (?:communal|municipal)|Administration communale) d[’'][A-ZÉÈ][\w-]+)"
    r"(?: (?:am|an der|im|in|bei|of|on|upon|de|la|le|sur|sous|en|a\. ?d\.|a\. ?M\.) "
    r"?[A-ZÄÖÜa-z][\w.-]+)?)"
)
_COUNCIL = re.compile(
    r"^(?:The )?((?:[A-ZÀ-Þ][\w’'.-]+ ){1,3}(?i:(?:(?:City|Town|County|Borough|District|Village|Parish|"
    r"Community) )?Council))\b"
)
"""The body that English-speaking towns speak by: "Dundee City Council"."""
_TEXT_VERSION = re.compile(r"(?:textversion|quelle|source|url|link|permalink)\s*:?\s*(https?://\S+)", re.I)
_NO_TITLE = re.compile(
    r"^(?:presse\w*|pressemitteilung\w*|press release|communiqué de presse|medienmitteilung|nr\.|by:|"
    r"von |updated|posted|publié|"
    r"startseite|home\b|accueil|newsletter|aktuelles|staff report|seite \d|text:|rückfragen|kontakt)",
    re.I,
)


_OFFICE_LINE = re.compile(
    r"^(?:(?:stadt|landeshauptstadt|universitätsstadt|hansestadt|freie und hansestadt|gemeinde|ville|"
    r"city|town|the city) (?:de |of )?[\w-]+(?: council)?"
    r"(?:[ ,·|–-]+(?:amt|presse|referat|büro|service|press|communications)\b.*)?$)|"
    r"\b(?:amt für|pressestelle|presseamt|senatskanzlei|city council|town council|county council|"
    r"service de presse|direction de la communication|"
    r"service communication|press office|news release|press release|nachricht vom|medienmitteilung|"
    r"presseinformation|communiqué de presse)\b.{0,30}$",
    re.I,
)


def detect_language(text: str) -> str:
    """Return "de", "en" or "fr": the language whose function words are the commonest; German where none is.

    >>> detect_language("The mayors of both towns have signed the charter.")
    'en'
    """
    words: Counter[str] = Counter()
    for chunk, number in Counter(text.casefold().split()).items():
        for word in (chunk,) if chunk.isalnum() else re.findall(r"\w+", chunk):
            words[word] += number

    def share(language: str) -> tuple[int, bool]:
        return sum(words[w] for w in _FUNCTION_WORDS[language].split()), language == "de"

    return max(_FUNCTION_WORDS, key=share)


def read_header(release: PressRelease, lexicon: Lexicon) -> Document:
    """Return *release* laid out; what no sidecar or front matter gave is filled in from its head."""
    release = replace(release, language=release.language or detect_language(release.text))
    document = lay_out(release)
    document = replace(document, scan=Scan(document.text, scanner_of(lexicon, release.language)))
    release = _with_date(document, lexicon)
    document = document.with_release(release)
    document = document.with_release(_with_title(document))
    return document.with_release(_with_source(_with_issuer(document)))


def _with_date(document: Document, lexicon: Lexicon) -> PressRelease:
    """Take the first full date that stands in a short line near the head, else one that addresses confirm."""
    release = document.release
    if release.issued:
        return release
    dates = find_dates(document, lexicon)
    heads = [d for d in dates if _in_head(d, document)]
    best = next((d for d in heads if d.date.day), None) or _confirmed(dates)
    best = best or next((d for d in heads if d.date.month), None)
    if best is None:
        return with_masthead_date(release, lexicon)
    return replace(release, issued=best.date, issued_span=document.span(best.start, best.end))


def _in_head(mention: DateMention, document: Document) -> bool:
    """True where a date stands in a short line: one near the head that gives its year, or a foot."""
    block = document.block_at(mention.start)
    if _opens_report(document, block, mention):
        return True
    most = 220 if mention.start < 600 else 130
    if block.kind not in _DATE_LINES or not _is_short(document.text[block.start : block.end], most):
        return False
    if _CHANGED.search(document.text, block.start, mention.start):
        return True
    if block.kind == "contact" or (block is document.blocks[-1] and block.end - block.start < _FOOT):
        return True
    early = mention.start < max(900, len(document.text) // 3)
    dated = _DATED.match(" ".join(document.text[block.start : mention.start].split()))
    return early and dated is not None and _gives_year(mention)


_CHANGED = re.compile(
    r"(?:Stand|Letzte (?:Änderung|Aktualisierung)|Zuletzt (?:geändert|aktualisiert)(?: am)?|"
    r"Last (?:updated|modified)(?: on)?|"
    r"(?:Dernière m|M)ise à jour(?: le)?) ?: ?$",
    re.I,
)
"""What a page says of itself where it names no day of publication."""

_FOOT = 90
"""Characters of a last line that is no sentence of the news."""

_PLACE = re.compile(r"[A-ZÀ-Þ][^.;:!?]{2,60}[,:]? ?(?:\([^)]{2,30}\))?,? ?(?:le |den |am |on )?")
"""What stands before the day in the dateline of a report: "Sherbrooke (Québec), le "."""


def _opens_report(document: Document, block: Block, mention: DateMention) -> bool:
    """True for the day of a dateline: "LEEDS, 8 May 2019 – The city …"."""
    text = document.text
    first = block.kind == "body" and mention.start - block.start < 90 and block.start < _DATELINE_WITHIN
    ends = re.match(r"\)?(?:\.| ?[:–—|]| -)\s", text[mention.end : mention.end + 4])
    return bool(
        first and ends and _gives_year(mention) and _PLACE.fullmatch(text, block.start, mention.start)
    )


_DATELINE_WITHIN = 600


def _is_short(line: str, most: int) -> bool:
    """True where a line has fewer letters, digits and blanks than *most*: rules and dots do not count."""
    if len(line) < most or len(line) > 3 * most:
        return len(line) < most
    return sum(c.isalnum() or c == " " for c in " ".join(line.split())) < most


_DATE_LINES = ("headline", "navigation", "contact", "body", "list")


def _gives_year(mention: DateMention) -> bool:
    return "year" in mention.rule or mention.rule in ("date-numeric", "date-slashed", "date-iso")


def _confirmed(dates: list[DateMention]) -> DateMention | None:
    """Return the earliest day without a year in the text whose year the weekday and an address settled."""
    return next((d for d in dates if d.rule in ("date-day-month", "date-month-day")), None)


def _with_title(document: Document) -> PressRelease:
    """Take the first title-like line above the first paragraph, behind the date where one stands there."""
    release = document.release
    if release.title:
        return release
    blocks = document.blocks
    first = next((i for i, b in enumerate(blocks) if b.kind == "body" and b.end - b.start > 160), 0)
    dated = release.issued_span
    above = [b for b in blocks[:first] if _is_title(document, b)]
    behind = [b for b in above if dated and document.span(b.start, b.end).start > dated.end]
    candidates = behind or above
    if not candidates:
        return release
    block = candidates[0]
    title = " ".join(document.text[block.start : block.end].split())
    return replace(release, title=title, title_span=document.span(block.start, block.end))


def _is_title(document: Document, block: Block) -> bool:
    text = document.text[block.start : block.end]
    words = re.findall(r"[^\W\d_]{2,}", text)
    date_line = len(words) < 5 and re.search(r"\d{4}", text)
    sized = len(words) >= 3 and len(text) < 250
    marks = (_OFFICE_LINE.search(text), _NOT_TITLE_ANYWHERE.search(text), ADDRESS.search(text), date_line)
    return block.kind in ("headline", "body") and sized and not _NO_TITLE.match(text) and not any(marks)


_NOT_TITLE_ANYWHERE = re.compile(
    r" {3}|·|\d{5} [A-Z]|tel(?:efon|\.)|site officiel|official (?:web)?site", re.I
)


def _with_issuer(document: Document) -> PressRelease:
    """Take the municipality that the head, the foot or a contact line names."""
    release = document.release
    if release.issuer:
        return release
    for line in _issuer_lines(document):
        if council := _COUNCIL.match(line.lstrip("© ")):
            return replace(release, issuer=_plain_case(council.group(1)))
        plain = re.sub(r"\([^)]*\)|(?:foto|photo|©).*", "", line, flags=re.I)
        match = _ISSUER.search(plain)
        if match and match.start() <= _ISSUER_WITHIN and not _WITH.search(plain[: match.start()]):
            return replace(release, issuer=_plain_case(" ".join(match.group(1).split())))
    return release


_WITH = re.compile(r"\b(?:mit|zu|with|to|avec|à)(?: der| the| la)? $", re.I)

_ISSUER_WITHIN = 40
"""How far into its line an issuer may begin: behind "Pressemitteilung der", not amid a sentence."""


def _issuer_lines(document: Document) -> list[str]:
    """Return the lines that may name the issuer: short ones of the head, contacts, the foot, own pictures."""
    blocks = [(b, " ".join(document.text[b.start : b.end].split())) for b in document.blocks]
    head = [t for b, t in blocks if b.start < 500 and (len(t) < 110 or b.kind == "navigation")]
    contact = [t for b, t in blocks if b.kind == "contact"]
    foot = [t for b, t in blocks if b.start > len(document.text) - 500 and len(t) < 200]
    foot = [t for t in foot if not _WANTED.search(t)]
    body = [t for b, t in blocks if b.kind == "body" and t.startswith(("Die ", "Der ", "The "))]
    opening = [m.group() for t in body[:1] if (m := _OPENING.match(t))]
    opening += [m.group() for b, t in blocks[:1] if b.kind == "body" and (m := _COUNCIL.match(t))]
    return [*head, *contact, *foot, *re.findall(r"©\s?(.{3,60}?)/", document.text), *opening]


_OPENING = re.compile(rf"(?:Die|Der|The) {_ISSUER.pattern}")
"""A release may begin with its issuer: "Die Stadt Jena hat …"."""
_WANTED = re.compile(
    r"\b(?:sucht|suchen|verkauft|verpachtet|vermietet|schreibt .{3,60} aus|recrute|recherche|seeks|is "
    r"hiring)\b"
)
"""What a newspaper prints at the foot for a municipality that is not its own: "Gemeinde … sucht …"."""


def _plain_case(name: str) -> str:
    """Return a name in capitals in plain case: VILLE DE LYON is Ville de Lyon."""
    if not name.isupper():
        return name
    small = {"De", "La", "Le", "Du", "Des", "Of", "The", "Am", "An", "Der", "In"}
    return " ".join(w.lower() if w in small else w for w in name.title().split())


def _with_source(release: PressRelease) -> PressRelease:
    if release.source:
        return release
    match = _TEXT_VERSION.search(release.text) if "://" in release.text else None
    return replace(release, source=match.group(1)) if match else release
