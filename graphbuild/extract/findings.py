"""Findings: what each paragraph says, in value, of each body it evaluates.

A sentence is read clause by clause (`polarity`), and each clause's praise or blame given to those it falls on (`targets`). A clause
without a subject goes on about the one before; a sentence that begins "This" or "They" about the subject of the sentence before; one
that names nobody is about the body that opened the paragraph, that the section is given to, or the document is about.
What a paragraph says of one body is then one finding: strength, weakness, or mixed where neither outweighs the other.

Measured by paragraph, body and polarity together: F1 0.65 on the report and news it was tuned on, 0.70 on a report of another framework,
0.55 on the first in other words. Of bodies rightly found to be evaluated, five in six get the polarity a careful reader gives; a coarser
design (every body named in an evaluative clause) found more of them but was right in two of five only.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field

from graphbuild.document import Block, BlockKind, Kind, Span
from graphbuild.extract.annotated import Annotated, Mention
from graphbuild.extract.polarity import Clause, Hit, clauses, hits, within
from graphbuild.extract.sentences import Sentence
from graphbuild.extract.targets import targets
from graphbuild.facts import Evidence, Finding, Polarity
from graphbuild.lexicon import longest_first
from graphbuild.ontology import wording

_TOPICS = frozenset(("Board", "Service", "Agency", "Post"))
_NOT_JUDGED = frozenset(("Person", "Inspectorate"))
_MINOR = 0.25
"""A paragraph is mixed where the lesser of praise and blame is more than this share of both: best on the report it was tuned on, and on
four others it was checked on."""


@dataclass
class Tally:
    """What a paragraph says of one thing so far, and where."""

    strength: int = 0
    weakness: int = 0
    spans: list[tuple[int, int]] = field(default_factory=list)


def findings(annotated: Annotated) -> list[Finding]:
    """What each paragraph of `annotated` says, in value, of each body, in order; evidence is from the first such sentence to the last."""
    reader = _Reader(annotated)
    for sentence in annotated.sentences:
        reader.read(sentence)
    return reader.found()


@functools.cache
def _headings() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile("|".join(re.escape(w) for w in longest_first(h["words"])), re.IGNORECASE), h["polarity"])
        for h in wording("findings")["heading"]
    )


@functools.cache
def _own() -> re.Pattern[str]:
    return re.compile("|".join(wording("findings")["own"]["words"]), re.IGNORECASE)


def _meant(heading: str) -> str | None:
    """The polarity a heading (or a line that opens a list) gives what stands under it; "" where nothing there is evaluated."""
    return next((p for pattern, p in _headings() if pattern.search(heading)), None)


def _opening(said: list[Clause]) -> str | None:
    good, bad = sum(c.strength for c in said), sum(c.weakness for c in said)
    return "Strength" if good and not bad else "Weakness" if bad and not good else None


_CONSEQUENCE = re.compile(
    r"(?:This|These|It|The (?:impact|result|effect)|As a (?:result|consequence)|Consequently|"
    r"Therefore)\b[^.]{0,20}\b(?:means?|results?|resulted|leads?|led|ensures?|enables?|limits?|hinders?|reduces?)\b|"
    r"As a (?:result|consequence)|Consequently|The (?:impact|result|effect) of this"
)
_THERE = re.compile(r"[,;]?\s*(?:\w+, )?(?:[Hh]owever, |but |[Aa]lthough |while )?[Tt]here (?:is|are|was|were|has|have)\b")
_WISHED = re.compile(r"\b(?:should|must|needs? to)\b")
_PRONOUN = re.compile(r"[,;]?\s*(?:(?:but|and|although|though|yet),?\s+)?(?:it|they)\b", re.IGNORECASE)
_WE = re.compile(r"\b(?:we|our|us|I|my)\b", re.IGNORECASE)
_INSPECTED = re.compile(r"\b(?:report|inspect\w*|Ofsted|CQC|review|recognis\w+|prais\w+|found|judged)\b", re.IGNORECASE)
_LISTING = re.compile(
    r"(?:They|These|This|It|The latter) (?:all |both |also )?(?:includes?|included|ranges?|concerns?|relates? to|covers?)\b"
)
_GOES_ON = re.compile(
    r"[,;]?\s*(?:(?:but|although|though|while|yet|and|however|whilst|even though),?\s+)?(?:(?:is|are|was|were|has|have|had|"
    r"does|do|did|can|cannot|lacks?|needs?|with|not|also|still|its|their|it|they|some|many|most|few|"
    r"[a-z]+ly|tends?|fails?|limited|contains?|remains?)\b)",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"(?:However, |But |Nevertheless, |In addition, |Furthermore, |Also, )?(?:This|These|It|They|He|She|Its|Their|His|Her)\b",
    re.IGNORECASE,
)


class _Reader:
    """Reads sentences in order, keeping in mind what paragraph, list and section it is in and whom it has just read about."""

    def __init__(self, annotated: Annotated) -> None:
        self.annotated = annotated
        self.text = annotated.document.text
        self.cues = hits(self.text)
        self.default = annotated.subject or annotated.area
        self.tallies: dict[tuple[str, str], Tally] = {}
        self.people: dict[str, bool] = {}  # whether the last words for a thing were words for the authority's own people
        self.marked: set[str] = set()
        self.fixed: str | None = None  # what the heading says of all under it
        self.opened: str | None = None  # what the line that opened a list says of its items
        self.section = self.paragraph = self.topic = self.number = ""
        self.entered: dict[str, int] = {}  # how often a paragraph of each printed number has begun
        self.last: list[str] = []  # whom the last clause that evaluates was about
        self.focus: list[str] = []  # the subject of the last sentence
        self.before: bool | None = None  # whether that clause was praise
        self.fresh = True  # whether nothing has been evaluated in this paragraph yet

    def read(self, sentence: Sentence) -> None:
        """Take in one sentence."""
        block = self.annotated.document.blocks[sentence.block]
        if block.kind is BlockKind.HEADING:
            self._heading(sentence, block)
            if self.annotated.document.kind is not Kind.NEWS:
                return
            if sentence.block and all(m.cls in _NOT_JUDGED for m in self.annotated.within(sentence)):
                return
        if self.fixed == "" or block.kind is BlockKind.NOTE or (block.kind is BlockKind.ROW and not self.fixed) or self._is_label(block):
            return
        named = self.annotated.within(sentence)
        mentions = self._mentions(named)
        self._enter(block, sentence, mentions)
        if "(Recommendation)" in self.text[max(sentence.start, sentence.end - 20) : sentence.end]:
            self.marked.add(self.paragraph)
        cues = self._cues(sentence, named)
        if block.kind is not BlockKind.ITEM:
            self.opened = None
        elif self.opened == "":
            return
        meant = self.fixed or self.opened
        wished = meant == "Weakness" and _WISHED.search(self.text, sentence.start, sentence.end)
        if meant and (block.kind is not BlockKind.PARAGRAPH or wished or not cues):
            said = [
                targets(self.text, c, mentions) for c in clauses(self.text, sentence.start, sentence.end, cues) if c.strength or c.weakness
            ]
            about = [key for one in said if one.subjects for key in one.keys]
            if block.kind is BlockKind.ROW:  # the first cell says whose it is
                about = [m.key for m in mentions if m.key and block.cells and m.end <= block.cells[0].end]
            elif wished:
                about = [self.section or self.default]
            elif not about and block.kind is BlockKind.ITEM:
                about = [m.key for m in mentions if m.key] or [self.section or self.default]
            elif not about:
                about = targets(self.text, Clause(sentence.start, sentence.end, 0, 0, -1), mentions).subjects
            self._add(list(dict.fromkeys(about)), meant == "Strength", 1, sentence)
            return
        if self.text[sentence.end - 1] == ":":
            line = self.text[sentence.start : sentence.end]
            meant_by = _meant(line)
            if meant_by:
                self.opened = meant_by
                return
            self.opened = meant_by if meant_by is not None else _opening(clauses(self.text, sentence.start, sentence.end, cues))
        if cues:
            self._evaluate(sentence, mentions, cues)
        else:
            self.focus = targets(self.text, Clause(sentence.start, sentence.end, 0, 0, -1), mentions).subjects

    def found(self) -> list[Finding]:
        """The findings of all that was read."""
        made: list[Finding] = []
        for (paragraph, key), tally in self.tallies.items():
            evidence = Evidence.of(self.annotated.document, tally.spans[0][0], tally.spans[-1][1])
            made.append(Finding(f"f-{paragraph}-{key}", key, _polarity(tally), evidence, paragraph in self.marked))
        return made

    def _heading(self, sentence: Sentence, block: Block) -> None:
        self.fixed = _meant(self.annotated.document.of(block)) if self.annotated.document.kind is not Kind.NEWS and sentence.block else None
        self.opened = None
        self.section = _section(self.annotated, sentence.block)

    def _is_label(self, block: Block) -> bool:
        """Whether a short paragraph is no sentence: a line of a title page, a caption."""
        return block.kind is BlockKind.PARAGRAPH and block.end - block.start < 90 and self.text[block.end - 1] not in ".:)”’'\""

    def _cues(self, sentence: Sentence, named: tuple[Mention, ...]) -> list[Hit]:
        """The sentence's words of value, those of names left out ("the Improvement Board")."""
        cues = within(self.cues, sentence.start, sentence.end)
        if cues:
            names = [m for m in named if m.how == "name"]
            cues = [c for c in cues if not any(m.start <= c.start and c.end <= m.end for m in names)]
        return cues

    def _mentions(self, named: tuple[Mention, ...]) -> list[Mention]:
        """The sentence's mentions of what can be judged; the authority's own people stand for it, a common noun for nothing (key "")."""
        kept: list[Mention] = []
        for m in named:
            if m.cls in _NOT_JUDGED or (m.cls == "LocalAuthority" and m.key not in (self.annotated.area, self.annotated.subject)):
                continue
            if m.how != "pronoun":
                self.people[m.key] = _own().fullmatch(self.text, m.start, m.end) is not None
            if self.people.get(m.key):
                m = m._replace(key=self.annotated.area or self.default)
            elif m.cls != "Post" and self.annotated.entities[m.key].weak:
                m = m._replace(key="")
            kept.append(m)
        return kept

    def _enter(self, block: Block, sentence: Sentence, mentions: list[Mention]) -> None:
        """Begin a new paragraph where this sentence does."""
        if block.number:
            if block.number != self.number:
                again = self.entered[block.number] = self.entered.get(block.number, 0) + 1
                here = block.number if again == 1 else f"{block.number}-{again}"  # numbers may begin anew in each section
            else:
                here = self.paragraph
            self.number = block.number
        elif block.kind is BlockKind.ITEM and self.number:
            here = self.paragraph
        else:
            here, self.number = f"b{sentence.block}", ""
        if here != self.paragraph:
            self.paragraph, self.last, self.focus, self.before, self.fresh = here, [], [], None, True
            whole = Clause(sentence.start, min(sentence.end, sentence.start + 60), 0, 0, -1)
            news = self.annotated.document.kind is Kind.NEWS
            opening = [] if news else [m for m in mentions if m.start - sentence.start < 30 and m.cls in _TOPICS]
            self.topic = next(iter(targets(self.text, whole, opening).subjects), "")

    def _evaluate(self, sentence: Sentence, mentions: list[Mention], cues: list[Hit]) -> None:
        """Give each clause's praise or blame to those it falls on."""
        said = clauses(self.text, sentence.start, sentence.end, cues)
        follows = _CONSEQUENCE.match(self.text, sentence.start) is not None
        line = self.text[sentence.start : sentence.end]
        boasts = self.annotated.document.kind is Kind.NEWS and _WE.search(line) is not None and _INSPECTED.search(line) is None
        listing = _LISTING.match(self.text, sentence.start) is not None
        current: list[str] = []
        focus: list[str] = []
        for clause in said:
            about, subjects = targets(self.text, clause, mentions)
            if not subjects and current and _GOES_ON.match(self.text, clause.start, clause.end):
                about = current
            elif not about and focus and _PRONOUN.match(self.text, clause.start, clause.end):
                about = focus
            elif not about and clause is said[0] and _BACK.match(self.text, clause.start):
                about = self.focus or self.last
            if about and not subjects and clause.cues and len(clause.cues) > 1 and _THERE.match(self.text, clause.start):
                about = [*about, self.topic or self.section or self.default]
            about = about or [self.topic or self.section or self.default]
            current = subjects or (current if about is current else [])
            focus = focus or subjects
            if subjects and self.topic and self.topic not in subjects and self.default in subjects:
                self.topic = ""
            if not clause.strength and not clause.weakness:
                continue
            good = clause.strength > clause.weakness
            if self.before is not None and (listing or (follows and clause.strength and clause.weakness)):
                good = self.before
            if good and boasts:
                continue
            self.before, self.last = good, about
            if self.fresh and not self.topic and len(about) == 1:
                self._settle(about[0])
            self.fresh = False
            self._add(about, good, min(2, max(1, clause.strength if good else clause.weakness)), sentence)
        self.focus = focus

    def _settle(self, key: str) -> None:
        """Let a paragraph's first evaluated body be what its nameless sentences are about."""
        if self.annotated.document.kind is Kind.NEWS:
            return
        if key not in (self.default, self.section) and key in self.annotated.entities and self.annotated.entities[key].cls in _TOPICS:
            self.topic = key

    def _add(self, keys: list[str], good: bool, weight: int, sentence: Sentence) -> None:
        for key in filter(None, keys):
            tally = self.tallies.setdefault((self.paragraph, key), Tally())
            tally.strength += good * weight
            tally.weakness += (not good) * weight
            tally.spans.append((sentence.start, sentence.end))


def _polarity(t: Tally) -> Polarity:
    if min(t.strength, t.weakness) > _MINOR * (t.strength + t.weakness):
        return Polarity.MIXED
    return Polarity.STRENGTH if t.strength > t.weakness else Polarity.WEAKNESS


def _section(annotated: Annotated, block: int) -> str:
    """The board or body that a heading above gives the section to: its name is most of the heading."""
    blocks = [annotated.document.blocks[block], *reversed(annotated.document.headings(block))]
    for heading in blocks:
        for m in annotated.within(Span(heading.start, heading.end)):
            if m.cls in ("Board", "Service", "Agency") and (m.end - m.start) * 2.2 >= heading.end - heading.start:
                return m.key
    return ""
