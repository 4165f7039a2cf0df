"""A figure is a number that says something of the area, with what it counts, when it held and what it is compared with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.document import Block, BlockKind, Document
from graphbuild.extract.annotated import Annotated
from graphbuild.extract.periods import periods
from graphbuild.extract.sentences import sentences
from graphbuild.extract.statistics import statistics
from graphbuild.facts import Statistic
from graphbuild.ontology import wording


def read(*lines: str) -> list[Statistic]:
    """The figures of a document whose lines are given; "- " begins a list item, "12. " a numbered paragraph."""
    text, blocks = "", []
    for line in lines:
        kind, number = BlockKind.PARAGRAPH, ""
        if line.startswith("- "):
            kind, line = BlockKind.ITEM, line[2:]
        elif line[:1].isdigit() and ". " in line[:5]:
            number, line = line.split(". ", 1)
        start = len(text) + (1 if text else 0)
        text = f"{text}\n{line}" if text else line
        blocks.append(Block(kind, start, len(text), number, 1 if kind is BlockKind.ITEM else 0))
    document = Document("report", text, tuple(blocks))
    return statistics(Annotated(document, sentences(document), {}, (), area="ashbury", subject="ashbury"))


def values(*lines: str) -> list[float]:
    return [s.value for s in read(*lines)]


def examples() -> list[dict[str, object]]:
    tables: list[dict[str, object]] = []
    for entry in wording("statistics").values():
        tables.extend(entry if isinstance(entry, list) else [entry])
    return [t for t in tables if "example" in t]


@pytest.mark.parametrize("table", examples(), ids=lambda t: str(t["example"])[:40])
def test_each_wording_does_what_its_example_says(table: dict[str, object]) -> None:
    found = read(str(table["example"]))
    if table.get("none"):
        assert found == []
    else:
        assert table["value"] in [s.value for s in found]
        if "name" in table:
            assert table["name"] in [s.unit for s in found]


@pytest.mark.parametrize(
    "sentence",
    [
        "The act was passed on 14 May 2004 and came into force in 2005.",
        "Young people aged 16 to 18 may stay until they are 21 years old.",
        "Under section 47 and regulation 24 the council must act.",
        "Call 0300 111 2222 between 9am and 5pm.",
        "Pupils in Years 9, 10 and 11 did well at key stages 2 and 4.",
        "Visits must take place within 10 working days.",
        "The 24-hour service is a one-to-one offer.",
        "Two years ago the council changed its approach.",
    ],
)
def test_a_date_an_age_a_section_or_a_deadline_is_no_figure(sentence: str) -> None:
    assert values(sentence) == []


def test_a_list_is_read_under_the_line_that_opens_it() -> None:
    found = read(
        "At 31 March 2019, 320 children were looked after by the council. Of this number:",
        "- 48 lived outside the area",
        "- 12 lived in residential homes, of whom seven lived outside the area",
        "- no children were placed in secure homes.",
    )
    assert [s.value for s in found] == [320, 48, 12, 7, 0]
    assert {s.unit for s in found} == {"children"}
    assert {s.at for s in found} == {"2019-03-31"}
    assert "looked after" in found[1].measures and "outside the area" in found[1].measures


def test_the_figure_before_a_change_is_a_figure_of_its_own() -> None:
    now, then = read("3. At 31 January 2018, 212 children had a plan. This is an increase from 150 at 31 March 2017.")
    assert (now.value, now.at) == (212, "2018-01-31")
    assert (then.value, then.at, then.unit) == (150, "2017-03-31", "children")
    assert then.measures == now.measures
    assert "150 at 31 March 2017" in now.compared_with


def test_figures_of_others_are_comparisons() -> None:
    (one,) = read("Attendance of pupils in care is 93%, compared with the national average of 95%.")
    assert one.value == 93
    assert one.compared_with == "compared with the national average of 95%"


def test_words_count_as_well_as_digits() -> None:
    assert values("Two hundred and forty-three children are taught at home.") == [243]
    assert values("Seven audits were done.") == [7]
    assert values("Almost half (47%) of care leavers are not in work.") == [47]
    assert values("A fifth of pupils moved school.") == [20]
    assert values("Only five of 18 passports were finished.") == [5, 18]


def test_contradictory_figures_name_each_other() -> None:
    first, other, later = read(
        "4. At 31 March 2020, 410 children in Ashbury were the subject of a child protection plan.",
        "9. At 31 March 2020, 388 children in Ashbury were the subject of a child protection plan.",
        "12. At 31 March 2021, 350 children in Ashbury were the subject of a child protection plan.",
    )
    assert [e.paragraph for e in first.contradicts] == ["9"]
    assert [e.paragraph for e in other.contradicts] == ["4"]
    assert later.contradicts == ()


def test_figures_rounded_differently_do_not_contradict() -> None:
    found = read(
        "4. At 31 March 2020, the rate of children looked after was 60.5 per 10,000.",
        "9. At 31 March 2020, the rate of children looked after was 60 per 10,000.",
    )
    assert [s.contradicts for s in found] == [(), ()]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Between July and October 2015, six met.", "2015-07/2015-10"),
        ("from 1 April 2014 to 31 March 2015", "2014-04-01/2015-03-31"),
        ("in the year 2014–15", "2014/2015"),
        ("at the time of the inspection", "at the time of the inspection"),
        ("in January 2016", "2016-01"),
    ],
)
def test_periods_are_iso_where_they_say_enough(text: str, iso: str) -> None:
    assert [p.iso for p in periods(text)] == [iso]


@given(st.text(alphabet="abc 0123456789%.,£-–()two of half", max_size=80))
def test_evidence_is_always_the_words_of_the_text(text: str) -> None:
    line = " ".join(text.split()) or "none"
    for statistic in read("Intro. " + line):
        assert statistic.evidence.exact in "Intro. " + line
        assert statistic.unit


def test_a_noun_said_once_is_carried_to_the_figures_after_it() -> None:
    found = read("8. In June 2019, 19 children had a plan for adoption; 27 with an order were waiting; and 20 in placements had no order.")
    assert [s.value for s in found] == [19, 27, 20]
    assert {s.unit for s in found} == {"children"}


def test_that_there_has_been_none_is_a_figure() -> None:
    assert values("There have been no permanent exclusions this year.") == [0]


def test_a_number_in_a_name_is_no_figure() -> None:
    assert values("The council joined the Three Rivers Agency.") == []


def test_a_part_greater_than_its_whole_is_a_contradiction() -> None:
    whole, part, other = read(
        "3. In the last 12 months:",
        "- 180 children ceased to be looked after",
        "- 240 children ceased to be looked after and moved to a home of their own",
        "- 20 children ceased to be looked after and went back to their parents.",
    )
    assert [e.exact for e in whole.contradicts] == [part.evidence.exact]
    assert other.contradicts == ()


def test_a_figure_in_brackets_of_the_nation_is_the_comparison_and_a_decimal_point_ends_no_clause() -> None:
    found = read("In Anyshire, 12.5% of pupils in primary schools (15.6% nationally) are entitled to free meals.")
    assert [(f.value, f.measures, f.compared_with) for f in found] == [(12.5, "pupils in primary schools", "15.6% nationally")]
