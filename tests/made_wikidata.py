"""Wikidata as its query service has it, made of the P190 list of 2016 and our gazetteer; servers of it."""

from __future__ import annotations

import subprocess
import sys
import threading
import urllib.request
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox

import sample
from commands import SOURCE
from engines import free_port, wait_for
from twingraph.iris import PREFIXES, WIKIDATA, mint_iri
from twingraph.lexicon import read_gazetteer, read_lexicon
from twingraph.model import Place
from twingraph.registers import About, Known, make_register, read_list
from twingraph.registers.read import Listed

P190 = Path(__file__).resolve().parents[2] / "shared" / "datasets" / "wikidata_p190_2016-09_l3viathan.tsv"
DUS, HAIFA, BONN, OXFORD, LEIDEN, WARSAW = "Q1718", "Q41621", "Q586", "Q34217", "Q43631", "Q270"
KELLER, NAMESAKE, MUSEUM, DECOY, TWIN = (f"Q9900000{n}" for n in range(1, 6))
TBILISI, PALERMO = "Q994", "Q2656"
SINCE = {(BONN, OXFORD): "1947", (OXFORD, BONN): "1947", (DUS, HAIFA): "1989", (HAIFA, DUS): "1989-05",
         (OXFORD, LEIDEN): "1946"}  # fmt: skip
"""Start times there: as in our releases, contradicting them, and in one direction only."""
_GONE = {(LEIDEN, OXFORD)}
_NAMED = {OXFORD: "oxford 2640729", PALERMO: "palermo 2523920"}
"""The list has several of these names, so that their place does not follow from it."""
_XSD = PREFIXES["xsd"]
_GEO = ox.NamedNode("http://www.opengis.net/ont/geosparql#wktLiteral")

Triple = tuple[str, str, ox.NamedNode | ox.Literal]


def iri(curie: str) -> ox.NamedNode:
    prefix, _, name = curie.partition(":")
    return ox.NamedNode((WIKIDATA | PREFIXES)[prefix] + name)


def quads() -> Iterator[ox.Quad]:
    """Yield the statements, labels, places and countries of all items of the list, and a few made up."""
    table = read_list(P190, "wikidata", {})
    about = About.of("wikidata", "all", date(2016, 9, 12))
    known = {item: mint_iri("city", name) for item, name in _NAMED.items()}
    made = make_register(table, about, read_gazetteer(), read_lexicon(), Known(known))
    triples: list[Triple] = []
    for listed, placed in made.places.items():
        triples += _describe(listed, placed.place)
    links = {(one.item or "", two.item or "") for one, two in made.joined} - _GONE
    for one, two in sorted(links):
        triples += _claim(one, two, SINCE.get((one, two), ""))
    triples += [*_countries(made.places.values()), *_made_up()]
    yield from (ox.Quad(iri(s), iri(p), o) for s, p, o in triples)


def _describe(listed: Listed, place: Place | None) -> Iterator[Triple]:
    item = f"wd:{listed.item}"
    yield item, "rdfs:label", ox.Literal(listed.name, language="de")
    if place is None:
        return
    yield item, "rdfs:label", ox.Literal(place.name, language="en")
    yield item, "wdt:P17", iri(f"wd:{_country(place.country)}")
    point = f"Point({place.longitude:.4f} {place.latitude:.4f})"
    yield item, "wdt:P625", ox.Literal(point, datatype=_GEO)
    if listed.item != HAIFA:  # to be found by what it is called and where it is
        yield item, "wdt:P1566", ox.Literal(str(place.geonames_id))


def _country(code: str) -> str:
    return "Q8" + "".join(f"{ord(letter):02d}" for letter in code)


def _countries(placed: Iterable[object]) -> Iterator[Triple]:
    codes = {one.place.country for one in placed if one.place}  # type: ignore[attr-defined]
    for code in sorted(codes):
        yield f"wd:{_country(code)}", "wdt:P297", ox.Literal(code)


def _claim(one: str, two: str, since: str, rank: str = "NormalRank") -> Iterator[Triple]:
    name = f"wds:{one}-{uuid.uuid5(uuid.NAMESPACE_URL, f'{one} {two}')}"
    yield f"wd:{one}", "p:P190", iri(name)
    yield name, "ps:P190", iri(f"wd:{two}")
    yield name, "wikibase:rank", iri(f"wikibase:{rank}")
    if since:
        node = f"wd:v{uuid.uuid5(uuid.NAMESPACE_URL, since).hex}"
        time = f"{since}{'-01-01'[len(since) - 4 :]}T00:00:00Z"
        yield name, "pqv:P580", iri(node)
        yield node, "wikibase:timeValue", ox.Literal(time, datatype=ox.NamedNode(_XSD + "dateTime"))
        yield node, "wikibase:timePrecision", ox.Literal(9 if len(since) == 4 else 10)


def _made_up() -> Iterator[Triple]:
    """Yield people, a museum, a second Haifa, a second item with the number of Tbilisi, a wrong claim."""
    for item in (KELLER, NAMESAKE):
        yield f"wd:{item}", "rdfs:label", ox.Literal("Stephan Keller", language="de")
        yield f"wd:{item}", "wdt:P31", iri("wd:Q5")
    yield f"wd:{DUS}", "p:P6", iri(f"wds:{DUS}-head")
    yield f"wds:{DUS}-head", "ps:P6", iri(f"wd:{KELLER}")
    yield f"wd:{MUSEUM}", "rdfs:label", ox.Literal("Filmmuseum Düsseldorf", language="de")
    yield f"wd:{MUSEUM}", "wdt:P131", iri(f"wd:{DUS}")
    yield f"wd:{DECOY}", "rdfs:label", ox.Literal("Haifa", language="de")
    yield f"wd:{DECOY}", "wdt:P625", ox.Literal("Point(-70.1 40.2)", datatype=_GEO)
    yield f"wd:{TWIN}", "wdt:P1566", ox.Literal("611717")
    yield f"wd:{TBILISI}", "wdt:P1566", ox.Literal("611717")
    yield from _claim(WARSAW, OXFORD, "", "DeprecatedRank")


@contextmanager
def wikidata_server(folder: Path) -> Iterator[str]:
    """Serve all that in a process of its own; give the address of its SPARQL."""
    sample.open_store(folder / "wikidata", quads()).close()
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "twingraph",
        "serve",
        "--store",
        folder / "wikidata",
        "--port",
        str(port),
    ]
    environment = {"PYTHONPATH": str(SOURCE), "PATH": "/usr/bin:/bin", "HOME": str(folder)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/sparql?query=ASK%20%7B%7D", server)
            yield f"http://127.0.0.1:{port}/sparql"
        finally:
            server.terminate()
            server.wait(30)


class Proxy(ThreadingHTTPServer):
    """A server in front of *target* that can be busy, and break off.

    ``faults`` are what befalls the next requests, one each: a status, with the seconds of Retry-After, or
    "cut".  ``seen`` holds the User-Agent of each request.
    """

    daemon_threads = True

    def __init__(self, target: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target, self.faults, self.seen = target, list[tuple[int, str] | str](), list[str]()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/sparql"


class _Handler(BaseHTTPRequestHandler):
    server: Proxy
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append(self.headers["User-Agent"])
        fault = self.server.faults.pop(0) if self.server.faults else None
        if isinstance(fault, tuple):
            self._answer(fault[0], b"too many requests", "text/plain", {"Retry-After": fault[1]})
            return
        names = ("Accept", "Content-Type")
        asked = urllib.request.Request(self.server.target, body, {name: self.headers[name] for name in names})
        with urllib.request.urlopen(asked) as answer:
            content, kind = answer.read(), answer.headers["Content-Type"]
        self._answer(200, content, kind, {}, len(content) // 2 if fault == "cut" else None)

    def _answer(
        self, status: int, content: bytes, kind: str, more: dict[str, str], sent: int | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **more}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content[:sent])
        self.close_connection = sent is not None

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def proxy_of(target: str) -> Iterator[Proxy]:
    with Proxy(target) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        yield proxy
        proxy.shutdown()
