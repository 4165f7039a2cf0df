"""Exports open in the tools they are for, with every fact and its words, the same bytes each time."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest

from graphbuild.ask import pages
from graphbuild.ask.export import FORMATS, write
from graphbuild.ask.export.ftm import statements
from graphbuild.ask.export.sheets import sheets
from graphbuild.ask.store import Graph, load
from tests.ask import northmoor
from tests.ask.conftest import Run


def test_the_workbook_has_a_sheet_for_each_sort_of_fact(graph: Graph, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("xlsxwriter")
    write(graph, "xlsx", tmp_path / "graph.xlsx")
    book = openpyxl.load_workbook(tmp_path / "graph.xlsx")
    assert book.sheetnames[:5] == ["bodies", "links", "judgements", "recommendations", "figures"]
    rows = list(book["links"].values)
    assert rows[0] == ("from", "link", "to", "status", "kind", "reviewed by", "document", "title", "issued", "paragraph", "page", "words")
    assert len(rows) == 1 + len(northmoor.LINKS)
    failing = [row for row in rows if row[3] == "failing" and row[1] == "holds to account"]
    assert [row[-1] for row in failing] == ["The board does not challenge Northmoor Police."]
    assert [row[2] for row in book["figures"].values][1:] == [400, 500]


def test_csv_files_hold_what_the_workbook_holds(graph: Graph, tmp_path: Path) -> None:
    write(graph, "csv", tmp_path / "csv")
    for sheet in sheets(graph):
        with (tmp_path / "csv" / f"{sheet.name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert tuple(rows[0]) == sheet.columns and len(rows) == 1 + len(sheet.rows)


def test_no_cell_becomes_a_formula(tmp_path: Path) -> None:
    turtle = (northmoor.write(tmp_path) / "graph.ttl").read_text()
    (tmp_path / "graph.ttl").write_text(turtle.replace('"Northmoor Police"', '"=HYPERLINK(\\"http://x.example\\")"'))
    graph = load(tmp_path)
    write(graph, "csv", tmp_path / "csv")
    for file in (tmp_path / "csv").iterdir():
        with file.open(encoding="utf-8-sig", newline="") as text:
            assert not any(cell.startswith(("=", "+", "@")) for row in csv.reader(text) for cell in row)
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("xlsxwriter")
    write(graph, "xlsx", tmp_path / "graph.xlsx")
    book = openpyxl.load_workbook(tmp_path / "graph.xlsx")
    assert all(cell.data_type in ("s", "n") for page in book for row in page.iter_rows() for cell in row)


def test_gephi_finds_labels_colours_sizes_and_places(graph: Graph, tmp_path: Path) -> None:
    write(graph, "graphml", tmp_path / "gephi.graphml")
    found = nx.read_graphml(tmp_path / "gephi.graphml")
    assert found.number_of_edges() == len({(x.subject, x.predicate, x.object, x.status) for x in northmoor.LINKS})
    board = found.nodes["https://graphbuild.example/id/northmoor-safeguarding-board"]
    assert board["label"] == "Northmoor Safeguarding Board" and {"r", "g", "b", "x", "y", "size"} <= set(board)
    places = {(data["x"], data["y"]) for _, data in found.nodes(data=True)}
    assert len(places) == found.number_of_nodes()
    assert all(data["words"] and data["label"] and data["status"] for *_, data in found.edges(data=True))


def test_kumu_finds_each_end_of_each_connection_by_its_label(graph: Graph, tmp_path: Path) -> None:
    write(graph, "kumu", tmp_path / "kumu.json")
    found = json.loads((tmp_path / "kumu.json").read_text("utf-8"))
    labels = [e["label"] for e in found["elements"]]
    assert len(set(map(str.casefold, labels))) == len(labels)
    assert {c[end] for c in found["connections"] for end in ("from", "to")} == set(labels)
    assert {c["direction"] for c in found["connections"] if c["label"] == "works with"} == {"mutual"}


def test_followthemoney_statements_are_of_known_schemata_and_well_made(graph: Graph) -> None:
    every = list(statements(graph))
    schemata = {s["schema"] for s in every}
    assert schemata <= {"Organization", "Person", "Position", "Project", "Document", "UnknownLink", "Membership", "Occupancy"}
    for s in every:
        text = f"{s['dataset']}.{s['entity_id']}.{s['prop']}.{s['value']}"
        assert s["id"] == hashlib.sha1(text.encode()).hexdigest() and s["canonical_id"] == s["entity_id"]
    known = {s["entity_id"] for s in every}
    ends = {s["value"] for s in every if s["prop"] in ("subject", "object", "member", "organization", "holder", "post", "proof")}
    assert ends <= known


@pytest.mark.skipif(shutil.which("ftm") is None, reason="followthemoney is not installed")
def test_followthemoney_itself_reads_them(graph: Graph, tmp_path: Path) -> None:
    write(graph, "ftm", tmp_path / "s.json")
    command = ["ftm", "aggregate-statements", "-f", "json", "-i", str(tmp_path / "s.json"), "-o", str(tmp_path / "e.json")]
    subprocess.run(command, check=True, timeout=120)
    entities = [json.loads(line) for line in (tmp_path / "e.json").read_text().splitlines()]
    assert len(entities) == len({s["entity_id"] for s in statements(graph)})


def test_the_catalogue_entry_counts_what_there_is(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "graph.ttl", tmp_path / "graph.ttl")
    graph = load(tmp_path)
    write(graph, "dcat", tmp_path / "dataset.ttl")
    store = ox.Store()
    store.bulk_load(path=str(tmp_path / "dataset.ttl"), format=ox.RdfFormat.TURTLE)
    ask = (
        "PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX void: <http://rdfs.org/ns/void#> PREFIX dcterms: <http://purl.org/dc/terms/> "
        "PREFIX spdx: <http://spdx.org/rdf/terms#> SELECT ?n ?licence ?size ?hash ?modified { ?d a dcat:Dataset ; void:triples ?n ; "
        "dcterms:license ?licence ; dcterms:modified ?modified ; dcat:distribution ?f . "
        "?f dcat:byteSize ?size ; spdx:checksum/spdx:checksumValue ?hash }"
    )
    (row,) = store.query(ask)
    data = (tmp_path / "graph.ttl").read_bytes()
    assert int(row["n"].value) == len(graph.store) and int(row["size"].value) == len(data)
    assert row["hash"].value == hashlib.sha256(data).hexdigest() and row["modified"].value == "2018-09-12"
    assert row["licence"].value.startswith("https://www.nationalarchives.gov.uk/doc/open-government-licence")


def test_rdf12_says_the_same_with_reifiers(graph: Graph, tmp_path: Path) -> None:
    write(graph, "rdf12", tmp_path / "graph12.ttl")
    store = ox.Store()
    store.bulk_load(path=str(tmp_path / "graph12.ttl"), format=ox.RdfFormat.TURTLE)
    prefixes = "PREFIX acc: <https://graphbuild.example/ontology#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
    new = {
        tuple(r[v].value for v in "lspo")
        for r in store.query(prefixes + "SELECT ?l ?s ?p ?o { ?l a acc:Link ; rdf:reifies <<( ?s ?p ?o )>> }")
    }
    old = graph.store.query(prefixes + "SELECT ?l ?s ?p ?o { ?l a acc:Link ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }")
    assert new == {tuple(r[v].value for v in "lspo") for r in old} and len(new) == 17


@pytest.mark.parametrize("form", [f for f in FORMATS if f not in ("csv", "dcat")])
def test_the_same_graph_is_exported_as_the_same_bytes(form: str, folder: Path, tmp_path: Path) -> None:
    if form == "xlsx":
        pytest.importorskip("xlsxwriter")
    for number, source in enumerate(("graph.ttl", "graph.trig")):
        write(load(folder / source), form, tmp_path / str(number))
    assert (tmp_path / "0").read_bytes() == (tmp_path / "1").read_bytes()


def test_the_command_lists_the_formats_and_offers_near_ones(run: Run, folder: Path, tmp_path: Path) -> None:
    assert all(name in run("export").stdout for name in FORMATS)
    done = run("export", "exel", "--graph", folder)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    done = run("export", "kumo", "--graph", folder)
    assert "Did you mean “kumu”" in done.stderr
    (tmp_path / "file").write_text("")
    done = run("export", "kumu", "--graph", folder, "--output", tmp_path / "file" / "x.json")
    assert done.returncode == 2 and "cannot be written" in done.stderr


def test_a_sound_graph_is_said_to_be_and_an_unsound_one_is_explained(run: Run, folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("shacl")
    assert run("validate", "--graph", folder).returncode == 0
    turtle = (folder / "graph.ttl").read_text()
    (tmp_path / "graph.ttl").write_text(re.sub(r"acc:status acc:Planned ;", "", turtle, count=1))
    done = run("validate", "--graph", tmp_path)
    assert done.returncode == 1 and "link" in done.stdout and "not as the shapes say" in done.stderr and "Traceback" not in done.stderr


def test_vendored_assets_are_the_bytes_of_the_npm_package() -> None:
    vendor = tomllib.loads((pages.VENDOR / "VENDOR.toml").read_text("utf-8"))
    assert {f["name"] for f in vendor["file"]} == {"yasgui.min.js", "yasgui.min.css"} and (pages.VENDOR / "LICENSE").is_file()
    for file in vendor["file"]:
        assert hashlib.sha256((pages.VENDOR / file["name"]).read_bytes()).hexdigest() == file["sha256"]
    assert all(p["integrity"].startswith("sha512-") and p["licence"] for p in vendor["package"])


def test_the_sample_graph_is_as_the_shapes_say(run: Run, sample: Path) -> None:
    pytest.importorskip("shacl")
    done = run("validate", "--graph", sample)
    assert done.returncode == 0, done.stdout
