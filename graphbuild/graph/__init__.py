"""Facts → RDF and NetworkX: `to_rdf`, `network`, `validate`, and writers of the files."""

from __future__ import annotations

from graphbuild.graph.network import network
from graphbuild.graph.rdf import to_rdf

__all__ = ["network", "to_rdf"]
