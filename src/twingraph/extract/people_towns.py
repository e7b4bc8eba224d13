"""Persons and their offices -> the towns that the offices are of, where no words beside them say so."""

from __future__ import annotations

import re

from twingraph.extract.main_partner import is_abroad
from twingraph.extract.reading import Reading
from twingraph.extract.records import Party
from twingraph.extract.roles import RoleMention

_MUNICIPAL = frozenset({"mayor", "deputy-mayor", "department-head", "councillor", "officer"})


def towns_of_people(reading: Reading, partner: Party | None) -> dict[str, tuple[int | None, str]]:
    """Return for each person the town of the office (GeoNames id) and how it is known: asserted or inferred.

    An office of a town without a name beside it is the issuing town's; "ihr Amtskollege" is the other side's.
    """
    other = int(partner[1]) if partner and partner[0] == "city" else None
    towns: dict[str, tuple[int | None, str]] = {}
    mayors: list[RoleMention] = []
    for person in reading.people:
        roles = [r for r in reading.roles if r.person is person]
        said = next((r.city for r in roles if r.city), None)
        if said:
            towns[person.name] = (said, "asserted")
        elif any(r.rule == "role-signature" and r.concept in _MUNICIPAL for r in roles):
            towns[person.name] = (_home_town(reading), "inferred")
        elif counterpart := next((r for r in roles if r.counterpart), None):
            of_guest = _is_of_guest(reading, counterpart)
            town = _home_town(reading) if of_guest else _counterparts_town(reading, counterpart) or other
            towns[person.name] = (town, "inferred")
        elif any(
            r.concept in _MUNICIPAL and r.rule != "role-shared" and r.institution is None for r in roles
        ):
            guest = next((r for r in roles if _is_titled_abroad(reading, r)), None)
            near = _town_of_guest(reading, guest) or other if guest else _home_town(reading)
            towns[person.name] = (near, "inferred")
            mayors += [r for r in roles if r.concept == "mayor" and _holds_seat(reading, r)][:1]
        else:
            towns[person.name] = (None, "inferred")
    # a town has one mayor: of two without a town, the one named first speaks for the town that speaks
    mayors.sort(key=lambda role: _is_guest(reading, role))
    if mayors and not _is_titled_abroad(reading, mayors[0]):
        towns[mayors[0].person.name] = (_home_town(reading), "inferred")
    for role in mayors[1:]:
        near = _town_of_guest(reading, role)
        towns[role.person.name] = (near or (other if len(mayors) == 2 else None), "inferred")
    _set_signers_apart(reading, towns, other)
    return towns


def _counterparts_town(reading: Reading, role: RoleMention) -> int | None:
    """Return the one town abroad that the paragraph of a counterpart names, where there is but one."""
    block = reading.document.block_at(role.start)
    towns = reading.towns_along.between(block.start, block.end)
    abroad = {c.geonames_id for c in towns if is_abroad(reading, ("city", c.geonames_id))}
    return abroad.pop() if len(abroad) == 1 else None


def _is_of_guest(reading: Reading, role: RoleMention) -> bool:
    """True for the counterpart of a mayor from elsewhere: "le bourgmestre …; X, son homologue"."""
    block = reading.document.block_at(role.start)
    before = [r for r in reading.roles if block.start <= r.start < role.start and r.concept == "mayor"]
    return bool(before) and before[-1].person is not role.person and _is_guest(reading, before[-1])


def _set_signers_apart(reading: Reading, towns: dict[str, tuple[int | None, str]], other: int | None) -> None:
    """Give the second of two heads who sign, and of whom no words say where, to the other side."""
    for index, sentence in enumerate(reading.document.sentences):
        heads = reading.heads_between(sentence.start, sentence.end)
        names = list(dict.fromkeys(r.person.name for r in heads))
        unsaid = all(towns[name] == (reading.home, "inferred") for name in names)
        if len(names) == 2 and unsaid and other and reading.has_cue("sign", index):
            towns[names[1]] = (other, "inferred")


_SPEAKER = re.compile(r"^Stadtpräsident")
"""In Germany the head of a council, elsewhere a mayor."""
_LEADER = re.compile(r"\bleader\b|\bchef", re.I)


def _holds_seat(reading: Reading, role: RoleMention) -> bool:
    """True for a mayor in office: a council's leader stands beside one."""
    speaks = (
        _SPEAKER.search(role.title) and reading.home and reading.gazetteer.place(reading.home).country == "DE"
    )
    beside = speaks or _LEADER.search(role.title) is not None or _is_deputy(reading, role)
    return not (_is_former(reading, role) or _is_of_then(reading, role) or beside)


_FIRST = re.compile(r"\bErste[rn]? $")


def _is_deputy(reading: Reading, role: RoleMention) -> bool:
    """True for "Erster Bürgermeister", where the release names an Oberbürgermeister too."""
    first = _FIRST.search(reading.document.text, max(0, role.start - 8), role.start) is not None
    return first and any(r.title.startswith("Oberbürgermeister") for r in reading.roles)


_LONG = 3
"""Years before its release from which what a sentence tells is history."""


_AT_THE_TIME = re.compile(r"\b(?:seinerzeit|damals|at the time|back then|à l[’']époque)\b")


def _is_of_then(reading: Reading, role: RoleMention) -> bool:
    """True for an office in a sentence that only tells of years long ago."""
    issued = reading.document.release.issued
    index = reading.document.sentence_at(role.start)
    if _AT_THE_TIME.search(reading.words(index)):
        return True
    skeleton = reading.skeletons.get(index)
    days = [m.record.date for m in skeleton.every("D")] if skeleton else []
    return issued is not None and bool(days) and all(issued.year - day.year >= _LONG for day in days)


def _home_town(reading: Reading) -> int | None:
    """Return the town that speaks, None where a county or an organisation does."""
    of_town = reading.home_party is None or reading.home_party[0] == "city"
    return reading.home if of_town else None


_GUESTS = re.compile(
    r"\b(?:Delegation|Abordnung|Gäste|Gruppe|delegation|group|party|délégation|groupe)\b[^.;,]{0,40}"
    r"\b(?:Leitung|Führung|mit|um|led by|headed by|headed|conduite|menée|emmenée|dirigée)\b[^.;,]{0,25}$"
)


_TITLES = {
    "de": (
        re.compile(r"bürgermeister|Stadtpräsident|ammann", re.I),
        ("DE", "AT", "CH", "LI", "LU", "IT", "BE"),
    ),
    "fr": (re.compile(r"\b(?:maire|syndic)", re.I), ("FR", "BE", "CH", "LU", "CA")),
    "en": (
        re.compile(r"\b(?:Mayor|Councillor|Cllr|Alderman|Provost)\b"),
        ("GB", "IE", "US", "CA", "AU", "NZ", "ZA", "IN", "MT", "NG", "KE", "GH", "UG", "TZ", "NA", "PH"),
    ),
}
"""Titles of mayors in a language, and the countries that have them."""


_ABROAD = tuple(
    (re.compile(rf"\b(?:{words})\b"), tuple(lands.split()))
    for words, lands in (
        ("Oberbürgermeister(?:in)?", "DE"),
        ("[Bb]ourgmestre|[Bb]urgomaster|[Bb]urgomaster", "BE LU DE AT NL CH PL UA RU BY CZ"),
        ("Ordfører", "NO"),
        ("Borgmester|Borgmästare", "DK SE FI"),
        ("Burgemeester", "NL BE"),
        ("Sindac[oa]|Assessor[ea]", "IT CH"),
        ("Alcaldesa?|Alcalde", "ES MX AR CL CO PE EC BO UY NI CU CR SV GT HN PA DO VE PY PR"),
        ("Prefeit[oa]|Presidente da Câmara", "PT BR MZ AO"),
        ("Primátor(?:ka)?|Primator(?:ka)?|Starosta", "CZ SK"),
        ("Burmistrz|Prezydent", "PL"),
        ("Polgármester", "HU"),
    )
)
"""Titles of mayors in languages that no release is written in, and the countries that have them."""


def _is_guest(reading: Reading, role: RoleMention) -> bool:
    """True for a mayor of elsewhere: at the head of a delegation, or with a title that home does not have."""
    return (
        _is_titled_abroad(reading, role)
        or _leads_guests(reading, role)
        or _is_received(reading, role)
        or _is_of_smaller_town(reading, role)
    )


_LARGE = 100_000
"""People of a German town whose mayor is an Oberbürgermeister."""


def _is_of_smaller_town(reading: Reading, role: RoleMention) -> bool:
    """True for a "Bürgermeister" beside an "Oberbürgermeister", where a large German town speaks."""
    home = reading.gazetteer.place(reading.home) if reading.home else None
    if home is None or home.country != "DE" or home.population < _LARGE or role.city:
        return False
    lords = any(r.title.startswith("Oberbürgermeister") for r in reading.roles if not r.city)
    return lords and role.title.startswith("Bürgermeister")


_RECEIVED = re.compile(
    r"\b(?:wurden?|worden|ist|sind|was|were|been|a été|ont été)\b[^.;]{0,90}\b(?:empfangen|"
    r"begrüßt|willkommen geheißen|"
    r"received|welcomed|reçue?s?|accueillie?s?)\b"
)
_BY = re.compile(r"\b(?:von|durch|by|par|du|de la)(?: [a-zäöüéè]+)? $")


def _is_received(reading: Reading, role: RoleMention) -> bool:
    """True for a mayor who is received in a town: he is the guest there, not the host behind "by"."""
    index = reading.document.sentence_at(role.start)
    sentence = reading.document.sentences[index]
    told = _RECEIVED.search(reading.document.flat, role.end, sentence.end)
    return told is not None and not _BY.search(reading.document.text, max(0, role.start - 20), role.start)


def _is_titled_abroad(reading: Reading, role: RoleMention) -> bool:
    """True for a title that home does not have: "Vice Mayor" in the release of a German town."""
    return bool(_lands_of_title(reading, role))


def _lands_of_title(reading: Reading, role: RoleMention) -> tuple[str, ...]:
    """Return the countries that have a title which home does not have; none where home has it."""
    home = reading.gazetteer.place(reading.home).country if reading.home else ""
    told = [lands for pattern, lands in _ABROAD if pattern.search(role.title)]
    others = ((p, lands) for language, (p, lands) in _TITLES.items() if language != reading.language)
    told += [lands for pattern, lands in others if pattern.search(role.title)]
    return told[0] if told and home not in told[0] else ()


def _town_of_title(reading: Reading, role: RoleMention) -> int | None:
    """Return the one town of the release in whose country there is such a title."""
    lands = _lands_of_title(reading, role)
    towns = {c.geonames_id for c in reading.cities} - reading.oriented - {reading.home}
    fitting = [t for t in towns if reading.gazetteer.place(t).country in lands]
    return fitting[0] if len(fitting) == 1 else None


def _leads_guests(reading: Reading, role: RoleMention) -> bool:
    """True for a mayor who leads a delegation to the town that speaks: "… unter Leitung von … in Ulm"."""
    index = reading.document.sentence_at(role.start)
    sentence = reading.document.sentences[index]
    led = _GUESTS.search(reading.document.text, max(sentence.start, role.start - 90), role.start)
    towns = [c for c in reading.cities if sentence.start <= c.start < sentence.end]
    return led is not None and any(c.geonames_id == reading.home and c.form != "demonym" for c in towns)


_FORMER = re.compile(
    r"\b(?:damalige[nrms]?|ehemalige[nrms]?|frühere[nrms]?|einstige[nrms]?|Alt-?|Ex-|former|then-?|late|ancien(?:ne)?|"
    r"alors)[ -]?$|^(?:Alt|Ex-|Ancien|Former|Then)",
    re.I,
)


def _is_former(reading: Reading, role: RoleMention) -> bool:
    """True for an office that somebody held once: it leaves the seat to another."""
    before = reading.document.text[max(0, role.start - 14) : role.start]
    return _FORMER.search(before) is not None or _FORMER.search(role.title) is not None


def _town_of_guest(reading: Reading, role: RoleMention) -> int | None:
    """Return the town of somebody from abroad: one where the title is used, else the one named last."""
    return _town_of_title(reading, role) or _only_town_before(reading, role)


def _only_town_before(reading: Reading, role: RoleMention) -> int | None:
    """Return the only other town that the sentence names before the office, or the sentence before it."""
    index = reading.document.sentence_at(role.start)
    sentence = reading.document.sentences[index]
    if ";" in reading.document.text[sentence.start : role.start]:
        return None
    here = {
        c.geonames_id for c in reading.cities if _stands_in(reading, c.start, index) and c.start < role.start
    }
    last = {c.geonames_id for c in reading.cities if _stands_in(reading, c.start, index - 1)}
    towns = (here or last) - {reading.home}
    return towns.pop() if len(towns) == 1 else None


def _stands_in(reading: Reading, start: int, index: int) -> bool:
    """True where an offset stands in the sentence *index*."""
    sentences = reading.document.sentences
    return index >= 0 and sentences[index].start <= start < sentences[index].end
