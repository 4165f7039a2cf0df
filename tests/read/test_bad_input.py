"""What cannot be read is named, with the reason, in one line."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from graphbuild.read import ReadError, read, sources
from tests.read.makers import make_docx, make_pdf, w_p


def complaint(path: Path) -> str:
    with pytest.raises(ReadError) as caught:
        read(path)
    message = str(caught.value)
    assert "\n" not in message and path.name in message
    return message


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("nothing.txt", b"", "is empty"),
        ("blank.html", b" \n\r\n\t", "is empty"),
        ("marks.txt", b"*** --- ***\n", "holds no text"),
        ("report.pdf", b"<!DOCTYPE html><html><title>Not found</title><p>Sorry", "is a web page saved as .pdf (titled “Not found”)"),
        ("report.pdf", b"Just some words.", "is plain text saved as .pdf"),
        ("letter.docx", b"Dear all", "is plain text saved as .docx"),
        ("letter.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is an old Office file"),
        ("photo.txt", b"\x89PNG\r\n\x1a\n" + bytes(40), "is an image"),
        ("data.txt", bytes(range(256)) * 8, "it holds binary data"),
        ("broken.pdf", b"%PDF-1.7\nthis is no PDF at all", "is a damaged PDF"),
        ("feed.html", b"<?xml version='1.0'?><rss><channel/></rss>", "is XML, but no web page"),
        ("scan.pdf", make_pdf([]), "holds no text (a scanned PDF?)"),
    ],
)
def test_each_bad_file_is_named_with_its_reason(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert reason in complaint(path)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    assert "does not exist" in complaint(tmp_path / "none.txt")
    assert "is a folder" in complaint(tmp_path)


def test_an_archive_that_is_no_document_is_named(tmp_path: Path) -> None:
    path = tmp_path / "things.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a")
    assert "no DOCX" in complaint(path)
    whole = make_docx(w_p("The board met."))
    path.write_bytes(whole[: len(whole) // 2])
    assert "damaged DOCX" in complaint(path)


def test_what_a_file_holds_counts_and_not_its_name(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("<html><body><h1>A board</h1><p>It met in May.</p></body></html>")
    assert read(path).text == "A board\nIt met in May."


def test_a_docx_with_an_external_entity_or_a_bomb_does_no_harm(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the password")
    path = tmp_path / "evil.docx"
    prolog = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    path.write_bytes(make_docx(w_p("The board met. &e;"), prolog=prolog))
    assert "password" not in read(path).text
    laughs = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    path.write_bytes(make_docx(w_p("The board met. &a11;"), prolog=f'<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]>'))
    assert "damaged DOCX" in complaint(path)


def test_folders_give_their_documents_sorted_and_nothing_else(tmp_path: Path) -> None:
    inside = tmp_path / "in" / "deeper"
    inside.mkdir(parents=True)
    for name in ("b.txt", "a.html", ".hidden.txt", "README.md", "manifest.toml", "table.csv", "deeper/c.PDF"):
        (tmp_path / "in" / name).write_text("x")
    found = sources([tmp_path / "in", inside / "c.PDF"])
    assert [p.relative_to(tmp_path / "in").as_posix() for p in found] == ["a.html", "b.txt", "deeper/c.PDF"]


def test_an_empty_folder_and_a_missing_path_are_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="holds no documents"):
        sources([tmp_path])
    with pytest.raises(ReadError, match="does not exist"):
        sources([tmp_path / "none"])
