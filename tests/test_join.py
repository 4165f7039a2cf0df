"""Working area by area changes nothing: facts are as they would be had all documents been looked at together."""

from __future__ import annotations

from graphbuild.build import Result, build, one
from graphbuild.document import Document
from graphbuild.facts import Facts
from graphbuild.join import Member, join, settle, together
from graphbuild.manifest import seeds
from graphbuild.packets import Brief, Shelf, facts, packed
from graphbuild.resolve import identities
from graphbuild.sources import find
from graphbuild.workers import Processes


def every() -> list[tuple[Document, Facts]]:
    return [found for source in find([seeds()], None)[0] if isinstance(found := one(source), tuple)]


def test_area_by_area_is_as_all_together() -> None:
    read = every()
    shelf = Shelf()
    heads = [(Brief(document, 0, said.entities), shelf.put(packed(Brief(document, 0), said))) for document, said in read]
    joined, _ = join(shelf, heads, Processes(1))
    resolution = identities((document.identifier, said.entities) for document, said in read)
    whole = settle([Member(shelf.get(n), resolution.keys[b.document.identifier], resolution.entities) for b, n in heads])
    assert list(joined) == [facts(each.packet) for each in whole]
    assert any(each.followups for each in joined), "the samples follow recommendations up"


def test_a_build_that_names_nobody_names_nobody_in_any_area() -> None:
    with_people, without = build([seeds()]), build([seeds()], people=False)
    names = {name for e in with_people.together.entities if e.cls == "Person" for name in (e.label, *e.names)}
    assert names, "the samples name people"
    assert not [e for e in without.together.entities if e.cls == "Person"]
    assert not [name for name in names for s in without.together.findings if name in s.evidence.exact]


def test_together_is_the_sum_of_the_parts() -> None:
    result: Result = build([seeds()])
    whole = together(result.facts)
    assert len(whole.links) == sum(len(f.links) for f in result.facts)
    assert {e.key for e in whole.entities} == {e.key for f in result.facts for e in f.entities}
    assert len({e.key for e in whole.entities}) == len(whole.entities)
