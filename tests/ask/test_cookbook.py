"""Every question of the cookbook is whole SPARQL 1.1 that any engine runs as it stands, and answers what is known of Northmoor."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from graphbuild import ontology
from graphbuild.ask import cookbook
from graphbuild.ask.names import Names
from graphbuild.ask.store import Graph, load

BOARD, COUNCIL, POLICE = "Northmoor Safeguarding Board", "Northmoor County Council", "Northmoor Police"
FIRST, SECOND, NEWS = "northmoor-2015-report", "northmoor-2018-report", "northmoor-2018-news"

# name of the question → what it is asked of, the columns looked at, the rows expected, in order
EXPECTED: dict[str, tuple[dict[str, str], str, list[tuple[str, ...]]]] = {
    "answers-to": (
        {"body": "early help hub"},
        "who answersTo by paragraph",
        [
            (COUNCIL, "Schoolwatch", "inspects", "1"),
            (COUNCIL, "Schoolwatch", "inspects", "1"),
            (COUNCIL, "scrutiny committee", "scrutinises", "8"),
            ("director of children's services", COUNCIL, "reportsTo", "4"),
            ("early help hub", COUNCIL, "provides", "5"),
            ("early help hub", "director of children's services", "oversees", "6"),
            ("scrutiny committee", COUNCIL, "oversees", "9"),
        ],
    ),
    "became": ({}, "new old status", [("early help hub", "family centres", "Actual")]),
    "between": (
        {"body": "NSB", "other": POLICE},
        "from how to status",
        [
            (POLICE, "memberOf", BOARD, "Actual"),
            (POLICE, "worksWith", BOARD, "Failing"),
            (BOARD, "holdsToAccount", POLICE, "Actual"),
            (BOARD, "holdsToAccount", POLICE, "Failing"),
        ],
    ),
    "circles": (
        {},
        "body how other status inTurn",
        [
            (COUNCIL, "oversees", "scrutiny committee", "Actual", "is over it"),
            (BOARD, "holdsToAccount", POLICE, "Actual", "sits on it"),
            (BOARD, "holdsToAccount", POLICE, "Failing", "sits on it"),
            ("scrutiny committee", "scrutinises", COUNCIL, "Actual", "is over it"),
        ],
    ),
    "differently": (
        {},
        "body about first says second saysInstead",
        [
            (COUNCIL, "overall effectiveness", FIRST, "RequiresImprovement", SECOND, "Good"),
            (BOARD, "findings", FIRST, "Weakness", SECOND, "Strength"),
            (BOARD, f"holdsToAccount {POLICE}", FIRST, "Failing", SECOND, "Actual"),
        ],
    ),
    "documents": ({}, "document passages", [(FIRST, "17"), (SECOND, "12"), (NEWS, "2")]),
    "failing-links": ({}, "body how other paragraph", [(POLICE, "worksWith", BOARD, "11"), (BOARD, "holdsToAccount", POLICE, "10")]),
    "failing-partnerships": ({}, "body how other passages", [(POLICE, "worksWith", BOARD, "1")]),
    "figures-about": (
        {"body": COUNCIL},
        "measures value period",
        [("children looked after", "400", "2015-03-31"), ("children looked after", "500", "2018-03-31")],
    ),
    "figures-moved": ({}, "body then before now after percent", [(COUNCIL, "2015-03-31", "400", "2018-03-31", "500", "25")]),
    "find": ({"word": "SAFEGUARDING"}, "called kind name", [(BOARD, "Board", BOARD)]),
    "followed-up": ({"document": FIRST}, "number outcome", [("1", ""), ("2", "")]),
    "grades-moved": (
        {},
        "body area then before now after",
        [(COUNCIL, "overall effectiveness", "2015-06-01", "RequiresImprovement", "2018-09-10", "Good")],
    ),
    "holders-of": ({"post": "Chair"}, "person from interim", [("Ada Quill", "2014-01", ""), ("Ben Marsh", "2016-03", "true")]),
    "inspections": (
        {},
        "start inspectorate body judgements",
        [("2015-05", "Schoolwatch", COUNCIL, "2"), ("2018-09", "Schoolwatch", COUNCIL, "1")],
    ),
    "judgement-history": (
        {"body": COUNCIL},
        "date grade document",
        [("2011", "good", FIRST), ("2015-06-01", "requires improvement", FIRST), ("2018-09-10", "good", SECOND)],
    ),
    "judgements-of": (
        {"body": "Northmoor Council"},
        "date grade previous",
        [("2011", "Good", "true"), ("2015-06-01", "RequiresImprovement", ""), ("2018-09-10", "Good", "")],
    ),
    "links-by-status": (
        {},
        "how status links",
        [
            ("commissions", "Actual", "1"),
            ("holdsToAccount", "Actual", "1"),
            ("holdsToAccount", "Failing", "1"),
            ("inspects", "Actual", "2"),
            ("memberOf", "Actual", "1"),
            ("oversees", "Actual", "2"),
            ("provides", "Actual", "1"),
            ("reportsTo", "Actual", "1"),
            ("scrutinises", "Actual", "1"),
            ("scrutinises", "Planned", "1"),
            ("sharesInformationWith", "Actual", "1"),
            ("subOrganizationOf", "Actual", "1"),
            ("succeeds", "Actual", "1"),
            ("worksWith", "Actual", "1"),
            ("worksWith", "Failing", "1"),
        ],
    ),
    "many-overseers": ({}, "body overseers", [(COUNCIL, "2"), ("early help hub", "2")]),
    "members-of": ({"body": BOARD}, "member status", [(POLICE, "Actual")]),
    "never-mention-scrutiny": ({}, "document", [(FIRST,), (NEWS,)]),
    "nobody-oversees": ({}, "body kind", [("audit panel", "Board"), ("family centres", "Service"), ("youth centre", "Service")]),
    "overseers-of": (
        {"body": COUNCIL},
        "who by status document",
        [
            ("Schoolwatch", "inspects", "Actual", FIRST),
            ("Schoolwatch", "inspects", "Actual", SECOND),
            ("scrutiny committee", "scrutinises", "Actual", SECOND),
        ],
    ),
    "partners-of": (
        {"body": BOARD},
        "partner how status",
        [
            (COUNCIL, "worksWith", "Actual"),
            (POLICE, "memberOf", "Actual"),
            (POLICE, "worksWith", "Failing"),
            ("audit panel", "subOrganizationOf", "Actual"),
        ],
    ),
    "parts-of": ({"body": BOARD}, "part whole kind", [("audit panel", BOARD, "Board")]),
    "people-of": ({"body": BOARD}, "post person", [("chair of the board", "Ada Quill"), ("chair of the board", "Ben Marsh")]),
    "planned-links": ({}, "body how other", [("audit panel", "scrutinises", "fostering team")]),
    "quotations": ({"word": "with rigour"}, "document paragraph", [(SECOND, "6")]),
    "recommendations-and-findings": (
        {},
        "document number about polarity paragraph",
        [(FIRST, "1", BOARD, "Weakness", "10"), (FIRST, "2", "", "", ""), (SECOND, "1", "", "", "")],
    ),
    "recommendations-by-body": ({}, "body recommendations findings", [(COUNCIL, "1", "1"), ("director of children's services", "1", "0")]),
    "recommendations-to": ({"body": COUNCIL}, "document number findings", [(FIRST, "1", "1")]),
    "recommendations-without-owner": ({}, "document number addressedTo", [(FIRST, "1", COUNCIL), (FIRST, "2", "")]),
    "roles-of": ({"person": "Ben Marsh"}, "post body from interim", [("chair of the board", BOARD, "2016-03", "true")]),
    "statements-by": ({"person": "ben-marsh"}, "document paragraph", [(NEWS, "3")]),
    "strengths-and-weaknesses": ({"body": "NSB"}, "document polarity", [(FIRST, "Weakness"), (SECOND, "Strength")]),
    "weakest": ({}, "body strengths weaknesses", [(BOARD, "1", "1"), ("early help hub", "1", "0"), ("youth centre", "1", "0")]),
    "who-answers-to": ({"body": BOARD}, "who by status", [(POLICE, "holdsToAccount", "Actual"), (POLICE, "holdsToAccount", "Failing")]),
    "worse-than-good": (
        {},
        "body grade heldToAccountBy",
        [(BOARD, "Inadequate", ""), (COUNCIL, "RequiresImprovement", "scrutiny committee")],
    ),
}


@pytest.fixture(scope="module")
def other_engine(folder: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(folder / "graph.ttl")


def test_there_are_at_least_25_questions_and_each_has_an_expected_answer() -> None:
    assert len(cookbook.everything()) >= 25
    assert set(EXPECTED) == set(cookbook.everything())


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_question_is_answered_as_a_reader_of_the_documents_would(name: str, graph: Graph, names: Names) -> None:
    asked, columns, rows = EXPECTED[name]
    text = cookbook.bind(cookbook.named(name), {p: [value] for p, value in asked.items()}, names)
    assert [tuple(row.get(c, "") for c in columns.split()) for row in graph.rows(text)] == rows


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_another_engine_gives_the_same_rows(name: str, graph: Graph, names: Names, other_engine: rdflib.Graph) -> None:
    text = cookbook.bind(cookbook.named(name), {p: [value] for p, value in EXPECTED[name][0].items()}, names)
    ours = graph.store.query(text)
    assert isinstance(ours, ox.QuerySolutions)
    variables = [v.value for v in ours.variables]
    found = [tuple("" if s[v] is None else _plain(s[v].value) for v in variables) for s in ours]
    theirs = [tuple("" if row[v] is None else _plain(str(row[v])) for v in variables) for row in other_engine.query(text)]
    assert sorted(theirs) == sorted(found)


def _plain(value: str) -> str:
    """Numbers compared as numbers: engines write 25, 25.0 and 2.5E1 for one decimal; names joined by GROUP_CONCAT in any order."""
    try:
        return f"{float(value):g}"
    except ValueError:
        return "; ".join(sorted(value.split("; ")))


@pytest.mark.parametrize("query", cookbook.everything().values(), ids=lambda q: q.name)
def test_a_question_says_what_it_asks_and_what_it_answers(query: cookbook.Query) -> None:
    assert query.title.endswith("?") and query.topic and query.question and query.answer
    assert query.text.count("# Parameter:") == len(query.parameters)
    assert all(p.help and p.default for p in query.parameters)


@pytest.mark.parametrize("query", cookbook.everything().values(), ids=lambda q: q.name)
def test_a_question_declares_every_prefix_it_uses(query: cookbook.Query) -> None:
    ox.Store().query(query.text)  # without the prefixes the command line adds


def test_links_of_accountability_named_in_questions_are_those_of_the_ontology() -> None:
    known = {kind.iri for kind in ontology.links().values() if kind.kind == "Accountability" and not kind.upward}
    text = cookbook.named("nobody-oversees").text
    assert all(iri.rsplit("#", 1)[-1] in text for iri in known)
    partner = {kind.iri for kind in ontology.links().values() if kind.kind == "Partnership"}
    assert all(iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1] in cookbook.named("partners-of").text for iri in partner)


def test_grades_called_worse_than_good_are_those_the_ontology_ranks_so() -> None:
    low = {c.name for c in ontology.grades().values() if c.rank >= 3}
    assert all(f"acc:{name}" in cookbook.named("worse-than-good").text for name in low)


@pytest.mark.parametrize("name", sorted(cookbook.everything()))
def test_a_question_runs_on_the_sample_graph_with_its_defaults(name: str, sample: Path) -> None:
    load(sample).rows(cookbook.named(name).text)


# What any fair reading of the sample documents must find, however extraction changes.
SURE = {
    "documents": 5,
    "failing-links": 3,
    "worse-than-good": 5,
    "recommendations-and-findings": 20,
    "recommendations-to": 1,
    "judgements-of": 1,
    "inspections": 2,
    "strengths-and-weaknesses": 5,
    "figures-about": 20,
    "statements-by": 1,
    "partners-of": 2,
    "overseers-of": 1,
    "find": 2,
}


@pytest.mark.parametrize("name", sorted(SURE))
def test_a_question_finds_in_the_sample_what_anybody_would(name: str, sample: Path) -> None:
    assert len(load(sample).rows(cookbook.named(name).text)) >= SURE[name]
