"""Findings: what each paragraph says, in value, of each body it evaluates."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field

from graphbuild.document import BlockKind, Kind, Span
from graphbuild.extract.annotated import Annotated, Mention
from graphbuild.extract.polarity import Clause, clauses, hits, within
from graphbuild.extract.sentences import Sentence
from graphbuild.facts import Evidence, Finding, Polarity
from graphbuild.ontology import wording

_TOPICS = frozenset(("Board", "Service", "Agency", "Post"))
_IN = re.compile(r"\b(?:in|at|within|of|for|to|from|between|on|with) (?:the |its |their |these |those |this |an? |some |all )?(?:[\w-]+ ){0,2}$")
_SKIP = frozenset(("Person", "Inspectorate"))


@dataclass
class Tally:
    """What a paragraph says of one thing so far, and where."""

    strength: int = 0
    weakness: int = 0
    spans: list[tuple[int, int]] = field(default_factory=list)


@functools.cache
def _headings() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile("|".join(re.escape(w) for w in sorted(h["words"], key=len, reverse=True)), re.IGNORECASE), h["polarity"])
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


def _add(
    tallies: dict[tuple[str, str], Tally], order: list[tuple[str, str]], here: str, targets: list[str], good: bool, weight: int, sentence: Sentence
) -> None:
    for key in filter(None, targets):
        if (here, key) not in tallies:
            tallies[here, key] = Tally()
            order.append((here, key))
        tally = tallies[here, key]
        tally.strength += good * weight
        tally.weakness += (not good) * weight
        tally.spans.append((sentence.start, sentence.end))


def _may_be_judged(annotated: Annotated, mention: Mention) -> bool:
    """People, inspectorates, other areas' councils and mere common nouns are not what a report's praise and blame are for."""
    if mention.cls in _SKIP or (annotated.entities[mention.key].weak and mention.cls != "Post"):
        return False
    return mention.cls != "LocalAuthority" or mention.key in (annotated.area, annotated.subject)


def findings(annotated: Annotated) -> list[Finding]:
    document, text = annotated.document, annotated.document.text
    cues = hits(text)
    own_words = _own()
    tallies: dict[tuple[str, str], Tally] = {}
    order: list[tuple[str, str]] = []
    default, section = annotated.subject or annotated.area, ""
    fixed: str | None = None
    opened: str | None = None
    paragraph, topic = "", ""
    last: list[str] = []
    before: bool | None = None
    marked: set[str] = set()
    for sentence in annotated.sentences:
        block = document.blocks[sentence.block]
        if block.kind is BlockKind.HEADING:
            fixed = _meant(document.of(block)) if document.kind is not Kind.NEWS and sentence.block else None
            opened = None
            section = _section(annotated, sentence.block)
            continue
        if block.kind in (BlockKind.ROW, BlockKind.NOTE) or fixed == "":
            continue
        if block.kind is BlockKind.PARAGRAPH and block.end - block.start < 90 and text[block.end - 1] not in ".:)”’'\"":
            continue
        here = block.number or (paragraph if block.kind is BlockKind.ITEM and paragraph.isdigit() else f"b{sentence.block}")
        if here != paragraph:
            paragraph, topic, last, before, settled = here, "", [], None, False
            first = True
        line_end = text[max(sentence.start, sentence.end - 20) : sentence.end]
        if "(Recommendation)" in line_end:
            marked.add(here)
        own = within(cues, sentence.start, sentence.end)
        mentions = [m for m in annotated.within(sentence) if _may_be_judged(annotated, m)]
        mentions = [m._replace(key=annotated.area or default) if own_words.fullmatch(text, m.start, m.end) else m for m in mentions]
        if first:
            topic = _subject(text, sentence, mentions)
            first = False
        listed = fixed or opened
        if block.kind is not BlockKind.ITEM:
            opened = None
        elif listed:
            targets = list(dict.fromkeys(m.key for m in mentions)) or [section or default]
            _add(tallies, order, here, targets, listed == "Strength", 1, sentence)
            continue
        if not own:
            continue
        if text[sentence.end - 1] == ":":
            opened = _meant(text[sentence.start : sentence.end]) or _opening(clauses(text, sentence.start, sentence.end, own))
        said = clauses(text, sentence.start, sentence.end, own)
        consequence = _CONSEQUENCE.match(text, sentence.start) is not None
        current: list[str] = []
        for clause in said:
            strength, weakness = clause.strength, clause.weakness
            targets = _targets(text, clause, mentions)
            if not targets and current and _GOES_ON.match(text, clause.start, clause.end):
                targets = current
            elif not targets and last and clause is said[0] and _BACK.match(text, clause.start):
                targets = last
            targets = targets or [topic or section or default]
            current = targets
            if not strength and not weakness:
                continue
            good = strength > weakness
            if consequence and before is not None:
                good = before if strength and weakness or True else good
            before = good
            last = targets
            if not topic and not settled and len(targets) == 1 and targets[0] not in (default, section) and annotated.entities[targets[0]].cls in _TOPICS:
                topic = targets[0]
            settled = True
            _add(tallies, order, here, targets, good, min(2, max(1, strength if good else weakness)), sentence)
    found = []
    for here, key in order:
        t = tallies[here, key]
        start, end = t.spans[0][0], t.spans[-1][1]
        found.append(Finding(f"f-{here}-{key}", key, _polarity(t), Evidence.of(document, start, end), here in marked))
    return found


_CONSEQUENCE = re.compile(r"(?:This|These|It|The (?:impact|result|effect)|As a (?:result|consequence)|Consequently|Therefore)\b[^.]{0,20}\b(?:means?|results?|resulted|leads?|led|ensures?|enables?|limits?|hinders?|reduces?)\b|As a (?:result|consequence)|Consequently|The (?:impact|result|effect) of this")
_GOES_ON = re.compile(
    r"[,;]?\s*(?:(?:but|although|though|while|yet|and|however|whilst|even though),?\s+)?(?:(?:is|are|was|were|has|have|had|does|do|did|can|cannot|lacks?|needs?|with|not|also|still|its|their|it|they|some|many|most|few|this|these|such|[a-z]+ly|tends?|fails?|limited|contains?|remains?)\b)",
    re.IGNORECASE,
)
_BACK = re.compile(r"(?:However, |But |Nevertheless, |In addition, |Furthermore, |Also, )?(?:This|These|It|They|He|She|Such|Its|Their|His|Her|Both|Those|That|Most|Some|Many)\b", re.IGNORECASE)


def _polarity(t: Tally) -> Polarity:
    if min(t.strength, t.weakness) > 0.25 * (t.strength + t.weakness):
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


def _subject(text: str, sentence: Sentence, mentions: list[Mention]) -> str:
    for m in mentions:
        if m.start - sentence.start < 30 and m.cls in _TOPICS and not _PREP.search(text, sentence.start, m.start):
            return m.key
    return ""


_PREP = re.compile(
    r"\b(?:from|to|with|for|at|in|through|on|between|across|within|into|under|about|against|over|after|before|during|among|towards?|around|than|via|alongside|upon|like)"
    r"(?: (?:the|its|their|his|her|a|an|all|some|most|other|each|any|these|those|this|both|local|relevant|key|various|multi-agency|the local authority's|this new)){0,2}\s*[‘'“\"]?$",
    re.IGNORECASE,
)
_WORK_OF = re.compile(
    r"\b(?:work|responses?|support|help|advice|guidance|leadership|action|interventions?|contributions?|engagement|attendance|involvement|oversight|provision|practice|challenge|scrutiny|supervision)"
    r" (?:from|at|in|with|within) (?:the |a |an |its |their |some |all )?(?:[\w-]+ (?:and |or )?){0,3}$",
    re.IGNORECASE,
)
_DOES = re.compile(r"['’]?s? (?:is|are|was|were|has|have|had|does|do|did|can|cannot|lacks?|fails?|provides?|offers?|makes?|remains?|continues?)\b")
_BY = re.compile(r"\bby (?:the |a |an |its |their )?(?:[\w-]+ ){0,2}$", re.IGNORECASE)
_OF = re.compile(r"\bof (?:the |a |an |its |their |some |all |these |those )?(?:[\w-]+ ){0,1}$", re.IGNORECASE)
_JOIN = re.compile(r"^['’]?s?(?:,| and| or|, and| as well as|, as well as)(?: the| its| their| their own)?(?: [\w-]+){0,2} ?[‘'“\"]?$", re.IGNORECASE)
_LIST = re.compile(r"^['’]?s?(?: [\w'’-]+){0,2}(?:,| and| or|, and| as well as|, as well as)(?: [\w'’-]+){0,3} ?[‘'“\"]?$", re.IGNORECASE)
_SUCH = re.compile(r"\b(?:such as|including|involving|like|for example|namely)\b[^.;]*$", re.IGNORECASE)
_GAP = re.compile(r"^(?:[\s‘'“\"-]|and\b|or\b|,|[\w-]+(?:ed|ly|ing|al|ive|ent|ant|ic)\b|new\b|the\b|of\b|quality\b|local\b|direct\b|health\b|authority['’]s\b|own\b|its\b|use\b){0,6}$", re.IGNORECASE)


_SHORT_OF = re.compile(
    r"\b(?:lack|absence|delays?|shortage|weakness(?:es)?|failures?|gaps?|shortcomings|deficits?|deficiencies)\b(?: (?!and\b|is\b|are\b|means?\b|has\b|have\b|limits?\b|led\b)[\w-]+){0,6} (?:in|of|from|by|at) (?:the |some |a |an |its )?(?:[\w-]+ )?$",
    re.IGNORECASE,
)
_INTRO = re.compile(r"(?:[,;]?\s*(?:However|But|although|and|while|despite),?\s)?(?:As|In|With|Despite|Through|By|For|At|Following|Since|When|Where|Because|Due|Without|Given|From|On|Under|Over|If|Once|Until)\b[^;]*,\s(?:the |its |their |this |a |an |some |most |many |[a-z]+ly,? )?$", re.IGNORECASE)


def _targets(text: str, clause: Clause, mentions: list[Mention]) -> list[str]:
    inside = [m for m in mentions if clause.start <= m.start < clause.end]
    chosen: list[Mention] = []
    first = clause.first if clause.first >= 0 else clause.end
    passed: Mention | None = None
    for m in inside:
        lead = text[clause.start : m.start]
        if passed is not None and _LIST.match(text[passed.end : m.start]):
            passed = m
            continue
        count = len(chosen)
        if m.start < first:
            if chosen and _JOIN.match(text[chosen[-1].end : m.start]):
                chosen.append(m)
            elif not any(c.start < first for c in chosen) and (not _PREP.search(lead) or _WORK_OF.search(lead)) or _SUCH.search(lead):
                chosen.append(m)
        elif not chosen and _INTRO.match(lead):
            chosen.append(m)
        else:
            last = max((h for h in clause.cues if h <= m.start), default=-1)
            if chosen and chosen[-1].start >= first and _JOIN.match(text[chosen[-1].end : m.start]) or _SUCH.search(lead):
                chosen.append(m)
            elif clause.cues[-1] > m.end and _DOES.match(text, m.end):
                chosen.append(m)
            elif _BY.search(lead) or last >= 0 and (_GAP.match(text[last : m.start]) or _SHORT_OF.search(text, clause.start, m.start)):
                chosen.append(m)
        passed = m if len(chosen) == count else None
    if not chosen:
        chosen = [m for m in inside if m.start < first and _IN.search(text, clause.start, m.start)][:1]
    return list(dict.fromkeys(m.key for m in chosen))
