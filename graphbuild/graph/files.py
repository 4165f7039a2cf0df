"""Facts → files: Turtle, TriG, JSON-LD and GraphML.

Turtle and TriG go through pyoxigraph's streaming serializer, which was measured at 20 times rdflib's speed and holds nothing in
memory (2.2 s and 23 MB a million triples; rdflib 44 s and 1.2 GB). Its JSON-LD spells every IRI out on one line; ours, twenty
lines of it, keeps prefixes and one line a node, which is half the size and can be read and compared. Each writer goes through
the documents one at a time, in order of identifier; what several documents say of one thing is merged in Turtle, their union.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from graphbuild import __version__, ontology
from graphbuild.document import Document
from graphbuild.facts import Facts
from graphbuild.graph.iris import Iris
from graphbuild.graph.nodes import Describer
from graphbuild.graph.register import register
from graphbuild.graph.terms import ONTOLOGY, PREFIXES, XSD, node, term
from graphbuild.graph.values import Node, text

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
        return register(self.iris, (entity.key for _, facts in self.described for entity in facts.entities))

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
            tidied(each)
        return sorted(nodes, key=lambda n: place(self.iris, n.subject.value))

    def quads(self) -> Iterator[ox.Quad]:
        """Every statement in its graph: the document's, the ontology's, or (what is said of the graph itself) the default one."""
        yield from self.quads_beside(self.register())
        for describer in self.describers():
            for each in (*describer.shared(), *describer.own()):
                for predicate, value in each.pairs:
                    yield ox.Quad(each.subject, predicate, value, describer.graph)

    def quads_beside(self, known: Iterable[Node]) -> Iterator[ox.Quad]:
        """What stands in no document's graph; `known` is what the register adds."""
        for each in (*self.about(), *known):
            for predicate, value in each.pairs:
                yield ox.Quad(each.subject, predicate, value)
        for triple in ontology.statements():
            yield ox.Quad(triple.subject, triple.predicate, triple.object, node(ONTOLOGY))

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


def tidied(each: Node) -> None:
    """Put merged statements of a thing in the order one document's would have: by predicate as first met, then by value."""
    if not any(predicate == _REFERENCED for predicate, _ in each.pairs):
        return
    order: dict[ox.NamedNode, int] = {}
    for predicate, _ in each.pairs:
        order.setdefault(predicate, len(order))
    each.pairs.sort(key=lambda pair: (order[pair[0]], pair[1].value))


def place(iris: Iris, subject: str) -> tuple[bool, str]:
    """Where a node stands among those that several documents speak of: things first, then by name."""
    rest = subject[len(iris.base) :]
    return ("/" in rest, rest)


class Spaced:
    """Puts prefixes in order and an empty line after each subject: no literal holds a raw newline, so a stop before one ends a block.

    Without `header` the prefixes are left out, as for what is to follow something else.
    """

    def __init__(self, file: IO[bytes], header: bool = True) -> None:
        self.file = file
        self.held = b""
        self.wanted = header
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
                if self.wanted:
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
        spaced = Spaced(file)
        ox.serialize(dataset.triples(), spaced, ox.RdfFormat.TURTLE, prefixes=dataset.prefixes)  # type: ignore[arg-type]
        spaced.close()


def write_trig(dataset: Dataset, path: Path) -> None:
    """Write each document's facts in a graph of the document's name."""
    with path.open("wb") as file:
        spaced = Spaced(file)
        ox.serialize(dataset.quads(), spaced, ox.RdfFormat.TRIG, prefixes=dataset.prefixes)  # type: ignore[arg-type]
        spaced.close()


def write_jsonld(dataset: Dataset, path: Path) -> None:
    """Write the same dataset as JSON-LD 1.1: a node object a line, named graphs as nodes with `@graph`."""
    compact = JsonLd(dataset)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(compact.head(dataset.register()))
        for describer in dataset.describers():
            file.write(compact.graph(describer.graph.value, chain(describer.shared(), describer.own())))
        file.write(compact.tail())


def _as_nodes(triples: Iterable[ox.Triple]) -> Iterator[Node]:
    """Consecutive triples of one subject as nodes."""
    for subject, group in groupby(triples, key=lambda triple: triple.subject):
        yield Node(subject, [(triple.predicate, triple.object) for triple in group])  # type: ignore[misc]


class JsonLd:
    """Nodes as JSON-LD with the dataset's prefixes: a head, graph after graph, a tail."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        prefixes = dataset.prefixes.items()
        self.prefixes = sorted(((iri, prefix or "things") for prefix, iri in prefixes), key=lambda pair: (-len(pair[0]), pair[1]))
        self.known: dict[str, str] = {}

    def head(self, known: Iterable[Node]) -> str:
        """How the file begins: the context, what is said of the graph itself, what the register adds (`known`), the ontology."""
        context = {prefix: iri for prefix, iri in self.dataset.prefixes.items() if prefix} | {"things": self.dataset.iris.base}
        first = ",\n".join(self.node(each) for each in (*self.dataset.about(), *known))
        return '{"@context": ' + _json(context) + ',\n"@graph": [\n' + first + self.graph(ONTOLOGY, _as_nodes(ontology.statements()))

    def graph(self, name: str, nodes: Iterable[Node]) -> str:
        """A named graph, as it stands after something else."""
        return ',\n{"@id": ' + _json(self.iri(name)) + ', "@graph": [\n' + ",\n".join(self.node(each) for each in nodes) + "\n]}"

    def tail(self) -> str:
        """How the file ends."""
        return "\n]}\n"

    def iri(self, iri: str) -> str:
        """As compact as JSON-LD lets it be; whole where a compact one would be read as something else."""
        found = self.known.get(iri)
        if found is None:
            found = iri
            for start, prefix in self.prefixes:
                if iri.startswith(start) and start[-1] in "/#:" and not iri.startswith("//", len(start)):
                    found = f"{prefix}:{iri[len(start) :]}"
                    break
            self.known[iri] = found
        return found

    def node(self, each: Node) -> str:
        found: dict[str, Any] = {"@id": self.iri(each.subject.value)}
        for predicate, value in each.pairs:
            if predicate == _TYPE:
                found.setdefault("@type", []).append(self.iri(value.value))
            else:
                found.setdefault(self.iri(predicate.value), []).append(self._value(value))
        return _json({key: value[0] if len(value) == 1 and key != "@id" else value for key, value in found.items()})

    def _value(self, value: ox.NamedNode | ox.Literal) -> Any:
        if isinstance(value, ox.NamedNode):
            return {"@id": self.iri(value.value)}
        if value.language:
            return {"@value": value.value, "@language": value.language}
        datatype = value.datatype.value
        if datatype == XSD + "string":
            return value.value
        if datatype == XSD + "integer" and abs(int(value.value)) < 2**53:
            return int(value.value)
        if datatype == XSD + "boolean":
            return value.value == "true"
        return {"@value": value.value, "@type": self.iri(datatype)}


_TYPE, _REFERENCED = term("rdf:type"), term("dcterms:isReferencedBy")


_json = json.JSONEncoder(ensure_ascii=False).encode
