"""The sample corpus's facts as they were last looked at: `python -m tests.snapshot` writes them anew, and `git diff` shows what changed."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import graphbuild

KEPT = Path(__file__).with_name("snapshot.ttl")


def taken() -> str:
    """The Turtle of the sample documents, without the ontology that stands at its end."""
    with TemporaryDirectory() as folder:
        graphbuild.build(output=folder, draw=False)
        return Path(folder, "graph.ttl").read_text("utf-8").split("<https://graphbuild.example/ontology> a owl:Ontology", 1)[0]


if __name__ == "__main__":
    KEPT.write_text(taken(), "utf-8")
    print(f"{KEPT}: look at what changed with git diff")
