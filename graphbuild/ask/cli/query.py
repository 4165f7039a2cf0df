"""`graphbuild query`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphbuild.ask.cli import GraphOption, asks
from graphbuild.ask.errors import AskError
from graphbuild.ask.store import DEFAULT, Graph

if TYPE_CHECKING:
    from graphbuild.ask.cookbook import Query


def _queries(incomplete: str) -> Iterator[tuple[str, str]]:
    from graphbuild.ask.cookbook import everything

    return ((name, q.title) for name, q in everything().items() if name.startswith(incomplete))


def _values(context: typer.Context, args: list[str], incomplete: str) -> list[str]:
    """Completion of parameters: their names after a dash, else what the one before may be given."""
    from graphbuild.ask.cookbook import everything
    from graphbuild.ask.names import Names
    from graphbuild.ask.store import load

    given = [str(a) for a in (context.params.get("parameters") or [])] or args
    query = everything().get(str(context.params.get("name") or ""))
    if query is None:
        return []
    last = given[-1] if given else ""
    wanted = next((p for p in query.parameters if last == f"--{p.name}"), None)
    if wanted is None:
        return [f"--{p.name}" for p in query.parameters if f"--{p.name}".startswith(incomplete)]
    if not wanted.entity:
        return []
    try:
        return Names(load(Path(str(context.params.get("graph") or DEFAULT)))).starting(incomplete)[:50]
    except AskError:
        return []


def _given(words: list[str]) -> dict[str, list[str]]:
    """`--body X --other=Y` as values by parameter."""
    found: dict[str, list[str]] = {}
    rest = iter(words)
    for word in rest:
        name, has_value, value = word.partition("=")
        if not name.startswith("--") or len(name) < 3:
            raise AskError(f"“{word}” stands alone: a parameter is given as --body “Name of the body”.")
        if not has_value:
            value = next(rest, "")
        if not value:
            raise AskError(f"{name} needs a value.")
        found.setdefault(name[2:], []).append(value)
    return found


@asks
def query(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME|FILE|-", help="A question of the cookbook, a file of SPARQL, or - to read it.", autocompletion=_queries
        ),
    ] = "",
    parameters: Annotated[
        list[str] | None,
        typer.Argument(metavar="[--PARAMETER VALUE]...", help="What the question is to be asked of.", autocompletion=_values),
    ] = None,
    graph: GraphOption = DEFAULT,
    form: Annotated[str, typer.Option("--format", "-f", help="table, csv, tsv, json, xml or (of a graph) turtle.")] = "table",
    timeout: Annotated[float, typer.Option("--timeout", metavar="SECONDS", min=0, help="Stop after so long; 0: never.")] = 60,
    show: Annotated[bool, typer.Option("--show", help="Print the SPARQL that would be run, and stop.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="List the questions of the cookbook, and stop.")] = False,
) -> None:
    """Ask a question of the cookbook, or any SPARQL, of a built graph.

    A question's parameters are given by name: graphbuild query answers-to --body "Name of the board".
    """
    from graphbuild.ask import cookbook, run
    from graphbuild.ask.errors import near, offer
    from graphbuild.ask.names import Names
    from graphbuild.ask.store import load

    if listed or not name:
        _list()
        return
    if form not in run.FORMATS:
        raise AskError(f"there is no format “{form}”: {', '.join(run.FORMATS)}." + offer(near(form, run.FORMATS)))
    asked = _asked(name)
    given = _given(parameters or [])
    if show and not given:
        print(asked.text, end="")
        return
    opened: Graph = load(graph)
    names = Names(opened) if given and any(p.entity for p in asked.parameters) else None
    text = cookbook.bind(asked, given, names)
    if show:
        print(text, end="")
        return
    out = sys.stdout.buffer
    width = run.terminal_width(sys.stdout)
    run.within(timeout, lambda: run.write(run.ask(opened, text), form, out, width))
    out.flush()


def _asked(name: str) -> Query:
    from graphbuild.ask import cookbook

    if name == "-":
        try:
            return cookbook.parse("-", sys.stdin.buffer.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise AskError("standard input is not text in UTF-8, so it is no SPARQL query.") from None
    path = Path(name)
    if path.suffix or len(path.parts) > 1:
        if not path.is_file():
            raise AskError(f"there is no file {name}.")
        return cookbook.of_file(path)
    return cookbook.named(name)


def _list() -> None:
    from graphbuild.ask.cookbook import everything

    topic = ""
    for name, q in everything().items():
        if q.topic != topic:
            topic = q.topic
            print(f"{'' if q is next(iter(everything().values())) else chr(10)}{topic.capitalize()}")
        takes = " ".join(f"--{p.name} …" for p in q.parameters)
        print(f"  {name:<32} {q.title}{f'  [{takes}]' if takes else ''}")
    print("\nAsk one by its name: graphbuild query who-answers-to --body “Name of the body”. Each is a file of SPARQL: --show prints it.")


query.context_settings = {"ignore_unknown_options": True}  # type: ignore[attr-defined]
