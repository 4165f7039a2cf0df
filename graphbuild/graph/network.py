"""Facts → NetworkX, and GraphML for programs that draw graphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphbuild import ontology
from graphbuild.facts import Evidence, Facts

if TYPE_CHECKING:
    import networkx as nx

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def network(facts: Facts | Iterable[Facts]) -> nx.MultiDiGraph[str]:
    """The things as nodes, the links between them as edges.

    A node has `class`, `label`, `names`, `authority`, `documents`, `evidence` (where each document first names it). An edge has the key
    "predicate.Status" and `predicate`, `label`, `kind` ("Accountability", "Partnership"; "Role" for who holds which post, labelled with
    the post), `status`, `evidence` (one `Evidence` or more, in order). A symmetric link is one edge, from the first key to the second.
    """
    import networkx as nx

    every = [facts] if isinstance(facts, Facts) else facts if isinstance(facts, Sequence) else list(facts)
    kinds = ontology.links()
    nodes: dict[str, dict[str, Any]] = {}
    edges: dict[tuple[str, str, str], dict[str, Any]] = {}
    labels = {entity.key: entity.label for one in every for entity in one.entities}

    def edge(subject: str, target: str, predicate: str, label: str, kind: str, status: str, evidence: Evidence) -> None:
        found = edges.setdefault(
            (subject, target, f"{predicate}.{status}"),
            {"predicate": predicate, "label": label, "kind": kind, "status": status, "evidence": set()},
        )
        found["evidence"].add(evidence)

    for one in every:
        for entity in one.entities:
            found = nodes.setdefault(
                entity.key,
                {
                    "class": entity.cls,
                    "label": entity.label,
                    "names": set(),
                    "authority": entity.authority,
                    "documents": set(),
                    "evidence": set(),
                },
            )
            found["names"].update(entity.names or (entity.label,))
            found["documents"].update(entity.documents, (m.document for m in entity.mentions))
            found["evidence"].update(_first(entity.mentions))
        for link in one.links:
            kind = kinds[link.predicate]
            ends = sorted((link.subject, link.object)) if kind.symmetric else (link.subject, link.object)
            edge(ends[0], ends[1], link.predicate, kind.label, kind.kind, link.status.value, link.evidence)
        for role in one.roles:
            if role.person and role.body:
                edge(
                    role.person,
                    role.body,
                    f"role.{role.post}",
                    labels.get(role.post, ""),
                    "Role",
                    "Former" if role.end else "Actual",
                    role.evidence,
                )
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for key in sorted(nodes):
        graph.add_node(key, **{name: tuple(sorted(value)) if isinstance(value, set) else value for name, value in nodes[key].items()})
    for subject, target, name in sorted(edges):
        values = edges[subject, target, name]
        graph.add_edge(subject, target, key=name, **{**values, "evidence": tuple(sorted(values["evidence"]))})
    return graph


def _first(mentions: Iterable[Evidence]) -> list[Evidence]:
    first: dict[str, Evidence] = {}
    for mention in sorted(mentions):
        first.setdefault(mention.document, mention)
    return list(first.values())


def write_graphml(facts: Iterable[Facts], path: Path) -> None:
    """Write the network as GraphML: attributes as text, of the evidence the sentences with where they stand."""
    import networkx as nx

    full = network(facts)
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for key, values in full.nodes(data=True):
        plain.add_node(_xml(key), **_flat(values))
    for number, (subject, target, values) in enumerate(full.edges(data=True)):
        plain.add_edge(_xml(subject), _xml(target), key=str(number), **_flat(values))
    nx.write_graphml(plain, path, encoding="utf-8", prettyprint=True, named_key_ids=True)


def _flat(values: dict[str, Any]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in values.items():
        if name == "evidence":
            value = "\n".join(f"“{e.exact}” ({e.document}, {e.paragraph}{f', page {e.page}' if e.page else ''})" for e in value)
        elif isinstance(value, tuple):
            value = " | ".join(value)
        flat[name] = _xml(str(value))
    return flat


def _xml(value: str) -> str:
    return _NOT_XML.sub("\ufffd", value)
