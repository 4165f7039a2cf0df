"""Facts as a careful reader of the sample documents wrote them down, from ../shared,
so that the map can be looked at apart from extraction.

Used by tests and by the README's picture until a build of the sample corpus makes it; everything here comes from outside the repository.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from graphbuild.document import Block, BlockKind, Document, Kind, Meta
from graphbuild.facts import (
    Entity,
    Evidence,
    Facts,
    Finding,
    Judgement,
    Link,
    Polarity,
    Recommendation,
    Role,
    Statement,
    Statistic,
    Status,
)

SHARED = Path(__file__).resolve().parents[3] / "shared"
_NUMBERED = re.compile(r"^(?:- )?(\d{1,3})\. ")
_CLASSES = {"Document": "Instrument"}


def available() -> bool:
    """Whether the reference annotations and the documents they speak of are there."""
    return (SHARED / "gold" / "dorset" / "links.jsonl").is_file() and (SHARED / "seeds").is_dir()


def _rows(name: str) -> list[dict[str, Any]]:
    with (SHARED / "gold" / "dorset" / f"{name}.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def documents() -> dict[str, Document]:
    """The sample documents, roughly read: one block a line."""
    found: dict[str, Document] = {}
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        lines = [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
        blocks: list[Block] = []
        offset = 0
        texts: list[str] = []
        for line in lines:
            match = _NUMBERED.match(line)
            number = match.group(1) if match else ""
            body = line[match.end() :] if match else line.removeprefix("- ")
            kind = BlockKind.HEADING if not number and len(body) < 70 and not body.endswith(".") else BlockKind.PARAGRAPH
            blocks.append(Block(kind, offset, offset + len(body), number, 1 if kind is BlockKind.HEADING else 0))
            texts.append(body)
            offset += len(body) + 1
        year = re.search(r"\d{4}", path.stem)
        news = "report" not in path.stem
        title = lines[0] if news else "Inspection report, Dorset, 2016"
        issued = {"dorset-2016-report": "2016-05-23", "dorset-2018-jtai-news": "2018-08", "dorset-2019-visit-news": "2019-03"}.get(
            path.stem, year.group(0) if year else ""
        )
        publisher = "Ofsted" if not news else "Community Care" if "community" in path.stem else "Dorset Council"
        found[path.stem] = Document(
            path.stem, "\n".join(texts), tuple(blocks), Kind.NEWS if news else Kind.REPORT,
            Meta(title=title, publisher=publisher, issued=issued, kind=Kind.NEWS if news else Kind.REPORT), source=path.name,
        )  # fmt: skip
    return found


class _Finder:
    """Finds the sentence of a paragraph that best carries some names."""

    def __init__(self, docs: dict[str, Document]) -> None:
        self.docs = docs
        self.spans: dict[str, list[tuple[str, int, int]]] = {}
        for key, doc in docs.items():
            rows: list[tuple[str, int, int]] = []
            number = 0
            for block in doc.blocks:
                number = number + 1
                place = block.number or (str(number) if doc.kind is Kind.NEWS else doc.place(block.start).paragraph.lower())
                for match in re.finditer(r"[^.]+(?:\.(?!\s)[^.]*)*\.?", doc.of(block)):
                    text = match.group()
                    lead = len(text) - len(text.lstrip())
                    if text.strip():
                        rows.append((place, block.start + match.start() + lead, block.start + match.start() + len(text.rstrip())))
            self.spans[key] = rows

    def find(self, doc: str, para: str, names: list[tuple[str, ...]]) -> Evidence:
        document = self.docs[doc]
        best, score = self.spans[doc][0], -1.0
        for place, start, end in self.spans[doc]:
            text = document.text[start:end].lower()
            hits = sum(any(n.lower() in text for n in group) for group in names)
            value = hits + (1.6 if place == str(para).lower() else 0)
            if value > score:
                best, score = (place, start, end), value
        return Evidence(
            doc, best[1], best[2], document.text[best[1] : best[2]], str(para), None if document.kind is Kind.NEWS else 1 + best[1] // 2600
        )


def facts() -> tuple[Facts, list[Document]]:
    """The reference annotations as resolved facts, and their documents."""
    docs = documents()
    finder = _Finder(docs)
    rows = _rows("entities")
    names = {row["id"]: tuple(row["names"]) for row in rows}
    home = next((row["id"] for row in rows if row["type"] == "LocalAuthority"), "")
    alone = {"Inspectorate", "LocalAuthority"}
    entities = tuple(
        Entity(
            row["id"], _CLASSES.get(row["type"], row["type"]), max(row["names"], key=len), tuple(row["names"]),
            authority="" if row["type"] in alone else "dorset-county-council" if "dorset-county-council" in names else home,
            national=row["type"] == "Inspectorate", documents=tuple(row["docs"]),
        )
        for row in rows
    )  # fmt: skip

    def ev(row: dict[str, Any], *ids: str) -> Evidence:
        return finder.find(row["doc"], row["para"], [names.get(i, (i,)) for i in ids])

    links = tuple(Link(r["s"], r["p"], r["o"], Status(r["status"].capitalize()), ev(r, r["s"], r["o"])) for r in _rows("links"))
    roles = []
    posts: dict[str, Entity] = {}
    for r in _rows("roles"):
        key = re.sub(r"\W+", "-", f"{r['post']}-{r['body'] or ''}").strip("-")
        posts.setdefault(key, Entity(key, "Post", r["post"], (r["post"],), authority="dorset-county-council", documents=(r["doc"],)))
        if r["body"]:
            evidence = ev(r, r["person"] or r["post"], r["body"])
            roles.append(Role(r["person"] or "", key, r["body"], evidence, r["from"] or "", r["to"] or "", bool(r["interim"])))
    judgements = tuple(
        Judgement(r["body"], r["area"], "".join(w.capitalize() for w in r["grade"].split()), r["by"] or "", ev(r, r["body"], r["grade"]),
                  date=r.get("inspected") or docs[r["doc"]].meta.issued, previous=bool(r.get("inspected")))
        for r in _rows("judgements")
    )  # fmt: skip
    findings = tuple(
        Finding(f"{r['doc']}-f{i}", a, Polarity(r["polarity"].capitalize()), ev(r, a), r["recommendation_marked"])
        for i, r in enumerate(_rows("findings"))
        for a in r["about"]
    )
    by_para: dict[tuple[str, str], list[str]] = {}
    for f in findings:
        by_para.setdefault((f.evidence.document, f.evidence.paragraph), []).append(f.key)
    recommendations = []
    for r in _rows("recommendations"):
        row = {"doc": r["doc"], "para": str(r["n"])}
        block = next((b for b in docs[r["doc"]].blocks if b.number == str(r["n"])), docs[r["doc"]].blocks[0])
        text = docs[r["doc"]].of(block)
        evidence = Evidence(r["doc"], block.start, block.end, text, row["para"], 1 + block.start // 2600)
        supported = tuple(k for p in r["supported_by"] for k in by_para.get((r["doc"], str(p)), ())[:3])
        to = (r["to"],) if isinstance(r["to"], str) else tuple(r["to"])
        recommendations.append(Recommendation(str(r["n"]), to, text, evidence, tuple(r["about"]), supported))
    statistics = tuple(
        Statistic(float(r["value"]), r["unit"] or "", r["what"],
                  r["about"][0] if isinstance(r["about"], list) and r["about"] else r["about"] or "",
                  ev(r, r["what"]), str(r["at"] or ""), str(r["compared_with"] or ""))
        for r in _rows("statistics") if isinstance(r["value"], int | float)
    )  # fmt: skip
    statements = []
    for r in _rows("quotes"):
        for para in r["paras"]:
            e = finder.find(r["doc"], para, [names.get(r["speaker"], ())])
            statements.append(Statement(r["speaker"], e.exact, e))
    known = {e.key for e in entities} | set(posts)
    merged = Facts(
        entities=tuple(sorted([*entities, *(p for k, p in posts.items() if k not in names)], key=lambda e: e.key)),
        links=tuple(x for x in links if x.subject in known and x.object in known),
        roles=tuple(r for r in roles if r.body in known and (not r.person or r.person in known)),
        judgements=judgements, findings=tuple(f for f in findings if f.about in known), recommendations=tuple(recommendations),
        statistics=statistics, statements=tuple(statements),
    )  # fmt: skip
    return merged, list(docs.values())
