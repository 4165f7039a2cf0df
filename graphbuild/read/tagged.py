"""A tagged PDF page → pieces, by its structure tree: paragraphs, list items, table rows and headings as the author made them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from graphbuild.document import BlockKind
from graphbuild.read.pdfium import Node, Page, Run
from graphbuild.read.pieces import Piece, row_of, split_bullet, split_number, tidy_line

_HEADINGS = {"H": 1, "Title": 1, "H1": 1, "H2": 2, "H3": 3, "H4": 4, "H5": 5, "H6": 6}
_BLOCKS = frozenset({"P", "LBody", "Caption", "BlockQuote", "Quote", "Note", "FENote", "TD", "TH", "LI", *_HEADINGS})
_LEFT_OUT = frozenset({"TOC", "TOCI", "Artifact", "Index", "Form"})
_MARK = re.compile(r"\s*\d{1,2}\s*")
_SHORT = 170


@dataclass(slots=True)
class Found:
    """A piece with what only the page told: its font, and whether the tree says it goes on from, or on to, another page."""

    piece: Piece
    size: float = 0.0
    bold: bool = False
    continued: bool = False
    continues: bool = False
    tagged: bool = False                                            # a heading by its tag
    bare: bool = False                                              # a list item without a printed bullet or number
    left: float = 0.0                                               # of a list item: how far in from the page's edge, in points
    lone: bool = False                                              # the one row of its table, or the one under its head
    whole: str = ""                                                 # its words with the printed number, as a table's cell has them



def pieces_of_tree(page: Page, number: int) -> list[Found] | None:
    """What the tree of a page holds; None where there is none, or it leaves out most of the page."""
    roots = page.tree
    if not roots:
        return None
    by_id: dict[int, list[Run]] = {}
    for run in page.runs:
        if run.mcid >= 0:
            by_id.setdefault(run.mcid, []).append(run)
    total = sum(len(run.text) for run in page.runs)
    tagged = set().union(*map(_ids, roots))
    walk = _Walk(page, number, by_id, {run.order: run for run in page.runs if run.mcid not in tagged and run.text.strip()})
    for root in roots:
        walk.take(root)
    walk.flush()
    return walk.found if walk.taken >= total * 0.3 or total < 400 else None


@dataclass(slots=True)
class _Walk:
    """Goes through a page's tree in order and gathers pieces; runs are kept until their block ends."""

    page: Page
    number: int
    by_id: dict[int, list[Run]]
    untagged: dict[int, Run]                                        # runs the tree leaves out, by their order on the page
    found: list[Found] = field(default_factory=list)
    inline: list[Run] = field(default_factory=list)
    label: list[Run] = field(default_factory=list)                  # a list item's printed number or bullet, tagged apart
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    tag: str = ""
    depth: int = 0
    taken: int = 0
    continued: bool = False
    continues: bool = False

    def take(self, node: Node) -> None:
        """Take an element and all in it."""
        tag = node.type
        if tag in _LEFT_OUT:
            self._leave_out(node)
            return
        if tag == "Table":
            self.flush()
            self._table(node)
            return
        if tag == "L":
            self.flush()
            self.depth += 1
            self._children(node)
            self.depth -= 1
            return
        if tag == "Lbl" and not self.inline:
            self._children(node)
            self.label, self.inline = self.inline, []
            return
        if tag not in _BLOCKS:
            self._children(node)
            return
        if tag in ("Note", "FENote") and self.inline:               # a footnote inside its paragraph: aside
            aside = _Walk(self.page, self.number, self.by_id, self.untagged)
            aside.take(node)
            aside.flush()
            self.taken += aside.taken
            self.found += aside.found
            return
        self.flush()
        before = self.kind, self.level, self.tag
        self.tag = tag
        if tag in _HEADINGS:
            self.kind, self.level = BlockKind.HEADING, _HEADINGS[tag]
        elif tag in ("LI", "LBody"):
            self.kind, self.level = BlockKind.ITEM, max(1, self.depth)
        elif tag in ("BlockQuote", "Quote"):
            self.kind, self.level = BlockKind.QUOTE, 0
        elif tag in ("Note", "FENote"):
            self.kind, self.level = BlockKind.NOTE, 0
        elif tag != "P" or self.kind is not BlockKind.ITEM:
            self.kind, self.level = BlockKind.PARAGRAPH, 0
        self.continued = tag != "LI" and _edge(node, 0)
        self._children(node)
        self.continues = tag != "LI" and _edge(node, -1)
        self.flush()
        self.kind, self.level, self.tag = before

    def _children(self, node: Node) -> None:
        for child in node.children:
            if isinstance(child, int):
                for run in self.by_id.pop(child, ()):
                    self.inline.append(run)
                    self.taken += len(run.text)
            elif child is not None:
                self.take(child)

    def _leave_out(self, node: Node) -> None:
        for child in node.children:
            if isinstance(child, int):
                self.taken += sum(len(run.text) for run in self.by_id.pop(child, ()))
            elif child is not None:
                self._leave_out(child)

    def flush(self) -> None:
        """End the block at hand."""
        runs, self.inline = self.inline, []
        continued, continues, self.continued, self.continues = self.continued, self.continues, False, False
        kind, level = self.kind, self.level
        if not runs:
            return
        if self.label:
            last = max(run.order for run in runs)
            self.untagged.update({run.order: run for run in self.label if run.order > last + 1})
            runs, self.label = [*(run for run in self.label if run.order <= last + 1), *runs], []
            runs.sort(key=lambda run: run.order)                    # labels are often tagged over the wrong words, or over another item's
        note = False
        if len(runs) > 1 and self.untagged:
            runs = self._with_untagged(runs)
        if len(runs) > 1:
            runs, note = self._without_marks(runs)
        text = tidy_line("".join(run.text for run in runs))
        if not text:
            return
        piece = made(kind, text, level, self.number)
        if note and piece.kind is BlockKind.PARAGRAPH:
            piece.kind, piece.number = BlockKind.NOTE, ""
        bare = kind is BlockKind.ITEM and piece.kind is BlockKind.ITEM and piece.text == text
        found = Found(piece, bare=bare, continued=continued, continues=continues, tagged=kind is BlockKind.HEADING)
        found.whole = text if piece.number else piece.text
        printed = [run for run in runs if run.text.strip()]
        if printed and (len(text) < _SHORT or len(self.found) < 4 or len(self.found) % 4 == 0):
            found.size, found.bold = self.page.style(printed[0])
            if found.bold and len(printed) > 1:
                found.bold = self.page.style(printed[-1])[1]
        if printed and piece.kind is BlockKind.ITEM and not bare:
            found.left = self.page.box(printed[0])[0]
        self.found.append(found)

    def _with_untagged(self, runs: list[Run]) -> list[Run]:
        """The runs with those that are drawn between two of them and that no tag holds: words an editor put in later."""
        whole = [runs[0]]
        for run in runs[1:]:
            between = range(whole[-1].order + 1, run.order)
            if between and all(order in self.untagged for order in between):
                whole += [self.untagged.pop(order) for order in between]
            whole.append(run)
        return whole

    def _without_marks(self, runs: list[Run]) -> tuple[list[Run], bool]:
        """The runs but for footnote marks (small figures), and whether one of those stood first."""
        marks = [i for i, run in enumerate(runs) if _MARK.fullmatch(run.text)]
        if not marks:
            return runs, False
        first = next((run for i, run in enumerate(runs) if i not in marks and run.text.strip()), None)
        if first is None:
            return runs, False
        body = self.page.style(first)[0]
        small = {i for i in marks if self.page.style(runs[i])[0] < body * 0.8}
        leading = next((i for i, run in enumerate(runs) if run.text.strip()), -1) in small
        for i in small:
            if i and runs[i].text[-1:].isspace():
                runs[i - 1].text = runs[i - 1].text.rstrip() + " "
        return [run for i, run in enumerate(runs) if i not in small], leading

    def _table(self, table: Node) -> None:
        rows: list[Found] = []
        for row in _rows(table):
            cells: list[list[Found]] = []
            for cell in row.children:
                if not isinstance(cell, Node):
                    continue
                inside = _Walk(self.page, self.number, self.by_id, self.untagged)
                inside.take(cell)
                inside.flush()
                self.taken += inside.taken
                held = [f for f in inside.found if any(map(str.isalnum, f.piece.text))]
                if held:
                    cells.append(held)
            texts = [" ".join(f.whole for f in cell) for cell in cells]
            lengths = [sum(len(f.piece.text) for f in c) for c in cells]
            layout = any(length > (600 if len(c) <= 3 else 250) for c, length in zip(cells, lengths, strict=True))
            layout = layout or any(f.piece.kind in (BlockKind.ROW, BlockKind.HEADING) for c in cells for f in c)
            if len(cells) < 2 or layout:
                for held in cells:
                    self.found += held
            else:
                piece = row_of(texts, self.number)
                rows.append(Found(piece, cells[0][0].size, all(f.bold for c in cells for f in c)))
                self.found.append(rows[-1])
        if 0 < len(rows) <= 2:
            rows[-1].lone = True


def _ids(node: Node) -> set[int]:
    """The marks of all content an element holds."""
    found: set[int] = set()
    for child in node.children:
        if isinstance(child, int):
            found.add(child)
        elif child is not None:
            found |= _ids(child)
    return found


def _rows(table: Node) -> Iterator[Node]:
    for child in table.children:
        if isinstance(child, Node):
            if child.type == "TR":
                yield child
            elif child.type in ("THead", "TBody", "TFoot"):
                yield from _rows(child)
            else:
                yield Node("TR", [child])


def _edge(node: Node, at: int) -> bool:
    """Whether the first (0) or last (-1) of what a block holds stands on another page."""
    while node.children:
        child = node.children[at]
        if child is None:
            return True
        if isinstance(child, int) or child.type in ("L", "Table", "P", "LBody", "Link"):
            return False
        node = child
    return False


def made(kind: BlockKind, text: str, level: int, page: int) -> Piece:
    """The piece that a block's words make: its number and bullet taken off, a numbered item a paragraph."""
    bullet, rest = split_bullet(text)
    number, rest = split_number(rest)
    if kind is BlockKind.HEADING and not bullet:
        return Piece(kind, rest, number, level, page=page)
    if kind in (BlockKind.NOTE, BlockKind.QUOTE):
        return Piece(kind, text, "", level, page=page)
    if number:
        return Piece(BlockKind.PARAGRAPH, rest, number, page=page)
    if bullet or kind is BlockKind.ITEM:
        return Piece(BlockKind.ITEM, rest, "", max(1, level), page=page)
    return Piece(BlockKind.PARAGRAPH, rest, page=page)
