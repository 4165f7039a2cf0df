"""What the register of authorities adds to the graph: where an authority lies, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from graphbuild import ontology
from graphbuild.graph.iris import Iris
from graphbuild.graph.terms import term
from graphbuild.graph.values import Node, Pair, date, text


def register(iris: Iris, keys: Iterable[str]) -> list[Node]:
    """Nodes for the authorities among the things of `keys`, and the reorganisations (org:ChangeEvent) that concern any of them.

    An authority that only a reorganisation names gets its name and dates but is no thing of the documents: it has no
    dcterms:isReferencedBy and none of the classes of things.
    """
    known = ontology.authorities()
    named = set(keys) & known.keys()
    changes = [change for change in ontology.changes() if named & {*change.originals, *change.results}]
    concerned = named.union(*((*change.originals, *change.results) for change in changes))
    nodes: list[Node] = []
    for key in sorted(concerned):
        authority = known[key]
        found = Node(iris.thing(key), [])
        if key not in named:
            found.pairs.extend([(term("rdf:type"), term("org:FormalOrganization")), (term("skos:prefLabel"), text(authority.official))])
        found.pairs.extend((ox.NamedNode(ontology.codes()[scheme]), text(code)) for scheme, code in authority.codes)
        for name, value in (("acc:region", authority.region), ("acc:authorityType", authority.type)):
            if value:
                found.pairs.append((term(name), text(value)))
        for name, value in (("schema:foundingDate", authority.start), ("schema:dissolutionDate", authority.end)):
            if value:
                found.pairs.append((term(name), date(value)))
        nodes.append(found)
    for change in changes:
        pairs: list[Pair] = [
            (term("rdf:type"), term("org:ChangeEvent")),
            (term("rdfs:label"), text(change.order)),
            (term("dcterms:source"), text(change.source)),
        ]
        event = Node(iris.within("change", change.date, *change.originals), [*pairs, (term("dcterms:date"), date(change.date))])
        event.pairs.extend((term("org:originalOrganization"), iris.thing(key)) for key in change.originals)
        event.pairs.extend((term("org:resultingOrganization"), iris.thing(key)) for key in change.results)
        nodes.append(event)
    return nodes
