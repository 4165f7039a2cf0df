"""What format a file is in, by its first bytes; and its text, whatever its encoding."""

from __future__ import annotations

import re
from enum import Enum, auto
from pathlib import PurePath

from graphbuild.read.errors import ReadError


class Format(Enum):
    """The formats that can be read."""

    TEXT = auto()
    HTML = auto()
    PDF = auto()
    DOCX = auto()


_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|main|article|meta|title|div|section|p|h[1-6]|table|ul)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_OTHER = (
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc); save it as .docx"),
    (b"{\\rtf", "an RTF file; save it as .docx"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"II*\x00", "an image"),
    (b"MM\x00*", "an image"),
    (b"\x1f\x8b", "a compressed archive; unpack it first"),
    (b"BZh", "a compressed archive; unpack it first"),
    (b"7z\xbc\xaf", "a compressed archive; unpack it first"),
    (b"%!PS", "a PostScript file; save it as PDF"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)


def format_of(data: bytes, name: str) -> Format:
    """The format of `data`; `name` only lends its words to the complaint, and shows what the file pretends to be.

    Raises ReadError where it is empty, is nothing that can be read, or its name promises a PDF or a DOCX and it is a page or plain text.
    """
    if not data.strip(b"\0 \t\r\n\f\v\xef\xbb\xbf"):
        raise ReadError(f"{name} is empty")
    suffix = PurePath(name).suffix.lower()
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if data.startswith(b"PK\x03\x04"):
        if b"word/document.xml" in data:
            return Format.DOCX
        what = "an OpenDocument file; save it as .docx" if b"opendocument" in data[:200] else "a zip archive, no DOCX"
        raise ReadError(f"{name} is {what}")
    for start, what in _OTHER:
        if data.startswith(start):
            raise ReadError(f"{name} is {what}")
    head = data[:8192].removeprefix(b"\xef\xbb\xbf")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = decoded(data[:8192]).encode("utf-8", "replace")
    elif head.count(0) > max(2, len(head) // 100) or sum(c < 9 or 13 < c < 27 for c in head) > len(head) * 0.02:
        raise ReadError(f"{name} is no document: it holds binary data")
    html = bool(_HTML.match(head)) or bool(re.search(rb"<html[\s>]", head, re.IGNORECASE))
    if suffix in (".pdf", ".docx"):
        title = re.search(rb"<title[^>]*>\s*([^<]{1,80}?)\s*</title>", data, re.IGNORECASE)
        called = f" (titled “{decoded(title[1])}”)" if html and title else ""
        raise ReadError(f"{name} is {'a web page' if html else 'plain text'} saved as {suffix}{called}")
    if html:
        return Format.HTML
    if head.lstrip().startswith(b"<?xml"):
        raise ReadError(f"{name} is XML, but no web page")
    return Format.TEXT


def decoded(data: bytes) -> str:
    """The text of `data`: by its byte order mark, else by the encoding a page declares, else UTF-8, else Windows-1252. Never fails."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace").replace("\0", "")
    try:
        return data.decode("utf-8").replace("\0", "")
    except UnicodeDecodeError:
        declared = re.search(rb"(?:charset|encoding)\s*=\s*[\"']?([\w-]{3,20})", data[:2048], re.IGNORECASE)
        names = [declared[1].decode("ascii")] if declared else []
        for encoding in (*names, "windows-1252"):
            try:
                return data.decode(encoding, "strict" if encoding != "windows-1252" else "replace").replace("\0", "")
            except (LookupError, UnicodeDecodeError):
                continue
        return data.decode("windows-1252", "replace")
