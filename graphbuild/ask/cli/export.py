"""`graphbuild export`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from graphbuild.ask.cli import GraphOption, asks
from graphbuild.ask.store import DEFAULT


def _formats(incomplete: str) -> Iterator[tuple[str, str]]:
    from graphbuild.ask.export import FORMATS

    return ((name, what) for name, (_, _, what) in FORMATS.items() if name.startswith(incomplete))


@asks
def export(
    form: Annotated[
        str,
        typer.Argument(metavar="FORMAT", help="xlsx, csv, graphml, kumu, ftm, dcat or rdf12.", show_default=False, autocompletion=_formats),
    ] = "",
    graph: GraphOption = DEFAULT,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="PATH", help="Where to write.", show_default="beside the graph")
    ] = None,
) -> None:
    """Write the graph for other people's tools: spreadsheets, Gephi, Kumu, FollowTheMoney, data catalogues."""
    from graphbuild.ask import export as exports
    from graphbuild.ask.store import load

    if not form:
        for name, (file, _, what) in exports.FORMATS.items():
            print(f"{name:<8} {file:<16} {what}")
        return
    opened = load(graph)
    folder = opened.path.parent if opened.path else DEFAULT
    path = output or folder / exports.FORMATS.get(form, ("", "", ""))[0]
    exports.write(opened, form, path)
    print(f"Wrote {path}")
