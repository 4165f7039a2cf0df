"""graphbuild: who answers to whom, read from public documents, each fact with the words it rests on.

import graphbuild
document = graphbuild.read("report.pdf")          # its text with its structure
facts = graphbuild.extract(document)              # what it says, each with the words that say it
result = graphbuild.build(["reports/"], "output") # all of it: read, extract, match across documents, write
graphbuild.network(result.facts)                  # a networkx.MultiDiGraph
graphbuild.to_rdf(result.facts, result.documents) # an rdflib.Dataset
graphbuild.validate("output/graph.ttl")           # what does not conform to the shapes, in words
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from graphbuild.build import build
    from graphbuild.document import Document
    from graphbuild.extract import extract
    from graphbuild.facts import Evidence, Facts
    from graphbuild.graph.network import network
    from graphbuild.graph.rdf import to_rdf
    from graphbuild.graph.validate import validate
    from graphbuild.read import ReadError, read

_WHERE = {
    "Document": "document",
    "Evidence": "facts",
    "Facts": "facts",
    "ReadError": "read",
    "build": "build",
    "extract": "extract",
    "network": "graph.network",
    "read": "read",
    "to_rdf": "graph.rdf",
    "validate": "graph.validate",
}

__all__ = ["Document", "Evidence", "Facts", "ReadError", "__version__", "build", "extract", "network", "read", "to_rdf", "validate"]


class _Package(ModuleType):
    """Names are imported when first used: `import graphbuild` alone takes a millisecond, rdflib and networkx many.

    They are properties, because `read`, `extract` and `build` are also the names of the modules these functions live in, and Python
    would put the module in the function's place as soon as somebody imports it.
    """


def _later(name: str, module: str) -> property:
    def get(self: ModuleType) -> object:
        return getattr(importlib.import_module(f"graphbuild.{module}"), name)

    def ignore(self: ModuleType, value: object) -> None:
        """Python sets a package's attribute to the module it has just imported; here the function stays."""

    return property(get, ignore)


for _name, _module in _WHERE.items():
    setattr(_Package, _name, _later(_name, _module))
sys.modules[__name__].__class__ = _Package
