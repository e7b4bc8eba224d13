"""Accept headers choose as RFC 9110 says."""

from __future__ import annotations

import pytest

from twingraph.serve.accept import choose_type, negotiate
from twingraph.serve.problem import Problem

OFFERS = ["text/html", "text/turtle", "application/ld+json"]


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        pytest.param(None, "text/html", id="none-takes-the-first"),
        pytest.param("", "text/html", id="empty-takes-the-first"),
        pytest.param("text/turtle", "text/turtle", id="exact"),
        pytest.param("TEXT/Turtle; charset=utf-8", "text/turtle", id="case-and-parameters"),
        pytest.param("text/html;q=0.2, text/turtle;q=0.9", "text/turtle", id="weights"),
        pytest.param("text/*;q=0.5, application/ld+json;q=0.4", "text/html", id="wildcard"),
        pytest.param("*/*, text/html;q=0", "text/turtle", id="zero-beats-wildcard"),
        pytest.param("text/html;q=0, */*;q=0.1", "text/turtle", id="specific-decides"),
        pytest.param("*/*;q=0", None, id="nothing-is-taken"),
        pytest.param("image/png", None, id="unknown"),
        pytest.param("text/turtle;q=2, application/ld+json;q=0.1", "application/ld+json", id="bad-weight"),
        pytest.param(",;;, text / html, application/ld+json", "application/ld+json", id="rubbish"),
        pytest.param(
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html", id="browser"
        ),
    ],
)
def test_choice(header: str | None, chosen: str | None) -> None:
    assert choose_type(header, OFFERS) == chosen


def test_format_goes_before_accept() -> None:
    formats = {"html": "text/html", "turtle": "text/turtle"}
    assert negotiate("text/html", "turtle", formats) == "text/turtle"
    assert negotiate("text/html", "text/turtle", formats) == "text/turtle"
    with pytest.raises(Problem, match="text/html, text/turtle"):
        negotiate("text/html", "png", formats)
