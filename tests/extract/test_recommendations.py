"""What must be done and by whom, numbered as printed or in order; nothing where a document asks for nothing."""

from __future__ import annotations

import pytest

from graphbuild import ontology
from graphbuild.document import Kind
from graphbuild.extract.graded import compiled, plain
from graphbuild.extract.recommendations import recommendations

from .paper import AREA, BOARD, read

PARTNERSHIP = "Northmoor Local Area Partnership"


def asked(markup: str, kind: Kind = Kind.REPORT, subject: str = AREA) -> list[tuple[str, str, tuple[str, ...]]]:
    annotated = read(markup, kind, subject=subject)
    found = recommendations(annotated)
    for one in found:
        assert one.text and one.evidence.exact == annotated.document.text[one.evidence.start : one.evidence.end]
    return [(one.number, one.kind, one.to) for one in found]


@pytest.mark.parametrize("entry", ontology.wording("recommendations")["section"], ids=lambda e: e["kind"])
def test_every_heading_of_the_wording_matches_its_example(entry: dict[str, str]) -> None:
    assert compiled(entry["heading"]).search(entry["example"])


@pytest.mark.parametrize("name", ["end", "none", "intro", "list", "cited"])
def test_every_other_wording_matches_its_example(name: str) -> None:
    entry = ontology.wording("recommendations")[name]
    assert compiled(entry.get("form") or entry["headings"]).search(plain(entry["example"]))


@pytest.mark.parametrize("entry", ontology.wording("recommendations")["required"], ids=lambda e: e["example"])
def test_every_wording_of_a_requirement_is_found_in_its_example(entry: dict[str, str]) -> None:
    example = entry["example"].replace("Agencies", "Northmoor Police").replace("agencies", "Northmoor Police")
    assert [kind for _, kind, _ in asked(example, Kind.NEWS)] == [entry["kind"]]


def test_printed_numbers_are_kept_and_the_boards_recommendations_are_the_boards() -> None:
    found = asked(
        """
        # Recommendations
        1. Improve the quality of plans for children.
        2. Ensure that return interviews take place.
        # Summary for children
        - The council helps most children well.
        # The Local Safeguarding Children Board (LSCB)
        ## Recommendations
        41. Ensure that audits lead to change.
        ## Inspection findings
        42. The board does not know enough.
        """
    )
    assert found == [("1", "recommendation", (AREA,)), ("2", "recommendation", (AREA,)), ("41", "recommendation", (BOARD,))]


def test_items_without_numbers_are_numbered_in_order_and_findings_below_are_none() -> None:
    found = asked(
        """
        # What needs to improve?
        - The quality of written plans.
        - The timeliness of strategy discussions.
        # The experiences and progress of children who need help and protection: good
        1. Children receive help when they need it.
        """
    )
    assert found == [("1", "area for improvement", (AREA,)), ("2", "area for improvement", (AREA,))]


def test_areas_for_priority_action_come_first_with_the_bodies_of_their_row() -> None:
    found = asked(
        """
        # Area SEND inspection of Northmoor Local Area Partnership
        # Areas for priority action
        Responsible body | Areas for priority action
        Northmoor Council and NHS Northmoor ICB | Leaders should cooperate to improve oversight of the whole system.
        # Areas for improvement
        Leaders across the partnership should strengthen their use of data:
        - on waiting times; and
        - on exclusions.
        ICB leaders should set targets to reduce waiting times.
        # Local area partnership details
        Northmoor Council | NHS Northmoor ICB
        """,
        subject=PARTNERSHIP,
    )
    assert found == [
        ("1", "priority action", (AREA, "NHS Northmoor ICB")),
        ("2", "area for improvement", (PARTNERSHIP,)),
        ("3", "area for improvement", (PARTNERSHIP,)),
    ]


def test_next_steps_beside_areas_for_improvement_carry_no_number() -> None:
    found = asked(
        """
        # Joint targeted area inspection of Northmoor
        # Areas for improvement
        - Strategy meetings are often late.
        # Case study: areas for improvement
        Agencies held much information on one child.
        # Next steps
        The local authority should prepare a written statement of action.
        The inspectorates thank all who took part.
        """,
        Kind.LETTER,
        PARTNERSHIP,
    )
    assert found == [("1", "area for improvement", (PARTNERSHIP,)), ("", "next step", (AREA,))]


def test_actions_due_at_once_and_later_are_numbered_through_and_the_line_above_them_is_none() -> None:
    found = asked(
        """
        # Areas for improvement
        22. In order to improve services, the local authority should take the following action.
        ## Immediately:
        - improve the quality of supervision of casework
        ## Within three months:
        - review the sufficiency of placements for children
        """
    )
    assert [number for number, _, _ in found] == ["1", "2"]


@pytest.mark.parametrize(
    "markup",
    [
        "# Areas for priority action\nThere are no areas for priority action.",
        "# Priority and immediate action\n33. The inspection did not find any areas for priority and immediate action.",
        "# Contents\nRecommendations | 8",
        "# Main findings\n- Children should be heard more often.",
    ],
)
def test_nothing_is_asked_where_nothing_is_asked(markup: str) -> None:
    assert asked(markup) == []


def test_news_gives_the_list_of_what_must_improve_and_not_of_what_is_well_done() -> None:
    found = asked(
        """
        Some positive areas of joint work were noted, including:
        - the hub for referrals from all agencies
        The main areas for improvement are:
        - the quality of chronologies of children’s lives
        - how far management oversight moves plans on
        """,
        Kind.NEWS,
    )
    assert found == [("1", "area for improvement", (AREA,)), ("2", "area for improvement", (AREA,))]


def test_what_a_committee_recommends_is_addressed_to_whom_it_recommends_it() -> None:
    found = asked("The scrutiny committee recommended that the council review its fostering service.", Kind.MINUTES)
    assert found == [("1", "recommendation", (AREA,))]
