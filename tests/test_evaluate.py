"""The evaluation counts what a careful reader would count, and the README's table is what the command writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild import cli
from graphbuild.evaluate import (
    BEGIN,
    END,
    EvaluationError,
    Score,
    evaluate_facts,
    evaluate_folder,
    misses,
    normal,
    reference,
    table,
    written,
)
from graphbuild.facts import Entity, Evidence, Facts, Finding, Link, Polarity, Statistic, Status

GOLD = Path(__file__).parent / "gold"
README = Path(__file__).parent.parent / "README.md"


def lines(folder: Path, **files: list[dict[str, object]]) -> Path:
    for stem, rows in files.items():
        (folder / f"{stem}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return folder


def evidence(paragraph: str = "4") -> Evidence:
    return Evidence("report", 0, 3, "The", paragraph)


def by_kind(scores: list[Score]) -> dict[str, Score]:
    return {s.kind.strip(): s for s in scores}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A reference of two bodies, a link that fails, a finding and a figure."""
    return lines(
        tmp_path,
        entities=[
            {"id": "board", "type": "Board", "names": ["The Harbour Board", "HB"], "docs": ["report"]},
            {"id": "team", "type": "Service", "names": ["quay team"], "docs": ["report"]},
        ],
        links=[{"s": "board", "p": "oversees", "o": "team", "status": "failing", "doc": "report", "para": "4"}],
        findings=[{"doc": "report", "para": "4", "about": ["board"], "polarity": "weakness", "recommendation_marked": False}],
        statistics=[{"doc": "report", "para": "4", "value": 12, "unit": "boats", "what": "boats"}],
    )


def facts(status: Status = Status.FAILING) -> Facts:
    return Facts(
        entities=(
            Entity("harbour-board", "Board", "Harbour Board"),
            Entity("quay-team", "Service", "Quay Team"),
            Entity("gull", "Agency", "Gull"),
        ),
        links=(Link("harbour-board", "oversees", "quay-team", status, evidence()),),
        findings=(Finding("f-1", "harbour-board", Polarity.WEAKNESS, evidence()),),
        statistics=(Statistic(12.0, "boats", "boats", "harbour-board", evidence()),),
    )


def test_a_thing_is_the_references_under_any_of_its_names(small: Path) -> None:
    scores = by_kind(evaluate_facts([("report", facts())], small))
    assert scores["entities"].precision == pytest.approx(2 / 3)
    assert scores["entities"].recall == 1
    assert scores["entity types (of those found)"].f1 == 1
    assert scores["entities"].wrong == [("report", "gull")]


def test_a_failing_link_shown_as_actual_is_a_link_but_not_with_its_status(small: Path) -> None:
    right = by_kind(evaluate_facts([("report", facts())], small))
    wrong = by_kind(evaluate_facts([("report", facts(Status.ACTUAL))], small))
    assert right["links with status"].f1 == right["not actual"].f1 == right["oversees"].f1 == 1
    assert wrong["links"].f1 == 1
    assert wrong["links with status"].f1 == wrong["not actual"].f1 == 0


def test_findings_of_one_place_that_differ_are_mixed(small: Path) -> None:
    both = Facts(
        entities=facts().entities,
        findings=(
            Finding("f-1", "harbour-board", Polarity.WEAKNESS, evidence("Quays")),
            Finding("f-2", "harbour-board", Polarity.STRENGTH, evidence("Quays")),
        ),
    )
    (row,) = by_kind(evaluate_facts([("report", both)], small))["findings"].found
    assert row == ("report", "quays", "board", "mixed")


def test_other_documents_do_not_count(small: Path) -> None:
    scores = by_kind(evaluate_facts([("letter", facts())], small))
    assert not scores["entities"].found


def test_recall_is_asked_for_what_both_readers_saw(tmp_path: Path) -> None:
    link = {"s": "a", "o": "b", "status": "actual", "doc": "report", "para": "1"}
    folder = lines(
        tmp_path,
        entities=[{"id": i, "type": "Board", "names": [i], "docs": ["report"]} for i in ("a", "b")],
        links=[link | {"p": "oversees", "readers": 2}, link | {"p": "provides", "readers": 1}],
    )
    things = (Entity("a", "Board", "A"), Entity("b", "Board", "B"))
    one = Facts(entities=things, links=(Link("a", "oversees", "b", Status.ACTUAL, evidence()),))
    scores = by_kind(evaluate_facts([("report", one)], folder))
    assert scores["links"].recall == 1
    assert scores["links"].precision == 1


def test_misses_are_grouped_by_kind_and_document(small: Path) -> None:
    text = misses(evaluate_facts([("report", Facts())], small))
    assert "entities, missed (2)\n  report\n    board\n    team" in text
    assert "statistics, missed (1)\n  report\n    4 · 12" in text


@given(st.text(max_size=30))
def test_a_name_made_plain_stays_so(name: str) -> None:
    assert normal(normal(name)) == normal(name) or normal(name).startswith(("the ", "a ", "an "))


@given(st.sets(st.tuples(st.sampled_from("abcdef"))), st.sets(st.tuples(st.sampled_from("abcdef"))))
def test_scores_lie_between_nothing_and_all(found: set[tuple[str]], wanted: set[tuple[str]]) -> None:
    score = Score("x", frozenset(found), frozenset(wanted), frozenset(wanted))
    assert 0 <= score.f1 <= 1
    assert score.f1 == pytest.approx(1) or found != wanted or not found
    assert score.f1 <= 2 * min(score.precision, score.recall)
    assert len(score.missed) + len(score.found & score.core) == len(wanted)


def test_the_table_goes_between_the_markers_and_nowhere_else() -> None:
    assert written(f"# A\n{BEGIN}\nold\n{END}\n# B\n", "new") == f"# A\n{BEGIN}\nnew\n{END}\n# B\n"
    for text in ("# A\n", f"{END}\n{BEGIN}\n", f"{BEGIN}\n{BEGIN}\n{END}"):
        with pytest.raises(EvaluationError, match="needs one line"):
            written(text, "new")


def test_a_reference_that_is_none_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"no entities\.jsonl"):
        evaluate_folder(tmp_path, [tmp_path])
    (tmp_path / "entities.jsonl").write_text("{\n", "utf-8")
    with pytest.raises(EvaluationError, match="line 1 is not JSON"):
        reference(tmp_path)


def test_the_command_says_in_one_line_what_was_wrong_with_its_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["evaluate", str(tmp_path)])
    assert stopped.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_our_own_reference_holds_together() -> None:
    gold = reference(GOLD)
    ids = {e["id"] for e in gold.lines["entities"]}
    assert gold.documents == {p.stem for p in (GOLD / "documents").iterdir()}
    for link in gold.lines["links"]:
        assert {link["s"], link["o"]} <= ids
    for finding in gold.lines["findings"]:
        assert set(finding["about"]) <= ids
    for entity in gold.lines["entities"]:
        text = " ".join((GOLD / "documents" / f"{d}.txt").read_text("utf-8") for d in entity["docs"])
        assert any(normal(name) in normal(text) for name in entity["names"]), entity["id"]


@pytest.fixture(scope="module")
def own() -> list[Score]:
    return evaluate_folder(GOLD)


def test_the_readmes_table_is_what_the_command_writes(own: list[Score]) -> None:
    text = README.read_text("utf-8")
    assert written(text, table(own)) == text, "run: graphbuild evaluate tests/gold --readme README.md"


def test_no_link_that_fails_or_is_planned_is_shown_as_actual(own: list[Score]) -> None:
    links = by_kind(own)["links with status"]
    not_so = {row[:4] for row in links.wanted if row[4] != "actual"} - {row[:4] for row in links.wanted if row[4] == "actual"}
    assert not {row for row in links.found if row[4] == "actual" and row[:4] in not_so}
