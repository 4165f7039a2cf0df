"""`ontology/wording/names.toml` in the form matching needs: sets, and one automaton over all fixed names.

A multi-pattern automaton (ahocorasick_rs, leftmost-longest) was measured at 50–90 MB/s on 10,000 names where a regular
expression of the same names does 2; it finds every fixed form in one pass over the text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import ahocorasick_rs

from graphbuild import ontology

_PLAIN = (("’", "'"), ("‘", "'"), ("‛", "'"), ("“", '"'), ("”", '"'), ("\u00a0", " "), ("–", "-"), ("‑", "-"), ("‐", "-"))
NAME = r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3}"
WORD = re.compile(r"[^\W_](?:[\w’'‑-]*[\w])?(?:['’](?=\s|$|[.,;:)]))?")


def fold(text: str) -> str:
    """`text` in small letters with plain quotes, hyphens and spaces; the same length, so offsets hold."""
    plain = text
    if not text.isascii():
        for sign, instead in _PLAIN:
            plain = plain.replace(sign, instead)
    low = plain.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)


_NOT_NOUNS = (
    r"(?:as|is|was|has|does|its|his|this|thus|across|towards|always|sometimes|perhaps|unless|besides|during|including|being|having"
    r"|following|works|working|provides|shares|sharing|makes|takes|attends|refers|receives|gives)\b"
)


@functools.lru_cache(maxsize=2)
def folded(text: str) -> str:
    """`fold` of a whole document's text, kept while the document is being read."""
    return fold(text)


class Form(NamedTuple):
    """What a fixed form stands for: the kind of entry, its place in the wording, and whether capitals must be as written."""

    kind: str  # known | area | bare | people | anaphor | pronoun | compound
    entry: int
    exact: bool


class Head(NamedTuple):
    """Class of a head noun, and whether any word may stand before it."""

    cls: str
    strong: bool


@dataclass(frozen=True)
class Lexicon:
    """Everything names are recognised by."""

    heads: dict[str, Head]
    sector: frozenset[str]
    stop: frozenset[str]
    strip: frozenset[str]
    keep: frozenset[str]
    of: dict[str, str]
    known: list[dict[str, Any]]
    area: list[dict[str, Any]]
    anaphors: list[dict[str, Any]]
    compounds: tuple[str, ...]
    forms: dict[str, Form]
    automaton: ahocorasick_rs.AhoCorasick
    patterns: tuple[str, ...]
    originals: dict[str, str]
    area_of_form: dict[str, int]
    joined: frozenset[str]
    owned: frozenset[str]
    generic: frozenset[str]
    inner: frozenset[str]
    verbs: frozenset[str]
    owners: tuple[str, ...]
    begins: tuple[tuple[str, str], ...]
    small_print: re.Pattern[str]
    subjects: list[dict[str, Any]]
    meets: frozenset[str]
    places: frozenset[str]
    known_places: frozenset[str]
    whole: frozenset[str]
    leads: dict[str, str]
    company: re.Pattern[str]
    staff: re.Pattern[str]
    nouns: re.Pattern[str]
    groups: re.Pattern[str]
    told: re.Pattern[str]
    told_class: str


def singular(word: str) -> str:
    """The singular of a noun, by rule ("services" → "service", "agencies" → "agency")."""
    if len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("'s") else word


def plural(word: str) -> str:
    """The plural of a noun, by rule."""
    if word.endswith("s"):
        return word
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("ch", "sh", "x")) else "s")


def is_acronym(form: str) -> bool:
    """Whether capitals carry the form's meaning ("MASH", "CiCC"), so that it must be matched as written."""
    return " " not in form and sum(c.isupper() for c in form) >= 2


def longest_first(words: Iterable[str]) -> list[str]:
    """`words` in the order in which alternatives of a pattern must be tried: a longer one before what it begins with."""
    return sorted(words, key=lambda w: (-len(w), w))


def _any(words: list[str]) -> str:
    return "|".join(re.escape(fold(w)) for w in longest_first(words))


@functools.cache
def lexicon() -> Lexicon:
    """The lexicon of the installed ontology (built once a process)."""
    data = ontology.wording("names")
    heads: dict[str, Head] = {}
    for cls, table in data["head"].items():
        for strength in ("weak", "strong"):
            for noun in table.get(strength, []):
                for form in (noun, plural(noun)):
                    heads[form] = Head(cls, strength == "strong")
    for cls, nouns in data["sector"]["owned"].items():
        for noun in nouns:
            heads.setdefault(noun, Head(cls, True))
    forms: dict[str, Form] = {}
    originals: dict[str, str] = {}

    def add(form: str, kind: str, index: int) -> None:
        exact = is_acronym(form)
        low = fold(form)
        forms.setdefault(low, Form(kind, index, exact))
        if exact:
            originals.setdefault(low, form)
        if exact and not form.endswith("s"):
            forms.setdefault(low + "s", Form(kind, index, True))
            originals.setdefault(low + "s", form + "s")

    area_of_form: dict[str, int] = {}
    for index, entry in enumerate(data["known"]):
        for form in entry["forms"]:
            add(form, "known", index)
    for index, entry in enumerate(data["area"]):
        for form in entry["forms"]:
            add(form, "area", index)
            area_of_form[fold(form)] = index
            hyphen = fold(form).replace("wellbeing", "well-being")
            area_of_form[hyphen] = index
        for form in entry.get("people", []):
            add(form, "people", index)
        if "bare" in entry:
            add(entry["bare"], "bare", index)
    for index, entry in enumerate(data["anaphor"]):
        for form in entry["forms"]:
            add(form, "anaphor", index)
    for index, form in enumerate(("it", "they", "its", "their", "we", "our")):
        add(form, "pronoun", index)
    compounds = tuple(fold(c) for c in data["sector"]["compounds"])
    for index, form in enumerate(compounds):
        forms.setdefault(form, Form("compound", index, False))
    for authority in ontology.authorities().values():
        if re.search(r" (?:and|with|upon|of|the) ", fold(authority.name)):
            forms.setdefault(fold(authority.name), Form("compound", -1, False))
    patterns = tuple(sorted(forms))
    words = frozenset(fold(data["sector"]["words"]).split())
    return Lexicon(
        heads=heads,
        sector=words,
        stop=frozenset(fold(data["stop"]["words"]).split()),
        strip=frozenset(fold(data["strip"]["words"]).split()),
        keep=frozenset(data["strip"]["keep"]),
        of={head: cls for cls, many in data["of"].items() for head in many},
        known=data["known"],
        area=data["area"],
        anaphors=data["anaphor"],
        compounds=compounds,
        forms=forms,
        automaton=ahocorasick_rs.AhoCorasick(patterns, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest),
        patterns=patterns,
        originals=originals,
        area_of_form=area_of_form,
        joined=frozenset(data["sector"]["joined"]),
        inner=frozenset(h for h, head in heads.items() if " " not in h and not h.endswith("s") and head.cls in ("Board", "Service")),
        generic=frozenset(data["sector"]["generic"]),
        owned=frozenset(noun for many in data["sector"]["owned"].values() for noun in many),
        verbs=frozenset(data["sector"]["verbs"]),
        small_print=re.compile("|".join(re.escape(p) for p in data["small_print"]["phrases"])),
        subjects=data["subject"],
        meets=frozenset(data["notable"]["meets"]),
        whole=frozenset(data["capital"]["whole"]),
        leads=data["capital"]["leads"],
        company=re.compile(rf"\b(?:{_any(data['company']['bodies'])})\b"),
        staff=re.compile(rf"\s+(?:{_any(data['company']['staff'])})\b"),
        nouns=re.compile(rf"\s+(?!{_NOT_NOUNS})(?:[a-z]+(?:ment|tion|ing|ness|ity|ance|ence|s)|{_any(data['company']['nouns'])})\b"),
        told=re.compile(
            rf"\b(?:{_any(data['told']['nouns'])}),? (?:called |named )?[‘'\"“]?(?P<after>{NAME})"
            rf"|(?P<before>{NAME})[’'\"”]?,? (?:which is |who are )?an? (?:[\w-]+ ){{0,3}}(?:{_any(data['told']['nouns'])})\b"
        ),
        told_class=data["told"]["class"],
        groups=re.compile(rf" (?:working with|work with|supporting|for) (?:{_any(data['company']['groups'])})\b"),
        known_places=frozenset(fold(a.name) for a in ontology.authorities().values()),
        places=frozenset(word for a in ontology.authorities().values() for word in (fold(a.name), *fold(a.name).split())),
        begins=tuple((fold(start), fold(entry["label"])) for entry in data["area"] for start in entry.get("starts", [])),
        owners=tuple(longest_first(f"{fold(o)} " for o in data["sector"]["owners"])),
    )
