"""Lines of a PDF page that has no structure tree → pieces, by position, font and what they begin with."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from graphbuild.document import BlockKind
from graphbuild.read.pdfium import Page, Run
from graphbuild.read.pieces import Piece, ends_sentence, row_of, split_bullet, split_number, tidy

_PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\W*", re.IGNORECASE)
_LISTED = re.compile(r"(?:(?:\.\s?){4,}|\t)\s*\d{1,3}$")           # a line of a table of contents
_MARK = re.compile(r"\s*\d{1,2}\s*")
_BEFORE_TEXT = re.compile(r"\s*(?:\(?(?:\d{1,3}(?:\.\d{1,2})*|[a-z]|[ivx]{1,4})[.)]?|[^\w\s])?\s*")
_CONTENTS = re.compile(r"(?:table of )?contents", re.IGNORECASE)


@dataclass(slots=True)
class Line:
    """One printed line: its words (cells apart by tabs), where it stands on the page in points, its font."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool
    page: int


def lines_of_page(page: Page, number: int) -> list[Line]:
    """The printed lines of a page, in the order they are drawn."""
    found: list[Line] = []
    row: list[Run] = []
    for run in page.runs:
        row.append(run)
        if "\n" in run.text[len(run.text.rstrip()) :]:
            found += _line(page, row, number)
            row = []
    return found + _line(page, row, number)


def _line(page: Page, row: list[Run], number: int) -> list[Line]:
    if not row:
        return []
    boxes = [page.box(run) for run in row]
    size, bold = page.style(row[0])
    parts: list[str] = []
    for i, run in enumerate(row):
        if i and _MARK.fullmatch(run.text) and page.style(run)[0] < size * 0.8:
            continue                                                # the mark of a footnote
        begun = _BEFORE_TEXT.fullmatch("".join(parts))              # a number or bullet stands apart from its text, but is no cell
        wide = i and not begun and boxes[i][0] - boxes[i - 1][2] > max(18.0, size * 2) and abs(boxes[i][1] - boxes[i - 1][1]) < size
        parts.append(("\t" if wide else "") + " ".join(run.text.split()) + (" " if run.text[-1:].isspace() else ""))
    text = "".join(parts).strip()
    if not text:
        return []
    bold = bold and (len(row) == 1 or page.style(row[-1])[1])
    left, bottom = (min(box[side] for box in boxes) for side in (0, 1))
    right, top = (max(box[side] for box in boxes) for side in (2, 3))
    return [Line(text, left, right, bottom, top, size, bold, number)]


def pieces_of_lines(pages: list[list[Line]]) -> list[list[tuple[Piece, float, bool]]]:
    """For each page its pieces with their font's size and weight; running heads, page numbers and contents are left out."""
    repeated = Counter(key for lines in pages for key in {_key(line.text) for line in _margin(lines)})
    running = {key for key, count in repeated.items() if count >= max(2, len(pages) * 0.3)}
    leading = _leading(pages)
    width = max((line.right for lines in pages for line in lines), default=0.0)
    kept = ([line for line in _without_contents(lines) if not _leave_out(line, lines, running)] for lines in pages)
    return [_page(lines, leading, width) for lines in kept]


def _leading(pages: list[list[Line]]) -> float:
    """The distance from a line to the next inside paragraphs, in points: the smallest that is common."""
    gaps = Counter(
        round(a.bottom - b.bottom)
        for lines in pages
        for a, b in pairwise(lines)
        if abs(a.size - b.size) < 0.6 and a.size * 0.9 < a.bottom - b.bottom < a.size * 3
    )
    common = [gap for gap, count in gaps.items() if count >= sum(gaps.values()) * 0.08]
    return float(min(common, default=14))


def _without_contents(lines: list[Line]) -> list[Line]:
    listed = [i for i, line in enumerate(lines) if _LISTED.search(line.text)]
    if len(listed) < 3:
        return lines
    start = next((i for i, line in enumerate(lines) if _CONTENTS.fullmatch(line.text)), listed[0])
    return lines[:start] + lines[listed[-1] + 1 :]


def _margin(lines: list[Line]) -> list[Line]:
    by_height = sorted(lines, key=lambda line: -line.top)
    return by_height[:3] + by_height[-3:]


def _key(text: str) -> str:
    return re.sub(r"\d+", "#", text).casefold().strip()


def _leave_out(line: Line, lines: list[Line], running: set[str]) -> bool:
    return line in _margin(lines) and (_key(line.text) in running or bool(_PAGE_NUMBER.fullmatch(line.text)))


def _page(lines: list[Line], leading: float, width: float) -> list[tuple[Piece, float, bool]]:
    found: list[tuple[Piece, float, bool]] = []
    last: Line | None = None
    cell: Line | None = None                                        # the latest line of a row's last cell, set beside the first
    right = 0.0                                                     # how far right the piece at hand reaches
    for line in lines:
        bullet, rest = split_bullet(line.text)
        number, rest = split_number(rest)
        piece = found[-1][0] if found else None
        if last is not None and piece is not None and not bullet and not number:
            if _beside(last, line, piece, right):
                piece.kind, piece.cells, piece.number = BlockKind.ROW, (_whole(piece), tidy(line.text)), ""
                piece.text = "\t".join(piece.cells)
                cell = line
                continue
            if cell is not None and abs(line.left - cell.left) < 5 and 0 < cell.bottom - line.bottom <= leading * 1.35 + 1:
                piece.cells = (*piece.cells[:-1], f"{piece.cells[-1]} {tidy(line.text)}")
                piece.text = "\t".join(piece.cells)
                cell = line
                continue
            if cell is None and _goes_on(last, line, piece, leading, width):
                piece.text = tidy(piece.text + ("" if piece.text.endswith("-") else " ") + line.text)
                last, right = line, max(right, line.right)
                continue
        last, right, cell = line, line.right, None
        if "\t" in line.text and not bullet:
            cells = tuple(tidy(c) for c in line.text.split("\t"))
            piece = row_of(cells, line.page)
        elif number:
            piece = Piece(BlockKind.PARAGRAPH, tidy(rest), number, page=line.page)
        else:
            piece = Piece(BlockKind.ITEM if bullet else BlockKind.PARAGRAPH, tidy(rest), level=int(bullet), page=line.page)
        found.append((piece, line.size, line.bold))
    return found


def _whole(piece: Piece) -> str:
    return f"{piece.number}. {piece.text}" if piece.number else piece.text


def _beside(last: Line, line: Line, piece: Piece, right: float) -> bool:
    """Whether `line` stands to the right of the short piece before it, at its height: the second cell of a row."""
    return (
        piece.kind is BlockKind.PARAGRAPH
        and len(piece.text) < 200
        and len(line.text) < 80
        and line.left > right + 6
        and line.bottom >= last.bottom - last.size * 0.4
        and line.bottom <= last.top + _leading_of(last) * 3
    )


def _leading_of(line: Line) -> float:
    """The usual distance from one line to the next at a line's size, in points."""
    return line.size * 1.2


def _goes_on(last: Line, line: Line, piece: Piece, leading: float, width: float) -> bool:
    """Whether `line` goes on the paragraph that `last` is the latest line of."""
    if piece.kind is BlockKind.ROW or "\t" in line.text or abs(line.size - last.size) > 0.6 or line.bold != last.bold:
        return False
    down = last.bottom - line.bottom
    if not 0 < down <= max(leading * 1.35, _leading_of(last) * 1.15) + 1:
        return False
    short = last.right < width * 0.75
    return not (short and ends_sentence(piece.text))
