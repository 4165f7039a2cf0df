"""What is served, and the rules by which requests are let in: bounded, from known names, fetching nothing from elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pyoxigraph as ox

from graphbuild.ask.engine import Engines
from graphbuild.ask.names import Names
from graphbuild.ask.store import Graph

FILES = {".ttl": "text/turtle", ".trig": "application/trig", ".jsonld": "application/ld+json", ".graphml": "application/xml"}
FILES |= {".html": "text/html; charset=utf-8", ".json": "application/json", ".md": "text/markdown; charset=utf-8", ".csv": "text/csv"}
RDF = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(slots=True)
class Site:
    """What is served: the engines, the store read beside them for pages, where the files lie, and the limits."""

    engines: Engines | None
    store: Path
    folder: Path
    seconds: float
    writable: bool = False
    cors: bool = False
    hosts: frozenset[str] = frozenset(LOOPBACK)
    title: str = "The graph"
    facts: int = 0
    _read: tuple[Graph, Names] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self) -> tuple[Graph, Names]:
        """The graph and its names, for pages; read again for every page where the store may change."""
        with self._lock:
            if self._read is None or self.writable:
                graph = Graph(ox.Store.read_only(str(self.store)), self.folder)
                self._read = (graph, Names(graph))
            return self._read

    @property
    def base(self) -> str:
        return self.read()[0].base

    @property
    def path(self) -> str:
        """The path under which the graph's own IRIs are served: that of its base, `/id/` where that has none."""
        path = urlsplit(self.base).path
        return path if len(path) > 1 and path.endswith("/") else "/id/"

    def here(self, iri: str) -> str:
        """The address on this server of an IRI of the graph; any other IRI as it is."""
        return self.path + iri[len(self.base) :] if self.base and iri.startswith(self.base) else iri

    @property
    def map_file(self) -> Path:
        return self.folder / "graph.html"

    def files(self) -> list[str]:
        """The files of the output folder that are offered, by name."""
        if not self.folder.is_dir():
            return []
        return sorted(p.name for p in self.folder.iterdir() if p.suffix in FILES and p.is_file() and not p.name.startswith("."))


def preferred(accept: str, offered: list[str]) -> str:
    """The best of `offered` by an Accept header (RFC 9110, 12.5.1): the first where it says nothing, "" where it takes none."""
    if not accept.strip():
        return "text/turtle" if "text/turtle" in offered else offered[0]
    scores: dict[str, tuple[float, int]] = {}
    for kind, quality in _ranges(accept):
        for name in offered:
            exact = 2 if kind == name else 1 if kind.endswith("/*") and name.startswith(kind[:-1]) else 0 if kind == "*/*" else -1
            if exact >= 0 and exact >= scores.get(name, (0.0, -1))[1]:
                scores[name] = (quality, exact)
    best = max(offered, key=lambda n: (scores.get(n, (0.0, -1))[0], scores.get(n, (0.0, -1))[1], -offered.index(n)))
    return best if scores.get(best, (0.0, -1))[0] > 0 else ""


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    for part in accept.split(","):
        kind, *parameters = (p.strip() for p in part.split(";"))
        quality = next((p[2:] for p in parameters if p.lower().startswith("q=")), "1")
        try:
            yield kind.lower(), min(1.0, max(0.0, float(quality)))
        except ValueError:
            continue
