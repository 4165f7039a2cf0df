"""The lexicon of links (`ontology/wording/links.toml`) in the form matching needs.

A frame says which word signals a link and where its two things stand; the English of it (voice, tense, apposition, lists,
relative clauses) is `graphbuild.extract.clauses`' business, and how the link stands is `graphbuild.extract.status`'.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any, cast

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


_LISTS = {"words", "who", "whom", "pair", "pair_if", "also_who", "then", "not_then", "who_named"}
_SETS = {"about", "preps", "subject_heads", "standing", "heads", "not_heads", "not_with"}
_PLAIN = {"only", "copula", "counterpart", "implied", "passive", "reverse", "stands", "same_class", "always"}


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
    jointly: frozenset[str]
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
    nation: re.Pattern[str]
    lasts: frozenset[str]
    carry: dict[str, dict[str, str]]
    measures: frozenset[str]
    carried_out: frozenset[str]


def _frame(entry: dict[str, Any], wording: dict[str, Any]) -> Frame:
    """One entry of the wording as a frame; what its link as a whole allows (`[through]`, `[own]`) goes with it."""
    classes, through, link = wording["classes"], wording["through"], entry["link"]

    def spelt(names: list[str]) -> frozenset[str]:
        return frozenset(c for n in names for c in classes.get(n, [n]))

    given: dict[str, Any] = {"link": link, "words": ()}
    given["who_is"], given["whom_is"] = spelt(entry.get("who_is", [])), spelt(entry.get("whom_is", []))
    for key in _LISTS & entry.keys():
        given[key] = tuple(entry[key])
    for key in _SETS & entry.keys():
        given[key] = frozenset(entry[key])
    for key in _PLAIN & entry.keys():
        given[key] = entry[key]
    if "not_pairs" in entry:
        given["not_pairs"] = tuple(tuple(pair) for pair in entry["not_pairs"])
    given["listed"] = link in wording["own"]["listed"] and "subject" in entry.get("who", ())
    for key in ("close", "wide", "examples"):
        given[key] = link in through[key]
    return Frame(**given)


def _bare(nouns: dict[str, tuple[Frame, ...]]) -> re.Pattern[str]:
    """Words that state a link even in a sentence that names no body."""
    words = sorted(
        (
            w
            for w, many in nouns.items()
            if any(f.whom == ("partners",) or f.counterpart == "any" or (f.whom == ("topic",) and f.only) for f in many)
        ),
        key=lambda w: (-len(w), w),
    )
    return re.compile(rf"\b(?:{'|'.join(re.escape(w) for w in words)})\b", re.IGNORECASE)


@functools.cache
def frames() -> Frames:
    """The wording of links, read once."""
    wording = dict(ontology.wording("links"))
    classes: dict[str, list[str]] = dict(wording["classes"])
    for name in list(classes):
        classes[name] = sorted({c for n in classes[name] for c in classes.get(n, [n])})
    wording["classes"] = classes

    def by_word(kind: str) -> dict[str, tuple[Frame, ...]]:
        found: dict[str, list[Frame]] = {}
        for frame in (_frame(entry, wording) for entry in wording.get(kind, ())):
            for word in frame.words:
                found.setdefault(word, []).append(frame)
        return {w: tuple(f) for w, f in found.items()}

    def plain(kind: str) -> tuple[Frame, ...]:
        return tuple(_frame(entry, wording) for entry in wording.get(kind, ()))

    verbs, nouns, adjectives = by_word("verb"), by_word("noun"), by_word("adjective")
    words = english(frozenset(verbs))
    through, names, support, own, partners = (wording[k] for k in ("through", "names", "support", "own", "partners"))
    forms = {f for v in verbs for group in inflect(v).values() for f in group.split()}
    return Frames(
        verbs=verbs,
        nouns=nouns,
        adjectives=adjectives,
        owners=plain("owner"),
        joined=plain("joined"),
        sections=plain("section"),
        prefixes=plain("prefix"),
        denied=dict(wording["denied"]),
        kinds=Kinds(
            *(frozenset(through[n]) for n in ("people", "matter", "denoting", "amount")),
            *(frozenset(names[n]) for n in ("people", "meets", "units", "owners", "run")),
        ),
        support=frozenset(support["verbs"]),
        light=frozenset(through["light"]),
        handlers=frozenset(wording["handle"]["verbs"]),
        unnamed=frozenset(through["unnamed"]),
        others=frozenset(through["others"]),
        lent=frozenset(support["lend"]),
        runs=frozenset(support["run"]),
        company=frozenset(wording["company"]["prepositions"]),
        jointly=frozenset(wording["company"]["adverbs"]),
        partners=tuple(partners["names"]),
        joint=frozenset(partners["joint"]),
        parts=frozenset(partners["parts"]),
        equal=frozenset(partners["equal"]),
        raised=frozenset(ontology.wording("status")["plan"]["raised"]),
        own=frozenset(own["heads"]),
        owned=frozenset(own["classes"]),
        by_name=frozenset(own["by_name"]),
        counterparts=tuple((tuple(c["board"]), tuple(c["names"]), dict(c.get("instead", {}))) for c in wording["counterpart"]),
        together=_frame(wording["company"], wording),
        tags=words.tags,
        lemmas=words.lemmas,
        leaders=tuple(wording["leaders"]["names"]),
        led=frozenset(wording["leaders"]["links"]),
        reviewers=tuple(wording["reviewers"]["names"]),
        plans=frozenset(wording["reviewers"]["plans"]),
        reviewing=wording["reviewers"]["link"],
        names=Names(**cast(dict[str, Any], {n: v if isinstance(v, str) else frozenset(v) for n, v in names.items()})),
        triggers=frozenset(forms | {w.split()[-1] for w in nouns} | set(adjectives)),
        bare=_bare(nouns),
        nation=re.compile(rf"\b(?:{'|'.join(wording['nation']['words'])})\b"),
        lasts=frozenset(w.split()[-1] for w in nouns if " " in w),
        carry=dict(wording["carry"]),
        measures=frozenset(through["measures"]),
        carried_out=frozenset(through["done"]),
    )
