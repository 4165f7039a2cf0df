"""The report: one page that stands alone, and its twin in Markdown."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from graphbuild.ask.names import Names
from graphbuild.ask.report import as_html, as_markdown, made
from graphbuild.ask.store import Graph, load
from tests.ask import northmoor
from tests.ask.conftest import Run


class _Page(HTMLParser):
    """Tags, and whatever would fetch or run something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.outward: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.outward += [f"{tag} {n}={v}" for n, v in attrs if n in ("src", "srcset", "data", "action") or n.startswith("on")]
        self.outward += [f"{tag} {n}={v}" for n, v in attrs if n in ("href", "xlink:href") and not (v or "").startswith("#")]


def test_the_report_says_what_was_judged_what_fails_what_was_asked_and_what_is_missing(run: Run, folder: Path, tmp_path: Path) -> None:
    done = run("report", "--graph", folder, "--output", tmp_path)
    assert done.returncode == 0
    for name in ("report.html", "report.md"):
        text = (tmp_path / name).read_text("utf-8")
        for words in (
            "Judgements over time",
            "Who answers to whom",
            "Partnerships that are failing",
            "Nor does the board work closely enough with Northmoor Police.",
            "The board does not challenge Northmoor Police.",
            "Publish a plan for the early help hub.",
            "nobody named",
            "youth centre (service)",
            "Scrutiny is never mentioned",
            "requires improvement",
            "children looked after",
        ):
            assert words in text, (name, words)


def test_the_page_stands_alone_and_runs_nothing(graph: Graph, names: Names) -> None:
    text = as_html(made(graph, names))
    page = _Page(text)
    assert not page.outward and "script" not in page.tags and "url(http" not in text and "@import" not in text
    assert "default-src 'none'" in text and text.count("<svg") >= 3


def test_charts_are_sound_svg_with_words_for_those_who_do_not_see_them(graph: Graph, names: Names) -> None:
    charts = [part.chart for part in made(graph, names).parts if part.chart]
    for chart in charts:
        root = ElementTree.fromstring(chart)
        assert root.find("{http://www.w3.org/2000/svg}title").text and root.get("role") == "img"  # type: ignore[union-attr]
    assert "Failing" in "".join(charts) and "inadequate" in "".join(charts)


def test_a_report_on_one_body_leaves_the_rest_out(run: Run, folder: Path, tmp_path: Path) -> None:
    run("report", "--graph", folder, "--about", "Northmoor County Council", "--output", tmp_path)
    text = (tmp_path / "report.md").read_text("utf-8")
    assert text.startswith("# Northmoor County Council") and "early help hub" in text and "sits on the board" not in text


def test_what_a_document_says_is_shown_and_never_run(tmp_path: Path) -> None:
    evil = "</title><script>alert(1)</script><img src=x onerror=alert(1)>"
    turtle = (northmoor.write(tmp_path) / "graph.ttl").read_text()
    changed = re.sub(r'"(Northmoor Police|audit panel|The board does not challenge Northmoor Police\.)"', f'"{evil}"', turtle)
    (tmp_path / "graph.ttl").write_text(changed)
    graph = load(tmp_path)
    found = made(graph, Names(graph))
    page = _Page(as_html(found))
    assert not page.outward and "script" not in page.tags and "img" not in page.tags
    assert "<script" not in as_markdown(found) and "<img" not in as_markdown(found)


def test_the_same_graph_gives_the_same_report(folder: Path) -> None:
    pages = {as_html(made(g, Names(g))) for g in (load(folder), load(folder / "graph.trig"))}
    assert len(pages) == 1


def test_the_sample_report_has_every_part(sample: Path) -> None:
    graph = load(sample)
    headings = {part.heading for part in made(graph, Names(graph)).parts}
    assert {"Judgements over time", "Who answers to whom", "Gaps", "Strengths and weaknesses", "Documents read"} <= headings
