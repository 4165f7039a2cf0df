"""The words that tell how a link stands, as look-ups (`ontology/wording/status.toml`)."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from graphbuild import ontology


@dataclass(frozen=True)
class Words:
    """`status.toml` as look-ups from a word to what it makes of a link."""

    modals: dict[str, str]
    governs: dict[str, str]
    adjectives: dict[str, str]
    nouns: dict[str, str]
    weak: frozenset[str]
    weak_verbs: frozenset[str]
    seldom: frozenset[str]
    poor: frozenset[str]
    promised: frozenset[str]
    good: frozenset[str]
    planned: frozenset[str]
    raised: frozenset[str]
    ended: frozenset[str]
    headings: tuple[str, ...]
    aims: tuple[str, ...]
    told: frozenset[str]


@functools.cache
def words() -> Words:
    """The wording of status, read once."""
    t = ontology.wording("status")

    def turned(table: dict[str, list[str]]) -> dict[str, str]:
        return {w: status for status, many in table.items() for w in many}

    return Words(
        turned(t["modals"]),
        turned(t["governs"]),
        turned(t["adjectives"]),
        turned(t["nouns"]),
        frozenset(t["weak"]["adjectives"]),
        frozenset(t["weak"]["verbs"]),
        frozenset(t["weak"]["seldom"]),
        frozenset(t["weak"]["poor"]),
        frozenset(t["plan"]["promised"]),
        frozenset(t["weak"]["not_words"]),
        frozenset(t["plan"]["words"]),
        frozenset(t["plan"]["raised"]),
        frozenset(t["end"]["words"]),
        tuple(t["plan"]["headings"]),
        tuple(t["plan"]["aims"]),
        frozenset(t["told"]["verbs"]),
    )
