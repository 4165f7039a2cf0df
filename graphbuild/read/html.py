"""Web pages → pieces: the main text only, in the structure its tags give, and what its metadata say.

Parsed by lxml's HTML parser, which knows no external entities and no network.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import html as lxml_html

from graphbuild.document import BlockKind, Meta
from graphbuild.read.maintext import MainText
from graphbuild.read.page import Element, every, meta_of, plain
from graphbuild.read.pieces import Piece, row_of, split_bullet, split_number, tidy

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset"),
        *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "main", "menu"),
        *("nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_NOTE_ROLES = ("note", "doc-footnote", "doc-endnote", "doc-endnotes")
_REFERENCE = re.compile(r"^\W*(?:\d{1,3}|note \d{1,3}|[a-z*†‡])\W*$", re.IGNORECASE)
_DEEPEST = 200


def read_html(text: str) -> tuple[list[Piece], Meta]:
    """Pieces and metadata of a web page."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    root = lxml_html.document_fromstring(text, parser=parser)
    meta = meta_of(root)
    where = MainText(root)
    walk = _Walk(where.chrome)
    for main in where.parts:
        walk.block(main, 0)
    walk.flush()
    pieces = [p for p in walk.pieces if p.text]
    title = _titled(pieces, root, meta.title)
    return pieces, Meta(title, meta.publisher, meta.issued, meta.kind, url=meta.url, language=meta.language)


def _titled(pieces: list[Piece], root: Element, said: str) -> str:
    """Settle which heading of level 1 is the title: the one most like what the page calls itself, else the first; add one if none is."""
    headings = [p for p in pieces if p.kind is BlockKind.HEADING and p.level == 1]
    title = max(headings, key=lambda p: _likeness(p.text, said) * len(p.text), default=None)
    if title is not None and (not said or _likeness(title.text, said) >= 0.5):
        for piece in pieces:
            if piece.kind is BlockKind.HEADING and piece is not title:
                piece.level = max(2, piece.level)
        return title.text
    outside = [tidy(plain(e)) for e in every(root, "//h1[normalize-space()]")]
    words = max(outside, key=lambda t: _likeness(t, said) * len(t), default="")
    if said and _likeness(words, said) < 0.5:
        words = re.sub(r"\s+[|–—-]\s+[^|–—]{2,40}$", "", said)
    for piece in headings:
        piece.level = 2
    if words:
        pieces.insert(0, Piece(BlockKind.HEADING, words, level=1))
    return words


def _likeness(heading: str, said: str) -> float:
    words = set(re.findall(r"\w+", heading.casefold()))
    return len(words & set(re.findall(r"\w+", said.casefold()))) / len(words) if words else 0.0


@dataclass(slots=True)
class _Walk:
    """Goes through elements in order and gathers pieces; inline text is kept until a block ends."""

    chrome: Callable[[Element], bool]
    pieces: list[Piece] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    bold: int = 0
    plain: bool = False  # whether some of the inline text is not bold
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    number: str = ""
    depth: int = 0  # of lists

    def flush(self) -> None:
        """End the block at hand."""
        text = tidy("".join(self.inline))
        all_bold = bool(self.inline) and not self.plain
        self.inline, self.plain = [], False
        kind, level, number = self.kind, self.level, self.number
        self.number = ""
        if not text:
            self.number = number
            return
        if kind is BlockKind.HEADING:
            printed, text = split_number(text)
            self.pieces.append(Piece(kind, text, printed, level))
            return
        printed, rest = split_number(text)
        if kind is BlockKind.PARAGRAPH and all_bold and len(text) < 120 and not text.endswith((".", ",", ":", ";")) and not printed:
            self.pieces.append(Piece(BlockKind.HEADING, text, "", 4))
            return
        number = number or printed
        text = rest if printed and printed == number else text
        if number and kind in (BlockKind.ITEM, BlockKind.PARAGRAPH):
            self.pieces.append(Piece(BlockKind.PARAGRAPH, text, number))
            return
        if kind is BlockKind.NOTE:
            text = re.sub(r"^\[\w{1,3}\]\s+", "", text)
        bullet, rest = split_bullet(text)
        if bullet and kind in (BlockKind.ITEM, BlockKind.PARAGRAPH):
            self.pieces.append(Piece(BlockKind.ITEM, rest, level=max(1, self.depth)))
        else:
            self.pieces.append(Piece(kind, text, level=level))

    def say(self, text: str | None) -> None:
        """Take inline text."""
        if text:
            self.inline.append(text)
            if text.strip() and not self.bold:
                self.plain = True

    def block(self, element: Element, nesting: int) -> None:
        """Take an element and all in it."""
        tag = element.tag
        if nesting > _DEEPEST or not isinstance(tag, str) or (nesting and self.chrome(element)):
            return
        if tag not in _BLOCKS:
            self._inline(element, tag, nesting)
            return
        if tag == "hr":
            self.flush()
            return
        if tag == "table":
            self.flush()
            self._table(element, nesting)
            return
        if tag == "dl":
            self.flush()
            self._pairs(element, nesting)
            return
        self.flush()
        before = self.kind, self.level, self.depth
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.kind, self.level = BlockKind.HEADING, int(tag[1])
        elif tag in ("ul", "ol", "menu"):
            self.depth += 1
            self._list(element, tag, nesting)
        elif tag == "blockquote":
            self.kind = BlockKind.QUOTE
        elif tag == "figcaption" or (tag in ("aside", "div", "section", "li") and element.get("role") in _NOTE_ROLES):
            self.kind = BlockKind.NOTE
        elif tag == "li":
            self.kind, self.level = BlockKind.ITEM, max(1, self.depth)
        if tag == "pre":
            for line in _lines_of(element):
                self.say(line)
                self.flush()
        elif tag not in ("ul", "ol", "menu"):
            self._inside(element, nesting)
        self.flush()
        self.kind, self.level, self.depth = before
        self.number = ""

    def _inside(self, element: Element, nesting: int) -> None:
        self.say(element.text)
        for child in element:
            self.block(child, nesting + 1)
            self.say(child.tail)

    def _inline(self, element: Element, tag: str, nesting: int) -> None:
        if tag == "br":
            following = element.getnext()
            twice = following is not None and following.tag == "br" and not (element.tail or "").strip()
            if twice or _is_address(element.getparent()):
                self.flush()
            else:
                self.inline.append(" ")
            return
        if tag in ("a", "sup") and _REFERENCE.match("".join(map(str, element.itertext()))):
            link = element if tag == "a" else element.find(".//a")
            if tag == "sup" or (link is not None and (link.get("href") or "").startswith("#")):
                if self.inline:
                    self.inline[-1] = self.inline[-1].rstrip()
                return
        strong = tag in ("b", "strong")
        self.bold += strong
        self._inside(element, nesting)
        self.bold -= strong

    def _list(self, element: Element, tag: str, nesting: int) -> None:
        plain = tag == "ol" and element.get("type", "1") == "1" and "list-style" not in (element.get("style") or "") and self.depth == 1
        start = element.get("start", "1")
        count = int(start) if re.fullmatch(r"\d{1,4}", start) else 1
        for child in element:
            if child.tag == "li":
                value = child.get("value", "")
                count = int(value) if re.fullmatch(r"\d{1,4}", value) else count
                self.number = str(count) if plain else ""
                count += 1
            self.block(child, nesting + 1)
            self.number = ""

    def _table(self, table: Element, nesting: int) -> None:
        for child in table.iterchildren("caption"):
            self.say(plain(child))
            self.flush()
        for row in _rows(table):
            cells = [c for c in row if c.tag in ("td", "th")]
            if len(cells) == 1 or any(c.find(".//table") is not None or c.find(".//p[2]") is not None for c in cells):
                for cell in cells:  # a table that only lays out
                    self._inside(cell, nesting + 1)
                    self.flush()
                continue
            texts = [tidy(self._cell(c)) for c in cells]
            if sum(map(bool, texts)) == 1:
                self.say("".join(texts))
                self.flush()
            elif any(texts):
                self.pieces.append(row_of(texts))

    def _pairs(self, element: Element, nesting: int) -> None:
        term = ""
        for child in element.iter("dt", "dd"):
            if any(self.chrome(a) for a in child.iterancestors() if a is not element and element in list(a.iterancestors())):
                continue
            text = tidy(self._cell(child))
            if child.tag == "dt":
                term = text
            elif text:
                cells = (term, text) if term else (text,)
                self.pieces.append(row_of(cells))
                term = ""

    def _cell(self, element: Element) -> str:
        walk = _Walk(self.chrome)
        walk._inside(element, 1)
        walk.flush()
        return " ".join(p.text for p in walk.pieces)


def _rows(table: Element) -> Iterator[Element]:
    for row in table.iter("tr"):
        owner = next((a for a in row.iterancestors("table")), None)
        if owner is table:
            yield row


def _is_address(element: Element | None) -> bool:
    """Whether a paragraph broken by `<br>` is one of short lines that are nobody's sentence: an address, a signature."""
    if element is None or element.tag not in ("p", "address"):
        return False
    lines = [element.text or ""]
    for child in element:
        if child.tag == "br":
            lines.append(child.tail or "")
        else:
            lines[-1] += "".join(map(str, child.itertext())) + (child.tail or "")
    return all(len(line) < 60 and not line.rstrip().endswith((".", ",", ":", ";", "-")) for line in map(str.strip, lines)) and all(
        line.lstrip()[:1].isupper() or not line.strip() for line in lines
    )


def _lines_of(element: Element) -> list[str]:
    return "".join(map(str, element.itertext())).split("\n")
