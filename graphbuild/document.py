"""Document, Block and Span: a text with its structure, whose offsets never lie.

A reader (`graphbuild.read`) turns a file into one `Document`. Its `text` is what was read, one line a block: what layout
broke (pages, columns, hyphens at a line's end) has been mended, a paragraph's printed number and a list's bullet stand in
the block and not in the text. Every offset anywhere in the program counts characters (Unicode code points) of this `text`,
so that `document.text[start:end]` is always the words a fact rests on.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class BlockKind(StrEnum):
    """What a block is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    QUOTE = "quote"
    NOTE = "note"


class Kind(StrEnum):
    """What a document is; decides how its places are named and which RDF class it gets."""

    REPORT = "report"
    LETTER = "letter"
    NEWS = "news"
    MINUTES = "minutes"


class Span(NamedTuple):
    """Half-open range of characters of a document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item, table row, quotation or note.

    `start` and `end` are offsets of `Document.text`; the slice holds no newline. `number` is the number printed before a
    paragraph or recommendation ("118", "2.1"), "" where none is. `level` is a heading's depth or a list item's nesting,
    from 1; 0 elsewhere. `cells` are the spans of a table row's cells (which the text separates by a tab).
    """

    kind: BlockKind
    start: int
    end: int
    number: str = ""
    level: int = 0
    cells: tuple[Span, ...] = ()


class Place(NamedTuple):
    """Where in a document something stands: the paragraph as a reader would cite it, and the page (from 1) if it has pages."""

    paragraph: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Meta:
    """What is known of a document besides its text.

    `issued` is an ISO date as precise as known ("2016-05-23", "2016-05", "2016") or "". `authority` is the name of the
    local authority (or other area body) the document is about, as the register knows it, or "" where only the text tells.
    `kind` may be None where neither manifest nor page said; `Document` then decides by its text.
    """

    title: str = ""
    publisher: str = ""
    issued: str = ""
    kind: Kind | None = None
    authority: str = ""
    licence: str = ""
    url: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its structure.

    `identifier` is the file's stem unless a manifest says otherwise; `pages` holds the offset at which each page begins
    (empty where the format has no pages); `sha256` is the hash of the file's bytes; `source` the file's name (no folder).
    """

    identifier: str
    text: str
    blocks: tuple[Block, ...]
    kind: Kind = Kind.REPORT
    meta: Meta = field(default_factory=Meta)
    pages: tuple[int, ...] = ()
    sha256: str = ""
    source: str = ""
    warnings: tuple[str, ...] = ()

    def of(self, block: Block | Span) -> str:
        """The text of a block or a span."""
        return self.text[block.start : block.end]

    def index_at(self, offset: int) -> int:
        """Index of the block that holds `offset` (the last one that starts at or before it)."""
        return max(0, bisect.bisect_right(self.blocks, offset, key=lambda b: b.start) - 1)

    def page_at(self, offset: int) -> int | None:
        """Page (from 1) on which `offset` stands, or None where the format has no pages."""
        return bisect.bisect_right(self.pages, offset) or None if self.pages else None

    def headings(self, index: int) -> tuple[Block, ...]:
        """Headings above block `index`, outermost first (the block itself is not among them)."""
        found: list[Block] = []
        depth = 10**6
        for block in reversed(self.blocks[:index]):
            if block.kind is BlockKind.HEADING and block.level < depth:
                found.append(block)
                depth = block.level
                if depth <= 1:
                    break
        return tuple(reversed(found))

    def sections(self) -> Iterator[tuple[Block | None, list[int]]]:
        """Each heading with the indexes of the blocks under it, up to the next heading; None for what stands before the first."""
        heading: Block | None = None
        inside: list[int] = []
        for index, block in enumerate(self.blocks):
            if block.kind is BlockKind.HEADING:
                if heading is not None or inside:
                    yield heading, inside
                heading, inside = block, []
            else:
                inside.append(index)
        if heading is not None or inside:
            yield heading, inside

    def place(self, offset: int) -> Place:
        """How a reader would cite `offset`: the printed number, else the heading, else the line's number (from 1).

        A list item under a numbered paragraph is cited by that paragraph. News prints neither numbers nor sections a
        reader would cite, so there it is always the line's number. The title (the one heading of level 1) is no section:
        what stands under it, before any other heading, is the "lead".
        """
        index = self.index_at(offset)
        return Place(self._paragraph(index), self.page_at(offset))

    def _paragraph(self, index: int) -> str:
        block = self.blocks[index]
        if block.number:
            return block.number
        if self.kind is Kind.NEWS:
            return str(index + 1)
        if block.kind is BlockKind.HEADING:
            return "lead" if block.level == 1 else self.of(block).strip()
        for j in range(index - 1, -1, -1):
            before = self.blocks[j]
            if before.kind is BlockKind.HEADING:
                return "lead" if before.level == 1 else self.of(before).strip()
            if before.number and block.kind in (BlockKind.ITEM, BlockKind.QUOTE) and before.kind is BlockKind.PARAGRAPH:
                return before.number
        return "lead" if any(b.kind is BlockKind.HEADING for b in self.blocks) else str(index + 1)
