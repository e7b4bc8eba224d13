"""Agreements that a model claims -> facts, joined to the agreements that the rules read."""

from __future__ import annotations

import re
from datetime import date
from typing import Protocol

from twingraph.iris import CONCEPTS, RELATIONSHIPS, expand, slug
from twingraph.model import Literal, Span
from twingraph.second_reader.answer import Item, listed, quoted, text_of
from twingraph.second_reader.claims import Claims
from twingraph.second_reader.quotes import find_quote, has_year
from twingraph.support import is_within

_DATE = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?")
_TIMES = {"signed": "tg:signedOn", "valid_from": "tg:validFrom", "valid_until": "tg:validUntil"}
_FORMS = ("gYear", "gYearMonth", "date")


class Named(Protocol):
    """Things by the names that the model uses."""

    def find(self, kind: str, name: str) -> str | None: ...

    def proven(self, item: Item, name: str) -> Span | None: ...


class Papers:
    """Writes the agreements of one answer; a side, a date or a signatory that is not proven is left out."""

    def __init__(self, claims: Claims, things: Named) -> None:
        self._claims, self._things = claims, things

    def agreement(self, item: Item) -> None:
        """Take in an agreement whose own quote stands in the text, between two sides that are known."""
        kind = text_of(item, "kind").replace("_", "-")
        span = find_quote(self._claims.release.text, text_of(item, "quote"))
        parties = self._parties(item)
        if span is None or kind not in CONCEPTS["kind"] or len(parties) < 2:
            self._claims.unproven += 1
            return
        planned = item.get("planned") is True
        times = {name: found for name in _TIMES if (found := self._time(quoted(item, name)))}
        ref = self._known(kind, set(parties), times)
        if ref and planned != self._is_plan(ref):  # the rules have read it otherwise
            return
        ref = ref or self._make(item, kind, parties, times, planned)
        modality = "planned" if planned else "asserted"
        self._describe(ref, kind, parties, span, modality)
        self._details(ref, item, times, modality)

    def _parties(self, item: Item) -> dict[str, Span]:
        """Return the sides by ref, each with the words that name it."""
        found: dict[str, Span] = {}
        for party in listed(item, "parties"):
            name = text_of(party, "name")
            ref = self._things.find("City", name) or self._things.find("Institution", name)
            span = self._things.proven(party, name) if ref else None
            if ref and span:
                found.setdefault(ref, span)
        return found

    def _time(self, item: Item) -> tuple[str, Span, str] | None:
        """Return a date, the words that give it, and whether they say its year or it only follows."""
        iso, quote = text_of(item, "value"), text_of(item, "quote")
        span = find_quote(self._claims.release.text, quote)
        if not _is_date(iso) or span is None:
            self._claims.unproven += bool(iso)
            return None
        return iso, span, "asserted" if has_year(quote, iso) else "inferred"

    def _known(self, kind: str, parties: set[str], times: dict[str, tuple[str, Span, str]]) -> str | None:
        """Return the agreement that the rules read of these sides: of this kind, and of no other date."""
        for ref, entity in sorted(self._claims.entities.items()):
            same = entity.kind == "Agreement" and entity.key[0] == kind
            if same and self._claims.values(ref, "tg:party") == parties and self._fits(ref, times):
                return ref
        return None

    def _is_plan(self, ref: str) -> bool:
        return "status:planned" in self._claims.values(ref, "tg:status")

    def _fits(self, ref: str, times: dict[str, tuple[str, Span, str]]) -> bool:
        for name, (iso, _, _) in times.items():
            known = self._claims.values(ref, _TIMES[name])
            if known and not any(is_within(iso, k) or is_within(k, iso) for k in known):
                return False
        return True

    def _make(
        self,
        item: Item,
        kind: str,
        parties: dict[str, Span],
        times: dict[str, tuple[str, Span, str]],
        planned: bool,
    ) -> str:
        """Register an agreement that the rules did not read; its key is made as theirs are."""
        dated = (("", "signed"), ("from-", "valid_from"), ("until-", "valid_until"))
        years = [f"{prefix}{times[name][0][:4]}" for prefix, name in dated if name in times]
        lasting = kind in RELATIONSHIPS
        own = [
            kind,
            *([] if lasting else [years[0] if years else "undated"]),
            *(["planned"] if planned else []),
        ]
        label = text_of(item, "label")
        shown = find_quote(self._claims.release.text, label)
        sides = " – ".join(self._claims.entities[ref].name for ref in sorted(parties))
        ref = "agreement/" + ".".join(map(slug, [*own, *sorted(parties)]))
        self._claims.entity(ref, "Agreement", kind, *own, *(f"@{p}" for p in sorted(parties)))
        if not self._claims.values(ref, "rdfs:label"):
            title = Literal(f"{label} {sides}" if shown else sides, language=self._claims.release.language)
            self._claims.say(ref, "rdfs:label", title, shown or next(iter(parties.values())))
        return ref

    def _describe(self, ref: str, kind: str, parties: dict[str, Span], span: Span, modality: str) -> None:
        self._claims.say(ref, "rdf:type", "tg:Agreement", span, modality)
        self._claims.say(ref, "tg:kind", f"kind:{kind}", span, modality)
        for party, words in parties.items():
            self._claims.say(ref, "tg:party", f"@{party}", words, modality)
        if modality == "planned":
            self._claims.say(ref, "tg:status", "status:planned", span, modality)

    def _details(self, ref: str, item: Item, times: dict[str, tuple[str, Span, str]], modality: str) -> None:
        """Say when, where and by whom it was signed, until when it holds and what it is about."""
        plan = self._is_plan(ref)
        for name, (iso, span, how) in times.items():
            if not (plan and name == "signed"):
                value = Literal(iso, expand(f"xsd:{_FORMS[iso.count('-')]}"))
                self._claims.say(ref, _TIMES[name], value, span, modality if plan else how)
        self._topics(ref, item)
        if not plan:
            self._place(ref, quoted(item, "place"))
            for signer in listed(item, "signatories"):
                self._sign(ref, signer)

    def _topics(self, ref: str, item: Item) -> None:
        for topic in listed(item, "topics"):
            span = find_quote(self._claims.release.text, text_of(topic, "quote"))
            if span and text_of(topic, "value") in CONCEPTS["topic"]:
                self._claims.say(ref, "tg:topic", f"topic:{text_of(topic, 'value')}", span)

    def _place(self, ref: str, place: Item) -> None:
        town = self._things.find("City", text_of(place, "value"))
        span = self._things.proven(place, text_of(place, "value")) if town else None
        if span:
            self._claims.say(ref, "tg:signedIn", f"@{town}", span)

    def _sign(self, agreement: str, signer: Item) -> None:
        name = text_of(signer, "name")
        person = self._things.find("Person", name)
        span = self._things.proven(signer, name) if person else None
        if not person or not span:
            return
        ref = f"signature/{slug(agreement)}.{slug(person)}"
        self._claims.entity(ref, "Signature", "", f"@{agreement}", f"@{person}")
        self._claims.say(agreement, "tg:signature", f"@{ref}", span)
        self._claims.say(ref, "rdf:type", "tg:Signature", span)
        self._claims.say(ref, "tg:signatory", f"@{person}", span)


def _is_date(iso: str) -> bool:
    """True for a year, a month or a day of the calendar.

    >>> _is_date("2019-02"), _is_date("2019-02-30"), _is_date("soon")
    (True, False, False)
    """
    if not _DATE.fullmatch(iso):
        return False
    try:
        date.fromisoformat((iso + "-01-01")[:10])
    except ValueError:
        return False
    return True
