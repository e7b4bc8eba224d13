"""Normalised text -> names whose first name no list knows, by the words around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from twingraph.extract.layout import Document
from twingraph.extract.name_guards import is_no_name
from twingraph.extract.name_words import is_name_word
from twingraph.extract.names import CAP, INITIAL, PARTICLE, TITLE, PersonMention, is_known_town
from twingraph.extract.numbers import parse_number
from twingraph.lexicon import Gazetteer, Lexicon

HONORIFIC = (
    r"(?:Herrn?|Frau|Mrs?\.?|Ms\.?|Miss|Mme|Mlle|MM?\.|Sr\.|Sister|Brother|Fr\.|Father|Col\.|Capt\.|Sgt\.|"
    r"Rev\.|Maître|(?:(?<=, )|(?<=\bpar )|(?<=\bet )|(?<=\bde ))Me|[Cc]hanoine|[Aa]bbé|Sœur|Señora?|"
    r"Signora?|Don|Doña|Pan|Pani|Schwester|Pater)"
)
_NICKNAME = r"(?: [\"“„«(][A-ZÀ-Þ][\w.-]+[\"”“»)])?"
_NAME = rf"{CAP}{_NICKNAME}(?: {INITIAL}| {CAP}){{0,2}}?(?: {PARTICLE})? {CAP}"
_TITLED = re.compile(rf"(?<![\w.-]){HONORIFIC} (?:{TITLE})?(?P<name>{_NAME})(?![\w-])")
_AND = re.compile(
    rf"(?: \([^()]{{1,40}}\))?(?:, [a-zäöüéè][^,;.()]{{2,50}},)? (?:und|and|et|sowie|&) "
    rf"(?P<name>{_NAME})(?![\w-])"
)
_FOR_A_TOWN = re.compile(
    rf"(?:und|and|et|,) (?P<name>{_NAME})(?= (?:für|for|pour) (?:die Stadt |the city of |"
    rf"la ville de )?[A-ZÀ-Þ])"
)
_COUNTERPART = re.compile(
    r"\b(?:[Aa]mtskolleg(?:e|en|in)|homologue|"
    r"counterpart),? (?:[a-zäöüéèï]+ )?(?:from [A-Z]\w+, |aus [A-Z]\w+, )?"
    rf"(?P<name>{_NAME})(?![\w-])"
)
_OFFICE_BEHIND = r"(?: \([^()]{1,30}\))?, (?:(?:der|die|the|an?|le|la|l[’'])[ ’']?)?(?:[a-zäöüé-]+ ){0,2}?"
_NICK = re.compile(_NICKNAME + r"(?= )")

_NOUN = re.compile(
    r"(?:ung|ungen|heit|keit|schaft|schaften|tion|tionen|haus|häuser|amt|ämter|rat|verein|vereine|schule|"
    r"schulen|stadt|"
    r"städte|platz|straße|weg|halle|kirche|museum|theater|abend|fest|woche|jahr|feier|gruppe|gruppen|chor|"
    r"orchester|"
    r"verband|bund|kreis|team|partner|gäste|kinder|jugend|bürger|freunde|mitglieder|vertreter|schüler|werk|"
    r"werke|büro|"
    r"projekt|programm|besuch|empfang|rathaus|hof|saal|markt|gemeinde|gemeinden|dorf|land|länder|sport|"
    r"kultur|musik|"
    r"wirtschaft|austausch|vertrag|urkunde|stelle|dienst|klinik|zentrum|bank|messe|börse|fonds|preis|tag|"
    r"tage|zeit)$"
)
"""Ends of German nouns, which have capital letters too."""

Test = Callable[[str], bool]


def names_in_context(
    document: Document, lexicon: Lexicon, gazetteer: Gazetteer, known: Iterable[PersonMention]
) -> Iterator[PersonMention]:
    """Yield names behind a form of address, before an office, or joined to a *known* name by "and"."""
    text = document.text

    def may_be_name(name: str) -> bool:
        return _is_name(name, document.release.language, lexicon, gazetteer)

    for match in document.finditer(_TITLED):
        if _has_no_everyday_word(match["name"], lexicon):
            yield _mention(match, "person-after-address")
    language = document.release.language
    for pattern in (_office_behind(lexicon, language), _LEADS[language]):
        for behind in document.finditer(pattern):
            ending = _ENDING.search(text, max(0, behind.start() - _LONGEST), behind.start())
            if ending and may_be_name(ending["name"]) and not is_no_name(text, ending.start("name")):
                yield _mention(ending, "person-before-office")
    for match in document.finditer(_COUNTERPART):
        if may_be_name(match["name"]):
            yield _mention(match, "person-counterpart")
    for match in document.finditer(_FOR_A_TOWN):
        words = _words(match["name"])
        if words[0] in lexicon.first_names and _has_no_everyday_word(match["name"], lexicon):
            yield _mention(match, "person-for-a-town")
    for mention in known:
        joined = _AND.match(text, mention.end)
        if joined and may_be_name(joined["name"]):
            yield _mention(joined, "person-joined")


@lru_cache(maxsize=8)
def _office_behind(lexicon: Lexicon, language: str) -> re.Pattern[str]:
    offices = "|".join(f"(?:{c.pattern})" for c in lexicon.roles if language in c.languages)
    return re.compile(rf"{_OFFICE_BEHIND}(?:{offices})(?!\w)")


_LEADS = {
    "de": re.compile(
        r", (?:der|die) (?:[a-zäöüß]+ )?(?:den|die|das) [^,.;\n]{3,40} (?:leitete?|koordiniert|führt),?"
    ),
    "en": re.compile(r", who (?:chairs|heads|leads|runs|directs|coordinates) "),
    "fr": re.compile(r", qui (?:préside|dirige|anime|coordonne|présidait|dirigeait) "),
}
"""A clause that tells a person: someone leads something."""

_LEADING = (
    "que",
    "avec",
    "par",
    "et",
    "dire",
    "said",
    "that",
    "with",
    "by",
    "and",
    "und",
    "sowie",
    "mit",
    "von",
    "durch",
    "says",
    "précise",
    "explique",
    "indique",
    "souligne",
    "ajoute",
    "résume",
    "sagt",
    "sagte",
    "erklärt",
    "erklärte",
    "meinte",
)
_BEGINS = (
    r"(?=[A-ZÀ-ÞĀ-Žd])(?![a-zà-ÿ]{2})(?:(?<![\w’'-] )(?<![A-Z]\. "
    r")(?<!\b[A-Z][a-z]\. )(?<!rof\. )(?<!Cllr\. )|" + "|".join(rf"(?<=\b{word} )" for word in _LEADING) + ")"
)
"""No word stands before a name, or one behind which a name begins.

The letter is looked at first, because that is fast.
"""
_ENDING = re.compile(rf"{_BEGINS}(?<![\w-])(?P<name>{_NAME})\Z")
_LONGEST = 90
"""Characters of the longest name that is looked for before an office."""


def _mention(match: re.Match[str], rule: str) -> PersonMention:
    nickname = _NICK.search(match["name"])
    name = match["name"].replace(nickname.group(), "", 1) if nickname else match["name"]
    return PersonMention(match.start("name"), match.end("name"), name, rule)


def _words(name: str) -> list[str]:
    """Return the words of a name but particles, initials and nicknames."""
    return [w for w in name.split() if w[0].isupper() and not w.endswith(".")]


def _has_no_everyday_word(name: str, lexicon: Lexicon) -> bool:
    return all(is_name_word(word, lexicon) for word in _words(name))


def _is_name(name: str, language: str, lexicon: Lexicon, gazetteer: Gazetteer) -> bool:
    """True where no word of *name* is an everyday word or a town, so that only a name is left."""
    words = _words(name)
    surname = words[-1] in lexicon.surnames or not gazetteer.find(words[-1])
    parts = [part for word in words for part in word.split("-")]
    everyday = language == "de" and any(_NOUN.search(part) for part in parts)
    first = words[0] in lexicon.first_names or not is_known_town(words[0], gazetteer)
    everyday = everyday or parse_number(words[0].lower()) is not None
    return _has_no_everyday_word(name, lexicon) and not everyday and surname and first and len(words) > 1
