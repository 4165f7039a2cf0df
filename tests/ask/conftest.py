"""The graph of Northmoor, written once, and the sample graph, built once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from graphbuild.ask.names import Names
from graphbuild.ask.store import Graph, load
from tests.ask import northmoor

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return northmoor.write(tmp_path_factory.mktemp("northmoor"))


@pytest.fixture(scope="session")
def graph(folder: Path) -> Graph:
    return load(folder)


@pytest.fixture(scope="session")
def names(graph: Graph) -> Names:
    return Names(graph)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus as a build leaves it, without the map."""
    from graphbuild.build import build

    output = tmp_path_factory.mktemp("sample")
    build((), output, draw=False)
    return output


@pytest.fixture(scope="session")
def run() -> Run:
    """The command line, as a person calls it."""

    def call(*arguments: object, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        import os

        command = [sys.executable, "-m", "graphbuild", *map(str, arguments)]
        return subprocess.run(
            command, input=stdin, capture_output=True, text=True, timeout=120, env={**os.environ, "COLUMNS": "200", **more}
        )

    return call
