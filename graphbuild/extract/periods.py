"""When a figure holds: dates, spans of dates and periods told in words, as ISO 8601 where they say enough, else as stated.

`periods("Between July and October 2015, …")` gives one with `iso` "2015-07/2015-10"; "at the time of the inspection" stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from graphbuild.extract.dates import MONTHS, dates

_MAYBE = re.compile(r"\b(?:19|20)\d\d\b|\b(?:inspection|review|visit|present|currently|last|past|previous|preceding|first)\b")
_BARE = re.compile(rf"\b(?P<day>\d{{1,2}} )?(?P<month>{'|'.join(MONTHS)})(?: and | to | until |\s?[-–−]\s?)$")
_TO = re.compile(r"^,?(?: to | and | until | up to | to the end of | up to the end of |\s?[-–−]\s?)$")
_LEAD = re.compile(
    r"(?: ?\b(?:at|on|in|by|as|since|between|from|during|until|for|of|to|up|the|end|start|year|ending|ended|up to))*\s$", re.IGNORECASE
)
_FISCAL = re.compile(
    r"\b(?:(?:in|for|during|of) )?(?:the )?(?:(?:academic|financial|school) )?(?:year )?((?:19|20)\d\d)\s?[-–−/]\s?((?:\d\d){1,2})\b"
)
_TOLD = re.compile(
    r"\b(?:(?:at|during|by|before|since) the (?:(?:time|point) of )?(?:the |this )?(?:last |previous |current )?"
    r"(?:inspection|review|visit)|at present|currently"
    r"|(?:in|over|during|within|for) the (?:last|past|previous|preceding|first)(?: [\w-]+)?(?: (?:years?|months?|weeks?|quarters?))?"
    r"(?: (?:before|preceding|prior to|up to|to) (?:the |this )?inspection)?"
    r"|(?:in )?the (?:\w+ )?(?:months?|years?|weeks?) (?:before|preceding|prior to|up to|to) (?:the |this )?inspection)\b",
    re.IGNORECASE,
)


class Period(NamedTuple):
    """Where a period is named in a text (offsets, with its preposition), and what it is."""

    start: int
    end: int
    iso: str


def periods(text: str) -> list[Period]:
    """Every period named in `text`, in order."""
    if not _MAYBE.search(text):
        return []
    found: list[Period] = []
    for match in _FISCAL.finditer(text):
        second = match.group(2) if len(match.group(2)) == 4 else match.group(1)[:2] + match.group(2)
        if int(second) == int(match.group(1)) + 1 or len(match.group(2)) == 4:
            found.append(Period(match.start(), match.end(), f"{match.group(1)}/{second}"))
    for date in dates(text, years=True):
        if any(p.start < date.stop and date.begin < p.end for p in found):
            continue
        iso = date.start if date.start == date.end else f"{date.start}/{date.end}"
        begin = date.begin
        bare = _BARE.search(text, max(0, begin - 24), begin)
        if bare and date.start == date.end and len(iso) > 4:
            day = f"-{int(bare['day']):02d}" if bare["day"] else ""
            first = f"{iso[:4]}-{MONTHS.index(bare['month']) + 1:02d}{day}"
            begin, iso = bare.start(), f"{first}/{iso}" if first <= iso else iso
        elif (
            found
            and _TO.match(text[found[-1].end : begin])
            and "/" not in iso + found[-1].iso
            and found[-1].iso[:2].isdigit()
            and found[-1].iso < iso
        ):
            before = found.pop()
            begin, iso = before.start, f"{before.iso}/{iso}"
        lead = _LEAD.search(text, max(0, begin - 30), begin)
        found.append(Period(lead.start() + (text[lead.start()] == " ") if lead and begin else begin, date.stop, iso))
    for match in _TOLD.finditer(text):
        if not any(p.start < match.end() and match.start() < p.end for p in found):
            found.append(Period(match.start(), match.end(), match.group()))
    return sorted(found)


def nearest(found: Sequence[Period], offset: int) -> Period | None:
    """The period that stands nearest to `offset` (the later one where two are as near)."""
    return min(found, key=lambda p: (p.start - offset if p.start >= offset else offset - p.end, -p.start), default=None)
