"""What can be seen of a query without running it: its words without its strings, IRIs and comments."""

from __future__ import annotations

import re

DEEPEST = 500
"""How deep brackets may be nested: the engine's parser ends its process, stack and all, somewhere past a thousand."""
_QUOTED = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n\r]|\\.)*"|\'(?:[^\'\\\n\r]|\\.)*\'|<[^<>"{}|^`\\\s]*>|#[^\n\r]*',
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def bare(query: str) -> str:
    """`query` with a space for every string, IRI and comment."""
    return _QUOTED.sub(" ", query)


def federated(query: str) -> bool:
    """Whether a query or update would have the engine fetch something: SERVICE anywhere, or LOAD in an update.

    Looked for with escapes (`\\u0053`) read first, as the standard has it, and with them read late, as engines may: an escaped
    quotation mark must not hide the rest.
    """
    read = _ESCAPED.sub(lambda m: chr(min(int(m[1] or m[2], 16), 0x10FFFF)), query)
    return any(re.search(r"(?<![\w?$:@-])(service|load)(?![\w:-])", bare(text), re.IGNORECASE) for text in (query, read))


def too_deep(query: str) -> bool:
    """Whether brackets are nested deeper than `DEEPEST`."""
    if sum(query.count(c) for c in "([{") <= DEEPEST:
        return False
    depth = 0
    for bracket in re.findall(r"[()\[\]{}]", bare(query)):
        depth += 1 if bracket in "([{" else -1
        if depth > DEEPEST:
            return True
    return False
