"""The OpenAPI description: what programs make up from it, the server answers as it says."""

from __future__ import annotations

import csv
import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

import sample
from conftest import serving
from twingraph.query import load_queries
from twingraph.serve.samples import code_samples
from twingraph.settings import Settings
from twingraph.store.base import GraphStore

TOKEN = "a-token-for-tests"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that may be written to."""
    store = sample.open_store(tmp_path_factory.mktemp("api") / "store", sample.quads(), sample.texts())
    with store, serving(store, Settings(write_token=TOKEN)) as address:
        yield address


def test_made_up_requests_find_nothing(url: str, tmp_path: Path) -> None:
    program = shutil.which("schemathesis", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("schemathesis is not installed; it is among the development extras")
    command = [program, "run", f"{url}/openapi.json", "--max-examples", "2", "--seed", "1", "--no-color"]
    command += ["--header", f"Authorization: Bearer {TOKEN}", "--generation-database", "none"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=500)
    assert done.returncode == 0, done.stdout[-8_000:] + done.stderr[-2_000:]


def test_each_question_is_an_operation(url: str) -> None:
    api = httpx.get(f"{url}/openapi.json").json()
    for name, query in load_queries().items():
        operation = api["paths"][f"/queries/{name}"]["get"]
        assert operation["summary"] == query.title["en"]
        described = {field["name"] for field in operation["parameters"]}
        assert described == {parameter.name for parameter in query.parameters} | {"format"}
    cities = api["paths"]["/queries/city_links"]["get"]["parameters"][0]["schema"]["enum"]
    assert sample.iri("id:city/moscow-524901") in cities


def test_nobody_is_told_of_writing_where_there_is_none(sample_url: str) -> None:
    paths = httpx.get(f"{sample_url}/openapi.json").json()["paths"]
    assert "/update" not in paths
    assert set(paths["/data"]) == {"get"}


def test_the_list_of_questions(sample_url: str) -> None:
    listed = httpx.get(f"{sample_url}/queries", headers={"Accept": "application/json"})
    assert listed.headers["content-type"] == "application/json"
    queries = {query["name"]: query for query in listed.json()["queries"]}
    assert set(queries) == set(load_queries())
    city = queries["city_links"]["parameters"][0]
    assert (city["name"], city["type"], city["required"]) == ("city", "city", False)
    assert queries["city_links"]["url"] == f"{sample_url}/queries/city_links"


@pytest.mark.parametrize("format_name", ["csv", "tsv", "json", "xml"])
def test_a_question_in_each_format(sample_url: str, format_name: str) -> None:
    asked = {"city": "Moskau", "on": "2026-01-01", "format": format_name}
    answer = httpx.get(f"{sample_url}/queries/city_links", params=asked)
    assert answer.status_code == 200
    wanted = ox.QueryResultsFormat.from_extension({"json": "srj", "xml": "srx"}.get(format_name, format_name))
    assert answer.headers["content-type"].partition(";")[0] == str(wanted.media_type).partition(";")[0]  # type: ignore[union-attr]
    again = httpx.get(
        f"{sample_url}/queries/city_links", params=asked, headers={"If-None-Match": answer.headers["etag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ({"city": "Atlantis"}, "names no city"),
        ({"on": "2026-02-30"}, "no day of the calendar"),
        ({"colour": "red"}, "unknown parameter 'colour'"),
        ({"city": 'x" . } ; CLEAR ALL #'}, "names no city"),
    ],
)
def test_bad_values_are_told(sample_url: str, asked: dict[str, str], word: str) -> None:
    answer = httpx.get(f"{sample_url}/queries/city_links", params={**asked, "format": "json"})
    assert answer.status_code == 422
    assert word in answer.json()["detail"]
    assert answer.json()["rule"] == "parameters"


def test_what_cannot_be_decoded_is_told(sample_url: str) -> None:
    answer = httpx.get(f"{sample_url}/queries/city_links?city=%FF", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def test_no_cell_of_a_question_is_a_formula(
    tmp_path: Path, serve: Callable[[GraphStore, Settings], str]
) -> None:
    evil, release = "=cmd|' /C calc'!A0", sample.node("id:graph/moskau-2019")
    city = sample.node("id:city/moscow-524901")
    quads = [
        ox.Quad(city, sample.node("rdfs:label"), ox.Literal(evil), graph)
        for graph in (ox.DefaultGraph(), release)
    ]
    with sample.open_store(tmp_path / "store", [*sample.quads(), *quads], sample.texts()) as store:
        url = serve(store, Settings())
        asked = {"city": "id:city/duesseldorf-2934246", "on": "2020-01-01", "format": "csv"}
        cells = list(csv.reader(httpx.get(f"{url}/queries/city_links", params=asked).text.splitlines()))
        assert ["'" + evil] in [row[1:2] for row in cells]
        query = "SELECT ?l { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l }"
        letter = httpx.get(f"{url}/sparql", params={"query": query, "format": "csv"}).text
        assert evil in [line.strip('"') for line in letter.splitlines()]


def test_the_samples_of_a_page_run(sample_url: str) -> None:
    page = httpx.get(f"{sample_url}/queries/city_links?city=Moskau", headers={"Accept": "text/html"}).text
    assert "curl " in page
    assert "pandas.read_csv" in page
    assert "read.csv" in page
    values = {"city": "Moskau", "on": "2026-01-01"}
    samples = code_samples(f"{sample_url}/queries/city_links", values, "csv")
    address = shlex.split(samples["curl"])[1]
    assert httpx.get(address).text.startswith("partner,")
    quoted = samples["Python"].partition("read_csv(")[2].partition(")\n")[0]
    assert json.loads(quoted) == address


def test_samples_quote_what_is_odd() -> None:
    samples = code_samples("https://a.example/q", {"city": "x'\"\\\n$(rm)`é"}, "csv")
    assert len(shlex.split(samples["curl"])) == 2
    assert samples["R"].count("\n") == 1
    assert samples["R"].isascii()
