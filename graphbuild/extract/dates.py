"""Dates and periods as the documents write them, as ISO dates no more precise than the words.

`dates("between 9 and 13 July 2018")` gives one `Period` with start "2018-07-09" and end "2018-07-13"; a single day, month or year
has the same start and end ("2011-09"). Nothing is guessed: a day without a month, or a month without a year, is no date.
"""

from __future__ import annotations

import re
from typing import NamedTuple

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
_MONTH = "(?:" + "|".join(MONTHS) + "|" + "|".join(f"{m[:3]}" for m in MONTHS if len(m) > 3) + "|Sept)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_TO = r"\s*(?:to|and|until|[-–—])\s*"
_RANGE = re.compile(
    rf"\b(?P<d1>{_DAY})(?:\s+(?P<m1>{_MONTH})\b\.?)?(?:\s+(?P<y1>{_YEAR}))?{_TO}"
    rf"(?P<d2>{_DAY})\s+(?P<m2>{_MONTH})\b\.?,?(?:\s+(?P<y2>{_YEAR})\b)"
)
_SINGLE = re.compile(rf"\b(?:(?P<d>{_DAY})\s+(?:of\s+)?)?(?P<m>{_MONTH})\b\.?,?\s+(?P<y>{_YEAR})\b")
_YEAR_ONLY = re.compile(rf"\b(?P<y>{_YEAR})\b(?!\s*[-–/]\s*\d)")


class Period(NamedTuple):
    """A date or a span of dates, and where in the text it stands (offsets of the text given)."""

    start: str
    end: str
    begin: int
    stop: int


def dates(text: str, years: bool = False) -> list[Period]:
    """Every date in `text`, in order; with `years`, also years alone ("in 2018")."""
    found = [_range(match) for match in _RANGE.finditer(text)]
    taken = [(p.begin, p.stop) for p in found]
    for match in _SINGLE.finditer(text):
        if not _inside(match, taken):
            iso = _iso(match["y"], match["m"], match["d"])
            found.append(Period(iso, iso, match.start(), match.end()))
    if years:
        taken = [(p.begin, p.stop) for p in found]
        for match in _YEAR_ONLY.finditer(text):
            if not _inside(match, taken):
                found.append(Period(match["y"], match["y"], match.start(), match.end()))
    return sorted(found, key=lambda p: p.begin)


def _inside(match: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    return any(begin < match.end() and match.start() < stop for begin, stop in taken)


def _range(match: re.Match[str]) -> Period:
    month = match["m1"] or match["m2"]
    year = match["y1"] or match["y2"]
    start, end = _iso(year, month, match["d1"]), _iso(match["y2"], match["m2"], match["d2"])
    if start > end and not match["y1"]:  # "28 November to 3 January 2019" began the year before
        start = _iso(str(int(match["y2"]) - 1), month, match["d1"])
    return Period(start, end, match.start(), match.end())


def _iso(year: str, month: str, day: str | None) -> str:
    number = next(i for i, name in enumerate(MONTHS, 1) if name[:3] == month[:3])
    return f"{year}-{number:02d}" + (f"-{int(re.sub(r'[^0-9]', '', day)):02d}" if day else "")
