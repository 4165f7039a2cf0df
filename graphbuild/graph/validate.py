"""Whether a graph is what the contract says: SHACL, with messages a person can act on.

Three validators were compared on the same shapes. pyshacl (the reference in Python) needs 4.8 s and 190 MB for 100,000 triples,
49 s and 1.4 GB for a million; pyrudof 1 GB for 100,000; `shacl` (Rust, MIT/Apache) 0.15 s and 1.9 s. On sound and on broken graphs
`shacl` reported the very results pyshacl did, result for result. It is young, so the tests hold it against pyshacl.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, NamedTuple

from graphbuild import ontology


class Problem(NamedTuple):
    """One thing that is not as it should be: the node, what is wrong in words, and the value that is wrong ("" if one is missing)."""

    node: str
    message: str
    value: str

    def __str__(self) -> str:
        return f"{self.node}: {self.message}" + (f" Here: {self.value}" if self.value else "")


def validate(graph: Path | str) -> list[Problem]:
    """What in `graph` (a Turtle file) does not conform to `ontology/shapes.ttl`, in order of node; an empty list if all does.

    Raises OSError where the file cannot be read and ValueError where it is no Turtle.
    """
    path = Path(graph)
    text = path.read_text("utf-8")
    try:
        report = _shapes(ontology.folder() / "shapes.ttl").validate_text(text, format="turtle")
    except Exception as error:
        raise ValueError(f"{path} cannot be read as Turtle: {error}") from error
    found = {Problem(_plain(r.focus_node), r.message or f"{r.component} of {r.root_shape}", _plain(r.value or "")) for r in report.results}
    return sorted(found)


@functools.cache
def _shapes(path: Path) -> Any:
    import shacl

    return shacl.Shapes.from_file(str(path))


def _plain(term: str) -> str:
    """A term in N-Triples as a reader would write it: the IRI, or the text of a literal."""
    if term.startswith("<"):
        return term[1:-1]
    return term[1 : term.rindex('"')] if term.startswith('"') else term
