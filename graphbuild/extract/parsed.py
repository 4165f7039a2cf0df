"""Words of one sentence: a whole mention is one token, and so is a phrase such as "in partnership with"."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graphbuild.extract.annotated import Mention
from graphbuild.extract.english import english

_TOKEN = re.compile(r"\w+n['’]t\b|['’](?:s|ve|re|ll|d|m)\b|(?<=s)['’](?!\w)|e\.g\.|i\.e\.|and/or|[^\W_]+(?:[-‑][^\W_]+)*|[^\w\s]")


@functools.cache
def _phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Phrases that are one token, by their first word, the longer first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in english().phrases:
        parts = tuple(phrase.split())
        if len(parts) > 1:
            found.setdefault(parts[0], []).append(parts)
    return {first: tuple(sorted(many, key=len, reverse=True)) for first, many in found.items()}


_FLAT = {"’": "'", "‘": "'", "–": ":", "—": ":", "“": '"', "”": '"', "‑": "-"}


@dataclass(slots=True)
class Chunk:
    """A phrase: `kind` N noun phrase, V verb group, P preposition, C I W S j as in `english`, R adverb, x comma, y other mark.

    `a` and `b` are token indexes (half-open). `word` is a noun phrase's head, a verb group's base form, else the word.
    """

    kind: str
    a: int
    b: int
    word: str
    form: str = ""  # of a verb group: "f" finite, "t" infinitive, "g" -ing, "e" reduced passive
    passive: bool = False


@dataclass(slots=True)
class Parsed:
    """One sentence in tokens and phrases."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    mentions: dict[int, tuple[Mention, ...]]
    possessive: set[int] = field(default_factory=set)
    tags: str = ""
    chunks: list[Chunk] = field(default_factory=list)
    subjects: dict[int, list[int]] = field(default_factory=dict)


def tokens(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Parsed:
    """Words of `text[start:end]`, each mention one token, what stands in brackets or quotation marks' signs left out."""
    phrases = _phrases()
    low_text = text[start:end].lower()
    if len(low_text) != end - start:
        low_text = "".join(c.lower() if len(c.lower()) == 1 else c for c in text[start:end])
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    held: dict[int, tuple[Mention, ...]] = {}
    here = start
    depth = 0

    def plain(low: int, high: int) -> None:
        nonlocal depth
        first = len(words)
        for match in _TOKEN.finditer(low_text, low - start, high - start):
            word = match.group()
            at = match.start() + start
            if len(word) == 1 and not word.isalnum():
                if word in "([":
                    depth += 1
                    continue
                if word in ")]":
                    depth = max(0, depth - 1)
                    continue
                word = _FLAT.get(word, word)
                if word == '"' or (word == "'" and (at == low or (text[at - 1] not in "sS" and at > 0))):
                    continue
            elif not word.isascii():
                word = word.replace("’", "'").replace("‑", "-")
            if depth == 0:
                words.append(word)
                starts.append(at)
                ends.append(match.end() + start)
        k = len(words) if phrases.keys().isdisjoint(words[first:]) else first
        while k < len(words):
            for parts in phrases.get(words[k], ()):
                if tuple(words[k : k + len(parts)]) == parts:
                    words[k : k + len(parts)] = [" ".join(parts)]
                    ends[k : k + len(parts)] = [ends[k + len(parts) - 1]]
                    del starts[k + 1 : k + len(parts)]
                    break
            k += 1

    last: Mention | None = None
    for mention in mentions:
        if last is not None and mention.start == last.start and mention.end == last.end:
            if depth == 0 and words:
                held[len(words) - 1] = (*held.get(len(words) - 1, ()), mention)
            continue
        if mention.start < here:
            continue
        plain(here, mention.start)
        here = mention.end
        last = mention
        if depth == 0:
            held[len(words)] = (mention,)
            words.append("")
            starts.append(mention.start)
            ends.append(mention.end)
    plain(here, end)
    return Parsed(words, starts, ends, held)
