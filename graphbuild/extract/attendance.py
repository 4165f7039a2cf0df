"""Who was at a meeting, from the lists at the head of its minutes: people, members of the body that met, its chair."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graphbuild.document import BlockKind, Document, Kind, Span
from graphbuild.extract.annotated import Annotated, Mention
from graphbuild.extract.people import rules as people_rules
from graphbuild.facts import Evidence, Link, Status
from graphbuild.lexicon import fold, lexicon, longest_first
from graphbuild.ontology import wording

_HEAD = 60  # blocks from the top in which minutes say who was there
_NAME = (
    r"(?:(?:[A-Z]\.? ?){1,3}(?=[A-Z][a-z])|(?:[A-Z][a-zà-ÿ]+(?:-[A-Z][a-z]+)? ){1,2})?"
    r"(?:Mc|Mac|O['’]|De |Le |Van )?[A-Z][a-zà-ÿ]+(?:[-'’][A-Z][a-zà-ÿ]+)?"
)
_LONG = 25  # words: a paragraph of more is no list of names
_PART = re.compile(r"\s*(?:,|;|\band\b|&|\t|$)\s*")


@dataclass(frozen=True)
class Rules:
    """`ontology/wording/minutes.toml`, as patterns."""

    members: re.Pattern[str]
    others: re.Pattern[str]
    title: re.Pattern[str]
    many: frozenset[str]
    chair: re.Pattern[str]
    name: re.Pattern[str]


class Attendee(NamedTuple):
    """One person of such a list: the name's span, whether a member, whether in the chair."""

    span: Span
    name: str
    member: bool
    chair: bool


@functools.cache
def rules() -> Rules:
    """The wording of attendance (read once a process)."""
    data = wording("minutes")
    titles = "|".join(re.escape(t) for t in longest_first(data["titles"]["words"]))
    chair = "|".join(re.escape(w) for w in data["chair"]["words"])
    never = "|".join(re.escape(w) for w in data["chair"]["not"])
    return Rules(
        re.compile(rf"(?:{'|'.join(data['members']['labels'])})(?=\s*[:\-–]|\s*$|\s+(?:councillors?|cllrs?)\b)", re.IGNORECASE),
        re.compile(rf"(?:{'|'.join(data['others']['labels'])})(?=\s*[:\-–]|\s*$)", re.IGNORECASE),
        re.compile(rf"(?:{titles})\s+"),
        frozenset(data["titles"]["many"]),
        re.compile(rf"^\s*[,(–-]?\s*(?!(?:{never}))(?:{chair})\b", re.IGNORECASE),
        re.compile(rf"{_NAME}(?!\w)"),
    )


def attendees(document: Document) -> list[Attendee]:
    """Everybody on the lists of who was there, in order; none where the document is not minutes."""
    return list(_read(document)) if document.kind is Kind.MINUTES else []


def _read(document: Document) -> Iterator[Attendee]:
    found, mode = rules(), ""
    for block in document.blocks[:_HEAD]:
        text = document.of(block)
        start = 0
        for name, pattern in (("others", found.others), ("members", found.members)):
            label = pattern.match(text.strip())
            if label:
                mode, start = name, text.index(label.group()) + label.end()
                start += len(text[start:]) - len(text[start:].lstrip(" :-–\t"))
                break
        else:
            if mode and (block.number or (block.kind is BlockKind.HEADING and not found.title.match(text))):
                mode = ""
            if not mode or (len(text.split()) > _LONG and not found.title.match(text)):
                mode = ""
                continue
        yield from _listed(text, start, block.start, mode == "members")


def _listed(text: str, start: int, offset: int, member: bool) -> Iterator[Attendee]:
    found, many = rules(), False
    at = start
    while at < len(text):
        title = found.title.match(text, at)
        if title:
            many = many or title.group().strip() in found.many
            at = title.end()
        name = found.name.match(text, at)
        told = title is not None or many or (name is not None and _full(name.group()))
        if not name or not told:
            return
        rest = text[name.end() :]
        chair = found.chair.match(rest)
        yield Attendee(Span(offset + name.start(), offset + name.end()), name.group(), member, bool(chair))
        after = re.match(r"\s*(?:\([^)]*\))?(?:\s+in the [Cc]hair)?", rest)
        at = name.end() + (after.end() if after else 0)
        part = _PART.match(text, at)
        if part is None or part.end() == at or not (many or found.title.match(text, part.end())):
            return
        at = part.end()


def _full(name: str) -> bool:
    words = lexicon()
    first, _, last = fold(name).partition(" ")
    return bool(last) and first not in words.stop and not any(w in words.heads or w in words.sector for w in last.split())


def persons(document: Document, known: Sequence[Mention]) -> list[Mention]:
    """`known` people, and those the lists add; a surname alone is given to the person known by it."""
    people = list(known)
    taken = [(m.start, m.end) for m in known]
    surname: dict[str, str] = {}
    for mention in known:
        surname.setdefault(mention.key.split(" ")[-1], mention.key)
    cls = people_rules().cls
    for one in attendees(document):
        if any(start < one.span.end and one.span.start < end for start, end in taken):
            continue
        key = one.name if " " in one.name else surname.get(one.name, one.name)
        surname.setdefault(one.name.split(" ")[-1], key)
        people.append(Mention(one.span.start, one.span.end, key, cls))
    return sorted(people)


def memberships(annotated: Annotated) -> list[Link]:
    """The members present are members of the body that met, and its chair chairs it."""
    body = annotated.subject
    if not body or body == annotated.area:
        return []
    found: list[Link] = []
    data = wording("minutes")
    for one in attendees(annotated.document):
        mention = next((m for m in annotated.within(one.span, nested=True) if m.start == one.span.start), None)
        if mention is None or not one.member:
            continue
        block = annotated.document.blocks[annotated.document.index_at(one.span.start)]
        evidence = Evidence.of(annotated.document, block.start, block.end)
        found.append(Link(mention.key, data["members"]["link"], body, Status.ACTUAL, evidence))
        if one.chair:
            found.append(Link(mention.key, data["chair"]["link"], body, Status.ACTUAL, evidence))
    return found
