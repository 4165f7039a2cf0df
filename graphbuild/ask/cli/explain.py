"""`graphbuild explain` and `graphbuild path`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphbuild.ask.cli import GraphOption, asks
from graphbuild.ask.errors import AskError
from graphbuild.ask.store import DEFAULT

if TYPE_CHECKING:
    from graphbuild.ask.explain import Account


def bodies(context: typer.Context, incomplete: str) -> Iterator[str]:
    """Completion by the names in the graph."""
    from graphbuild.ask.names import Names
    from graphbuild.ask.store import load

    try:
        yield from Names(load(Path(str(context.params.get("graph") or DEFAULT)))).starting(incomplete)[:50]
    except AskError:
        return


@asks
def explain(
    body: Annotated[
        str, typer.Argument(metavar="BODY", help="Any name of a body, post, person, programme or plan.", autocompletion=bodies)
    ],
    other: Annotated[
        str, typer.Argument(metavar="[BODY]", help="Another: what is known between the two.", show_default=False, autocompletion=bodies)
    ] = "",
    graph: GraphOption = DEFAULT,
    everything: Annotated[bool, typer.Option("--all", help="Every line, not the first five of each sort.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="As Markdown.")] = False,
) -> None:
    """What is known of a body, or between two, in plain words, each line with the sentence that says so."""
    from graphbuild.ask import explain as words
    from graphbuild.ask.names import Names
    from graphbuild.ask.store import load

    opened = load(graph)
    names = Names(opened)
    thing = names.one(body)
    account = (
        words.between(opened, names, thing, names.one(other)) if other else words.of_body(opened, names, thing, 0 if everything else 5)
    )
    _print(account, markdown)


@asks
def path(
    start: Annotated[str, typer.Argument(metavar="BODY", help="Where to start.", autocompletion=bodies)],
    end: Annotated[str, typer.Argument(metavar="BODY", help="Where to go.", autocompletion=bodies)],
    graph: GraphOption = DEFAULT,
    markdown: Annotated[bool, typer.Option("--markdown", help="As Markdown.")] = False,
) -> None:
    """The shortest way from one body to another, with the sentence of each step."""
    from graphbuild.ask import explain as words
    from graphbuild.ask.names import Names
    from graphbuild.ask.path import shortest
    from graphbuild.ask.store import load

    opened = load(graph)
    names = Names(opened)
    one, other = names.one(start), names.one(end)
    way = shortest(opened, one, other)
    account = words.Account(f"From {one.called} to {other.called}")
    account.add("Step by step", (words.Line(s.text(lambda iri: words.called(names, iri)), s.passages, s.status) for s in way), 0)
    if not way:
        account.lead.append("They are the same." if one == other else "The documents tie them neither directly nor through others.")
    elif any(s.status != "Actual" for s in way):
        account.notes.append("There is no way over links that stand; this one goes over some that do not.")
    _print(account, markdown)


def _print(account: Account, markdown: bool) -> None:
    import shutil

    from graphbuild.ask import explain as words

    width = min(110, shutil.get_terminal_size().columns) if sys.stdout.isatty() else 100
    sys.stdout.write(words.as_markdown(account) if markdown else words.as_text(account, width))
