"""A sentence with its things named by hand: what tests of links read, so that they do not depend on how names are found."""

from __future__ import annotations

import re

from graphbuild.document import Block, BlockKind, Document, Kind
from graphbuild.extract.annotated import Annotated, Mention
from graphbuild.extract.links import links
from graphbuild.extract.sentences import sentences
from graphbuild.facts import Entity

PLACE = "Northmoor Council"


def annotate(text: str, things: dict[str, str], heading: str = "", kind: Kind = Kind.REPORT) -> Annotated:
    """`text` (one block a line; "- " makes an item) with `things` (name to class) found wherever they are named."""
    lines = ([heading] if heading else []) + text.split("\n")
    body, blocks = "", []
    for n, line in enumerate(lines):
        kind_of = BlockKind.HEADING if heading and n == 0 else BlockKind.ITEM if line.startswith("- ") else BlockKind.PARAGRAPH
        line = line.removeprefix("- ")
        blocks.append(Block(kind_of, len(body), len(body) + len(line), "", 1 if kind_of is BlockKind.HEADING else 0))
        body += line + "\n"
    document = Document("sample", body, tuple(blocks), kind)
    pattern = re.compile(
        r"(?<![\w-])(?:" + "|".join(re.escape(n) for n in sorted(things, key=len, reverse=True)) + r")(?![\w-])", re.IGNORECASE
    )
    by_name = {n.lower(): (n, c) for n, c in things.items()}
    mentions = tuple(Mention(m.start(), m.end(), *by_name[m.group().lower()]) for m in pattern.finditer(body))
    nested = tuple(
        Mention(outer.start + m.start(), outer.start + m.end(), n, c)
        for outer in mentions
        for n, c in things.items()
        for m in re.finditer(re.escape(n), body[outer.start : outer.end], re.IGNORECASE)
        if m.end() - m.start() < outer.end - outer.start
    )
    entities = {n: Entity(n, c, n) for n, c in things.items()}
    inspectors = tuple(n for n, c in things.items() if c == "Inspectorate")
    return Annotated(document, sentences(document), entities, mentions, tuple(sorted(nested)), PLACE, PLACE, inspectors)


def said(text: str, things: dict[str, str], heading: str = "", kind: Kind = Kind.REPORT) -> set[str]:
    """The links of `text` as "a > oversees > b" or, where not actual, "a > oversees > b (failing)"."""
    found = set()
    for link in links(annotate(text, things, heading, kind)):
        status = "" if link.status.value == "Actual" else f" ({link.status.value.lower()})"
        ends = (
            sorted((link.subject, link.object)) if link.predicate in ("worksWith", "sharesInformationWith") else [link.subject, link.object]
        )
        found.add(f"{ends[0]} > {link.predicate} > {ends[1]}{status}")
    return found
