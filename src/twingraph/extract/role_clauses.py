"""Offices told by a verb: "die das Amt leitet", "que préside Anne Roche", "is the Mayor of Leeds"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from twingraph.extract.layout import Document
from twingraph.extract.names import PersonMention
from twingraph.extract.role_places import RoleWords
from twingraph.lexicon import Lexicon


@dataclass(frozen=True, eq=False)
class Clauses:
    """Patterns with a group "title": clauses behind a name, and verbs before one."""

    behind: tuple[re.Pattern[str], ...]
    before: tuple[re.Pattern[str], ...]


_END = r"(?=[.,;:)\n]|$| (?:und|and|et|mit|with|avec|hat|sagte|said)\b)"

_BEHIND = {
    "de": (
        r", (?:der|die) (?:als )?(?P<title>(?:[\w-]+ ){0,8}?(?:leitete?|koordiniert|betreut|führt|vertritt|"
        r"moderiert|organisiert|verantwortet|dirigiert|unterrichtet|anführt|vorsteht|vorsitzt))\b",
        r",(?: der| die)? (?P<title>(?:[\w.-]+ ){0,8}?(?:zuständig|verantwortlich)(?: ist| war)?)\b",
        r" (?P<title>(?:leitete?|verantwortet|koordiniert) (?:seit \w+ )?(?:den|die|das) "
        rf"[^,;:.()–\n]{{3,60}}?){_END}",
        r" (?P<title>(?:steht|stand) (?:seit \w+ |seit \w+ Jahren )?(?:dem|der) [^,;:.()–\n]{3,60}? vor)\b",
    ),
    "en": (
        r", who (?P<title>(?!\w+ (?:an?|the) (?:city|town|country|nation|"
        r"community) )(?:(?:has|had) )?(?:chairs|chaired|leads|led|heads|headed|runs?|"
        r"directs|directed|coordinates|"
        r"manages|edits|teaches|conducts|represents|organi[sz]es|oversees|founded|looks after|works (?:for|"
        r"at|as)|"
        r"is (?:in charge of|responsible for))(?: [\w’'-]+){1,7}?)(?=[.,;)]|$| and )",
        r" (?P<title>(?:chairs|heads|directs|manages|coordinates|oversees) (?:the|its|our|their) "
        rf"[^,;:.()–\n]{{3,60}}?){_END}",
    ),
    "fr": (
        r", qui (?P<title>(?:est à la tête|préside|présidait|dirige|dirigeait|anime|animait|"
        r"coordonne|conduit|pilote|gère|"
        r"encadre|enseigne|représente|supervise|s[’']occupe|tient|"
        r"est (?:en charge|chargée?|responsable)|travaille)"
        r"(?: [\wà-ÿ’'-]+){1,8}?)(?=[.,;)]|$| et )",
        rf" (?P<title>(?:préside|dirige|coordonne|"
        rf"est à la tête de) (?:depuis \w+ (?:ans )?)?(?:les? |la |l[’'])[^,;:.()–\n]{{3,60}}?){_END}",
    ),
}
"""Verbs for leading and caring for something: of a relative clause, and of the sentence itself."""

_ANY_BEHIND = (
    r"(?: [a-zäöüß]+)?, (?:der|die|who|qui)(?: (?!als|as\b|en\b)[\w.-]+){0,4} (?:als|as|en tant que) "
    r"(?P<title>[A-ZÄÖÜ]?[\w-]+)",
    r" (?:von|of|from|de) (?:der|dem|the|la|l[’'])? ?(?P<title>(?:städtischen )?[A-ZÄÖÜ]\w*"
    r"(?:abteilung|amt|büro|referat|stelle)\b)",
)

_BEFORE = {
    "de": (
        r"(?<![\w-])(?P<title>[Ll]eitete?|[Vv]erantwortet|[Kk]oordiniert|[Dd]irigiert) "
        r"(?:seit \w+ |derzeit )?(?:Herr |Frau )?$",
    ),
    "en": (),
    "fr": (
        r"\bque (?P<title>présid(?:e|ait)|dirige(?:ait)?|anim(?:e|ait)|conduit|emmène|coordonne|pilote|"
        r"représente) (?:depuis \w+ )?(?:M\. |Mme )?$",
    ),
}

_IS = {
    "de": r" (?:ist|war|wurde|bleibt|wird|amtierte? als|arbeitete? als|wirkte? als) "
    r"(?:(?:seit|bis|von|ab|damals|heute|lange|zuletzt|viele|jahrelang|Jahre|Jahrzehnte|schon|auch|zugleich|"
    r"außerdem|noch|einst|früher|zunächst|später|dort|hier|im?|über|zum|zur|\d+|\w+jährige[rn]?|neue[rn]?|"
    r"erste[rn]?|"
    r"ehemalige[rn]?|frühere[rn]?|stellvertretende[rn]?|der|die|eine?|ihr|ihre) ){0,6}?",
    "en": r"(?:, who)?(?: is| was| has been| had been| became| remains| serve[sd] as| act(?:s|ed) as|"
    r" work(?:s|ed) as)"
    r"(?: elected| appointed| re-elected)? (?:now |then |also |still |currently |once |for many years )?"
    r"(?:(?:the|an?|its|our|their|his|her) (?:(?!(?:of|to|by|for|with|and|in|at|from) )[\w’'-]+ ){0,3}?)?",
    "fr": r"(?:, qui)? (?:est|était|fut|a été|devient|reste|demeure)(?: élue?| nommée?| réélue?)? "
    r"(?:aujourd[’']hui |désormais |alors |aussi |toujours |longtemps |depuis \w+(?: ans)? )?"
    r"(?:(?:les?|la|une?|son|sa|leur|notre) |l[’'])?(?:(?:ancien(?:ne)?|nouve(?:au|lle)|premi(?:er|ère)) )?",
}
"""Up to the office in a sentence that says what someone is."""

_AS = r"(?:,? (?:as|als|en tant que|en qualité de) )(?:(?:our|the|its|ihr|ihre|deren) )?"


_OF_NAME = (
    r"(?: (?:von|der|des|in|im|am|of|for|at|de|du|à|d[’'])(?: (?:der|des|dem|the|la|Stadt)| l[’'])* ?"
    r"[A-ZÀ-Þ][\w’-]+(?: [A-ZÀ-Þ][\w’-]+)*)?"
)
"""Behind an office, where a verb may follow: only the name of a town or a house."""


@lru_cache(maxsize=8)
def role_clauses(lexicon: Lexicon, language: str, more: str) -> Clauses:
    """Return the clauses of *language*; *more* is what may stand behind an office."""
    roles = "|".join(f"(?:{c.pattern})" for c in lexicon.roles if language in c.languages)
    office = rf"(?:{roles})(?![\w-])"
    told = rf"(?:(?P<acting>{_AS})|{_IS[language]})"
    being = rf"{told}(?P<title>{office}(?(acting){_OF_NAME}|(?:{more}{_END}|{_OF_NAME})))"
    behind = (*_BEHIND[language], *_ANY_BEHIND, being)
    return Clauses(tuple(map(re.compile, behind)), tuple(map(re.compile, _BEFORE[language])))


def role_by_verb(document: Document, clauses: Clauses, mention: PersonMention) -> RoleWords | None:
    """Read an office told by a clause: "Anna Berg, die das Amt leitet", "den Anna Berg leitet"."""
    block = document.block_at(mention.start)
    for pattern in clauses.behind:
        match = pattern.match(document.text, mention.end, block.end)
        if match:
            return _words(match.span("title"), match["title"])
    sentence = document.sentences[document.sentence_at(mention.start)]
    offset = max(sentence.start, mention.start - _REACH)
    for pattern in clauses.before:
        if match := document.search_in(pattern, offset, mention.start):
            start, end = match.span("title")
            return _words((offset + start, offset + end), match["title"])
    return None


_REACH = 60
"""Characters before a name in which the verb can begin."""


def _words(bounds: tuple[int, int], title: str) -> RoleWords:
    return RoleWords(bounds[0], bounds[0], bounds[1], title.strip(), "role-clause")
