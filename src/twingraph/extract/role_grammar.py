"""The words for offices -> patterns for an office before a name, and for one behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from twingraph.extract.names_in_context import HONORIFIC
from twingraph.lexicon import Lexicon

TITLE = (
    r"(?:(?:Univ|Prof|Dr|DDr|Dipl|Ing|Mag|Mgr|Msgr|DI|MMag|h\. ?c|habil|Sir|Dame|Cllr|Coun|"
    r"Cr|Rev|Hon|KommR|HR|"
    r"OStR|LAbg|NAbg|Abg)(?:\.in|\.a)?\.?(?:-Ing\.|-Prof\.)? ?)*"
)
ASIDE = (
    r"(?: ?\([^)]{1,30}\)|, \d\d(?: ans| Jahre(?: alt)?)?(?=,)|, aged \d\d(?=,)|"
    r" (?:aus|from|de) [A-ZÀ-Þ][\w’-]+(?=,))?"
)


@dataclass(frozen=True, eq=False)
class RoleGrammar:
    """Compiled patterns for offices before and behind a name."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    office: re.Pattern[str]
    concepts: tuple[tuple[re.Pattern[str], str], ...]


_LISTED = (
    r"(?:[^,;:.()–\n]|(?<=\bSt)\.|, (?=[A-ZÄÖÜÉ][\w-]+(?:, [A-ZÄÖÜÉ][\w-]+)*,? (?:und|and|et) [A-ZÄÖÜÉ]))"
)
"""A character of what an office is for, commas between its fields too: "for Culture, Sport and Youth"."""
EXTENSION = {
    "de": rf"(?: (?:für (?:{_LISTED}){{2,90}}?|(?:der|des|von|vom|beim|im|am|in|aus|zu|zur|zum) "
    r"(?:[^,;:.()–\n]|(?<=\bSt)\.){2,90}?))?",
    "en": rf"(?:[’']s)?(?: (?:for (?:{_LISTED}){{2,90}}?|"
    r"(?:of|in|at|from) (?:[^,;:.()–\n]|(?<=\bSt)\.){2,70}?))?",
    "fr": r"(?: (?:de|du|des|à|au|aux|en|chargée?|en charge|d[’']|pour)(?:[^,;:.()–\n]|(?<=\bSt)\.){2,90}?"
    r"(?: – [A-ZÀ-Þ](?:[^,;:.()–\n]|(?<=\bSt)\.){2,40})?)?",
}
"""What may stand between an office and a name: of what, for what."""

_ADJECTIVE = (
    r"(?! (?:indique|explique|communique|évoque|critique|applique|revendique|signale) )"
    r" (?:[a-zà-ÿ]+(?:ais|aise|ois|oise|ien|ienne|ain|aine|ale?|ique|ard|arde|ande?|ole?|iste)|"
    r"honoraire|actuel(?:le)?|sortante?|émérite|délégué|déléguée|titulaire|suppléante?|adjointe?|fondat(?:eur|rice))"
)
"""A French adjective of a place or a field behind an office: "le maire badois", "l’artiste nantaise"."""

_RETIRED = r"(?: (?:a\. ?D\.|i\. ?R\.|em\.|emer\.|a\.i\.))?"
_GAP = r"(?:(?: \([A-ZÀ-Þ][^()]{2,25}\))?(?: ?:|,)? (?:(?:le|la|the|der|die|dem|den) )?|(?<=[’']))"

_BOTH_SIDES = {
    "de": r"(?: (?:beider|der beiden|beiden) (?:Seiten|Städte|Kommunen|Partnerstädte),?)?",
    "en": "",
    "fr": rf"(?:{_ADJECTIVE})?",
}


@lru_cache(maxsize=8)
def role_grammar(lexicon: Lexicon, language: str) -> RoleGrammar:
    """Return the patterns for offices in *language*.

    Their concepts are told in all languages, its own first.
    """
    own = [c for c in lexicon.roles if language in c.languages]
    cues = [*own, *(c for c in lexicon.roles if language not in c.languages)]
    role = "|".join(f"(?:{c.pattern})" for c in own)
    more = EXTENSION[language]
    before = (
        rf"(?<![\w-])(?P<role>{role})(?P<more>{more}{_BOTH_SIDES[language]}){_RETIRED}{_GAP}"
        rf"(?:{HONORIFIC} )?{TITLE}$"
    )
    return RoleGrammar(
        before=re.compile(before),
        after=re.compile(_role_after(role, more)),
        office=re.compile(rf"(?:{role})(?![\w-])"),
        concepts=tuple((re.compile(c.pattern), c.values[0]) for c in cues),
    )


def _role_after(role: str, more: str) -> str:
    """Return the pattern of an office behind a name, between commas or up to the verb."""
    no_office = (
        r"(?! (?:für|for|pour|mit|with|sowie|und|and|et|"
        r"who|whose|qui|dont|deren|"
        r"dessen|which|that|where|où|by|vom|like|unlike|nach|bei|gegen|zu) )"
    )
    article = r"(?:(?:der|die|dem|den|the|an?|le|la|de) |l[’'])?"
    end = (
        r"(?= ?[,;:.()–\n]|$| (?:und(?! [a-zäöüß]+e[nrsm]? [A-ZÄÖÜ])|"
        r"hat|sagte|mit|bei|and|said|who|et|an|am|in)\b)"
    )
    return (
        rf"(?: \((?=[^()]+\))|{ASIDE},{no_office}(?: als)? {article}| [–-] (?=[^.!?\n]{{3,60}}$))"
        rf"(?P<lead>(?:[\w’'-]+ ){{0,5}}?)(?P<role>{role})(?![\w-])"
        rf"(?P<more>(?:(?<=homologue) [a-zéèï]+)?{more}|(?: [A-ZÄÖÜ][\w.&-]+){{1,4}}){end}"
    )
