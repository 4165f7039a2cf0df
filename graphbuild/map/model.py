"""Facts as the page holds them: bodies and links for Pyvis, and the rest (sentences, judgements, findings …) as one plain table each.

The page's numbers: a node is its place in `nodes`, a sentence its place in `sents`, a document its place in `docs`. Keys (the
last step of an IRI) name a node in links to the page, so that such a link still holds when the graph grows.
"""

from __future__ import annotations

import bisect
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from graphbuild.document import Meta
from graphbuild.facts import Entity, Evidence, Facts, Status
from graphbuild.graph.iris import step
from graphbuild.lexicon import longest_first
from graphbuild.map import scenes as scenes_
from graphbuild.map.layout import Scene, Tie
from graphbuild.map.terms import Terms

HOLDS, POST_IN = "holdsPost", "postIn"
"""The two steps of a role (person, post, body), drawn as lines though they are no links of the ontology."""


@dataclass(slots=True)
class Page:
    """What goes into the page: Pyvis' nodes and edges, and `data` beside them."""

    nodes: list[dict[str, Any]] = field(default_factory=list)
    edges: list[dict[str, Any]] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    scenes: list[Scene] = field(default_factory=list)


class _Sentences:
    """Sentences, each once, with the spans of the names in it."""

    def __init__(self, entities: dict[str, Entity], docs: dict[str, int], classes: dict[str, str]) -> None:
        self.rows: list[list[Any]] = []
        self._number: dict[tuple[str, int, int], int] = {}
        self._docs = docs
        self._names = {key: longest_first({e.label, *e.names}) + _described(e.label, classes.get(e.cls, "")) for key, e in entities.items()}
        self._mentions: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for key, entity in entities.items():
            for m in entity.mentions:
                self._mentions[key, m.document].append((m.start, m.end))
        for spans in self._mentions.values():
            spans.sort()

    def number(self, e: Evidence) -> int:
        at = (e.document, e.start, e.end)
        if at not in self._number:
            self._number[at] = len(self.rows)
            self.rows.append([self._docs[e.document], e.start, e.end, e.paragraph, e.page or 0, e.exact])
        return self._number[at]

    def marks(self, e: Evidence, keys: Iterable[str]) -> list[int]:
        """Start, end and which of `keys`, over and over, for each name found in the sentence; spans do not overlap."""
        found: list[tuple[int, int, int]] = []
        for which, key in enumerate(keys):
            found += [(a, b, which) for a, b in self._named(e, key)]
        flat: list[int] = []
        last = 0
        for a, b, which in sorted(found, key=lambda s: (s[0], -s[1], s[2])):
            if a >= last and b > a:
                flat += [a, b, which]
                last = b
        return flat

    def _named(self, e: Evidence, key: str) -> list[tuple[int, int]]:
        """Where a sentence names a thing: by the places extraction found, else by any of its names."""
        known = self._mentions.get((key, e.document), [])
        spans: list[tuple[int, int]] = []
        for a, b in known[bisect.bisect_left(known, (e.start, 0)) :]:
            if a >= e.end:
                break
            if b <= e.end:
                spans.append((a - e.start, b - e.start))
        text = e.exact.lower()
        if not spans and len(text) == len(e.exact):
            for name in self._names.get(key, ()):
                spans = _whole(name.lower(), text)
                if spans:
                    break
        return spans


def page(facts: Facts, documents: Sequence[tuple[str, Meta, str]], terms: Terms) -> Page:
    """The page's contents, the same in whatever order facts and documents come. `documents` are (identifier, meta, kind)."""
    facts = _ordered(facts)
    entities = {e.key: e for e in sorted(facts.entities, key=lambda e: e.key)}
    number = {key: i for i, key in enumerate(entities)}
    cited = {e.document for e in _all_evidence(facts)} | {d for e in entities.values() for d in e.documents}
    known = {identifier: (meta, kind) for identifier, meta, kind in documents}
    names = sorted(set(known) | cited, key=lambda d: (known[d][0].issued if d in known else "", d))
    docs = {d: i for i, d in enumerate(names)}
    used = [x.predicate for x in facts.links]
    terms = terms.complete([e.cls for e in entities.values()], used, [j.grade for j in facts.judgements if j.grade])
    sentences = _Sentences(entities, docs, {c.name: c.label for c in terms.classes})
    out = Page()

    def ref(key: str) -> int:
        return number.get(key, -1)

    def ev(e: Evidence, *keys: str) -> list[Any]:
        return [sentences.number(e), sentences.marks(e, keys)]

    grouped: dict[tuple[str, str, str, str], list[Evidence]] = defaultdict(list)
    for link in facts.links:
        if link.subject in number and link.object in number:
            grouped[link.subject, link.predicate, link.object, str(link.status)].append(link.evidence)
    for r in facts.roles:
        status = str(Status.FORMER if r.end else Status.ACTUAL)
        if r.post in number and r.body in number:
            grouped[r.post, POST_IN, r.body, str(Status.ACTUAL)].append(r.evidence)
        if r.person in number:
            to = r.post if r.post in number else r.body
            if to in number:
                grouped[r.person, HOLDS, to, status].append(r.evidence)
    kinds = {t.name: t for t in terms.links}
    ties: list[Tie] = []
    partners: dict[int, set[tuple[int, str]]] = defaultdict(set)
    for (s, p, o, status), evidence in sorted(grouped.items()):
        many = sorted({(e.document, e.start, e.end): e for e in evidence}.values())
        out.edges.append({"from": s, "to": o, "p": p, "st": status, "ev": [ev(e, s, o) for e in many]})
        term = kinds.get(p)
        a, b = (ref(o), ref(s)) if term is not None and term.up else (ref(s), ref(o))
        if p in (HOLDS, POST_IN):
            ties.append(Tie(ref(o), ref(s), 0.5, 0.4))
        elif term is not None and term.kind == "accountability":
            ties.append(Tie(a, b, 1.0, 1.0))
        else:
            ties.append(Tie(a, b, 0.0 if term is None or not term.up else 0.7, 0.5))
        if p not in (HOLDS, POST_IN):
            word = term.kind if term is not None else ""
            partners[ref(s)].add((ref(o), word))
            partners[ref(o)].add((ref(s), word))

    weight = [0.0] * len(entities)
    for node, around in sorted(partners.items()):
        weight[node] = sum(1.0 if kind == "accountability" else 0.5 for _, kind in around)
    for j in facts.judgements:
        if j.body in number:
            weight[number[j.body]] += 0.3 if j.previous else 1.5
    for f in facts.findings:
        if f.about in number:
            weight[number[f.about]] += 0.12
    classes = {c.name: c for c in terms.classes}
    everyone = list(entities.values())
    homes = sorted({e.authority for e in everyone if e.authority in number})
    area_of = {key: i for i, key in enumerate(homes)}
    area = [area_of.get(e.authority, area_of.get(e.key, -1)) for e in everyone]
    actor = [classes[e.cls].actor for e in everyone]
    out.scenes = scenes_.build(
        [round(w, 3) for w in weight], actor, area, [number[h] for h in homes], [entities[h].label for h in homes],
        [e.national and e.authority not in number and actor[i] for i, e in enumerate(everyone)], ties,
    )  # fmt: skip
    where = next(s for s in out.scenes if s.name == "all").places
    for i, e in enumerate(everyone):
        x, y = where[i]
        cls = classes[e.cls]
        out.nodes.append({
            "id": e.key, "step": step(e.key), "label": e.label, "shape": cls.shape, "color": cls.colour, "x": x, "y": y,
            "size": round(7 + 2.4 * math.sqrt(weight[i]), 1),
            "cls": e.cls, "area": area[i], "w": round(weight[i], 2), "also": [n for n in e.names if n != e.label],
            "docs": [docs[d] for d in e.documents if d in docs], "codes": [list(c) for c in e.codes],
        })  # fmt: skip

    findings = [f for f in facts.findings if f.about in number]
    by_key: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, f in enumerate(findings):
        by_key[f.evidence.document, f.key].append(i)
    inspections = {(i.evidence.document, i.key): i for i in facts.inspections}

    def judged(document: str, inspection: str, date: str) -> str:
        at = inspections.get((document, inspection))
        return date or (at.end or at.start if at is not None else "") or (known[document][0].issued if document in known else "")

    statuses = terms.statuses or tuple((str(s), str(s), "") for s in Status)
    plain = {"kind": "people", "color": "#6b6b6b", "sym": False, "up": True, "iri": "", "help": ""}
    out.data = {
        "docs": [_document(d, known.get(d)) for d in names],
        "classes": [
            {"id": c.name, "label": c.label, "color": c.colour, "shape": c.shape, "actor": c.actor, "help": c.definition, "iri": c.iri}
            for c in terms.classes
            if any(e.cls == c.name for e in everyone)
        ],
        "preds": [
            {
                "id": p.name, "label": p.label, "inverse": p.inverse, "kind": p.kind, "color": p.colour,
                "sym": p.symmetric, "up": p.up, "iri": p.iri, "help": p.definition,
            }
            for p in terms.links
            if any(k[1] == p.name for k in grouped)
        ]
        + [
            {**plain, "id": HOLDS, "label": "holds the post of", "inverse": "is held by"},
            {**plain, "id": POST_IN, "label": "is a post in", "inverse": "has the post of"},
        ],
        "statuses": [{"id": n, "label": label, "help": text} for n, label, text in statuses],
        "grades": [{"id": g.name, "label": g.label, "color": g.colour, "rank": g.rank, "iri": g.iri} for g in terms.grades],
        "areas": [number[h] for h in homes],
        "roles": [
            {
                "person": ref(r.person), "post": ref(r.post), "body": ref(r.body), "start": r.start, "end": r.end,
                "interim": r.interim, "ev": ev(r.evidence, r.person, r.body),
            }
            for r in facts.roles
        ],
        "judgements": [
            {
                "body": ref(j.body), "area": j.area, "grade": j.grade, "by": ref(j.by), "previous": j.previous,
                "date": judged(j.evidence.document, j.inspection, j.date), "ev": ev(j.evidence, j.body, j.by),
            }
            for j in facts.judgements
            if j.body in number
        ],
        "findings": [
            {"about": ref(f.about), "pol": str(f.polarity), "marked": f.recommendation_marked, "ev": ev(f.evidence, f.about)}
            for f in findings
        ],
        "recs": [
            {
                "n": r.number, "to": [ref(k) for k in r.to if k in number], "about": [ref(k) for k in r.about if k in number],
                "text": r.text, "kind": r.kind, "ev": ev(r.evidence, *r.to, *r.about),
                "by": sorted({i for k in r.supported_by for i in by_key[r.evidence.document, k]}),
            }
            for r in facts.recommendations
        ],
        "stats": [
            {
                "about": ref(s.about), "value": s.value, "unit": s.unit, "what": s.measures, "at": s.at,
                "than": s.compared_with, "approx": s.approximate, "ev": ev(s.evidence, s.about),
            }
            for s in facts.statistics
        ],
        "says": [{"who": ref(s.speaker), "text": s.text, "ev": ev(s.evidence, s.speaker)} for s in facts.statements],
    }  # fmt: skip
    for place, node in _headlines(out.data["judgements"], {g.name: g.rank for g in terms.grades}).items():
        out.nodes[place]["badge"] = node
    out.data["scenes"] = [
        {
            "id": scene.name if scene.area < 0 else f"area~{homes[scene.area]}",
            "title": scene.title,
            "cards": scene.cards,
            "area": scene.area,
            "at": [] if scene.name == "all" else [v for n in sorted(scene.places) for v in (n, *scene.places[n])],
            "bands": [{"title": b.title, "area": b.area, "box": [b.x, b.y, b.width, b.height]} for b in scene.bands],
        }
        for scene in out.scenes
    ]
    out.data["sents"] = sentences.rows
    return out


def _headlines(judgements: list[dict[str, Any]], rank: dict[str, int]) -> dict[int, int]:
    """The judgement that a body's badge shows: of its latest year the overall one, else the worst.

    What a document reports of an earlier inspection counts only where there is nothing else.
    """

    def order(i: int) -> tuple[bool, str, bool, int, int]:
        j = judgements[i]
        return (not j["previous"], j["date"][:4], "overall" in j["area"].lower(), rank[j["grade"]], -i)

    found: dict[int, int] = {}
    for i, j in enumerate(judgements):
        if j["grade"] in rank and (j["body"] not in found or order(i) > order(found[j["body"]])):
            found[j["body"]] = i
    return found


def _described(label: str, cls: str) -> list[str]:
    """How a text speaks of a thing it has named before: "the board", "the local authority"."""
    last = label.split()[-1].lower() if label.split() else ""
    return [f"the {word}" for word in (last, cls.lower()) if len(word) > 3]


def _whole(name: str, text: str) -> list[tuple[int, int]]:
    """Where `name` stands in `text` as whole words."""
    found: list[tuple[int, int]] = []
    at = text.find(name) if name else -1
    while at >= 0:
        end = at + len(name)
        if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
            found.append((at, end))
        at = text.find(name, end)
    return found


def _ordered(facts: Facts) -> Facts:
    """The facts in the order of their words (links are put in order where they are grouped)."""
    return replace(
        facts,
        roles=tuple(sorted(facts.roles, key=lambda x: (x.evidence, repr(x)))),
        inspections=tuple(sorted(facts.inspections, key=lambda x: (x.evidence, repr(x)))),
        judgements=tuple(sorted(facts.judgements, key=lambda x: (x.evidence, repr(x)))),
        findings=tuple(sorted(facts.findings, key=lambda x: (x.evidence, repr(x)))),
        recommendations=tuple(sorted(facts.recommendations, key=lambda x: (x.evidence, repr(x)))),
        statistics=tuple(sorted(facts.statistics, key=lambda x: (x.evidence, repr(x)))),
        statements=tuple(sorted(facts.statements, key=lambda x: (x.evidence, repr(x)))),
    )


def _document(identifier: str, known: tuple[Meta, str] | None) -> dict[str, str]:
    meta, kind = known if known is not None else (Meta(), "")
    url = meta.url if re.match(r"https?://", meta.url, re.IGNORECASE) else ""
    return {
        "id": identifier,
        "step": step(identifier),
        "title": meta.title or identifier,
        "by": meta.publisher,
        "issued": meta.issued,
        "kind": kind,
        "url": url,
    }


def _all_evidence(facts: Facts) -> Iterable[Evidence]:
    for many in (facts.links, facts.roles, facts.judgements, facts.findings, facts.recommendations, facts.statistics, facts.statements):
        for fact in many:
            yield fact.evidence
