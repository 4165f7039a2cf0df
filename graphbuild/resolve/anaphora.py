"""Within one document: what "the board", "the council", "the director", "it" and "they" stand for.

A description stands for the last thing named before it, in its paragraph or section, whose class and head it shares
(`[[anaphor]]` of the wording); a pronoun for the body that the sentence before spoke of first. Where nothing fits, the words
stand for nothing: no mention is made.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from graphbuild.document import BlockKind, Span
from graphbuild.extract.annotated import Annotated, Mention
from graphbuild.extract.tokens import Raw
from graphbuild.facts import Entity, Role, Statement
from graphbuild.lexicon import fold, folded, lexicon

_SPOKEN_OF = ("Board", "Service", "Agency", "LocalAuthority", "Inspectorate", "Programme", "Instrument")
_BODIES = ("Board", "Service", "Agency", "LocalAuthority", "Inspectorate", "Programme")
_WE = re.compile(r"\b(?:[Ww]e|[Oo]ur)\b")
_OPENED = re.compile(r"(?:, and that|; |, but) ")
_EXPLETIVE = re.compile(
    r" (?:is|was|remains|will be|would be) (?:also |still |not |therefore |yet |too |equally |particularly )*"
    r"(?:early|clear|unclear|important|essential|vital|difficult|possible|likely|unlikely|evident|positive|notable|"
    r"expected|noted|agreed|recommended) (?:to|that|for|how|whether)\b"
)
_JOINED = re.compile(r",? (?:and|but) $")
_INITIAL = re.compile(
    r"(?:^|[.!?]['’\")]?\s+|[;:]\s+|,\s+(?:and|but)\s+|^(?:However|Despite this|In addition|Consequently|As a result),?\s+)$"
)


def stand_ins(annotated: Annotated, raws: list[Raw]) -> Annotated:
    """`annotated` with a mention for each description and pronoun of `raws` that stands for something named."""
    return _StandIns(annotated).run(raws)


def voices(annotated: Annotated, statements: Sequence[Statement], roles: Sequence[Role]) -> Annotated:
    """`annotated` with "we" and "our" in a person's words standing for the body the person speaks for."""
    speaks_for = {role.person: role.body for role in reversed(roles) if role.person and role.body}
    added: list[Mention] = []
    for statement in statements:
        body = annotated.entities.get(speaks_for.get(statement.speaker, ""))
        if body is None:
            continue
        evidence = statement.evidence
        for match in _WE.finditer(annotated.document.text, evidence.start, evidence.end):
            span = Span(match.start(), match.end())
            if not annotated.within(span):
                added.append(Mention(span.start, span.end, body.key, body.cls, "pronoun"))
    return replace(annotated, mentions=tuple(sorted({*annotated.mentions, *added})))


class _StandIns:
    def __init__(self, annotated: Annotated) -> None:
        self.a = annotated
        self.text = annotated.document.text
        self.low = folded(self.text)
        self.words = lexicon()
        self.heads = {key: _heads(entity) for key, entity in annotated.entities.items()}
        self.sections = self._sections()
        counted = Counter(m.key for m in annotated.mentions)
        self.subject = (annotated.subject,) if annotated.subject in annotated.entities else ()
        self.common = sorted(counted, key=lambda k: (-counted[k], k))

    def run(self, raws: list[Raw]) -> Annotated:
        spans = [(m.start, m.end) for m in self.a.mentions]
        merged: list[Mention] = []
        queue: list[tuple[int, int, Mention | Raw]] = [(m.start, 0, m) for m in self.a.mentions]
        queue += [(r.start, 1, r) for r in raws]
        queue.sort(key=lambda q: (q[0], q[1]))
        at = 0
        for _, _, item in queue:
            if isinstance(item, Mention):
                merged.append(item)
                continue
            while at < len(spans) and spans[at][1] <= item.start:
                at += 1
            if at < len(spans) and spans[at][0] < item.end:
                continue
            merged.extend(self._resolve(item, merged))
        return replace(self.a, mentions=tuple(sorted(merged)))

    def _resolve(self, raw: Raw, before: list[Mention]) -> list[Mention]:
        if raw.kind == "pronoun":
            return self._pronoun(raw, before)
        entry = self.words.anaphors[raw.entry]
        stands = entry["stands_for"]
        if stands == "area":
            if not self.a.area:
                return []
            return [Mention(raw.start, raw.end, self.a.area, self.a.entities[self.a.area].cls, "description")]
        if stands in ("inspectorate", "inspectorates"):
            keys = self.a.inspectorates[:1] if stands == "inspectorate" else self.a.inspectorates
            return [Mention(raw.start, raw.end, key, self.a.entities[key].cls, "description") for key in keys]
        if stands == "several":
            return self._several(raw, before, tuple(entry["classes"]))
        return self._last(raw, before, tuple(entry["classes"]), tuple(entry["heads"]))

    def _several(self, raw: Raw, before: list[Mention], classes: tuple[str, ...]) -> list[Mention]:
        """Two or more named together in this sentence or the one before, each with a mention at the same words."""
        block = self.a.document.index_at(raw.start)
        sentences = self.a.sentences_of(block)
        at = max((i for i, s in enumerate(sentences) if s.start <= raw.start), default=0)
        for sentence in (sentences[at], *sentences[max(0, at - 1) : at]):
            named = [m for m in before if sentence.start <= m.start < min(sentence.end, raw.start) and m.cls in classes and m.how == "name"]
            keys = list(dict.fromkeys(m.key for m in named))
            if len(keys) > 1:
                return [Mention(raw.start, raw.end, key, self.a.entities[key].cls, "description") for key in keys]
        return []

    def _last(self, raw: Raw, before: list[Mention], classes: tuple[str, ...], heads: tuple[str, ...]) -> list[Mention]:
        block = self.a.document.index_at(raw.start)
        begin = self.a.document.blocks[block].start

        def fits(key: str) -> bool:
            return self.a.entities[key].cls in classes and any(h in self.heads[key] for h in heads)

        for mention in reversed(before):
            if mention.start < begin:
                break
            if fits(mention.key):
                return [Mention(raw.start, raw.end, mention.key, mention.cls, "description")]
        near = self.a.document.blocks[max(0, block - 2)].start
        lately = [m.key for m in reversed(before[-12:]) if m.start >= near and m.how == "name"]
        for key in (*self.sections.get(block, ()), *self.subject, *lately, *self.common):
            if fits(key):
                return [Mention(raw.start, raw.end, key, self.a.entities[key].cls, "description")]
        return []

    def _pronoun(self, raw: Raw, before: list[Mention]) -> list[Mention]:
        word = self.low[raw.start : raw.end]
        block = self.a.document.index_at(raw.start)
        begin = self.a.document.blocks[block].start
        sentence = next((s for s in reversed(self.a.sentences_of(block)) if s.start <= raw.start), None)
        if word == "it" and _EXPLETIVE.match(self.low, raw.end):
            return []
        if sentence is None or word in ("we", "our"):
            return []
        first = [m for m in before[-60:] if sentence.start <= m.start < min(sentence.start + 40, raw.start) and m.cls in _BODIES]
        if first and word in ("it", "they") and _JOINED.search(self.text[max(sentence.start, raw.start - 12) : raw.start]):
            return [Mention(raw.start, raw.end, first[0].key, first[0].cls, "pronoun")]  # "the board meets, and it reports …"
        inside = [m for m in before if sentence.start <= m.start < raw.start and m.cls in _BODIES]
        if word in ("its", "their"):  # the possessor is sought in its own clause first
            opened = max((m.end() for m in _OPENED.finditer(self.text, sentence.start, raw.start)), default=0)
            inside = [m for m in inside if m.start >= opened] or inside
        here = inside if word in ("its", "their") else [m for m in inside if m.how != "pronoun"]
        if word in ("its", "their"):
            if here:
                return [Mention(raw.start, raw.end, here[0].key, here[0].cls, "pronoun")]
        elif here and raw.start != sentence.start and not _INITIAL.search(self.text[max(sentence.start, raw.start - 24) : raw.start]):
            if re.search(
                r"\b(?:that|which|because|as|when|if|where|and|but)\s+$", self.low[max(sentence.start, raw.start - 12) : raw.start]
            ):
                return [Mention(raw.start, raw.end, here[0].key, here[0].cls, "pronoun")]
            return []
        sentences = self.a.sentences_of(block)
        index = sentences.index(sentence)
        if index == 0:
            return []
        previous = sentences[index - 1]
        there = [m for m in before if previous.start <= m.start < previous.end and m.start >= begin and m.cls in _SPOKEN_OF]
        if word in ("they", "their"):
            there = [m for m in there if m.cls != "Programme"]
        if word == "they":
            first = [m for m in before[-60:] if previous.start <= m.start < previous.start + 12]
            posts = [m for m in first if m.cls == "Post" and self.text[m.end - 1] == "s"]
            there = [*posts, *there]  # "Senior managers know the teams well. They meet …"
        if there and there[0].start - previous.start < 60:
            return [Mention(raw.start, raw.end, there[0].key, there[0].cls, "pronoun")]
        return []

    def _sections(self) -> dict[int, tuple[str, ...]]:
        """For each block, the bodies its headings name, innermost first."""
        document = self.a.document
        named = {
            i: tuple(m.key for m in self.a.within(Span(b.start, b.end)))
            for i, b in enumerate(document.blocks)
            if b.kind is BlockKind.HEADING
        }
        found: dict[int, tuple[str, ...]] = {}
        stack: list[tuple[int, tuple[str, ...]]] = []
        for i, block in enumerate(document.blocks):
            if i in named:
                stack = [(level, keys) for level, keys in stack if level < block.level]
                stack.append((block.level, named[i]))
            else:
                found[i] = tuple(k for _, keys in reversed(stack) for k in keys)
        return found


def _heads(entity: Entity) -> frozenset[str]:
    """The words by which a thing may be called for short: the words of its names' ends."""
    found: set[str] = set()
    for name in (*entity.names, entity.key):
        for word in fold(name).replace("-", " ").split()[-2:] + fold(name).split()[-1:]:
            found.add(word)
        if fold(name).startswith(("director", "headteacher", "executive director")):
            found.add(fold(name).split()[0])
    if any(n.isupper() and n.endswith("B") for n in entity.names):
        found.add("board")
    return frozenset(found)
