"""What is shipped is whole: the wheel holds the ontology and the samples, the locks pin everything, the README tells the truth."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pyoxigraph as ox
import pytest

import graphbuild

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.S)


def wheel(folder: Path) -> Path:
    pytest.importorskip("hatchling")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True, capture_output=True
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_builds_the_samples_by_itself(tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel(tmp_path / "dist")) as archive:
        archive.extractall(tmp_path / "site")
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import graphbuild.ontology as o; assert o.folder().is_relative_to(sys.argv[1]), o.folder()\n"
        "from graphbuild.cli import main; main(['build', '-o', sys.argv[2], '--no-map'])"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, str(tmp_path / "site"), str(tmp_path / "out")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "graph.ttl").stat().st_size > 10_000


def test_two_wheels_of_one_source_are_the_same_bytes(tmp_path: Path) -> None:
    assert wheel(tmp_path / "one").read_bytes() == wheel(tmp_path / "two").read_bytes()


@pytest.mark.parametrize("lock", ["requirements.lock", "tests/requirements.lock"])
def test_a_lock_pins_each_package_by_hash_and_names_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert "://" not in text
    entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"^#.*\n", "", text, flags=re.M))
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==\S+", entry) and "--hash=sha256:" in entry, entry[:60]


def test_every_dependency_has_a_lower_bound_and_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    base = (ROOT / "requirements.lock").read_text("utf-8")
    tests = (ROOT / "tests" / "requirements.lock").read_text("utf-8")
    extras = [line for lines in project["optional-dependencies"].values() for line in lines if not line.startswith("graphbuild[")]
    for wanted, lock in ((project["dependencies"], base), (extras, tests)):
        for line in wanted:
            name, _, version = line.partition(">=")
            assert version, line
            assert re.search(rf"^{re.escape(name)}==", lock, re.M), line


def test_what_the_tests_add_does_not_change_what_the_program_runs_on() -> None:
    def pins(lock: str) -> set[str]:
        return set(re.findall(r"^([a-z0-9._-]+==[^\s;]+)", (ROOT / lock).read_text("utf-8"), re.M))

    assert pins("requirements.lock") <= pins("tests/requirements.lock")


def test_the_readme_opens_with_two_commands() -> None:
    assert sum("requirements.lock" in block for block in blocks("sh")) == 2
    assert all(len(block.strip().splitlines()) == 1 for block in blocks("sh"))


def test_files_the_readme_names_are_there() -> None:
    for link in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / link).exists(), link
    for path in re.findall(r"`((?:ontology|seeds|tests)/[\w./-]+\.\w+)`", README):
        assert (ROOT / path).exists(), path


def test_the_readmes_turtle_and_query_parse_and_its_query_answers(tmp_path: Path) -> None:
    graphbuild.build(output=tmp_path, draw=False)
    header = "".join(line + "\n" for line in (tmp_path / "graph.ttl").read_text("utf-8").splitlines() if line.startswith("@prefix"))
    for block in blocks("turtle"):
        assert list(ox.parse(header + block, format=ox.RdfFormat.TURTLE))
    store = ox.Store()
    store.bulk_load(path=str(tmp_path / "graph.ttl"), format=ox.RdfFormat.TURTLE)
    for block in blocks("sparql"):
        assert list(store.query(block)), "the question has an answer in the samples"


def test_the_readmes_python_uses_names_there_are() -> None:
    for name in re.findall(r"graphbuild\.(\w+)\(", "".join(blocks("python"))):
        assert name in graphbuild.__all__, name
