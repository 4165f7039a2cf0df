"""Whatever a file holds, offsets never lie: blocks slice the text, in order, apart, one line each; pages and cells lie within."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphbuild.document import BlockKind, Document
from graphbuild.read import ReadError, read
from tests.read.makers import Branch, Leaf, items, make_docx, make_pdf, p, table, w_p

settings.register_profile("read", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
settings.load_profile("read")

LINES = st.lists(
    st.one_of(
        st.text(st.characters(codec="utf-8"), max_size=60),
        st.sampled_from(["- 1. A thing was done.", "■ a bullet", " - deeper", "", "", "Findings", "Contents", "Findings\t3", "\f", "12"]),
        st.sampled_from(["¹ note", "# A", "| a | b |", "> q", "===", "2. Another.", "4. And a fourth.", "Dear all", "said Ada"]),
        st.text("abc .\t,:-•", max_size=40),
    ),
    max_size=25,
)


def true_offsets(document: Document) -> None:
    """Raise unless every offset of `document` is what the contract says."""
    text = document.text
    end = -1
    for block in document.blocks:
        assert block.start == end + 1, "blocks follow each other, a line end apart"
        assert block.start < block.end <= len(text)
        assert "\n" not in document.of(block)
        assert document.of(block) == document.of(block).strip() or block.kind is BlockKind.ROW
        for cell in block.cells:
            assert block.start <= cell.start <= cell.end <= block.end
            assert "\t" not in document.of(cell)
        end = block.end
    assert end == len(text)
    assert list(document.pages) == sorted(document.pages)
    assert all(0 <= at <= len(text) for at in document.pages)
    assert text == "\n".join(document.of(b) for b in document.blocks)
    text.encode("utf-8")
    for block in document.blocks:
        assert document.place(block.start).paragraph


def read_back(path: Path, data: bytes) -> Document | None:
    path.write_bytes(data)
    try:
        document = read(path)
    except ReadError:
        return None
    true_offsets(document)
    again = read(path)
    assert again == document
    return document


@given(lines=LINES, name=st.sampled_from(["a.txt", "a.md"]))
def test_offsets_of_any_text(tmp_path: Path, lines: list[str], name: str) -> None:
    read_back(tmp_path / name, "\n".join(lines).encode("utf-8", "replace"))


TAGS = st.sampled_from("p h1 h2 li ul ol table tr td th div blockquote b a aside sup br main section pre dl dt dd".split())


@given(lines=LINES, tags=st.lists(TAGS, max_size=25))
def test_offsets_of_any_page(tmp_path: Path, lines: list[str], tags: list[str]) -> None:
    body = "".join(f"<{tag}>{line}" for tag, line in zip(tags, lines, strict=False))
    read_back(tmp_path / "a.html", f"<html><body>{body}</body></html>".encode("utf-8", "replace"))


@given(data=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    for name in ("a", "a.pdf", "a.docx", "a.html"):
        read_back(tmp_path / name, data)


WORDS = st.text("abcdefg hijklmno.,ABC:19", min_size=1, max_size=90)
PIECE = st.one_of(
    st.builds(lambda t, n, s, b: p(t, page=n, size=s, bold=b), WORDS, st.integers(1, 3), st.sampled_from([9, 11, 16]), st.booleans()),
    st.builds(lambda ts, n: items(*ts, page=n), st.lists(WORDS, min_size=1, max_size=3), st.integers(1, 3)),
    st.builds(lambda rows, n: table(*rows, page=n), st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=3), st.integers(1, 3)),
)


@given(tree=st.lists(PIECE, min_size=1, max_size=8), tagged=st.booleans(), head=st.sampled_from(["", "A head"]))
def test_offsets_of_any_pdf_and_no_word_of_it_is_lost(tmp_path: Path, tree: list[Leaf | Branch], tagged: bool, head: str) -> None:
    tree.sort(key=lambda node: leaves_of(node)[0].page)
    leaves = [leaf for node in tree for leaf in leaves_of(node)]
    document = read_back(tmp_path / "a.pdf", make_pdf(tree, tagged=tagged, head=head))
    if document is not None:
        assert len(document.pages) == max(leaf.page for leaf in leaves)
        if tagged:
            printed = {word for leaf in leaves for line in leaf.lines for word in re.findall("[A-Za-z]{2,}", line)}
            assert printed <= set(re.findall("[A-Za-z]{2,}", document.text))


def leaves_of(node: Leaf | Branch) -> list[Leaf]:
    return [node] if isinstance(node, Leaf) else [leaf for child in node.children for leaf in leaves_of(child)]


@given(lines=st.lists(WORDS, max_size=12), styles=st.lists(st.sampled_from(["", "H1", "Title", "Sub", "TOC1"]), min_size=12, max_size=12))
def test_offsets_of_any_word_document(tmp_path: Path, lines: list[str], styles: list[str]) -> None:
    read_back(tmp_path / "a.docx", make_docx("".join(w_p(t, s, i % 3) for i, (t, s) in enumerate(zip(lines, styles, strict=False)))))


CORPUS = Path(__file__).resolve().parents[3] / "shared"


@pytest.mark.skipif(not (CORPUS / "corpus").is_dir(), reason="the corpus of real reports is not beside this checkout")
@pytest.mark.parametrize("path", sorted((CORPUS / "corpus").glob("*")), ids=lambda path: path.stem)
def test_every_report_of_the_corpus_reads(path: Path) -> None:
    if "not-a-pdf" in path.name:
        with pytest.raises(ReadError, match=r"is a web page saved as \.pdf"):
            read(path)
        return
    document = read(path)
    true_offsets(document)
    assert document.meta.issued in path.stem
    assert any(b.kind is BlockKind.HEADING for b in document.blocks)
    numbers = [int(b.number) for b in document.blocks if b.number.isdigit() and b.kind is BlockKind.PARAGRAPH]
    assert numbers == list(range(1, len(numbers) + 1)), "printed numbers run without a gap"


@pytest.mark.skipif(not (CORPUS / "corpus").is_dir(), reason="the corpus of real reports is not beside this checkout")
@pytest.mark.parametrize("path", sorted((CORPUS / "corpus").glob("*-ilacs-*")), ids=lambda path: path.stem)
def test_the_grades_on_page_one_are_rows_with_two_cells(path: Path) -> None:
    document = read(path)
    rows = [[document.of(c) for c in b.cells] for b in document.blocks if b.kind is BlockKind.ROW and document.page_at(b.start) == 1]
    assert rows[0] == ["Judgement", "Grade"]
    assert len(rows) >= 5 and all(len(row) == 2 and row[0] and len(row[1]) < 40 for row in rows)


@pytest.mark.skipif(not (CORPUS / "seeds").is_dir(), reason="the original documents are not beside this checkout")
@pytest.mark.parametrize("path", sorted((CORPUS / "seeds").glob("*.txt")), ids=lambda path: path.stem)
def test_the_originals_of_the_editions_read(path: Path) -> None:
    document = read(path)
    true_offsets(document)
    assert document.identifier == path.stem
    assert document.meta.authority
    numbers = [int(b.number) for b in document.blocks if b.number.isdigit()]
    if document.kind.value == "report":
        run = numbers[numbers.index(1, 1) :]
        assert run == list(range(1, len(run) + 1)) and len(run) > 100
