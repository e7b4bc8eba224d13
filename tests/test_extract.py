"""A release as a whole: what every extraction keeps to, whatever the text."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_texts import GAZETTEER, LEXICON, extract, lay, make_release
from twingraph.extract import extract_release
from twingraph.extract.header import detect_language, read_header
from twingraph.iris import CONCEPTS, expand
from twingraph.model import Extraction, Literal
from twingraph.read import find_releases, read_release
from twingraph.settings import resource_dir

SAMPLES = find_releases([resource_dir("data") / "releases"])
PREDICATES = {"rdf:type", "rdfs:label", "foaf:name", "org:member", "org:organization", "org:role"}


@lru_cache(maxsize=32)
def sample(path: Path) -> Extraction:
    return extract_release(read_release(path), LEXICON, GAZETTEER)


@pytest.fixture(params=SAMPLES, ids=lambda path: path.stem)
def extraction(request: pytest.FixtureRequest) -> Extraction:
    return sample(request.param)


def test_there_are_samples_in_three_languages() -> None:
    assert {sample(path).release.language for path in SAMPLES} == {"de", "en", "fr"}


def test_every_fact_has_words_rule_confidence_and_modality(extraction: Extraction) -> None:
    text = extraction.release.text
    for fact in extraction.facts:
        evidence = fact.evidence
        assert evidence.spans, fact
        assert all(text[s.start : s.end].strip() for s in evidence.spans), fact
        assert all(0 <= s.start < s.end <= len(text) for s in evidence.spans), fact
        assert evidence.rule, fact
        assert 0 < evidence.confidence <= 1, fact
        assert evidence.modality in CONCEPTS["modality"], fact


def test_facts_speak_of_entities_and_terms_that_exist(extraction: Extraction) -> None:
    refs = {entity.ref for entity in extraction.entities}
    for fact in extraction.facts:
        assert fact.subject in refs, fact
        assert fact.predicate in PREDICATES or fact.predicate.startswith("tg:"), fact
        if isinstance(fact.object, Literal):
            assert fact.object.lexical.strip(), fact
        elif fact.object.startswith("@"):
            assert fact.object[1:] in refs, fact
        else:
            scheme, _, name = fact.object.partition(":")
            assert expand(fact.object)
            assert scheme not in CONCEPTS or name in CONCEPTS[scheme], fact


def test_every_entity_is_typed_and_keys_point_to_entities(extraction: Extraction) -> None:
    refs = {entity.ref for entity in extraction.entities}
    typed = {fact.subject for fact in extraction.facts if fact.predicate == "rdf:type"}
    assert refs == typed
    for entity in extraction.entities:
        assert all(part[1:] in refs for part in entity.key if part.startswith("@")), entity


def test_every_agreement_has_one_kind_and_two_parties(extraction: Extraction) -> None:
    for entity in extraction.entities:
        if entity.kind == "Agreement":
            said = [fact for fact in extraction.facts if fact.subject == entity.ref]
            assert len({f.object for f in said if f.predicate == "tg:kind"}) == 1, entity
            assert len({f.object for f in said if f.predicate == "tg:party"}) >= 2, entity


def test_what_is_planned_has_no_day_of_signing(extraction: Extraction) -> None:
    planned = {f.subject for f in extraction.facts if f.object == "status:planned"}
    assert not [f for f in extraction.facts if f.subject in planned and f.predicate == "tg:signedOn"]


def test_names_of_towns_and_persons_stand_in_their_words(extraction: Extraction) -> None:
    kinds = {entity.ref: entity.kind for entity in extraction.entities}
    for fact in extraction.facts:
        if kinds[fact.subject] == "Person" and fact.predicate == "foaf:name":
            words = " ".join(extraction.release.text[s.start : s.end] for s in fact.evidence.spans)
            assert isinstance(fact.object, Literal)
            assert fact.object.lexical.split()[-1].casefold()[:4] in words.casefold(), fact


def test_facts_come_once_and_in_order(extraction: Extraction) -> None:
    keys = [(f.subject, f.predicate, str(f.object)) for f in extraction.facts]
    assert keys == sorted(set(keys))
    assert [e.ref for e in extraction.entities] == sorted({e.ref for e in extraction.entities})


def test_unexplained_sentences_are_sentences_of_the_text(extraction: Extraction) -> None:
    for span in extraction.unexplained:
        assert extraction.release.text[span.start : span.end].strip()


PROGRAM = """
import hashlib, sys
from pathlib import Path
from twingraph.extract import extract_release
from twingraph.lexicon import read_gazetteer, read_lexicon
from twingraph.read import read_release
lexicon, gazetteer = read_lexicon(), read_gazetteer()
for name in sys.argv[1:]:
    extraction = extract_release(read_release(Path(name)), lexicon, gazetteer)
    print(hashlib.sha256(repr(extraction).encode()).hexdigest())
"""


def test_the_same_text_gives_the_same_facts_in_every_process() -> None:
    source = str(Path(__file__).resolve().parents[1] / "src")
    environment = {**os.environ, "PYTHONPATH": source, "PYTHONHASHSEED": "1"}
    command = [sys.executable, "-c", PROGRAM, *map(str, SAMPLES)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=300)
    here = [extract_release(read_release(path), LEXICON, GAZETTEER) for path in SAMPLES]
    assert done.stdout.split() == [hashlib.sha256(repr(found).encode()).hexdigest() for found in here]
    assert len(set(done.stdout.split())) == len(SAMPLES)


PIECES = [
    *("Gera", "Pilsen", "Köln", "Essen", "Städtepartnerschaft", "Kommuniqué", "seit 1962", "7. Mai 2021"),
    *("Ida Roth", "Oberbürgermeisterin", "und", "mit", "zwischen", "unterzeichneten", "Partnerstadt", "der"),
    *(
        "in",
        "am",
        "-",
        "bis",
        "Dr.",
        "Projekt",
        "Museum",
        "www.gera.de",
        ",",
        ".",
        ":",
        "„",
        "“",
        "(",
        ")",
        "\n\n",
    ),
]
WORDS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=60).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.one_of(WORDS, st.text(min_size=1, max_size=200)), st.sampled_from(["de", "en", "fr"]))
def test_no_text_breaks_it_and_every_span_lies_within(text: str, language: str) -> None:
    found = extract(text, language, issued="2021-05-10")
    assert all(0 <= s.start < s.end <= len(text) for f in found.facts for s in f.evidence.spans)
    assert all(f.evidence.spans for f in found.facts)


BODY = (
    "Die Stadt Gera hat am Montag ihre Gäste aus der Partnerstadt Pilsen empfangen und mit ihnen gefeiert. "
    * 3
)


@pytest.mark.parametrize(
    ("head", "title", "issued", "issuer"),
    [
        pytest.param(
            "Stadt Gera\nPressemitteilung vom 10. Mai 2021\n\nGera begrüßt Gäste aus Pilsen",
            "Gera begrüßt Gäste aus Pilsen",
            "2021-05-10",
            "Stadt Gera",
            id="office and date",
        ),
        pytest.param(
            "10.05.2021\n\nGera begrüßt Gäste aus Pilsen",
            "Gera begrüßt Gäste aus Pilsen",
            "2021-05-10",
            "Stadt Gera",
            id="numeric date",
        ),
        pytest.param(
            "Gera begrüßt Gäste aus Pilsen\n\nGera, 10. Mai 2021",
            "Gera begrüßt Gäste aus Pilsen",
            "2021-05-10",
            "Stadt Gera",
            id="date behind the title",
        ),
        pytest.param(
            "Gera begrüßt Gäste aus Pilsen",
            "Gera begrüßt Gäste aus Pilsen",
            None,
            "Stadt Gera",
            id="title only",
        ),
    ],
)
def test_a_head_gives_title_date_and_issuer(head: str, title: str, issued: str | None, issuer: str) -> None:
    text = f"{head}\n\n{BODY}"
    release = read_header(make_release(text), LEXICON).release
    assert (release.title, release.issuer) == (title, issuer)
    assert (release.issued.iso if release.issued else None) == issued
    assert release.title_span is not None
    assert text[release.title_span.start : release.title_span.end] == title


def test_what_was_given_beside_the_text_stays() -> None:
    release = read_header(
        make_release(f"10. Mai 2021\n\n{BODY}", issued="2020-01-02", issuer="Stadt Ulm"), LEXICON
    ).release
    assert (release.issuer, release.issued_span) == ("Stadt Ulm", None)
    assert release.issued is not None
    assert release.issued.iso == "2020-01-02"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (BODY, "de"),
        ("The city has welcomed its guests from the twin town and the mayor was with them.", "en"),
        ("La ville a accueilli les habitants de la commune jumelée et le maire est venu avec eux.", "fr"),
        ("Gera 1962", "de"),
    ],
)
def test_the_language_is_found(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_navigation_and_other_articles_say_nothing() -> None:
    menu = "Startseite | Rathaus | Städtepartnerschaft mit Arnheim | Kontakt"
    others = "Mehr Nachrichten\n\nFort Wayne und Gera feiern ihre Städtepartnerschaft."
    found = extract(f"{menu}\n\n{BODY}\n\n{BODY}\n\n{others}", issuer="Stadt Gera", issued="2021-05-10")
    assert {e.name for e in found.entities if e.kind == "City"} == {"Gera", "Pilsen"}
    assert lay(f"{menu}\n\n{BODY}").blocks[0].kind == "navigation"
