"""Made-up counties at any size, as resolved facts, with hostile strings in every field; the same for the same arguments."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace

from graphbuild.document import Block, BlockKind, Document, Kind, Meta
from graphbuild.facts import Entity, Evidence, Facts, Finding, Judgement, Link, Polarity, Recommendation, Role, Statistic, Status

BASE = "https://graphbuild.example/id/"
_FIRST = "Ash Birch Cold Dun East Fern Glen Hart Inch Kel Lang Marl Nor Oak Pen Quar Red Stan Thorn Ulver Wen Yar".split()
_LAST = "bridge by combe dale field ford ham hurst ley mere port shire stead stone ton vale wick worth".split()
_BOARD = [
    "Safeguarding Partnership",
    "Corporate Parenting Board",
    "Scrutiny Committee",
    "Improvement Board",
    "Youth Justice Board",
    "Health and Wellbeing Board",
]
_SERVICE = [
    "early help service",
    "virtual school",
    "fostering service",
    "care leavers team",
    "adoption service",
    "referral hub",
    "children's home",
    "disability team",
]
_AGENCY = ["Police", "NHS Trust", "Probation Service", "Youth Trust"]
_TEXT = {
    "inspects": "{s} inspected {o} in the spring and wrote down what it saw.",
    "holdsToAccount": "{s} holds {o} to account through quarterly challenge sessions.",
    "scrutinises": "{s} scrutinises the work of {o} at every second meeting.",
    "oversees": "{s} oversees {o} and reviews its plan each year.",
    "reportsTo": "{s} reports to {o} twice a year.",
    "provides": "{s} runs {o} from two buildings in the town.",
    "partOf": "{s} is part of {o}.",
    "worksWith": "{s} works closely with {o} on cases that cross both.",
    "sharesInformationWith": "{s} and {o} share what they know each week.",
    "memberOf": "{s} sits on {o}.",
}
HOSTILE = [
    '<img src=x onerror="window.__xss=1">',
    "</script><script>window.__xss=2</script>",
    '"><svg onload=window.__xss=3>',
    "{{7*7}} {% raw %} <!-- ]]> href=javascript:window.__xss=4",
    "\u2028line\u2029 \u202eright-to-left\u202c & &amp; ' \" ` ${window.__xss=5}",
]


def make(bodies: int, ratio: float = 2.0, seed: int = 7, per_area: int = 130, hostile: bool = False) -> tuple[Facts, list[Document]]:
    """About `bodies` things and `ratio` times as many links, in areas of `per_area`; national bodies stand above them."""
    rng = random.Random(seed)
    areas = max(1, round(bodies / per_area))
    entities: list[Entity] = [
        Entity("inspectorate-of-care", "Inspectorate", "Inspectorate of Care", ("Inspectorate of Care",), national=True)
    ]
    groups: list[list[int]] = []
    names: set[str] = set()
    while len(groups) < areas:
        place = rng.choice(_FIRST) + rng.choice(_LAST)
        while place in names:
            place = rng.choice(_FIRST) + rng.choice(_LAST) + " " + rng.choice(_LAST).capitalize()
        names.add(place)
        slug = place.lower().replace(" ", "-")
        home = f"{slug}-council"
        group = [len(entities)]
        entities.append(Entity(home, "LocalAuthority", f"{place} Council", (f"{place} Council",), documents=(f"{slug}-report",)))
        count = (bodies - 1 - areas) // areas + (1 if len(groups) < (bodies - 1 - areas) % areas else 0)
        for i in range(count):
            roll = rng.random()
            cls, stock = ("Board", _BOARD) if roll < 0.25 else ("Service", _SERVICE) if roll < 0.7 else ("Agency", _AGENCY)
            if roll > 0.85:
                cls, label = "Person", f"{rng.choice(_FIRST)}a {rng.choice(_FIRST)}{rng.choice(_LAST)}"
            else:
                label = f"{place} {rng.choice(stock)}" + (f" ({rng.choice(['north', 'south', 'east', 'west'])} {i})" if i > 11 else "")
            group.append(len(entities))
            entities.append(Entity(f"{slug}-{i}", cls, label, (label,), authority=home, documents=(f"{slug}-report",)))
        groups.append(group)
    links: list[Link] = []
    wanted = int(bodies * ratio)
    texts: dict[str, list[str]] = {}
    lengths: dict[str, int] = {}

    def say(document: str, text: str) -> Evidence:
        start = lengths.get(document, 0)
        texts.setdefault(document, []).append(text)
        lengths[document] = start + len(text) + 1
        return Evidence(document, start, start + len(text), text, str(len(texts[document])), 1 + len(texts[document]) // 9)

    def link(s: int, p: str, o: int, document: str) -> None:
        status = rng.choices(list(Status), [80, 8, 8, 4])[0]
        text = _TEXT[p].format(s=entities[s].label, o=entities[o].label)
        links.append(Link(entities[s].key, p, entities[o].key, status, say(document, text)))

    judgements: list[Judgement] = []
    findings: list[Finding] = []
    recommendations: list[Recommendation] = []
    statistics: list[Statistic] = []
    for group in groups:
        document = entities[group[0]].documents[0]
        link(0, "inspects", group[0], document)
        grade = rng.choices(["Outstanding", "Good", "RequiresImprovement", "Inadequate"], [1, 4, 4, 2])[0]
        label = entities[group[0]].label
        issued = f"{2012 + rng.randrange(13)}-0{1 + rng.randrange(9)}-15"
        judgements.append(
            Judgement(
                entities[group[0]].key,
                "overall",
                grade,
                "inspectorate-of-care",
                say(document, f"Services in {label} are {grade.lower()}."),
                date=issued,
            )
        )
        for index in group[1:6]:
            e = say(document, f"{entities[index].label} listens well but is slow to act.")
            findings.append(Finding(f"{document}-f{index}", entities[index].key, rng.choice(list(Polarity)), e))
        words = f"Make sure that {entities[group[-1]].label} has enough staff."
        recommendations.append(
            Recommendation(
                "1",
                (entities[group[0]].key,),
                words,
                say(document, words),
                (entities[group[-1]].key,),
                (findings[-1].key,) if findings else (),
            )
        )
        statistics.append(
            Statistic(
                rng.randrange(50, 900),
                "children",
                "children looked after",
                entities[group[0]].key,
                say(document, f"{label} looks after many children."),
            )
        )
        while len(links) * len(groups) < wanted * (groups.index(group) + 1):
            a = group[min(int(rng.random() ** 2 * len(group)), len(group) - 1)]
            b = rng.choice(group)
            cross = rng.random() < 0.04
            if cross:
                b = rng.choice(rng.choice(groups))
            if a != b:
                kind = "memberOf" if "Person" in (entities[a].cls, entities[b].cls) else rng.choice(list(_TEXT)[1:])
                link(a, kind, b, document)
    roles = [
        Role(e.key, "", e.authority, say(e.documents[0], f"{e.label} joined {e.authority} in May."), start="2014-05")
        for e in entities
        if e.cls == "Person"
    ]
    by_key = {e.key: e for e in entities}
    docs = [
        Document(key, "\n".join(lines), tuple(_blocks(lines)), Kind.REPORT,
                 Meta(title=f"Report on {key.removesuffix('-report')}", publisher="Inspectorate of Care",
                      issued=f"{2012 + i % 13}-05-20", kind=Kind.REPORT))
        for i, (key, lines) in enumerate(texts.items())
    ]  # fmt: skip
    facts = Facts(entities=tuple(entities), links=tuple(links), roles=tuple(r for r in roles if r.body in by_key),
                  judgements=tuple(judgements),
                  findings=tuple(findings), recommendations=tuple(recommendations), statistics=tuple(statistics))  # fmt: skip
    return poison(facts, docs) if hostile else (facts, docs)


def _blocks(lines: Iterable[str]) -> Iterable[Block]:
    offset = 0
    for i, line in enumerate(lines):
        yield Block(BlockKind.PARAGRAPH, offset, offset + len(line), str(i + 1))
        offset += len(line) + 1


def poison(facts: Facts, docs: list[Document]) -> tuple[Facts, list[Document]]:
    """The same facts with strings in every free field that would run, break out or mislead if a page were careless."""

    def bad(i: int) -> str:
        return HOSTILE[i % len(HOSTILE)]

    def ev(e: Evidence, i: int) -> Evidence:
        return replace(e, exact=f"{e.exact} {bad(i)}", end=e.end + 1 + len(bad(i)), paragraph=bad(i + 1))

    facts = replace(
        facts,
        entities=tuple(
            replace(e, label=f"{bad(i)} {e.label}", names=(*e.names, bad(i)), codes=(("gss", bad(i)),))
            for i, e in enumerate(facts.entities)
        ),
        links=tuple(replace(x, evidence=ev(x.evidence, i)) for i, x in enumerate(facts.links)),
        judgements=tuple(replace(j, area=bad(i), evidence=ev(j.evidence, i)) for i, j in enumerate(facts.judgements)),
        recommendations=tuple(replace(r, number=bad(i), text=bad(i + 2), kind=bad(i)) for i, r in enumerate(facts.recommendations)),
        statistics=tuple(replace(s, unit=bad(i), measures=bad(i + 1), at=bad(i)) for i, s in enumerate(facts.statistics)),
    )
    docs = [
        replace(d, meta=replace(d.meta, title=bad(i), publisher=bad(i + 1), url="javascript:window.__xss=6")) for i, d in enumerate(docs)
    ]
    return facts, docs


def turtle(facts: Facts, docs: list[Document]) -> str:
    """The facts' links, entities and documents as the contract writes them, without a library: enough to query and to compare."""

    def q(text: str) -> str:
        out = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
        return f'"{out}"'

    def iri(key: str) -> str:
        return f"<{BASE}{key}>"

    standard = {"reportsTo": "org:reportsTo", "partOf": "org:subOrganizationOf", "memberOf": "org:memberOf"}
    out = [
        "@prefix acc: <https://graphbuild.example/ontology#> .\n@prefix org: <http://www.w3.org/ns/org#> .\n"
        "@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n"
        "@prefix oa: <http://www.w3.org/ns/oa#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
        "@prefix schema: <http://schema.org/> .\n@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n\n"
    ]
    for d in docs:
        out.append(f"{iri(d.identifier)} a schema:Report ; dcterms:title {q(d.meta.title)} ; dcterms:identifier {q(d.identifier)} .\n")
    for e in facts.entities:
        cls = "foaf:Person" if e.cls == "Person" else f"acc:{e.cls}"
        out.append(f"{iri(e.key)} a {cls} ; skos:prefLabel {q(e.label)} .\n")
    for i, x in enumerate(facts.links):
        p = standard.get(x.predicate, f"acc:{x.predicate}")
        if x.status is Status.ACTUAL:
            out.append(f"{iri(x.subject)} {p} {iri(x.object)} .\n")
        out.append(
            f"<{BASE}link/{i}> a acc:Link ; rdf:subject {iri(x.subject)} ; rdf:predicate {p} ; rdf:object {iri(x.object)} ; "
            f"acc:status acc:{x.status} ; "
            f"acc:evidence [ a oa:SpecificResource ; oa:hasSource {iri(x.evidence.document)} ; acc:paragraph {q(x.evidence.paragraph)} ; "
            f"oa:hasSelector [ a oa:TextQuoteSelector ; oa:exact {q(x.evidence.exact)} ] ] .\n"
        )
    for i, j in enumerate(facts.judgements):
        out.append(
            f"<{BASE}judgement/{i}> a acc:Judgement ; acc:judges {iri(j.body)} ; acc:grade acc:{j.grade} ; "
            f"acc:madeBy {iri(j.by)} ; acc:area {q(j.area)} .\n"
        )
    return "".join(out)
