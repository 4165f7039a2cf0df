"""What named persons said or wrote: direct speech over one paragraph or several, and reported speech with its speaker.

A quotation belongs to the person who is the subject of a verb of saying beside it; one introduced by a colon may follow in the next
paragraphs, past captions; a quotation whose mark is not closed goes on in the next paragraph that opens one. Words whose speaker is not a
named person ("inspectors said") are no statement.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from graphbuild.document import Block, BlockKind, Span
from graphbuild.extract import people
from graphbuild.extract.annotated import Along, Annotated, Mention
from graphbuild.extract.graded import plain
from graphbuild.facts import Evidence, Statement
from graphbuild.lexicon import longest_first
from graphbuild.ontology import wording

_QUOTATION = re.compile(
    r"(?:(?<![\w’])[“\"](?P<double>[^”\"]{8,}?)(?P<close>[”\"]|$))|(?:(?<!\w)‘(?P<single>[^‘“”]{25,}?)(?P<shut>’(?!\w)|$))"
)
_APPOSITION = 170  # characters between a name and its verb
_CAPTIONS = 4  # blocks between "… said:" and the quotation


@dataclass(frozen=True)
class _Wording:
    verb: re.Pattern[str]
    before: re.Pattern[str]
    goes_on: re.Pattern[str]


@functools.cache
def _rules() -> _Wording:
    data = wording("statements")
    verbs = "|".join(longest_first(data["verbs"]))
    before = "|".join(longest_first(data["before"]))
    return _Wording(
        re.compile(rf"(?<![\w-])(?:{verbs})(?![\w-])|(?<=[a-z])said(?=:)"),
        re.compile(rf"(?:^|[\s,\"”])(?:{before})\s(?:(?:the |its |their )?[\w' -]{{0,60}},?\s)?$", re.IGNORECASE),
        re.compile(data["goes_on"], re.IGNORECASE),
    )


def statements(annotated: Annotated) -> list[Statement]:
    """Every statement of a named person, in order; `text` is the words said without marks, or the sentence that reports them."""
    return list(_Reader(annotated).run())


class _Reader:
    def __init__(self, annotated: Annotated) -> None:
        self.annotated, self.document = annotated, annotated.document
        self.text = annotated.document.text
        cls = people.rules().cls
        self.persons = Along(m for m in sorted({*annotated.mentions, *annotated.nested}) if m.cls == cls and m.how != "pronoun")

    def run(self) -> Iterator[Statement]:
        blocks = self.document.blocks
        index, last = 0, ""
        while index < len(blocks):
            block = blocks[index]
            speaker, verb = self._speaker(block)
            step = index + 1
            if speaker:
                spans = self._quoted(block)
                if spans:
                    end, step = self._continued(index, spans[-1])
                    yield self._statement(speaker, spans[0].start, end)
                    last = speaker
                elif self.document.of(block).rstrip().endswith(":") or self._bare(block, verb):
                    follow = self._introduced(index, speaker)
                    last = speaker
                    if follow:
                        first, end, step = follow
                        yield self._statement(speaker, first, end)
                else:
                    last = speaker
                    sentence = next((s for s in self.annotated.sentences if s.start <= verb < s.end), None)
                    if sentence and len(self.text[verb : sentence.end].split()) >= 4:
                        yield self._statement(speaker, sentence.start, sentence.end)
            elif last and self._reported_on(block):
                quoted = self._quoted(block)
                yield self._statement(last, quoted[0].start, quoted[-1].end) if quoted else self._statement(last, block.start, block.end)
            elif block.kind is BlockKind.HEADING:
                last = ""
            index = step

    def _statement(self, speaker: str, start: int, end: int) -> Statement:
        whole = self.text[start:end]
        quoted = [m["double"] or m["single"] for line in whole.split("\n") for m in _QUOTATION.finditer(line)]
        words = " ".join(quoted) if quoted and whole[:1] in '“"‘' else whole  # what stands between quotations is not said
        words = re.sub(r"\s+", " ", words).strip()
        return Statement(speaker, words, Evidence.of(self.document, start, end))

    def _speaker(self, block: Block) -> tuple[str, int]:
        """Who speaks in a block, and where the verb stands; ("", 0) if no named person does."""
        inside = [p for p in self.persons.between(block.start, block.end) if p.end <= block.end][:60]
        for number, person in enumerate(inside):
            stop = min(block.end, person.end + _APPOSITION, inside[number + 1].start if number + 1 < len(inside) else block.end)
            after = plain(self.text[person.end : stop])
            for verb in _rules().verb.finditer(after):
                gap = after[: verb.start()]
                if self._apposition(gap):
                    return person.key, person.end + verb.start()
                break
            lead = plain(self.text[block.start : self._titled(block, person)])
            if _rules().before.search(lead):
                return person.key, person.start
        return "", 0

    def _titled(self, block: Block, person: Mention) -> int:
        title = re.search(rf"(?:\b{people.rules().title}\s)+$", self.text[block.start : person.start])
        return block.start + title.start() if title else person.start

    def _apposition(self, gap: str) -> bool:
        """Whether only a description of the speaker stands between name and verb, or an earlier verb of the same subject."""
        if re.search(r"[\"“;]|[.!?]\s+[A-Z]", gap):
            return False
        return (
            not re.search(r"\b(?:inspectors|ofsted|report|inspection|which|that|it|they|we) (?:\w+ )?$", gap, re.IGNORECASE)
            or gap.count(",") >= 2
        )

    def _quoted(self, block: Block) -> list[Span]:
        """Quotations in a block long enough to be speech."""
        text = self.document.of(block)
        found = [Span(block.start + m.start(), block.start + m.end()) for m in _QUOTATION.finditer(text) if len(m[0].split()) >= 3]
        if block.kind is BlockKind.QUOTE and not found:
            return [Span(block.start, block.end)]
        return found

    def _open(self, end: int, block: Block) -> bool:
        """Whether a quotation that ends at `end` runs to its block's end without a closing mark."""
        return end >= block.start + len(self.document.of(block).rstrip()) and self.text[end - 1] not in '”"’'

    def _continued(self, index: int, last: Span) -> tuple[int, int]:
        """Where speech that began in block `index` ends, over the paragraphs that go on with it, and the block after."""
        blocks = self.document.blocks
        end, step = last.end, index + 1
        while step < len(blocks):
            block = blocks[step]
            quoted = self._quoted(block)
            opens = bool(quoted) and (quoted[0].start == block.start or block.kind is BlockKind.QUOTE)
            if not opens or self._speaker(block)[0] or not (self._open(end, blocks[step - 1]) or block.kind is BlockKind.QUOTE):
                break
            end, step = quoted[-1].end, step + 1
        return end, step

    def _introduced(self, index: int, speaker: str) -> tuple[int, int, int] | None:
        """The quotation that "… said:" introduces, past captions: its start and end, and the block after."""
        blocks = self.document.blocks
        for step in range(index + 1, min(index + 2 + _CAPTIONS, len(blocks))):
            block = blocks[step]
            quoted = self._quoted(block)
            if quoted and quoted[0].start - block.start <= 2:
                end, after = self._continued(step, quoted[-1])
                return quoted[0].start, end, after
            if self._reported_on(block) and not self._speaker(block)[0]:
                return block.start, block.end, step + 1
            caption = block.end - block.start < 130 and (
                any(p.key == speaker for p in self.annotated.within(Span(block.start, block.end), nested=True))
                or block.kind is BlockKind.NOTE
            )
            if not caption:
                return None
        return None

    def _bare(self, block: Block, verb: int) -> bool:
        return self.text[verb : block.end].strip(" :,") in ("said", "says", "added", "commented")

    def _reported_on(self, block: Block) -> bool:
        """Whether a paragraph goes on with what the last speaker said: "…, she said, …"."""
        return bool(_rules().goes_on.search(plain(self.document.of(block)))) and not block.cells
