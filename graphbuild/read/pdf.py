"""PDF → pieces, by its structure tree where it is tagged (nearly all office documents are), else by lines and font sizes.

Running heads and page numbers are artefacts of the page and left out; so is the table of contents. A paragraph that goes on
over a page's end is one piece: the tree says so, or else its words do.
"""

from __future__ import annotations

import re

from graphbuild.document import BlockKind, Meta
from graphbuild.read import pdfium
from graphbuild.read.bounds import USUAL, Bounds
from graphbuild.read.headings import mark_headings
from graphbuild.read.lines import Line, lines_of_page, pieces_of_lines
from graphbuild.read.pieces import Piece, ends_sentence, recover_numbers, starts_sentence
from graphbuild.read.tagged import Found, pieces_of_tree

_DANGLING = re.compile(r"(?:,|\b(?:and|or|of|the|a|an|for|to|in|with|by|at|on|is|are|was|were|that|which|as|from|their|its|have|has))$")
_CONTENTS = re.compile(r"(?:table of )?contents", re.IGNORECASE)


def read_pdf(data: bytes, name: str, bounds: Bounds = USUAL) -> tuple[list[Piece], Meta, int, list[str]]:
    """Pieces, metadata (none: a PDF's own are left over from templates), the number of pages and warnings. Raises ReadError."""
    found: list[Found] = []
    untagged: list[tuple[int, list[Line]]] = []
    warnings: list[str] = []
    count = characters = 0
    for count, page in enumerate(pdfium.pages(data, name, bounds), 1):
        if page is None:
            warnings.append(f"page {count} cannot be read")
            continue
        characters += len(page.text)
        bounds.lettered(name, characters)
        if not page.text.strip():
            warnings.append(f"page {count} holds no text")
            continue
        tagged = pieces_of_tree(page, count)
        if tagged is None:
            found += [Found(Piece(BlockKind.PARAGRAPH, "", page=count), tagged=True)]
            untagged.append((len(found) - 1, lines_of_page(page, count)))
        else:
            found += tagged
    if untagged:
        _fill(found, untagged)
    found = [f for f in found if any(map(str.isalnum, f.piece.text))]
    found = _joined(found)
    _nest(found)
    title = mark_headings(found)
    pieces = [f.piece for f in found if not (f.piece.kind is BlockKind.HEADING and _CONTENTS.fullmatch(f.piece.text))]
    recover_numbers(pieces)
    return pieces, Meta(title), count, warnings


def _fill(found: list[Found], untagged: list[tuple[int, list[Line]]]) -> None:
    """Put the pieces of pages without a tree in their places."""
    laid = pieces_of_lines([lines for _, lines in untagged])
    for (index, _), page in zip(reversed(untagged), reversed(laid), strict=True):
        found[index : index + 1] = [Found(piece, size, bold) for piece, size, bold in page]


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
            prose = before.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) and piece.kind is BlockKind.PARAGRAPH
            if not prose or ends_sentence(before.text):
                return None
            long = len(before.text) > 60
            return last if long and (piece.text[:1].islower() or before.text.endswith(",")) else None
        if before.kind is BlockKind.ROW or (before.kind is BlockKind.HEADING) != (piece.kind is BlockKind.HEADING):
            return None
        if last.continues and each.continued:
            return last
        if before.kind is BlockKind.HEADING or (piece.kind is BlockKind.ITEM and not each.bare):
            return None
        if each.bare and before.number:                             # a list goes on without a number: the item before does
            return last
        if ends_sentence(before.text) or len(before.text) < 40:
            return None
        prose = len(before.text) > 200 and len(piece.text) > 60 and not (each.bold and not last.bold)
        torn = prose or not starts_sentence(piece.text) or (each.bare and not last.bare) or _DANGLING.search(before.text)
        return last if torn else None
    return None


def _nest(found: list[Found]) -> None:
    """The nesting of list items by how far in they stand, which the tags of flattened lists do not say."""
    lefts: list[float] = []
    for each in found:
        if each.piece.kind is not BlockKind.ITEM:
            if each.piece.kind is not BlockKind.NOTE:
                lefts = []
            continue
        if not each.left:
            continue
        while lefts and lefts[-1] > each.left + 6:
            lefts.pop()
        if not lefts or lefts[-1] < each.left - 6:
            lefts.append(each.left)
        each.piece.level = len(lefts)
