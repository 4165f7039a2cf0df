"""What a graph states, read back from it as records, each with the passages that state it.

Read from the graph and not from a build's facts, so that any graph after the contract will do, whoever wrote it.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from graphbuild import ontology
from graphbuild.ask.names import Thing, node
from graphbuild.ask.store import Graph, Row


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """Exact words and where they stand. `paragraph` is the printed number, the heading, or the line's number; `page` may be ""."""

    issued: str
    document: str
    start: int
    words: str
    paragraph: str
    page: str
    title: str
    iri: str = ""

    @property
    def place(self) -> str:
        """How a reader would cite it: title, date, paragraph, page."""
        number = self.paragraph[:1].isdigit()
        under = "opening lines" if self.paragraph == "lead" else f"under “{self.paragraph}”" if self.paragraph else ""
        where = f"paragraph {self.paragraph}" if number else under
        title = textwrap.shorten(self.title or self.document, 64, placeholder=" …")
        dated = f"{title} ({self.issued})" if self.issued else title
        return ", ".join(part for part in (dated, where, f"page {self.page}" if self.page else "") if part)


@dataclass(frozen=True, slots=True)
class Stated:
    """A link as the graph states it: `subject` and `object` are IRIs, `predicate` a short name of the ontology, `status` a local name."""

    iri: str
    subject: str
    predicate: str
    object: str
    status: str
    passages: tuple[Passage, ...]
    by: str = ""

    @property
    def kind(self) -> ontology.LinkKind:
        return ontology.links()[self.predicate]

    @property
    def upper(self) -> str:
        """Who stands above, in a link of accountability: its subject, or its object where the link runs upwards."""
        return self.object if self.kind.upward else self.subject

    @property
    def lower(self) -> str:
        """Who answers, in a link of accountability."""
        return self.subject if self.kind.upward else self.object

    def other(self, iri: str) -> str:
        """The other end."""
        return self.object if self.subject == iri else self.subject


@dataclass(frozen=True, slots=True)
class Fact:
    """Any other fact: its values by name, as its query gives them, with its passages."""

    iri: str
    values: Row
    passages: tuple[Passage, ...]

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


_PASSAGE = """SELECT DISTINCT ?fact ?e ?document ?title ?issued ?paragraph ?page ?words ?start WHERE { %s
  ?fact acc:evidence ?e . ?e oa:hasSource ?d ; acc:paragraph ?paragraph ; oa:hasSelector ?q .
  ?q oa:exact ?words . ?d dcterms:identifier ?document .
  OPTIONAL { ?e oa:hasSelector/oa:start ?start } OPTIONAL { ?e acc:page ?page }
  OPTIONAL { ?d dcterms:title ?title } OPTIONAL { ?d dcterms:issued ?issued } }"""
_LINK = """?fact a acc:Link ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; acc:status ?status .
  OPTIONAL { ?fact prov:wasAttributedTo ?by }"""
KINDS = {
    "judgement": """?fact a acc:Judgement ; acc:judges ?body ; acc:grade|acc:scaleGrade ?grade . OPTIONAL { ?fact acc:area ?areaIri .
        ?areaIri skos:prefLabel ?area OPTIONAL { ?areaIri skos:closeMatch ?concept } } OPTIONAL { ?fact dcterms:date ?date }
        OPTIONAL { ?fact acc:madeBy ?inspectorate } OPTIONAL { ?fact acc:previous ?previous }""",
    "finding": "?fact a acc:Finding ; acc:about ?body ; acc:polarity ?polarity .",
    "recommendation": """?fact a acc:Recommendation . OPTIONAL { ?fact acc:number ?number } OPTIONAL { ?fact acc:addressedTo ?body }
        OPTIONAL { ?fact dcterms:description ?text } OPTIONAL { ?fact acc:form ?form }""",
    "figure": """?fact a acc:Statistic ; rdf:value ?value . OPTIONAL { ?fact acc:about ?body } OPTIONAL { ?fact acc:measures ?measures }
        OPTIONAL { ?fact acc:unit ?unit } OPTIONAL { ?fact acc:period ?period } OPTIONAL { ?fact acc:comparedWith ?compared }""",
    "role": """?fact a org:Membership . OPTIONAL { ?fact org:organization ?body } OPTIONAL { ?fact org:role/skos:prefLabel ?post }
        OPTIONAL { ?fact org:role ?postIri } OPTIONAL { ?fact org:member ?person } OPTIONAL { ?fact schema:startDate ?from }
        OPTIONAL { ?fact schema:endDate ?to } OPTIONAL { ?fact acc:interim ?interim }""",
    "statement": "?fact a acc:Statement ; acc:speaker ?person . OPTIONAL { ?fact dcterms:description ?text }",
    "inspection": """?fact a acc:Inspection . OPTIONAL { ?fact acc:inspected ?body } OPTIONAL { ?fact acc:inspectedBy ?inspectorate }
        OPTIONAL { ?fact schema:startDate ?from } OPTIONAL { ?fact schema:endDate ?to } OPTIONAL { ?fact acc:form ?form }""",
}
"""For each kind of fact other than links, the pattern that reads it; ?body or ?person is whom it concerns."""
_FOCUS = {"statement": "person"}


def passages(graph: Graph, pattern: str, **terms: ox.NamedNode | ox.Literal) -> dict[str, tuple[Passage, ...]]:
    """The passages of every ?fact that `pattern` matches, by its IRI, in order of date, document and place."""
    found: dict[str, set[Passage]] = defaultdict(set)
    for row in graph.rows(_PASSAGE % pattern, **terms):
        get = row.get
        found[row["fact"]].add(
            Passage(
                get("issued", ""),
                row["document"],
                int(get("start", "0")),
                row["words"],
                row["paragraph"],
                get("page", ""),
                get("title", ""),
                row["e"],
            )
        )
    return {fact: tuple(sorted(those)) for fact, those in found.items()}


def links(graph: Graph, thing: Thing | None = None, other: Thing | None = None) -> list[Stated]:
    """All links, or those of `thing`, or those between it and `other`; in order of kind as the ontology has it, status and ends."""
    order = {kind.iri: number for number, kind in enumerate(ontology.links().values())}
    short = {kind.iri: name for name, kind in ontology.links().items()}
    ranks = {c.name: c.rank for c in ontology.concepts("Statuses").values()}
    terms: dict[str, ox.NamedNode | ox.Literal] = {}
    focus = ""
    if thing is not None:
        terms["thing"] = node(thing)
        focus = "?fact rdf:subject|rdf:object ?thing . "
    if other is not None:
        terms["other"] = node(other)
        focus += "?fact rdf:subject|rdf:object ?other . "
    words = passages(graph, focus + "?fact a acc:Link .", **terms)
    found: dict[str, Stated] = {}
    for row in graph.rows(f"SELECT DISTINCT ?fact ?s ?p ?o ?status ?by WHERE {{ {focus}{_LINK} }}", **terms):
        if row["p"] in short and (other is None or {row["s"], row["o"]} == {thing.iri if thing else "", other.iri}):
            found[row["fact"]] = Stated(
                row["fact"],
                row["s"],
                short[row["p"]],
                row["o"],
                ontology.local(row["status"]),
                words.get(row["fact"], ()),
                row.get("by", ""),
            )
    return sorted(found.values(), key=lambda x: (order[x.kind.iri], ranks.get(x.status, 0), x.subject, x.object, x.iri))


def facts(graph: Graph, kind: str, thing: Thing | None = None) -> list[Fact]:
    """All facts of a kind (a key of `KINDS`), or those that concern `thing`; oldest first. Several bodies stand with spaces between."""
    terms: dict[str, ox.NamedNode | ox.Literal] = {}
    pattern = KINDS[kind]
    if thing is not None:
        role = {"Person": "person", "Post": "postIri"}.get(thing.cls, "body")
        variable = role if kind == "role" else _FOCUS.get(kind, "body")
        pattern += f" FILTER (?{variable} = ?thing)"
        terms["thing"] = node(thing)
    words = passages(graph, pattern, **terms)
    found: dict[str, Row] = {}
    many: dict[str, dict[str, list[str]]] = {}
    rows = graph.rows(f"SELECT DISTINCT * WHERE {{ {pattern} }}", **terms)
    for row in sorted(rows, key=lambda r: sorted(r.items())):
        merged = found.setdefault(row["fact"], {})
        for name, value in row.items():
            merged.setdefault(name, value)
            values = many.setdefault(row["fact"], {}).setdefault(name, [])
            if value not in values:
                values.append(value)
    for iri, row in found.items():
        for name in ("body", "inspectorate"):
            if len(many[iri].get(name, ())) > 1:
                row[name] = " ".join(many[iri][name])
    return sorted((Fact(iri, row, words.get(iri, ())) for iri, row in found.items()), key=_when)


def _when(fact: Fact) -> tuple[str, Sequence[Passage], str]:
    date = fact["date"] or fact["from"] or (fact.passages[0].issued if fact.passages else "")
    return date, fact.passages, fact.iri
