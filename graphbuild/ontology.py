"""The ontology as the program reads it: `ontology/` is data, and the program's configuration.

Nothing outside `ontology/` lists classes, predicates, grades or the words that signal them. The files are read once a process
with pyoxigraph (5 ms for the ontology, 1 ms for the register; rdflib needs 80 ms and its import another 200).
"""

from __future__ import annotations

import csv
import functools
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

ACC = "https://graphbuild.example/ontology#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SCHEMA = "http://schema.org/"


class OntologyError(Exception):
    """A file of the ontology that cannot be read; the message is one plain line that names it."""


def folder() -> Path:
    """The ontology's folder: beside the package in a checkout, inside it in a wheel."""
    inside = Path(__file__).with_name("_ontology")
    return inside if inside.is_dir() else Path(__file__).resolve().parent.parent / "ontology"


@functools.cache
def wording(name: str) -> dict[str, Any]:
    """The tables of `ontology/wording/NAME.toml`: words that signal a kind of fact, each with an example."""
    path = folder() / "wording" / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OntologyError(f"{path} cannot be read: {error}") from None


@dataclass(frozen=True, slots=True)
class Class:
    """A class of things. `parents` are local names of all classes above it; `colour` and `shape` are how the map draws it."""

    name: str
    iri: str
    label: str
    definition: str
    parents: frozenset[str]
    colour: str = ""
    shape: str = ""


@dataclass(frozen=True, slots=True)
class LinkKind:
    """A kind of link. `kind` is "Accountability" or "Partnership"; `domain` and `range` are the classes it may join.

    `inverse` is how it reads from its other end; `upward` says that its subject stands below its object.
    """

    name: str
    iri: str
    label: str
    inverse: str
    definition: str
    kind: str
    symmetric: bool
    domain: frozenset[str]
    range: frozenset[str]
    colour: str = ""
    upward: bool = False

    def joins(self, subject: str, object_: str) -> bool:
        """Whether it may go from a thing of class `subject` to one of class `object_` (either way round if symmetric)."""
        straight = subject in self.domain and object_ in self.range
        return straight or (self.symmetric and object_ in self.domain and subject in self.range)


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of a scheme: a grade, an area, a status, a polarity. `names` are its labels, the preferred one first."""

    name: str
    iri: str
    label: str
    names: tuple[str, ...]
    scheme: str
    definition: str = ""
    rank: int = 0
    colour: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class Authority:
    """A local authority of the register, as it is or was between `start` and `end` (ISO dates, "" where open or before 2009).

    `key` is the last step of its IRI; `name` the place, `official` the council's name, `aliases` other names of the council.
    """

    key: str
    name: str
    official: str
    aliases: tuple[str, ...]
    gss: str
    ofsted_urn: str
    la_code: str
    region: str
    type: str
    police: str
    start: str
    end: str
    successors: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[tuple[str, str], ...]:
        """Official identifiers by local name of their property."""
        every = (("gss", self.gss), ("ofstedURN", self.ofsted_urn), ("laCode", self.la_code))
        return tuple((scheme, code) for scheme, code in every if code)


@dataclass(frozen=True, slots=True)
class Change:
    """A reorganisation: on `date` the authorities `originals` gave way to `results`, by `order` (`source` is its number)."""

    date: str
    originals: tuple[str, ...]
    results: tuple[str, ...]
    order: str
    source: str


class _Terms:
    """The statements of `accountability.ttl`, by subject and predicate."""

    def __init__(self) -> None:
        path = folder() / "accountability.ttl"
        try:
            self.quads = list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
        except (OSError, SyntaxError) as error:
            raise OntologyError(f"{path} cannot be read: {error}") from None
        self.values: dict[str, dict[str, list[str]]] = {}
        for quad in self.quads:
            if not isinstance(quad.object, ox.Triple) and not isinstance(quad.subject, ox.Triple):
                self.values.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object.value)

    def one(self, iri: str, predicate: str) -> str:
        """The value of `predicate`, "" if there is none."""
        return next(iter(self.all(iri, predicate)), "")

    def all(self, iri: str, predicate: str) -> list[str]:
        """All values of `predicate`, in the file's order."""
        return self.values.get(iri, {}).get(predicate, [])

    def above(self, iri: str) -> frozenset[str]:
        """Local names of all classes above a class."""
        found: set[str] = set()
        todo = [iri]
        while todo:
            for parent in self.all(todo.pop(), _RDFS + "subClassOf"):
                if local(parent) not in found:
                    found.add(local(parent))
                    todo.append(parent)
        return frozenset(found)


@functools.cache
def _terms() -> _Terms:
    return _Terms()


def statements() -> tuple[ox.Triple, ...]:
    """Every statement of the ontology, in the file's order: the graph carries them, so that it explains itself."""
    return tuple(quad.triple for quad in _terms().quads)


def local(iri: str) -> str:
    """The last step of an IRI: `…#Board` → `Board`."""
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


@functools.cache
def classes() -> dict[str, Class]:
    """The classes that things may have, by local name ("Board", "Person"), in the ontology's order."""
    terms = _terms()
    drawn = [iri for iri in terms.values if _OWL + "Class" in terms.all(iri, _RDF + "type") and terms.one(iri, ACC + "shape")]
    return {
        local(iri): Class(
            local(iri),
            iri,
            terms.one(iri, _RDFS + "label"),
            terms.one(iri, _SKOS + "definition"),
            terms.above(iri),
            terms.one(iri, ACC + "colour"),
            terms.one(iri, ACC + "shape"),
        )
        for iri in drawn
    }


@functools.cache
def links() -> dict[str, LinkKind]:
    """The kinds of link by short name ("oversees", "partOf"), in the ontology's order."""
    terms = _terms()

    def joined(iri: str, predicate: str) -> frozenset[str]:
        wanted = {local(value) for value in terms.all(iri, _SCHEMA + predicate)}
        return frozenset(name for name, cls in classes().items() if name in wanted or cls.parents & wanted)

    return {
        terms.one(iri, _SKOS + "notation"): LinkKind(
            terms.one(iri, _SKOS + "notation"),
            iri,
            terms.one(iri, _RDFS + "label"),
            terms.one(iri, ACC + "inverseLabel"),
            terms.one(iri, _SKOS + "definition"),
            local(terms.one(iri, ACC + "kind")),
            _OWL + "SymmetricProperty" in terms.all(iri, _RDF + "type"),
            joined(iri, "domainIncludes"),
            joined(iri, "rangeIncludes"),
            terms.one(iri, ACC + "colour"),
            terms.one(iri, ACC + "upward") == "true",
        )
        for iri in terms.values
        if terms.one(iri, ACC + "kind")
    }


@functools.cache
def concepts(scheme: str = "") -> dict[str, Concept]:
    """The concepts of `scheme` ("Grades", "Areas", "Statuses", "Polarities", …), or of all schemes, by local name."""
    terms = _terms()
    found: dict[str, Concept] = {}
    for iri in terms.values:
        of = local(terms.one(iri, _SKOS + "inScheme"))
        if of and (not scheme or of == scheme):
            label = terms.one(iri, _SKOS + "prefLabel")
            names = (label, *terms.all(iri, _SKOS + "altLabel"))
            rank = int(terms.one(iri, ACC + "rank") or 0)
            definition, colour, line = (terms.one(iri, p) for p in (_SKOS + "definition", ACC + "colour", ACC + "line"))
            found[local(iri)] = Concept(local(iri), iri, label, names, of, definition, rank, colour, line)
    return found


def grades() -> dict[str, Concept]:
    """The grades of every scale by local name ("Good", "Adequate"), the scale in use first."""
    every = concepts()
    scales = {concept.scheme for concept in every.values() if concept.rank and concept.scheme not in ("Statuses", "Polarities")}
    return {name: concept for name, concept in every.items() if concept.scheme in scales}


def areas() -> dict[str, Concept]:
    """What is judged, across the frameworks of different years, by local name."""
    return concepts("Areas")


@functools.cache
def document_classes() -> dict[str, tuple[str, ...]]:
    """IRIs of the classes of a document by its kind ("report", "letter", …): its own, and that of the kind it is a sort of."""
    terms = _terms()
    kinds = {iri: terms.one(iri, _SKOS + "notation") for iri in terms.values if _OWL + "Class" in terms.all(iri, _RDF + "type")}
    return {
        kind: (iri, *(above for above in terms.all(iri, _RDFS + "subClassOf") if kinds.get(above))) for iri, kind in kinds.items() if kind
    }


@functools.cache
def codes() -> dict[str, str]:
    """IRIs of the properties that carry official identifiers, by local name and by notation ("gss", "ofstedURN", "urn")."""
    terms = _terms()
    found: dict[str, str] = {}
    for iri in terms.values:
        if any(above.endswith("#identifier") for above in terms.all(iri, _RDFS + "subPropertyOf")):
            found |= {name: iri for name in (local(iri), *terms.all(iri, _SKOS + "notation"))}
    return found


def iri(name: str) -> str:
    """The IRI of a class, a kind of link or a concept by its name; raises KeyError, saying so, for what the ontology does not know."""
    for known in (classes(), links(), concepts()):
        if name in known:
            return str(known[name].iri)
    raise KeyError(f"the ontology knows no {name!r}")


@functools.cache
def changes() -> tuple[Change, ...]:
    """Reorganisations of local government since 2009 that ended an authority of the register, by date."""
    with (folder() / "authority-changes.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Change(row["date"], tuple(row["originals"].split("|")), tuple(row["results"].split("|")), row["order"], row["source"])
            for row in csv.DictReader(file)
        )


@functools.cache
def authorities() -> dict[str, Authority]:
    """The register of English local authorities with children's services, present and past, by key.

    From the public register handed over with the project (Ofsted URN, DfE and GSS codes, region, type); official names,
    police areas and the authorities that ended in 2009 and since by the structural changes orders named in `authority-changes.csv`.
    """
    after: dict[str, list[str]] = defaultdict(list)
    for change in changes():
        for original in change.originals:
            after[original] += change.results
    with (folder() / "authorities.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["key"]: Authority(
                row["key"],
                row["name"],
                row["official_name"],
                tuple(alias for alias in row["aliases"].split("|") if alias),
                row["gss"],
                row["ofsted_urn"],
                row["la_code"],
                row["region"],
                row["type"],
                row["police"],
                row["start"],
                row["end"],
                tuple(after[row["key"]]),
            )
            for row in csv.DictReader(file)
        }
