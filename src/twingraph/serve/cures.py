"""What is probably wrong with a query that cannot be read, and what would help: one sentence, and where.

The engine tells where it stopped and what it would have taken, which is long and seldom the mistake.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches

from twingraph.iris import PREFIXES
from twingraph.serve.problem import Problem
from twingraph.store.tokens import Token, read_tokens

OTHER_PREFIXES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dbo": "http://dbpedia.org/ontology/",
    "dbr": "http://dbpedia.org/resource/",
    "geosparql": "http://www.opengis.net/ont/geosparql#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}
"""Prefixes that many use, beside ours."""
_WORDS = """
    SELECT CONSTRUCT DESCRIBE ASK PREFIX BASE WHERE OPTIONAL FILTER UNION MINUS GRAPH VALUES BIND
    EXISTS NOT DISTINCT REDUCED GROUP ORDER HAVING LIMIT OFFSET ASC DESC COUNT SUM MIN MAX AVG
    SAMPLE GROUP_CONCAT STR LANG LANGMATCHES DATATYPE BOUND REGEX CONTAINS STRSTARTS STRENDS STRLEN
    SUBSTR UCASE LCASE CONCAT REPLACE YEAR MONTH DAY COALESCE IRI SERVICE SEPARATOR AS IN FROM NAMED
    UNDEF IF ABS ROUND
""".split()  # noqa: SIM905 - a list of them is four times as long


@dataclass(frozen=True, slots=True)
class Cure:
    """A mistake by its name in the words of the pages, a sentence about it, and its place in the query."""

    hint: str
    sentence: str
    start: int
    values: dict[str, str] = field(default_factory=dict)


def with_cure(problem: Problem, query: str) -> Problem:
    """Return *problem* with what is probably wrong, where that is known.

    >>> with_cure(Problem(400, "…", rule="syntax", line=1, column=25), "SELECT ?x { ?x foaf:name ?y }").detail
    'line 1, column 16: the prefix foaf: is not declared; add PREFIX foaf: <http://xmlns.com/foaf/0.1/>'
    """
    line, column = problem.more.get("line"), problem.more.get("column")
    if problem.more.get("rule") != "syntax" or not isinstance(line, int) or not isinstance(column, int):
        return problem
    cure = find_cure(query, _offset(query, line, column), problem.detail)
    if cure is None:
        return problem
    line, column = _place(query, cure.start)
    more = {**problem.more, "line": line, "column": column, "hint": cure.hint, **cure.values}
    detail = f"line {line}, column {column}: {cure.sentence}"
    return Problem(problem.status, detail, headers=problem.headers, **more)


def find_cure(query: str, stopped: int, message: str) -> Cure | None:
    """Return the first mistake that explains why the engine *stopped* there; None where none does."""
    tokens = list(read_tokens(query))
    tried = (_open_string, _bad_iri, _undeclared, _unbound, _misspelt, _unbalanced)
    found = (check(query, tokens, stopped, message) for check in tried)
    return next((cure for cure in found if cure), None)


def _undeclared(_query: str, tokens: list[Token], stopped: int, _message: str) -> Cure | None:
    declared, before = set(), ""
    for token in tokens:
        prefix, colon, _ = token.text.partition(":")
        if token.sort == "name" and before == "PREFIX":
            declared.add(prefix)
        elif token.sort == "name" and colon and prefix not in declared and token.start <= stopped:
            return _prefix_cure(prefix, token.start)
        before = token.text.upper()
    return None


def _prefix_cure(prefix: str, start: int) -> Cure:
    iri = PREFIXES.get(prefix) or OTHER_PREFIXES.get(prefix)
    if iri:
        add = f"PREFIX {prefix}: <{iri}>"
        return Cure("prefix", f"the prefix {prefix}: is not declared; add {add}", start, {"add": add})
    words = f"the prefix {prefix}: is not declared, and no vocabulary is known by it"
    return Cure("prefix-unknown", words, start, {"prefix": prefix})


def _misspelt(_query: str, tokens: list[Token], stopped: int, _message: str) -> Cure | None:
    """Return what the word where the engine stopped, or the one before, was meant to be."""
    near = [token for token in tokens if token.start <= stopped][-6:]
    for token in reversed(near):
        word = token.text.upper()
        if token.sort != "word" or word in _WORDS or not word.isalpha() or len(word) < 3:
            continue
        for meant in get_close_matches(word, _WORDS, 1, 0.7):
            words = f"{token.text} is no word of SPARQL; {meant} is"
            return Cure("word", words, token.start, {"found": token.text, "meant": meant})
    return None


def _unbound(_query: str, tokens: list[Token], _stopped: int, message: str) -> Cure | None:
    if "variable that is unbound" not in message:
        return None
    start = next((token.start for token in tokens if token.text.upper() == "SELECT"), 0)
    return Cure("group", "with an aggregate, each other variable of SELECT must stand in GROUP BY", start)


def _unbalanced(query: str, tokens: list[Token], stopped: int, _message: str) -> Cure | None:
    """Return a bracket that closes nothing, or one that is never closed."""
    pairs, waiting = {")": "(", "}": "{", "]": "["}, list[Token]()
    for token in tokens:
        if token.text in pairs.values():
            waiting.append(token)
        elif token.text in pairs:
            if not waiting:
                return _bracket("closes-nothing", "closes nothing", token)
            opened = waiting.pop()
            if opened.text != pairs[token.text]:
                return _bracket("never-closed", "is never closed", opened)
    is_at_end = not query[stopped:].strip()
    return _bracket("never-closed", "is never closed", waiting[-1]) if waiting and is_at_end else None


def _bracket(hint: str, words: str, token: Token) -> Cure:
    return Cure(hint, f"{token.text} {words}", token.start, {"found": token.text})


def _open_string(query: str, tokens: list[Token], stopped: int, _message: str) -> Cure | None:
    """Return a quotation mark that the tokens know only as itself: no string begins with it."""
    for token in tokens:
        if (
            token.sort == "other"
            and token.text in "\"'"
            and _line_of(query, token.start) <= _line_of(query, stopped)
        ):
            return Cure("string", "the text that begins here has no end", token.start)
    return None


def _bad_iri(_query: str, _tokens: list[Token], stopped: int, message: str) -> Cure | None:
    if "IRI parsing failed" not in message:
        return None
    start = _query.rfind("<", 0, stopped)
    return Cure("iri", "between < and > stands no IRI: it may hold no space", max(start, 0))


def _line_of(query: str, offset: int) -> int:
    return query.count("\n", 0, offset)


def _offset(query: str, line: int, column: int) -> int:
    """Return the offset of a place, both counted from 1; at most the end."""
    before = query.split("\n")[: line - 1]
    return min(sum(len(text) + 1 for text in before) + column - 1, len(query))


def _place(query: str, offset: int) -> tuple[int, int]:
    """Return line and column of an offset, both counted from 1.

    >>> _place("ab\\ncd", 4)
    (2, 2)
    """
    return query.count("\n", 0, offset) + 1, offset - (query.rfind("\n", 0, offset) + 1) + 1
