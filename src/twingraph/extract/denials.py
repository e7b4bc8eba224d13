"""Words around a noun for a partnership or a paper that say that there is none."""

from __future__ import annotations

import re

_CONTRAST = re.compile(
    r"\b(?:anders als|statt|anstelle|im gegensatz zu|unlike|rather than|instead of|"
    r"à la différence)\b[^.;,]{0,40}$",
    re.I,
)
_DENIED_BEFORE = re.compile(
    r"\bnot to (?:proceed|go ahead|continue) with (?:an?|the|any) (?:[\w-]+ )?$|"
    r"\b(?:verzichtet\w*|sieht|sehen|abstand) (?:auf|von) (?:eine[rn]?|der|die) (?:[\w-]+ )?$|"
    r"\brenonc\w+ (?:à|au) (?:une? |la |l[’'])?(?:\w+ )?$|"
    r"\b(?:nie|niemals|never|jamais)\b[^.;,]{0,40}$|"
    r"\b(?:not|never) (?:sought|asked for|requested|applied for|pursued|seek|seeking|"
    r"want(?:ed)?) (?:its |a |any |the )?$|"
    r"\b(?:vergeblich|erfolglos|vergebens|in vain|en vain|without success|sans succès)\b[^.;,]{0,60}$|"
    r"\b(?:rejected|turned down|declined|voted against|refus\w+|rejet\w+|écart\w+|n[’']a pas voulu|dit non à|"
    r"lehnte|lehnten|verwarf|stimmte gegen|stimmten gegen)\b[^.;,]{0,30} ?(?:an?|une?|d[’']une?|"
    r"eine[rn]?) (?:[\w-]+ )?$|"
    r"\bkeine?[nrms]? (?:vertrag|abkommen|vereinbarung|urkunde|beschluss|agreement|charter) "
    r"(?:über|zu|für|on|for) (?:eine? |die )?$|"
    r"\b(?:keine?[nrms]?|ohne|kein|no|without(?: any)?|not an?|aucune?|pas (?:de|un|une)|sans)"
    r"(?: [a-zäöüß-]+){0,2} $|\b(?:pas|point|jamais) d[’']une? $|"
    r"\b(?:sind|ist|waren|war|wurden?) (?:\w+ )?nicht (?!nur|mehr|bloß|allein|zuletzt)(?:\w+ )?$|"
    r"\b(?:is|are|was|were) not (?!only|just|merely)(?:[a-z]+ ){0,2}$|"
    r"\b(?:isn|aren|wasn|weren)[’']t (?:[a-z]+ ){0,2}$|\b[Nn]or (?:is|are|was|were) [^.;,]{0,40}$|"
    r"\b(?:ne|n[’'])\s?(?:sont|est|était|étaient) (?:pas|point|jamais) (?:[a-zéè]+ )?$",
    re.I,
)
_FAILED = (
    r"(?:scheiterte|platzte|gescheitert|geplatzt|zerschlug sich|zerschlagen|kam (?:nie|"
    r"nicht)|im Sande? verl\w+|"
    r"verlief\w* im Sand\w*|fell through|came to nothing|never materiali[sz]ed|collapsed|failed|"
    r"échoué|échoua|n[’']a pas abouti|n[’']aboutit pas|(?:est )?restée? sans suite|capoté|"
    r"tombée? à l[’']eau)\b"
)
_OF_RENEWAL = re.compile(
    r"\b(?:Verlängerung|Erneuerung|Ausweitung|Wiederaufnahme|renewal|extension|renewing|renouvellement|"
    r"prolongation)\b[^.;,]{0,40}$",
    re.I,
)
"""What fails is not the bond but its next step."""
_FAILED_AFTER = re.compile(rf"^[^.;:]{{0,70}}?\b{_FAILED}")
_DENIED_AFTER = {
    "de": re.compile(
        r"^(?:, [^,.;]{2,80},)?[^.;,:]{0,60}\b(?:nicht|noch nicht|niemals|nie|verzichte\w*)\b(?! nur| "
        r"mehr| länger)"
    ),
    "en": re.compile(
        r"^[^.;,:]{0,30}\b(?:is|was|are|were|has|have|will|would|does|did) (?:not|never)\b|"
        r"^ (?:is|was|means?) (?:for|about|when|what|just|more than|like)\b"
    ),
    "fr": re.compile(r"^[^.;,:]{0,30}\b(?:ne|n[’'])\s?\w+ (?:pas|jamais)\b"),
}


ASKED = re.compile(r"\?|\bwhether\b|\bob\b|\bif we\b|\bsi (?:nous|on|la|le|l[’'])")
ANSWERED = re.compile(
    r"[\s\"“”„«»‹›‚‘’—–-]*(?:No\b|Nein\b|Non\b|Keineswegs|Not at all|Pas du tout|Mitnichten|"
    r"(?:We|They|It|There|Wir|Das|Es|Davon|Ce|Nous|On|Il)(?: kann)? "
    r"(?:(?:are|is|was|isn[’']t|aren[’']t|ist|sind|wird|sei) ?(?:not|nicht|n[’']t|keine)|isn[’']t|aren[’']t|"
    r"(?:n[’']|ne )\w+ (?:pas|rien))|"
    r"(?:(?:Der|Die|The|Le|La) )?[\w’' -]{3,40} (?:verneint\w*|verneinte|said (?:it (?:was|"
    r"is|does|did) )?not?\b|said no\b|"
    r"répond (?:par la négative|que non)|a répondu par la négative)|La réponse est (?:non|négative))"
)
"""A question that somebody puts, and the words that open an answer in the negative."""

_BUT = re.compile(
    r"\b(?:nicht|not|pas)\b[^.;]{0,80}\b(?:sondern|but|mais)\b|"
    r"\b(?:nicht|not|pas)\b[^.;]{0,20}\b(?:oubli|vergess|forgotten|fehl|missing|absent|en reste)",
    re.I,
)
"""Only the manner is denied: "was not signed at a ceremony but on a journey", or "were not forgotten"."""


_STANDS = re.compile(
    r"\b(?:gekündigt|aufgekündigt|aufgelöst|aufgehoben|beendet|angetastet|berührt|infrage gestellt|in "
    r"Frage gestellt|"
    r"zur Debatte|zur Disposition|in Zweifel|auf dem Spiel|in question|at stake|en question|en cause|"
    r"vergessen|gestrichen|widerrufen|terminated|cancelled|ended|dissolved|revoked|affected|touched|"
    r"abandoned|"
    r"résilié|rompu|dissou|dénoncé|remis en cause|abandonné|touché|concerné)",
    re.I,
)
"""What is denied of a paper that is thereby said to stand: "Gekündigt wird die Urkunde nicht"."""


def is_denied(text: str, before: str, end: int, sentence_end: int, language: str) -> bool:
    behind = text[end:sentence_end]
    after = _DENIED_AFTER[language].match(behind)
    stands = after and (_STANDS.search(before) or _STANDS.search(behind))
    return bool(
        _DENIED_BEFORE.search(before)
        or _CONTRAST.search(before)
        or (after and not stands and not _BUT.search(behind))
        or (_FAILED_AFTER.match(behind) and not _OF_RENEWAL.search(before))
    )
