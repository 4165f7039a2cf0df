"""One call goes the whole way: documents in, files out; the same bytes whatever the order, the seed or the number of workers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import graphbuild
from graphbuild import validate
from graphbuild.account import counts
from graphbuild.build import Result, build, find
from graphbuild.graph.files import Dataset, write_jsonld, write_trig, write_turtle
from graphbuild.graph.iris import DEFAULT_BASE
from graphbuild.landing import OutputError, finish, landing
from graphbuild.manifest import seeds
from graphbuild.workers import at_once

FILES = ["build.json", "graph.graphml", "graph.html", "graph.jsonld", "graph.trig", "graph.ttl"]
REPORT = """# Inspection of Riverton Council children's services

Inspection dates: 4 March 2019 to 15 March 2019

1. Ofsted inspected Riverton Council.

2. The Riverton Safeguarding Children Board does not hold the council to account.

3. The council works closely with Riverton Hospital Trust.
"""


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if not path.name.startswith(".")}


def in_a_process(arguments: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    unkept = ["--no-cache"] if arguments[:1] == ["build"] and "--cache" not in arguments else []
    return subprocess.run(
        [sys.executable, "-m", "graphbuild", *arguments, *unkept],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    folder = tmp_path_factory.mktemp("sample")
    return build(output=folder), folder


def test_the_sample_corpus_builds_into_the_six_files(sample: tuple[Result, Path]) -> None:
    result, folder = sample
    assert list(files(folder)) == FILES
    assert not result.failures and len(result.documents) == len(list(seeds().glob("*.html")))


def test_the_sample_graph_conforms_to_the_shapes(sample: tuple[Result, Path]) -> None:
    assert validate(sample[1] / "graph.ttl") == []


def test_build_json_tells_what_was_read_without_times_or_paths(sample: tuple[Result, Path]) -> None:
    result, folder = sample
    told = json.loads((folder / "build.json").read_text("utf-8"))
    assert [d["identifier"] for d in told["documents"]] == sorted(d.identifier for d in result.documents)
    assert told["counts"]["documents"] == len(result.documents) and told["not read"] == []
    assert str(Path.cwd()) not in (folder / "build.json").read_text("utf-8")


def test_two_builds_under_other_seeds_and_in_another_order_are_the_same_bytes(tmp_path: Path) -> None:
    sources = [str(path) for path in sorted(seeds().glob("*.html"))]
    for number, (seed, order) in enumerate((("1", sources), ("2", sources[::-1]), ("77", sources[2:] + sources[:2]))):
        done = in_a_process(
            ["build", *order, "-o", str(tmp_path / str(number))], PYTHONHASHSEED=seed, TZ=["UTC", "Asia/Tokyo", "UTC"][number]
        )
        assert done.returncode == 0, done.stderr
    assert files(tmp_path / "0") == files(tmp_path / "1") == files(tmp_path / "2")


def test_workers_leave_no_trace(sample: tuple[Result, Path], tmp_path: Path) -> None:
    done = in_a_process(["build", "-o", str(tmp_path / "two"), "--workers", "2"])
    assert done.returncode == 0, done.stderr
    assert files(tmp_path / "two") == files(sample[1])


def test_files_put_together_from_shares_are_those_written_in_one_go(sample: tuple[Result, Path], tmp_path: Path) -> None:
    result, folder = sample
    dataset = Dataset(list(zip(result.documents, result.facts, strict=True)), DEFAULT_BASE)
    for writer, name in ((write_turtle, "graph.ttl"), (write_trig, "graph.trig"), (write_jsonld, "graph.jsonld")):
        writer(dataset, tmp_path / name)
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_documents_of_one_stem_get_a_suffix_of_their_content_wherever_they_lie(tmp_path: Path) -> None:
    for folder, text in (("a", REPORT), ("b", REPORT + "\n4. More.\n"), ("c", REPORT)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "report.md").write_text(text, "utf-8")
    found, failures = find([tmp_path], None)
    assert not failures and [s.identifier for s in found] == sorted(f"report-{s.sha256[:8]}" for s in found)
    assert len(found) == 2, "the copy in c is read once"
    again, _ = find([tmp_path / "c", tmp_path / "b", tmp_path / "a"], None)
    assert [s.identifier for s in again] == [s.identifier for s in found]


def test_evidence_of_a_document_with_a_suffix_names_that_document(tmp_path: Path) -> None:
    for folder, text in (("a", REPORT), ("b", REPORT + "\n4. More.\n")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "report.md").write_text(text, "utf-8")
    result = build([tmp_path])
    for document, facts in zip(result.documents, result.facts, strict=True):
        assert {link.evidence.document for link in facts.links} <= {document.identifier}
        assert all(set(entity.documents) == {document.identifier} for entity in facts.entities)


def test_a_document_that_cannot_be_read_is_named_and_the_rest_is_built(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.md").write_text(REPORT, "utf-8")
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    (tmp_path / "in" / "fake.pdf").write_bytes(b"\x00\x01\x02 no document at all")
    result = build([tmp_path / "in", tmp_path / "missing.pdf"], tmp_path / "out", draw=False)
    assert [d.identifier for d in result.documents] == ["good"]
    assert {Path(f.source).name for f in result.failures} == {"empty.txt", "fake.pdf", "missing.pdf"}
    assert all("\n" not in f.reason for f in result.failures)
    told = json.loads((tmp_path / "out" / "build.json").read_text("utf-8"))
    assert {row["source"] for row in told["not read"]} == {"empty.txt", "fake.pdf", "missing.pdf"}


def test_where_nothing_can_be_read_the_old_output_stays(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(REPORT, "utf-8")
    build([tmp_path / "good.md"], tmp_path / "out", draw=False)
    before = files(tmp_path / "out")
    build([tmp_path / "missing.md"], tmp_path / "out", draw=False)
    assert files(tmp_path / "out") == before


def test_a_build_without_a_map_leaves_no_map_of_another_graph(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(REPORT, "utf-8")
    build([tmp_path / "good.md"], tmp_path / "out")
    build([tmp_path / "good.md"], tmp_path / "out", draw=False)
    assert "graph.html" not in files(tmp_path / "out")


def test_a_build_that_breaks_off_leaves_the_old_output_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with landing(out) as part:
        (part / "graph.ttl").write_text("old")
    with pytest.raises(RuntimeError), landing(out) as part:
        (part / "graph.ttl").write_text("half of the n")
        raise RuntimeError("killed")
    assert files(out) == {"graph.ttl": b"old"}


def test_a_build_killed_while_its_files_were_moved_is_finished_by_the_next(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with landing(out) as part:
        (part / "a").write_text("old")
        (part / "b").write_text("old")
    ready = out / ".graphbuild-ready"
    ready.mkdir()
    (ready / "b").write_text("new")  # a was moved already
    (out / "a").write_text("new")
    finish(out)
    assert files(out) == {"a": b"new", "b": b"new"} and not ready.exists()


def test_two_builds_at_once_into_one_folder_do_not_mix(tmp_path: Path) -> None:
    with landing(tmp_path / "out"), pytest.raises(OutputError, match="another build"), landing(tmp_path / "out"):
        pass


def test_an_output_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError, match="is a file"), landing(tmp_path / "out"):
        pass


def test_files_written_at_once_leave_nothing_of_one_that_failed(tmp_path: Path) -> None:
    def good(path: Path) -> None:
        path.write_text("all")

    def bad(path: Path) -> None:
        path.write_text("half")
        raise OSError("disk full")

    at_once([(good, tmp_path / "good"), (bad, tmp_path / "bad")])
    assert not (tmp_path / "bad").exists()
    assert not (tmp_path / "good").exists() or (tmp_path / "good").read_text() == "all"


def test_counts_count_a_thing_named_in_two_documents_once(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.md").write_text(REPORT.replace("2019", "2019" if name == "one" else "2020"), "utf-8")
    single, both = build([tmp_path / "one.md"]), build([tmp_path])
    assert counts(both)["documents"] == 2
    assert counts(both)["entities"].get("Board") == counts(single)["entities"].get("Board")


def test_a_build_from_python_needs_no_output_folder(tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text(REPORT, "utf-8")
    result = graphbuild.build([tmp_path / "report.md"])
    assert result.output is None and result.documents[0].identifier == "report"
    assert graphbuild.network(result.facts).number_of_nodes() == len(result.together.entities)
    assert len(graphbuild.to_rdf(result.facts, result.documents)) > 0


def test_the_public_names_are_functions_whatever_was_imported_before() -> None:
    import graphbuild.build
    import graphbuild.extract
    import graphbuild.read

    assert callable(graphbuild.read) and callable(graphbuild.extract) and callable(graphbuild.build)
    assert len(graphbuild.__all__) <= 12


def test_importing_the_package_loads_no_heavy_library() -> None:
    code = "import sys, graphbuild; print([m for m in ('rdflib', 'networkx', 'lxml', 'pypdfium2', 'pyvis') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_the_sample_matches_its_manifest() -> None:
    found, _ = find([seeds()], None)
    assert all(source.identifier == source.path.stem for source in found)


def test_nothing_is_left_in_the_output_folder_but_the_files(sample: tuple[Result, Path]) -> None:
    assert [path.name for path in sample[1].iterdir() if path.name.startswith(".")] == [".graphbuild.lock"]
