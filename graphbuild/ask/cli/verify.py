"""`graphbuild verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graphbuild.ask.cli import asks


@asks
def verify(
    graph: Annotated[Path, typer.Argument(metavar="GRAPH", help="Graph file, or the folder a build wrote.")],
    sources: Annotated[
        list[Path] | None,
        typer.Argument(metavar="SOURCE", help="Files and folders it was built from.", show_default="the sample documents"),
    ] = None,
    most: Annotated[int, typer.Option("--show", metavar="N", min=0, help="Quotations that do not stand to print.")] = 20,
) -> None:
    """Look up every quotation of a graph in its sources again, and say what share stands."""
    from graphbuild.ask.verify import verify as check
    from graphbuild.manifest import seeds

    found = check(graph, sources or [seeds()])
    whole = found.checked or 1
    print(f"{found.quotations:,} quotations, {found.checked:,} of them looked up.")
    print(f"Their offsets give their words:             {found.offsets:,} ({found.offsets / whole:.2%})")
    print(f"Their words stand in an independent reading: {found.words:,} ({found.words / whole:.2%})")
    if found.pages[1]:
        print(
            f"They begin on the page they name:           {found.pages[0]:,} of {found.pages[1]:,} ({found.pages[0] / found.pages[1]:.2%})"
        )
    print(f"Facts without any words: {len(found.bare):,}")
    for line in (*found.unread, *found.bare[:most]):
        print(f"  {line}")
    for quotation, reason in found.wrong[:most]:
        print(f"  {quotation.document} {quotation.start}–{quotation.end}: {reason}: “{quotation.exact[:160]}”")
    if len(found.wrong) > most:
        print(f"  and {len(found.wrong) - most:,} more")
    if not found.stands:
        raise typer.Exit(1)
