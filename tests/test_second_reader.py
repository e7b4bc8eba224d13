"""A language model as second reader: what it adds, what it cannot do, and what goes wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chat_server import ChatServer, Reply, chat_server, recorded
from commands import run
from made_texts import GAZETTEER, agreements, extract
from twingraph.errors import SecondReaderError, SettingsError
from twingraph.model import Extraction, Literal
from twingraph.second_reader import SecondReader, open_second_reader
from twingraph.second_reader.client import ChatClient
from twingraph.second_reader.prompt import SCHEMA, split_text
from twingraph.settings import Settings

TEXT = (
    "Ulm und Angers sind Partner\n\nUlm, 8. Mai 2021\n\nAm 7. Mai 2021 haben in Angers Oberbürgermeisterin "
    "Anna Berger und Bürgermeister Luc Petit einen Freundschaftsvertrag zwischen Ulm und Angers "
    "unterzeichnet. Die Zusammenarbeit gilt dem Sport, man denke nun auch\n  an die Gastwirte und den\n"
    "Fremdenverkehr dazu.\n\nGäste aus Kiel, darunter der Archivar Theo Lindqvist, und Segler vom Kieler "
    "Seglerbund kamen zur Segelwoche. Die lose Bande zwischen Ulm und Kiel stammen aus dem Jahr 1999.\n"
)


def rules() -> Extraction:
    return extract(TEXT, issued="2021-05-08", issuer="Stadt Ulm")


def open_reader(server: ChatServer, folder: Path, **given: Any) -> SecondReader:
    settings = Settings(llm_url=server.url, llm_model="made", llm_cache=folder, **given)
    return open_second_reader(settings, GAZETTEER)


def read(folder: Path, *replies: Reply) -> tuple[Extraction, str, ChatServer]:
    """Return what the second reader makes of TEXT, its note, and the server that it asked."""
    with chat_server(*replies) as server:
        reader = open_reader(server, folder)
        return reader.read(rules()), reader.note(), server


def added(extraction: Extraction) -> set[tuple[str, str, str]]:
    return {
        (f.subject, f.predicate, f.object.lexical if isinstance(f.object, Literal) else f.object)
        for f in extraction.facts
        if f.evidence.rule == "llm"
    }


# What it adds


def test_what_the_text_bears_out_is_added_with_rule_and_words(tmp_path: Path) -> None:
    extraction, note, _ = read(tmp_path, recorded("good"))
    found = added(extraction)
    assert ("project/segelwoche", "rdf:type", "tg:Project") in found
    contact = agreements(extraction)["contact Kiel+Ulm"]
    assert contact["tg:validFrom"] == ["1999"]
    llm = [f.evidence for f in extraction.facts if f.evidence.rule == "llm"]
    assert {e.confidence for e in llm} == {0.5}
    assert all(TEXT[s.start : s.end].strip() for e in llm for s in e.spans)
    assert "1 asked, 0 known" in note


def test_a_quote_goes_over_the_end_of_a_line(tmp_path: Path) -> None:
    extraction, _, _ = read(tmp_path, recorded("good"))
    [topic] = [
        f for f in extraction.facts if f.object == "topic:tourism" and f.subject.startswith("agreement/")
    ]
    assert [TEXT[s.start : s.end] for s in topic.evidence.spans] == ["und den\nFremdenverkehr dazu"]


def test_what_the_rules_read_is_never_overridden(tmp_path: Path) -> None:
    before, (after, _, _) = rules(), read(tmp_path, recorded("good"))
    kept = {(f.subject, f.predicate, f.object): f.evidence for f in after.facts}
    for fact in before.facts:
        evidence = kept[fact.subject, fact.predicate, fact.object]
        assert set(fact.evidence.spans) <= set(evidence.spans)
        assert (evidence.rule, evidence.confidence, evidence.modality) == (
            fact.evidence.rule, fact.evidence.confidence, fact.evidence.modality
        )  # fmt: skip
    signed = [f.object for f in after.facts if f.predicate == "tg:signedOn"]
    assert [s.lexical for s in signed if isinstance(s, Literal)] == ["2021-05-07"]


def test_the_same_fact_gets_further_words(tmp_path: Path) -> None:
    before, (after, _, _) = rules(), read(tmp_path, recorded("good"))
    spans = [sum(len(f.evidence.spans) for f in x.facts if f.evidence.rule != "llm") for x in (before, after)]
    assert spans[0] < spans[1]


def test_nothing_invented_comes_in(tmp_path: Path) -> None:
    extraction, note, _ = read(tmp_path, recorded("invented"))
    assert extraction.facts != ()
    assert added(extraction) == set()
    assert " 0 facts added" in note
    assert ", 0 left out" not in note


# What goes wrong


BROKEN = [
    pytest.param([recorded("cut_off")], "cut off", id="cut off"),
    pytest.param([recorded("half")], "no JSON", id="half an answer"),
    pytest.param([recorded("refused")], "refused", id="refused"),
    pytest.param([recorded("filtered")], "refused", id="filtered"),
    pytest.param([recorded("chatter")], "no JSON", id="chatter"),
    pytest.param([recorded("array")], "no JSON", id="an array"),
    pytest.param([recorded("no_choices")], "no message", id="no choices"),
    pytest.param([Reply(b"<html>")], "no message", id="a page"),
    pytest.param([Reply(b"\xff\xfe")], "no message", id="bytes"),
    pytest.param([Reply(b"", 401)], "TWINGRAPH_LLM_KEY", id="key"),
    pytest.param([Reply(b"", 404)], "TWINGRAPH_LLM_MODEL", id="model"),
    pytest.param([Reply(b"", 302, {"Location": "http://127.0.0.1:9/"})], "status 302", id="redirect"),
    pytest.param([Reply(b"", 503, {"Retry-After": "0"})], "status 503", id="busy for good"),
    pytest.param([Reply(b"", 429, {"Retry-After": "86400"})], "status 429", id="busy until tomorrow"),
]


@pytest.mark.parametrize(("replies", "reason"), BROKEN)
def test_the_facts_of_the_rules_survive(replies: list[Reply], reason: str, tmp_path: Path) -> None:
    extraction, note, _ = read(tmp_path, *replies)
    assert extraction == rules()
    assert reason in note
    assert "\n" not in note
    assert list(tmp_path.iterdir()) == []


def test_wrong_types_are_left_out(tmp_path: Path) -> None:
    extraction, note, _ = read(tmp_path, recorded("wrong_types"))
    assert extraction == rules()
    assert "no answer" not in note


def test_an_answer_in_a_fence_counts_as_well(tmp_path: Path) -> None:
    assert read(tmp_path / "a", recorded("fenced"))[0] == read(tmp_path / "b", recorded("good"))[0]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_asked_again(status: int, tmp_path: Path) -> None:
    busy = Reply(b"", status, {"Retry-After": "0"})
    extraction, _, server = read(tmp_path, busy, busy, recorded("good"))
    assert added(extraction)
    assert len(server.asked) == 3


def test_retry_after_is_waited_for() -> None:
    waits: list[float] = []
    with chat_server(Reply(b"", 429, {"Retry-After": "7"}), Reply(b"", 500), recorded("good")) as server:
        client = ChatClient(server.url, "made", "", 5, sleep=waits.append)
        assert client.ask([{"role": "user", "content": "x"}]).startswith("{")
    assert waits == [7.0, 2.0]


def test_a_server_that_knows_no_forms_is_asked_without(tmp_path: Path) -> None:
    extraction, _, server = read(tmp_path, Reply(b"{}", 400), recorded("good"))
    assert added(extraction)
    assert ["response_format" in question for question in server.asked] == [True, False]


@pytest.mark.parametrize("reply", [Reply(silent=True), Reply(drip=True)], ids=["silent", "dripping"])
def test_a_slow_server_is_left(reply: Reply, tmp_path: Path) -> None:
    with chat_server(reply) as server:
        reader = open_reader(server, tmp_path, llm_timeout=1)
        assert reader.read(rules()) == rules()
    assert "within 1 seconds" in reader.note()


def test_nobody_is_asked_any_more_after_three_in_a_row(tmp_path: Path) -> None:
    with chat_server(recorded("chatter")) as server:
        reader = open_reader(server, tmp_path)
        for _ in range(6):
            assert reader.read(rules()) == rules()
        assert len(server.asked) == 3
    assert "nobody was asked any more" in reader.note()


def test_a_wrong_key_ends_it_at_once(tmp_path: Path) -> None:
    with chat_server(Reply(b"", 401)) as server:
        reader = open_reader(server, tmp_path)
        for _ in range(3):
            reader.read(rules())
        assert len(server.asked) == 1


def test_where_nobody_listens(tmp_path: Path) -> None:
    with chat_server(recorded("good")) as server:
        settings = Settings(llm_url=server.url, llm_model="made", llm_cache=tmp_path)
    reader = open_second_reader(settings, GAZETTEER)
    assert reader.read(rules()) == rules()
    assert "check TWINGRAPH_LLM_URL" in reader.note()


# What it asks, and remembers


def test_it_asks_for_the_form_with_the_text_and_the_key(tmp_path: Path) -> None:
    with chat_server(recorded("good")) as server:
        open_reader(server, tmp_path, llm_key="very-secret").read(rules())
    [question], [headers] = server.asked, server.headers
    assert server.paths == ["/v1/chat/completions"]
    assert (question["model"], question["temperature"]) == ("made", 0)
    assert TEXT in question["messages"][-1]["content"]
    assert question["response_format"]["json_schema"]["schema"] == SCHEMA
    assert headers["authorization"] == "Bearer very-secret"
    assert "very-secret" not in repr(Settings(llm_key="very-secret"))
    assert not [p for p in tmp_path.iterdir() if "very-secret" in p.read_text("utf-8")]


def test_nothing_is_asked_twice_and_the_same_comes_out(tmp_path: Path) -> None:
    first, _, _ = read(tmp_path, recorded("good"))
    second, note, server = read(tmp_path, recorded("chatter"))
    assert first == second
    assert server.asked == []
    assert "0 asked, 1 known from before" in note


def test_a_damaged_answer_is_asked_again(tmp_path: Path) -> None:
    first, _, _ = read(tmp_path, recorded("good"))
    for path in tmp_path.iterdir():
        path.write_text("{", "utf-8")
    assert read(tmp_path, recorded("good"))[0] == first


def test_another_model_is_asked_anew(tmp_path: Path) -> None:
    read(tmp_path, recorded("good"))
    with chat_server(recorded("good")) as server:
        settings = Settings(llm_url=server.url, llm_model="other", llm_cache=tmp_path)
        open_second_reader(settings, GAZETTEER).read(rules())
        assert len(server.asked) == 1


def test_a_long_text_is_asked_in_pieces() -> None:
    text = "Ein Absatz über Ulm und Angers.\n\n" * 2_000
    pieces = list(split_text(text))
    assert "".join(pieces) == text
    assert len(pieces) > 4
    assert all(len(piece) <= 12_000 and piece.startswith("Ein") for piece in pieces)
    assert [*map(len, split_text("x" * 30_000))] == [12_000, 12_000, 6_000]


@pytest.mark.parametrize("given", [{}, {"llm_url": "ftp://x"}, {"llm_url": "http://127.0.0.1:9/v1"}])
def test_without_address_or_model_it_says_what_to_set(given: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="TWINGRAPH_LLM_"):
        open_second_reader(Settings(**given), GAZETTEER)  # type: ignore[arg-type]


def test_an_answer_without_end_is_cut() -> None:
    with chat_server(Reply(b" " * 5_000_000)) as server, pytest.raises(SecondReaderError, match="more than"):
        ChatClient(server.url, "made", "", 30).ask([])


# From the command line


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, "utf-8")
    return tmp_path


def built(folder: Path, store: str, *arguments: str, **environment: str) -> tuple[bytes, str]:
    """Return the dataset that a build makes, and what it says on standard error."""
    result = run("build", folder / "in", "--store", folder / store, *arguments, cwd=folder, **environment)
    assert result.returncode == 0, result.stderr
    run("export", "--store", folder / store, "-o", folder / f"{store}.nq")
    return (folder / f"{store}.nq").read_bytes(), result.stderr


def test_a_build_with_it_and_one_without(folder: Path) -> None:
    plain, said = built(folder, "plain")
    assert said == ""
    with chat_server(recorded("good")) as server:
        environment = {"TWINGRAPH_LLM_URL": server.url, "TWINGRAPH_LLM_MODEL": "made"}
        off, _ = built(folder, "off", **environment)
        assert (off, server.asked) == (plain, [])
        first, note = built(folder, "first", "--reader", "llm", **environment)
        again, known = built(folder, "again", "--reader", "llm", **environment)
    assert plain != first == again
    assert b'"llm"' in first
    assert "1 asked" in note
    assert "0 asked, 1 known" in known
    assert run("validate", "--store", folder / "first").returncode == 0
    assert built(folder, "first")[0] == plain


def test_a_build_whose_second_reader_fails(folder: Path) -> None:
    plain, _ = built(folder, "plain")
    with chat_server(recorded("cut_off")) as server:
        environment = {"TWINGRAPH_LLM_URL": server.url, "TWINGRAPH_LLM_MODEL": "made"}
        failed, note = built(folder, "failed", "--reader", "llm", **environment)
    assert failed == plain
    assert "no answer for 1 releases" in note
    assert len(note.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["--reader", "llm"], "TWINGRAPH_LLM_URL"), (["--reader", "x"], "rules or llm")],
)
def test_a_build_with_a_reader_that_is_none(folder: Path, arguments: list[str], message: str) -> None:
    result = run("build", folder / "in", "--store", folder / "s", *arguments)
    assert (result.returncode, message in result.stderr) == (1, True)


def test_evaluate_takes_it_too(folder: Path) -> None:
    gold: dict[str, Any] = {
        "id": "a", "cities": [], "persons": [], "institutions": [], "agreements": [],
        "projects": [{"name": "Segelwoche", "named": True}],
    }  # fmt: skip
    (folder / "in" / "a.json").write_text(json.dumps(gold), "utf-8")
    hits: Callable[[Path], int] = lambda path: json.loads(path.read_text("utf-8"))["project"]["hits"]  # noqa: E731
    with chat_server(recorded("good")) as server:
        environment = {"TWINGRAPH_LLM_URL": server.url, "TWINGRAPH_LLM_MODEL": "made"}
        for name, arguments in (("rules", []), ("both", ["--reader", "llm"])):
            output = folder / f"{name}.json"
            result = run("evaluate", folder / "in", "--json", output, *arguments, cwd=folder, **environment)
            assert result.returncode == 0, result.stderr
    assert (hits(folder / "rules.json"), hits(folder / "both.json")) == (0, 1)
