"""Windows whose words put a signing into the future, and drafts."""

from __future__ import annotations

import re

from twingraph.extract.hits import is_planned_at
from twingraph.extract.reading import Reading
from twingraph.extract.records import Window

_DRAFT = re.compile(r"\b(?:entwurf|draft|projet)\b (?:eine[rs]|of an?|d[’'])", re.I)

_FORESEEN = re.compile(
    r"\b(?:ist|sind) (?:für|am|im)[^.;]{2,40}(?:vorgesehen|geplant)|"
    r"\b(?:in vorbereitung|en préparation|being prepared|in preparation|under negotiation)\b",
    re.I,
)


def is_draft(reading: Reading, window: Window) -> bool:
    """True where the text has only a draft of the paper, or says that it is being prepared."""
    start = max(window.start, window.noun.start - 40)
    near = reading.document.text[start : window.end]
    return bool(_DRAFT.search(near) or _FORESEEN.search(near))


PLAN_SIGN = re.compile(
    r"\b(?:unterzeichnet|unterschrieben|besiegelt) werden (?:soll|wird|könnte|dürfte)\w*|"
    r"\b(?:soll|sollen|solle|sollte|wird|werden|will|wollen|möchte\w*|könnte\w*|würde\w*|"
    r"dürfte\w*)\b[^;]{0,160}\b"
    r"(?:unterzeichnet|unterschrieben|geschlossen|besiegelt|abgeschlossen|unterzeichnen|unterschreiben|"
    r"zeichnen|"
    r"besiegeln|schließen|abschließen|in Kraft treten)\b(?! worden)|\b(?:unterschrieben|unterzeichnet) "
    r"ist (?:damit |"
    r"aber |noch )*(?:noch )?nichts|"
    r"\b(?:unterzeichnen|unterschreiben|besiegeln) werde\w*\b|"
    r"\b(?:soll|sollen|wird|werden) [^;]{0,90}\b(?:vorliegen|(?:erarbeitet|ausgearbeitet|"
    r"verabschiedet) werden)\b|"
    r"\b(?:vorgesehen|geplant|beabsichtigt)\b[^;]{0,120}\b(?:unterzeichn|unterschreib|besiegel)\w+|"
    r"\b(?:prévu|envisagé)\w*\b[^;]{0,80}\bsign\w+|\b(?:planned|envisaged|intended|foreseen)\b[^;]{0,80}\bsign\w*|"
    r"\b(?:is|are|was|were) (?:due|set|scheduled|expected|about|poised|ready|hoping) to (?:[a-z]+ly )?"
    r"(?:sign|put|seal|renew|ink)\b|"
    r"\b(?:to be signed|will be signed|would be signed|could be signed|may be signed|will sign|would "
    r"sign|is due to sign|plan(?:s|ned)? to sign|"
    r"expected to sign|hopes? to sign|intend\w* to sign)\b|"
    r"\b(?:will|would|authoriz\w+|authoris\w+|empower\w*|asks?|asked|"
    r"directs?) [^;]{0,90}\bto (?:co-?)?sign\b|"
    r"\b(?:ermächtigt|beauftragt|bevollmächtigt)\w*[^;]{0,90}\bzu (?:unterzeichnen|unterschreiben)\b|"
    r"\b(?:autoris|habilit|charg)\w*[^;]{0,60} à signer\b|"
    r"\b(?:sera|seront|serait|seraient|pourrai\w+ être|devrai\w+ être|doit être|va être|vont) "
    r"(?:signée?s?|signer)\b|"
    r"\b(?:espèr\w+ (?:le |la |les )?|doit |doivent |reste à (?:le |la )?)signer\b|\b(?:signera|"
    r"signeront|apposeront|"
    r"signerait)\b|\b(?:is|are) expected [^.;]{0,40}to (?:sign|renew)\b|"
    r"\b[a-zé]+(?:eront|era|iront|ira)\b[^.;]{0,90}\bpour (?:renouveler|signer|sceller|parapher)\b|"
    r"\bunterzeichnung\b[^.;]{0,90}\b(?:noch offen|steht (?:noch )?aus|ist für)\b|"
    r"\bzur (?:feierlichen )?unterzeichnung\b[^;]{0,110}\b(?:reist|reisen|fährt|fahren|"
    r"fliegt|fliegen|lädt|laden|"
    r"kommt|kommen|erwartet)\b|"
    r"\bsignature\b[^;]{0,80}\baur(?:a|ont) lieu\b|"
    r"\bsigning\b[^;]{0,80}\b(?:will take place|will be held|takes place)\b|"
    r"\bunterzeichnung\b[^;]{0,80}\b(?:findet|wird) (?:am|im|in)\b[^;]{0,60}\bstatt(?:finden)?\b|"
    r"\b(?:geplante|vorgesehene|künftige|projet d[e’'])[nrsm]? ?$",
    re.I,
)
"""Words that put a signing into the future."""


def is_planned_window(reading: Reading, window: Window) -> bool:
    """True where the words of a window put the signing into the future."""
    told = reading.document.text[window.start : window.end]
    return bool(PLAN_SIGN.search(told)) or is_planned_at(reading, window.sentence, window.noun.start)
