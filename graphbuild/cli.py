"""The command line. Each command is a function with Typer's annotations; `COMMANDS` says where it lives.

Only the module of the command that was called is imported, so that `graphbuild build` does not wait for a server's or a report's
libraries. Expected trouble is one line on standard error; exit status 0 done, 1 some documents could not be read, 2 the call was wrong.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from graphbuild.build import Result

COMMANDS = {
    "build": "graphbuild.cli:build",
    "verify": "graphbuild.ask.cli.verify:verify",
    "query": "graphbuild.ask.cli.query:query",
    "explain": "graphbuild.ask.cli.explain:explain",
    "path": "graphbuild.ask.cli.explain:path",
    "report": "graphbuild.ask.cli.report:report",
    "serve": "graphbuild.ask.cli.serve:serve",
    "publish": "graphbuild.ask.cli.publish:publish",
    "validate": "graphbuild.ask.cli.publish:validate",
    "diff": "graphbuild.ask.cli.publish:diff",
    "review": "graphbuild.ask.cli.review:review",
    "export": "graphbuild.ask.cli.export:export",
    "evaluate": "graphbuild.evaluate:evaluate",
}
"""Name of the command → module:function. To add a command, add a line."""


class UsageError(Exception):
    """The call was wrong; the message is one plain line. Any command may raise it."""


def application(names: list[str]) -> typer.Typer:
    """A Typer application of the commands `names`."""
    app = typer.Typer(
        name="graphbuild",
        no_args_is_help=True,
        add_completion=True,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def graphbuild(
        version: Annotated[bool, typer.Option("--version", help="Say which version this is, and stop.", is_eager=True)] = False,
    ) -> None:
        """Who answers to whom, and who works with whom, read from public documents, each fact with the words it rests on."""
        if version:
            from graphbuild import __version__

            print(f"graphbuild {__version__}")
            raise typer.Exit

    for name in names:
        module, _, function = COMMANDS[name].partition(":")
        command = getattr(importlib.import_module(module), function)
        app.command(name, context_settings=getattr(command, "context_settings", None))(command)
    return app


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; ends the process with its exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    names = [given[0]] if given and given[0] in COMMANDS else list(COMMANDS)
    if given == ["--version"]:
        given = ["--version", "build"]
    from graphbuild.ask.errors import AskError
    from graphbuild.cluster import ClusterError
    from graphbuild.landing import OutputError
    from graphbuild.manifest import ManifestError
    from graphbuild.ontology import OntologyError
    from graphbuild.read.bounds import BoundsError

    try:
        application(names)(given, prog_name="graphbuild")
    except (UsageError, ClusterError, OutputError, ManifestError, OntologyError, AskError, BoundsError) as error:
        fail(str(error))
        sys.exit(2)
    except KeyboardInterrupt:
        fail("stopped; what the output folder held is as it was")
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        if os.environ.get("GRAPHBUILD_DEBUG"):
            raise
        fail(f"this should not have happened: {type(error).__name__}: {error} (with GRAPHBUILD_DEBUG=1 it is shown in full)")
        sys.exit(1)


def fail(message: str) -> None:
    """One line on standard error; what a terminal would obey, as in the name of a file, is made harmless."""
    line = "".join(letter if letter.isprintable() else "\ufffd" for letter in " ".join(message.split()))
    print(f"graphbuild: {line}", file=sys.stderr)


def build(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="SOURCE", help="Files, folders, addresses to read.", show_default="the sample documents")
    ] = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder to write into.")] = Path("output"),
    base_iri: Annotated[
        str, typer.Option("--base-iri", metavar="IRI", help="What the IRIs of things begin with.")
    ] = "https://graphbuild.example/id/",
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", metavar="N", min=1, help="Processes to read with.", show_default="one for a few documents, else the cores"
        ),
    ] = None,
    manifest: Annotated[Path | None, typer.Option("--manifest", metavar="FILE", help="TOML that describes the documents.")] = None,
    review: Annotated[
        Path | None, typer.Option("--review", metavar="FILE", help="Decisions on facts.", show_default="review.toml beside the sources")
    ] = None,
    no_people: Annotated[bool, typer.Option("--no-people", help="Leave out every person, and all words that name one.")] = False,
    cache: Annotated[
        Path | None,
        typer.Option(
            "--cache", metavar="DIR", help="Folder to keep what was read in.", show_default="the user's own", envvar="GRAPHBUILD_CACHE"
        ),
    ] = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Read every document anew, and keep nothing.")] = False,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="ADDRESS", help="Read on a Dask cluster: tcp://…", show_default="this machine")
    ] = None,
    max_size: Annotated[
        int | None, typer.Option("--max-size", metavar="MB", min=1, help="Largest file to read.", show_default="100")
    ] = None,
    timeout: Annotated[
        int | None, typer.Option("--timeout", metavar="SECONDS", min=1, help="Longest to read one document.", show_default="300")
    ] = None,
    no_map: Annotated[bool, typer.Option("--no-map", help="Leave the HTML map out.")] = False,
    no_sparql: Annotated[bool, typer.Option("--no-sparql", help="Leave SPARQL out of the map: a page of 0.4 instead of 2.6 MB.")] = False,
) -> None:
    """Read documents and write the graph: Turtle, TriG, JSON-LD, GraphML and a map to open in a browser."""
    from rich.console import Console

    from graphbuild.build import build as whole_way
    from graphbuild.cache import default
    from graphbuild.graph.iris import checked_base
    from graphbuild.read.bounds import Bounds

    try:
        checked_base(base_iri)
    except ValueError as error:
        raise UsageError(str(error)) from None
    with _Bar() as bar:
        result = whole_way(
            sources or [],
            output,
            base_iri=base_iri,
            workers=workers,
            manifest=manifest,
            review=review,
            people=not no_people,
            draw=not no_map,
            cache=None if no_cache else cache or default(),
            scheduler=scheduler,
            bounds=Bounds.settled(size=max_size, seconds=timeout),
            sparql=not no_sparql,
            progress=bar.step if bar.shown else None,
        )
    for failure in result.failures:
        fail(failure.reason)
    if not result.documents:
        fail(f"nothing could be read; {output} is as it was")
        raise typer.Exit(1)
    summary(result, Console(highlight=False), not no_map)
    if result.failures:
        raise typer.Exit(1)


class _Bar:
    """A progress bar on standard error where that is a terminal; nothing elsewhere."""

    def __init__(self) -> None:
        self.shown = sys.stderr.isatty()

    def __enter__(self) -> _Bar:
        if self.shown:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            self.progress = Progress(
                TextColumn("{task.description:<24}"), BarColumn(), MofNCompleteColumn(), console=Console(stderr=True), transient=True
            )
            self.progress.start()
            self.task = self.progress.add_task("", total=None)
        return self

    def __exit__(self, *_: object) -> None:
        if self.shown:
            self.progress.stop()

    def step(self, done: int, total: int, what: str) -> None:
        self.progress.update(self.task, completed=done, total=total, description=what if len(what) < 25 else what[:23] + "…")


def summary(result: Result, console: Console, drawn: bool) -> None:
    """What a build did, for a person: documents, bodies, links by kind and status, other facts, warnings, where to look."""
    from rich.table import Table

    from graphbuild import ontology
    from graphbuild.account import counts

    found = counts(result)
    classes, links = ontology.classes(), ontology.links()
    console.print(f"[bold]Read[/] {_many(found['documents'], 'document')}, {found['words']:,} words{_kept(result)}.")
    bodies = {name: number for name, number in found["entities"].items() if "Body" in classes[name].parents}
    console.print(f"[bold]{_many(sum(bodies.values()), 'body', 'bodies')}[/]: {_list(bodies)}.")
    others = {name: number for name, number in found["entities"].items() if name not in bodies}
    if others:
        console.print(f"Beside them: {_list(others)}.")
    if found["links"]:
        statuses = [c for c in ontology.concepts("Statuses").values() if any(c.name in row for row in found["links"].values())]
        table = Table("link", *(c.label for c in statuses), box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
        for column in table.columns[1:]:
            column.justify = "right"
        for kind in ontology.concepts("Kinds").values():
            rows = [(name, row) for name, row in found["links"].items() if links[name].kind == kind.name]
            total = [sum(row.get(c.name, 0) for _, row in rows) for c in statuses]
            if rows:
                table.add_row(kind.label, *(f"{n:,}" for n in total), style="bold")
            for name, row in rows:
                table.add_row("  " + links[name].label, *(f"{row[c.name]:,}" if c.name in row else "" for c in statuses))
        console.print(table)
    rest = {name: found[name] for name in ("roles", "inspections", "judgements", "findings", "recommendations", "statistics", "statements")}
    console.print(
        "Also: " + ", ".join(f"{number:,} {name if number != 1 else _singular(name)}" for name, number in rest.items() if number) + "."
        if any(rest.values())
        else "No other facts."
    )
    if result.warnings:
        console.print(f"[yellow]{_many(len(result.warnings), 'warning')}[/]: see build.json.")
    if result.output is not None:
        where = result.output
        look = f"Open [bold]{where / 'graph.html'}[/] in a browser; query " if drawn else "Query "
        console.print(f"{look}[bold]{where / 'graph.ttl'}[/] by SPARQL.", soft_wrap=True)


def _kept(result: Result) -> str:
    return f", {result.reused if result.reused < len(result.documents) else 'all'} as they were before" if result.reused else ""


def _many(number: int, one: str, more: str = "") -> str:
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def _singular(name: str) -> str:
    return {"inspections": "inspection", "statistics": "statistic"}.get(name, name[:-1])


def _list(numbers: dict[str, int]) -> str:
    from graphbuild import ontology

    irregular = {"body": "bodies", "person": "people", "local authority": "local authorities", "agency": "agencies"}
    labels = ontology.classes()
    return ", ".join(_many(number, labels[name].label, irregular.get(labels[name].label, "")) for name, number in numbers.items())


if __name__ == "__main__":
    main()
