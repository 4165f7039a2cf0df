"""What a document is (report, letter, news, minutes), when it was issued and by whom, by what it prints itself.

Only plain signs count; where none is printed the field stays empty, and the manifest may say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from graphbuild.document import BlockKind, Kind, Meta
from graphbuild.read.pieces import Piece

MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
_MONTH = "(?:" + "|".join(m[:3] + (f"(?:{m[3:]})?" if m[3:] else "") for m in MONTHS) + "|sept)"
_DATE = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+)?({_MONTH})\.?,?\s+((?:19|20)\d\d)\b"
    r"|\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b|\b(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_ISSUED = re.compile(
    r"\b(?:report\s+)?(?:published|publication|issued|date\s+of\s+(?:publication|issue|report)|first\s+published)\b"
    r"(?:\s+(?:date|on))?\s*:?\s*",
    re.IGNORECASE,
)
_STEM_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d-\d\d-\d\d)(?!\d)")
_IMPRINT = re.compile(r"(?:^|[.;]\s)(?:published by|publisher:)\s+([A-Z][^.;:]{2,80})", re.IGNORECASE)
SALUTATION = re.compile(r"^Dear\s+\S", re.IGNORECASE)
VALEDICTION = re.compile(r"^(?:Yours\s+(?:sincerely|faithfully|truly)|Kind regards|With best wishes)\b", re.IGNORECASE)
_MINUTES = re.compile(
    r"^(?:(?:draft|confirmed|unconfirmed)\s+)?minutes\b|\bminutes of (?:the|a) .{0,80}\b(?:meeting|held)\b", re.IGNORECASE
)
_ATTENDANCE = re.compile(
    r"^(?:present|in attendance|apologies(?: for absence)?|matters arising|any other business|declarations? of interest"
    r"|date of (?:the )?next meeting)\b",
    re.IGNORECASE,
)
_DATES_OF = re.compile(r"^(?:inspection|visit|review|fieldwork) dates?\b", re.IGNORECASE)
_SAYING = re.compile(r"\b(?:said|says|told|added|commented)\b\s*:?\s*[‘“\"']?|[’”\"'],?\s+(?:he|she|they|[A-Z]\w+)\s+(?:said|says|added)\b")


def iso_date(text: str) -> str:
    """The first date in `text` as ISO, as precise as printed; "" where there is none, or none of this calendar.

    >>> iso_date("Report published: 23 May 2016")
    '2016-05-23'
    >>> iso_date("in June 2019")
    '2019-06'
    """
    match = _DATE.search(text)
    if not match:
        return ""
    if match[2]:
        month = next(i for i, m in enumerate(MONTHS, 1) if m.startswith(match[2][:3].lower()))
        if not match[1]:
            return f"{match[3]}-{month:02}"
        parts = int(match[3]), month, int(match[1])
    elif match[4]:
        parts = int(match[4]), int(match[5]), int(match[6])
    else:
        parts = int(match[9]), int(match[8]), int(match[7])
    try:
        return date(*parts).isoformat()
    except ValueError:
        return ""


def kind_of(pieces: Sequence[Piece], hint: Kind | None = None) -> Kind:
    """What kind of document `pieces` are; `hint` is what the page says of itself and wins over the doubtful signs.

    A salutation makes a letter, minutes say so or list who attended; numbered paragraphs, contents and tables make a report;
    a short text without them, in which people are quoted, is news.
    """
    opening = [p.text for p in pieces[:40]]
    numbered = sum(1 for p in pieces if p.number)
    words = sum(p.text.count(" ") + 1 for p in pieces)
    if any(_MINUTES.search(t) for t in opening[:12] if len(t) < 200) or sum(bool(_ATTENDANCE.match(t)) for t in opening) >= 3:
        return Kind.MINUTES
    if any(SALUTATION.match(t) and len(t) < 160 for t in opening):
        return Kind.LETTER
    if hint is not None and not (hint is Kind.NEWS and numbered >= 10):     # pages call everything an article
        return hint
    if any(VALEDICTION.match(p.text) and len(p.text) < 60 for p in pieces):
        return Kind.LETTER
    kinds = Counter(p.kind for p in pieces)
    long = words > 2500 or kinds[BlockKind.HEADING] > 9 or any(p.page > 3 for p in pieces)
    if long or numbered >= 5 or kinds[BlockKind.ROW] >= 3 or any(_DATES_OF.match(t) for t in opening):
        return Kind.REPORT
    saying = sum(1 for p in pieces if _SAYING.search(p.text))
    return Kind.NEWS if saying >= 1 and words >= 40 else Kind.REPORT


def described(meta: Meta, pieces: Sequence[Piece], stem: str) -> Meta:
    """`meta` with what it lacked and `pieces` print: the title, the date of issue, who published, what kind it is."""
    title = meta.title or next((p.text for p in pieces if p.kind is BlockKind.HEADING), "") or next((p.text[:200] for p in pieces), "")
    kind = kind_of(pieces, meta.kind)
    issued = meta.issued or _issued(pieces, kind) or _stem_date(stem)
    publisher = meta.publisher or next((m[1].strip() for p in pieces if (m := _IMPRINT.search(p.text))), "")
    return replace(meta, title=title, issued=issued, publisher=publisher, kind=kind)


def _issued(pieces: Sequence[Piece], kind: Kind) -> str:
    for index, piece in enumerate(pieces[:60]):
        match = _ISSUED.search(piece.text)
        if match and len(piece.text) < 200:
            after = piece.text[match.end() :]
            if not after and index + 1 < len(pieces):
                after = pieces[index + 1].text
            found = iso_date(after[:40])
            if found:
                return found
    if kind is Kind.LETTER:                                         # a letter's date stands alone, above the salutation
        for piece in pieces[:40]:
            if SALUTATION.match(piece.text):
                break
            match = _DATE.search(piece.text)
            if match and len(match[0]) > len(piece.text) - 12:
                return iso_date(piece.text)
    return ""


def _stem_date(stem: str) -> str:
    match = _STEM_DATE.search(stem)
    return iso_date(match[1]) if match else ""
