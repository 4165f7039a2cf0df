"""The terms the graph is written in: namespaces, and the structural properties of the contract as pyoxigraph nodes."""

from __future__ import annotations

import functools

import pyoxigraph as ox

from graphbuild.ontology import ACC

ONTOLOGY = ACC.rstrip("#")
ORG = "http://www.w3.org/ns/org#"
FOAF = "http://xmlns.com/foaf/0.1/"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
SCHEMA = "http://schema.org/"
VOID = "http://rdfs.org/ns/void#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"

PREFIXES = {
    "acc": ACC,
    "org": ORG,
    "foaf": FOAF,
    "prov": PROV,
    "oa": OA,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "schema": SCHEMA,
    "void": VOID,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
}


@functools.cache
def term(name: str) -> ox.NamedNode:
    """The node of a prefixed name: `term("oa:start")`."""
    prefix, _, rest = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + rest)


@functools.cache
def node(iri: str) -> ox.NamedNode:
    """The node of an IRI of the ontology (few, used often)."""
    return ox.NamedNode(iri)
