"""Every grade a document gives, of what, from which inspection; none where it gives none."""

from __future__ import annotations

import pytest

from graphbuild import ontology
from graphbuild.document import Kind
from graphbuild.extract.graded import areas_in, compiled, exact_grade, grades_in, plain
from graphbuild.extract.judgements import judged

from .paper import AREA, BOARD, read


def grades(markup: str, kind: Kind = Kind.REPORT, issued: str = "") -> dict[tuple[str, str], str]:
    """What was judged, by body and heading, and how; an earlier inspection's with its date."""
    found = {}
    for judgement in judged(read(markup, kind, issued))[0]:
        assert judgement.evidence.exact
        found[judgement.body, judgement.area] = judgement.grade + (f" ({judgement.date})" if judgement.previous else "")
    return found


@pytest.mark.parametrize("entry", ontology.wording("judgements")["grade"], ids=lambda e: e["name"])
def test_every_grade_of_the_wording_is_one_of_the_ontology_and_is_found_in_its_example(entry: dict[str, str]) -> None:
    assert entry["name"] in ontology.grades()
    assert entry["name"] in [grade.name for grade in grades_in(entry["example"])]
    assert all(entry["hint"] in form.lower() for form in entry["forms"])


@pytest.mark.parametrize("entry", ontology.wording("judgements")["area"], ids=lambda e: e["example"])
def test_every_judged_area_of_the_wording_is_found_in_its_example(entry: dict[str, str]) -> None:
    assert areas_in(entry["example"])


@pytest.mark.parametrize("entry", ontology.wording("judgements")["kind"], ids=lambda e: e["example"])
def test_every_kind_of_inspection_is_known_by_its_example(entry: dict[str, str]) -> None:
    (inspection,) = judged(read(f"# {entry['example']}\n# Inspection dates: 4 to 8 March 2019"))[1]
    assert inspection.kind == entry.get("prefix", "") + entry["name"]
    assert (inspection.start, inspection.end) == ("2019-03-04", "2019-03-08")


@pytest.mark.parametrize("line", ontology.wording("judgements")["heading"]["whole_examples"])
def test_a_line_on_childrens_services_as_a_whole_is_the_overall_judgement(line: str) -> None:
    assert compiled(ontology.wording("judgements")["heading"]["whole"]).match(plain(line))


ILACS = """
# Inspection of Northmoor local authority children’s services
Inspection dates: 11 to 22 September 2023
Lead inspector: Hanna Steel, His Majesty’s Inspector
Judgement | Grade
The impact of leaders on social work practice with children and families | Good
The experiences and progress of children who need help and protection | Good
The experiences and progress of children in care | Outstanding
The experiences and progress of care leavers | Inadequate
Overall effectiveness | Good
Since the last inspection in 2019, when the local authority was judged inadequate overall, much has changed.
# The experiences and progress of children in care: outstanding
1. Social workers do good work.
"""


def test_a_reports_table_gives_each_grade_with_the_inspection_it_belongs_to() -> None:
    found, inspections = judged(read(ILACS))
    now = {j.area: j.grade for j in found if not j.previous}
    assert now == {
        "impact of leaders on social work practice with children and families": "Good",
        "experiences and progress of children who need help and protection": "Good",
        "experiences and progress of children in care": "Outstanding",
        "experiences and progress of care leavers": "Inadequate",
        "overall": "Good",
    }
    assert {j.by for j in found} == {"Ofsted"}
    (earlier,) = [j for j in found if j.previous]
    assert (earlier.area, earlier.grade, earlier.date) == ("overall", "Inadequate", "2019")
    assert [(i.start, i.end, i.previous) for i in inspections] == [("2023-09-11", "2023-09-22", False), ("2019", "2019", True)]
    assert {j.inspection for j in found} == {i.key for i in inspections}


def test_the_numbered_list_of_the_older_report_is_read_and_the_board_judged_apart() -> None:
    found = grades(
        """
        # Northmoor
        Inspection date: 4 March 2015 – 26 March 2015
        Children’s services in Northmoor require improvement
        1. Children who need help and protection Requires improvement
        2.1 Adoption performance Good
        2. Children looked after and achieving permanence | Not judged
        # Section 2
        # The Local Safeguarding Children Board is inadequate
        """
    )
    assert found == {
        (AREA, "overall"): "RequiresImprovement",
        (AREA, "children who need help and protection"): "RequiresImprovement",
        (AREA, "adoption performance"): "Good",
        (BOARD, "overall"): "Inadequate",
    }


def test_a_grade_on_the_line_below_its_heading_belongs_to_the_heading() -> None:
    found = grades("# Leadership, management and governance\nRequires improvement\n# Summary\nGood work is done.")
    assert found == {(AREA, "leadership, management and governance"): "RequiresImprovement"}


def test_labels_and_grades_broken_over_lines_are_put_together() -> None:
    found = grades(
        """
        The impact of leaders on social work practice with children
        and families | Good
        Leadership, management and governance | Requires
        improvement
        """
    )
    assert found == {
        (AREA, "impact of leaders on social work practice with children and families"): "Good",
        (AREA, "leadership, management and governance"): "RequiresImprovement",
    }


def test_a_table_of_grades_without_a_header_gives_what_it_names() -> None:
    found = grades(
        "Overall effectiveness | Good\nCapacity for improvement | Good\nThe contribution of health agencies | Adequate\nAuthor | Jane"
    )
    assert found == {
        (AREA, "overall"): "Good",
        (AREA, "capacity for improvement"): "Good",
        (AREA, "contribution of health agencies"): "Adequate",
    }


def test_the_scale_before_2013_is_kept_as_it_was() -> None:
    assert grades("# Capacity to improve\nGrade 2 (Good)\n# Quality of provision\nGrade 3 (Adequate)") == {
        (AREA, "capacity to improve"): "Good",
        (AREA, "quality of provision"): "Adequate",
    }


def test_the_grades_of_an_earlier_inspection_are_marked_and_dated() -> None:
    found = grades(
        """
        # Previous Ofsted inspections
        The last inspection of the authority’s services was in May 2015. The judgements were:
        - Overall effectiveness: inadequate
        - Adoption performance: requires improvement
        # Local leadership
        - The previous inspection of its fostering arrangements was in June 2011. The local authority was judged to be good.
        """
    )
    assert found == {
        (AREA, "overall"): "Inadequate (2015-05)",
        (AREA, "adoption performance"): "RequiresImprovement (2015-05)",
        (AREA, "fostering arrangements"): "Good (2011-06)",
    }


@pytest.mark.parametrize(
    ("sentence", "area", "grade"),
    [
        ("The council was given an overall rating of ‘requires improvement’.", "overall", "RequiresImprovement"),
        ("Children’s services in Northmoor have been rated ‘good’ by Ofsted.", "overall", "Good"),
        ("Adoption services were rated ‘outstanding’.", "adoption performance", "Outstanding"),
        (
            "Inspectors judged the impact of leaders on social work practice to be good.",
            "impact of leaders on social work practice with children and families",
            "Good",
        ),
        ("Improvement was required for care leavers.", "experiences and progress of care leavers", "RequiresImprovement"),
    ],
)
def test_news_gives_grades_in_sentences(sentence: str, area: str, grade: str) -> None:
    assert grades(sentence, Kind.NEWS, "2023-06-01") == {(AREA, area): grade}


def test_one_sentence_may_grade_several_areas_and_the_board_is_not_the_council() -> None:
    found = grades(
        "Care leavers, help and protection and the council’s leadership all required improvement.\n"
        "The board, they also said, is ‘inadequate’.",
        Kind.NEWS,
        "2016-06-01",
    )
    assert found == {
        (AREA, "experiences and progress of care leavers"): "RequiresImprovement",
        (AREA, "children who need help and protection"): "RequiresImprovement",
        (AREA, "leadership, management and governance"): "RequiresImprovement",
        (BOARD, "overall"): "Inadequate",
    }


def test_what_was_rated_before_is_told_from_what_is_rated_now() -> None:
    found = judged(
        read(
            "The council, which was previously rated inadequate, has been rated ‘good’ after an inspection in May 2023.",
            Kind.NEWS,
            "2023-06-30",
        )
    )[0]
    assert [(j.grade, j.previous) for j in found] == [("Good", False), ("Inadequate", True)]
    assert found[1].date == ""


@pytest.mark.parametrize(
    ("sentence", "grades"),
    [
        (
            "The council's children's services were rated outstanding, five years after they were found to be inadequate.",
            [("Inadequate", True), ("Outstanding", False)],
        ),
        ("The council, which was rated ‘inadequate’ three years ago, is now rated good.", [("Good", False), ("Inadequate", True)]),
        ("A year after the director was appointed, the council was rated good.", [("Good", False)]),
    ],
)
def test_years_after_a_grade_it_is_an_earlier_one(sentence: str, grades: list[tuple[str, bool]]) -> None:
    found = judged(read(sentence, Kind.NEWS, "2023-06-30"))[0]
    assert sorted((j.grade, j.previous) for j in found) == grades


@pytest.mark.parametrize(
    "sentence",
    [
        "Many child protection investigations were good, but a few were very poor.",
        "Three schools in the town were judged to be good or outstanding.",
        "The council knows that children should receive good services.",
        "The council says it wants to be outstanding.",
        "The quality of plans requires improvement.",
        "All services except adoption were busy.",
    ],
)
def test_praise_and_blame_are_no_grades(sentence: str) -> None:
    assert grades(sentence, Kind.NEWS, "2023-06-01") == {}


def test_an_inspection_that_gives_no_grade_yields_none() -> None:
    found, inspections = judged(
        read(
            """
            # Area SEND inspection of Northmoor Local Area Partnership
            Inspection dates: 5 to 9 February 2024
            Dates of previous inspection: 9 to 11 December 2019
            # Inspection outcome
            The partnership’s arrangements lead to inconsistent experiences. Good practice is shared. Support in schools is outstanding.
            """,
            subject="Northmoor Local Area Partnership",
        )
    )
    assert found == []
    assert [(i.body, i.start, i.previous) for i in inspections] == [
        ("Northmoor Local Area Partnership", "2024-02-05", False),
        ("Northmoor Local Area Partnership", "2019-12-09", True),
    ]


@pytest.mark.parametrize(
    ("text", "grade"), [("Requires Improvement ", "RequiresImprovement"), ("‘Good’", "Good"), ("good practice", ""), ("Not judged", "")]
)
def test_a_cell_is_a_grade_only_if_it_holds_nothing_else(text: str, grade: str) -> None:
    assert exact_grade(text) == grade
