"""No fact without its words: the checker finds what does not stand in the sources, and shares nothing with what wrote the graph."""

from __future__ import annotations

import ast
import zipfile
from pathlib import Path

import pytest

from graphbuild.ask.errors import AskError
from graphbuild.ask.verify import Plain, independent, squeezed, verify
from graphbuild.build import build
from graphbuild.cli import main

TEXT = """# Inspection of Northmoor Council

1. The Northmoor Safeguarding Children Board oversees the work of Northmoor Police. The board does not provide effective challenge.

2. The virtual school is well led. It has improved the attendance of children in care.
"""


@pytest.fixture
def built(tmp_path: Path) -> tuple[Path, Path]:
    """A graph and the file it was built from."""
    source = tmp_path / "northmoor-report.md"
    source.write_text(TEXT, "utf-8")
    build([source], tmp_path / "out", draw=False, workers=1)
    return tmp_path / "out" / "graph.ttl", source


def test_a_graph_stands_when_its_sources_are_at_hand(built: tuple[Path, Path]) -> None:
    graph, source = built
    found = verify(graph, [source])
    assert found.stands and found.quotations >= 3
    assert found.offsets == found.words == found.quotations
    assert verify(graph.with_suffix(".trig"), [source.parent]).stands


def test_a_word_that_was_changed_in_the_graph_is_found(built: tuple[Path, Path]) -> None:
    graph, source = built
    graph.write_text(graph.read_text("utf-8").replace("effective challenge", "splendid challenge"), "utf-8")
    found = verify(graph, [source])
    assert not found.stands
    assert found.words < found.quotations and found.offsets < found.quotations
    assert all("splendid" in quotation.exact for quotation, _ in found.wrong)


def test_offsets_that_were_moved_are_found_though_the_words_stand(built: tuple[Path, Path]) -> None:
    graph, source = built
    text = graph.read_text("utf-8")
    start = text.split("oa:start ")[1].split(" ")[0]
    graph.write_text(text.replace(f"oa:start {start} ", f"oa:start {int(start) + 1} ", 1), "utf-8")
    found = verify(graph, [source])
    assert found.words == found.quotations and found.offsets < found.quotations


def test_a_fact_whose_evidence_was_taken_away_is_found(built: tuple[Path, Path]) -> None:
    graph, source = built
    lines = graph.read_text("utf-8").split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("finding:"))
    there = next(n for n in range(at, at + 9) if "acc:evidence" in lines[n])
    lines[there - 1] = lines[there - 1].rstrip(" ;") + " ."
    del lines[there]
    graph.write_text("\n".join(lines), "utf-8")
    assert len(verify(graph, [source]).bare) == 1


def test_a_source_that_changed_or_is_missing_is_named(built: tuple[Path, Path]) -> None:
    graph, source = built
    source.write_text(TEXT + "More.\n", "utf-8")
    found = verify(graph, [source])
    assert not found.stands and found.checked == 0
    assert len(found.unread) == 1 and "northmoor-report" in found.unread[0]


def test_the_command_says_what_share_stands_and_ends_with_1_where_not_all_does(
    built: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    graph, source = built
    with pytest.raises(SystemExit) as ended:
        main(["verify", str(graph), str(source)])
    assert ended.value.code == 0
    assert "(100.00%)" in capsys.readouterr().out
    graph.write_text(graph.read_text("utf-8").replace("well led", "badly led"), "utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["verify", str(graph), str(source)])
    assert ended.value.code == 1
    assert "badly led" in capsys.readouterr().out


CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
HARD = ("kingston-upon-hull-send-2024-02-02", "durham-jtai-2018-08-24", "halton-sif-2015-02-03", "rochdale-ilacs-2023-03-17")


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the public reports are not at hand")
def test_every_quotation_of_public_reports_stands_words_tagged_astray_and_pages_turned_and_all(tmp_path: Path) -> None:
    sources = [CORPUS / f"{name}.pdf" for name in HARD]
    build(sources, tmp_path, draw=False, workers=1)
    found = verify(tmp_path, sources)
    assert found.stands, [f"{q.document} {q.exact[:80]}: {reason}" for q, reason in found.wrong[:5]]
    assert found.quotations > 500


def test_every_quotation_of_the_sample_documents_stands(tmp_path: Path) -> None:
    from graphbuild.manifest import seeds

    build([], tmp_path, draw=False, workers=1)
    assert verify(tmp_path, [seeds()]).stands


def test_what_is_no_graph_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(AskError, match="no graph"):
        verify(tmp_path, [])
    (tmp_path / "graph.ttl").write_text("this is no Turtle", "utf-8")
    with pytest.raises(AskError, match="cannot be read"):
        verify(tmp_path, [])


def test_layout_is_let_differ_and_nothing_else() -> None:
    plain = Plain(["The board’s multi-\r\nagency  work is\r\nwell led.1 It\r\nmet 3", "Report\r\ntimes in all."])
    assert plain.find("The board's multi-agency work is well led.") == 0
    assert plain.find("is well led. It met") == 0
    assert plain.find("It met 3 times in all.") == 0  # over a page, and its running head
    assert Plain(["It met", "2 Report\r\nonce a year."]).find("It met once a year.") == 0
    assert plain.find("The board's multi-agency work is badly led.") is None
    assert plain.find("It met 2") is None
    assert squeezed("“a – b”") == '"ab"'


def test_each_format_is_read_in_another_way_than_the_readers_do(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("<!doctype html><html><body><p>One <b>two</b> three.</p></body></html>", "utf-8")
    assert Plain(independent(page)).find("One two three.") == 0
    word = tmp_path / "a.docx"
    with zipfile.ZipFile(word, "w") as archive:
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:p><w:t>One </w:t><w:t>two.</w:t></w:p></w:document>')
    assert Plain(independent(word)).find("One two.") == 0
    plain = tmp_path / "a.txt"
    plain.write_bytes("Caf\u00e9 hours".encode("cp1252"))
    assert Plain(independent(plain)).find("Café hours") == 0


def test_the_checker_imports_neither_the_extractor_nor_the_writers() -> None:
    from graphbuild.ask import verify as module

    tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
    named = {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    named |= {alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names}
    assert {name for name in named if name.startswith("graphbuild")} <= {"graphbuild.read", "graphbuild.ask.errors"}
