"""Pieces: what every reader makes of a page, before they become a `Document`.

A piece is one block still holding its own text, free to be joined to the next one or dropped. `document_of` lays the pieces
out line by line and counts the offsets once, at the end, so that no reader counts characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from graphbuild.document import Block, BlockKind, Span

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_CONTROL = dict.fromkeys([*range(9), *range(0xE, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0)])
_TIDY: dict[int, str | None] = {**_CONTROL, **_INVISIBLE, **_LIGATURES}
_UNUSUAL = re.compile(r"[^\n -~£©–—‘’“”•…é]")
_PRIVATE = re.compile(r"[\ue000-\uf8ff\ufff0-\ufffc\ufffe\uffff\ud800-\udfff]+")
_FOOTNOTE_MARK = re.compile(                                        # superscripts after a word or a stop, but not of m² and km²
    r"(?:(?<=[^\W\d_])(?<!\b[a-z]m)(?<!\bm)|(?<=[.,;:)\]’”'\"]))[\u00b9\u00b2\u00b3\u2070-\u2079]+"
)
_SPACE = re.compile(r"\s+")

# A printed number: "118." "2.1" "2.1." "12)" "(3)" before what begins a sentence; a plain one needs its stop, as "5 May" has none.
_NUMBER = re.compile(
    r"(?:(\d{1,3}(?:\.\d{1,2}){1,3})\.?(?:\s+)|(\d{1,3})[.)](?:\s+|(?=[^\W\d_]))|\((\d{1,3})\)\s+)(?=[^\W\d_]|[‘’“”'\"(\[]|\d)"
)
_NUMBER_AFTER = re.compile(r"(?<=\w)\s+\(\d{1,2}(?:\.\d{1,2})*\)$")
# A bullet as documents print it, symbol fonts' private-use glyphs included, or the letter of a sub-item: "(a)", "ii)".
_BULLET = re.compile(r"(?:[•‣▪▫■□◼◾●○◦∙·⁃➢➤✓✔§\ue000-\uf8ff]\s*|[-–—*+o]\s+|\(?(?:[a-z]|[ivx]{1,4})\)\s+|[a-h]\.\s+(?=[A-Z]))")


@dataclass(slots=True)
class Piece:
    """One block in the making. `cells` are the texts of a table row's cells; `page` is that of its first character, from 1 (0: none).

    `turns` are the page turns inside it: (offset in `text`, page that begins there).
    """

    kind: BlockKind
    text: str
    number: str = ""
    level: int = 0
    cells: tuple[str, ...] = ()
    page: int = 0
    turns: list[tuple[int, int]] = field(default_factory=list)
    label: str = ""

    def join(self, other: Piece, glue: str = " ") -> None:
        """Let `other` go on where this piece stopped, over a page's end perhaps."""
        if self.text.endswith("-") and glue == " " and other.text[:1].islower():
            glue = ""
        self.text += glue
        last = self.turns[-1][1] if self.turns else self.page
        if other.page > last:
            self.turns.append((len(self.text), other.page))
        self.turns += [(len(self.text) + at, page) for at, page in other.turns]
        self.text += other.text


def row_of(cells: Sequence[str], page: int = 0) -> Piece:
    """A table row of `cells`; where the first is but a label ("Lead inspector:") before one other, the paragraph they make together."""
    if len(cells) == 2 and cells[0].endswith(":") and len(cells[0]) < 60:
        return Piece(BlockKind.PARAGRAPH, " ".join(cells), page=page)
    return Piece(BlockKind.ROW, "\t".join(cells), cells=tuple(cells), page=page)


def tidy(text: str) -> str:
    """`text` on one line: white space runs become one space; what prints nothing, and footnote marks on words, go."""
    if _UNUSUAL.search(text):
        text = _PRIVATE.sub(" ", _FOOTNOTE_MARK.sub("", text.translate(_TIDY)))
    return _SPACE.sub(" ", text).strip()


def tidy_line(text: str) -> str:
    """`tidy`, but a symbol font's glyph at the start becomes the bullet it is."""
    text = text.lstrip()
    return "• " + tidy(text[1:]) if "\ue000" <= text[:1] <= "\uf8ff" else tidy(text)


def split_number(text: str) -> tuple[str, str]:
    """The printed number that `text` begins with ("" if none) and the rest.

    >>> split_number("22.Some children wait.")
    ('22', 'Some children wait.')
    >>> split_number("5 May was a Thursday.")
    ('', '5 May was a Thursday.')
    """
    match = _NUMBER.match(text)
    if not match:
        return "", text
    rest = text[match.end() :]
    return (match[1] or match[2] or match[3], rest) if starts_sentence(rest) else ("", text)


def split_bullet(text: str) -> tuple[bool, str]:
    """Whether `text` begins with a bullet or a sub-item's letter, and the rest."""
    match = _BULLET.match(text)
    return (True, text[match.end() :].lstrip()) if match else (False, text)


def starts_sentence(text: str) -> bool:
    """Whether `text` begins as a sentence does: a capital, or a figure with a word after it, quotation marks and brackets aside."""
    text = text.lstrip("‘’“”'\"([")
    if text[:1].isdigit():
        return bool(re.match(r"\d[\d,.:%–-]*[\s-][^\W\d_]", text))
    return text[:1].isupper()


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence, or what introduces a list, does."""
    return text.rstrip("\"'’”)]").endswith((".", "!", "?", ":", ";", "…")) or text.endswith((")", "]"))


def document_of(pieces: Iterable[Piece], pages: int = 0) -> tuple[str, tuple[Block, ...], tuple[int, ...]]:
    """The text, blocks and page starts of `pieces`, in their order; empty pieces are left out.

    `pages` is how many pages the source has (0: a format without pages); a page that begins no text begins where the next does.
    """
    lines: list[str] = []
    blocks: list[Block] = []
    starts: dict[int, int] = {}
    offset = 0
    for piece in pieces:
        text, cells = _laid(piece)
        if not any(map(str.isalnum, text)):
            continue
        if piece.page:
            starts.setdefault(piece.page, offset)
            for at, page in piece.turns:
                starts.setdefault(page, offset + min(at, len(text) - 1))
        spans = tuple(Span(offset + start, offset + end) for start, end in cells)
        blocks.append(Block(piece.kind, offset, offset + len(text), piece.number, piece.level, spans))
        lines.append(text)
        offset += len(text) + 1
    text = "\n".join(lines)
    return text, tuple(blocks), _page_starts(starts, pages, len(text))


def _laid(piece: Piece) -> tuple[str, list[tuple[int, int]]]:
    """A piece's line and, of a row, where its cells stand in it (a number beside the first cell's words is not of the cell)."""
    if not piece.cells:
        return piece.text, []
    spans = []
    at = 0
    for index, cell in enumerate(piece.cells):
        inner = len(cell) - len(split_number(cell)[1]) if index == 0 else 0
        after = _NUMBER_AFTER.search(cell) if index == 0 else None
        spans.append((at + inner, at + (after.start() if after else len(cell))))
        at += len(cell) + 1
    return "\t".join(piece.cells), spans


def _page_starts(starts: dict[int, int], pages: int, end: int) -> tuple[int, ...]:
    found: list[int] = []
    following = end
    for page in range(pages, 0, -1):
        following = min(following, starts.get(page, following))
        found.append(following)
    found.reverse()
    if found:
        found[0] = 0
    return tuple(found)


def settle_title(pieces: Sequence[Piece]) -> None:
    """Make level 1 the title's alone: where the first heading is not the one heading of level 1, every heading goes a level down."""
    headings = [p for p in pieces if p.kind is BlockKind.HEADING]
    if any(p.level == 1 for p in headings[1:]):
        for piece in headings:
            piece.level += 1


def recover_numbers(pieces: Sequence[Piece]) -> None:
    """Give back a printed number that layout lost: the one bulleted paragraph between numbers n and n + 2 is n + 1."""
    last: tuple[int, int] | None = None
    for index, piece in enumerate(pieces):
        if piece.kind is BlockKind.HEADING:
            last = None
        elif piece.number.isdigit():
            number = int(piece.number)
            if last is not None and last[1] == number - 2:
                between = [p for p in pieces[last[0] + 1 : index] if p.kind in (BlockKind.ITEM, BlockKind.PARAGRAPH)]
                if len(between) == 1 and between[0].kind is BlockKind.ITEM and between[0].level <= 1 and starts_sentence(between[0].text):
                    between[0].kind, between[0].number, between[0].level = BlockKind.PARAGRAPH, str(number - 1), 0
            last = (index, number)
