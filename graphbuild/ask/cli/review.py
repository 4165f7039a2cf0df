"""`graphbuild review`."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import Annotated

import typer

from graphbuild.ask.cli import GraphOption, asks
from graphbuild.ask.errors import AskError
from graphbuild.ask.store import DEFAULT


@asks
def review(
    file: Annotated[Path, typer.Argument(metavar="[FILE]", help="Where decisions are kept: review.toml beside the documents.")] = Path(
        "seeds/review.toml"
    ),
    graph: GraphOption = DEFAULT,
    who: Annotated[str, typer.Option("--who", help="Who decides.", show_default="the user of this machine")] = "",
    most: Annotated[int, typer.Option("--most", min=1, help="Links to show.")] = 50,
    listed: Annotated[bool, typer.Option("--list", help="List the least certain links, and ask nothing.")] = False,
) -> None:
    """Walk the least certain links: read the sentence, accept or reject, say why. The next build applies what was decided."""
    from graphbuild.ask import walk
    from graphbuild.ask.explain import called, sentence
    from graphbuild.ask.names import Names
    from graphbuild.ask.review import Review, load
    from graphbuild.ask.run import shown
    from graphbuild.ask.store import load as opened

    asked = opened(graph)
    names = Names(asked)
    found = walk.doubtful(asked, names, load(file) if file.exists() else Review())[:most]
    person = walk.reviewer(who)
    if not found:
        print("Every link has been decided on.")
        return
    if not listed and not person:
        raise AskError("say who decides: --who “Name”.")
    for number, doubt in enumerate(found, 1):
        print(f"\n{number}/{len(found)}  {shown(sentence(doubt.link, lambda iri: called(names, iri)))}")
        print(f"     doubt {doubt.weight}: {shown('; '.join(doubt.reasons) or 'none')}")
        for passage in doubt.link.passages:
            print(f"     “{shown(passage.words)}”\n       — {shown(passage.place)}")
        if listed:
            continue
        answer = _answer()
        if answer == "q":
            break
        if answer in ("a", "r"):
            why = _asked("     Why? ") or ("its words say so" if answer == "a" else "its words do not say so")
            walk.write(file, "accept" if answer == "a" else "reject", doubt, names, person, why, datetime.date.today())
    if not listed:
        print(f"\nDecisions are in {file}; the next build applies them.")


def _answer() -> str:
    while True:
        said = _asked("     [a]ccept, [r]eject, [s]kip, [q]uit? ").casefold()[:1]
        if said in ("a", "r", "s", "q"):
            return said


def _asked(words: str) -> str:
    print(words, end="", flush=True)
    line = sys.stdin.readline()
    if not line:
        print()
        return "q"
    return line.strip()
