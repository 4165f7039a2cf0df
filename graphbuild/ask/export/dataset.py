"""What a data catalogue wants to know of the graph (DCAT 3, VoID), and the graph in RDF 1.2."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from graphbuild.ask.store import Graph
from graphbuild.graph.terms import PREFIXES

DCAT = "http://www.w3.org/ns/dcat#"
SPDX = "http://spdx.org/rdf/terms#"
MEDIA = "https://www.iana.org/assignments/media-types/"
_MEDIA = {
    ".ttl": "text/turtle",
    ".trig": "application/trig",
    ".nq": "application/n-quads",
    ".jsonld": "application/ld+json",
    ".graphml": "application/graphml+xml",
    ".html": "text/html",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
}
_LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
_OWN = {**PREFIXES, "dcat": DCAT, "spdx": SPDX}
Object = ox.NamedNode | ox.Literal


def _term(name: str) -> ox.NamedNode:
    prefix, _, rest = name.partition(":")
    return ox.NamedNode(_OWN[prefix] + rest)


def write_dcat(graph: Graph, path: Path) -> None:
    """The description, as Turtle. Licences are those the documents state; a date is the newest document's, as builds have no clock."""
    data = ox.serialize(_described(graph), format=ox.RdfFormat.TURTLE, prefixes=_OWN)
    path.write_bytes(data or b"")


def _described(graph: Graph) -> Iterator[ox.Triple]:
    base = graph.base
    dataset = ox.NamedNode(base + "graph")

    def say(subject: ox.NamedNode, predicate: str, value: Object) -> ox.Triple:
        return ox.Triple(subject, _term(predicate), value)

    def count(pattern: str) -> ox.Literal:
        return ox.Literal(int(graph.rows(f"SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT {pattern} }}")[0]["n"]))

    for name in ("dcat:Dataset", "void:Dataset"):
        yield say(dataset, "rdf:type", _term(name))
    yield say(dataset, "dcterms:title", ox.Literal("Who answers to whom, and who works with whom", language="en"))
    words = (
        "Bodies, people, posts and the links between them, judgements, findings, recommendations and figures read from public documents, "
    )
    yield say(dataset, "dcterms:description", ox.Literal(words + "each with the exact words it rests on.", language="en"))
    for row in graph.rows("SELECT DISTINCT ?l { ?d dcterms:identifier ?n ; dcterms:rights ?l } ORDER BY ?l"):
        yield say(dataset, "dcterms:rights", ox.Literal(row["l"]))
        if "open government licence" in row["l"].casefold() or row["l"].casefold().startswith("ogl"):
            yield say(dataset, "dcterms:license", ox.NamedNode(_LICENCE))
    newest = graph.rows("SELECT ?i { ?d dcterms:identifier ?n ; dcterms:issued ?i } ORDER BY DESC(STR(?i)) LIMIT 1")
    if newest:
        kind = {4: "gYear", 7: "gYearMonth"}.get(len(newest[0]["i"]), "date")
        yield say(dataset, "dcterms:modified", ox.Literal(newest[0]["i"], datatype=_term("xsd:" + kind)))
    yield say(dataset, "void:uriSpace", ox.Literal(base))
    yield say(dataset, "void:triples", ox.Literal(len(graph.store)))
    yield say(dataset, "void:entities", count("?s { ?s dcterms:isReferencedBy ?d }"))
    yield say(dataset, "void:distinctSubjects", count("?s { ?s ?p ?o }"))
    yield say(dataset, "void:distinctObjects", count("?o { ?s ?p ?o }"))
    yield say(dataset, "void:properties", count("?p { ?s ?p ?o }"))
    yield say(dataset, "void:documents", count("?d { ?d dcterms:identifier ?n }"))
    for prefix in ("acc", "org", "foaf", "prov", "oa", "skos", "dcterms", "schema"):
        yield say(dataset, "void:vocabulary", ox.NamedNode(PREFIXES[prefix]))
    for row in graph.rows("SELECT ?d { ?d dcterms:identifier ?n } ORDER BY ?d"):
        yield say(dataset, "dcterms:source", ox.NamedNode(row["d"]))
    for row in graph.rows(
        "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c . ?s dcterms:isReferencedBy|acc:evidence ?d } GROUP BY ?c ORDER BY ?c"
    ):
        part = ox.NamedNode(base + "graph/class/" + row["c"].rsplit("#", 1)[-1].rsplit("/", 1)[-1])
        yield say(dataset, "void:classPartition", part)
        yield say(part, "void:class", ox.NamedNode(row["c"]))
        yield say(part, "void:entities", ox.Literal(int(row["n"])))
    folder = graph.path.parent if graph.path else None
    for file in sorted(folder.iterdir()) if folder else ():
        if file.suffix in _MEDIA and file.name.startswith("graph"):
            yield from _distribution(dataset, file, base)


def _distribution(dataset: ox.NamedNode, file: Path, base: str) -> Iterator[ox.Triple]:
    """One file: its type, its size in bytes, its hash."""
    node, check = ox.NamedNode(f"{base}graph/file/{file.name}"), ox.NamedNode(f"{base}graph/file/{file.name}/checksum")
    data = file.read_bytes()
    yield ox.Triple(dataset, _term("dcat:distribution"), node)
    yield ox.Triple(node, _term("rdf:type"), _term("dcat:Distribution"))
    yield ox.Triple(node, _term("dcterms:title"), ox.Literal(file.name))
    yield ox.Triple(node, _term("dcat:mediaType"), ox.NamedNode(MEDIA + _MEDIA[file.suffix]))
    yield ox.Triple(node, _term("dcat:byteSize"), ox.Literal(str(len(data)), datatype=_term("xsd:nonNegativeInteger")))
    yield ox.Triple(node, _term("spdx:checksum"), check)
    yield ox.Triple(check, _term("rdf:type"), _term("spdx:Checksum"))
    yield ox.Triple(check, _term("spdx:algorithm"), _term("spdx:checksumAlgorithm_sha256"))
    value = ox.Literal(hashlib.sha256(data).hexdigest(), datatype=_term("xsd:hexBinary"))
    yield ox.Triple(check, _term("spdx:checksumValue"), value)


def write_rdf12(graph: Graph, path: Path) -> None:
    """Turtle 1.2 (https://www.w3.org/TR/rdf12-turtle/): each link `rdf:reifies <<( s p o )>>`, in place of rdf:subject and so on."""
    data = ox.serialize(_twelve(graph), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    path.write_bytes(data or b"")


def _twelve(graph: Graph) -> Iterator[ox.Triple]:
    ends = {_term("rdf:" + name): name for name in ("subject", "predicate", "object")}
    links: dict[str, dict[str, ox.NamedNode]] = {}
    rest: list[ox.Triple] = []
    wanted = {
        q.subject.value
        for q in graph.store.quads_for_pattern(None, _term("rdf:type"), _term("acc:Link"))
        if isinstance(q.subject, ox.NamedNode)
    }
    for quad in graph.store:
        subject = quad.subject
        if (
            quad.predicate in ends
            and isinstance(subject, ox.NamedNode)
            and subject.value in wanted
            and isinstance(quad.object, ox.NamedNode)
        ):
            links.setdefault(subject.value, {})[ends[quad.predicate]] = quad.object
        else:
            rest.append(quad.triple)
    for iri, parts in links.items():
        if len(parts) == 3:
            stated = ox.Triple(parts["subject"], parts["predicate"], parts["object"])
            rest.append(ox.Triple(ox.NamedNode(iri), _term("rdf:reifies"), stated))
    yield from sorted(rest, key=str)
