"""A graph that breaks the contract is told so, in words; two validators agree on it."""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
import rdflib

from graphbuild import ontology, validate
from graphbuild.graph.files import write_turtle
from tests.graph.test_rdf import dataset

SH = "http://www.w3.org/ns/shacl#"

BROKEN = [
    ("acc:status acc:Failing", "acc:status acc:Broken", "A link has one status"),
    ("acc:polarity acc:Weakness", "acc:polarity acc:Good", "strength, a weakness or mixed"),
    ("acc:grade acc:Good", "acc:grade acc:Adequate", "acc:scaleGrade"),
    ("acc:judges :riverton-council ;", "", "judges one body"),
    ("rdf:predicate acc:holdsToAccount", "rdf:predicate acc:about", "a kind of link of the ontology"),
    ('skos:prefLabel "Asha Bell"', 'skos:prefLabel "Asha Bell" , "A. Bell"', "one name"),
    ('acc:paragraph "2" ;', "", "which paragraph"),
    ("oa:start 0 ;", "oa:start 99999 ;", "before it ends"),
    ("acc:speaker :asha-bell", "acc:speaker :riverton-council", "one speaker, a person"),
    ("rdf:value 466", 'rdf:value "466"', "integer or a decimal"),
    ('acc:gss "E06999999"', 'acc:gss "Riverton"', "GSS code"),
    ("acc:addressedTo :riverton-council", "acc:addressedTo :nobody", "addressed to"),
    ("a acc:Board ;", "a acc:Board , acc:Service ;", "one class"),
    ('dcterms:identifier "riverton-2020-news" ;', "", "one identifier"),
    ("oa:TextQuoteSelector", "oa:FragmentSelector", "one quotation"),
]


@pytest.fixture(scope="module")
def sound_turtle(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("sound") / "graph.ttl"
    write_turtle(dataset(), path)
    return path.read_text("utf-8")


@pytest.mark.parametrize(("right", "wrong", "told"), BROKEN)
def test_each_breach_is_told_in_words(sound_turtle: str, tmp_path: Path, right: str, wrong: str, told: str) -> None:
    assert right in sound_turtle, "the sound graph says it"
    path = tmp_path / "broken.ttl"
    path.write_text(sound_turtle.replace(right, wrong), "utf-8")
    assert any(told in problem.message for problem in validate(path)), validate(path)


def test_evidence_that_is_missing_is_told_for_every_kind_of_fact(sound_turtle: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text(sound_turtle.replace("acc:evidence evidence:", "acc:elsewhere evidence:"), "utf-8")
    said = {problem.message for problem in validate(path) if "acc:evidence" in problem.message}
    assert len(said) == 8


def test_two_validators_agree_result_for_result(sound_turtle: str, tmp_path: Path) -> None:
    text = sound_turtle
    for right, wrong, _ in BROKEN:
        text = text.replace(right, wrong)
    shapes = rdflib.Graph().parse(ontology.folder() / "shapes.ttl")
    for each in (sound_turtle, text):
        path = tmp_path / "graph.ttl"
        path.write_text(each, "utf-8")
        conforms, report, _ = pyshacl.validate(rdflib.Graph().parse(path), shacl_graph=shapes)
        assert isinstance(report, rdflib.Graph)
        theirs = {
            (str(report.value(result, rdflib.URIRef(SH + "focusNode"))), str(report.value(result, rdflib.URIRef(SH + "resultMessage"))))
            for result in report.objects(None, rdflib.URIRef(SH + "result"))
        }
        ours = {(problem.node, problem.message) for problem in validate(path)}
        assert conforms == (not ours)
        told = {pair for pair in theirs if pair[1].endswith(".")}  # those with a message of ours
        assert told == {pair for pair in ours if pair[1].endswith(".")}
        assert {node for node, _ in theirs} == {node for node, _ in ours}


def test_what_is_no_turtle_is_told(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text("this is no graph", "utf-8")
    with pytest.raises(ValueError, match="Turtle"):
        validate(path)


def test_a_problem_reads_as_a_sentence(sound_turtle: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text(sound_turtle.replace("rdf:value 466", 'rdf:value "466"'), "utf-8")
    assert [str(p).split(": ", 1)[1] for p in validate(path)] == [
        "A statistic has one value, an integer or a decimal (rdf:value). Here: 466"
    ]
