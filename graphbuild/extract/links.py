"""Links between bodies, people and posts, each with its status and the words that state it.

    links(annotated) -> list[Link]

The default is no link: each kind needs wording of its own (`ontology/wording/links.toml`), and each link its status
(`ontology/wording/status.toml`).

Two designs of the core were measured on the reference documents, with the names as the program finds them (F1 of links with
status; words a second of this step alone on one busy core):

    patterns over the sentence with its names masked          report 0.13   news 0.13   letter 0.04   2,000,000
    frames over a light grammar of the sentence (this one)    report 0.67   news 0.78   letter 0.59     150,000

Patterns see only what stands side by side; lists, passives, asides, shared subjects, nouns ("oversight of … by …") and what governs
a verb ("fails to …") need the sentence cut into phrases. Given names found by hand this one reaches 0.73 on the report and 0.79 on
news, where two careful readers agree at 0.82. What it misses most: links that only follow from two sentences, and what an
evaluation implies without saying who does it.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import replace

from graphbuild import ontology
from graphbuild.document import Document, Kind, Span
from graphbuild.extract.annotated import Annotated, Mention
from graphbuild.extract.bodies import Match
from graphbuild.extract.clauses import Clauses
from graphbuild.extract.frames import Frame, Frames, frames
from graphbuild.extract.grammar import parse
from graphbuild.extract.matching import Matcher
from graphbuild.extract.parsed import tokens
from graphbuild.extract.places import Places, with_we
from graphbuild.extract.sentences import Sentence
from graphbuild.extract.status import Judge, as_status
from graphbuild.facts import Evidence, Link, Status

_DENIES = re.compile(r"\b(?:no|not|never|nor|neither|without|should|must|will|plans?|planned|proposed)\b|n['’]t\b", re.IGNORECASE)


def links(annotated: Annotated) -> list[Link]:
    """Every link that `annotated` states, in the order of the text, each once a paragraph and status."""
    lexicon = frames()
    found: dict[tuple[str, str, str, Status, str], Link] = {}
    places = Places(annotated)
    for sentence in annotated.sentences:
        mentions = annotated.within(sentence)
        if (
            not mentions
            and not places.plan[sentence.block]
            and not lexicon.bare.search(annotated.document.text, sentence.start, sentence.end)
        ):
            continue
        for link in _sentence(annotated, sentence, mentions, lexicon, places):
            key = (link.subject, link.predicate, link.object, link.status, link.evidence.paragraph)
            found.setdefault(key, link)
    for link in _listed(annotated, lexicon):
        found.setdefault((link.subject, link.predicate, link.object, link.status, link.evidence.paragraph), link)
    held = {link.object for link in found.values()}
    for link in _own_programmes(annotated, places, lexicon, held):
        found.setdefault((link.subject, link.predicate, link.object, link.status, link.evidence.paragraph), link)
    for link in _inspections(annotated, places, lexicon):
        found.setdefault((link.subject, link.predicate, link.object, link.status, link.evidence.paragraph), link)
    return sorted(found.values(), key=lambda x: (x.evidence.start, x.evidence.end, x.subject, x.predicate, x.object, x.status))


_RESOLVED = re.compile(r"(?:It was )?(?:RESOLVED|AGREED)\b|(?:It was )(?:resolved|agreed)\b")


def _sentence(annotated: Annotated, sentence: Sentence, mentions: tuple[Mention, ...], lexicon: Frames, places: Places) -> list[Link]:
    document = annotated.document
    mentions = with_we(annotated, sentence, mentions, places.speaker[sentence.block])
    parsed = tokens(document.text, sentence.start, sentence.end, mentions)
    if len(parsed.words) < 3 or (
        lexicon.triggers.isdisjoint(parsed.words) and len(mentions) < 2 and (not mentions or mentions[0].cls not in lexicon.by_name)
    ):
        return []
    parse(parsed, document.text, lexicon.tags, lexicon.lemmas)
    clauses = Clauses(parsed, lexicon.kinds)
    matcher = Matcher(
        clauses, document.text, lexicon, _nested(annotated, sentence), places.plan[sentence.block], document.kind is Kind.NEWS, places.posts
    )
    judge = Judge(clauses)
    found: list[Link] = []
    joined: list[Link] = []  # by owning and joining, which say nothing of how the link stands
    for match in matcher.matches():
        (joined if match.how == "o" else found).extend(_link(annotated, sentence, match, matcher, judge, lexicon, places))
    judged = {(link.subject, link.predicate, link.object) for link in found}
    found += [link for link in joined if (link.subject, link.predicate, link.object) not in judged]
    if _RESOLVED.match(document.text, sentence.start):  # what a meeting resolved is to come
        found = [replace(link, status=Status.PLANNED) if link.status is Status.ACTUAL else link for link in found]
    places.opened(sentence, clauses)
    stated = {link.object for link in found}
    found += [link for link in _by_name(annotated, sentence, mentions, matcher, lexicon, places) if link.object not in stated]
    return found


def _by_name(
    annotated: Annotated, sentence: Sentence, mentions: tuple[Mention, ...], matcher: Matcher, lexicon: Frames, places: Places
) -> list[Link]:
    """Links that a body's own name states: a board's sub-group, a multi-agency meeting, the area's own programme."""
    document = annotated.document
    topic = places.topic[sentence.block]
    found = []
    for mention in mentions:
        if mention.how != "name" or mention.key == topic:
            continue
        name = document.text[mention.start : mention.end].lower().split()
        for link, owner, thing in places.owned(name, mention, lexicon):
            found.append(_made(document, owner, link, thing, Status.ACTUAL, sentence.start, sentence.end))
        if mention.cls in lexicon.names.meets and places.is_board(topic) and name and name[-1] in lexicon.parts:
            found.append(_made(document, mention.key, lexicon.names.part, topic, Status.ACTUAL, sentence.start, sentence.end))
        if mention.cls in lexicon.names.meets and name and name[0] in lexicon.joint and document.text[mention.start].islower():
            partners = places.named(lexicon.partners)
            if partners:
                found.append(_made(document, partners, lexicon.names.member, mention.key, Status.ACTUAL, sentence.start, sentence.end))
    if topic == annotated.area and topic and not places.wish[sentence.block] and document.kind in (Kind.REPORT, Kind.LETTER):
        for key in matcher.own_programmes():
            if not annotated.entities[key].national:
                found.append(_made(document, topic, lexicon.names.own, key, Status.ACTUAL, sentence.start, sentence.end))
    return found


def _nested(annotated: Annotated, sentence: Sentence) -> tuple[Mention, ...]:
    low = bisect.bisect_left(annotated.nested, sentence.start, key=lambda m: m.start)
    high = bisect.bisect_left(annotated.nested, sentence.end, key=lambda m: m.start)
    return annotated.nested[low:high]


def _link(
    annotated: Annotated, sentence: Sentence, match: Match, matcher: Matcher, judge: Judge, lexicon: Frames, places: Places
) -> list[Link]:
    frame = match.frame
    topic = places.topic[sentence.block]
    status = _status(match, matcher, judge, lexicon, places.wish[sentence.block])
    if status is None or (frame.only in ("failing", "planned") and status.value.lower() != frame.only):
        return []
    if status is Status.ACTUAL and places.plan[sentence.block] and match.how != "o":
        status = Status.PLANNED
    if frame.counterpart and match.whom is None and status is not Status.FAILING and (match.who is None or frame.counterpart == "failing"):
        return []
    if match.who is None and lexicon.nation.search(annotated.document.text, sentence.start, sentence.end):
        return []
    if match.who is None and status is Status.PLANNED and match.how == "n" and not places.plan[sentence.block] and not frame.only:
        return []
    subjects = [match.who.mention.key] if match.who is not None else []
    if match.back:
        subjects = [places.opening(sentence, frame.who_is)]
    elif not subjects:
        if frame.implied == "inspectorates":
            subjects = list(annotated.inspectorates[:1] if frame.only or len(annotated.inspectorates) == 1 else ())
        elif frame.implied == "area" and frame.link == lexicon.names.hires:
            subjects = [] if places.is_board(topic) and topic != annotated.subject else [annotated.area]
        elif frame.implied == "area" and places.is_board(topic) and topic != annotated.subject:
            subjects = []  # whose it is, a section about a board does not say
        elif frame.implied == "partners":
            subjects = [places.named(lexicon.partners)]
        elif frame.implied == "topic" and match.how == "n":
            spoken = _spoken_of(judge, frame.who_is) or places.opening(sentence, frame.who_is)
            subjects = [topic if not spoken or places.leads(spoken, lexicon) else spoken]
        elif frame.counterpart and match.whom is None and not places.is_board(topic):
            subjects = []
        else:
            subjects = [topic]
        if frame.implied == "area" and subjects and any(w in lexicon.joint for w in judge.p.words):
            subjects.append(places.named(lexicon.partners))
    found = []
    for who in subjects:
        whom = match.whom.mention.key if match.whom is not None else _unsaid(frame, who, topic, places, lexicon)
        if who and whom and who != whom:
            if match.whom is not None and places.reviews(who, lexicon) and places.is_plan(whom, lexicon):
                found.append(_made(annotated.document, who, lexicon.reviewing, annotated.area, status, sentence.start, sentence.end))
                continue
            if frame.link in lexicon.led and places.leads(who, lexicon) and topic != whom:
                who = topic
            link = places.instead(who, frame.link, lexicon) if match.whom is None else frame.link
            found.append(_made(annotated.document, who, link, whom, status, sentence.start, sentence.end))
    return found


def _unsaid(frame: Frame, who: str, topic: str, places: Places, lexicon: Frames) -> str:
    """The second thing of a link whose wording names only the first."""
    if frame.whom == ("topic",):
        return topic
    if frame.whom == ("area",):
        return places.area
    if frame.whom == ("partners",):
        return "" if places.is_board(who) else places.named(lexicon.partners)
    return places.counterpart(who, lexicon)


def _status(match: Match, matcher: Matcher, judge: Judge, lexicon: Frames, wish: bool) -> Status | None:
    if match.how == "o":
        return as_status(match.frame.stands or judge.owned(match.chunk, match.frame.link in lexicon.carried_out), "none")
    if wish and not _stated(judge):
        return None
    if match.how == "v":
        said = judge.verb(match.chunk) if judge.c.chunks[match.chunk].kind == "V" else "actual"
    else:
        said = judge.noun(match.chunk, match.token, matcher.predicate(match.chunk), matcher.governor(match.chunk))
    if said == "yet":
        said = "planned" if match.frame.link in lexicon.names.begun else "failing"
    if said == "actual" and match.frame.stands:
        said = match.frame.stands
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
    verbs = [k for k in range(len(clauses.chunks)) if clauses.chunks[k].kind == "V"]
    return bool(verbs) and clauses.chunks[verbs[0]].form == "f" and verbs[0] > 0 and bool(clauses.subject(verbs[0]))


def _made(document: Document, who: str, link: str, whom: str, status: Status, start: int, end: int) -> Link:
    if ontology.links()[link].symmetric and whom < who:
        who, whom = whom, who
    return Link(who, link, whom, status, Evidence.of(document, start, end))


def _listed(annotated: Annotated, lexicon: Frames) -> list[Link]:
    """Bodies that a section lists as what its heading says ("Local area partnership details")."""
    document = annotated.document
    found = []
    for heading, inside in document.sections():
        low = document.of(heading).lower() if heading is not None else ""
        for frame in lexicon.sections:
            if annotated.subject and any(w in low for w in frame.words):
                for index in inside:
                    block = document.blocks[index]
                    for m in annotated.within(Span(block.start, block.end)):
                        if m.how == "name" and m.cls in frame.who_is and m.key != annotated.subject:
                            found.append(_made(document, m.key, frame.link, annotated.subject, Status.ACTUAL, m.start, m.end))
    return found


def _own_programmes(annotated: Annotated, places: Places, lexicon: Frames, held: set[str]) -> list[Link]:
    """Programmes that a report on an area names with nobody who runs them: they are the area's own."""
    document = annotated.document
    if document.kind not in (Kind.REPORT, Kind.LETTER) or not annotated.area or annotated.subject != annotated.area:
        return []
    found: dict[str, Link] = {}
    for mention in annotated.mentions:
        entity = annotated.entities[mention.key]
        if mention.cls not in lexicon.owned or mention.how != "name" or mention.key in held or mention.key in found or entity.national:
            continue
        block = document.index_at(mention.start)
        name = document.text[mention.start : mention.end].lower().split()
        if places.wish[block] or places.plan[block] or places.topic[block] != annotated.area or not name:
            continue
        if name[-1] not in lexicon.own or "national" in name or places.by_name.get(name[0], annotated.area) != annotated.area:
            continue
        start, end = _sentence_of(annotated, mention)
        if not _DENIES.search(document.text, start, end):
            found[mention.key] = _made(document, annotated.area, lexicon.names.own, mention.key, Status.ACTUAL, start, end)
    return list(found.values())


def _sentence_of(annotated: Annotated, mention: Mention) -> tuple[int, int]:
    for sentence in annotated.sentences_of(annotated.document.index_at(mention.start)):
        if sentence.start <= mention.start < sentence.end:
            return sentence.start, sentence.end
    return mention.start, mention.end


def _inspections(annotated: Annotated, places: Places, lexicon: Frames) -> list[Link]:
    """The inspection that the document itself reports: its inspectorates inspected its subject."""
    whom = annotated.subject or annotated.area
    if annotated.document.kind is Kind.MINUTES:
        return []
    if annotated.document.kind is Kind.NEWS and len(annotated.inspectorates) > 1:
        partners = places.named(lexicon.partners)  # a joint inspection: of the agencies together
        said = [m for m in annotated.mentions if m.key in annotated.inspectorates and m.how == "name"]
        return [
            _made(annotated.document, m.key, lexicon.names.inspected, partners, Status.ACTUAL, m.start, m.end) for m in said if partners
        ]
    if (
        not whom
        or not annotated.inspectorates
        or annotated.document.kind not in (Kind.REPORT, Kind.LETTER)
        and len(annotated.inspectorates) > 1
    ):
        return []
    first = next((m for m in annotated.mentions if m.key == whom), None)
    if first is None:
        return []
    late = first.start > annotated.document.blocks[:6][-1].end
    if late and annotated.document.kind not in (Kind.REPORT, Kind.LETTER) and not any(
        {whom, annotated.inspectorates[0]} <= {m.key for m in annotated.within(s, nested=True)} for s in annotated.sentences
    ):
        return []  # news that names it late, and never with them, may be of another's inspection
    return [
        _made(annotated.document, i, lexicon.names.inspected, whom, Status.ACTUAL, first.start, first.end)
        for i in annotated.inspectorates
        if i != whom
    ]
