"""The graph says what the contract asks, and nothing else; in every format the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from graphbuild import network, ontology, to_rdf, validate
from graphbuild.document import Document
from graphbuild.facts import Facts, Link, Role, Statement, Status
from graphbuild.graph.check import sound
from graphbuild.graph.files import Dataset, in_order, write_jsonld, write_trig, write_turtle
from graphbuild.graph.iris import DEFAULT_BASE, Iris, checked_base, slug, step
from graphbuild.graph.network import write_graphml
from graphbuild.graph.values import precision
from tests.graph.invented import NEWS, REPORT, at, described, entity, news_facts, report_facts

PREFIXES = """
PREFIX acc: <https://graphbuild.example/ontology#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX schema: <http://schema.org/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX id: <https://graphbuild.example/id/>
"""


def dataset(pairs: list[tuple[Document, Facts]] | None = None, base: str = DEFAULT_BASE) -> Dataset:
    every = in_order(pairs or described())
    return Dataset([(document, sound(facts)[0]) for document, facts in every], base)


@pytest.fixture(scope="module")
def turtle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graph") / "graph.ttl"
    write_turtle(dataset(), path)
    return path


@pytest.fixture(scope="module")
def ask(turtle: Path) -> Callable[[str], list[tuple[str, ...]]]:
    store = ox.Store()
    store.bulk_load(path=str(turtle), format=ox.RdfFormat.TURTLE)

    def answer(query: str) -> list[tuple[str, ...]]:
        found = store.query(PREFIXES + query)
        assert isinstance(found, ox.QuerySolutions)
        return sorted(tuple("" if value is None else value.value for value in row) for row in found)  # type: ignore[union-attr]

    return answer


Ask = Callable[[str], list[tuple[str, ...]]]


def test_the_graph_conforms_to_its_shapes(turtle: Path) -> None:
    assert validate(turtle) == []


def test_a_thing_has_its_class_one_name_and_the_documents_that_name_it(ask: Ask) -> None:
    rows = ask("SELECT ?c ?l ?d { id:riverton-safeguarding-board a ?c ; skos:prefLabel ?l ; dcterms:isReferencedBy/dcterms:identifier ?d }")
    board = "https://graphbuild.example/ontology#Board"
    assert rows == [
        (board, "Riverton Safeguarding Board", "riverton-2019-report"),
        (board, "Riverton Safeguarding Board", "riverton-2020-news"),
    ]


def test_names_of_all_documents_stand_together(ask: Ask) -> None:
    assert ask("SELECT ?l { id:riverton-safeguarding-board skos:altLabel ?l }") == [("the safeguarding board",)]


def test_an_authority_carries_its_official_codes(ask: Ask) -> None:
    assert ask("SELECT ?g ?u { id:riverton-council acc:gss ?g ; acc:ofstedURN ?u }") == [("E06999999", "99999")]


def test_only_an_actual_link_stands_as_a_plain_triple(ask: Ask) -> None:
    assert ask("SELECT ?s { ?s acc:inspects ?o }") == [(DEFAULT_BASE + "inspectorate-of-care",)]
    assert ask("SELECT ?s { { ?s acc:holdsToAccount ?o } UNION { ?s org:subOrganizationOf ?o } }") == []
    status = ask("SELECT ?p ?st { ?l a acc:Link ; rdf:predicate ?p ; acc:status ?st . FILTER(?st != acc:Actual) }")
    assert {(p.rsplit("#")[-1], s.rsplit("#")[-1]) for p, s in status} == {
        ("subOrganizationOf", "Former"),
        ("holdsToAccount", "Failing"),
        ("worksWith", "Planned"),
    }


def test_a_symmetric_link_said_either_way_round_is_one(ask: Ask) -> None:
    assert ask("SELECT ?s ?o { ?s acc:worksWith ?o }") == [(DEFAULT_BASE + "health-visitors", DEFAULT_BASE + "riverton-council-family-hub")]
    planned = ask("SELECT ?s ?o { ?l rdf:predicate acc:worksWith ; rdf:subject ?s ; rdf:object ?o ; acc:status acc:Planned }")
    assert planned == ask("SELECT ?s ?o { ?l rdf:predicate acc:worksWith ; rdf:subject ?s ; rdf:object ?o ; acc:status acc:Actual }")


def test_every_fact_has_its_words_and_where_they_stand(ask: Ask) -> None:
    kinds = "acc:Link org:Membership acc:Inspection acc:Judgement acc:Finding acc:Recommendation acc:Statistic acc:Statement"
    for kind in kinds.split():
        assert ask(f"SELECT ?x {{ ?x a {kind} }}"), kind
        assert ask(f"SELECT ?x {{ ?x a {kind} FILTER NOT EXISTS {{ ?x acc:evidence/oa:hasSelector/oa:exact ?t }} }}") == [], kind


def test_the_quoted_words_are_those_between_the_offsets(ask: Ask) -> None:
    texts = {d.identifier: d.text for d in (REPORT, NEWS)}
    rows = ask(
        "SELECT ?d ?s ?e ?t { ?x oa:hasSource/dcterms:identifier ?d ; oa:hasSelector [ oa:start ?s ; oa:end ?e ] , [ oa:exact ?t ] }"
    )
    assert len(rows) > 8
    for identifier, start, end, words in rows:
        assert texts[identifier][int(start) : int(end)] == words


def test_evidence_says_paragraph_and_page(ask: Ask) -> None:
    rows = ask("SELECT ?p ?page { ?l rdf:predicate acc:holdsToAccount ; acc:evidence ?e . ?e acc:paragraph ?p ; acc:page ?page }")
    assert rows == [("2", "1")]


def test_roles_keep_dates_as_precise_as_stated_and_need_no_holder(ask: Ask) -> None:
    rows = ask(
        "SELECT ?m ?start (DATATYPE(?start) AS ?t) "
        "{ ?r a org:Membership . OPTIONAL { ?r org:member ?m } OPTIONAL { ?r schema:startDate ?start } }"
    )
    assert rows == [("", "", ""), (DEFAULT_BASE + "asha-bell", "2018-06", "http://www.w3.org/2001/XMLSchema#gYearMonth")]
    assert ask("SELECT ?r { ?r acc:interim true ; schema:endDate '2018'^^<http://www.w3.org/2001/XMLSchema#gYear> }")


def test_a_judgement_belongs_to_its_inspection_and_an_earlier_one_is_marked_so(ask: Ask) -> None:
    rows = ask("SELECT ?g ?start { ?j acc:grade ?g ; acc:inspection/schema:startDate ?start . FILTER NOT EXISTS { ?j acc:previous true } }")
    assert rows == [("https://graphbuild.example/ontology#Good", "2019-03-04")]
    assert ask("SELECT ?g { ?j acc:previous true ; acc:scaleGrade ?g }") == [("https://graphbuild.example/ontology#Adequate",)]


def test_a_grade_of_an_older_scale_is_not_forced_into_the_four(ask: Ask) -> None:
    assert ask("SELECT ?j { ?j acc:grade ?g ; acc:scaleGrade ?o }") == []


def test_a_judged_heading_is_tied_to_the_area_other_years_judged(ask: Ask) -> None:
    rows = ask("SELECT ?l ?hub { ?j acc:area ?a . ?a skos:prefLabel ?l ; skos:closeMatch/skos:prefLabel ?hub }")
    assert rows == [("leadership, management and governance", "leadership"), ("safeguarding services", "help and protection")]


def test_a_recommendation_has_number_addressee_and_the_findings_behind_it(ask: Ask) -> None:
    rows = ask("SELECT ?n ?to ?p { ?r acc:number ?n ; acc:addressedTo ?to ; acc:supportedBy/acc:polarity ?p }")
    assert rows == [("5", DEFAULT_BASE + "riverton-council", "https://graphbuild.example/ontology#Weakness")]


def test_figures_are_exact_numbers(ask: Ask) -> None:
    rows = ask("SELECT ?v (DATATYPE(?v) AS ?t) { ?s a acc:Statistic ; rdf:value ?v }")
    assert rows == [("3.5", "http://www.w3.org/2001/XMLSchema#decimal"), ("466", "http://www.w3.org/2001/XMLSchema#integer")]


def test_a_publisher_is_a_body_of_the_graph_where_it_is_one(ask: Ask) -> None:
    rows = ask("SELECT ?i ?p { ?d dcterms:identifier ?i ; dcterms:publisher ?p }")
    assert rows == [
        ("riverton-2019-report", DEFAULT_BASE + "inspectorate-of-care"),
        ("riverton-2020-news", DEFAULT_BASE + "publisher/the-riverton-bugle"),
    ]


def test_news_is_news_and_its_date_is_a_day(ask: Ask) -> None:
    rows = ask("SELECT ?c ?when (DATATYPE(?when) AS ?t) { ?d a ?c ; dcterms:issued ?when }")
    assert [(c.rsplit("/")[-1], when, t.rsplit("#")[-1]) for c, when, t in rows] == [
        ("NewsArticle", "2020-02-03", "date"),
        ("Report", "2019-05", "gYearMonth"),
    ]


def test_the_graph_explains_itself(ask: Ask) -> None:
    """Labels, kinds and classes of the ontology stand in the Turtle, so that queries need no second file."""
    assert ("accountability",) in ask("SELECT DISTINCT ?k { ?l a acc:Link ; rdf:predicate/acc:kind/skos:prefLabel ?k }")
    bodies = ask("SELECT ?b { ?b a/rdfs:subClassOf* org:Organization ; dcterms:isReferencedBy [] }")
    assert (DEFAULT_BASE + "riverton-safeguarding-board",) in bodies


def test_there_is_no_blank_node(turtle: Path) -> None:
    for quad in ox.parse(path=str(turtle), format=ox.RdfFormat.TURTLE):
        assert not isinstance(quad.subject, ox.BlankNode) and not isinstance(quad.object, ox.BlankNode)


def test_turtle_says_each_thing_once(turtle: Path) -> None:
    triples = [quad.triple for quad in ox.parse(path=str(turtle), format=ox.RdfFormat.TURTLE)]
    assert len(triples) == len(set(triples))


def test_trig_keeps_each_documents_facts_in_a_graph_of_its_name(tmp_path: Path, turtle: Path) -> None:
    write_trig(dataset(), tmp_path / "graph.trig")
    quads = list(ox.parse(path=str(tmp_path / "graph.trig"), format=ox.RdfFormat.TRIG))
    graphs = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
    wanted = {
        DEFAULT_BASE + "document/riverton-2019-report",
        DEFAULT_BASE + "document/riverton-2020-news",
        "https://graphbuild.example/ontology",
    }
    assert graphs == wanted
    union = {quad.triple for quad in ox.parse(path=str(turtle), format=ox.RdfFormat.TURTLE)}
    assert {quad.triple for quad in quads} == union


def test_jsonld_says_the_same_as_trig_to_two_parsers(tmp_path: Path) -> None:
    write_trig(dataset(), tmp_path / "graph.trig")
    write_jsonld(dataset(), tmp_path / "graph.jsonld")
    json.loads((tmp_path / "graph.jsonld").read_text("utf-8"))
    trig = set(ox.parse(path=str(tmp_path / "graph.trig"), format=ox.RdfFormat.TRIG))
    assert set(ox.parse(path=str(tmp_path / "graph.jsonld"), format=ox.RdfFormat.JSON_LD)) == trig
    theirs = rdflib.Dataset()
    theirs.parse(tmp_path / "graph.jsonld", format="json-ld")
    assert len(set(theirs.quads())) == len(trig)


def test_to_rdf_gives_rdflib_the_same_statements(tmp_path: Path) -> None:
    pairs = [(document, sound(facts)[0]) for document, facts in described()]
    found = to_rdf([facts for _, facts in pairs], [document for document, _ in pairs])
    write_turtle(dataset(), tmp_path / "graph.ttl")
    ours = rdflib.Graph().parse(tmp_path / "graph.ttl")
    assert {(s, p, o) for s, p, o, _ in found.quads()} == set(ours)


def test_the_order_of_documents_and_facts_leaves_no_trace(tmp_path: Path) -> None:
    def turned(facts: Facts) -> Facts:
        return replace(facts, **{name: tuple(reversed(getattr(facts, name))) for name in facts.count()})

    other = [(document, turned(facts)) for document, facts in reversed(described())]
    for number, pairs in enumerate((described(), other)):
        for writer in (write_turtle, write_trig, write_jsonld):
            writer(dataset(pairs), tmp_path / f"{writer.__name__}{number}")
        write_graphml([facts for _, facts in in_order(pairs)], tmp_path / f"graphml{number}")
    for name in ("write_turtle", "write_trig", "write_jsonld", "graphml"):
        assert (tmp_path / f"{name}0").read_bytes() == (tmp_path / f"{name}1").read_bytes(), name


def test_another_base_moves_everything_but_the_ontology(tmp_path: Path) -> None:
    write_turtle(dataset(base="https://data.example/x"), tmp_path / "g.ttl")
    assert validate(tmp_path / "g.ttl") == []
    text = (tmp_path / "g.ttl").read_text("utf-8")
    assert DEFAULT_BASE not in text and "<https://data.example/x/>" in text


@pytest.mark.parametrize("base", ["not an iri", "relative/", "http://", "http://a b/"])
def test_a_base_nothing_can_stand_under_is_refused(base: str) -> None:
    with pytest.raises(ValueError, match="IRI"):
        checked_base(base)


@given(st.text(max_size=300))
def test_any_text_makes_a_safe_iri(text: str) -> None:
    iri = Iris().thing(text)
    assert iri.value.startswith(DEFAULT_BASE) and "/" not in iri.value[len(DEFAULT_BASE) :] and len(iri.value) < 200
    assert iri == Iris().thing(text)


@given(st.text(max_size=40), st.text(max_size=40))
def test_two_keys_never_share_an_iri(one: str, other: str) -> None:
    assert (step(one) == step(other)) == (one == other)


@given(st.text())
def test_a_slug_is_plain(text: str) -> None:
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@given(st.text(min_size=1, max_size=60))
def test_any_text_survives_every_format(words: str) -> None:
    from tempfile import TemporaryDirectory

    facts = replace(news_facts(), entities=(*news_facts().entities, entity("odd", "Agency", words, NEWS)))
    with TemporaryDirectory() as folder:
        label = (
            words.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if any("\ud800" <= c <= "\udfff" for c in words) else words
        )
        for writer, form in ((write_turtle, ox.RdfFormat.TURTLE), (write_trig, ox.RdfFormat.TRIG), (write_jsonld, ox.RdfFormat.JSON_LD)):
            path = Path(folder, writer.__name__)
            writer(dataset([(NEWS, facts)]), path)
            odd = ox.NamedNode(DEFAULT_BASE + "odd")
            assert label in {q.object.value for q in ox.parse(path=str(path), format=form) if q.subject == odd}  # type: ignore[union-attr]
        write_graphml([facts], Path(folder, "graphml"))
        assert "odd" in nx.read_graphml(Path(folder, "graphml"))


def test_what_the_ontology_does_not_allow_is_left_out_and_said() -> None:
    facts = news_facts()
    wrong = at(NEWS, "Health visitors")
    bad = (
        Link("asha-bell", "inspects", "riverton-council", Status.ACTUAL, wrong),
        Link("riverton-council", "oversees", "riverton-council", Status.ACTUAL, wrong),
        Link("riverton-council", "oversees", "nobody-described", Status.ACTUAL, wrong),
        Link("riverton-council", "befriends", "health-visitors", Status.ACTUAL, wrong),
    )
    kept, said = sound(replace(facts, links=(*facts.links, *bad)))
    assert [link.predicate for link in kept.links] == ["worksWith"]
    assert len(said) == 4 and any("join" in line for line in said)


def test_a_role_of_what_is_no_post_and_words_of_what_is_no_person_are_left_out() -> None:
    facts = news_facts()
    role = Role("asha-bell", "health-visitors", "riverton-council", at(NEWS, "Asha Bell"))
    words = Statement("riverton-council", "We will", at(NEWS, "We will"))
    kept, said = sound(replace(facts, roles=(role,), statements=(*facts.statements, words)))
    assert kept.roles == () and kept.statements == facts.statements and len(said) == 2


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("2016-05-23", "date"),
        ("2016-05", "gYearMonth"),
        ("2016", "gYear"),
        ("2016-02-30", ""),
        ("2016-13", ""),
        ("2015-16", ""),
        ("May", ""),
        ("", ""),
    ],
)
def test_only_dates_of_the_calendar_are_dates(value: str, kind: str) -> None:
    assert precision(value) == kind


def test_a_role_keeps_no_date_that_is_none() -> None:
    role = Role("asha-bell", "", "riverton-council", at(NEWS, "Asha Bell"), start="2019-02-31", end="last year")
    kept, said = sound(replace(news_facts(), roles=(role,)))
    assert (kept.roles[0].start, kept.roles[0].end) == ("", "") and len(said) == 2


def test_terms_the_ontology_does_not_know_are_refused_by_name() -> None:
    facts = replace(news_facts(), entities=(entity("x", "Spaceship", "X", NEWS),))
    with pytest.raises(ValueError, match="Spaceship"):
        to_rdf(facts, NEWS)


def test_the_network_has_class_label_status_and_evidence() -> None:
    graph = network([sound(facts)[0] for _, facts in described()])
    board = graph.nodes["riverton-safeguarding-board"]
    assert (board["class"], board["label"]) == ("Board", "Riverton Safeguarding Board")
    assert [e.exact for e in board["evidence"]] == ["Riverton Safeguarding Board"]
    failing = graph.edges["riverton-safeguarding-board", "riverton-council-family-hub", "holdsToAccount.Failing"]
    assert (failing["status"], failing["kind"], failing["label"]) == ("Failing", "Accountability", "holds to account")
    assert failing["evidence"][0].exact.startswith("The Riverton Safeguarding Board does not yet hold")
    assert sum(values["predicate"] == "worksWith" for *_, values in graph.edges(data=True)) == 2  # actual, and planned


def test_the_network_tells_who_holds_which_post() -> None:
    graph = network(report_facts())
    roles = [(s, o, v["label"]) for s, o, v in graph.edges(data=True) if v["kind"] == "Role"]
    assert roles == [("asha-bell", "riverton-safeguarding-board", "chair")]


def test_authorities_of_the_register_are_tied_to_those_that_followed_them(tmp_path: Path) -> None:
    change = ontology.changes()[-1]
    old = ontology.authorities()[change.originals[0]]
    facts = replace(news_facts(), entities=(*news_facts().entities, entity(old.key, "LocalAuthority", old.official, NEWS, codes=old.codes)))
    write_turtle(dataset([(NEWS, facts)]), tmp_path / "g.ttl")
    assert validate(tmp_path / "g.ttl") == []
    store = ox.Store()
    store.bulk_load(path=str(tmp_path / "g.ttl"), format=ox.RdfFormat.TURTLE)
    rows = store.query(
        PREFIXES + "SELECT ?n { ?e a org:ChangeEvent ; org:originalOrganization ?o ; org:resultingOrganization/skos:prefLabel ?n }"
    )
    assert {row["n"].value for row in rows} == {ontology.authorities()[key].official for key in change.results}  # type: ignore[union-attr]
