"""The ontology is data: complete, consistent with itself and with the contract, and enough to extend."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from graphbuild import ontology

FIFTEEN = (
    "inspects holdsToAccount scrutinises oversees commissions appoints responsibleFor reportsTo provides "
    "partOf memberOf worksWith sharesInformationWith refersTo succeeds"
).split()


def test_the_nine_classes_and_fifteen_links_of_the_contract_are_there() -> None:
    assert set(ontology.classes()) == set("Inspectorate LocalAuthority Board Service Agency Post Person Programme Instrument".split())
    assert sorted(ontology.links()) == sorted(FIFTEEN)
    assert ontology.links()["partOf"].iri == "http://www.w3.org/ns/org#subOrganizationOf"
    assert {name for name, link in ontology.links().items() if link.symmetric} == {"worksWith", "sharesInformationWith"}
    accountability = {name for name, link in ontology.links().items() if link.kind == "Accountability"}
    assert accountability == set(FIFTEEN[:9])


def test_every_class_is_a_sort_of_a_standard_one() -> None:
    standard = {"Organization", "FormalOrganization", "OrganizationalUnit", "Post", "Activity", "Entity"}
    for name, cls in ontology.classes().items():
        assert name == "Person" or cls.parents & standard, name


def test_every_term_has_a_label_and_what_is_meant_has_a_definition() -> None:
    graph = rdflib.Graph().parse(ontology.folder() / "accountability.ttl")
    for term in set(graph.subjects()):
        if not str(term).startswith(ontology.ACC):
            continue
        assert (term, rdflib.RDFS.label, None) in graph or (term, rdflib.SKOS.prefLabel, None) in graph, term
        if (term, rdflib.RDF.type, rdflib.SKOS.Concept) not in graph and (term, rdflib.RDF.type, rdflib.SKOS.ConceptScheme) not in graph:
            assert (term, rdflib.SKOS.definition, None) in graph, term


def test_every_property_of_ours_that_the_shapes_name_is_in_the_ontology() -> None:
    known = set(re.findall(r"acc:\w+", (ontology.folder() / "accountability.ttl").read_text("utf-8")))
    assert set(re.findall(r"acc:\w+", (ontology.folder() / "shapes.ttl").read_text("utf-8"))) <= known


def test_colours_are_colours_and_each_class_has_a_shape_of_its_own() -> None:
    for thing in (*ontology.classes().values(), *ontology.links().values()):
        assert re.fullmatch(r"#[0-9a-f]{6}", thing.colour), thing.name
    shapes = [cls.shape for cls in ontology.classes().values()]
    assert len(shapes) == len(set(shapes))


def test_a_link_joins_only_what_it_may() -> None:
    links = ontology.links()
    assert links["inspects"].joins("Inspectorate", "Board") and not links["inspects"].joins("Board", "Inspectorate")
    assert links["appoints"].joins("LocalAuthority", "Person") and not links["appoints"].joins("Person", "Instrument")
    assert links["worksWith"].joins("Service", "Agency") and links["worksWith"].joins("Agency", "Service")


def test_grades_of_the_scale_in_use_come_in_order_and_older_ones_apart() -> None:
    assert list(ontology.concepts("Grades")) == ["Outstanding", "Good", "RequiresImprovement", "Inadequate"]
    assert {"Adequate", "Satisfactory"} <= set(ontology.grades()) and "Actual" not in ontology.grades()


def test_iris_are_found_by_name_and_what_is_unknown_is_told() -> None:
    assert ontology.iri("Board") == ontology.ACC + "Board"
    assert ontology.iri("reportsTo") == "http://www.w3.org/ns/org#reportsTo"
    with pytest.raises(KeyError, match="Spaceship"):
        ontology.iri("Spaceship")


def test_a_new_kind_of_link_needs_only_the_ontology(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(ontology.folder(), folder)
    with (folder / "accountability.ttl").open("a", encoding="utf-8") as file:
        file.write(
            'acc:advises a owl:ObjectProperty ; rdfs:label "advises"@en ; skos:notation "advises" ; acc:kind acc:Partnership ;\n'
            "    schema:domainIncludes acc:Body ; schema:rangeIncludes acc:Body ."
        )
    monkeypatch.setattr(ontology, "folder", lambda: folder)
    cached = [f for f in vars(ontology).values() if hasattr(f, "cache_clear")]
    try:
        for function in cached:
            function.cache_clear()
        link = ontology.links()["advises"]
        assert link.iri == ontology.ACC + "advises" and link.joins("Board", "LocalAuthority")
    finally:
        for function in cached:
            function.cache_clear()


def test_a_file_that_is_broken_is_named_with_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wording").mkdir()
    (tmp_path / "wording" / "links.toml").write_text("pattern = 'no end", "utf-8")
    (tmp_path / "accountability.ttl").write_text("acc:Board a", "utf-8")
    monkeypatch.setattr(ontology, "folder", lambda: tmp_path)
    with pytest.raises(ontology.OntologyError, match=r"links\.toml cannot be read: Expected"):
        ontology.wording.__wrapped__("links")
    with pytest.raises(ontology.OntologyError, match=r"accountability\.ttl"):
        ontology._Terms()


def test_the_register_knows_every_authority_once() -> None:
    known = ontology.authorities()
    assert len(known) > 150
    official = [authority.official for authority in known.values()]
    assert len(official) == len(set(official))
    for key, authority in known.items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)
        assert not authority.gss or re.fullmatch(r"E(06|08|09|10)\d{6}", authority.gss), key
        assert authority.region and authority.type and authority.police, key
    gss = [authority.gss for authority in known.values() if authority.gss]
    assert len(gss) == len(set(gss))


def test_no_two_authorities_of_one_time_share_a_name() -> None:
    for one in ontology.authorities().values():
        for other in ontology.authorities().values():
            if one is not other and {one.official, *one.aliases} & {other.official, *other.aliases}:
                assert (one.end or "9999") < other.start or (other.end or "9999") < one.start, (one.key, other.key)


def test_a_reorganisation_ends_what_it_replaces_the_day_before_the_new_begins() -> None:
    known = ontology.authorities()
    for change in ontology.changes():
        assert change.source.startswith("SI ")
        for key in change.originals:
            assert known[key].end and known[key].end < change.date and known[key].successors
        for key in change.results:
            assert known[key].start == change.date


def test_the_register_holds_every_authority_it_was_made_from() -> None:
    source = Path(__file__).parents[2] / "shared" / "data" / "authorities.csv"
    if not source.exists():
        pytest.skip(f"{source} is not here")
    import csv

    with source.open(encoding="utf-8", newline="") as file:
        urns = {row["ofsted_urn"] for row in csv.DictReader(file)}
    assert urns == {authority.ofsted_urn for authority in ontology.authorities().values()} - {""}


@pytest.mark.parametrize("name", ["accountability.ttl", "shapes.ttl"])
def test_the_files_are_turtle_to_two_parsers(name: str) -> None:
    path = ontology.folder() / name
    ours = sum(1 for _ in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    assert ours == len(rdflib.Graph().parse(path)) > 100
