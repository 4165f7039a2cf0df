"""The pages beside the endpoint: what there is, the query page, and what is known of one IRI."""

from __future__ import annotations

import functools
from html import escape
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from graphbuild.ask import cookbook
from graphbuild.ask.explain import of_body
from graphbuild.ask.names import Names
from graphbuild.ask.store import Graph
from graphbuild.graph.terms import PREFIXES

VENDOR = Path(__file__).with_name("_vendor") / "yasgui-4.2.28"
SECURE = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
PLAIN = SECURE + "style-src 'unsafe-inline'"
QUERYING = SECURE + "script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'"
_MOST = 200


@functools.cache
def _templates() -> Any:
    from jinja2 import Environment, PackageLoader

    return Environment(loader=PackageLoader("graphbuild.ask"), autoescape=True, trim_blocks=True, lstrip_blocks=True)


_MOST_SAID = """SELECT ?t ?label (COUNT(DISTINCT ?f) AS ?n) { ?f acc:about|rdf:subject|rdf:object|acc:judges ?t ; acc:evidence ?e .
  ?t dcterms:isReferencedBy ?d ; skos:prefLabel ?label } GROUP BY ?t ?label ORDER BY DESC(?n) ?label LIMIT 12"""


def home(graph: Graph, title: str, facts: int, address: str, files: list[str], link: Any) -> str:
    """The first page: the map, the query page, where to start, the files, how to ask by program. `address` is this server's."""
    start = [(link(row["t"]), row["label"]) for row in graph.rows(_MOST_SAID)]
    page = _templates().get_template("home.html.j2")
    has_map = "graph.html" in files
    return str(page.render(title=title, facts=facts, base=graph.base, files=files, has_map=has_map, start=start, address=address))


def query_page(has_map: bool) -> str:
    """The page that holds YASGUI, with the cookbook to choose from."""
    topics: dict[str, list[cookbook.Query]] = {}
    for q in cookbook.everything().values():
        topics.setdefault(q.topic, []).append(q)
    return str(_templates().get_template("query.html.j2").render(topics=topics, has_map=has_map))


def about(graph: Graph, iri: str) -> list[ox.Triple]:
    """What describes `iri`: its own statements, and those of the links, facts and evidence one step away; at most some thousands."""
    subject = ox.NamedNode(iri)
    default = ox.DefaultGraph()
    own = list(graph.store.quads_for_pattern(subject, None, None, default))
    found = {q.triple: None for q in own}
    inward = [q for q, _ in zip(graph.store.quads_for_pattern(None, None, subject, default), range(_MOST * 10), strict=False)]
    for quad in inward:
        found[quad.triple] = None
    near = [q.object for q in own if isinstance(q.object, ox.NamedNode) and "/evidence/" in q.object.value]
    near += [q.subject for q in inward if isinstance(q.subject, ox.NamedNode) and q.predicate.value.startswith(PREFIXES["rdf"])]
    for node in list(dict.fromkeys(near))[:_MOST]:
        for quad in graph.store.quads_for_pattern(node, None, None, default):
            found[quad.triple] = None
    return sorted(found, key=lambda t: (t.subject != subject, str(t)))


def described(graph: Graph, names: Names, iri: str, link: Any, has_map: bool) -> str:
    """A page about `iri`: in prose where the documents name it, then its statements. `link` makes an IRI one of this server's."""
    thing = names.things.get(iri)
    account = of_body(graph, names, thing, 5) if thing else None
    triples = about(graph, iri)
    rows = [(_short(t.predicate.value), _value(t.object, link)) for t in triples if t.subject == ox.NamedNode(iri)]
    inward = [
        (_anchor(t.subject, link), _short(t.predicate.value))
        for t in triples
        if isinstance(t.object, ox.NamedNode) and t.object.value == iri
    ]
    title = thing.called if thing else next((v for p, v in _texts(triples, iri) if p in ("skos:prefLabel", "dcterms:title")), _short(iri))
    page = _templates().get_template("thing.html.j2")
    return str(
        page.render(title=title, iri=iri, here=link(iri), has_map=has_map, account=account, rows=rows[:_MOST], inward=inward[:_MOST])
    )


def _texts(triples: list[ox.Triple], iri: str) -> list[tuple[str, str]]:
    return [
        (_short(t.predicate.value), t.object.value)
        for t in triples
        if isinstance(t.subject, ox.NamedNode) and t.subject.value == iri and isinstance(t.object, ox.Literal)
    ]


def _short(iri: str) -> str:
    for prefix, start in PREFIXES.items():
        if iri.startswith(start):
            return f"{prefix}:{iri[len(start) :]}"
    return iri


def _value(term: Any, link: Any) -> Any:
    return _anchor(term, link) if isinstance(term, ox.NamedNode) else getattr(term, "value", str(term))


def _anchor(term: Any, link: Any) -> Any:
    """A link in the page; of an IRI that is not the web's only the text."""
    from markupsafe import Markup

    if not isinstance(term, ox.NamedNode):
        return str(term)
    target = link(term.value)
    if not target.startswith(("http://", "https://", "/")):
        return term.value
    return Markup(f'<a href="{escape(target)}">{escape(_short(term.value))}</a>')  # noqa: S704 both parts are escaped
