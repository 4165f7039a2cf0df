"""Which numbers of a sentence are figures, and what each counts.

A number is first asked what it is not (a date, an age, a section, a telephone number, a deadline), then what it counts: the plural noun
after it, or, where the sentence named that before ("of whom nine lived …", "from 24 to 47"), what the figure before it counted.
The words are in `ontology/wording/statistics.toml`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from graphbuild.extract.numerals import lexicon, value_of

TIMES = ("days", "weeks", "months", "years", "hours", "day", "week", "month", "year", "hour")
STOP = frozenset(
    """
    a an the of in at to for with by from on who whom which that as and or but were was are is has have had been be being can could may
    might will would should must do does did not no when where while since until after before during between within per than about into
    onto over under through across against among because if so their its his her this these those there they it we he she only also
    currently already now still subsequently later then either neither both all each every
    """.split()
)


class Figure(NamedTuple):
    """One number that counts or measures something: offsets in its sentence, and what it was found to be."""

    start: int
    end: int
    value: float
    unit: str
    approximate: bool
    carried: bool


_ELLIPSIS = re.compile(r" (?:with|in|who|waiting|awaiting|still|from|to) ")
_THERE = re.compile(
    r"\bthere (?:are|were|was|is|have been|has been|had been)(?: (?:only|just|about|around|over|nearly|almost|some|still|now))* $",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"(?:whom|which|these|them)(?: only)? one\b|\bone child|\b(?:one|two|three|four|five)(?:,| and| or| to) one\b", re.IGNORECASE
)


def figures(line: str, last: str, listed: bool) -> tuple[list[Figure], list[tuple[int, int]]]:
    """The area's own figures in `line`, and the spans of other numbers given for comparison."""
    words = lexicon()
    own: list[Figure] = []
    others: list[tuple[int, int]] = []
    matches = [
        m
        for m in words.number.finditer(line)
        if m.group().lower() != "one" or line[m.end() : m.end() + 4] != " of " and _ONE.search(line, max(0, m.start() - 16), m.end() + 6)
    ]
    if matches:
        masked = [m.span() for m in words.mask.finditer(line, max(0, matches[0].start() - 40), matches[-1].end() + 40)]
        matches = [m for m in matches if not any(a <= m.start() < b for a, b in masked)]
    for index, match in enumerate(matches):
        if match["spelt"] and match["spelt"][0].isupper() and match.start() and line[match.start() - 2 : match.start() - 1] not in ".:;•":
            continue  # "the Three Rivers Agency"
        value = value_of(match)
        following = matches[index + 1] if index + 1 < len(matches) else None
        if (match["fraction"] or match["share"]) and following and following["percent"] and following.start() - match.end() <= 60:
            if following.start() - match.end() <= 12 or line[following.start() - 1] == "(":
                continue  # "almost half (47%)", "one in five pupils (22%)": the exact figure follows
        unit, carried = _unit(line, match, following, next((f.unit for f in reversed(own) if not is_rate(f.unit)), last), listed, bool(own))
        if not unit:
            continue
        floor = max(own[-1].end if own else 0, others[-1][1] if others else 0)
        if _is_outside(line, floor, match):
            others.append(match.span())
            continue
        approximate = bool(words.approximate.search(line, max(0, match.start() - 16), match.start()))
        own.append(Figure(match.start(), match.end(), value, unit, approximate, carried))
    for match in words.none.finditer(line):
        noun = match["what"].strip()
        unit = _named_unit(match["noun"]) if match["noun"] else (own[-1].unit if own else last or "children")
        own.append(Figure(match.start("zero"), match.end("zero"), 0.0, unit, False, noun.startswith("of ")))
    for match in words.none_been.finditer(line):
        own.append(Figure(match.start("zero"), match.end("zero"), 0.0, _named_unit(match["noun"]), False, False))
    own.sort()
    return own, others


_RATE = re.compile(r"\s*(?:[\w'’]+ ){0,3}?per (1,000|10,000|100,000)\b")
_WORD = re.compile(r"\s+[‘'“\"]?([A-Za-z][\w'’-]*)|(\s*[(,;:.)/]|\s+[-–&(]|\s*$)")
_RISE = re.compile(
    r"\b(?:from|to|at|by|of|with|is|was|only|just|now|average|reached|reaching|total(?:led|ling)?)"
    r"(?: (?:only|just|over|nearly|almost|around|about|approximately|now))* *$",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\b(?:increas|ris|rose|fall|fell|reduc|decreas|declin|grow|grew|up |down |compar|from \d|average|rate|number|high|low)", re.IGNORECASE
)


def _unit(line: str, match: re.Match[str], following: re.Match[str] | None, last: str, listed: bool, counted: bool) -> tuple[str, bool]:
    """What the number counts ("" if it is no figure), and whether that was named before it."""
    words = lexicon()
    if match["percent"] or match["wordpercent"]:
        return "%", False
    if match["fraction"] or match["share"]:
        after = line[match.end() : match.end() + 8]
        stands = re.match(r"\s+[a-z]+\b", after) or re.search(r"\bin (?:almost |nearly |over |around |about )?$", line[: match.start()])
        return ("%", False) if stands else ("", False)
    if match["money"]:
        return "£", False
    if line[match.start() : match.end()] == "10,000" and line[: match.start()].rstrip().endswith(("per", "every")):
        return "", False
    if _RATE.match(line, match.end()):
        rate = _RATE.match(line, match.end())
        return (f"per {rate.group(1)}" if rate else ""), False
    spelt_one = (match["spelt"] or "").lower() == "one"
    head = _head(line, match.end())
    noun = head.rsplit(" ", 1)[-1]
    if (timed_by := next((w for w in head.split(" ")[:2] if w in TIMES), "")) and noun in (*TIMES, *words.vague):
        noun = timed_by
        near = line[max(0, match.start() - 90) : match.start()]
        timed = words.measured.search(near) and not words.deadline.search(near)
        return (noun if noun.endswith("s") else noun + "s", False) if timed else ("", False)
    if head and noun not in words.vague and not (spelt_one and noun != "child") and "." not in match.group():
        return _named_unit(head), False
    after = line[match.end() :]
    pairs = (
        re.match(r"\s+(?:out )?of (?:the |these |those )?(?:[\w-]+ ){0,2}?$", line[match.end() : following.start()]) if following else None
    )
    if pairs and following and not head:
        head = _head(line, following.end())
        if head and head.rsplit(" ", 1)[-1] not in words.vague and head.rsplit(" ", 1)[-1] not in TIMES:
            return _named_unit(head), False
    if re.match(r"\s+(?:to|and|or|–|-) ", line[match.end() : match.end() + 5]) and following and following.start() - match.end() <= 6:
        near = line[max(0, match.start() - 90) : match.start()]
        other = _head(line, following.end())
        if other in TIMES:
            return (other, False) if words.measured.search(near) else ("", False)
        if other and other.rsplit(" ", 1)[-1] not in words.vague and not spelt_one:
            return _named_unit(other), False
    if spelt_one:
        return (last or "children", True) if re.search(r"of (?:whom|which|these|them) (?:only )?$", line[: match.start()]) else ("", False)
    if (counted and _ELLIPSIS.match(after)) or not head and _THERE.search(line, max(0, match.start() - 40), match.start()):
        return last or "children", True
    if words.carried.match(after) and not after.startswith(" of the ") or (listed and match.start() == 0):
        return last or "children", True
    if _RISE.search(line, max(0, match.start() - 40), match.start()) and _MOVED.search(line, max(0, match.start() - 80), match.start()):
        return _noun_before(line[: match.start()]) or last or "cases", True
    return "", False


_QUOTED = re.compile(r"\s+(?:‘[^’]{3,40}’|'[^']{3,40}'|“[^”]{3,40}”|\"[^\"]{3,40}\")")


def _noun_before(text: str) -> str:
    """What a rise, a fall or a level is of: the plural noun after "number of", or before "are high, at"; "" if none."""
    counted = [m.end() for m in re.finditer(r"\b(?:number|numbers|total) of", text)]
    if counted and (unit := _named_unit(_head(text, counted[-1]))):
        return unit
    level = re.search(r"\b([\w’'-]+s) (?:is|are|was|were|remain|remains)(?: \w+){1,2},? at [\w ]*$", text)
    return level.group(1) if level and _is_plural(level.group(1)) else ""


def _head(line: str, at: int) -> str:
    """The counted phrase after offset `at`: lower-case words up to the last plural noun before a function word or a stop."""
    words: list[str] = []
    best = 0
    quoted = _QUOTED.match(line, at)
    at = quoted.end() if quoted else at
    while (match := _WORD.match(line, at)) and (token := match.group(1)):
        joins = token.lower() == "and" and bool(words) and words[-1] in ("children", "parents")
        if token.lower() in STOP and not joins:
            break
        at = match.end()
        words.append(token.lower())
        if _is_plural(words[-1]):
            best = len(words)
        if len(words) == 7:
            break
    return " ".join(words[:best])


_PLURAL = frozenset(["children", "child", "people", "person", "staff", "adults", "men", "women", "weekday", "personnel"])


def _is_plural(word: str) -> bool:
    return word in _PLURAL or (word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s", "ous")) and len(word) > 3)


def _named_unit(phrase: str) -> str:
    for pattern, name in lexicon().units:
        if pattern.search(phrase):
            return name
    return phrase.rsplit(" ", 1)[-1] if phrase else ""


def _is_outside(line: str, floor: int, match: re.Match[str]) -> bool:
    """Whether the number is another's: the words just before it, or just after it, name the nation, its peers or a target."""
    words = lexicon()
    before = line[max(floor, match.start() - 70) : match.start()]
    cut = max(before.rfind(";"), before.rfind(". "), before.rfind("("))
    if cut >= 0 and words.outside.search(before, max(0, cut - 30), cut) and before[cut] == "(":
        return True
    before = before[cut + 1 :]
    if words.outside.search(before) and re.search(r"\b(?:than|with|to|of|is|was|at|national|average|target|maximum|rate)\b[^,]*$", before):
        return not re.search(r",\s*(?!which\b)(?:but|and|while|whereas)?[^,]*$", before) or bool(
            words.outside.search(before.rsplit(",", 1)[-1])
        )
    if re.search(r"\bcompar(?:es?|ed|ing)(?: \w+)? (?:with|to) $", before) and words.outside.search(line, match.end(), match.end() + 90):
        return True
    after = re.sub(r" per 10,000", "", line[match.end() : match.end() + 60])
    after = re.split(r"[,;.(]|\bcompared\b|\bwhich\b|\band\b", after)[0]
    return bool(
        re.match(
            r"\s*(?:%|per 10,000|average|recorded|\w+ ){0,3}?\s*(?:the )?(?:\w+ )?(?:" + words.outside.pattern + r")", after, re.IGNORECASE
        )
    ) and (line[match.start() - 1 : match.start()] == "(" or bool(re.search(r"\b(?:than|with|to|the)\b[^,]*$", before)))


_RATES = ("%", "£", "per 1,000", "per 10,000", "per 100,000", "days", "weeks", "months", "years", "hours")


def is_rate(unit: str) -> bool:
    """Whether a unit is a share, a sum or a time, which nothing else is counted in."""
    return unit in _RATES
