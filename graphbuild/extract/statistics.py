"""Figures about an area's children, services and performance: value, unit, what is measured, period, comparator.

Figures of others (the nation, similar authorities, targets) are no figures of the area: they are given as the
comparison of the figure they stand beside. A list's items are read under the line that opens it ("Of this number:"), at the time it names.

Measured by paragraph and value: F1 0.99 on the report it was tuned on, 0.97 on the same in other words.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, replace

from graphbuild.document import BlockKind
from graphbuild.extract.annotated import Annotated
from graphbuild.extract.figures import STOP, Figure, figures, is_rate
from graphbuild.extract.numerals import lexicon, numbers
from graphbuild.extract.periods import Period, nearest, periods
from graphbuild.extract.sentences import Sentence
from graphbuild.facts import Evidence, Statistic

_FUNCTION = STOP | frozenset(["said", "such", "very", "more", "most", "much", "many", "some", "any", "other", "new", "up", "out"])


def statistics(annotated: Annotated) -> list[Statistic]:
    """Every figure `annotated` gives about its area, in order; figures that contradict each other name each other's evidence."""
    document, text = annotated.document, annotated.document.text
    found: list[Statistic] = []
    intro: _Intro | None = None
    at = numbers(text)
    for sentence in annotated.sentences:
        block = document.blocks[sentence.block]
        if block.kind in (BlockKind.HEADING, BlockKind.NOTE, BlockKind.ROW):
            intro = None if block.kind is BlockKind.HEADING else intro
            continue
        line = text[sentence.start : sentence.end]
        if intro is not None and (block.kind is not BlockKind.ITEM or block.level < intro.level):
            intro = None
        if bisect.bisect_left(at, sentence.start) < bisect.bisect_left(at, sentence.end):
            found.extend(_sentence(annotated, sentence, line, intro, found))
        if line.endswith(":"):
            before = intro if intro is not None and block.level > intro.level else None
            here = [s for s in found[-6:] if s.evidence.start >= block.start]
            own = next((s for s in here if not is_rate(s.unit)), here[0] if here else None)
            when = own.at if own else next((p.iso for p in [nearest(periods(line), len(line))] if p), before.at if before else "")
            intro = _Intro(line[:-1], block.level, own, when)
    return _contradictions(found)


@dataclass(frozen=True)
class _Intro:
    """A line that ends in a colon: what stands under it is said of what it names, at the time it names."""

    text: str
    level: int
    figure: Statistic | None
    at: str


def _sentence(annotated: Annotated, sentence: Sentence, line: str, intro: _Intro | None, before: list[Statistic]) -> list[Statistic]:
    document = annotated.document
    paragraph = document.place(sentence.start).paragraph
    nearby = [s for s in before[-4:] if s.evidence.paragraph == paragraph]
    unit = next((s.unit for s in ([intro.figure] if intro and intro.figure else nearby[::-1]) if not is_rate(s.unit)), "")
    own, others = figures(line, unit, intro is not None)
    if not own:
        return []
    when = periods(line)
    evidence = Evidence.of(document, sentence.start, sentence.end)
    edges = [f.start for f in own] + [f[0] for f in others] + [len(line)]
    about = _about(annotated, sentence)
    made: list[Statistic] = []
    change = _CHANGE.match(line)
    for index, figure in enumerate(own):
        period = nearest([p for p in when if not _taken(p, figure, own)], figure.start) or nearest(when, figure.start)
        stop = min(e for e in edges if e > figure.start)
        if change and nearby and 0 <= sentence.start - nearby[-1].evidence.end <= 3:
            same = [s for s in nearby if is_rate(s.unit) == is_rate(figure.unit)] or nearby
            measures = same[-1].measures
            if not same[-1].compared_with and same[-1] is before[-1]:
                before[-1] = replace(before[-1], compared_with=line[change.end() :].strip(" ."))
            figure = figure._replace(unit=same[-1].unit) if figure.carried else figure
        else:
            measures = _measures(line, figure, stop, made[-1] if made else None, intro)
        made.append(
            Statistic(
                figure.value,
                figure.unit,
                measures,
                about,
                evidence,
                at=period.iso if period else (intro.at if intro else ""),
                compared_with=_compared(line, figure, own[index + 1 :], others),
                approximate=figure.approximate,
            )
        )
    return made


_CHANGE = re.compile(
    r"(?:However, |But )?(?:this|it|which) (?:is|was|represents|represented|compares|shows) (?:now )?(?:an? |with )?(?:\w+ )?"
    r"(?=increase|rise|reduction|decrease|fall|drop|improvement|from|to|with)",
    re.IGNORECASE,
)


def _taken(period: Period, figure: Figure, own: list[Figure]) -> bool:
    """Whether another figure stands between `figure` and `period`, which then dates that one."""
    low, high = sorted((period.start, figure.start))
    return any(low < f.start < high for f in own if f is not figure)


def _measures(line: str, figure: Figure, stop: int, previous: Statistic | None, intro: _Intro | None) -> str:
    """What the figure measures, in the words of its sentence, without the figure, the period and the comparison."""
    tail = line[figure.end : stop]
    if re.fullmatch(r"\s\((?:or |a rate of |nearly |about )?", tail) and ")" in line[stop:]:
        tail = line[line.index(")", stop) + 1 :]  # "445 (or 49%) live outside the area"
    after = re.split(r"(?:;|\.(?!\d))|, (?:of|but|compared|which|with|although|while)\b|\bcompared (?:with|to)\b|\s\(", tail)[0]
    clause = re.split(r";|\.(?!\d)", line[: figure.start])[-1]
    if previous and not is_rate(previous.unit):
        if figure.unit.startswith("per ") and re.search(r"\(?(?:a |the )?(?:rate of )?$", clause):
            return f"rate: {previous.measures}"
        if is_rate(figure.unit) and re.search(r"\((?:or )?$", clause):
            return previous.measures
    part = re.search(r"\b(of (?:whom|which|these|those|them))\b", line[max(0, figure.start - 12) : figure.end + 12])
    if part and previous:
        return f"{previous.measures}, {part.group(1)} {_tidy(after.replace(part.group(1), ''))}"
    text = _tidy(f"{figure.unit} {after}" if figure.carried else after)
    if len(_content(text)) < (3 if figure.carried else 2):
        text = _tidy(clause + " " + after)
    if intro and (figure.carried or line[:1].islower() or line[:1].isdigit()):
        text = _tidy(f"{intro.figure.measures if intro.figure else intro.text}: {text}")
    return text


def _tidy(text: str) -> str:
    spans = [(p.start, p.end) for p in periods(text)]
    for start, end in reversed(spans):
        text = text[:start] + text[end:]
    text = re.sub(r"\(\s*\)|\(?Recommendation\)?", "", text)
    text = re.sub(r"\s+", " ", text).strip(" ,.;:–-()")
    text = re.sub(
        r"^(?:of|and|but|the|or|out of|per 10,000|%|that|which) "
        r"|(?: (?:of|and|but|at|to|from|in|by|for|the|is|was|only|a rate of|than|with|out))+$",
        "",
        text,
    )
    return " ".join(text.split(" ")[:24])


def _compared(line: str, figure: Figure, later: list[Figure], others: list[tuple[int, int]]) -> str:
    """The comparison stated beside the figure, in its words."""
    stop = later[0].start if later else len(line)
    match = re.compile(
        r"\b(?:compar(?:ed|es|ing)(?: \w+)? (?:with|to)|"
        r"(?:higher|lower|better|worse|more|less|greater|fewer) than|in line with|double|against|similar to|"
        r"an? (?:increase|rise|reduction|decrease|fall|drop) (?:from|on)|the national)\b[^;)]*"
    ).search(line, figure.end)
    if (
        match
        and (match.start() < stop or match.group().startswith("compare"))
        and (
            lexicon().outside.search(match.group())
            or match.group().startswith(("compare", "a", "in line"))
            and re.search(r"\d", match.group())
        )
    ):
        return match.group().strip(" .,")
    inside = [o for o in others if figure.end <= o[0] < stop]
    if inside and line[inside[0][0] - 1 : inside[0][0]] == "(":  # "12% of children (15.6% nationally)"
        return line[inside[0][0] :].partition(")")[0].strip()
    return line[figure.end : inside[0][1]].strip(" .,(") if inside else ""


def _about(annotated: Annotated, sentence: Sentence) -> str:
    """Whom the figures of a sentence are about: the body its subject names, else the area."""
    for mention in annotated.within(sentence):
        if mention.start - sentence.start > 60:
            break
        if mention.cls not in ("Person", "Post", "Inspectorate", "Instrument") and not annotated.entities[mention.key].weak:
            return mention.key
    return annotated.area or annotated.subject


def _content(text: str) -> frozenset[str]:
    found = (w.rstrip("s") for w in re.findall(r"[a-z]+", text.lower()) if w not in _FUNCTION)
    return frozenset(w for w in found if len(w) > 2)


def _contradictions(found: list[Statistic]) -> list[Statistic]:
    """The same figures, those that cannot both be true naming each other's evidence."""
    groups: dict[tuple[str, str, str, str], list[tuple[int, frozenset[str]]]] = {}
    against: dict[int, list[Evidence]] = {}
    for index, one in enumerate(found):
        listed, _, own = one.measures.rpartition(": ")
        words = _content(own)
        if not one.at or len(words) < 2 or one.approximate or ", of " in own:
            continue
        group = groups.setdefault((one.about, one.unit, one.at, listed), [])
        for other, other_words in group:
            if _conflict(found[other], other_words, one, words):
                against.setdefault(index, []).append(found[other].evidence)
                against.setdefault(other, []).append(one.evidence)
        group.append((index, words))
    return [replace(s, contradicts=tuple(sorted(set(against[i])))) if i in against else s for i, s in enumerate(found)]


def _conflict(one: Statistic, words: frozenset[str], two: Statistic, others: frozenset[str]) -> bool:
    """Whether two figures of one time give one measure two values, or a part more than its whole."""
    if one.evidence.start == two.evidence.start or abs(one.value - two.value) < 1:
        return False
    if len(words & others) / len(words | others) >= 0.75:
        return True
    if is_rate(one.unit) or one.evidence.paragraph != two.evidence.paragraph:
        return False
    return (words < others and two.value > one.value) or (others < words and one.value > two.value)
