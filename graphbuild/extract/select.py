"""Which candidate names stand, and which of those that overlap."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

from graphbuild.document import Document
from graphbuild.extract.annotated import Mention
from graphbuild.extract.tokens import Raw
from graphbuild.lexicon import fold, lexicon
from graphbuild.resolve.register import register

_POST = re.compile(
    r"\b(?:(?:independent|interim|vice-?|deputy|joint|co-?|assistant|strategic|executive|operational|corporate|service|acting)[ -]?)*"
    r"(?:chair|chairs|chairman|chairperson|chairwoman|head|headteacher|director|leader|lead member|cabinet member|portfolio holder"
    r"|governors|chief executive|head of service)$"
)
_OF = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?$")
_ORDER = {
    "person": 0,
    "authority": 1,
    "known": 2,
    "area": 3,
    "law": 3,
    "acronym": 4,
    "post": 4,
    "people": 4,
    "capital": 5,
    "phrase": 6,
    "noun": 6,
    "bare": 7,
}

_ACTS = re.compile(r"(?:\bby|\bfrom|that|however,|although|but|[.!?]) $")
_DOES = re.compile(r" (?:is|was|has|had|does|did|will|at|on|with|to)\b|[.;,]")
_JOINED = re.compile(r"(?:(?:Borough|County|City|District) )?Council,? (?:and|&) ")
_SITTING = re.compile(
    r"(?:board|panel|committee|forum|partnership|council|cabinet|"
    r"sub-group|subgroup|\b[a-z]{2,4}[bp])['’]?s? (?:meetings?|conferences?)$"
)


class Selector:
    """Candidates of one document, sifted by what stands around them."""

    def __init__(self, document: Document, low: str) -> None:
        self.document, self.text, self.low = document, document.text, low
        self.words = lexicon()
        self.printed: dict[int, bool] = {}

    def stands(self, raw: Raw) -> bool:
        """Whether the words around a candidate let it be a name."""
        if raw.kind not in ("known", "area", "acronym") and self._small_print(raw):
            return False
        if raw.kind == "bare":
            entry = self.words.area[raw.entry]
            after = self.low[raw.end : raw.end + 40]
            if self.words.staff.match(after):
                return True
            if entry.get("alone"):
                return not self.words.nouns.match(after)
            around = self.low[max(0, raw.start - 30) : raw.start]
            follows = re.match(r"(?:,| and| or)\s", after) and self.words.company.search(after[:32])
            precedes = re.search(r"(?:,| and| or)\s+(?:the\s)?$", around) and self.words.company.search(around)
            if _ACTS.search(around) and _DOES.match(after):
                return True  # "information from health is late", "attendance by probation at the panel"
            return bool((follows or precedes) and not self.words.nouns.match(after))
        if raw.kind in ("phrase", "noun", "capital") and f"the {self.low[raw.start : raw.end]}" in self.words.forms:
            return self.words.forms[f"the {self.low[raw.start : raw.end]}"].kind != "anaphor"
        if raw.kind == "phrase" and _JOINED.match(self.text, raw.start):
            return False  # "Anytown Council and the trust's board" are two
        if raw.kind in ("phrase", "noun") and _SITTING.search(self.low[raw.start : raw.end]):
            return False  # "board meetings" are the board's, not a body
        if raw.kind == "capital" and not raw.cls:
            return self._programme(raw)
        return True

    def _small_print(self, raw: Raw) -> bool:
        block = self.document.blocks[self.document.index_at(raw.start)]
        if block.start not in self.printed:
            self.printed[block.start] = bool(self.words.small_print.search(self.low, block.start, block.end))
        return self.printed[block.start]

    def _programme(self, raw: Raw) -> bool:
        """A capitalised name without a head noun is taken for a programme only where the text uses it as a name of one."""
        before, after = self.text[max(0, raw.start - 24) : raw.start], self.text[raw.end : raw.end + 24]
        if fold(self.text[raw.start : raw.end]) in register().forms:
            return False
        if re.search(r"(?:known as|called|named|such as|including|launched|through)\s+(?:the\s)?[\"'‘“]?$", before):
            return len(self.text[raw.start : raw.end].split()) > 1
        if re.match(r"['’\"”]?\s+(?:programme|project|scheme|initiative|vision|service|model|approach|team)\b", after):
            return True
        return bool(re.search(r"[\"'‘“]$", before) and re.match(r"[\"'’”]", after))

    def without_people(self, raw: Raw, persons: Sequence[Mention]) -> Raw:
        """A name that began with a person's ("Jane Doe Assistant Director"): what comes after it."""
        if raw.kind in ("capital", "phrase", "noun"):
            at = bisect.bisect_left(persons, raw.start, key=lambda p: p.start)
            if at < len(persons) and persons[at].start == raw.start and persons[at].end < raw.end:
                rest = self.text[persons[at].end : raw.end]
                return raw._replace(start=raw.end - len(rest.lstrip(" ,–-")))
        return raw


def outermost(spans: list[Raw]) -> tuple[list[Raw], list[Raw]]:
    """The longest candidates that do not overlap, and those that lie inside one of them."""
    ranked = sorted(spans, key=lambda r: (r.start, -r.end, _ORDER[r.kind]))
    outer: list[Raw] = []
    inner: list[Raw] = []
    for raw in ranked:
        if outer and raw.start < outer[-1].end:
            last = outer[-1]
            if raw.end <= last.end:
                if (raw.start, raw.end) != (last.start, last.end):
                    inner.append(raw)
                continue
            longer = (raw.end - raw.start) > (last.end - last.start) and last.kind != "known"
            if _ORDER[raw.kind] < _ORDER[last.kind] or longer:
                outer[-1] = raw
            continue
        outer.append(raw)
    return outer, inner


def with_posts(low: str, outer: list[Raw], inner: list[Raw], anaphors: Sequence[Raw]) -> tuple[list[Raw], list[Raw]]:
    """Joins a post to the body that "of" or "for" ties it to ("director of nursing for the trust"), which is then nested in it."""
    nested = list(inner)
    final: list[Raw] = []
    for raw in outer:
        begin = -1 if raw.kind == "person" else _post_before(low, raw.start)
        if begin < 0:
            final.append(raw)
            continue
        final = [f for f in final if f.end <= begin]
        nested.append(raw)
        governors = low.startswith("governors", begin)
        final.append(Raw(begin, raw.end, "Board" if governors else "Post", "post"))
    taken = {r.start for r in final}
    for anaphor in anaphors:
        begin = _post_before(low, anaphor.start)
        if begin >= 0 and begin not in taken:
            final = [f for f in final if f.end <= begin or f.start >= anaphor.end]
            final.append(Raw(begin, anaphor.end, "Post", "post"))
    return sorted(final), sorted(nested)


def _post_before(low: str, start: int) -> int:
    before = low[max(0, start - 60) : start]
    link = _OF.search(before)
    head = _POST.search(before[: link.start()]) if link else None
    return start - len(before) + head.start() if head else -1
