"""What a document says, as frozen records, each with the words it rests on.

Extraction (`graphbuild.extract`) makes one `Facts` a document, whose records name things by keys that mean something only
within that document. Resolution (`graphbuild.resolve`) replaces those keys by lasting ones, the same for the same thing in
every document; they are the last step of its IRI. Nothing here knows a predicate, a class or a grade by name: those are
local names of terms of the ontology (`"oversees"`, `"Board"`, `"Good"`), checked when the graph is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from graphbuild.document import Document


class Status(StrEnum):
    """How a link stands, by the words that state it."""

    ACTUAL = "Actual"
    FAILING = "Failing"
    PLANNED = "Planned"
    FORMER = "Former"


class Polarity(StrEnum):
    """Which way an evaluation of a body goes."""

    STRENGTH = "Strength"
    WEAKNESS = "Weakness"
    MIXED = "Mixed"


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """The exact words a fact rests on: `exact == document.text[start:end]`, always."""

    document: str
    start: int
    end: int
    exact: str
    paragraph: str
    page: int | None = None

    @classmethod
    def of(cls, document: Document, start: int, end: int) -> Evidence:
        """Evidence for the characters `start` to `end` of `document`; raises ValueError where there are none."""
        if not 0 <= start < end <= len(document.text):
            raise ValueError(f"no text at {start}–{end} of {document.identifier}")
        place = document.place(start)
        return cls(document.identifier, start, end, document.text[start:end], place.paragraph, place.page)


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing the documents name.

    `cls` is the local name of its class. `names` are all names used for it, as written, the fullest first. `authority` is the key
    of the local authority it belongs to, "" for what stands alone (an authority itself, a national body). `generic` says
    that its name alone does not identify it ("virtual school"): only within its authority does it. `codes` are official
    identifiers by scheme ("gss", "urn"). `weak` says that the name is a common noun that may name nothing in particular.
    `mentions` are where it is named (evidence of identity, not of a fact).
    """

    key: str
    cls: str
    label: str
    names: tuple[str, ...] = ()
    authority: str = ""
    generic: bool = False
    national: bool = False
    weak: bool = False
    documents: tuple[str, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    mentions: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """`subject` `predicate` `object`, and how that stands."""

    subject: str
    predicate: str
    object: str
    status: Status
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Role:
    """`person` (or nobody named: "") holds or held `post` in `body`; dates ISO, as precise as stated, "" where not stated."""

    person: str
    post: str
    body: str
    evidence: Evidence
    start: str = ""
    end: str = ""
    interim: bool = False


@dataclass(frozen=True, slots=True)
class Inspection:
    """One inspection of `body` by `inspectorates`; ISO dates. `key` is lasting within the document."""

    key: str
    inspectorates: tuple[str, ...]
    body: str
    evidence: Evidence
    start: str = ""
    end: str = ""
    kind: str = ""
    previous: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """`by` judged `area` of `body` to be `grade` (local name of a concept, or the words of an older scale as `scale_grade`)."""

    body: str
    area: str
    grade: str
    by: str
    evidence: Evidence
    inspection: str = ""
    date: str = ""
    previous: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What one paragraph says, in value, of `about`. `key` is lasting within the document."""

    key: str
    about: str
    polarity: Polarity
    evidence: Evidence
    recommendation_marked: bool = False


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Who must do what. `supported_by` are keys of findings of the same document; `kind` e.g. "recommendation", "priority action"."""

    number: str
    to: tuple[str, ...]
    text: str
    evidence: Evidence
    about: tuple[str, ...] = ()
    supported_by: tuple[str, ...] = ()
    kind: str = "recommendation"


@dataclass(frozen=True, slots=True)
class Statistic:
    """A figure. `value` is a number; `at` the date or period as ISO where it can be, else as stated; `compared_with` in words."""

    value: float
    unit: str
    measures: str
    about: str
    evidence: Evidence
    at: str = ""
    compared_with: str = ""
    approximate: bool = False
    contradicts: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """Words said or written by a named person."""

    speaker: str
    text: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A person's word for a link: who read its words, why it stands, and when (an ISO date, "" if they do not say)."""

    link: Link
    who: str
    why: str
    on: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a later document says became of a recommendation.

    `outcome` is the local name of a concept ("Met", "Progress", "Repeated", "Contradicted").

    `number` and `asked` are the recommendation's number and evidence, which together say which one it is; `evidence` is the later sentence.
    """

    number: str
    asked: Evidence
    outcome: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was taken from one document (or, after assembly, from several)."""

    entities: tuple[Entity, ...] = ()
    links: tuple[Link, ...] = ()
    roles: tuple[Role, ...] = ()
    inspections: tuple[Inspection, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    findings: tuple[Finding, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    statements: tuple[Statement, ...] = ()
    followups: tuple[FollowUp, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    reviewed: tuple[Reviewed, ...] = ()

    def count(self) -> dict[str, int]:
        """How many facts of each kind there are."""
        return {name: len(getattr(self, name)) for name in self.__dataclass_fields__ if name not in ("warnings", "reviewed")}

    def with_keys(self, keys: dict[str, str]) -> Facts:
        """The same facts with entity keys replaced as `keys` says (keys it does not hold stay)."""

        def k(key: str) -> str:
            return keys.get(key, key)

        def ks(many: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(k(key) for key in many))

        return replace(
            self,
            entities=tuple(replace(e, key=k(e.key), authority=k(e.authority)) for e in self.entities),
            links=tuple(replace(x, subject=k(x.subject), object=k(x.object)) for x in self.links),
            roles=tuple(replace(r, person=k(r.person), post=k(r.post), body=k(r.body)) for r in self.roles),
            inspections=tuple(replace(i, inspectorates=ks(i.inspectorates), body=k(i.body)) for i in self.inspections),
            judgements=tuple(replace(j, body=k(j.body), by=k(j.by)) for j in self.judgements),
            findings=tuple(replace(f, about=k(f.about)) for f in self.findings),
            recommendations=tuple(replace(r, to=ks(r.to), about=ks(r.about)) for r in self.recommendations),
            statistics=tuple(replace(s, about=k(s.about)) for s in self.statistics),
            statements=tuple(replace(s, speaker=k(s.speaker)) for s in self.statements),
            reviewed=tuple(replace(r, link=replace(r.link, subject=k(r.link.subject), object=k(r.link.object))) for r in self.reviewed),
        )
