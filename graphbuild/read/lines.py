"""Lines of a PDF page that has no structure tree → pieces, by position, font and what they begin with."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from graphbuild.document import BlockKind
from graphbuild.read.pdfium import Page, Run
from graphbuild.read.pieces import Piece, ends_sentence, split_bullet, split_number, tidy

_PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\W*", re.IGNORECASE)
_DOTS = re.compile(r"(?:\.\s?){4,}\s*\d{1,3}$")


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
        wide = i and boxes[i][0] - boxes[i - 1][2] > max(18.0, size * 2) and abs(boxes[i][1] - boxes[i - 1][1]) < size
        parts.append(("\t" if wide else "") + " ".join(run.text.split()) + (" " if run.text[-1:].isspace() else ""))
    text = "".join(parts).strip()
    if not text:
        return []
    bold = bold and (len(row) == 1 or page.style(row[-1])[1])
    return [Line(text, min(b[0] for b in boxes), max(b[2] for b in boxes), min(b[1] for b in boxes), max(b[3] for b in boxes), size, bold, number)]


def pieces_of_lines(pages: list[list[Line]]) -> list[list[tuple[Piece, float, bool]]]:
    """For each page its pieces with their font's size and weight; running heads, page numbers and contents are left out."""
    repeated = Counter(key for lines in pages for key in {_key(line.text) for line in _margin(lines)})
    running = {key for key, count in repeated.items() if count >= max(2, len(pages) * 0.3)}
    gaps = Counter(round(a.bottom - b.bottom) for lines in pages for a, b in pairwise(lines) if 4 < a.bottom - b.bottom < 60)
    leading = gaps.most_common(1)[0][0] if gaps else 14
    width = max((line.right for lines in pages for line in lines), default=0.0)
    return [_page([line for line in lines if not _leave_out(line, lines, running)], leading, width) for lines in pages]


def _margin(lines: list[Line]) -> list[Line]:
    by_height = sorted(lines, key=lambda line: -line.top)
    return by_height[:3] + by_height[-3:]


def _key(text: str) -> str:
    return re.sub(r"\d+", "#", text).casefold().strip()


def _leave_out(line: Line, lines: list[Line], running: set[str]) -> bool:
    if _DOTS.search(line.text):
        return True
    return line in _margin(lines) and (_key(line.text) in running or bool(_PAGE_NUMBER.fullmatch(line.text)))


def _page(lines: list[Line], leading: float, width: float) -> list[tuple[Piece, float, bool]]:
    found: list[tuple[Piece, float, bool]] = []
    last: Line | None = None
    for line in lines:
        bullet, rest = split_bullet(line.text)
        number, rest = split_number(rest)
        if last is not None and found and not bullet and not number and _goes_on(last, line, found[-1][0], leading, width):
            piece = found[-1][0]
            glue = "" if piece.text.endswith("-") else " "
            piece.text = tidy(piece.text + glue + line.text)
            last = line
            continue
        last = line
        if "\t" in line.text and not bullet and not number:
            cells = tuple(tidy(c) for c in line.text.split("\t"))
            piece = Piece(BlockKind.ROW, "\t".join(cells), cells=cells, page=line.page)
        elif number:
            piece = Piece(BlockKind.PARAGRAPH, tidy(rest), number, page=line.page)
        else:
            piece = Piece(BlockKind.ITEM if bullet else BlockKind.PARAGRAPH, tidy(rest), level=int(bullet), page=line.page)
        found.append((piece, line.size, line.bold))
    return found


def _goes_on(last: Line, line: Line, piece: Piece, leading: float, width: float) -> bool:
    """Whether `line` goes on the paragraph that `last` is the latest line of."""
    if piece.kind is BlockKind.ROW or "\t" in line.text or abs(line.size - last.size) > 0.6 or line.bold != last.bold:
        return False
    down = last.bottom - line.bottom
    if not 0 < down <= leading * 1.35 + 1:
        return False
    short = last.right < width * 0.75
    return not (short and ends_sentence(piece.text))
