"""A build's files: the graphs document by document, in whatever processes there are; then what is drawn from them.

Up to `graphbuild.atlas.MANY` things are one map; above, graph.html is an overview and each authority has a map of its own in `maps/`.
"""

from __future__ import annotations

import functools
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from graphbuild import packets
from graphbuild.atlas import FOLDER, MANY, MARK, Figures, write_atlas
from graphbuild.cache import Cache, key_of
from graphbuild.document import Document
from graphbuild.landing import landing
from graphbuild.packets import Held
from graphbuild.workers import FEW, Crew, Processes, at_once, cores

if TYPE_CHECKING:
    from graphbuild.build import Progress, Result
    from graphbuild.graph.parts import Share


def write(
    result: Result,
    output: Path,
    base: str,
    draw: bool,
    progress: Progress | None = None,
    sparql: bool = True,
    crew: Crew | None = None,
    cache: Cache | None = None,
) -> None:
    """Write all files of a build into `output`, all or none; `crew` are processes that are there already."""
    from graphbuild.account import account
    from graphbuild.graph.network import write_graphml
    from graphbuild.graph.parts import write_all

    facts = result.facts if isinstance(result.facts, Held) else Held.of(result.facts)
    figures = Figures()
    for number, (document, each) in enumerate(zip(result.documents, facts, strict=True)):
        figures.add(number, document, each)
    one_page = len(figures.bodies) <= MANY
    steps: list[tuple[str, Callable[[Path], None]]] = [("graph.graphml", lambda path: write_graphml(facts, path))]
    with landing(output) as part:
        if draw and one_page:
            from graphbuild.map import write_map

            def write_page(path: Path) -> None:
                write_map(result.together, result.documents, part / "graph.ttl", path, base_iri=base, sparql=sparql)

            steps.append(("graph.html", write_page))
        with crew or Processes(1 if len(facts) < FEW else cores()) as working:
            write_all(base, result.documents, figures.bodies, _in_order(working, base, result.documents, facts, cache, progress), part)
            if draw and not one_page:
                write_atlas(figures, result.documents, facts, part, base, working)
        if len(facts) >= FEW:
            at_once([(step, part / name) for name, step in steps])
        for number, (name, step) in enumerate(steps):
            if progress:
                progress(number, len(steps), name)
            if not (part / name).exists():
                step(part / name)
        text = json.dumps(account(result, base), ensure_ascii=False, indent=1)
        (part / "build.json").write_bytes(text.encode("utf-8", "replace") + b"\n")
    if not draw:
        (output / "graph.html").unlink(missing_ok=True)  # a map of another build's graph would mislead
    if (not draw or one_page) and (output / FOLDER / MARK).is_file():
        shutil.rmtree(output / FOLDER, ignore_errors=True)
    if progress:
        progress(len(steps), len(steps), "")


def _in_order(
    crew: Crew, base: str, documents: Sequence[Document], facts: Held, cache: Cache | None, progress: Progress | None
) -> Iterator[Share]:
    """Every document's share of the files in order of identifier, though they are made as it comes; those made before from `cache`."""
    from graphbuild.graph.parts import opened, sealed

    def item(place: int) -> tuple[Document, bytes]:
        return documents[place], facts.packet(place)

    keys = [key_of("share", base, msgspec.msgpack.encode(item(place))) for place in range(len(documents))] if cache else []
    todo = [place for place in range(len(documents)) if not (cache and cache.has(keys[place]))]
    work = functools.partial(_share, base)
    making = crew.each(work, [item(place) for place in todo], work)
    new = frozenset(todo)
    early: dict[int, Share] = {}
    for place in range(len(documents)):
        while place in new and place not in early:
            which, made = next(making)
            early[todo[which]] = made
            if cache:
                cache.put(keys[todo[which]], sealed(made))
        data = cache.get(keys[place]) if cache and place not in new else None
        yield early.pop(place) if place in new else opened(data) if data else work(item(place))
        if progress:
            progress(place + 1, len(documents), "graph")


def _share(base: str, item: tuple[Document, bytes]) -> Share:
    from graphbuild.graph.parts import share

    return share(base, item[0], packets.facts(item[1]))
