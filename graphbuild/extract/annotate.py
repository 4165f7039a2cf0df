"""Document → annotated document: its sentences, the things it names, and where each is mentioned.

Names are found by their grammar (`names`), people by `people`; those that stand (`select`) are gathered into things within
the document (`resolve.gather`); then descriptions and pronouns are given to the thing they stand for (`resolve.anaphora`).
"""

from __future__ import annotations

from graphbuild.document import Document
from graphbuild.extract.annotated import Annotated
from graphbuild.extract.area import area_of, authority_names, inspectorates_of, subject_of
from graphbuild.extract.attendance import persons as attending
from graphbuild.extract.names import candidates
from graphbuild.extract.people import people
from graphbuild.extract.select import Selector, outermost, with_posts
from graphbuild.extract.sentences import sentences
from graphbuild.extract.tokens import Raw
from graphbuild.lexicon import folded
from graphbuild.resolve.anaphora import stand_ins
from graphbuild.resolve.gather import Gatherer

_NESTED = frozenset({"capital", "known", "authority", "acronym", "area", "person"})
_OWNERS = frozenset({"Agency", "Board", "LocalAuthority", "Inspectorate"})
_STAND_INS = frozenset({"anaphor", "pronoun"})


def annotate(document: Document) -> Annotated:
    """The annotated document; deterministic, and a function of the document and the ontology alone."""
    sents, low = sentences(document), folded(document.text)
    raws, acronyms = candidates(document.text, sents)
    persons = attending(document, people(document, sents))
    selector = Selector(document, low)
    raws = [selector.without_people(raw, persons) for raw in raws]
    spans = [Raw(p.start, p.end, p.cls, "person", k) for k, p in enumerate(persons)]
    area = area_of(document)
    spans += authority_names(document.text, low, area)
    taken = {(s.start, s.end) for s in spans}
    standing = [r for r in raws if r.kind not in _STAND_INS and (r.start, r.end) not in taken and selector.stands(r)]
    known = {document.text[r.start : r.end] for r in standing if r.kind == "capital" and not r.cls}
    standing += [r for r in raws if r.kind == "capital" and not r.cls and document.text[r.start : r.end] in known]
    spans += sorted(set(standing))
    outer, inner = with_posts(low, *outermost(spans), [r for r in raws if r.kind == "anaphor"])

    gatherer = Gatherer(document, area, acronyms, persons)
    mentions = [m for m in map(gatherer.mention, outer) if m]
    nested = [m for m in map(gatherer.mention, (r for r in inner if r.kind in _NESTED)) if m]
    keys = gatherer.merged()
    entities = gatherer.entities(keys)
    mentions = sorted(m._replace(key=keys.get(m.key, m.key), cls=entities[keys.get(m.key, m.key)].cls) for m in mentions)
    nested = sorted(m._replace(key=keys.get(m.key, m.key), cls=entities[keys.get(m.key, m.key)].cls) for m in nested)
    used = {m.key for m in mentions} | {m.key for m in nested if m.cls in _OWNERS} | {gatherer.area} | {p.key for p in persons}
    entities = {key: entity for key, entity in entities.items() if key in used}
    draft = Annotated(
        document,
        sents,
        entities,
        tuple(mentions),
        tuple(m for m in nested if m.key in entities),
        gatherer.area,
        subject_of(document, low, entities, mentions, gatherer.area),
        inspectorates_of(document, low, entities, mentions),
    )
    return stand_ins(draft, [r for r in raws if r.kind in _STAND_INS])
