"""Links between bodies, people and posts, each with its status and the words that state it.

    links(annotated) -> list[Link]

The default is no link: each kind needs wording of its own (`ontology/wording/links.toml`), and each link its status
(`ontology/wording/status.toml`).
"""

from __future__ import annotations

import bisect
import re

from graphbuild.document import BlockKind, Document, Kind, Span
from graphbuild.extract.annotated import Annotated, Mention
from graphbuild.extract.clauses import Clauses
from graphbuild.extract.frames import Frames, Match, Matcher, frames
from graphbuild.extract.grammar import parse, tokens
from graphbuild.extract.sentences import Sentence
from graphbuild.extract.status import Judge, as_status, words
from graphbuild.facts import Evidence, Link, Status

_WISH = re.compile(
    r"^(?:recommendations?|areas? for (?:priority action|improvement|development)|what needs to improve|next steps|priority actions?|immediate priorities|"
    r"actions? required|what .* needs? to do)\b",
    re.IGNORECASE,
)
_SYMMETRIC = frozenset(("worksWith", "sharesInformationWith"))


def links(annotated: Annotated) -> list[Link]:
    """Every link that `annotated` states, in the order of the text, each once a paragraph and status."""
    lexicon = frames()
    found: dict[tuple[str, str, str, Status, str], Link] = {}
    places = _Places(annotated)
    for sentence in annotated.sentences:
        mentions = annotated.within(sentence)
        if not mentions and not places.plan[sentence.block]:
            continue
        for link in _sentence(annotated, sentence, mentions, lexicon, places):
            key = (link.subject, link.predicate, link.object, link.status, link.evidence.paragraph)
            found.setdefault(key, link)
    for link in _inspections(annotated):
        found.setdefault((link.subject, link.predicate, link.object, link.status, link.evidence.paragraph), link)
    return sorted(found.values(), key=lambda x: (x.evidence.start, x.evidence.end, x.subject, x.predicate, x.object, x.status))


_SAID = re.compile(r"\b(?:said|says|added|adds|commented|comments|explained|told|wrote|stated|continued)\b")
_QUOTED = re.compile(r"^\s*[“‘\"'‛]")
_WE = re.compile(r"\b(?:we|our|us)\b(?!-)", re.IGNORECASE)
_SPEAKS = ("LocalAuthority", "Agency", "Board", "Service")


class _Places:
    """What the place of a sentence says of it: whom its section is about, whether it states wishes or plans."""

    def __init__(self, annotated: Annotated) -> None:
        document = annotated.document
        self.wish: list[bool] = []
        self.plan: list[bool] = []
        self.topic: list[str] = []
        self.speaker: list[str] = _speakers(annotated)
        wish = plan = False
        topic = annotated.subject or annotated.area
        area = annotated.subject or annotated.area
        heads = words().headings
        lead = ""
        for block in document.blocks:
            text = document.of(block)
            if block.kind is BlockKind.HEADING:
                wish = bool(_WISH.match(text.strip()))
                low = text.lower()
                plan = any(h in low for h in heads) and not wish
                named = [m for m in annotated.within(Span(block.start, block.end)) if m.cls in ("Board", "LocalAuthority", "Agency")]
                topic = named[0].key if named and named[0].cls == "Board" else area
            elif block.kind is not BlockKind.ITEM:
                lead = text.lower() if text.rstrip().endswith(":") else ""
            self.wish.append(wish)
            self.plan.append(plan or (block.kind is BlockKind.ITEM and any(h in lead for h in heads)))
            self.topic.append(topic)


def _speakers(annotated: Annotated) -> list[str]:
    """For each block, the key of the body that "we" stands for in it: that of whoever is quoted, else the document's own subject."""
    document = annotated.document
    found: list[str] = []
    current = ""
    for block in document.blocks:
        text = document.of(block)
        said = _SAID.search(text)
        if said is not None and block.kind is not BlockKind.HEADING:
            named = [m for m in (*annotated.within(Span(block.start, block.end), nested=True),) if m.cls in _SPEAKS and m.how == "name"]
            before = [m for m in named if m.start < block.start + said.start()]
            outside = [m for m in named if not _inside_quote(text, m.start - block.start)]
            chosen = [m for m in (before or outside) if not _inside_quote(text, m.start - block.start)]
            current = chosen[-1].key if chosen else annotated.area
        elif not _QUOTED.match(text) and block.kind is not BlockKind.ITEM:
            current = ""
        found.append(current or annotated.area)
    return found


def _inside_quote(text: str, at: int) -> bool:
    return text.count("“", 0, at) > text.count("”", 0, at)


def _with_we(annotated: Annotated, sentence: Sentence, mentions: tuple[Mention, ...], speaker: str) -> tuple[Mention, ...]:
    """The mentions of a sentence with those that "we" and "our" make."""
    if not speaker or speaker not in annotated.entities:
        return mentions
    taken = [(m.start, m.end) for m in mentions]
    cls = annotated.entities[speaker].cls
    extra = [
        Mention(w.start(), w.end(), speaker, cls, "pronoun")
        for w in _WE.finditer(annotated.document.text, sentence.start, sentence.end)
        if not any(a < w.end() and w.start() < b for a, b in taken) and w.group() != "US"
    ]
    return tuple(sorted([*mentions, *extra])) if extra else mentions


def _sentence(annotated: Annotated, sentence: Sentence, mentions: tuple[Mention, ...], lexicon: Frames, places: _Places) -> list[Link]:
    document = annotated.document
    mentions = _with_we(annotated, sentence, mentions, places.speaker[sentence.block])
    parsed = tokens(document.text, sentence.start, sentence.end, mentions)
    if len(parsed.words) < 3 or (lexicon.triggers.isdisjoint(parsed.words) and len(mentions) < 2):
        return []
    parse(parsed, document.text, lexicon.tags, lexicon.lemmas)
    clauses = Clauses(parsed, lexicon.kinds)
    matcher = Matcher(clauses, document.text, lexicon, _nested(annotated, sentence), places.plan[sentence.block], document.kind is Kind.NEWS)
    judge = Judge(clauses)
    found = []
    for match in matcher.matches():
        link = _link(annotated, sentence, match, matcher, judge, lexicon, places)
        if link is not None:
            found.append(link)
    return found


def _nested(annotated: Annotated, sentence: Sentence) -> tuple[Mention, ...]:
    low = bisect.bisect_left(annotated.nested, sentence.start, key=lambda m: m.start)
    high = bisect.bisect_left(annotated.nested, sentence.end, key=lambda m: m.start)
    return annotated.nested[low:high]


def _link(annotated: Annotated, sentence: Sentence, match: Match, matcher: Matcher, judge: Judge, lexicon: Frames, places: _Places) -> Link | None:
    frame = match.frame
    if match.who is not None:
        who = match.who.mention.key
    elif frame.implied == "inspectorates":
        if len(annotated.inspectorates) != 1:
            return None
        who = annotated.inspectorates[0]
    elif frame.implied == "area" and frame.link == "appoints":
        who = annotated.area
    else:
        who = places.topic[sentence.block]
    whom = match.whom.mention.key
    if not who or who == whom:
        return None
    if match.how == "o":
        said = "actual"
    elif places.wish[sentence.block]:
        return None
    elif match.how == "v":
        said = judge.verb(match.chunk) if judge.c.chunks[match.chunk].kind == "V" else "actual"
    else:
        said = judge.noun(match.chunk, match.token, matcher._predicate(match.chunk), matcher._governor(match.chunk))
    if said == "yet":
        said = "planned" if frame.link in ("provides", "succeeds") else "failing"
    status = as_status(said, lexicon.denied.get(frame.link, "none"))
    if frame.only and match.how != "o" and (status is None or status.value.lower() != frame.only):
        return None
    if status is None:
        return None
    if status is Status.ACTUAL and places.plan[sentence.block]:
        status = Status.PLANNED
    return _made(annotated.document, who, frame.link, whom, status, sentence.start, sentence.end)


def _made(document: Document, who: str, link: str, whom: str, status: Status, start: int, end: int) -> Link:
    if link in _SYMMETRIC and whom < who:
        who, whom = whom, who
    return Link(who, link, whom, status, Evidence.of(document, start, end))


def _inspections(annotated: Annotated) -> list[Link]:
    """The inspection that the document itself reports: its inspectorates inspected its subject."""
    whom = annotated.subject or annotated.area
    if not whom or not annotated.inspectorates or annotated.document.kind not in (Kind.REPORT, Kind.LETTER) and len(annotated.inspectorates) > 1:
        return []
    first = next((m for m in annotated.mentions if m.key == whom), None)
    if first is None:
        return []
    return [_made(annotated.document, i, "inspects", whom, Status.ACTUAL, first.start, first.end) for i in annotated.inspectorates if i != whom]
