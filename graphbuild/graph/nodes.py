"""Facts as nodes of the graph: each a subject with its predicates and objects, in an order that never changes.

Two sorts of node: those several documents may speak of (things, links, roles, inspections, areas), whose statements the writers
merge where they write one graph, and those of one document alone (the document, its evidence, judgements, findings and so on).
Writers take one document's facts at a time, so that a nation's reports need not be held in memory as triples.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

import pyoxigraph as ox

from graphbuild import ontology
from graphbuild.document import Document
from graphbuild.facts import Entity, Evidence, Facts, Judgement, Status
from graphbuild.graph.iris import Iris, slug
from graphbuild.graph.terms import node, term
from graphbuild.graph.values import Node, Pair, date, number, precision, text

_TYPE = term("rdf:type")
_EVIDENCE = term("acc:evidence")
_TRUE = ox.Literal(True)


def _norm(name: str) -> str:
    return re.sub(r"^the-", "", slug(name))


class Describer:
    """Describes one document's facts. `shared` are nodes that other documents may speak of too, `own` the document's alone."""

    def __init__(self, iris: Iris, document: Document, facts: Facts) -> None:
        self.iris = iris
        self.document = document
        self.facts = facts
        self.graph = iris.document(document.identifier)
        self._inspections = {i.key: i for i in facts.inspections}
        self._findings = {f.key: self._finding_iri(f.about, f.polarity.value, f.evidence) for f in facts.findings}

    # -- shared -----------------------------------------------------------------------------------

    def shared(self) -> Iterator[Node]:
        """Things, links, roles, inspections, areas, in that order."""
        yield from (self._thing(e) for e in sorted(self.facts.entities, key=lambda e: e.key))
        yield from self._links()
        yield from self._roles()
        yield from self._all_inspections()
        yield from self._areas()
        yield from self._publisher()

    def _thing(self, entity: Entity) -> Node:
        cls = ontology.classes().get(entity.cls)
        if cls is None:
            raise ValueError(f"the ontology knows no class {entity.cls!r} (of {entity.label!r})")
        pairs: list[Pair] = [(_TYPE, node(cls.iri)), (term("skos:prefLabel"), text(entity.label))]
        pairs += [(term("skos:altLabel"), text(name)) for name in sorted(set(entity.names) - {entity.label}) if name]
        codes = ontology.codes()
        for scheme, code in sorted(entity.codes):
            if scheme in codes:
                pairs.append((node(codes[scheme]), text(code)))
        if entity.authority:
            pairs.append((term("acc:authority"), self.iris.thing(entity.authority)))
        if entity.generic:
            pairs.append((term("acc:generic"), _TRUE))
        if entity.national:
            pairs.append((term("acc:national"), _TRUE))
        pairs.append((term("dcterms:isReferencedBy"), self.graph))
        pairs += [(_EVIDENCE, self.iris.evidence(e)) for e in self._first(entity.mentions)]
        pairs += [(node(predicate), self.iris.thing(key)) for predicate, key in sorted(self._plain.get(entity.key, ()))]
        return Node(self.iris.thing(entity.key), pairs)

    def _first(self, mentions: Sequence[Evidence]) -> list[Evidence]:
        """The first place where this document names a thing: enough to show that it does."""
        here = [m for m in mentions if m.document == self.document.identifier]
        return [min(here)] if here else []

    @functools.cached_property
    def _plain(self) -> dict[str, set[tuple[str, str]]]:
        """The plain triples of actual links: predicate and object by subject."""
        found: dict[str, set[tuple[str, str]]] = {}
        kinds = ontology.links()
        for link in self.facts.links:
            if link.status is Status.ACTUAL and link.predicate in kinds:
                found.setdefault(link.subject, set()).add((kinds[link.predicate].iri, link.object))
        return found

    def _links(self) -> Iterator[Node]:
        kinds = ontology.links()
        grouped: dict[str, Node] = {}
        for link in sorted(self.facts.links, key=lambda x: (x.subject, x.predicate, x.object, x.status, x.evidence)):
            kind = kinds.get(link.predicate)
            if kind is None:
                raise ValueError(f"the ontology knows no link {link.predicate!r}")
            iri = self.iris.link(link)
            found = grouped.get(iri.value)
            if found is None:
                found = grouped[iri.value] = Node(
                    iri,
                    [
                        (_TYPE, term("acc:Link")),
                        (term("rdf:subject"), self.iris.thing(link.subject)),
                        (term("rdf:predicate"), node(kind.iri)),
                        (term("rdf:object"), self.iris.thing(link.object)),
                        (term("acc:status"), node(ontology.iri(link.status.value))),
                    ],
                )
            _add(found, _EVIDENCE, self.iris.evidence(link.evidence))
        reviewers: dict[str, Node] = {}
        for each in self.facts.reviewed:
            found = grouped.get(self.iris.link(each.link).value)
            if found is not None:
                who = self.iris.within("reviewer", slug(each.who) or each.who)
                reviewers[who.value] = Node(who, [(_TYPE, term("prov:Person")), (term("rdfs:label"), text(each.who))])
                _add(found, term("prov:wasAttributedTo"), who)
                _add(found, term("skos:editorialNote"), text(f"{each.who}{f', {each.on}' if each.on else ''}: {each.why}"))
        yield from grouped.values()
        yield from (reviewers[iri] for iri in sorted(reviewers))

    def _roles(self) -> Iterator[Node]:
        grouped: dict[str, Node] = {}
        for role in sorted(self.facts.roles, key=lambda r: (r.post, r.body, r.person, r.start, r.end, r.interim, r.evidence)):
            iri = self.iris.role(role)
            found = grouped.get(iri.value)
            if found is None:
                pairs: list[Pair] = [(_TYPE, term("org:Membership"))]
                if role.person:
                    pairs.append((term("org:member"), self.iris.thing(role.person)))
                if role.body:
                    pairs.append((term("org:organization"), self.iris.thing(role.body)))
                if role.post:
                    pairs.append((term("org:role"), self.iris.thing(role.post)))
                if role.interim:
                    pairs.append((term("acc:interim"), _TRUE))
                found = grouped[iri.value] = Node(iri, pairs)
            for name, value in (("schema:startDate", role.start), ("schema:endDate", role.end)):
                if value:
                    _add(found, term(name), date(value))
            _add(found, _EVIDENCE, self.iris.evidence(role.evidence))
        yield from grouped.values()

    def _all_inspections(self) -> Iterator[Node]:
        for found in sorted(self.facts.inspections, key=lambda i: (i.body, i.start, i.end, i.inspectorates, i.key)):
            pairs: list[Pair] = [(_TYPE, term("acc:Inspection"))]
            pairs += [(term("acc:inspectedBy"), self.iris.thing(key)) for key in found.inspectorates]
            if found.body:
                pairs.append((term("acc:inspected"), self.iris.thing(found.body)))
            for name, value in (("schema:startDate", found.start), ("schema:endDate", found.end)):
                if value:
                    pairs.append((term(name), date(value)))
            if found.kind:
                pairs.append((term("acc:form"), text(found.kind)))
            pairs.append((_EVIDENCE, self.iris.evidence(found.evidence)))
            yield Node(self.iris.inspection(found), pairs)

    def _areas(self) -> Iterator[Node]:
        known = {_norm(name): concept.iri for concept in ontology.areas().values() for name in concept.names}
        for area in sorted({j.area for j in self.facts.judgements if j.area}):
            pairs: list[Pair] = [(_TYPE, term("skos:Concept")), (term("skos:prefLabel"), text(area))]
            close = known.get(_norm(area))
            if close:
                pairs.append((term("skos:closeMatch"), node(close)))
            yield Node(self._area_iri(area), pairs)

    def _area_iri(self, area: str) -> ox.NamedNode:
        return self.iris.within("area", slug(area) or area)

    def _publisher(self) -> Iterator[Node]:
        name = self.document.meta.publisher
        if name and not self._publisher_key():
            yield Node(self._publisher_iri(), [(_TYPE, term("org:Organization")), (term("skos:prefLabel"), text(name))])

    def _publisher_key(self) -> str:
        wanted = _norm(self.document.meta.publisher)
        bodies = {name for name, cls in ontology.classes().items() if "Body" in cls.parents}
        named = [e.key for e in self.facts.entities if e.cls in bodies and wanted in {_norm(n) for n in (e.label, *e.names)}]
        return min(named, default="") if wanted else ""

    def _publisher_iri(self) -> ox.NamedNode:
        key = self._publisher_key()
        return (
            self.iris.thing(key)
            if key
            else self.iris.within("publisher", slug(self.document.meta.publisher) or self.document.meta.publisher)
        )

    # -- of this document alone -----------------------------------------------------------------------

    def own(self) -> Iterator[Node]:
        """The document, its judgements, findings, recommendations, figures, statements, and all the evidence."""
        yield self._document()
        yield from self._judgements()
        yield from self._all_findings()
        yield from self._recommendations()
        yield from self._statistics()
        yield from self._statements()
        yield from self._followups()
        yield from self._evidence()

    def _document(self) -> Node:
        document, meta = self.document, self.document.meta
        pairs: list[Pair] = [(_TYPE, node(iri)) for iri in ontology.document_classes()[document.kind.value]]
        pairs.append((term("dcterms:identifier"), text(document.identifier)))
        for name, value in (("dcterms:title", meta.title), ("dcterms:language", meta.language), ("dcterms:rights", meta.licence)):
            if value:
                pairs.append((term(name), text(value)))
        if meta.publisher:
            pairs.append((term("dcterms:publisher"), self._publisher_iri()))
        if precision(meta.issued):
            pairs.append((term("dcterms:issued"), date(meta.issued)))
        if meta.url:
            pairs.append((term("schema:url"), text(meta.url)))
        if document.sha256:
            pairs.append((term("acc:sha256"), text(document.sha256)))
        return Node(self.graph, pairs)

    def _when(self, judgement: Judgement) -> str:
        """What sets it apart from another of the same body, area and grade: its inspection's time, else its own, else its document."""
        inspection = self._inspections.get(judgement.inspection)
        return (inspection.start or inspection.end if inspection else "") or judgement.date or self.document.identifier

    def _judgements(self) -> Iterator[Node]:
        scale, grades = ontology.concepts("Grades"), ontology.grades()
        grouped: dict[str, Node] = {}
        for found in sorted(self.facts.judgements, key=lambda j: (j.body, j.previous, j.date, j.evidence, j.area, j.grade)):
            if found.grade not in grades:
                raise ValueError(f"the ontology knows no grade {found.grade!r}")
            iri = self.iris.within(
                "judgement", self.document.identifier, found.body, slug(found.area) or found.area, found.grade.lower(), self._when(found)
            )
            done = grouped.get(iri.value)
            if done is not None:
                _add(done, _EVIDENCE, self.iris.evidence(found.evidence))
                continue
            pairs: list[Pair] = [(_TYPE, term("acc:Judgement")), (term("acc:judges"), self.iris.thing(found.body))]
            if found.area:
                pairs.append((term("acc:area"), self._area_iri(found.area)))
            pairs.append((term("acc:grade" if found.grade in scale else "acc:scaleGrade"), node(grades[found.grade].iri)))
            if found.by:
                pairs.append((term("acc:madeBy"), self.iris.thing(found.by)))
            inspection = self._inspections.get(found.inspection)
            if inspection is not None:
                pairs.append((term("acc:inspection"), self.iris.inspection(inspection)))
            if found.date:
                pairs.append((term("dcterms:date"), date(found.date)))
            if found.previous:
                pairs.append((term("acc:previous"), _TRUE))
            pairs.append((_EVIDENCE, self.iris.evidence(found.evidence)))
            grouped[iri.value] = Node(iri, pairs)
        yield from grouped.values()

    def _finding_iri(self, about: str, polarity: str, evidence: Evidence) -> ox.NamedNode:
        return self.iris.within("finding", evidence.document, f"{evidence.start}-{evidence.end}", about, polarity.lower())

    def _all_findings(self) -> Iterator[Node]:
        seen: set[str] = set()
        for found in sorted(self.facts.findings, key=lambda f: (f.evidence, f.about, f.polarity, not f.recommendation_marked)):
            iri = self._findings[found.key]
            if iri.value in seen:
                continue
            seen.add(iri.value)
            pairs: list[Pair] = [
                (_TYPE, term("acc:Finding")),
                (term("acc:about"), self.iris.thing(found.about)),
                (term("acc:polarity"), node(ontology.iri(found.polarity.value))),
            ]
            if found.recommendation_marked:
                pairs.append((term("acc:recommendationMarked"), _TRUE))
            pairs.append((_EVIDENCE, self.iris.evidence(found.evidence)))
            yield Node(iri, pairs)

    def _recommendations(self) -> Iterator[Node]:
        for found in sorted(self.facts.recommendations, key=lambda r: (r.evidence, r.number, r.text)):
            iri = self.iris.within("recommendation", self.document.identifier, found.number, f"{found.evidence.start}-{found.evidence.end}")
            pairs: list[Pair] = [(_TYPE, term("acc:Recommendation"))]
            if found.number:
                pairs.append((term("acc:number"), text(found.number)))
            pairs.append((term("acc:form"), text(found.kind)))
            pairs += [(term("acc:addressedTo"), self.iris.thing(key)) for key in sorted(set(found.to))]
            pairs += [(term("acc:about"), self.iris.thing(key)) for key in sorted(set(found.about))]
            supports = {self._findings[key].value for key in found.supported_by if key in self._findings}
            pairs += [(term("acc:supportedBy"), ox.NamedNode(value)) for value in sorted(supports)]
            pairs += [(term("dcterms:description"), text(found.text)), (_EVIDENCE, self.iris.evidence(found.evidence))]
            yield Node(iri, pairs)

    def _statistics(self) -> Iterator[Node]:
        seen: set[str] = set()
        for found in sorted(self.facts.statistics, key=lambda s: (s.evidence, s.measures, s.value, s.unit, s.at)):
            e = found.evidence
            what = [slug(x) for x in (found.measures, found.unit, found.at) if x]
            iri = self.iris.within(
                "statistic", self.document.identifier, f"{e.start}-{e.end}", str(number(found.value).value).replace(".", "-"), *what
            )
            if iri.value in seen:
                continue
            seen.add(iri.value)
            pairs: list[Pair] = [(_TYPE, term("acc:Statistic")), (term("rdf:value"), number(found.value))]
            for name, value in (
                ("unit", found.unit),
                ("measures", found.measures),
                ("period", found.at),
                ("comparedWith", found.compared_with),
            ):
                if value:
                    pairs.append((term("acc:" + name), text(value)))
            if found.about:
                pairs.append((term("acc:about"), self.iris.thing(found.about)))
            if found.approximate:
                pairs.append((term("acc:approximate"), _TRUE))
            pairs += [(term("acc:contradicts"), self.iris.evidence(other)) for other in sorted(set(found.contradicts))]
            pairs.append((_EVIDENCE, self.iris.evidence(e)))
            yield Node(iri, pairs)

    def _statements(self) -> Iterator[Node]:
        for found in sorted(self.facts.statements, key=lambda s: (s.evidence, s.speaker, s.text)):
            iri = self.iris.within("statement", self.document.identifier, f"{found.evidence.start}-{found.evidence.end}", found.speaker)
            yield Node(
                iri,
                [
                    (_TYPE, term("acc:Statement")),
                    (term("acc:speaker"), self.iris.thing(found.speaker)),
                    (term("dcterms:description"), text(found.text)),
                    (_EVIDENCE, self.iris.evidence(found.evidence)),
                ],
            )

    def _followups(self) -> Iterator[Node]:
        for found in sorted(self.facts.followups, key=lambda f: (f.evidence, f.asked, f.outcome)):
            asked, e = found.asked, found.evidence
            recommendation = self.iris.within("recommendation", asked.document, found.number, f"{asked.start}-{asked.end}")
            parts = (self.document.identifier, f"{e.start}-{e.end}", asked.document, f"{asked.start}-{asked.end}")
            yield Node(
                self.iris.within("followup", *parts),
                [
                    (_TYPE, term("acc:FollowUp")),
                    (term("acc:follows"), recommendation),
                    (term("acc:outcome"), node(ontology.iri(found.outcome))),
                    (_EVIDENCE, self.iris.evidence(e)),
                ],
            )

    def _evidence(self) -> Iterator[Node]:
        """Three nodes each for most of what a graph says: so this is written for speed."""
        resource, position, quote = term("oa:SpecificResource"), term("oa:TextPositionSelector"), term("oa:TextQuoteSelector")
        source, selector, paragraph, page = term("oa:hasSource"), term("oa:hasSelector"), term("acc:paragraph"), term("acc:page")
        start, end, exact = term("oa:start"), term("oa:end"), term("oa:exact")
        node, literal = ox.NamedNode, ox.Literal
        for e in sorted(set(self._every_evidence()), key=attrgetter("document", "start", "end")):
            iri = self.iris.evidence(e)
            where, words = node(iri.value + ".position"), node(iri.value + ".quote")
            pairs: list[Pair] = [(_TYPE, resource), (source, self.iris.document(e.document)), (paragraph, text(e.paragraph))]
            if e.page is not None:
                pairs.append((page, literal(e.page)))
            pairs += [(selector, where), (selector, words)]
            yield Node(iri, pairs)
            yield Node(where, [(_TYPE, position), (start, literal(e.start)), (end, literal(e.end))])
            yield Node(words, [(_TYPE, quote), (exact, text(e.exact))])

    def _every_evidence(self) -> Iterable[Evidence]:
        facts = self.facts
        for entity in facts.entities:
            yield from self._first(entity.mentions)
        yield from (x.evidence for x in facts.links)
        yield from (x.evidence for x in facts.roles)
        yield from (x.evidence for x in facts.inspections)
        yield from (x.evidence for x in facts.judgements)
        yield from (x.evidence for x in facts.findings)
        yield from (x.evidence for x in facts.recommendations)
        yield from (x.evidence for x in facts.statistics)
        yield from (x.evidence for x in facts.statements)
        yield from (x.evidence for x in facts.followups)
        for statistic in facts.statistics:
            yield from statistic.contradicts


def _add(found: Node, predicate: ox.NamedNode, value: ox.NamedNode | ox.Literal) -> None:
    if (predicate, value) not in found.pairs:
        found.pairs.append((predicate, value))
