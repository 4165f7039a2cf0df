"""What is in the file, before any browser opens it."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pyvis.network import Network

from graphbuild.facts import Entity, Evidence, Facts, Link, Status
from graphbuild.map import write_map
from graphbuild.map.page import VENDOR, OfflineNetwork

from . import synthetic

ROOT = Path(__file__).resolve().parents[2]


def block(path: Path, name: str) -> Any:
    """The data in one of the page's packed blocks."""
    found = re.search(rf'<script type="text/plain" id="d-{name}">([^<]*)</script>', path.read_text("utf-8"))
    assert found, f"the page has no block {name}"
    return gzip.decompress(base64.b64decode(found.group(1)))


def test_the_map_is_a_pyvis_network_in_a_page_of_our_own(county: Path) -> None:
    assert issubclass(OfflineNetwork, Network)
    html = county.read_text("utf-8")
    assert html.startswith('<!doctype html>\n<html lang="en">')
    assert b"vis-network" in block(county, "vis")[:200]
    graph = json.loads(block(county, "graph"))
    facts, _ = synthetic.make(130)
    assert [n["id"] for n in graph["nodes"]] == sorted(e.key for e in facts.entities)
    assert {"id", "label", "shape", "color", "x", "y", "size"} <= set(graph["nodes"][0])


def test_nothing_in_the_page_points_anywhere_to_load_from(county: Path) -> None:
    html = county.read_text("utf-8")
    assert not re.search(r"<(?:link|iframe|object|embed|img|base)\b", html)
    assert not re.search(r"\ssrc\s*=", html.split("<script", 1)[0])
    assert "@import" not in html and "url(" not in html.split("</style>")[0]


def test_the_policy_names_every_script_by_its_hash_and_allows_no_connection(county: Path) -> None:
    html = county.read_text("utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    rules = dict(rule.strip().split(" ", 1) for rule in policy.group(1).replace("&#39;", "'").split(";"))
    assert rules["default-src"] == "'none'" and rules["connect-src"] == "'none'" and rules["form-action"] == "'none'"
    assert "unsafe-inline" not in policy.group(1) and "'unsafe-eval'" not in policy.group(1)
    for code in re.findall(r"<script>(.*?)</script>", html, re.S):
        assert f"sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}" in rules["script-src"]
    style = re.search(r"<style>(.*?)</style>", html, re.S)
    assert style and f"sha256-{base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()}" in rules["style-src"]


def test_every_link_of_the_facts_is_on_the_page_with_every_sentence(county: Path) -> None:
    facts, _ = synthetic.make(130)
    data, graph = json.loads(block(county, "data")), json.loads(block(county, "graph"))
    said = {(x.subject, x.predicate, x.object, str(x.status), x.evidence.exact) for x in facts.links}
    shown = {
        (e["from"], e["p"], e["to"], e["st"], data["sents"][s][5])
        for e in graph["edges"]
        if e["p"] not in ("holdsPost", "postIn")
        for s, _ in e["ev"]
    }
    assert shown == said


def test_a_failing_link_is_never_shown_as_one_that_stands(county: Path) -> None:
    facts, _ = synthetic.make(130)
    failing = {(x.subject, x.predicate, x.object) for x in facts.links if x.status is Status.FAILING}
    actual = {(x.subject, x.predicate, x.object) for x in facts.links if x.status is Status.ACTUAL}
    edges = json.loads(block(county, "graph"))["edges"]
    only = failing - actual
    assert only and not [e for e in edges if (e["from"], e["p"], e["to"]) in only and e["st"] == "Actual"]


def test_the_page_carries_the_very_turtle_that_was_exported(invented: Path) -> None:
    assert block(invented / "graph.html", "turtle") == (invented / "graph.ttl").read_bytes()


def test_names_are_marked_where_they_stand_in_the_sentence(county: Path) -> None:
    data, graph = json.loads(block(county, "data")), json.loads(block(county, "graph"))
    labels = {n["id"]: n["label"] for n in graph["nodes"]}
    checked = 0
    for e in graph["edges"]:
        for s, marks in e["ev"]:
            text = data["sents"][s][5]
            for a, b, which in zip(marks[::3], marks[1::3], marks[2::3], strict=True):
                assert text[a:b] == labels[e["from"] if which == 0 else e["to"]]
                checked += 1
    assert checked > 200


def test_the_page_without_sparql_leaves_the_engine_out_and_is_small(tmp_path: Path) -> None:
    facts, documents = synthetic.make(300)
    path = tmp_path / "lean.html"
    write_map(facts, documents, b"", path, sparql=False)
    html = path.read_text("utf-8")
    assert len(html) < 1_000_000
    assert 'id="d-wasm"' not in html and 'id="tab-ask"' not in html and "wasm-unsafe-eval" not in html


@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_same_facts_give_the_same_bytes_in_any_process(tmp_path: Path, seed: str) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.map import synthetic; from graphbuild.map import write_map\n"
        "f, d = synthetic.make(200); write_map(f, d, synthetic.turtle(f, d), Path(sys.argv[1]))"
    )
    path = tmp_path / "other.html"
    subprocess.run(
        [sys.executable, "-c", code, str(path)], check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    )
    facts, documents = synthetic.make(200)
    write_map(facts, documents, synthetic.turtle(facts, documents), tmp_path / "here.html")
    assert path.read_bytes() == (tmp_path / "here.html").read_bytes()


def test_the_order_in_which_facts_and_documents_come_does_not_matter(tmp_path: Path) -> None:
    facts, documents = synthetic.make(200)
    backwards = Facts(**{name: tuple(reversed(getattr(facts, name))) for name in facts.count()})
    for name, f, d in (("a", facts, documents), ("b", backwards, documents[::-1])):
        write_map(f, d, synthetic.turtle(facts, documents), tmp_path / f"{name}.html")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_nothing_at_all_still_makes_a_page(tmp_path: Path) -> None:
    write_map(Facts(), [], b"", tmp_path / "empty.html")
    assert "Who answers to whom" in (tmp_path / "empty.html").read_text("utf-8")


@pytest.mark.parametrize("folder", sorted(p.name for p in VENDOR.glob("*-*/")))
def test_vendored_files_are_those_recorded_and_carry_their_licence(folder: str) -> None:
    record = tomllib.loads((VENDOR / folder / "VENDOR.toml").read_text("utf-8"))
    assert (VENDOR / folder / "LICENSE").stat().st_size > 500
    for file in record["file"]:
        assert hashlib.sha256((VENDOR / folder / file["name"]).read_bytes()).hexdigest() == file["sha256"]
    lock = json.loads((VENDOR / "package-lock.json").read_text("utf-8"))["packages"]
    for package in record["package"]:
        assert lock[f"node_modules/{package['name']}"]["integrity"] == package["integrity"]


def test_vendored_files_are_what_the_locked_packages_build_to(tmp_path: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not here to rebuild the vendored files with")
    shutil.copytree(VENDOR, tmp_path / "vendor", ignore=shutil.ignore_patterns("node_modules"))
    had = subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=tmp_path / "vendor", capture_output=True, text=True, timeout=300)
    if had.returncode:
        pytest.skip(
            f"the locked packages are not to be had: {had.stderr.strip().splitlines()[-1] if had.stderr.strip() else 'npm ci failed'}"
        )
    check = subprocess.run([npm, "run", "--silent", "check"], cwd=tmp_path / "vendor", capture_output=True, text=True, timeout=300)
    assert check.returncode == 0, check.stdout


def test_a_body_is_marked_where_a_sentence_only_describes_it(tmp_path: Path) -> None:
    text = "Month after month, the board asks the council for its plan."
    entities = (Entity("ash-board", "Board", "Ashford Safeguarding Board"), Entity("ash-council", "LocalAuthority", "Ashford Council"))
    link = Link("ash-board", "holdsToAccount", "ash-council", Status.ACTUAL, Evidence("doc", 0, len(text), text, "1"))
    write_map(Facts(entities=entities, links=(link,)), [], b"", tmp_path / "one.html", sparql=False)
    edges = json.loads(block(tmp_path / "one.html", "graph"))["edges"]
    ((_, marks),) = edges[0]["ev"]
    assert [(text[a:b], which) for a, b, which in zip(marks[::3], marks[1::3], marks[2::3], strict=True)] == [
        ("the board", 0),
        ("the council", 1),
    ]


def test_the_page_carries_the_notices_of_what_is_in_it(county: Path) -> None:
    text = block(county, "licences").decode()
    for holder in ("Almende B.V", "Marijn Haverbeke", "Oxigraph developers"):
        assert holder in text
