"""Asking from the command line: by name, by file, with names completed, near ones offered, and never a traceback."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.ask import cookbook
from graphbuild.ask.cli.query import _values
from graphbuild.ask.errors import AskError, near
from graphbuild.ask.names import Names
from graphbuild.ask.run import explained, fitted, shown, within
from graphbuild.ask.store import Graph, load
from tests.ask.conftest import Run


def test_a_question_is_asked_by_name_of_any_name_a_body_goes_by(run: Run, folder: Path) -> None:
    for name in ("Northmoor Safeguarding Board", "NSB", "the northmoor safeguarding board", "northmoor-safeguarding-board"):
        done = run("query", "members-of", "--body", name, "--graph", folder, "--format", "csv")
        assert done.returncode == 0 and "Northmoor Police,Actual" in done.stdout


def test_a_typo_in_a_name_is_met_with_the_nearest_names(run: Run, folder: Path) -> None:
    done = run("query", "members-of", "--body", "Northmore Safegarding Board", "--graph", folder)
    assert done.returncode == 2 and "Did you mean “Northmoor Safeguarding Board”" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("members",), "Did you mean “members-of”"),
        (("members-of", "--bodi", "NSB"), "Did you mean “--body”"),
        (("documents", "--format", "jsn"), "Did you mean “json”"),
        (("documents", "--format", "turtle"), "no Turtle"),
        (("nowhere.rq",), "there is no file nowhere.rq"),
        (("members-of", "NSB"), "a parameter is given as --body"),
    ],
)
def test_what_is_called_wrongly_is_said_in_words_with_what_to_do(run: Run, folder: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run("query", *arguments, "--graph", folder)
    assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr


def test_any_sparql_is_asked_from_a_file_or_standard_input_without_declaring_the_usual_prefixes(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    text = "SELECT ?n { ?b a acc:Board ; skos:prefLabel ?n } ORDER BY ?n"
    (tmp_path / "boards.rq").write_text(text)
    asked = [run("query", "-", "-g", folder, "-f", "csv", stdin=text), run("query", tmp_path / "boards.rq", "-g", folder, "-f", "csv")]
    assert [d.stdout.split() for d in asked] == [["n", "Northmoor", "Safeguarding", "Board", "audit", "panel", "scrutiny", "committee"]] * 2


def test_answers_come_as_table_csv_json_and_turtle(run: Run, folder: Path) -> None:
    ask = ["query", "failing-links", "--graph", folder]
    assert "Northmoor Police" in run(*ask).stdout.splitlines()[2]
    rows = list(csv.DictReader(io.StringIO(run(*ask, "-f", "csv").stdout)))
    found = json.loads(run(*ask, "-f", "json").stdout)["results"]["bindings"]
    assert [r["words"] for r in rows] == [b["words"]["value"] for b in found] and len(rows) == 2
    turtle = run("query", "-", "-g", folder, "-f", "turtle", stdin="CONSTRUCT { ?s acc:oversees ?o } { ?s acc:oversees ?o }").stdout
    assert len(list(ox.parse(turtle, format=ox.RdfFormat.TURTLE))) == 2
    assert run("query", "-", "-g", folder, stdin="ASK { ?s a acc:Board }").stdout == "yes\n"


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("SELECT ?s {\n  ?s a acc:Link ;\n     rdf:subject }", 3, 6),
        ("SELECT ?s WHERE { ?s ?p", 1, 19),
        ("hello there", 1, 1),
        ("SELECT * {\n FILTER(?x = ) }", 2, 2),
        ("SELECT * { ?s ?p ?o \n}} LIMIT 10", 2, 2),
    ],
)
def test_a_syntax_error_is_shown_with_its_line_and_a_caret(run: Run, folder: Path, text: str, line: int, column: int) -> None:
    done = run("query", "-", "-g", folder, stdin=text)
    assert done.returncode == 2 and f"line {line}, column {column}" in done.stderr and "Traceback" not in done.stderr
    shown_line, caret = done.stderr.splitlines()[-2:]
    assert text.splitlines()[line - 1].strip() in shown_line and caret.strip() == "^"
    assert caret.index("^") == shown_line.index(text.splitlines()[line - 1].rstrip()) + column - 1


def test_a_query_nested_beyond_reading_is_refused(run: Run, folder: Path) -> None:
    for text in (
        "SELECT * " + "{" * 100_000,
        "ASK { FILTER(" + "(" * 9_000 + "1" + ")" * 9_000 + ") }",
        "SELECT * " + "{" * 400 + "}" * 400,
    ):
        done = run("query", "-", "-g", folder, stdin=text)
        assert done.returncode == (2 if "{" * 999 in text or "(" * 999 in text else 0) and "Traceback" not in done.stderr


def test_a_prefix_that_nothing_declares_is_named() -> None:
    with pytest.raises(SyntaxError) as error:
        ox.Store().query("SELECT * { ?s foo:bar ?o }")
    assert "prefix “foo:”" in explained("SELECT * { ?s foo:bar ?o }", error.value)


def test_a_query_that_will_not_end_is_stopped(run: Run, folder: Path) -> None:
    done = run("query", "-", "-g", folder, "--timeout", "1", stdin="SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    assert done.returncode == 2 and "no answer within 1 seconds" in done.stderr


def test_an_unreadable_graph_says_what_is_wrong_and_where(run: Run, tmp_path: Path, folder: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text((folder / "graph.ttl").read_text().replace("acc:status acc:Failing ;", "acc:status acc:Failing ;;; oops ;", 1))
    cases: list[tuple[Path, str]] = [
        (broken, "line "),
        (tmp_path / "none.ttl", "there is no graph"),
        (tmp_path, "Run `graphbuild build` first"),
    ]
    (tmp_path / "graph.docx").write_text("no graph")
    (tmp_path / "empty.ttl").write_text("")
    (tmp_path / "binary.ttl").write_bytes(bytes(range(256)))
    cases += [
        (tmp_path / "graph.docx", "not named like a graph"),
        (tmp_path / "empty.ttl", "no statements"),
        (tmp_path / "binary.ttl", "cannot be read"),
    ]
    for path, said in cases:
        done = run("query", "documents", "--graph", path)
        assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr, path


def test_what_is_no_text_is_no_query(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_bytes(b"\xff\xfe\x00")
    command = [sys.executable, "-m", "graphbuild", "query", "--graph", str(folder)]
    for name, data in (("-", b"\xff\xfe\x00"), (str(tmp_path / "q.rq"), b"")):
        done = subprocess.run([*command, name], input=data, capture_output=True, timeout=60)
        assert done.returncode == 2 and b"not text in UTF-8" in done.stderr


def test_names_are_completed_and_so_are_parameters(folder: Path) -> None:
    def offered(incomplete: str, name: str, *given: str) -> list[str]:
        context = SimpleNamespace(params={"name": name, "graph": str(folder), "parameters": list(given)})
        return _values(context, [], incomplete)  # type: ignore[arg-type]

    assert offered("north", "members-of", "--body") == ["Northmoor County Council", "Northmoor Police", "Northmoor Safeguarding Board"]
    assert offered("safeg", "members-of", "--body") == ["Northmoor Safeguarding Board"]
    assert offered("--", "between") == ["--body", "--other"]


def test_several_bodies_of_one_name_are_all_asked_of_and_none_is_guessed(tmp_path: Path) -> None:
    text = "@prefix acc: <https://graphbuild.example/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    text += "@prefix dcterms: <http://purl.org/dc/terms/> . @prefix : <https://x.example/> .\n"
    text += "\n".join(f':{key} a acc:Board ; skos:prefLabel "audit panel" ; dcterms:isReferencedBy :d .' for key in ("east", "west"))
    (tmp_path / "g.ttl").write_text(text)
    names = Names(load(tmp_path / "g.ttl"))
    assert "<https://x.example/east>" in (bound := cookbook.bind(cookbook.named("members-of"), {"body": ["Audit Panel"]}, names))
    assert "<https://x.example/west>" in bound
    with pytest.raises(AskError, match="2 things go by the name"):
        names.one("audit panel")
    assert names.one("east").iri == "https://x.example/east"


@given(st.text(max_size=40))
def test_whatever_is_given_as_a_parameter_stays_one_value(value: str) -> None:
    query = cookbook.named("quotations")
    text = cookbook.bind(query, {"word": [value.encode("utf-8", "replace").decode()]}, None)
    store = ox.Store()
    exact = ox.NamedNode("http://www.w3.org/ns/oa#exact")
    store.add(ox.Quad(ox.NamedNode("https://x.example/q"), exact, ox.Literal("secret")))
    assert list(store.query(text)) == []
    assert text.count("SELECT") == query.text.count("SELECT") + value.count("SELECT")


@pytest.mark.parametrize("value", ['" } ?s ?p ?o . #', "\\", '"""', "\n}", "'} UNION {", "<x>", "\u2028", "x\x00y"])
def test_a_hostile_value_matches_nothing_and_breaks_nothing(run: Run, graph: Graph, value: str) -> None:
    text = cookbook.bind(cookbook.named("find"), {"word": [value]}, None)
    assert graph.rows(text) == []


def test_what_a_document_says_cannot_move_the_cursor_of_a_terminal() -> None:
    assert "\x1b" not in shown("\x1b[2Jgone\x07") and "\n" not in shown("two\nlines")
    assert not any(ord(c) in (0x202A, 0x202E, 0x2066) for c in shown("a\u202eb\u2066c\u202a"))


@given(st.lists(st.integers(1, 400), min_size=1, max_size=9), st.integers(20, 240))
def test_a_table_is_cut_to_the_terminal_where_that_can_be(widths: list[int], total: int) -> None:
    found = fitted(widths, total)
    assert all(new <= old for new, old in zip(found, widths, strict=True))
    assert sum(found) + 2 * (len(found) - 1) <= total or max(found) <= 8


def test_near_names_are_found_by_spelling_and_by_part() -> None:
    known = ["Northmoor Safeguarding Board", "audit panel", "fostering team"]
    assert near("safeguarding", known) == ["Northmoor Safeguarding Board"]
    assert near("fostring teem", known) == ["fostering team"]
    assert near("zzzzqqqq", known) == []


def test_an_error_inside_a_query_is_the_callers() -> None:
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 // 0)
