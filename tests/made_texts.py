"""Texts of one's own -> what the stages before the facts see in them."""

from __future__ import annotations

import hashlib

from twingraph.extract import extract_release
from twingraph.extract.header import read_header
from twingraph.extract.layout import Document, lay_out
from twingraph.extract.reading import Reading, read_document
from twingraph.lexicon import read_gazetteer, read_lexicon
from twingraph.model import Extraction, Literal, PartialDate, PressRelease

LEXICON, GAZETTEER = read_lexicon(), read_gazetteer()


def make_release(
    text: str, language: str = "de", *, issued: str | None = None, issuer: str | None = None
) -> PressRelease:
    date = PartialDate(*map(int, issued.split("-"))) if issued else None
    digest = hashlib.sha256(text.encode()).hexdigest()
    return PressRelease("made", text, digest, language, issued=date, issuer=issuer)


def lay(text: str, language: str = "de", *, issued: str | None = None) -> Document:
    return lay_out(make_release(text, language, issued=issued))


def read(text: str, language: str = "de", **given: str | None) -> Reading:
    """Return all mentions of *text*."""
    return read_document(read_header(make_release(text, language, **given), LEXICON), LEXICON, GAZETTEER)


def extract(text: str, language: str = "de", **given: str | None) -> Extraction:
    return extract_release(make_release(text, language, **given), LEXICON, GAZETTEER)


def agreements(extraction: Extraction) -> dict[str, dict[str, list[str]]]:
    """Return the agreements as "kind party+party…" -> predicate -> values, towns and persons by name."""
    names = {entity.ref: entity.name for entity in extraction.entities}
    said: dict[str, dict[str, list[str]]] = {}
    for fact in extraction.facts:
        value = fact.object.lexical if isinstance(fact.object, Literal) else fact.object.removeprefix("@")
        said.setdefault(fact.subject, {}).setdefault(fact.predicate, []).append(names.get(value) or value)
    found = {}
    for ref, values in said.items():
        if "tg:Agreement" in values.get("rdf:type", ()):
            kind = values["tg:kind"][0].removeprefix("kind:")
            signatures = [
                f.object[1:] for f in extraction.facts if (f.subject, f.predicate) == (ref, "tg:signature")
            ]
            values["signatories"] = sorted(p for s in signatures for p in said[s]["tg:signatory"])
            found[f"{kind} {'+'.join(sorted(values['tg:party']))}"] = values
    return found
