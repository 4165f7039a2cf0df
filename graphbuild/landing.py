"""Putting a build's files in place so that the output folder always holds one whole build: the old one or the new one.

Files are written into a hidden folder beside the old ones and synced to the disk; that folder is then renamed to say that it is complete,
and only then are its files moved over the old ones. A build that is killed before the rename leaves the old files as they were; one
killed after it is finished by whoever takes the folder next. A lock keeps two builds from landing at once.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LOCK = ".graphbuild.lock"
_PARTS = ".graphbuild-part-"
_READY = ".graphbuild-ready"


class OutputError(Exception):
    """The output cannot be written; the message is one plain line."""


@contextmanager
def landing(output: Path) -> Iterator[Path]:
    """A folder to write a build's files into; they are in `output`, all of them, when the block ends without an error.

    Raises OutputError where `output` cannot be made or written, is full, or another build holds it.
    """
    try:
        output.mkdir(parents=True, exist_ok=True)
        lock = (output / _LOCK).open("a+b")
    except (FileExistsError, NotADirectoryError):
        raise OutputError(f"{output} is a file, not a folder") from None
    except OSError as error:
        raise OutputError(f"{output} cannot be written: {error.strerror or error}") from None
    with lock:
        if not _locked(lock.fileno()):
            raise OutputError(f"another build is writing {output}: wait for it, or give another folder with -o")
        try:
            finish(output)
            for left in sorted(output.glob(_PARTS + "*")):
                shutil.rmtree(left, ignore_errors=True)
            part = Path(tempfile.mkdtemp(prefix=_PARTS, dir=output))
        except OSError as error:
            raise OutputError(f"{output} cannot be written: {error.strerror or error}") from None
        try:
            yield part
            for path in sorted(part.rglob("*")):
                _sync(path)
            _sync(part)
            part.rename(output / _READY)
            finish(output)
        except OSError as error:
            raise OutputError(f"{output} cannot be written: {error.strerror or error}; what was there is as it was") from error
        finally:
            shutil.rmtree(part, ignore_errors=True)


def finish(output: Path) -> None:
    """Move a complete build's files into place, if one was left waiting."""
    ready = output / _READY
    if not ready.is_dir():
        return
    for path in sorted(ready.iterdir()):
        there = output / path.name
        if path.is_dir() and there.is_dir():
            old = Path(tempfile.mkdtemp(prefix=_PARTS, dir=output))  # cleared away now, or by the next build
            there.rename(old / path.name)
            path.rename(there)
            shutil.rmtree(old, ignore_errors=True)
        else:
            path.replace(there)
    ready.rmdir()
    _sync(output)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows: no advisory locks of this kind; one build at a time is the caller's care there
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
