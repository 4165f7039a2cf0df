"""Facts → an rdflib Dataset, for those who go on from Python. Files are written by `graphbuild.graph.files`, which is faster."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graphbuild.document import Document
from graphbuild.facts import Facts
from graphbuild.graph.files import Dataset, in_order
from graphbuild.graph.iris import DEFAULT_BASE

if TYPE_CHECKING:
    import rdflib


def to_rdf(facts: Facts | Sequence[Facts], documents: Document | Sequence[Document], base_iri: str = DEFAULT_BASE) -> rdflib.Dataset:
    """The graph as an rdflib Dataset: each document's facts in a graph named by the document, `default_union` on.

    `facts[i]` are those of `documents[i]`. Raises ValueError where `base_iri` is no absolute IRI or the ontology does not know a term.
    """
    import rdflib

    every = [facts] if isinstance(facts, Facts) else list(facts)
    named = [documents] if isinstance(documents, Document) else list(documents)
    dataset = Dataset(in_order(zip(named, every, strict=True)), base_iri)
    found = rdflib.Dataset(default_union=True)
    for prefix, iri in dataset.prefixes.items():
        found.bind(prefix, iri, replace=True)
    found.addN(_rdflib(dataset.quads(), found))
    return found


def _rdflib(quads: Iterable[ox.Quad], dataset: rdflib.Dataset) -> Iterable[tuple[rdflib.Node, rdflib.Node, rdflib.Node, rdflib.Graph]]:
    import rdflib

    graphs: dict[str, rdflib.Graph] = {}

    def node(value: object) -> rdflib.Node:
        if isinstance(value, ox.NamedNode):
            return rdflib.URIRef(value.value)
        if isinstance(value, ox.Literal):
            return rdflib.Literal(value.value, lang=value.language, datatype=None if value.language else _datatype(value))
        assert isinstance(value, ox.BlankNode)
        return rdflib.BNode(value.value)

    def _datatype(value: ox.Literal) -> rdflib.URIRef | None:
        return None if value.datatype.value.endswith("#string") else rdflib.URIRef(value.datatype.value)

    for quad in quads:
        name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        if name not in graphs:
            graphs[name] = dataset.graph(rdflib.URIRef(name)) if name else dataset.default_graph
        yield node(quad.subject), node(quad.predicate), node(quad.object), graphs[name]
