"""How to cite a page of ours: as text, BibTeX and CSL-JSON."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date

_TITLE = "twingraph"


@dataclass(frozen=True, slots=True)
class Citation:
    """One page as who cites it needs it; the text is in the language of the page."""

    text: str
    bibtex: str
    csl: str


def cite_page(title: str, address: str, generation: str | None, accessed: date, words: str) -> Citation:
    """Return the citation of a page.

    Args:
        words: A pattern of the reader's language with the places {title}, {version}, {address} and {date}.

    >>> print(cite_page("Bonn", "https://e.example/x", "1a2b", date(2026, 1, 2), "{title}, {version}").bibtex)
    @misc{twingraph-bonn-1a2b,
      title = {{Bonn}},
      howpublished = {twingraph},
      version = {1a2b},
      url = {https://e.example/x},
      urldate = {2026-01-02}
    }
    """
    version, day = generation or "-", accessed.isoformat()
    key = "-".join([_TITLE, *re.findall(r"[a-z0-9]+", title.casefold())[:4], version[:8]])
    fields = {"title": f"{{{_escape(title)}}}", "howpublished": _TITLE, "version": version}
    fields |= {"url": _escape(address), "urldate": day}
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    csl = {
        "id": key,
        "type": "webpage",
        "title": title,
        "container-title": _TITLE,
        "version": version,
        "URL": address,
        "accessed": {"date-parts": [[accessed.year, accessed.month, accessed.day]]},
    }
    text = words.format(title=title, version=version, address=address, date=day)
    return Citation(text, f"@misc{{{key},\n{lines}\n}}", json.dumps([csl], ensure_ascii=False, indent=1))


def _escape(text: str) -> str:
    """Return *text* without what BibTeX would take for its own."""
    return re.sub(r"[{}\\]", " ", text)
