"""`graphbuild report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graphbuild.ask.cli import GraphOption, asks, written
from graphbuild.ask.cli.explain import bodies
from graphbuild.ask.store import DEFAULT


@asks
def report(
    graph: GraphOption = DEFAULT,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FOLDER", help="Where to write.", show_default="beside the graph")
    ] = None,
    about: Annotated[
        str,
        typer.Option(
            "--about", metavar="BODY", help="Only of this body and what belongs to it.", show_default=False, autocompletion=bodies
        ),
    ] = "",
) -> None:
    """Write report.html and report.md: judgements over time, accountability, failing partnerships, recommendations, gaps."""
    from graphbuild.ask.names import Names
    from graphbuild.ask.report import as_html, as_markdown, made
    from graphbuild.ask.store import load

    opened = load(graph)
    names = Names(opened)
    found = made(opened, names, names.one(about) if about else None)
    folder = output or (opened.path or DEFAULT).parent
    for name, text in (("report.html", as_html(found)), ("report.md", as_markdown(found))):
        written(folder / name, text.encode("utf-8", "replace"))
        print(f"Wrote {folder / name}")
