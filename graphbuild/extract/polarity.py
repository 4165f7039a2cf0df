"""Which way a clause evaluates: the vocabulary of inspection reports, with negation, plans and turns.

One pass of a multi-pattern automaton (ahocorasick_rs) finds every cue of `ontology/wording/findings.toml` in a text; only
sentences that hold one are looked at. A sentence is cut into clauses where it turns ("but", "although", a semicolon): each clause is
praise, blame or neither, and the sentence is mixed where its clauses differ.
"""

from __future__ import annotations

import bisect
import functools
import operator
import re
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import NamedTuple

import ahocorasick_rs

from graphbuild.ontology import wording


class Cue(IntEnum):
    """What a word of the vocabulary does."""

    STRENGTH = 1
    WEAKNESS = 2
    NEGATION = 3
    ALONE = 4
    UNREAL = 5
    TURN = 6
    NEUTRAL = 7
    HIGH = 8
    LOW = 9
    ENDED = 10


class Hit(NamedTuple):
    """A cue's place in the text."""

    start: int
    end: int
    cue: Cue
    both: bool


class Clause(NamedTuple):
    """A clause of a sentence: `strength` and `weakness` count what it says; `first` is where its first such word stands."""

    start: int
    end: int
    strength: int
    weakness: int
    first: int
    cues: tuple[int, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """The cues as an automaton; `cues[i]` is what pattern i does, `open_ended[i]` whether any ending may follow."""

    automaton: ahocorasick_rs.AhoCorasick
    cues: tuple[Cue, ...]
    open_ended: tuple[bool, ...]
    both: frozenset[int]
    good_when_high: re.Pattern[str]
    levels: re.Pattern[str]
    aim: re.Pattern[str]
    target: re.Pattern[str]
    known: re.Pattern[str]
    closing: re.Pattern[str]
    wanting: re.Pattern[str]
    adverbs: re.Pattern[str]


_PLAIN = bytes(ord(chr(b).lower()) if chr(b).isalnum() or chr(b) in "-%£" else 32 for b in range(128)) + b" " * 128
"""Small letters, and a space for all that is no letter, digit or hyphen: one byte for each character, so offsets hold."""
_APART = re.compile(r"[;:—]|\s[–-]\s|\.\s|\n")
_MARKS = (";", ":", "—", " – ", " - ", ". ")
_TOLD = re.compile(
    r"\b(?:recognised?|acknowledged?|noted|found|reported|concluded|heard|concerned|agreed?|accept(?:ed)?|told \w+) that\b"
    r"(?! (?:it|they|its|their)\b)"
)


@functools.cache
def vocabulary() -> Vocabulary:
    """The vocabulary, made once."""
    table = wording("findings")
    cues: dict[str, Cue] = {}
    negations = set(table["negation"]["words"]) | set(table["negation"]["alone"])
    for cue, words in (
        (Cue.UNREAL, table["unreal"]["words"]),
        (Cue.TURN, table["turn"]["words"]),
        (Cue.NEGATION, table["negation"]["words"]),
        (Cue.ALONE, table["negation"]["alone"]),
        (Cue.STRENGTH, [w.replace("_", " ") for w in table["strength"]["words"].split()] + table["strength"]["phrases"]),
        (Cue.WEAKNESS, [w.replace("_", " ") for w in table["weakness"]["words"].split()] + table["weakness"]["phrases"]),
        (Cue.ENDED, table["ended"]["words"]),
        (Cue.HIGH, table["level"]["high"]),
        (Cue.LOW, table["level"]["low"]),
        (Cue.NEUTRAL, table["neutral"]["words"]),
    ):
        cues.update(dict.fromkeys(words, cue))
    patterns = sorted(cues)
    good, bad = ("|".join(table["level"][key]) for key in ("good_when_high", "bad_when_high"))
    purpose = {key: "|".join(table["purpose"][key]) for key in ("praise", "blame", "really", "knowing")}
    return Vocabulary(
        ahocorasick_rs.AhoCorasick([" " + p.rstrip("*") for p in patterns]),
        tuple(cues[p] for p in patterns),
        tuple(p.endswith("*") for p in patterns),
        frozenset(i for i, p in enumerate(patterns) if cues[p] is Cue.WEAKNESS and (p in negations or re.match(r"(?:\w+ )?not\b", p))),
        re.compile(rf"(?:{good})$", re.IGNORECASE),
        re.compile(rf"\b(?:{good}|{bad})\b", re.IGNORECASE),
        re.compile(rf"(?:(\w+) )?\bto (?:\w+ly )?(?:{purpose['praise']}) (?:[\w'’-]+ ){{0,3}}$", re.IGNORECASE),
        re.compile(rf"\b(?:{purpose['blame']})\w* (?:[\w'’-]+ ){{0,3}}$", re.IGNORECASE),
        re.compile(rf"\b(?:{purpose['knowing']}) (?:[\w'’-]+ ){{0,8}}$", re.IGNORECASE),
        re.compile(rf"(?:{'|'.join(table['turn']['closing'])})\b", re.IGNORECASE),
        re.compile(rf"(?:{'|'.join(table['turn']['wanting'])})\b", re.IGNORECASE),
        re.compile("|".join(table["turn"]["adverbs"]), re.IGNORECASE),
    )


def hits(text: str) -> list[Hit]:
    """Every cue in `text`, in order."""
    words = vocabulary()
    plain = f" {text} ".encode("ascii", "replace").translate(_PLAIN).decode("ascii")
    every = [
        (start, -end, index)
        for index, start, end in words.automaton.find_matches_as_indexes(plain, overlapping=True)
        if plain[end] == " " or words.open_ended[index]
    ]
    every.sort()
    found: list[Hit] = []
    reached = -1
    for start, minus, index in every:
        if start < reached:
            continue
        reached = -minus
        cue = words.cues[index]
        if cue is not Cue.NEUTRAL:
            found.append(Hit(start, reached - 1, cue, index in words.both))
    return found


_START = operator.attrgetter("start")


def within(found: list[Hit], start: int, end: int) -> list[Hit]:
    """The cues of `found` that begin between `start` and `end`."""
    low = bisect.bisect_left(found, start, key=_START)
    return found[low : bisect.bisect_left(found, end, key=_START)]


def clauses(text: str, start: int, end: int, cues: list[Hit]) -> list[Clause]:
    """The clauses of the sentence at `start` to `end` of `text`, each with what it says; `cues` are those of the sentence."""
    cuts = [start]
    for cue in cues:
        if cue.cue is not Cue.TURN or (text.startswith("yet", cue.start) and text[max(0, cue.start - 2)] != ","):
            continue
        if _is_aside(text, cue):
            continue
        piece = text[cuts[-1] : cue.start]
        if len(piece) > 2 and (len(piece) > 24 or _FINITE.search(piece)):
            cuts.append(cue.start)
        if vocabulary().closing.match(text, cue.start) and (
            cue.start - start <= 12
            or text[cue.start - 2 : cue.start - 1] in ",;"
            or text[max(0, cue.start - 4) : cue.start].endswith((" and ", "and ", ", "))
        ):
            comma = _comma(text, cue.end, end)
            if comma > 0:
                cuts.append(comma)
    when = _WHEN.match(text, start, end)
    if when and (comma := _comma(text, when.end(), end)) > 0:
        cues = [c for c in cues if c.start > comma]
        cuts.append(comma)
    line = text[start:end]
    if " that " in line:
        cuts.extend(m.end() for m in _TOLD.finditer(text, start, end))
    if any(mark in line for mark in _MARKS):
        cuts.extend(m.start() for m in _APART.finditer(text, start + 1, end))
    if len(cuts) == 1:
        return [_clause(text, start, end, cues)]
    cuts = sorted(set(cuts)) + [end]
    return [_clause(text, a, b, [c for c in cues if a <= c.start < b]) for a, b in pairwise(cuts) if b > a]


_WHEN = re.compile(r"(?:However, |For example, |In addition, |Similarly, )?(?:[Ww]hen|[Ii]f|[Ww]here|[Oo]nce|[Uu]ntil)\b")
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does?|did|can|will|would|could|may|be|been|[a-z]{2,}ed|found|saw|made|took|know|knows|"
    r"do)\b|^despite|^with|^apart|^notwith|^in con"
)
_BARE = re.compile(
    r"\s*(?:not|no longer|often|still|generally|relatively|limited|(?:\w+ly )?\w+(?:ed|ing))\b(?! (?:is|are|was|were|has|"
    r"have)\b)"
)
_ONGOING = re.compile(
    r",\s(?:which|who|whose|and|or|such|including|particularly|especially|are|is|was|were|have|has|had|\w+ing|not|rather|as|"
    r"to|for|in|on|with|from|\w+ly)\b|,\s\w+(?:\s\w+)?,\s(?!the|this|these|there)"
)


def _is_aside(text: str, cue: Hit) -> bool:
    """Whether a turn stands between commas within its clause ("planning is, however, weak"), which then is not cut."""
    if text[cue.end : cue.end + 1] != "," or "," not in text[max(0, cue.start - 2) : cue.start]:
        return False
    return vocabulary().adverbs.fullmatch(text, cue.start, cue.end) is not None


def _comma(text: str, at: int, end: int) -> int:
    """Where the clause that a turn opened at `at` closes: its first comma after a verb that does not go on; -1 if none."""
    opening = text[max(0, at - 24) : at].lower().lstrip()
    for match in re.finditer(r",\s", text[at:end]):
        piece = text[at : at + match.start()]
        if match.start() >= 6 and _BARE.match(piece):
            return at + match.start()
        if (
            match.start() >= 8
            and (_FINITE.search(piece) or piece.count(" ") >= 4 or opening.endswith(("despite", "except", "exception of")))
            and not _ONGOING.match(text, at + match.start())
        ):
            return at + match.start()
    return -1


_ANEW = re.compile(r",? (?:and|but|so|because|which|who) (?:\w+ )?(?:has|have|is|are|was|were|does|do|did|it|they|he|she)\b|[,;] ")
_NEAR, _BESIDE, _PLAN, _FAR = 64, 14, 60, 140


def _clause(text: str, start: int, end: int, cues: list[Hit]) -> Clause:
    words = vocabulary()
    strength = weakness = 0
    told: list[Hit] = []
    negated = beside = unreal = short = finite = -1000
    alone = -1
    for hit in cues:
        cue = hit.cue
        if cue in (Cue.HIGH, Cue.LOW):
            cue = _level(text, start, end, hit)
        if cue in (Cue.NEGATION, Cue.ALONE):
            negated = beside = hit.end
            if cue is Cue.ALONE:
                finite = hit.end
            alone = hit.start if cue is Cue.ALONE and hit.start - unreal > _PLAN else alone
        elif cue is Cue.ENDED and weakness:
            strength, weakness = strength + 1, weakness - 1
        elif cue is Cue.UNREAL:
            unreal = hit.end
        elif cue is Cue.STRENGTH:
            if hit.start - max(negated, short) <= _NEAR or (0 <= hit.start - finite <= _FAR and not _ANEW.search(text, finite, hit.start)):
                weakness += 1
                told.append(hit)
            elif hit.start - unreal > _PLAN and not _aimed(text, start, hit.start):
                strength += 1
                told.append(hit)
        elif cue is Cue.WEAKNESS:
            if hit.start - beside <= _BESIDE:
                strength += 1
                told.append(hit)
            elif hit.start - negated > _NEAR and not _aimed_at(text, start, hit.start):
                weakness += 1
                told.append(hit)
            if hit.both:
                short = hit.end
            if words.wanting.search(text, hit.start, hit.end):
                unreal = hit.end
    if alone >= 0 and not told:
        weakness = 1
        told = [h for h in cues if h.start == alone]
    return Clause(start, end, strength, weakness, told[0].start if told else -1, tuple(h.end for h in told))


def _level(text: str, start: int, end: int, hit: Hit) -> Cue:
    """Whether a high or low here is praise or blame, by the nearest thing in the clause that has a level."""
    words = vocabulary()
    nearest = min(
        words.levels.finditer(text, start, end),
        key=lambda m: min(abs(m.start() - hit.end), abs(hit.start - m.end()) + 4),
        default=None,
    )
    if nearest is None:
        return Cue.NEUTRAL
    good = words.good_when_high.search(nearest.group()) is not None
    if hit.cue is Cue.LOW and not good and nearest.group().lower().startswith(("number", "rate", "referral")):
        return Cue.WEAKNESS
    return Cue.STRENGTH if good == (hit.cue is Cue.HIGH) else Cue.WEAKNESS


def _aimed(text: str, start: int, at: int) -> bool:
    """Whether the word at `at` is what something is meant to bring about ("to ensure good …"), not what is."""
    match = vocabulary().aim.search(text, max(start, at - 56), at)
    return match is not None and (match.group(1) or "").lower() not in wording("findings")["purpose"]["really"]


def _aimed_at(text: str, start: int, at: int) -> bool:
    """Whether the shortcoming at `at` is what something is done about ("to reduce delay"), or what somebody knows of."""
    words = vocabulary()
    return bool(words.target.search(text, max(start, at - 44), at) or words.known.search(text, max(start, at - 80), at))
