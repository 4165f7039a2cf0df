"""What documents were found to say, kept from build to build: a document that has not changed is not read again.

An entry is bytes (a document's packet, its area's facts with lasting keys, its share of the files) in a file named by a hash of all that
made it: for a packet the document's bytes, its name and identifier, what the manifest says of it, and the program itself
(`fingerprint`). Entries are written whole or not at all, as
documents are done, so that a build that was killed goes on where it stopped and two builds may share a folder. What is not as it was
written is passed over. The folder may be deleted at any time; it is kept below `LIMIT` by dropping what was longest unused.
"""

from __future__ import annotations

import functools
import hashlib
import os
import sys
import tempfile
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from graphbuild import ontology

LIMIT = 2 << 30
"""Most bytes a cache takes up: at 150 kB a report, over ten thousand of them."""
_LIBRARIES = ("pypdfium2", "lxml", "ahocorasick-rs", "msgspec", "pyoxigraph")
"""What, beside our own code, the facts of a document and how they are written depend on."""
_FOLDERS = ("read", "extract", "resolve", "graph")
_DIGEST = 16


def default() -> Path:
    """Where the cache is unless the caller says otherwise: in the user's own cache folder."""
    from platformdirs import user_cache_path

    return user_cache_path("graphbuild", appauthor=False)


@functools.cache
def fingerprint() -> str:
    """A hash of the program as far as it says what a document's facts are: its code, the ontology, Python, the libraries that read."""
    here = Path(__file__).parent
    files = [(f"graphbuild/{path.relative_to(here).as_posix()}", path) for path in here.glob("*.py")]
    files += [(f"graphbuild/{path.relative_to(here).as_posix()}", path) for name in _FOLDERS for path in (here / name).rglob("*.py")]
    known = ontology.folder()
    said = (path for path in known.rglob("*") if path.suffix in (".toml", ".ttl", ".csv"))
    files += [(f"ontology/{path.relative_to(known).as_posix()}", path) for path in said]
    whole = hashlib.sha256(f"{sys.version_info[:3]} {sys.implementation.name}".encode())
    for name in _LIBRARIES:
        with suppress(PackageNotFoundError):
            whole.update(f"\n{name} {version(name)}".encode())
    for name, path in sorted(files):
        whole.update(f"\n{name} {hashlib.sha256(path.read_bytes()).hexdigest()}".encode())
    return whole.hexdigest()


class Cache:
    """Entries in a folder, by `key_of`. Nothing that is wrong with the folder stops a build: it is then a cache that holds nothing."""

    def __init__(self, folder: Path | str, limit: int = LIMIT) -> None:
        self.folder = Path(folder)
        self.limit = limit

    def has(self, key: str) -> bool:
        """Whether there is an entry of `key`, whole or not."""
        return self._path(key).is_file()

    def get(self, key: str) -> bytes | None:
        """The entry of `key`, whole and as it was written; None where there is none such."""
        path = self._path(key)
        try:
            data = path.read_bytes()
            if _digest(memoryview(data)[_DIGEST:]) != data[:_DIGEST]:
                path.unlink()
                return None
            os.utime(path)
        except OSError:
            return None
        return data[_DIGEST:]

    def put(self, key: str, data: bytes) -> None:
        """Keep an entry, at once or not at all."""
        path = self._path(key)
        with suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, part = tempfile.mkstemp(prefix="part-", dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_digest(data) + data)
                Path(part).replace(path)
            except OSError:
                Path(part).unlink(missing_ok=True)
                raise

    def trim(self) -> None:
        """Drop what was longest unused where there is too much, down to four fifths of the limit, and what a killed build left."""
        found: list[tuple[float, int, Path]] = []
        for path in self.folder.glob("??/*"):
            with suppress(OSError):
                about = path.stat()
                found.append((about.st_mtime, about.st_size, path))
        total = sum(size for _, size, _ in found)
        newest = max((when for when, _, _ in found), default=0.0)
        enough = self.limit * 4 // 5 if total > self.limit else total
        for when, size, path in sorted(found):
            left = path.name.startswith("part-") and when < newest - 3600
            if total > enough or left:
                with suppress(OSError):
                    path.unlink()
                    total -= size

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]


def key_of(*parts: str | bytes) -> str:
    """The key of what `parts` and this program make."""
    whole = hashlib.sha256(fingerprint().encode())
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        whole.update(b"%d:" % len(data) + data)
    return whole.hexdigest()


def _digest(data: bytes | memoryview) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST).digest()
