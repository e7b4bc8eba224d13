"""Partner cities as releases tell of them and as Wikidata has them, side by side."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from twingraph.iris import WIKIDATA
from twingraph.support import is_within
from twingraph.wikidata.bonds import KINDS, Bond
from twingraph.wikidata.client import Row, Wikidata
from twingraph.wikidata.find import item_of, labels_of

_ITEMS = 100  # of one request
_PRECISIONS = {"9": 4, "10": 7, "11": 10}
"""Precision of a time in Wikidata -> characters of the date: a year, a month, a day."""

_CLAIMS = """SELECT DISTINCT ?item ?statement ?partner ?label ?start ?startExact ?end ?endExact ?rank WHERE {
  VALUES ?item { {values} }
  ?item p:P190 ?statement .
  ?statement ps:P190 ?partner ; wikibase:rank ?rank .
  OPTIONAL { ?partner rdfs:label ?label FILTER(LANG(?label) IN ("en", "mul", "de", "fr")) }
  OPTIONAL { ?statement pqv:P580 ?t . ?t wikibase:timeValue ?start ; wikibase:timePrecision ?startExact }
  OPTIONAL { ?statement pqv:P582 ?u . ?u wikibase:timeValue ?end ; wikibase:timePrecision ?endExact }
} ORDER BY ?statement ?start ?end ?label"""

HERE, THERE, DIFFER, FULLER, HALF, SAME, KIND, OVER, WRONG = (
    "only here", "only there", "dates differ", "no date there", "one way there", "same", "other kind here",
    "not in force here", "deprecated there",
)  # fmt: skip
FINDINGS = (DIFFER, HERE, THERE, FULLER, HALF, OVER, KIND, WRONG, SAME)


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement of P190: dates as precise as it has them, "" where it has none.

    ``live`` is False for one that is deprecated there: somebody found it wrong, and left it to be seen.
    """

    guid: str
    item: str
    partner: str
    label: str = ""
    start: str = ""
    end: str = ""
    live: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """What a comparison found of two items; ``bond`` is None where only Wikidata has it.

    ``claims`` are the statements there, in either direction; ``wrong`` holds those whose start or end
    cannot be true together with ours, by the property of the qualifier.
    """

    finding: str
    items: tuple[str, str]
    names: tuple[str, str]
    bond: Bond | None
    claims: tuple[Claim, ...]
    wrong: tuple[tuple[str, Claim], ...] = ()


def read_claims(items: Iterable[str], wikidata: Wikidata) -> list[Claim]:
    """Return the P190 statements of items.

    Raises:
        WikidataError: If there is no answer.
    """
    rows = list(wikidata.ask_each(_CLAIMS, (f"wd:{item}" for item in items), _ITEMS))
    called, found = labels_of(rows, "partner"), dict[str, Claim]()
    for row in rows:
        partner, item = item_of(row["partner"].value), item_of(row["item"].value)
        if partner and item:
            guid = guid_of(row["statement"].value, item)
            is_live = row["rank"].value != WIKIDATA["wikibase"] + "DeprecatedRank"
            dates = _date(row, "start"), _date(row, "end")
            found.setdefault(guid, Claim(guid, item, partner, called.get(partner, ""), *dates, is_live))
    return sorted(found.values(), key=lambda claim: (claim.item, claim.partner, claim.guid))


def guid_of(iri: str, item: str) -> str:
    """Return the id of a statement: its IRI has a dash where the id has a dollar.

    >>> guid_of("http://www.wikidata.org/entity/statement/Q1718-1f0-a", "Q1718")
    'Q1718$1f0-a'
    """
    name = iri.removeprefix(WIKIDATA["wds"])
    return re.sub(rf"^({item})-", r"\1$", name, flags=re.IGNORECASE)


def _date(row: Row, name: str) -> str:
    """Return a time as precise as Wikidata has it, "" for what is vaguer than a year or before our era."""
    if name not in row or f"{name}Exact" not in row:
        return ""
    length = _PRECISIONS.get(row[f"{name}Exact"].value)
    written = re.fullmatch(r"\+?(\d{4}-\d\d-\d\d)T.*", row[name].value)
    return written[1][:length] if written and length else ""


def compare(
    bonds: Iterable[Bond], claims: Iterable[Claim], links: Mapping[str, str], names: Mapping[str, str]
) -> list[Finding]:
    """Return what there is of each two items, here or there; what has no item yet is left out.

    Args:
        links: The item of each city.
        names: What to call each city.
    """
    called = {claim.partner: claim.label or claim.partner for claim in claims}
    called |= {item: names[city] for city, item in links.items() if city in names}
    here = {_pair(links[one], links[two]): bond for bond in bonds for one, two in [bond.cities]
            if one in links and two in links}  # fmt: skip
    there: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        there[_pair(claim.item, claim.partner)].append(claim)
    pairs = {*here, *(pair for pair, some in there.items() if any(claim.live for claim in some))}
    made = [_finding(pair, here.get(pair), there.get(pair, []), called) for pair in pairs]
    return sorted(made, key=lambda one: (FINDINGS.index(one.finding), one.names, one.items))


def _pair(one: str, two: str) -> tuple[str, str]:
    return (one, two) if (len(one), one) <= (len(two), two) else (two, one)


def _finding(
    pair: tuple[str, str], bond: Bond | None, claims: list[Claim], called: Mapping[str, str]
) -> Finding:
    wrong = tuple(_wrong(bond, claims)) if bond else ()
    names = (called.get(pair[0], pair[0]), called.get(pair[1], pair[1]))
    return Finding(_sort(bond, claims, wrong), pair, names, bond, tuple(claims), wrong)


def _sort(bond: Bond | None, claims: list[Claim], wrong: tuple[tuple[str, Claim], ...]) -> str:
    if bond is None:
        return THERE
    if bond.kind not in KINDS:
        return KIND
    if not bond.standing:
        return OVER
    live = [claim for claim in claims if claim.live]
    if not live:
        return WRONG if claims else HERE
    if wrong:
        return DIFFER
    if any((bond.start and not claim.start) or (bond.end and not claim.end) for claim in live):
        return FULLER
    return SAME if len({claim.item for claim in live}) > 1 else HALF


def _wrong(bond: Bond, claims: Iterable[Claim]) -> Iterator[tuple[str, Claim]]:
    """Yield the statements whose dates contradict ours: neither lies within the other."""
    for claim in (claim for claim in claims if claim.live):
        for name, ours, theirs in (("P580", bond.start, claim.start), ("P582", bond.end, claim.end)):
            if ours and theirs and not (is_within(ours.value, theirs) or is_within(theirs, ours.value)):
                yield name, claim


COLUMNS = ("finding", "item1", "name1", "item2", "name2", "kind", "start here", "end here", "start there",
            "end there", "statements", "release")  # fmt: skip


def summary(
    findings: Iterable[Finding], bonds: Iterable[Bond], links: Mapping[str, str]
) -> Iterator[tuple[str, object]]:
    """Yield what to tell of a comparison: how many of each finding, and what could not be compared."""
    counts = Counter(one.finding for one in findings)
    yield from ((finding, counts[finding]) for finding in FINDINGS if counts[finding])
    unlinked = sum(not links.keys() >= set(bond.cities) for bond in bonds)
    yield "not compared", f"{unlinked} relationships of cities without a link"


def write_findings(findings: Iterable[Finding]) -> bytes:
    """Return the comparison as CSV, one line for each two items."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_disarm(cell) for cell in cells_of(one)] for one in findings)
    return text.getvalue().encode()


def cells_of(one: Finding) -> tuple[str, ...]:
    """Return the cells of a line; of several statements each different value once."""
    bond = one.bond
    start, end = (bond.start, bond.end) if bond else (None, None)
    there = (" ".join(dict.fromkeys(filter(None, dates))) for dates in
             ([claim.start for claim in one.claims], [claim.end for claim in one.claims]))  # fmt: skip
    return (
        one.finding, one.items[0], one.names[0], one.items[1], one.names[1], bond.kind if bond else "",
        start.value if start else "", end.value if end else "", *there,
        " ".join(claim.guid for claim in one.claims),
        bond.references[0].url if bond and bond.references else "",
    )  # fmt: skip


def _disarm(cell: str) -> str:
    """Return a cell with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
