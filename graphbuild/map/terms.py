"""The ontology's terms as the page needs them: words, colours and shapes, and which way a link runs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graphbuild import ontology


@dataclass(frozen=True, slots=True)
class Class:
    """A class: `shape` is one of Pyvis' shapes; `actor` says that its members can answer for something (bodies and posts)."""

    name: str
    label: str
    colour: str
    shape: str = "dot"
    actor: bool = True
    definition: str = ""
    iri: str = ""


@dataclass(frozen=True, slots=True)
class LinkKind:
    """A link: `inverse` words it read backwards; `up` says that its subject stands below its object ("reports to")."""

    name: str
    label: str
    inverse: str
    kind: str
    colour: str
    symmetric: bool = False
    up: bool = False
    iri: str = ""
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade; `rank` counts from the best (0)."""

    name: str
    label: str
    colour: str
    rank: int
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What there is to know, in the order in which a legend shows it."""

    classes: tuple[Class, ...]
    links: tuple[LinkKind, ...]
    grades: tuple[Grade, ...]
    statuses: tuple[tuple[str, str, str], ...] = ()
    """Name, label and meaning of each way a link can stand."""

    def complete(self, classes: Sequence[str], links: Sequence[str], grades: Sequence[str]) -> Terms:
        """The terms with a plain entry for every name that facts use and the ontology does not hold."""
        have_c, have_l, have_g = ({t.name for t in many} for many in (self.classes, self.links, self.grades))
        return Terms(
            (*self.classes, *(Class(n, words(n), "#5f6b76") for n in sorted(set(classes) - have_c))),
            (
                *self.links,
                *(LinkKind(n, words(n).lower(), words(n).lower(), "partnership", "#5f6b76") for n in sorted(set(links) - have_l)),
            ),
            (*self.grades, *(Grade(n, words(n), "#5f6b76", len(self.grades)) for n in sorted(set(grades) - have_g))),
            self.statuses,
        )


def words(name: str) -> str:
    """A local name as words: "RequiresImprovement" is "Requires improvement"."""
    parts = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).split()
    return " ".join([*parts[:1], *(p.lower() for p in parts[1:])]) or name


def from_ontology() -> Terms:
    """The terms of the ontology that comes with the program. Bodies and posts are what the Organization Ontology calls so (`org:`)."""
    actors = {"Organization", "FormalOrganization", "OrganizationalUnit", "Post"}
    grades = ontology.grades().values()
    return Terms(
        tuple(
            Class(c.name, _capital(c.label), c.colour or "#5f6b76", c.shape or "dot", bool(c.parents & actors), c.definition, c.iri)
            for c in ontology.classes().values()
        ),
        tuple(
            LinkKind(
                k.name, k.label, k.inverse or k.label, k.kind.lower(), k.colour or "#5f6b76", k.symmetric, k.upward, k.iri, k.definition
            )
            for k in ontology.links().values()
        ),
        tuple(Grade(g.name, _capital(g.label), g.colour or "#5f6b76", g.rank, g.iri) for g in grades),
        tuple((s.name, _capital(s.label), s.definition) for s in sorted(ontology.concepts("Statuses").values(), key=lambda s: s.rank)),
    )


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]
