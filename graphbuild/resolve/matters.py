"""Which matters a sentence speaks of, and how each stands by its words (`ontology/wording/followup.toml`)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import ahocorasick_rs

from graphbuild.extract.polarity import clauses, hits
from graphbuild.lexicon import fold
from graphbuild.ontology import wording

OUTCOMES = {"contradicted": "Contradicted", "repeated": "Repeated", "met": "Met", "progress": "Progress"}
"""Tables of the wording, in the order they are read, with the concept each stands for."""
REACH = 90
"""Characters from a clause's start within which it names what it is about; what comes later is named in passing."""

_CITED = re.compile(r"\s*\(paragraphs?[^)]*\)")
_SENTENCE = re.compile(r"(?<=[.;])\s")
_OPENING = re.compile(r"(?:When|If|Where|While|Although|Despite)\b[^,.]*,\s*")
_PASSING = re.compile(r"(?:such as|including|for example|e\.g\.)[^.;]{0,80}$")
_PAST = re.compile(r"[\w' ]{0,16}\b(?:was|were|had)\b")
_LISTED = re.compile(r",? (?:and|or) |, ")
_LINK = re.compile(r"^(?:however|overall|as a result|in addition|similarly|consequently|therefore|nevertheless|moreover),? ")
_VERB = (
    r"(?:is|are|was|were|has|have|had|do|does|did|vary|varies|remain|remains|lack|lacks|continue|continues|show|shows|need|needs|require|requires|"
    r"come|comes)"
)
_ADVERB = (
    r"(?:now|also|still|often|generally|usually|mostly|increasingly|consistently|too often|not always|always|"
    r"and plans|and planning|and reviews)"
)
_BEFORE = (
    r"(?:the|a|an|most|many|some|all|few|not all|their|these|majority|minority|of|in|that|quality|consistency|timeliness|standard|impact|"
    r"and|analysis|children's|child's|children|child|social|work|workers'|written|recorded|single|ensure|make|raise|"
    r"improve|strengthen|particular,?)"
)
_HEAD = re.compile(rf"(?:{_BEFORE} )*$")
_ASKING = re.compile(
    rf"(?:(?:{_BEFORE}|good|high|better|[a-z]*(?:ness|ency|ity|acy|cy)|further|continue|to|sure|certain|of practice|practice|leaders|"
    r"managers|should|must|need|urgently|secure|develop|increase|enhance|rigour|focus|content)[, ]+)*"
)
_NARROWED = re.compile(r"(?: and \w+)? (?:for|of|on|at|where|who|by|within) (?!(?:all )?children(?: and (?:young people|families))?[,.]?$)")


class Matter(NamedTuple):
    """A matter named at `start` to `end` of a sentence; `broad` says how it may be named in passing ("head", "topic", "means")."""

    name: str
    start: int
    end: int
    broad: str


class _Phrases:
    """Phrases of the wording as one automaton; `meaning[i]` is what pattern i stands for."""

    def __init__(self, meant: Sequence[tuple[str, str]]) -> None:
        forms = {_plain(form.rstrip("*")): (form.endswith("*"), meaning) for form, meaning in reversed(meant)}
        self.patterns = sorted(forms)
        self.meaning = [forms[p][1] for p in self.patterns]
        self.open = [forms[p][0] for p in self.patterns]
        self.automaton = ahocorasick_rs.AhoCorasick(self.patterns, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, plain: str) -> list[tuple[int, int, str]]:
        """Every phrase in `plain`, whole words only: start, end, meaning."""
        return [
            (start, end, self.meaning[index])
            for index, start, end in self.automaton.find_matches_as_indexes(plain)
            if not (start and plain[start - 1].isalnum()) and (self.open[index] or not (end < len(plain) and plain[end].isalnum()))
        ]


def _plain(text: str) -> str:
    """Small letters, plain quotes, hyphens as spaces; the same length."""
    return fold(text).replace("-", " ")


def _lines(name: str) -> _Phrases:
    return _Phrases([(form, line["is"]) for line in wording("followup")[name]["lines"] for form in line["forms"]])


@functools.cache
def _matters() -> tuple[_Phrases, dict[str, str]]:
    return _lines("matters"), {line["is"]: line.get("broad", "") for line in wording("followup")["matters"]["lines"]}


@functools.cache
def _bodies() -> _Phrases:
    return _lines("bodies")


@functools.cache
def _fields() -> _Phrases:
    return _lines("fields")


@functools.cache
def _said() -> _Phrases:
    table = wording("followup")
    return _Phrases([(words, name) for name in ("before", *OUTCOMES, "unreal") for words in table[name]["words"]])


@functools.cache
def _purposes() -> _Phrases:
    return _Phrases([(words, "purpose") for words in wording("followup")["purpose"]["words"]])


def matters(text: str) -> list[Matter]:
    """Every matter a sentence of a later document is about, in order, the first mention of each."""
    phrases, sorts = _matters()
    plain = _plain(text)
    found: dict[str, Matter] = {}
    for start, end, name in phrases.find(plain):
        broad = sorts[name]
        if not name or _PASSING.search(plain, max(0, start - 100), start) or _PAST.match(plain, end):
            continue
        if broad == "head" and not (_HEAD.fullmatch(_LINK.sub("", plain[:start])) and re.match(rf" (?:{_ADVERB} )*{_VERB}\b", plain[end:])):
            continue
        found.setdefault(name, Matter(name, start, end, broad))
    return list(found.values())


def asked(text: str) -> list[Matter]:
    """What a recommendation asks about: the matters of its first sentence that names any, before it says why or what for.

    Fields ("topic") count only where no narrower matter is named.
    """
    before = 0
    for sentence in _SENTENCE.split(_CITED.sub("", text)):
        found = _asked(sentence)
        before += len(sentence)
        if found or before > REACH:
            return [m for m in found if m.broad != "topic"] or found
    return []


def _asked(sentence: str) -> list[Matter]:
    plain = _plain(_part(sentence))
    phrases, sorts = _matters()
    found: dict[str, Matter] = {}
    for start, end, name in phrases.find(plain):
        outright = _ASKING.fullmatch(plain[:start]) and not _NARROWED.match(plain[end:])
        late = sorts[name] == "topic" and start > REACH
        if name and not late and (sorts[name] != "head" or outright):
            found.setdefault(name, Matter(name, start, end, sorts[name]))
    every = list(found.values())
    return [m for m in every if not (m.broad == "means" and any(_means_to(plain, m, other) for other in every))]


def _means_to(plain: str, means: Matter, other: Matter) -> bool:
    """Whether a means is asked for as one to `other` ("management oversight of private fostering")."""
    between = plain[means.end : other.start]
    return other.start > means.end and re.fullmatch(r" (?:of|for|in|on|within|over)\b[^,;]{0,40}", between) is not None


def _part(text: str) -> str:
    """The part of a recommendation that says what is asked for."""
    text = _SENTENCE.split(_CITED.sub("", text), maxsplit=1)[0]
    opening = _OPENING.match(text)
    text = text[opening.end() :] if opening else text
    ends = [start for start, _, _ in _purposes().find(_plain(text)) if start > 12]
    return text[: min(ends, default=len(text))]


def bodies(text: str, recommendation: bool = False) -> frozenset[str]:
    """Whose matter a sentence says it is, where it is one body's; of a recommendation, by the part that says what is asked for."""
    return frozenset(name for _, _, name in _bodies().find(_plain(_part(text) if recommendation else text)))


def field_of(texts: Iterable[str]) -> str:
    """The field a document belongs to, by how many of its sentences hold its words (one in seven); "" for the common run."""
    every = list(texts)
    counted: dict[str, int] = {}
    for text in every:
        for name in {name for _, _, name in _fields().find(_plain(text))}:
            counted[name] = counted.get(name, 0) + 1
    return min((name for name, number in counted.items() if number * 7 >= len(every)), default="")


def outcome(text: str, matter: Matter | None) -> str:
    """How `matter` stands by the clause of `text` that names it: "Met", "Progress", "Repeated", "Contradicted"; "" where nothing is said.

    With None, only by wording that says of itself what became of something, in whatever clause.
    """
    plain = _plain(text)
    said = _said().find(plain)
    if any(name == "before" for _, _, name in said):
        return ""
    if matter is None:
        return next((OUTCOMES[name] for name in OUTCOMES if any(name == n for _, _, n in said)), "")
    parts = clauses(text, 0, len(text), hits(text))
    own = next((c for c in parts if c.start <= matter.start < c.end), None)
    if own is None:
        return ""
    far = matter.start - own.start > REACH
    here = {name for start, end, name in said if own.start <= start < own.end and (not far or start <= matter.start <= end)}
    found = next((OUTCOMES[name] for name in OUTCOMES if name in here), "")
    if far and not found:
        return ""
    listed = plain[: matter.start].endswith((", ", " and ")) and _LISTED.match(plain, matter.end) is not None
    if not found and not listed and "unreal" not in here:
        found = "Progress" if own.strength and own.weakness else "Met" if own.strength else "Repeated" if own.weakness else ""
    if found == "Met" and any(c.start > own.start and c.weakness and not c.strength for c in parts):
        return "Progress"
    return found
