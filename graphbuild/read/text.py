"""Plain text and Markdown → pieces.

Text that was once a page keeps the page's scars: a bullet before a printed number, a sentence torn by a page's end, contents
with dotted lines. What layout broke is mended here, by rules that hold for any document; no words are changed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import takewhile

from graphbuild.document import BlockKind, Meta
from graphbuild.read.describe import SALUTATION, iso_date
from graphbuild.read.pieces import (
    Piece,
    ends_sentence,
    recover_numbers,
    row_of,
    split_bullet,
    split_number,
    starts_sentence,
    tidy,
    tidy_line,
)

_CONTENTS = re.compile(r"^(?:table of )?contents:?$", re.IGNORECASE)
_CONTENTS_LINE = re.compile(r"^(.*?\S)\s*(?:\t|\.{3,}|…+|(?:\. ){3,}|\s{3,})\s*(?:\S{1,8}\s+)?(\d{1,3}|[ivxl]{1,6})$")
_SUPERSCRIPT_NOTE = re.compile(r"^(?:[\u00b9\u00b2\u00b3\u2070-\u2079]+|\[\^?\d{1,3}\]:?)\s*(?=\S)")
_RULE = re.compile(r"^\s*[-–—_=*~#]{1,}\s*$")
_PAGE_MARK = re.compile(r"^\s*(?:[-–—]\s*)?(?:page\s+)?\d{1,3}(?:\s+of\s+\d{1,3})?(?:\s*[-–—])?\s*$", re.IGNORECASE)
_MARKDOWN = re.compile(r"^#{1,6} \S|^\|.*\|\s*$|\]\(https?:|^\s*>\s\S|\*\*\S", re.MULTILINE)
_LABEL = re.compile(r"^[^:]{2,60}:\s+[A-Z\d(]")
_CAPTION = re.compile(r"^(?:[A-Z][\w.]+ )?[A-Z]\w+ [A-Z][\w’'-]+, [A-Z]")
_DANGLING = re.compile(r"(?:^|\s)(?:and|or|of|the|a|an|for|to|in|with|by|at|on)$|,$")
_NOT_HEADING = re.compile(
    r"^(?:dear\b|yours\b|kind regards|©|www\.|https?:|tel(?:ephone)?\b|read\s|published\b)|@|\d{4,}(?<!\b(?:19|20)\d\d)", re.IGNORECASE
)


@dataclass(slots=True)
class _Line:
    text: str
    raw: str
    indent: int
    gap: int                    # blank lines before it
    turn: bool = False          # a page ends before it
    joined: int = 1             # pieces it was put together from
    wrapped: int = 1            # printed lines it was put together from


def read_text(text: str) -> tuple[list[Piece], Meta]:
    """Pieces and what front matter says of a plain text or Markdown source."""
    meta, text = _front_matter(text)
    markdown = bool(_MARKDOWN.search(text[:200_000]))
    lines = _unwrapped(_lines(_without_furniture(text), markdown))
    lines, contents = _without_contents(lines)
    pieces = _pieces(lines, markdown)
    _nest([p for p, _ in pieces])
    title = _mark_headings(pieces, contents)
    recover_numbers([p for p, _ in pieces])
    return [p for p, _ in pieces], replace(meta, title=meta.title or title)


def _front_matter(text: str) -> tuple[Meta, str]:
    match = re.match(r"\A---\s*\n((?:[\w-]+:.*\n)+)---\s*\n", text)
    if not match:
        return Meta(), text
    said = {k.strip().lower(): v.strip().strip("\"'") for k, _, v in (line.partition(":") for line in match[1].splitlines())}
    meta = Meta(title=said.get("title", ""), publisher=said.get("publisher", ""), issued=iso_date(said.get("date", "")))
    return meta, text[match.end() :]


def _without_furniture(text: str) -> str:
    """The text without what every page repeats at its head or foot, and without page numbers there, where form feeds part pages."""
    pages = [page.split("\n") for page in text.split("\f")]
    if len(pages) < 3:
        return text.replace("\f", "\n\f")
    margins = [[i for i, line in enumerate(page) if line.strip()] for page in pages]
    edges = [{*margin[:3], *margin[-3:]} for margin in margins]
    repeated = Counter(key for page, edge in zip(pages, edges, strict=True) for key in {_key(page[i]) for i in edge})
    often = {key for key, count in repeated.items() if count >= max(3, len(pages) * 0.3)}
    kept = [
        [line for i, line in enumerate(page) if i not in edge or not (_key(line) in often or _PAGE_MARK.match(line))]
        for page, edge in zip(pages, edges, strict=True)
    ]
    return "\n\f".join("\n".join(page) for page in kept)


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split())).casefold()


def _lines(text: str, markdown: bool) -> list[_Line]:
    found: list[_Line] = []
    gap = 0
    turn = False
    previous = ""
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if "\f" in raw:
            turn, raw = True, raw.replace("\f", "")
        if markdown and found and re.fullmatch(r"\s*(=+|-{2,})\s*", raw) and previous.strip() and gap == 0:      # a heading underlined
            level = "# " if "=" in raw else "## "
            if not found[-1].text.startswith(("#", "|")):
                found[-1].raw = found[-1].text = level + found[-1].text
            continue
        previous = raw
        line = tidy_line(raw)
        if not line or (_RULE.match(raw) and not line.isalnum()):
            gap += 1
            continue
        indent = len(raw) - len(raw.lstrip(" \t\u00a0"))
        found.append(_Line(line, raw, indent, gap, turn or gap >= 3))
        gap, turn = 0, False
    return found


def _unwrapped(lines: list[_Line]) -> list[_Line]:
    """Lines that an editor wrapped at a fixed width are one again; a line that is a paragraph stays one."""
    lengths = sorted(len(line.raw) for line in lines if len(line.raw) > 30)
    width = lengths[int(len(lengths) * 0.95)] if lengths else 0
    wrapped = len(lengths) >= 4 and width <= 120 and sum(1 for n in lengths if n >= width * 0.8) >= len(lengths) * 0.35
    found: list[_Line] = []
    for line in lines:
        last = found[-1] if found else None
        if last is not None and line.gap == 0 and wrapped and _goes_on(last, line, width):
            last.text = _glued(last.text, line.text)
            last.raw = line.raw
            last.wrapped += 1
        else:
            found.append(line)
    return found


def _goes_on(last: _Line, line: _Line, width: int) -> bool:
    if line.text.startswith(("#", "|", ">")) or last.text.startswith(("#", "|")):
        return False
    if split_bullet(line.text)[0] or split_number(line.text)[0] or _SUPERSCRIPT_NOTE.match(line.text) or _CONTENTS_LINE.match(line.raw):
        return False
    first_word = line.text.split(" ", 1)[0]
    full = len(last.raw.rstrip()) + 1 + len(first_word) > width * 0.93
    whole = ends_sentence(last.text)
    return full or (not whole and (line.text[:1].islower() or (len(last.raw) > width * 0.6 and bool(_DANGLING.search(last.text)))))


def _glued(one: str, other: str) -> str:
    return one + other if one.endswith("-") and other[:1].islower() else f"{one} {other}"


def _without_contents(lines: list[_Line]) -> tuple[list[_Line], list[str]]:
    """The lines but for the table of contents, and the headings it lists."""
    for start, line in enumerate(lines):
        if not _CONTENTS.match(line.text.lstrip("# ")):
            continue
        end = start + 1
        listed: list[str] = []
        while end < len(lines) and (match := _CONTENTS_LINE.match(lines[end].raw.rstrip())):
            listed.append(split_number(tidy(match[1]))[1])
            end += 1
        if listed:
            return lines[:start] + lines[end:], listed
    return lines, []


def _pieces(lines: list[_Line], markdown: bool) -> list[tuple[Piece, _Line]]:
    found: list[tuple[Piece, _Line]] = []
    for line in lines:
        piece = _piece(line, markdown)
        if piece is None or (_PAGE_MARK.match(line.text) and (line.turn or line.gap)):
            continue
        last = found[-1][0] if found else None
        if last is not None and _torn(last, piece, line):
            last.join(piece)
            found[-1][1].joined += 1
        else:
            found.append((piece, line))
    return found


def _piece(line: _Line, markdown: bool) -> Piece | None:
    text = line.text
    if markdown:
        if match := re.match(r"(#{1,6})\s+(.*?)\s*#*$", text):
            number, title = split_number(_plain(match[2]))
            return Piece(BlockKind.HEADING, title, number, len(match[1]), label="#")
        if text.startswith("|"):
            cells = [tidy(_plain(c)) for c in text.strip("|").split("|")]
            if all(re.fullmatch(r":?-*:?", c) for c in cells):
                return None
            return row_of(cells)
        if text.startswith(">"):
            return Piece(BlockKind.QUOTE, _plain(text.lstrip("> ")))
        text = _plain(text) if not split_bullet(text)[0] else text[:2] + _plain(text[2:])
    if match := _SUPERSCRIPT_NOTE.match(line.raw.strip()):
        return Piece(BlockKind.NOTE, tidy(line.raw.strip()[match.end() :]))
    bullet, text = split_bullet(text)
    text = _plain(text) if markdown else text
    number, text = split_number(text)
    if number:
        return Piece(BlockKind.PARAGRAPH, text, number)
    if "\t" in line.raw.strip() and not bullet:
        cells = [tidy(c) for c in line.raw.strip().split("\t") if c.strip()]
        if len(cells) > 1 and all(len(c) < 200 for c in cells):
            return row_of(cells)
    return Piece(BlockKind.ITEM, text, level=1 + line.indent) if bullet else Piece(BlockKind.PARAGRAPH, text)


def _plain(text: str) -> str:
    """Markdown's marks taken off a line."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)", r"\1", text)
    text = re.sub(r"\[\^\w+\]", "", text)
    text = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?<![\w*])([*_])(?=\S)([^*_]+?)(?<=\S)\1(?![\w*])", r"\2", text)
    return re.sub(r"\\([\\`*_{}\[\]()#+.!>-])", r"\1", text).replace("`", "").strip()


def _torn(last: Piece, piece: Piece, line: _Line) -> bool:
    """Whether `piece` is the rest of `last`, which a page's end or a blank line tore off."""
    if piece.number or last.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM) or piece.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
        return False
    if not line.gap:
        return False
    if last.number and piece.kind is BlockKind.PARAGRAPH and line.indent and ends_sentence(last.text) and len(piece.text) > 80:
        return True                                                 # an indented line goes on the numbered paragraph above
    if not last.number and piece.kind is last.kind is BlockKind.PARAGRAPH and _DANGLING.search(last.text) and last.text[-1] != ",":
        return True
    if ends_sentence(last.text) or len(last.text) < 60:
        return False
    if last.number:
        return line.turn or piece.text[:1].islower()
    return piece.kind is last.kind and not starts_sentence(piece.text) and piece.kind is BlockKind.PARAGRAPH


def _nest(pieces: list[Piece]) -> None:
    """Turn each run of items' indents (kept in `level`) into nesting from 1."""
    indents: list[int] = []
    for piece in pieces:
        if piece.kind is not BlockKind.ITEM:
            indents = []
            continue
        while indents and indents[-1] > piece.level:
            indents.pop()
        if not indents or indents[-1] < piece.level:
            indents.append(piece.level)
        piece.level = len(indents)


def _norm(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def _heading_like(piece: Piece, line: _Line) -> bool:
    text = piece.text
    return (
        piece.kind is BlockKind.PARAGRAPH
        and line.joined == 1
        and 3 <= len(text) <= 150
        and text.count(" ") < 22
        and not text.rstrip("'’\"”").endswith((".", ",", ";", ":", "!", "-"))
        and starts_sentence(text)
        and not iso_date(text)
        and not _LABEL.match(text)
        and not _CAPTION.match(text)
        and not _NOT_HEADING.search(text)
        and not (piece.number.isdigit() and len(text) > 60)
    )


def _mark_headings(pieces: list[tuple[Piece, _Line]], contents: list[str]) -> str:
    """Tell headings from short paragraphs, by their shape, what follows them and the contents list; and guess their levels.

    Returns the title where the lines of a title page make one.
    """
    if any(p.label == "#" for p, _ in pieces):
        return ""
    listed = {_norm(t) for t in contents}
    count = len(pieces)
    dense = sum(1 for _, line in pieces if line.gap) < count * 0.15        # no blank lines between paragraphs
    alone: list[bool] = []
    for i, (piece, line) in enumerate(pieces):
        if i + 1 == count:                                          # what nothing follows is no heading
            apart = False
        elif dense:
            apart = line.wrapped <= 2 and (i == 0 or alone[-1] or _before_heading(pieces[i - 1][0]))
        else:
            apart = (line.gap > 0 or i == 0) and (pieces[i + 1][1].gap > 0 or pieces[i + 1][0].kind is not BlockKind.PARAGRAPH)
        alone.append(apart and _heading_like(piece, line))
    first = _front(pieces, alone, listed)
    seen = Counter(_norm(p.text) for (p, _), is_heading in zip(pieces, alone, strict=True) if is_heading)
    for i, (piece, _) in enumerate(pieces):
        if not alone[i] or (0 < i < first) or (i == 1 and len(piece.text) > 60 and pieces[0][0].kind is BlockKind.HEADING and not listed):
            continue                                                # the title page, or the line under a title
        name = _norm(piece.text)
        if listed and name not in listed and i + 1 < count and alone[i + 1] and alone[i - 1] and i > first:
            continue                                                # a label between two headings, such as a grade
        piece.kind = BlockKind.HEADING
        if i == 0 or SALUTATION.match(pieces[i - 1][0].text):       # a letter's subject is its title
            piece.level = 1
        elif piece.number:
            piece.level = 2 + piece.number.count(".")
        elif seen[name] > 1:
            piece.level = 3
        else:
            piece.level = 2 if not listed or name in listed else 4
    if count > 1 and (pieces[1][1].gap or dense):
        _head(pieces[0][0])
    if not pieces or pieces[0][0].kind is not BlockKind.HEADING:
        return ""
    front = takewhile(_of_title, (piece for piece, _ in pieces[1:first]))
    lines = [piece.text for piece in front]
    return f"{pieces[0][0].text}: {', '.join(lines)}" if lines else ""


def _before_heading(piece: Piece) -> bool:
    return ends_sentence(piece.text) or bool(SALUTATION.match(piece.text))


def _head(first: Piece) -> None:
    """Make the first line the title, if it may be one, though it is no heading by its shape ("… , inspectors said.")."""
    opening = re.match(r"dear\b", first.text, re.IGNORECASE) or (len(first.text) < 30 and iso_date(first.text))
    if first.kind is BlockKind.PARAGRAPH and len(first.text) <= 200 and not first.number and not opening:
        first.kind, first.level = BlockKind.HEADING, 1


def _of_title(piece: Piece) -> bool:
    text = piece.text
    said = piece.number or _LABEL.match(text) or iso_date(text) or text.endswith(".")
    return piece.kind is BlockKind.PARAGRAPH and len(text) < 250 and not said


def _front(pieces: list[tuple[Piece, _Line]], alone: list[bool], listed: set[str]) -> int:
    """Index of the first heading of the body: what stands before it is the title page."""
    if listed:
        return next((i for i, (p, _) in enumerate(pieces) if alone[i] and _norm(p.text) in listed), 0)
    run = 0
    while run < len(pieces) and (alone[run] or len(pieces[run][0].text) < 90) and not pieces[run][0].number:
        run += 1
    while run > 1 and not alone[run - 1]:
        run -= 1
    return run - 1 if run > 2 else 1
