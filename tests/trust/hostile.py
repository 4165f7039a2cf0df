"""Documents made to do harm, byte by byte: none is anybody's, and each is small in the repository however large it is when made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from tests.read.makers import W, _file, make_docx, make_pdf, p, w_p

SAID = "The Riverton Board met in May."
_SHOWN = b"BT /F3 11 Tf 72 700 Td (The Riverton Board met in May.) Tj ET"
_ONE_PAGE = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"


def pdf(*, shown: bytes = _SHOWN, root: bytes = b"", page: bytes = b"", pages: bytes = _ONE_PAGE, **extra: bytes) -> bytes:
    """A PDF of one page that draws `shown`, with entries added to its root and page; `extra` are objects o6, o7 … as they are written."""
    resources = b"/Resources<</Font<</F3 5 0 R>>/XObject<</X 6 0 R>>>>"
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R" + root + b">>",
        2: pages,
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]" + resources + b"/Contents 4 0 R" + page + b">>",
        4: b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown),
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }
    return _file({**objects, **{int(name[1:]): data for name, data in extra.items()}})


def _encrypted() -> bytes:
    lock = b"trailer<</Encrypt<</Filter/Standard/V 1/R 2/O(" + b"o" * 32 + b")/U(" + b"u" * 32 + b")/P -4>>/ID[(a)(a)]"
    return pdf().replace(b"trailer<<", lock)


def _looping_tables() -> bytes:
    data = pdf()
    return data.replace(b"trailer<<", b"trailer<</Prev %d" % data.rindex(b"xref\n0"))


def _form() -> bytes:
    inside = b"/X Do /X Do "
    head = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>/Length %d>>" % len(inside)
    return pdf(shown=b"/X Do " + _SHOWN, o6=head + b"stream\n" + inside + b"\nendstream")


def _tree() -> bytes:
    return pdf(
        root=b"/MarkInfo<</Marked true>>/StructTreeRoot 7 0 R",
        page=b"/StructParents 0",
        o7=b"<</Type/StructTreeRoot/K 8 0 R/ParentTree 9 0 R>>",
        o8=b"<</Type/StructElem/S/P/P 8 0 R/K[8 0 R]>>",
        o9=b"<</Nums[0 [8 0 R]]>>",
    )


def _docx_of(body: bytes, *, more: dict[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", body)
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def _bomb() -> bytes:
    return _docx_of(f"<w:document {W}><w:body>".encode() + b" " * 101_000_000)


def _lying_bomb() -> bytes:
    """An archive whose header says that its part is a hundred bytes long."""
    data = bytearray(_docx_of(f"<w:document {W}><w:body>".encode() + b" " * 3_000_000))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(data)


def _entities(entity: str) -> bytes:
    return make_docx(w_p(f"{SAID} &{entity};"), prolog=_DTD)


_LAUGHS = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
_DTD = f'<!DOCTYPE x [<!ENTITY a0 "ha">{_LAUGHS}<!ENTITY file SYSTEM "file:///etc/passwd"><!ENTITY web SYSTEM "http://127.0.0.1:9/x">]>'

WELL, REFUSED, EITHER = "read", "refused", "either"

MAKERS: dict[str, tuple[Callable[[], bytes], str, str]] = {
    # name: (maker, how it must end, what is then to be found in its text or in the line that refuses it)
    "bomb-of-entities.docx": (lambda: _entities("a11"), REFUSED, "damaged DOCX"),
    "file-by-entity.docx": (lambda: _entities("file"), WELL, SAID),
    "web-by-entity.docx": (lambda: _entities("web"), WELL, SAID),
    "entities.html": (lambda: f"<!DOCTYPE html [{_DTD}]><html><body><p>{SAID} &a11; &file;".encode(), WELL, SAID),
    "bomb.docx": (_bomb, REFUSED, "unpacks to more than 100 MB"),
    "lying-bomb.docx": (_lying_bomb, REFUSED, "damaged DOCX"),
    "climbing.docx": (
        lambda: make_docx(w_p(SAID), parts={"../../../climbed.txt": "out", "/tmp/climbed.txt": "out", "..\\climbed.txt": "out"}),
        WELL,
        SAID,
    ),
    "many-parts.docx": (lambda: make_docx(w_p(SAID), parts={f"word/part{i}.xml": "" for i in range(20_000)}), WELL, SAID),
    "tables-in-tables.docx": (
        lambda: make_docx("<w:tbl><w:tr><w:tc>" * 5000 + w_p(SAID) + "</w:tc></w:tr></w:tbl>" * 5000),
        REFUSED,
        "damaged DOCX",
    ),
    "styles-in-a-circle.docx": (
        lambda: make_docx(
            w_p(SAID, "A"),
            parts={
                "word/styles.xml": f'<w:styles {W}><w:style w:styleId="A"><w:basedOn w:val="B"/></w:style>'
                '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
            },
        ),
        WELL,
        SAID,
    ),
    "half.docx": (lambda: make_docx(w_p(SAID))[:-200], REFUSED, "damaged DOCX"),
    "locked.pdf": (_encrypted, REFUSED, "protected by a password"),
    "pages-in-a-circle.pdf": (lambda: pdf(pages=b"<</Type/Pages/Count 3/Kids[2 0 R 2 0 R 3 0 R]>>"), WELL, SAID),
    "tables-in-a-circle.pdf": (_looping_tables, WELL, SAID),
    "tree-in-a-circle.pdf": (_tree, WELL, SAID),
    "forms-in-a-circle.pdf": (_form, EITHER, "--timeout"),
    "a-million-pages.pdf": (lambda: pdf(pages=b"<</Type/Pages/Count 1000000/Kids[3 0 R]>>"), REFUSED, "1,000,000 pages; the most is 5,000"),
    "a-page-ten-thousand-times.pdf": (
        lambda: pdf(pages=b"<</Type/Pages/Count 10000/Kids[" + b"3 0 R " * 10_000 + b"]>>"),
        REFUSED,
        "10,000 pages; the most is 5,000",
    ),
    "a-million-objects.pdf": (lambda: pdf(shown=b"BT /F3 11 Tf 72 700 Td " + b"(a b) Tj " * 1_000_000 + b"ET"), EITHER, "--timeout"),
    "brackets.pdf": (lambda: pdf(root=b"/Lang 6 0 R", o6=b"[" * 200_000 + b"]" * 200_000), EITHER, "damaged PDF"),
    "half.pdf": (lambda: make_pdf([p(SAID)])[:400], REFUSED, "half.pdf"),
    "no-page.pdf": (lambda: b"%PDF-1.7\n" + b"\xff" * 5000, REFUSED, "damaged PDF"),
    "a-hundred-megabytes.txt": (lambda: b"a" * 100_000_001, REFUSED, "larger than 100 MB"),
    "one-line.txt": (lambda: b"The board met. " * 1_000_000, REFUSED, "more than 10,000,000 characters"),
    "long-line.txt": (lambda: b"The board met the council in May. " * 120_000, EITHER, "--timeout"),
    "one-word.txt": (lambda: b"a" * 2_000_000, EITHER, "--timeout"),
    "deep.html": (lambda: b"<html><body>" + b"<div>" * 100_000 + SAID.encode(), EITHER, "holds no text"),
    "deep-inline.html": (lambda: b"<html><body>" + b"<b>" * 100_000 + SAID.encode(), EITHER, "holds no text"),
    "attributes.html": (lambda: b"<html><body><p " + b"a=b " * 200_000 + b">" + SAID.encode(), EITHER, "holds no text"),
    "nulls.txt": (lambda: b"The\0 board\0 met.\0", REFUSED, "binary data"),
    "few-nulls.txt": (lambda: SAID.encode() + b"\0" + b" It met again in June." * 30, WELL, SAID),
    "surrogates.html": (
        lambda: f"<html><title>A &#xD800; board</title><body><h1>The &#xDFFF;Board&#x202E;</h1><p>{SAID}".encode() + b" \xed\xa0\x80",
        WELL,
        SAID,
    ),
    "surrogates.txt": (lambda: b"\xff\xfe" + SAID.encode("utf-16-le") + b"\x00\xd8" + " And.".encode("utf-16-le"), WELL, SAID),
    "mixed.txt": (lambda: "The café board met.\n".encode("latin-1") + SAID.encode() + "The “naïve” café".encode(), WELL, SAID),
    "strange-charset.html": (lambda: b"<html><meta charset=hex><body><p>\xff" + SAID.encode(), WELL, SAID),
    "right-to-left.txt": (lambda: f"الاجتماع \u202e{SAID}\u202c \u2066in May\u2069 אבג".encode(), WELL, SAID),
}

SCRIPTS = (
    "<script>window.ran=1</script>",
    "</script><script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    "<svg/onload=window.ran=1>",
    "javascript:window.ran=1",
    "\"><iframe srcdoc='<script>parent.ran=1</script>'>",
    "{{constructor.constructor('window.ran=1')()}}",
    "<!--<script>",
    "\u202egnp.exe\u2066",
    "\u2028window.ran=1\u2029",
    "]]><x>",
    '""" . <urn:x> <urn:y> <urn:z> .',
)
"""What somebody might put where a name is expected."""
