"""FollowTheMoney statements (https://followthemoney.tech): what investigative databases such as Aleph and OpenSanctions load.

One JSON object a line, as the library's own writer makes them; written here, as the library and what it needs are 100 MB. A class
is mapped by the standard class it stands under, so that a class added to the ontology needs nothing here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from graphbuild import ontology
from graphbuild.ask import records
from graphbuild.ask.names import Names, Thing
from graphbuild.ask.records import Passage
from graphbuild.ask.store import Graph
from graphbuild.graph.terms import ORG

DATASET = "graphbuild"
Statement = dict[str, str | bool | None]


def write_ftm(graph: Graph, path: Path) -> None:
    """Write every thing, link, post and document as statements, in order of entity."""
    lines = [json.dumps(s, ensure_ascii=False) for s in statements(graph)]
    path.write_bytes("".join(line + "\n" for line in lines).encode("utf-8", "replace"))


def statements(graph: Graph) -> Iterator[Statement]:
    """Statements of all entities, by entity, the property "id" first as the library has it."""
    for identifier, schema, values in sorted(_entities(graph), key=lambda e: e[0]):
        kept = sorted({(prop, value) for prop, value in values if value})
        key = hashlib.sha1(usedforsecurity=False)
        for prop, value in kept:
            key.update(_key(identifier, prop, value).encode())
        yield _statement(identifier, schema, "id", key.hexdigest())
        for prop, value in kept:
            yield _statement(identifier, schema, prop, value)


def _statement(identifier: str, schema: str, prop: str, value: str) -> Statement:
    empty: Statement = dict.fromkeys(("lang", "original_value", "first_seen", "last_seen", "origin"))
    made: Statement = {
        "canonical_id": identifier,
        "entity_id": identifier,
        "prop": prop,
        "schema": schema,
        "value": value,
        "dataset": DATASET,
    }
    return {**made, **empty, "external": False, "id": _key(identifier, prop, value)}


def _key(identifier: str, prop: str, value: str) -> str:
    return hashlib.sha1(f"{DATASET}.{identifier}.{prop}.{value}".encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def _schema(thing: Thing) -> str:
    parents = ontology.classes()[thing.cls].parents
    if "Body" in parents:
        return "Organization"
    return {"Person": "Person", "Post": "Position"}.get(thing.cls, "Project" if "Activity" in parents else "Document")


def _entities(graph: Graph) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    names = Names(graph)
    base = graph.base

    def identity(iri: str) -> str:
        return "gb-" + iri.removeprefix(base).replace("/", "-")

    others: dict[str, list[str]] = {}
    for row in graph.rows("SELECT DISTINCT ?t ?n { ?t dcterms:isReferencedBy ?d ; skos:altLabel ?n }"):
        others.setdefault(row["t"], []).append(row["n"])
    for thing in names.things.values():
        name = "title" if _schema(thing) == "Document" else "name"
        values = [(name, thing.label), ("sourceUrl", thing.iri if thing.iri.startswith("http") else "")]
        if name == "name":
            values += [("weakAlias" if thing.generic else "alias", other) for other in others.get(thing.iri, ())]
            values.append(("country", "gb") if _schema(thing) in ("Organization", "Position") else ("country", ""))
        yield identity(thing.iri), _schema(thing), values
    for row in graph.rows(
        "SELECT DISTINCT ?d ?n ?t ?i ?h { ?d dcterms:identifier ?n OPTIONAL { ?d dcterms:title ?t } OPTIONAL { ?d dcterms:issued ?i } }"
    ):
        yield identity(row["d"]), "Document", [("title", row.get("t", row["n"])), ("fileName", row["n"]), ("publishedAt", row.get("i", ""))]
    for x in records.links(graph):
        said = [("description", p.words) for p in x.passages] + [("summary", p.place) for p in x.passages]
        said += [("status", x.status.lower()), *_proof(x.passages)]
        member = (
            x.kind.iri == ORG + "memberOf" and x.subject in names.things and _schema(names.things[x.subject]) in ("Person", "Organization")
        )
        ends = ("Membership", "member", "organization") if member else ("UnknownLink", "subject", "object")
        values = [(ends[1], identity(x.subject)), (ends[2], identity(x.object)), ("role", x.kind.label), *said]
        yield identity(x.iri), ends[0], values
    for fact in records.facts(graph, "role"):
        if fact["person"] and fact["postIri"]:
            values = [
                ("holder", identity(fact["person"])),
                ("post", identity(fact["postIri"])),
                ("startDate", fact["from"]),
                ("endDate", fact["to"]),
            ]
            values += [("description", p.words) for p in fact.passages] + _proof(fact.passages)
            yield identity(fact.iri), "Occupancy", values


def _proof(passages: tuple[Passage, ...]) -> list[tuple[str, str]]:
    """The documents that prove it."""
    return [("proof", "gb-document-" + p.document) for p in passages]
