"""Numbers as documents write them: in digits and in words, shares and fractions; and what only looks like one.

What a number is not (a date, an age, a section, a telephone number, a compound such as "24-hour") is one pattern, `Lexicon.mask`.
The words are in `ontology/wording/statistics.toml`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from graphbuild.extract.dates import MONTHS
from graphbuild.lexicon import longest_first
from graphbuild.ontology import wording


@dataclass(frozen=True)
class Lexicon:
    any_number: re.Pattern[str]
    number: re.Pattern[str]
    mask: re.Pattern[str]
    values: dict[str, float]
    fractions: dict[str, float]
    multiples: dict[str, float]
    units: tuple[tuple[re.Pattern[str], str], ...]
    vague: frozenset[str]
    measured: re.Pattern[str]
    deadline: re.Pattern[str]
    outside: re.Pattern[str]
    approximate: re.Pattern[str]
    carried: re.Pattern[str]
    none: re.Pattern[str]
    none_been: re.Pattern[str]


def _any(words: list[str]) -> str:
    return "|".join(longest_first(words))


@functools.cache
def lexicon() -> Lexicon:
    table = wording("statistics")
    numbers = table["numbers"]
    plain = _any(list(numbers["words"]))
    spelt = rf"(?:{plain})(?:[- ](?:{plain}))?(?: hundred(?: and (?:{plain})(?:[- ](?:{plain}))?)?)?(?: thousand)?"
    many = r"(?:\d+[A-Za-z]?|" + plain + r")"
    months = "|".join(MONTHS)
    mask = [
        r"\b(?:https?:|www\.)\S+|\b0\d{2,4}[ \d]{6,}\d|\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b",
        rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: (?:to|and|or|[-–]) \d{{1,2}}(?:st|nd|rd|th)?)? (?:{months})(?:,? \d{{4}})?",
        rf"\b(?:{months}),? \d{{4}}|\b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}",
        r"\b(?:19|20)\d\d(?:\s?[-–−/]\s?\d{2,4})?\b(?![%,]\d|%| (?:looked|children|young|care|pupils|referrals|contacts|cases))",
        r"\b\d{1,2}(?:[.:]\d\d)? ?[ap]\.?m\b|\b\d{1,2}:\d\d\b|\b\d+(?:st|nd|rd|th)\b",
        # ages, in digits and in words
        (
            rf"\b(?:aged|ages?|(?:under|over)(?= the age)|age of|ages of|turn(?:ed|ing)?|reach(?:es|ed)?)(?: the age of)?"
            rf"(?: (?:between|from|over|under|about|up to))? {many}"
            rf"(?:(?:,| to| and| or|–|-)\s?{many})*(?: (?:to|and|or) (?:over|above|under|older|younger))?"
            r"(?:\+|s\b)?(?: years?(?: of age| old)?)?"
        ),
        rf"\b{many}(?:-? ?(?:to|and|or|–|-) ?{many})*[- ]?(?:years?[- ]olds?\b|years? of age|\+)",
        rf"\b(?:under|over)[- ]{many}(?:s\b| years?\b)|(?<=people |eavers |ildren )(?:under|over|below) {many}\b(?![%,]\d|%)",
        rf"\bat {many}(?: or {many})?(?=,? (?:and|to|or) |[.,;)]|$)(?<=\bat 1[4-9])",
        rf"\b{many}(?:-? ?(?:to|and|or|–) ?{many})+-year[- ]olds?|\bbetween {many} and {many}(?= (?:have|had|were|are|who)\b)(?<=\b1[3-9])",
        # compounds ("24-hour", "three-council"), numbers that name, GCSEs
        rf"\bage (?:range|group)s? (?:from |of |between )?{many} (?:to|and|–|-) {many}",
        rf"\b{many} (?:to|and|or|–|-) {many} (?:age range|age group|years)\b",
        rf"\b{many}-(?!to\b|and\b|or\b)(?!(?:{plain}|hundred|thirds?|fifths|quarters|half)\b)[A-Za-z][\w-]*",
        rf"\b{many}- (?:to|and|or) {many}-[a-z]+",
        rf"\b(?:{_any(table['label']['words'])})\.? {many}(?:(?:,? (?:and|to|or|&) |, |–|-){many})*\b",
        rf"\b{many} (?:or more )?(?:good )?(?:GCSEs?|A\*)|\bsome of|\bone another|\b[A-Z]\d+\b|\b\d+[A-Z]\b",
    ]
    units = tuple((re.compile(r"(?:^|\s)(?:" + _any(u["nouns"]) + r")$", re.IGNORECASE), u["name"]) for u in table["unit"])

    def plural(key: str) -> re.Pattern[str]:
        return re.compile(r"\b(?:" + _any(table[key]["words"]) + r")(?!\w)", re.IGNORECASE)

    return Lexicon(
        any_number=re.compile(rf"\d|(?<![\w-])(?:{plain}|half|thirds?|quarters?|fifths?|tenth|no|none)(?![\w-])"),
        number=re.compile(
            rf"(?<![\w.,/-])(?:(?P<share>(?:{plain}|\d\d?) in (?:every )?(?:{plain}|\d\d?))(?![\w-])(?! (?:{months}))"
            rf"|(?P<money>£ ?)?(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
            rf"(?:\s?(?P<multiple>million|billion|thousand|bn|m|k)\b)?"
            rf"(?P<percent>\s?(?:%|per ?cent\b|percentage points?))?(?![\d])"
            rf"|(?P<fraction>(?<!other )(?<!first )(?<!second )(?<!latter )(?:{_any(list(numbers['fractions']))})(?![\w-])"
            rf"(?! (?:a million|way|day|term|years?|century)))|(?P<spelt>{spelt})(?P<wordpercent> per ?cent)?(?![\w-]))",
            re.IGNORECASE,
        ),
        mask=re.compile(r"(?<!\w)(?:" + "|".join(mask) + ")", re.IGNORECASE),
        values={k: float(v) for k, v in numbers["words"].items()},
        fractions={k: float(v) for k, v in numbers["fractions"].items()},
        multiples={k: float(v) for k, v in numbers["multiples"].items()},
        units=units,
        vague=frozenset(table["vague"]["words"]),
        measured=plural("measured"),
        deadline=re.compile(r"\b(?:" + _any(table["deadline"]["words"]) + r")(?: the)? *$", re.IGNORECASE),
        outside=plural("outside"),
        approximate=re.compile(r"\b(?:" + _any(table["approximate"]["words"]) + r") *$", re.IGNORECASE),
        carried=re.compile(r"\s*,?\s*(?:" + _any(table["carried"]["words"]) + r")\b", re.IGNORECASE),
        none=re.compile(table["none"]["pattern"], re.IGNORECASE),
        none_been=re.compile(table["none"]["there"], re.IGNORECASE),
    )


def numbers(text: str) -> list[int]:
    """Offsets in `text` of everything that may be a number: what need not be looked at again where there is none."""
    low = text.lower()
    return [m.start() for m in lexicon().any_number.finditer(low if len(low) == len(text) else text)]


def value_of(match: re.Match[str]) -> float:
    words = lexicon()
    if match["digits"]:
        return float(match["digits"].replace(",", "")) * words.multiples.get((match["multiple"] or "").lower(), 1.0)
    if match["fraction"]:
        return words.fractions[match["fraction"].lower()]
    if match["share"]:
        part, whole = re.split(r" in (?:every )?", match["share"].lower())
        below = _spelt(whole)
        return round(100 * _spelt(part) / below, 1) if below else 0.0
    return _spelt(match["spelt"].lower())


def _spelt(text: str) -> float:
    words = lexicon()
    total = current = 0.0
    for token in re.split(r"[- ]", text):
        if token == "hundred":
            current *= 100
        elif token == "thousand":
            total, current = total + current * 1000, 0.0
        elif token in words.values:
            current += words.values[token]
        elif token.isdigit():
            current += float(token)
    return total + current
