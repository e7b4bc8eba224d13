"""What Wikidata can be given: statements for QuickStatements, and contradictions for the Mismatch Finder.

Only what a release with an address says goes out, only of relationships that stand or are over by a date.
Source: https://www.wikidata.org/wiki/Help:QuickStatements, "Version 1"; the user guide of the Wikidata
Mismatch Finder (wmde/mismatch-finder), "CSV import file".
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from twingraph.wikidata.bonds import Bond, Dated, Reference
from twingraph.wikidata.compare import Claim, Finding

_PRECISION = {4: 9, 7: 10, 10: 11}
_GREGORIAN = "Q1985727"
_FIRST = "1584"
"""The first whole year in which the calendar of a date leaves no doubt in most of Europe."""
MISMATCH = ("item_id", "statement_guid", "property_id", "wikidata_value", "meta_wikidata_value",
            "external_value", "external_url", "type")  # fmt: skip


def write_statements(findings: Iterable[Finding]) -> bytes:
    """Return what Wikidata lacks, as commands of QuickStatements: tab separated, a line a statement.

    Where dates contradict each other there is none, in either direction: people have to decide first.
    """
    lines = [line for one in findings if one.bond and one.bond.is_fit and not one.wrong
             for line in _lines(one, one.bond)]  # fmt: skip
    return "".join(f"{line}\n" for line in lines).encode()


def _lines(one: Finding, bond: Bond) -> Iterator[str]:
    """Yield a command for each direction of which there is no statement, or one without a date we have."""
    for item, partner in (one.items, one.items[::-1]):
        claims = [claim for claim in one.claims if (claim.item, claim.partner) == (item, partner)]
        added = list(_qualifiers(bond, claims))
        if len(claims) > 1 or (claims and not added) or not all(claim.live for claim in claims):
            continue  # which of them is meant, nothing new, or found wrong there
        cited = sorted({*bond.references, *(ref for _, date in added for ref in date.references)})
        parts = [item, "P190", partner]
        parts += [part for name, date in added for part in (name, _time(date.value))]
        for number, reference in enumerate(cited):
            parts += _source(reference, is_first=number == 0)
        yield "\t".join(parts)


def _qualifiers(bond: Bond, claims: Iterable[Claim]) -> Iterator[tuple[str, Dated]]:
    """Yield the dates that are to be added: where no statement has one, and a release can be cited."""
    listed = list(claims)
    for name, date, known in (("P580", bond.start, [claim.start for claim in listed]),
                              ("P582", bond.end, [claim.end for claim in listed])):  # fmt: skip
        if date and date.references and date.value >= _FIRST and not any(known):
            yield name, date


def _time(date: str) -> str:
    """Return a date as QuickStatements writes it, as precise as it is.

    >>> _time("1992"), _time("1992-05-03")
    ('+1992-00-00T00:00:00Z/9', '+1992-05-03T00:00:00Z/11')
    """
    year, month, day = [*date.split("-"), "00", "00"][:3]
    return f"+{year}-{month}-{day}T00:00:00Z/{_PRECISION[len(date)]}"


def _source(reference: Reference, *, is_first: bool) -> Iterator[str]:
    """Yield a reference; an exclamation mark begins another one of the same statement."""
    yield from ("S854" if is_first else "!S854", _text(reference.url))
    if reference.title and reference.language:
        yield from ("S1476", f"{reference.language.lower()}:{_text(reference.title)}")
    for name, date in (("S577", reference.issued), ("S813", reference.retrieved)):
        if len(date) in _PRECISION:
            yield from (name, _time(date))


def _text(text: str) -> str:
    """Return a text in quotes, in one line: a tab would end it, and quotes inside are other ones."""
    return '"' + " ".join(text.split()).replace('"', "\N{RIGHT DOUBLE QUOTATION MARK}") + '"'


def write_mismatches(findings: Iterable[Finding]) -> bytes:
    """Return the dates that contradict those of Wikidata, as CSV for the Mismatch Finder."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(MISMATCH)
    for one in findings:
        if one.bond and one.bond.is_fit:
            writer.writerows(_mismatches(one, one.bond))
    return text.getvalue().encode()


def _mismatches(one: Finding, bond: Bond) -> Iterator[tuple[str, ...]]:
    for name, claim in one.wrong:
        ours, theirs = (bond.start, claim.start) if name == "P580" else (bond.end, claim.end)
        if ours and ours.references:
            yield (claim.item, claim.guid, name, theirs, _GREGORIAN, ours.value,
                   ours.references[0].url, "qualifier")  # fmt: skip
