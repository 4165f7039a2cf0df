"""The shortest way from one thing to another, through what the documents say of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from graphbuild.ask import records
from graphbuild.ask.names import Thing
from graphbuild.ask.records import Fact, Passage, Stated
from graphbuild.ask.store import Graph


class Step(NamedTuple):
    """One step of a way: a link, or a post that a person holds in a body; `status` "Actual" for the latter."""

    start: str
    end: str
    link: Stated | None
    role: Fact | None

    @property
    def status(self) -> str:
        return self.link.status if self.link else "Actual"

    @property
    def passages(self) -> Sequence[Passage]:
        return self.link.passages if self.link else self.role.passages if self.role else ()

    def text(self, name: Callable[[str], str]) -> str:
        """The step in words."""
        from graphbuild.ask.explain import sentence

        if self.link:
            return sentence(self.link, name)
        assert self.role is not None
        return f"{name(self.role['person'])} holds or held the post {self.role['post'] or 'member'} in {name(self.role['body'])}."


def shortest(graph: Graph, one: Thing, other: Thing) -> list[Step]:
    """The steps from `one` to `other`, over links that stand, else over links of any status; none where there is no way.

    Of ways equally short, the one whose links come first in the ontology's order, then by IRI: the same each time.
    """
    steps = _steps(graph)
    return _search(steps, one.iri, other.iri, {"Actual"}) or _search(steps, one.iri, other.iri, set())


def _steps(graph: Graph) -> dict[str, list[Step]]:
    found: dict[str, list[Step]] = defaultdict(list)
    for link in records.links(graph):
        found[link.subject].append(Step(link.subject, link.object, link, None))
        found[link.object].append(Step(link.object, link.subject, link, None))
    for role in sorted(records.facts(graph, "role"), key=lambda f: f.iri):
        if role["person"] and role["body"] and " " not in role["body"]:
            found[role["person"]].append(Step(role["person"], role["body"], None, role))
            found[role["body"]].append(Step(role["body"], role["person"], None, role))
    return found


def _search(steps: dict[str, list[Step]], start: str, end: str, statuses: set[str]) -> list[Step]:
    """Breadth first; `statuses` empty lets every link through."""
    came: dict[str, Step | None] = {start: None}
    edge = [start]
    while edge and end not in came:
        further: list[str] = []
        for here in edge:
            for step in steps.get(here, ()):
                if step.end not in came and (not statuses or step.status in statuses):
                    came[step.end] = step
                    further.append(step.end)
        edge = further
    way: list[Step] = []
    here = end
    while (last := came.get(here)) is not None:
        way.append(last)
        here = last.start
    return way[::-1]
