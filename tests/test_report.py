"""The page of an evaluation: what it marks, what it must not let through, and how a browser shows it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from commands import run
from test_browser import WIDTHS
from test_evaluation import folder, scored, unchanged
from test_pages import Outline
from twingraph.evaluation import write_report
from twingraph.evaluation.report import Entry, Piece, cut_text
from twingraph.model import Span

__all__ = ["folder"]  # fixtures

OVERLAPS = [
    pytest.param([], [("In Ulm und Kiel.", "")], id="nothing"),
    pytest.param([("right", 3, 6)], [("In ", ""), ("Ulm", "right"), (" und Kiel.", "")], id="one"),
    pytest.param(
        [("right", 3, 15), ("wrong", 11, 15)],
        [("In ", ""), ("Ulm und ", "right"), ("Kiel", "wrong"), (".", "")],
        id="one in the other",
    ),
    pytest.param(
        [("wrong", 0, 6), ("missed", 3, 10)],
        [("In ", "wrong"), ("Ulm", "wrong"), (" und", "missed"), (" Kiel.", "")],
        id="across",
    ),
    pytest.param([("right", 3, 6)] * 2, [("In ", ""), ("Ulm", "right"), (" und Kiel.", "")], id="twice"),
    pytest.param([("right", 0, 16)], [("In Ulm und Kiel.", "right")], id="all"),
]


@pytest.mark.parametrize(("spans", "pieces"), OVERLAPS)
def test_pieces(spans: list[tuple[str, int, int]], pieces: list[tuple[str, str]]) -> None:
    entries = [Entry(state, "city", f"{start}", "made", (Span(start, end),)) for state, start, end in spans]
    found: list[Piece] = list(cut_text("In Ulm und Kiel.", entries))
    assert [(piece.text, piece.state) for piece in found] == pieces


def test_what_was_found_missed_and_wrong_is_marked_and_listed(folder: Path) -> None:
    def change(gold: dict[str, object]) -> None:
        gold["persons"].pop()  # type: ignore[attr-defined]
        gold["institutions"] = [{"name": "Zusammenarbeit", "city": None}]

    page = write_report(scored(folder, change))
    Outline(page)
    wrong = re.search(r'<mark class="wrong" title="([^"]*)"[^>]*>Luc Petit</mark>', page)
    assert wrong
    assert "wrong person: Luc Petit" in wrong[1]
    assert re.search(r'<mark class="missed" title="[^"]*missed institution: Zusammenarbeit', page)
    assert '<td class="state missed">missed</td><td>institution</td><td>Zusammenarbeit</td>' in page
    assert page.count('<td class="state missed">') == 2  # and Luc Petit, whom nobody annotates, as signatory
    assert "2 missed" in page


def test_nothing_of_a_text_or_an_annotation_becomes_markup(folder: Path) -> None:
    evil = '<script>alert("x")</script><img src=https://evil.example/ onerror=alert(1)>'
    text = (folder / "a.txt").read_text("utf-8")
    (folder / "a.txt").write_text(f"{text}\n\n{evil} & </mark>\n", "utf-8")
    page = write_report(scored(folder, lambda gold: gold["projects"].append({"name": evil, "named": True})))
    Outline(page)
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(&#34;x&#34;)" in page


def test_the_same_evaluation_gives_the_same_page(folder: Path) -> None:
    assert write_report(scored(folder, unchanged)) == write_report(scored(folder, unchanged))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", WIDTHS, ids=lambda size: str(size[0]))
def test_in_a_browser(
    browser: Browser, folder: Path, tmp_path: Path, size: tuple[int, int], dark: bool
) -> None:
    path = tmp_path / "report.html"
    path.write_text(write_report(scored(folder, lambda gold: gold["persons"].pop())), "utf-8")
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        java_script_enabled=False,
        color_scheme="dark" if dark else "light",
    )
    page, wrong = context.new_page(), []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("request", lambda request: wrong.append(request.url))
    page.goto(path.as_uri(), wait_until="load")
    assert [url for url in wrong if url not in (path.as_uri(), "data:,")] == []
    assert page.locator("mark.wrong").first.is_visible()
    box = page.locator("body").bounding_box()
    assert box
    assert box["width"] <= size[0]
    page.locator("td a").first.click()
    assert "#r1-" in page.url
    context.close()


def test_the_command_writes_it(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[1]
    command = "evaluate", root / "tests" / "gold", "--texts", root / "data" / "releases"
    result = run(*command, "--html", tmp_path / "r.html")
    assert result.returncode == 0
    page = (tmp_path / "r.html").read_text("utf-8")
    assert page.count("<details") == 10
    assert "://" not in page.split("<body>")[0]
    nowhere = run(*command, "--html", tmp_path / "no" / "r.html")
    assert (nowhere.returncode, "cannot be written" in nowhere.stderr) == (1, True)
