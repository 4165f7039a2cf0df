"""PDFs: by their structure tree where there is one, else by lines and fonts; the same words either way."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphbuild.document import BlockKind, Document
from graphbuild.read import read
from tests.read.makers import Branch, Leaf, items, make_pdf, p, table

BODY = "Help for families is timely and the board checks it every month, which inspectors saw for themselves."

CHAIR = "chair of the panel each month, and shared with families."

TREE: list[Leaf | Branch] = [
    p("Inspection of Westmere children’s services", size=20, bold=True),
    p("Inspection dates: 4 to 8 March 2024"),
    table(("Judgement", "Grade"), ("The impact of leaders on practice", "Good"), ("Overall effectiveness", "Requires improvement")),
    p(BODY),
    Branch("TOC", [Branch("TOCI", [Leaf("P", ["Findings .......... 2"])])]),
    Leaf("H1", ["What needs to improve?"], size=14, bold=True),
    items("\u2022 The quality of plans.", "\u2022 The oversight of managers."),
    Leaf("H1", ["Findings"], 2, 14, True),
    items("1.Children are seen often. Their plans are reviewed by the", page=2),
    items(CHAIR, "2. The trust works with the police.", page=3),
    p("Leaders know their area and have asked the partners to", "do more of the work together in the coming year.", page=3),
]


def make(folder: Path, tree: list[Leaf | Branch], **how: object) -> Document:
    path = folder / "westmere-2024.pdf"
    path.write_bytes(make_pdf(tree, head="Westmere report", **how))  # type: ignore[arg-type]
    return read(path)


def test_the_tree_gives_headings_rows_items_and_numbers(tmp_path: Path) -> None:
    document = make(tmp_path, TREE)
    assert [(b.kind.value, b.number, document.of(b)) for b in document.blocks] == [
        ("heading", "", "Inspection of Westmere children’s services"),
        ("paragraph", "", "Inspection dates: 4 to 8 March 2024"),
        ("row", "", "Judgement\tGrade"),
        ("row", "", "The impact of leaders on practice\tGood"),
        ("row", "", "Overall effectiveness\tRequires improvement"),
        ("paragraph", "", BODY),
        ("heading", "", "What needs to improve?"),
        ("item", "", "The quality of plans."),
        ("item", "", "The oversight of managers."),
        ("heading", "", "Findings"),
        ("paragraph", "1", f"Children are seen often. Their plans are reviewed by the {CHAIR}"),
        ("paragraph", "2", "The trust works with the police."),
        ("paragraph", "", "Leaders know their area and have asked the partners to do more of the work together in the coming year."),
    ]
    assert document.meta.title == "Inspection of Westmere children’s services"


def test_running_heads_and_contents_are_left_out(tmp_path: Path) -> None:
    text = make(tmp_path, TREE).text
    assert "Westmere report" not in text and "....." not in text


def test_pages_are_kept_even_inside_a_paragraph_that_a_page_end_broke(tmp_path: Path) -> None:
    document = make(tmp_path, TREE)
    pages = [document.page_at(document.text.index(words)) for words in ("Inspection dates", "Children are seen", "chair of the panel")]
    assert pages == [1, 2, 3]
    assert document.place(document.text.index("chair of the panel")).paragraph == "1"


def test_cells_are_spans_of_the_text(tmp_path: Path) -> None:
    document = make(tmp_path, [*TREE[:2], table(("1. Adoption performance", "Good"), ("2. Care leavers", "Good")), p(BODY)])
    rows = [b for b in document.blocks if b.kind is BlockKind.ROW]
    assert [[document.of(c) for c in row.cells] for row in rows] == [["Adoption performance", "Good"], ["Care leavers", "Good"]]


def test_a_pdf_without_tags_says_the_same(tmp_path: Path) -> None:
    """Only the table differs: its cells are drawn one below the other here, so nothing shows that they are cells."""
    tree = [node for node in TREE if not (isinstance(node, Branch) and node.tag in ("Table", "TOC"))]
    tagged, untagged = make(tmp_path, tree), make(tmp_path, tree, tagged=False)
    kinds = [(b.kind, b.number) for b in tagged.blocks]
    assert untagged.text == tagged.text
    assert [(b.kind, b.number) for b in untagged.blocks] == kinds


def test_cells_beside_each_other_are_a_row_without_tags_too(tmp_path: Path) -> None:
    def line(text: str, left: int, y: int) -> str:
        return f"BT /F3 11 Tf 1 0 0 1 {left} {y} Tm ({text}) Tj ET\n"

    drawing = line("Judgement", 72, 700) + line("Grade", 400, 700) + line("Adoption performance", 72, 680) + line("Good", 400, 680)
    drawing += line("The board asked for a report on this in the spring.", 72, 640)
    data = make_pdf([p("X" * len(drawing))], tagged=False)
    start = data.index(b"stream\n") + 7
    end = data.index(b"endstream")
    body = drawing.encode()
    path = tmp_path / "rows.pdf"
    path.write_bytes(data[:start] + body.ljust(end - start, b" ")[: max(len(body), end - start)] + data[end:])
    document = read(path)
    assert [document.of(b) for b in document.blocks if b.kind is BlockKind.ROW] == ["Judgement\tGrade", "Adoption performance\tGood"]


@pytest.mark.parametrize("tagged", [True, False])
def test_a_hyphen_at_a_line_end_is_kept_and_the_word_is_whole(tmp_path: Path, tagged: bool) -> None:
    tree = [p("Westmere", size=20), p("The council works with asylum-", "seeking children and their carers.")]
    document = make(tmp_path, tree, tagged=tagged)
    assert "asylum-seeking children" in document.text
