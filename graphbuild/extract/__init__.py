"""Document → facts. One file a kind of fact; each a pure function of an annotated document and the ontology."""

from __future__ import annotations

from graphbuild.document import Document
from graphbuild.extract.annotate import annotate
from graphbuild.extract.annotated import Annotated
from graphbuild.facts import Facts

__all__ = ["annotate", "extract", "facts_of"]


def extract(document: Document) -> Facts:
    """Every fact `document` states; its keys mean something only within it (`graphbuild.resolve` makes them lasting)."""
    return facts_of(annotate(document))


def facts_of(annotated: Annotated) -> Facts:
    """Every kind of fact an annotated document states."""
    return Facts(entities=tuple(annotated.entities.values()))
