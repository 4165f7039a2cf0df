"""A text's bodies, posts and programmes are found by how such things are named, wherever they are."""

from __future__ import annotations

import pytest

from graphbuild import ontology
from graphbuild.document import Block, BlockKind, Document, Kind, Meta
from graphbuild.extract import annotate
from graphbuild.extract.annotated import Annotated


def document(*paragraphs: str, authority: str = "Leeds", issued: str = "2024-05-01", kind: Kind = Kind.REPORT) -> Document:
    text, blocks = "", []
    for paragraph in paragraphs:
        blocks.append(Block(BlockKind.PARAGRAPH, len(text), len(text) + len(paragraph)))
        text += paragraph + "\n"
    return Document("sample", text, tuple(blocks), kind, Meta(issued=issued, authority=authority))


def named(annotated: Annotated) -> dict[str, str]:
    """What is named in the text, as written, and its class."""
    return {annotated.document.text[m.start : m.end]: m.cls for m in annotated.mentions if m.how == "name"}


@pytest.mark.parametrize(
    ("text", "name"),
    [tuple(example) for table in ontology.wording("names")["head"].values() for example in table["examples"]],
)
def test_every_head_of_the_wording_finds_the_name_in_its_example(text: str, name: str) -> None:
    assert name in named(annotate(document(text)))


@pytest.mark.parametrize(
    ("text", "name", "cls"),
    [
        ("The edge of care panel agreed the plan.", "edge of care panel", "Board"),
        ("Work is checked by the quality assurance and audit sub-group.", "quality assurance and audit sub-group", "Board"),
        ("The Northmoor Safeguarding Children Partnership meets monthly.", "Northmoor Safeguarding Children Partnership", "Board"),
        ("Staff of the Harbourside Child and Family Centre help.", "Harbourside Child and Family Centre", "Service"),
        ("Northmoor Hospitals NHS Foundation Trust took part.", "Northmoor Hospitals NHS Foundation Trust", "Agency"),
        ("Greater Vale Police shared records.", "Greater Vale Police", "Agency"),
        ("The strategic director for children and families spoke.", "strategic director for children and families", "Post"),
        ("It rests on section 5 of the Children and Families Act 2014.", "Children and Families Act 2014", "Instrument"),
        ("The Bright Futures programme began in May.", "Bright Futures programme", "Programme"),
        ("The weekly ‘safer streets’ panel met.", "safer streets’ panel", "Board"),
        ("The 0-19 health service sees every family.", "0-19 health service", "Service"),
    ],
)
def test_names_are_found_whole_and_classed(text: str, name: str, cls: str) -> None:
    assert named(annotate(document(text))).get(name) == cls


@pytest.mark.parametrize(
    "text",
    [
        "Effective support makes a difference to many children.",
        "Some plans are clear and others are not.",
        "Good practice was seen in most cases and visits were regular.",
        "In September the weather was fine.",
    ],
)
def test_common_words_name_nobody(text: str) -> None:
    assert named(annotate(document(text))) == {}


def test_an_acronym_stands_for_what_it_was_defined_as() -> None:
    annotated = annotate(document("The exploitation triage team (ETT) meets daily. Police officers value the ETT."))
    keys = {annotated.document.text[m.start : m.end]: m.key for m in annotated.mentions}
    assert keys["ETT"] == keys["exploitation triage team"]


def test_a_board_and_a_panel_of_one_name_are_one_body() -> None:
    annotated = annotate(document("The permanence board met in May.", "Members of the permanence panel asked for data."))
    assert len({m.key for m in annotated.mentions if m.cls == "Board"}) == 1


def test_bodies_of_like_name_are_kept_apart() -> None:
    annotated = annotate(document("The fostering panel and the adoption panel share a chair."))
    assert {e.label for e in annotated.entities.values() if e.cls == "Board"} == {"fostering panel", "adoption panel"}


def test_acts_of_different_years_are_two() -> None:
    annotated = annotate(document("The Children Act 1989 and the Children Act 2004 apply."))
    assert {e.label for e in annotated.entities.values() if e.cls == "Instrument"} == {"Children Act 1989", "Children Act 2004"}


def test_the_council_is_the_authority_of_the_area_at_the_time() -> None:
    before = annotate(document("The council acted quickly.", authority="Somerset", issued="2019-03-01"))
    after = annotate(document("The council acted quickly.", authority="Somerset", issued="2024-03-01"))
    assert before.entities[before.mentions[0].key].label == "Somerset County Council"
    assert after.entities[after.mentions[0].key].label == "Somerset Council"


def test_a_place_is_not_its_council_when_something_merely_lies_there() -> None:
    assert not [m for m in annotate(document("Many families in Leeds need help.")).mentions if m.cls == "LocalAuthority"]
    assert [m for m in annotate(document("Leeds has opened two centres.")).mentions if m.cls == "LocalAuthority"]


def test_a_description_stands_for_the_last_thing_it_fits() -> None:
    annotated = annotate(document("The improvement board meets monthly. The adoption panel met twice. The board asked for data."))
    last = [m for m in annotated.mentions if m.how == "description"]
    assert [annotated.entities[m.key].label for m in last] == ["improvement board"]


def test_a_pronoun_stands_for_what_the_sentence_before_began_with() -> None:
    annotated = annotate(document("The virtual school tracks attendance. It works with colleges."))
    assert [annotated.entities[m.key].label for m in annotated.mentions if m.how == "pronoun"] == ["virtual school"]


def test_small_print_names_only_national_bodies() -> None:
    text = "You may reuse this information free of charge in any format. Write to the Information Policy Team."
    assert named(annotate(document(text))) == {}


@pytest.mark.parametrize(("text", "name"), [tuple(example) for example in ontology.wording("names")["told"]["examples"]])
def test_a_body_is_told_by_what_stands_beside_its_name(text: str, name: str) -> None:
    annotated = annotate(document(text, f"Families speak well of {name}."))
    found = [m for m in annotated.mentions if annotated.document.text[m.start : m.end] == name]
    assert [m.cls for m in found] == ["Agency", "Agency"] and len({m.key for m in found}) == 1


def test_two_bodies_joined_by_and_are_two() -> None:
    text = "The partnership challenges Leeds City Council and Ashbury Police, and the Ashbury Health and Wellbeing Board."
    found = named(annotate(document(text)))
    assert found["Ashbury Police"] == "Agency" and found["Ashbury Health and Wellbeing Board"] == "Board"
    assert not [name for name in found if "Council and" in name]


def test_an_unregistered_council_is_not_named_with_the_body_before_it() -> None:
    found = named(annotate(document("The trust works with NHS Wexmoor Integrated Care Board and Wexmoor County Council.", authority="")))
    assert found["Wexmoor County Council"] == "LocalAuthority"
    assert not [name for name in found if "Board and" in name]


def test_a_board_named_in_the_capitals_of_its_minutes_heading_is_named_as_others_are() -> None:
    for title in ("MINUTES OF THE CORPORATE PARENTING BOARD", "MINUTES OF A MEETING OF THE CORPORATE PARENTING BOARD"):
        annotated = annotate(document(title, "Present: Cllr Ada Quill (Chair)", kind=Kind.MINUTES))
        assert "Corporate Parenting Board" in {entity.label for entity in annotated.entities.values()}


def test_a_post_ends_before_the_person_who_holds_it() -> None:
    found = named(annotate(document("The council’s Executive Director for Children, Ada Quill, agreed.")))
    assert found["Executive Director for Children"] == "Post"


def test_these_teams_are_those_named_together_before() -> None:
    annotated = annotate(document("The transition team and the outreach team are well led. These teams work with the virtual school."))
    last = [annotated.entities[m.key].label for m in annotated.mentions if m.how == "description"]
    assert last == ["outreach team", "transition team"]
