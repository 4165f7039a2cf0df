"""What people decide on reading stands apart from the documents, is applied by every build, and warns when it no longer fits."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.ask import walk
from graphbuild.ask.errors import AskError
from graphbuild.ask.names import Names
from graphbuild.ask.review import Review, apply, load, reviewed
from graphbuild.ask.store import Graph
from graphbuild.facts import Facts, Status
from tests.ask import northmoor
from tests.ask.conftest import Run

NAMED = [(identifier, northmoor.facts(identifier)) for identifier in northmoor.DOCUMENTS]
EVERY = [facts for _, facts in NAMED]


def review(tmp_path: Path, text: str) -> Review:
    (tmp_path / "review.toml").write_text(text, "utf-8")
    return load(tmp_path / "review.toml")


def after(tmp_path: Path, text: str) -> tuple[list[Facts], list[str]]:
    return reviewed(NAMED, review(tmp_path, text), northmoor.DOCUMENTS.get)


WHO = 'who = "A. Reader"\nwhy = "Read it."\n'


def test_a_rejected_link_is_gone_and_the_rest_stands(tmp_path: Path) -> None:
    found, warnings = after(tmp_path, '[[reject]]\nlink = ["NSB", "worksWith", "Northmoor Police"]\nstatus = "failing"\n' + WHO)
    before = {x for f in EVERY for x in f.links}
    assert before - {x for f in found for x in f.links} == {x for x in before if x.predicate == "worksWith" and x.status is Status.FAILING}
    assert warnings == []


def test_any_fact_is_rejected_by_its_words(tmp_path: Path) -> None:
    found, _ = after(tmp_path, '[[reject]]\nfact = "statistics"\nquote = "looked after 500 children"\n' + WHO)
    assert [s.value for f in found for s in f.statistics] == [400]


def test_an_accepted_link_is_marked_with_who_said_so_and_why(tmp_path: Path) -> None:
    found, _ = after(tmp_path, '[[accept]]\nlink = ["Northmoor Council", "provides", "early help hub"]\non = 2020-02-03\n' + WHO)
    changed = dict(zip(northmoor.DOCUMENTS, found, strict=True))
    graph = ox.Store()
    graph.bulk_load(path=str(northmoor.write(tmp_path / "out", changed=changed) / "graph.ttl"), format=ox.RdfFormat.TURTLE)
    rows = list(
        graph.query(
            "PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
            "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
            "SELECT ?who ?note ?o { ?l prov:wasAttributedTo ?w ; skos:editorialNote ?note ; rdf:object ?o . ?w rdfs:label ?who }"
        )
    )
    assert [(r["who"].value, r["note"].value, r["o"].value.rsplit("/", 1)[-1]) for r in rows] == [
        ("A. Reader", "A. Reader, 2020-02-03: Read it.", "northmoor-early-help-hub")
    ]


def test_an_added_link_has_the_exact_words_it_names_as_evidence(tmp_path: Path) -> None:
    text = (
        '[[add]]\nlink = ["NSB", "oversees", "audit panel"]\ndocument = "northmoor-2015-report"\nquote = "The audit panel is a sub-group"\n'
    )
    found, warnings = after(tmp_path, text + WHO)
    (added,) = {x for f in found for x in f.links} - {x for f in EVERY for x in f.links}
    source = northmoor.DOCUMENTS["northmoor-2015-report"].text
    assert source[added.evidence.start : added.evidence.end] == added.evidence.exact == "The audit panel is a sub-group"
    assert added.evidence.paragraph == "12" and warnings == []
    assert [r.link for f in found for r in f.reviewed] == [added]


def test_merged_names_are_one_thing_in_every_document(tmp_path: Path) -> None:
    found, warnings = after(tmp_path, '[[merge]]\nnames = ["early help hub", "family centres"]\n' + WHO)
    keys = {e.key for f in found for e in f.entities}
    assert "northmoor-family-centres" not in keys and "northmoor-early-help-hub" in keys
    assert {n for f in found for e in f.entities if e.key == "northmoor-early-help-hub" for n in e.names} >= {
        "early help hub",
        "family centres",
    }
    assert not any("northmoor-family-centres" in (x.subject, x.object) for f in found for x in f.links) and warnings == []


def test_a_removed_person_is_nowhere_in_the_graph_nor_in_any_quotation(tmp_path: Path) -> None:
    found, _ = after(tmp_path, '[[remove]]\nnames = ["Ben Marsh"]\n' + WHO)
    folder = northmoor.write(tmp_path / "out", changed=dict(zip(northmoor.DOCUMENTS, found, strict=True)))
    for file in folder.iterdir():
        assert "Marsh" not in file.read_text() and "marsh" not in file.read_text()
        assert "Ada Quill" in file.read_text()


def test_a_removed_person_is_not_quoted_in_the_possessive_or_by_another_name(tmp_path: Path) -> None:
    entity = replace(next(e for e in EVERY[2].entities if e.key == "ben-marsh"), names=("Ben Marsh", "Councillor Marsh"))
    link = replace(EVERY[1].links[0], evidence=replace(EVERY[1].links[0].evidence, exact="Ben Marsh’s report on the council"))
    other = replace(link, predicate="inspects", evidence=replace(link.evidence, exact="as Councillor Marsh said"))
    news = replace(EVERY[2], entities=tuple(entity if e.key == entity.key else e for e in EVERY[2].entities))
    report = replace(EVERY[1], links=(*EVERY[1].links, link, other))
    decided = review(tmp_path, '[[remove]]\nnames = ["Ben Marsh"]\n' + WHO)
    found, _ = reviewed([NAMED[0], ("northmoor-2018-report", report), ("northmoor-2018-news", news)], decided, northmoor.DOCUMENTS.get)
    assert not any("Marsh" in x.evidence.exact for f in found for x in f.links)
    assert len(found[1].links) == len(EVERY[1].links)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[accept]]\nlink = ["NSB", "provides", "Northmoor Police"]\n', "no longer matches"),
        ('[[reject]]\nlink = ["NSB", "worksWith", "Northmoor Police"]\nquote = "words since changed"\n', "no longer matches"),
        ('[[merge]]\nnames = ["NSB", "No Such Body"]\n', "no longer matches"),
        ('[[remove]]\nnames = ["No Such Person"]\n', "no longer matches"),
        ('[[add]]\nlink = ["NSB", "oversees", "audit panel"]\ndocument = "northmoor-2015-report"\nquote = "gone"\n', "does not stand in"),
        ('[[add]]\nlink = ["NSB", "inspects", "audit panel"]\ndocument = "northmoor-2015-report"\nquote = "The board"\n', "does not let"),
    ],
)
def test_a_decision_that_no_longer_fits_the_text_is_a_warning(tmp_path: Path, text: str, said: str) -> None:
    found, warnings = after(tmp_path, text + WHO)
    assert any(said in w for w in warnings)
    assert [f.links for f in found] == [f.links for f in EVERY]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[acept]]\n", "Did you mean “accept”"),
        ('[[accept]]\nlink = ["a", "oversee", "b"]\n' + WHO, "Did you mean “oversees”"),
        ('[[accept]]\nlink = ["a", "oversees"]\n' + WHO, "three texts"),
        ('[[accept]]\nlink = ["a", "oversees", "b"]\nwhy = "x"\n', "say who"),
        ('[[accept]]\nlink = ["a", "oversees", "b"]\nstatus = "broken"\n' + WHO, "a link is actual"),
        ('[[reject]]\nfact = "finding"\nquote = "x"\n' + WHO, "Did you mean “findings”"),
        ('[[add]]\nlink = ["a", "oversees", "b"]\n' + WHO, "it lacks link, document and quote"),
        ("accept = [", "is not TOML"),
        ('[accept]\nwho = "x"', "two brackets"),
        ('[[merge]]\nnames = ["a"]\nwho = "x"\nwhy = "y"\nwhen = 1\n', "there is no “when”"),
    ],
)
def test_a_review_that_cannot_be_used_says_where_and_what_to_write(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(AskError, match=said):
        review(tmp_path, text)


def test_no_decisions_change_nothing() -> None:
    for facts in EVERY:
        assert apply(facts, Review()).facts == facts
    assert reviewed(NAMED, Review(), northmoor.DOCUMENTS.get) == (EVERY, [])


def test_a_build_applies_the_review_beside_its_sources(tmp_path: Path, run: Run) -> None:
    (tmp_path / "eastholme.txt").write_text(
        "Eastholme report\n\nThe Eastholme Partnership Board oversees the Eastholme Advice Service.\n", "utf-8"
    )
    text = '[[accept]]\nlink = ["Nobody", "oversees", "Nothing"]\n' + WHO
    (tmp_path / "review.toml").write_text(text, "utf-8")
    done = run("build", tmp_path, "-o", tmp_path / "out", "--no-map")
    assert done.returncode == 0 and "no longer matches" in (tmp_path / "out" / "build.json").read_text("utf-8")
    (tmp_path / "review.toml").write_text("[[nonsense]]", "utf-8")
    done = run("build", tmp_path, "-o", tmp_path / "out", "--no-map")
    assert done.returncode == 2 and "Traceback" not in done.stderr


def test_the_least_certain_links_come_first_with_the_reason(graph: Graph, names: Names) -> None:
    found = walk.doubtful(graph, names, Review())
    assert len(found) == 17 and [d.weight for d in found] == sorted((d.weight for d in found), reverse=True)
    first = next(d for d in found if d.link.predicate == "provides")
    assert "the words do not name Northmoor County Council" in first.reasons


def test_a_walk_writes_decisions_that_the_next_build_reads(run: Run, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "review.toml"
    done = run("review", file, "--graph", folder, "--who", "A. Reader", stdin="a\nplainly so\nr\n\ns\nq\n")
    assert done.returncode == 0
    decided = load(file)
    assert [e.action for e in decided.entries] == ["accept", "reject"] and decided.entries[0].why == "plainly so"
    found, warnings = reviewed(NAMED, decided, northmoor.DOCUMENTS.get)
    assert warnings == [] and sum(len(f.links) for f in found) == len(northmoor.LINKS) - 1
    again = run("review", file, "--graph", folder, "--list").stdout
    assert "1/15" in again


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_whatever_is_said_is_written_as_sound_toml(text: str) -> None:
    assert tomllib.loads(f"x = {walk.quoted(text)}")["x"] == text


def test_a_decision_is_written_as_it_was_made(tmp_path: Path, graph: Graph, names: Names) -> None:
    doubt = walk.doubtful(graph, names, Review())[0]
    walk.write(tmp_path / "r.toml", "reject", doubt, names, 'O’"Neil\\', "no\nway", datetime.date(2020, 2, 3))
    (entry,) = load(tmp_path / "r.toml").entries
    assert (entry.who, entry.why, entry.on) == ('O’"Neil\\', "no\nway", "2020-02-03")
    assert replace(entry).quote == doubt.link.passages[0].words
