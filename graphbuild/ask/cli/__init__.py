"""The commands that ask a built graph; `graphbuild.cli` mounts them by name."""

from __future__ import annotations

import contextlib
import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, ParamSpec

import typer

from graphbuild.ask.errors import AskError

P = ParamSpec("P")
GraphOption = Annotated[Path, typer.Option("--graph", "-g", metavar="PATH", help="Graph file, or the folder a build wrote.")]


def asks(command: Callable[P, None]) -> Callable[P, None]:
    """A command whose AskError is a message on standard error and exit status 2, with its lines and caret kept."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except AskError as error:
            print(f"graphbuild: {error}", file=sys.stderr)
            raise typer.Exit(2) from None

    return run


def written(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; raises AskError, saying why, where it cannot be written."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise AskError(f"{path} cannot be written: {error.strerror or error}") from None
