"""Which links a reader should look at first, and their decisions written down, one at a time, in `review.toml`.

How sure a link is cannot be read off a probability, as none was made; it is read off its words. A link is less sure where its words
do not name one of its ends (they say "the board", "they"), where it rests on one passage, where that passage is long, and where
other words give the same link another status.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from graphbuild.ask import records
from graphbuild.ask.errors import AskError
from graphbuild.ask.names import Names, plain
from graphbuild.ask.records import Stated
from graphbuild.ask.review import Review
from graphbuild.ask.store import Graph
from graphbuild.facts import Status


class Doubt(NamedTuple):
    """A link, how doubtful it is (0: not at all), and why, in words."""

    weight: int
    link: Stated
    reasons: tuple[str, ...]


def doubtful(graph: Graph, names: Names, review: Review) -> list[Doubt]:
    """All links that nobody has decided on, the most doubtful first."""
    every = records.links(graph)
    called: dict[str, set[str]] = {}
    for row in graph.rows("SELECT DISTINCT ?t ?n { ?t dcterms:isReferencedBy ?d ; skos:prefLabel|skos:altLabel ?n }"):
        called.setdefault(row["t"], set()).add(plain(row["n"]))
    states: dict[tuple[str, str, str], set[str]] = {}
    for link in every:
        states.setdefault((link.subject, link.predicate, link.object), set()).add(link.status)
    decided: set[tuple[str, frozenset[str], str]] = set()
    for e in review.of("accept", "reject", "add"):
        ends = frozenset(map(plain, (e.link[0], e.link[2])))
        decided |= {(e.link[1], ends, status) for status in ([e.status] if e.status else [*Status])}
    found = []
    for link in every:
        both = [names.things[iri].label if iri in names.things else iri for iri in (link.subject, link.object)]
        if link.by or (link.predicate, frozenset(map(plain, both)), link.status) in decided:
            continue
        reasons = list(_reasons(link, called, states[link.subject, link.predicate, link.object], both))
        found.append(Doubt(sum(weight for weight, _ in reasons), link, tuple(words for _, words in reasons)))
    return sorted(found, key=lambda d: (-d.weight, d.link.iri))


def _reasons(link: Stated, called: dict[str, set[str]], states: set[str], ends: list[str]) -> Iterable[tuple[int, str]]:
    texts = [f" {plain(p.words)} " for p in link.passages]
    for iri, label in zip((link.subject, link.object), ends, strict=True):
        if not any(f" {name} " in text for text in texts for name in called.get(iri, ()) if name):
            yield 3, f"the words do not name {label}"
    if len(states) > 1:
        yield 2, "elsewhere it is said to be " + " and ".join(sorted(s.lower() for s in states - {link.status}))
    if len(link.passages) < 2:
        yield 1, "one passage says so"
    if link.passages and min(len(p.words) for p in link.passages) > 300:
        yield 1, "the passage is long"


def reviewer(given: str) -> str:
    """Who decides: as given, else the user of this machine."""
    return given or os.environ.get("GRAPHBUILD_REVIEWER") or os.environ.get("USER") or os.environ.get("USERNAME") or ""


def write(path: Path, action: str, doubt: Doubt, names: Names, who: str, why: str, on: datetime.date) -> None:
    """Add a decision on a link to the end of a review file: a rejection of each passage, so that other words may still state it.

    Raises AskError where the file cannot be written.
    """
    link = doubt.link
    ends = [names.things[iri].label if iri in names.things else iri.rsplit("/", 1)[-1] for iri in (link.subject, link.object)]
    blocks = []
    for passage in link.passages[: None if action == "reject" else 1] or (None,):
        lines = [
            f"[[{action}]]",
            f"link = [{quoted(ends[0])}, {quoted(link.predicate)}, {quoted(ends[1])}]",
            f"status = {quoted(link.status)}",
        ]
        if passage is not None:
            lines += [f"document = {quoted(passage.document)}", f"quote = {quoted(passage.words)}"]
        blocks.append("\n".join([*lines, f"who = {quoted(who)}", f"why = {quoted(why)}", f"on = {on.isoformat()}"]) + "\n")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        begun = path.exists() and path.stat().st_size > 0
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(("\n" if begun else "") + "\n".join(blocks))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise AskError(f"{path} cannot be written: {error.strerror or error}") from None


def quoted(text: str) -> str:
    """A TOML basic string."""
    escapes = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
    return '"' + "".join(escapes.get(c) or (f"\\u{ord(c):04X}" if ord(c) < 32 or ord(c) == 127 else c) for c in text) + '"'
