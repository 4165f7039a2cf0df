"""The same bytes, whatever of a machine cannot matter: hash seeds, the order of sources, workers, time zones, locales, folders."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.trust.faults import ROOT, files

ZONES = ("UTC", "Pacific/Auckland", "America/St_Johns")
LOCALES = ("C", "C.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8")


def documents(folder: Path) -> list[Path]:
    """The samples and the reference documents, copied to `folder`."""
    from graphbuild.manifest import seeds

    folder.mkdir()
    every = [*seeds().glob("*.html"), *(path for path in (ROOT / "tests/gold/documents").iterdir() if path.is_file())]
    return [Path(shutil.copy(path, folder)) for path in sorted(every)]


def build_under(number: int, given: list[Path], output: Path, python: str = sys.executable) -> dict[str, bytes]:
    """Build under the `number`th circumstances of many; the files."""
    order = list(given)
    random.Random(number).shuffle(order)
    said = {"PYTHONHASHSEED": str(number * 7919), "TZ": ZONES[number % 3], "LC_ALL": LOCALES[number % 4], "PYTHONPATH": str(ROOT)}
    command = [python, "-m", "graphbuild", "build", *map(str, order), "-o", str(output), "--no-cache", "--workers", str(1 + number % 2)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **said}, cwd=output.parent, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return files(output)


def version(python: str) -> str:
    """The version of an interpreter, as 3.13."""
    code = "import sys; print(*sys.version_info[:2], sep='.')"
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def others() -> list[str]:
    """Interpreters of other versions that have what the program runs on: those named in GRAPHBUILD_PYTHONS and those on the path."""
    named = os.environ.get("GRAPHBUILD_PYTHONS", "").split(os.pathsep)
    found: dict[str, str] = {}
    for path in (*named, *map(shutil.which, ("python3.11", "python3.12", "python3.13", "python3.14"))):
        if path:
            code = "import graphbuild.build, lxml.etree, msgspec, pypdfium2, pyvis"
            if subprocess.run([path, "-c", code], cwd=ROOT, capture_output=True, check=False).returncode == 0:
                found.setdefault(version(path), path)
    found.pop(version(sys.executable), None)
    return [found[each] for each in sorted(found)]


def differing(times: int, folder: Path, pythons: Sequence[str] = (sys.executable,)) -> list[str]:
    """Files that were not the same bytes each of `times` times, by each of `pythons` in turn."""
    given = documents(folder / "in")
    first: dict[str, bytes] = {}
    wrong: set[str] = set()
    for number in range(times):
        (folder / f"place-{number}").mkdir()
        made = build_under(number, given, folder / f"place-{number}" / "out", pythons[number // 2 % len(pythons)])
        first = first or made
        wrong |= {name for name in first.keys() | made.keys() if first.get(name) != made.get(name)}
    return sorted(wrong)
