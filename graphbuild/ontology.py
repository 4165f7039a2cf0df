"""The ontology as the program reads it: `ontology/` is data, and the program's configuration.

Nothing outside `ontology/` lists classes, predicates, grades or the words that signal them.
"""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any


def folder() -> Path:
    """The ontology's folder: beside the package in a checkout, inside it in a wheel."""
    inside = Path(__file__).with_name("_ontology")
    return inside if inside.is_dir() else Path(__file__).resolve().parent.parent / "ontology"


@functools.cache
def wording(name: str) -> dict[str, Any]:
    """The tables of `ontology/wording/NAME.toml`: words that signal a kind of fact, each with an example."""
    with (folder() / "wording" / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
