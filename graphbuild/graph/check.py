"""What is written must be sound: the last look at facts before they become a graph."""

from __future__ import annotations

from dataclasses import replace

from graphbuild import ontology
from graphbuild.facts import Facts, Link
from graphbuild.graph.values import precision


def sound(facts: Facts) -> tuple[Facts, list[str]]:
    """`facts` without what the ontology does not allow, and a line for each thing left out.

    Left out: links that join classes they may not join, that join a thing to itself or to a thing nobody described; roles,
    judgements and so on of such a thing. The two ends of a symmetric link are put in order, so that either way round is one link.
    """
    classes = {e.key: e.cls for e in facts.entities}
    labels = {e.key: e.label for e in facts.entities}
    kinds = ontology.links()
    said: list[str] = []

    def known(what: str, *keys: str) -> bool:
        lost = [key for key in keys if key and key not in classes]
        if lost:
            said.append(f"{what} of {lost[0]!r}, which is described nowhere, was left out")
        return not lost

    links: list[Link] = []
    for link in facts.links:
        kind = kinds.get(link.predicate)
        if kind is None:
            said.append(f"a link {link.predicate!r}, which the ontology does not know, was left out")
        elif link.subject == link.object:
            said.append(f"a link of {labels.get(link.subject, link.subject)!r} with itself was left out")
        elif known("a link", link.subject, link.object):
            if not kind.joins(classes[link.subject], classes[link.object]):
                ends = f"{labels[link.subject]!r} ({classes[link.subject]}) {kind.label} {labels[link.object]!r} ({classes[link.object]})"
                said.append(f"left out, as the ontology does not let it join these: {ends}")
            elif kind.symmetric and link.object < link.subject:
                links.append(replace(link, subject=link.object, object=link.subject))
            else:
                links.append(link)

    def sort(what: str, key: str, cls: str) -> bool:
        right = not key or classes[key] == cls
        if not right:
            said.append(f"{what} {labels[key]!r} is no {cls} but of class {classes[key]}, and was left out")
        return right

    def day(value: str) -> str:
        if value and not precision(value):
            said.append(f"{value!r} is no date, and was left out")
            return ""
        return value

    return (
        replace(
            facts,
            entities=tuple(e if classes.get(e.authority) == "LocalAuthority" else replace(e, authority="") for e in facts.entities),
            links=tuple(links),
            roles=tuple(
                replace(r, start=day(r.start), end=day(r.end))
                for r in facts.roles
                if known("a role", r.person, r.post, r.body)
                and sort("a role of", r.post, "Post")
                and sort("a role held by", r.person, "Person")
            ),
            inspections=tuple(
                replace(i, start=day(i.start), end=day(i.end))
                for i in facts.inspections
                if known("an inspection", i.body, *i.inspectorates)
            ),
            judgements=tuple(replace(j, date=day(j.date)) for j in facts.judgements if known("a judgement", j.body, j.by)),
            findings=tuple(f for f in facts.findings if known("a finding", f.about)),
            recommendations=tuple(
                replace(r, to=tuple(k for k in r.to if known("an addressee", k)), about=tuple(k for k in r.about if known("a subject", k)))
                for r in facts.recommendations
            ),
            statistics=tuple(replace(s, about=s.about if known("the subject", s.about) else "") for s in facts.statistics),
            statements=tuple(
                s for s in facts.statements if s.speaker and known("a statement", s.speaker) and sort("a statement by", s.speaker, "Person")
            ),
        ),
        said,
    )
