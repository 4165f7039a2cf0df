"""Word documents (DOCX) → pieces, by the styles, numbering and tables of their XML.

Read with zipfile and lxml, not python-docx: printed numbers are needed, which Word works out from `numbering.xml` and python-docx does
not give. No entity is expanded, nothing is fetched, and a part larger than a document can be is refused.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from graphbuild.document import BlockKind, Meta
from graphbuild.read.bounds import MB, USUAL, Bounds
from graphbuild.read.errors import ReadError
from graphbuild.read.pieces import Piece, recover_numbers, row_of, split_bullet, split_number, starts_sentence, tidy

Element = etree._Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DEEPEST = 50
_HEADING = re.compile(r"heading\s*(\d)", re.IGNORECASE)


@dataclass(slots=True)
class _Style:
    heading: int = 0
    based_on: str = ""
    numbering: tuple[str, int] | None = None
    quote: bool = False
    contents: bool = False


@dataclass(slots=True)
class _Level:
    format: str = "bullet"
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class _Numbering:
    """Counts as Word does: one counter a list and level; a deeper level starts anew after a higher one."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)             # list → its abstract list, which does the counting
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def next(self, number: str, level: int) -> tuple[str, bool]:
        """The printed number of the next paragraph of a list ("" where a bullet stands), and whether it is in a list at all."""
        abstract = self.lists.get(number)
        if abstract is None:
            return "", False
        levels = self.levels.get(abstract, {})
        this = levels.get(level, _Level())
        counts = self.counts.setdefault(abstract, {})
        counts[level] = counts.get(level, this.start - 1) + 1
        for deeper in [x for x in counts if x > level]:
            del counts[deeper]
        if this.format != "decimal":
            return "", True
        shown = re.sub(r"%(\d)", lambda m: str(counts.get(int(m[1]) - 1, levels.get(int(m[1]) - 1, _Level()).start)), this.text)
        match = re.search(r"\d+(?:\.\d+)*", shown)
        return (match[0] if match else ""), True


def read_docx(data: bytes, name: str, bounds: Bounds = USUAL) -> tuple[list[Piece], Meta]:
    """Pieces and metadata of a Word document. Raises ReadError where the archive is damaged or larger than any document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            body = _part(archive, "word/document.xml", name, bounds)
            if body is None:
                raise ReadError(f"{name} is a zip archive, no DOCX")
            styles = _styles(_part(archive, "word/styles.xml", name, bounds))
            numbering = _numbering(_part(archive, "word/numbering.xml", name, bounds))
            notes = [_part(archive, f"word/{part}.xml", name, bounds) for part in ("footnotes", "endnotes")]
            core = _part(archive, "docProps/core.xml", name, bounds)
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, zlib.error) as error:
        raise ReadError(f"{name} is a damaged DOCX") from error
    reader = _Reader(styles, numbering)
    for element in body.iter(f"{_W}body"):
        reader.blocks(element, 0)
        break
    pieces = reader.pieces
    for part in notes:
        if part is not None:
            pieces += [Piece(BlockKind.NOTE, text) for text in map(_words_of, part) if text]
    _title(pieces, reader.title)
    recover_numbers(pieces)
    return pieces, Meta(title=_core_title(core) if not any(p.kind is BlockKind.HEADING for p in pieces) else "")


def _part(archive: zipfile.ZipFile, path: str, name: str, bounds: Bounds) -> Element | None:
    try:
        info = archive.getinfo(path)
    except KeyError:
        return None
    largest = bounds.size * MB
    if info.file_size <= largest:
        with archive.open(info) as file:
            data = file.read(largest + 1)
    if info.file_size > largest or len(data) > largest:
        raise ReadError(f"{name} unpacks to more than {bounds.size} MB")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise ReadError(f"{name} is a damaged DOCX") from None


@dataclass(slots=True)
class _Reader:
    styles: dict[str, _Style]
    numbering: _Numbering
    pieces: list[Piece] = field(default_factory=list)
    title: Piece | None = None

    def blocks(self, parent: Element, depth: int) -> None:
        """Take the paragraphs and tables below `parent`, in order."""
        if depth > _DEEPEST:
            return
        for child in parent:
            if child.tag == f"{_W}p":
                self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                self._table(child, depth)
            elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"):
                self.blocks(child, depth + 1)

    def _paragraph(self, paragraph: Element) -> None:
        text = tidy(_words(paragraph))
        properties = paragraph.find(f"{_W}pPr")
        style = self._style(properties)
        if style.contents:
            return
        listed = _list_of(properties) or style.numbering
        number, in_list = self.numbering.next(*listed) if listed and text else ("", False)
        if not text:
            return
        level = style.heading or _outline(properties)
        if level:
            printed, rest = split_number(text)
            piece = Piece(BlockKind.HEADING, rest, number or printed, level)
            if style.heading == -1:
                piece.level, self.title = 1, piece
            self.pieces.append(piece)
            return
        bullet, text = split_bullet(text)
        if not number:
            number, text = split_number(text)
        if number:
            self.pieces.append(Piece(BlockKind.PARAGRAPH, text, number))
        elif in_list or bullet:
            self.pieces.append(Piece(BlockKind.ITEM, text, level=1 + (listed[1] if listed else 0)))
        elif style.quote:
            self.pieces.append(Piece(BlockKind.QUOTE, text))
        elif len(text) < 120 and _all_bold(paragraph) and starts_sentence(text) and not text.endswith((".", ",", ":", ";")):
            self.pieces.append(Piece(BlockKind.HEADING, text, level=7))
        else:
            self.pieces.append(Piece(BlockKind.PARAGRAPH, text))

    def _style(self, properties: Element | None) -> _Style:
        named = properties.find(f"{_W}pStyle") if properties is not None else None
        found = _Style()
        name = named.get(f"{_W}val", "") if named is not None else ""
        for _ in range(10):
            style = self.styles.get(name)
            if style is None:
                break
            found.heading = found.heading or style.heading
            found.numbering = found.numbering or style.numbering
            found.quote = found.quote or style.quote
            found.contents = found.contents or style.contents
            name = style.based_on
        return found

    def _table(self, table: Element, depth: int) -> None:
        for row in table.iter(f"{_W}tr"):
            if next(row.iterancestors(f"{_W}tbl")) is not table:
                continue
            cells: list[list[Piece]] = []
            for cell in row.iter(f"{_W}tc"):
                if next(cell.iterancestors(f"{_W}tr")) is not row:
                    continue
                inside = _Reader(self.styles, self.numbering)
                inside.blocks(cell, depth + 1)
                if inside.pieces:
                    cells.append(inside.pieces)
            layout = any(len(c) > 3 or any(p.kind is BlockKind.ROW for p in c) for c in cells)
            if len(cells) < 2 or layout:
                for pieces in cells:
                    self.pieces += pieces
            else:
                texts = tuple(" ".join(f"{p.number}. {p.text}" if p.number else p.text for p in c) for c in cells)
                self.pieces.append(row_of(texts))


def _words(element: Element) -> str:
    return "".join(_runs(element))


def _runs(element: Element) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            yield " "
        elif tag == f"{_W}noBreakHyphen":
            yield "-"
        elif tag not in (f"{_W}del", f"{_W}pPr", f"{_W}rPr", f"{_W}instrText", f"{_W}delText", _MC_FALLBACK) and isinstance(tag, str):
            yield from _runs(child)


def _words_of(note: Element) -> str:
    return tidy(" ".join(_words(p) for p in note.iter(f"{_W}p"))) if note.get(f"{_W}type", "normal") == "normal" else ""


def _all_bold(paragraph: Element) -> bool:
    runs = [r for r in paragraph.iter(f"{_W}r") if tidy(_words(r))]
    return bool(runs) and all((b := r.find(f"{_W}rPr/{_W}b")) is not None and b.get(f"{_W}val", "1") not in ("0", "false") for r in runs)


def _list_of(properties: Element | None) -> tuple[str, int] | None:
    numbered = properties.find(f"{_W}numPr") if properties is not None else None
    if numbered is None:
        return None
    number, level = numbered.find(f"{_W}numId"), numbered.find(f"{_W}ilvl")
    if number is None:
        return None
    return number.get(f"{_W}val", "0"), _int(level.get(f"{_W}val", "0") if level is not None else "0")


def _outline(properties: Element | None) -> int:
    found = properties.find(f"{_W}outlineLvl") if properties is not None else None
    level = _int(found.get(f"{_W}val", "9")) if found is not None else 9
    return level + 1 if level < 9 else 0


def _int(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,4}", text) else 0


def _styles(root: Element | None) -> dict[str, _Style]:
    found: dict[str, _Style] = {}
    for style in root.iter(f"{_W}style") if root is not None else ():
        named = style.find(f"{_W}name")
        name = named.get(f"{_W}val", "") if named is not None else ""
        based = style.find(f"{_W}basedOn")
        properties = style.find(f"{_W}pPr")
        match = _HEADING.match(name)
        heading = int(match[1]) if match else -1 if name.lower() == "title" else _outline(properties)
        found[style.get(f"{_W}styleId", "")] = _Style(
            heading,
            based.get(f"{_W}val", "") if based is not None else "",
            _list_of(properties),
            "quote" in name.lower(),
            name.lower().startswith("toc "),
        )
    return found


def _numbering(root: Element | None) -> _Numbering:
    found = _Numbering()
    if root is None:
        return found
    for abstract in root.iter(f"{_W}abstractNum"):
        levels = found.levels.setdefault(abstract.get(f"{_W}abstractNumId", ""), {})
        for level in abstract.iter(f"{_W}lvl"):
            said = {tag: e.get(f"{_W}val", "") for tag in ("numFmt", "lvlText", "start") if (e := level.find(f"{_W}{tag}")) is not None}
            made = _Level(said.get("numFmt", "bullet"), said.get("lvlText", ""), _int(said.get("start", "1")))
            levels[_int(level.get(f"{_W}ilvl", "0"))] = made
    for each in root.iter(f"{_W}num"):
        abstract_of = each.find(f"{_W}abstractNumId")
        if abstract_of is not None:
            found.lists[each.get(f"{_W}numId", "")] = abstract_of.get(f"{_W}val", "")
    return found


def _title(pieces: list[Piece], title: Piece | None) -> None:
    """Make level 1 the title's alone: the paragraph of that style, else the first heading if nothing else stands as high."""
    headings = [p for p in pieces if p.kind is BlockKind.HEADING]
    if title is not None:
        for piece in headings:
            piece.level += piece is not title


def _core_title(core: Element | None) -> str:
    found = core.find("{http://purl.org/dc/elements/1.1/}title") if core is not None else None
    return tidy(found.text or "") if found is not None else ""
