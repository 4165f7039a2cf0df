"""A graph in the formats of other people's tools: spreadsheets, Gephi, Kumu, FollowTheMoney, a catalogue entry, RDF 1.2."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from graphbuild.ask.errors import AskError, near, offer
from graphbuild.ask.store import Graph

Writer = Callable[[Graph, Path], None]
FORMATS = {
    "xlsx": ("graph.xlsx", "sheets", "a workbook: bodies, links, judgements, recommendations, figures and more, a sheet each"),
    "csv": ("csv", "sheets", "the same as a folder of CSV files"),
    "graphml": ("gephi.graphml", "drawn", "for Gephi: coloured, sized and placed nodes, an edge for each link"),
    "kumu": ("kumu.json", "drawn", "a Kumu blueprint"),
    "ftm": ("graph.ftm.json", "ftm", "FollowTheMoney statements, one JSON object a line"),
    "dcat": ("dataset.ttl", "dataset", "a description of the dataset in DCAT and VoID, with licence and counts"),
    "rdf12": ("graph-rdf12.ttl", "dataset", "Turtle 1.2, each link a reifier of its triple"),
}
"""Name of the format → what its file is called, the module that writes it, what it is."""


def write(graph: Graph, form: str, path: Path) -> None:
    """Write `graph` to `path` as `form` (a key of `FORMATS`). Raises AskError for another format, or where the file cannot be written."""
    import importlib

    if form not in FORMATS:
        raise AskError(f"there is no export “{form}”: {', '.join(FORMATS)}." + offer(near(form, FORMATS)))
    module = importlib.import_module(f"graphbuild.ask.export.{FORMATS[form][1]}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        getattr(module, "write_" + form)(graph, path)
    except OSError as error:
        raise AskError(f"{path} cannot be written: {error.strerror or error}") from None
