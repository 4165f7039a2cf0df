"""One page of a PDF as pdfium sees it: its text objects with their words, and its structure tree.

pdfium's own strings of text objects lose the spaces at line ends, and its page text loses the paragraphs; so each object is found again
in the page's text by its printed characters and takes its words from there. Measured on 11,252 pages of inspection reports: all
aligned. pypdfium2 was chosen over PyMuPDF (AGPL), pdfplumber (47 times slower) and poppler (a subprocess; deletes hyphens at line ends).
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from graphbuild.read.bounds import USUAL, Bounds
from graphbuild.read.errors import ReadError

_ERRORS = {4: "is protected by a password", 5: "is protected by a password", 3: "is a damaged PDF"}
_TEXT, _FORM = 1, 5                                                 # FPDF_PAGEOBJ_TEXT, FPDF_PAGEOBJ_FORM
_MOST_OBJECTS = 200_000
_DEEPEST = 60
_HYPHENS = {0xFFFE: "-", 2: "-"}                                    # how pdfium writes a hyphen at a line's end
_HYPHEN_BREAK = re.compile(r"(?<=\w)-[ \t]*\r?\n(?=[^\W\d_])")


@dataclass(slots=True)
class Run:
    """One text object: the marked content it belongs to (-1: none), its words with the white space after them, and pdfium's handle.

    `order` counts the objects of the page as they are drawn.
    """

    mcid: int
    text: str
    handle: Any
    order: int = 0


@dataclass(slots=True)
class Node:
    """An element of the structure tree: its type and its children in order: elements, marked content ids, or None for what is elsewhere."""

    type: str
    children: list[Node | int | None] = field(default_factory=list)


class Page:
    """An open page. `text` is all of its words; `runs` its text objects in order of drawing; `tree` its structure, if tagged."""

    def __init__(self, page: Any, text_page: Any, fonts: dict[int, bool]) -> None:
        self._page, self._fonts = page, fonts
        count = pdfium.FPDFText_CountChars(text_page)
        buffer = (ctypes.c_ushort * (count + 1))()
        written = pdfium.FPDFText_GetText(text_page, 0, count, buffer) if count > 0 else 0
        self.text = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "replace").translate(_HYPHENS)
        objects = list(_objects(page, text_page))
        self.runs = _aligned(self.text, objects)

    @property
    def tree(self) -> list[Node]:
        """The roots of the page's structure tree; empty where the PDF is not tagged."""
        tree = pdfium.FPDF_StructTree_GetForPage(self._page)
        if not tree:
            return []
        try:
            found = []
            buffer = ctypes.create_string_buffer(64)
            for i in range(max(0, pdfium.FPDF_StructTree_CountChildren(tree))):
                child = pdfium.FPDF_StructTree_GetChildAtIndex(tree, i)
                if child:
                    found.append(_node(child, buffer, 0))
            return found
        finally:
            pdfium.FPDF_StructTree_Close(tree)

    def style(self, run: Run) -> tuple[float, bool]:
        """Font size in points, and whether bold."""
        size = ctypes.c_float()
        pdfium.FPDFTextObj_GetFontSize(run.handle, size)
        matrix = pdfium.FS_MATRIX()
        scale = 1.0
        if pdfium.FPDFPageObj_GetMatrix(run.handle, matrix):
            scale = math.hypot(matrix.c, matrix.d) or 1.0
        return round(size.value * scale, 1), self._bold(run.handle)

    def box(self, run: Run) -> tuple[float, float, float, float]:
        """Left, bottom, right, top in points from the page's lower left corner."""
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        pdfium.FPDFPageObj_GetBounds(run.handle, left, bottom, right, top)
        return left.value, bottom.value, right.value, top.value

    def _bold(self, handle: Any) -> bool:
        font = pdfium.FPDFTextObj_GetFont(handle)
        if not font:
            return False
        address = ctypes.cast(font, ctypes.c_void_p).value or 0
        known = self._fonts.get(address)
        if known is None:
            buffer = ctypes.create_string_buffer(256)
            length = pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
            name = buffer.raw[: max(0, min(length, 256) - 1)].decode("utf-8", "replace")
            known = bool(re.search(r"bold|black|heavy|demi", name, re.IGNORECASE)) or pdfium.FPDFFont_GetWeight(font) >= 600
            self._fonts[address] = known
        return known


@contextmanager
def _document(data: bytes, name: str) -> Iterator[Any]:
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        reason = _ERRORS.get(int(pdfium.FPDF_GetLastError()), "is a damaged PDF")
        raise ReadError(f"{name} {reason}")
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def pages(data: bytes, name: str, bounds: Bounds = USUAL) -> Iterator[Page | None]:
    """Each page of the PDF `data` in turn, open only until the next; None for a page that cannot be read. Raises ReadError."""
    fonts: dict[int, bool] = {}
    with _document(data, name) as document:
        count = pdfium.FPDF_GetPageCount(document)
        bounds.paged(name, count)
        for index in range(count):
            page = pdfium.FPDF_LoadPage(document, index)
            text_page = pdfium.FPDFText_LoadPage(page) if page else None
            try:
                yield Page(page, text_page, fonts) if text_page else None
            finally:
                if text_page:
                    pdfium.FPDFText_ClosePage(text_page)
                if page:
                    pdfium.FPDF_ClosePage(page)
            fonts.clear()                                           # a font's address may be another's on the next page


def _objects(page: Any, text_page: Any) -> Iterator[tuple[int, str, Any]]:
    size = 1 << 13
    buffer = (ctypes.c_ushort * size)()
    get_type, get_text, get_id = pdfium.FPDFPageObj_GetType, pdfium.FPDFTextObj_GetText, pdfium.FPDFPageObj_GetMarkedContentID

    def within(count: int, get: Any, owner: Any, depth: int, outer: int) -> Iterator[tuple[int, str, Any]]:
        nonlocal buffer, size
        for i in range(min(count, _MOST_OBJECTS)):
            handle = get(owner, i)
            kind = get_type(handle)
            if kind == _TEXT:
                length = get_text(handle, text_page, buffer, size * 2)
                if length > size * 2:
                    size = length // 2 + 1
                    buffer = (ctypes.c_ushort * size)()
                    length = get_text(handle, text_page, buffer, size * 2)
                if length > 2:
                    mcid = get_id(handle)
                    text = ctypes.string_at(buffer, length - 2).decode("utf-16-le", "replace")
                    yield (mcid if mcid >= 0 else outer), text, handle
            elif kind == _FORM and depth < 8:
                mcid = get_id(handle)
                inside = pdfium.FPDFFormObj_CountObjects(handle)
                yield from within(inside, pdfium.FPDFFormObj_GetObject, handle, depth + 1, mcid if mcid >= 0 else outer)

    yield from within(pdfium.FPDFPage_CountObjects(page), pdfium.FPDFPage_GetObject, page, 0, -1)


def _aligned(page: str, objects: list[tuple[int, str, Any]]) -> list[Run]:
    """The objects with their words as the page's text has them: from an object's first printed character to the next one's."""
    starts: list[int] = []
    cursor = 0
    end = len(page)
    kept: list[tuple[int, str, Any]] = []
    for mcid, raw, handle in objects:
        text = (raw.translate(_HYPHENS) if "\ufffe" in raw or "\2" in raw else raw).strip()
        if not text:
            continue
        while cursor < end and page[cursor].isspace():
            cursor += 1
        if page.startswith(text, cursor):
            starts.append(cursor)
            cursor += len(text)
        else:
            after = _matched(page, cursor, text)
            if after < 0:                                           # drawn out of order: look further on
                found = page.find(text, cursor, cursor + 5000)
                if found < 0:
                    starts.append(-1)
                    kept.append((mcid, raw, handle))
                    continue
                cursor, after = found, found + len(text)
            starts.append(cursor)
            cursor = after
        kept.append((mcid, text, handle))
    runs: list[Run] = []
    following = end
    for (mcid, text, handle), start in zip(reversed(kept), reversed(starts), strict=True):
        if start < 0:
            runs.append(Run(mcid, text, handle))
        else:
            words = page[start:following]
            runs.append(Run(mcid, _HYPHEN_BREAK.sub("-", words) if "-" in words else words, handle))
            following = start
    runs.reverse()
    for order, run in enumerate(runs):
        run.order = order
    for run, following_run in pairwise(runs):                        # a hyphen at a line's end, the rest in the next object
        stripped = run.text.rstrip()
        if stripped.endswith("-") and "\n" in run.text[len(stripped) :] and stripped[-2:-1].isalnum() and following_run.text[:1].isalpha():
            run.text = stripped
    return runs


def _matched(page: str, cursor: int, text: str) -> int:
    """Where `text` ends in `page` from `cursor` on, white space aside; -1 if it does not stand there."""
    end = len(page)
    for character in text:
        if character.isspace():
            continue
        while cursor < end and page[cursor].isspace():
            cursor += 1
        if cursor >= end or page[cursor] != character:
            return -1
        cursor += 1
    return cursor


def _node(element: Any, buffer: Any, depth: int) -> Node:
    length = pdfium.FPDF_StructElement_GetType(element, buffer, 64)
    node = Node(buffer.raw[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace"))
    if depth > _DEEPEST:
        return node
    get, get_id = pdfium.FPDF_StructElement_GetChildAtIndex, pdfium.FPDF_StructElement_GetChildMarkedContentID
    children = node.children
    for i in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = get(element, i)
        if child:
            children.append(_node(child, buffer, depth + 1))
        else:
            mcid = get_id(element, i)
            if mcid >= 0:
                children.append(mcid)
            elif not children or children[-1] is not None:
                children.append(None)
    return node
