"""Word documents: headings by style, numbers as Word would print them, tables as rows."""

from __future__ import annotations

from pathlib import Path

from graphbuild.document import BlockKind, Document, Kind
from graphbuild.read import read
from tests.read.makers import W, make_docx, w_p


def docx(folder: Path, body: str, **parts: str) -> Document:
    path = folder / "review.docx"
    path.write_bytes(make_docx(body, parts={f"word/{k}.xml": v for k, v in parts.items()}))
    return read(path)


def test_word_prints_numbers_that_its_file_does_not_hold(tmp_path: Path) -> None:
    document = docx(
        tmp_path,
        w_p("Annual review", "Title") + w_p("Contents 2", "TOC1") + w_p("Findings", "Sub")
        + w_p("The board met.", numbered=1) + w_p("It met twice.", numbered=1, level=1) + w_p("once in May", numbered=2)
        + w_p("The trust came late.", numbered=1) + w_p("3. Typed by hand."),
    )  # fmt: skip
    assert [(b.kind.value, b.level, b.number, document.of(b)) for b in document.blocks] == [
        ("heading", 1, "", "Annual review"),
        ("heading", 2, "", "Findings"),
        ("paragraph", 0, "1", "The board met."),
        ("paragraph", 0, "1.1", "It met twice."),
        ("item", 1, "", "once in May"),
        ("paragraph", 0, "2", "The trust came late."),
        ("paragraph", 0, "3", "Typed by hand."),
    ]


def test_tables_are_rows_and_what_was_deleted_is_gone(tmp_path: Path) -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{w_p(c)}</w:tc>" for c in cells) + "</w:tr>"

    gone = "<w:p><w:r><w:t>Kept.</w:t></w:r><w:del><w:r><w:delText>Gone.</w:delText></w:r></w:del></w:p>"
    document = docx(tmp_path, w_p("Grades", "Title") + f"<w:tbl>{row('Adoption', 'Good')}{row('One cell only, as a box.')}</w:tbl>" + gone)
    assert document.text == "Grades\nAdoption\tGood\nOne cell only, as a box.\nKept."
    assert [document.of(c) for c in document.blocks[1].cells] == ["Adoption", "Good"]


def test_footnotes_are_notes_and_a_letter_is_a_letter(tmp_path: Path) -> None:
    separator = f'<w:footnote w:type="separator">{w_p("x")}</w:footnote>'
    notes = f"<w:footnotes {W}>{separator}<w:footnote>{w_p('See the Act.')}</w:footnote></w:footnotes>"
    document = docx(tmp_path, w_p("2 May 2023") + w_p("Dear partners") + w_p("We write about the visit."), footnotes=notes)
    assert (document.kind, document.meta.issued) == (Kind.LETTER, "2023-05-02")
    assert [document.of(b) for b in document.blocks if b.kind is BlockKind.NOTE] == ["See the Act."]
