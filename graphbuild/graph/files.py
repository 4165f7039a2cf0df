"""Facts → files: Turtle, TriG, JSON-LD and GraphML.

Turtle and TriG go through pyoxigraph's streaming serializer, which was measured at 20 times rdflib's speed and holds nothing in
memory (2.2 s and 23 MB a million triples; rdflib 44 s and 1.2 GB). Its JSON-LD spells every IRI out on one line; ours, twenty
lines of it, keeps prefixes and one line a node, which is half the size and can be read and compared. Each writer goes through
the documents one at a time, in order of identifier; what several documents say of one thing is merged in Turtle, their union.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from graphbuild import __version__, ontology
from graphbuild.document import Document
from graphbuild.facts import Facts
from graphbuild.graph.iris import Iris
from graphbuild.graph.nodes import Describer, Node, text
from graphbuild.graph.register import register
from graphbuild.graph.terms import ONTOLOGY, PREFIXES, XSD, node, term

Described = tuple[Document, Facts]
"""A document (its text is not needed) and what was taken from it, with lasting keys."""


def in_order(described: Iterable[Described]) -> list[Described]:
    """By identifier, whatever the order they were read in."""
    return sorted(described, key=lambda pair: pair[0].identifier)


class Dataset:
    """All that is to be written: the documents with their facts, under one base. Reads `described` once for each file written."""

    def __init__(self, described: Sequence[Described], base: str) -> None:
        self.described = described
        self.iris = Iris(base)

    def describers(self) -> Iterator[Describer]:
        return (Describer(self.iris, document, facts) for document, facts in self.described)

    def about(self) -> list[Node]:
        """The graph itself, how it came about (without clock times) and what it came from."""
        graph, build, program = (ox.NamedNode(self.iris.base + name) for name in ("graph", "build", "graphbuild"))
        documents = [self.iris.document(document.identifier) for document, _ in self.described]
        vocabulary = ox.NamedNode(ONTOLOGY)
        return [
            Node(
                graph,
                [
                    (term("rdf:type"), term("void:Dataset")),
                    (term("rdf:type"), term("prov:Entity")),
                    (term("dcterms:title"), text("Who answers to whom, and who works with whom")),
                    (term("void:vocabulary"), vocabulary),
                    (term("void:uriSpace"), text(self.iris.base)),
                    (term("prov:wasGeneratedBy"), build),
                    *((term("prov:wasDerivedFrom"), each) for each in documents),
                ],
            ),
            Node(
                build,
                [
                    (term("rdf:type"), term("prov:Activity")),
                    (term("prov:wasAssociatedWith"), program),
                    (term("prov:used"), vocabulary),
                    *((term("prov:used"), each) for each in documents),
                ],
            ),
            Node(
                program,
                [
                    (term("rdf:type"), term("prov:SoftwareAgent")),
                    (term("rdfs:label"), text("graphbuild")),
                    (term("schema:softwareVersion"), text(__version__)),
                ],
            ),
        ]

    def register(self) -> list[Node]:
        """What the register of authorities adds: region, type, and the reorganisations that concern the things named."""
        return register(self.iris, (entity for _, facts in self.described for entity in facts.entities))

    def merged(self) -> list[Node]:
        """The nodes that several documents may speak of, each once."""
        found: dict[str, tuple[Node, set[Any]]] = {}
        for describer in self.describers():
            for each in describer.shared():
                known = found.get(each.subject.value)
                if known is None:
                    found[each.subject.value] = (each, set(each.pairs))
                else:
                    known[0].pairs.extend(pair for pair in each.pairs if pair not in known[1])
                    known[1].update(each.pairs)
        nodes = [each for each, _ in found.values()]
        for each in nodes:
            if any(not isinstance(value, ox.Literal) and predicate == term("dcterms:isReferencedBy") for predicate, value in each.pairs):
                _tidy(each)
        return sorted(nodes, key=lambda n: _place(self.iris, n))

    def quads(self) -> Iterator[ox.Quad]:
        """Every statement in its graph: the document's, the ontology's, or (what is said of the graph itself) the default one."""
        for each in (*self.about(), *self.register()):
            for predicate, value in each.pairs:
                yield ox.Quad(each.subject, predicate, value)
        for triple in ontology.statements():
            yield ox.Quad(triple.subject, triple.predicate, triple.object, node(ONTOLOGY))
        for describer in self.describers():
            for each in (*describer.shared(), *describer.own()):
                for predicate, value in each.pairs:
                    yield ox.Quad(each.subject, predicate, value, describer.graph)

    def triples(self) -> Iterator[ox.Triple]:
        """The union of all graphs, each statement once."""
        for each in self.merged():
            yield from _triples(each)
        for describer in self.describers():
            for each in describer.own():
                yield from _triples(each)
        for each in (*self.register(), *self.about()):
            yield from _triples(each)
        yield from ontology.statements()

    @property
    def prefixes(self) -> dict[str, str]:
        return {**PREFIXES, **self.iris.prefixes}


def _triples(each: Node) -> Iterator[ox.Triple]:
    return (ox.Triple(each.subject, predicate, value) for predicate, value in each.pairs)


def _tidy(each: Node) -> None:
    """Merged statements of a thing in the order one document's would have: by predicate as first met, then by value."""
    order: dict[ox.NamedNode, int] = {}
    for predicate, _ in each.pairs:
        order.setdefault(predicate, len(order))
    each.pairs.sort(key=lambda pair: (order[pair[0]], pair[1].value))


def _place(iris: Iris, each: Node) -> tuple[bool, str]:
    rest = each.subject.value[len(iris.base) :]
    return ("/" in rest, rest)


class _Spaced:
    """Puts prefixes in order and an empty line after each subject: no literal holds a raw newline, so a stop before one ends a block."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.held = b""
        self.header: list[bytes] | None = []

    def write(self, data: bytes) -> int:
        whole = self.held + bytes(data)
        end = whole.rfind(b"\n") + 1
        self.held = whole[end:]
        self._lines(whole[:end])
        return len(data)

    def _lines(self, lines: bytes) -> None:
        while self.header is not None and lines:
            line, _, rest = lines.partition(b"\n")
            if not line.startswith(b"@prefix "):
                self.file.write(b"\n".join(sorted(self.header)) + b"\n\n")
                self.header = None
            else:
                self.header.append(line)
                lines = rest
        self.file.write(lines.replace(b" .\n", b" .\n\n"))

    def flush(self) -> None:
        self.file.flush()

    def close(self) -> None:
        self._lines(self.held)
        self.held = b""


def write_turtle(dataset: Dataset, path: Path) -> None:
    """Write the union of all graphs: things first, then links, roles, judgements and their evidence, the ontology last."""
    with path.open("wb") as file:
        spaced = _Spaced(file)
        ox.serialize(dataset.triples(), spaced, ox.RdfFormat.TURTLE, prefixes=dataset.prefixes)  # type: ignore[arg-type]
        spaced.close()


def write_trig(dataset: Dataset, path: Path) -> None:
    """Write each document's facts in a graph of the document's name."""
    with path.open("wb") as file:
        spaced = _Spaced(file)
        ox.serialize(dataset.quads(), spaced, ox.RdfFormat.TRIG, prefixes=dataset.prefixes)  # type: ignore[arg-type]
        spaced.close()


def write_jsonld(dataset: Dataset, path: Path) -> None:
    """Write the same dataset as JSON-LD 1.1: a node object a line, named graphs as nodes with `@graph`."""
    short = _shortener(dataset.prefixes)
    context = {prefix: iri for prefix, iri in dataset.prefixes.items() if prefix} | {"things": dataset.iris.base}
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"@context": ' + _json(context) + ',\n"@graph": [')
        between = "\n"
        graph = ""
        inside = False
        for name, subject, pairs in _grouped(dataset.quads()):
            if name != graph:
                file.write("\n]}" if inside else "")
                inside = bool(name)
                file.write(between + '{"@id": ' + _json(short(name)) + ', "@graph": [')
                graph, between = name, "\n"
            file.write(between + _json(_object(subject, pairs, short)))
            between = ",\n"
        file.write("\n]}" if inside else "")
        file.write("\n]}\n")


def _grouped(quads: Iterable[ox.Quad]) -> Iterator[tuple[str, str, list[tuple[str, Any]]]]:
    """Consecutive quads of one graph and subject."""
    key, pairs = ("", ""), list[tuple[str, Any]]()
    for quad in quads:
        graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        subject = quad.subject.value  # type: ignore[union-attr]
        if (graph, subject) != key:
            if pairs:
                yield (*key, pairs)
            key, pairs = (graph, subject), []
        pairs.append((quad.predicate.value, quad.object))
    if pairs:
        yield (*key, pairs)


def _object(subject: str, pairs: list[tuple[str, Any]], short: Callable[[str], str]) -> dict[str, Any]:
    found: dict[str, Any] = {"@id": short(subject)}
    for predicate, value in pairs:
        typed = predicate == term("rdf:type").value
        key = "@type" if typed else short(predicate)
        found.setdefault(key, []).append(short(value.value) if typed else _value(value, short))
    return {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in found.items()}


def _value(value: Any, short: Callable[[str], str]) -> Any:
    if not isinstance(value, ox.Literal):
        return {"@id": short(value.value)}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    datatype = value.datatype.value
    if datatype == XSD + "string":
        return value.value
    if datatype == XSD + "integer" and abs(int(value.value)) < 2**53:
        return int(value.value)
    if datatype == XSD + "boolean":
        return value.value == "true"
    return {"@value": value.value, "@type": short(datatype)}


def _shortener(prefixes: dict[str, str]) -> Callable[[str], str]:
    """IRIs as compact as JSON-LD lets them be; whole where a compact one would be read as something else."""
    known = sorted(((iri, prefix or "things") for prefix, iri in prefixes.items()), key=lambda pair: -len(pair[0]))
    cache: dict[str, str] = {}

    def short(iri: str) -> str:
        if iri not in cache:
            cache[iri] = iri
            for start, prefix in known:
                if iri.startswith(start) and start[-1] in "/#:" and not iri[len(start) :].startswith("//"):
                    cache[iri] = f"{prefix}:{iri[len(start) :]}"
                    break
        return cache[iri]

    return short


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
