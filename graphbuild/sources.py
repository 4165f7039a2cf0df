"""Which documents are to be read, from wherever they are: files, folders, and addresses that fsspec knows (s3://, https://, file:// …)."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from graphbuild.read.bounds import MB, USUAL, Bounds
from graphbuild.read.errors import ReadError

if TYPE_CHECKING:
    from graphbuild.manifest import Manifest

_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """A document to be read: where it is (an address as text), the hash of its bytes, the identifier it will have, how many bytes."""

    path: Path | str
    sha256: str
    identifier: str
    size: int = 0

    @property
    def name(self) -> str:
        """The file's name, without where it lies."""
        return named(self.path).name


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that could not be read, and why, in one line."""

    source: str
    reason: str


def is_address(path: Path | str) -> bool:
    """Whether `path` is an address and no path of this machine's."""
    return isinstance(path, str) and _URL.match(path) is not None


def named(path: Path | str) -> Path:
    """`path` as one whose name and end can be looked at; of an address the part that says where on its host."""
    if isinstance(path, Path):
        return path
    return Path(PurePosixPath(unquote(urlsplit(path).path) or "/document")) if is_address(path) else Path(path)


def content(path: Path | str, bounds: Bounds = USUAL) -> bytes:
    """The bytes of a file or at an address; raises ReadError, whose message is one line."""
    if not is_address(path):
        try:
            bounds.fitting(Path(path))
            return Path(path).read_bytes()
        except OSError as error:
            raise ReadError(f"{path} cannot be read: {error.strerror or error}") from None
    try:
        with _fsspec().open(path, "rb") as file:
            data: bytes = file.read(bounds.size * MB + 1)
        bounds.sized(named(path).name, len(data))
        return data
    except ReadError:
        raise
    except Exception as error:  # each kind of address has errors of its own
        raise ReadError(f"{path} cannot be read: {_line(error)}") from None


def find(paths: Iterable[Path | str], manifest: Manifest | None, bounds: Bounds = USUAL) -> tuple[list[Source], list[Failure]]:
    """The documents that `paths` name, each with its hash and its identifier, in order of identifier; and what was no source.

    Those of one identifier get a suffix of their hash, every one of them, so that it does not matter which is met first; of
    documents alike in both identifier and content one is read.
    """
    from graphbuild.manifest import seeds, shipped

    failures: list[Failure] = []
    files: dict[Path | str, None] = {}
    for path in list(paths) or [seeds()]:
        try:
            files.update(dict.fromkeys(_all_of(path)))
        except ReadError as error:
            failures.append(Failure(str(path), str(error)))
    by_name: dict[str, dict[str, tuple[Path | str, int]]] = defaultdict(dict)
    for path in files:
        try:
            digest, size = _digest(path, bounds)
        except ReadError as error:
            failures.append(Failure(named(path).name, str(error)))
            continue
        where = named(path)
        entry = (manifest.lookup(where, digest) if manifest else None) or shipped().lookup(where, digest)
        identifier = entry.identifier if entry and entry.identifier else where.stem
        known = by_name[identifier].get(digest)
        by_name[identifier][digest] = (path, size) if known is None else min(known, (path, size), key=lambda k: str(k[0]))
    found = [
        Source(path, digest, identifier if len(alike) == 1 else f"{identifier}-{digest[:8]}", size)
        for identifier, alike in by_name.items()
        for digest, (path, size) in alike.items()
    ]
    return sorted(found, key=lambda s: (s.identifier, s.sha256)), failures


def _digest(path: Path | str, bounds: Bounds) -> tuple[str, int]:
    if is_address(path):
        data = content(path, bounds)
        return hashlib.sha256(data).hexdigest(), len(data)
    try:
        bounds.fitting(Path(path))
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
    except OSError as error:
        raise ReadError(f"{path} cannot be read: {error.strerror or error}") from None


def _all_of(path: Path | str) -> list[Path | str]:
    from graphbuild.read import KNOWN, sources

    if not is_address(path):
        return list(sources([path]))
    address = str(path)
    try:
        system, inside = _fsspec().core.url_to_fs(address)
        if not address.endswith("/") and (named(address).suffix.lower() in KNOWN or not system.isdir(inside)):
            return [address]
        found = [system.unstrip_protocol(each) for each in system.find(inside)]
    except ReadError:
        raise
    except Exception as error:  # each kind of address has errors of its own
        raise ReadError(f"{address} cannot be read: {_line(error)}") from None
    kept = [
        each
        for each in sorted(found)
        if named(each).suffix.lower() in KNOWN and named(each).stem.lower() not in ("readme", "manifest") and not _hidden(each, address)
    ]
    if not kept:
        raise ReadError(f"{address} holds no documents ({', '.join(sorted(KNOWN))})")
    return list(kept)


def _hidden(address: str, folder: str) -> bool:
    return any(step.startswith(".") for step in address.removeprefix(folder).split("/"))


def _fsspec() -> Any:
    try:
        import fsspec
    except ImportError:
        raise ReadError("reading from an address needs fsspec: pip install 'graphbuild[remote]'") from None
    return fsspec


def _line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
