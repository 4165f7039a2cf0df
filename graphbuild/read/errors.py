"""What goes wrong when a file is read."""

from __future__ import annotations


class ReadError(Exception):
    """A source that cannot be read; its message is one plain line that names the source and says why."""
