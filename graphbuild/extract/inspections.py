"""Inspections: who inspected whom, when, under which framework; the one a document reports and those before it.

Dates come from the line that gives them ("Inspection dates: 11 to 15 September 2023"), else from the sentence that says who
inspected when; an inspection is recorded only where its dates or its kind are worded.
"""

from __future__ import annotations

import re

from graphbuild.document import Block, Document
from graphbuild.extract.annotated import Annotated
from graphbuild.extract.dates import Period, dates
from graphbuild.extract.graded import compiled, plain, rules
from graphbuild.facts import Evidence, Inspection

_HEAD = 40  # blocks from the top in which a report or letter says what it is


def inspections(annotated: Annotated) -> list[Inspection]:
    """The inspection that the document reports first, if there is one, then the earlier ones whose dates its head gives."""
    document = annotated.document
    kind, where, joint = _framework(document)
    body = (annotated.subject if joint else "") or annotated.area or annotated.subject
    if not body:
        return []
    found: list[Inspection] = []
    period, block = _labelled(document, "labels", "previous")
    if period is None or block is None:
        period, block = _told(annotated)
    if period and block:
        evidence = Evidence.of(document, block.start, block.end)
        found.append(Inspection(_key(period.start), annotated.inspectorates, body, evidence, period.start, period.end, kind))
    elif where is not None:
        found.append(Inspection(_key(""), annotated.inspectorates, body, Evidence.of(document, where.start, where.end), kind=kind))
    period, block = _labelled(document, "previous", "")
    if period and block:
        evidence = Evidence.of(document, block.start, block.end)
        found.append(Inspection(_key(period.start), annotated.inspectorates, body, evidence, period.start, period.end, previous=True))
    return found


def earlier(annotated: Annotated, period: Period | None, start: int, end: int) -> Inspection:
    """An earlier inspection that a passage reports, with whatever date it gives."""
    when = (period.start, period.end) if period else ("", "")
    evidence = Evidence.of(annotated.document, start, end)
    body = annotated.area or annotated.subject
    return Inspection(
        _key(when[0]) if when[0] else "inspection-previous", annotated.inspectorates[:1], body, evidence, *when, previous=True
    )


def _key(start: str) -> str:
    return f"inspection-{start}" if start else "inspection"


def _framework(document: Document) -> tuple[str, Block | None, bool]:
    """The framework of the inspection a document reports, the block that words it, and whether it inspects an area's partnership."""
    for block in document.blocks[:_HEAD]:
        text = re.sub(r"\s", " ", plain(document.of(block)))
        for entry in rules().data["kind"]:
            if compiled(entry["form"]).search(text):
                return entry.get("prefix", "") + entry["name"], block, bool(entry.get("partnership"))
    return "", None, False


def joint(document: Document) -> bool:
    """Whether a document reports an inspection of an area's partnership, not of the authority alone."""
    return _framework(document)[2]


def issued(document: Document) -> str:
    """When a document was published: what is known of it, else the line that says so, else a letter's first line; "" if unknown."""
    if document.meta.issued:
        return document.meta.issued
    period, _ = _labelled(document, "published", "")
    if period:
        return period.start
    for block in document.blocks[:4]:
        text = document.of(block).strip()
        first = dates(text)
        if first and first[0].begin == 0 and first[0].stop == len(text):
            return first[0].start
    return ""


def year_of(document: Document) -> int:
    """The year a document speaks of: of publication, else the latest it names; 0 if it names none."""
    when = issued(document)
    return int(when[:4]) if when else max((int(p.end[:4]) for p in dates(document.text, years=True)), default=0)


def _labelled(document: Document, name: str, but: str) -> tuple[Period | None, Block | None]:
    """The date after one of the labels `name`, within one block or in the block after it; no label of `but` may stand there."""
    table = rules().data["dates"]
    label = compiled(r"^(?:[^.]{0,40}\b)?(?:" + "|".join(table[name]) + r")\b\s*[:–-]?\s*(?:between |from |on )?")
    barred = compiled("|".join(table[but])) if but else None
    blocks = document.blocks[:_HEAD]
    for index, block in enumerate(blocks):
        text = re.sub(r"\s", " ", document.of(block))
        match = label.search(text)
        if not match or (barred and barred.search(text[: match.end()])):
            continue
        found = [p for p in dates(text) if match.end() - 2 <= p.begin <= match.end() + 12]
        if found:
            return found[0], block
        if match.end() == len(text) and index + 1 < len(blocks):
            following = dates(document.of(blocks[index + 1]))
            if following and following[0].begin < 12:
                return following[0], blocks[index + 1]
    return None, None


def _told(annotated: Annotated) -> tuple[Period | None, Block | None]:
    """The date of the first sentence of the head that says who inspected when."""
    document = annotated.document
    table = rules().data["dates"]
    for sentence in annotated.sentences:
        if sentence.block >= _HEAD:
            break
        text = re.sub(r"\s", " ", document.text[sentence.start : sentence.end])
        if (
            compiled(table["sentence"]).search(text)
            and compiled(table["act"]).search(text)
            and not rules().pattern("said", "previous").search(text)
        ):
            found = dates(text)
            if found:
                return found[0], Block(document.blocks[sentence.block].kind, sentence.start, sentence.end)
    return None, None
