"""Personal data: people are recorded in public roles only, and no fact quotes the name of a private person.

Recognition of people already asks for the sign of a public role (`graphbuild.extract.people`). This is the second lock, on what all
kinds of fact have found: whoever the text speaks of as a child, a parent or the subject of a case, whoever stands in a case study without a
post, whoever has nothing but a name goes, and so do codes in place of names ("Child A") and every fact whose quoted words hold such
a name. The wording is `ontology/wording/privacy.toml`. One pass of an automaton over the text; nothing more where it finds nothing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import ahocorasick_rs

from graphbuild.document import BlockKind, Document
from graphbuild.extract.annotated import Annotated
from graphbuild.facts import Entity, Facts
from graphbuild.lexicon import fold, longest_first
from graphbuild.ontology import wording

_NAME = r"(?<![\w’'-])(?P<name>[A-ZÀ-Þ][a-zà-ÿ]+(?:[-'’][A-ZÀ-Þ]?[a-zà-ÿ]{2,})?(?: [A-ZÀ-Þ][a-zà-ÿ]+(?:-[A-ZÀ-Þ][a-zà-ÿ]+)?)?)"
_ENDING = re.compile(_NAME + "$")
_STARTING = re.compile(" " + _NAME)
_LONGEST = 60
"""Characters a name may take up."""


@dataclass(frozen=True)
class _Rules:
    """The wording, as patterns: `signs[i]` says whether the automaton's pattern i stands after a name, and the whole of its words."""

    coded: re.Pattern[str]
    automaton: ahocorasick_rs.AhoCorasick
    signs: tuple[tuple[bool, re.Pattern[str]], ...]
    headings: re.Pattern[str]
    posts: frozenset[str]
    no_names: frozenset[str]


@functools.cache
def _rules() -> _Rules:
    table = wording("privacy")
    coded = "|".join(re.escape(w) for w in longest_first(table["coded"]["words"]))
    phrases = [(words, after) for after, key in ((True, "after"), (False, "before")) for words in table[key]["words"]]
    signs = [(words, words.split("*")[0].rstrip(), after) for words, after in phrases]
    common = {word for names in wording("people")["not_names"].split() for word in (names, f"{names}s")}
    return _Rules(
        re.compile(rf"\b(?:{coded}) (?:[A-Z]{{1,2}}\d?|\d{{1,2}})(?![\w’'-])(?! [A-Z][a-z])"),
        ahocorasick_rs.AhoCorasick([literal for _, literal, _ in signs]),
        tuple((after, re.compile(re.escape(words).replace(r"\*", r"[\w' ]{1,12}?") + r"(?!\w)")) for words, _, after in signs),
        re.compile("|".join(re.escape(w) for w in table["case"]["headings"])),
        frozenset(table["private"]["posts"]),
        frozenset(common | set(wording("names")["sector"]["words"].split()) | set(wording("names")["stop"]["words"].split())),
    )


def private_names(text: str, known: Collection[str] = ()) -> frozenset[str]:
    """Names and codes that `text` gives to private persons: "Ellie" of "Ellie, aged 14", "Child A".

    A capitalised word that starts a sentence may be any word, so a single one must not be one of the sector's or of the language's;
    `known` are names that are nobody's ("Cornwall", "Ofsted").
    """
    rules = _rules()
    found = {match.group() for match in rules.coded.finditer(text)}
    taken = {fold(name) for name in known}
    low = fold(text)
    plain = low.replace("-", " ")
    for index, start, end in rules.automaton.find_matches_as_indexes(plain, overlapping=True):
        after, words = rules.signs[index]
        whole = words.match(plain, start)
        if not whole or not after and start and plain[start - 1].isalnum():
            continue
        match = _ENDING.search(text, max(0, start - _LONGEST), start) if after else _STARTING.match(text, end, end + _LONGEST)
        if match:
            parts = re.split(r"[ '-]", fold(match["name"]))
            if fold(match["name"]) not in taken and not any(part in rules.no_names or part.rstrip("s") in rules.no_names for part in parts):
                found.add(match["name"])
    return frozenset(found)


def public_only(facts: Facts, annotated: Annotated) -> Facts:
    """`facts` without private persons, and without what quotes their names. Cheap: most documents name none, and come back as they are."""
    document = annotated.document
    people = {e.key: e for e in facts.entities if e.cls == "Person"}
    others = {part for e in facts.entities if e.cls != "Person" for name in e.names for part in (name, *name.split())}
    names = private_names(document.text, others)
    posts = {e.key: e for e in facts.entities if e.cls == "Post"}
    public = {r.person for r in facts.roles if r.person and fold(posts[r.post].label if r.post in posts else "") not in _rules().posts}
    speaking = {s.speaker for s in facts.statements} | {key for x in facts.links for key in (x.subject, x.object) if key in people}
    cases = _cases(document)
    gone: set[str] = set()
    for key, person in sorted(people.items()):
        mentions = [m for m in (*annotated.mentions, *annotated.nested) if m.key == key]
        private = any(name in names for name in (person.label, *person.names))
        told = cases and mentions and all(any(a <= m.start < b for a, b in cases) for m in mentions)
        if len(person.label.split()) < 2 or key not in public and (private or told or key not in speaking):
            gone.add(key)
    spared = {name for key, e in people.items() if key not in gone for name in (e.label, *e.names)}
    names = frozenset(n for n in names if n not in spared) | {n for key in gone for n in people[key].names if len(n.split()) > 1}
    gone |= {e.key for e in facts.entities if any(_rules().coded.search(name) for name in (e.label, *e.names))}
    if not gone and not names:
        return facts
    return without(facts, gone, names, spared)


def without(facts: Facts, keys: Collection[str], names: Collection[str], spared: Collection[str] = ()) -> Facts:
    """`facts` without the things `keys`, what is said of them, and whatever quotes one of `names` (but as part of a name in `spared`)."""
    quoted = _pattern(names, spared)

    def clean(text: str) -> bool:
        return quoted is None or not any(m.lastgroup == "private" for m in quoted.finditer(text))

    def kept(entity: Entity) -> bool:
        return entity.key not in keys and clean(entity.label)

    lost = {e.key for e in facts.entities if not kept(e)}
    held = [f.key for f in facts.findings if f.about not in lost and clean(f.evidence.exact)]
    return replace(
        facts,
        entities=tuple(
            replace(e, names=tuple(n for n in e.names if clean(n)), mentions=tuple(m for m in e.mentions if clean(m.exact)))
            for e in facts.entities
            if e.key not in lost
        ),
        links=tuple(x for x in facts.links if not {x.subject, x.object} & lost and clean(x.evidence.exact)),
        roles=tuple(r for r in facts.roles if not {r.person, r.post, r.body} & lost and clean(r.evidence.exact)),
        inspections=tuple(i for i in facts.inspections if i.body not in lost and clean(i.evidence.exact)),
        judgements=tuple(j for j in facts.judgements if not {j.body, j.by} & lost and clean(j.evidence.exact)),
        findings=tuple(f for f in facts.findings if f.key in set(held)),
        recommendations=tuple(
            replace(
                r,
                to=tuple(k for k in r.to if k not in lost),
                about=tuple(k for k in r.about if k not in lost),
                supported_by=tuple(k for k in r.supported_by if k in set(held)),
            )
            for r in facts.recommendations
            if clean(r.evidence.exact) and clean(r.text)
        ),
        statistics=tuple(
            replace(s, about="" if s.about in lost else s.about, contradicts=tuple(e for e in s.contradicts if clean(e.exact)))
            for s in facts.statistics
            if clean(s.evidence.exact)
        ),
        statements=tuple(s for s in facts.statements if s.speaker not in lost and clean(s.evidence.exact)),
        followups=tuple(f for f in facts.followups if clean(f.evidence.exact) and clean(f.asked.exact)),
    )


def names_of_people(entities: Iterable[Entity]) -> frozenset[str]:
    """All names of the people among `entities`; surnames alone count as names ("Ms Hargreave")."""
    people = (name for entity in entities if entity.cls == "Person" for name in (entity.label, *entity.names) if name.split())
    return frozenset(form for name in people for form in (name, name.split()[-1]))


def nameless(facts: Facts, names: Collection[str]) -> Facts:
    """`facts` with no person in any: no node, no role with a holder, and no quoted words that hold one of `names`.

    A post whose holder goes stays, with nobody named.
    """
    people = {e.key for e in facts.entities if e.cls == "Person"}
    roles = tuple(replace(r, person="") if r.person in people else r for r in facts.roles)
    return without(replace(facts, roles=roles), people, names)


def without_people(every: Iterable[Facts]) -> list[Facts]:
    """The facts of all documents with no person in any: see `nameless`."""
    documents = list(every)
    names = names_of_people(entity for facts in documents for entity in facts.entities)
    return [nameless(facts, names) for facts in documents]


def _pattern(names: Collection[str], spared: Collection[str]) -> re.Pattern[str] | None:
    return _compiled(frozenset(names), frozenset(spared))


@functools.lru_cache(4)
def _compiled(names: frozenset[str], spared: frozenset[str]) -> re.Pattern[str] | None:
    """Finds `names` as whole words, and `spared` names before them, so that "Ellie" is not found in the director's "Ellie Marsh"."""
    wanted = longest_first({n for n in names if len(n) > 2})
    if not wanted:
        return None
    private = "|".join(re.escape(n).replace("'", "['’]") for n in wanted)
    public = "|".join(re.escape(n) for n in longest_first(spared))
    return re.compile((rf"\b(?P<public>{public})\b|" if public else "") + rf"\b(?P<private>{private})(?!\w)")


def _cases(document: Document) -> list[tuple[int, int]]:
    """Where case studies stand: from a heading that says so to the next heading of its level or above."""
    found: list[tuple[int, int]] = []
    level = start = 0
    for block in document.blocks:
        if block.kind is not BlockKind.HEADING:
            continue
        if level and block.level <= level:
            found.append((start, block.start))
            level = 0
        if not level and _rules().headings.search(fold(document.of(block))):
            level, start = max(1, block.level), block.start
    if level:
        found.append((start, len(document.text)))
    return found
