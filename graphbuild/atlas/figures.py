"""What the overview shows of each authority, gathered from one document's facts at a time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from graphbuild import ontology
from graphbuild.document import Document
from graphbuild.facts import Facts, Polarity, Status

ELSEWHERE = ""
"""The key under which documents of no authority stand."""


@dataclass(slots=True)
class Place:
    """An authority (or, with an empty key, what belongs to none): the places of its documents in the build, and figures about it."""

    key: str
    label: str
    documents: list[int] = field(default_factory=list)
    bodies: set[str] = field(default_factory=set)
    links: set[tuple[str, str, str]] = field(default_factory=set)
    failing: set[tuple[str, str, str]] = field(default_factory=set)
    findings: Counter[str] = field(default_factory=Counter)
    recommendations: int = 0
    grade: str = ""
    graded: str = ""
    """The day (or month, or year) of the latest grade."""

    @property
    def weak(self) -> float | None:
        """The share of weaknesses among findings that are one or the other; None where there are too few to say."""
        weak, strong = self.findings[Polarity.WEAKNESS], self.findings[Polarity.STRENGTH]
        return weak / (weak + strong) if weak + strong >= 5 else None


@dataclass(slots=True)
class Body:
    """A thing of the index: what it is called, its class, whether it stands above all areas, and the keys of the places it is named in."""

    label: str
    cls: str
    national: bool
    places: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Figures:
    """All places by key, all bodies by key."""

    places: dict[str, Place] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)

    def add(self, number: int, document: Document, facts: Facts) -> None:
        """Count in what document `number` of the build says; documents in order of identifier."""
        from graphbuild.resolve.followup import area

        key = area(facts)
        label = next((e.label for e in facts.entities if e.key == key), "No single authority")
        place = self.places.setdefault(key, Place(key, label))
        place.documents.append(number)
        place.bodies.update(e.key for e in facts.entities)
        for link in facts.links:
            said = (link.subject, link.predicate, link.object)
            place.links.add(said)
            if link.status is Status.FAILING:
                place.failing.add(said)
        place.findings.update(f.polarity for f in facts.findings)
        place.recommendations += len(facts.recommendations)
        self._grade(place, document, facts)
        for entity in facts.entities:
            body = self.bodies.setdefault(entity.key, Body(entity.label, entity.cls, entity.national))
            body.places.add(key)

    def _grade(self, place: Place, document: Document, facts: Facts) -> None:
        """The latest grade of the authority itself: of several on a day what is judged overall, else the first named."""
        known = ontology.grades()
        inspections = {i.key: i for i in facts.inspections}
        for judgement in sorted(facts.judgements, key=lambda j: ("overall" not in j.area.lower(), j.evidence)):
            if judgement.previous or judgement.body != place.key or judgement.grade not in known:
                continue
            inspection = inspections.get(judgement.inspection)
            day = judgement.date or (inspection.end or inspection.start if inspection else "") or document.meta.issued
            if day > place.graded or not place.grade:
                place.grade, place.graded = judgement.grade, day
