"""The lexicon of links (`ontology/wording/links.toml`) in the form matching needs.

A frame says which word signals a link and where its two things stand; the English of it (voice, tense, apposition, lists,
relative clauses) is `graphbuild.extract.clauses`' business, and how the link stands is `graphbuild.extract.status`'.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

from graphbuild import ontology
from graphbuild.extract.english import english, inflect
from graphbuild.extract.phrases import Kinds


@dataclass(frozen=True, slots=True)
class Frame:
    """One entry of the wording, its classes spelt out."""

    link: str
    words: tuple[str, ...]
    who: tuple[str, ...] = ()
    whom: tuple[str, ...] = ()
    pair: tuple[str, ...] = ()
    pair_if: tuple[str, ...] = ()
    also_who: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    about: frozenset[str] = frozenset()
    who_is: frozenset[str] = frozenset()
    whom_is: frozenset[str] = frozenset()
    not_pairs: tuple[tuple[str, ...], ...] = ()
    implied: str = ""
    passive: bool = False
    reverse: bool = False
    stands: str = ""
    not_with: frozenset[str] = frozenset()
    listed: bool = False
    who_named: tuple[str, ...] = ()
    close: bool = False
    wide: bool = False
    examples: bool = False
    same_class: bool = False
    always: bool = False
    not_then: tuple[str, ...] = ()
    preps: frozenset[str] = frozenset()
    only: str = ""
    copula: bool = False
    counterpart: str = ""
    subject_heads: frozenset[str] = frozenset()
    standing: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    not_heads: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Names:
    """Classes and links by the part they play (`[names]` of the wording)."""

    people: frozenset[str]
    units: frozenset[str]
    owners: frozenset[str]
    run: frozenset[str]
    meets: frozenset[str]
    papers: frozenset[str]
    speakers: frozenset[str]
    part: str
    member: str
    own: str
    inspected: str
    hires: str
    together: str
    between: frozenset[str]
    watches: frozenset[str]
    begun: frozenset[str]


@dataclass(frozen=True)
class Frames:
    """All frames by the word that signals them."""

    verbs: dict[str, tuple[Frame, ...]]
    nouns: dict[str, tuple[Frame, ...]]
    adjectives: dict[str, tuple[Frame, ...]]
    owners: tuple[Frame, ...]
    joined: tuple[Frame, ...]
    sections: tuple[Frame, ...]
    prefixes: tuple[Frame, ...]
    denied: dict[str, str]
    kinds: Kinds
    support: frozenset[str]
    light: frozenset[str]
    handlers: frozenset[str]
    unnamed: frozenset[str]
    others: frozenset[str]
    lent: frozenset[str]
    runs: frozenset[str]
    company: frozenset[str]
    partners: tuple[str, ...]
    joint: frozenset[str]
    parts: frozenset[str]
    equal: frozenset[str]
    raised: frozenset[str]
    own: frozenset[str]
    owned: frozenset[str]
    by_name: frozenset[str]
    counterparts: tuple[tuple[tuple[str, ...], tuple[str, ...], dict[str, str]], ...]
    together: Frame
    tags: dict[str, str]
    lemmas: dict[str, str]
    leaders: tuple[str, ...]
    led: frozenset[str]
    reviewers: tuple[str, ...]
    plans: frozenset[str]
    reviewing: str
    names: Names
    triggers: frozenset[str]
    bare: re.Pattern[str]
    lasts: frozenset[str]
    carry: dict[str, dict[str, str]]
    measures: frozenset[str]


def _frame(entry: dict[str, Any], classes: dict[str, list[str]], listed: tuple[str, ...] = (), close: tuple[str, ...] = (), wide: tuple[str, ...] = (), examples: tuple[str, ...] = ()) -> Frame:
    def spelt(names: list[str]) -> frozenset[str]:
        return frozenset(c for n in names for c in classes.get(n, [n]))

    known = {k: tuple(entry.get(k, ())) for k in ("words", "who", "whom", "pair", "pair_if", "also_who", "then", "not_then")}
    return Frame(
        link=entry["link"], **known, about=frozenset(entry.get("about", ())), preps=frozenset(entry.get("preps", ())), only=entry.get("only", ""), copula=entry.get("copula", False), counterpart=entry.get("counterpart", ""), subject_heads=frozenset(entry.get("subject_heads", ())), standing=frozenset(entry.get("standing", ())), heads=frozenset(entry.get("heads", ())), not_heads=frozenset(entry.get("not_heads", ())), who_is=spelt(entry.get("who_is", [])),
        whom_is=spelt(entry.get("whom_is", [])), not_pairs=tuple(tuple(p) for p in entry.get("not_pairs", ())), implied=entry.get("implied", ""),
        passive=entry.get("passive", False), reverse=entry.get("reverse", False), stands=entry.get("stands", ""), not_with=frozenset(entry.get("not_with", ())), listed=entry["link"] in listed and "subject" in entry.get("who", ()), who_named=tuple(entry.get("who_named", ())), close=entry["link"] in close, wide=entry["link"] in wide, examples=entry["link"] in examples, same_class=entry.get("same_class", False), always=entry.get("always", False),
    )  # fmt: skip


def _bare(nouns: dict[str, tuple[Frame, ...]]) -> re.Pattern[str]:
    """Words that state a link even in a sentence that names no body."""
    words = sorted((w for w, many in nouns.items() if any(f.whom == ("partners",) or f.counterpart == "any" for f in many)), key=lambda w: (-len(w), w))
    return re.compile(rf"\b(?:{'|'.join(re.escape(w) for w in words)})\b", re.IGNORECASE)


@functools.cache
def frames() -> Frames:
    """The wording of links, read once."""
    wording = ontology.wording("links")
    classes: dict[str, list[str]] = dict(wording["classes"])
    for name in list(classes):
        classes[name] = sorted({c for n in classes[name] for c in classes.get(n, [n])})

    def by_word(kind: str) -> dict[str, tuple[Frame, ...]]:
        found: dict[str, list[Frame]] = {}
        for entry in wording.get(kind, ()):
            frame = _frame(entry, classes, tuple(wording["own"]["listed"]), tuple(wording["through"]["close"]), tuple(wording["through"]["wide"]), tuple(wording["through"]["examples"]))
            for word in frame.words:
                found.setdefault(word, []).append(frame)
        return {w: tuple(f) for w, f in found.items()}

    verbs, nouns, adjectives = by_word("verb"), by_word("noun"), by_word("adjective")
    words = english(frozenset(verbs))
    through, names = wording["through"], wording["names"]
    forms = {f for v in verbs for group in inflect(v).values() for f in group.split()}
    return Frames(
        verbs, nouns, adjectives, tuple(_frame(e, classes) for e in wording.get("owner", ())), tuple(_frame(e, classes) for e in wording.get("joined", ())),
        tuple(_frame(e, classes) for e in wording.get("section", ())),
        tuple(_frame(e, classes) for e in wording.get("prefix", ())), dict(wording["denied"]),
        Kinds(frozenset(through["people"]), frozenset(through["matter"]), frozenset(through["denoting"]), frozenset(through["amount"]), *(frozenset(names[n]) for n in ("people", "meets", "units", "owners", "run"))), frozenset(wording["support"]["verbs"]), frozenset(wording["through"]["light"]), frozenset(wording["handle"]["verbs"]), frozenset(through["unnamed"]), frozenset(through["others"]), frozenset(wording["support"]["lend"]),
        frozenset(wording["support"]["run"]),
        frozenset(wording["company"]["prepositions"]),
        tuple(wording["partners"]["names"]), frozenset(wording["partners"]["joint"]), frozenset(wording["partners"]["parts"]),
        frozenset(wording["partners"]["equal"]),
        frozenset(ontology.wording("status")["plan"]["raised"]), frozenset(wording["own"]["heads"]), frozenset(wording["own"]["classes"]), frozenset(wording["own"]["by_name"]),
        tuple((tuple(c["board"]), tuple(c["names"]), dict(c.get("instead", {}))) for c in wording["counterpart"]), _frame(wording["company"], classes), words.tags, words.lemmas,
        tuple(wording["leaders"]["names"]), frozenset(wording["leaders"]["links"]), tuple(wording["reviewers"]["names"]),
        frozenset(wording["reviewers"]["plans"]), wording["reviewers"]["link"],
        Names(**{n: v if isinstance(v, str) else frozenset(v) for n, v in names.items()}),
        frozenset(forms | {w.split()[-1] for w in nouns} | set(adjectives)), _bare(nouns), frozenset(w.split()[-1] for w in nouns if " " in w),
        dict(wording["carry"]), frozenset(through["measures"]),
    )  # fmt: skip
