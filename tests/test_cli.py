"""The command line: what it says, to whom, and how it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_build import REPORT, in_a_process


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.md"
    path.write_text(REPORT, "utf-8")
    return path


def test_a_build_ends_with_a_summary_and_where_to_look(report: Path, tmp_path: Path) -> None:
    done = in_a_process(["build", str(report), "-o", str(tmp_path / "out")])
    assert done.returncode == 0 and done.stderr == ""
    assert "Read 1 document" in done.stdout and "graph.html" in done.stdout and "SPARQL" in done.stdout
    assert "\x1b" not in done.stdout, "no colours in a pipe"


def test_without_a_map_the_summary_sends_nobody_to_one(report: Path, tmp_path: Path) -> None:
    done = in_a_process(["build", str(report), "-o", str(tmp_path / "out"), "--no-map"])
    assert "graph.html" not in done.stdout and not (tmp_path / "out" / "graph.html").exists()


def bad_sources(folder: Path) -> dict[str, tuple[str, bytes | None]]:
    return {
        "missing": ("missing.pdf", None),
        "empty": ("empty.html", b""),
        "not what its name says": ("fake.pdf", b"<html><head><title>Report not found</title></head><body></body></html>"),
        "no document": ("noise.pdf", bytes(range(256)) * 20),
        "broken": ("broken.docx", b"PK\x03\x04 not a zip"),
    }


@pytest.mark.parametrize("case", list(bad_sources(Path())))
def test_each_bad_source_is_one_clear_line_and_the_rest_is_built(case: str, report: Path, tmp_path: Path) -> None:
    name, data = bad_sources(tmp_path)[case]
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    done = in_a_process(["build", str(path), str(report), "-o", str(tmp_path / "out"), "--no-map"])
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1 and name in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert (tmp_path / "out" / "graph.ttl").exists()


def test_a_folder_without_documents_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = in_a_process(["build", str(tmp_path / "empty"), "-o", str(tmp_path / "out")])
    assert done.returncode == 1 and "holds no documents" in done.stderr and not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--base-iri", "not an iri"],
        ["--workers", "0"],
        ["--manifest", "missing.toml"],
        ["--no-such-option"],
    ],
)
def test_a_wrong_call_ends_with_2(arguments: list[str], report: Path, tmp_path: Path) -> None:
    done = in_a_process(["build", str(report), "-o", str(tmp_path / "out"), *arguments])
    assert done.returncode == 2 and done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "out" / "graph.ttl").exists()


def test_an_output_that_cannot_be_written_is_told(report: Path) -> None:
    done = in_a_process(["build", str(report), "-o", str(report)])
    assert done.returncode == 2 and "is a file" in done.stderr


def test_an_unknown_command_is_a_wrong_call() -> None:
    done = in_a_process(["biuld"])
    assert done.returncode == 2 and "Traceback" not in done.stderr


def test_help_and_version() -> None:
    assert "build" in in_a_process(["--help"]).stdout
    assert in_a_process(["--version"]).stdout.startswith("graphbuild ")
    for option in ("--base-iri", "--workers", "--manifest", "--no-map", "--output"):
        assert option in in_a_process(["build", "--help"], COLUMNS="120").stdout


def test_a_progress_bar_is_for_terminals_only(report: Path, tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    leader, follower = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "graphbuild", "build", str(report), "-o", str(tmp_path / "out"), "--no-map"],
        stdout=subprocess.PIPE,
        stderr=follower,
        check=False,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(follower)
    shown = os.read(leader, 100_000)
    os.close(leader)
    assert done.returncode == 0 and b"\x1b" in shown


def test_building_loads_no_servers_or_charts(report: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from graphbuild.cli import main\n"
        f"try: main(['build', {str(report)!r}, '-o', {str(tmp_path / 'out')!r}, '--no-map'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('rdflib', 'pyvis', 'IPython', 'SPARQLWrapper', 'openpyxl') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
