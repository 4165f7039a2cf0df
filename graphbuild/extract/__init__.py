"""Document → facts. One file a kind of fact; each a pure function of an annotated document and the ontology."""

from __future__ import annotations

from graphbuild.document import Document
from graphbuild.extract.annotate import annotate
from graphbuild.extract.annotated import Annotated
from graphbuild.extract.attendance import memberships
from graphbuild.extract.findings import findings
from graphbuild.extract.judgements import judged
from graphbuild.extract.links import links
from graphbuild.extract.notable import notable
from graphbuild.extract.privacy import public_only
from graphbuild.extract.recommendations import recommendations
from graphbuild.extract.roles import held
from graphbuild.extract.statements import statements
from graphbuild.extract.statistics import statistics
from graphbuild.extract.support import support
from graphbuild.facts import Facts
from graphbuild.resolve.anaphora import voices

__all__ = ["annotate", "extract", "facts_of"]


def extract(document: Document) -> Facts:
    """Every fact `document` states; its keys mean something only within it (`graphbuild.resolve` makes them lasting)."""
    return facts_of(annotate(document))


def facts_of(annotated: Annotated) -> Facts:
    """Every kind of fact an annotated document states, with the things that are names by themselves or that a fact needs."""
    said = statements(annotated)
    roles, posts = held(annotated)
    annotated = voices(annotated, said, roles)
    grades, inspections = judged(annotated)
    evaluated = findings(annotated)
    found = Facts(
        entities=(*annotated.entities.values(), *posts),
        links=(*links(annotated), *memberships(annotated)),
        roles=tuple(roles),
        inspections=tuple(inspections),
        judgements=tuple(grades),
        findings=tuple(evaluated),
        recommendations=tuple(support(annotated, recommendations(annotated), evaluated)),
        statistics=tuple(statistics(annotated)),
        statements=tuple(said),
    )
    return public_only(notable(annotated, found), annotated)
