"""PDF → pieces, by its structure tree where it is tagged (nearly all office documents are), else by lines and font sizes.

Running heads and page numbers are artefacts of the page and left out; so is the table of contents. A paragraph that goes on
over a page's end is one piece: the tree says so, or else its words do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from graphbuild.document import BlockKind, Meta
from graphbuild.read import pdfium
from graphbuild.read.describe import VALEDICTION, iso_date
from graphbuild.read.lines import lines_of_page, pieces_of_lines
from graphbuild.read.pdfium import Node, Page, Run
from graphbuild.read.pieces import Piece, ends_sentence, recover_numbers, split_bullet, split_number, starts_sentence, tidy

_HEADINGS = {"H": 1, "Title": 1, "H1": 1, "H2": 2, "H3": 3, "H4": 4, "H5": 5, "H6": 6}
_BLOCKS = frozenset({"P", "LBody", "Caption", "BlockQuote", "Quote", "Note", "FENote", "TD", "TH", "LI", *_HEADINGS})
_LEFT_OUT = frozenset({"TOC", "TOCI", "Artifact", "Index", "Form"})
_LABEL = re.compile(r"^[^:]{2,60}:\s+[A-Z\d(]")
_DANGLING = re.compile(r"(?:,|\b(?:and|or|of|the|a|an|for|to|in|with|by|at|on|is|are|was|were|that|which|as|from|their|its|have|has))$")
_NOTE = re.compile(r"\d{1,2}\s+(?=[A-Z‘“])")
_CONTENTS = re.compile(r"(?:table of )?contents", re.IGNORECASE)
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


def read_pdf(data: bytes, name: str) -> tuple[list[Piece], Meta, int, list[str]]:
    """Pieces, metadata (none: a PDF's own are left over from templates), the number of pages and warnings. Raises ReadError."""
    found: list[Found] = []
    untagged: list[tuple[int, object]] = []
    warnings: list[str] = []
    count = 0
    for count, page in enumerate(pdfium.pages(data, name), 1):
        if page is None:
            warnings.append(f"page {count} cannot be read")
            continue
        if not page.text.strip():
            warnings.append(f"page {count} holds no text")
            continue
        tagged = _tagged(page, count)
        if tagged is None:
            found += [Found(Piece(BlockKind.PARAGRAPH, "", page=count), tagged=True)]
            untagged.append((len(found) - 1, lines_of_page(page, count)))
        else:
            found += tagged
    if untagged:
        _fill(found, untagged)
    found = [f for f in found if any(map(str.isalnum, f.piece.text))]
    found = _joined(found)
    title = _mark_headings(found)
    pieces = [f.piece for f in found if not (f.piece.kind is BlockKind.HEADING and _CONTENTS.fullmatch(f.piece.text))]
    recover_numbers(pieces)
    return pieces, Meta(title), count, warnings


def _fill(found: list[Found], untagged: list[tuple[int, object]]) -> None:
    """Put the pieces of pages without a tree in their places."""
    laid = pieces_of_lines([lines for _, lines in untagged])        # type: ignore[arg-type]
    for (index, _), many in zip(reversed(untagged), reversed(laid), strict=True):
        found[index : index + 1] = [Found(p, size, bold) for p, size, bold in many]


# -- the tree ---------------------------------------------------------------------------------------


def _tagged(page: Page, number: int) -> list[Found] | None:
    """What the tree of a page holds; None where there is none, or it leaves out most of the page."""
    roots = page.tree
    if not roots:
        return None
    by_id: dict[int, list[Run]] = {}
    for run in page.runs:
        if run.mcid >= 0:
            by_id.setdefault(run.mcid, []).append(run)
    total = sum(len(run.text) for run in page.runs)
    walk = _Walk(page, number, by_id)
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
            aside = _Walk(self.page, self.number, self.by_id)
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
            runs, self.label = [*self.label, *runs], []
        note = False
        if len(runs) > 1:
            runs, note = self._without_marks(runs)
        text = tidy_pdf("".join(run.text for run in runs))
        if not text:
            return
        piece = made(kind, text, level, self.number)
        if note and piece.kind is BlockKind.PARAGRAPH:
            piece.kind, piece.number = BlockKind.NOTE, ""
        bare = kind is BlockKind.ITEM and piece.kind is BlockKind.ITEM and piece.text == text
        found = Found(piece, bare=bare, continued=continued, continues=continues, tagged=kind is BlockKind.HEADING)
        printed = [run for run in runs if run.text.strip()]
        if printed and (len(text) < _SHORT or len(self.found) < 4 or len(self.found) % 4 == 0):
            found.size, found.bold = self.page.style(printed[0])
            if found.bold and len(printed) > 1:
                found.bold = self.page.style(printed[-1])[1]
        self.found.append(found)

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
        for row in _rows(table):
            cells: list[list[Found]] = []
            for cell in row.children:
                if not isinstance(cell, Node):
                    continue
                inside = _Walk(self.page, self.number, self.by_id)
                inside.take(cell)
                inside.flush()
                self.taken += inside.taken
                held = [f for f in inside.found if any(map(str.isalnum, f.piece.text))]
                if held:
                    cells.append(held)
            texts = [" ".join(_whole(f.piece) for f in cell) for cell in cells]
            layout = any(len(c) > 3 or sum(len(f.piece.text) for f in c) > 600 or any(f.piece.kind is BlockKind.ROW for f in c) for c in cells)
            if len(cells) < 2 or layout:
                for cell in cells:
                    self.found += cell
            else:
                self.found.append(Found(Piece(BlockKind.ROW, "\t".join(texts), cells=tuple(texts), page=self.number)))


def _whole(piece: Piece) -> str:
    return f"{piece.number}. {piece.text}" if piece.number else piece.text


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


def tidy_pdf(text: str) -> str:
    """`tidy`, but a symbol font's glyph at the start stays, to be known as a bullet."""
    text = text.lstrip()
    if text[:1] and "\ue000" <= text[:1] <= "\uf8ff":
        return "• " + tidy(text[1:])
    return tidy(text)


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


# -- over pages -------------------------------------------------------------------------------------


def _joined(found: list[Found]) -> list[Found]:
    """Pieces that a page's end broke are one again."""
    whole: list[Found] = []
    for each in found:
        if each.piece.kind is BlockKind.ROW and _rest_of_row(whole, each):
            continue
        last = _open_end(whole, each)
        if last is not None:
            last.piece.join(each.piece)
            last.continues = each.continues
        else:
            whole.append(each)
    return whole


def _rest_of_row(whole: list[Found], each: Found) -> bool:
    """Join `each` to the row before it if it is the rest of that row, broken by a page's end; whether it was."""
    last = whole[-1].piece if whole else None
    piece = each.piece
    if last is None or last.kind is not BlockKind.ROW or last.page != piece.page - 1 or len(last.cells) != len(piece.cells):
        return False
    pairs = list(zip(last.cells, piece.cells, strict=True))
    if not any(len(a) > 30 and not ends_sentence(a) and not starts_sentence(b) for a, b in pairs):
        return False
    last.cells = tuple(f"{a} {b}" for a, b in pairs)
    last.text = "\t".join(last.cells)
    return True


def _open_end(whole: list[Found], each: Found) -> Found | None:
    """The piece that `each` goes on with, if it does: of the page before, skipping the notes at its foot."""
    piece = each.piece
    if piece.number or piece.kind in (BlockKind.ROW, BlockKind.NOTE):
        return None
    for last in reversed(whole[-6:]):
        before = last.piece
        page = before.turns[-1][1] if before.turns else before.page
        if page < piece.page - 1:
            return None
        if before.kind is BlockKind.NOTE:
            continue
        if page == piece.page:                                      # in two paragraphs on one page, as when a note came between
            both = before.kind is piece.kind is BlockKind.PARAGRAPH and len(before.text) > 100
            return last if both and piece.text[:1].islower() and not ends_sentence(before.text) else None
        if before.kind is BlockKind.ROW or (before.kind is BlockKind.HEADING) != (piece.kind is BlockKind.HEADING):
            return None
        if last.continues and each.continued:
            return last
        if before.kind is BlockKind.HEADING or (piece.kind is BlockKind.ITEM and not each.bare):
            return None
        if each.bare and before.number:                             # a list goes on without a number: the item before does
            return last
        if ends_sentence(before.text) or len(before.text) < 60:
            return None
        prose = len(before.text) > 200 and len(piece.text) > 60 and not (each.bold and not last.bold)
        torn = prose or not starts_sentence(piece.text) or (each.bare and not last.bare) or _DANGLING.search(before.text)
        return last if torn else None
    return None


# -- headings ---------------------------------------------------------------------------------------


def _mark_headings(found: list[Found]) -> str:
    """Short paragraphs set larger or bolder than the body are headings; a heading's depth is its tag's, else its size's. Returns the title."""
    weights: Counter[tuple[float, bool]] = Counter()
    for each in found:
        if each.size and each.piece.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            weights[each.size, each.bold] += len(each.piece.text)
    if not weights:
        return ""
    body, body_bold = max(sorted(weights), key=lambda k: weights[k])
    for each in found:
        piece = each.piece
        if piece.kind is BlockKind.PARAGRAPH and 0 < each.size < body * 0.9 and (note := _NOTE.match(piece.text)):
            piece.kind, piece.text = BlockKind.NOTE, piece.text[note.end() :]
        if piece.kind is BlockKind.HEADING and (len(piece.text) > 300 or (piece.text.endswith(".") and len(piece.text) > 150)):
            piece.kind, piece.level, each.tagged = BlockKind.PARAGRAPH, 0, False
        if piece.kind is BlockKind.PARAGRAPH and _looks(each, body, body_bold):
            piece.kind = BlockKind.HEADING
    _unmark(found)
    headings = [f for f in found if f.piece.kind is BlockKind.HEADING]
    if not headings:
        return ""
    tagged_sizes = {}
    for each in headings:
        if each.tagged:
            tagged_sizes.setdefault((each.size, each.bold), each.piece.level)
    styles = sorted({(f.size, f.bold) for f in headings}, reverse=True)
    for each in headings:
        if not each.tagged:
            style = each.size, each.bold
            each.piece.level = tagged_sizes.get(style) or 1 + styles.index(style)
    return _title(found, headings)


def _unmark(found: list[Found]) -> None:
    """Names under a letter's close are no headings, and a heading said twice in a row (as a table's head) is one."""
    closed = 0
    for index in range(len(found) - 1, 0, -1):
        piece, before = found[index].piece, found[index - 1].piece
        if piece.kind is before.kind is BlockKind.HEADING and piece.text.casefold() == before.text.casefold():
            del found[index]
    for each in found:
        if VALEDICTION.match(each.piece.text) and len(each.piece.text) < 60:
            closed = each.piece.page
        if each.piece.page == closed and each.piece.kind is BlockKind.HEADING and not each.tagged:
            each.piece.kind = BlockKind.PARAGRAPH


def _looks(each: Found, body: float, body_bold: bool) -> bool:
    text = each.piece.text
    larger = each.size > body * 1.07
    bolder = each.bold and not body_bold and each.size >= body * 0.95
    return (
        (larger or bolder)
        and len(text) < 150
        and len(text) > 2
        and starts_sentence(text)
        and not text.rstrip("'’\"”").endswith((".", ",", ";", ":"))
        and not _LABEL.match(text)
        and not iso_date(text)
        and not each.piece.turns
    )


def _title(found: list[Found], headings: list[Found]) -> str:
    """The title: the largest heading of the first page with one, and the lines of the title page that go on with it. Level 1 is its alone."""
    first = [f for f in headings if f.piece.page == headings[0].piece.page]
    title = max(first, key=lambda f: f.size)
    if len(first) > 1 and title is not first[0] and first[0].size >= title.size * 0.9:
        title = first[0]
    words = title.piece.text
    start = next(i for i, f in enumerate(found) if f is title)
    glue = ": "
    for each in found[start + 1 :]:                                 # what follows at once is of the title page, no section
        text = each.piece.text
        if text.casefold() in ("and", "&"):
            glue = " and "
            continue
        if each.piece.kind is not BlockKind.HEADING or each.piece.page != title.piece.page or each.bold and each.size < title.size * 0.6:
            break
        after = found[found.index(each) + 1 : found.index(each) + 2]
        if after and after[0].piece.kind is BlockKind.PARAGRAPH and len(after[0].piece.text) > 150:
            break
        words, glue = f"{words}{glue}{text}", ", "
        each.piece.kind, each.piece.level = BlockKind.PARAGRAPH, 0
    low = min((f.piece.level for f in headings if f is not title and f.piece.kind is BlockKind.HEADING), default=2)
    for each in headings:
        if each is not title and each.piece.kind is BlockKind.HEADING:
            each.piece.level += 2 - low
    title.piece.level = 1
    return words
