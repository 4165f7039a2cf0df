"""What changed between two graphs: facts that came, went and changed, by body, in words; and every statement as RDF Patch.

Things are compared by their IRIs without the base, so that a build under another base is not all new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pyoxigraph as ox

from graphbuild import ontology
from graphbuild.ask import records
from graphbuild.ask.explain import called, sentence
from graphbuild.ask.names import Names
from graphbuild.ask.records import Fact, Passage, Stated
from graphbuild.ask.store import Graph

_DOCUMENTS = """SELECT DISTINCT ?n ?t ?h {
  ?d dcterms:identifier ?n OPTIONAL { ?d dcterms:title ?t } OPTIONAL { ?d acc:sha256 ?h } }"""


class Change(NamedTuple):
    """One change of a body: `sign` is "+" (came), "-" (went) or "~" (changed), `words` what, `passage` where it is said ("" if it went)."""

    body: str
    sign: str
    words: str
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class _Side:
    """One graph, read for comparison: what identifies a fact → (its body's name, what may change about it, words, passage)."""

    graph: Graph
    names: Names
    facts: dict[tuple[str, ...], tuple[str, str, str, Passage | None]]


def differences(old: Graph, new: Graph) -> list[Change]:
    """Every fact that came, went or changed, in order of body."""
    before, after = _side(old), _side(new)
    found: list[Change] = []
    for key in {**before.facts, **after.facts}:
        was, now = before.facts.get(key), after.facts.get(key)
        if was is None and now is not None:
            found.append(Change(now[0], "+", _whole(now), now[3]))
        elif now is None and was is not None:
            found.append(Change(was[0], "-", _whole(was), was[3]))
        elif was is not None and now is not None and was[1] != now[1]:
            found.append(Change(now[0], "~", f"{now[2]} was {was[1]}, is now {now[1]}".strip(), now[3]))
    return sorted(found, key=lambda c: (c.body.casefold(), "~+-".index(c.sign), c.words))


def _whole(side: tuple[str, str, str, Passage | None]) -> str:
    return f"{side[2]} {side[1]}".strip()


def _side(graph: Graph) -> _Side:
    names = Names(graph)
    side = _Side(graph, names, {})
    for thing in names.things.values():
        label = ontology.classes()[thing.cls].label
        state = f"named in the documents as {'an' if label[0] in 'aeiou' else 'a'} {label}"
        side.facts["thing", _local(graph, thing.iri)] = (thing.called, state, "", None)
    for row in graph.rows(_DOCUMENTS):
        side.facts["document", row["n"]] = ("Documents", f"(sha256 {row.get('h', '?')[:12]})", row.get("t", row["n"]), None)
    _links(side)
    for kind in records.KINDS:
        for fact in records.facts(graph, kind):
            _fact(side, kind, fact)
    return side


def _links(side: _Side) -> None:
    grouped: dict[tuple[str, str, str], list[Stated]] = defaultdict(list)
    for link in records.links(side.graph):
        grouped[link.subject, link.predicate, link.object].append(link)
    for (subject, predicate, object_), those in grouped.items():
        key = ("link", _local(side.graph, subject), predicate, _local(side.graph, object_))
        state = " and ".join(x.status.lower() for x in those)
        plain = Stated(those[0].iri, subject, predicate, object_, "Actual", ())
        words = sentence(plain, lambda iri: called(side.names, iri)).rstrip(".") + ":"
        side.facts[key] = (called(side.names, subject), state, words, next((p for x in those for p in x.passages), None))


def _fact(side: _Side, kind: str, fact: Fact) -> None:
    """A fact by what makes it the same fact in another build, and what may change about it."""
    at = fact.passages[0] if fact.passages else None
    document, paragraph = (at.document, at.paragraph) if at else ("", "")
    body = _local(side.graph, fact["body"])
    place = str(at.start) if at else fact.iri
    keys: dict[str, tuple[tuple[str, ...], str, str]] = {
        "judgement": (
            (body, fact["area"], fact["date"][:7] or document),
            ontology.local(fact["grade"]),
            f"judged for {fact['area'] or 'overall'}:",
        ),
        "finding": ((body, document, paragraph, place), ontology.local(fact["polarity"]).lower(), "finding:"),
        "recommendation": ((document, fact["number"] or place), fact["text"], f"recommendation {fact['number']}:"),
        "figure": (
            (body, document, fact["measures"], fact["unit"], fact["period"], place),
            fact["value"],
            f"{fact['measures']} ({fact['period']}):",
        ),
        "role": ((fact["person"], fact["post"], body, fact["from"]), fact["to"] or "present", f"{fact['post']}, until"),
        "statement": ((fact["person"], document, place), fact["text"], "said:"),
        "inspection": ((body, fact["from"] or fact.iri), fact["form"], f"inspected {fact['from']}"),
    }
    key, state, words = keys[kind]
    whose = fact["body"] or fact["person"]
    name = ", ".join(called(side.names, iri) for iri in whose.split()) or "Nobody named"
    if kind == "role" and fact["person"]:
        words = f"{called(side.names, fact['person'])}, {words}"
    side.facts[(kind, *(_local(side.graph, part) for part in key))] = (name, state, words, at)


def _local(graph: Graph, iris: str) -> str:
    return " ".join(iri.removeprefix(graph.base) if graph.base else iri for iri in iris.split(" "))


def as_text(changes: list[Change]) -> str:
    """The changes in words, by body, each that came or changed with its sentence."""
    if not changes:
        return "Nothing changed.\n"
    signs = {"+": "new", "-": "gone", "~": "changed"}
    counts = ", ".join(f"{sum(c.sign == sign for c in changes)} {word}" for sign, word in signs.items())
    out = [f"{len(changes)} differences: {counts}."]
    body = None
    for change in changes:
        if change.body != body:
            body = change.body
            out += ["", body]
        out.append(f"  {change.sign} {change.words}")
        if change.passage and change.sign != "-":
            out.append(f"      “{change.passage.words}” — {change.passage.place}")
    return "\n".join(" ".join(line.split()) if not line.startswith(" ") else line.rstrip() for line in out) + "\n"


def patch(old: Graph, new: Graph) -> Iterator[str]:
    """RDF Patch (https://afs.github.io/rdf-patch/): the statements to delete and to add to make the old graph the new one."""
    before, after = (sorted({str(q.triple) for q in g.store}) for g in (old, new))
    gone, came = set(before) - set(after), set(after) - set(before)
    yield "TX .\n"
    for sign, those in (("D", gone), ("A", came)):
        for triple in sorted(those):
            yield f"{sign} {triple} .\n"
    yield "TC .\n"


def blank(graph: Graph) -> bool:
    """Whether a graph has blank nodes, which no patch can name for another store."""
    return any(isinstance(term, ox.BlankNode) for q in graph.store for term in (q.subject, q.object))
