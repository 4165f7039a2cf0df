"""Small PDFs and Word documents, made byte by byte, so that the tests carry no one's files."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Leaf:
    """A tagged element with words of its own, a line of them each; drawn on `page`."""

    tag: str
    lines: list[str]
    page: int = 1
    size: int = 11
    bold: bool = False
    left: int = 72


@dataclass
class Branch:
    """A tagged element that holds others."""

    tag: str
    children: list[Any] = field(default_factory=list)


def p(*lines: str, page: int = 1, size: int = 11, bold: bool = False) -> Leaf:
    """A paragraph."""
    return Leaf("P", list(lines), page, size, bold)


def items(*texts: str, page: int = 1) -> Branch:
    """A list, as Word tags it."""
    return Branch("L", [Branch("LI", [Leaf("LBody", [text], page)]) for text in texts])


def table(*rows: tuple[str, ...], page: int = 1) -> Branch:
    """A table."""
    return Branch("Table", [Branch("TR", [Branch("TD", [p(cell, page=page)]) for cell in row]) for row in rows])


def make_pdf(tree: list[Leaf | Branch], *, tagged: bool = True, head: str = "") -> bytes:
    """A PDF of `tree`; `head` is a running head on every page; untagged, only the drawing is left."""
    leaves: list[Leaf] = []

    def gather(node: Leaf | Branch) -> None:
        if isinstance(node, Leaf):
            leaves.append(node)
        else:
            for child in node.children:
                gather(child)

    for node in tree:
        gather(node)
    pages = max((leaf.page for leaf in leaves), default=1)
    objects: dict[int, bytes] = {}
    fonts = {3: b"Helvetica", 4: b"Helvetica-Bold"}
    for number, name in fonts.items():
        objects[number] = b"<</Type/Font/Subtype/Type1/BaseFont/" + name + b"/Encoding/WinAnsiEncoding>>"
    page_id = {n: 10 + n for n in range(1, pages + 1)}
    mcid: dict[int, int] = {}
    for number in range(1, pages + 1):
        drawn = []
        y = 800
        if head:
            drawn.append(b"/Artifact BMC\n" + _line(f"{head} {number}", 72, 820, 9, False) + b"EMC\n")
        for leaf in leaves:
            if leaf.page != number:
                continue
            mcid[id(leaf)] = sum(1 for x in leaves if x.page == number and id(x) in mcid)
            out = b""
            for line in leaf.lines:
                y -= int(leaf.size * 1.25)
                out += _line(line, leaf.left, y, leaf.size, leaf.bold)
            y -= 10
            drawn.append(b"/%s <</MCID %d>> BDC\n%sEMC\n" % (leaf.tag.encode(), mcid[id(leaf)], out) if tagged else out)
        stream = b"".join(drawn)
        objects[100 + number] = b"<</Length %d>>stream\n%sendstream" % (len(stream), stream)
        tabs = b"/StructParents %d" % (number - 1) if tagged else b""
        objects[page_id[number]] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F3 3 0 R/F4 4 0 R>>>>/Contents %d 0 R%s>>"
            % (100 + number, tabs)
        )
    kids = b" ".join(b"%d 0 R" % page_id[n] for n in range(1, pages + 1))
    objects[2] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids)
    root = b"<</Type/Catalog/Pages 2 0 R"
    if tagged:
        root += b"/MarkInfo<</Marked true>>/StructTreeRoot 5 0 R"
        _structure(tree, leaves, objects, page_id, mcid, pages)
    objects[1] = root + b">>"
    return _file(objects)


def _structure(
    tree: list[Leaf | Branch], leaves: list[Leaf], objects: dict[int, bytes], page_id: dict[int, int], mcid: dict[int, int], pages: int
) -> None:
    ids: dict[int, int] = {}
    counter = 1000

    def write(node: Leaf | Branch, parent: int) -> int:
        nonlocal counter
        counter += 1
        mine = ids[id(node)] = counter
        if isinstance(node, Leaf):
            kids = b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (page_id[node.page], mcid[id(node)])
        else:
            kids = b"[" + b" ".join(b"%d 0 R" % write(child, mine) for child in node.children) + b"]"
        objects[mine] = b"<</Type/StructElem/S/%s/P %d 0 R/K %s>>" % (node.tag.encode(), parent, kids)
        return mine

    top = b" ".join(b"%d 0 R" % write(node, 6) for node in tree)
    objects[6] = b"<</Type/StructElem/S/Document/P 5 0 R/K[%s]>>" % top
    objects[5] = b"<</Type/StructTreeRoot/K[6 0 R]/ParentTree 7 0 R>>"
    by_page = []
    for number in range(1, pages + 1):
        on_page = sorted((leaf for leaf in leaves if leaf.page == number), key=lambda leaf: mcid[id(leaf)])
        by_page.append(b"%d [%s]" % (number - 1, b" ".join(b"%d 0 R" % ids[id(leaf)] for leaf in on_page)))
    objects[7] = b"<</Nums[%s]>>" % b" ".join(by_page)


def _line(text: str, x: int, y: int, size: int, bold: bool) -> bytes:
    raw = text.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F%d %d Tf 1 0 0 1 %d %d Tm (%s) Tj ET\n" % (4 if bold else 3, size, x, y, raw)


def _file(objects: dict[int, bytes]) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    at = {}
    for number in sorted(objects):
        at[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, objects[number]))
    start = out.tell()
    out.write(b"xref\n0 1\n0000000000 65535 f \n")
    for number in sorted(at):
        out.write(b"%d 1\n%010d 00000 n \n" % (number, at[number]))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, start))
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

STYLES = f"""<w:styles {W}>
<w:style w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:styleId="Sub"><w:name w:val="Our section"/><w:basedOn w:val="H1"/></w:style></w:styles>"""

NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>"""


def w_p(text: str, style: str = "", numbered: int = 0, level: int = 0) -> str:
    """A Word paragraph."""
    inside = f'<w:pStyle w:val="{style}"/>' if style else ""
    inside += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbered}"/></w:numPr>' if numbered else ""
    return f"<w:p><w:pPr>{inside}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def make_docx(body: str, *, prolog: str = "", parts: dict[str, str] | None = None) -> bytes:
    """A DOCX with `body` in its document part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"{prolog}<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, text in {"word/styles.xml": STYLES, "word/numbering.xml": NUMBERING, **(parts or {})}.items():
            archive.writestr(name, text)
    return out.getvalue()
