"""The copy for matching, its map back to the text as read, and its blocks and sentences."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_texts import lay
from twingraph.extract.normalise import _UNUSUAL, normalise
from twingraph.model import Span


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        pytest.param("Jü\u00adlich", "Jülich", id="soft hyphen"),
        pytest.param("Ju\u0308lich und E\u0301vreux", "Jülich und Évreux", id="decomposed letters"),
        pytest.param("oﬃziell, ﬂießend, Aﬀäre", "offiziell, fließend, Affäre", id="ligatures"),
        pytest.param("am\u00a07.\u202fMai\u2009a", "am 7. Mai a", id="spaces that do not break"),
        pytest.param("zero\u200bwidth \ufeffmark", "zerowidth mark", id="invisible characters"),
        pytest.param("a\tb", "a b", id="tabulator"),
        pytest.param(
            "JÃ¼lich â€“ ÃŽle, lâ€™amitiÃ©", "Jülich – Île, l’amitié", id="read in the wrong character set"
        ),
        pytest.param("â€žTagâ€œ", "„Tag“", id="quotation marks in the wrong character set"),
        pytest.param("von 2OO5 bis 2O11", "von 2005 bis 2011", id="letters in numbers"),
        pytest.param("am l3. Mai", "am 13. Mai", id="letter before a number"),
        pytest.param("Garwo1in", "Garwolin", id="number in a word"),
        pytest.param("Bürgerrneister", "Bürgermeister", id="rn for m"),
        pytest.param("die .Jugend", "die  Jugend", id="speck before a word"),
    ],
)
def test_a_line_is_made_plain(text: str, normal: str) -> None:
    assert normalise(text).text == normal


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        pytest.param("Städtepart-\nnerschaft", "Städtepartnerschaft", id="word cut at the line's end"),
        pytest.param("Städtepart-\r\nnerschaft", "Städtepartnerschaft", id="with CR LF"),
        pytest.param("Rhein-\nMain-Gebiet", "Rhein-Main-Gebiet", id="hyphen that stays"),
        pytest.param("Jugend-\nund Kulturamt", "Jugend- und Kulturamt", id="hyphen before und"),
        pytest.param("Jugend- und Kulturamt", "Jugend- und Kulturamt", id="hyphen inside a line"),
        pytest.param("school-\nand youth groups", "school- and youth groups", id="hyphen before and"),
        pytest.param(
            "Erster Absatz.\n\nZweiter Absatz.", "Erster Absatz.\n\nZweiter Absatz.", id="paragraphs"
        ),
        pytest.param("Erster.\r\n\r\nZweiter.", "Erster.\n\nZweiter.", id="paragraphs with CR LF"),
    ],
)
def test_lines_become_paragraphs(text: str, normal: str) -> None:
    assert normalise(text).text.rstrip("\n") == normal


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        pytest.param(
            "Der Stadtrat reist mit einer großen Abordnung aus dem Rat nach\n\nSeite 2 von 3\n\n"
            "Angers und unterzeichnet dort einen Vertrag über die Zusammenarbeit der Ämter.",
            "aus dem Rat nach Angers und",
            id="page number inside a sentence",
        ),
        pytest.param(
            "Stadt Gera, Pressestelle im Rathaus\nSeite 1\n\nDie Musikschule empfängt ihre Gäste mit "
            "einem langen\nKonzert, zu dem\n\nStadt Gera, Pressestelle im Rathaus\nSeite 2\n\n"
            "alle eingeladen sind, die Musik mögen.",
            "zu dem alle eingeladen",
            id="header and page number",
        ),
        pytest.param(
            "Der Vertrag wurde von der Stadt und ihrer Part-\n\n- Seite 2 -\n\nnerstadt unterzeichnet.",
            "ihrer Partnerstadt unter",
            id="page break inside a word",
        ),
    ],
)
def test_sentences_close_over_page_furniture(text: str, inside: str) -> None:
    assert inside in normalise(text).text


def test_offsets_lead_back_to_the_words_as_read() -> None:
    text = "\ufeffIn Jü\u00adlich un-\r\nterzeichnet:  Ele\u0301na Oﬃzier."
    normal = normalise(text)
    for words, read in (
        ("Jülich", "Jü\u00adlich"),
        ("unterzeichnet", "un-\r\nterzeichnet"),
        ("Eléna", "Ele\u0301na"),
        ("Offizier", "Oﬃzier"),
    ):
        start = normal.text.index(words)
        span = normal.span(start, start + len(words))
        assert text[span.start : span.end] == read


ALPHABET = "ab Äüé\u0308\u0301\u00ad\u200b\ufb01\ufb03\r\n\t\u00a0-.,:1l0OSeite2ÃÂâ¼€™\u20ac\u0153\x0c|—rn"


def is_written(text: str) -> bool:
    """Accents follow letters."""
    return not any(a.isspace() and unicodedata.combining(b) for a, b in pairwise(text))


TEXTS = st.one_of(st.text(), st.text(st.sampled_from(ALPHABET), max_size=200)).filter(is_written)


@given(TEXTS)
def test_every_character_lies_in_the_text_and_none_is_empty(text: str) -> None:
    assert all(0 <= span.start < span.end <= len(text) for span in _origins(text))


def _origins(text: str) -> list[Span]:
    """Return where each character of the normalised copy comes from."""
    normal = normalise(text)
    return [normal.span(i, i + 1) for i in range(len(normal.text))]


@given(TEXTS)
def test_characters_come_in_the_order_of_the_text(text: str) -> None:
    assert all((a.start, a.end) <= (b.start, b.end) for a, b in pairwise(_origins(text)))


@given(TEXTS, st.data())
def test_a_span_is_never_empty_and_holds_the_spans_within(text: str, data: st.DataObject) -> None:
    normal = normalise(text)
    if normal.text:
        start = data.draw(st.integers(0, len(normal.text) - 1))
        end = data.draw(st.integers(start + 1, len(normal.text)))
        span = normal.span(start, end)
        assert 0 <= span.start < span.end <= len(text)
        inner = normal.span(start, start + 1)
        assert span.start <= inner.start < inner.end <= span.end


@given(st.text(st.sampled_from("abcdefgh ÄÖÜäöüß,;"), max_size=120))
def test_clean_letters_stay_themselves(text: str) -> None:
    normal = normalise(text)
    assert all(normal.text[i] == text[s] for i, s in enumerate(normal.starts))
    assert normal.text.split() == text.split()


@given(TEXTS.filter(lambda text: "Â" not in text))
def test_the_copy_is_composed_and_visible(text: str) -> None:
    normal = normalise(text).text
    assert not set(normal) & set("\u00ad\u200b\ufeff\r\t\u00a0")
    assert all(unicodedata.normalize("NFC", c) == c for c in normal)


@given(TEXTS)
def test_blocks_and_sentences_cover_what_is_written(text: str) -> None:
    document = lay(text)
    bare = [i for i, c in enumerate(document.text) if not c.isspace()]
    held = {i for s in document.sentences for i in range(s.start, s.end)}
    assert held.issuperset(bare)
    assert all(b.start < b.end for b in document.blocks)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("Am 7. Mai kam er. Dann ging er.", 2, id="day of a month"),
        pytest.param("Vom 1. bis 3. Juni. Danach Schluss.", 2, id="ordinals"),
        pytest.param("Dr. Ida Roth und Prof. Udo Kern kamen.", 1, id="titles"),
        pytest.param("Der Maler A. B. Kern kam. Er malte.", 2, id="initials"),
        pytest.param("Es kamen ca. 300 Gäste, inkl. Chöre usw. aus Ulm.", 1, id="abbreviations"),
        pytest.param("Er fragte: Kommt ihr? Ja! Gut.", 3, id="question and exclamation"),
        pytest.param("„Wir kommen.“ Das sagte er.", 2, id="quotation"),
        pytest.param("Der 1. FC spielte. Es war kalt.", 2, id="club"),
        pytest.param("Alles dazu steht auf www.gera.de. Bitte lesen.", 2, id="address at the end"),
    ],
)
def test_sentences_end_where_they_end(text: str, sentences: int) -> None:
    document = lay(
        text + " Und nun folgt noch etwas mehr Text, damit dies ein Absatz ist und keine Überschrift." * 2
    )
    assert len(document.sentences) == sentences + 2


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("Mr. Ian Blake met Mrs. Jo Hall on Oct. 3 in the U.S. Congress.", 1, id="english"),
        pytest.param("St. Helens is a town. It is big.", 2, id="saint"),
    ],
)
def test_english_sentences(text: str, sentences: int) -> None:
    document = lay(
        text + " And here is some more text, so that this is a paragraph and no headline at all." * 2, "en"
    )
    assert len(document.sentences) == sentences + 2


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        pytest.param("Trier feiert mit Fort Worth", "headline", id="headline"),
        pytest.param("Foto: Stadt Trier / Ida Roth", "caption", id="photo credit"),
        pytest.param("Kontakt: Stadt Trier, Presseamt", "contact", id="contact"),
        pytest.param("• Schüleraustausch mit Pula", "list", id="list"),
        pytest.param("Startseite | Rathaus | Presse | Kontakt", "navigation", id="menu"),
        pytest.param("Die Stadt Trier hat gestern ihre Gäste empfangen.", "body", id="sentence"),
        pytest.param("© Stadt Trier", "caption", id="copyright"),
    ],
)
def test_lines_have_a_kind(line: str, kind: str) -> None:
    long = "Dies ist ein langer Absatz, der viel erzählt und darum kein Titel sein kann. " * 4
    document = lay(f"{line}\n\n{long}")
    assert document.blocks[0].kind == kind


def test_what_is_skipped_as_plain_stays_as_it_is() -> None:
    for code in range(0x2A00):
        if not _UNUSUAL.match(chr(code)):
            assert unicodedata.normalize("NFC", chr(code)) == chr(code)
            assert not unicodedata.combining(chr(code))


@given(st.text("abc XY.\n"))
def test_a_plain_letter_comes_from_itself(text: str) -> None:
    for character, span in zip(normalise(text).text, _origins(text), strict=True):
        assert character.isspace() or text[span.start : span.end] == character
