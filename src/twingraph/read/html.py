"""HTML pages: the main text without navigation and footers, and what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import lxml.html
from lxml import etree

from twingraph.errors import ReadError
from twingraph.read.document import LANGUAGES, Document, issuer_of, one_line, titled
from twingraph.read.text import decode

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,80}encoding=[\"']([\w.-]+)", re.I
)
# The clock of the machine decides nothing: htmldate's own bound of a date is the present day.
_DATES = {
    "extensive_search": False,
    "original_date": True,
    "min_date": "1990-01-01",
    "max_date": "2100-01-01",
}
_SAVED = re.compile(r"<!-- saved from url=\(\d+\)(https?://\S+) -->")
_MOSTLY = 0.7
_KEPT_AS = {"figcaption": "p", "figure": "div", "caption": "p"}
_AS_WRITTEN = ("pre", "textarea", "script", "style")
_SPACE = re.compile("[\x00-\x20\ufffe\uffff]+")


def read_html(data: bytes, path: Path, charset: str = "") -> Document:
    """Return the main text of a page: headlines, paragraphs, lists, tables, captions; blank lines between.

    Raises:
        ReadError: If the page has no main text, only navigation and the like.
    """
    html = decode(data, path, charset or _declared_charset(data))
    tree = _parse(html)
    text, said = ("", {}) if tree is None else _main_text(tree)
    if not text:
        reason = "a page without main text, only navigation or the like"
        raise ReadError(path, reason, "give the page of the release itself, or its text")
    said["source"] = said["source"] or _saved_from(html)
    return Document(titled(text, said["title"]) + "\n", {key: value for key, value in said.items() if value})


def _declared_charset(data: bytes) -> str:
    meta = _CHARSET.search(data[:4096])
    return (meta[1] or meta[2]).decode("ascii", "replace") if meta else ""


def _main_text(tree: Any) -> tuple[str, dict[str, str]]:
    """Return the main text, empty where there is none, and what the page says of itself."""
    import trafilatura  # takes a third of a second, which a build without pages saves

    links = {one_line(link.text_content()) for link in tree.iter("a")}
    language = tree.get("lang", "").lower()[:2]
    found: Any = trafilatura.bare_extraction(
        tree, with_metadata=True, include_comments=False, favor_recall=True, date_extraction_params=_DATES
    )
    if found is None or found.body is None:
        return "", {}
    text = "\n\n".join(filter(None, _blocks(found.body))).strip()
    return "" if _is_navigation(text, links) else text, {
        "title": one_line(found.title),
        "date": found.date or "",
        "source": _address(found.url),
        "issuer": issuer_of(found.sitename),
        "language": language if _speaks(language, text) else "",
    }


def _parse(html: str) -> Any:
    """Return the tree of a page, None where nothing is in it.

    Captions become paragraphs, to be kept; a line end of the source is a space, as browsers show it.
    """
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True)
    try:
        tree = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return None
    for element in tree.iter(etree.Element):
        if element.tag in _KEPT_AS:
            element.tag = _KEPT_AS[element.tag]
        if element.tag not in _AS_WRITTEN:
            element.text = _SPACE.sub(" ", element.text or "") or None
        element.tail = _SPACE.sub(" ", element.tail or "") or None
    return tree


def _blocks(body: Any) -> Iterator[str]:
    """Yield headlines, paragraphs and quotations; a list or a table is one block of lines."""
    for element in body:
        if element.tag in ("list", "table"):
            yield "\n".join(_items(element) if element.tag == "list" else _rows(element))
        elif element.tag in ("quote", "div", "code") and len(element.xpath("./p|./list|./head|./quote")):
            yield from _blocks(element)
        else:
            yield from _paragraphs(element)
        if (element.tail or "").strip():
            yield one_line(element.tail)


def _items(element: Any) -> Iterator[str]:
    """Yield the items of a list, those of lists inside it too, one a line."""
    for item in element.iterchildren("item"):
        inner = [sub for sub in item.iter("list") if next(sub.iterancestors("item")) is item]
        own = one_line(_without(item, inner))
        if own:
            yield f"- {own}"
        for sub in inner:
            yield from _items(sub)


def _without(element: Any, left_out: list[Any]) -> str:
    """Return the words of an element but for those of some elements inside it."""
    parts = [element.text or ""]
    for child in element:
        if child not in left_out:
            parts.append(_without(child, left_out))
        parts.append(child.tail or "")
    return " ".join(parts)


def _rows(element: Any) -> Iterator[str]:
    for row in element.iter("row"):
        cells = [one_line(" ".join(cell.itertext())) for cell in row.iterchildren("cell")]
        if any(cells):
            yield " | ".join(cells)


_BREAK = "\u2028"
_PARAGRAPH_END = re.compile(f"\\n|{_BREAK} *{_BREAK}[ {_BREAK}]*")


def _paragraphs(element: Any) -> Iterator[str]:
    """Yield what one element holds; a line break in it is one in the text, two are a paragraph's end.

    Where nothing but loose text was found, it comes as one element, with its paragraphs on lines.
    """
    for line_break in element.iter("lb"):
        line_break.tail = _BREAK + (line_break.tail or "")
    for paragraph in _PARAGRAPH_END.split("".join(element.itertext())):
        lines = [one_line(line) for line in paragraph.split(_BREAK)]
        if any(lines):
            yield "\n".join(line for line in lines if line)


def _is_navigation(text: str, links: set[str]) -> bool:
    """True where most of what is left are the words of links."""
    lines = [one_line(line).removeprefix("- ") for line in text.split("\n")]
    of_links = sum(len(line) for line in lines if line in links)
    return of_links > _MOSTLY * sum(map(len, lines))


def _address(url: str | None) -> str:
    parts = urlsplit(url or "")
    return url or "" if parts.scheme in ("http", "https") and parts.netloc else ""


def _saved_from(html: str) -> str:
    """Return the address that a browser writes into a page that it saves."""
    saved = _SAVED.search(html[:4096])
    return saved[1] if saved else ""


_COMMON = {
    "de": re.compile(r"\b(?:der|die|und|das|mit|den|ist|von)\b", re.I),
    "en": re.compile(r"\b(?:the|and|of|to|with|for|is)\b", re.I),
    "fr": re.compile(r"\b(?:le|les|et|des|la|du|est|une)\b", re.I),
}


def _speaks(language: str, text: str) -> bool:
    """True where the words are of the language that the page declares: many declare that of a template."""
    if language not in LANGUAGES:
        return False
    counts = {name: len(words.findall(text)) for name, words in _COMMON.items()}
    return counts[language] * 2 >= max(counts.values())
