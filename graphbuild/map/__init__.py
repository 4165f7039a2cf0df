"""The HTML map: one file, made with Pyvis, that opens without a network and answers questions.

What is made here, at build time: `model` turns facts into the page's tables, `layout` and `scenes` say where bodies stand, `story`
writes the stories, `cookbook` reads the queries, `page` packs all of it into the template. What runs in the page: `script/`, plain
JavaScript in the order of its file names, one concern a file, over the libraries of `_vendor/`.
"""

from graphbuild.map.page import write_map

__all__ = ["write_map"]
