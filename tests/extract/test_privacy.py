"""People are recorded in public roles only: never children, families or the subjects of cases, and no quoted words name them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphbuild import ontology
from graphbuild.document import Block, BlockKind, Document
from graphbuild.extract.annotated import Annotated, Mention
from graphbuild.extract.privacy import private_names, public_only, without_people
from graphbuild.facts import Entity, Evidence, Facts, Finding, Link, Polarity, Recommendation, Role, Statement, Status

WORDING = ontology.wording("privacy")
BOARD = Entity("board", "Board", "Northmoor Safeguarding Children Board", ("Northmoor Safeguarding Children Board",))
CHAIR = Entity("chair", "Post", "chair", ("chair",))
FOSTER = Entity("foster", "Post", "foster carer", ("foster carer",))


def person(name: str) -> Entity:
    return Entity(name.lower(), "Person", name, (name,))


def annotated(text: str, *people: Entity, headings: tuple[str, ...] = ()) -> tuple[Annotated, dict[str, Evidence]]:
    """`text`, a block a line (lines of `headings` are such), with its people marked wherever they are named; and evidence by line."""
    blocks, lines, offset = [], {}, 0
    for n, line in enumerate(text.split("\n")):
        kind = BlockKind.HEADING if line in headings else BlockKind.PARAGRAPH
        blocks.append(Block(kind, offset, offset + len(line), level=2 if kind is BlockKind.HEADING else 0))
        lines[line] = Evidence("d", offset, offset + len(line), line, str(n + 1))
        offset += len(line) + 1
    mentions = []
    for each in people:
        at = text.find(each.label)
        while at >= 0:
            mentions.append(Mention(at, at + len(each.label), each.key, "Person"))
            at = text.find(each.label, at + 1)
    document = Document("d", text, tuple(blocks))
    return Annotated(document, (), {e.key: e for e in people}, tuple(sorted(mentions))), lines


@pytest.mark.parametrize(("text", "name", "private"), WORDING["cases"]["examples"])
def test_the_sentences_of_the_wording_are_read_as_it_says(text: str, name: str, private: bool) -> None:
    assert any(found in name or name in found for found in private_names(text)) is private


@pytest.mark.parametrize("text", WORDING["coded"]["examples"])
def test_codes_in_place_of_names_are_private(text: str) -> None:
    assert private_names(text)


@pytest.mark.parametrize(
    "text",
    [
        "Children aged 14 are seen alone.",
        "Ofsted, aged or not, is an inspectorate.",
        "Northmoor’s life is busy.",
        "Care leavers aged 18 have plans.",
        "The board heard that Child Protection Plans A and B were late.",
        "Family Hubs are open.",
        "In Year A pupils did well.",
        "Family A Partnership was wound up.",
    ],
)
def test_what_only_looks_like_a_private_name_is_left_alone(text: str) -> None:
    assert private_names(text, {"Northmoor", "Ofsted"}) == frozenset()


def test_a_child_in_a_case_study_is_dropped_with_every_fact_whose_words_name_them_and_a_post_holder_stays() -> None:
    study = "Ellie, a child aged 14, was not seen by the board."
    hers = "The police did not tell the school about Ellie in time."
    other = "Jane Hargreave chairs the board well."
    child, chair = person("Ellie"), person("Jane Hargreave")
    text, lines = annotated(f"Case study\n{study}\n{hers}\n{other}", child, chair, headings=("Case study",))
    facts = Facts(
        entities=(BOARD, CHAIR, chair, child),
        links=(
            Link("board", "oversees", "ellie", Status.ACTUAL, lines[study]),
            Link(chair.key, "oversees", "board", Status.ACTUAL, lines[other]),
        ),
        roles=(Role(chair.key, "chair", "board", lines[other]),),
        findings=(Finding("f1", "board", Polarity.WEAKNESS, lines[hers]), Finding("f2", "board", Polarity.STRENGTH, lines[other])),
        recommendations=(Recommendation("1", ("board",), "Act.", lines[other], about=("ellie",), supported_by=("f1", "f2")),),
    )
    kept = public_only(facts, text)
    assert [e.label for e in kept.entities] == [BOARD.label, "chair", "Jane Hargreave"]
    assert kept.links == facts.links[1:]
    assert kept.findings == facts.findings[1:]
    assert kept.recommendations[0].about == () and kept.recommendations[0].supported_by == ("f2",)
    assert "Ellie" not in repr(kept)


def test_a_full_name_in_a_case_study_needs_a_public_post() -> None:
    said = "Mrs Rowena Tallis told us that help came late."
    teller = person("Rowena Tallis")
    text, lines = annotated(f"Case example\n{said}", teller, headings=("Case example",))
    facts = Facts(entities=(teller, CHAIR), statements=(Statement(teller.key, "help came late", lines[said]),))
    assert public_only(facts, text).entities == (CHAIR,)
    assert public_only(facts, text).statements == ()
    open_text, lines = annotated(f"News\n{said}", teller)
    held = Facts(entities=(teller, CHAIR), statements=(Statement(teller.key, "help came late", lines[said]),))
    assert public_only(held, open_text) == held
    posted = Facts(entities=(teller, CHAIR), roles=(Role(teller.key, "chair", "board", lines[said]),))
    assert public_only(posted, text).entities == (teller, CHAIR)


def test_a_foster_carer_or_a_parent_is_no_public_role() -> None:
    line = "Rowena Tallis, a foster carer, praised the service."
    carer = person("Rowena Tallis")
    text, lines = annotated(line, carer)
    role, statement = Role(carer.key, "foster", "", lines[line]), Statement(carer.key, "x", lines[line])
    facts = Facts(entities=(carer, FOSTER), roles=(role,), statements=(statement,))
    assert public_only(facts, text) == Facts(entities=(FOSTER,))


def test_someone_with_neither_post_nor_word_nor_link_is_not_recorded() -> None:
    nobody = person("Rowena Tallis")
    text, _ = annotated("Thanks go to Rowena Tallis.", nobody)
    assert public_only(Facts(entities=(nobody, BOARD)), text) == Facts(entities=(BOARD,))


def test_a_review_named_after_a_coded_child_is_not_recorded() -> None:
    line = "The Child Q review led to change."
    review = Entity("review", "Instrument", "Child Q review", ("Child Q review",))
    text, lines = annotated(line)
    facts = Facts(entities=(review, BOARD), findings=(Finding("f", "board", Polarity.STRENGTH, lines[line]),))
    assert public_only(facts, text) == Facts(entities=(BOARD,))


def test_a_first_name_that_a_post_holder_shares_with_a_child_does_not_cost_the_post_holder() -> None:
    child, holder = "Ellie, aged nine, has a plan.", "Ellie Marsh chairs the board."
    chair = person("Ellie Marsh")
    text, lines = annotated(f"{child}\n{holder}", chair)
    facts = Facts(entities=(chair, CHAIR), roles=(Role(chair.key, "chair", "board", lines[holder]),))
    assert public_only(facts, text) == facts


def test_a_build_without_people_names_nobody_anywhere_and_keeps_the_posts() -> None:
    one, two = "Jane Hargreave chairs the board.", "Ms Hargreave said that plans were late."
    chair = person("Jane Hargreave")
    _, lines = annotated(f"{one}\n{two}", chair)
    held = Role(chair.key, "chair", "board", Evidence("d", 0, 5, "chair", "1"))
    first = Facts(entities=(chair, replace(CHAIR, mentions=(lines[one],)), BOARD), roles=(held,))
    named = Finding("f", "board", Polarity.WEAKNESS, lines[two])
    unnamed = Finding("g", "board", Polarity.MIXED, Evidence("d", 0, 4, "late", "1"))
    second = Facts(entities=(BOARD,), findings=(named, unnamed))
    cleaned = without_people([first, second])
    assert "Hargreave" not in repr(cleaned)
    assert cleaned[0].roles == (Role("", "chair", "board", first.roles[0].evidence),)
    assert [f.key for f in cleaned[1].findings] == ["g"]
