"""Sentences of a block.

Measured on inspection reports, the splitters of general libraries fail at paragraph numbers, quotation marks and titles;
a regular expression with a guard for abbreviations and initials made no error there, at several million words a second.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from graphbuild.document import BlockKind, Document

_END = re.compile(r"[.!?]+[\"'’”)\]]*(?=\s+[\"'‘“(\[]?[A-Z0-9])|[;](?=\s)(?!.)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Rev|Sir|Cllr|Cllrs|St|No|Nos|Supt|Insp|Sgt|Hon|Rt|para|paras|pp?|vs?|etc|approx|Ltd|Co|i\.e|e\.g|cf|eg|ie)"
    r"|\b[A-Z](?:\.[A-Z])*)\.$"
)


class Sentence(NamedTuple):
    """One sentence: its offsets in the document's text and the index of its block."""

    start: int
    end: int
    block: int


def sentences(document: Document) -> tuple[Sentence, ...]:
    """Every sentence of `document` in order; a heading, a list item without a stop and a table row are one each."""
    found: list[Sentence] = []
    for index, block in enumerate(document.blocks):
        if block.kind in (BlockKind.HEADING, BlockKind.ROW):
            found.append(Sentence(block.start, block.end, index))
            continue
        text = document.of(block)
        begin = 0
        for match in _END.finditer(text):
            if text[match.start()] == "." and _ABBREVIATION.search(text, max(0, match.start() - 12), match.start() + 1):
                continue
            _add(found, text, begin, match.end(), block.start, index)
            begin = match.end()
        _add(found, text, begin, len(text), block.start, index)
    return tuple(found)


def _add(found: list[Sentence], text: str, begin: int, end: int, offset: int, index: int) -> None:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    if begin < end:
        found.append(Sentence(offset + begin, offset + end, index))
