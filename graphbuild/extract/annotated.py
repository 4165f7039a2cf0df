"""A document with its sentences and with every mention of a thing it names: what each kind of fact is read from."""

from __future__ import annotations

import bisect
import operator
from dataclasses import dataclass
from typing import NamedTuple

from graphbuild.document import Document, Span
from graphbuild.extract.sentences import Sentence
from graphbuild.facts import Entity

_START, _BLOCK = operator.attrgetter("start"), operator.attrgetter("block")  # a third of the time a lambda takes


class Mention(NamedTuple):
    """One place where the text names, or stands for, a thing.

    `how` is "name" (its name or acronym), "description" ("the board", "the local authority", "the director"),
    or "pronoun" ("it", "they", "we"). A plural "the agencies" that stands for several things has one mention for each, at the same span.
    """

    start: int
    end: int
    key: str
    cls: str
    how: str = "name"


class Along(tuple[Mention, ...]):
    """Mentions in order of start, a stretch of which is found by halving, not by reading all."""

    def between(self, start: int, end: int) -> tuple[Mention, ...]:
        """Those that begin at `start` or after it, and before `end`."""
        return self[bisect.bisect_left(self, start, key=_START) : bisect.bisect_left(self, end, key=_START)]


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document, its sentences, its things and where each is mentioned.

    `mentions` are outermost, in order of start; `nested` are those inside another ("the chair of the board": the post is
    outer, the board nested). `area` is the key of the local authority the document is about ("" if none is known);
    `subject` of the body it inspects or speaks of first; `inspectorates` of those that made it.
    """

    document: Document
    sentences: tuple[Sentence, ...]
    entities: dict[str, Entity]
    mentions: tuple[Mention, ...]
    nested: tuple[Mention, ...] = ()
    area: str = ""
    subject: str = ""
    inspectorates: tuple[str, ...] = ()

    def within(self, span: Span | Sentence, nested: bool = False) -> tuple[Mention, ...]:
        """Mentions that lie wholly inside `span`, in order; the nested ones too if asked."""
        low = bisect.bisect_left(self.mentions, span.start, key=_START)
        high = bisect.bisect_left(self.mentions, span.end, key=_START)
        found = [m for m in self.mentions[low:high] if m.end <= span.end]
        if nested:
            low = bisect.bisect_left(self.nested, span.start, key=_START)
            high = bisect.bisect_left(self.nested, span.end, key=_START)
            found = sorted([*found, *(m for m in self.nested[low:high] if m.end <= span.end)])
        return tuple(found)

    def sentences_of(self, block: int) -> tuple[Sentence, ...]:
        """The sentences of block `block`."""
        low = bisect.bisect_left(self.sentences, block, key=_BLOCK)
        high = bisect.bisect_right(self.sentences, block, key=_BLOCK)
        return self.sentences[low:high]
