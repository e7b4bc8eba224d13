"""How to cite the data set, or one fact with the words it rests on: BibTeX, CSL-JSON, CITATION.cff.

Sources: CSL-JSON 1.0.2, Citation File Format 1.2.0; BibTeX has @misc for what is neither book nor article.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from starlette.responses import Response

from twingraph.iris import compact
from twingraph.serve.about_page import published_on
from twingraph.serve.ask import Row, ask_rows
from twingraph.serve.linked.catalogue import dataset_iri
from twingraph.serve.links import absolute, version_address

if TYPE_CHECKING:
    from starlette.requests import Request

    from twingraph.serve.site import Site

BIBTEX, CSL = "application/x-bibtex", "application/vnd.citationstyles.csl+json"
FORMATS = {"bibtex": BIBTEX, "csl": CSL}
_SPECIAL = {"&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": "(", "}": ")", "\\": "/"}


@dataclass(frozen=True, slots=True)
class Work:
    """What is cited; ``issued`` is a date, a month or a year as ISO 8601 writes it, or empty."""

    key: str
    kind: str
    title: str
    author: str
    issued: str
    url: str
    version: str
    note: str = ""


def cite_dataset(site: Site, request: Request) -> Work:
    """Return the data set as a work: who runs the server publishes it."""
    version = site.store.generation or ""
    title = site.words(request)("home.title")
    return Work(
        key=f"twingraph-{version[:8] or 'empty'}",
        kind="dataset",
        title=f"twingraph: {title}",
        author=site.settings.imprint or "twingraph",
        issued=published_on(site) or "",
        url=version_address(request, version, "/dataset") if version else absolute(request, "/dataset"),
        version=version,
        note=dataset_iri(site.settings.base),
    )


def cite_statement(site: Site, iri: str) -> Work | None:
    """Return the release that makes a statement as a work, with the words of it; None for no statement."""
    rows = ask_rows(site.store, _STATEMENT.format(iri=ox.NamedNode(iri)))
    if not rows:
        return None
    said = {name: term.value for name, term in rows[0].items()}
    words = " […] ".join(dict.fromkeys(row["exact"].value for row in rows if "exact" in row))
    version = site.store.generation or ""
    return Work(
        key=_key(said.get("id", ""), iri.rpartition(".")[2]),
        kind="article-newspaper",
        title=said.get("title", said.get("id", "")),
        author=said.get("issuer", ""),
        issued=said.get("issued", ""),
        url=said.get("address", iri),
        version=version,
        note=f"“{_flat(words)}” ({_fact(rows[0])}). twingraph, version {version}, {iri}",
    )


_STATEMENT = """SELECT ?subject ?predicate ?object ?id ?title ?issuer ?issued ?address ?exact
WHERE {{ GRAPH ?g {{
  {iri} rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ; tg:source ?release .
  ?release dcterms:identifier ?id .
  OPTIONAL {{ ?release dcterms:title ?title }} OPTIONAL {{ ?release dcterms:publisher ?issuer }}
  OPTIONAL {{ ?release dcterms:issued ?issued }} OPTIONAL {{ ?release dcterms:source ?address }}
  OPTIONAL {{ {iri} tg:span ?span . ?span oa:start ?start ; oa:exact ?exact }} }} }} ORDER BY ?start"""


def answer_bibtex(site: Site, request: Request) -> Response:
    """Return the data set as BibTeX."""
    return send_work(cite_dataset(site, request), BIBTEX)


def answer_csl(site: Site, request: Request) -> Response:
    """Return the data set as CSL-JSON."""
    return send_work(cite_dataset(site, request), CSL)


def answer_cff(site: Site, request: Request) -> Response:
    """Return the data set as CITATION.cff."""
    body = as_cff(cite_dataset(site, request), site.settings.data_licence)
    return Response(body, media_type="application/yaml", headers={"Vary": "Accept-Language"})


def send_work(work: Work, media_type: str) -> Response:
    """Return a work in one of :data:`FORMATS`."""
    body = as_bibtex(work) if media_type == BIBTEX else as_csl(work)
    return Response(body, media_type=f"{media_type}; charset=utf-8" if media_type == BIBTEX else CSL)


def as_bibtex(work: Work) -> str:
    """Return a work as an entry of BibTeX."""
    year, month, day = (*work.issued.split("-"), "", "", "")[:3]
    fields = {
        "author": f"{{{_latex(work.author)}}}" if work.author else "",
        "title": f"{{{_latex(work.title)}}}",
        "year": year,
        "month": month.lstrip("0"),
        "day": day.lstrip("0"),
        "version": work.version,
        "url": re.sub(r"[{}\\\s]", "", work.url),
        "note": _latex(work.note),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{{work.key},\n{lines}\n}}\n"


def as_csl(work: Work) -> str:
    """Return a work as a list of one item of CSL-JSON."""
    item: dict[str, Any] = {"id": work.key, "type": work.kind, "title": work.title, "URL": work.url}
    if work.author:
        item["author"] = [{"literal": work.author}]
    if parts := [int(part) for part in work.issued.split("-") if part.isdigit()]:
        item["issued"] = {"date-parts": [parts]}
    item |= {name: value for name, value in (("version", work.version), ("note", work.note)) if value}
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


def as_cff(work: Work, licence: str) -> str:
    """Return a data set as CITATION.cff; a string of JSON is one of YAML too."""
    fields: dict[str, Any] = {
        "cff-version": "1.2.0",
        "type": "dataset",
        "message": "Cite the press release whose words say it first, then this data set.",
        "title": work.title,
        "version": work.version,
        "date-released": work.issued,
        "url": work.url,
        "license-url": licence,
    }
    lines = [f"{name}: {_yaml(value)}" for name, value in fields.items() if value]
    lines += ["authors:", f"  - name: {_yaml(work.author)}"]
    lines += ["identifiers:", "  - type: url", f"    value: {_yaml(work.note)}"]
    return "\n".join([*lines, ""])


def _yaml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _key(*parts: str) -> str:
    return "-".join(re.sub(r"[^A-Za-z0-9-]+", "-", part).strip("-") for part in parts)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _latex(text: str) -> str:
    """Return *text* as LaTeX prints it.

    >>> _latex("Tom & {Jerry} 100 %")
    'Tom \\\\& (Jerry) 100 \\\\%'
    """
    return "".join(_SPECIAL.get(character, character) for character in text)


def _fact(row: Row) -> str:
    terms = (row[name] for name in ("subject", "predicate", "object"))
    return " ".join(compact(t.value) if isinstance(t, ox.NamedNode) else t.value for t in terms)
