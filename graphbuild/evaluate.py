"""How well a build agrees with a careful reader: precision, recall and F1 for each kind of fact and each kind of link.

A reference is a folder of JSON Lines files (`entities`, `links`, `roles`, `judgements`, `findings`, `recommendations`, `statistics`,
`quotes`; all but the first may be missing). A thing of the build is the reference's when one of its names is one of the reference's
names (case, a leading article, "&" and punctuation aside) and both stand in the same document. Where two readers made a reference
("readers" on its lines), recall is asked for what both saw, and precision allows what either saw. The project's own reference is
`tests/gold`: documents about an invented place, written and read by us.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from graphbuild import ontology
from graphbuild.build import build
from graphbuild.facts import Facts

BEGIN, END = "<!-- evaluation: begin -->", "<!-- evaluation: end -->"
Row = tuple[str, ...]


class EvaluationError(ValueError):
    """The reference or the documents cannot be used; the message says why in one line."""


@dataclass(frozen=True, slots=True)
class Score:
    """Of one kind of fact: what was found and what was wanted, each as rows of words; `core` is what recall is asked for."""

    kind: str
    found: frozenset[Row]
    wanted: frozenset[Row]
    core: frozenset[Row]

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 0 where nothing was found."""
        return len(self.found & self.wanted) / len(self.found) if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of what was asked for that was found; 0 where nothing was asked for."""
        return len(self.found & self.core) / len(self.core) if self.core else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    @property
    def missed(self) -> list[Row]:
        """What was asked for and not found."""
        return sorted(self.core - self.found)

    @property
    def wrong(self) -> list[Row]:
        """What was found and is not in the reference."""
        return sorted(self.found - self.wanted)


class _Reference(NamedTuple):
    """A reference folder: its lines by file, and its things' ids by document and name."""

    lines: dict[str, list[dict[str, Any]]]
    named: dict[tuple[str, str], str]
    documents: frozenset[str]


FILES = ("entities", "links", "roles", "judgements", "findings", "recommendations", "statistics", "quotes")


def normal(name: str) -> str:
    """A name without case, article, punctuation and "&"."""
    name = name.casefold().replace("&", " and ").replace("’", "'").replace("'", "")
    name = re.sub(r"[^a-z0-9]+", " ", name).strip()
    return re.sub(r"^(?:the|an?) ", "", name)


def reference(folder: Path) -> _Reference:
    """Read a reference; raises EvaluationError for a folder or a line that is none."""
    lines: dict[str, list[dict[str, Any]]] = {}
    for stem in FILES:
        path = folder / f"{stem}.jsonl"
        lines[stem] = []
        if not path.is_file():
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            try:
                if line.strip():
                    lines[stem].append(json.loads(line))
            except ValueError:
                raise EvaluationError(f"{path} line {number} is not JSON") from None
    if not lines["entities"]:
        raise EvaluationError(f"{folder} holds no entities.jsonl to evaluate against")
    named: dict[tuple[str, str], str] = {}
    for entity in lines["entities"]:
        for document in entity.get("docs", ()):
            for name in entity["names"]:
                named.setdefault((document, normal(name)), entity["id"])
    documents = {d for e in lines["entities"] for d in e.get("docs", ())} | {x["doc"] for stem in FILES[1:] for x in lines[stem]}
    return _Reference(lines, named, frozenset(documents))


def evaluate_facts(every: Iterable[tuple[str, Facts]], folder: Path) -> list[Score]:
    """Score the facts of documents (identifier, facts with lasting keys) against the reference in `folder`."""
    gold = reference(folder)
    found: dict[str, set[Row]] = defaultdict(set)
    for document, facts in every:
        if document in gold.documents:
            for kind, row in _found(document, facts, gold):
                found[kind].add(row)
    wanted: dict[str, set[Row]] = defaultdict(set)
    core: dict[str, set[Row]] = defaultdict(set)
    twice = {x["doc"] for x in gold.lines["links"] if x.get("readers") == 2}
    for kind, row, readers in _wanted(gold):
        wanted[kind].add(row)
        if readers != 1 or row[0] not in twice:
            core[kind].add(row)
    return list(_scores(found, wanted, core))


def _scores(found: dict[str, set[Row]], wanted: dict[str, set[Row]], core: dict[str, set[Row]]) -> Iterator[Score]:
    def score(kind: str, rows: str, keep: slice | None = None, only: str = "", field: int = 0, invert: bool = False) -> Score:
        def take(many: set[Row]) -> frozenset[Row]:
            kept = (r for r in many if not only or (r[field] == only) != invert)
            return frozenset(r[keep] if keep else r for r in kept)

        return Score(kind, take(found[rows]), take(wanted[rows]), take(core[rows]))

    yield score("entities", "entities")
    known = {row[:2] for row in wanted["types"]} & {row[:2] for row in found["types"]}
    types = [frozenset(r for r in many["types"] if r[:2] in known) for many in (found, wanted)]
    yield Score("entity types (of those found)", types[0], types[1], types[1])
    yield score("links", "links", slice(0, 4))
    yield score("links with status", "links")
    yield score("  not actual", "links", only="actual", field=4, invert=True)
    for predicate in sorted({r[1] for r in found["links"] | wanted["links"]}):
        yield score(f"  {predicate}", "links", only=predicate, field=1)
    for kind in ("roles", "judgements", "findings", "recommendations", "supported by", "statistics", "statements"):
        if found[kind] or wanted[kind]:
            yield score(kind, kind)


def _ends(predicate: str, subject: str, object_: str) -> tuple[str, str]:
    link = ontology.links().get(predicate)
    return (min(subject, object_), max(subject, object_)) if link and link.symmetric else (subject, object_)


def _found(document: str, facts: Facts, gold: _Reference) -> Iterator[tuple[str, Row]]:
    """What was found in one document, in the reference's words."""
    things: dict[str, str] = {}
    for entity in facts.entities:
        ids = [gold.named[document, normal(n)] for n in (entity.label, *entity.names) if (document, normal(n)) in gold.named]
        things[entity.key] = max(sorted(set(ids)), key=ids.count) if ids else entity.key
        yield "entities", (document, things[entity.key])
        yield "types", (document, things[entity.key], entity.cls)

    def name(key: str) -> str:
        return things.get(key, key)

    paragraphs = {f.key: f.evidence.paragraph for f in facts.findings}
    for link in facts.links:
        yield "links", (document, link.predicate, *_ends(link.predicate, name(link.subject), name(link.object)), link.status.value.lower())
    for role in facts.roles:
        if role.person and role.body:
            yield "roles", (document, name(role.person), name(role.body))
    for judgement in facts.judgements:
        yield "judgements", (document, name(judgement.body), normal(judgement.area), _grade(judgement.grade))
    said: dict[tuple[str, str], set[str]] = defaultdict(set)  # what a heading's paragraphs say of one thing is one row of a reference
    for finding in facts.findings:
        said[normal(finding.evidence.paragraph), name(finding.about)].add(finding.polarity.value.lower())
    for (paragraph, about), polarities in said.items():
        yield "findings", (document, paragraph, about, polarities.pop() if len(polarities) == 1 else "mixed")
    for one in facts.recommendations:
        for body in one.to:
            yield "recommendations", (document, one.number, name(body))
        for key in one.supported_by:
            yield "supported by", (document, one.number, normal(paragraphs.get(key, key)))
    for statistic in facts.statistics:
        yield "statistics", (document, normal(statistic.evidence.paragraph), f"{statistic.value:g}")
    for statement in facts.statements:
        yield "statements", (document, name(statement.speaker))


def _wanted(gold: _Reference) -> Iterator[tuple[str, Row, int]]:
    """What the reference holds, each with how many readers saw it (0 where it does not say)."""
    lines = gold.lines
    for x in lines["entities"]:
        for document in x.get("docs", ()):
            yield "entities", (document, x["id"]), 0
            yield "types", (document, x["id"], "Instrument" if x["type"] == "Document" else x["type"]), 0
    for x in lines["links"]:
        yield "links", (x["doc"], x["p"], *_ends(x["p"], x["s"], x["o"]), x["status"]), x.get("readers", 0)
    for x in lines["roles"]:
        if x.get("person") and x.get("body"):
            yield "roles", (x["doc"], x["person"], x["body"]), 0
    for x in lines["judgements"]:
        yield "judgements", (x["doc"], x["body"], normal(x["area"]), _grade(x["grade"])), 0
    for x in lines["findings"]:
        for about in x["about"]:
            yield "findings", (x["doc"], normal(x["para"]), about, x["polarity"]), 0
    for x in lines["recommendations"]:
        yield "recommendations", (x["doc"], str(x["n"]), x["to"]), 0
        for paragraph in x.get("supported_by", ()):
            yield "supported by", (x["doc"], str(x["n"]), normal(str(paragraph))), 0
    for x in lines["statistics"]:
        yield "statistics", (x["doc"], normal(x["para"]), f"{float(x['value']):g}"), 0
    for x in lines["quotes"]:
        yield "statements", (x["doc"], x["speaker"]), 0


def _grade(grade: str) -> str:
    return re.sub(r"[^a-z]", "", grade.lower())


def evaluate_folder(folder: Path, sources: Iterable[Path] = ()) -> list[Score]:
    """Build the documents (of `sources`, else of `folder`/documents) and score them; raises EvaluationError where there are none."""
    paths = list(sources) or [folder / "documents"]
    for path in paths:
        if not path.exists():
            raise EvaluationError(f"{path} does not exist; say which documents to evaluate")
    gold = reference(folder)
    result = build(paths)
    missing = sorted(gold.documents - {d.identifier for d in result.documents})
    if len(missing) == len(gold.documents):
        why = result.failures[0].reason if result.failures else f"it knows {', '.join(missing[:3])}"
        raise EvaluationError(f"none of the documents that {folder} knows was read: {why}")
    return evaluate_facts(((d.identifier, f) for d, f in zip(result.documents, result.facts, strict=True)), folder)


def table(scores: Iterable[Score]) -> str:
    """The scores as a Markdown table."""
    rows = ["| kind of fact | found | wanted | right | precision | recall | F1 |", "|---|---:|---:|---:|---:|---:|---:|"]
    for s in scores:
        indent = "&emsp;" if s.kind.startswith(" ") else ""
        right = len(s.found & s.wanted)
        rows.append(
            f"| {indent}{s.kind.strip()} | {len(s.found)} | {len(s.wanted)} | {right} | {s.precision:.2f} | {s.recall:.2f} | {s.f1:.2f} |"
        )
    return "\n".join(rows)


def misses(scores: Iterable[Score]) -> str:
    """What was missed and what was wrongly found, in groups: by kind of fact, then by document."""
    out: list[str] = []
    for s in scores:
        if s.kind.startswith(" "):
            continue
        for side, rows in (("missed", s.missed), ("wrong", s.wrong)):
            if rows:
                out.append(f"{s.kind}, {side} ({len(rows)})")
            groups: dict[str, list[Row]] = defaultdict(list)
            for row in rows:
                groups[row[0]].append(row[1:])
            for document in sorted(groups):
                out.append(f"  {document}")
                out.extend("    " + " · ".join(row) for row in groups[document])
    return "\n".join(out)


def written(text: str, made: str) -> str:
    """`text` with what stands between the markers replaced by `made`; raises EvaluationError where it has no markers."""
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        raise EvaluationError(f"no place for the table: the file needs one line {BEGIN} and one line {END} after it")
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n{made}\n{END}{rest.split(END)[1]}"


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Folder with the reference's JSON Lines files.")],
    sources: Annotated[
        list[Path] | None, typer.Argument(metavar="[SOURCE]...", help="Documents to build.", show_default="GOLD/documents")
    ] = None,
    show: Annotated[bool, typer.Option("--misses", help="Also list what was missed and what was wrongly found.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    readme: Annotated[Path | None, typer.Option("--readme", metavar="FILE", help="Write the table between the markers of FILE.")] = None,
) -> None:
    """Compare what is extracted with a careful reader's reference: precision, recall and F1 by kind of fact and of link."""
    from graphbuild.cli import UsageError

    try:
        scores = evaluate_folder(gold, sources or [])
        if readme is not None:
            if not readme.is_file():
                raise EvaluationError(f"{readme} is no file")
            readme.write_text(written(readme.read_text("utf-8"), table(scores)), "utf-8")
    except EvaluationError as error:
        raise UsageError(str(error)) from None
    if as_json:
        rows = [
            {"kind": s.kind.strip(), "found": len(s.found), "wanted": len(s.wanted), "right": len(s.found & s.wanted)}
            | {"precision": round(s.precision, 4), "recall": round(s.recall, 4), "f1": round(s.f1, 4)}
            | ({"missed": s.missed, "wrong": s.wrong} if show else {})
            for s in scores
        ]
        print(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    print(table(scores))
    if show and (lines := misses(scores)):
        print(f"\n{lines}")
