"""The manifest: what is known of documents besides their text, in TOML.

    [[document]]
    file = "report.pdf"                    # or sha256: which document this is
    sha256 = "…"
    original_sha256 = "…"                  # of the document this one is an edition of, if it is one
    identifier = "somewhere-2020-report"
    title = "…"
    publisher = "…"
    date = "2020-06-15"                    # as precise as known: 2020-06-15, 2020-06, 2020
    precision = "day"                      # day, month or year: shortens a date that says more than is known
    kind = "report"                        # report, letter, news, minutes
    authority = "…"                        # the local authority it is about, as the register names it
    licence = "…"
    url = "…"

An entry with a hash describes the file of that hash, whatever its name; one without describes the file of its name.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from graphbuild.document import Kind, Meta

_KEYS = frozenset(
    [
        "file",
        "sha256",
        "original_sha256",
        "identifier",
        "title",
        "publisher",
        "date",
        "precision",
        "kind",
        "authority",
        "licence",
        "url",
        "language",
        "note",
    ]
)
_LENGTH = {"day": 10, "month": 7, "year": 4}


class ManifestError(ValueError):
    """A manifest that cannot be used; the message is one plain line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a manifest says of one document; "" where it says nothing."""

    file: str = ""
    sha256: str = ""
    original_sha256: str = ""
    identifier: str = ""
    title: str = ""
    publisher: str = ""
    date: str = ""
    kind: Kind | None = None
    authority: str = ""
    licence: str = ""
    url: str = ""
    language: str = ""

    def described(self, meta: Meta) -> Meta:
        """`meta` with all that this entry says in place of what the document says itself."""
        return replace(
            meta,
            title=self.title or meta.title,
            publisher=self.publisher or meta.publisher,
            issued=self.date or meta.issued,
            kind=self.kind or meta.kind,
            authority=self.authority or meta.authority,
            licence=self.licence or meta.licence,
            url=self.url or meta.url,
            language=self.language or meta.language,
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """Entries, in the order written. `lookup` finds the one for a file."""

    entries: tuple[Entry, ...] = ()

    def lookup(self, path: Path, sha256: str) -> Entry | None:
        """The entry for the file at `path` whose bytes have the hash `sha256`, or None."""
        for entry in self.entries:
            if sha256 and sha256 in (entry.sha256, entry.original_sha256):
                return entry
        for entry in self.entries:
            if entry.file and not entry.sha256 and path.as_posix().endswith(entry.file) and path.name == Path(entry.file).name:
                return entry
        return None


def load(path: Path | str) -> Manifest:
    """Read a manifest; raises ManifestError where it cannot be read or says something that means nothing."""
    path = Path(path)
    try:
        table = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise ManifestError(f"{path} cannot be read: {error.strerror or error}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ManifestError(f"{path} is no TOML: {error}") from None
    documents = table.get("document", [])
    if not isinstance(documents, list) or not all(isinstance(d, dict) for d in documents):
        raise ManifestError(f"{path}: documents are written [[document]]")
    return Manifest(tuple(_entry(d, f"{path}, document {i}") for i, d in enumerate(documents, 1)))


def _entry(said: Mapping[str, Any], where: str) -> Entry:
    unknown = sorted(set(said) - _KEYS)
    if unknown:
        raise ManifestError(f"{where}: unknown key {unknown[0]!r}")
    text = {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in said.items() if k not in ("precision", "note")}
    for key, value in text.items():
        if not isinstance(value, str):
            raise ManifestError(f"{where}: {key} must be text")
    if not (text.get("file") or text.get("sha256")):
        raise ManifestError(f"{where}: needs a file or a sha256")
    precision = said.get("precision", "day")
    if precision not in _LENGTH:
        raise ManifestError(f"{where}: precision is day, month or year, not {precision!r}")
    kind = text.pop("kind", "")
    if kind and kind not in {k.value for k in Kind}:
        raise ManifestError(f"{where}: kind is one of {', '.join(k.value for k in Kind)}, not {kind!r}")
    for key in ("sha256", "original_sha256"):
        text[key] = text.get(key, "").lower()
    text["date"] = text.get("date", "")[: _LENGTH[precision]]
    return Entry(kind=Kind(kind) if kind else None, **text)


def seeds() -> Path:
    """The folder of the sample documents: beside the package in a checkout, inside it in a wheel."""
    inside = Path(__file__).with_name("_seeds")
    return inside if inside.is_dir() else Path(__file__).resolve().parent.parent / "seeds"


@functools.cache
def shipped() -> Manifest:
    """The manifest of the sample documents, or an empty one where they are not at hand."""
    path = seeds() / "manifest.toml"
    return load(path) if path.is_file() else Manifest()
