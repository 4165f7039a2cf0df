"""A document made to do harm is read within bounds or refused in one line; it harms nothing and no other document."""

from __future__ import annotations

import faulthandler
import html
import json
import os
import re
import signal
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from graphbuild.build import build, packet_of
from graphbuild.extract import extract
from graphbuild.read import ReadError, read
from graphbuild.read.bounds import Bounds, BoundsError
from graphbuild.workers import Processes
from tests.test_build import in_a_process
from tests.trust.hostile import EITHER, MAKERS, REFUSED, SAID, SCRIPTS, WELL, pdf

BOUNDS = Bounds(seconds=3, memory=2_000)
GOOD = "# Inspection of Riverton Council\n\n1. Ofsted inspected Riverton Council.\n"


def tried(name: str) -> tuple[str, str]:
    """How reading and extracting a hostile document ends: its text, or the line that refuses it."""
    faulthandler.disable()  # pytest's, which would print where a library crashed
    try:
        document = read(Path(name), data=MAKERS[name][0](), bounds=BOUNDS)
    except ReadError as error:
        return REFUSED, str(error)
    extract(document)
    document.text.encode("utf-8")
    return WELL, document.text


@pytest.fixture(scope="module")
def outcomes() -> dict[str, tuple[str, str]]:
    names = list(MAKERS)
    with Processes(1) as crew:
        return {names[n]: end for n, end in crew.guarded(tried, names, lambda name, why: (REFUSED, f"{name}: {why}"), BOUNDS)}


@pytest.mark.parametrize("name", list(MAKERS))
def test_a_hostile_document_is_read_within_bounds_or_refused_in_one_line(name: str, outcomes: dict[str, tuple[str, str]]) -> None:
    _, wanted, words = MAKERS[name]
    how, said = outcomes[name]
    assert how == wanted or wanted == EITHER
    if how == REFUSED:
        assert (words in said or (wanted == EITHER and "the process reading it died" in said)) and name in said
        assert "\n" not in said and len(said) < 300
    elif wanted == WELL:
        assert words in said
    for secret in ("root:", "hahaha", "\0", "\u202e", "\u2066"):
        assert secret not in said


def test_what_an_archive_names_outside_itself_is_never_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    path = tmp_path / "a" / "b" / "climbing.docx"
    path.write_bytes(MAKERS["climbing.docx"][0]())
    monkeypatch.chdir(path.parent)
    read(path)
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == [path] and not Path("/tmp/climbed.txt").exists()


@pytest.mark.parametrize("workers", [1, 2])
def test_a_folder_with_hostile_documents_is_built_from_the_others(workers: int, tmp_path: Path) -> None:
    sources = tmp_path / "in"
    sources.mkdir()
    (sources / "good.md").write_text(GOOD)
    for name in ("forms-in-a-circle.pdf", "locked.pdf", "bomb-of-entities.docx", "a-million-pages.pdf"):
        (sources / name).write_bytes(MAKERS[name][0]())
    result = build([sources], tmp_path / "out", workers=workers, draw=False, bounds=Bounds(seconds=2))
    assert [document.identifier for document in result.documents] == ["good"]
    assert len(result.failures) == 4 and all("\n" not in f.reason and f.source in f.reason for f in result.failures)
    reasons = {failure.source: failure.reason for failure in result.failures}
    assert re.search("longer than 2 seconds|process reading it died", reasons["forms-in-a-circle.pdf"])


def crash(number: int) -> str:
    """What a bug in a library does, and what other bugs do: end, hang, eat."""
    faulthandler.disable()
    if number == 1:
        os.kill(os.getpid(), signal.SIGSEGV)
    if number == 2:
        re.match(r"(a+)+$", "a" * 40 + "b")
    if number == 3:
        try:
            bytearray(3_000_000_000)
        except MemoryError:
            return "too much"
    return str(number)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux only")
@pytest.mark.parametrize("workers", [1, 2])
def test_a_library_that_crashes_hangs_or_eats_costs_its_own_document(workers: int) -> None:
    began = time.monotonic()
    with Processes(workers) as crew:
        done = dict(crew.guarded(crash, range(6), lambda number, why: why, Bounds(seconds=2, memory=1_000)))
    assert done[1] == "the process reading it died (SIGSEGV)"
    assert done[2] == "it took longer than 2 seconds, the most a document may (--timeout)"
    assert done[3] == "too much" and [done[n] for n in (0, 4, 5)] == ["0", "4", "5"]
    assert time.monotonic() - began < 30


def test_one_document_is_never_read_in_the_process_that_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "good.md").write_text(GOOD)
    seen = tmp_path / "seen"
    building = sys.modules["graphbuild.build"]
    monkeypatch.setattr(building, "one", lambda *given: (seen.write_text(str(os.getpid())), packet_of.__globals__["Failure"]("x", "x"))[1])
    build([tmp_path / "good.md"])
    if sys.platform == "linux":
        assert seen.read_text() != str(os.getpid())


def test_bounds_can_be_set_on_the_command_line_and_by_the_environment(tmp_path: Path) -> None:
    (tmp_path / "large.txt").write_text(f"{SAID}\n" * 50_000)
    for arguments, environment, reason in (
        (["--max-size", "1"], {}, "large.txt is larger than 1 MB, the most a document may be (--max-size)"),
        ([], {"GRAPHBUILD_MAX_SIZE": "1"}, "large.txt is larger than 1 MB"),
        ([], {"GRAPHBUILD_MAX_CHARACTERS": "1000"}, "large.txt has more than 1,000 characters of text"),
        ([], {"GRAPHBUILD_MAX_PAGES": "many"}, "GRAPHBUILD_MAX_PAGES must be a whole number, not 'many'"),
    ):
        done = in_a_process(["build", str(tmp_path / "large.txt"), "-o", str(tmp_path / "out"), *arguments], **environment)
        assert done.returncode in (1, 2) and reason in done.stderr and "Traceback" not in done.stderr
    with pytest.raises(BoundsError, match="1 or more"):
        Bounds(seconds=0)
    assert Bounds.settled({"GRAPHBUILD_MAX_PAGES": "7", "GRAPHBUILD_MAX_SIZE": "3"}, size=2) == Bounds(size=2, pages=7)


def test_a_pdf_of_more_text_than_allowed_is_refused_before_all_of_it_is_read() -> None:
    with pytest.raises(ReadError, match="more than 20 characters"):
        read(Path("a.pdf"), data=pdf(), bounds=Bounds(characters=20))


def test_what_a_document_says_is_data_in_every_file_that_is_written(tmp_path: Path) -> None:
    sources = tmp_path / "in"
    sources.mkdir()
    for number, script in enumerate(SCRIPTS):
        said = html.escape(script)
        text = f"<html><title>{said}</title><body><h1>{said} Riverton Council {said}</h1><p>1. Ofsted inspected Riverton Council {said}."
        text += f"<p>2. The Riverton {said} Safeguarding Board works with Riverton {said} Hospital Trust."
        text += f"<p>“{said}”, said Ada Lowe, Chair."
        (sources / f"page-{number}.html").write_text(text, "utf-8")
    result = build([sources], tmp_path / "out")
    assert len(result.documents) == len(SCRIPTS) and not result.failures
    page = (tmp_path / "out" / "graph.html").read_text("utf-8")
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "a.md").write_text(GOOD)
    build([tmp_path / "plain"], tmp_path / "other")
    plain = (tmp_path / "other" / "graph.html").read_text("utf-8")
    for opening in ("<script", "</script", "<iframe", "<svg", "<img", "onerror=", "onload="):
        assert page.lower().count(opening) == plain.lower().count(opening), opening
    assert "\u202e" not in page and "\u2066" not in page
    graph = list(ox.parse(path=str(tmp_path / "out" / "graph.ttl"), format=ox.RdfFormat.TURTLE))
    assert graph and not [triple for triple in graph if str(triple.subject) == "<urn:x>"]
    json.loads((tmp_path / "out" / "graph.jsonld").read_text("utf-8"))


@pytest.mark.skipif(sys.platform == "win32", reason="such names and files cannot be made here")
def test_names_of_files_are_data_too_and_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    sources = tmp_path / "in"
    sources.mkdir()
    names = [b"bad\xff.md", b"new\nline.md", b"\x1b[31mred.md", b"<script>&\"'.md", b"a" * 250 + b".md", b"b %20 #?.md", b"{x}|^`.md"]
    for number, name in enumerate(names):
        (sources / os.fsdecode(name)).write_text(f"{GOOD}\n2. It met in {2001 + number}.\n")
    for name in (b"empty\xff.txt", b"empty\x1b[31m\n.txt"):
        (sources / os.fsdecode(name)).touch()
    os.mkfifo(sources / "pipe.txt")
    done = in_a_process(["build", str(tmp_path / "in"), "/dev/zero", "-o", str(tmp_path / "out")])
    assert done.returncode == 1 and "Traceback" not in done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 4 and all(line.isprintable() for line in lines), lines
    assert sum("a pipe or a device, no file" in line for line in lines) == 2
    assert len(json.loads((tmp_path / "out" / "build.json").read_text("utf-8"))["documents"]) == len(names)
    assert list(ox.parse(path=str(tmp_path / "out" / "graph.ttl"), format=ox.RdfFormat.TURTLE))
