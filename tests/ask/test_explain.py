"""What is known of a body, in words a councillor can read, each line with its sentence and its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graphbuild.ask import explain
from graphbuild.ask.names import Names
from graphbuild.ask.path import shortest
from graphbuild.ask.store import Graph, load
from tests.ask import northmoor
from tests.ask.conftest import Run


def test_a_body_is_explained_by_whom_it_answers_to_works_with_and_how_it_was_judged(run: Run, folder: Path) -> None:
    said = run("explain", "NSB", "--graph", folder).stdout
    for line in (
        "A board.",
        "Also called “NSB”",
        "Schoolwatch inspects it.",
        "Failing: It holds Northmoor Police to account.",
        "It holds Northmoor Police to account.",
        "Failing: Northmoor Police works with it.",
        "Overall effectiveness: inadequate, by Schoolwatch (2015-06-01).",
        "Ada Quill: chair of the board from 2014-01.",
        "Ben Marsh: chair of the board (interim) from 2016-03.",
        "Failing: said not to happen, or not to work, though it should.",
    ):
        assert line in said


def test_a_post_is_explained_by_who_held_it_and_a_person_by_posts_and_words(run: Run, folder: Path) -> None:
    post = run("explain", "chair of the board", "--graph", folder).stdout
    assert "Ada Quill: chair of the board, Northmoor Safeguarding Board from 2014-01." in post and "Ben Marsh" in post
    person = run("explain", "Ben Marsh", "--graph", folder).stdout
    assert "chair of the board (interim), Northmoor Safeguarding Board from 2016-03." in person
    assert "Said" in person and "We are proud of how far the board has come" in person


def test_every_line_has_its_exact_words_and_where_they_stand(graph: Graph, names: Names) -> None:
    every = [names.one(t.iri) for t in names.things.values()]
    checked = 0
    for thing in every:
        for section in explain.of_body(graph, names, thing, 0).sections:
            for line in section.lines:
                assert line.passages, line
                for passage in line.passages:
                    text = northmoor.DOCUMENTS[passage.document].text
                    assert text[passage.start : passage.start + len(passage.words)] == passage.words
                    assert re.search(r"paragraph \d+", passage.place)
                    checked += 1
    assert checked > 40


def test_two_bodies_are_explained_by_what_ties_them_or_the_way_between_them(run: Run, folder: Path) -> None:
    tied = run("explain", "NSB", "Northmoor Police", "--graph", folder).stdout
    assert "Accountability" in tied and "Partnership" in tied and "The board does not challenge Northmoor Police." in tied
    apart = run("explain", "Ada Quill", "Family First", "--graph", folder).stdout
    assert "No document ties them directly." in apart and "Northmoor County Council commissions Family First." in apart


def test_the_shortest_way_goes_over_links_that_stand_where_there_is_one(graph: Graph, names: Names) -> None:
    way = shortest(graph, names.one("Ada Quill"), names.one("early help hub"))
    assert [step.end.rsplit("/", 1)[-1] for step in way] == [
        "northmoor-safeguarding-board",
        "northmoor-county-council",
        "northmoor-early-help-hub",
    ]
    assert all(step.status == "Actual" for step in way)
    assert shortest(graph, names.one("youth centre"), names.one("Ada Quill")) == []


def test_a_way_over_what_does_not_stand_is_said_to_be_one(run: Run, folder: Path) -> None:
    said = run("path", "fostering team", "NSB", "--graph", folder).stdout
    assert "Planned: Audit panel (Northmoor County Council) scrutinises fostering team" in said and "no way over links that stand" in said


def test_a_name_that_is_not_known_is_met_with_near_ones(run: Run, folder: Path) -> None:
    done = run("explain", "Nrothmoor Police", "--graph", folder)
    assert done.returncode == 2 and "Did you mean “Northmoor Police”" in done.stderr and "Traceback" not in done.stderr


def test_nothing_a_document_says_becomes_markdown(tmp_path: Path) -> None:
    text = (northmoor.write(tmp_path) / "graph.ttl").read_text()
    (tmp_path / "graph.ttl").write_text(text.replace("with rigour.", "[x](javascript:1) <img src=x> **b** | # h"))
    graph = load(tmp_path)
    names = Names(graph)
    said = explain.as_markdown(explain.of_body(graph, names, names.one("NSB"), 0))
    assert "\\[x\\](javascript:1) &lt;img src=x&gt; \\*\\*b\\*\\* \\| # h" in said


def test_the_sample_bodies_are_explained_too(run: Run, sample: Path) -> None:
    done = run("explain", "Ofsted", "--graph", sample, "--markdown")
    assert done.returncode == 0 and done.stdout.startswith("# ") and "“" in done.stdout


@pytest.mark.parametrize(
    ("verb", "subject", "said"),
    [
        ("is a member of", "partner agencies (Northmoor County Council)", "are members of"),
        ("oversees", "chairs of case conferences", "oversee"),
        ("is part of", "health services", "are part of"),
        ("reports to", "director of children's services", "reports to"),
        ("works with", "Anders Sands", "works with"),
        ("inspects", "it", "inspects"),
    ],
)
def test_a_verb_agrees_with_what_stands_before_it(verb: str, subject: str, said: str) -> None:
    assert explain.agreeing(verb, subject) == said


def test_a_person_is_not_said_to_be_an_authoritys(graph: Graph, names: Names) -> None:
    assert names.one("Ada Quill").called == "Ada Quill"
