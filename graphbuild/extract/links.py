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
        self.entities = annotated.entities
        self.area = annotated.area
        self.by_name = {n.lower().replace("’", "'"): k for k, e in sorted(annotated.entities.items(), reverse=True) for n in (*e.names, e.label)}
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


    def is_board(self, key: str) -> bool:
        """Whether `key` is a body that meets."""
        return key in self.entities and self.entities[key].cls == "Board"

    def named(self, names: tuple[str, ...]) -> str:
        """Key of the first thing with one of `names`, "" where the document has none."""
        return next((self.by_name[n] for n in names if n in self.by_name), "")

    def counterpart(self, board: str, lexicon: Frames) -> str:
        """Whom a board holds to account where the text does not say: by the kind of board."""
        label = self.entities[board].label.lower() if board in self.entities else ""
        for words_, names in lexicon.counterparts:
            if any(w in label for w in words_):
                return self.named(names) if names else self.area
        return ""


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
        found += _link(annotated, sentence, match, matcher, judge, lexicon, places)
    topic = places.topic[sentence.block]
    if places.is_board(topic):  # a sub-group named in a board's own section is that board's
        for mention in mentions:
            if mention.cls == "Board" and mention.key != topic and mention.how == "name":
                name = document.text[mention.start : mention.end].lower().split()
                if name and name[-1] in lexicon.parts:
                    found.append(_made(document, mention.key, "partOf", topic, Status.ACTUAL, sentence.start, sentence.end))
    return found


def _nested(annotated: Annotated, sentence: Sentence) -> tuple[Mention, ...]:
    low = bisect.bisect_left(annotated.nested, sentence.start, key=lambda m: m.start)
    high = bisect.bisect_left(annotated.nested, sentence.end, key=lambda m: m.start)
    return annotated.nested[low:high]


def _link(annotated: Annotated, sentence: Sentence, match: Match, matcher: Matcher, judge: Judge, lexicon: Frames, places: _Places) -> list[Link]:
    frame = match.frame
    topic = places.topic[sentence.block]
    status = _status(match, matcher, judge, lexicon, places.wish[sentence.block])
    if status is None or (frame.only in ("failing", "planned") and status.value.lower() != frame.only):
        return []
    if status is Status.ACTUAL and places.plan[sentence.block] and match.how != "o":
        status = Status.PLANNED
    subjects = [match.who.mention.key] if match.who is not None else []
    if not subjects:
        if frame.implied == "inspectorates":
            subjects = list(annotated.inspectorates) if len(annotated.inspectorates) == 1 else []
        elif frame.implied == "area" and frame.link == "appoints":
            subjects = [annotated.area]
        elif frame.implied == "partners":
            subjects = [places.named(lexicon.partners)]
        elif frame.implied == "topic" and match.how == "n":
            subjects = [_spoken_of(judge, frame.who_is) or topic]
        elif frame.counterpart and match.whom is None and (status is not Status.FAILING or not places.is_board(topic)):
            subjects = []
        else:
            subjects = [topic]
        if frame.implied == "area" and subjects and any(w in lexicon.joint for w in judge.p.words):
            subjects.append(places.named(lexicon.partners))
    found = []
    for who in subjects:
        whom = match.whom.mention.key if match.whom is not None else topic if frame.whom == ("topic",) else places.counterpart(who, lexicon)
        if who and whom and who != whom:
            found.append(_made(annotated.document, who, frame.link, whom, status, sentence.start, sentence.end))
    return found


def _status(match: Match, matcher: Matcher, judge: Judge, lexicon: Frames, wish: bool) -> Status | None:
    if match.how == "o":
        return Status.ACTUAL
    if wish and not _stated(judge):
        return None
    if match.how == "v":
        said = judge.verb(match.chunk) if judge.c.chunks[match.chunk].kind == "V" else "actual"
    else:
        said = judge.noun(match.chunk, match.token, matcher.predicate(match.chunk), matcher.governor(match.chunk))
    if said == "yet":
        said = "planned" if match.frame.link in ("provides", "succeeds") else "failing"
    return as_status(said, lexicon.denied.get(match.frame.link, "none"))


def _spoken_of(judge: Judge, classes: frozenset[str]) -> str:
    """The body that the sentence's first verb has as its subject, if it is one by itself."""
    for k, chunk in enumerate(judge.c.chunks):
        if chunk.kind == "V" and chunk.form == "f":
            subject = [a for a in judge.c.subject_args(k) if a.via == "self"]
            return subject[0].mention.key if len(subject) == 1 and subject[0].mention.cls in classes else ""
    return ""


def _stated(judge: Judge) -> bool:
    """Whether a sentence among recommendations says how things are: a finite verb with its subject states the link."""
    clauses = judge.c
    verbs = [k for k in range(len(clauses.chunks)) if clauses.chunks[k].kind == "V" and clauses.chunks[k].form == "f"]
    return bool(verbs) and bool(clauses.subject(verbs[0])) and verbs[0] > 0


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
