"""Plain text and Markdown: what a page did to a text is mended, what the author wrote stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphbuild.document import BlockKind, Document, Kind
from graphbuild.read import read

REPORT = """

Westmere

Inspection of services for children

and

Review of the Westmere Safeguarding Board¹

Inspection dates: 4 March 2019 to 22 March 2019

Report published: 14 May 2019

-

¹ The inspectorate combines both reports under its powers.



Executive summary

The director and her team lead the service with energy and a plain sense of what has to change for families next.

Contents

Executive summary\t2
Recommendations ........ 6
The safeguarding board\t9



Recommendations

- 1. Make sure that every plan names who does what.
- 2. Report each quarter to the scrutiny committee.

The safeguarding board

Requires improvement

Executive summary

- 3. The board meets every month. Its sub-groups report to it in writing and it keeps a register of the risks that partners



- raise at each meeting. The chair writes to agencies that stay away.
- 4. Attendance by the police is good.
- Attendance by schools is poor, as the board's own figures for three years show.
- 6. Learning is shared:
 - in bulletins
 - in team meetings
■ In the last year:
- two reviews were published
"""


def as_file(folder: Path, text: str, name: str = "some-report.txt") -> Document:
    path = folder / name
    path.write_text(text, "utf-8")
    return read(path)


def words(document: Document, kind: BlockKind) -> list[str]:
    return [document.of(b) for b in document.blocks if b.kind is kind]


def test_printed_numbers_stand_in_the_block_and_not_in_the_text(tmp_path: Path) -> None:
    document = as_file(tmp_path, REPORT)
    numbered = {b.number: document.of(b) for b in document.blocks if b.number}
    assert list(numbered) == ["1", "2", "3", "4", "5", "6"]
    assert numbered["2"] == "Report each quarter to the scrutiny committee."
    assert document.place(document.text.index("scrutiny")).paragraph == "2"


def test_a_sentence_torn_by_a_page_end_is_whole_again_though_a_bullet_got_in_between(tmp_path: Path) -> None:
    document = as_file(tmp_path, REPORT)
    assert "the risks that partners raise at each meeting." in document.text


def test_a_number_that_layout_lost_is_given_back(tmp_path: Path) -> None:
    document = as_file(tmp_path, REPORT)
    lost = next(b for b in document.blocks if document.of(b).startswith("Attendance by schools"))
    assert (lost.kind, lost.number) == (BlockKind.PARAGRAPH, "5")


def test_the_title_page_and_a_grade_under_a_heading_are_no_headings(tmp_path: Path) -> None:
    document = as_file(tmp_path, REPORT)
    assert words(document, BlockKind.HEADING) == [
        "Westmere", "Executive summary", "Recommendations", "The safeguarding board", "Executive summary",
    ]  # fmt: skip
    assert "Inspection of services for children and Review of the Westmere Safeguarding Board" in document.text.replace("\n", " ")


def test_the_contents_are_left_out_and_a_footnote_is_a_note_without_its_mark(tmp_path: Path) -> None:
    document = as_file(tmp_path, REPORT)
    assert "....." not in document.text and document.text.count("Recommendations") == 1
    assert words(document, BlockKind.NOTE) == ["The inspectorate combines both reports under its powers."]
    assert "Board¹" not in document.text


def test_what_stands_under_the_title_is_the_lead(tmp_path: Path) -> None:
    document = as_file(tmp_path, REPORT)
    assert document.place(document.text.index("Report published")).paragraph == "lead"
    assert document.place(document.text.index("The director")).paragraph == "Executive summary"


def test_nested_bullets_are_nested_and_an_item_is_cited_by_its_paragraph(tmp_path: Path) -> None:
    document = as_file(tmp_path, REPORT)
    items = [b for b in document.blocks if b.kind is BlockKind.ITEM]
    assert [(document.of(b), b.level) for b in items] == [
        ("in bulletins", 2 - 1), ("in team meetings", 1), ("In the last year:", 1), ("two reviews were published", 1),
    ]  # fmt: skip
    assert document.place(items[0].start).paragraph == "6"


def test_the_day_of_issue_and_the_kind_are_what_the_text_prints(tmp_path: Path) -> None:
    document = as_file(tmp_path, REPORT)
    assert document.meta.issued == "2019-05-14"
    assert document.kind is Kind.REPORT


NEWS = """Council ‘turning the corner’ on help for families

Inspectors have praised a council for faster help.

The visit took place in June. Councillors welcomed the letter that followed it.

Next steps

“We know there is more to do,” said Ada Quill, lead member for children at Westmere Council.

  • a new duty team
  • a third family hub

Read the letter here"""


def test_news_is_known_by_its_quotations_and_cited_by_the_line(tmp_path: Path) -> None:
    document = as_file(tmp_path, NEWS)
    assert document.kind is Kind.NEWS
    lines = [line for line in NEWS.split("\n") if line.strip()]
    for index, line in enumerate(lines, 1):
        start = document.text.index(line.strip(" •"))
        assert document.place(start).paragraph == str(index)


def test_wrapped_lines_are_one_paragraph_again(tmp_path: Path) -> None:
    document = as_file(
        tmp_path,
        "Quarterly note\n\n"
        "The partnership board met four times in the year and heard from\n"
        "each of its sub-groups. It asked the health trust to explain why so\n"
        "few practitioners attended, and was given a plan for the well-\n"
        "being service. It will ask again in the spring and write to the\n"
        "chief executive if nothing has changed by then.\n\n"
        "1. The chair will write to the trust about attendance at the board\n"
        "   before its next meeting.\n"
        "2. The trust will answer in writing.\n",
    )
    assert "heard from each of its sub-groups." in document.text
    assert "the well-being service" in document.text
    assert [b.number for b in document.blocks if b.number] == ["1", "2"]
    assert document.text.endswith("attendance at the board before its next meeting.\nThe trust will answer in writing.")


def test_text_taken_from_pages_loses_what_each_page_repeats(tmp_path: Path) -> None:
    pages = [
        "Westmere annual report {}\nA year of the board\nThe board met every month and kept a register of the risks that its\n"
        "members raised. It wrote to each agency that stayed away.",
        "Westmere annual report {}\nWhat we found\n\uf06e Attendance by the health trust, the police and the schools of the area, and\n"
        "what came of it.\n\uf06e The quality of plans.\n2",
        "Westmere annual report {}\nWhat comes next\nThe board will publish its plan in spring and ask each of its partners, the\n"
        "Department of Works among them, to say what they will do.\n3",
    ]
    document = as_file(tmp_path, "\f".join(page.format(n) for n, page in enumerate(pages, 1)))
    assert [(b.kind.value, document.of(b)[:30]) for b in document.blocks] == [
        ("heading", "A year of the board"), ("paragraph", "The board met every month and "), ("heading", "What we found"),
        ("item", "Attendance by the health trust"), ("item", "The quality of plans."), ("heading", "What comes next"),
        ("paragraph", "The board will publish its pla"),
    ]  # fmt: skip


LETTER = """12 June 2021

Ms B. Ferrier
Director of Children’s Services
Westmere Council

Dear Ms Ferrier

Focused visit to Westmere

This letter summarises the findings of the visit on 18 and 19 May 2021. Inspectors looked at the front door.

Yours sincerely

T. Okafor
Her Majesty’s Inspector
"""


def test_a_letter_is_known_by_its_salutation_and_dated_above_it(tmp_path: Path) -> None:
    document = as_file(tmp_path, LETTER)
    assert (document.kind, document.meta.issued) == (Kind.LETTER, "2021-06-12")
    assert "Focused visit to Westmere" in words(document, BlockKind.HEADING)


def test_minutes_are_known_by_what_they_say_they_are(tmp_path: Path) -> None:
    document = as_file(
        tmp_path,
        "Minutes of the meeting of the Westmere Scrutiny Committee held on 3 July 2020\n\nPresent: Cllr Ames, Cllr Bell\n\n"
        "Apologies: Cllr Coe\n\n1. Minutes of the last meeting\n\nThe minutes were agreed.\n\n2. Any other business\n\nNone.\n",
    )
    assert document.kind is Kind.MINUTES
    assert [b.number for b in document.blocks if b.number] == ["1", "2"]


def test_markdown_keeps_its_headings_tables_quotations_and_loses_its_marks(tmp_path: Path) -> None:
    document = as_file(
        tmp_path,
        "---\ntitle: A review\ndate: 2022-03-04\n---\n# A review\n\n## Findings\n\nThe **board** met [twice](https://example.org).\n\n"
        "> We were not told.\n\n| Area | Grade |\n|---|---|\n| Adoption | Good |\n\n1. Meet more often.\n* and *on time*\n",
        "review.md",
    )
    assert [(b.kind.value, document.of(b)) for b in document.blocks] == [
        ("heading", "A review"), ("heading", "Findings"), ("paragraph", "The board met twice."), ("quote", "We were not told."),
        ("row", "Area\tGrade"), ("row", "Adoption\tGood"), ("paragraph", "Meet more often."), ("item", "and on time"),
    ]  # fmt: skip
    row = document.blocks[5]
    assert [document.of(c) for c in row.cells] == ["Adoption", "Good"]
    assert document.meta.issued == "2022-03-04"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_any_usual_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "note.txt"
    path.write_bytes("Café “board” note\n\nThe board’s café is open.\n".encode(encoding))
    assert read(path).text == "Café “board” note\nThe board’s café is open."
