"""Reconciliation over HTTP, as OpenRefine goes about it: manifest, batches of ten, suggestions, values.

The schemas in fixtures/reconciliation were written for twingraph after the specification: those of the API
itself are in no package.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

import sample
from browsing import clean_page
from conftest import serving
from twingraph.iris import expand
from twingraph.serve.problem import Problem
from twingraph.serve.reconcile.asked import parse_extension, parse_queries
from twingraph.serve.reconcile.match import variants
from twingraph.serve.reconcile.properties import PROPERTIES
from twingraph.settings import Settings
from twingraph.store.base import GraphStore
from twingraph.store.embedded import EmbeddedStore

SCHEMAS = Path(__file__).parent / "fixtures" / "reconciliation"
MOSCOW, DUESSELDORF = "city/moscow-524901", "city/duesseldorf-2934246"
GEISEL = "person/thomas-geisel.duesseldorf-2934246"
COMMUNIQUE = "agreement/communique.2019.duesseldorf-2934246.moscow-524901"
Json = dict[str, Any]


def valid(name: str, content: Any) -> Any:
    """Return *content*, which must be as a schema says."""
    jsonschema.validate(content, json.loads((SCHEMAS / f"{name}.json").read_text("utf-8")))
    return content


class Client:
    """What OpenRefine does, by what the manifest says and nothing else."""

    def __init__(self, endpoint: str, **headers: str) -> None:
        self.endpoint, self.headers = endpoint, {"Origin": "http://127.0.0.1:3333", **headers}
        self.manifest = valid("manifest", self._get(endpoint))

    def _get(self, url: str, **parameters: str | int) -> Any:
        answer = httpx.get(url, params=parameters or None, headers=self.headers)
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*"), answer.text
        return answer.json()

    def reconcile(self, *queries: Json) -> list[list[Json]]:
        """Return the candidates of each query; they are sent in batches of ten."""
        named, found = iter(enumerate(queries)), []
        while batch := {f"q{number}": query for number, query in islice(named, 10)}:
            text = json.dumps(valid("query-batch", batch))
            answer = httpx.post(self.endpoint, data={"queries": text}, headers=self.headers)
            assert answer.status_code == 200, answer.text
            results = valid("result-batch", answer.json())
            assert list(results) == list(batch)
            found += [result["result"] for result in results.values()]
        return found

    def best(self, text: str, type_id: str = "", /, **properties: Any) -> Json:
        given = [{"pid": pid, "v": value} for pid, value in properties.items()]
        return self.reconcile({"query": text, "properties": given, **({"type": type_id} if type_id else {})})[
            0
        ][0]

    def suggest(self, kind: str, prefix: str, **more: str | int) -> list[Json]:
        service = self.manifest["suggest"][kind]
        found = self._get(service["service_url"] + service["service_path"], prefix=prefix, **more)
        listed: list[Json] = valid(f"suggest-{kind}", found)["result"]
        return listed

    def propose(self, kind: str, **more: int) -> list[str]:
        service = self.manifest["extend"]["propose_properties"]
        found = self._get(service["service_url"] + service["service_path"], type=kind, **more)
        return [one["id"] for one in valid("propose-properties", found)["properties"]]

    def extend(self, ids: list[str], *properties: str | Json) -> Json:
        wanted = [{"id": one} if isinstance(one, str) else one for one in properties]
        asked = valid("extend-query", {"ids": ids, "properties": wanted})
        answer = httpx.post(self.endpoint, data={"extend": json.dumps(asked)}, headers=self.headers)
        assert answer.status_code == 200, answer.text
        found: Json = valid("extend-response", answer.json())
        assert list(found["rows"]) == ids
        assert [one["id"] for one in found["meta"]] == [one["id"] for one in wanted]
        return found

    def open(self, what: str, id: str) -> httpx.Response:
        return httpx.get(self.manifest[what]["url"].replace("{{id}}", id), follow_redirects=True)


@pytest.fixture(scope="module")
def client(sample_url: str) -> Client:
    return Client(f"{sample_url}/reconcile")


def test_a_table_is_reconciled_and_extended(client: Client) -> None:
    """From a column of names to columns of values, as a user of OpenRefine gets there."""
    [city, *_] = client.suggest("type", "cit")
    names = ["Moscou", "Moskau", "Moscow", "Москва", "Düsseldorf", "dusseldorf", "Dusseldorf (Germany)",
             "Toulouse", "Warschau", "Karl-Marx-Stadt", "Reading", "Atlantis"]  # fmt: skip
    found = client.reconcile(*({"query": name, "type": city["id"], "limit": 5} for name in names))
    sure = {name: one[0]["id"] for name, one in zip(names, found, strict=True) if one and one[0]["match"]}
    assert sure["Moscou"] == sure["Moskau"] == sure["Moscow"] == sure["Москва"] == MOSCOW
    assert sure["Düsseldorf"] == sure["dusseldorf"] == sure["Dusseldorf (Germany)"] == DUESSELDORF
    assert sure["Karl-Marx-Stadt"] == "city/chemnitz-2940132"
    assert set(names) - set(sure) == {"Atlantis"}
    proposed = client.propose("City")
    assert {"country", "coordinates", "geonames", "partner"} <= set(proposed)
    rows = client.extend(sorted(set(sure.values())), *proposed)["rows"]
    assert rows[MOSCOW]["country"] == [{"str": "RU"}]
    assert rows[MOSCOW]["geonames"] == [{"str": "524901"}]
    [partner] = rows[MOSCOW]["partner"]
    assert partner["id"] == DUESSELDORF
    page = client.open("view", partner["id"])
    assert (page.status_code, page.url.path.endswith(f"/{DUESSELDORF}")) == (200, True)


@pytest.mark.parametrize(
    ("text", "kind", "id"),
    [
        ("Mosaku", "City", MOSCOW), ("Tolouse", "City", "city/toulouse-2972315"),
        ("Thomas Gaisel", "Person", GEISEL),
        ("Alexander Kibovsky", "", "person/alexander-kibovski.moscow-524901"),
    ],
)  # fmt: skip
def test_a_misspelling_leads_there_but_is_no_match(client: Client, text: str, kind: str, id: str) -> None:
    best = client.best(text, kind)
    assert (best["id"], best["match"]) == (id, False)
    assert 50 < best["score"] < 95


@pytest.mark.parametrize("text", ["Thomas Geisel", "Geisel, Thomas", "thomas geisel"])
def test_people(client: Client, text: str) -> None:
    best = client.best(text, "Person", organization="Düsseldorf")
    assert (best["id"], best["match"], best["score"]) == (GEISEL, True, 100)
    assert client.best(text, "Person", organization="Moskau")["match"] is False


def test_agreements_by_their_parties_and_days(client: Client) -> None:
    found = client.best("Düsseldorf – Moskau", "Agreement", signedOn="2019", kind="communique")
    assert found["id"].startswith(COMMUNIQUE)
    assert found["match"] is False
    twinned = client.best("Düsseldorf Moskau", "Agreement", kind="twinning")
    assert twinned["id"] == "agreement/twinning.duesseldorf-2934246.moscow-524901"
    by_party = client.best("Düsseldorf", "Agreement", party=[{"id": MOSCOW}], signedOn="2019-10-10")
    assert by_party["id"].startswith(COMMUNIQUE)


def test_properties_decide_between_candidates(client: Client) -> None:
    right = client.best("Moskau", "City", country="Russland")
    assert (right["match"], right["score"]) == (True, 100)
    wrong = client.best("Moskau", "City", country="US")
    assert (wrong["match"], wrong["score"]) == (False, 60)
    near = client.best("Moskau", "City", coordinates="55.75, 37.6")
    assert {"id": "coordinates_fits", "value": True} in near["features"]
    assert next(one["value"] for one in near["features"] if one["id"] == "kilometres") < 5
    assert client.best("Moskau", "City", coordinates="46.7, -117.0")["match"] is False
    by_number = client.best("Mosku", "City", geonames="https://sws.geonames.org/524901/")
    assert (by_number["id"], by_number["match"]) == (MOSCOW, True)
    assert client.best("Moskau", "City", nothing="known")["match"] is True


@pytest.mark.parametrize(
    "text", [MOSCOW, f"id:{MOSCOW}", f"https://w3id.org/twingraph/id/{MOSCOW}", "524901"]
)
def test_an_identifier_is_sure(client: Client, text: str) -> None:
    best = client.best(text)
    assert (best["id"], best["match"], best["score"]) == (MOSCOW, True, 100)


def test_types_restrict_or_prefer(client: Client) -> None:
    def kinds(**asked: Any) -> set[str]:
        [found] = client.reconcile({"query": "Moskau", "limit": 50, **asked})
        return {one["type"][0]["id"] for one in found}

    assert kinds() >= {"City", "Agreement"}
    assert kinds(type="City") == {"City"}
    assert kinds(type=["City", "Agreement"]) == {"City", "Agreement"}
    assert kinds(type=["City", "Agreement"], type_strict="all") == set()
    assert "Agreement" in kinds(type=["City"], type_strict="should")
    assert kinds(type="https://www.wikidata.org/entity/Q515") == set()
    assert len(client.reconcile({"query": "Moskau", "limit": 2})[0]) == 2


def test_two_things_of_one_name_are_no_match(
    serve: Callable[[GraphStore, Settings], str], tmp_path: Path
) -> None:
    quads = list(sample.quads())
    for number in ("1", "2"):
        twin = ox.NamedNode(f"https://w3id.org/twingraph/id/person/anna-muster.{number}")
        quads.append(ox.Quad(twin, sample.node("rdf:type"), sample.node("tg:Person")))
        quads.append(ox.Quad(twin, sample.node("rdfs:label"), ox.Literal("Anna Muster")))
    with sample.open_store(tmp_path / "store", quads) as store:
        client = Client(f"{serve(store, Settings())}/reconcile")
        [found] = client.reconcile({"query": "Anna Muster"})
        assert [(one["score"], one["match"]) for one in found[:2]] == [(100, False), (100, False)]


def test_a_larger_town_of_the_gazetteer_is_a_doubt(
    serve: Callable[[GraphStore, Settings], str], tmp_path: Path
) -> None:
    oder = ox.NamedNode("https://w3id.org/twingraph/id/city/frankfurt-oder-2925535")
    quads = [*sample.quads(), ox.Quad(oder, sample.node("rdf:type"), sample.node("tg:City"))]
    quads.append(ox.Quad(oder, sample.node("rdfs:label"), ox.Literal("Frankfurt", language="de")))
    with sample.open_store(tmp_path / "store", quads) as store:
        client = Client(f"{serve(store, Settings())}/reconcile")
        assert (client.best("Frankfurt")["score"], client.best("Frankfurt")["match"]) == (100, False)
        assert client.best("Frankfurt", "City", geonames=2925535)["match"] is True


def test_values_have_types_and_settings(client: Client) -> None:
    rows = client.extend(
        [COMMUNIQUE, GEISEL, "person/nobody"],
        "signedOn", "validUntil", "signatory", "kind", "role",
        {"id": "topic", "settings": {"limit": "1", "content": "iri"}},
    )["rows"]  # fmt: skip
    assert rows[COMMUNIQUE]["signedOn"] == [{"date": "2019-10-10T00:00:00+00:00"}]
    assert all(set(cell) == {"str"} for cell in rows[COMMUNIQUE]["validUntil"])  # a year is no day
    assert {"id": GEISEL, "name": "Thomas Geisel"} in rows[COMMUNIQUE]["signatory"]
    assert len(rows[COMMUNIQUE]["topic"]) <= 1
    assert rows[GEISEL]["role"] == [{"str": "Oberbürgermeister"}]
    assert rows[GEISEL]["signedOn"] == []
    assert all(cells == [] for cells in rows["person/nobody"].values())
    by_iri = client.extend([MOSCOW], {"id": "partner", "settings": {"content": "iri"}})
    assert by_iri["rows"][MOSCOW]["partner"] == [{"str": f"https://w3id.org/twingraph/id/{DUESSELDORF}"}]
    numbers = client.extend([MOSCOW], "latitude", "population")["rows"][MOSCOW]
    assert (type(numbers["latitude"][0]["float"]), numbers["population"][0]["int"] > 10**6) == (float, True)


@pytest.mark.parametrize("kind", ["City", "Institution", "Person", "Agreement", "Project", ""])
def test_everything_that_is_proposed_can_be_had(client: Client, kind: str) -> None:
    proposed = client.propose(kind)
    assert proposed
    assert client.propose(kind, limit=2) == proposed[:2]
    assert set(proposed) <= {one["id"] for one in client.suggest("property", "")} | set(PROPERTIES)
    ids = [one["id"] for one in client.suggest("entity", "a", **({"type": kind} if kind else {}))][:10]
    client.extend(ids, *proposed)


def test_the_values_are_those_of_the_graph(client: Client, sample_store: EmbeddedStore) -> None:
    asked = "SELECT ?a ?o { ?a a <%s> ; <%s> ?o }"
    for name in ("party", "signedOn", "validFrom", "topic"):
        rows: Any = sample_store.query(asked % (expand("tg:Agreement"), expand(f"tg:{name}")))
        pairs = {(row["a"].value.partition("/id/")[2], row["o"].value) for row in rows}
        ids = sorted({id for id, _ in pairs})
        cells = client.extend(ids, {"id": name, "settings": {"content": "iri"}})["rows"]
        found = {(id, next(iter(cell.values()))[:10] if "date" in cell else cell["str"])
                 for id in ids for cell in cells[id][name]}  # fmt: skip
        assert found == pairs, name


def test_suggestions_go_on_where_they_ended(client: Client) -> None:
    first = client.suggest("entity", "mosk")
    assert first[0]["id"] == MOSCOW
    assert first[0]["notable"] == [{"id": "City", "name": "City"}]
    assert (
        client.suggest("entity", "mosk", cursor=1)
        == [*first[1:], *client.suggest("entity", "mosk", cursor=20)][
            : len(client.suggest("entity", "mosk", cursor=1))
        ]
    )
    assert {one["notable"][0]["id"] for one in client.suggest("entity", "mosk", type="Agreement")} == {
        "Agreement"
    }
    assert [one["id"] for one in client.suggest("type", "Pers")] == ["Person"]
    assert [one["id"] for one in client.suggest("property", "coord")] == ["coordinates"]
    assert client.suggest("entity", "mosk", cursor=999) == []


def test_words_are_in_the_language_of_the_client(sample_url: str) -> None:
    client = Client(f"{sample_url}/reconcile", **{"Accept-Language": "de"})
    assert [one["name"] for one in client.manifest["defaultTypes"]][:2] == ["Stadt", "Einrichtung"]
    best = client.best("Moscou")
    assert (best["name"], best["description"].partition(",")[0]) == ("Moskau", "Stadt")


def test_a_preview_is_a_small_page_that_others_may_frame(client: Client, browser: Browser) -> None:
    answer = client.open("preview", MOSCOW)
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    with clean_page(browser) as page:
        page.set_viewport_size({name: client.manifest["preview"][name] for name in ("width", "height")})
        page.goto(str(answer.url))
        assert page.locator("h1 a").get_attribute("href") == f"/id/{MOSCOW}"
        assert "Russ" in page.locator("dl").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= client.manifest["preview"]["width"]
    for id in (COMMUNIQUE, GEISEL):
        assert client.open("preview", id).status_code == 200


def test_scripts_of_other_sites_get_it_as_a_call(sample_url: str) -> None:
    queries = json.dumps({"q": {"query": "Moskau\u2028"}})
    for path, fields in (("", {}), ("", {"queries": queries}), ("/suggest/type", {"prefix": "c"})):
        answer = httpx.get(f"{sample_url}/reconcile{path}", params={**fields, "callback": "jQuery_1.done"})
        assert answer.headers["content-type"].startswith("application/javascript")
        assert answer.text.startswith("/**/jQuery_1.done({")
        assert answer.text.endswith("});")
        assert "\u2028" not in answer.text
        json.loads(answer.text[len("/**/jQuery_1.done(") : -2])


@pytest.mark.parametrize(
    ("path", "fields", "status", "rule"),
    [
        ("", {"callback": "alert(1)//"}, 400, "callback"),
        ("", {"callback": "a" * 200}, 400, "callback"),
        ("", {"queries": "{"}, 400, "json"),
        ("", {"queries": "[" * 100_000}, 400, "json"),
        ("", {"queries": "[]"}, 400, "query"),
        ("", {"queries": '{"a": "Moskau"}'}, 400, "query"),
        ("", {"queries": '{"a": {}}'}, 400, "query"),
        ("", {"queries": '{"a": {"query": 1}}'}, 400, "query"),
        ("", {"queries": '{"a": {"query": "x", "limit": 0}}'}, 400, "query"),
        ("", {"queries": '{"a": {"query": "x", "type": 1}}'}, 400, "query"),
        ("", {"queries": '{"a": {"query": "x", "type_strict": "maybe"}}'}, 400, "query"),
        ("", {"queries": '{"a": {"query": "x", "properties": [{"v": 1}]}}'}, 400, "query"),
        ("", {"queries": '{"a": {"query": "x", "properties": [{"pid": "city", "v": [[]]}]}}'}, 400, "query"),
        ("", {"extend": '{"ids": "x"}'}, 400, "query"),
        ("", {"extend": '{"ids": [], "properties": [{"id": "soul"}]}'}, 400, "property"),
        ("", {"extend": '{"ids":[], "properties":[{"id":"iri", "settings":{"limit":-1}}]}'}, 400, "settings"),
        ("", {"queries": json.dumps({str(n): {"query": "x"} for n in range(51)})}, 413, "batch"),
        ("", {"extend": json.dumps({"ids": list(map(str, range(51))), "properties": []})}, 413, "batch"),
        ("", {"extend": json.dumps({"ids": [], "properties": [{"id": "iri"}] * 51})}, 413, "batch"),
        ("", {"queries": json.dumps({"q": {"query": "x", "properties": [{"pid": "a"}] * 51}})}, 413, "batch"),
        ("/suggest/entity", {}, 400, "prefix"),
        ("/suggest/entity", {"prefix": "a", "cursor": "-1"}, 400, "cursor"),
        ("/extend/propose", {"type": "City", "limit": "many"}, 400, "limit"),
        ("/preview", {"id": "city/nowhere"}, 404, "id"),
        ("/view", {"id": "<script>"}, 404, "id"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_a_problem(
    sample_url: str, path: str, fields: dict[str, str], status: int, rule: str
) -> None:
    send = httpx.post if path == "" and "callback" not in fields else httpx.get
    given = {"data": fields} if send is httpx.post else {"params": fields}
    answer = send(f"{sample_url}/reconcile{path}", **given)  # type: ignore[operator]
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["rule"] == rule


def test_other_bodies_and_methods(sample_url: str) -> None:
    url = f"{sample_url}/reconcile"
    assert httpx.post(url, json={"queries": {}}).status_code == 415
    assert httpx.post(url, data={"nothing": "x"}).json()["rule"] == "query"
    assert httpx.put(url).status_code == 405
    preflight = httpx.options(url, headers={"Access-Control-Request-Method": "POST"})
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert (
        httpx.get(url, params={"queries": '{"q": {"query": "Moskau"}}'}).json()["q"]["result"][0]["id"]
        == MOSCOW
    )
    by_path = {"extend": json.dumps({"ids": [MOSCOW], "properties": [{"id": "country"}]})}
    assert httpx.post(f"{url}/extend", data=by_path).json()["rows"] == {MOSCOW: {"country": [{"str": "RU"}]}}


def test_the_size_of_a_batch_is_a_setting(sample_store: EmbeddedStore) -> None:
    with serving(sample_store, Settings(reconcile_batch=1)) as url:
        client = Client(f"{url}/reconcile")
        assert client.manifest["batchSize"] == 1
        answer = httpx.post(client.endpoint, data={"queries": '{"a": {"query": "x"}, "b": {"query": "y"}}'})
        assert answer.status_code == 413


def test_behind_a_path_and_with_another_base(sample_store: EmbeddedStore) -> None:
    with serving(sample_store, Settings(root_path="/twins", base="https://stadt.example/")) as url:
        client = Client(f"{url}/reconcile")  # the proxy takes the path off
        assert client.manifest["identifierSpace"] == "https://stadt.example/id/"
        assert client.manifest["suggest"]["type"]["service_url"] == f"{url}/twins"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["query", "type", "limit", "properties", "pid", "v", "ids", "id", "settings", "q0"]),
        inner, max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@given(content=_JSON)
def test_any_json_is_read_or_refused(content: Any) -> None:
    for parse in (parse_queries, parse_extension):
        with suppress(Problem):  # any other error is a mistake
            parse(json.dumps(content), 50)  # type: ignore[operator]


@given(text=st.text(max_size=40))
def test_variants_end(text: str) -> None:
    assert 1 <= len(list(variants(text))) <= 3


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("*.json")), ids=lambda path: path.stem)
def test_the_schemas_are_schemas(path: Path) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(path.read_text("utf-8")))
