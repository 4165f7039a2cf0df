"""Which paragraphs of a PDF are headings, how deep, and which is the title: by tags, fonts and what they say."""

from __future__ import annotations

import re
from collections import Counter

from graphbuild.document import BlockKind
from graphbuild.read.describe import VALEDICTION, iso_date
from graphbuild.read.pieces import Piece, ends_sentence, starts_sentence
from graphbuild.read.tagged import Found

_LABEL = re.compile(r"^[^:]{2,60}:\s+[A-Z\d(]")
_NOTE = re.compile(r"\d{1,2}\s+(?=[A-Z‘“])")



def mark_headings(found: list[Found]) -> str:
    """Short paragraphs set larger or bolder than the body become headings, as deep as their tag or else their size says.

    Returns the title.
    """
    weights: Counter[tuple[float, bool]] = Counter()
    for each in found:
        if each.size and each.piece.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            weights[each.size, each.bold] += len(each.piece.text)
    if not weights:
        return ""
    body, body_bold = max(sorted(weights), key=lambda k: weights[k])
    for each, after in zip(found, [*found[1:], None], strict=True):
        piece = each.piece
        if piece.kind is BlockKind.PARAGRAPH and 0 < each.size < body * 0.9 and (note := _NOTE.match(piece.text)):
            piece.kind, piece.text = BlockKind.NOTE, piece.text[note.end() :]
        if piece.kind is BlockKind.HEADING and (len(piece.text) > 300 or (piece.text.endswith(".") and len(piece.text) > 150)):
            piece.kind, piece.level, each.tagged = BlockKind.PARAGRAPH, 0, False
        nearby = after.size if after is not None and after.size and not after.bold else body
        if piece.kind is BlockKind.PARAGRAPH and _looks(each, min(body, nearby) if each.bold else body, body_bold):
            piece.kind = BlockKind.HEADING
        stands_out = each.size > body * 1.07 or (each.bold and not body_bold)
        if each.lone and stands_out and len(piece.cells) == 2 and _names_section(*piece.cells):
            piece.kind = BlockKind.HEADING
    _name_lists(found)
    _unmark(found)
    _split_rows(found)
    headings = [f for f in found if f.piece.kind is BlockKind.HEADING]
    if not headings:
        return ""
    tagged_sizes: dict[tuple[float, bool], int] = {}
    for each in headings:
        if each.tagged:
            tagged_sizes.setdefault((each.size, each.bold), each.piece.level)
    styles = sorted({(f.size, f.bold) for f in headings}, reverse=True)
    for each in headings:
        if not each.tagged:
            style = each.size, each.bold
            each.piece.level = tagged_sizes.get(style) or 1 + styles.index(style)
    return _title(found, headings)


def _name_lists(found: list[Found]) -> None:
    """A few words between a whole sentence and a list, after the first heading, name what the list holds, however they are set."""
    begun = False
    for before, each, after in zip(found, found[1:], found[2:], strict=False):
        begun = begun or before.piece.kind is BlockKind.HEADING
        piece = each.piece
        whole = before.piece.kind is BlockKind.HEADING or ends_sentence(before.piece.text)
        listed = after.piece.kind is BlockKind.ITEM or (after.piece.number and after.piece.kind is BlockKind.PARAGRAPH)
        named = piece.kind is BlockKind.PARAGRAPH and not piece.number and len(piece.text) < 90 and _may_head(piece)
        if begun and whole and listed and named:
            piece.kind = BlockKind.HEADING


def _may_head(piece: Piece) -> bool:
    text = piece.text
    return (
        2 < len(text) < 150
        and not piece.turns
        and starts_sentence(text)
        and not text.rstrip("'’\"”").endswith((".", ",", ";", ":"))
        and not _LABEL.match(text)
        and not iso_date(text)
    )


def _names_section(label: str, grade: str) -> bool:
    """Whether the two cells of a lone row are a section's name and the grade it got."""
    return 20 <= len(label) <= 150 and len(grade) <= 60 and grade.count(" ") <= 5 and not label.endswith(":") and not iso_date(grade)


def _split_rows(found: list[Found]) -> None:
    """A row that is a section's heading becomes the heading and, under it, what the row's second cell says."""
    for index in range(len(found) - 1, -1, -1):
        each = found[index]
        if each.piece.kind is BlockKind.HEADING and each.piece.cells:
            label, grade = each.piece.cells
            each.piece.text, each.piece.cells = label, ()
            found.insert(index + 1, Found(Piece(BlockKind.PARAGRAPH, grade, page=each.piece.page)))


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
    larger = each.size > body * 1.07
    bolder = each.bold and not body_bold and each.size >= body * 0.95
    return (larger or bolder) and _may_head(each.piece)


def _long(piece: Piece) -> bool:
    return piece.kind is BlockKind.PARAGRAPH and len(piece.text) > 150


def _title(found: list[Found], headings: list[Found]) -> str:
    """The title: the largest heading of the first page with one, and what goes on with it there. Level 1 is its alone."""
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
        if each.piece.kind is not BlockKind.HEADING or each.piece.page != title.piece.page:
            break
        after = next((f.piece for f in found[found.index(each) + 1 :]), None)
        if after and (after.kind in (BlockKind.ROW, BlockKind.ITEM) or after.number or _long(after)):
            break
        words = f"{words} {text}" if words.endswith((" and", " &")) else f"{words}{glue}{text}"
        glue = ", "
        each.piece.kind, each.piece.level = BlockKind.PARAGRAPH, 0
    low = min((f.piece.level for f in headings if f is not title and f.piece.kind is BlockKind.HEADING), default=2)
    for each in headings:
        if each is not title and each.piece.kind is BlockKind.HEADING:
            each.piece.level += 2 - low
    title.piece.level = 1
    return words
