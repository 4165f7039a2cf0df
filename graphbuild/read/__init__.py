"""File → `Document`: one module a format (text, html, pdf, docx), told apart by what a file holds and not by its name."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from graphbuild.document import Document, Kind, Meta
from graphbuild.read.bounds import Bounds
from graphbuild.read.describe import described
from graphbuild.read.errors import ReadError
from graphbuild.read.formats import Format, decoded, format_of
from graphbuild.read.pieces import Piece, document_of, settle_title

if TYPE_CHECKING:
    from graphbuild.manifest import Manifest

__all__ = ["ReadError", "read", "sources"]

KNOWN = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx"})


def read(path: Path | str, *, manifest: Manifest | None = None, data: bytes | None = None, bounds: Bounds | None = None) -> Document:
    """Read one file; what `manifest` (or the one that comes with the sample documents) says of it wins over what it says itself.

    `data` are its bytes where the caller has them already, or the file is not one of this machine; `bounds` are how large it may be (time
    and memory are bounded by `build`, which reads in a process of its own).
    Raises ReadError, whose message is one line for a person, where there is no such file or no text to be had from it.
    """
    from graphbuild.manifest import shipped

    path = Path(path)
    bounds = bounds or Bounds.settled()
    data = _bytes(path, bounds) if data is None else data
    bounds.sized(path.name, len(data))
    digest = hashlib.sha256(data).hexdigest()
    pieces, meta, pages, warnings = _pieces(data, path.name, bounds)
    bounds.lettered(path.name, sum(len(piece.text) for piece in pieces))
    settle_title(pieces)
    text, blocks, starts = document_of(pieces, pages)
    if not blocks:
        raise ReadError(f"{path.name} holds no text" + (" (a scanned PDF?)" if pages else ""))
    entry = (manifest.lookup(path, digest) if manifest else None) or shipped().lookup(path, digest)
    if entry is not None:
        meta = entry.described(meta)
    meta = described(meta, pieces, path.stem)
    kind = meta.kind or Kind.REPORT
    identifier = entry.identifier if entry is not None and entry.identifier else path.stem
    return Document(identifier, text, blocks, kind, replace(meta, kind=kind), starts, digest, path.name, tuple(warnings))


def _pieces(data: bytes, name: str, bounds: Bounds) -> tuple[list[Piece], Meta, int, list[str]]:
    kind = format_of(data, name)
    if kind is Format.PDF:
        from graphbuild.read.pdf import read_pdf

        return read_pdf(data, name, bounds)
    if kind is Format.DOCX:
        from graphbuild.read.docx import read_docx

        pieces, meta = read_docx(data, name, bounds)
        return pieces, meta, 0, []
    text = decoded(data)
    bounds.lettered(name, len(text))
    if kind is Format.HTML:
        from graphbuild.read.html import read_html

        pieces, meta = read_html(text)
    else:
        from graphbuild.read.text import read_text

        pieces, meta = read_text(text)
    return pieces, meta, 0, []


def _bytes(path: Path, bounds: Bounds) -> bytes:
    try:
        bounds.fitting(path)
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadError(f"{path} does not exist") from None
    except IsADirectoryError:
        raise ReadError(f"{path} is a folder") from None
    except OSError as error:
        raise ReadError(f"{path} cannot be read: {error.strerror or error}") from None


def sources(paths: Iterable[Path | str]) -> list[Path]:
    """The documents that `paths` name: a file itself, of a folder every file of a known kind in it and below, sorted by name.

    Hidden files, README and manifests in folders are passed over; a file named twice comes once. Raises ReadError where a path does
    not exist or a folder holds no document.
    """
    found: dict[Path, Path] = {}
    for given in paths:
        path = Path(given)
        if path.is_dir():
            inside = list(_inside(path))
            if not inside:
                raise ReadError(f"{path} holds no documents ({', '.join(sorted(KNOWN))})")
        elif path.exists():
            inside = [path]
        else:
            raise ReadError(f"{path} does not exist")
        for each in inside:
            found.setdefault(each.resolve(), each)
    return list(found.values())


def _inside(folder: Path) -> Iterable[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(files):
            path = Path(root, name)
            if not name.startswith(".") and path.suffix.lower() in KNOWN and path.stem.lower() not in ("readme", "manifest"):
                yield path
