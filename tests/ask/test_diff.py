"""What changed between two graphs, in words and as RDF Patch."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graphbuild.ask.diff import as_text, differences, patch
from graphbuild.ask.store import load
from graphbuild.facts import Status
from tests.ask import northmoor
from tests.ask.conftest import Run


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Northmoor read again: one link now stands, one is gone, one grade and one figure are others, one recommendation has an owner."""
    first = northmoor.facts("northmoor-2015-report")
    links = tuple(
        replace(x, status=Status.ACTUAL) if x.predicate == "worksWith" else x for x in first.links if x.predicate != "commissions"
    )
    judgements = tuple(replace(j, grade="Good") if j.body == "northmoor-safeguarding-board" else j for j in first.judgements)
    figures = tuple(replace(s, value=410) for s in first.statistics)
    changed = replace(first, links=links, judgements=judgements, statistics=figures)
    return northmoor.write(tmp_path_factory.mktemp("changed"), changed={"northmoor-2015-report": changed})


def test_what_came_went_and_changed_is_said_by_body(run: Run, folder: Path, changed: Path) -> None:
    done = run("diff", folder, changed)
    assert done.returncode == 1
    assert "- Northmoor County Council commissions Family First: actual" in done.stdout
    assert "~ Northmoor Police works with Northmoor Safeguarding Board: was failing, is now actual" in done.stdout
    assert "~ judged for overall effectiveness: was Inadequate, is now Good" in done.stdout
    assert "~ children looked after (2015-03-31): was 400, is now 410" in done.stdout
    assert "4 differences: 0 new, 1 gone, 3 changed." in done.stdout


def test_a_graph_does_not_differ_from_itself_nor_from_itself_under_another_base(run: Run, folder: Path, tmp_path: Path) -> None:
    assert run("diff", folder, folder / "graph.trig").stdout == "Nothing changed.\n"
    other = northmoor.write(tmp_path, base="https://council.example/data/")
    assert differences(load(folder), load(other)) == []


def test_the_patch_makes_the_old_graph_the_new_one(folder: Path, changed: Path) -> None:
    old, new = load(folder), load(changed)
    statements = {str(q.triple) for q in old.store}
    lines = list(patch(old, new))
    assert lines[0] == "TX .\n" and lines[-1] == "TC .\n" and len(lines) > 2
    for line in lines[1:-1]:
        sign, triple = line[0], line[2:-3]
        assert (triple in statements) == (sign == "D")
        (statements.remove if sign == "D" else statements.add)(triple)
    assert statements == {str(q.triple) for q in new.store}


def test_coming_and_going_are_each_others_mirror(folder: Path, changed: Path) -> None:
    there, back = differences(load(folder), load(changed)), differences(load(changed), load(folder))
    flip = {"+": "-", "-": "+", "~": "~"}
    assert sorted((c.body, flip[c.sign]) for c in there) == sorted((c.body, c.sign) for c in back)
    assert as_text(there) != as_text(back)
