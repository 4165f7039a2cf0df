"""From documents read one by one to facts about things all of them know: matching, lasting keys, and what became of recommendations.

Matching looks at the things of all documents, without their mentions; everything else goes area by area, in the processes that read, with
each document's facts taken from where they are held and put back: no step has all facts in memory.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from graphbuild import packets
from graphbuild.cache import Cache, key_of
from graphbuild.facts import Entity, Facts
from graphbuild.packets import Brief, Held, Shelf
from graphbuild.workers import Crew

_LOOSE = 16
"""Documents of no area that are worked on together."""


@dataclass(frozen=True, slots=True)
class Member:
    """A document as it was read, with what its local keys became and what all documents agree on of its things."""

    packet: bytes
    keys: Mapping[str, str]
    entities: Mapping[str, Entity]


@dataclass(frozen=True, slots=True)
class Settled:
    """A document's packet with lasting keys, and a line for each fact that was left out."""

    packet: bytes
    lost: tuple[str, ...]


_settled = msgspec.msgpack.Decoder(list[Settled])
_encoded = msgspec.msgpack.encode


def join(
    shelf: Shelf, read: Sequence[tuple[Brief, int]], crew: Crew, people: bool = True, cache: Cache | None = None
) -> tuple[Held, list[tuple[str, ...]]]:
    """The facts of all documents with lasting keys, and for each document what was left out.

    `read` are the documents' heads with the number of their packets on `shelf`, in order of identifier; facts come in that order.
    """
    from graphbuild.resolve import identities

    tables = [brief.entities for brief, _ in read]
    names: frozenset[str] = frozenset()
    if not people:
        from graphbuild.extract.privacy import nameless, names_of_people

        names = names_of_people(entity for table in tables for entity in table)
        tables = [nameless(Facts(entities=table), names).entities for table in tables]
    identifiers = [brief.document.identifier for brief, _ in read]
    resolution = identities(zip(identifiers, tables, strict=True))
    slim = {key: replace(entity, names=(), documents=(), mentions=()) for key, entity in resolution.entities.items()}

    def member(place: int) -> Member:
        keys = resolution.keys.get(identifiers[place], {})
        return Member(shelf.get(read[place][1]), keys, {key: slim[key] for key in sorted(set(keys.values()))})

    groups = _together([_area(i, table, resolution.keys.get(i, {}), slim) for i, table in zip(identifiers, tables, strict=True)])
    groups.sort(key=lambda group: -len(group))
    work = functools.partial(settle, names=None if people else names)
    settled: dict[int, tuple[int, tuple[str, ...]]] = {}
    done = Shelf()
    waves = [groups[start : start + 64] for start in range(0, len(groups), 64)]  # what is sent is in memory: so not all at once
    for wave in waves:
        sent = [tuple(member(place) for place in group) for group in wave]
        keys = [key_of("settle", _encoded(group), *sorted(names)) for group in sent] if cache else []
        before = [cache.get(key) if cache else None for key in keys] or [None] * len(sent)
        todo = [number for number, data in enumerate(before) if data is None]
        for number, data in enumerate(before):
            if data is not None:
                _keep(done, settled, wave[number], _settled.decode(data))
        for which, every in crew.each(work, [sent[number] for number in todo], work):
            _keep(done, settled, wave[todo[which]], every)
            if cache:
                cache.put(keys[todo[which]], _encoded(every))
    return Held(done, [settled[place][0] for place in range(len(read))]), [settled[place][1] for place in range(len(read))]


def _keep(shelf: Shelf, settled: dict[int, tuple[int, tuple[str, ...]]], places: Sequence[int], every: Sequence[Settled]) -> None:
    for place, one in zip(places, every, strict=True):
        settled[place] = shelf.put(one.packet), one.lost


def settle(group: Sequence[Member], names: frozenset[str] | None = None) -> list[Settled]:
    """The facts of the documents of one area with lasting keys, sound, and followed up over the years. Pure, so it may run anywhere.

    `names` are those of all people, where none is to be named.
    """
    from graphbuild.extract.privacy import nameless
    from graphbuild.graph.check import sound
    from graphbuild.resolve.followup import follow_up

    briefs = [packets.brief(each.packet) for each in group]
    every: list[Facts] = []
    lost: list[list[str]] = []
    for brief, each in zip(briefs, group, strict=True):
        local = packets.facts(each.packet)
        if names is not None:
            local = nameless(local, names)
        found, said = sound(lasting(brief.document.identifier, local, each.keys, each.entities))
        every.append(found)
        lost.append([*brief.document.warnings, *local.warnings, *said])
    after = follow_up([(brief.document, facts) for brief, facts in zip(briefs, every, strict=True)])
    return [
        Settled(packets.packed(replace(brief, entities=()), replace(facts, followups=told)), tuple(said))
        for brief, facts, told, said in zip(briefs, every, after, lost, strict=True)
    ]


def lasting(identifier: str, facts: Facts, keys: Mapping[str, str], known: Mapping[str, Entity]) -> Facts:
    """One document's facts with keys that are the same for the same thing in every document.

    A thing's class, label, codes and authority are those all documents agree on (`known`); its names and mentions stay this document's.
    Keys of findings and inspections, which are counted within a document, are made its own by its identifier.
    """
    renamed = facts.with_keys(dict(keys))
    entities: dict[str, Entity] = {}
    for entity in renamed.entities:
        shared = known.get(entity.key, entity)
        before = entities.get(entity.key)
        names = (*(before.names if before else ()), entity.label, *entity.names)
        mentions = (*(before.mentions if before else ()), *entity.mentions)
        entities[entity.key] = replace(shared, names=tuple(dict.fromkeys(names)), mentions=mentions, documents=(identifier,))

    def own(key: str) -> str:
        return f"{identifier}:{key}" if key else ""

    return replace(
        renamed,
        entities=tuple(entities[key] for key in sorted(entities)),
        inspections=tuple(replace(i, key=own(i.key)) for i in renamed.inspections),
        judgements=tuple(replace(j, inspection=own(j.inspection)) for j in renamed.judgements),
        findings=tuple(replace(f, key=own(f.key)) for f in renamed.findings),
        recommendations=tuple(replace(r, supported_by=tuple(own(k) for k in r.supported_by)) for r in renamed.recommendations),
    )


def _area(identifier: str, table: Sequence[Entity], keys: Mapping[str, str], known: Mapping[str, Entity]) -> str:
    """The authority a document is about, as it will turn out when its facts have their lasting keys."""
    from graphbuild.graph.check import sound
    from graphbuild.resolve.followup import area

    return area(sound(lasting(identifier, Facts(entities=tuple(table)), keys, known))[0])


def _together(areas: Sequence[str]) -> list[list[int]]:
    """Places of documents by what must be looked at together: an authority and those that came after it."""
    from graphbuild.resolve.followup import heirs

    first: dict[str, str] = {}

    def root(key: str) -> str:
        while first.setdefault(key, key) != key:
            key = first[key]
        return key

    present = sorted({key for key in areas if key})
    for key in present:
        for heir in sorted(heirs(key)):
            one, other = sorted((root(key), root(heir)))
            first[other] = one
    groups: dict[str, list[int]] = defaultdict(list)
    loose: list[int] = []
    for place, key in enumerate(areas):
        if key:
            groups[root(key)].append(place)
        else:
            loose.append(place)
    return [*(groups[key] for key in sorted(groups)), *(loose[i : i + _LOOSE] for i in range(0, len(loose), _LOOSE))]


def together(every: Sequence[Facts]) -> Facts:
    """Facts of several documents, with lasting keys, as one: each thing once, with all its names and mentions."""
    entities: dict[str, Entity] = {}
    parts: dict[str, list[object]] = {name: [] for name in Facts.__dataclass_fields__ if name not in ("entities", "warnings")}
    for facts in every:
        for entity in facts.entities:
            before = entities.get(entity.key)
            if before is not None:
                entity = replace(
                    before,
                    names=tuple(dict.fromkeys((*before.names, *entity.names))),
                    documents=tuple(sorted({*before.documents, *entity.documents})),
                    mentions=(*before.mentions, *entity.mentions),
                )
            entities[entity.key] = entity
        for name, found in parts.items():
            found += getattr(facts, name)
    whole = Facts(entities=tuple(entities[key] for key in sorted(entities)))
    return replace(whole, **{name: tuple(found) for name, found in parts.items()})  # type: ignore[arg-type]
