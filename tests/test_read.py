"""Files -> releases: decoding, front matter, sidecar files, folders."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twingraph.errors import ReadError
from twingraph.model import PartialDate
from twingraph.read import decode, find_releases, read_release

TEXT = "Jülich und Taicang\n\nDie Städte sind „Partner“ – seit 1998."


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(TEXT.encode(), TEXT, id="utf-8"),
        pytest.param(b"\xef\xbb\xbf" + TEXT.encode(), TEXT, id="utf-8 with byte order mark"),
        pytest.param(TEXT.replace("\n", "\r\n").encode(), TEXT.replace("\n", "\r\n"), id="CR LF stays"),
        pytest.param(TEXT.encode("cp1252"), TEXT, id="windows-1252"),
        pytest.param("Jülich".encode("latin-1"), "Jülich", id="latin-1"),
        pytest.param(TEXT.encode("utf-16"), TEXT, id="utf-16"),
        pytest.param(b"\xfe\xff" + TEXT.encode("utf-16-be"), TEXT, id="utf-16 big endian"),
        pytest.param("Ju\u0308lich".encode(), "Ju\u0308lich", id="decomposed letters stay"),
        pytest.param("Jü\u00adlich\u00a0a".encode(), "Jü\u00adlich\u00a0a", id="soft hyphens stay"),
        pytest.param("JÃ¼lich".encode(), "JÃ¼lich", id="damage done before stays"),
        pytest.param(b"Nur ASCII\f\nSeite 2", "Nur ASCII\f\nSeite 2", id="form feed"),
    ],
)
def test_text_is_decoded_and_otherwise_unchanged(tmp_path: Path, data: bytes, text: str) -> None:
    path = tmp_path / "r.txt"
    path.write_bytes(data)
    release = read_release(path)
    assert release.text == text
    assert release.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert release.id == "r"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "the file is empty", id="empty"),
        pytest.param(b" \r\n\t\n", "the file is empty", id="blank"),
        pytest.param(b"\xef\xbb\xbf", "the file is empty", id="byte order mark only"),
        pytest.param(b"\xff\xfe", "the file is empty", id="utf-16 mark only"),
        pytest.param(bytes(5_000), "binary data", id="zero bytes"),
        pytest.param(
            b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "an image .PNG., which is not read", id="picture"
        ),
        pytest.param(b"K" + bytes(range(1, 32)) * 9, "binary data", id="control characters"),
        pytest.param(b"abc \x81\x8d\x8f\x90\x9d", "neither UTF-8", id="no character set"),
    ],
)
def test_what_is_no_text_is_refused_with_file_reason_and_cure(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    path = tmp_path / "r.txt"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=reason) as caught:
        read_release(path)
    assert caught.value.path == str(path)
    assert caught.value.cure


def test_a_large_file_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(ReadError, match="50,000,000 bytes are more than the 5,000,000"):
        read_release(path)
    path.write_bytes(b"a" * 101)
    with pytest.raises(ReadError, match="TWINGRAPH_MAX_RELEASE_BYTES"):
        read_release(path, max_bytes=100)
    assert read_release(path, max_bytes=101).text == "a" * 101


def test_what_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="No such file"):
        read_release(tmp_path / "none.txt")
    with pytest.raises(ReadError, match="check the file and its permissions"):
        read_release(tmp_path)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_every_text_comes_back_from_utf_8(text: str) -> None:
    kept = text.removeprefix("\ufeff")
    if kept.strip("\ufeff \t"):
        assert decode(text.encode(), "x") == kept


FRONT = (
    '---\ntitle: Ein Jahr danach\ndate: 2021-05\nissuer: "Stadt Jülich"\nlanguage: fr\n'
    "source: https://a.example/b:c\nx: y\n---\n"
)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_front_matter_tells_about_the_release_and_stays_in_its_text(tmp_path: Path, end: str) -> None:
    path = tmp_path / "r.md"
    path.write_bytes((FRONT + TEXT).replace("\n", end).encode())
    release = read_release(path)
    assert (release.title, release.issuer, release.language) == ("Ein Jahr danach", "Stadt Jülich", "fr")
    assert (release.issued, release.source) == (PartialDate(2021, 5), "https://a.example/b:c")
    assert (release.title_span, release.issued_span) == (None, None)
    assert release.text.startswith("---")


def test_a_line_of_hyphens_in_the_text_is_no_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    path.write_text("Titel\n---\ntitle: kein Titel\n---\n", "utf-8")
    assert read_release(path).title is None


def test_a_sidecar_file_goes_before_front_matter(tmp_path: Path) -> None:
    (tmp_path / "r.md").write_text(FRONT + TEXT, "utf-8")
    sidecar = {
        "title": "Von daneben",
        "date": "2021-05-07",
        "retrieved": "2024-01-01",
        "other": [1],
        "issuer": None,
    }
    (tmp_path / "r.meta.json").write_text(json.dumps(sidecar), "utf-8")
    release = read_release(tmp_path / "r.md")
    assert (release.title, release.issued) == ("Von daneben", PartialDate(2021, 5, 7))
    assert (release.retrieved, release.issuer) == ("2024-01-01", "Stadt Jülich")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param("{", "no JSON", id="broken"),
        pytest.param("[1]", "no JSON object", id="list"),
        pytest.param('{"date": "7. Mai 2021"}', "is no date", id="date in words"),
        pytest.param('{"date": "2021-02-30"}', "is no date", id="no such day"),
        pytest.param('{"date": "2021-13"}', "is no date", id="no such month"),
        pytest.param('{"date": 20210507}', "is no date", id="number"),
        pytest.param('{"language": "nl"}', "language 'nl' is not read", id="language"),
    ],
)
def test_a_malformed_sidecar_file_is_named(tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "r.txt").write_text(TEXT, "utf-8")
    (tmp_path / "r.meta.json").write_text(content, "utf-8")
    with pytest.raises(ReadError, match=reason):
        read_release(tmp_path / "r.txt")


@pytest.mark.parametrize(
    ("written", "read"),
    [("2021", PartialDate(2021)), ("2021-05", PartialDate(2021, 5)), ("2021-05-07", PartialDate(2021, 5, 7))],
)
def test_a_date_is_as_precise_as_it_is_written(tmp_path: Path, written: str, read: PartialDate) -> None:
    (tmp_path / "r.txt").write_text(f"---\ndate: {written}\n---\n{TEXT}", "utf-8")
    assert read_release(tmp_path / "r.txt").issued == read


def test_a_name_with_decomposed_letters_is_composed(tmp_path: Path) -> None:
    path = tmp_path / "ju\u0308lich.txt"
    path.write_text(TEXT, "utf-8")
    assert read_release(path).id == "jülich"


def test_folders_give_their_texts_in_order_and_nothing_else(tmp_path: Path) -> None:
    names = ["b.txt", "a.md", "sub/c.TXT", "README.md", "d.json", "a.meta.json", ".hidden.txt", ".git/e.txt"]
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", "utf-8")
    found = find_releases([tmp_path])
    assert [str(p.relative_to(tmp_path)) for p in found] == ["a.md", "b.txt", "sub/c.TXT"]
    assert find_releases([tmp_path / "b.txt", tmp_path]) == [found[1], found[0], found[2]]
    assert find_releases([tmp_path / "d.json"]) == [tmp_path / "d.json"], (
        "a file that is named is read whatever it is"
    )


def test_folders_without_releases_and_missing_paths_are_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no release in this folder"):
        find_releases([tmp_path])
    with pytest.raises(ReadError, match="no such file or folder"):
        find_releases([tmp_path / "nowhere"])
