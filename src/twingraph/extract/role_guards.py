"""Words around a name that look like the office of its bearer, and are not."""

from __future__ import annotations

import re

from twingraph.extract.layout import Document
from twingraph.extract.spans import Spans

APPOSITION = re.compile(r",(?: (?:der|die|the|an?|le|la|une?)| l[’'])? ?$")


def is_anothers(document: Document, start: int, busy: Spans) -> bool:
    """True for an office right behind a name, which is its own: "Ann Roe, mayor of Leeds, Bob Day"."""
    apposition = APPOSITION.search(document.text, max(0, start - 8), start)
    return apposition is not None and busy.overlaps(apposition.start() - 1, apposition.start())


_DEED = re.compile(
    r" (?:a|ont|avait|avaient|a été|est|sont|était|remercie|accueille|salue|rencontre|reçoit|"
    r"traf|gab|kam|war|ist|hat|hatte|wurde|sprach|nahm|lud|empfing|übergab|erhielt|hielt|las|brachte|"
    r"zeichnete|"
    r"unterschrieb|verlieh|met|told|gave|sent|wrote|saw|was|is|had|has|took|brought|shook|dankte|begrüßte|"
    r"überreichte|unterzeichnete|erinnerte|stellte|sagte|ehrte|würdigte|lobte|besuchte|wünschte|führte|"
    r"erklärte|"
    r"gratulierte|schenkte|zeigte|eröffnete|verabschiedete|vertrat|[a-z]{3,}ed)\b"
)
"""A verb between an office and a name: the bearer of the office does something, and to someone else."""


def tells_deed(words: str, match: re.Match[str], *, german: bool) -> bool:
    """True where what stands between an office and a name tells a deed: "der Direktor der Schule traf …".

    German ends what belongs to an office with a noun, so a small word there is a verb.
    """
    more = match["more"]
    separate = words[match.end("more") :].lstrip()[:1] in (",", ":")
    small = german and more.rpartition(" ")[2][:1].islower()
    return bool(_DEED.search(more)) or (small and not separate)
