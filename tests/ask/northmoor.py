"""Three documents about a place that is not, and the facts a careful reader takes from them: small enough to know every answer by heart."""

from __future__ import annotations

from pathlib import Path

from graphbuild.document import Block, BlockKind, Document, Kind, Meta
from graphbuild.facts import (
    Entity,
    Evidence,
    Facts,
    Finding,
    Inspection,
    Judgement,
    Link,
    Polarity,
    Recommendation,
    Role,
    Statement,
    Statistic,
    Status,
)
from graphbuild.graph.files import Dataset, in_order, write_trig, write_turtle
from graphbuild.graph.iris import DEFAULT_BASE

REPORT_2015 = """Schoolwatch inspected Northmoor County Council in May 2015.
Schoolwatch also reviewed the Northmoor Safeguarding Board.
Northmoor County Council requires improvement overall.
The Northmoor Safeguarding Board is inadequate.
The council runs the early help hub.
The director of children's services leads the early help hub well.
Services for children in care were good in 2011.
On 31 March 2015 the council looked after 400 children.
The council commissions Family First.
The board does not challenge Northmoor Police.
Nor does the board work closely enough with Northmoor Police.
The audit panel is a sub-group of the board.
Northmoor Police sits on the board.
Ada Quill has chaired the board since January 2014.
The council should publish a plan for the early help hub.
Records should be kept better.
The youth centre is popular."""

REPORT_2018 = """Schoolwatch returned to Northmoor County Council in September 2018.
Northmoor County Council is good overall.
On 31 March 2018 the council looked after 500 children.
The director of children's services reports to the council.
The audit panel is to review the fostering team.
The board now challenges Northmoor Police with rigour.
The council works well with the board.
The scrutiny committee examines the council's work.
The council oversees the scrutiny committee.
The early help hub replaced the family centres.
The director of children's services should see that visits are on time.
Northmoor Police and the council share information."""

NEWS_2018 = """Inspectors find Northmoor much improved.
Ben Marsh, interim chair of the Northmoor Safeguarding Board since March 2016, welcomed the report.
"We are proud of how far the board has come," said Ben Marsh."""


def _document(identifier: str, text: str, kind: Kind, title: str, issued: str) -> Document:
    blocks, start = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        blocks.append(Block(BlockKind.PARAGRAPH, start, start + len(line), "" if kind is Kind.NEWS else str(number)))
        start += len(line) + 1
    meta = Meta(title=title, publisher="Schoolwatch", issued=issued, kind=kind, licence="Open Government Licence v3.0")
    return Document(
        identifier,
        text,
        tuple(blocks),
        kind,
        meta,
        pages=() if kind is Kind.NEWS else (0, 400),
        sha256="0" * 64,
        source=f"{identifier}.txt",
    )


DOCUMENTS = {
    d.identifier: d
    for d in (
        _document("northmoor-2015-report", REPORT_2015, Kind.REPORT, "Northmoor: inspection of services for children", "2015-06-01"),
        _document("northmoor-2018-report", REPORT_2018, Kind.REPORT, "Northmoor: second inspection", "2018-09-10"),
        _document("northmoor-2018-news", NEWS_2018, Kind.NEWS, "Northmoor much improved", "2018-09-12"),
    )
}
_THINGS = (
    ("schoolwatch", "Inspectorate", "Schoolwatch", ()),
    ("northmoor-county-council", "LocalAuthority", "Northmoor County Council", ("Northmoor Council",)),
    ("northmoor-safeguarding-board", "Board", "Northmoor Safeguarding Board", ("NSB",)),
    ("northmoor-audit-panel", "Board", "audit panel", ()),
    ("northmoor-scrutiny-committee", "Board", "scrutiny committee", ()),
    ("northmoor-early-help-hub", "Service", "early help hub", ()),
    ("northmoor-family-centres", "Service", "family centres", ()),
    ("northmoor-fostering-team", "Service", "fostering team", ()),
    ("northmoor-youth-centre", "Service", "youth centre", ()),
    ("northmoor-police", "Agency", "Northmoor Police", ()),
    ("northmoor-director", "Post", "director of children's services", ()),
    ("northmoor-board-chair", "Post", "chair of the board", ("interim chair",)),
    ("ada-quill", "Person", "Ada Quill", ()),
    ("ben-marsh", "Person", "Ben Marsh", ()),
    ("family-first", "Programme", "Family First", ()),
)
_GENERIC = {
    "northmoor-audit-panel",
    "northmoor-scrutiny-committee",
    "northmoor-early-help-hub",
    "northmoor-youth-centre",
    "northmoor-fostering-team",
}
_FIRST, _SECOND, _NEWS = "northmoor-2015-report", "northmoor-2018-report", "northmoor-2018-news"
_C, _B, _P, _H, _D = (
    "northmoor-county-council",
    "northmoor-safeguarding-board",
    "northmoor-police",
    "northmoor-early-help-hub",
    "northmoor-director",
)


def words(document: str, line: int) -> Evidence:
    """The evidence of one whole line (from 1) of a document."""
    block = DOCUMENTS[document].blocks[line - 1]
    return Evidence.of(DOCUMENTS[document], block.start, block.end)


def _link(subject: str, predicate: str, object_: str, status: Status, document: str, line: int) -> Link:
    return Link(subject, predicate, object_, status, words(document, line))


LINKS = (
    _link("schoolwatch", "inspects", _C, Status.ACTUAL, _FIRST, 1),
    _link("schoolwatch", "inspects", _C, Status.ACTUAL, _SECOND, 1),
    _link("schoolwatch", "inspects", _B, Status.ACTUAL, _FIRST, 2),
    _link(_C, "provides", _H, Status.ACTUAL, _FIRST, 5),
    _link(_D, "oversees", _H, Status.ACTUAL, _FIRST, 6),
    _link(_C, "commissions", "family-first", Status.ACTUAL, _FIRST, 9),
    _link(_B, "holdsToAccount", _P, Status.FAILING, _FIRST, 10),
    _link(_P, "worksWith", _B, Status.FAILING, _FIRST, 11),
    _link("northmoor-audit-panel", "partOf", _B, Status.ACTUAL, _FIRST, 12),
    _link(_P, "memberOf", _B, Status.ACTUAL, _FIRST, 13),
    _link(_D, "reportsTo", _C, Status.ACTUAL, _SECOND, 4),
    _link("northmoor-audit-panel", "scrutinises", "northmoor-fostering-team", Status.PLANNED, _SECOND, 5),
    _link(_B, "holdsToAccount", _P, Status.ACTUAL, _SECOND, 6),
    _link(_C, "worksWith", _B, Status.ACTUAL, _SECOND, 7),
    _link("northmoor-scrutiny-committee", "scrutinises", _C, Status.ACTUAL, _SECOND, 8),
    _link(_C, "oversees", "northmoor-scrutiny-committee", Status.ACTUAL, _SECOND, 9),
    _link(_H, "succeeds", "northmoor-family-centres", Status.ACTUAL, _SECOND, 10),
    _link(_C, "sharesInformationWith", _P, Status.ACTUAL, _SECOND, 12),
)
ROLES = (
    Role("ada-quill", "northmoor-board-chair", _B, words(_FIRST, 14), start="2014-01"),
    Role("ben-marsh", "northmoor-board-chair", _B, words(_NEWS, 2), start="2016-03", interim=True),
    Role("", _D, _C, words(_SECOND, 4)),
)
INSPECTIONS = (
    Inspection("one", ("schoolwatch",), _C, words(_FIRST, 1), start="2015-05"),
    Inspection("two", ("schoolwatch",), _C, words(_SECOND, 1), start="2018-09"),
)
JUDGEMENTS = (
    Judgement(_C, "overall effectiveness", "RequiresImprovement", "schoolwatch", words(_FIRST, 3), "one", "2015-06-01"),
    Judgement(_B, "overall effectiveness", "Inadequate", "schoolwatch", words(_FIRST, 4), "one", "2015-06-01"),
    Judgement(_C, "services for children looked after", "Good", "schoolwatch", words(_FIRST, 7), "", "2011", previous=True),
    Judgement(_C, "overall effectiveness", "Good", "schoolwatch", words(_SECOND, 2), "two", "2018-09-10"),
)
FINDINGS = (
    Finding("a", _B, Polarity.WEAKNESS, words(_FIRST, 10), recommendation_marked=True),
    Finding("b", _H, Polarity.STRENGTH, words(_FIRST, 6)),
    Finding("c", "northmoor-youth-centre", Polarity.STRENGTH, words(_FIRST, 17)),
    Finding("d", _B, Polarity.STRENGTH, words(_SECOND, 6)),
)
RECOMMENDATIONS = (
    Recommendation("1", (_C,), "Publish a plan for the early help hub.", words(_FIRST, 15), (_H,), ("a",)),
    Recommendation("2", (), "Keep better records.", words(_FIRST, 16)),
    Recommendation("1", (_D,), "See that visits are on time.", words(_SECOND, 11)),
)
STATISTICS = (
    Statistic(400, "children", "children looked after", _C, words(_FIRST, 8), "2015-03-31"),
    Statistic(500, "children", "children looked after", _C, words(_SECOND, 3), "2018-03-31"),
)
STATEMENTS = (Statement("ben-marsh", "We are proud of how far the board has come.", words(_NEWS, 3)),)


def facts(identifier: str) -> Facts:
    """The facts of one document, keys lasting."""
    text = DOCUMENTS[identifier].text

    def of(every: tuple) -> tuple:  # type: ignore[type-arg]
        return tuple(f for f in every if f.evidence.document == identifier)

    kept = [of(x) for x in (LINKS, ROLES, INSPECTIONS, JUDGEMENTS, FINDINGS, RECOMMENDATIONS, STATISTICS, STATEMENTS)]
    used = {k for x in kept[0] for k in (x.subject, x.object)} | {k for r in kept[1] for k in (r.person, r.post, r.body)}
    used |= {i.body for i in kept[2]} | {f.about for f in kept[4]} | {k for r in kept[5] for k in (*r.to, *r.about)}
    used |= {j.body for j in kept[3]} | {s.speaker for s in kept[7]} | ({"schoolwatch"} if kept[2] or kept[3] else set())
    entities = tuple(
        Entity(
            key,
            cls,
            label,
            (label, *names),
            authority=_C if key in _GENERIC else "",
            generic=key in _GENERIC,
            national=cls == "Inspectorate",
            documents=(identifier,),
        )
        for key, cls, label, names in _THINGS
        if key in used or label in text
    )
    return Facts(entities, *kept)


def write(folder: Path, base: str = DEFAULT_BASE, changed: dict[str, Facts] | None = None) -> Path:
    """Write the graph as a build does, `graph.ttl` and `graph.trig`; `changed` stands in for a document's facts."""
    every = [(document, (changed or {}).get(identifier) or facts(identifier)) for identifier, document in DOCUMENTS.items()]
    dataset = Dataset(in_order(every), base)
    folder.mkdir(parents=True, exist_ok=True)
    write_turtle(dataset, folder / "graph.ttl")
    write_trig(dataset, folder / "graph.trig")
    return folder
