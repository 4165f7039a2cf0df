"""Which of the things a document names are worth recording.

A text full of common nouns names much that is nobody's body: "support plans", "school governors". A thing is kept when a fact
is about it, or when its name is a name by itself: written in capitals, fixed in the wording, or a head that stands for a
body or a scheme whatever comes before it ("the gateway panel"). That a text judges it is not enough: a report judges plans
and visits and reviews as kinds of work, in every paragraph.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from graphbuild.extract.annotated import Annotated
from graphbuild.facts import Facts
from graphbuild.ontology import wording


def notable(annotated: Annotated, facts: Facts) -> Facts:
    """`facts` without the things that are only common nouns and that no fact is about."""
    named = Counter(m.key for m in annotated.mentions if m.how == "name")
    owners = {m.key for m in annotated.nested if m.cls in wording("names")["notable"]["owners"] and not annotated.entities[m.key].generic}
    named.update(owners)
    used = set(_used(facts))
    rules = wording("names")["notable"]
    weak = {e.key for e in facts.entities if e.weak and e.cls not in rules["judged"]} - used
    facts = replace(facts, findings=tuple(f for f in facts.findings if f.about not in weak))
    used |= {f.about for f in facts.findings}
    kept = tuple(e for e in facts.entities if e.key in used or (named[e.key] and e.cls != "Person" and not e.weak))
    keys = {e.key for e in kept}
    kept += tuple(e for e in facts.entities if e.key not in keys and any(k.authority == e.key for k in kept))
    return replace(facts, entities=tuple(sorted(kept, key=lambda e: e.key)))


def _used(facts: Facts) -> Iterator[str]:
    """Keys of all things that facts other than findings speak of."""
    for link in facts.links:
        yield from (link.subject, link.object)
    for role in facts.roles:
        yield from (role.person, role.post, role.body)
    for inspection in facts.inspections:
        yield from (*inspection.inspectorates, inspection.body)
    for judgement in facts.judgements:
        yield from (judgement.body, judgement.by)
    for recommendation in facts.recommendations:
        yield from (*recommendation.to, *recommendation.about)
    for statistic in facts.statistics:
        yield statistic.about
    for statement in facts.statements:
        yield statement.speaker
