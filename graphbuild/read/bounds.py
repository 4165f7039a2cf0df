"""How much one document may cost: what is larger, longer or slower is refused by name, and the others are read.

Size, pages and characters are looked at by whoever reads; time and memory by the process that reads (`graphbuild.workers`), which is
never the one that writes, so that a file that hangs or crashes a parser costs itself only.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from graphbuild.read.errors import ReadError

MB = 1_000_000


class BoundsError(Exception):
    """A bound that is no number above nought; the message is one plain line."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most one document may be or take; each can be set by the environment, as GRAPHBUILD_MAX_SIZE and so on."""

    size: int = 100
    """MB of the file, and of each part of a Word document when it is unpacked."""
    pages: int = 5_000
    characters: int = 10_000_000
    seconds: int = 300
    """Of the clock, to read and extract; on the machine of a build, not on a cluster's."""
    memory: int = 4_000
    """MB beyond what the reading process has when it begins (Linux)."""

    def __post_init__(self) -> None:
        for field in fields(self):
            if getattr(self, field.name) < 1:
                raise BoundsError(f"the most {field.name} of a document must be 1 or more, not {getattr(self, field.name)}")

    @classmethod
    def settled(cls, said: Mapping[str, str] = os.environ, **given: int | None) -> Bounds:
        """Those `given`, else what the environment says, else the usual ones. Raises BoundsError."""
        found = {name: number for name, number in given.items() if number is not None}
        for field in fields(cls):
            text = said.get(f"GRAPHBUILD_MAX_{field.name.upper()}")
            if text is not None and field.name not in found:
                if not text.strip().isdecimal():
                    raise BoundsError(f"GRAPHBUILD_MAX_{field.name.upper()} must be a whole number, not {text!r}")
                found[field.name] = int(text)
        return cls(**found)

    def fitting(self, path: Path) -> None:
        """Raise ReadError if what is at `path` is no file (a pipe or a device may never end) or too large; OSError if it is not there."""
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise ReadError(f"{path} is {'a folder' if stat.S_ISDIR(about.st_mode) else 'a pipe or a device, no file'}")
        self.sized(path.name, about.st_size)

    def sized(self, name: str, size: int) -> None:
        """Raise ReadError if the file `name` of `size` bytes is too large."""
        if size > self.size * MB:
            raise ReadError(f"{name} is larger than {self.size} MB, the most a document may be (--max-size)")

    def paged(self, name: str, pages: int) -> None:
        """Raise ReadError if `name` has too many pages."""
        if pages > self.pages:
            raise ReadError(f"{name} has {pages:,} pages; the most is {self.pages:,} (GRAPHBUILD_MAX_PAGES)")

    def lettered(self, name: str, characters: int) -> None:
        """Raise ReadError if `name` has too much text."""
        if characters > self.characters:
            raise ReadError(f"{name} has more than {self.characters:,} characters of text (GRAPHBUILD_MAX_CHARACTERS)")


USUAL = Bounds()
