"""The graph's files from one document's share at a time, which processes can make at once: the same bytes as `graphbuild.graph.files`.

Describing facts as nodes takes nine tenths of the time a file takes to write; here it is done once for all three formats. What
only one document speaks of is serialised where it is described; what several may speak of comes back as text, and is merged by whoever
puts the shares together, in order of identifier.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, NamedTuple

import deflate
import msgspec
import pyoxigraph as ox

from graphbuild import ontology
from graphbuild.document import Document
from graphbuild.facts import Facts
from graphbuild.graph.files import Dataset, JsonLd, Spaced, place, tidied
from graphbuild.graph.iris import Iris
from graphbuild.graph.nodes import Describer
from graphbuild.graph.register import register
from graphbuild.graph.terms import node
from graphbuild.graph.values import Node

Statement = tuple[str, str, str]
"""A predicate, a value and its datatype ("" where the value is an IRI), as text."""


class Share(NamedTuple):
    """One document's share of the files: its named graph as TriG and as JSON-LD, what it alone speaks of as Turtle, the rest as text."""

    trig: bytes
    jsonld: bytes
    turtle: bytes
    shared: bytes


_shared = msgspec.msgpack.Decoder(list[tuple[str, list[Statement]]])


def share(base: str, document: Document, facts: Facts) -> Share:
    """One document's share. Pure: it may be made anywhere, in any order."""
    dataset = Dataset([(document, facts)], base)
    describer = Describer(dataset.iris, document, facts)
    shared, own = list(describer.shared()), list(describer.own())
    graph = describer.graph
    quads = (ox.Quad(each.subject, p, v, graph) for nodes in (shared, own) for each in nodes for p, v in each.pairs)
    triples = (ox.Triple(each.subject, p, v) for each in own for p, v in each.pairs)
    return Share(
        _plain(quads, ox.RdfFormat.TRIG, dataset.prefixes),
        JsonLd(dataset).graph(graph.value, [*shared, *own]).encode(),
        _plain(triples, ox.RdfFormat.TURTLE, dataset.prefixes),
        msgspec.msgpack.encode([(each.subject.value, [_text(p, v) for p, v in each.pairs]) for each in shared]),
    )


def sealed(made: Share) -> bytes:
    """A share as a cache keeps it."""
    data = msgspec.msgpack.encode(made)
    return len(data).to_bytes(8, "little") + bytes(deflate.deflate_compress(data, 1))


def opened(data: bytes) -> Share:
    """What `sealed` made."""
    return msgspec.msgpack.decode(deflate.deflate_decompress(memoryview(data)[8:], int.from_bytes(data[:8], "little")), type=Share)


def _plain(statements: Iterable[ox.Quad] | Iterable[ox.Triple], form: ox.RdfFormat, prefixes: dict[str, str]) -> bytes:
    file = io.BytesIO()
    spaced = Spaced(file, header=False)
    ox.serialize(statements, spaced, form, prefixes=prefixes)  # type: ignore[arg-type]
    spaced.close()
    return file.getvalue()


def _text(predicate: ox.NamedNode, value: ox.NamedNode | ox.Literal) -> Statement:
    return predicate.value, value.value, value.datatype.value if isinstance(value, ox.Literal) else ""


def write_all(base: str, documents: Sequence[Document], authorities: Iterable[str], shares: Iterable[Share], folder: Path) -> None:
    """Write graph.trig, graph.jsonld and graph.ttl into `folder`. `shares` come in the order of `documents`, by identifier.

    `authorities` are the keys of things among which those of the register are looked up. A document's own Turtle waits in a file
    beside, because what is merged of all documents stands before it.
    """
    dataset = Dataset([(document, Facts()) for document in documents], base)
    known = register(dataset.iris, authorities)
    jsonld = JsonLd(dataset)
    merged = _Merged(dataset.iris)
    waiting = folder / "graph.ttl.own"
    with ExitStack() as stack:
        trig, json, own = (stack.enter_context((folder / name).open("wb")) for name in ("graph.trig", "graph.jsonld", waiting.name))
        _serialize(trig, dataset.quads_beside(known), ox.RdfFormat.TRIG, dataset.prefixes)
        json.write(jsonld.head(known).encode())
        for each in shares:
            trig.write(each.trig)
            json.write(each.jsonld)
            own.write(each.turtle)
            merged.add(each.shared)
        json.write(jsonld.tail().encode())
    with (folder / "graph.ttl").open("wb") as turtle:
        _serialize(turtle, merged.triples(), ox.RdfFormat.TURTLE, dataset.prefixes)
        with waiting.open("rb") as before:
            while block := before.read(1 << 20):
                turtle.write(block)
        rest = (ox.Triple(each.subject, p, v) for each in (*known, *dataset.about()) for p, v in each.pairs)
        turtle.write(_plain([*rest, *ontology.statements()], ox.RdfFormat.TURTLE, dataset.prefixes))
    waiting.unlink()


def _serialize(file: IO[bytes], statements: Iterable[ox.Quad] | Iterable[ox.Triple], form: ox.RdfFormat, prefixes: dict[str, str]) -> None:
    spaced = Spaced(file)
    ox.serialize(statements, spaced, form, prefixes=prefixes)  # type: ignore[arg-type]
    spaced.close()


class _Merged:
    """What several documents say of the same nodes, each statement once."""

    def __init__(self, iris: Iris) -> None:
        self.iris = iris
        self.found: dict[str, dict[Statement, None]] = {}

    def add(self, shared: bytes) -> None:
        for subject, statements in _shared.decode(shared):
            self.found.setdefault(subject, {}).update(dict.fromkeys(statements))

    def triples(self) -> Iterator[ox.Triple]:
        for subject in sorted(self.found, key=lambda s: place(self.iris, s)):
            one = ox.NamedNode(subject)
            each = Node(one, [(node(p), ox.Literal(v, datatype=node(d)) if d else ox.NamedNode(v)) for p, v, d in self.found[subject]])
            tidied(each)
            yield from (ox.Triple(one, p, v) for p, v in each.pairs)



