"""What is refused is decided on tokens and parse tree: words in strings, names and comments do no harm."""

from __future__ import annotations

import pytest

from twingraph.errors import QueryRefused
from twingraph.serve.guard import check_graphs, inspect_query


def check_query(query: str) -> bool:
    inspected = inspect_query(query)
    check_graphs(inspected.from_graphs, graphs())
    return inspected.is_repeatable


def graphs() -> list[str]:
    return ["https://a.example/g"]


_CALL = "<http://127.0.0.1:9/x> { ?s ?p ?o }"

REFUSED = [
    pytest.param(f"SELECT * {{ SERVICE {_CALL} }}", id="plain"),
    pytest.param(f"select * {{ sErViCe silent {_CALL} }}", id="silent-any-case"),
    pytest.param("SELECT * { ?g ?p ?o SERVICE ?g { ?s ?p ?o } }", id="variable"),
    pytest.param(f"SELECT * {{ {{ SELECT * {{ SERVICE {_CALL} }} }} }}", id="sub-select"),
    pytest.param(f"SELECT * {{ ?a ?b ?c FILTER EXISTS {{ SERVICE {_CALL} }} }}", id="exists"),
    pytest.param(f"ASK {{ GRAPH ?g {{ SERVICE {_CALL} }} }}", id="graph"),
    pytest.param(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE {_CALL} }}", id="construct"),
    pytest.param(
        "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:p { ?s ?p ?o } }", id="name-without-space"
    ),
    pytest.param("PREFIX e: <http://127.0.0.1:9/> SELECT * { SERVICEe:p { ?s ?p ?o } }", id="glued-prefix"),
    pytest.param(f"SELECT * {{ SERVICESILENT{_CALL} }}", id="glued-silent"),
    pytest.param(f"SELECT * {{ ?a ?b 1SERVICE{_CALL} }}", id="glued-number"),
    pytest.param(f"SELECT * {{ ?a ?b trueSERVICE{_CALL} }}", id="glued-boolean"),
    pytest.param(f"PREFIX e: <x:> SELECT * {{ ?a ?b e:.SERVICE{_CALL} }}", id="after-the-dot-of-a-name"),
    pytest.param(
        "PREFIX e: <http://127.0.0.1:9/> SELECT * { ?a ?b ?c FILTER(?a<?b)SERVICE e:p#>\n{ ?s ?p ?o } }",
        id="less-than-that-looks-like-an-iri",
    ),
    pytest.param(
        "PREFIX e: <http://127.0.0.1:9/> SELECT * { ?a ?b ?c FILTER(?a<?b)SERVICE<http://127.0.0.1:9/>{} }",
        id="less-than-then-iri",
    ),
    pytest.param(f"SELECT * {{ # '''\n SERVICE {_CALL} # '''\n }}", id="comment-that-opens-a-string"),
    pytest.param(f"SELECT * {{ ?s ?p 'a\\'' . SERVICE {_CALL} }}", id="escaped-quote"),
    pytest.param("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", id="from-file"),
    pytest.param("SELECT * FROM <http://127.0.0.1:9/x> { ?s ?p ?o }", id="from-web"),
    pytest.param("SELECT * FROM NAMED <http://127.0.0.1:9/x> { GRAPH ?g { ?s ?p ?o } }", id="from-named"),
    pytest.param("PREFIX e: <file:///etc/> SELECT * FROM e:passwd { ?s ?p ?o }", id="from-curie"),
    pytest.param("LOAD <http://127.0.0.1:9/x>", id="load"),
    pytest.param("PREFIX e: <x:> INSERT DATA { e:a e:b e:c }", id="insert"),
    pytest.param("CLEAR ALL", id="clear"),
    pytest.param("delete where { ?s ?p ?o }", id="delete"),
]

ALLOWED = [
    pytest.param("SELECT * { ?s ?p 'SERVICE <http://x> {}' }", id="string"),
    pytest.param('SELECT * { ?s ?p """a "SERVICE" b""" }', id="long-string"),
    pytest.param("SELECT * { ?s ?p ?o } # SERVICE <http://x> {}", id="comment"),
    pytest.param("SELECT ?service { ?service ?p ?o }", id="variable"),
    pytest.param("SELECT * { ?s <https://a.example/service/x> ?o }", id="iri"),
    pytest.param("PREFIX e: <x:> SELECT * { ?s e:service ?o }", id="name"),
    pytest.param("PREFIX e: <x:> SELECT * { ?s e:customer-service ?o }", id="name-with-hyphen"),
    pytest.param("SELECT * FROM <https://a.example/g> { ?s ?p ?o }", id="from-a-graph-of-ours"),
    pytest.param(
        "PREFIX a: <https://a.example/> SELECT * FROM NAMED a:g { GRAPH ?g { ?s ?p ?o } }", id="curie"
    ),
    pytest.param("SELECT * { ?load ?insert 'DELETE WHERE' }", id="update-words-elsewhere"),
]


@pytest.mark.parametrize("query", REFUSED)
def test_refused(query: str) -> None:
    with pytest.raises(QueryRefused):
        check_query(query)


@pytest.mark.parametrize("query", ALLOWED)
def test_allowed(query: str) -> None:
    assert check_query(query)


@pytest.mark.parametrize("call", ["NOW()", "rand()", "UUID()", "STRUUID()", "BNODE()"])
def test_what_changes_by_itself_is_not_repeatable(call: str) -> None:
    assert not check_query(f"SELECT ({call} AS ?x) {{}}")
    assert check_query(f"SELECT ('{call}' AS ?x) {{}}")
