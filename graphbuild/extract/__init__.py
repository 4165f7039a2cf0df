"""Document → facts. One file a kind of fact; each a pure function of an annotated document and the ontology."""

from __future__ import annotations

from graphbuild.document import Document
from graphbuild.extract.annotate import annotate
from graphbuild.extract.annotated import Annotated
from graphbuild.extract.findings import findings
from graphbuild.extract.inspections import inspections
from graphbuild.extract.judgements import judgements
from graphbuild.extract.links import links
from graphbuild.extract.notable import notable
from graphbuild.extract.recommendations import recommendations
from graphbuild.extract.roles import posts, roles
from graphbuild.extract.statements import statements
from graphbuild.extract.statistics import statistics
from graphbuild.facts import Facts
from graphbuild.resolve.anaphora import voices

__all__ = ["annotate", "extract", "facts_of"]


def extract(document: Document) -> Facts:
    """Every fact `document` states; its keys mean something only within it (`graphbuild.resolve` makes them lasting)."""
    return facts_of(annotate(document))


def facts_of(annotated: Annotated) -> Facts:
    """Every kind of fact an annotated document states, with the things that are names by themselves or that a fact needs."""
    said, held = statements(annotated), roles(annotated)
    annotated = voices(annotated, said, held)
    found = Facts(
        entities=(*annotated.entities.values(), *posts(annotated)),
        links=tuple(links(annotated)),
        roles=tuple(held),
        inspections=tuple(inspections(annotated)),
        judgements=tuple(judgements(annotated)),
        findings=tuple(findings(annotated)),
        recommendations=tuple(recommendations(annotated)),
        statistics=tuple(statistics(annotated)),
        statements=tuple(said),
    )
    return notable(annotated, found)
