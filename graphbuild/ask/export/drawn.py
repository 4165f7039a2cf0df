"""Files for programs that draw graphs: GraphML as Gephi reads it (colour, size and place included), and Kumu's blueprint."""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path

from graphbuild import ontology
from graphbuild.ask import records
from graphbuild.ask.explain import sentence
from graphbuild.ask.export.sheets import _xml
from graphbuild.ask.names import Names
from graphbuild.ask.store import Graph


def write_graphml(graph: Graph, path: Path) -> None:
    """GraphML with the attribute names Gephi knows: `label`, `r`, `g`, `b`, and of nodes `size`, `x`, `y`, of edges `weight`."""
    from lxml import etree

    names, links = Names(graph), records.links(graph)
    degree = Counter(end for x in links for end in (x.subject, x.object))
    kept = [t for t in sorted(names.things.values(), key=lambda t: t.iri) if degree[t.iri]]
    classes, statuses = ontology.classes(), ontology.concepts("Statuses")
    root = etree.Element("graphml", nsmap={None: "http://graphml.graphdrawing.org/xmlns"})  # type: ignore[dict-item]
    types = {"size": "double", "weight": "double", "x": "double", "y": "double", "r": "int", "g": "int", "b": "int", "documents": "int"}
    node_keys = ("label", "class", "authority", "degree", "size", "r", "g", "b", "x", "y", "iri")
    edge_keys = ("label", "kind", "status", "weight", "r", "g", "b", "sentence", "words", "place")
    types["degree"] = "int"
    for where, keys in (("node", node_keys), ("edge", edge_keys)):
        for key in keys:
            attributes = {"id": f"{where}_{key}", "for": where, "attr.name": key, "attr.type": types.get(key, "string")}
            etree.SubElement(root, "key", attributes)
    drawn = etree.SubElement(root, "graph", {"id": "graph", "edgedefault": "directed"})

    def data(element: etree._Element, where: str, values: dict[str, object]) -> None:
        for key, value in values.items():
            etree.SubElement(element, "data", {"key": f"{where}_{key}"}).text = _xml(str(value))

    for number, thing in enumerate(kept):
        cls = classes[thing.cls]
        angle, radius = number * 2.399963, 30 * math.sqrt(number + 1)  # a sunflower: nothing lies on anything before a layout is run
        element = etree.SubElement(drawn, "node", {"id": thing.iri})
        values: dict[str, object] = {"label": thing.called, "class": cls.label, "authority": thing.authority, "degree": degree[thing.iri]}
        values |= {"size": round(8 + 4 * math.sqrt(degree[thing.iri]), 1), **_rgb(cls.colour)}
        values |= {"x": round(radius * math.cos(angle), 1), "y": round(radius * math.sin(angle), 1), "iri": thing.iri}
        data(element, "node", values)
    shown = {t.iri for t in kept}
    for number, x in enumerate(links):
        if x.subject in shown and x.object in shown:
            element = etree.SubElement(drawn, "edge", {"id": f"e{number}", "source": x.subject, "target": x.object})
            colour = statuses[x.status].colour or x.kind.colour
            values = {
                "label": x.kind.label,
                "kind": x.kind.kind.lower(),
                "status": x.status.lower(),
                "weight": float(max(1, len(x.passages))),
            }
            values |= {**_rgb(colour), "sentence": sentence(x, lambda iri: names.things[iri].called)}
            values |= {"words": "\n".join(p.words for p in x.passages), "place": "\n".join(p.place for p in x.passages)}
            data(element, "edge", values)
    path.write_bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _rgb(colour: str) -> dict[str, object]:
    value = colour.lstrip("#") if len(colour) == 7 else "6b7280"
    return {name: int(value[i : i + 2], 16) for name, i in (("r", 0), ("g", 2), ("b", 4))}


def write_kumu(graph: Graph, path: Path) -> None:
    """Kumu's blueprint (https://docs.kumu.io/guides/import/blueprints.html): elements and connections, each with its words as description.

    Kumu knows elements by their label, so things of one name are told apart by their class.
    """
    names, links = Names(graph), records.links(graph)
    classes = ontology.classes()
    used = Counter(t.called.casefold() for t in names.things.values())
    labels: dict[str, str] = {}
    for thing in sorted(names.things.values(), key=lambda t: t.iri):
        label = thing.called if used[thing.called.casefold()] == 1 else f"{thing.called} ({classes[thing.cls].label})"
        while label in labels.values():
            label += "*"
        labels[thing.iri] = label
    ends = {end for x in links for end in (x.subject, x.object)}
    elements = [
        {"label": labels[t.iri], "type": classes[t.cls].label, "authority": t.authority, "iri": t.iri}
        for t in sorted(names.things.values(), key=lambda t: labels[t.iri].casefold())
        if t.iri in ends
    ]
    connections = [
        {
            "from": labels[x.subject],
            "to": labels[x.object],
            "direction": "mutual" if x.kind.symmetric else "directed",
            "label": x.kind.label,
            "type": x.kind.kind.lower(),
            "status": x.status.lower(),
            "description": "\n\n".join(f"> {' '.join(p.words.split())}\n\n{p.place}" for p in x.passages),
        }
        for x in links
        if x.subject in labels and x.object in labels
    ]
    text = json.dumps({"elements": elements, "connections": connections}, ensure_ascii=False, indent=1)
    path.write_bytes(text.encode("utf-8", "replace") + b"\n")
