"""What the place of a sentence says of it: whom its section is about, who speaks, whether it lists wishes or plans."""

from __future__ import annotations

import re

from graphbuild.document import BlockKind, Kind, Span
from graphbuild.extract.annotated import Annotated, Mention
from graphbuild.extract.clauses import Clauses
from graphbuild.extract.frames import Frames, frames
from graphbuild.extract.sentences import Sentence
from graphbuild.extract.status_words import words

_WISH = re.compile(
    r"^(?:recommendations?|areas? for (?:priority action|improvement|development)|what needs to improve|next steps|priority actions?|"
    r"immediate priorities|"
    r"actions? required|what .* needs? to do)\b",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:said|says|added|adds|commented|comments|explained|told|wrote|stated|continued|described|welcomed|stressed|insisted|acknowledged)\b"
)
_QUOTED = re.compile(r"^\s*[“‘\"'‛]")
_WE = re.compile(r"\b(?:we|our|us)\b(?!-)", re.IGNORECASE)
_THEY = re.compile(r"\b(?:they|their)\b", re.IGNORECASE)
_TOLD = re.compile(r"\b(?:he|she) (?:said|says|added|explained|told)\b|\bsaid (?:that )?they\b")


class Places:
    """What the place of a sentence says of it: whom its section is about, whether it states wishes or plans."""

    def __init__(self, annotated: Annotated) -> None:
        document = annotated.document
        self.wish: list[bool] = []
        self.plan: list[bool] = []
        self.topic: list[str] = []
        self.posts: dict[str, tuple[str, str]] = {}
        self._opening: dict[int, Mention | None] = {}
        self.speaker: list[str] = _speakers(annotated)
        self.entities = annotated.entities
        self.area = annotated.area
        self.by_name = {
            n.lower().replace("’", "'"): k for k, e in sorted(annotated.entities.items(), reverse=True) for n in (*e.names, e.label)
        }
        self.posts = self.bodies_of_posts()
        wish = plan = False
        topic = annotated.subject or annotated.area
        area = annotated.subject or annotated.area
        heads = words().headings
        lead = ""
        for index, block in enumerate(document.blocks):
            text = document.of(block)
            if block.kind is BlockKind.HEADING:
                wish = bool(_WISH.match(text.strip()))
                low = text.lower()
                plan = any(h in low for h in heads) and not wish
                topic = self._headed(annotated, index) or area
            elif block.kind is not BlockKind.ITEM:
                lead = text.lower() if text.rstrip().endswith(":") else ""
            self.wish.append(wish)
            self.plan.append(plan or (block.kind is BlockKind.ITEM and any(h in lead for h in heads)))
            self.topic.append(topic)

    @staticmethod
    def _headed(annotated: Annotated, index: int) -> str:
        """The board that the heading at block `index`, or one above it, is about."""
        document = annotated.document
        for heading in (document.blocks[index], *reversed(document.headings(index))):
            named = [m for m in annotated.within(Span(heading.start, heading.end)) if m.cls in frames().names.meets]
            if named and len(document.of(heading).split()) <= 9:
                return named[0].key
        return ""

    def opened(self, sentence: Sentence, clauses: Clauses) -> None:
        """Take note of the body that the first sentence of a paragraph is about."""
        if sentence.block in self._opening:
            return
        self._opening[sentence.block] = None
        for k, chunk in enumerate(clauses.chunks):
            if chunk.kind == "V" and chunk.form == "f":
                subject = [a for a in clauses.subject_args(k) if a.via == "self"]
                if len(subject) == 1:
                    self._opening[sentence.block] = subject[0].mention
                return

    def opening(self, sentence: Sentence, classes: frozenset[str]) -> str:
        """Key of the body that the sentence's paragraph opened with, if it is one of `classes`; else ""."""
        mention = self._opening.get(sentence.block)
        return mention.key if mention is not None and mention.cls in classes else ""

    def is_board(self, key: str) -> bool:
        """Whether `key` is a body that meets."""
        return key in self.entities and self.entities[key].cls in frames().names.meets

    def named(self, names: tuple[str, ...]) -> str:
        """Key of the first thing with one of `names`, "" where the document has none."""
        return next((self.by_name[n] for n in names if n in self.by_name), "")

    def owned(self, name: list[str], mention: Mention, lexicon: Frames) -> list[tuple[str, str, str]]:
        """Links that the first words of a body's name state: "the NHS trust safeguarding team", "local authority improvement board"."""
        found = []
        for frame in lexicon.prefixes:
            if mention.cls not in frame.whom_is or (frame.heads and name[-1] not in frame.heads):
                continue
            for size in range(len(name) - 1, 0, -1):
                first = " ".join(name[:size])
                owner = self.area if first in frame.words else self.by_name.get(first, "")
                if owner and owner != mention.key and owner in self.entities and self.entities[owner].cls in frame.who_is:
                    if first in frame.words or (size > 1 and not frame.words):
                        found.append((frame.link, mention.key, owner) if frame.reverse else (frame.link, owner, mention.key))
                    break
        return found

    def counterpart(self, board: str, lexicon: Frames) -> str:
        """Whom a board holds to account where the text does not say: by the kind of board."""
        label = self.entities[board].label.lower() if board in self.entities else ""
        for words_, names, _ in lexicon.counterparts:
            if any(w in label for w in words_):
                return self.named(names) if names else self.area
        return ""

    def instead(self, board: str, link: str, lexicon: Frames) -> str:
        """The link that a board's wording means, by the kind of board: a scrutiny committee's challenge is scrutiny."""
        label = self.entities[board].label.lower() if board in self.entities else ""
        return next((kinds.get(link, link) for words_, _, kinds in lexicon.counterparts if any(w in label for w in words_)), link)

    def leads(self, key: str, lexicon: Frames) -> bool:
        """Whether `key` is a body's leadership, which acts for it."""
        return key in self.entities and any(w in self.entities[key].label.lower() for w in lexicon.leaders)

    def reviews(self, key: str, lexicon: Frames) -> bool:
        """Whether `key` is a post or service that reviews an authority's plans."""
        return key in self.entities and any(w in self.entities[key].label.lower() for w in lexicon.reviewers)

    def is_plan(self, key: str, lexicon: Frames) -> bool:
        """Whether `key` is the kind of plan an authority writes for a child, so that to review it is to review the authority."""
        return bool(self.area) and key in self.entities and self.entities[key].label.lower().rpartition(" ")[2] in lexicon.plans

    def bodies_of_posts(self) -> dict[str, tuple[str, str]]:
        """The body that a post's name says it is of ("chair of the board"), by the post's key: the body's key and class."""
        found: dict[str, tuple[str, str]] = {}
        for key, entity in self.entities.items():
            for name in (entity.label, *entity.names):
                _, mark, rest = name.lower().partition(" of ")
                body = self.by_name.get(rest.removeprefix("the "), "") if mark else ""
                if body and body != key:
                    found.setdefault(key, (body, self.entities[body].cls))
        return found


def _speakers(annotated: Annotated) -> list[str]:
    """For each block, the key of the body that "we" stands for in it: that of whoever is quoted, else the document's own subject."""
    document = annotated.document
    found: list[str] = []
    current = ""
    for block in document.blocks:
        text = document.of(block)
        said = _SAID.search(text)
        if said is not None and block.kind is not BlockKind.HEADING:
            named = [
                m
                for m in (*annotated.within(Span(block.start, block.end), nested=True),)
                if m.cls in frames().names.speakers and m.how == "name"
            ]
            before = [m for m in named if m.start < block.start + said.start()]
            outside = [m for m in named if not _inside_quote(text, m.start - block.start)]
            told = _TOLD.search(text)
            chosen = (
                []
                if told is not None and not before
                else [m for m in (before or outside) if not _inside_quote(text, m.start - block.start)]
            )
            current = chosen[-1].key if chosen else annotated.area
        elif not _QUOTED.match(text) and block.kind is not BlockKind.ITEM:
            current = ""
        found.append(current or annotated.area)
    return found


def _inside_quote(text: str, at: int) -> bool:
    return text.count("“", 0, at) > text.count("”", 0, at)


def with_we(annotated: Annotated, sentence: Sentence, mentions: tuple[Mention, ...], speaker: str) -> tuple[Mention, ...]:
    """The mentions of a sentence with those that "we" and "our" make."""
    if not speaker or speaker not in annotated.entities:
        return mentions
    block = annotated.document.of(annotated.document.blocks[sentence.block])
    words_ = _WE
    if annotated.document.kind is Kind.NEWS and "“" not in block and _TOLD.search(block):
        words_ = _THEY  # "they have launched a scheme, she said"
    taken = [(m.start, m.end) for m in mentions]
    cls = annotated.entities[speaker].cls
    extra = [
        Mention(w.start(), w.end(), speaker, cls, "pronoun")
        for w in words_.finditer(annotated.document.text, sentence.start, sentence.end)
        if not any(a < w.end() and w.start() < b for a, b in taken) and w.group() != "US"
    ]
    return tuple(sorted([*mentions, *extra])) if extra else mentions
