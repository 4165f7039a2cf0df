"""A report on a graph, or on one authority in it: what was judged, who answers to whom, what fails, what was recommended, what is missing.

`made` gathers it, `as_html` and `as_markdown` put it on paper. The page stands alone: no script, no request, its charts inside it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from graphbuild import ontology
from graphbuild.ask import charts, cookbook, records
from graphbuild.ask.explain import called, escaped, sentence
from graphbuild.ask.names import Names, Thing, node
from graphbuild.ask.records import Fact, Passage, Stated
from graphbuild.ask.store import Graph

_MOST_DRAWN = 60
"""Rows of the chart of judgements: more are not looked at."""
_MOST_AREAS = 4
"""Authorities whose accountability is drawn in one picture."""
_MOST_DATES = 8
"""Columns of it by month: where there are more, they are by year."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a heading each; a cell that is a list of passages is shown as quotations."""

    header: tuple[str, ...]
    rows: tuple[tuple[str | Sequence[Passage], ...], ...]


@dataclass(slots=True)
class Part:
    """One section: a sentence or two, a chart (SVG) if people would rather look, and a table."""

    heading: str
    lead: list[str] = field(default_factory=list)
    chart: str = ""
    table: Table | None = None
    folded: bool = False


@dataclass(slots=True)
class Report:
    """All of it. `numbers` are for a glance: how many, of what."""

    title: str
    lead: list[str]
    numbers: list[tuple[str, str]]
    parts: list[Part]


class _Scope:
    """What the report is about: everything, or one authority and what belongs to it."""

    def __init__(self, graph: Graph, names: Names, about: Thing | None) -> None:
        self.graph, self.names, self.about = graph, names, about
        inside = {"": True}
        if about is not None:
            rows = graph.rows("SELECT ?x { ?x acc:authority ?thing }", thing=node(about))
            inside = {row["x"]: True for row in rows} | {about.iri: True}
        self._inside = inside

    def __contains__(self, iris: str) -> bool:
        return self.about is None or any(iri in self._inside for iri in iris.split())

    def name(self, iri: str) -> str:
        thing = self.names.things.get(iri)
        return thing.label if thing and self.about and thing.authority == self.about.label else called(self.names, iri)

    def named(self, iris: str) -> str:
        return ", ".join(self.name(iri) for iri in iris.split())

    def links(self) -> list[Stated]:
        return [x for x in records.links(self.graph) if x.subject in self or x.object in self]

    def facts(self, kind: str, key: str = "body") -> list[Fact]:
        return [f for f in records.facts(self.graph, kind) if self.about is None or f[key] in self]


def made(graph: Graph, names: Names, about: Thing | None = None) -> Report:
    """The report on `graph`, or on the body `about` and all that belongs to it."""
    scope = _Scope(graph, names, about)
    links = scope.links()
    judgements, findings = scope.facts("judgement"), scope.facts("finding")
    recommendations = scope.facts("recommendation")
    documents = graph.rows(cookbook.named("documents").text)
    if about is not None:
        used = {p.document for x in links for p in x.passages}
        used |= {p.document for f in (*judgements, *findings, *recommendations) for p in f.passages}
        documents = [d for d in documents if d["document"] in used]
    parts = [
        _judgements(scope, judgements),
        _accountability(scope, links),
        _failing(
            scope,
            links,
            "Partnership",
            "Partnerships that are failing",
            "Where the documents say that bodies do not work together as they should.",
        ),
        _failing(
            scope,
            links,
            "Accountability",
            "Accountability that is failing",
            "Where the documents say that holding to account does not happen, or does not work.",
        ),
        _recommended(scope, recommendations),
        _followed(scope, recommendations),
        _balance(scope, findings),
        _figures(scope),
        _differences(scope),
        _gaps(scope, recommendations),
        _documents(documents),
    ]
    title = f"{about.called}: who answers to whom, and how that stands" if about else "Who answers to whom, and how that stands"
    lead = [
        f"Read from {len(documents)} document{'s' if len(documents) != 1 else ''}. Each line rests on the words quoted beside it; "
        "nothing here is said that no document says."
    ]
    return Report(title, lead, _numbers(links, judgements, recommendations, documents), [p for p in parts if p is not None])


def _numbers(
    links: Sequence[Stated], judgements: Sequence[Fact], recommendations: Sequence[Fact], documents: Sequence[object]
) -> list[tuple[str, str]]:
    statuses = Counter(x.status for x in links)
    found = [(str(len(documents)), "documents"), (str(statuses["Actual"]), "links that stand")]
    found += [
        (str(statuses[name]), f"{c.label} links")
        for name, c in ontology.concepts("Statuses").items()
        if name != "Actual" and statuses[name]
    ]
    low = [j for j in judgements if _rank(j) >= 3 and j["previous"] != "true"]
    if judgements:
        found.append((str(len(low)), "judgements below good"))
    if recommendations:
        found.append((str(len(recommendations)), "recommendations"))
    return found


def _rank(judgement: Fact) -> int:
    concept = ontology.grades().get(ontology.local(judgement["grade"]))
    return concept.rank if concept else 0


def _judgements(scope: _Scope, judgements: Sequence[Fact]) -> Part | None:
    if not judgements:
        return None
    grades = ontology.grades()
    concepts = {c.iri: c.label for c in ontology.areas().values()}
    marks, rows = [], []
    for j in judgements:
        grade = grades.get(ontology.local(j["grade"]))
        words = grade.label if grade else ontology.local(j["grade"])
        area = concepts.get(j["concept"], j["area"] or "overall")
        date = j["date"][:7] or (j.passages[0].issued[:7] if j.passages and j["previous"] != "true" else "")
        if date or j["previous"] != "true":  # an earlier grade of no known date has no place on a line of time
            marks.append(charts.Mark(f"{scope.named(j['body'])}: {area}", date, words, grade.colour if grade else "", words.capitalize()))
        earlier = "earlier inspection" if j["previous"] == "true" else ""
        rows.append((scope.named(j["body"]), j["area"] or "overall", words, j["date"], scope.named(j["inspectorate"]), earlier, j.passages))
    lead = ["Each cell is a grade given, by the month of the judgement."]
    if len({m.row for m in marks}) > _MOST_DRAWN:
        overall = ontology.areas()["OverallEffectiveness"].label
        kept = [m for m in marks if m.row.endswith(f": {overall}")]
        marks = [replace(m, row=m.row.removesuffix(f": {overall}")) for m in kept]
        lead.append(f"Of so many only {overall} is drawn; the table has every area, and a report --about one body draws all of its own.")
    if len({m.date for m in marks}) > _MOST_DATES:
        marks = [replace(m, date=m.date[:4], words=f"{m.words} ({m.date})") for m in marks]
        lead[0] = "Each cell is a grade given, by the year of the judgement."
    marks.sort(key=lambda m: (m.row, m.date))
    chart = charts.timeline(marks, "Grades by body and area over time") if marks else ""
    table = Table(
        ("Body", "Area", "Grade", "Date", "By", "", "In the documents’ words"), tuple(sorted(rows, key=lambda r: tuple(map(str, r[:4]))))
    )
    return Part("Judgements over time", lead, chart, table, folded=True)


def _accountability(scope: _Scope, links: Sequence[Stated]) -> Part | None:
    chosen = [x for x in links if x.kind.kind == "Accountability" and x.status != "Former"]
    statuses = ontology.concepts("Statuses")
    best: dict[tuple[str, str], Stated] = {}
    for link in chosen:
        pair = (link.upper, link.lower)
        if pair not in best or statuses[link.status].rank > statuses[best[pair].status].rank == 1:
            best[pair] = link
    dashes = {"solid": "none", "dashed": "6 3", "dotted": "2 3", "dashdot": "7 3 2 3"}
    classes = ontology.classes()
    ties = []
    for (upper, lower), link in sorted(best.items()):
        ends = [scope.names.things.get(iri) for iri in (upper, lower)]
        if all(thing and ("Body" in classes[thing.cls].parents or thing.cls == "Post") for thing in ends):
            status = statuses[link.status]
            ties.append(charts.Tie(upper, lower, sentence(link, scope.name), status.colour or "#4b5563", dashes.get(status.line, "none")))
    if not ties:
        return None
    ends_drawn = sorted({iri for tie in ties for iri in (tie.upper, tie.lower)})
    areas = {scope.names.things[iri].authority for iri in ends_drawn} - {""}
    plain = Counter(scope.names.things[iri].label for iri in ends_drawn)
    names = {iri: label if plain[label := scope.names.things[iri].label] == 1 else scope.name(iri) for iri in ends_drawn}
    many = scope.about is None and len(areas) > _MOST_AREAS
    chart = "" if many else charts.layers(ties, names, "Who answers to whom: those above at the top")
    rows = tuple((scope.name(x.upper), scope.name(x.lower), x.kind.label, statuses[x.status].label, x.passages) for x in chosen)
    lead = [
        "An arrow runs from who stands above to who answers: whole where it works, red and broken where the documents say "
        "it fails, dotted where planned."
    ]
    if many:
        lead = [f"{len(areas)} areas are too many for one picture: a report --about one body draws its own, and the map draws all."]
    elif len(names) > charts.MOST_NODES:
        lead.append(f"The {charts.MOST_NODES} bodies and posts with the most links are drawn; the table has all.")
    table = Table(
        ("Above", "Answers", "By", "Stands", "In the documents’ words"), tuple(sorted(rows, key=lambda r: tuple(map(str, r[:4]))))
    )
    return Part("Who answers to whom", lead, chart, table, folded=True)


def _failing(scope: _Scope, links: Sequence[Stated], kind: str, heading: str, lead: str) -> Part | None:
    found = [x for x in links if x.status == "Failing" and x.kind.kind == kind]
    if not found:
        return None
    found.sort(key=lambda x: (-len(x.passages), scope.name(x.subject), scope.name(x.object), x.iri))
    rows = tuple((scope.name(x.subject), x.kind.label, scope.name(x.object), x.passages) for x in found)
    return Part(heading, [lead], "", Table(("Who", "Should", "Whom", "In the documents’ words"), rows))


def _recommended(scope: _Scope, recommendations: Sequence[Fact]) -> Part | None:
    if not recommendations:
        return None
    behind: dict[str, set[Passage]] = defaultdict(set)
    support = records.passages(scope.graph, "?r acc:supportedBy ?fact .")
    for row in scope.graph.rows("SELECT ?r ?f { ?r acc:supportedBy ?f } ORDER BY ?r ?f"):
        behind[row["r"]].update(support.get(row["f"], ()))
    rows = []
    for r in sorted(recommendations, key=_numbered):
        document = r.passages[0] if r.passages else None
        owner = scope.named(r["body"]) or "nobody named"
        text = r["text"] or (document.words if document else "")
        rows.append((document.place if document else "", r["number"], owner, text, outermost(behind[r.iri])))
    owners = Counter(str(row[2]) for row in rows)
    lead = ["Addressed to: " + "; ".join(f"{name} ({count})" for name, count in owners.most_common(8)) + "."]
    tied = sum(1 for row in rows if row[4])
    lead.append(f"{tied} of {len(rows)} are tied to the findings that stand behind them.")
    return Part(
        "Recommendations, their owners and the findings behind them",
        lead,
        "",
        Table(("Where", "No.", "Owner", "What", "Findings behind it"), tuple(rows)),
    )


def outermost(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """Passages in order, without those that lie within another."""
    kept: list[Passage] = []
    for p in sorted(passages, key=lambda p: (p.issued, p.document, p.start, -len(p.words))):
        last = kept[-1] if kept else None
        if last is None or last.document != p.document or p.start + len(p.words) > last.start + len(last.words):
            kept.append(p)
    return tuple(kept)


def _numbered(r: Fact) -> tuple[str, str, int, str]:
    first = r.passages[0] if r.passages else None
    return first.issued if first else "", first.document if first else "", int(r["number"]) if r["number"].isdigit() else 10**6, r["number"]


def _followed(scope: _Scope, recommendations: Sequence[Fact]) -> Part | None:
    """What became of recommendations, as later documents say."""
    rows: list[tuple[str | Sequence[Passage], ...]] = []
    asked = {r.iri: r for r in recommendations}
    words = records.passages(scope.graph, "?fact acc:follows ?r .")
    said = scope.graph.rows("SELECT DISTINCT ?f ?r ?o { ?f acc:follows ?r ; acc:outcome ?c . ?c skos:prefLabel ?o } ORDER BY ?r ?f ?o")
    count: Counter[str] = Counter()
    for row in sorted(said, key=lambda row: _numbered(asked[row["r"]]) if row["r"] in asked else ("", "", 0, "")):
        if row["r"] in asked:
            r = asked[row["r"]]
            count[row["o"]] += 1
            first = r.passages[0] if r.passages else None
            where = f"{first.place.split(', ')[0]}, {r['number']}" if first else r["number"]
            rows.append((where, r["text"], row["o"], words.get(row["f"], ())))
    if not rows:
        return None
    followed = {row["r"] for row in said if row["r"] in asked}
    lead = ["Said in later documents: " + "; ".join(f"{outcome} ({n})" for outcome, n in count.most_common()) + "."]
    lead.append(f"Of {len(asked) - len(followed)} of {len(asked)} recommendations no later document that was read says a word.")
    return Part(
        "What became of recommendations", lead, "", Table(("Asked in", "What", "Became", "In the later document’s words"), tuple(rows))
    )


def _balance(scope: _Scope, findings: Sequence[Fact]) -> Part | None:
    count: dict[str, Counter[str]] = defaultdict(Counter)
    for f in findings:
        for iri in f["body"].split():
            if iri in scope:
                count[iri][ontology.local(f["polarity"])] += 1
    rows = [(scope.name(iri), c["Weakness"], c["Mixed"], c["Strength"]) for iri, c in count.items()]
    rows.sort(key=lambda r: (-(r[1] + r[2] + r[3]), r[0]))
    if not rows:
        return None
    colours = ontology.concepts("Polarities")
    three = (colours["Weakness"].colour, colours["Mixed"].colour, colours["Strength"].colour)
    chart = charts.balance(rows[:20], "Findings for and against each body", three)
    table = Table(("Body", "Weaknesses", "Mixed", "Strengths"), tuple((n, str(w), str(m), str(s)) for n, w, m, s in rows))
    more = [f"The {min(20, len(rows))} bodies most spoken of are drawn."] if len(rows) > 20 else []
    return Part("Strengths and weaknesses", ["How many findings speak for and against each.", *more], chart, table, folded=True)


def _figures(scope: _Scope) -> Part | None:
    rows = _answers(scope, "figures-moved", "body")
    if not rows:
        return None
    cells = tuple(
        (r["body"], r["measures"], r.get("unit", ""), f"{r['before']} ({r['then']})", f"{r['after']} ({r['now']})", f"{r['percent']} %")
        for r in rows[:25]
    )
    return Part("Figures that moved most", [], "", Table(("Body", "What", "Unit", "Then", "Now", "Change"), cells))


def _differences(scope: _Scope) -> Part | None:
    rows = _answers(scope, "differently", "body")
    if not rows:
        return None
    cells = tuple(
        (r["body"], _spaced(r["about"]), r["first"], _spaced(r["says"]), r["second"], _spaced(r["saysInstead"])) for r in rows[:60]
    )
    lead = ["Where one document says one thing of a body and another says otherwise: a change, a disagreement, or two sides of one matter."]
    return Part("Said differently by two documents", lead, "", Table(("Body", "Of", "First", "says", "Then", "says"), cells), folded=True)


def _answers(scope: _Scope, name: str, column: str) -> list[dict[str, str]]:
    inside = {thing.label for thing in scope.names.things.values() if thing.iri in scope}
    return [row for row in scope.graph.rows(cookbook.named(name).text) if row.get(column) in inside]


def _gaps(scope: _Scope, recommendations: Sequence[Fact]) -> Part:
    rows: list[tuple[str | Sequence[Passage], ...]] = []
    alone = _answers(scope, "nobody-oversees", "body")
    rows += [
        ("Nobody is said to oversee it", f"{r['body']} ({_spaced(r['kind']).lower()})", f"named in {r['documents']} document(s)")
        for r in alone[:40]
    ]
    if len(alone) > 40:
        rows.append(("Nobody is said to oversee them", f"and {len(alone) - 40} others", ""))
    for r in sorted(recommendations, key=_numbered):
        if not r["body"]:
            rows.append(("No owner is named", f"recommendation {r['number']}", r.passages[0].place if r.passages else ""))
    known = {p.document for x in scope.links() for p in x.passages}
    for row in scope.graph.rows(cookbook.named("never-mention-scrutiny").text):
        if scope.about is None or row["document"] in known:
            rows.append(("Scrutiny is never mentioned", row["title"], row.get("issued", "")))
    lead = ["What the documents do not say. Silence is not proof that nobody does it; it is a question to ask."]
    return Part("Gaps", lead, "", Table(("What is missing", "Where", ""), tuple(rows)) if rows else None)


def _documents(documents: Sequence[dict[str, str]]) -> Part:
    rows = tuple((d["title"], d.get("issued", ""), d["document"], d["passages"]) for d in documents)
    return Part("Documents read", [], "", Table(("Title", "Date", "Identifier", "Passages that state a fact"), rows))


def _spaced(name: str) -> str:
    """`saysInstead` → "says instead"."""
    return "".join(" " + c.lower() if c.isupper() and i and name[i - 1].islower() else c for i, c in enumerate(name))


def as_html(report: Report) -> str:
    """One page, in which nothing of a document's text can run: everything is escaped and the page allows no script."""
    from jinja2 import Environment, PackageLoader

    environment = Environment(loader=PackageLoader("graphbuild.ask"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    statuses = [c for c in ontology.concepts("Statuses").values()]
    return environment.get_template("report.html.j2").render(report=report, statuses=statuses, is_text=lambda cell: isinstance(cell, str))


def as_markdown(report: Report) -> str:
    """The same in Markdown, with tables in place of the charts."""
    out = [f"# {escaped(report.title)}", "", *(escaped(line) for line in report.lead), ""]
    out += [f"- **{number}** {words}" for number, words in report.numbers]
    for part in report.parts:
        out += ["", f"## {escaped(part.heading)}", "", *(escaped(line) for line in part.lead), ""]
        if part.table:
            out += ["| " + " | ".join(escaped(h) or " " for h in part.table.header) + " |", "|" + " --- |" * len(part.table.header)]
            out += ["| " + " | ".join(_cell(cell, escaped) for cell in row) + " |" for row in part.table.rows]
    return "\n".join(out) + "\n"


def _cell(cell: str | Iterable[Passage], escape: Callable[[str], str]) -> str:
    if isinstance(cell, str):
        return escape(cell)
    return "<br>".join(f"“{escape(p.words)}” ({escape(p.place)})" for p in cell)
