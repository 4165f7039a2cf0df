"""Minutes say who was there: members are members of the body that met, the chair chairs it, others are only known by name."""

from __future__ import annotations

import pytest

from graphbuild import ontology
from graphbuild.document import Kind
from graphbuild.extract import annotate, extract
from graphbuild.extract.attendance import attendees
from tests.extract.test_names import document

WORDING = ontology.wording("minutes")
TITLE = "Children and Families Scrutiny Committee"


@pytest.mark.parametrize("table", ["members", "others"])
def test_the_example_of_the_wording_gives_its_names(table: str) -> None:
    found = attendees(document(TITLE, WORDING[table]["example"], kind=Kind.MINUTES))
    assert [one.name for one in found] == WORDING[table]["gives"]
    assert all(one.member == (table == "members") for one in found)


def test_members_present_are_members_of_the_body_that_met_and_its_chair_chairs_it() -> None:
    present = "Present: Councillors Ann Low (Chair), B Marsh and C Hill"
    facts = extract(document(TITLE, present, "In attendance: Jo Price", kind=Kind.MINUTES))
    said = {(link.subject, link.predicate) for link in facts.links}
    assert {("Ann Low", "memberOf"), ("B Marsh", "memberOf"), ("C Hill", "memberOf"), ("Ann Low", "oversees")} <= said
    assert not any(link.subject == "Jo Price" for link in facts.links)


def test_a_vice_chair_does_not_chair() -> None:
    found = attendees(document(TITLE, "Present: Councillor Ann Low (Vice-Chair)", kind=Kind.MINUTES))
    assert [one.chair for one in found] == [False]


def test_what_follows_the_list_names_nobody() -> None:
    text = "The Board was advised that Northmoor Council and its partners had begun to work on the plan agreed at the last meeting " * 2
    found = attendees(document(TITLE, "In attendance:", "Jo Price", text, kind=Kind.MINUTES))
    assert [one.name for one in found] == ["Jo Price"]


def test_only_minutes_are_read_so() -> None:
    assert attendees(document("Present: Councillors Ann Low and B Marsh")) == []


def test_a_meeting_s_document_is_about_the_body_that_met() -> None:
    annotated = annotate(document(TITLE, "Present: Councillor Ann Low", kind=Kind.MINUTES))
    assert annotated.entities[annotated.subject].label == TITLE
