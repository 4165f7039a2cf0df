"""The HTML map: one file, made with Pyvis, that opens without a network and answers questions."""

from graphbuild.map.page import write_map

__all__ = ["write_map"]
