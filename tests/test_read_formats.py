"""PDF, HTML pages, messages and archives -> releases."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import struct
import zipfile
from contextlib import suppress
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_files import BODY, HEADLINE, TEXT, archive, mail, page, pdf, scan
from twingraph.errors import ReadError
from twingraph.extract import extract_release
from twingraph.lexicon import Gazetteer, Lexicon, read_gazetteer, read_lexicon
from twingraph.model import PartialDate, PressRelease, Span
from twingraph.read import find_releases, read_original, read_release

ARTICLE = f"<h1>{HEADLINE}</h1><p>{BODY[0]} {BODY[1]}</p>"
LINES = (HEADLINE, "", *BODY)


def read(folder: Path, name: str, data: bytes, **how: int) -> PressRelease:
    (folder / name).write_bytes(data)
    return read_release(folder / name, **how)


def refused(folder: Path, name: str, data: bytes, **how: int) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(folder, name, data, **how)
    assert caught.value.cure
    return caught.value


# What a file is


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        pytest.param("r.pdf", pdf(LINES), "application/pdf", id="pdf"),
        pytest.param("r.txt", pdf(LINES), "application/pdf", id="pdf named text"),
        pytest.param("r.html", pdf(LINES), "application/pdf", id="pdf named page"),
        pytest.param("r.html", page(ARTICLE), "text/html", id="page"),
        pytest.param("r.txt", page(ARTICLE), "text/html", id="page named text"),
        pytest.param("r.pdf", page(ARTICLE), "text/html", id="page named pdf"),
        pytest.param("r.htm", f"<p>{TEXT}</p>".encode(), "text/html", id="piece of a page"),
        pytest.param("r.eml", mail(), "message/rfc822", id="message"),
        pytest.param("r.txt", TEXT.encode(), "text/plain", id="text"),
        pytest.param("r.md", TEXT.encode(), "text/markdown", id="markdown"),
        pytest.param("r.txt", b"a < b, <html> is a word\n", "text/plain", id="text about pages"),
    ],
)
def test_first_bytes_go_before_the_ending(tmp_path: Path, name: str, data: bytes, media_type: str) -> None:
    release = read(tmp_path, name, data)
    assert (release.id, release.media_type) == ("r", media_type)
    assert release.original == hashlib.sha256(data).hexdigest()
    assert release.sha256 == hashlib.sha256(release.text.encode()).hexdigest()


@pytest.mark.parametrize("name", ["r.txt", "r.pdf", "r.html", "r.eml"])
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"\xff\xd8\xff\xe0" + bytes(50), "an image (JPEG), which is not read", id="jpeg"),
        pytest.param(b"RIFF1234WEBP", "an image (WebP), which is not read", id="webp"),
        pytest.param(archive({"[Content_Types].xml": b"x", "word/document.xml": b"x"}), "DOCX", id="docx"),
        pytest.param(archive({"mimetype": b"x", "META-INF/manifest.xml": b"x"}), "ODT", id="odt"),
        pytest.param(b"\xd0\xcf\x11\xe0" + bytes(50), "an old office program", id="doc"),
        pytest.param(b"{\\rtf1 Text}", "Rich Text Format", id="rtf"),
        pytest.param(gzip.compress(TEXT.encode()), "packed with gzip", id="gzip"),
        pytest.param(b'<?xml version="1.0"?>\n<rss><channel/></rss>', "a feed or a sitemap", id="feed"),
        pytest.param(archive({"a.txt": b"x"}), "a ZIP archive; give it the ending .zip", id="zip"),
    ],
)
def test_what_is_not_read_says_what_it_is_and_what_to_give(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    assert reason in str(refused(tmp_path, name, data))


# PDF


def test_a_pdf_keeps_lines_paragraphs_and_pages(tmp_path: Path) -> None:
    second = ("Der Rat stimmte zu.", "", "", "Seite 2 von 2")
    release = read(tmp_path, "r.pdf", pdf((*LINES, "", "Kontakt: Presse-"), second))
    assert release.text == (
        f"{HEADLINE}\n\n{BODY[0]}\n{BODY[1]}\n\nKontakt: Presse-\fDer Rat stimmte zu.\n\nSeite 2 von 2"
    )


def test_a_hyphen_at_the_end_of_a_line_stays_one(tmp_path: Path) -> None:
    release = read(tmp_path, "r.pdf", pdf(("Die Partnerschaft der Bürger-", "meister besteht seit 1958.")))
    assert release.text == "Die Partnerschaft der Bürger-\nmeister besteht seit 1958."


LONG = "Köln und Turin sind seit langem Partner und wollen es bleiben, sagt der Rat. " * 4


@pytest.mark.parametrize(
    ("lines", "title", "given"),
    [
        pytest.param((HEADLINE, "", LONG), "Aus dem Rathaus", None, id="the text has a headline"),
        pytest.param((LONG,), "Aus dem Rathaus", "Aus dem Rathaus", id="the text has none"),
        pytest.param((LONG,), "Microsoft Word - Dok1", None, id="a program's"),
        pytest.param((LONG,), "presse.docx", None, id="a file's"),
    ],
)
def test_the_title_of_the_metadata_counts_where_the_text_has_none(
    tmp_path: Path, lines: tuple[str, ...], title: str, given: str | None
) -> None:
    assert read(tmp_path, "r.pdf", pdf(lines, title=title)).title == given


@pytest.mark.parametrize(
    ("line", "issued"),
    [
        pytest.param("Vertrag vom 2. Juni 2023", None, id="German"),
        pytest.param("02.06.2023", None, id="numbers"),
        pytest.param("June 2, 2023", None, id="English"),
        pytest.param("Seit 1958 besteht die Partnerschaft", PartialDate(2000, 1, 1), id="none"),
    ],
)
def test_the_day_of_the_metadata_counts_where_the_text_has_none(
    tmp_path: Path, line: str, issued: PartialDate | None
) -> None:
    assert read(tmp_path, "r.pdf", pdf((line,))).issued == issued  # an invariant PDF is of the year 2000


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(scan(), "scanned, no text layer; run OCR (e.g. ocrmypdf) first", id="scan"),
        pytest.param(pdf(("...",)), "scanned, no text layer", id="no letters"),
        pytest.param(pdf(LINES, password="geheim"), "an encrypted PDF", id="encrypted"),
        pytest.param(b"%PDF-1.7\nnonsense", "a damaged PDF", id="nonsense"),
        pytest.param(pdf(LINES)[:300], "a damaged PDF", id="cut"),
        pytest.param(b"Kein PDF", "no PDF, whatever its name says", id="text named pdf"),
        pytest.param(b"", "no PDF, whatever its name says", id="empty"),
        pytest.param(pdf(*[("",)] * 10_001), "a PDF with 10,001 pages", id="too many pages"),
    ],
)
def test_a_pdf_that_gives_no_text_says_why(tmp_path: Path, data: bytes, reason: str) -> None:
    assert reason in str(refused(tmp_path, "r.pdf", data))


def test_the_text_of_a_pdf_is_measured_and_its_file_too(tmp_path: Path) -> None:
    data = pdf(*[LINES] * 50)
    assert "TWINGRAPH_MAX_RELEASE_BYTES" in str(refused(tmp_path, "r.pdf", data, max_bytes=1_000))
    assert "TWINGRAPH_MAX_FILE_BYTES" in str(refused(tmp_path, "r.pdf", data, max_file_bytes=1_000))


# HTML pages


def test_a_page_gives_its_text_and_what_it_says_of_itself(tmp_path: Path) -> None:
    head = (
        f"<title>{HEADLINE} | Stadt Köln</title><meta property='og:site_name' content='Stadt Köln'>"
        "<link rel='canonical' href='https://www.koeln.example/presse/1'>"
        "<meta property='article:published_time' content='2023-06-02T00:30:00+02:00'>"
    )
    release = read(tmp_path, "r.html", page(ARTICLE, head))
    assert (release.title, release.title_span) == (HEADLINE, Span(0, len(HEADLINE)))
    assert (release.issued, release.language) == (PartialDate(2023, 6, 2), "de")
    assert (release.source, release.issuer) == ("https://www.koeln.example/presse/1", "Stadt Köln")
    assert release.text == TEXT


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        pytest.param("<ul><li>Jugend</li><li><p>Sport</p></li></ul>", ["- Jugend", "- Sport"], id="list"),
        pytest.param(
            "<ul><li>Kultur:<ul><li>Film</li></ul></li></ul>", ["- Kultur:", "- Film"], id="list in list"
        ),
        pytest.param(
            "<h2>Das Programm</h2><p>Es folgt.</p>", ["Das Programm", "", "Es folgt."], id="headline"
        ),
        pytest.param(
            "<figure><img src='a.jpg'><figcaption>Reker unterzeichnet. Foto: Maier</figcaption></figure>",
            ["Reker unterzeichnet. Foto: Maier"],
            id="caption",
        ),
        pytest.param("<p>Der Rat<br>der Stadt</p>", ["Der Rat", "der Stadt"], id="line break"),
        pytest.param(
            "<p>Der Rat<br/><br>\n<br>der Stadt</p>", ["Der Rat", "", "der Stadt"], id="line breaks"
        ),
        pytest.param("<p>Der Rat\r\n   der Stadt</p>", ["Der Rat der Stadt"], id="line ends of the source"),
        pytest.param(
            "<table><tr><th>Jahr</th><th>Stadt</th></tr><tr><td>1958</td><td>Turin</td></tr></table>",
            ["Jahr | Stadt", "1958 | Turin"],
            id="table",
        ),
        pytest.param("<blockquote><p>„Wir bleiben.“</p></blockquote>", ["„Wir bleiben.“"], id="quotation"),
        pytest.param(
            "<p>Bürger&shy;meister in Kr&aacute;sn&aacute;</p>",
            ["Bürger\u00admeister in Krásná"],
            id="entities",
        ),
    ],
)
def test_what_a_page_is_built_of_is_kept(tmp_path: Path, html: str, lines: list[str]) -> None:
    release = read(tmp_path, "r.html", page(f"{ARTICLE}{html}<p>{BODY[1]} Das sagte sie.</p>"))
    assert "\n".join(["", "", *lines, "", ""]) in release.text
    assert "Impressum" not in release.text
    assert "Rathaus und Service" not in release.text


@pytest.mark.parametrize(
    ("language", "words", "found"),
    [
        ("de-DE", TEXT, "de"),
        ("en", TEXT, ""),
        ("nl", TEXT, ""),
        ("fr", "La ville et les élus de Lyon, le maire. " * 5, "fr"),
    ],
)
def test_a_declared_language_counts_where_the_words_agree(
    tmp_path: Path, language: str, words: str, found: str
) -> None:
    assert (
        read(tmp_path, "r.html", page(f"<h1>{HEADLINE}</h1><p>{words}</p>", language=language)).language
        == found
    )


@pytest.mark.parametrize("name", ["Kölner Nachrichten", "Stadt"])
def test_a_site_that_is_no_office_is_no_issuer(tmp_path: Path, name: str) -> None:
    head = f"<meta property='og:site_name' content='{name}'>"
    assert read(tmp_path, "r.html", page(ARTICLE, head)).issuer is None


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "iso-8859-15", "utf-16"])
def test_a_page_is_read_in_its_character_set(tmp_path: Path, charset: str) -> None:
    html = page(ARTICLE).decode().replace("utf-8", charset)
    assert HEADLINE in read(tmp_path, "r.html", html.encode(charset)).text


def test_a_saved_page_knows_where_it_is_from(tmp_path: Path) -> None:
    saved = b"<!-- saved from url=(0034)https://www.koeln.example/presse/1 -->"
    data = page(ARTICLE).replace(b"<html", saved + b"<html", 1)
    assert read(tmp_path, "r.html", data).source == "https://www.koeln.example/presse/1"


def test_a_sidecar_goes_before_what_a_page_says(tmp_path: Path) -> None:
    (tmp_path / "r.meta.json").write_text(json.dumps({"title": "Anders", "date": "2023-06-03"}))
    release = read(tmp_path, "r.html", page(ARTICLE, f"<title>{HEADLINE}</title>"))
    assert (release.title, release.title_span, release.issued) == ("Anders", None, PartialDate(2023, 6, 3))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(page(""), id="navigation alone"),
        pytest.param(b"<html><body></body></html>", id="nothing"),
        pytest.param(b"<!doctype html><!-- -->", id="comment"),
        pytest.param(b"<html><body><script>var a = 1;</script></body></html>", id="script"),
        pytest.param(b"<html><body>" + b"<div>" * 30_000 + b"x", id="deeper than anyone writes"),
    ],
)
def test_a_page_without_main_text_is_refused(tmp_path: Path, data: bytes) -> None:
    assert refused(tmp_path, "r.html", data).reason == "a page without main text, only navigation or the like"


# Messages


def test_a_message_is_its_text_under_its_subject(tmp_path: Path) -> None:
    body = f"{BODY[0]} {BODY[1]}\n"
    data = mail(body, From="Stadt Köln <presse@koeln.example>", html="<p>Anders</p>")
    release = read(tmp_path, "r.eml", data)
    assert release.text == f"{HEADLINE}\n\n{body}"
    assert (release.title, release.title_span) == (HEADLINE, Span(0, len(HEADLINE)))
    assert (release.issued, release.issuer) == (PartialDate(2023, 6, 2), "Stadt Köln")


@pytest.mark.parametrize(
    ("rest", "kept"),
    [
        pytest.param("\n-- \nPresseamt\nTelefon 0221", "", id="signature"),
        pytest.param("\n> Liebe Kollegin\n> bitte senden\nGruß\n", "\nGruß", id="quotation"),
        pytest.param("\nAm 1. Juni 2023 um 10:00 schrieb Eva Maier:\n> Bitte senden.\n", "", id="reply"),
        pytest.param("\n-----Ursprüngliche Nachricht-----\nVon: Eva\n\nBitte senden.\n", "", id="original"),
        pytest.param(
            "\nAm 1. Juni wurde unterschrieben: 1958.\n",
            "\nAm 1. Juni wurde unterschrieben: 1958.",
            id="no reply",
        ),
    ],
)
def test_quotations_and_signatures_are_cut(tmp_path: Path, rest: str, kept: str) -> None:
    release = read(tmp_path, "r.eml", mail(TEXT + rest))
    assert release.text == TEXT.rstrip() + ("\n" + kept if kept else "") + "\n"


def test_a_message_that_only_quotes_is_kept(tmp_path: Path) -> None:
    quoted = "".join(f"> {line}\n" for line in TEXT.splitlines())
    assert BODY[1] in read(tmp_path, "r.eml", mail(quoted)).text


def test_a_message_of_html_alone_is_read_as_a_page(tmp_path: Path) -> None:
    release = read(tmp_path, "r.eml", mail("", html=page(ARTICLE + "<ul><li>Jugend</li></ul>").decode()))
    assert release.text == f"{TEXT}\n- Jugend\n"


def test_what_is_attached_is_a_release_of_its_own(tmp_path: Path) -> None:
    inner = mail("Noch eine Meldung aus Köln.", attached={"c.pdf": pdf(("Tief innen",))}, Subject="Meldung")
    attached = {
        "logo.png": b"\x89PNG\r\n\x1a\n",
        "a.pdf": pdf(LINES),
        "b.html": page(ARTICLE),
        "w.eml": inner,
    }
    (tmp_path / "m.eml").write_bytes(mail(attached=attached))
    paths = find_releases([tmp_path])
    names = ["m.eml", "m.eml/m.1.pdf", "m.eml/m.2.html", "m.eml/m.3.eml", "m.eml/m.3.eml/m.3.1.pdf"]
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == names
    releases = [read_release(path) for path in paths]
    assert [release.id for release in releases] == ["m", "m.1", "m.2", "m.3", "m.3.1"]
    assert [HEADLINE in release.text for release in releases] == [True, True, True, False, False]
    assert read_original(paths[1]) == attached["a.pdf"]


def test_a_message_without_words_is_what_is_attached(tmp_path: Path) -> None:
    (tmp_path / "m.eml").write_bytes(mail(" ", attached={"a.pdf": pdf(LINES)}))
    assert [path.name for path in find_releases([tmp_path])] == ["m.1.pdf"]
    (tmp_path / "m.eml").write_bytes(mail(" ", attached={"a.png": b"\x89PNG"}))
    assert "a message without text" in str(refused(tmp_path, "m.eml", (tmp_path / "m.eml").read_bytes()))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(mail().replace(b"Fri, 02 Jun 2023", b"Xyz, 99 Foo 2023"), id="dates"),
        pytest.param(mail().replace(b'charset="utf-8"', b'charset="klingon"'), id="unknown character set"),
        pytest.param(mail().replace(b"Subject: ", b"Subject: =?utf-8?q?=ZZ=?= "), id="subject"),
        pytest.param(b"From: (((\nTo: <<>\n\n" + TEXT.encode(), id="addresses"),
        pytest.param(b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\n" + TEXT.encode(), id="cut"),
    ],
)
def test_a_damaged_message_is_read_as_far_as_it_goes(tmp_path: Path, data: bytes) -> None:
    assert "1958" in read(tmp_path, "r.eml", data).text


# Archives


def test_members_of_an_archive_are_releases(tmp_path: Path) -> None:
    members = {
        "2023/turin.pdf": pdf(LINES),
        "2023/turin.meta.json": json.dumps({"source": "https://k.example/1"}).encode(),
        "krakau.txt": TEXT.encode(),
        "post.eml": mail(attached={"a.txt": TEXT.encode()}),
        "README.txt": b"x",
        "__MACOSX/._krakau.txt": b"x",
        ".hidden.txt": b"x",
        "bild.jpg": b"x",
        "ordner/": b"",
    }
    (tmp_path / "alle.zip").write_bytes(archive(members))
    paths = find_releases([tmp_path])
    names = ["2023/turin.pdf", "krakau.txt", "post.eml", "post.eml/post.1.txt"]
    assert [path.relative_to(tmp_path / "alle.zip").as_posix() for path in paths] == names
    turin, krakau, post, attached = map(read_release, paths)
    assert (turin.source, turin.original) == (
        "https://k.example/1",
        hashlib.sha256(members["2023/turin.pdf"]).hexdigest(),
    )
    assert (krakau.text, post.id, attached.text) == (TEXT, "post", TEXT)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / "alle.zip"]


def encrypted() -> bytes:
    """Return an archive that says of its member that it is encrypted."""
    data = bytearray(archive({"a.txt": TEXT.encode()}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    return bytes(data)


def lying() -> bytes:
    """Return an archive whose directory says that its bomb unpacks to ten bytes."""
    data = bytearray(archive({"a.txt": b"a" * 20_000}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 10)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(archive({"../a.txt": b"x"}), "a path that leads out of it", id="parent"),
        pytest.param(archive({"a/../../b.txt": b"x"}), "a path that leads out of it", id="parent inside"),
        pytest.param(archive({"/etc/a.txt": b"x"}), "a path that leads out of it", id="root"),
        pytest.param(archive({"C:\\a.txt": b"x"}), "a path that leads out of it", id="drive"),
        pytest.param(archive({"..\\a.txt": b"x"}), "a path that leads out of it", id="backslash"),
        pytest.param(encrypted(), "'a.txt' in it is encrypted", id="encrypted"),
        pytest.param(archive({"a.txt": bytes(20_000_000)}), "would grow from", id="bomb"),
        pytest.param(archive({f"{n}.txt": b"" for n in range(10_001)}), "10,001 files", id="many"),
        pytest.param(archive({"a.txt": b"x"})[:-30], "a damaged ZIP archive", id="cut"),
        pytest.param(archive({}), "no release in this archive", id="empty"),
        pytest.param(archive({"a.jpg": b"x"}), "no release in this archive", id="pictures"),
        pytest.param(b"no archive", "a damaged ZIP archive", id="text"),
    ],
)
def test_an_archive_that_cannot_be_trusted_is_refused_as_a_whole(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    (tmp_path / "x.zip").write_bytes(data)
    assert find_releases([tmp_path]) == [tmp_path / "x.zip"]
    assert reason in str(refused(tmp_path, "x.zip", data))


def test_a_member_is_measured_while_it_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(lying())
    [path] = find_releases([tmp_path / "x.zip"])
    with pytest.raises(ReadError, match=r"damaged in the archive|more than the"):
        read_release(path, max_file_bytes=10_000)


def test_a_damaged_member_costs_itself_alone(tmp_path: Path) -> None:
    good = archive({"a.txt": TEXT.encode(), "b.txt": TEXT.encode(), "c.zip": archive({"d.txt": b"x"})})
    with zipfile.ZipFile(io.BytesIO(good)) as packed:
        at = packed.getinfo("b.txt").header_offset + 40
    (tmp_path / "x.zip").write_bytes(good[:at] + b"\xff\xff\xff\xff" + good[at + 4 :])
    first, second, third = find_releases([tmp_path])
    assert read_release(first).text == TEXT
    with pytest.raises(ReadError, match="damaged in the archive"):
        read_release(second)
    with pytest.raises(ReadError, match="an archive inside another file; unpack it"):
        read_release(third)


@pytest.mark.parametrize("name", ["x.zip/none.txt", "m.eml/m.7.pdf", "a.txt/inner.txt"])
def test_a_part_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "x.zip").write_bytes(archive({"a.txt": b"x"}))
    (tmp_path / "m.eml").write_bytes(mail())
    (tmp_path / "a.txt").write_text(TEXT)
    with pytest.raises(ReadError):
        read_release(tmp_path / name)


# Whatever comes


WORD = st.text(st.characters(codec="latin-1", categories=["Lu", "Ll"]), min_size=2, max_size=12)
PARAGRAPHS = st.lists(
    st.lists(WORD, min_size=4, max_size=9).map(" ".join), min_size=2, max_size=8, unique=True
)


@settings(deadline=None, max_examples=40)
@given(paragraphs=PARAGRAPHS)
def test_every_word_of_a_pdf_and_of_a_page_is_in_the_text_in_order(
    tmp_path_factory: pytest.TempPathFactory, paragraphs: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("words")
    lines = [line for paragraph in paragraphs for line in (paragraph, "")]
    sentences = "".join(f"<p>{escape(paragraph)}.</p>" for paragraph in paragraphs)
    words = " ".join(paragraphs).split()
    assert read(folder, "r.pdf", pdf(lines)).text.split() == words
    found = re.findall(
        r"\w+", read(folder, "r.html", page(f"<h1>{HEADLINE}</h1><p>{TEXT}</p>{sentences}")).text
    )
    assert found[-len(words) :] == words


@settings(deadline=None, max_examples=150)
@given(
    data=st.binary(max_size=400),
    name=st.sampled_from(["r.pdf", "r.html", "r.eml", "r.zip", "r.txt"]),
    cut=st.integers(0, 3_000),
)
def test_damaged_files_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    whole = {"r.pdf": pdf(LINES), "r.html": page(ARTICLE), "r.eml": mail(attached={"a.pdf": pdf(LINES)}),
             "r.zip": archive({"a.txt": TEXT.encode()}), "r.txt": TEXT.encode()}[name]  # fmt: skip
    (folder / name).write_bytes(whole[:cut] + data + whole[cut + len(data) :])
    for path in find_releases([folder]):
        with suppress(ReadError):
            release = read_release(path)
            assert release.text.strip()
            assert release.sha256 == hashlib.sha256(release.text.encode()).hexdigest()


@pytest.fixture(scope="module")
def language_data() -> tuple[Lexicon, Gazetteer]:
    return read_lexicon(), read_gazetteer()


@pytest.mark.parametrize(
    ("name", "data"),
    [("r.pdf", pdf(LINES)), ("r.html", page(ARTICLE)), ("r.eml", mail()), ("r.txt", TEXT.encode())],
)
def test_the_facts_are_the_same_whatever_the_file(
    tmp_path: Path, language_data: tuple[Lexicon, Gazetteer], name: str, data: bytes
) -> None:
    release = read(tmp_path, name, data)
    extraction = extract_release(release, *language_data)
    quotes = {release.text[s.start : s.end] for fact in extraction.facts for s in fact.evidence.spans}
    assert {"Köln", "Turin", "Henriette Reker", "Stefano Rossi"} <= {e.name for e in extraction.entities}
    assert any("1958" in quote for quote in quotes)
    assert all(quote.strip() for quote in quotes)
