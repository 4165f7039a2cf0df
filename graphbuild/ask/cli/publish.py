"""`graphbuild publish`, `validate` and `diff`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from graphbuild.ask.cli import GraphOption, asks
from graphbuild.ask.store import DEFAULT


@asks
def publish(
    url: Annotated[str, typer.Argument(metavar="URL", help="The Graph Store's address, such as http://localhost:7878/store.")],
    graph: GraphOption = DEFAULT,
    user: Annotated[str, typer.Option("--user", help="Its password is read from GRAPHBUILD_PASSWORD, or asked for.")] = "",
    timeout: Annotated[float, typer.Option("--timeout", metavar="SECONDS", min=1, help="For each graph.")] = 60,
) -> None:
    """Put the named graphs into any store that speaks the SPARQL Graph Store Protocol. What stood under their names is replaced."""
    from graphbuild.ask import publish as store
    from graphbuild.ask.store import located

    path = located(graph)
    if graph.is_dir() and (graph / "graph.trig").is_file():
        path = graph / "graph.trig"
    password = os.environ.get("GRAPHBUILD_PASSWORD", "")
    if user and not password:
        password = typer.prompt(f"Password of {user}", hide_input=True, err=True)
    count = store.publish(path, url, user, password, timeout, lambda name, many: print(f"{many:>9,}  {name}"))
    print(f"Put {count} graphs of {path} to {url}.")


@asks
def validate(graph: GraphOption = DEFAULT, most: Annotated[int, typer.Option("--most", min=1, help="Problems to print.")] = 100) -> None:
    """Check a graph against the ontology's shapes (SHACL); exit status 1 where something is not as it should be."""
    from graphbuild.ask.errors import AskError
    from graphbuild.ask.store import load, located

    path = located(graph)
    load(path)
    try:
        from graphbuild.graph.validate import validate as check

        problems = check(path)
    except ImportError as error:
        raise AskError(f"validation needs {error.name}: pip install 'graphbuild[shapes]'.") from None
    except ValueError as error:
        raise AskError(str(error)) from None
    for problem in problems[:most]:
        print(problem)
    if len(problems) > most:
        print(f"… and {len(problems) - most} more (--most shows more).")
    if problems:
        print(f"{len(problems)} thing{'s' if len(problems) != 1 else ''} in {path} not as the shapes say.", file=sys.stderr)
        raise typer.Exit(1)
    print(f"{path} is as the shapes say.")


@asks
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="Graph file, or the folder a build wrote.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Another.")],
    patch: Annotated[Path | None, typer.Option("--patch", metavar="FILE", help="Write the difference as RDF Patch; - prints it.")] = None,
) -> None:
    """What facts came, went and changed between two graphs, by body; exit status 1 where anything did."""
    from graphbuild.ask import diff as differ
    from graphbuild.ask.cli import written
    from graphbuild.ask.store import load

    before, after = load(old), load(new)
    if patch is not None:
        text = "".join(differ.patch(before, after))
        if str(patch) == "-":
            sys.stdout.write(text)
        else:
            written(patch, text.encode())
        if differ.blank(before) or differ.blank(after):
            print("graphbuild: the graphs hold blank nodes, which a patch cannot name for another store.", file=sys.stderr)
        if str(patch) == "-":
            return
    changes = differ.differences(before, after)
    sys.stdout.write(differ.as_text(changes))
    if changes:
        raise typer.Exit(1)
