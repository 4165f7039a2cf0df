"""A short document in a few marks, its bodies named by hand and its people found: what the tests of reports and news read.

A line is a block: "# " a heading ("## " a lower one), "12. " a numbered paragraph, "- " an item, "a | b" a table's row, else a paragraph.
"""

from __future__ import annotations

import re
from itertools import pairwise

from graphbuild.document import Block, BlockKind, Document, Kind, Meta, Span
from graphbuild.extract.annotated import Annotated, Mention
from graphbuild.extract.people import people
from graphbuild.extract.sentences import sentences
from graphbuild.facts import Entity

AREA = "Northmoor Council"
BOARD = "Northmoor Safeguarding Children Board"
THINGS = {
    AREA: "LocalAuthority",
    "the council": "LocalAuthority",
    "the local authority": "LocalAuthority",
    BOARD: "Board",
    "the board": "Board",
    "LSCB": "Board",
    "Local Safeguarding Children Board": "Board",
    "Ofsted": "Inspectorate",
    "CQC": "Inspectorate",
    "Northmoor Police": "Agency",
    "NHS Northmoor ICB": "Agency",
    "the scrutiny committee": "Board",
    "children's homes": "Service",
    "Northmoor Local Area Partnership": "Board",
    "director of children's services": "Post",
    "independent chair": "Post",
    "interim chair": "Post",
    "interim chair of the board": "Post",
}
SAME = {"the council": AREA, "the local authority": AREA, "the board": BOARD, "LSCB": BOARD, "Local Safeguarding Children Board": BOARD}
SAME |= {"interim chair": "interim chair of the board"}


def written(markup: str, kind: Kind = Kind.REPORT, issued: str = "") -> Document:
    """The document that `markup` describes."""
    text, blocks = "", []
    for line in filter(None, (raw.strip() for raw in markup.strip().split("\n"))):
        number, level, cells, what = "", 0, (), BlockKind.PARAGRAPH
        if heading := re.match(r"(#+) ", line):
            what, level, line = BlockKind.HEADING, len(heading[1]), line[heading.end() :]
        elif line.startswith("- "):
            what, level, line = BlockKind.ITEM, 1, line[2:]
        elif " | " in line:
            what, line = BlockKind.ROW, line.replace(" | ", "\t")
        elif numbered := re.match(r"(\d+)\. ", line):
            number, line = numbered[1], line[numbered.end() :]
        start = len(text)
        if what is BlockKind.ROW:
            edges = [start]
            for cell in line.split("\t"):
                edges.append(edges[-1] + len(cell) + 1)
            cells = tuple(Span(a, b - 1) for a, b in pairwise(edges))
        blocks.append(Block(what, start, start + len(line), number, level, cells))
        text += line + "\n"
    return Document("sample", text, tuple(blocks), kind, Meta(issued=issued))


def read(markup: str, kind: Kind = Kind.REPORT, issued: str = "", subject: str = AREA) -> Annotated:
    """`markup` as a document about Northmoor, with `THINGS` found wherever they are named."""
    document = written(markup, kind, issued)
    low = document.text.replace("’", "'")
    names = sorted(THINGS, key=len, reverse=True)
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, names)) + r")(?![\w-])", re.IGNORECASE)
    by_name = {name.lower(): name for name in names}
    found = []
    for match in pattern.finditer(low):
        name = by_name[match[0].lower()]
        found.append(Mention(match.start(), match.end(), SAME.get(name, name), THINGS[name], "name"))
    nested = [
        Mention(m.start + at.start(1), m.start + at.end(1), SAME.get(name, name), cls, "name")
        for m in found
        for name, cls in THINGS.items()
        for at in re.finditer(rf"(?=\b({re.escape(name)})\b)", low[m.start : m.end], re.IGNORECASE)
        if at.end(1) - at.start(1) < m.end - m.start
    ]
    spans = sentences(document)
    persons = [p for p in people(document, spans) if not any(m.start < p.end and p.start < m.end for m in found)]
    entities = {SAME.get(n, n): Entity(SAME.get(n, n), c, SAME.get(n, n), (SAME.get(n, n),), AREA) for n, c in THINGS.items()}
    entities |= {p.key: Entity(p.key, p.cls, p.key) for p in persons}
    return Annotated(document, spans, entities, tuple(sorted([*found, *persons])), tuple(sorted(nested)), AREA, subject, ("Ofsted", "CQC"))
