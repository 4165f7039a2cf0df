"""One body, one node: through its names, its documents and its area's reorganisation, and never two bodies in one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from graphbuild import ontology
from graphbuild.document import Block, BlockKind, Document, Kind, Meta
from graphbuild.extract import extract
from graphbuild.facts import Entity, Facts
from graphbuild.resolve.across import Resolution, resolve

T = TypeVar("T")
NORTH, SOUTH = "northmoor-council", "southfen-council"


def authority(key: str, label: str) -> Entity:
    return Entity(key, "LocalAuthority", label, (label,), codes=(("gss", f"E{len(key):08}"),))


def document(identifier: str, area: str, *things: Entity) -> tuple[str, Facts]:
    """Facts of one document: its area's authority and the things it names, as extraction keys them."""
    label = area.replace("-", " ").title()
    own = (authority(area, label), *(replace(e, authority="" if e.national else area) for e in things))
    return identifier, Facts(entities=tuple(replace(e, documents=(identifier,)) for e in own))


def written(text: str, identifier: str, authority: str, issued: str) -> tuple[str, Facts]:
    """Facts of a text, one paragraph a line, read by the whole extractor."""
    blocks, offset = [], 0
    for line in text.split("\n"):
        blocks.append(Block(BlockKind.PARAGRAPH, offset, offset + len(line)))
        offset += len(line) + 1
    made = Document(identifier, text, tuple(blocks), Kind.REPORT, Meta(authority=authority, issued=issued))
    return identifier, extract(made)


def called(resolution: Resolution, identifier: str, key: str) -> str:
    return resolution.keys[identifier][key]


BOARD = Entity("local safeguarding children board", "Board", "local safeguarding children board", ("the LSCB",), generic=True)
SCHOOL = Entity("virtual school", "Service", "virtual school", ("virtual school",), generic=True)
PANEL = Entity("adoption panel", "Board", "Adoption Panel", ("Adoption Panel",))
ACT = Entity("children act 2004", "Instrument", "Children Act 2004", ("Children Act 2004",))
OFSTED = Entity("ofsted", "Inspectorate", "Ofsted", ("Ofsted",), generic=False, national=True)


def test_bodies_of_two_authorities_that_only_share_a_common_name_stay_apart() -> None:
    found = resolve([document("north", NORTH, SCHOOL, PANEL), document("south", SOUTH, SCHOOL, PANEL)])
    for key in ("virtual school", "adoption panel"):
        one, other = called(found, "north", key), called(found, "south", key)
        assert one != other
        assert (found.entities[one].authority, found.entities[other].authority) == (NORTH, SOUTH)


def test_a_common_name_in_capitals_is_still_a_common_name() -> None:
    found = resolve([document("north", NORTH, PANEL), document("north-2", NORTH, replace(PANEL, generic=True, label="adoption panel"))])
    assert called(found, "north", "adoption panel") == called(found, "north-2", "adoption panel") == "northmoor-council-adoption-panel"


def test_national_bodies_and_laws_are_one_in_all_documents_and_belong_to_no_area() -> None:
    found = resolve([document("north", NORTH, ACT, OFSTED), document("south", SOUTH, ACT, OFSTED)])
    for key in ("children act 2004", "ofsted"):
        assert called(found, "north", key) == called(found, "south", key)
        assert found.entities[called(found, "north", key)].authority == ""


def test_a_body_by_its_common_name_and_by_its_own_is_one_within_its_authority() -> None:
    documents = [
        written("The LSCB has a plan.\nThe LSCB oversees the work of partners.", "one", "Torbay Council", "2015-01-01"),
        written("Torbay Safeguarding Children Board oversees the work of partners.", "two", "Torbay Council", "2016-01-01"),
    ]
    found = resolve(documents)
    boards = {key for key, entity in found.entities.items() if entity.cls == "Board"}
    assert boards == {"torbay-safeguarding-children-board"}
    assert found.entities["torbay-safeguarding-children-board"].documents == ("one", "two")
    assert found.entities["torbay-safeguarding-children-board"].authority == "torbay-council"


def test_a_place_before_and_after_its_reorganisation_is_two_authorities_tied_by_the_change() -> None:
    known = ontology.authorities()
    change = next(c for c in ontology.changes() if c.date > "2018" and known[c.originals[0]].name == known[c.results[0]].name)
    place = known[change.originals[0]].name
    text = f"The council in {place} has a plan.\nThe local authority's virtual school is well led."
    found = resolve([written(text, "before", place, "2017-05-01"), written(text, "after", place, change.date[:4] + "-12-01")])
    councils = {key for key, entity in found.entities.items() if entity.cls == "LocalAuthority"}
    assert len(councils) == 2
    assert councils <= {*change.originals, *change.results}
    schools = {key: entity.authority for key, entity in found.entities.items() if entity.label == "virtual school"}
    assert len(schools) == 2
    assert set(schools.values()) == councils


def test_a_placed_body_named_in_two_areas_belongs_to_the_one_its_name_speaks_of() -> None:
    other = written("Sandwell Council learns from Torbay Safeguarding Children Board, a partner.", "other", "Sandwell Council", "2016")
    home = written("Torbay Safeguarding Children Board oversees the work of partners.", "home", "Torbay Council", "2016-01-01")
    found = resolve([other, home])
    assert found.entities["torbay-safeguarding-children-board"].authority == "torbay-council"


THINGS = [BOARD, SCHOOL, PANEL, ACT, OFSTED, replace(BOARD, label="Torbay Safeguarding Children Board", generic=False)]
Given = list[tuple[str, list[Entity]]]
AREA = st.tuples(st.sampled_from([NORTH, SOUTH]), st.lists(st.sampled_from(THINGS), unique_by=lambda e: e.key))
MANY = st.lists(AREA, min_size=1, max_size=5)


@given(MANY, st.randoms(use_true_random=False))
def test_what_is_one_does_not_depend_on_the_order_of_documents_or_of_things(given_: Given, random: object) -> None:
    documents = [document(f"d{n}", area, *things) for n, (area, things) in enumerate(given_)]
    shuffled = [(name, replace(facts, entities=tuple(_shuffled(facts.entities, random)))) for name, facts in _shuffled(documents, random)]
    one, other = resolve(documents), resolve(shuffled)
    assert {k: dict(v) for k, v in one.keys.items()} == {k: dict(v) for k, v in other.keys.items()}
    assert one.entities == other.entities
    assert list(one.entities) == list(other.entities)


@given(MANY)
def test_every_thing_of_every_document_has_a_lasting_key_and_no_two_things_of_one_document_share_it(given_: Given) -> None:
    documents = [document(f"d{n}", area, *things) for n, (area, things) in enumerate(given_)]
    found = resolve(documents)
    for name, facts in documents:
        lasting = [found.keys[name][e.key] for e in facts.entities]
        assert set(lasting) <= set(found.entities)
        assert len(set(lasting)) == len(lasting)


def _shuffled(items: Sequence[T], random: object) -> list[T]:
    made = list(items)
    random.shuffle(made)  # type: ignore[attr-defined]
    return made
