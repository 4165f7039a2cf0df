"""Across documents: which things are one thing, and what its lasting key is.

- A national body, an authority: by its name in the wording or the register.
- A body whose name says where it is ("Anyshire Safeguarding Children Board", "Anyshire Police"): by that name, whoever names it.
  Capitals alone say nothing: an "Adoption Panel" is one of many. The wording (`[across]`) says which names tell.
- A body that is generic by name ("virtual school", "corporate parenting panel"): it belongs to its authority, and only there
  is it one with another of that name. The same place before and after a reorganisation is two authorities.
- A person: by name within a place; inspectors, who work everywhere, by name.

Within an authority a generic and a placed name of the same canonical form are one ("the LSCB" in one document,
"Anyshire Safeguarding Children Board" in another). No key depends on the order in which documents are read.
"""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graphbuild import ontology
from graphbuild.facts import Entity, Facts
from graphbuild.lexicon import WORD, fold, lexicon, singular
from graphbuild.resolve.register import register
from graphbuild.resolve.within import slug


@dataclass(frozen=True)
class Resolution:
    """The lasting things, and for each document which of its local keys became which lasting key."""

    entities: dict[str, Entity]
    keys: Mapping[str, Mapping[str, str]]


def resolve(documents: Sequence[tuple[str, Facts]]) -> Resolution:
    """Lasting keys for the things of many documents, given as (identifier, facts with local keys), in any order."""
    return identities((identifier, facts.entities) for identifier, facts in documents)


def identities(tables: Iterable[tuple[str, tuple[Entity, ...]]]) -> Resolution:
    """As `resolve`, from the entities alone: all that must be held of a document until every document is read."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    def join(one: str, other: str) -> None:
        first, second = sorted((root(one), root(other)))
        parent[second] = first

    members: list[tuple[str, Entity, str]] = []
    for identifier, entities in sorted(tables, key=lambda t: t[0]):
        table = {e.key: e for e in entities}
        for entity in sorted(entities, key=lambda e: e.key):
            marks = _marks(identifier, entity, table)
            for mark in marks[1:]:
                join(marks[0], mark)
            members.append((identifier, entity, marks[0]))
    groups: dict[str, list[tuple[str, Entity]]] = defaultdict(list)
    for identifier, entity, mark in members:
        groups[root(mark)].append((identifier, entity))
    final: dict[str, str] = {}
    taken: set[str] = set()
    for name, group in sorted(groups.items()):
        key = _key(name, [e for _, e in group])
        while key in taken:
            key += "-2"
        final[name] = key
        taken.add(key)
    keys: dict[str, dict[str, str]] = defaultdict(dict)
    merged: dict[str, Entity] = {}
    owned: dict[str, list[tuple[str, str]]] = {}
    for name, group in sorted(groups.items()):
        for identifier, entity in group:
            keys[identifier][entity.key] = final[name]
        merged[final[name]] = replace(_merged(final[name], [e for _, e in group]), authority="")
        owned[final[name]] = [(e.authority, identifier) for identifier, e in group if e.authority]
    for key, several in owned.items():
        owners = Counter(keys[identifier].get(authority, authority) for authority, identifier in several)
        merged[key] = replace(merged[key], authority=_owner(merged[key], owners, merged))
    return Resolution(dict(sorted(merged.items())), keys)


def _marks(identifier: str, entity: Entity, table: dict[str, Entity]) -> list[str]:
    """Marks of identity: things that share one are one."""
    if entity.cls == "Person":
        authority = register().find(table[entity.authority].label) if entity.authority in table else None
        return [f"person {slug(authority.name) if authority else entity.authority} {slug(entity.label)}"]
    if entity.national or entity.codes or not entity.authority and not entity.generic:
        return [f"name {slug(entity.label)}"]
    if not entity.authority:
        return [f"in {identifier} {slug(entity.key)}"]
    marks = [f"of {entity.authority} {slug(entity.key)}"]
    if _tells(entity):
        marks.append(f"name {slug(entity.label)}")
    return marks


@functools.cache
def _places() -> frozenset[str]:
    """Words of the names of authorities and police areas that name a place by themselves."""
    names = {fold(name) for a in ontology.authorities().values() for name in (a.name, *(a.police.split("|") if a.police else ()))}
    common = {*ontology.wording("names")["across"]["compass"], *lexicon().stop, *lexicon().sector}
    return frozenset(word.strip("'") for name in names for word in WORD.findall(name) if len(word) > 2) - common


@functools.cache
def _plain() -> frozenset[str]:
    """Words that do not say which of many a thing is."""
    words = lexicon()
    heads = {part for head in words.heads for part in head.split()}
    return frozenset({*heads, *words.sector, *words.stop, *ontology.wording("names")["across"]["plain"]})


def _tells(entity: Entity) -> bool:
    """Whether its name alone says which thing it is, in any authority's documents: a name in capitals with a place does."""
    if entity.codes or entity.national or not (entity.authority or entity.generic):
        return True
    words = [part.strip("'").removesuffix("'s") for word in WORD.findall(fold(entity.label)) for part in word.split("-")]
    if any(word in _places() for word in words) and entity.label.split()[-1][:1].isupper():
        return True
    if entity.generic:
        return False
    return entity.cls in ontology.wording("names")["across"]["spans"] and any(
        word not in _plain() and singular(word) not in _plain() and len(word) > 2 for word in words
    )


def _owner(entity: Entity, owners: Counter[str], every: Mapping[str, Entity]) -> str:
    """Whose it is, of those whose documents name it: the one; else the one its name speaks of; else nobody's."""
    if len(owners) > 1:
        name = f" {slug(entity.label)}-".replace(" ", "-")
        places = {key: slug(found.name) for key in owners if key in every and (found := register().find(every[key].label))}
        owners = Counter({key: owners[key] for key, place in places.items() if f"-{place}-" in name})
    return min(owners, key=lambda key: (-owners[key], key), default="")


def _key(mark: str, entities: list[Entity]) -> str:
    first = entities[0]
    if first.cls == "Person":
        place = mark.split(" ")[1]
        return f"{slug(first.label)}-{place}" if place else slug(first.label)
    placed = Counter(slug(e.label) for e in entities if _tells(e))
    if placed:
        return min(placed, key=lambda s: (-placed[s], s))
    owner = first.authority or mark.split(" ")[1]
    return f"{owner}-{slug(first.key)}"


def _merged(key: str, entities: list[Entity]) -> Entity:
    labels = Counter(e.label for e in entities)
    placed = Counter(e.label for e in entities if not e.generic) or labels
    label = min(placed, key=lambda n: (-placed[n], -len(n), n))
    names = Counter(name for e in entities for name in e.names)
    classes = Counter(e.cls for e in entities)
    return replace(
        entities[0],
        key=key,
        cls=min(classes, key=lambda c: (-classes[c], c)),
        label=label,
        names=(label, *sorted((n for n in names if n != label), key=lambda n: (-names[n], n))),
        generic=not any(_tells(e) for e in entities),
        documents=tuple(sorted({d for e in entities for d in e.documents})),
        codes=tuple(sorted({c for e in entities for c in e.codes})),
        mentions=(),
    )
