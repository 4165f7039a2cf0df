"""Names people use for what a graph knows, and the things meant by them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import pyoxigraph as ox

from graphbuild import ontology
from graphbuild.ask.errors import AskError, near, offer
from graphbuild.ask.store import Graph

_NAMES = """SELECT DISTINCT ?thing ?label ?name ?class ?authority ?generic {
  ?thing dcterms:isReferencedBy ?d ; a ?class ; skos:prefLabel ?label ; skos:prefLabel|skos:altLabel ?name .
  OPTIONAL { ?thing acc:authority/skos:prefLabel ?authority } OPTIONAL { ?thing acc:generic ?generic }
} ORDER BY ?label ?thing ?name"""


class Thing(NamedTuple):
    """Something the documents name: its IRI, what it is called, the local name of its class, and whose it is ("" if it stands alone)."""

    iri: str
    label: str
    cls: str
    authority: str
    generic: bool = False

    @property
    def called(self) -> str:
        """Its label, with whose it is where the name alone does not tell it from another's. A person is nobody's."""
        return f"{self.label} ({self.authority})" if self.generic and self.authority and self.cls != "Person" else self.label


def plain(name: str) -> str:
    """A name as it is compared: without case, punctuation, possessive 's or a leading article, "&" as "and"."""
    folded = re.sub(r"['’]s\b", "", name.casefold()).replace("&", " and ").replace("’", "").replace("'", "")
    return re.sub(r"^(the|an?) ", "", re.sub(r"[^\w]+", " ", folded).strip())


class Names:
    """Every name in a graph, and what goes by it."""

    def __init__(self, graph: Graph) -> None:
        self.things: dict[str, Thing] = {}
        self._named: dict[str, list[str]] = defaultdict(list)
        self._labelled: dict[str, list[str]] = defaultdict(list)
        self.written: set[str] = set()
        known = ontology.classes()
        for row in graph.rows(_NAMES):
            cls = ontology.local(row["class"])
            if cls in known:
                thing = self.things.setdefault(
                    row["thing"], Thing(row["thing"], row["label"], cls, row.get("authority", ""), row.get("generic") == "true")
                )
                self.written.update((row["name"], thing.called))
                for index, name in ((self._named, row["name"]), (self._labelled, row["label"]), (self._labelled, thing.called)):
                    if thing.iri not in index[plain(name)]:
                        index[plain(name)].append(thing.iri)

    def find(self, name: str, classes: Iterable[str] = ()) -> list[Thing]:
        """All that goes by `name` (a label, another name, an IRI or its last step), those labelled so alone where there are any.

        Raises AskError with the nearest names where nothing does.
        """
        wanted = set(classes)
        by_iri = [t for iri, t in self.things.items() if name and (iri == name or iri.rsplit("/", 1)[-1] == name)]
        for found in (by_iri, self._look(self._labelled, name), self._look(self._named, name)):
            kept = [t for t in found if not wanted or t.cls in wanted]
            if kept:
                return kept
        raise AskError(f"nothing in the graph goes by the name “{name}”." + offer(self.near(name)))

    def one(self, name: str) -> Thing:
        """The one thing that goes by `name`; raises AskError where none does, or where several do, saying how to tell them apart."""
        found = self.find(name)
        if len(found) > 1:
            classes = ontology.classes()
            each = "\n".join(f"  {thing.iri.rsplit('/', 1)[-1]}  ({thing.called}, {classes[thing.cls].label})" for thing in found[:12])
            raise AskError(f"{len(found)} things go by the name “{name}”. Say which, by the name at the start of the line:\n{each}")
        return found[0]

    def near(self, name: str) -> list[str]:
        """The names nearest to `name`."""
        return near(name, self.written)

    def starting(self, text: str) -> list[str]:
        """Labels that begin with `text`, for completion; those with a word that does where none begin so."""
        asked = text.casefold()
        labels = sorted({t.called for t in self.things.values()})
        found = [label for label in labels if label.casefold().startswith(asked)]
        return found or [label for label in labels if any(word.startswith(asked) for word in label.casefold().split())]

    def _look(self, index: dict[str, list[str]], name: str) -> list[Thing]:
        return [self.things[iri] for iri in index.get(plain(name), [])]


def node(thing: Thing) -> ox.NamedNode:
    """The thing's IRI as a term."""
    return ox.NamedNode(thing.iri)
