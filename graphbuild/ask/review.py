"""What people decided on reading: `review.toml` beside the documents, applied by every build and never written into the source.

    [[accept]]                               # this link is right; its words are the ones that were read
    link = ["Northmoor Board", "oversees", "Northmoor Panel"]
    quote = "The board oversees the panel."
    who = "A. Reader"
    why = "Minutes of 3 May say the same."

    [[reject]]                               # a link, or with `fact` any finding, judgement, figure … that rests on the quotation
    link = ["Northmoor Board", "worksWith", "Northmoor Police"]
    who = "A. Reader"
    why = "The sentence speaks of another board."

    [[add]]                                  # a link that was missed; the quotation must stand in the document
    link = ["Northmoor Council", "commissions", "Northmoor Helpline"]
    status = "Actual"
    document = "northmoor-2021"
    quote = "The council commissions the helpline."
    who = "A. Reader"
    why = "Plainly said."

    [[merge]]                                # several names of one thing; the first is kept
    names = ["Northmoor Safeguarding Board", "Northmoor SCB"]
    who = "A. Reader"
    why = "Renamed in 2018."

    [[remove]]                               # a person who is to be left out of everything
    names = ["J. Private"]
    who = "Data protection officer"
    why = "Request of 4 June."

A thing is meant by any of its names, or by the last step of its IRI. What no longer matches the text is not dropped in silence: it
is a warning of the build. Applying is pure: the same facts and review give the same result.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from graphbuild import ontology
from graphbuild.ask.errors import AskError, near, offer
from graphbuild.ask.names import plain
from graphbuild.document import Document
from graphbuild.facts import Entity, Evidence, Facts, Link, Reviewed, Status

ACTIONS = ("accept", "reject", "add", "merge", "remove")
_KEYS = {"link", "fact", "status", "document", "quote", "names", "who", "why", "on"}
_FACTS = ("links", "roles", "inspections", "judgements", "findings", "recommendations", "statistics", "statements", "followups")
TextOf = Callable[[str], Document | None]
"""The document of an identifier with its text, or None where it is not to be had."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision. `link` is (subject, predicate, object) by name; empty parts mean any. `number` counts from 1 in the file."""

    number: int
    action: str
    who: str
    why: str
    link: tuple[str, str, str] = ("", "", "")
    fact: str = ""
    status: str = ""
    document: str = ""
    quote: str = ""
    names: tuple[str, ...] = ()
    on: str = ""

    def __str__(self) -> str:
        what = " ".join(self.link) if any(self.link) else ", ".join(self.names) or f"{self.fact} “{self.quote[:60]}”"
        return f"{self.action} no. {self.number} ({what})"


@dataclass(frozen=True, slots=True)
class Review:
    """All decisions of a file, in its order."""

    entries: tuple[Entry, ...] = ()

    def of(self, *actions: str) -> Iterator[Entry]:
        return (e for e in self.entries if e.action in actions)


class Applied(NamedTuple):
    """Facts after a review, the numbers of the entries that met something in them, and what to warn of."""

    facts: Facts
    matched: frozenset[int]
    warnings: tuple[str, ...]


def load(path: Path) -> Review:
    """Read a review; raises AskError, saying where and what to write instead, for one that cannot be used."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise AskError(f"{path} cannot be read: {error.strerror or error}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise AskError(f"{path} is not TOML: {error}") from None
    for key in data:
        if key not in ACTIONS:
            raise AskError(f"{path}: there is no [[{key}]]; a decision is one of {', '.join(ACTIONS)}." + offer(near(key, ACTIONS)))
    entries: list[Entry] = []
    for action in ACTIONS:
        given = data.get(action, [])
        if not isinstance(given, list):
            raise AskError(f"{path}: write [[{action}]], with two brackets on each side.")
        entries += [_entry(path, action, len(entries) + number, values) for number, values in enumerate(given, 1)]
    return Review(tuple(entries))


def _entry(path: Path, action: str, number: int, values: dict[str, Any]) -> Entry:
    where = f"{path}: {action} no. {number}"
    for key in values:
        if key not in _KEYS:
            raise AskError(f"{where}: there is no “{key}”." + offer(near(key, _KEYS)))
    for key in ("who", "why"):
        if not str(values.get(key, "")).strip():
            raise AskError(f"{where}: say {key} ({key} = “…”): a decision nobody stands behind is not applied.")
    link = values.get("link", ["", "", ""])
    if not isinstance(link, list) or len(link) != 3 or not all(isinstance(part, str) for part in link):
        raise AskError(f"{where}: link = [“subject”, “predicate”, “object”], three texts.")
    if link[1] and link[1] not in ontology.links():
        raise AskError(f"{where}: the ontology has no link “{link[1]}”." + offer(near(link[1], ontology.links())))
    status = str(values.get("status", "")).capitalize()
    if status and status not in set(Status):
        raise AskError(f"{where}: a link is {', '.join(s.lower() for s in Status)}, not “{status}”." + offer(near(status, list(Status))))
    fact = str(values.get("fact", ""))
    if fact and fact not in _FACTS:
        raise AskError(f"{where}: fact is one of {', '.join(_FACTS)}." + offer(near(fact, _FACTS)))
    names = values.get("names", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise AskError(f"{where}: names = [“…”, “…”].")
    entry = Entry(
        number,
        action,
        str(values["who"]),
        str(values["why"]),
        (link[0], link[1], link[2]),
        fact,
        status,
        str(values.get("document", "")),
        str(values.get("quote", "")),
        tuple(names),
        _date(values.get("on", "")),
    )
    lacks = {
        "accept": "" if all(link) else "link",
        "reject": "" if any(link) or (fact and entry.quote) else "link (or fact and quote)",
        "add": "" if all(link) and entry.document and entry.quote else "link, document and quote",
        "merge": "" if len(names) > 1 else "names, two or more",
        "remove": "" if names else "names",
    }[action]
    if lacks:
        raise AskError(f"{where}: it lacks {lacks}.")
    return entry


def _date(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


class _Things:
    """The things of some facts by name."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.keys: dict[str, set[str]] = {}
        self.classes: dict[str, str] = {}
        for entity in entities:
            self.classes[entity.key] = entity.cls
            for name in (entity.key, entity.label, *entity.names):
                self.keys.setdefault(plain(name), set()).add(entity.key)
                self.keys.setdefault(name, set()).add(entity.key)

    def named(self, name: str) -> set[str]:
        return self.keys.get(name) or self.keys.get(plain(name), set())


def merged(entities: Iterable[Entity], review: Review) -> tuple[dict[str, str], frozenset[int]]:
    """Old keys → kept keys, for every merge of the review, and the numbers of the merges that met two things or more.

    `entities` are those of all documents: call it once, then `Facts.with_keys` and `folded` on each document's facts.
    """
    things = _Things(entities)
    keys: dict[str, str] = {}
    met: set[int] = set()
    for entry in review.of("merge"):
        found = [sorted(things.named(name)) for name in entry.names]
        alike = list(dict.fromkeys(key for each in found for key in each))
        if found[0] and len(alike) > 1:
            met.add(entry.number)
            keys |= {key: alike[0] for key in alike[1:]}
    for key in keys:
        while keys[key] in keys and keys[key] != key:
            keys[key] = keys[keys[key]]
    return keys, frozenset(met)


def folded(facts: Facts, keys: dict[str, str], kept: dict[str, Entity]) -> Facts:
    """`facts` with merged things as one: `kept` has what is known of each kept thing in any document (its class, label, codes)."""
    if not keys:
        return facts
    found: dict[str, Entity] = {}
    for entity in facts.with_keys(keys).entities:
        shared = replace(kept.get(entity.key, entity), names=entity.names, mentions=entity.mentions, documents=entity.documents)
        before = found.get(entity.key)
        names = (*(before.names if before else ()), entity.label, *entity.names)
        mentions = (*(before.mentions if before else ()), *entity.mentions)
        found[entity.key] = replace(shared, names=tuple(dict.fromkeys(names)), mentions=mentions)
    return replace(facts.with_keys(keys), entities=tuple(found[key] for key in sorted(found)))


def apply(facts: Facts, review: Review, identifier: str = "", text_of: TextOf | None = None) -> Applied:
    """`facts` (of one document, or of all) as a review leaves them, with lasting keys.

    Rejected facts and removed people go; added links come with the evidence that `text_of` finds; accepted and added ones are
    marked in `Facts.reviewed`. `identifier` limits additions to that document's. Merges are applied before, by `merged` and `folded`.
    """
    things = _Things(facts.entities)
    matched: set[int] = set()
    warnings: list[str] = []
    facts = _without(facts, review, things, matched)
    reviewed: list[Reviewed] = []
    for entry in review.of("reject"):
        kept: dict[str, tuple[Any, ...]] = {}
        for kind in ("links",) if not entry.fact else (entry.fact,):
            every = getattr(facts, kind)
            kept[kind] = tuple(f for f in every if not _meant(entry, f, things))
            if len(kept[kind]) < len(every):
                matched.add(entry.number)
        facts = replace(facts, **kept)
    for entry in review.of("accept"):
        links = [x for x in facts.links if _meant(entry, x, things)]
        reviewed += [Reviewed(x, entry.who, entry.why, entry.on) for x in links]
        matched.update([entry.number] if links else [])
    added: list[Link] = []
    for entry in review.of("add"):
        if identifier and entry.document != identifier:
            continue
        link = _added(entry, things, text_of, warnings)
        if link is not None:
            matched.add(entry.number)
            if link not in facts.links:
                added.append(link)
            reviewed.append(Reviewed(link, entry.who, entry.why, entry.on))
    facts = replace(facts, links=(*facts.links, *added), reviewed=(*facts.reviewed, *dict.fromkeys(reviewed)))
    return Applied(facts, frozenset(matched), tuple(warnings))


def unmatched(review: Review, matched: Iterable[int]) -> tuple[str, ...]:
    """A warning for each decision that met nothing in any document: the text, or what is read from it, has changed."""
    known = set(matched)
    return tuple(f"review: {entry} no longer matches anything in the documents" for entry in review.entries if entry.number not in known)


def _meant(entry: Entry, fact: Any, things: _Things) -> bool:
    """Whether a decision speaks of a fact: the same ends and kind, status, document and words, so far as it names them."""
    evidence: Evidence = fact.evidence
    if entry.document and entry.document != evidence.document:
        return False
    if entry.quote and " ".join(entry.quote.split()) not in " ".join(evidence.exact.split()):
        return False
    if not any(entry.link):
        return True
    if not isinstance(fact, Link) or (entry.status and entry.status != fact.status.value):
        return False
    subject, predicate, object_ = entry.link
    if predicate and predicate != fact.predicate:
        return False
    ends = [(fact.subject, fact.object)]
    if ontology.links()[fact.predicate].symmetric:
        ends.append((fact.object, fact.subject))
    return any((not subject or a in things.named(subject)) and (not object_ or b in things.named(object_)) for a, b in ends)


def _added(entry: Entry, things: _Things, text_of: TextOf | None, warnings: list[str]) -> Link | None:
    document = text_of(entry.document) if text_of else None
    if document is None:
        return None
    start = document.text.find(entry.quote)
    if start < 0:
        warnings.append(f"review: {entry}: its quotation does not stand in {entry.document}")
        return None
    ends = []
    for name in (entry.link[0], entry.link[2]):
        keys = sorted(things.named(name))
        if len(keys) != 1:
            warnings.append(f"review: {entry}: {entry.document} names {'nothing' if not keys else 'several things'} called “{name}”")
            return None
        ends.append(keys[0])
    kind, classes = ontology.links()[entry.link[1]], things.classes
    if ends[0] == ends[1] or not kind.joins(classes[ends[0]], classes[ends[1]]):
        warnings.append(f"review: {entry}: the ontology does not let “{kind.label}” join these two")
        return None
    if kind.symmetric:
        ends.sort()
    evidence = Evidence.of(document, start, start + len(entry.quote))
    return Link(ends[0], entry.link[1], ends[1], Status(entry.status or "Actual"), evidence)


def _says(names: Iterable[str], text: str) -> bool:
    """Whether a text has one of the names in it, as whole words."""
    padded = f" {plain(text)} "
    return any(f" {plain(name)} " in padded for name in names if plain(name))


def _without(facts: Facts, review: Review, things: _Things, matched: set[int]) -> Facts:
    """`facts` without the people that are to be left out, all that speaks of them, and all whose words name them."""
    gone: set[str] = set()
    names: set[str] = set()
    for entry in review.of("remove"):
        people = [e for e in facts.entities if e.cls == "Person" and any(e.key in things.named(name) for name in entry.names)]
        names.update(entry.names)
        if people:
            matched.add(entry.number)
            gone.update(e.key for e in people)
            names.update(name for e in people for name in (e.label, *e.names))
    if not names:
        return facts
    wanted = sorted(names)

    def silent(fact: Any) -> bool:
        return not _says(wanted, fact.evidence.exact)

    recommendations = (
        replace(r, to=tuple(k for k in r.to if k not in gone), about=tuple(k for k in r.about if k not in gone))
        for r in facts.recommendations
        if silent(r)
    )
    entities = (
        replace(e, mentions=tuple(m for m in e.mentions if not _says(wanted, m.exact))) for e in facts.entities if e.key not in gone
    )
    return replace(
        facts,
        entities=tuple(entities),
        links=tuple(x for x in facts.links if silent(x) and not {x.subject, x.object} & gone),
        roles=tuple(r for r in facts.roles if silent(r) and r.person not in gone),
        inspections=tuple(i for i in facts.inspections if silent(i)),
        judgements=tuple(j for j in facts.judgements if silent(j)),
        findings=tuple(f for f in facts.findings if silent(f) and f.about not in gone),
        recommendations=tuple(recommendations),
        statistics=tuple(s for s in facts.statistics if silent(s)),
        statements=tuple(s for s in facts.statements if silent(s) and s.speaker not in gone),
        followups=tuple(f for f in facts.followups if silent(f) and not _says(wanted, f.asked.exact)),
    )


def beside(paths: Iterable[Path]) -> list[Path]:
    """The reviews that stand beside sources: `review.toml` in each folder, or in the folder of each file, each once."""
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in paths)
    return [folder / "review.toml" for folder in folders if (folder / "review.toml").is_file()]


def loaded(paths: Iterable[Path]) -> Review:
    """The decisions of several files as one review."""
    entries = [entry for path in paths for entry in load(path).entries]
    return Review(tuple(replace(entry, number=number) for number, entry in enumerate(entries, 1)))


def _by_all_names(review: Review, known: dict[str, Entity]) -> Review:
    """The review with each person to be removed meant by every name that any document uses."""
    things = _Things(known[key] for key in sorted(known))

    def widened(entry: Entry) -> Entry:
        people = [known[key] for name in entry.names for key in sorted(things.named(name)) if known[key].cls == "Person"]
        return replace(entry, names=tuple(dict.fromkeys((*entry.names, *(n for e in people for n in (e.label, *e.names))))))

    return Review(tuple(widened(e) if e.action == "remove" else e for e in review.entries))


def reviewed(every: Sequence[tuple[str, Facts]], review: Review, text_of: TextOf) -> tuple[list[Facts], list[str]]:
    """The facts of all documents (each with its identifier; keys lasting) after a review, and what to warn of."""
    known: dict[str, Entity] = {}
    for _, facts in every:
        for entity in facts.entities:
            before = known.get(entity.key)
            names = (*(before.names if before else ()), *entity.names)
            known[entity.key] = replace(before or entity, names=tuple(dict.fromkeys(names)))
    review = _by_all_names(review, known)
    keys, met = merged([known[key] for key in sorted(known)], review)
    matched = set(met)
    warnings: list[str] = []
    found: list[Facts] = []
    for identifier, facts in every:
        result = apply(folded(facts, keys, known), review, identifier, text_of)
        found.append(result.facts)
        matched |= result.matched
        warnings += result.warnings
    return found, list(dict.fromkeys((*warnings, *unmatched(review, matched))))
