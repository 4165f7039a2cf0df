"""The sample corpus's facts as they were last looked at: `python -m tests.snapshot` writes them anew, and `git diff` shows what changed."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import graphbuild

KEPT = Path(__file__).with_name("snapshot.ttl")


def taken() -> str:
    """The Turtle of the sample documents, without the ontology that stands at its end; of long texts only how they begin."""
    with TemporaryDirectory() as folder:
        graphbuild.build(output=folder, draw=False)
        turtle = Path(folder, "graph.ttl").read_text("utf-8").split("<https://graphbuild.example/ontology> a owl:Ontology", 1)[0]
    return re.sub(r'"((?:[^"\\\n]|\\.){45})(?:[^"\\\n]|\\.)+"', r'"\1…"', turtle)


if __name__ == "__main__":
    KEPT.write_text(taken(), "utf-8")
    print(f"{KEPT}: look at what changed with git diff")
