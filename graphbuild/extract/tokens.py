"""Candidates and tokens: the common ground of the finders of names."""

from __future__ import annotations

from typing import NamedTuple

from graphbuild.extract.sentences import Sentence
from graphbuild.lexicon import WORD, folded


class Raw(NamedTuple):
    """One candidate: its span, class, what found it and (for fixed forms) which entry of the wording."""

    start: int
    end: int
    cls: str
    kind: str  # known | area | bare | people | anaphor | pronoun | phrase | noun | post | acronym | capital | law
    entry: int = -1


class Tokens:
    """Words of a text with the sentence each stands in; the common ground of the finders."""

    def __init__(self, text: str, sentences: tuple[Sentence, ...]) -> None:
        self.text = text
        self.low = low = folded(text)
        spans = [match.span() for match in WORD.finditer(low)]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self.words = [low[start:end] for start, end in spans]
        self.initial = frozenset(s.start for s in sentences)
        self.compound: dict[int, int] = {}  # token that ends a compound → token that begins it
        self.at = {start: i for i, start in enumerate(self.starts)}
        self.until = {end: i for i, end in enumerate(self.ends)}

    def capital(self, token: int) -> bool:
        """Whether a word is capitalised for its own sake, not because a sentence begins with it."""
        start = self.starts[token]
        return self.text[start].isupper() and (start not in self.initial or (len(self.words[token]) > 1 and self.text[start + 1].isupper()))
