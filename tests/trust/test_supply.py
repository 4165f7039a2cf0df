"""What is shipped is known by name, version, hash and licence, and is made the same each time."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.bench.sbom import LIST, ROOT, SBOM, assets, listed, packages, sbom

FREE = re.compile(r"^(?:MIT|BSD|Apache|ISC|PSF|MPL)")
VENDORED = [path for path in sorted((ROOT / "graphbuild").rglob("VENDOR.toml")) if "node_modules" not in path.parts]


def names(text: str) -> list[str]:
    return [component["purl"] for component in json.loads(text)["components"]]


def test_the_bill_of_materials_is_of_what_is_locked_and_vendored() -> None:
    assert names(SBOM.read_text("utf-8")) == names(sbom()), "python -m tests.bench.sbom writes it anew"
    assert [row[:2] for row in rows(LIST.read_text("utf-8"))] == [row[:2] for row in rows(listed())]


def rows(text: str) -> list[list[str]]:
    return [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]


def test_every_component_has_a_version_a_hash_and_a_free_licence() -> None:
    for component in json.loads(SBOM.read_text("utf-8"))["components"]:
        said = component["licenses"][0]
        assert FREE.match(said.get("expression") or said["license"]["name"]), component["name"]
        assert component["version"] and all(re.fullmatch("[0-9a-f]{64,128}", each["content"]) for each in component["hashes"])
        assert component["hashes"]
    assert len(packages()) > 10 and len(assets()) > 5


@pytest.mark.parametrize("path", VENDORED, ids=lambda path: path.parent.name)
def test_every_vendored_file_is_the_one_its_record_says_and_has_a_licence_beside_it(path: Path) -> None:
    said = tomllib.loads(path.read_text("utf-8"))
    assert said["command"] and list(path.parent.glob("LICENSE*"))
    for each in said["file"]:
        data = (path.parent / each["name"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == each["sha256"]
    recorded = {each["name"] for each in said["file"]} | {"VENDOR.toml"}
    there = {each.name for each in path.parent.iterdir() if each.is_file() and not each.name.startswith("LICENSE")}
    assert there == recorded, "no file without a record"


def made(kind: str, folder: Path, epoch: str) -> bytes:
    pytest.importorskip("hatchling")
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env={**os.environ, "SOURCE_DATE_EPOCH": epoch})
    return next(folder.iterdir()).read_bytes()


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_a_distribution_is_made_of_the_same_bytes_each_time(kind: str, tmp_path: Path) -> None:
    assert made(kind, tmp_path / "one", "1700000000") == made(kind, tmp_path / "two", "1700000000")


def test_the_wheel_carries_every_licence_and_nothing_of_a_workshop(tmp_path: Path) -> None:
    made("wheel", tmp_path, "1700000000")
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as archive:
        inside = archive.namelist()
    for path in VENDORED:
        folder = path.parent.relative_to(ROOT).as_posix()
        assert [name for name in inside if name.startswith(f"{folder}/LICENSE")] or [name for name in inside if f"{folder}/LICENSE" in name]
    assert not [name for name in inside if "node_modules" in name or name.startswith(("tests", ".ci"))]


def test_the_source_distribution_holds_what_a_build_needs(tmp_path: Path) -> None:
    made("sdist", tmp_path, "1700000000")
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as archive:
        inside = archive.getnames()
    lists = (".github/THIRD_PARTY.md", ".github/sbom.cdx.json")
    for wanted in ("pyproject.toml", "LICENSE", "ontology/accountability.ttl", "requirements.lock", *lists):
        assert any(name.endswith(f"/{wanted}") for name in inside), wanted
    assert not [name for name in inside if "node_modules" in name or "/.venv" in name]


def test_no_known_weakness_is_in_what_is_locked() -> None:
    audit = shutil.which("pip-audit") or shutil.which("pip-audit", path=str(Path(sys.executable).parent))
    if audit is None:
        pytest.skip("pip-audit is not installed")
    command = [audit, "--disable-pip", "--no-deps", "--progress-spinner=off", "-r", str(ROOT / "requirements.lock")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode and "vulnerabilit" not in done.stderr + done.stdout:
        pytest.skip(f"pip-audit could not run: {done.stderr.strip().splitlines()[-1:]}")
    if "could not be audited" in done.stdout:
        pytest.skip("the list of known weaknesses cannot be reached from here")
    assert done.returncode == 0, done.stdout
