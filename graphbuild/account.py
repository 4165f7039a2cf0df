"""What a build has to say for itself: `build.json`, and the counts of the summary."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphbuild import __version__, ontology

if TYPE_CHECKING:
    from graphbuild.build import Result


def account(result: Result, base: str) -> dict[str, Any]:
    """What `build.json` says: what was read, what was not and why, counts. No clock times, no paths: the same every time."""
    return {
        "graphbuild": __version__,
        "base": base,
        "documents": [
            {
                "identifier": document.identifier,
                "source": document.source,
                "sha256": document.sha256,
                "kind": document.kind.value,
                "title": document.meta.title,
                "publisher": document.meta.publisher,
                "issued": document.meta.issued,
                "authority": document.meta.authority,
                "licence": document.meta.licence,
                "words": words,
                "facts": facts.count(),
            }
            for document, facts, words in zip(result.documents, result.facts, result.words, strict=True)
        ],
        "not read": [{"source": Path(failure.source).name or failure.source, "reason": failure.reason} for failure in result.failures],
        "counts": counts(result),
        "warnings": list(result.warnings),
    }


def counts(result: Result) -> dict[str, Any]:
    """How many things, links by kind and status, and other facts the whole graph holds; one in several documents counts once."""
    classes: dict[str, str] = {}
    stated: set[tuple[str, str, str, str]] = set()
    total: dict[str, int] = {}
    for facts in result.facts:
        classes.update((e.key, e.cls) for e in facts.entities)
        stated.update((x.subject, x.predicate, x.object, x.status.value) for x in facts.links)
        for name, number in facts.count().items():
            if name not in ("entities", "links"):
                total[name] = total.get(name, 0) + number
    links: dict[str, dict[str, int]] = {}
    for _, predicate, _, status in sorted(stated):
        row = links.setdefault(predicate, {})
        row[status] = row.get(status, 0) + 1
    order = list(ontology.links())
    by_class = Counter(classes.values())
    return {
        "documents": len(result.documents),
        "words": sum(result.words),
        "entities": {name: by_class[name] for name in ontology.classes() if by_class[name]},
        "links": {name: links[name] for name in sorted(links, key=order.index)},
        **total,
    }
