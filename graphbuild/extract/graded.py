"""Grades and judged areas in a line of text: `ontology/wording/judgements.toml` in the form matching needs.

Which grades there are, what can be judged and how either is worded is data; this module only finds them.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from graphbuild.ontology import wording


class Grade(NamedTuple):
    """A grade found in a text: the concept's local name, where it stands, and whether in quotation marks."""

    name: str
    start: int
    end: int
    quoted: bool


class Area(NamedTuple):
    """A judged area found in a text; `label` as the document words it, or as the framework's heading has it."""

    label: str
    start: int
    end: int
    whole: bool
    board: bool


@dataclass(frozen=True)
class Wording:
    """The wording of judgements, compiled."""

    grades: tuple[tuple[str, re.Pattern[str]], ...]
    exact: tuple[tuple[str, re.Pattern[str]], ...]
    areas: tuple[tuple[dict[str, Any], re.Pattern[str], re.Pattern[str] | None], ...]
    formal: re.Pattern[str]
    hints: tuple[str, ...]
    data: dict[str, Any]

    def pattern(self, table: str, name: str) -> re.Pattern[str]:
        """A single pattern of the wording."""
        return compiled(self.data[table][name])


@functools.cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of the wording: any case."""
    return re.compile(pattern, re.IGNORECASE)


def plain(text: str) -> str:
    """`text` with straight apostrophes, quotation marks and spaces, as the wording writes them; the same length."""
    for odd, usual in _STRAIGHT:  # eight times as fast as str.translate
        text = text.replace(odd, usual)
    return text


_STRAIGHT = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("\u00a0", " "), ("\n", " "), ("\t", " "))
_OPEN, _CLOSE = r"(?P<open>['\"])?", r"['\"]?"


@functools.cache
def rules() -> Wording:
    """The wording of judgements (read once a process)."""
    data = wording("judgements")
    grades, exact, areas = [], [], []
    for entry in data["grade"]:
        either = "|".join(entry["forms"])
        grades.append((entry["name"], compiled(rf"(?<![\w-]){_OPEN}(?:{either}){_CLOSE}(?![\w-])")))
        exact.append((entry["name"], compiled(rf"^\s*['\"]?(?:{either})['\"]?\s*\.?\s*$")))
    for entry in data["area"]:
        forms = "|".join(entry["forms"])
        said = "|".join([*entry["forms"], *entry.get("said", [])])
        areas.append((entry, compiled(rf"(?<![\w-])(?:{forms})(?![\w-])"), compiled(rf"(?<!\w)(?:{said})(?![\w-])")))
    return Wording(
        tuple(grades),
        tuple(exact),
        tuple(areas),
        compiled(r"(?:" + "|".join(data["said"]["formal"]) + r")\s*(?:an? |overall |as )*$"),
        tuple(dict.fromkeys(entry["hint"] for entry in data["grade"])),
        data,
    )


def exact_grade(text: str) -> str:
    """The grade that `text` is and nothing else ("Requires improvement to be good"), or ""."""
    straight = plain(text)
    return next((name for name, pattern in rules().exact if pattern.match(straight)), "")


def grades_in(text: str) -> list[Grade]:
    """Every grade worded in `text`, in order; of overlapping ones the longer ("requires improvement to be good" is not "good")."""
    low = text.lower()
    if not any(hint in low for hint in rules().hints):
        return []
    straight = plain(text)
    found = [
        Grade(name, match.start(), match.end(), bool(match["open"]))
        for name, pattern in rules().grades
        for match in pattern.finditer(straight)
    ]
    return _longest(found)


_Found = TypeVar("_Found", Grade, Area)


def _longest(found: list[_Found]) -> list[_Found]:
    """In order of start, without what a longer one overlaps."""
    kept: list[_Found] = []
    for one in sorted(found, key=lambda f: (f.start, -f.end, f[0])):
        if kept and one.start < kept[-1].end:
            if one.end - one.start > kept[-1].end - kept[-1].start:
                kept[-1] = one
            continue
        kept.append(one)
    return kept


def label_of(text: str) -> str:
    """A judged heading as a label: without number, article, mark of a note or colon, in small letters but for acronyms."""
    plain_text = re.sub(r"\s+", " ", text).strip()
    plain_text = re.sub(r"^(?:\(?\d+(?:\.\d+)*[.)]?\s+)|\s*\(\d+(?:\.\d+)*\)$|[\s:–-]+$|[¹²³]+$", "", plain_text).strip()
    plain_text = re.sub(r"^(?:the|an?)\s+", "", plain_text, flags=re.IGNORECASE)
    return " ".join(w if sum(c.isupper() for c in w) > 1 else w.lower() for w in plain_text.split())


def areas_in(text: str, said: bool = False, year: int = 0) -> list[Area]:
    """Every judged area worded in `text`, in order, the longer of overlapping ones.

    With `said`, also as a sentence words it ("care leaver services"); the label is then the heading of the framework in force
    in `year` (0: the newest).
    """
    straight = plain(text)
    found = []
    for entry, heading, sentence in rules().areas:
        for match in (sentence if said and sentence else heading).finditer(straight):
            whole, board = bool(entry.get("whole")), bool(entry.get("board"))
            label = _framework(entry["labels"], year) if said or whole or board else label_of(text[match.start() : match.end()])
            found.append(Area(label, match.start(), match.end(), whole, board))
    return _longest(found)


def _framework(labels: dict[str, str], year: int) -> str:
    """The heading of the framework in force in `year`, or the earliest that has one; 0 stands for now."""
    years = sorted(labels, key=int)
    return str(labels[max((y for y in years if int(y) <= year), key=int, default=years[0] if year else years[-1])])
