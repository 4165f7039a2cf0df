"""What a person is told when a question cannot be answered: a message, never a traceback."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class AskError(Exception):
    """A question that cannot be answered as put; the message says why and what to do instead."""


def near(wanted: str, known: Iterable[str], most: int = 5) -> list[str]:
    """Up to `most` of `known` that `wanted` may have meant, the nearest first: by spelling, or because it stands within them."""
    names = sorted(set(known))
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(name.casefold(), name)
    asked = wanted.casefold().strip()
    found = [folded[n] for n in difflib.get_close_matches(asked, folded, n=most, cutoff=0.7)]
    found += [name for fold, name in folded.items() if len(asked) > 2 and asked in fold and name not in found]
    if not found:
        words = {w for w in asked.split() if len(w) > 3}
        shared = sorted(((-len(words & set(fold.split())), len(fold), name) for fold, name in folded.items() if words & set(fold.split())))
        found = [name for _, _, name in shared]
    if not found:
        found = [folded[n] for n in difflib.get_close_matches(asked, folded, n=most, cutoff=0.5)]
    return found[:most]


def offer(names: list[str]) -> str:
    """`names` as the end of a message: " Did you mean … or …?", "" where there are none."""
    if not names:
        return ""
    quoted = [f"“{name}”" for name in names]
    return " Did you mean " + (quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " or " + quoted[-1]) + "?"
