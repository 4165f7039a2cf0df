"""Hand-made facts about invented places, of every kind: what the graph's tests write."""

from __future__ import annotations

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

REPORT_LINES = (
    "The Inspectorate of Care inspected Riverton Council from 4 to 15 March 2019.",
    "The Riverton Safeguarding Board does not yet hold the council’s family hub to account.",
    "The board’s chair, Asha Bell, has been in post since June 2018; 466 children were in care.",
    "Leadership is good. In 2009 services had been judged adequate.",
    "Riverton Council should make sure that the family hub works with health visitors.",
)
NEWS_LINES = (
    "“We will do better,” said Asha Bell of the Riverton Safeguarding Board.",
    "Health visitors work with the family hub.",
)


def document(identifier: str, lines: tuple[str, ...], kind: Kind, issued: str) -> Document:
    blocks, at = [], 0
    for number, line in enumerate(lines, 1):
        blocks.append(Block(BlockKind.PARAGRAPH, at, at + len(line), str(number) if kind is Kind.REPORT else ""))
        at += len(line) + 1
    meta = Meta(
        title=f"Of {identifier}",
        publisher="Inspectorate of Care" if kind is Kind.REPORT else "The Riverton Bugle",
        issued=issued,
        kind=kind,
    )
    pages = (0, 150) if kind is Kind.REPORT else ()
    return Document(identifier, "\n".join(lines), tuple(blocks), kind, meta, pages, "ab" * 32, f"{identifier}.txt")


def at(doc: Document, words: str) -> Evidence:
    start = doc.text.index(words)
    return Evidence.of(doc, start, start + len(words))


REPORT = document("riverton-2019-report", REPORT_LINES, Kind.REPORT, "2019-05")
NEWS = document("riverton-2020-news", NEWS_LINES, Kind.NEWS, "2020-02-03")


def entity(key: str, cls: str, label: str, doc: Document, *names: str, **more: object) -> Entity:
    return Entity(key, cls, label, (label, *names), documents=(doc.identifier,), **more)  # type: ignore[arg-type]


def report_facts() -> Facts:
    doc = REPORT
    failing, good, must = at(doc, REPORT_LINES[1]), at(doc, "Leadership is good."), at(doc, REPORT_LINES[4])
    return Facts(
        entities=(
            entity("inspectorate-of-care", "Inspectorate", "Inspectorate of Care", doc, national=True),
            entity(
                "riverton-council",
                "LocalAuthority",
                "Riverton Council",
                doc,
                "the council’s",
                codes=(("gss", "E06999999"), ("urn", "99999")),
            ),
            entity(
                "riverton-safeguarding-board",
                "Board",
                "Riverton Safeguarding Board",
                doc,
                mentions=(at(doc, "Riverton Safeguarding Board"),),
            ),
            entity("riverton-council-family-hub", "Service", "family hub", doc, authority="riverton-council", generic=True),
            entity("health-visitors", "Service", "health visitors", doc),
            entity("riverton-safeguarding-board-chair", "Post", "chair", doc, authority="riverton-council"),
            entity("asha-bell", "Person", "Asha Bell", doc),
        ),
        links=(
            Link("inspectorate-of-care", "inspects", "riverton-council", Status.ACTUAL, at(doc, REPORT_LINES[0])),
            Link("riverton-safeguarding-board", "holdsToAccount", "riverton-council-family-hub", Status.FAILING, failing),
            Link("riverton-safeguarding-board", "partOf", "riverton-council", Status.FORMER, failing),
            Link("riverton-council-family-hub", "worksWith", "health-visitors", Status.PLANNED, must),
        ),
        roles=(
            Role(
                "asha-bell", "riverton-safeguarding-board-chair", "riverton-safeguarding-board", at(doc, REPORT_LINES[2]), start="2018-06"
            ),
            Role("", "riverton-safeguarding-board-chair", "riverton-safeguarding-board", failing, end="2018", interim=True),
        ),
        inspections=(
            Inspection(
                "i1", ("inspectorate-of-care",), "riverton-council", at(doc, REPORT_LINES[0]), "2019-03-04", "2019-03-15", "full inspection"
            ),
            Inspection(
                "i0",
                ("inspectorate-of-care",),
                "riverton-council",
                at(doc, "In 2009 services had been judged adequate."),
                "2009",
                previous=True,
            ),
        ),
        judgements=(
            Judgement("riverton-council", "leadership, management and governance", "Good", "inspectorate-of-care", good, "i1", "2019-05"),
            Judgement(
                "riverton-council",
                "safeguarding services",
                "Adequate",
                "inspectorate-of-care",
                at(doc, "judged adequate"),
                "i0",
                previous=True,
            ),
        ),
        findings=(
            Finding("f1", "riverton-safeguarding-board", Polarity.WEAKNESS, failing, recommendation_marked=True),
            Finding("f2", "riverton-council", Polarity.STRENGTH, good),
        ),
        recommendations=(
            Recommendation("5", ("riverton-council",), must.exact, must, about=("riverton-council-family-hub",), supported_by=("f1",)),
        ),
        statistics=(
            Statistic(
                466,
                "children",
                "children in care",
                "riverton-council",
                at(doc, "466 children were in care"),
                at="2019-03",
                contradicts=(good,),
            ),
            Statistic(3.5, "per 10,000", "rate", "riverton-council", at(doc, "466 children"), approximate=True, compared_with="England"),
        ),
    )


def news_facts() -> Facts:
    doc = NEWS
    return Facts(
        entities=(
            entity("riverton-safeguarding-board", "Board", "Riverton Safeguarding Board", doc, "the safeguarding board"),
            entity("riverton-council", "LocalAuthority", "Riverton Council", doc),
            entity("riverton-council-family-hub", "Service", "family hub", doc, authority="riverton-council", generic=True),
            entity("health-visitors", "Service", "health visitors", doc),
            entity("asha-bell", "Person", "Asha Bell", doc),
        ),
        links=(Link("health-visitors", "worksWith", "riverton-council-family-hub", Status.ACTUAL, at(doc, NEWS_LINES[1])),),
        statements=(Statement("asha-bell", "We will do better,", at(doc, "We will do better,")),),
    )


def described() -> list[tuple[Document, Facts]]:
    return [(REPORT, report_facts()), (NEWS, news_facts())]
