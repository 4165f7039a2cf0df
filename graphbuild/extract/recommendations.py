"""What must be done, by whom: recommendations, areas for priority action and for improvement, next steps.

They are read from the sections that hold them, in lists, numbered paragraphs or tables; in news, from the list that a line
introduces. A printed number is kept; where a document prints none, its items are numbered through in order. Next steps carry no number
beside others. The addressee is the body the item's row or own words name, else whom its section is about.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from graphbuild.document import Block, BlockKind, Document, Kind, Span
from graphbuild.extract.annotated import Annotated, Mention
from graphbuild.extract.dates import dates
from graphbuild.extract.graded import compiled, plain
from graphbuild.extract.inspections import joint
from graphbuild.extract.verdicts import board_of
from graphbuild.facts import Evidence, Recommendation
from graphbuild.lexicon import lexicon
from graphbuild.ontology import wording

_HEADING = 90  # characters: a longer line heads no section


class Owners:
    """Whom each section of a document is about, by its headings."""

    def __init__(self, annotated: Annotated) -> None:
        self.annotated, self.document = annotated, annotated.document
        self.board = board_of(annotated) if annotated.document.kind is Kind.REPORT else ""
        names = compiled(wording("judgements")["board"]["names"])
        authority = compiled(_rules()["owner"]["authority"])
        self.turns: list[tuple[int, bool]] = []  # where sections turn to the board or away from it
        for index, block in enumerate(self.document.blocks):
            line = heading_of(self.document, block)
            if line and (block.kind is BlockKind.HEADING or len(line) <= 70):
                if names.search(line):
                    self.turns.append((index, True))
                elif authority.search(line):
                    self.turns.append((index, False))

    def is_board(self, index: int) -> bool:
        """Whether block `index` stands in a section about the safeguarding board."""
        before = [board for at, board in self.turns if at < index]
        return bool(self.board) and bool(before) and before[-1]

    def owner(self, index: int) -> str:
        """Whom block `index` is about: the board, what a joint inspection inspected, or the authority."""
        if self.is_board(index):
            return self.board
        if joint(self.document) and self.annotated.subject:
            return self.annotated.subject
        return self.annotated.area or self.annotated.subject


def heading_of(document: Document, block: Block) -> str:
    """A short block's words as a heading would have them; "" if it cannot be one."""
    if (block.kind is not BlockKind.HEADING and block.end - block.start > _HEADING) or block.cells:
        return ""
    if block.kind in (BlockKind.NOTE, BlockKind.ITEM):
        return ""
    text = re.sub(r"\s+", " ", plain(document.of(block))).strip(" :")
    return "" if text.endswith(".") else text


class _Item(NamedTuple):
    """One thing to do: where it stands, its printed number, the cell that names who must do it, its kind."""

    start: int
    end: int
    number: str
    bodies: Span | None
    kind: str
    block: int


def recommendations(annotated: Annotated) -> list[Recommendation]:
    """Everything the document asks of anyone, in order, without what supports it (see `support`)."""
    return _Reader(annotated).run()


@functools.cache
def _rules() -> dict[str, Any]:
    return wording("recommendations")


@dataclass
class _Section:
    """A section under way; `style` is how its first item is printed: only items so printed belong to it."""

    entry: dict[str, Any]
    level: int
    style: str = ""


class _Reader:
    def __init__(self, annotated: Annotated) -> None:
        self.annotated, self.document = annotated, annotated.document
        self.blocks = annotated.document.blocks
        self.owners = Owners(annotated)
        classes = wording("roles")["classes"]
        self.classes, self.standing = frozenset(classes["bodies"]), frozenset(classes["standing"])

    def run(self) -> list[Recommendation]:
        items = list(self._sections())
        if self.document.kind in (Kind.NEWS, Kind.MINUTES):
            items += [*self._lists(), *self._required()]
        items.sort(key=lambda i: (i.start, i.end))
        others = any(i.kind != "next step" for i in items)
        found: list[Recommendation] = []
        count = 0
        for item in items:
            number = item.number
            if not number and not (item.kind == "next step" and others):
                count += 1
                number = str(count)
            text = re.sub(r"\s+", " ", self.document.text[item.start : item.end]).strip()
            evidence = Evidence.of(self.document, item.start, item.end)
            to = self._addressees(item)
            if to:
                found.append(Recommendation(number, to, text, evidence, self._about(item, to), kind=item.kind))
        return found

    # -- sections ---------------------------------------------------------------------------------

    def _sections(self) -> Iterator[_Item]:
        """The items of every section whose heading says that it holds them."""
        section: _Section | None = None
        for index, block in enumerate(self.blocks):
            line = heading_of(self.document, block)
            if line and (block.kind is BlockKind.HEADING or len(line) < 60):
                entry = next((e for e in _rules()["section"] if compiled(e["heading"]).search(line)), None)
                if entry:
                    level = block.level if block.kind is BlockKind.HEADING else 6
                    section = _Section(entry, level)
                    continue
                if section and self._ends(block, line, section, index):
                    section = None
            if section is None or block.kind is BlockKind.HEADING:
                continue
            for item in self._items(index, block, section):
                style = "row" if block.cells else block.kind.value + ("#" if block.number else "")
                if section.style and style != section.style:
                    section = None
                    break
                section.style = style
                yield item
            if section is None:
                continue

    def _ends(self, block: Block, line: str, section: _Section, index: int) -> bool:
        if compiled(_rules()["end"]["headings"]).search(line):
            return True
        if block.kind is not BlockKind.HEADING or block.level > section.level:
            return False
        following = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        if following is None:
            return True
        goes_on = self.document.kind is Kind.LETTER and following.kind is BlockKind.ITEM
        first = self.document.of(following).split(" ", 1)[0].lower()
        return not (goes_on or first in _rules()["imperative"]["verbs"])  # a heading within the list, its depth unknown

    def _items(self, index: int, block: Block, section: _Section) -> Iterator[_Item]:
        """The item that begins at a block, if one does; what is subordinate to it (bullets after a colon) belongs to it."""
        kind = section.entry["kind"]
        text = plain(self.document.of(block)).strip()
        only = section.entry.get("only")
        if (
            block.kind is BlockKind.NOTE
            or len(text.split()) < (2 if block.kind is BlockKind.ITEM else 4)
            or compiled(_rules()["none"]["form"]).search(text)
        ):
            return
        if block.cells:
            cells = [c for c in block.cells if c.end > c.start]
            if any(compiled(_rules()["owner"]["header"]).search(plain(self.document.of(c)).strip()) for c in cells):
                return
            yield _Item(cells[-1].start, cells[-1].end, block.number, cells[0] if len(cells) > 1 else None, kind, index)
            return
        if only and not compiled(only).search(text):
            return
        if block.kind is BlockKind.ITEM:
            if self._subordinate(index):
                return
        elif compiled(_rules()["intro"]["form"]).search(text) and self._only_introduces(index, text):
            return
        elif not block.number and (self._after_list(index) or not (only or self._imperative(text))):
            return
        yield _Item(block.start, self._end(index), block.number, None, kind, index)

    def _imperative(self, text: str) -> bool:
        """Whether an unnumbered paragraph asks for something ("Leaders should …") rather than describes."""
        return bool(re.search(r"\b(?:should|must|needs? to|will need to)\b", text)) or not text.endswith(".")

    def _after_list(self, index: int) -> bool:
        """Whether an unnumbered paragraph follows numbered ones: a remark, no item."""
        before = self.blocks[index - 1]
        return before.kind is BlockKind.PARAGRAPH and bool(before.number)

    def _only_introduces(self, index: int, text: str) -> bool:
        """Whether a paragraph before a list says nothing of its own: "should take the following action"."""
        following = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        if following is None:
            return False
        if compiled(_rules()["intro"]["when"]).search(text):
            return True
        listed = following.kind in (BlockKind.ITEM, BlockKind.HEADING, BlockKind.ROW)
        listed = listed or bool(compiled(_rules()["intro"]["when"]).search(plain(self.document.of(following))))
        return listed and (bool(re.search(r"following|as follows", text)) or not text.endswith(":"))

    def _subordinate(self, index: int) -> bool:
        """Whether a bullet goes with the paragraph or bullet above it, which ends in a colon or is numbered."""
        block = self.blocks[index]
        for j in range(index - 1, -1, -1):
            above = self.blocks[j]
            if above.kind is BlockKind.NOTE:
                continue
            if above.kind is BlockKind.ITEM and above.level >= block.level:
                continue
            text = plain(self.document.of(above)).strip()
            if above.kind is BlockKind.ITEM:
                return True
            introduces = compiled(_rules()["intro"]["form"]).search(text) and re.search(r"following|as follows", text)
            introduces = introduces or compiled(_rules()["intro"]["when"]).search(text)
            return above.kind is BlockKind.PARAGRAPH and not introduces and (text.endswith(":") or bool(above.number))
        return False

    def _end(self, index: int) -> int:
        """Where an item ends, its subordinate bullets included."""
        end = self.blocks[index].end
        for j in range(index + 1, len(self.blocks)):
            block = self.blocks[j]
            if block.kind is BlockKind.NOTE:
                continue
            if block.kind is not BlockKind.ITEM or not self._subordinate(j):
                break
            end = block.end
        return end

    # -- news and minutes ---------------------------------------------------------------------------

    def _lists(self) -> Iterator[_Item]:
        """The list that "The main areas for improvement are:" introduces."""
        entry = _rules()["list"]
        for index, block in enumerate(self.blocks):
            text = plain(self.document.of(block)).strip()
            if block.kind is BlockKind.HEADING or not compiled(entry["form"]).search(text) or compiled(entry["not_here"]).search(text):
                continue
            for j in range(index + 1, len(self.blocks)):
                item = self.blocks[j]
                if item.kind is not BlockKind.ITEM:
                    break
                yield _Item(item.start, item.end, item.number, None, entry["kind"], j)

    def _required(self) -> Iterator[_Item]:
        """Sentences that say what a body has to do by a date, or what was recommended to it."""
        for sentence in self.annotated.sentences:
            text = plain(self.document.text[sentence.start : sentence.end])
            for entry in _rules()["required"]:
                match = compiled(entry["form"]).search(text)
                if not match or '"' in text[: match.start()]:
                    continue
                if entry.get("dated") and not any(match.start() <= p.begin <= match.end() + 12 for p in dates(text)):
                    continue
                if entry.get("dated") and not self._subject(sentence.start, sentence.start + match.end()):
                    continue
                yield _Item(sentence.start, sentence.end, "", None, entry["kind"], sentence.block)
                break

    # -- addressees -----------------------------------------------------------------------------------

    def _bodies(self, start: int, end: int) -> list[Mention]:
        found = self.annotated.within(Span(start, end))
        return [m for m in found if m.cls in self.classes and m.key not in self.annotated.inspectorates]

    def _addressees(self, item: _Item) -> tuple[str, ...]:
        if item.bodies:
            named = self._named(item.bodies)
            if named:
                return named
        duty = compiled(_rules()["owner"]["duty"]).search(plain(self.document.text[item.start : item.end]))
        if duty:
            subject = self._subject(item.start, item.start + duty.end())
            if subject:
                return (subject,)
        told = compiled(_rules()["that"]["form"]).search(plain(self.document.text[item.start : item.end]))
        if told:  # "recommended that the cabinet …"
            start = item.start + told.end()
            return tuple(m.key for m in self._bodies(start, item.end) if m.start - start <= 8)[:1] or self._owned(item)
        if item.kind == "required action":
            subject = self._subject(item.start, item.end)
            return (subject,) if subject else ()
        return self._owned(item)

    def _owned(self, item: _Item) -> tuple[str, ...]:
        owner = self.owners.owner(item.block)
        return (owner,) if owner else ()

    def _named(self, cell: Span) -> tuple[str, ...]:
        """The bodies that a cell lists; two joined by "and" into one name are taken apart."""
        text = self.document.of(cell)
        found = [m for m in self.annotated.within(cell, nested=True) if m.cls in self.classes and m.how != "pronoun"]
        found = [m for m in found if not any(o.end == m.end and self._joined(m.start, o.start) for o in found)]
        outer = [m for m in found if not any(o.start <= m.start and m.end <= o.end and o.end - o.start > m.end - m.start for o in found)]
        ends = {m.end for m in outer}  # an acronym in brackets after a name is no further body
        keys = [m.key for m in outer if not (self.document.text[m.start - 1 : m.start] == "(" and m.start - 2 in ends)]
        area = self.annotated.entities.get(self.annotated.area)
        if area and area.key not in keys and any(name in text for name in (area.label, *area.names)):
            keys.insert(0, area.key)
        return tuple(dict.fromkeys(keys))

    def _joined(self, start: int, stop: int) -> bool:
        """Whether a body's full name and "and" stand before another's: "… Council and NHS …"."""
        words = self.document.text[start:stop].lower().split()
        head = lexicon().heads.get(words[-2]) if len(words) > 1 and words[-1] == "and" else None
        return head is not None and head.cls in self.standing

    def _subject(self, start: int, end: int) -> str:
        """The body that a sentence begins with."""
        for mention in self._bodies(start, end):
            lead = plain(self.document.text[start : mention.start]).strip().lower()
            lead = re.sub(r"^(?:by|before|no later than) [\w ]{4,22}\d{4},?\s?", "", lead + " ").strip()
            if mention.how != "name" and mention.cls not in self.standing:
                break
            if lead in ("", "the", "leaders at", "leaders of", "leaders in the", "leaders in"):
                return mention.key
            break
        return ""

    def _about(self, item: _Item, to: tuple[str, ...]) -> tuple[str, ...]:
        """The things the item names, but for its addressees."""
        keys = [m.key for m in self.annotated.within(Span(item.start, item.end)) if m.how == "name"]
        return tuple(dict.fromkeys(k for k in keys if k not in to))
